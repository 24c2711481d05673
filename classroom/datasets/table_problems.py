"""What is wrong with a learner's table, and what to do about each: the reasons to refuse it."""

import re
from collections import Counter

import numpy as np

from classroom.datasets.csv_file import MOST_LISTED
from classroom.datasets.table_label import could_be_label, equal_to, formula
from classroom.datasets.words import (
    closest,
    counted,
    first_of,
    plain,
    quoted,
    some,
)

LEAST_ROWS = 20
LARGEST = 1e100  # larger numbers, squared and summed, may become infinite
SMALLEST = 1e-100  # a smaller spread, squared, may become 0, by which nothing can be divided
MOST_SAID = 5  # columns with the same problem that are told of one by one
MOST_KINDS = 10  # so many columns of 0 and 1 can well be made out of one
MONTH = (
    "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|"
    "oct(ober)?|nov(ember)?|dec(ember)?)"
)
A_DATE = "a date is not a number, so write what matters about it, such as the month, as a number"
A_TIME = "a time is not a number, so write what matters about it, such as the hour, as a number"
# Numbers that look like text. If all such cells of a column fit a pattern, its advice is given;
# ~ stands for the sign, point or comma, that `decimal` is not.
HINTS = {
    r"[+-]?\d{1,3}([~]\d{3})+": 'if the "~" marks thousands, take it out in the file; if it marks '
    'decimals, try decimal="~"',
    r"[+-]?\d*[~]\d+(e[+-]?\d+)?": 'if the "~" marks decimals, try decimal="~"',
    r"[+-]?\d{1,3}([ '’\xa0\u202f]\d{3})+([.,]\d+)?": "write thousands without gaps, such as 1234",
    r"[+-]?\d{1,3}([.,]\d{3})+([.,]\d+)?": "write thousands without points or commas, such as 1234",
    r"[+-]?\d[\d.,]*\s*%": "write percentages without the sign, 25 for 25%",
    r"[+-]?[$€£¥]\s*[\d.,]+|[+-]?[\d.,]+\s*[$€£¥]": "write amounts of money without the sign",
    r"\d{1,4}([-./])\d{1,2}\1\d{1,4}([T ].*)?": A_DATE,
    r"\d{4}([-/]\d{1,2}|[ -]?[QW]\d{1,2})": A_DATE,
    rf"(\w{{3,}}, )?(\d{{1,4}}[ ./-]*)*{MONTH}\.?([ ,./-]*\d{{1,4}})*( \d+:.*)?": A_DATE,
    r"\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[ap]\.?m\.?)?": A_TIME,
    r"true|false|yes|no|y|n|t|f": "write 1 for true or yes and 0 for false or no",
    r"[+-]?[\d_]+(\.[\d_]*)?": "write numbers without underscores, with the digits 0 to 9",
    r"[\u2212\u2013]\s*[\d.,]+": "write minus with the - of the keyboard",
    r"#.+": "the spreadsheet could not work them out, so correct the formulas there",
    r"[+-]?[\d.,]+(\s+\S+|[^\W\d_]{2,}|°.?)": "write numbers without units, 12 for 12 cm",
}


def name_problems(table, label, ignore, features, separator):
    """Return what is wrong with `label` and `ignore`, and the columns without a name."""
    columns, problems = some(table.cells, 20), _unnamed_problems(table, separator)
    if label is None:
        problems.append(
            "label is not given, expected the name of the column to be predicted. The columns are "
            f"{columns}. {could_be_label(table)}"
        )
    asked = [("label is", label)] * (label is not None)
    asked += [("ignore holds", name) for name in sorted(ignore)]
    for where, name in asked:
        if name not in table.cells:
            close = closest(name, table.cells)
            mend = f"did you mean {quoted(close)}?" if close else f"the columns are {columns}"
            problems.append(f"{where} {quoted(name)}, which is not a column of the file; {mend}")
    if label in ignore:
        problems.append(f"{quoted(label)} is the label, but ignore holds it; take it out there")
    if not features:
        problems.append("no column is left to learn from, expected one or more besides the label")
    return problems


