"""A learner's own CSV file: right numbers out of a right one, a clear refusal of every other."""

import csv
import gzip
import io
import re
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from classroom.datasets.csv_rows import split_rows
from classroom.datasets.own_table import OwnTable, own_table
from classroom.datasets.words import letters

SAVE_AS = 'open it in a spreadsheet, choose "Save as" and there "CSV UTF-8"'


def rows(n=40):
    """Return the lines of a good file: three columns, two in five rows are of class 1."""
    return ["age,height,sold", *(f"{20 + k},{k * 37 % 50}.5,{k * 7 % 5 // 3}" for k in range(n))]


def numbers(lines):
    """Return the lines' numbers in the course's shape, the label last."""
    return np.array([line.split(",") for line in lines[1:]], float).T


def cell(line, column, text, lines=None):
    """Return the lines with another text in this cell; lines count from 1, columns from 0."""
    lines = list(lines or rows())
    cells = lines[line - 1].split(",")
    cells[column] = text
    lines[line - 1] = ",".join(cells)
    return lines


def column(text, name="x", lines=None):
    """Return the lines with one more column in front: text(k) in the row k."""
    lines = lines or rows()
    return [f"{name},{lines[0]}", *(f"{text(k)},{line}" for k, line in enumerate(lines[1:]))]


def label(text):
    """Return the lines with other labels: text(k) in the row k."""
    return ["age,height,sold", *(f"{20 + k},{k * 37 % 50}.5,{text(k)}" for k in range(40))]


def swapped(lines, signs=",;"):
    return [line.replace(*signs) for line in lines]


@pytest.fixture
def write(tmp_path):
    """Return a function that writes lines, text or bytes to a file in a folder called secret."""

    def write(content, name="prices.csv"):
        path = tmp_path / "secret" / name
        path.parent.mkdir(exist_ok=True)
        if isinstance(content, list):
            content = "\n".join(content) + "\n"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def refusal(write, capsys):
    """Return a function that gives the problems, as one text, for which a file is refused."""

    def refusal(content, label="sold", **options):
        with pytest.raises(ValueError) as caught:
            own_table(write(content), label, **options)
        message = str(caught.value)
        start = "prices.csv cannot be used as it is:"
        assert message.startswith(start) and "secret" not in message
        assert capsys.readouterr().out == ""
        return message.removeprefix(start).removeprefix(" ")

    return refusal


@pytest.fixture
def read(write):
    def read(content, label="sold", report=None, **options):
        return own_table(write(content), label, report=report, **options)

    return read


# Right files


