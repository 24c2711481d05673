"""A learner's own table refused: for its cells and its columns."""

import numpy as np
import pytest

from tests.lessons.own_table.tables import cell, column, label, rows, swapped

# Missing cells


@pytest.mark.parametrize(
    "text", ["", "  ", "NA", "n/a", "N/A", "nan", "NaN", "NULL", "null", "None", "?", "-", "."]
)
@pytest.mark.parametrize("place", [0, 2])
def test_missing_cells_are_refused_or_dropped(refusal, read, text, place):
    lines = cell(9, place, text, cell(5, place, text))
    name = ["age", "height", "sold"][place]
    assert refusal(lines) == (
        f'cells are missing: 2 in "{name}" (the first in line 5). Fill these cells in the file; or '
        'try missing="drop", which leaves 38 of 40 rows'
    )
    dropped = read(lines, missing="drop")
    without = read([line for k, line in enumerate(rows(), 1) if k not in (5, 9)])
    for a, b in zip(dropped[:-1], without[:-1], strict=True):
        np.testing.assert_array_equal(a, b)


def test_missing_cells_of_many_columns_are_one_problem(refusal):
    lines = cell(7, 1, "", cell(4, 0, "", cell(6, 2, "")))
    assert refusal(lines) == (
        'cells are missing: 1 in "age" (the first in line 4), 1 in "height" (the first in line 7), '
        '1 in "sold" (the first in line 6). Fill these cells in the file; or try missing="drop", '
        "which leaves 37 of 40 rows"
    )


def test_missing_cells_that_leave_too_few_rows(refusal):
    lines = column(lambda k: "" if k > 18 else k)
    where = '21 in "x" (the first in line 21)'
    leave = '; or leave out columns with ignore=["x"]'
    assert refusal(lines) == f"cells are missing: {where}. Fill these cells in the file{leave}"
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
        "Fill these cells in the file; or leave out the columns that are mostly empty with "
        'ignore=["x"]'
    )


def test_a_label_all_of_whose_cells_are_missing_is_refused(refusal):
    lines = label(lambda k: "")
    assert '40 in "sold" (the first in line 2)' in refusal(lines)
    assert refusal(lines, missing="drop").startswith("0 rows can be used")


def test_a_class_that_is_gone_with_the_dropped_rows_is_noticed(refusal):
    lines = label(lambda k: k % 2)
    for k in range(1, 40, 2):
        lines = cell(k + 2, 0, "", lines)
    assert "its 20 rows (20 with 0, 0 with 1) cannot be split" in refusal(lines, missing="drop")


# Text in place of numbers


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
            "a date is not a number, so write what matters about it, such as the month, as a "
            "number",
        ),
        (
            "1/31/20 12:00",
            ".",
            "a date is not a number, so write what matters about it, such as the month, as a "
            "number",
        ),
        (
            "31.1.2020",
            ".",
            "a date is not a number, so write what matters about it, such as the month, as a "
            "number",
        ),
        ("True", ".", "write 1 for true or yes and 0 for false or no"),
        ("no", ".", "write 1 for true or yes and 0 for false or no"),
        ("1_000", ".", "write numbers without underscores, with the digits 0 to 9"),
        ("١٢", ".", "write numbers without underscores, with the digits 0 to 9"),
        ("\u22125", ".", "write minus with the - of the keyboard"),
        ("#DIV/0!", ".", "the spreadsheet could not work them out, so correct the formulas there"),
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
        f'line 5, column "x": "{shown}" is not a number (37 of 40 cells in this column); '
        f"{advice}{end}"
    )
    # Where most cells are right, so is `decimal`.
    other = "," if decimal == "." else "."
    advice = advice.replace(f'try decimal="{other}"', f'write "{decimal}" there')
    assert refusal(with_texts(lambda k: k == 9), **options) == (
        f'line 11, column "x": "{shown}" is not a number (1 of 40 cells in this column); '
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
    assert "a date is not a number, so write what matters about it" in refusal(lines)


@pytest.mark.parametrize(
    "text", ["12:30", "7:05", "12:30:59", "12:30:59.25", "7:05 pm", "7:05 A.M."]
)
def test_times_of_day_are_seen(refusal, text):
    assert "a time is not a number, so write what matters about it, such as the hour" in refusal(
        column(lambda k: text)
    )


@pytest.mark.parametrize("text", ["May B", "marble", "Deck 12", "4:3 screen", "12345-1", "Augusta"])
def test_other_texts_are_no_times(refusal, text):
    assert "is not a number, so write what matters about it" not in refusal(column(lambda k: text))


# Numbers too large


@pytest.mark.parametrize("text", ["inf", "-Infinity", "1e999", "1.1e100", "-1e200"])
def test_infinite_and_huge_numbers_are_refused(refusal, text):
    lines = column(lambda k: text if k in (5, 8) else k)
    assert refusal(lines) == (
        f'line 7, column "x": "{text}" is infinite or too large to compute with (2 such cells); '
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
        f'column "x" holds {shown} in every row, so nothing can be learnt from it; leave it out '
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
        f'column "x" is the label "sold" over again{turned}, so it would give the answer away; '
        'leave it out with ignore=["x"]'
    )
    assert refusal(lines) == problem
    gaps = cell(5, 1, "", cell(9, 0, "", lines))
    gaps = cell(7, 3, "", cell(4, 3, "", gaps))
    assert problem in refusal(gaps) and refusal(gaps, missing="drop") == problem
    assert problem in refusal(cell(7, 3, "2", lines))


def test_a_column_that_tells_the_label_nearly_is_not_refused(read):
    assert "x" in read(column(lambda k: 1 - k * 7 % 5 // 3 if k == 3 else k * 7 % 5 // 3)).names
    assert "x" in read(column(lambda k: k * 7 % 5 // 3 + (k == 3))).names


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
