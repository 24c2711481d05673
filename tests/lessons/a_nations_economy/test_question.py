"""The question of notebook 10: growth, recessions ahead, inputs, and the split in time."""

import itertools
import re
import statistics

import numpy as np
import pytest

from classroom import datasets
from tests.lessons.a_nations_economy.figures_by_hand import (
    QUARTERS,
    RECESSION,
    TEXT,
    by_hand,
    module,
    position,
)


def test_growth_and_change_by_hand():
    levels = np.array([100.0, 110, 99, 198, 100])
    np.testing.assert_allclose(datasets.growth(levels, 1), [10, -10, 100, -4900 / 99])
    np.testing.assert_allclose(datasets.growth(levels, 2), [-1, 80, 100 / 99])
    np.testing.assert_allclose(datasets.growth(levels), [0], atol=1e-12)
    np.testing.assert_allclose(datasets.change(levels, 1), [10, -11, 99, -98])
    np.testing.assert_allclose(datasets.change(levels, 3), [98, -10])
    np.testing.assert_allclose(datasets.change(levels), [0])
    np.testing.assert_allclose(datasets.change(np.array([0, -2, 5]), 1), [-2, 7])
    np.testing.assert_allclose(datasets.growth(np.array([2, 3]), 1), [50])


def test_change_does_not_wrap_around():
    np.testing.assert_array_equal(datasets.change(np.array([5, 3], np.uint8), 1), [-2])
    np.testing.assert_array_equal(datasets.change(np.array([-100, 100], np.int8), 1), [200])


def test_recession_ahead_by_hand():
    recession = np.array([0, 0, 1.0, 0, 0, 0, 1])
    ahead = datasets.recession_ahead
    np.testing.assert_array_equal(ahead(recession, 1), [0, 1, 0, 0, 0, 1])
    np.testing.assert_array_equal(ahead(recession, 2), [1, 1, 0, 0, 1])
    np.testing.assert_array_equal(ahead(recession, 3), [1, 1, 0, 1])
    np.testing.assert_array_equal(ahead(recession), [1, 1, 1])
    np.testing.assert_array_equal(ahead(np.array([1, 0, 0]), 2), [0])  # itself does not count


def test_inputs_by_hand():
    figures = datasets.economy()
    for back in (1, 4, 7):
        names, X = datasets.inputs(figures, back)
        assert names == (
            "GDP",
            "consumption",
            "investment",
            "government",
            "income",
            "prices",
            "money",
            "bill rate",
            "bill rate, change",
            "unemployment",
            "unemployment, change",
        )
        assert X.shape == (11, 203 - back)
        expected = np.array([by_hand(t, back) for t in range(back, 203)]).T
        np.testing.assert_allclose(X, expected, rtol=1e-12, atol=1e-12)
    # 1960Q1: GDP 2847.699 after 2710.349; bill rate 3.50 after 2.82; unemployment 5.2 after 5.8.
    column = datasets.inputs(figures)[1][:, 0]
    assert column[0] == pytest.approx(100 * (2847.699 / 2710.349 - 1))
    np.testing.assert_allclose(column[7:], [3.5, 0.68, 5.2, -0.6])


SERIES = [
    (datasets.growth, "levels", "back"),
    (datasets.change, "levels", "back"),
    (datasets.recession_ahead, "recession", "horizon"),
]


