"""A network asked on its way, also where training diverged."""

import numpy as np

from classroom.learning import forecast_after
from nnlib import predict, train
from nnlib.architecture import dense_architecture
from nnlib.trainer import Trainer

RNG = np.random.RandomState(4)
X, Y = RNG.randn(2, 30), (RNG.rand(1, 30) < 0.5).astype(float)
NET = dense_architecture([2, 3, 1])


def trainer(rate, seed=1):
    return Trainer(X, Y, NET, rate, seed=seed, scheme="he")


def test_it_says_what_train_and_predict_say_after_so_many_epochs():
    asked = trainer(0.1)
    for epochs in (0, 1, 7):
        found = forecast_after(asked, epochs, X[:, :5])
        assert asked.steps == epochs
        if epochs:
            params_values, _, _ = train(X, Y, NET, epochs, 0.1, seed=1, scheme="he")
            np.testing.assert_allclose(found, predict(X[:, :5], params_values, NET))
    # A step that has been taken already is not taken back.
    np.testing.assert_array_equal(forecast_after(asked, 3, X[:, :5]), found)


def test_what_diverged_keeps_its_last_finite_answers():
    asked = trainer(1e200)
    for step in (1, 2, 5, 50):
        assert np.isfinite(forecast_after(asked, step, X)).all()
    assert asked.stopped and asked.steps < 50


def test_parameters_whose_answers_overflow_are_left_for_the_last_good_ones():
    overflowing = trainer(1e200, seed=3)
    overflowing.step()
    assert overflowing.stopped is None and not np.isfinite(overflowing.predict(X)).all()
    asked = trainer(1e200, seed=3)
    found = forecast_after(asked, 1, X)
    assert asked.stopped and np.isfinite(found).all()
    np.testing.assert_array_equal(found, trainer(1e200, seed=3).predict(X))  # the start's
