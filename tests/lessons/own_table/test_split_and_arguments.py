"""A learner's own table: splits too small, many problems at once, damage, wrong arguments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from classroom.datasets.own_table import own_table
from tests.lessons.own_table.tables import CORRECT, HOLDS, cell, column, label, numbers, rows

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
        "by_time=False if the rows have no order in time"
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
        'superfluous ",", or delete the line if it is not an example\n2. ignore holds "nme", which '
        'is not a column of the file; did you mean "name"?\n3. line 2, column "name": "Anna 0" is '
        "not a number (40 of 40 cells in this column); write numbers in their place; or leave the "
        'column out with ignore=["name"]\n4. line 10, column "height": "1e999" is infinite or too '
        "large to compute with (1 such cell); correct the file; or leave the column out with "
        'ignore=["height"]; to leave out all such columns, try ignore=["name", "height"]\n5. line '
        f'8, column "sold": "maybe"{HOLDS}"0", "1", "maybe"; {CORRECT}\n6. cells are missing: 1 in '
        '"age" (the first in line 7). Fill these cells in the file; or try missing="drop", which '
        'leaves 39 of 40 rows\n7. column "three" holds 3 in every row, so nothing can be learnt '
        'from it; leave it out with ignore=["three"]'
    )


def test_what_is_ignored_already_is_in_each_advice(refusal, read):
    lines = column(lambda k: f"Anna {k}", "name", column(lambda k: "abc"[k % 3], "kind"))
    assert refusal(lines).endswith('to leave out all such columns, try ignore=["name", "kind"]')
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
        ({"names": ["a", ""]}, ValueError, 'names holds "", expected a name without spaces at'),
        ({"names": ["a", "b "]}, ValueError, 'names holds "b ", expected a name without spaces'),
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
