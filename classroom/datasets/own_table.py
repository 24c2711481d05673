"""A learner's own CSV file in the course's shape: X is (features, m), Y is (1, m). Notebook 11.

The file has a line of names, then a row of numbers for each example; one column, the label, holds
0 and 1. What does not fit is refused in words, all of it at once; what was done is said.
"""

from typing import NamedTuple

import numpy as np

from classroom.datasets.csv_file import parse_table
from classroom.datasets.csv_rows import SEPARATORS, ragged_problems
from classroom.datasets.file_kinds import read_text
from classroom.datasets.table_cautions import cautions
from classroom.datasets.table_label import label_problems
from classroom.datasets.table_problems import (
    cell_problems,
    content_problems,
    name_problems,
    row_problems,
    spread_problems,
)
from classroom.datasets.words import counted, first_of, listed, quoted, refuse, some, tell
from nnlib.validation import check_seed


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
    names=None,
    missing="refuse",
    separator=",",
    decimal=".",
    test_size=0.2,
    by_time=False,
    split_seed=42,
    report=tell,
):
    """Read a CSV file, split its rows into training and test, and scale them.

    Parameters
    ----------
    path : str or Path
    label : str
        The name of the column to be predicted, which holds only 0 and 1.
    ignore : list of str
        Columns to leave out, such as names and dates. A column without a name is called by its
        place, "column 1".
    names : list of str, optional
        The names of all columns, if the file has no line of names.
    missing : str
        What to do if cells are missing: "refuse" the file, or "drop" the rows that lack them.
    separator, decimal : str
        What stands between two cells (a comma, semicolon, tab, bar or spaces), and what stands in
        1.5 (a point or a comma).
    test_size : float
        The share of rows kept aside, above 0 and below 1.
    by_time : bool
        False: rows are drawn at random, the same share of both classes. True: the order is kept,
        oldest row first, and the last rows are the test. Neighbours in time are alike. If the rows
        were drawn at random, nearly every test row would have neighbours among the training rows,
        which give its answer away. If the label looks some rows ahead, leave out as many of the
        last training columns, because their labels look into the test.
    split_seed : int
        The seed of the random draw.
    report : function or None
        Called with each sentence of the notes: `print`, unless another is given, in lines that a
        page shows whole; None for silence.

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
    _check_names(names)
    check_seed(split_seed)
    ignore = frozenset(ignore)
    file, text = read_text(path)
    table = parse_table(file, text, separator, decimal, ignore, names)
    features = [name for name in table.cells if name != label and name not in ignore]
    used = {label, *features}
    gaps = {name: gap for name, gap in table.gaps.items() if name in used}
    complete = ~np.any([*gaps.values(), np.zeros(len(table.lines), bool)], axis=0)
    kept = complete if missing == "drop" else np.full(len(complete), True)
    problems = [
        *ragged_problems(table.ragged, table.width, separator),
        *name_problems(table, label, ignore, features, separator),
    ]
    if label is None:  # what else is wrong depends on what is to be learnt from
        refuse(file, *problems)
    refuse(
        file,
        *problems,
        *cell_problems(table, features, decimal, separator),
        *label_problems(table, label, separator, decimal),
        *row_problems(table, label, features, gaps, complete, kept),
        *content_problems(table, label, features, kept),
    )
    X, y = np.array([table.values[name][kept] for name in features]), table.values[label][kept]
    train, test = _split(file, y, test_size, by_time, split_seed)
    X_train, X_test = np.ascontiguousarray(X[:, train]), np.ascontiguousarray(X[:, test])
    mean, spread = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    refuse(file, *spread_problems(table, features, X_train, spread))
    how = (
        "the last ones of the file" if by_time else f"drawn at random with split_seed={split_seed}"
    )
    notes = (
        *_told(file, table, label, ignore, features, kept, missing),
        f"{len(train)} rows are for training and {len(test)} for the test, {how}.",
        *cautions(table, label, features, kept, train, test, by_time, separator, decimal),
    )
    for note in notes if report else ():
        report(note)
    Y = (y == 1).astype(float).reshape(1, -1)
    scaled = (X_train - mean) / spread, Y[:, train], (X_test - mean) / spread, Y[:, test]
    return OwnTable(*scaled, tuple(features), mean, spread, notes)


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


def _check_names(names):
    if names is None:
        return
    if not isinstance(names, (list, tuple)) or not all(isinstance(n, str) for n in names):
        raise TypeError(f"names is {names!r}, expected a list with a name for each column")
    blank = [n for n in names if n != n.strip() or not n]
    if blank:
        raise ValueError(
            f"names holds {quoted(blank[0])}, expected a name without spaces at its ends"
        )
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"names holds {quoted(twice)} more than once; give each column its own")


def _split(file, y, test_size, by_time, seed):
    """Return which rows are for training and which for the test."""
    m, ones, n_test = len(y), int(y.sum()), int(np.ceil(test_size * len(y)))
    if by_time or min(ones, m - ones, n_test, m - n_test) < 2:
        # train_test_split would refuse so few in words of its own; the counts below do it in ours.
        train, test = np.arange(m - n_test), np.arange(m - n_test, m)
    else:
        rows = np.arange(m)
        # Here and not above: to import it takes as long as all else that a first panel needs.
        from sklearn.model_selection import train_test_split

        train, test = train_test_split(rows, test_size=test_size, stratify=y, random_state=seed)
    counts = [[int((y[part] == c).sum()) for c in (0, 1)] for part in (train, test)]
    if min(counts[0]) < 2 or min(counts[1]) < 1:
        came = f"its {m} rows ({m - ones} with 0, {ones} with 1) cannot be split"
        advice = "try 0.2 or 0.3, or collect more rows of the rarer class"
        if by_time:
            came = "the training part has {} rows with 0 and {} with 1, the test part {} and {}"
            came = came.format(*counts[0], *counts[1])
            advice = "try another test_size, or by_time=False if the rows have no order in time"
        expected = "expected 2 or more of each class for training and 1 or more for the test"
        refuse(file, f"with test_size={test_size} {came}; {expected}; {advice}")
    return train, test


def _told(file, table, label, ignore, features, kept, missing):
    """Return what was read, left out and dropped."""
    y = table.values[label][kept]
    width, rows = counted(table.width, "column"), counted(len(kept), "row")
    notes = [f"{file}: {rows} and {width} were read.", *table.told]
    if table.blank:
        notes.append(
            f"{counted(table.blank, 'blank line')} {'was' if table.blank == 1 else 'were'} skipped."
        )
    if ignore:
        left = [name for name in table.cells if name in ignore]
        notes.append(f"You left out {counted(len(left), 'column')}: {listed(left)}.")
    if missing == "drop":
        lines = [str(line) for line in table.lines[~kept]]
        where = f" (line{'s' * (len(lines) > 1)} {first_of(lines, 5)})" if lines else ""
        notes.append(
            f"{len(lines)} of {rows} {'was' if len(lines) == 1 else 'were'} dropped for missing "
            f"cells{where}."
        )
    zeros, ones = (counted(int((y == c).sum()), "row") for c in (0, 1))
    notes.append(f"The label is {quoted(label)}. It is 0 in {zeros} and 1 in {ones}.")
    notes.append(
        f"The network can learn from {counted(len(features), 'column')}: {some(features, 30)}."
    )
    return notes
