"""The label of a learner's table: which column it could be, and how to make it 0 and 1."""

import re

import numpy as np
import pytest

from classroom.datasets.words import letters
from tests.lessons.own_table.tables import CORRECT, HOLDS, cell, column, label, rows, swapped

# Which column it is


def test_a_label_not_given_is_asked_for(refusal):
    start = "label is not given, expected the name of the column to be predicted. The columns are "
    assert refusal(rows(), None) == (
        f'{start}"age", "height", "sold". Only "sold" holds nothing but 0 and 1, so try '
        'label="sold"'
    )
    both = column(lambda k: k % 2, "new", cell(5, 2, ""))
    assert refusal(both, None).endswith(
        'Nothing but 0 and 1 is in "new", "sold". Which of them do you want to predict? Try '
        'label="new" or label="sold"'
    )
    words = label(lambda k: ["late", "in time"][k % 2])
    assert refusal(words, None).endswith(
        'None of them holds only 0 and 1, but "sold" holds two kinds of cells. Try label="sold", '
        "and you will read how to make them 0 and 1"
    )
    for text in (lambda k: k % 2, lambda k: "ab"[k % 2]):
        nameless = refusal(column(text, ""), None)
        assert nameless.endswith('Only "sold" holds nothing but 0 and 1, so try label="sold"')
        left_out = refusal(column(text, "x"), None, ignore=["x"])
        assert left_out.endswith('Only "sold" holds nothing but 0 and 1, so try label="sold"')
    many = column(lambda k: ",".join("01"[(k >> j) % 2] for j in range(4)), "a,b,c,d")
    assert refusal(many, None).endswith('Try label="a" or label="b" or label="c" or another')
    same = column(lambda k: 1, "one", column(lambda k: "", "empty"))
    assert 'Only "sold" holds nothing but 0 and 1' in refusal(same, None)
    none = [line.rpartition(",")[0] for line in rows()]
    assert refusal(none, None) == (
        f'{start}"age", "height". None of them holds only 0 and 1. Name the right one, and you '
        "will read how to make it 0 and 1"
    )
    wide = [",".join(f"c{k}" for k in range(22)), *(",".join("12"[k % 2] * 22) for k in range(20))]
    assert '"c19" and 2 more. None' in refusal(wide, None)


def test_ignoring_the_label_or_all_is_refused(refusal):
    words = '"sold" is the label, but ignore holds it; take it out there'
    assert refusal(rows(), ignore=["sold"]) == words
    words = "no column is left to learn from, expected one or more besides the label"
    assert refusal(rows(), ignore=["age", "height"]) == words


# What it holds


TWO_WORDS = (
    "in this column of the file, write 1 in place of the one that you want to predict, and 0 in "
    "place of the other"
)

FORMULA = (
    "choose what is to count as 1, and in the spreadsheet fill a new column, with a name, by a "
    'formula such as {}; make that column the label, and try ignore=["sold"]'
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


def test_0_and_1_may_be_written_with_decimals(read):
    table = read(label(lambda k: ["0.0", "1.00", "-0", "+1"][k % 4]), by_time=True)
    np.testing.assert_array_equal(np.hstack([table.Y_train, table.Y_test])[0], [0, 1] * 20)
    assert not np.signbit(table.Y_train).any()


# The spreadsheet's formula


def test_the_formula_is_the_spreadsheets_own(refusal):
    lines = swapped(swapped(label(lambda k: 5 + k / 2)), ".,")
    options = {"separator": ";", "decimal": ","}
    assert "=IF(C2>14,75;1;0)" in refusal(lines, **options)
    wide = [",".join(f"c{k}" for k in range(28)), *(",".join([f"{k * k}"] * 28) for k in range(40))]
    for k, letter in [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB")]:
        lines = [",".join(["5", *line.split(",")[1:]]) for line in wide[1:]]
        lines = [wide[0], *(cell(1, k, str(5 + n), [line])[0] for n, line in enumerate(lines))]
        assert f"=IF({letter}2>24.5,1,0)" in refusal(lines, f"c{k}")


def test_the_formula_names_a_column_beyond_zz(refusal):
    lines = column(
        lambda k: ",".join(str((k * 7 + j) % 11) for j in range(702)),
        ",".join(f"c{j}" for j in range(702)),
        label(lambda k: "abc"[k % 3]),
    )
    assert '=IF(AAC2="a",1,0)' in refusal(lines)


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
    [printed] = re.findall(r"make that column the label, and try ignore=(\[.*?\])$", message)
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
