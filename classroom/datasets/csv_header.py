"""The names of a learner's columns: those in the first line, or given in the call."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from classroom.datasets.csv_rows import as_number
from classroom.datasets.words import counted, first_of, listed, quoted, some

FEW = 10  # columns whose names can well be typed


class Header(NamedTuple):
    """The names, "" where there is none, and what can be told of them."""

    names: list
    body: list
    problems: list  # those after which nothing else can be told of the file
    told: list
    shifted: bool


def read_header(rows, decimal, names=None):
    """Return the names of the columns and the rows below them."""
    (line, first), body = rows[0], rows[1:]
    if names is not None:
        return Header(list(names), rows, _count_problems(names, line, len(first)), [], False)
    found, body, told, shifted = _matched(line, first, body)
    problems = _title_problems(line, found) or _no_names_problems(line, found, body, decimal)
    if not problems:
        problems = _twice_problems(line, found, body)
        told = [*told, *_numbers_told(line, found, decimal)]
    return Header(found, body, problems, told, shifted)


def _count_problems(names, line, width):
    if len(names) == width:
        return []
    return [
        f"names=[…] holds {counted(len(names), 'name')}, but line {line} has "
        f"{counted(width, 'cell')}; expected a name for each"
    ]


def _matched(line, first, body):
    """Return header and rows with equally many cells, if it is plain what the difference is."""
    widths, width = {len(cells) for _, cells in body}, len(first)
    if widths == {width - 1} and not first[-1]:
        said = f"The separator at the end of line {line} was skipped, because no name follows it."
        return first[:-1], body, [said], False
    if widths == {width + 1} and all(first):
        if not any(cells[-1] for _, cells in body):
            said = (
                f"The separator at the end of each row below line {line} was skipped, because no "
                "cell follows it."
            )
            return first, [(k, cells[:-1]) for k, cells in body], [said], False
        if _name_rows([cells[0] for _, cells in body]):
            return ["", *first], body, [], True
    return first, body, [], False


def _name_rows(cells):
    """Return whether the cells are names or numbers of rows, each one another."""
    numbers = [as_number(cell, ".") for cell in cells]
    if np.isnan(numbers).any():
        return all(cells) and len(set(cells)) == len(cells)
    return numbers[0] in (0, 1) and bool((np.diff(numbers) == 1).all())


def _title_problems(line, first):
    if first[0] and not any(first[1:]):
        return [
            f"line {line} holds a single name, {quoted(first[0])}, expected one for each "
            "column; if it is a title, delete that line in the file"
        ]
    return []


def _no_names_problems(line, first, body, decimal):
    """Return the problem of a first line that is a row like those below it."""
    strange = _strange(first, decimal)
    again = [name for name in _standing_below(first, body) if name not in strange]
    if 2 * len([*strange, *again]) < len(first) or len([*strange, *again]) < 2:
        return []
    if len(strange) == len(first):
        found = f"line {line} holds numbers ({some(first, 3)})"
    else:
        verb = "are numbers" if len(strange) > 1 else "is a number"
        why = [f"{some(strange, 3)} {verb}"] * bool(strange)
        why += [f"{quoted(name)} also stands below" for name in again[:1]]
        found = f"line {line} seems to be a row ({', '.join(why)})"
    return [
        f"{found}, expected the names of the columns; write a line with a name for each column "
        f"above it, or name them in the call, such as {_given(len(first))}"
    ]


def _strange(first, decimal):
    """Return the names that are numbers, unless they are years or count, as names may be.

    Programs that number the rows leave out the name of the numbers: then the others are names.
    """
    if not first[0]:
        return []
    numbers = [(name, as_number(name, decimal)) for name in first]
    numbers = [(name, value) for name, value in numbers if not np.isnan(value)]
    values = [value for _, value in numbers]
    years = all(value == round(value) and 1500 <= value <= 2200 for value in values)
    counting = len(values) > 2 and values[0] in (0, 1) and (np.diff(values) == 1).all()
    return [] if years or counting else [name for name, _ in numbers]


def _standing_below(first, body):
    """Return the names that are also cells of their column."""
    found = set()
    for _, cells in body:
        if cells != first:  # a line of names that is repeated
            pairs = enumerate(zip(first, cells, strict=False))
            found.update(k for k, (name, cell) in pairs if name == cell and len(name) > 1)
    return [first[k] for k in sorted(found)]


def _given(width):
    """Return stand-in names for so many columns, as they are typed in a call."""
    if width > FEW:
        return f'names=[f"column {{k}}" for k in range(1, {width + 1})]'
    return f"names=[{listed(f'column {k}' for k in range(1, width + 1))}]"


def _twice_problems(line, first, body):
    """Return the names that stand twice, and the rows that hold all the names again."""
    places, problems = defaultdict(list), []
    for k, name in enumerate(first, start=1):
        places[name].append(str(k))
    twice = [name for name in places if name and len(places[name]) > 1]
    for name in twice[:5]:
        where = " and ".join(places[name][:5])
        problems.append(
            f"line {line}: columns {where} have the same name, {quoted(name)}; rename all but one"
        )
    if len(twice) > 5:
        problems.append(
            f"line {line}: other names stand more than once, too, namely {some(twice[5:], 10)}"
        )
    again = [str(k) for k, cells in body if cells == first]
    if again:
        s, s_verb = ("s", "hold") if len(again) > 1 else ("", "holds")
        problems.append(
            f"line{s} {first_of(again, 5)} {s_verb} the names of line {line} again; delete "
            f"{'these lines' if s else 'that line'} in the file"
        )
    return problems


def _numbers_told(line, first, decimal):
    strange = _strange(first, decimal)
    if not strange:
        return []
    verb = "are numbers" if len(strange) > 1 else "is a number"
    return [
        f"Take care: line {line} gave the names of the columns, but {some(strange, 3)} {verb}. If "
        f"it is a row, name the columns in the call, such as {_given(len(first))}."
    ]