@pytest.mark.parametrize("function, name, steps", SERIES)
def test_series_of_the_wrong_kind_are_refused(function, name, steps, unchanged):
    good = np.array([1.0, 1, 1, 1, 1, 1])
    for bad, held in [
        ([1, 2, 3], "list"),
        ((1, 2, 3), "tuple"),
        ("123", "str"),
        (None, "NoneType"),
    ]:
        with pytest.raises(TypeError) as caught:
            function(bad, 1)
        assert str(caught.value) == (
            f"{name} is a {held}, expected a NumPy array of numbers; "
            f"try np.array({name}, dtype=float)"
        )
    for bad in (np.array(["1", "2"]), np.array([1, None]), np.array([1j, 2])):
        with pytest.raises(TypeError, match=f"^{name} is a ndarray, expected a NumPy array of num"):
            function(bad, 1)
    for bad in (good.reshape(6, 1), good.reshape(1, 6), np.array(1.0)):
        with pytest.raises(ValueError) as caught:
            function(bad, 1)
        assert str(caught.value) == (
            f"{name} has shape {bad.shape}, expected (n,), a single row, with n above {steps}, "
            "which is 1"
        )
    for many in (6, 7, 1000):
        with pytest.raises(ValueError, match=rf"shape \(6,\).*n above {steps}, which is {many}$"):
            function(good, many)
    for bad in (2.5, 1.0, True, "4", None):
        with pytest.raises(TypeError) as caught:
            function(good, bad)
        assert str(caught.value) == f"{steps} is {bad!r}, expected a whole number, 1 or more"
    for bad in (0, -1):
        with pytest.raises(ValueError) as caught:
            function(good, bad)
        assert str(caught.value) == f"{steps} is {bad}, expected a whole number, 1 or more"
    with unchanged(good):
        assert function(good, 5).shape == function(good, np.int64(5)).shape == (1,)
        function(good, 2)


@pytest.mark.parametrize("bad", [0, -1])
def test_growth_refuses_amounts_without_a_ratio(bad):
    for place, kind in itertools.product(range(3), (float, int)):
        levels = np.array([1, 2, 3], kind)
        levels[place] = bad
        with pytest.raises(ValueError) as caught:
            datasets.growth(levels, 1)
        assert str(caught.value) == (
            "levels holds a number that is not above 0, expected amounts above 0"
        )


@pytest.mark.parametrize("function, name, steps", SERIES)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_series_with_a_number_that_is_not_finite_are_refused(function, name, steps, bad):
    for place, kind in itertools.product(range(4), (np.float64, np.float32)):
        series = np.array([1, 0.5, 1, 1], kind)
        series[place] = bad
        with pytest.raises(ValueError) as caught:
            function(series, 2)
        assert str(caught.value) == (
            f"{name} holds a number that is not finite, expected finite numbers"
        )
    # Whole numbers and flags are finite by nature.
    for kind in (int, bool, np.uint8):
        assert function(np.array([1, 1, 1], kind), 2).shape == (1,)


def test_inputs_leave_the_figures_alone_and_refuse_a_strange_span(unchanged):
    figures = datasets.economy()
    with unchanged(figures.columns, figures.recession, figures.time):
        datasets.inputs(figures, 3)
    with pytest.raises(ValueError, match="back is 0"):
        datasets.inputs(figures, 0)
    with pytest.raises(ValueError, match="which is 203"):
        datasets.inputs(figures, 203)


def test_the_question_of_the_notebook():
    split = datasets.recession_forecast()
    assert split.X_train.shape == (11, 96) and split.Y_train.shape == (1, 96)
    assert split.X_test.shape == (11, 95) and split.Y_test.shape == (1, 95)
    assert split.X.shape == (11, 199) and split.mean.shape == split.spread.shape == (11, 1)
    assert (split.Y_train.sum(), split.Y_test.sum()) == (32, 18)
    ends = [[QUARTERS[t] for t in (part[0], part[-1])] for part in (split.train, split.test)]
    assert ends == [["1960Q1", "1983Q4"], ["1985Q1", "2008Q3"]]
    assert [QUARTERS[t] for t in (split.quarters[0], split.quarters[-1])] == ["1960Q1", "2009Q3"]
    assert split.names == datasets.inputs(datasets.economy())[0]
    assert set(np.unique(split.Y_train)) == set(np.unique(split.Y_test)) == {0, 1}
    assert {a.dtype for a in (split.X_train, split.Y_train, split.X)} == {np.dtype(float)}


