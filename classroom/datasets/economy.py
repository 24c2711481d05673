"""The economy of the United States, quarter by quarter, 1959 to 2009. Notebook 10.

The figures lie in `economy.csv`, beside this file; `economy.md` names their source, their units and
their licence.
"""

import csv
import hashlib
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from nnlib.validation import check_seed, check_whole

# Every column of the file after year and quarter: what it is, and its unit.
COLUMNS = {
    "realgdp": ("gross domestic product, 2005 prices", "billion dollars a year"),
    "realcons": ("what households buy, 2005 prices", "billion dollars a year"),
    "realinv": ("what is invested, with new homes, 2005 prices", "billion dollars a year"),
    "realgovt": ("what the federal government buys, 2005 prices", "billion dollars a year"),
    "realdpi": ("households' income after tax, 2005 prices", "billion dollars a year"),
    "cpi": ("consumer prices", "index, 1982-84 = 100"),
    "m1": ("money: cash, and accounts one can pay from", "billion dollars"),
    "tbilrate": ("interest on 3-month Treasury bills", "% a year"),
    "unemp": ("unemployment", "% of those who work or look for work"),
    "pop": ("population", "million people"),
    "infl": ("rise of consumer prices in this quarter", "% a year"),
    "realint": ("tbilrate - infl", "% a year"),
}
# Their logarithms or ratios are taken, so they must be above 0.
AMOUNTS = ("realgdp", "realcons", "realinv", "realgovt", "realdpi", "cpi", "m1", "pop")

# Peaks and troughs of business activity, by quarter, as dated by the Business Cycle Dating
# Committee of the National Bureau of Economic Research ("US Business Cycle Expansions and
# Contractions"). A recession begins after its peak and ends with its trough.
PEAKS_AND_TROUGHS = (
    ("1960Q2", "1961Q1"),
    ("1969Q4", "1970Q4"),
    ("1973Q4", "1975Q1"),
    ("1980Q1", "1980Q3"),
    ("1981Q3", "1982Q4"),
    ("1990Q3", "1991Q1"),
    ("2001Q1", "2001Q4"),
    ("2007Q4", "2009Q2"),
)

# Of the file's text; a maintainer who changes the file on purpose changes this too.
SHA256 = "48ad81297b290f2090af9c96ee9f84acebff5898cec57b7a1122242f70c62bd5"

# The network's inputs: a name, and what it says with its unit. Growth is over `back` quarters.
GROWTH = {
    "GDP": "realgdp",
    "consumption": "realcons",
    "investment": "realinv",
    "government": "realgovt",
    "income": "realdpi",
    "prices": "cpi",
    "money": "m1",
}
LEVELS_AND_CHANGES = {"bill rate": "tbilrate", "unemployment": "unemp"}


class Economy(NamedTuple):
    """The figures as they are published, oldest quarter first.

    Attributes
    ----------
    quarters : array of str, shape (203,)
        "1959Q1" to "2009Q3".
    time : array, shape (203,)
        The quarter's beginning in years: 1959.0, 1959.25, …
    columns : dict of arrays
        See `COLUMNS` for what they mean and their units.
    recession : array, shape (203,)
        1 in a quarter of recession, else 0.
    """

    quarters: np.ndarray
    time: np.ndarray
    columns: dict
    recession: np.ndarray


class Forecast(NamedTuple):
    """Examples to learn from and to test with: is a recession on its way?

    Attributes
    ----------
    X_train, Y_train, X_test, Y_test : array
        X is (11, m), scaled; Y is (1, m): 1 if any of the next quarters lies in a recession.
    train, test : array of int
        Which quarters of the economy the columns are.
    X : array, shape (11, n)
        The inputs of all quarters that have them, scaled in the same way, also those in the gap
        and those whose future the file no longer tells.
    quarters : array of int
        Which quarters the columns of `X` are.
    names : tuple of str
        The rows of X.
    mean, spread : array, shape (11, 1)
        Of the training quarters; X is (figures - mean) / spread.
    """

    X_train: np.ndarray
    Y_train: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray
    train: np.ndarray
    test: np.ndarray
    X: np.ndarray
    quarters: np.ndarray
    names: tuple
    mean: np.ndarray
    spread: np.ndarray


def economy():
    """Load the quarterly figures and the quarters of recession, and check them.

    Returns
    -------
    Economy

    Raises
    ------
    ValueError
        If the file is damaged or has been changed: which line, what was expected, what came.

    Notes
    -----
    The figures: Federal Reserve Bank of St. Louis and Bureau of Labor Statistics, compiled by
    Skipper Seabold for statsmodels' data set `macrodata`; public domain. The recessions: NBER.
    """
    text = files(__package__).joinpath("economy.csv").read_text(encoding="utf-8-sig")
    loaded = parse_economy(text)
    if hashlib.sha256(text.encode()).hexdigest() != SHA256:
        raise ValueError(
            "classroom/datasets/economy.csv can be read, but is not the file that the course was "
            "written with: some of its numbers have been changed. Put the original file back"
        )
    return loaded


