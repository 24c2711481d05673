"""A learner's own table read rightly: the numbers, the split, and what is said of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from classroom.datasets.own_table import OwnTable, own_table
from tests.lessons.own_table.tables import cell, column, numbers, rows, swapped

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
        "2 blank lines were skipped.",
        'You left out 1 column: "name".',
        "7 of 40 rows were dropped for missing cells (lines 3, 8, 9, 12, 20 and 2 more).",
        'The label is "sold". It is 0 in 19 rows and 1 in 14 rows.',
        'The network can learn from 2 columns: "age", "height".',
        "26 rows are for training and 7 for the test, drawn at random with split_seed=42.",
    )
    assert heard == list(table.notes) and capsys.readouterr().out == ""


def test_notes_are_printed_unless_silence_is_asked_for(write, capsys):
    table = own_table(write(rows()), "sold")
    printed = capsys.readouterr().out
    # The same words, in lines that a page shows whole.
    assert printed.split() == " ".join(table.notes).split()
    assert max(map(len, printed.splitlines())) <= 88
    assert own_table(write(rows()), "sold", report=None).notes == table.notes
    assert capsys.readouterr().out == ""
    assert "secret" not in " ".join(table.notes)


@pytest.mark.parametrize(
    "content, note",
    [
        (rows(), "0 of 40 rows were dropped for missing cells."),
        (cell(41, 1, "?"), "1 of 40 rows was dropped for missing cells (line 41)."),
        (cell(41, 2, "?"), "1 of 40 rows was dropped for missing cells (line 41)."),
        (
            cell(2, 0, "", cell(3, 0, "", cell(4, 0, "", cell(5, 0, "", cell(6, 0, ""))))),
            "5 of 40 rows were dropped for missing cells (lines 2, 3, 4, 5, 6).",
        ),
        (rows() + [""], "1 blank line was skipped."),
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
    was = "was" if len(gaps) == 1 else "were"
    assert f" {len(gaps)} of 60 rows {was} dropped for missing cells" in notes
    assert f"{m_train} rows are for training and {m_test} for the test" in notes
    assert ("skipped" in notes) == bool(blank)
    ages = np.hstack([table.X_train, table.X_test])[0] * table.spread[0] + table.mean[0]
    expected = [20.0 + row for row in range(60) if row not in gaps]
    np.testing.assert_allclose(np.sort(ages), expected)