def _unnamed_problems(table, separator):
    """Return the problem of columns that have cells, but no name."""
    left = [name for name in table.unnamed if name not in table.ignored]
    if not left:
        return []
    line = "the line of names"
    if table.shifted:
        width = table.width
        commas = (
            '; if the numbers have decimal commas, save the file with ";" between the cells'
            if separator == ","
            else ""
        )
        return [
            f"{line} has {width - 1} cells, but every row has {width}. If the first cell of each "
            "row is its name, as R writes it, leave these names out with "
            f"{table.without(*left)}{commas}"
        ]
    if len(left) == 1 and table.positions[left[0]] == 0:
        return [
            "column 1 has no name, as happens where a program wrote down the number or name of "
            f"each row; leave it out with {table.without(*left)}, or give it a name in the file"
        ]
    have, it = (
        (f"columns {_places(table, left)} have no names", "them")
        if len(left) > 1
        else (f"column {_places(table, left)} has no name", "it")
    )
    named = "names" if len(left) > 1 else "a name"
    return [f"{have}; give {it} {named} in the file, or leave {it} out with {table.without(*left)}"]


def _places(table, names):
    return first_of([str(table.positions[name] + 1) for name in names], 10)


def cell_problems(table, features, decimal, separator):
    """Return the cells that are no numbers or too large ones, column by column."""
    unnamed = set(table.unnamed)
    named = [name for name in features if name not in unnamed]
    texts = [(name, np.flatnonzero(table.text(name))) for name in named]
    texts = [(name, places) for name, places in texts if places.size]
    larges = [(name, np.flatnonzero(np.abs(table.values[name]) > LARGEST)) for name in named]
    larges = [(name, places) for name, places in larges if places.size]
    problems = [_text_problem(table, *item, decimal, separator) for item in texts[:MOST_SAID]]
    problems += more_such(texts, "hold cells that are not numbers")
    problems += [_large_problem(table, *item) for item in larges[:MOST_SAID]]
    problems += more_such(larges, "hold such numbers")
    bad = {name: True for name, _ in [*texts, *larges]}
    if len(bad) > 1:
        bad |= dict.fromkeys(name for name in table.unnamed if name not in table.ignored)
        problems[-1] += f"; {table.without_all(list(bad))}"
    return problems


def more_such(items, verb):
    """Return how many columns have the same problem beside those told of one by one."""
    names = [name for name, *_ in items[MOST_SAID:]]
    if not names:
        return []
    verb = verb if len(names) > 1 else re.sub("^hold", "holds", verb)
    return [f"{counted(len(names), 'more column')} {verb}: {some(names, 10)}"]


def _text_problem(table, name, places, decimal, separator):
    cells, filled = table.cells[name], int((~table.gaps[name]).sum())
    held = sorted({cells[k] for k in places})
    few = 2 * places.size < len(cells)
    if len(held) == 2 and places.size == filled:
        advice = f"write 0 for {held[0]} and 1 for {held[1]}"
    else:
        advice = _hint(held, decimal, few)
        kinds = places.size == filled and 2 * len(held) <= filled
        texts = [cells[k] for k in places] if kinds else []
        advice = advice or _advice_for_kinds(table, name, texts, separator)
    if few:
        advice += ', or empty these cells and try missing="drop"'
    return (
        f"{table.place(name, places[0])} is not a number ({places.size} of "
        f"{counted(len(cells), 'cell')} in this column); {advice}; or leave the column out with "
        f"{table.without(name)}"
    )


def _large_problem(table, name, places):
    return (
        f"{table.place(name, places[0])} is infinite or too large to compute with "
        f"({counted(places.size, 'such cell')}); correct the file; or leave the column out with "
        f"{table.without(name)}"
    )


def _advice_for_kinds(table, name, texts, separator):
    """Return what to do with text. Numbers for kinds would put them into an order."""
    kinds = [kind for kind, _ in Counter(texts).most_common()]
    if not kinds:
        return "write numbers in their place"
    if len(kinds) == 1:
        return "nothing can be learnt from a column that is always the same"
    column = "make a column of 0 and 1, with a name, for each"
    if len(kinds) > MOST_KINDS:
        return f"put its {len(kinds)} kinds into a few groups first, then {column} group"
    return (
        f"{column} kind, by a formula such as {formula(table, name, equal_to(kinds[0]), separator)}"
    )


def _hint(texts, decimal, few):
    """Return the advice for texts that all look alike, if there is one."""
    other = "," if decimal == "." else "."
    for pattern, advice in HINTS.items():
        like = re.compile(pattern.replace("~", other), re.IGNORECASE)
        if all(like.fullmatch(text) for text in texts):
            if few:  # most cells of the column have the other sign, so `decimal` is right
                advice = advice.replace('try decimal="~"', f'write "{decimal}" there')
            return advice.replace("~", other)
    return ""


