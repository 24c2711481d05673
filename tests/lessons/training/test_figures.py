"""Notebook 07's pictures: that they show the numbers they were given, and say so in words."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from classroom.lessons.training.experiments import Session, Settings
from classroom.lessons.training.figures import (
    _step_axis,
    signals_by_layer,
    trainer_picture,
    trainer_words,
)
from classroom.svg import BLUE, ORANGE


@pytest.fixture(scope="module")
def numbers():
    session = Session(Settings())
    session.advance_to(100)
    return session.numbers()


def lines(ax):
    return {line.get_label(): line for line in ax.get_lines()}


def test_signals_are_drawn_for_every_layer():
    strengths = {"a": {"activation": [1, 0.1], "gradient": [0.01, 0.001]}}
    forward, backward = signals_by_layer(strengths).axes
    np.testing.assert_array_equal(lines(forward)["a"].get_ydata(), [1, 0.1])
    np.testing.assert_array_equal(lines(backward)["a"].get_ydata(), [0.01, 0.001])


def test_the_trainers_picture_and_words_hold_the_numbers(numbers):
    words = trainer_words(numbers)
    picture = ET.fromstring(trainer_picture(numbers))
    assert picture.attrib["aria-label"] == words
    assert words.startswith(
        f"After 100 steps at learning rate 0.32 the cost is {numbers['cost']:.3f}"
    )
    written = [part.text for part in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "step 100" in written
    assert any(text.startswith("2-8-8-1 · relu · he · rate 0.32 · batch 900") for text in written)


def test_the_words_name_what_is_wrong(numbers):
    stopped = trainer_words(numbers | {"stopped": "It diverged."})
    assert stopped == "It diverged. Press Reset, or move a slider."
    asleep = trainer_words(numbers | {"asleep": [0.5, 1]})
    assert "Every unit of layer 2 gives 0 for every point" in asleep
    slow = trainer_words(numbers | {"next_change": [1e-5, 2e-6, 1e-7]})
    assert "changes by less than 0.0001" in slow
    healthy = numbers | {"asleep": [0.5, 0.9], "next_change": [1e-7, 1e-3, 1e-7]}
    assert trainer_words(healthy) == trainer_words(numbers)
    blank = trainer_words(numbers | {"region": np.full((48, 72), 0.7)})
    assert "The whole plane gets class 1" in blank


@pytest.mark.parametrize("change", [0.0, np.inf, np.nan, 1e-30, 1e30])
def test_any_size_of_the_next_step_can_be_drawn(numbers, change):
    picture = trainer_picture(numbers | {"next_change": [change, 1e-3, 1e-3]})
    assert "nan" not in picture and "inf" not in picture
    dots = [float(at) for at in re.findall(r'<circle cx="([^"]*)"', picture)]
    assert len(dots) == 3 and all(726 <= at <= 886 for at in dots)


def test_the_heading_names_every_setting(numbers):
    settings = replace(
        numbers["settings"],
        activation="sigmoid",
        scheme="xavier",
        learning_rate=2.5,
        batch_size=30,
        noise=0.35,
        seed=7,
        speed=50,
    )
    picture = trainer_picture(numbers | {"settings": settings, "sizes": [2, 4, 1]})
    assert (
        ">2-4-1 · sigmoid · xavier · rate 2.5 · batch 30 · noise 0.35 · seed 7 · "
        "50 steps a picture<"
    ) in picture


@pytest.mark.parametrize(
    "column, colour, dashes",
    [(1, BLUE, ""), (2, ORANGE, "5 3"), (3, BLUE, ""), (4, ORANGE, "5 3")],
)
def test_each_curve_is_drawn_by_its_own_line(numbers, column, colour, dashes):
    def paths(curve):
        picture = ET.fromstring(trainer_picture(numbers | {"curve": curve}))
        return list(picture.iter("{http://www.w3.org/2000/svg}path"))

    changed = numbers["curve"].copy()
    changed[:, column] *= 0.9
    (line,) = [
        after.attrib
        for before, after in zip(paths(numbers["curve"]), paths(changed), strict=True)
        if before.attrib != after.attrib
    ]
    assert line["stroke"] == colour
    assert line["stroke-dasharray"] == dashes


def test_the_step_axis_has_room_to_grow():
    edges = [_step_axis(steps)[0] for steps in (0, 100, 101, 201, 501, 10_000)]
    assert edges == [100, 100, 200, 500, 1000, 10_000]
    assert _step_axis(1500)[1] == [(0, "0"), (1000, "1,000"), (2000, "2,000")]
