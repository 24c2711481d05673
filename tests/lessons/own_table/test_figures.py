"""Notebook 11's pictures, and what they say in words."""

import re

import numpy as np
import pytest

from classroom import datasets
from classroom.lessons.own_table import figures
from classroom.lessons.own_table.experiments import NO_BEAK, beak_run, choosing_run
from classroom.pictures import LOOKS

BLUE, ORANGE, INK, VIOLET = "#0072B2", "#D55E00", "#222222", "#332288"
BEAKS = {
    "learning_rate": 0.25,
    "units": 3,
    "epochs": 1,
    "seed": 7,
    "beaks": np.array([[35.0, 50.0, 60.0], [15.0, 20.0, 13.0]]),
    "male": np.array([0.0, 1.0, 0.0]),
    "answers": np.tile(np.linspace(0, 1, 72), (48, 1)),
    "learn": 2,
    "choose": 9,
    "rows": (3, 12),
    "stopped": None,
}
COSTS = {
    "learning_rate": 0.25,
    "layers": 1,
    "units": 3,
    "epoch": np.array([0, 1, 10, 600]),
    "learn": np.array([[0.8, 0.6, 0.3, 0.1], [0.8, 0.6, 0.3, 0.1]]),
    "choose": np.array([[0.9, 0.7, 0.4, 0.5], [0.9, 0.7, 0.4, 0.5]]),
    "same": 0.65,
    "lowest": (10, 0.4),
    "ends": (0.1, 0.5),
    "rows": (30, 10),
    "inputs": 5,
    "stopped": None,
}


def texts(picture):
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


def test_beaks_in_words():
    assert figures.beak_words(BEAKS) == (
        "With 3 hidden units, rate 0.25, 1 epoch and seed 7, the network tells the sex of 2 of the "
        "3 penguins that it learned from (67%), and of 9 of 12 others (75%)."
    )
    one = figures.beak_words({**BEAKS, "units": 1})
    assert one.startswith("With 1 hidden unit, rate 0.25")
    none = figures.beak_words({**BEAKS, "units": 0})
    assert none.startswith("With no hidden layer, rate 0.25")
    assert none.endswith(" The border is a straight line, and the seed changes nothing.")
    stopped = figures.beak_words({**BEAKS, "stopped": "Training diverged at step 3."})
    assert stopped.startswith("Training diverged at step 3. There: With 3 hidden units")


def test_beaks_are_circles_for_females_and_squares_for_males():
    picture = figures.beak_picture(BEAKS)
    assert picture.alt == figures.beak_words(BEAKS)
    for colour, cap, chosen in [(BLUE, "round", [0, 2]), (ORANGE, "square", [1])]:
        (dots,) = re.findall(
            rf'd="M([^"]*)h\.01" stroke="{colour}" stroke-width="6" stroke-linecap="{cap}"', picture
        )
        places = np.array([place.split() for place in dots.split("h.01M")], float)
        length, depth = BEAKS["beaks"][:, chosen]
        np.testing.assert_allclose(places[:, 0], 70 + 530 * (length - 31) / 30, atol=0.06)
        np.testing.assert_allclose(places[:, 1], 44 + 256 * (22.5 - depth) / 10, atol=0.06)


def test_the_border_lies_where_the_network_says_one_half():
    (border,) = re.findall(
        rf'<path d="M([^"]*)" fill="none" stroke="{INK}" stroke-width="2.5"',
        figures.beak_picture(BEAKS),
    )
    across = {float(point.split()[0]) for point in border.split("L")}
    assert across == {335.0}  # the middle of the plane
    same = figures.beak_picture({**BEAKS, "answers": np.full((48, 72), 0.4)})
    assert f'stroke="{INK}" stroke-width="2.5" stroke-dasharray="" stroke-linejoin' not in same


