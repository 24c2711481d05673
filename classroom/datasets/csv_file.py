"""Reading a learner's CSV file into columns of cells, and saying in words what is wrong with it."""

from dataclasses import dataclass

import numpy as np

from classroom.datasets.csv_header import read_header
from classroom.datasets.csv_rows import as_number, ragged_problems, refuse_unfit, split_rows
from classroom.datasets.words import first_of, listed, quoted, refuse, some

MISSING = {"", "na", "n/a", "nan", "null", "none", "?", "-", "."}
MOST_LISTED = 40  # a longer list of columns is of no use in a call


@dataclass(frozen=True)
class Table:
    """The rows that have a cell for each name, and what stood between them."""

    lines: np.ndarray  # where each row begins, as an editor counts
    cells: dict  # name -> texts
    values: dict  # name -> numbers, NaN for a cell that is missing or no number
    gaps: dict  # name -> for each row, whether the cell is missing
    positions: dict  # name -> which column of the file it is, from 0
    width: int  # how many cells each row has
    unnamed: list  # the names given here to columns that have none
    shifted: bool  # whether every row has one cell more than there are names
    ragged: list  # (line, number of cells) of all other rows
    told: list  # what was skipped or taken for granted
    blank: int
    ignored: frozenset

    def without(self, *names):
        """Say how to leave out these columns too, as it is typed."""
        asked = {*self.ignored, *names}
        return f"ignore=[{listed(name for name in self.cells if name in asked)}]"

    def without_all(self, names):
        """Say how to leave out many columns, or what else to do if they are too many to list."""
        if len(names) > MOST_LISTED:
            return "they are too many to list, so keep only those columns in the file that you need"
        return f"to leave out all such columns, try {self.without(*names)}"

    def place(self, name, k):
        """Say where the cell in row k stands and what it holds."""
        return f"line {self.lines[k]}, column {quoted(name)}: {some([self.cells[name][k]], 1)}"

    def text(self, name):
        """Return in which rows the column holds neither a number nor nothing."""
        return np.isnan(self.values[name]) & ~self.gaps[name]


def parse_table(file, text, separator, decimal, ignored, names=None):
    """Return the file's table; a header without which nothing can be told is refused here."""
    rows, blank = split_rows(file, text, separator)
    refuse_unfit(file, text, rows, separator)
    header = read_header(rows, decimal, names)
    width = len(header.names)
    ragged = [(line, len(cells)) for line, cells in header.body if len(cells) != width]
    if header.problems:
        of_rows = [] if names else ragged_problems(ragged, width, separator)
        refuse(file, *header.problems, *of_rows)
    if not header.body:
        end = f"it ends after the names in line {rows[0][0]}"
        refuse(file, f"{end}, expected rows of numbers below")
    body = [(line, cells) for line, cells in header.body if len(cells) == width]
    columns = list(zip(*(cells for _, cells in body), strict=True)) or [()] * width
    positions, unnamed, skipped = _named(header.names, columns)
    cells = {name: columns[k] for name, k in positions.items()}
    values, gaps = _numbers(cells, decimal)
    return Table(
        lines=np.array([line for line, _ in body], int),
        cells=cells,
        values=values,
        gaps=gaps,
        positions=positions,
        width=width,
        unnamed=unnamed,
        shifted=header.shifted,
        ragged=ragged,
        told=[*header.told, *skipped],
        blank=blank,
        ignored=ignored,
    )


def _named(names, columns):
    """Return where each column stands, the names given to nameless ones, and what was skipped."""
    positions, unnamed, empty, taken = {}, [], [], set(names)
    for k, name in enumerate(names):
        if not name and columns[k] and not any(columns[k]):
            empty.append(str(k + 1))
            continue
        if not name:
            name = f"column {k + 1}"
            while name in taken:
                name += " without a name"
            unnamed.append(name)
        positions[name] = k
    forms = ("s", "were", "they", "have") if len(empty) > 1 else ("", "was", "it", "has")
    s, was, it, s_verb = forms
    said = (
        f"Column{s} {first_of(empty, 5)} {was} skipped, because {it} {s_verb} neither a name nor a "
        "filled cell."
    )
    return positions, unnamed, [said] if empty else []


def _numbers(cells, decimal):
    """Return the numbers of each column, and where a cell is missing."""
    values = {name: np.array([as_number(c, decimal) for c in cells[name]], float) for name in cells}
    gaps = {name: np.isnan(values[name]) for name in cells}
    for name, gap in gaps.items():
        gap[gap] = [cells[name][k].lower() in MISSING for k in np.flatnonzero(gap)]
    return values, gaps
