"""How things are said of a learner's file: names that are nearly right, long texts, letters."""

import pytest

from classroom.datasets.words import letters, tell, wrapped
from tests.lessons.own_table.tables import column, rows


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
    words = f'"{name}", which is not a column of the file; {mend}'
    assert refusal(rows(), name) == f"label is {words}"
    assert refusal(rows(), ignore=[name]) == f"ignore holds {words}"


def test_a_short_name_is_found_too(refusal):
    lines = column(str, "a", column(lambda k: k * k, "b"))
    for name in ("A", " a", "   A  "):
        assert refusal(lines, name).endswith('did you mean "a"?')


def test_a_long_text_is_cut_short(refusal):
    message = refusal(column(lambda k: "long" * 30))
    assert f'"{"long" * 9}lon…" is not a number' in message
    assert f'"{"m" * 40}" is not a number' in refusal(column(lambda k: "m" * 40))


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


def test_long_lines_are_broken_between_words_and_go_on_further_in(capsys):
    text = "file.csv:\n1. " + "some-words " * 30 + "x" * 100
    lines = wrapped(text).splitlines()
    assert lines[0] == "file.csv:" and lines[1].startswith("1. some-words some-words")
    assert all(line.startswith("   some-words") for line in lines[2:-1])
    assert max(map(len, lines[:-1])) <= 88
    # A word is never broken, however long.
    assert lines[-1] == "   " + "x" * 100
    assert " ".join(wrapped(text).split()) == " ".join(text.split())
    tell(text)
    assert capsys.readouterr().out == wrapped(text) + "\n"
