"""How strong signals and gradients are, layer by layer."""

import numpy as np
import pytest

from classroom.layers import layer_signals
from classroom.lessons.training.experiments import Session, Settings
from nnlib import (
    full_forward_propagation,
    init_layers,
)
from nnlib.architecture import dense_architecture

LAYERS = dense_architecture([2, 25, 50, 50, 25, 1])


def test_signals_fade_with_the_small_start_and_hold_with_he():
    split = Session(Settings()).split
    small, he = (
        layer_signals(split.X_train, split.Y_train, init_layers(LAYERS, 2, scheme), LAYERS)
        for scheme in ("small", "he")
    )
    spread = small["activation"]
    assert all(after < before / 2 for before, after in zip(spread, spread[1:], strict=False))
    Y_hat, memory = full_forward_propagation(split.X_train, init_layers(LAYERS, 2), LAYERS)
    assert spread[-1] == pytest.approx(Y_hat.std())
    assert spread[0] == pytest.approx(np.mean([unit.std() for unit in memory["A1"]]))
    assert min(he["activation"]) > 0.05
    assert all(b > 10 * a for a, b in zip(small["gradient"], he["gradient"], strict=True))


def test_units_that_are_0_for_every_example_count_as_asleep():
    params_values = init_layers(dense_architecture([2, 4, 1]), 2)
    params_values["b1"][:] = [[-100], [-100], [-100], [100]]
    X, Y = np.array([[0.1, 0.2], [0.3, 0.4]]), np.array([[0, 1]])
    seen = layer_signals(X, Y, params_values, dense_architecture([2, 4, 1]))
    assert seen["asleep"] == [0.75, 0]
