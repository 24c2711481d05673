"""The numbers behind notebook 07's figures and panel."""

import numpy as np
import pytest

from classroom.lessons.training.experiments import Session, Settings
from classroom.plane import region
from nnlib import (
    full_backward_propagation,
    full_forward_propagation,
    get_accuracy_value,
    get_cost_value,
    predict,
    train,
)
from nnlib.architecture import dense_architecture


def test_a_session_is_the_same_run_as_train():
    session = Session(Settings(hidden=(6,), learning_rate=0.5, seed=3))
    session.advance_to(40)
    split = session.split
    params_values, cost, _ = train(
        split.X_train,
        split.Y_train,
        dense_architecture([2, 6, 1]),
        40,
        0.5,
        seed=3,
        scheme="he",
    )
    numbers = session.numbers()
    Y_hat = predict(split.X_test, params_values, dense_architecture([2, 6, 1]))
    assert numbers["steps"] == 40
    assert numbers["test_cost"] == pytest.approx(get_cost_value(Y_hat, split.Y_test), abs=1e-12)
    assert numbers["test_accuracy"] == get_accuracy_value(Y_hat, split.Y_test)
    by_step = {point[0]: point[1] for point in session.curve}
    assert by_step[20] == pytest.approx(cost[20], abs=1e-12)
    assert list(by_step) == list(range(0, 41, 2))


@pytest.mark.parametrize(
    "change",
    [
        {"hidden": (8, 7)},
        {"activation": "sigmoid"},
        {"scheme": "xavier"},
        {"learning_rate": 0.1},
        {"batch_size": 300},
        {"noise": 0.25},
        {"seed": 3},
    ],
    ids=str,
)
def test_every_setting_changes_the_run(change):
    """The picture's heading repeats the settings: it changes even where the run does not."""
    as_it_is, changed = Session(Settings()), Session(Settings(**change))
    for session in (as_it_is, changed):
        session.advance_to(3)
    assert changed.curve[-1][1] != as_it_is.curve[-1][1]


def test_the_numbers_are_those_of_the_parameters_as_they_are_now():
    session, net = Session(Settings(hidden=(6,), seed=3)), dense_architecture([2, 6, 1])
    session.advance_to(10)
    session.follow(Settings(hidden=(6,), seed=3, learning_rate=0.05))
    numbers, params_values = session.numbers(), session.trainer.params_values
    X, Y = session.split.X_train, session.split.Y_train
    Y_hat, memory = full_forward_propagation(X, params_values, net)
    grads_values = full_backward_propagation(Y_hat, Y, memory, params_values, net)
    assert numbers["accuracy"] == get_accuracy_value(Y_hat, Y)
    assert numbers["next_change"] == pytest.approx(
        [0.05 * np.sqrt(np.mean(grads_values[f"dW{l}"] ** 2)) for l in (1, 2)]
    )
    assert numbers["asleep"] == [np.mean(~memory["A1"].any(axis=1))]  # not of the output layer
    seen = region(lambda X: predict(X, params_values, net))
    np.testing.assert_allclose(numbers["region"], seen, atol=1e-12)


def test_a_session_stops_when_its_time_is_over_but_takes_one_step():
    session = Session(Settings())
    session.advance_to(10_000, seconds=0)
    assert session.trainer.steps == 1
    assert session.curve[-1][0] == 1


def test_the_curve_stays_short_and_keeps_its_first_point():
    session = Session(Settings(hidden=()))
    for step in range(1, 1000):
        session.advance_to(step)
    assert len(session.curve) <= Session.MOST_POINTS == 200
    assert [session.curve[0][0], session.curve[-1][0]] == [0, 999]


def test_a_session_that_diverges_says_so_and_keeps_finite_numbers():
    session = Session(Settings(hidden=(25, 50, 50, 25), scheme="small", learning_rate=1e4))
    session.advance_to(100)
    numbers = session.numbers()
    assert "diverged" in numbers["stopped"]
    assert np.isfinite(numbers["curve"]).all()
    Y_hat = session.trainer.predict(session.split.X_train)
    assert numbers["cost"] == get_cost_value(Y_hat, session.split.Y_train)
    session.reset()
    assert session.numbers()["stopped"] is None
    assert len(session.curve) == 1
    assert session.numbers()["steps"] == 0


def test_the_rate_can_be_turned_without_a_fresh_start():
    session = Session(Settings(learning_rate=0.1))
    session.advance_to(10)
    session.follow(Settings(learning_rate=0.2))
    assert session.trainer.learning_rate == 0.2
    assert session.trainer.steps == 10
