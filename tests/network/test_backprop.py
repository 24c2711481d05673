"""Backpropagation: by hand, by central differences, against autograd, saturated, refusals."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnlib import (
    full_backward_propagation,
    full_forward_propagation,
    get_cost_value,
    init_layers,
    predict,
    single_layer_backward_propagation,
)
from nnlib.architecture import dense_architecture


@st.composite
def networks(draw):
    """Draw (X, Y, params_values, nn_architecture), with every Z away from ReLU's corner."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4)) + [1]
    nn_architecture = dense_architecture(sizes)
    for layer in nn_architecture[:-1]:
        layer["activation"] = draw(st.sampled_from(["relu", "sigmoid"]))
    seed, scheme = draw(st.integers(0, 2**32 - 1)), draw(st.sampled_from(["small", "he"]))
    params_values = init_layers(nn_architecture, seed, scheme)
    rng = np.random.RandomState(seed)
    m = draw(st.integers(1, 8))
    X, Y = rng.uniform(-2, 2, (sizes[0], m)), rng.randint(0, 2, (1, m))
    _, memory = full_forward_propagation(X, params_values, nn_architecture)
    assume(all(np.abs(memory[key]).min() > 1e-4 for key in memory if key.startswith("Z")))
    return X, Y, params_values, nn_architecture


def gradient(X, Y, params_values, nn_architecture):
    Y_hat, memory = full_forward_propagation(X, params_values, nn_architecture)
    return full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)


def by_central_differences(X, Y, params_values, nn_architecture, step=1e-5):
    """Return the gradient from the cost alone, one parameter at a time."""
    params_values = {key: values.copy() for key, values in params_values.items()}
    slopes = {}
    for key, values in params_values.items():
        slopes[f"d{key}"] = np.empty_like(values)
        for i in np.ndindex(values.shape):
            middle, costs = values[i], []
            for values[i] in (middle + step, middle - step):
                costs.append(get_cost_value(predict(X, params_values, nn_architecture), Y))
            values[i] = middle
            slopes[f"d{key}"][i] = (costs[0] - costs[1]) / (2 * step)
    return slopes


def reference_cost(params_values, X, Y, nn_architecture):
    """Return the cost in autograd's NumPy, from the last Z: it needs no probabilities."""
    A = X
    for l, layer in enumerate(nn_architecture, start=1):
        Z = anp.dot(params_values[f"W{l}"], A) + params_values[f"b{l}"]
        A = anp.maximum(Z, 0) if layer["activation"] == "relu" else 0.5 + 0.5 * anp.tanh(Z / 2)
    return anp.mean(anp.logaddexp(0, Z) - Y * Z)


def test_the_tiny_network_gives_the_gradient_worked_by_hand(tiny):
    grads_values = full_backward_propagation(
        tiny.Y_hat, tiny.Y, tiny.memory, tiny.params_values, tiny.nn_architecture
    )
    np.testing.assert_equal(grads_values, tiny.grads_values)


@pytest.mark.parametrize(
    "activation, dA_prev, dW, db",
    [
        # dZ = [[1, 0], [0, -4]]
        ("relu", [[0.5, -12], [2, 4]], [[0.5, 1.5], [-4, 2]], [[0.5], [-2]]),
        # at Z = 0 the slope is 1/4: dZ = [[0.25, 0.5], [0.5, -1]]
        ("sigmoid", [[1.625, -2.75], [0, 2]], [[0.625, 0.125], [-0.75, 1.25]], [[0.375], [-0.25]]),
    ],
)
def test_a_layer_worked_by_hand(activation, dA_prev, dW, db):
    dA_curr, A_prev = np.array([[1.0, 2], [2, -4]]), np.array([[1.0, 2], [3, -1]])
    W_curr, b_curr = np.array([[0.5, 2], [3, -1]]), np.array([[7.0], [7]])
    Z_curr = np.array([[1.0, -1], [-2, 3]]) if activation == "relu" else np.zeros((2, 2))
    result = single_layer_backward_propagation(dA_curr, W_curr, b_curr, Z_curr, A_prev, activation)
    for values, expected in zip(result, (dA_prev, dW, db), strict=True):
        np.testing.assert_array_equal(values, expected)


@settings(max_examples=200)
@given(networks())
def test_the_gradient_is_the_slope_of_the_cost(network):
    # A difference of costs near 0.7 over 2e-5 is rounded at 1e-11, curved at 1e-10.
    grads_values = gradient(*network)
    for key, slopes in by_central_differences(*network).items():
        np.testing.assert_allclose(grads_values[key], slopes, rtol=1e-6, atol=1e-9, err_msg=key)


@given(networks())
def test_prediction_cost_and_gradient_agree_with_autograd(network):
    X, Y, params_values, nn_architecture = network
    cost, slopes = value_and_grad(reference_cost)(params_values, X, Y, nn_architecture)
    Y_hat, memory = full_forward_propagation(X, params_values, nn_architecture)
    logits = memory[f"Z{len(nn_architecture)}"]
    np.testing.assert_allclose(Y_hat, np.exp(-np.logaddexp(0, -logits)), rtol=0, atol=1e-10)
    assert get_cost_value(Y_hat, Y) == pytest.approx(cost, abs=1e-10)
    grads_values = gradient(*network)
    assert set(grads_values) == {f"d{key}" for key in slopes}
    for key, values in slopes.items():
        np.testing.assert_allclose(grads_values[f"d{key}"], values, rtol=0, atol=1e-10)