def parse_economy(text):
    """Turn the text of economy.csv into an `Economy`, or say what is wrong with it.

    Parameters
    ----------
    text : str

    Returns
    -------
    Economy

    Raises
    ------
    ValueError
        If columns are missing or strange, a cell holds no finite number, a quarter is missing,
        doubled or out of order, or the columns contradict each other.
    """
    lines = list(csv.reader(text.splitlines(), quoting=csv.QUOTE_NONE))
    expected = ["year", "quarter", *COLUMNS]
    if not lines or lines[0] != expected:
        _refuse(1, f"it has the columns {_listed(lines[0] if lines else [])}", _listed(expected))
    table = np.array([_row(number, cells) for number, cells in enumerate(lines[1:], start=2)])
    if len(table) < 2:
        _refuse(2, "there are fewer than two quarters", "two or more, one in each line")
    for number, (before, after) in enumerate(zip(table[:-1], table[1:], strict=True), start=3):
        following = (before[0], before[1] + 1) if before[1] < 4 else (before[0] + 1, 1)
        if tuple(after[:2]) != following:
            _refuse(
                number,
                f"{_quarter(*after[:2])} comes after {_quarter(*before[:2])}",
                f"{_quarter(*following)}: no quarter missing, none twice, in order of time",
            )
    columns = dict(zip(COLUMNS, table.T[2:], strict=True))
    _check_sums(columns)
    quarters = np.array([_quarter(*row) for row in table[:, :2]])
    time = table[:, 0] + (table[:, 1] - 1) / 4
    return Economy(quarters, time, columns, in_recession(quarters))


def _row(number, cells):
    """Return a line of the file as numbers."""
    if len(cells) != 2 + len(COLUMNS):
        _refuse(number, f"it has {len(cells)} cells", f"{2 + len(COLUMNS)}, one for each column")
    row = []
    for name, cell in zip(["year", "quarter", *COLUMNS], cells, strict=True):
        try:
            row.append(float(cell))
        except ValueError:
            _refuse(number, f"{name} is {cell!r}", "a number")
        if not np.isfinite(row[-1]) or (name in AMOUNTS and row[-1] <= 0):
            above = " above 0" if name in AMOUNTS else ""
            _refuse(number, f"{name} is {cell}", f"a finite number{above}")
    if row[0] % 1 or row[1] not in (1, 2, 3, 4):
        _refuse(number, f"year and quarter are {cells[0]} and {cells[1]}", "such as 1959 and 1")
    return row


def _check_sums(columns):
    """Compare the two columns that follow from others with what follows; 0.01 is rounding."""
    # In the first quarter both are written as 0: there is no quarter before it to compare with.
    cpi, infl = columns["cpi"], columns["infl"][1:]
    for name, values, follows, words in [
        (
            "infl",
            infl,
            400 * np.log(cpi[1:] / cpi[:-1]),
            "400 log(cpi / cpi before)",
        ),
        ("realint", columns["realint"][1:], columns["tbilrate"][1:] - infl, "tbilrate - infl"),
    ]:
        off = np.flatnonzero(np.abs(values - follows) > 0.011)
        if off.size:
            k = off[0]
            _refuse(k + 3, f"{name} is {values[k]:g}", f"{follows[k]:.2f}, which is {words}")


def _refuse(line, came, expected):
    raise ValueError(
        f"classroom/datasets/economy.csv is damaged in line {line}: {came}, expected {expected}. "
        "Put the original file back"
    )


def _listed(names):
    return ", ".join(names) if names else "(none)"


def _quarter(year, quarter):
    return f"{year:.0f}Q{quarter:.0f}"


def in_recession(quarters):
    """Return 1 for each quarter in a recession, 0 for each other one.

    A recession's quarters are those after its peak, up to and with its trough.

    Parameters
    ----------
    quarters : array of str
        Such as "1960Q3".

    Returns
    -------
    recession : array, the same shape
    """
    # Written as "1960Q3", quarters sort like words in a dictionary.
    within = [(quarters > peak) & (quarters <= trough) for peak, trough in PEAKS_AND_TROUGHS]
    return np.any(within, axis=0).astype(float)


def growth(levels, back=4):
    """Return the growth over so many quarters, in %: 100 (x[t] / x[t - back] - 1).

    Parameters
    ----------
    levels : array, shape (n,)
        Amounts above 0, oldest first.
    back : int
        Quarters; 4 for a year.

    Returns
    -------
    percent : array, shape (n - back,)
        The first belongs to `levels[back]`: before it there is nothing to compare with.

    Raises
    ------
    TypeError, ValueError
        If `back` is no whole number of 1 or more, or `levels` too short, not one row of numbers,
        or not all finite and above 0.
    """
    _check_series("levels", levels, back)
    if np.min(levels) <= 0:
        raise ValueError("levels holds a number that is not above 0, expected amounts above 0")
    return 100 * (levels[back:] / levels[:-back] - 1)