def test_the_legend_of_the_beaks():
    written = texts(figures.beak_picture(BEAKS))
    assert written[0] == "2-3-1 · rate 0.25 · 1 epoch · seed 7"
    for words in ("female", "male", "67%", "2 of 3", "75%", "9 of 12", "depth of the beak (mm)"):
        assert words in written
    assert texts(figures.beak_picture({**BEAKS, "units": 0}))[0].startswith("2-1 · rate")


def test_choosing_in_words():
    assert figures.choosing_words(COSTS) == (
        "With 3 hidden units and rate 0.25, the median cost of 2 seeds on the 30 rows to learn "
        "from ends at 0.100. On the 10 rows to choose by it is lowest after 10 epochs, 0.400, and "
        "ends at 0.500; always the same answer costs 0.650 there. The test part has not been "
        "looked at."
    )
    assert figures.choosing_words({**COSTS, "layers": 2}).startswith(
        "With 2 hidden layers of 3 and"
    )
    none = figures.choosing_words({**COSTS, "layers": 0})
    assert none.startswith("With no hidden layer and")
    assert none.endswith("logistic regression, and the units set nothing.")
    stopped = figures.choosing_words({**COSTS, "stopped": "It diverged."})
    assert stopped.startswith("A run diverged: It diverged. With")


@pytest.mark.parametrize("layers, sizes", [(0, "5-1"), (1, "5-3-1"), (3, "5-3-3-3-1")])
def test_choosing_is_drawn_in_the_colours_of_its_parts(layers, sizes):
    picture = figures.choosing_picture({**COSTS, "layers": layers})
    written = texts(picture)
    assert written[0] == f"{sizes} · rate 0.25"
    assert {"to learn from", "30 rows", "to choose by", "10 rows", "costs 0.65 there"} <= set(
        written
    )
    for colour, last in [(INK, 0.1), (VIOLET, 0.5)]:
        (thick,) = re.findall(
            rf'<path d="M([^"]*)" fill="none" stroke="{colour}" stroke-width="3.5"', picture
        )
        end = float(thick.split("L")[-1].split()[1])
        assert end == pytest.approx(60 + 222 * (1 - np.log10(last / 0.03) / 2), abs=0.06)


def test_costs_of_splits_draws_each_split_and_the_median():
    found = {
        name: {"cost": np.array(costs)}
        for name, costs in [("a", [0.7, 0.7, 0.7]), ("b", [0.5, 0.9, 0.4]), ("c", [0.3, 0.2, 0.1])]
    }
    found["network"] = {"cost": np.array([0.4, 0.25, 0.3])}
    fig = figures.costs_of_splits(found)
    (ax,) = fig.axes
    for row, (dots, middle) in enumerate(zip(ax.lines[::2], ax.lines[1::2], strict=True)):
        costs = list(found.values())[row]["cost"]
        np.testing.assert_array_equal(dots.get_xdata(), costs)
        assert np.abs(dots.get_ydata() - row).max() < 0.33
        assert set(middle.get_xdata()) == {np.median(costs)}
    assert [label.get_text() for label in ax.get_yticklabels()] == list(found)
    assert ax.lines[6].get_color() == LOOKS[0][0] and ax.yaxis_inverted()
    assert fig.alt == (
        "Costs on the test part of 3 splits, a dot for each, a line at the median. Median and "
        "range: a 0.700 (0.700 to 0.700); b 0.500 (0.400 to 0.900); c 0.200 (0.100 to 0.300); "
        "network 0.300 (0.250 to 0.400)."
    )


def test_real_numbers_can_be_drawn():
    assert "nan" not in figures.beak_picture(beak_run(0.3, 2, 10, 0))
    table = datasets.own_table(
        datasets.sample_table(), "male", ignore=NO_BEAK, missing="drop", report=None
    )
    numbers = choosing_run(table, 0.3, 1, 2, range(2), 10)
    assert figures.choosing_picture(numbers).alt == figures.choosing_words(numbers)
