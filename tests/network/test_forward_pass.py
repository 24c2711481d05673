"""The forward pass: by hand, shapes, types, saturation, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    full_forward_propagation,
    init_layers,
    predict,
    relu,
    sigmoid,
    single_layer_forward_propagation,
)
from nnlib.architecture import dense_architecture

SIZES = st.lists(st.integers(1, 6), min_size=2, max_size=5)


def test_a_layer_worked_by_hand():
    A_prev = np.array([[1.0, 2], [0, -1], [3, 0.5]])
    W_curr, b_curr = np.array([[1.0, 2, -1], [0.5, 0, 1]]), np.array([[1.0], [-2]])
    A, Z = single_layer_forward_propagation(A_prev, W_curr, b_curr, "relu")
    np.testing.assert_array_equal(Z, [[-1, 0.5], [1.5, -0.5]])
    np.testing.assert_array_equal(A, [[0, 0.5], [1.5, 0]])


def test_the_tiny_network_gives_the_numbers_worked_by_hand(tiny):
    Y_hat, memory = full_forward_propagation(tiny.X, tiny.params_values, tiny.nn_architecture)
    np.testing.assert_array_equal(Y_hat, tiny.Y_hat)
    np.testing.assert_equal(memory, tiny.memory)


@pytest.mark.parametrize("activation, function", [("relu", relu), ("sigmoid", sigmoid)])
def test_A_is_the_activation_of_Z_and_relu_unless_said_otherwise(good, activation, function):
    args = good.X, good.params_values["W1"], good.params_values["b1"]
    A, Z = single_layer_forward_propagation(*args, activation)
    np.testing.assert_array_equal(A, function(Z))
    np.testing.assert_array_equal(single_layer_forward_propagation(*args)[0], relu(Z))


@given(SIZES, st.integers(1, 8), st.sampled_from(["relu", "sigmoid"]))
def test_the_prediction_and_the_memory_have_the_shapes_of_the_layers(sizes, m, activation):
    nn_architecture = dense_architecture(sizes, activation)
    X = np.random.RandomState(m).randn(sizes[0], m)
    Y_hat, memory = full_forward_propagation(X, init_layers(nn_architecture), nn_architecture)
    shapes = {f"A{l}": (size, m) for l, size in enumerate(sizes[:-1])}
    shapes |= {f"Z{l}": (size, m) for l, size in enumerate(sizes[1:], start=1)}
    assert {key: values.shape for key, values in memory.items()} == shapes
    assert Y_hat.shape == (sizes[-1], m)
    assert (Y_hat >= 0).all() and (Y_hat <= 1).all()


@given(SIZES, st.integers(2, 8))
def test_every_example_is_predicted_as_if_it_were_alone(sizes, m):
    nn_architecture = dense_architecture(sizes)
    params_values = init_layers(nn_architecture, scheme="he")
    X = np.random.RandomState(m).randn(sizes[0], m)
    alone = [predict(X[:, [i]], params_values, nn_architecture) for i in range(m)]
    together = predict(X, params_values, nn_architecture)
    np.testing.assert_allclose(np.hstack(alone), together, rtol=1e-12)


def test_the_arguments_are_left_as_they_are(tiny, unchanged):
    args = tiny.X, tiny.params_values, tiny.nn_architecture
    with unchanged(*args):
        full_forward_propagation(*args)
        single_layer_forward_propagation(tiny.X, *(tiny.params_values[k] for k in ("W1", "b1")))


def test_the_last_layer_may_have_many_units_or_no_sigmoid(good):
    layer = [good.nn_architecture[0]]
    Y_hat, memory = full_forward_propagation(good.X, good.params_values, layer)
    assert Y_hat.shape == (3, 5)
    assert set(memory) == {"A0", "Z1"}
    np.testing.assert_array_equal(Y_hat, np.maximum(memory["Z1"], 0))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_the_floating_point_type_is_kept(good, dtype, activation):
    good.nn_architecture[0]["activation"] = activation
    params_values = {key: values.astype(dtype) for key, values in good.params_values.items()}
    X = good.X.astype(dtype)
    Y_hat, memory = full_forward_propagation(X, params_values, good.nn_architecture)
    assert {values.dtype for values in (Y_hat, *memory.values())} == {np.dtype(dtype)}


@pytest.mark.parametrize("dtype", [int, np.uint8, bool])
def test_X_may_be_whole_numbers(good, dtype):
    X = np.array([[1, 0, 1], [1, 1, 0]])
    expected = predict(X.astype(float), good.params_values, good.nn_architecture)
    Y_hat = predict(X.astype(dtype), good.params_values, good.nn_architecture)
    np.testing.assert_allclose(Y_hat, expected, rtol=1e-15)


@pytest.mark.parametrize("scale", [1e4, -1e4])
def test_saturation_is_silent_and_gives_probabilities(good, scale):
    params_values = {key: values * scale for key, values in good.params_values.items()}
    Y_hat, _ = full_forward_propagation(good.X, params_values, good.nn_architecture)
    assert np.isin(Y_hat, [0, 1]).all()


def test_a_wrong_X_is_refused(refuses, good, bad_X):
    wrong, error, words = bad_X
    for function in (full_forward_propagation, predict):
        refuses(error, words, function, wrong, good.params_values, good.nn_architecture)


def test_wrong_parameters_are_refused(refuses, good, bad_params):
    wrong, error, words = bad_params
    for function in (full_forward_propagation, predict):
        refuses(error, words, function, good.X, wrong, good.nn_architecture)


def test_a_wrong_architecture_is_refused(refuses, good, bad_architecture):
    wrong, error, words = bad_architecture
    for function in (full_forward_propagation, predict):
        refuses(error, words, function, good.X, good.params_values, wrong)


@pytest.mark.parametrize(
    "wrong, error, words",
    [
        (
            {"A_prev": np.ones((5, 2))},
            ValueError,
            ["A_prev has shape (5, 2), expected (2, m)", "W_curr has 2 columns", "try A_prev.T"],
        ),
        (
            {"A_prev": np.ones(2)},
            ValueError,
            ["A_prev has shape (2,)", "try A_prev.reshape(-1, 1)"],
        ),
        ({"A_prev": np.ones((2, 0))}, ValueError, ["shape (2, 0)", "at least one example"]),
        ({"A_prev": [[1], [2]]}, TypeError, ["A_prev is a list", "NumPy array"]),
        ({"W_curr": np.ones((2, 3))}, ValueError, ["expected (3, m)", "W_curr has 3 columns"]),
        ({"W_curr": np.ones(2)}, ValueError, ["W_curr has shape (2,)", "one row per unit"]),
        ({"W_curr": np.array([["1", "2"]] * 3)}, TypeError, ["W_curr holds text"]),
        (
            {"b_curr": np.ones((1, 3))},
            ValueError,
            ["b_curr has shape (1, 3), expected (3, 1): one number per unit", "try b_curr.T"],
        ),
        ({"b_curr": np.ones(3)}, ValueError, ["(3,), expected (3, 1)", "b_curr.reshape(-1, 1)"]),
        ({"b_curr": np.ones((1, 1))}, ValueError, ["b_curr has shape (1, 1), expected (3, 1)"]),
        ({"b_curr": 0.5}, TypeError, ["b_curr is a float", "NumPy array", "try np.full(("]),
        (
            {"activation": "step"},
            ValueError,
            ["'step'", "expected one of 'relu', 'sigmoid', 'tanh'"],
        ),
        ({"activation": relu}, ValueError, ["expected one of 'relu', 'sigmoid', 'tanh'"]),
    ],
)
def test_a_layer_refuses_what_does_not_fit(refuses, good, wrong, error, words):
    right = {"A_prev": good.X, "W_curr": good.params_values["W1"]}
    right |= {"b_curr": good.params_values["b1"], "activation": "relu"}
    single_layer_forward_propagation(**right)
    refuses(error, words, single_layer_forward_propagation, **(right | wrong))
