"""The still pictures of notebook 10."""

import itertools

import numpy as np
import pytest

from classroom.datasets import economy, growth, recession_forecast
from classroom.lessons.a_nations_economy import figures
from tests.lessons.a_nations_economy.by_hand import GREEN, INK, RUNS


def test_levels_and_growth_draws_both_and_the_recessions():
    data = economy()
    gdp = data.columns["realgdp"]
    percent = growth(gdp)
    fig = figures.levels_and_growth(data.time, gdp, percent, RUNS)
    top, bottom = fig.axes
    np.testing.assert_array_equal(top.lines[0].get_ydata(), gdp / 1000)
    np.testing.assert_array_equal(top.lines[0].get_xdata(), data.time)
    np.testing.assert_array_equal(bottom.lines[0].get_ydata(), percent)
    np.testing.assert_array_equal(bottom.lines[0].get_xdata(), data.time[4:])
    assert set(bottom.lines[1].get_ydata()) == {0}
    for ax in fig.axes:
        shades = [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in ax.patches]
        np.testing.assert_allclose(shades, [(1959 + a / 4, 1959 + (b + 1) / 4) for a, b in RUNS])
        assert ax.get_xlim() == (1959, 2009.75)
    assert top.get_ylabel() == "trillion dollars (2005)" and top.get_ylim()[0] == 0
    assert bottom.get_ylabel() == "%" and bottom.get_xlabel() == "year (grey: recession)"
    assert [ax.get_title() for ax in fig.axes] == [
        "GDP, the level",
        "GDP, its growth over the last four quarters",
    ]


def test_split_strips_cover_exactly_the_quarters_of_each_part():
    time = economy().time
    splits = {"by time": recession_forecast(), "at random": recession_forecast(shuffle=0)}
    (ax,) = figures.split_strips(time, splits).axes
    assert len(ax.collections) == 4
    for k, (row, part) in enumerate(itertools.product(range(2), ("train", "test"))):
        bars = ax.collections[k]
        covered = []
        for path in bars.get_paths():
            (left, low), (right, high) = path.vertices.min(axis=0), path.vertices.max(axis=0)
            assert (low, high) == pytest.approx((row - 0.35, row + 0.35))
            covered += np.arange(left, right, 0.25).tolist()
        chosen = getattr(list(splits.values())[row], part)
        np.testing.assert_allclose(sorted(covered), np.sort(time[chosen]))
        colour = {"train": INK, "test": GREEN}[part]
        edge = "#" + "".join(f"{round(255 * v):02X}" for v in bars.get_edgecolor()[0][:3])
        assert edge == colour
        assert bool(bars.get_hatch()) == (part == "test")
    assert [len(strip.get_paths()) for strip in ax.collections[:2]] == [1, 1]
    assert [label.get_text() for label in ax.get_yticklabels()] == list(splits)
    assert [label.get_text() for label in ax.get_legend().get_texts()] == ["training", "test"]
    assert ax.get_xlabel() == "year" and ax.yaxis_inverted()


def test_costs_by_units_draws_medians_and_the_whole_spread():
    table = {
        0: {"train": [0.5, 0.4, 0.3], "test": [0.6, 0.5, 0.9]},
        16: {"train": [0.02, 0.3, 0.1], "test": [2.0, 1.0, 4.0]},
    }
    (ax,) = figures.costs_by_units(table).axes
    expected = [
        (INK, [0.4, 0.1], [(0.3, 0.5), (0.02, 0.3)], "training years"),
        (GREEN, [0.6, 2.0], [(0.5, 0.9), (1.0, 4.0)], "test years"),
    ]
    for drawn, (colour, middle, spread, label) in zip(ax.containers, expected, strict=True):
        line, _, (bars,) = drawn
        np.testing.assert_allclose(line.get_ydata(), middle)
        assert np.round(line.get_xdata()).tolist() == [0, 1]
        assert line.get_color() == colour and drawn.get_label() == label
        np.testing.assert_allclose(
            [sorted(bar[:, 1]) for bar in map(np.array, bars.get_segments())], spread
        )
    assert ax.get_yscale() == "log"
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "16"]
    ticks = {
        label.get_text(): at
        for at, label in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)
    }
    assert ticks == {"0.03": 0.03, "0.1": 0.1, "0.3": 0.3, "1": 1, "3": 3}
    assert ax.get_xlabel() == "units in the hidden layer (0: none)"
    assert ax.get_ylabel() == "cost (nats), log scale"
    assert [label.get_text() for label in ax.get_legend().get_texts()] == [
        "training years",
        "test years",
    ]


def test_before_recessions_marks_training_and_test_apart():
    prices, rates = np.array([1.0, 2, 3, 4, 5]), np.array([2.0, 4, 6, 8, 10])
    marked = {"1973": (4, 8, False), "1990": (5, 10, True), "1969": (3, 6, np.False_)}
    (ax,) = figures.before_recessions(prices, rates, marked).axes
    every, training, test = ax.lines
    np.testing.assert_array_equal(every.get_data(), [prices, rates])
    np.testing.assert_array_equal(training.get_data(), [[4, 3], [8, 6]])
    np.testing.assert_array_equal(test.get_data(), [[5], [10]])
    assert (training.get_color(), test.get_color()) == (INK, GREEN)
    assert training.get_marker() != test.get_marker()
    assert {text.get_text(): tuple(text.xy) for text in ax.texts} == {
        "1973": (4, 8),
        "1969": (3, 6),
        "1990": (5, 10),
    }
    assert ax.get_xlabel() == "rise of prices over a year (%)"
    assert ax.get_ylabel() == "bill rate (% a year)"
    assert [label.get_text() for label in ax.get_legend().get_texts()] == [
        "all quarters",
        "before a recession, training years",
        "before a recession, test years",
    ]


@pytest.mark.parametrize(
    "in_test, colour, words",
    [
        (False, INK, ["all quarters", "before a recession, training years"]),
        (True, GREEN, ["all quarters", "before a recession, test years"]),
    ],
)
def test_before_recessions_passes_over_a_part_that_has_none(in_test, colour, words):
    prices, rates = np.array([1.0, 2, 3, 4, 5]), np.array([2.0, 4, 6, 8, 10])
    marked = {"1973": (4, 8, in_test), "1969": (3, 6, in_test)}
    (ax,) = figures.before_recessions(prices, rates, marked).axes
    _, drawn = ax.lines
    np.testing.assert_array_equal(drawn.get_data(), [[4, 3], [8, 6]])
    assert drawn.get_color() == colour
    assert [text.get_text() for text in ax.texts] == ["1973", "1969"]
    assert [label.get_text() for label in ax.get_legend().get_texts()] == words
    (ax,) = figures.before_recessions(prices, rates, {}).axes
    assert len(ax.lines) == 1 and not ax.texts