@pytest.mark.parametrize("split_year", [1971, 1972, 1975, 1980, 1985, 1990, 2000])
def test_training_knows_nothing_from_the_split_year_on(split_year):
    cut = position(split_year)
    for horizon, back in itertools.product((1, 2, 3, 4, 6, 8), (1, 2, 4, 8)):
        split = datasets.recession_forecast(split_year, horizon, back)
        train, test = split.train.tolist(), split.test.tolist()
        # No label of training is decided in or after the split year; the next quarter's would be.
        assert max(train) + horizon == cut - 1
        assert train == list(range(back, cut - horizon))
        assert test == list(range(cut, 203 - horizon))
        assert set(range(train[-1] + 1, test[0])) == set(range(cut - horizon, cut))  # the gap
        assert split.quarters.tolist() == list(range(back, 203))
        figures = {t: by_hand(t, back) for t in range(back, 203)}
        rows = list(zip(*(figures[t] for t in train), strict=True))
        mean = [[statistics.fmean(row)] for row in rows]
        spread = [[statistics.pstdev(row)] for row in rows]
        np.testing.assert_allclose(split.mean, mean, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(split.spread, spread, rtol=1e-9)
        for part, chosen in [(split.X_train, train), (split.X_test, test), (split.X, figures)]:
            raw = np.array([figures[t] for t in chosen]).T
            np.testing.assert_allclose(part, (raw - mean) / spread, rtol=1e-8, atol=1e-9)
        for Y, chosen in [(split.Y_train, train), (split.Y_test, test)]:
            labels = [any(RECESSION[t + step] for step in range(1, horizon + 1)) for t in chosen]
            assert Y.tolist() == [labels]
        np.testing.assert_allclose(split.X_train.mean(axis=1), 0, atol=1e-9)
        np.testing.assert_allclose(split.X_train.std(axis=1), 1)
        assert np.abs(split.X_test.mean(axis=1)).max() > 0.1


def altered_from(cut):
    """Return figures that differ in every number of a quarter from `cut` on."""
    rng = np.random.RandomState(7)
    figures = datasets.parse_economy(TEXT)
    later = np.arange(203) >= cut
    columns = {
        name: np.where(later, values * rng.uniform(2, 9, 203) + 1, values)
        for name, values in figures.columns.items()
    }
    recession = np.where(later, 1 - figures.recession, figures.recession)
    return figures._replace(columns=columns, recession=recession)


def test_another_future_changes_nothing_of_training(monkeypatch):
    before = datasets.recession_forecast()
    monkeypatch.setattr(module, "economy", lambda: altered_from(position(1985)))
    after = datasets.recession_forecast()
    for name in ("X_train", "Y_train", "mean", "spread", "train", "test"):
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name))
    assert not np.isclose(before.X_test, after.X_test).any()
    # One quarter earlier, and training notices.
    monkeypatch.setattr(module, "economy", lambda: altered_from(position(1984, 12)))
    assert not np.array_equal(before.Y_train, datasets.recession_forecast().Y_train)


@pytest.mark.parametrize("horizon, back", [(4, 4), (1, 1), (6, 2), (2, 8)])
def test_nothing_from_the_end_year_on_is_used(horizon, back, monkeypatch):
    split = datasets.recession_forecast(1975, horizon, back, end_year=1985)
    whole = datasets.recession_forecast(1975, horizon, back)
    assert split.train.tolist() == whole.train.tolist()
    assert split.test.tolist() == list(range(position(1975), position(1985) - horizon))
    assert split.test[-1] + horizon == position(1984, 12)
    m = len(split.test)
    np.testing.assert_array_equal(split.X_test, whole.X_test[:, :m])
    np.testing.assert_array_equal(split.Y_test, whole.Y_test[:, :m])
    monkeypatch.setattr(module, "economy", lambda: altered_from(position(1985)))
    after = datasets.recession_forecast(1975, horizon, back, end_year=1985)
    for name in ("X_train", "Y_train", "X_test", "Y_test", "train", "test", "mean", "spread"):
        np.testing.assert_array_equal(getattr(split, name), getattr(after, name))


def test_an_end_after_the_file_changes_nothing():
    late, whole = datasets.recession_forecast(end_year=2010), datasets.recession_forecast()
    np.testing.assert_equal(late._asdict(), whole._asdict())


