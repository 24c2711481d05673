"""Reading a learner's file as text, and saying in words what it is if it is no CSV file."""

import io
import os
import re
import zipfile
from pathlib import Path

from classroom.datasets.words import closest, quoted, refuse, some

SAVE_AS = 'open it in a spreadsheet, choose "Save as" and there "CSV UTF-8"'
UNPACK = "unpack it, and read the CSV file that is in it"
# What files of other kinds begin with, what they are, and what to do.
KINDS = [
    (rb"\xd0\xcf\x11\xe0", "a spreadsheet", SAVE_AS),
    (rb"\x1f\x8b|BZh\d1AY|\xfd7zXZ|7z\xbc\xaf|Rar!", "a packed file", UNPACK),
    (rb"%PDF", "a PDF document", "look for the same table as a CSV file"),
    (rb"PAR1", "a Parquet file", "look for the same table as a CSV file"),
    (
        rb"(\xef\xbb\xbf)?\s*(<!--.*?-->\s*)?<(!doctype|html|head|body)\b",
        "a web page that was saved",
        'open that page again and look for "Download" or "Raw" there, where you get the table '
        "itself",
    ),
    (rb"(\xef\xbb\xbf)?\s*<\?xml\b", "an XML file", "look for the same table as a CSV file"),
    (
        rb'(\xef\xbb\xbf)?\s*(\[\s*[\[{]|\{\s*")',
        "a file in JSON or a notebook",
        "look for the same table as a CSV file",
    ),
]


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
    _refuse_other_kinds(path.name, data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        refuse(path.name, f"it is not plain text in UTF-8, expected a CSV file; {SAVE_AS}")
    try:
        return path.name, data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
    refuse(path.name, f"line {line} holds a letter or sign that is not in UTF-8; {SAVE_AS}")


def _refuse_other_kinds(file, data):
    if data.startswith(b"PK"):
        kind, advice = _packed(data)
        refuse(file, f"it is {kind}, expected a CSV file; {advice}")
    for beginning, kind, advice in KINDS:
        if re.match(beginning, data[:5000], re.IGNORECASE | re.DOTALL):
            refuse(file, f"it is {kind}, expected a CSV file; {advice}")


def _packed(data):
    """Return what a file that begins like a zip archive is, and what to do with it.

    Spreadsheets are such archives, too: they hold XML or a note of their type.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = archive.namelist()
    except zipfile.BadZipFile:
        return "a spreadsheet, or a damaged zip archive", SAVE_AS
    if {"[Content_Types].xml", "mimetype", "Index/Document.iwa"} & set(inside):
        return "a spreadsheet", SAVE_AS
    tables = [name for name in inside if re.search(r"\.(csv|tsv|txt|data)$", name, re.IGNORECASE)]
    if tables:
        return "a zip archive", f"unpack it, and read what is in it: {some(tables, 5)}"
    return "a zip archive", f"it holds {some(inside, 5) or 'nothing'}, and no CSV file"


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
    there = f"the CSV files in it are {some(found, 10)}" if found else "there is no CSV file in it"
    there = f"the only CSV file in it is {quoted(found[0])}" if len(found) == 1 else there
    if is_folder:
        return IsADirectoryError(f"{path.name or '.'} is a folder, expected a file; {there}")
    stems = {Path(name).stem: name for name in found}
    close = closest(path.stem, stems)
    mend = f"; did you mean {quoted(stems[close])}?" if close else ""
    return FileNotFoundError(f"there is no file {path.name} in its folder; {there}{mend}")
