"""The names of a learner's columns: in the first line, in the call, or missing."""

import re

import numpy as np
import pytest

from classroom.datasets.own_table import own_table
from tests.lessons.own_table.tables import calls, column, obeyed, rows, same_numbers, swapped

# The line of names


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
            'superfluous ",", or delete the line if it is not an example',
        ),
    ],
)
def test_a_header_that_cannot_be_used_is_refused(refusal, content, options, problem):
    assert refusal(content, **options) == problem


def test_a_title_with_separators_after_it_is_told_from_names(refusal):
    assert refusal(["Bus log 2024,,", *rows()]) == (
        'line 1 holds a single name, "Bus log 2024", expected one for each column; if it is a '
        "title, delete that line in the file"
    )


def test_a_number_may_be_a_name_beside_others(read):
    assert read(column(str, "2019")).names == ("2019", "age", "height")


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


def test_the_names_in_the_middle_of_a_file_are_told(refusal):
    lines = [*rows()[:9], rows()[0], *rows()[9:], rows()[0]]
    assert refusal(lines) == (
        "lines 10, 43 hold the names of line 1 again; delete these lines in the file"
    )


# Names given in the call


@pytest.mark.parametrize(
    "content, words",
    [
        (rows()[1:], "line 1 holds numbers"),
        (column(lambda k: f"7.5,7.5,{k}", "")[1:], "line 1 holds numbers"),
        (column(lambda k: f"Anna {k % 3}")[1:], 'line 1 seems to be a row ("20", "0.5", "0" are'),
        (
            column(lambda k: f"v{k % 3},w{k % 2}", "", column(lambda k: f"x{k % 4}"))[1:],
            '"v0" also stands below',
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
            f"names=[…] holds {len(names)} names, but line 1 has 3 cells; expected a name for each"
        )


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


# Columns without a name


@pytest.mark.parametrize(
    "lines, said",
    [
        ([f"{rows()[0]},", *rows()[1:]], "The separator at the end of line 1 was skipped, because"),
        (
            [rows()[0], *(f"{line}," for line in rows()[1:])],
            "The separator at the end of each row below line 1 was skipped",
        ),
        (
            [f"{line}," for line in rows()],
            "Column 4 was skipped, because it has neither a name nor a filled cell.",
        ),
        (
            [f",{line},," for line in rows()],
            "Columns 1, 5, 6 were skipped, because they have neither",
        ),
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
