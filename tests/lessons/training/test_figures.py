"""Notebook 07's pictures: that they show the numbers they were given, and say so in words."""

import numpy as np

from classroom import pictures
from classroom.lessons.training.experiments import stages
from classroom.lessons.training.figures import (
    compare,
    mistakes_picture,
    signals_by_layer,
    stages_picture,
)
from classroom.pictures import LN2
from classroom.svg import GREY


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
    found = stages([0, 20, 40], hidden=(4,), rate=1.0)
    fig = stages_picture(found)
    *planes, cost = fig.axes
    marks = [line.get_xydata()[0].tolist() for line in cost.get_lines() if line.get_marker() == "o"]
    assert marks == [[stage["steps"], stage["cost"]] for stage in found]
    levels = [line.get_ydata()[0] for line in cost.get_lines() if line.get_color() == GREY]
    assert levels == [LN2, found[0]["straight_line"]]
    for letter, plane, stage in zip("ABC", planes, found, strict=True):
        np.testing.assert_array_equal(plane.images[0].get_array(), stage["answers"])
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
