"""Cutting a CSV file into rows of cells, and saying which sign stands between them if not this."""

import csv
import io
import re
from contextlib import contextmanager

import numpy as np

from classroom.datasets.words import counted, quoted, refuse

SEPARATORS = (",", ";", "\t", "|", " ")
LOOKED_AT = 100  # rows, where it is to be found out what separates the cells


def split_rows(file, text, separator):
    """Return (line, cells) for each row that is not blank, and the number of blank ones."""
    try:
        rows, blank = _cut(text, separator)
    except _Unclosed as error:
        other, _ = fitting_separator(text, separator)
        if other:
            refuse(file, _other_separator(text, separator, other))
        problem = f'line {error}: a quotation mark " is not closed, or text follows the closing one'
        within = '; within a cell, write "" for each \\"' if '\\"' in text else ""
        refuse(file, f"{problem}; expected one at each end of the cell, or none{within}")
    if not rows:
        refuse(file, "it is empty, expected a line of names and below it rows of numbers")
    return rows, blank


class _Unclosed(Exception):
    """A cell's quotation marks are wrong; the error says in which line."""


@contextmanager
def _cells_of_any_length(text):
    """Let the csv module read cells as long as the file; it would stop at 131,072 letters."""
    before = csv.field_size_limit(max(len(text), 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _cut(text, separator):
    if separator == " ":  # at the ends of a line, blanks separate nothing
        text = re.sub(r"(?m)^ +| +(?=\r?$)", "", text)
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=separator, skipinitialspace=True, strict=True)
    rows, blank, line = [], 0, 1
    try:
        with _cells_of_any_length(text):
            for cells in reader:
                cells = [cell.strip() for cell in cells]
                if any(cells):
                    rows.append((line, cells))
                else:  # nothing, or nothing but separators, which spreadsheets leave behind
                    blank += 1
                line = reader.line_num + 1  # a cell with a line break takes more than one line
    except csv.Error:
        raise _Unclosed(line) from None
    return rows, blank


def fitting_separator(text, separator):
    """Return another sign that cuts nearly all rows into as many cells as the header, and how many.

    One cell more in each row also fits, for R names its rows, but not the column of these names.
    """
    start, found = "".join(text.splitlines(keepends=True)[: LOOKED_AT + 1]), {}
    for other in SEPARATORS:
        try:
            rows, _ = _cut(start, other)
        except _Unclosed:
            continue
        width = len(rows[0][1]) if rows else 0
        for wanted in (width, width + 1):
            fit = sum(len(cells) == wanted for _, cells in rows[1:])
            if other != separator and width > 1 and fit >= max(1, 0.9 * (len(rows) - 1)):
                found[other] = width
    return max(found.items(), key=lambda item: item[1], default=(None, 0))


def refuse_unfit(file, text, rows, separator):
    """Refuse a file whose cells are seen to stand between another sign, or a single column."""
    (line, first), body = rows[0], rows[1:]
    if first[0].lower().startswith("sep="):
        note = f"line {line} is a note for spreadsheets, {quoted(first[0])}"
        refuse(file, f"{note}; delete that line in the file")
    if len(first) == 1:
        refuse(file, _one_column(line, text, first[0], body, separator))
    fits = [sum(len(cells) == len(first) + more for _, cells in body) for more in (0, 1)]
    unfit = 2 * max(fits) < len(body)
    holds_another = any(sign in cell for cell in first for sign in SEPARATORS[:-1])
    if unfit or holds_another:
        other, width = fitting_separator(text, separator)
        # A comma is sooner a part of a name than another sign is: in doubt, the other separates.
        better = width > len(first) or (width == len(first) and separator == ",")
        if unfit and other or (better and other != " "):
            refuse(file, _other_separator(text, separator, other))
    _refuse_note_above(file, line, first, body)


def _refuse_note_above(file, line, first, body):
    widths = {len(cells) for _, cells in body}
    if len(widths) == 1 and abs(min(widths) - len(first)) > 1 and _holds_a_number(first):
        came = (
            f"line {line} has {counted(len(first), 'cell')}, but every row below it has "
            f"{min(widths)}"
        )
        refuse(file, f"{came}; if it is a note about the table, delete that line in the file")


def _holds_a_number(cells):
    return any(not np.isnan(as_number(cell, ".")) for cell in cells)


def _one_column(line, text, name, body, separator):
    """Return the problem of a header that is a single cell."""
    found = f"line {line} holds a single name, {quoted(name)}, expected one for each column"
    fits, _ = fitting_separator(text, separator)
    held = [sign for sign in SEPARATORS[:-1] if sign in name and sign != separator]
    if fits or held:
        return f"{found}; try {_asked(text, fits or held[0])}"
    if separator in name:
        return f"{found}; take the quotation marks around whole lines out of the file"
    if any(len(cells) > 1 for _, cells in body):
        return f"{found}; if it is a title, delete that line in the file"
    return f"{found}: the label, and at least one to learn from"


def _other_separator(text, separator, other):
    return (
        f"its cells seem to be separated by {quoted(other)} and not by {quoted(separator)}; try "
        f"{_asked(text, other)}"
    )


def _asked(text, other):
    """Return the options for a file that is separated by this sign, as they are typed."""
    # Three digits after every comma may as well be thousands: then nothing is said of them.
    body = text.splitlines()[1 : LOOKED_AT + 1]
    commas = any(len(after) != 3 for row in body for after in re.findall(r"\d,(\d+)", row))
    also = ', decimal=","' if commas and other != "," else ""
    return f"separator={quoted(other)}{also}"


def ragged_problems(ragged, width, separator):
    """Return the problem of rows that have another number of cells than the header."""
    if not ragged:
        return []
    line, cells = ragged[0]
    in_all = f" (there are {len(ragged)} such lines in all)" if len(ragged) > 1 else ""
    advice = f"look there for a missing or superfluous {quoted(separator)}"
    advice += ", or delete the line if it is not an example"
    if separator == "," and cells > width:
        advice += (
            '; if the numbers have decimal commas, save the file with ";" between the '
            'cells and try separator=";", decimal=","'
        )
    came = f"line {line} has {counted(cells, 'cell')}{in_all}"
    return [f"{came}, expected {width}, one for each name; {advice}"]


def as_number(cell, decimal):
    """Return the cell as a number, NaN if it is none."""
    # float() also takes 1_000 and the digits of other scripts, which here are sooner a slip.
    if "_" in cell or not cell.isascii() or (decimal == "," and "." in cell):
        return np.nan
    try:
        return float(cell.replace(decimal, "."))
    except ValueError:
        return np.nan