def row_problems(table, label, features, gaps, complete, kept):
    """Return the problem of missing cells, where they are refused, and of too few rows."""
    problems, rows, left = [], len(kept), int(complete.sum())
    places = {name: np.flatnonzero(gap) for name, gap in gaps.items() if gap.any()}
    holes = first_of(
        [
            f"{k.size} in {quoted(n)} (the first in line {table.lines[k[0]]})"
            for n, k in places.items()
        ],
        10,
    )
    columns = [name for name in places if name != label]
    columns = columns if 10 * left < 9 * rows else []  # a few rows are lost sooner than a column
    leave, which = "", "columns"
    if not 0 < len(columns) < min(len(features), MOST_LISTED):
        columns = [name for name in columns if 2 * places[name].size > rows]
        which = "the columns that are mostly empty"
    if 0 < len(columns) < min(len(features), MOST_LISTED):
        leave = f"; or leave out {which} with {table.without(*columns)}"
    if kept.sum() > left:
        drop = f'; or try missing="drop", which leaves {left} of {rows} rows'
        drop = drop if left >= LEAST_ROWS else ""
        problems.append(f"cells are missing: {holes}. Fill these cells in the file{drop}{leave}")
    usable = int(kept.sum()) + len(table.ragged)
    if usable < LEAST_ROWS:
        dropped = f" once those with missing cells are dropped: {holes}" if usable < rows else ""
        problems.append(
            f"{counted(usable, 'row')} can be used, expected at least {LEAST_ROWS}{dropped}; "
            f"collect more{leave if dropped else ''}"
        )
    return problems


def content_problems(table, label, features, kept):
    """Return the columns that are always the same, and those that tell the label."""
    same, answers = [], []
    y = table.values.get(label, np.full(len(kept), np.nan))
    for name in features:
        x = table.values[name]
        known = kept & np.isfinite(x)
        # Nothing is said of a column that also holds text: it cannot be learnt from as it is.
        if known.sum() < LEAST_ROWS or table.text(name).any():
            continue
        held = np.unique(x[known])
        if held.size == 1:
            same.append(
                (name, held[0], "in every row" if known[kept].all() else "in each filled cell")
            )
        turned = _tells(x, y, held, known)
        if turned is not None:
            answers.append((name, turned))
    problems = [_same_problem(table, *item) for item in same[:MOST_SAID]]
    problems += more_such(same, "hold the same in every filled cell")
    if len(same) > 1:
        problems[-1] += f"; {table.without_all([name for name, *_ in same])}"
    problems += [
        f"column {quoted(name)} is the label {quoted(label)} over again{turned}, so it would give "
        f"the answer away; leave it out with {table.without(name)}"
        for name, turned in answers[:MOST_SAID]
    ]
    return problems + more_such(answers, "hold the label over again")


def _same_problem(table, name, value, where):
    return (
        f"column {quoted(name)} holds {plain(value)} {where}, so nothing can be learnt from it; "
        f"leave it out with {table.without(name)}"
    )


def _tells(x, y, held, known):
    """Return how a column is the label, whatever its two values are called; None if it is not."""
    both = known & np.isin(y, (0, 1))
    if held.size != 2 or 10 * both.sum() < 9 * known.sum():
        return None
    match = x[both] == held[-1], y[both] == 1
    if np.array_equal(*match):
        return ""
    return ", the other way round" if np.array_equal(match[0], ~match[1]) else None


def spread_problems(table, features, X_train, spread):
    """Return the columns that cannot be scaled."""
    flat = [
        (name, x[0], len(x))
        for name, x, s in zip(features, X_train, spread[:, 0], strict=True)
        if x.min() == x.max() or s < SMALLEST
    ]
    problems = [
        f"column {quoted(name)} holds {plain(value)} in all {rows} training rows, or numbers too "
        f"close to it; leave it out with {table.without(name)}"
        for name, value, rows in flat[:MOST_SAID]
    ]
    problems += more_such(flat, "hold the same in all training rows")
    if len(flat) > 1:
        problems[-1] += f"; {table.without_all([name for name, *_ in flat])}"
    return problems
