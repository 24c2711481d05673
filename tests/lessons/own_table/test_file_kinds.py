"""A learner's file that is not there, may not be opened, or is no CSV file."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from classroom.datasets.own_table import own_table
from tests.lessons.own_table.tables import cell, rows

# The path


@pytest.mark.parametrize("path", [None, 3, b"prices.csv", ["prices.csv"]])
def test_a_path_of_another_kind_is_refused(path):
    with pytest.raises(TypeError, match='^path is .*, expected the name of a file, such as "pric'):
        own_table(path, "sold")


def test_a_missing_file_is_named_and_the_csv_files_beside_it(write):
    folder = write(rows(), "houses.csv").parent
    write(rows(), "Price.CSV")
    write("", "notes.txt")
    with pytest.raises(FileNotFoundError) as caught:
        own_table(folder / "prices.csv", "sold")
    assert str(caught.value) == (
        'there is no file prices.csv in its folder; the CSV files in it are "Price.CSV", '
        '"houses.csv"; did you mean "Price.CSV"?'
    )
    assert caught.value.__suppress_context__ and caught.value.__cause__ is None


def test_a_missing_file_among_many_none_or_in_no_folder(write, tmp_path, monkeypatch):
    def words(path):
        with pytest.raises(FileNotFoundError) as caught:
            own_table(path, "sold")
        return str(caught.value)

    assert (
        words(tmp_path / "x.csv")
        == "there is no file x.csv in its folder; there is no CSV file in it"
    )
    assert words(tmp_path / "x\0.csv").endswith("there is no CSV file in it")
    assert words(tmp_path / "a" / "x.csv") == (
        "there is no file x.csv, nor the folder you name before it; put the file beside the "
        'notebook and try "x.csv"'
    )
    for k in range(12):
        write("", f"{k:02}.csv")
    assert words(tmp_path / "secret" / "qqq.csv").endswith('"09.csv" and 2 more')
    assert words(tmp_path / "secret" / "04 .cvs").endswith('did you mean "04.csv"?')
    monkeypatch.setattr(Path, "iterdir", lambda self: (_ for _ in ()).throw(PermissionError()))
    assert "there is no CSV file in it" in words(tmp_path / "secret" / "x.csv")


def test_a_folder_is_refused(write):
    with pytest.raises(IsADirectoryError) as caught:
        own_table(write(rows()).parent, "sold")
    words = 'secret is a folder, expected a file; the only CSV file in it is "prices.csv"'
    assert str(caught.value) == words


def test_a_file_that_may_not_be_opened_is_refused(write, monkeypatch):
    path = write(rows())

    def forbid(self):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", forbid)
    with pytest.raises(PermissionError) as caught:
        own_table(path, "sold")
    assert str(caught.value) == (
        "prices.csv may not be opened; if it is open in another program, close it there, or read "
        "a copy"
    )
    assert caught.value.__suppress_context__


# What the file is


SAVE_AS = 'open it in a spreadsheet, choose "Save as" and there "CSV UTF-8"'


@pytest.mark.parametrize(
    "content, problem",
    [
        ("", "it is empty, expected a line of names and below it rows of numbers"),
        ("\n\n ,\n", "it is empty, expected a line of names and below it rows of numbers"),
        ("a,sold\n", "it ends after the names in line 1, expected rows of numbers below"),
        ("\n\na,sold\n\n", "it ends after the names in line 3, expected rows of numbers below"),
        (
            b"PK\x03\x04\0\0",
            f"it is a spreadsheet, or a damaged zip archive, expected a CSV file; {SAVE_AS}",
        ),
        (b"\xd0\xcf\x11\xe0\xa1", f"it is a spreadsheet, expected a CSV file; {SAVE_AS}"),
        (b"a,b\n1,\0", f"it is not plain text in UTF-8, expected a CSV file; {SAVE_AS}"),
        (
            "a,b\n1,2".encode("utf-16"),
            f"it is not plain text in UTF-8, expected a CSV file; {SAVE_AS}",
        ),
        (
            b"\xfe\xff\x01\x01",
            f"it is not plain text in UTF-8, expected a CSV file; {SAVE_AS}",
        ),
        (
            "a,b\r\n1,2\r\n1,größer\n".encode("latin-1"),
            f"line 3 holds a letter or sign that is not in UTF-8; {SAVE_AS}",
        ),
        (
            cell(5, 0, '"3'),
            'line 5: a quotation mark " is not closed, or text follows the closing one; expected '
            "one at each end of the cell, or none",
        ),
        (
            cell(5, 0, '"3"4'),
            'line 5: a quotation mark " is not closed, or text follows the closing one; expected '
            "one at each end of the cell, or none",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused(refusal, content, problem):
    assert refusal(content) == problem


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content, words",
    [
        (
            zipped(**{"train.csv": "a", "x/test.CSV": "b", "read.me": "c"}),
            "a zip archive, expected a CSV file; unpack it, and read what is in it: "
            '"train.csv", "x/test.CSV"',
        ),
        (
            zipped(**{"a.png": "b"}),
            'a zip archive, expected a CSV file; it holds "a.png", and no CSV file',
        ),
        (zipped(), "a zip archive, expected a CSV file; it holds nothing, and no CSV file"),
        (
            zipped(**{"[Content_Types].xml": "", "xl/workbook.xml": ""}),
            f"a spreadsheet, expected a CSV file; {SAVE_AS}",
        ),
        (
            zipped(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            f"a spreadsheet, expected a CSV file; {SAVE_AS}",
        ),
        (gzip.compress(b"a,b", mtime=0), "a packed file, expected a CSV file; unpack it"),
        (
            b"\n\n<!DOCTYPE html>\n<html><body>a,b</body></html>",
            "a web page that was saved, expected a CSV file; open that page again",
        ),
        (b"\xef\xbb\xbf<HTML lang=en>", "a web page that was saved"),
        (b"<!-- saved from url=(0014)about:internet -->\n<html>", "a web page that was saved"),
        (b"<?xml version='1.0'?><a/>", "an XML file, expected a CSV file"),
        (b"%PDF-1.7 ...", "a PDF document, expected a CSV file"),
        (b"PAR1....", "a Parquet file, expected a CSV file"),
        (b'[{"a": 1}, {"a": 2}]', "a file in JSON or a notebook, expected a CSV file"),
        (b'{\n "cells": []}', "a file in JSON or a notebook, expected a CSV file"),
    ],
    # Not the bytes: a packed file holds the time at which it was made.
    ids=lambda part: part if isinstance(part, str) else "file",
)
def test_files_of_other_kinds_are_called_what_they_are(refusal, content, words):
    assert refusal(content).startswith(f"it is {words}")


@pytest.mark.parametrize("first", ["<5,height", "[a],b", "{x},y", "PK,b".lower()])
def test_names_that_begin_like_other_files_are_read(read, first):
    lines = [line.replace("age,height", first) for line in rows()]
    assert read(lines).names == tuple(first.split(","))
