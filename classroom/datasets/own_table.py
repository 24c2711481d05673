"""A learner's own CSV file in the course's shape: X is (features, m), Y is (1, m). Notebook 10.

The file has a line of names, then a row of numbers for each example; one column, the label, holds
0 and 1. What does not fit is refused in words, all of it at once; what was done is said.
"""

import re
from typing import NamedTuple

import numpy as np
from sklearn.model_selection import train_test_split

from classroom.datasets.csv_file import (
    SEPARATORS,
    closest,
    counted,
    first_of,
    listed,
    parse_table,
    quoted,
    ragged_problems,
    read_text,
    refuse,
    some,
)
from nnlib.validation import check_seed

LEAST_ROWS = 20
LARGEST = 1e100  # larger numbers, squared and summed, may become infinite
SMALLEST = 1e-100  # a smaller spread, squared, may become 0, by which nothing can be divided
# Numbers that look like text. If all such cells of a column fit a pattern, its advice is given;
# ~ stands for the sign, point or comma, that `decimal` is not.
HINTS = {
    r"[+-]?\d{1,3}([~]\d{3})+": 'if the "~" marks thousands, take it out in the file; if it marks '
    'decimals, try decimal="~"',
    r"[+-]?\d*[~]\d+(e[+-]?\d+)?": 'if the "~" marks decimals, try decimal="~"',
    r"[+-]?\d{1,3}([ '’\xa0\u202f]\d{3})+([.,]\d+)?": "write thousands without gaps, such as 1234",
    r"[+-]?\d[\d.,]*\s*%": "write percentages without the sign, 25 for 25%",
    r"[+-]?[$€£¥]\s*[\d.,]+|[+-]?[\d.,]+\s*[$€£¥]": "write amounts of money without the sign",
    r"\d{1,4}([-./])\d{1,2}\1\d{1,4}([T ].*)?": "a date is no number: write what matters of it, "
    "such as the month, as a number",
    r"true|false|yes|no|y|n|t|f": "write 1 for true or yes and 0 for false or no",
    r"[+-]?[\d_]+(\.[\d_]*)?": "write numbers without underscores, with the digits 0 to 9",
    r"[\u2212\u2013]\s*[\d.,]+": "write minus with the - of the keyboard",
    r"#.+": "the spreadsheet could not work them out: mend the formulas there",
    r"[+-]?[\d.,]+(\s+\S+|[^\W\d_]{2,}|°.?)": "write numbers without units, 12 for 12 cm",
}


class OwnTable(NamedTuple):
    """A table cut in two, as in `Split`, and what was done to it.

    Attributes
    ----------
    X_train, Y_train, X_test, Y_test : array
        X is (features, m), scaled; Y is (1, m), 0 or 1.
    names : tuple of str
        The rows of X.
    mean, spread : array, shape (features, 1)
        Of the training part before it was scaled: X is (numbers - mean) / spread.
    notes : tuple of str
        What was read, left out, dropped and split, and what looks strange.
    """

    X_train: np.ndarray
    Y_train: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray
    names: tuple
    mean: np.ndarray
    spread: np.ndarray
    notes: tuple


