"""How numbers, and mistakes that are refused, are said in words."""

import numpy as np
import pytest

from classroom.datasets import by_hand
from classroom.words import after, and_besides, counted, points_right, refusal
from nnlib.forward_pass import full_forward_propagation
from nnlib.initialization import init_layers


def test_one_is_not_said_as_many_and_thousands_are_set_off():
    assert counted(1, "step") == "1 step"
    assert counted(0, "step") == "0 steps"
    assert counted(1234, "step") == "1,234 steps"
    assert (counted(1, "bias", "biases"), counted(2, "bias", "biases")) == ("1 bias", "2 biases")


def test_a_refusal_is_told_in_lines_that_fit():
    net, params_values, X, _ = by_hand()
    words = refusal(full_forward_propagation, X[:, 0], params_values, net)
    assert "X has shape (2,)" in words and max(map(len, words.splitlines())) <= 80
    with pytest.raises(AssertionError, match="init_layers took these arguments"):
        refusal(init_layers, net)


def test_a_run_is_told_by_its_steps_its_network_and_its_points():
    assert after(0) == "Before its first step" and after(1) == "After 1 step"
    words = "After 20 steps at learning rate 0.3 the 2-8-1 network gets 3 of 4 points right, 75.0%."
    assert points_right(20, "0.3", [2, 8, 1], 3, 4) == words


@pytest.mark.parametrize(
    ("stopped", "answers", "words"),
    [
        ("", [0.5, 0.7], ""),
        ("It diverged.", [0.2, 0.7], " It diverged."),
        ("", [0.6, 0.7], " It says class 1 everywhere: there is no line to draw."),
        ("", [0.5, 0.1], " It says class 0 everywhere: there is no line to draw."),
    ],
)
def test_what_is_said_besides(stopped, answers, words):
    assert and_besides(stopped, np.array([answers])) == words
