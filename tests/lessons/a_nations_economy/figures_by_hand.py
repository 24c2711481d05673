"""The figures of the economy as they stand in the file, and what follows from them by hand."""

import csv
import importlib
from pathlib import Path

# The package's function of the same name hides the module.
module = importlib.import_module("classroom.datasets.economy")
DATA = Path(__file__).resolve().parents[3] / "classroom" / "datasets"
TEXT = (DATA / "economy.csv").read_text(encoding="utf-8")
LINES = TEXT.splitlines()
ROWS = list(csv.DictReader(LINES))
HEADER = LINES[0].split(",")
NAMES = ", ".join(HEADER)
QUARTERS = [f"{row['year']}Q{row['quarter']}" for row in ROWS]
FIGURES = {name: [float(row[name]) for row in ROWS] for name in HEADER[2:]}

# The NBER's peaks and troughs as (year, month).
MONTHS = [
    ((1960, 4), (1961, 2)),
    ((1969, 12), (1970, 11)),
    ((1973, 11), (1975, 3)),
    ((1980, 1), (1980, 7)),
    ((1981, 7), (1982, 11)),
    ((1990, 7), (1991, 3)),
    ((2001, 3), (2001, 11)),
    ((2007, 12), (2009, 6)),
]


def position(year, month=1):
    """Return which quarter of the file a month lies in."""
    return 4 * (year - 1959) + (month - 1) // 3


RUNS = [(position(*peak) + 1, position(*trough)) for peak, trough in MONTHS]
RECESSION = [any(first <= t <= last for first, last in RUNS) for t in range(203)]


def by_hand(t, back):
    """Return the eleven inputs of a quarter, from the file's text."""

    def ratio(name):
        return 100 * (FIGURES[name][t] / FIGURES[name][t - back] - 1)

    rows = [ratio(name) for name in HEADER[2:7]] + [ratio("cpi"), ratio("m1")]
    for name in ("tbilrate", "unemp"):
        rows += [FIGURES[name][t], FIGURES[name][t] - FIGURES[name][t - back]]
    return rows
