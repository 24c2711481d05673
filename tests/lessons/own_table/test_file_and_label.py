"""A learner's own table refused: as a file, for its names, for its label."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from classroom.datasets.own_table import own_table
from tests.lessons.own_table.tables import (
    CORRECT,
    HOLDS,
    SAVE_AS,
    cell,
    column,
    label,
    rows,
    swapped,
)

# The file as a whole


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
        'there is no file prices.csv in its folder; the CSV files there: "Price.CSV", '
        '"houses.csv"; did you mean "Price.CSV"?'
    )
    assert caught.value.__suppress_context__ and caught.value.__cause__ is None


def test_a_missing_file_among_many_none_or_in_no_folder(write, tmp_path, monkeypatch):
    def words(path):
        with pytest.raises(FileNotFoundError) as caught:
            own_table(path, "sold")
        return str(caught.value)

    assert words(tmp_path / "x.csv") == "there is no file x.csv in its folder; no CSV file is there"
    assert words(tmp_path / "x\0.csv").endswith("no CSV file is there")
    assert words(tmp_path / "a" / "x.csv") == (
        "there is no file x.csv, nor the folder you name before it; put the file beside the "
        'notebook and try "x.csv"'
    )
    for k in range(12):
        write("", f"{k:02}.csv")
    assert words(tmp_path / "secret" / "qqq.csv").endswith('"09.csv" and 2 more')
    assert words(tmp_path / "secret" / "04 .cvs").endswith('did you mean "04.csv"?')
    monkeypatch.setattr(Path, "iterdir", lambda self: (_ for _ in ()).throw(PermissionError()))
    assert "no CSV file is there" in words(tmp_path / "secret" / "x.csv")


def test_a_folder_is_refused(write):
    with pytest.raises(IsADirectoryError) as caught:
        own_table(write(rows()).parent, "sold")
    words = 'secret is a folder, expected a file; the CSV files there: "prices.csv"'
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


@pytest.mark.parametrize(
    "content, problem",
    [
        ("", "it is empty, expected a line of names and below it rows of numbers"),
        ("\n\n ,\n", "it is empty, expected a line of names and below it rows of numbers"),
        ("a,sold\n", "it ends after the names in line 1, expected rows of numbers below"),
        ("\n\na,sold\n\n", "it ends after the names in line 3, expected rows of numbers below"),
        (b"PK\x03\x04\0\0", f"it is a spreadsheet, expected a CSV file; {SAVE_AS}"),
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


ONE_NAME = "line 1 holds a single name, {}, expected one for each column; {}"


@pytest.mark.parametrize(
    "content, options, problem",
    [
        (swapped(rows()), {}, ONE_NAME.format('"age;height;sold"', 'try separator=";"')),
        (swapped(rows(), ",|"), {}, ONE_NAME.format('"age|height|sold"', 'try separator="|"')),
        (
            swapped(rows(), ",\t"),
            {},
            ONE_NAME.format(r'"age\theight\tsold"', r'try separator="\t"'),
        ),
        (rows(), {"separator": ";"}, ONE_NAME.format('"age,height,sold"', 'try separator=","')),
        (
            swapped(swapped(rows()), ".,"),
            {},
            ONE_NAME.format('"age;height;sold"', 'try separator=";", decimal=","'),
        ),
        (
            [f'"{line}"' for line in rows()],
            {},
            ONE_NAME.format(
                '"age,height,sold"', "take the quotation marks around whole lines out of the file"
            ),
        ),
        (
            ["My data", *rows()],
            {},
            ONE_NAME.format('"My data"', "if it is a title, delete that line in the file"),
        ),
        (
            ["sold", "1", "0"],
            {},
            'line 1 holds a single name, "sold", expected one for each column: the label, and at '
            "least one to learn from",
        ),
        (
            ["sep=;", *swapped(rows())],
            {"separator": ";"},
            'line 1 is a note for spreadsheets, "sep="; delete that line in the file',
        ),
        (
            rows()[1:],
            {},
            'line 1 holds numbers ("20", "0.5", "0"), expected the names of the columns; write a '
            "line with a name for each column above it",
        ),
        (
            ["age,,sold", *rows()[1:]],
            {},
            "line 1: column 2 has no name; give it one, or delete the column in the file",
        ),
        (
            ["", "sold,age, sold", *rows()[1:]],
            {},
            'line 2: columns 1 and 3 have the same name, "sold"; rename all but one',
        ),
        (
            ["a,a,,b,b,", "1,2"],
            {},
            "\n1. line 1: column 3 has no name; give it one, or delete the column in the file"
            "\n2. line 1: column 6 has no name; give it one, or delete the column in the file"
            '\n3. line 1: columns 1 and 2 have the same name, "a"; rename all but one'
            '\n4. line 1: columns 4 and 5 have the same name, "b"; rename all but one'
            "\n5. line 2 has 2 cells, expected 6, one for each name; look there for a missing or "
            'needless ",", or delete the line if it is no example',
        ),
    ],
)
def test_a_header_that_cannot_be_used_is_refused(refusal, content, options, problem):
    assert refusal(content, **options) == problem


def test_a_number_may_be_a_name_beside_others(read):
    assert read(column(str, "2019")).names == ("2019", "age", "height")


LOOK = (
    'expected 3, one for each name; look there for a missing or needless ",", or delete the line '
    "if it is no example"
)


@pytest.mark.parametrize(
    "content, problem",
    [
        ([*rows(), "1,2"], f"line 42 has 2 cells, {LOOK}"),
        (
            [*rows()[:9], "1", *rows()[9:], "1,2"],
            f"line 10 has 1 cell (2 such lines in all), {LOOK}",
        ),
        (
            [rows()[0], *swapped(rows()[1:], ".,")],
            f"line 2 has 4 cells (40 such lines in all), {LOOK}; if the numbers have "
            'decimal commas, save the file with ";" between the cells and try separator=";", '
            'decimal=","',
        ),
    ],
)
def test_rows_with_another_number_of_cells_are_refused(refusal, content, problem):
    assert refusal(content) == problem


def test_decimal_commas_are_no_guess_where_another_sign_separates(refusal):
    problem = f"line 42 has 4 cells, {LOOK}".replace('","', '";"')
    assert refusal([*swapped(rows()), "1;2;3;4"], separator=";") == problem


def test_lines_are_counted_as_an_editor_does(refusal):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["two\nlines", "age", "sold"])
    writer.writerow(["a\nb\nc", "1", "1"])
    writer.writerow(["a", "x", "1"])
    writer.writerow([])
    writer.writerow(["d\r\ne", "inf", "1"])
    message = refusal(out.getvalue())
    assert r'line 3, column "two\nlines": "a\nb\nc" is no number' in message
    assert 'line 6, column "age": "x" is no number' in message
    assert 'line 8, column "age": "inf" is infinite' in message
    assert r'ignore=["two\nlines"]' in message


# The label and what to ignore


def test_a_label_not_given_is_asked_for(refusal):
    start = "label is not given, expected the name of the column to be predicted. The columns are "
    assert refusal(rows(), None) == (
        f'{start}"age", "height", "sold". Only 0 and 1 are in "sold": try label="sold"'
    )
    both = column(lambda k: k % 2, "new", cell(5, 2, ""))
    assert 'Only 0 and 1 are in "new", "sold": try label="sold"' in refusal(both, None)
    same = column(lambda k: 1, "one", column(lambda k: "", "empty"))
    assert 'Only 0 and 1 are in "sold"' in refusal(same, None)
    none = [line.rpartition(",")[0] for line in rows()]
    assert refusal(none, None) == (
        f'{start}"age", "height". None holds only 0 and 1: name the right one to read how to mend '
        "it"
    )
    wide = [",".join(f"c{k}" for k in range(22)), *(",".join("12"[k % 2] * 22) for k in range(20))]
    assert '"c19" and 2 more. None' in refusal(wide, None)


@pytest.mark.parametrize(
    "name, mend",
    [
        ("Sold", 'did you mean "sold"?'),
        (" sold ", 'did you mean "sold"?'),
        ("solt", 'did you mean "sold"?'),
        ("HEIGHT", 'did you mean "height"?'),
        ("price", 'the columns are "age", "height", "sold"'),
    ],
)
def test_a_name_that_is_no_column_is_refused(refusal, name, mend):
    words = f'"{name}", which is no column of the file; {mend}'
    assert refusal(rows(), name) == f"label is {words}"
    assert refusal(rows(), ignore=[name]) == f"ignore holds {words}"


def test_a_short_name_is_found_too(refusal):
    lines = column(str, "a", column(lambda k: k * k, "b"))
    for name in ("A", " a", "   A  "):
        assert refusal(lines, name).endswith('did you mean "a"?')


TWO_WORDS = (
    "in this column of the file write 1 in place of the one that you want to foresee, and 0 in "
    "place of the other"
)
FORMULA = (
    "choose what is to count as 1, and in the spreadsheet fill a new column, with a name, by a "
    'formula such as {}; make that the label, and try ignore=["sold"]'
)


@pytest.mark.parametrize(
    "text, problem",
    [
        (
            lambda k: ["yes", "no"][k % 2],
            f'line 2, column "sold": "yes"{HOLDS}"yes", "no"; {TWO_WORDS}',
        ),
        (
            lambda k: 1 + k % 2,
            f'line 3, column "sold": "2"{HOLDS}"1", "2"; {TWO_WORDS}',
        ),
        (
            lambda k: "abc"[k % 3],
            f'line 2, column "sold": "a"{HOLDS}"a", "b", "c"; ' + FORMULA.format('=IF(C2="a",1,0)'),
        ),
        (
            lambda k: k / 2,
            f'line 3, column "sold": "0.5"{HOLDS}"0.0", "0.5", "1.0", "1.5", "2.0" and 35 more; '
            + CORRECT,
        ),
        (
            lambda k: 5 + k / 2,
            f'line 2, column "sold": "5.0"{HOLDS}"5.0", "5.5", "6.0", "6.5", "7.0" and 35 more; '
            + FORMULA.format("=IF(C2>14.75,1,0)"),
        ),
        (
            lambda k: 1 + k % 3,
            f'line 3, column "sold": "2"{HOLDS}"1", "2", "3"; ' + FORMULA.format("=IF(C2>2,1,0)"),
        ),
        (
            lambda k: "maybe" if k == 7 else k % 2,
            f'line 9, column "sold": "maybe"{HOLDS}"0", "1", "maybe"; {CORRECT}',
        ),
        (
            lambda k: "inf" if k == 7 else k % 2,
            f'line 9, column "sold": "inf"{HOLDS}"0", "1", "inf"; {CORRECT}',
        ),
        (
            lambda k: 1,
            'the label "sold" is 1 in every row, expected both 0 and 1; add rows of the other '
            "class",
        ),
        (
            lambda k: 0,
            'the label "sold" is 0 in every row, expected both 0 and 1; add rows of the other '
            "class",
        ),
    ],
)
def test_a_label_that_is_not_0_and_1_is_refused(refusal, text, problem):
    assert refusal(label(text)) == problem


def test_the_formula_is_the_spreadsheets_own(refusal):
    lines = swapped(swapped(label(lambda k: 5 + k / 2)), ".,")
    options = {"separator": ";", "decimal": ","}
    assert "=IF(C2>14,75;1;0)" in refusal(lines, **options)
    wide = [",".join(f"c{k}" for k in range(28)), *(",".join([f"{k * k}"] * 28) for k in range(40))]
    for k, letter in [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB")]:
        lines = [",".join(["5", *line.split(",")[1:]]) for line in wide[1:]]
        lines = [wide[0], *(cell(1, k, str(5 + n), [line])[0] for n, line in enumerate(lines))]
        assert f"=IF({letter}2>24.5,1,0)" in refusal(lines, f"c{k}")


def test_0_and_1_may_be_written_with_decimals(read):
    table = read(label(lambda k: ["0.0", "1.00", "-0", "+1"][k % 4]), by_time=True)
    np.testing.assert_array_equal(np.hstack([table.Y_train, table.Y_test])[0], [0, 1] * 20)
    assert not np.signbit(table.Y_train).any()


def test_ignoring_the_label_or_all_is_refused(refusal):
    words = '"sold" is the label, but ignore holds it; take it out there'
    assert refusal(rows(), ignore=["sold"]) == words
    words = "no column is left to learn from, expected one or more beside the label"
    assert refusal(rows(), ignore=["age", "height"]) == words
