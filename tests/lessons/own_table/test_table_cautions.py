"""What looks strange in a learner's table, but may be right, is pointed at."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.datasets.own_table import own_table
from tests.lessons.own_table.tables import cell, column, numbers, rows, swapped

# Columns


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
        'Take care: the column "x" seems to number the rows, and a number of that kind tells '
        'nothing about a new row. If so, try ignore=["x"].'
    )
    assert (note in read(column(text)).notes) == numbers_rows
    assert (note in read(cell(4, 1, "", column(text)), missing="drop").notes) == numbers_rows


def test_equal_columns_are_pointed_at(read):
    table = read(column(lambda k: f"{20 + k}.0"))
    assert table.notes[-1] == (
        'Take care: the columns "x" and "age" are the same. One of them is enough, so try '
        'ignore=["age"].'
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

    note = (
        "Take care: there are 17 columns, but only 16 training rows. The network can learn so few "
        "by heart."
    )
    assert note in read(wide(16)).notes
    assert not [note for note in read(wide(15)).notes if "by heart" in note]


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


# Codes for what is not known


def test_codes_for_not_known_are_pointed_at(read):
    def income(k):
        return {15: 999999, 20: 999999}.get(k, 30000 + 7 * k * k)

    note = (
        'Take care: line 17 holds 999999 in the column "x", far from all other numbers (there is 1 '
        'more like it). Is it a code for "not known"? If so, empty such cells in the file and try '
        'missing="drop".'
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


# Rows


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
        stand = "is" if again == 1 else "are"
        found = f"{again} of {table.Y_test.size} test rows {stand} also among the training rows"
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
        'Take care: by "when", the file runs from the newest row to the oldest, so the test would '
        "be on the oldest rows. Turn the rows round in the file, because by_time=True expects the "
        "oldest first."
    )
    assert note in read(falling(text), by_time=True, **options).notes
    right = read(column(text, "when"), by_time=True, **options)
    assert not any(n.startswith("Take care") for n in right.notes)
    assert not any("oldest" in n for n in read(falling(text), **options).notes)
    holes = cell(9, 0, "", cell(20, 0, "NA", falling(text)))
    assert note in read(holes, by_time=True, **options).notes
    mixed = read(column(lambda k: text(k * 7 % 40), "when"), by_time=True, **options)
    assert any("the rows are not in order of time" in n for n in mixed.notes)


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
    assert refusal(lines).endswith(
        "this line seems to hold totals or means, so delete it in the file"
    )
