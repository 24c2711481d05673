"""A learner's file cut into rows of cells, and what separates them."""

import csv
import io

import pytest

from tests.lessons.own_table.tables import column, rows, same_numbers, swapped

LOOK = (
    'expected 3, one for each name; look there for a missing or superfluous ",", or delete the '
    "line if it is not an example"
)


@pytest.mark.parametrize(
    "content, problem",
    [
        ([*rows(), "1,2"], f"line 42 has 2 cells, {LOOK}"),
        (
            [*rows()[:9], "1", *rows()[9:], "1,2"],
            f"line 10 has 1 cell (there are 2 such lines in all), {LOOK}",
        ),
        (
            [rows()[0], *swapped(rows()[1:], ".,")],
            f"line 2 has 4 cells (there are 40 such lines in all), {LOOK}; if the numbers have "
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


def test_all_decimal_commas_are_not_taken_for_names_of_rows(refusal):
    lines = [
        "id,age,height,sold",
        *(f"{k},{line.replace('.', ',')}" for k, line in enumerate(rows()[1:])),
    ]
    message = refusal(lines)
    assert "as R writes it" in message and "if the numbers have decimal commas, save" in message


def test_three_digits_after_every_comma_do_not_make_it_a_decimal_comma(refusal):
    tabs = ["price\tsold", *(f"{k % 7},{100 + k}\t{k % 2}" for k in range(40))]
    assert refusal(tabs).endswith('expected one for each column; try separator="\\t"')
    tabs[5] = "1,5\t0"
    assert refusal(tabs).endswith('try separator="\\t", decimal=","')


def test_lines_are_counted_as_an_editor_does(refusal):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["two\nlines", "age", "sold"])
    writer.writerow(["a\nb\nc", "1", "1"])
    writer.writerow(["a", "x", "1"])
    writer.writerow([])
    writer.writerow(["d\r\ne", "inf", "1"])
    message = refusal(out.getvalue())
    assert r'line 3, column "two\nlines": "a\nb\nc" is not a number' in message
    assert 'line 6, column "age": "x" is not a number' in message
    assert 'line 8, column "age": "inf" is infinite' in message
    assert r'ignore=["two\nlines"]' in message


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