def own_table(
    path,
    label=None,
    *,
    ignore=(),
    missing="refuse",
    separator=",",
    decimal=".",
    test_size=0.2,
    by_time=False,
    split_seed=42,
    report=print,
):
    """Read a CSV file, split its rows into training and test, and scale them.

    Parameters
    ----------
    path : str or Path
    label : str
        The name of the column to be predicted, which holds only 0 and 1.
    ignore : list of str
        Columns to leave out, such as names and dates.
    missing : str
        What to do if cells are missing: "refuse" the file, or "drop" the rows that lack them.
    separator, decimal : str
        What stands between two cells (comma, semicolon, tab or bar), and in 1.5 (point or comma).
    test_size : float
        The share of rows kept aside, above 0 and below 1.
    by_time : bool
        False: rows are drawn at random, the same share of both classes. True: the order is kept,
        oldest row first, and the last rows are the test. Neighbours in time are alike: drawn at
        random, nearly every test row would have neighbours among the training rows, which give its
        answer away. If the label looks so many rows ahead, leave out as many of the last training
        columns, for their labels look into the test.
    split_seed : int
        For the random draw.
    report : function or None
        Called with each sentence of the notes; None for silence.

    Returns
    -------
    OwnTable
        Each row of X has mean 0 and standard deviation 1 over the training part; the test part is
        shifted and scaled by the same numbers, so that nothing of it is seen before the test.

    Raises
    ------
    OSError
        If there is no such file, it is a folder, or it cannot be opened.
    TypeError, ValueError
        If an argument is of the wrong kind, or the file cannot be used: all that is wrong with
        it, with the line in the file and the name of the column.
    """
    _check_options(label, ignore, missing, separator, decimal, test_size, by_time, report)
    check_seed(split_seed)
    file, text = read_text(path)
    table = parse_table(file, text, separator, decimal, tuple(ignore))
    names = [name for name in table.cells if name != label and name not in ignore]
    gaps = {name: gap for name, gap in table.gaps.items() if name in (label, *names)}
    complete = ~np.any([*gaps.values(), np.zeros(len(table.lines), bool)], axis=0)
    kept = complete if missing == "drop" else np.full(len(complete), True)
    refuse(
        file,
        *ragged_problems(table.ragged, len(table.cells), separator),
        *_name_problems(table, label, ignore, names),
        *_cell_problems(table, names, decimal),
        *_label_problems(table, label, separator, decimal),
        *_row_problems(table, label, names, gaps, complete, kept),
        *_content_problems(table, label, names, kept),
    )
    X, y = np.array([table.values[name][kept] for name in names]), table.values[label][kept]
    train, test = _split(file, y, test_size, by_time, split_seed)
    X_train, X_test = np.ascontiguousarray(X[:, train]), np.ascontiguousarray(X[:, test])
    mean, spread = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    refuse(file, *_spread_problems(table, names, X_train, spread))
    how = (
        "the last ones of the file" if by_time else f"drawn at random with split_seed={split_seed}"
    )
    notes = (
        *_told(file, table, label, ignore, names, kept, missing),
        f"{len(train)} rows are for training and {len(test)} for the test, {how}.",
        *_warned(table, table.lines[kept], names, X, len(train)),
        *_warned_of_columns(table, label, names, kept),
    )
    for note in notes if report else ():
        report(note)
    Y = (y == 1).astype(float).reshape(1, -1)
    scaled = (X_train - mean) / spread, Y[:, train], (X_test - mean) / spread, Y[:, test]
    return OwnTable(*scaled, tuple(names), mean, spread, notes)


def _check_options(label, ignore, missing, separator, decimal, test_size, by_time, report):
    if label is not None and not isinstance(label, str):
        raise TypeError(f'label is {label!r}, expected the name of a column, such as label="sold"')
    if not isinstance(ignore, (list, tuple, set)) or not all(isinstance(n, str) for n in ignore):
        mend = f"; try ignore=[{quoted(ignore)}]" if isinstance(ignore, str) else ""
        raise TypeError(f"ignore is {ignore!r}, expected a list of names of columns{mend}")
    for name, value, choices in [
        ("missing", missing, ("refuse", "drop")),
        ("separator", separator, SEPARATORS),
        ("decimal", decimal, (".", ",")),
    ]:
        if not (isinstance(value, str) and value in choices):
            listed = " or ".join(map(quoted, choices))
            raise ValueError(f"{name} is {value!r}, expected {listed}")
    if decimal == separator:
        raise ValueError(
            'separator and decimal are both ",", expected two different signs; for a file with '
            'decimal commas try separator=";", decimal=","'
        )
    number = isinstance(test_size, (int, float, np.integer, np.floating))
    if isinstance(test_size, bool) or not number:
        raise TypeError(f"test_size is {test_size!r}, expected a number, such as 0.2")
    if not 0 < test_size < 1:
        raise ValueError(
            f"test_size is {test_size}, expected a share of the rows, above 0 and below 1; try 0.2"
        )
    if not isinstance(by_time, bool):
        raise TypeError(f"by_time is {by_time!r}, expected True or False")
    if report is not None and not callable(report):
        raise TypeError(f"report is {report!r}, expected a function such as print, or None")


