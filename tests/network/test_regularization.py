"""L2: by hand, by differences, in training, against an independent library, and refusals."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from nnlib import full_backward_propagation, full_forward_propagation, get_cost_value, train
from nnlib.architecture import dense_architecture
from nnlib.initialization import init_layers
from nnlib.optimizers import OPTIMIZERS
from nnlib.regularization import add_l2, l2_cost
from nnlib.trainer import Trainer


def test_a_cost_and_a_gradient_worked_by_hand(tiny, unchanged):
    # W1 holds 0.5, -0.25, 1, -1, and W2 holds 2, -1: their squares add up to 7.3125.
    arguments = tiny.params_values, tiny.nn_architecture
    with unchanged(*arguments, tiny.grads_values):
        assert l2_cost(*arguments, 0.5) == 0.25 * 7.3125
        grads_values = add_l2(tiny.grads_values, *arguments, 0.5)
    np.testing.assert_array_equal(grads_values["dW2"], [[-0.46875 + 1, -0.4375 - 0.5]])
    np.testing.assert_array_equal(grads_values["dW1"], [[-1.25, -1.375], [1, -0.375]])
    for key in ("db1", "db2"):
        np.testing.assert_array_equal(grads_values[key], tiny.grads_values[key])


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_the_gradient_is_the_slope_of_both_costs_together(moons, activation):
    X, _, Y, _ = moons
    nn_architecture = dense_architecture([2, 4, 3, 1], activation)
    # The biases are random, too: where a whole layer sleeps, without one Z is 0, ReLU's corner.
    params_values = init_layers(nn_architecture, seed=1, scheme="small")
    l2, h = 0.03, 1e-6  # a step so small that no example crosses a corner of ReLU

    def whole(params_values):
        Y_hat, _ = full_forward_propagation(X, params_values, nn_architecture)
        return get_cost_value(Y_hat, Y) + l2_cost(params_values, nn_architecture, l2)

    Y_hat, memory = full_forward_propagation(X, params_values, nn_architecture)
    grads = full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)
    grads = add_l2(grads, params_values, nn_architecture, l2)
    for key, values in params_values.items():
        for place in np.ndindex(values.shape):
            step = np.zeros_like(values)
            step[place] = h
            up, down = (whole(params_values | {key: values + s}) for s in (step, -step))
            assert grads[f"d{key}"][place] == pytest.approx((up - down) / (2 * h), abs=1e-8)


@pytest.mark.parametrize("l2", [0, 1e-3, 0.1])
def test_one_unit_ends_where_scikit_learns_logistic_regression_does(moons, l2):
    X, _, Y, _ = moons
    nn_architecture = dense_architecture([2, 1])
    params_values, _, _ = train(X, Y, nn_architecture, 4000, 2.0, l2=l2)
    # There the sum of all costs, times C, is weighed against half of the sum of w².
    C = 1 / (l2 * X.shape[1]) if l2 else np.inf
    other = LogisticRegression(C=C, tol=1e-12, max_iter=10_000).fit(X.T, Y[0])
    np.testing.assert_allclose(params_values["W1"], other.coef_, atol=1e-6)
    np.testing.assert_allclose(params_values["b1"][0], other.intercept_, atol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_trainer_takes_the_same_steps_as_train(moons, optimizer, dtype):
    X, _, Y, _ = moons
    X = X.astype(dtype)
    task = X, Y, dense_architecture([2, 6, 5, 1])
    options = {"scheme": "he", "optimizer": optimizer, "l2": 0.02}
    ours, costs, _ = train(*task, 30, 0.05, **options)
    trainer = Trainer(*task, 0.05, **options)
    assert trainer.step(30) == 30
    close = {"rtol": 1e-10, "atol": 1e-12} if dtype is np.float64 else {"rtol": 2e-3, "atol": 2e-4}
    for key, values in trainer.params_values.items():
        assert values.dtype == ours[key].dtype == dtype
        np.testing.assert_allclose(values, ours[key], **close)
    np.testing.assert_allclose(trainer.cost_history, costs, rtol=close["rtol"])


def test_in_blocks_of_mini_batches_it_does_as_step_by_step(moons):
    X, _, Y, _ = moons
    one, many = (
        Trainer(X, Y, dense_architecture([2, 8, 1]), 0.3, scheme="he", batch_size=30, l2=0.01)
        for _ in range(2)
    )
    many.step(95)
    for _ in range(95):
        one.step()
    for key, values in one.params_values.items():
        np.testing.assert_allclose(values, many.params_values[key], atol=1e-13)


def test_it_may_change_between_steps_and_0_is_as_if_it_were_not_there(moons):
    X, _, Y, _ = moons
    plain, other = (Trainer(X, Y, dense_architecture([2, 8, 1]), 0.3, scheme="he") for _ in "ab")
    other.l2 = 0
    plain.step(20)
    other.step(20)
    np.testing.assert_array_equal(plain.params_values["W1"], other.params_values["W1"])
    other.l2 = 1.0
    other.step(50)
    plain.step(50)
    assert np.abs(other.params_values["W1"]).sum() < np.abs(plain.params_values["W1"]).sum() / 10


BAD = [
    (-0.1, ValueError, ["l2 is -0.1", "expected a finite number 0 or more, such as 0.001"]),
    (np.nan, ValueError, ["l2 is nan", "0 or more"]),
    (np.inf, ValueError, ["l2 is inf", "0 or more"]),
    (10**400, ValueError, ["l2 is 1000", "0 or more"]),
    ("0.1", TypeError, ["l2 is '0.1'", "expected a number 0 or more"]),
    (True, TypeError, ["l2 is True", "expected a number 0 or more"]),
    (None, TypeError, ["l2 is None", "expected a number 0 or more"]),
    ([0.1], TypeError, ["l2 is [0.1]", "expected a number 0 or more"]),
]


@pytest.mark.parametrize("l2, error, words", BAD, ids=[repr(case[0])[:9] for case in BAD])
def test_a_strength_that_is_none_is_refused(refuses, good, l2, error, words):
    task = good.X, good.Y, good.nn_architecture
    network = good.params_values, good.nn_architecture
    refuses(error, words, train, *task, 1, 0.1, l2=l2)
    refuses(error, words, Trainer, *task, 0.1, l2=l2)
    refuses(error, words, l2_cost, *network, l2)
    refuses(error, words, add_l2, good.grads_values, *network, l2)
    trainer = Trainer(*task, 0.1)
    trainer.l2 = l2
    refuses(error, words, trainer.step)
    assert trainer.steps == 0


def test_wrong_parameters_and_gradients_are_refused(refuses, good, bad_params):
    wrong, error, words = bad_params
    refuses(error, words, l2_cost, wrong, good.nn_architecture, 0.1)
    refuses(error, words, add_l2, good.grads_values, wrong, good.nn_architecture, 0.1)


def test_wrong_gradients_are_refused(refuses, good, bad_grads):
    wrong, error, words = bad_grads
    refuses(error, words, add_l2, wrong, good.params_values, good.nn_architecture, 0.1)
