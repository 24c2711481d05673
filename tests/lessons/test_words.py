"""How numbers, and mistakes that are refused, are said in words."""

import pytest

from classroom.datasets import by_hand
from classroom.words import counted, refusal
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