@given(networks())
def test_the_gradient_has_the_shapes_of_the_parameters_and_changes_nothing(unchanged, network):
    X, Y, params_values, nn_architecture = network
    Y_hat, memory = full_forward_propagation(X, params_values, nn_architecture)
    with unchanged(Y_hat, Y, memory, params_values, nn_architecture):
        grads = full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)
    assert {key: values.shape for key, values in grads.items()} == {
        f"d{key}": values.shape for key, values in params_values.items()
    }


def test_a_layer_leaves_its_arguments_as_they_are(good, unchanged):
    args = good.memory["Z1"], good.params_values["W1"], good.params_values["b1"], good.memory["Z1"]
    for activation in ("relu", "sigmoid"):
        with unchanged(*args, good.X):
            single_layer_backward_propagation(*args, good.X, activation)


@pytest.mark.parametrize("sizes", [[2, 1], [2, 3, 1]])
def test_the_gradient_is_the_mean_of_the_examples_gradients(good, sizes):
    nn_architecture = dense_architecture(sizes)
    params_values = init_layers(nn_architecture, scheme="he")
    together = gradient(good.X, good.Y, params_values, nn_architecture)
    alone = [
        gradient(good.X[:, [i]], good.Y[:, [i]], params_values, nn_architecture) for i in range(5)
    ]
    for key, values in together.items():
        np.testing.assert_allclose(values, np.mean([g[key] for g in alone], axis=0), rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("labels", [int, bool, np.uint8, np.float32, np.float64])
@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_the_floating_point_type_is_kept_whatever_the_labels(good, dtype, labels, activation):
    good.nn_architecture[0]["activation"] = activation
    params_values = {key: values.astype(dtype) for key, values in good.params_values.items()}
    args = good.X.astype(dtype), good.Y.astype(labels), params_values, good.nn_architecture
    assert {values.dtype for values in gradient(*args).values()} == {np.dtype(dtype)}


def test_X_may_be_whole_numbers(good):
    X = np.array([[1, 0, 1, 2, 3], [1, 1, 0, -1, 2]])
    args = good.Y, good.params_values, good.nn_architecture
    expected = gradient(X.astype(float), *args)
    for key, values in gradient(X, *args).items():
        np.testing.assert_allclose(values, expected[key], rtol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_saturated_network_gets_the_right_gradient(dtype):
    # One layer, Z = ±1e4: the predictions are exactly 0 and 1, the first two of them wrong.
    layer = dense_architecture([1, 1])
    X, Y = np.array([[1, -1, 1, -1]], dtype), np.array([[0, 1, 1, 0]])
    params_values = {"W1": np.array([[1e4]], dtype), "b1": np.zeros((1, 1), dtype)}
    grads_values = gradient(X, Y, params_values, layer)
    np.testing.assert_array_equal(grads_values["dW1"], [[0.5]])  # ((1-0)·1 + (0-1)·(-1)) / 4
    np.testing.assert_array_equal(grads_values["db1"], [[0]])


def test_a_deep_saturated_network_agrees_with_autograd(good):
    params_values = {key: values * 1e4 for key, values in good.params_values.items()}
    args = good.X, good.Y, params_values, good.nn_architecture
    _, slopes = value_and_grad(reference_cost)(params_values, *args[:2], good.nn_architecture)
    assert np.abs(slopes["W1"]).max() > 100
    for key, values in gradient(*args).items():
        np.testing.assert_allclose(values, slopes[key[1:]], rtol=1e-12)


def test_the_articles_two_steps_turn_into_nan_where_the_cancelled_form_does_not(good):
    params_values = {key: values * 1e4 for key, values in good.params_values.items()}
    args = good.params_values, good.nn_architecture
    for params, two_steps_work in [(good.params_values, True), (params_values, False)]:
        args = params, good.nn_architecture
        Y_hat, memory = full_forward_propagation(good.X, *args)
        with np.errstate(divide="ignore", invalid="ignore"):
            dA = -(good.Y / Y_hat - (1 - good.Y) / (1 - Y_hat))
            dZ = dA * Y_hat * (1 - Y_hat)
        db2 = full_backward_propagation(Y_hat, good.Y, memory, *args)["db2"]
        assert np.isfinite(db2).all()
        assert np.isfinite(dZ).all() == two_steps_work
        if two_steps_work:
            np.testing.assert_allclose(dZ.mean(axis=1, keepdims=True), db2, rtol=1e-12)


def backward(good, **wrong):
    args = {key: getattr(good, key) for key in ("Y_hat", "Y", "memory", "params_values")}
    return full_backward_propagation(**(args | {"nn_architecture": good.nn_architecture} | wrong))


def test_a_wrong_prediction_is_refused(refuses, good, bad_Y_hat):
    wrong, error, words = bad_Y_hat
    refuses(error, words, backward, good, Y_hat=wrong)


def test_a_wrong_label_is_refused(refuses, good, bad_Y):
    wrong, error, words = bad_Y
    refuses(error, words, backward, good, Y=wrong)


def test_wrong_parameters_are_refused(refuses, good, bad_params):
    wrong, error, words = bad_params
    refuses(error, words, backward, good, params_values=wrong)


def test_a_wrong_architecture_is_refused(refuses, good, bad_architecture):
    wrong, error, words = bad_architecture
    refuses(error, words, backward, good, nn_architecture=wrong)


def test_a_network_that_is_no_classifier_is_refused(refuses, good):
    good.nn_architecture[-1]["activation"] = "relu"
    words = "layer 2, the last", "expected output_dim 1 and activation 'sigmoid'"
    refuses(ValueError, words, backward, good)


def memory_without(*keys, **changed):
    return lambda memory: {k: v for k, v in (memory | changed).items() if k not in keys}


@pytest.mark.parametrize(
    "change, error, words",
    [
        (memory_without("Z1"), ValueError, ["memory has no Z1:", "expected A0, Z1, A1, Z2"]),
        (memory_without("A1", "Z2"), ValueError, ["memory has no A1, Z2:", "found A0, Z1"]),
        (lambda memory: None, TypeError, ["memory is a NoneType", "expected a dict"]),
        (
            memory_without(A1=np.ones((5, 3))),
            ValueError,
            ["A1 has shape (5, 3), expected (3, 5): memory of the forward pass on X", "try A1.T"],
        ),
        (memory_without(A1=np.ones((3, 4))), ValueError, ["A1 has shape (3, 4), expected (3, 5)"]),
        (memory_without(A1=[[1]]), TypeError, ["A1 is a list", "NumPy array"]),
        (memory_without(Z1=np.ones((3, 4))), ValueError, ["shape (3, 4)", "expected (3, 5)"]),
        (memory_without(A0=np.ones((5, 2))), ValueError, ["shape (5, 2)", "expected (2, "]),
    ],
)
def test_a_memory_that_does_not_fit_is_refused(refuses, good, change, error, words):
    refuses(error, words, backward, good, memory=change(good.memory))


@pytest.mark.parametrize("key, rows", [("A0", 2), ("Z1", 3)])
def test_a_memory_that_does_not_fit_is_named(refuses, good, key, rows):
    words = [f"{key} has shape ({rows}, 4), expected ({rows}, 5)"]
    refuses(ValueError, words, backward, good, memory=good.memory | {key: np.ones((rows, 4))})


@pytest.mark.parametrize("dtype", [np.uint8, bool])
def test_predictions_may_be_whole_numbers(good, dtype):
    good.Y_hat = np.array([[1, 0, 0, 0, 1]])  # the last two are off by one
    expected = backward(good, Y_hat=good.Y_hat.astype(float))["dW2"]
    dW2 = backward(good, Y_hat=good.Y_hat.astype(dtype))["dW2"]
    np.testing.assert_allclose(dW2, expected, rtol=1e-15)


@pytest.mark.parametrize(
    "changed, error, words",
    [
        ({"dA_curr": np.ones((5, 3))}, ValueError, ["dA_curr has shape (5, 3)", "try dA_curr.T"]),
        ({"dA_curr": np.ones((1, 5))}, ValueError, ["dA_curr has shape (1, 5)", "(3, 5)"]),
        ({"dA_curr": np.ones((3, 5)).astype(str)}, TypeError, ["dA_curr holds text"]),
        ({"W_curr": np.ones((2, 3))}, ValueError, ["b_curr has shape (3, 1), expected (2, 1)"]),
        ({"W_curr": np.ones(3)}, ValueError, ["W_curr has shape (3,)", "one row per unit"]),
        ({"b_curr": np.ones(3)}, ValueError, ["b_curr has shape (3,)", "b_curr.reshape(-1, 1)"]),
        ({"b_curr": np.ones((1, 3))}, ValueError, ["expected (3, 1)", "try b_curr.T"]),
        ({"Z_curr": np.ones((3, 4))}, ValueError, ["Z_curr has shape (3, 4), expected (3, 5)"]),
        ({"Z_curr": [1.0]}, TypeError, ["Z_curr is a list", "NumPy array"]),
        ({"A_prev": np.ones((5, 2))}, ValueError, ["A_prev has shape (5, 2)", "try A_prev.T"]),
        ({"A_prev": np.ones((2, 0))}, ValueError, ["A_prev", "at least one example"]),
        ({"activation": "step"}, ValueError, ["activation is 'step'", "'relu', 'sigmoid', 'tanh'"]),
    ],
)
def test_a_layer_refuses_what_does_not_fit(refuses, good, changed, error, words):
    right = {"dA_curr": np.ones((3, 5)), "Z_curr": np.ones((3, 5)), "A_prev": good.X}
    right |= {f"{key}_curr": good.params_values[f"{key}1"] for key in "Wb"}
    single_layer_backward_propagation(**right)
    refuses(error, words, single_layer_backward_propagation, **(right | changed))
