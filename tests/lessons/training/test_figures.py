"""Notebook 07's pictures: that they show the numbers they were given, and say so in words."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from classroom import pictures
from classroom.lessons.training.experiments import Session, Settings, stages
from classroom.lessons.training.figures import (
    _step_axis,
    compare,
    mistakes_picture,
    signals_by_layer,
    stages_picture,
    trainer_picture,
    trainer_words,
)
from classroom.pictures import LN2
from classroom.svg import GREY, TEST, TRAINING


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
    alt = signals_by_layer(strengths).alt
    assert "activations. a: 1, 0.1. On the right" in alt and "gradients. a: 0.01, 0.001." in alt


def test_runs_are_compared_in_numbers_and_in_a_picture(monkeypatch, capsys):
    shown = []
    monkeypatch.setattr(pictures, "display", lambda data, raw: shown.append(data))
    compare({"a": (None, [0.7, 0.2], [0.5, 0.9]), "b": (None, [0.6, 0.1], [0.4, 0.95])}, 0.276)
    assert capsys.readouterr().out.splitlines() == [
        "a: cost 0.700 -> 0.200, accuracy 90.0%",
        "b: cost 0.600 -> 0.100, accuracy 95.0%",
    ]
    (data,) = shown
    assert "a: from 0.7 to 0.2; b: from 0.6 to 0.1" in data["text/plain"]


def test_the_stages_of_a_run_are_marked_on_its_cost_and_drawn_below():
    found = stages([0, 20, 40], hidden=(4,), learning_rate=1.0)
    fig = stages_picture(found)
    *planes, cost = fig.axes
    marks = [line.get_xydata()[0].tolist() for line in cost.get_lines() if line.get_marker() == "o"]
    assert marks == [[stage["steps"], stage["cost"]] for stage in found]
    levels = [line.get_ydata()[0] for line in cost.get_lines() if line.get_color() == GREY]
    assert levels == [LN2, found[0]["straight_line"]]
    for letter, plane, stage in zip("ABC", planes, found, strict=True):
        np.testing.assert_array_equal(plane.images[0].get_array(), stage["region"])
        right = f"{stage['accuracy']:.1%} right"
        assert plane.get_title() == f"{letter}: step {stage['steps']}, {right}"
    for stage in found:
        assert f"step {stage['steps']} the cost is {stage['cost']:.3f}" in fig.alt


def test_bars_count_the_splits_with_so_many_mistakes():
    fig = mistakes_picture({"a": [1, 1, 3], "b": [0, 2, 2]})
    heights = [[bar.get_height() for bar in bars] for bars in fig.axes[0].containers]
    assert heights == [[0, 2, 0, 1], [1, 0, 2, 0]]
    first, second = (bars[0] for bars in fig.axes[0].containers)
    assert first.get_hatch() != second.get_hatch()  # a second cue, beside the colour
    assert fig.alt.endswith("up to 3 mistakes. a: 0, 2, 0, 1; b: 1, 0, 2, 0.")


def test_the_trainers_picture_and_words_hold_the_numbers(numbers):
    words = trainer_words(numbers)
    picture = ET.fromstring(trainer_picture(numbers))
    assert picture.attrib["aria-label"] == words
    assert words.startswith(
        f"After 100 steps at learning rate 0.32 the cost is {numbers['cost']:.3f}"
    )
    written = [part.text for part in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "step 100" in written
    assert "2-8-8-1 · relu · he" in written
    assert any(text.startswith("rate 0.32 · batch 900") for text in written)


def test_the_words_name_what_is_wrong(numbers):
    stopped = trainer_words(numbers | {"stopped": "It diverged."})
    assert stopped == "It diverged. Press Reset, or move a slider."
    asleep = trainer_words(numbers | {"asleep": [0.5, 1]})
    assert "Every unit of layer 2 answers 0 to every point" in asleep
    slow = trainer_words(numbers | {"next_change": [1e-5, 2e-6, 1e-7]})
    assert "changes by less than 0.0001" in slow
    healthy = numbers | {"asleep": [0.5, 0.9], "next_change": [1e-7, 1e-3, 1e-7]}
    assert trainer_words(healthy) == trainer_words(numbers)
    blank = trainer_words(numbers | {"region": np.full((48, 72), 0.7)})
    assert "The whole plane gets class 1" in blank


@pytest.mark.parametrize(
    "plateau, said",
    [
        ("guessing", "That is near ln 2 = 0.693, the cost of guessing."),
        ("straight line", "That is near 0.312, the cost of the best straight line."),
        (None, "right class."),
    ],
)
def test_the_words_name_the_plateau(numbers, plateau, said):
    assert trainer_words(numbers | {"plateau": plateau, "straight_line": 0.312}).endswith(said)


@pytest.mark.parametrize(
    "plateau, said",
    [
        ("guessing", "That is near 0.693, the upper grey line."),
        ("straight line", "That is near 0.312, the lower grey line."),
        (None, "right class."),
    ],
)
def test_a_level_without_a_name_is_only_a_number(numbers, plateau, said):
    numbers = numbers | {"plateau": plateau, "straight_line": 0.312}
    assert trainer_words(numbers, named_levels=False).endswith(said)
    drawn = trainer_picture(numbers, named_levels=False)
    assert ">0.693<" in drawn and ">0.312<" in drawn
    assert "ln 2" not in drawn and ">line<" not in drawn
    named = trainer_picture(numbers)
    assert ">ln 2<" in named and ">line<" in named and ">0.693<" not in named


def test_both_plateaus_are_drawn_above_the_curve(numbers):
    """And where they are is what the data say: a level that moves, moves its line."""

    def level_lines(straight_line):
        picture = ET.fromstring(trainer_picture(numbers | {"straight_line": straight_line}))
        paths = [part.attrib for part in picture.iter("{http://www.w3.org/2000/svg}path")]
        at = [k for k, look in enumerate(paths) if look["stroke"] == GREY]
        curves = [k for k, look in enumerate(paths) if look["stroke"] in (TRAINING, TEST)]
        in_cost = [k for k in curves if k < at[0]]
        assert len(at) == 2 and len(in_cost) >= 2
        return [paths[k]["d"] for k in at]

    guessing, line = level_lines(0.276)
    guessing_again, line_moved = level_lines(0.4)
    assert guessing_again == guessing and line_moved != line


def test_no_label_can_reach_beyond_the_picture(numbers):
    """With DejaVu Sans, the widest of the fonts it may be shown in: 0.64 of the size a letter."""
    settings = replace(numbers["settings"], hidden=(50,) * 4, activation="sigmoid", scheme="xavier")
    settings = replace(settings, learning_rate=0.00013, noise=0.05, seed=20, speed=100)
    sizes = [2, 50, 50, 50, 50, 1]
    changed = {"settings": settings, "sizes": sizes, "next_change": [1e-3] * 5, "steps": 123_456}
    picture = ET.fromstring(trainer_picture(numbers | changed))
    for part in picture.iter("{http://www.w3.org/2000/svg}text"):
        if "transform" in part.attrib or not part.text:  # turned, its length runs up the picture
            continue
        wide = 0.72 if part.attrib["font-weight"] == "bold" else 0.64
        length = wide * float(part.attrib["font-size"]) * len(part.text)
        reach = {"start": 1, "middle": 0.5, "end": 0}[part.attrib["text-anchor"]]
        assert float(part.attrib["x"]) + reach * length <= 900, part.text


@pytest.mark.parametrize("change", [0.0, np.inf, np.nan, 1e-30, 1e30])
def test_any_size_of_the_next_step_can_be_drawn(numbers, change):
    picture = trainer_picture(numbers | {"next_change": [change, 1e-3, 1e-3]})
    assert "nan" not in picture and "inf" not in picture
    dots = [float(at) for at in re.findall(r'<circle cx="([^"]*)"', picture)]
    assert len(dots) == 3 and all(738 <= at <= 884 for at in dots)


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
    assert ">2-4-1 · sigmoid · xavier<" in picture
    assert ">rate 2.5 · batch 30 · noise 0.35 · seed 7 · 50 steps a picture<" in picture


@pytest.mark.parametrize(
    "column, colour, dashes",
    [(1, TRAINING, ""), (2, TEST, "5 3"), (3, TRAINING, ""), (4, TEST, "5 3")],
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
