"""How things are said of a learner's file: names as they are typed, counts, and the refusal."""

import difflib
import json
import textwrap


def wrapped(text, width=88):
    """Return a text in lines that a page shows whole: no line is broken in the middle of a word."""
    lines = [
        textwrap.fill(
            line,
            width,
            subsequent_indent="   ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    ]
    return "\n".join(lines)


def tell(note):
    """Print a note."""
    print(wrapped(note))


def refuse(file, *problems):
    """Raise one ValueError for all problems, if there are any."""
    if len(problems) == 1:
        raise ValueError(f"{file} cannot be used as it is: {problems[0]}")
    if problems:
        listed = "\n".join(f"{k}. {problem}" for k, problem in enumerate(problems, start=1))
        raise ValueError(f"{file} cannot be used as it is:\n{listed}")


def closest(name, names):
    """Return the name that is most like this one, whatever its capitals, or None."""
    folded = {n.casefold(): n for n in names}
    close = difflib.get_close_matches(name.strip().casefold(), folded, n=1)
    return folded[close[0]] if close else None


def quoted(name):
    """Return the name as it is typed in Python."""
    return json.dumps(name, ensure_ascii=False)


def listed(names):
    return ", ".join(map(quoted, names))


def some(names, most):
    """Return the first names, quoted, long ones cut short, and how many more there are."""
    return first_of([quoted(n if len(n) <= 40 else f"{n[:39]}…") for n in names], most)


def first_of(words, most):
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def counted(number, thing):
    return f"{number} {thing}{'' if number == 1 else 's'}"


def plain(number):
    """Return the number as in the file, without a needless .0."""
    return f"{number:.15g}"


def letters(position):
    """Return what a spreadsheet calls a column: A, B, …, Z, AA, …; positions count from 0."""
    number, word = position + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        word = chr(ord("A") + rest) + word
    return word