def test_a_shuffled_split_has_the_same_quarters_in_another_order():
    honest, split = datasets.recession_forecast(), datasets.recession_forecast(shuffle=0)
    assert len(split.train) == len(honest.train) == 96
    together = np.concatenate([split.train, split.test]).tolist()
    # Those of the gap have labels too, so they are dealt as well.
    assert sorted(together) == list(range(4, 199)) and len(split.test) == 99
    raw = np.array([by_hand(t, 4) for t in range(4, 203)]).T
    mean = raw[:, split.train - 4].mean(axis=1, keepdims=True)
    spread = raw[:, split.train - 4].std(axis=1, keepdims=True)
    for X, Y, part in [
        (split.X_train, split.Y_train, split.train),
        (split.X_test, split.Y_test, split.test),
    ]:
        np.testing.assert_allclose(X, (raw[:, part - 4] - mean) / spread, atol=1e-9)
        assert Y[0].tolist() == [any(RECESSION[t + 1 : t + 5]) for t in part]
    assert split.train.max() > 180 and split.test.min() < 20


def test_the_seed_of_a_shuffle_decides_and_the_global_one_is_left_alone():
    np.random.seed(1)  # noqa: NPY002
    state = np.random.get_state()  # noqa: NPY002
    orders = [datasets.recession_forecast(shuffle=seed).train.tolist() for seed in (0, 1, 2, 0)]
    assert orders[0] == orders[3]
    assert len({tuple(sorted(order)) for order in orders}) == 3
    np.testing.assert_equal(np.random.get_state(), state)  # noqa: NPY002


def test_a_shuffle_ends_where_the_end_year_says():
    split = datasets.recession_forecast(1975, end_year=1985, shuffle=3)
    together = sorted([*split.train, *split.test])
    assert together == list(range(4, position(1985) - 4))
    assert len(split.train) == len(datasets.recession_forecast(1975).train)


@pytest.mark.parametrize(
    "options, part, m, ones",
    [
        ({"split_year": 1961}, "training", 0, 0),
        ({"split_year": 1962}, "training", 4, 4),
        ({"split_year": 2008}, "test", 3, 3),
        ({"split_year": 2009}, "test", 0, 0),
        ({"split_year": 3000}, "test", 0, 0),
        ({"split_year": 1}, "training", 0, 0),
        ({"split_year": 1985, "end_year": 1985}, "test", 0, 0),
        ({"split_year": 1985, "end_year": 1989}, "test", 12, 0),
        ({"split_year": 1985, "end_year": 1}, "training", 0, 0),
        ({"split_year": 1985, "horizon": 202}, "training", 0, 0),
    ],
)
def test_a_split_that_leaves_a_class_out_is_refused(options, part, m, ones):
    with pytest.raises(ValueError) as caught:
        datasets.recession_forecast(**options)
    assert str(caught.value) == (
        f"split_year is {options['split_year']}: the {part} quarters are {m}, of which {ones} come "
        "before a recession; expected some that do and some that do not, so try another year"
    )


@pytest.mark.parametrize(
    "options, error, words",
    [
        ({"split_year": 1985.0}, TypeError, "split_year is 1985.0, expected a whole number"),
        ({"split_year": "1985"}, TypeError, "split_year is '1985', expected a whole number"),
        ({"split_year": True}, TypeError, "split_year is True"),
        ({"split_year": 0}, ValueError, "split_year is 0"),
        ({"end_year": 1985.5}, TypeError, "end_year is 1985.5, expected a whole number"),
        ({"end_year": -3}, ValueError, "end_year is -3"),
        ({"horizon": 0}, ValueError, "horizon is 0"),
        ({"horizon": 2.5}, TypeError, "horizon is 2.5"),
        ({"horizon": 203}, ValueError, "which is 203"),
        ({"back": 0}, ValueError, "back is 0"),
        ({"back": "4"}, TypeError, "back is '4'"),
        ({"back": 203}, ValueError, "which is 203"),
        ({"shuffle": -1}, ValueError, "seed is -1"),
        ({"shuffle": 2**32}, ValueError, "seed is 4294967296"),
        ({"shuffle": 0.5}, TypeError, "seed is 0.5"),
        ({"shuffle": True}, TypeError, "seed is True"),
    ],
)
def test_strange_settings_are_refused(options, error, words):
    with pytest.raises(error, match=re.escape(words)):
        datasets.recession_forecast(**options)