@pytest.mark.parametrize("test_size", [0.1, 0.2, 0.35, 0.5])
@pytest.mark.parametrize("seed", [0, 42])
def test_the_numbers_are_those_computed_by_hand(read, test_size, seed):
    table = read(rows(), test_size=test_size, split_seed=seed)
    *X, y = numbers(rows())
    parts = train_test_split(np.array(X).T, y, test_size=test_size, stratify=y, random_state=seed)
    X_train, X_test, y_train, y_test = parts[0].T, parts[1].T, parts[2][None], parts[3][None]
    mean = (X_train.sum(axis=1) / X_train.shape[1])[:, None]
    spread = np.sqrt(((X_train - mean) ** 2).sum(axis=1) / X_train.shape[1])[:, None]
    np.testing.assert_allclose(table.mean, mean, rtol=1e-14)
    np.testing.assert_allclose(table.spread, spread, rtol=1e-14)
    np.testing.assert_allclose(table.X_train, (X_train - mean) / spread, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(table.X_test, (X_test - mean) / spread, rtol=1e-12, atol=1e-14)
    np.testing.assert_array_equal(table.Y_train, y_train)
    np.testing.assert_array_equal(table.Y_test, y_test)


def test_shapes_types_and_names(read):
    table = read(rows())
    assert isinstance(table, OwnTable) and table.names == ("age", "height")
    assert table._fields[:4] == ("X_train", "Y_train", "X_test", "Y_test")
    shapes = [array.shape for array in (*table[:4], table.mean, table.spread)]
    assert shapes == [(2, 32), (1, 32), (2, 8), (1, 8), (2, 1), (2, 1)]
    assert all(array.dtype == np.float64 for array in (*table[:4], table.mean, table.spread))
    assert all(array.flags.c_contiguous for array in table[:4])
    assert isinstance(table.notes, tuple)


def test_both_parts_have_the_same_share_of_each_class(read):
    table = read(rows(100), test_size=0.2)
    assert table.Y_train.sum() == 32 and table.Y_test.sum() == 8


def test_a_seed_gives_the_same_split_again_and_another_one_another(read):
    first, again, other = (read(rows(), split_seed=seed) for seed in (7, 7, 8))
    np.testing.assert_array_equal(first.X_train, again.X_train)
    assert not np.array_equal(first.X_train, other.X_train)


@pytest.mark.parametrize("test_size, m_test", [(0.2, 8), (0.21, 9), (0.5, 20)])
def test_by_time_the_last_rows_are_the_test_and_the_order_is_kept(read, test_size, m_test):
    table = read(rows(), by_time=True, test_size=test_size)
    *X, y = numbers(rows())
    X_train, X_test = np.array(X)[:, :-m_test], np.array(X)[:, -m_test:]
    np.testing.assert_allclose(table.X_train * table.spread + table.mean, X_train, atol=1e-12)
    np.testing.assert_allclose(table.X_test * table.spread + table.mean, X_test, atol=1e-12)
    np.testing.assert_array_equal(np.hstack([table.Y_train, table.Y_test])[0], y)
    np.testing.assert_allclose(table.mean[:, 0], X_train.mean(axis=1))
    np.testing.assert_allclose(table.spread[:, 0], X_train.std(axis=1))
    how = f"{40 - m_test} rows are for training and {m_test} for the test, the last ones of the"
    assert any(note.startswith(how) for note in table.notes)


def test_scaling_looks_at_the_training_part_only(read):
    table = read(cell(41, 0, "5000"), by_time=True)
    np.testing.assert_allclose(table.X_train.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(table.X_train.std(axis=1), 1)
    assert table.mean[0, 0] == 35.5 and table.X_test[0, -1] > 100


@pytest.mark.parametrize(
    "content, options",
    [
        ("\ufeff" + "\n".join(rows()), {}),
        ("\r\n".join(rows()), {}),
        ("\r".join(rows()), {}),
        ("\n".join(swapped(rows())), {"separator": ";"}),
        ("\n".join(swapped(rows(), ",\t")), {"separator": "\t"}),
        ("\n".join(swapped(rows(), ",|")), {"separator": "|"}),
        (swapped(swapped(rows()), ".,"), {"separator": ";", "decimal": ","}),
        ([line.replace(",", " , ") for line in rows()], {}),
        (['"' + line.replace(",", '", "') + '"' for line in rows()], {}),
        ([*rows()[:1], *(f"+{line[:-1]}{line[-1]}.0" for line in rows()[1:])], {}),
        ([*rows()[:1], *(f"{line[0]}{line[1:2]}e0{line[2:]}" for line in rows()[1:])], {}),
        (rows()[:5] + ["", "   ", ",,", '"",'] + rows()[5:] + ["", ""], {}),
        (column(lambda k: f"Anna {k}"), {"ignore": ["x"]}),
        (column(lambda k: ""), {"ignore": ("x",)}),
        (column(lambda k: "3"), {"ignore": {"x"}}),
    ],
)
def test_the_same_numbers_written_otherwise_give_the_same_result(read, content, options):
    plain, other = read(rows()), read(content, **options)
    for a, b in zip(plain[:-1], other[:-1], strict=True):
        np.testing.assert_array_equal(a, b)


def test_the_order_of_columns_is_the_files_and_the_label_may_stand_anywhere(read):
    turned = [",".join(line.split(",")[::-1]) for line in rows()]
    table = read(turned)
    assert table.names == ("height", "age")
    np.testing.assert_array_equal(table.X_train, read(rows()).X_train[::-1])


def test_a_path_may_be_text(write):
    assert own_table(str(write(rows())), "sold", report=None).names == ("age", "height")


def test_nothing_given_is_changed_and_the_file_stays(write):
    path, ignore = write(column(str)), ["x"]
    before = path.read_bytes()
    own_table(path, "sold", ignore=ignore, report=None)
    assert ignore == ["x"] and path.read_bytes() == before


# What is said


def test_all_notes_in_their_order(read, capsys):
    lines = column(lambda k: f"Anna {k}", "name") + ["", ",,,"]
    for line in (3, 8, 9, 12, 20, 31, 40):
        lines = cell(line, 1 + line % 3, ["", "NA"][line % 2], lines)
    heard = []
    table = read(lines, missing="drop", ignore=["name"], report=heard.append)
    assert table.notes == (
        "prices.csv: 40 rows and 4 columns were read.",
        "Skipped: 2 blank lines.",
        'Left out: "name".',
        "Dropped for missing cells: 7 of 40 rows (lines 3, 8, 9, 12, 20 and 2 more).",
        'The label is "sold": 19 rows with 0, 14 with 1.',
        'To learn from: 2 columns, "age", "height".',
        "26 rows are for training and 7 for the test, drawn at random with split_seed=42.",
    )
    assert heard == list(table.notes) and capsys.readouterr().out == ""


def test_notes_are_printed_unless_silence_is_asked_for(write, capsys):
    table = own_table(write(rows()), "sold")
    assert capsys.readouterr().out == "\n".join(table.notes) + "\n"
    assert own_table(write(rows()), "sold", report=None).notes == table.notes
    assert capsys.readouterr().out == ""
    assert "secret" not in " ".join(table.notes)


@pytest.mark.parametrize(
    "content, note",
    [
        (rows(), "Dropped for missing cells: 0 of 40 rows."),
        (cell(41, 1, "?"), "Dropped for missing cells: 1 of 40 rows (line 41)."),
        (cell(41, 2, "?"), "Dropped for missing cells: 1 of 40 rows (line 41)."),
        (
            cell(2, 0, "", cell(3, 0, "", cell(4, 0, "", cell(5, 0, "", cell(6, 0, ""))))),
            "Dropped for missing cells: 5 of 40 rows (lines 2, 3, 4, 5, 6).",
        ),
        (rows() + [""], "Skipped: 1 blank line."),
    ],
)
def test_what_is_dropped_or_skipped_is_said(read, content, note):
    assert note in read(content, missing="drop").notes


def test_nothing_is_said_of_what_did_not_happen(read):
    assert not [n for n in read(rows()).notes if n.startswith(("Drop", "Skip", "Left", "Take"))]


@given(
    gaps=st.dictionaries(st.integers(0, 59), st.integers(0, 2), max_size=7),
    blank=st.lists(st.integers(1, 60), max_size=6),
    by_time=st.booleans(),
    test_size=st.sampled_from([0.25, 0.4]),
)
def test_nothing_is_lost_silently(tmp_path_factory, gaps, blank, by_time, test_size):
    lines = rows(60)
    for row, place in gaps.items():
        lines = cell(row + 2, place, "", lines)
    for place in sorted(blank, reverse=True):
        lines.insert(place, "")
    path = tmp_path_factory.getbasetemp() / "lost.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    table = own_table(
        path, "sold", missing="drop", by_time=by_time, test_size=test_size, report=None
    )
    m_train, m_test = table.X_train.shape[1], table.X_test.shape[1]
    assert m_train + m_test + len(gaps) == 60
    assert table.Y_train.shape == (1, m_train) and table.Y_test.shape == (1, m_test)
    notes = " ".join(table.notes)
    assert "60 rows and 3 columns were read" in notes
    assert f"Dropped for missing cells: {len(gaps)} of 60 rows" in notes
    assert f"{m_train} rows are for training and {m_test} for the test" in notes
    assert ("Skipped" in notes) == bool(blank)
    ages = np.hstack([table.X_train, table.X_test])[0] * table.spread[0] + table.mean[0]
    expected = [20.0 + row for row in range(60) if row not in gaps]
    np.testing.assert_allclose(np.sort(ages), expected)


def test_a_column_that_alone_tells_the_label_is_pointed_at(read):
    note = (
        'Take care: the column "x" alone tells the label in every row. Was the label made from it, '
        'or is it known only afterwards? If so, try ignore=["x"].'
    )
    *_, sold = numbers(rows())
    for sign in (1, -1):
        told = column(lambda k, sign=sign: sign * (100 * sold[k] + k))
        assert note in read(told).notes
        assert note not in read(cell(2, 0, str(sign * 150), told)).notes  # one row is otherwise


def test_thousands_read_as_decimals_are_pointed_at(read):
    options = {"separator": ";", "decimal": ","}
    prices = column(lambda k: f"{1 + k % 7},{100 + k}".replace(",", "~"))
    prices = [line.replace(",", ";").replace(".", ",").replace("~", ",") for line in prices]
    [note] = [note for note in read(prices, **options).notes if "marks thousands" in note]
    assert note == (
        'Take care: in the column "x", "1,100" was read as 1.1. If the "," marks thousands, take '
        "it out in the file."
    )
    for cell_ in ("0,139", "5,1395", "5,13"):  # thousands are written otherwise
        other = [*prices[:-1], prices[-1].replace("5,139", cell_)]
        assert not any("marks thousands" in note for note in read(other, **options).notes)


@given(
    separator=st.sampled_from([";", "\t", "|", ","]),
    cells=st.lists(st.integers(1000, 99_999), min_size=40, max_size=40, unique=True),
    small=st.sets(st.integers(0, 39), max_size=30),
)
def test_thousands_points_in_a_file_without_commas_are_told(
    tmp_path_factory, separator, cells, small
):
    def price(k):
        return cells[k] % 1000 if k in small else f"{cells[k] // 1000}.{cells[k] % 1000:03}"

    path = tmp_path_factory.getbasetemp() / "thousands.csv"
    path.write_text("\n".join(swapped(column(price), "," + separator)), encoding="utf-8")
    table = own_table(path, "sold", separator=separator, report=None)
    told = [note for note in table.notes if 'If the "." marks thousands' in note]
    assert len(told) == (separator != ",")
    assert all('in the column "x"' in note for note in told)


def test_three_digits_after_every_comma_do_not_make_it_a_decimal_comma(refusal):
    tabs = ["price\tsold", *(f"{k % 7},{100 + k}\t{k % 2}" for k in range(40))]
    assert refusal(tabs).endswith('expected one for each column; try separator="\\t"')
    tabs[5] = "1,5\t0"
    assert refusal(tabs).endswith('try separator="\\t", decimal=","')


def test_a_title_with_separators_after_it_is_told_from_names(refusal):
    assert refusal(["Bus log 2024,,", *rows()]) == (
        'line 1 holds a single name, "Bus log 2024", expected one for each column; if it is a '
        "title, delete that line in the file"
    )


def test_codes_for_not_known_are_pointed_at(read):
    def income(k):
        return {15: 999999, 20: 999999}.get(k, 30000 + 7 * k * k)

    note = (
        'Take care: line 17, column "x": 999999 (and 1 more like it), far from all others: a code '
        'for "not known"? If so, empty such cells in the file and try missing="drop".'
    )
    assert read(column(income)).notes[-1] == note


@pytest.mark.parametrize(
    "value, strange",
    [
        (10_600, True),  # the median is 21.5, half of the others lie within 10.5 of it
        (10_500, False),
        (-10_600, True),
        (-10_400, False),
        (999, True),
        (-999, True),
        (9999, True),
        (998, False),
        (99, False),
    ],
)
def test_how_far_is_too_far(read, value, strange):
    notes = read(column(lambda k: value if k == 7 else k + (k > 19))).notes
    assert any("line 9" in note for note in notes) == strange
    assert len([note for note in notes if note.startswith("Take care")]) == strange


@pytest.mark.parametrize(
    "value, step, strange",
    [
        (999, 8, True),  # 10.4 times as far as is usual
        (999, 9, False),  # 9.05 times
        (998, 8, False),
        (99, 0.125, False),  # 77 times: of two digits, nines are numbers like others
    ],
)
def test_nines_are_suspect_earlier(read, value, step, strange):
    notes = read(column(lambda k: value if k == 7 else k * step)).notes
    assert notes[-1].startswith("Take care") == strange


def test_a_code_is_seen_in_a_column_that_mostly_stays_the_same(read):
    texts = {3: "1", 4: "2", 30: "3", 9: "99999"}
    assert "line 11" in read(column(lambda k: texts.get(k, "0"))).notes[-1]


def test_lines_are_right_also_after_dropped_rows(read):
    lines = cell(4, 0, "", column(lambda k: 99999 if k == 15 else k * k))
    assert "line 17" in read(lines, missing="drop").notes[-1]


@pytest.mark.parametrize(
    "text, numbers_rows",
    [
        (lambda k: k, True),
        (lambda k: k + 1, True),
        (lambda k: k + 2000, False),
        (lambda k: 2 * k, False),
        (lambda k: k + (k == 39), False),
    ],
)
def test_row_numbers_are_pointed_at(read, text, numbers_rows):
    note = (
        'Take care: the column "x" seems to number the rows, which tells nothing about a new one; '
        'if so, try ignore=["x"].'
    )
    assert (note in read(column(text)).notes) == numbers_rows
    assert (note in read(cell(4, 1, "", column(text)), missing="drop").notes) == numbers_rows


def test_equal_columns_are_pointed_at(read):
    table = read(column(lambda k: f"{20 + k}.0"))
    assert table.notes[-1] == (
        'Take care: the columns "x" and "age" are the same; one is enough, try ignore=["age"].'
    )
    signs = column(lambda k: "-0" if k < 9 else k, "y", column(lambda k: "0" if k < 9 else k))
    assert 'the columns "y" and "x" are the same' in read(signs).notes[-1]


def test_more_columns_than_training_rows_are_pointed_at(read):
    def wide(n):
        width = range(n - 1)
        names = ",".join(f"c{j}" for j in width)
        return column(
            lambda k: ",".join(str((k + 3) ** 2 * (j + 2) ** 3 % 101) for j in width),
            names,
            rows(20),
        )

    note = "Take care: 17 columns, but only 16 training rows; so few can be learnt by heart."
    assert note in read(wide(16)).notes
    assert not [note for note in read(wide(15)).notes if "by heart" in note]


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
            "line with a name for each column above it, or name them in the call, such as "
            'names=["column 1", "column 2", "column 3"]',
        ),
        (
            ["age,,sold", *rows()[1:]],
            {},
            "column 2 has no name; give it a name in the file, or leave it out with "
            'ignore=["column 2"]',
        ),
        (
            ["", "sold,age, sold", *rows()[1:]],
            {},
            'line 2: columns 1 and 3 have the same name, "sold"; rename all but one',
        ),
        (
            ["a,a,,b,b,", "1,2"],
            {},
            '\n1. line 1: columns 1 and 2 have the same name, "a"; rename all but one'
            '\n2. line 1: columns 4 and 5 have the same name, "b"; rename all but one'
            "\n3. line 2 has 2 cells, expected 6, one for each name; look there for a missing or "
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
    assert refusal(both, None).endswith(
        'Only 0 and 1 are in "new", "sold": which of them do you want to foresee? Try label="new" '
        'or label="sold"'
    )
    words = label(lambda k: ["late", "in time"][k % 2])
    assert refusal(words, None).endswith(
        'None holds only 0 and 1, but two kinds are in "sold": try label="sold" to read how to '
        "mend it"
    )
    for text in (lambda k: k % 2, lambda k: "ab"[k % 2]):
        nameless = refusal(column(text, ""), None)
        assert nameless.endswith('Only 0 and 1 are in "sold": try label="sold"')
        left_out = refusal(column(text, "x"), None, ignore=["x"])
        assert left_out.endswith('Only 0 and 1 are in "sold": try label="sold"')
    many = column(lambda k: ",".join("01"[(k >> j) % 2] for j in range(4)), "a,b,c,d")
    assert refusal(many, None).endswith('Try label="a" or label="b" or label="c" or another')
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
HOLDS = ", but a label is 0 or 1; the column holds "
FORMULA = (
    "choose what is to count as 1, and in the spreadsheet fill a new column, with a name, by a "
    'formula such as {}; make that the label, and try ignore=["sold"]'
)
CORRECT = 'correct such cells in the file, or empty them and try missing="drop"'


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
            + FORMULA.format("=IF(C2>9.75,1,0)"),
        ),
        (
            lambda k: k % 5,
            f'line 4, column "sold": "2"{HOLDS}"0", "1", "2", "3", "4"; '
            + FORMULA.format("=IF(C2>0,1,0)"),
        ),
        (
            lambda k: "one",
            'the label "sold" is one in every row, expected both 0 and 1; add rows of the other '
            "class",
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


# The cells


@pytest.mark.parametrize(
    "text", ["", "  ", "NA", "n/a", "N/A", "nan", "NaN", "NULL", "null", "None", "?", "-", "."]
)
@pytest.mark.parametrize("place", [0, 2])
def test_missing_cells_are_refused_or_dropped(refusal, read, text, place):
    lines = cell(9, place, text, cell(5, place, text))
    name = ["age", "height", "sold"][place]
    assert refusal(lines) == (
        f'cells are missing: 2 in "{name}" (first: line 5). Fill them in the file; or try '
        f'missing="drop", which leaves 38 of 40 rows'
    )
    dropped = read(lines, missing="drop")
    without = read([line for k, line in enumerate(rows(), 1) if k not in (5, 9)])
    for a, b in zip(dropped[:-1], without[:-1], strict=True):
        np.testing.assert_array_equal(a, b)


def test_missing_cells_of_many_columns_are_one_problem(refusal):
    lines = cell(7, 1, "", cell(4, 0, "", cell(6, 2, "")))
    assert refusal(lines) == (
        'cells are missing: 1 in "age" (first: line 4), 1 in "height" (first: line 7), 1 in "sold" '
        '(first: line 6). Fill them in the file; or try missing="drop", which leaves 37 of 40 rows'
    )


def test_missing_cells_that_leave_too_few_rows(refusal):
    lines = column(lambda k: "" if k > 18 else k)
    where = '21 in "x" (first: line 21)'
    leave = '; or leave out columns with ignore=["x"]'
    assert refusal(lines) == f"cells are missing: {where}. Fill them in the file{leave}"
    assert refusal(lines, missing="drop") == (
        "19 rows can be used, expected at least 20 once those with missing cells are dropped: "
        f"{where}; collect more{leave}"
    )


def test_dropping_is_advised_if_it_leaves_enough_rows(refusal):
    assert 'missing="drop", which leaves 20 of 21 rows' in refusal(cell(4, 0, "", rows(21)))
    assert "drop" not in refusal(cell(4, 0, "", rows(20)))


def test_leaving_out_columns_is_advised_if_any_would_be_left(refusal):
    def holes(number, lines):
        for line in range(2, 2 + number):
            lines = cell(line, line % 2, "", lines)
        return lines

    leave = 'which leaves 35 of 40 rows; or leave out columns with ignore=["x", "age"]'
    assert refusal(holes(5, column(str))).endswith(leave)
    assert refusal(holes(4, column(str))).endswith("which leaves 36 of 40 rows")
    assert "ignore" not in refusal(holes(5, rows()))


def test_the_emptiest_columns_are_named_where_all_have_gaps(refusal):
    lines = column(lambda k: "" if k % 2 or k == 4 else k)
    lines = cell(4, 1, "", cell(6, 2, "", lines))
    assert refusal(lines).endswith(
        'Fill them in the file; or leave out the columns that are mostly empty with ignore=["x"]'
    )


def test_a_label_all_of_whose_cells_are_missing_is_refused(refusal):
    lines = label(lambda k: "")
    assert '40 in "sold" (first: line 2)' in refusal(lines)
    assert refusal(lines, missing="drop").startswith("0 rows can be used")


def test_a_class_that_is_gone_with_the_dropped_rows_is_noticed(refusal):
    lines = label(lambda k: k % 2)
    for k in range(1, 40, 2):
        lines = cell(k + 2, 0, "", lines)
    assert "its 20 rows (20 with 0, 0 with 1) cannot be split" in refusal(lines, missing="drop")


@pytest.mark.parametrize(
    "text, decimal, advice",
    [
        ("Anna", ".", "write numbers in their place"),
        ("12o", ".", "write numbers in their place"),
        ('"1,5"', ".", 'if the "," marks decimals, try decimal=","'),
        ('"-1,5e3"', ".", 'if the "," marks decimals, try decimal=","'),
        (
            '"1,234"',
            ".",
            'if the "," marks thousands, take it out in the file; if it marks decimals, try '
            'decimal=","',
        ),
        (
            "1.234",
            ",",
            'if the "." marks thousands, take it out in the file; if it marks decimals, try '
            'decimal="."',
        ),
        ("1.5", ",", 'if the "." marks decimals, try decimal="."'),
        ("1 234", ".", "write thousands without gaps, such as 1234"),
        ("1'234.5", ".", "write thousands without gaps, such as 1234"),
        ("25 %", ".", "write percentages without the sign, 25 for 25%"),
        ("2.5%", ".", "write percentages without the sign, 25 for 25%"),
        ("$3.50", ".", "write amounts of money without the sign"),
        ("3 €", ".", "write amounts of money without the sign"),
        (
            "2020-01-31",
            ".",
            "a date is no number: write what matters of it, such as the month, as a number",
        ),
        (
            "1/31/20 12:00",
            ".",
            "a date is no number: write what matters of it, such as the month, as a number",
        ),
        (
            "31.1.2020",
            ".",
            "a date is no number: write what matters of it, such as the month, as a number",
        ),
        ("True", ".", "write 1 for true or yes and 0 for false or no"),
        ("no", ".", "write 1 for true or yes and 0 for false or no"),
        ("1_000", ".", "write numbers without underscores, with the digits 0 to 9"),
        ("١٢", ".", "write numbers without underscores, with the digits 0 to 9"),
        ("\u22125", ".", "write minus with the - of the keyboard"),
        ("#DIV/0!", ".", "the spreadsheet could not work them out: mend the formulas there"),
        ("12 cm", ".", "write numbers without units, 12 for 12 cm"),
        ("21.5°C", ".", "write numbers without units, 12 for 12 cm"),
        ("12.5kg", ".", "write numbers without units, 12 for 12 cm"),
    ],
)
def test_text_is_refused_with_the_advice_that_fits(refusal, text, decimal, advice):
    options = {"decimal": decimal, "separator": "," if decimal == "." else ";"}
    lines = [f"x{options['separator']}{line}" for line in rows()]
    lines = rows() if decimal == "." else swapped(swapped(rows()), ".,")
    shown = text.strip('"')

    def with_texts(fits):
        sep = options["separator"]
        return [
            f"x{sep}{lines[0]}",
            *(f"{text if fits(k) else k}{sep}{line}" for k, line in enumerate(lines[1:])),
        ]

    end = '; or leave the column out with ignore=["x"]'
    assert refusal(with_texts(lambda k: k > 2), **options) == (
        f'line 5, column "x": "{shown}" is no number (37 of 40 cells in this column); {advice}{end}'
    )
    # Where most cells are right, so is `decimal`.
    other = "," if decimal == "." else "."
    advice = advice.replace(f'try decimal="{other}"', f'write "{decimal}" there')
    assert refusal(with_texts(lambda k: k == 9), **options) == (
        f'line 11, column "x": "{shown}" is no number (1 of 40 cells in this column); '
        f'{advice}, or empty these cells and try missing="drop"{end}'
    )


FIRST_KIND = '=IF(A2="kind 0",1,0)'


def test_two_words_become_0_and_1(refusal):
    lines = column(lambda k: ["male", "female"][k % 2])
    advice = '; write 0 for female and 1 for male; or leave the column out with ignore=["x"]'
    assert refusal(lines).endswith(advice)
    assert "write 0 for" not in refusal(cell(4, 0, "3", lines))


def test_advice_is_given_only_if_it_fits_all_cells(refusal):
    lines = column(lambda k: "25%" if k % 2 else f"many {k}")
    assert "(40 of 40 cells in this column); write numbers in their place; or" in refusal(lines)


@pytest.mark.parametrize(
    "kinds, advice",
    [
        (1, "nothing can be learnt from a column that is always the same"),
        (3, "make a column of 0 and 1, with a name, for each kind, by a formula such as {}"),
        (10, "make a column of 0 and 1, with a name, for each kind, by a formula such as {}"),
        (
            11,
            "put its 11 kinds into a few groups first, then make a column of 0 and 1, with a "
            "name, for each group",
        ),
        (20, "put its 20 kinds into a few groups first, then make a column of 0 and 1"),
        (21, "write numbers in their place"),
    ],
)
def test_kinds_are_not_put_into_an_order(refusal, kinds, advice):
    message = refusal(column(lambda k: f"kind {k % kinds}"))
    assert f"(40 of 40 cells in this column); {advice.format(FIRST_KIND)}" in message
    gaps = refusal(column(lambda k: "" if k % 40 == 39 else f"kind {k % kinds}"))
    assert "for each" not in gaps or "for each" in message


@pytest.mark.parametrize("number, few", [(19, True), (20, False)])
def test_dropping_is_advised_for_text_in_less_than_half_of_the_rows(refusal, number, few):
    message = refusal(column(lambda k: "12o" if k < number else k))
    assert ("empty these cells" in message) == few


def test_a_long_text_is_cut_short(refusal):
    message = refusal(column(lambda k: "long" * 30))
    assert f'"{"long" * 9}lon…" is no number' in message
    assert f'"{"m" * 40}" is no number' in refusal(column(lambda k: "m" * 40))


@pytest.mark.parametrize("text", ["inf", "-Infinity", "1e999", "1.1e100", "-1e200"])
def test_infinite_and_huge_numbers_are_refused(refusal, text):
    lines = column(lambda k: text if k in (5, 8) else k)
    assert refusal(lines) == (
        f'line 7, column "x": "{text}" is infinite or too large to reckon with (2 such cells); '
        'correct the file; or leave the column out with ignore=["x"]'
    )


def test_a_column_of_infinities_is_one_problem(refusal):
    assert refusal(column(lambda k: "inf")).startswith('line 2, column "x": "inf" is infinite')


def test_the_largest_and_smallest_numbers_are_scaled(read, refusal):
    table = read(column(lambda k: f"{k % 2 * 2 - 1}e{100 - k % 3}"))
    assert all(np.isfinite(array).all() for array in table[:4])
    assert read(column(lambda k: f"{k}e-98")).X_train.std() == pytest.approx(1)
    for tiny in ("e-200", "e-160"):
        message = refusal(column(lambda k, tiny=tiny: f"{k + 1}{tiny}"))
        assert "training rows, or numbers too close to it; leave it out" in message


# The columns


@pytest.mark.parametrize("text, shown", [("3", "3"), ("0.1", "0.1"), ("1234567.5", "1234567.5")])
def test_a_column_that_never_varies_is_refused(refusal, text, shown):
    problem = (
        f'column "x" holds {shown} in every row, from which nothing can be learnt; leave it out '
        'with ignore=["x"]'
    )
    assert refusal(column(lambda k: text)) == problem
    gap = column(lambda k: "" if k == 3 else text)
    assert problem.replace("every row", "each filled cell") in refusal(gap)
    assert problem in refusal(gap, missing="drop")
    assert problem in refusal(
        cell(5, 1, "", column(lambda k: 4 if k == 3 else text)), missing="drop"
    )


@pytest.mark.parametrize("m_test", [8, 10, 12])
def test_a_column_that_varies_only_in_the_test_rows_is_refused(refusal, m_test):
    lines = column(lambda k: k if k >= 40 - m_test else "0.1")
    assert refusal(lines, by_time=True, test_size=m_test / 40) == (
        f'column "x" holds 0.1 in all {40 - m_test} training rows, or numbers too close to it; '
        'leave it out with ignore=["x"]'
    )


@pytest.mark.parametrize(
    "codes, turned",
    [
        ("01", ""),
        ("10", ", the other way round"),
        ("12", ""),
        ("93", ", the other way round"),
    ],
)
def test_a_column_that_tells_the_label_is_refused(refusal, codes, turned):
    lines = column(lambda k: codes[k * 7 % 5 // 3])
    problem = (
        f'column "x" is the label "sold" over again{turned}: it would give the answer away; leave '
        'it out with ignore=["x"]'
    )
    assert refusal(lines) == problem
    gaps = cell(5, 1, "", cell(9, 0, "", lines))
    gaps = cell(7, 3, "", cell(4, 3, "", gaps))
    assert problem in refusal(gaps) and refusal(gaps, missing="drop") == problem
    assert problem in refusal(cell(7, 3, "2", lines))


def test_a_column_that_tells_the_label_nearly_is_not_refused(read):
    assert "x" in read(column(lambda k: 1 - k * 7 % 5 // 3 if k == 3 else k * 7 % 5 // 3)).names
    assert "x" in read(column(lambda k: k * 7 % 5 // 3 + (k == 3))).names


# The split


def test_too_few_rows_are_refused(refusal, read):
    assert refusal(rows(19)) == "19 rows can be used, expected at least 20; collect more"
    assert "2. 1 row can be used, expected at least 20; collect more" in refusal(rows(1))
    few = column(lambda k: 3, "three", column(lambda k: k * 7 % 5 // 3, lines=rows(19)))
    assert refusal(few) == "19 rows can be used, expected at least 20; collect more"
    assert "can be used" not in refusal([*rows(19), "1,2"])
    assert "19 rows can be used" in refusal([*rows(18), "1,2"])
    assert read(rows(20)).X_train.shape == (2, 16)


SPLIT = "expected 2 or more of each class for training and 1 or more for the test"


@pytest.mark.parametrize("ones", [1, 2, 39, 38])
def test_too_few_rows_of_a_class_are_refused(refusal, ones):
    assert refusal(label(lambda k: int(k < ones))) == (
        f"with test_size=0.2 its 40 rows ({40 - ones} with 0, {ones} with 1) cannot be split; "
        f"{SPLIT}; try 0.2 or 0.3, or collect more rows of the rarer class"
    )


@pytest.mark.parametrize("test_size", [0.001, 0.97, 0.99, 0.9999999])
def test_a_share_that_leaves_too_few_rows_is_refused(refusal, test_size):
    message = refusal(rows(), test_size=test_size)
    assert message.startswith(f"with test_size={test_size} its 40 rows (24 with 0, 16 with 1) cann")


def test_two_test_rows_are_enough(read):
    table, y = read(rows(), test_size=0.05), numbers(rows())[-1]
    _, test = train_test_split(np.arange(40), test_size=0.05, stratify=y, random_state=42)
    ages = table.X_test[0] * table.spread[0] + table.mean[0]
    np.testing.assert_allclose(ages, 20.0 + test)


def test_three_rows_of_a_class_are_enough(read):
    table = read(label(lambda k: int(k < 3)), test_size=0.3)
    assert table.Y_train.sum() == 2 and table.Y_test.sum() == 1


@pytest.mark.parametrize(
    "text, counts",
    [
        (lambda k: int(k > 19), "20 rows with 0 and 12 with 1, the test part 0 and 8"),
        (lambda k: int(k < 20), "12 rows with 0 and 20 with 1, the test part 8 and 0"),
        (lambda k: int(k in (5, 35)), "31 rows with 0 and 1 with 1, the test part 7 and 1"),
        (lambda k: int(k > 35), "32 rows with 0 and 0 with 1, the test part 4 and 4"),
    ],
)
def test_by_time_both_parts_need_both_classes(refusal, text, counts):
    assert refusal(label(text), by_time=True) == (
        f"with test_size=0.2 the training part has {counts}; {SPLIT}; try another test_size, or "
        "by_time=False if the rows are in no order of time"
    )


def test_by_time_two_and_one_of_a_class_are_enough(read):
    assert read(label(lambda k: int(k in (5, 6, 35))), by_time=True).Y_train.sum() == 2


# Many problems at once


def test_all_problems_are_told_at_once(refusal):
    lines = column(lambda k: f"Anna {k}", "name", column(lambda k: 3, "three"))
    lines = cell(9, 3, "1e999", cell(6, 2, "", cell(7, 4, "maybe", lines)))
    lines.insert(4, "1,2,3")
    assert refusal(lines, ignore=["nme"]) == (
        "\n1. line 5 has 3 cells, expected 5, one for each name; look there for a missing or "
        'needless ",", or delete the line if it is no example'
        '\n2. ignore holds "nme", which is no column of the file; did you mean "name"?'
        '\n3. line 2, column "name": "Anna 0" is no number (40 of 40 cells in this column); write '
        'numbers in their place; or leave the column out with ignore=["name"]'
        '\n4. line 10, column "height": "1e999" is infinite or too large to reckon with (1 such '
        'cell); correct the file; or leave the column out with ignore=["height"]; '
        'without all such columns: ignore=["name", "height"]'
        f'\n5. line 8, column "sold": "maybe"{HOLDS}"0", "1", "maybe"; {CORRECT}'
        '\n6. cells are missing: 1 in "age" (first: line 7). Fill them in the file; or try '
        'missing="drop", which leaves 39 of 40 rows'
        '\n7. column "three" holds 3 in every row, from which nothing can be learnt; leave it out '
        'with ignore=["three"]'
    )


def test_what_is_ignored_already_is_in_each_advice(refusal, read):
    lines = column(lambda k: f"Anna {k}", "name", column(lambda k: "abc"[k % 3], "kind"))
    assert refusal(lines).endswith('without all such columns: ignore=["name", "kind"]')
    assert refusal(lines, ignore=["name"]).endswith('column out with ignore=["name", "kind"]')
    both = {"ignore": ("kind", "name")}
    holes = lines
    for line in range(3, 9):
        holes = cell(line, 2, "", holes)
    assert refusal(holes, **both).endswith('ignore=["name", "kind", "age"]')
    assert refusal(column(lambda k: 3, "three", lines), **both).endswith(
        'leave it out with ignore=["three", "name", "kind"]'
    )
    late = column(lambda k: k if k > 31 else 1, "late", lines)
    assert refusal(late, by_time=True, **both).endswith('ignore=["late", "name", "kind"]')
    twin = column(lambda k: 20 + k, "twin", lines)
    assert read(twin, **both).notes[-1].endswith('try ignore=["name", "kind", "age"].')
    other = [f"{line},{'abc'[k % 3] if k else 'which'}" for k, line in enumerate(lines)]
    assert refusal(other, "which", **both).endswith('ignore=["name", "kind", "which"]')


SIGNS = st.sampled_from([(",", "."), (";", ","), (";", "."), ("\t", ".")])
DAMAGE = st.sampled_from(list(",;\t|\"'\n\r .-+eE_#%$€01259naNiftyx\0\ufeffé\u2028٣"))


@given(
    damage=st.lists(st.tuples(st.integers(0, 330), DAMAGE, st.booleans()), min_size=1, max_size=12),
    name=st.sampled_from(["sold", "age", None]),
    missing=st.sampled_from(["refuse", "drop"]),
    written=SIGNS,
    asked=SIGNS,
)
def test_a_damaged_file_is_read_or_refused_in_words(
    tmp_path_factory, damage, name, missing, written, asked
):
    text = "\n".join(rows()).replace(",", written[0]).replace(".", written[1])
    for place, sign, replace in damage:
        text = text[:place] + sign + text[place + replace :]
    folder = tmp_path_factory.getbasetemp() / "secret"
    folder.mkdir(exist_ok=True)
    (folder / "prices.csv").write_bytes(text.encode())
    options = {"missing": missing, "separator": asked[0], "decimal": asked[1], "report": None}
    try:
        table = own_table(folder / "prices.csv", name, **options)
    except ValueError as error:
        assert str(error).startswith("prices.csv cannot be used as it is:")
        assert "secret" not in str(error)
    else:
        assert all(np.isfinite(array).all() for array in table[:4])


# The arguments


@pytest.mark.parametrize(
    "options, error, words",
    [
        (
            {"label": 3},
            TypeError,
            'label is 3, expected the name of a column, such as label="sold"',
        ),
        (
            {"ignore": "age"},
            TypeError,
            "ignore is 'age', expected a list .*; try ignore=\\[\"age\"]",
        ),
        ({"ignore": None}, TypeError, "ignore is None, expected a list of names of columns$"),
        ({"ignore": [0]}, TypeError, "ignore is \\[0], expected a list of names of columns$"),
        ({"names": "age"}, TypeError, "names is 'age', expected a list with a name for each colu"),
        ({"names": [1]}, TypeError, "names is \\[1], expected a list with a name for each column"),
        ({"names": ["a", ""]}, ValueError, 'names holds "", expected a name without blanks at'),
        ({"names": ["a", "b "]}, ValueError, 'names holds "b ", expected a name without blanks'),
        ({"names": ["a", "a"]}, ValueError, 'names holds "a" more than once; give each column'),
        ({"missing": "skip"}, ValueError, 'missing is \'skip\', expected "refuse" or "drop"'),
        ({"missing": None}, ValueError, "missing is None, expected"),
        ({"missing": np.array(["drop", "x"])}, ValueError, "missing is array"),
        ({"separator": ", "}, ValueError, 'separator is \', \', expected "," or ";" or '),
        ({"separator": ""}, ValueError, "separator is '', expected"),
        ({"separator": "a"}, ValueError, "separator is 'a', expected"),
        ({"separator": None}, ValueError, "separator is None, expected"),
        ({"decimal": "·"}, ValueError, 'decimal is \'·\', expected "." or ","'),
        ({"decimal": ","}, ValueError, 'separator and decimal are both .* try separator=";", dec'),
        ({"test_size": 0}, ValueError, "test_size is 0, expected a share .*; try 0.2"),
        ({"test_size": 1.0}, ValueError, "test_size is 1.0, expected a share of the rows"),
        ({"test_size": 20}, ValueError, "test_size is 20, expected a share of the rows"),
        ({"test_size": -0.2}, ValueError, "test_size is -0.2, expected a share of the rows"),
        ({"test_size": np.nan}, ValueError, "test_size is nan, expected a share of the rows"),
        ({"test_size": "0.2"}, TypeError, "test_size is '0.2', expected a number, such as 0.2"),
        ({"test_size": True}, TypeError, "test_size is True, expected a number"),
        ({"test_size": None}, TypeError, "test_size is None, expected a number"),
        ({"by_time": 1}, TypeError, "by_time is 1, expected True or False"),
        ({"by_time": "date"}, TypeError, "by_time is 'date', expected True or False"),
        ({"split_seed": -1}, ValueError, "seed is -1, expected a whole number, 0 or more"),
        ({"split_seed": None}, TypeError, "seed is None, expected a whole number, 0 or more"),
        ({"split_seed": 1.5}, TypeError, "seed is 1.5, expected a whole number, 0 or more"),
        ({"report": "yes"}, TypeError, "report is 'yes', expected a function such as print, or"),
    ],
)
def test_a_wrong_argument_is_refused_before_the_file_is_looked_for(options, error, words):
    with pytest.raises(error, match=f"^{words}"):
        own_table("nowhere.csv", **({"label": "sold"} | options))


def test_numpys_numbers_are_welcome(read):
    plain, other = read(rows()), read(rows(), test_size=np.float64(0.2), split_seed=np.int64(42))
    np.testing.assert_array_equal(plain.X_train, other.X_train)


# Real files: what the messages suggest, done as printed


CALL = re.compile(
    r'((?:separator|decimal|ignore|names|label|missing)=(?:\[[^\]]*\]|"(?:[^"\\]|\\.)*")(?:, )?)+'
)


def calls(message):
    """Return the options of each call that a message suggests for the file as it is."""
    found = []
    for clause in re.split(r"; | or (?=label=)", message):
        if not re.search("empty (these|such) cells|save the file|make that the label", clause):
            found += [eval(f"dict({call[0].rstrip(', ')})") for call in CALL.finditer(clause)]
    return found


def obeyed(path, label, **options):
    """Return the table that is read once the suggested calls are made, and all that was said."""
    said = []
    for _ in range(9):
        try:
            return own_table(path, label, report=None, **options), said
        except ValueError as error:
            message = str(error)
        assert message not in said, f"the suggested call does not help: {message}"
        said.append(message)
        suggested = calls(message)
        assert suggested, message
        label = next((call.pop("label") for call in suggested if "label" in call), label)
        first = {key for call in suggested for key in call} & {"separator", "names"}
        for call in suggested:
            if not first or first & set(call):
                ignore = dict.fromkeys([*options.get("ignore", ()), *call.get("ignore", ())])
                options |= call | ({"ignore": list(ignore)} if ignore else {})
    raise AssertionError(said)


def same_numbers(table, other):
    return all(np.array_equal(a, b) for a, b in zip(table[:4], other[:4], strict=True))


def r_lines(separator, quote):
    """Return a file as R's write.table writes it: the rows have names, their column has none."""
    first, *body = rows()
    first = separator.join(f"{quote}{name}{quote}" for name in first.split(","))
    numbered = enumerate(body, start=1)
    return [first, *(f"{quote}{k}{quote},{line}".replace(",", separator) for k, line in numbered)]


ROWS = list(enumerate(rows()))


@pytest.mark.parametrize(
    "content, label, words",
    [
        (column(lambda k: k, ""), "sold", "column 1 has no name, as where a program wrote"),
        (column(lambda k: f'"Anna {k}"', '""'), "sold", "column 1 has no name, as where"),
        (column(lambda k: k * k, "", column(lambda k: f"a{k}", "")), "sold", "columns 1, 2 hav"),
        (column(lambda k: k, ""), None, "label is not given"),
        (r_lines(" ", '"'), "sold", 'try separator=" "'),
        (r_lines(" ", ""), "sold", 'try separator=" "'),
        (r_lines(",", '"'), "sold", "the line of names has 3 cells, but every row has 4"),
        (r_lines("\t", ""), "sold", r'try separator="\t"'),
        (swapped(rows()), "sold", 'try separator=";"'),
        (['"' + line.replace(",", '";"') + '"' for line in rows()], "sold", 'try separator=";"'),
        (['"' + line.replace(",", '"|"') + '"' for line in rows()], "sold", 'try separator="|"'),
        (
            ["age;height, cm;sold", *swapped(swapped(rows()[1:]), ".,")],
            "sold",
            'its cells seem to stand between ";" and not between ","; try separator=";", dec',
        ),
        (["age;height, cm;sold", *swapped(rows()[1:])], "sold", 'try separator=";"'),
        (["age;a, b, c;sold", *swapped(rows()[1:])], "sold", 'try separator=";"'),
        (swapped(rows(), ", "), "sold", 'try separator=" "'),
        ([f"  {line.replace(',', '    ')} " for line in rows()], "sold", 'try separator=" "'),
        (
            [f"{'  ' * (k % 2)}{line}{' ' * (k % 3)}".replace(",", "  ") for k, line in ROWS],
            "sold",
            'try separator=" "',
        ),
        (column(lambda k: f"Anna {k}"), "sold", '"Anna 0" is no number'),
        (column(lambda k: 3, "three", column(lambda k: 7)), "sold", "without all such columns"),
        (column(lambda k: k * 7 % 5 // 3), "sold", "is the label"),
        (column(lambda k: "" if k % 2 else k), "sold", "cells are missing"),
    ],
)
def test_the_suggested_call_works_as_printed(write, read, content, label, words):
    table, said = obeyed(write(content), label)
    assert words in said[0]
    assert same_numbers(table, read(rows()))


@pytest.mark.parametrize(
    "content, words",
    [
        (rows()[1:], "line 1 holds numbers"),
        (column(lambda k: f"7.5,7.5,{k}", "")[1:], "line 1 holds numbers"),
        (column(lambda k: f"Anna {k % 3}")[1:], 'line 1 seems to be a row ("20", "0.5", "0" are'),
        (
            column(lambda k: f"v{k % 3},w{k % 2}", "", column(lambda k: f"x{k % 4}"))[1:],
            '"v0" stands below, too',
        ),
    ],
)
def test_a_file_without_names_is_refused_and_named_in_the_call(write, read, content, words):
    path = write(content)
    with pytest.raises(ValueError, match=re.escape(words)) as caught:
        own_table(path, "sold")
    [call] = calls(str(caught.value))
    assert len(call["names"]) == len(content[0].split(","))
    extra = call["names"][:-3]
    names = [*extra, "age", "height", "sold"]
    assert same_numbers(own_table(path, "sold", names=names, ignore=extra), read(rows()))


def test_too_few_or_too_many_names_are_refused(refusal):
    for names in (["a", "b"], ["a", "b", "c", "d"]):
        assert refusal(rows()[1:], "a", names=names) == (
            f"{len(names)} names came in names=[…], but line 1 has 3 cells, expected a name for "
            "each"
        )


FORMULA_PARTS = re.compile(r'=IF\(([A-Z]+)(\d+)([>=])("(?:[^"]|"")*"|[^;,]+)([;,])1\5 ?0\)')


def by_formula(lines, formula, separator):
    """Return the lines with one more column, filled as a spreadsheet does."""
    letter, first, sign, wanted, _ = FORMULA_PARTS.fullmatch(formula).groups()
    [place] = [k for k in range(800) if letters(k) == letter]
    filled = [f"{lines[0]}{separator}made"]
    for line in lines[1:]:
        found = line.split(separator)[place]
        if sign == "=":
            value = found == wanted[1:-1].replace('""', '"')
        else:
            value = float(found.replace(",", ".")) > float(wanted.replace(",", "."))
        filled.append(f"{line}{separator}{int(value)}")
    assert first == "2"
    return filled


@pytest.mark.parametrize("separator, decimal", [(",", "."), (";", ","), ("\t", ".")])
@pytest.mark.parametrize(
    "text, expected",
    [
        (lambda k: k % 5, lambda k: k % 5 > 0),
        (lambda k: [0, 1, 1, 7][k % 4], lambda k: k % 4 > 0),
        (lambda k: f"{k * 17 % 40}.5", lambda k: k * 17 % 40 > 19),
        (lambda k: [2, 2, 3][k % 3] if k else 1, lambda k: k and k % 3 == 2),
        (lambda k: ["sun", "rain", "fog"][k % 3], lambda k: k % 3 == 0),
        (lambda k: ["1", "0", "fog"][k % 3], lambda k: k % 3 == 2),
    ],
)
def test_the_formula_makes_a_label_of_any_column(
    write, read, refusal, text, expected, separator, decimal
):
    lines = swapped(swapped(label(text), ",~"), f".{decimal}")
    lines = swapped(lines, f"~{separator}")
    options = {"separator": separator, "decimal": decimal}
    message = refusal(lines, **options)
    [formula] = re.findall(r"such as (=IF.*?\));", message)
    [printed] = re.findall(r"make that the label, and try ignore=(\[.*?\])$", message)
    made = by_formula(lines, formula, separator)
    table = read(made, "made", by_time=True, ignore=eval(printed), **options)
    np.testing.assert_array_equal(
        np.hstack([table.Y_train, table.Y_test])[0], [bool(expected(k)) for k in range(40)]
    )


def test_the_formula_makes_a_column_of_the_commonest_kind(read, refusal):
    lines = column(lambda k: ["low", "mid", "mid", "high"][k % 4], "kind")
    [formula] = re.findall(r"by a formula such as (=IF.*?\));", refusal(lines))
    made = [line.split(",", 1)[1] for line in by_formula(lines, formula, ",")]
    table = read([line.replace("made", "is mid") for line in made], by_time=True)
    kinds = table.X_train[-1] * table.spread[-1] + table.mean[-1]
    np.testing.assert_allclose(kinds, [k % 4 in (1, 2) for k in range(32)], atol=1e-12)


@pytest.mark.parametrize("width", [11, 700])
def test_stand_in_names_for_many_columns_work_as_printed(write, width):
    rng = np.random.default_rng(0)
    lines = [",".join(map(str, row)) for row in rng.normal(size=(40, width)).tolist()]
    lines = [f"{line},{k % 2}" for k, line in enumerate(lines)]
    with pytest.raises(ValueError) as caught:
        own_table(write(lines), "sold")
    [printed] = re.findall(r"such as names=(\[.*\])$", str(caught.value))
    table = own_table(write(lines), f"column {width + 1}", names=eval(printed), report=None)
    assert table.X_train.shape == (width, 32)


def test_a_single_number_among_the_names_is_told(read):
    lines = [line.replace("height", "0.5") for line in rows()]
    [note] = [note for note in read(lines).notes if note.startswith("Take care: line 1")]
    assert note == (
        'Take care: line 1 gave the names of the columns, but "0.5" is a number. If it is a row, '
        'name the columns in the call, such as names=["column 1", "column 2", "column 3"].'
    )


@pytest.mark.parametrize(
    "names", [("2019", "2020"), ("2020", "1999"), ("height", "1850"), ("0", "1", "2", "3")]
)
def test_years_and_counts_are_names(read, names):
    lines = column(lambda k: ",".join(str((k + j) ** 2) for j in range(len(names))), "~")
    lines[0] = lines[0].replace("height", "h").replace("~", ",".join(names))
    assert read(lines).names[: len(names)] == names
    assert not any("gave the names" in note for note in read(lines).notes)


@pytest.mark.parametrize("names", [("1", "5", "2"), ("142.2", "142.4", "142.6")])
def test_beside_numbered_rows_numbers_are_names(write, names):
    lines = column(lambda k: f"{k},{k * k},{k**3},{k % 7}", ",".join(["", *names]))
    table, said = obeyed(write(lines), "sold")
    assert table.names == (*names, "age", "height") and len(said) == 1
    assert not any("gave the names" in note for note in table.notes)


@pytest.mark.parametrize("word", ["city", "metal"])
def test_a_name_may_stand_among_its_cells(read, word):
    kinds = column(lambda k: [word, "other", "third"][k % 3], word)
    assert read(kinds, ignore=[word]).names == ("age", "height")


@pytest.mark.parametrize(
    "lines, said",
    [
        ([f"{rows()[0]},", *rows()[1:]], "Skipped: what separates at the end of line 1, for no"),
        ([rows()[0], *(f"{line}," for line in rows()[1:])], "Skipped: what separates at the end"),
        ([f"{line}," for line in rows()], "Skipped: column 4, which has neither a name nor a cell"),
        ([f",{line},," for line in rows()], "Skipped: columns 1, 5, 6, which have neither"),
    ],
)
def test_needless_separators_are_skipped_and_told(read, lines, said):
    table = read(lines)
    assert same_numbers(table, read(rows()))
    assert any(note.startswith(said) for note in table.notes)


def test_a_cell_beside_no_name_is_never_skipped(refusal):
    lines = [f"{rows()[0]},", *(f"{line},{'x' * (k == 30)}" for k, line in enumerate(rows()[1:]))]
    assert "column 4 has no name; give it a name in the file, or leave" in refusal(lines)


@pytest.mark.parametrize("taken", ["column 1", "column 1 without a name"])
def test_a_stand_in_name_takes_nothing_away(write, read, taken):
    lines = column(str, "", [line.replace("age", taken) for line in rows()])
    assert obeyed(write(lines), "sold")[0].names == (taken, "height")


def test_all_decimal_commas_are_not_taken_for_names_of_rows(refusal):
    lines = [
        "id,age,height,sold",
        *(f"{k},{line.replace('.', ',')}" for k, line in enumerate(rows()[1:])),
    ]
    message = refusal(lines)
    assert "as R writes it" in message and "if the numbers have decimal commas, save" in message


def test_the_names_in_the_middle_of_a_file_are_told(refusal):
    lines = [*rows()[:9], rows()[0], *rows()[9:], rows()[0]]
    assert refusal(lines) == (
        "lines 10, 43 hold the names of line 1 again; delete these lines in the file"
    )


EXTRA = {
    "index": ("", lambda k: str(k)),
    "named rows": ("", lambda k: f"row {k}"),
    "kind": ("kind", lambda k: ["red", "green", "blue"][k % 3]),
    "date": ("day", lambda k: f"2020-01-{1 + k % 28:02}"),
    "month": ("month", lambda k: f"20{k + 10}-01"),
    "clock": ("clock", lambda k: f"{k % 24}:30"),
    "flat": ("flat", lambda k: "4"),
    "copy": ("copy", lambda k: str(k * 7 % 5 // 3)),
    "gaps": ("gaps", lambda k: "" if k % 3 else str(k)),
    "long": ("long", lambda k: "long" * 50_000 if k == 9 else "short"),
}


@given(
    extra=st.lists(st.sampled_from(list(EXTRA)), max_size=4, unique=True),
    separator=st.sampled_from([",", ";", "\t", "|"]),
    decimal=st.booleans(),
    quote=st.sampled_from(["", '"']),
    unlabelled=st.booleans(),
)
def test_whoever_obeys_the_messages_reads_the_right_numbers(
    tmp_path_factory, extra, separator, decimal, quote, unlabelled
):
    decimal = decimal and separator != ","
    table = [
        line.replace(".", ".,"[decimal]).split(",")
        if not decimal
        else line.replace(".", "~").split(",")
        for line in rows()
    ]
    table = [[cell.replace("~", ",") for cell in row] for row in table]
    for kind in extra:
        name, text = EXTRA[kind]
        table = [[name, *table[0]], *([text(k), *row] for k, row in enumerate(table[1:]))]
    folder = tmp_path_factory.getbasetemp()
    path, clean = folder / "obey.csv", folder / "clean.csv"
    lines = [separator.join(f"{quote}{cell}{quote}" for cell in row) for row in table]
    path.write_text("\n".join(lines), encoding="utf-8")
    clean.write_text("\n".join(rows()), encoding="utf-8")
    read_as, _ = obeyed(path, None if unlabelled and "copy" not in extra else "sold")
    assert same_numbers(read_as, own_table(clean, "sold", report=None))


def test_quotation_marks_within_a_cell_are_explained(refusal, read):
    lines = column(lambda k: f'"Ann \\"{k}\\" Lee"')
    assert refusal(lines).startswith("line 2: a quotation mark")
    assert refusal(lines).endswith('within a cell, write "" for each \\"')
    twice = [line.replace("\\", '"') for line in lines]
    assert same_numbers(read(twice, ignore=["x"]), read(rows()))


def test_a_cell_of_any_length_is_read(read):
    lines = column(lambda k: '"' + "a, " * 70_000 + '"' if k == 9 else "b")
    limit = csv.field_size_limit()
    assert same_numbers(read(lines, ignore=["x"]), read(rows()))
    assert csv.field_size_limit() == limit


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
        (gzip.compress(b"a,b"), "a packed file, expected a CSV file; unpack it"),
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
)
def test_files_of_other_kinds_are_called_what_they_are(refusal, content, words):
    assert refusal(content).startswith(f"it is {words}")


@pytest.mark.parametrize("first", ["<5,height", "[a],b", "{x},y", "PK,b".lower()])
def test_names_that_begin_like_other_files_are_read(read, first):
    lines = [line.replace("age,height", first) for line in rows()]
    assert read(lines).names == tuple(first.split(","))


@pytest.mark.parametrize(
    "text",
    [
        "2020-01",
        "2020/1",
        "2020-01-31T12:00:00Z",
        "2020Q1",
        "2020-W07",
        "Jan 2020",
        "31 Jan 2020",
        "January 31, 2020",
        "31-Jan-20",
        "Fri, 31 Jan 2020 12:00",
        "2020 Sept",
    ],
)
def test_dates_are_seen(refusal, text):
    lines = column(lambda k: f'"{text}"')
    assert "a date is no number: write what matters of it" in refusal(lines)


@pytest.mark.parametrize(
    "text", ["12:30", "7:05", "12:30:59", "12:30:59.25", "7:05 pm", "7:05 A.M."]
)
def test_times_of_day_are_seen(refusal, text):
    assert "a time is no number: write what matters of it, such as the hour" in refusal(
        column(lambda k: text)
    )


@pytest.mark.parametrize("text", ["May B", "marble", "Deck 12", "4:3 screen", "12345-1", "Augusta"])
def test_other_texts_are_no_times(refusal, text):
    assert "is no number: write what matters of it" not in refusal(column(lambda k: text))


@pytest.mark.parametrize(
    "position, name",
    [
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (702, "AAA"),
        (1377, "AZZ"),
        (16383, "XFD"),
    ],
)
def test_columns_are_called_as_in_a_spreadsheet(position, name):
    assert letters(position) == name


def test_the_formula_names_a_column_beyond_zz(refusal):
    lines = column(
        lambda k: ",".join(str((k * 7 + j) % 11) for j in range(702)),
        ",".join(f"c{j}" for j in range(702)),
        label(lambda k: "abc"[k % 3]),
    )
    assert '=IF(AAC2="a",1,0)' in refusal(lines)


# Real files: what is told of the rows


@given(
    twice=st.lists(st.integers(0, 39), max_size=30), by_time=st.booleans(), seed=st.integers(0, 9)
)
def test_rows_in_both_parts_are_counted(tmp_path_factory, twice, by_time, seed):
    lines = [*rows(), *(rows()[1 + k] for k in twice)]
    path = tmp_path_factory.getbasetemp() / "twice.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    table = own_table(path, "sold", by_time=by_time, split_seed=seed, report=None)
    seen = {tuple(x) for x in np.vstack([table.X_train, table.Y_train]).T}
    again = sum(tuple(x) in seen for x in np.vstack([table.X_test, table.Y_test]).T)
    told = [note for note in table.notes if "number for number" in note]
    assert len(told) == (again > 0)
    if again:
        stand = "stands" if again == 1 else "stand"
        found = f"{again} of {table.Y_test.size} test rows {stand} among the training rows, too"
        start = "Take care: " if again >= 0.1 * table.Y_test.size else ""
        assert told[0].startswith(start + found)


def falling(text):
    return column(lambda k: text(39 - k), "when")


@pytest.mark.parametrize(
    "text, options",
    [
        (lambda k: f"2020-{1 + k // 20:02}-{1 + k % 20:02}", {"ignore": ["when"]}),
        (lambda k: f"{1 + k % 20}.{1 + k // 20}.2020", {"ignore": ["when"]}),
        (lambda k: f"{1 + k // 20}/{1 + k % 20}/20", {"ignore": ["when"]}),
        (lambda k: f"2020-01-01 {k // 2:02}:{k % 2 * 30:02}", {"ignore": ["when"]}),
        (lambda k: f"2020-01-01T{k // 2}:{k % 2 * 30:02}", {"ignore": ["when"]}),
        (lambda k: f"{1900 + k}-01", {"ignore": ["when"]}),
    ],
)
def test_files_from_newest_to_oldest_are_told(read, text, options):
    note = (
        'Take care: by "when", the file runs from the newest row to the oldest, so that the test '
        "would be the oldest rows. Turn the rows round in the file: by_time=True expects the "
        "oldest first."
    )
    assert note in read(falling(text), by_time=True, **options).notes
    right = read(column(text, "when"), by_time=True, **options)
    assert not any(n.startswith("Take care") for n in right.notes)
    assert not any("oldest" in n for n in read(falling(text), **options).notes)
    holes = cell(9, 0, "", cell(20, 0, "NA", falling(text)))
    assert note in read(holes, by_time=True, **options).notes
    mixed = read(column(lambda k: text(k * 7 % 40), "when"), by_time=True, **options)
    assert any("the rows are not in the order of time" in n for n in mixed.notes)


@pytest.mark.parametrize("name", ["year", "Date", "time_s", "unix timestamp"])
def test_numbers_of_time_that_fall_are_told(read, name):
    lines = column(lambda k: 2000 - 3 * k, name)
    assert any("newest row to the oldest" in n for n in read(lines, by_time=True).notes)
    other = column(lambda k: 2000 - 3 * k, "timely")
    assert not any("newest" in n for n in read(other, by_time=True).notes)


def totals(lines, word=None, mean=False):
    """Return the lines and a row of sums or means below them."""
    X = numbers(lines)
    sums = [f"{x.mean() if mean else x.sum():.10g}" for x in X[:-1]]
    return [*lines, ",".join([*sums, "1"])]


def test_a_row_of_totals_is_told(read):
    note = (
        "Take care: line 42 seems to hold totals or means of other rows, which are no examples. If "
        "so, delete that line in the file."
    )
    assert note in read(totals(rows())).notes
    assert note not in read(totals(rows(), mean=True)).notes
    assert note not in read(rows()).notes
    for word in ("Total", "SUM:", "gesamt", "Average"):
        named = column(lambda k: f"Anna {k}", "who")
        named.append(f"{word},1,2,1")
        assert note in read(named, ignore=["who"]).notes
        kinds = column(lambda k, word=word: [word, "Anna"][k % 2], "who")
        assert not any("totals" in n for n in read(kinds, ignore=["who"]).notes)


def test_a_sum_of_labels_is_known_as_a_row_of_totals(refusal):
    lines = totals(rows())
    lines[-1] = lines[-1].rpartition(",")[0] + ",16"
    assert refusal(lines).endswith("this line seems to hold totals or means: delete it in the file")


@given(
    code=st.sampled_from([-1, -9, -99, -200, -999, -9999, 999, 9999, 99999, 888888]),
    places=st.sets(st.integers(0, 39), min_size=6, max_size=34),
    scale=st.sampled_from([0.5, 1, 7]),
)
def test_codes_for_missing_in_many_rows_are_told(tmp_path_factory, code, places, scale):
    lines = column(lambda k: code if k in places else (1 + k * 17 % 40) * scale)
    path = tmp_path_factory.getbasetemp() / "codes.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    told = [n for n in own_table(path, "sold", report=None).notes if 'code for "not known"' in n]
    assert len(told) == 1 and str(code) in told[0] and '"x"' in told[0]
    many = 5 * len(places) > 40
    assert ('or leave the column out with ignore=["x"]' in told[0]) == many


@pytest.mark.parametrize(
    "text",
    [
        lambda k: k % 9 - 4,
        lambda k: k % 3 - 1,
        lambda k: max(-1, k - 10) * 1.5,
        lambda k: -1 if k in (3, 4) else k % 4,
        lambda k: 24 if k % 3 == 0 else k % 9,
        lambda k: 50.8 if k % 9 == 0 else k % 20,
        lambda k: 99 if k in (3, 4) else 60 + k,
        lambda k: 0 if k % 3 else k * k,
        lambda k: 10**7 + k if k < 5 else k % 7,
        lambda k: 12_345.5 if k == 7 else k % 7,
    ],
)
def test_numbers_that_are_no_codes_are_not_told(read, text):
    assert not any("not known" in note for note in read(column(text)).notes)


@pytest.mark.parametrize("filled", [0.05, 0.3, 0.6])
@pytest.mark.parametrize("text", [lambda k: 2600, lambda k: k * 7 % 5 // 3])
def test_nothing_is_said_of_all_cells_where_few_are_numbers(refusal, filled, text):
    lines = [rows()[0], *(line for _ in range(10) for line in rows()[1:])]
    kept = filled * 400
    mixed = refusal(column(lambda k: text(k) if k < kept else f"word {k}", lines=lines))
    assert "in every row" not in mixed and "over again" not in mixed
    holes = refusal(column(lambda k: text(k) if k < kept else "", lines=lines))
    assert "in every row" not in holes


def test_a_label_of_many_values_is_not_another_column_over_again(refusal):
    lines = label(lambda k: k % 5)
    twin = column(lambda k: int(k % 5 == 1), lines=lines)
    assert "over again" not in refusal(twin)


# Many columns


@pytest.mark.parametrize(
    "text, words",
    [
        (lambda j, k: f"word {j} {k}", "hold cells that are no numbers"),
        (lambda j, k: j, "hold the same in every filled cell"),
        (lambda j, k: "1e999" if k == 3 else k, "hold such numbers"),
        (lambda j, k: k * 7 % 5 // 3, "hold the label over again"),
    ],
)
@pytest.mark.parametrize("width", [6, 8, 60])
def test_problems_of_many_columns_are_told_in_few_words(refusal, text, words, width):
    names = [f"c{j}" for j in range(width)]
    lines = column(lambda k: ",".join(str(text(j, k)) for j in range(width)), ",".join(names))
    message = refusal(lines)
    words = re.sub("^hold", "holds", words) if width == 6 else words
    assert f"{width - 5} more column{'s' * (width > 6)} {words}: " in message
    assert len(message) < 3000 and message.count("\n") < 8


class Counting(str):
    """A name that counts how often it is compared with another."""

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other):
        Counting.compared += 1
        return str.__eq__(self, other)


WIDE = {
    "good": lambda j, k: (k + 3) ** 2 * (j + 2) ** 3 % 1009,
    "text": lambda j, k: f"word {j} {k}",
    "same": lambda j, k: j,
    "label": lambda j, k: k * 7 % 5 // 3,
    "gaps": lambda j, k: "" if k == j % 40 else k + j,
    "twins": lambda j, k: k * k,
    "numbered": lambda j, k: k,
    "codes": lambda j, k: -999 if k % 4 == 0 else k * 3 % 17,
    "infinite": lambda j, k: "inf" if k == 3 else k,
    "unnamed": lambda j, k: k,
}


@pytest.mark.parametrize("kind", WIDE)
@pytest.mark.parametrize("ignored", [False, True])
def test_work_grows_with_the_columns_and_not_with_their_square(write, monkeypatch, kind, ignored):
    def counting(*args):
        found, blank = split_rows(*args)
        line, first = found[0]
        return [(line, [Counting(name) for name in first]), *found[1:]], blank

    monkeypatch.setattr("classroom.datasets.csv_file.split_rows", counting)

    def work(width):
        names = ["" if kind == "unnamed" else f"c{j}" for j in range(width)]
        lines = column(
            lambda k: ",".join(str(WIDE[kind](j, k)) for j in range(width)), ",".join(names)
        )
        path, steps, Counting.compared = write(lines), 0, 0
        options = (
            {"ignore": [n or f"column {j + 1}" for j, n in enumerate(names[5:], 5)]}
            if ignored
            else {}
        )

        def count(frame, event, arg):
            nonlocal steps
            steps += event == "line"
            return count

        before = sys.gettrace()
        sys.settrace(count)
        try:
            own_table(path, "sold", report=None, **options)
        except ValueError as error:
            assert str(error).startswith("prices.csv cannot be used")
        finally:
            sys.settrace(before)
        return steps + Counting.compared

    assert work(400) < 2.3 * work(200)


def test_a_large_file_is_read(read):
    rng = np.random.default_rng(0)
    X = np.round(rng.normal(size=(20_000, 20)), 4)
    lines = [",".join([*(f"c{k}" for k in range(20)), "sold"])]
    lines += [",".join(map(str, [*row, int(row[0] > 0)])) for row in X.tolist()]
    assert read(lines).X_train.shape == (20, 16_000)