def change(levels, back=4):
    """Return the change over so many quarters, in the unit of the levels: x[t] - x[t - back].

    Parameters, shapes and errors are those of `growth`; the levels may be 0 or below.
    """
    _check_series("levels", levels, back)
    return np.subtract(levels[back:], levels[:-back], dtype=float)  # unsigned ones would wrap


def recession_ahead(recession, horizon=4):
    """Return the label of each quarter: 1 if any of the next ones lies in a recession, else 0.

    Parameters
    ----------
    recession : array, shape (n,)
        1 in a quarter of recession, else 0; oldest first.
    horizon : int
        How many quarters ahead to look; 4 for a year. The quarter itself does not count.

    Returns
    -------
    label : array, shape (n - horizon,)
        None for the last quarters: their future is not in the file.

    Raises
    ------
    TypeError, ValueError
        If `horizon` is no whole number of 1 or more, or `recession` too short, not one row of
        numbers, or not all finite.
    """
    _check_series("recession", recession, horizon, "horizon")
    n = len(recession) - horizon
    return np.array([recession[t + 1 : t + 1 + horizon].max() for t in range(n)])


def inputs(figures, back=4):
    """Return the network's eleven inputs for every quarter that has them.

    Parameters
    ----------
    figures : Economy
    back : int
        Over how many quarters growth and change are taken; 4 for a year.

    Returns
    -------
    names : tuple of str
        Seven growths in %, then bill rate and unemployment in %, then their changes in points.
    X : array, shape (11, n - back)
        The first column is the quarter number `back` of the figures.
    """
    columns = figures.columns
    rows = {name: growth(columns[column], back) for name, column in GROWTH.items()}
    for name, column in LEVELS_AND_CHANGES.items():
        rows[name] = columns[column][back:]
        rows[f"{name}, change"] = change(columns[column], back)
    return tuple(rows), np.array(list(rows.values()))


def recession_forecast(split_year=1985, horizon=4, back=4, end_year=None, shuffle=None):
    """Prepare the question of notebook 10: from this quarter's figures, is a recession coming?

    Quarters before the split year are for training, those from it on for the test. Between them
    lies a gap: the last `horizon` quarters before the split year are in neither, because their
    labels are decided by what happens after it.

    Parameters
    ----------
    split_year : int
        The first year of the test.
    horizon : int
        The label is 1 if any of the next `horizon` quarters lies in a recession.
    back : int
        Growth and change are taken over so many quarters.
    end_year : int, optional
        Leave out this year and all after it, as if they were not known yet.
    shuffle : int, optional
        A seed: split the same quarters at random instead, with as many for training. Only to show
        what goes wrong then.

    Returns
    -------
    Forecast
        Scaled with the training quarters' mean and spread.

    Raises
    ------
    TypeError, ValueError
        If a number is not whole, or leaves training or test without both classes.
    """
    check_whole("split_year", split_year)
    figures = economy()
    names, X = inputs(figures, back)
    label = recession_ahead(figures.recession, horizon)
    quarters = np.arange(back, len(figures.time))
    labelled = np.arange(back, len(label))
    known = figures.time[labelled + horizon]  # the last quarter that a label looks at
    if end_year is not None:
        check_whole("end_year", end_year)
        labelled, known = labelled[known < end_year], known[known < end_year]
    train = labelled[known < split_year]
    test = labelled[figures.time[labelled] >= split_year]
    if shuffle is not None:
        check_seed(shuffle)
        order = np.random.RandomState(shuffle).permutation(labelled)
        train, test = order[: len(train)], order[len(train) :]
    for part, chosen in [("training", train), ("test", test)]:
        if np.unique(label[chosen]).size < 2:
            raise ValueError(
                f"split_year is {split_year}: the {part} quarters are {len(chosen)}, of which "
                f"{int(label[chosen].sum())} come before a recession; expected some that do and "
                "some that do not, so try another year"
            )
    mean = X[:, train - back].mean(axis=1, keepdims=True)
    spread = X[:, train - back].std(axis=1, keepdims=True)
    X = (X - mean) / spread
    Y = label.reshape(1, -1)
    parts = X[:, train - back], Y[:, train], X[:, test - back], Y[:, test]
    return Forecast(*parts, train, test, X, quarters, names, mean, spread)


def _check_series(name, values, steps, steps_name="back"):
    """Raise unless `values` is one row of more than `steps` numbers."""
    check_whole(steps_name, steps)
    if not isinstance(values, np.ndarray) or values.dtype.kind not in "fiub":
        raise TypeError(
            f"{name} is a {type(values).__name__}, expected a NumPy array of numbers; "
            f"try np.array({name}, dtype=float)"
        )
    if values.ndim != 1 or len(values) <= steps:
        raise ValueError(
            f"{name} has shape {values.shape}, expected (n,), a single row, with n above "
            f"{steps_name}, which is {steps}"
        )
    if not np.isfinite(values).all():
        raise ValueError(f"{name} holds a number that is not finite, expected finite numbers")
