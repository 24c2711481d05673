"""Reading a learner's CSV file into columns of cells, and saying in words what is wrong with it."""

import csv
import difflib
import io
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MISSING = {"", "na", "n/a", "nan", "null", "none", "?", "-", "."}
SEPARATORS = (",", ";", "\t", "|")
SAVE_AS = 'open it in a spreadsheet, choose "Save as" and there "CSV UTF-8"'


@dataclass(frozen=True)
class Table:
    """The rows that have a cell for each name, and what stood between them."""

    lines: np.ndarray  # where each row begins, as an editor counts
    cells: dict  # name -> texts
    values: dict  # name -> numbers, NaN for a cell that is missing or no number
    gaps: dict  # name -> for each row, whether the cell is missing
    ragged: list  # (line, number of cells) of all other rows
    blank: int
    ignored: tuple

    def without(self, *names):
        """Say how to leave out these columns too, as it is typed."""
        asked = {*self.ignored, *names}
        return f"ignore=[{listed(name for name in self.cells if name in asked)}]"

    def place(self, name, k):
        """Say where the cell in row k stands and what it holds."""
        return f"line {self.lines[k]}, column {quoted(name)}: {some([self.cells[name][k]], 1)}"


def read_text(path):
    """Return the file's name and its text."""
    if not isinstance(path, (str, Path)):
        raise TypeError(f'path is {path!r}, expected the name of a file, such as "prices.csv"')
    path = Path(path)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        # The system's own words would show the whole path: `from None` leaves them out.
        raise _unreadable(path, error) from None
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        refuse(path.name, f"it is a spreadsheet, expected a CSV file; {SAVE_AS}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        refuse(path.name, f"it is not plain text in UTF-8, expected a CSV file; {SAVE_AS}")
    try:
        return path.name, data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
    refuse(path.name, f"line {line} holds a letter or sign that is not in UTF-8; {SAVE_AS}")


def _unreadable(path, error):
    """Return the error for a file that could not be opened; it shows names, never folders."""
    is_folder = os.path.isdir(path)
    if not is_folder and not os.path.isdir(path.parent):
        return FileNotFoundError(
            f"there is no file {path.name}, nor the folder you name before it; put the file beside "
            f"the notebook and try {quoted(path.name)}"
        )
    if isinstance(error, PermissionError) and not is_folder:
        return PermissionError(
            f"{path.name} may not be opened; if it is open in another program, close it there, or "
            "read a copy"
        )
    try:
        inside = sorted(entry.name for entry in (path if is_folder else path.parent).iterdir())
    except OSError:
        inside = []
    found = [name for name in inside if name.lower().endswith(".csv")]
    there = f"the CSV files there: {some(found, 10)}" if found else "no CSV file is there"
    if is_folder:
        return IsADirectoryError(f"{path.name or '.'} is a folder, expected a file; {there}")
    stems = {Path(name).stem: name for name in found}
    close = closest(path.stem, stems)
    mend = f"; did you mean {quoted(stems[close])}?" if close else ""
    return FileNotFoundError(f"there is no file {path.name} in its folder; {there}{mend}")


def parse_table(file, text, separator, decimal, ignored):
    """Return the file's table; a header without which nothing can be told is refused here."""
    rows, blank = _rows(file, text, separator)
    if not rows:
        refuse(file, "it is empty, expected a line of names and below it rows of numbers")
    (line, header), body = rows[0], rows[1:]
    width = len(header)
    if header[0].lower().startswith("sep="):
        note = f"line {line} is a note for spreadsheets, {quoted(header[0])}"
        refuse(file, f"{note}; delete that line in the file")
    if width == 1:
        refuse(file, _one_column(line, header[0], body, separator))
    problems = _header_problems(line, header, decimal)
    ragged = [(line, len(cells)) for line, cells in body if len(cells) != width]
    if problems:
        refuse(file, *problems, *ragged_problems(ragged, width, separator))
    if not body:
        refuse(file, f"it ends after the names in line {line}, expected rows of numbers below")
    body = [(line, cells) for line, cells in body if len(cells) == width]
    columns = list(zip(*(cells for _, cells in body), strict=True)) or [()] * width
    cells = dict(zip(header, columns, strict=True))
    values = {name: np.array([_number(c, decimal) for c in cells[name]], float) for name in header}
    gaps = {name: np.isnan(values[name]) for name in header}
    for name, gap in gaps.items():
        gap[gap] = [cells[name][k].lower() in MISSING for k in np.flatnonzero(gap)]
    lines = np.array([line for line, _ in body], int)
    return Table(lines, cells, values, gaps, ragged, blank, ignored)


def _rows(file, text, separator):
    """Return (line, cells) for each row that is not blank, and the number of blank ones."""
    text = io.StringIO(text, newline="")
    reader = csv.reader(text, delimiter=separator, skipinitialspace=True, strict=True)
    rows, blank, line = [], 0, 1
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if any(cells):
                rows.append((line, cells))
            else:  # nothing, or nothing but separators, which spreadsheets leave behind
                blank += 1
            line = reader.line_num + 1  # a cell with a line break in it takes more than one line
    except csv.Error:
        problem = f'line {line}: a quotation mark " is not closed, or text follows the closing one'
        refuse(file, f"{problem}; expected one at each end of the cell, or none")
    return rows, blank


def _number(cell, decimal):
    """Return the cell as a number, NaN if it is none."""
    # float() also takes 1_000 and the digits of other scripts, which here are sooner a slip.
    if "_" in cell or not cell.isascii() or (decimal == "," and "." in cell):
        return np.nan
    try:
        return float(cell.replace(decimal, "."))
    except ValueError:
        return np.nan


def _header_problems(line, header, decimal):
    """Return what is wrong with the names of the columns."""
    if not any(np.isnan(_number(name, decimal)) for name in header):
        return [
            f"line {line} holds numbers ({some(header, 3)}), expected the names of the columns; "
            "write a line with a name for each column above it"
        ]
    if sum(map(bool, header)) == 1:
        return [
            f"line {line} holds a single name, {quoted(max(header))}, expected one for each "
            "column; if it is a title, delete that line in the file"
        ]
    problems = [
        f"line {line}: column {k} has no name; give it one, or delete the column in the file"
        for k, name in enumerate(header, start=1)
        if not name
    ]
    for name in dict.fromkeys(n for n in header if n and header.count(n) > 1):
        places = " and ".join(str(k) for k, n in enumerate(header, start=1) if n == name)
        problems.append(
            f"line {line}: columns {places} have the same name, {quoted(name)}; rename all but one"
        )
    return problems


def _one_column(line, name, body, separator):
    """Return the problem of a header that is a single cell."""
    found = f"line {line} holds a single name, {quoted(name)}, expected one for each column"
    for other in SEPARATORS:
        if other in name and other != separator:
            # Three digits after every comma may as well be thousands: then nothing is said of them.
            digits = [re.findall(r"\d,(\d+)", separator.join(cells)) for _, cells in body[:100]]
            commas = any(len(after) != 3 for row in digits for after in row)
            also = ', decimal=","' if commas and other != "," else ""
            return f"{found}; try separator={quoted(other)}{also}"
    if separator in name:
        return f"{found}; take the quotation marks around whole lines out of the file"
    if any(len(cells) > 1 for _, cells in body):
        return f"{found}; if it is a title, delete that line in the file"
    return f"{found}: the label, and at least one to learn from"


def ragged_problems(ragged, width, separator):
    """Return the problem of rows that have another number of cells than the header."""
    if not ragged:
        return []
    line, cells = ragged[0]
    in_all = f" ({len(ragged)} such lines in all)" if len(ragged) > 1 else ""
    advice = f"look there for a missing or needless {quoted(separator)}"
    advice += ", or delete the line if it is no example"
    if separator == "," and cells > width:
        advice += (
            '; if the numbers have decimal commas, save the file with ";" between the '
            'cells and try separator=";", decimal=","'
        )
    came = f"line {line} has {counted(cells, 'cell')}{in_all}"
    return [f"{came}, expected {width}, one for each name; {advice}"]


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