def _name_problems(table, label, ignore, names):
    """Return what is wrong with `label` and `ignore`."""
    columns, problems = some(table.cells, 20), []
    if label is None:
        fit = [n for n, gap in table.gaps.items() if set(table.values[n][~gap]) == {0, 1}]
        mend = "None holds only 0 and 1: name the right one to read how to mend it"
        if fit:
            mend = f"Only 0 and 1 are in {some(fit, 5)}: try label={quoted(fit[-1])}"
        problems.append(
            "label is not given, expected the name of the column to be predicted. The columns are "
            f"{columns}. {mend}"
        )
    asked = [("label is", label)] * (label is not None)
    asked += [("ignore holds", name) for name in sorted(ignore)]
    for where, name in asked:
        if name not in table.cells:
            close = closest(name, table.cells)
            mend = f"did you mean {quoted(close)}?" if close else f"the columns are {columns}"
            problems.append(f"{where} {quoted(name)}, which is no column of the file; {mend}")
    if label in ignore:
        problems.append(f"{quoted(label)} is the label, but ignore holds it; take it out there")
    if not names:
        problems.append("no column is left to learn from, expected one or more beside the label")
    return problems


def _cell_problems(table, names, decimal):
    """Return the cells that are no numbers or too large ones, column by column."""
    problems, bad = [], []
    for name in names:
        cells, values = table.cells[name], table.values[name]
        leave = f"or leave the column out with {table.without(name)}"
        text = np.flatnonzero(np.isnan(values) & ~table.gaps[name])
        if text.size:
            held = sorted({cells[k] for k in text})
            few = 2 * text.size < len(cells)
            advice = _hint(held, decimal, few) or "write numbers in their place"
            if len(held) == 2 and text.size == len(cells):
                advice = f"write 0 for {held[0]} and 1 for {held[1]}"
            if few:
                advice += ', or empty these cells and try missing="drop"'
            problems.append(
                f"{table.place(name, text[0])} is no number ({text.size} of "
                f"{counted(len(cells), 'cell')} in this column); {advice}; {leave}"
            )
        large = np.flatnonzero(np.abs(values) > LARGEST)
        bad += [name] * bool(text.size or large.size)
        if large.size:
            problems.append(
                f"{table.place(name, large[0])} is infinite or too large to reckon with "
                f"({counted(large.size, 'such cell')}); correct the file; {leave}"
            )
    if len(bad) > 1:
        problems[-1] += f"; without all such columns: {table.without(*bad)}"
    return problems


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


