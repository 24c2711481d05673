"""Many starts trained side by side: each as if it were alone."""

import numpy as np
import pytest

from classroom.side_by_side import forecasts_on_the_way
from nnlib.architecture import dense_architecture
from nnlib.initialization import init_layers
from nnlib.trainer import Trainer

RNG = np.random.RandomState(7)
X, X_ALL = RNG.randn(3, 20), RNG.randn(3, 31)
Y = (X[:1] - X[1:2] * X[2:] > 0).astype(float)
STEPS = [0, 1, 4, 4, 30]


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("hidden", [(), (4,), (5, 2), (3, 4, 3)])
def test_each_start_is_trained_as_by_a_trainer_of_its_own(hidden, activation, unchanged):
    net = dense_architecture([3, *hidden, 1], activation)
    starts = [init_layers(net, seed, "he") for seed in (3, 0, 8)]
    with unchanged(starts, net, X, Y, X_ALL):
        found = forecasts_on_the_way(starts, net, X, Y, 0.3, STEPS, X_ALL)
    assert found.shape == (5, 3, 31)
    for k, start in enumerate(starts):
        trainer = Trainer(X, Y, net, 0.3, params_values=start)
        for step, Y_hat in zip(STEPS, found[:, k], strict=True):
            for _ in range(trainer.steps, step):
                trainer.step()
            np.testing.assert_allclose(Y_hat, trainer.predict(X_ALL)[0], rtol=1e-10)
    assert np.abs(found[-1] - found[0]).max() > 0.1, "something has been learned"


@pytest.mark.parametrize("rate, steps", [(1e200, [1, 9]), (1e308, [1]), (1e160, [2])])
def test_where_numbers_overflow_nothing_is_answered(rate, steps):
    net = dense_architecture([3, 4, 1])
    starts = [init_layers(net, seed, "he") for seed in range(3)]
    assert forecasts_on_the_way(starts, net, 1e3 * X, Y, rate, steps, X_ALL) is None


def test_one_overflow_among_many_is_enough():
    net = dense_architecture([3, 4, 1])
    good, bad = init_layers(net, 0, "he"), init_layers(net, 1, "he")
    assert forecasts_on_the_way([good, good], net, X, Y, 0.1, [3], X_ALL) is not None
    bad = {key: 1e200 * values for key, values in bad.items()}
    assert forecasts_on_the_way([good, bad], net, X, Y, 0.1, [3], X_ALL) is None