def _label_problems(table, label, separator, decimal):
    """Return what the label holds other than 0 and 1, or that it is always the same."""
    if label not in table.cells:
        return []
    cells, values, gaps = table.cells[label], table.values[label], table.gaps[label]
    held = list(dict.fromkeys(cell for cell, gap in zip(cells, gaps, strict=True) if not gap))
    if not held:
        return []
    classes = {0, 1} & set(values)
    wrong = np.flatnonzero(~np.isin(values, (0, 1)) & ~gaps)
    if not wrong.size:
        same = f"the label {quoted(label)} is {held[0]} in every row, expected both 0 and 1"
        return [f"{same}; add rows of the other class"] if len(classes) == 1 else []
    if len(held) == 2:
        advice = (
            "in this column of the file write 1 in place of the one that you want to foresee, and "
            "0 in place of the other"
        )
    elif len(classes) == 2:
        advice = 'correct such cells in the file, or empty them and try missing="drop"'
    else:
        k, comma = list(table.cells).index(label), ";" if separator == ";" else ","
        letter = (chr(64 + k // 26) if k >= 26 else "") + chr(65 + k % 26)
        numbers = not np.isnan(values[wrong]).any()
        ask = f">{np.nanmedian(values):g}".replace(".", decimal) if numbers else f'="{held[0]}"'
        advice = (
            "choose what is to count as 1, and in the spreadsheet fill a new column, with a name, "
            f"by a formula such as =IF({letter}2{ask}{comma}1{comma}0); make that the label, and "
            f"try {table.without(label)}"
        )
    return [
        f"{table.place(label, wrong[0])}, but a label is 0 or 1; the column holds "
        f"{some(held, 5)}; {advice}"
    ]


def _row_problems(table, label, names, gaps, complete, kept):
    """Return the problem of missing cells, where they are refused, and of too few rows."""
    problems, rows, left = [], len(kept), int(complete.sum())
    places = {name: np.flatnonzero(gap) for name, gap in gaps.items() if gap.any()}
    holes = first_of(
        [f"{k.size} in {quoted(n)} (first: line {table.lines[k[0]]})" for n, k in places.items()],
        10,
    )
    columns = [name for name in places if name != label]
    leave = ""
    if 0 < len(columns) < len(names):
        leave = f"; or leave out columns with {table.without(*columns)}"
    if kept.sum() > left:
        drop = f'; or try missing="drop", which leaves {left} of {rows} rows'
        drop = drop if left >= LEAST_ROWS else ""
        problems.append(f"cells are missing: {holes}. Fill them in the file{drop}{leave}")
    usable = int(kept.sum()) + len(table.ragged)
    if usable < LEAST_ROWS:
        dropped = f" once those with missing cells are dropped: {holes}" if usable < rows else ""
        problems.append(
            f"{counted(usable, 'row')} can be used, expected at least {LEAST_ROWS}{dropped}; "
            f"collect more{leave if dropped else ''}"
        )
    return problems


def _content_problems(table, label, names, kept):
    """Return the columns that are always the same, and those that tell the label."""
    problems, y = [], table.values.get(label, np.full(len(kept), np.nan))
    for name in names:
        x = table.values[name]
        known = kept & np.isfinite(x)
        if known.sum() < LEAST_ROWS:
            continue
        held = np.unique(x[known])
        leave = f"leave it out with {table.without(name)}"
        if held.size == 1:
            problems.append(
                f"column {quoted(name)} holds {held[0]:.15g} in every row, from which nothing can "
                f"be learnt; {leave}"
            )
        # Two values that go with the two classes are the label, whatever they are called.
        both = known & np.isin(y, (0, 1))
        match = x[both] == held[-1], y[both] == 1
        same, opposite = np.array_equal(*match), np.array_equal(match[0], ~match[1])
        if held.size == 2 and both.any() and (same or opposite):
            turned = "" if same else ", the other way round"
            problems.append(
                f"column {quoted(name)} is the label {quoted(label)} over again{turned}: it "
                f"would give the answer away; {leave}"
            )
    return problems


def _split(file, y, test_size, by_time, seed):
    """Return which rows are for training and which for the test."""
    m, ones, n_test = len(y), int(y.sum()), int(np.ceil(test_size * len(y)))
    if by_time or min(ones, m - ones, n_test, m - n_test) < 2:
        # train_test_split would refuse so few in words of its own; the counts below do it in ours.
        train, test = np.arange(m - n_test), np.arange(m - n_test, m)
    else:
        rows = np.arange(m)
        train, test = train_test_split(rows, test_size=test_size, stratify=y, random_state=seed)
    counts = [[int((y[part] == c).sum()) for c in (0, 1)] for part in (train, test)]
    if min(counts[0]) < 2 or min(counts[1]) < 1:
        came = f"its {m} rows ({m - ones} with 0, {ones} with 1) cannot be split"
        advice = "try 0.2 or 0.3, or collect more rows of the rarer class"
        if by_time:
            came = "the training part has {} rows with 0 and {} with 1, the test part {} and {}"
            came = came.format(*counts[0], *counts[1])
            advice = "try another test_size, or by_time=False if the rows are in no order of time"
        expected = "expected 2 or more of each class for training and 1 or more for the test"
        refuse(file, f"with test_size={test_size} {came}; {expected}; {advice}")
    return train, test


def _spread_problems(table, names, X_train, spread):
    """Return the columns that cannot be scaled."""
    return [
        f"column {quoted(name)} holds {x[0]:.15g} in all {len(x)} training rows, or numbers too "
        f"close to it; leave it out with {table.without(name)}"
        for name, x, s in zip(names, X_train, spread[:, 0], strict=True)
        if x.min() == x.max() or s < SMALLEST
    ]


def _told(file, table, label, ignore, names, kept, missing):
    """Return what was read, left out and dropped."""
    y = table.values[label][kept]
    width, rows = counted(len(table.cells), "column"), counted(len(kept), "row")
    notes = [f"{file}: {rows} and {width} were read."]
    if table.blank:
        notes.append(f"Skipped: {counted(table.blank, 'blank line')}.")
    if ignore:
        notes.append(f"Left out: {listed(name for name in table.cells if name in ignore)}.")
    if missing == "drop":
        lines = [str(line) for line in table.lines[~kept]]
        where = f" (line{'s' * (len(lines) > 1)} {first_of(lines, 5)})" if lines else ""
        notes.append(f"Dropped for missing cells: {len(lines)} of {rows}{where}.")
    zeros = counted(int((y == 0).sum()), "row")
    notes.append(f"The label is {quoted(label)}: {zeros} with 0, {int((y == 1).sum())} with 1.")
    notes.append(f"To learn from: {counted(len(names), 'column')}, {some(names, 30)}.")
    return notes


def _warned(table, lines, names, X, m_train):
    """Return what looks strange, but may be right."""
    notes, first = [], {}
    if len(names) > m_train:
        notes.append(
            f"Take care: {len(names)} columns, but only {m_train} training rows; so few can be "
            "learnt by heart."
        )
    for name, x in zip(names, X, strict=True):
        twin = first.setdefault((x + 0.0).tobytes(), name)  # + 0.0 makes 0 of -0
        if twin != name:
            notes.append(
                f"Take care: the columns {quoted(twin)} and {quoted(name)} are the same; one is "
                f"enough, try {table.without(name)}."
            )
        if table.values[name][0] in (0, 1) and (np.diff(table.values[name]) == 1).all():
            notes.append(
                f"Take care: the column {quoted(name)} seems to number the rows, which tells "
                f"nothing about a new one; if so, try {table.without(name)}."
            )
        # How far is usual? Of the values that differ from the median, half are nearer than that.
        # A value 1000 times as far may be a code; one of nines, as 9999 or -999, from 10 times on.
        far = np.abs(x - np.median(x))
        nines = np.isin(np.abs(x), [10.0**k - 1 for k in range(3, 10)])
        strange = np.flatnonzero(far > np.where(nines, 10, 1000) * np.median(far[far > 0]))
        if strange.size:
            more = f" (and {strange.size - 1} more like it)" if strange.size > 1 else ""
            notes.append(
                f"Take care: line {lines[strange[0]]}, column {quoted(name)}: "
                f'{x[strange[0]]:.15g}{more}, far from all others: a code for "not known"? If so, '
                'empty such cells in the file and try missing="drop".'
            )
    return notes


def _warned_of_columns(table, label, names, kept):
    """Return the columns that tell the label by themselves, and thousands read as decimals."""
    notes, y = [], table.values[label][kept]
    for name in names:
        x = table.values[name][kept]
        low, high = sorted([x[y == 0], x[y == 1]], key=np.mean)
        if low.max() < high.min():
            notes.append(
                f"Take care: the column {quoted(name)} alone tells the label in every row. Was the "
                f"label made from it, or is it known only afterwards? If so, try "
                f"{table.without(name)}."
            )
        commas = [k for k in np.flatnonzero(kept) if "," in table.cells[name][k]]
        thousands = [re.fullmatch(r"[+-]?\d{1,3},\d{3}", table.cells[name][k]) for k in commas]
        if commas and all(thousands):
            cell, value = table.cells[name][commas[0]], table.values[name][commas[0]]
            notes.append(
                f'Take care: in the column {quoted(name)}, "{cell}" was read as {value:g}. If the '
                '"," marks thousands, take it out in the file.'
            )
    return notes
