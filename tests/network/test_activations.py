"""Activations: values by hand, slopes by central differences, saturation, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnlib import ACTIVATIONS, relu, relu_backward, sigmoid, sigmoid_backward
from nnlib.activations import tanh, tanh_backward

FORWARD, BACKWARD = [sigmoid, relu, tanh], [sigmoid_backward, relu_backward, tanh_backward]
LN3 = np.log(3)
FINITE = st.floats(-1e4, 1e4)


@pytest.mark.parametrize(
    "function, Z, A",
    [
        (sigmoid, [[0, LN3, -LN3]], [[0.5, 0.75, 0.25]]),
        (sigmoid, [[0, 1, -2]], [[0.5, 0.7310585786300049, 0.11920292202211755]]),
        (relu, [[-2, -0.5, 0, 0.5, 3]], [[0, 0, 0, 0.5, 3]]),
        (tanh, [[0, LN3, -LN3 / 2]], [[0, 0.8, -0.5]]),
    ],
)
def test_a_value_worked_by_hand(function, Z, A):
    np.testing.assert_allclose(function(np.array(Z)), A, rtol=1e-15)


@pytest.mark.parametrize(
    "function, dA, Z, dZ",
    [
        (sigmoid_backward, [[2, 1, -4]], [[0, LN3, -LN3]], [[0.5, 0.1875, -0.75]]),
        (relu_backward, [[5, 6, -7, 8]], [[-2, 3, 0.5, -0.1]], [[0, 6, -7, 0]]),
        (tanh_backward, [[5, 1, -4]], [[0, LN3, -LN3 / 2]], [[5, 0.36, -3]]),
    ],
)
def test_a_slope_worked_by_hand(function, dA, Z, dZ):
    np.testing.assert_allclose(function(np.array(dA), np.array(Z)), dZ, rtol=1e-15)


def test_relu_has_slope_zero_at_its_corner():
    np.testing.assert_array_equal(relu_backward(np.array([[3, 3.0]]), np.array([[0, -0.0]])), 0)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_row_of_the_table_gives_a_function_and_its_slope(name):
    forward, backward = ACTIVATIONS[name]
    Z = np.array([[-3, -0.7, 0.2, 1.5, 4]])
    dA = np.array([[1, -2, 0.5, 3, -1]])
    slope = (forward(Z + 1e-6) - forward(Z - 1e-6)) / 2e-6
    np.testing.assert_allclose(backward(dA, Z), dA * slope, rtol=1e-8, atol=1e-9)


def test_the_table_names_the_articles_two_activations_and_tanh():
    assert dict(ACTIVATIONS) == {
        "relu": (relu, relu_backward),
        "sigmoid": (sigmoid, sigmoid_backward),
        "tanh": (tanh, tanh_backward),
    }


@given(FINITE)
def test_tanh_is_a_sigmoid_twice_as_high_and_twice_as_steep(z):
    assert tanh(z) == pytest.approx(2 * sigmoid(2 * z) - 1, abs=1e-15)


@given(arrays(float, array_shapes(max_dims=3, max_side=4), elements=FINITE))
def test_the_shape_is_kept_and_the_arguments_too(unchanged, Z):
    dA = np.cos(Z)
    with unchanged(Z, dA):
        results = [f(Z) for f in FORWARD] + [f(dA, Z) for f in BACKWARD]
    assert {result.shape for result in results} == {Z.shape}
    assert not any(np.shares_memory(result, Z) for result in results)


@given(FINITE)
def test_sigmoid_is_a_probability_and_the_two_classes_share_it(z):
    assert 0 <= sigmoid(z) <= 1
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, abs=1e-15)


@given(FINITE)
def test_sigmoid_keeps_its_relative_precision_in_the_tail(z):
    if z < 0:
        exact = np.exp(z) / (1 + np.exp(z))
        assert sigmoid(z) == pytest.approx(exact, rel=1e-14, abs=0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1e4, 1e30])
def test_saturation_is_exact_and_silent(dtype, size):
    Z = np.array([[-size, size]], dtype)
    dA = np.full((1, 2), 3, dtype)
    np.testing.assert_array_equal(sigmoid(Z), [[0, 1]])
    np.testing.assert_array_equal(relu(Z), np.array([[0, size]], dtype))
    np.testing.assert_array_equal(tanh(Z), [[-1, 1]])
    np.testing.assert_array_equal(sigmoid_backward(dA, Z), [[0, 0]])
    np.testing.assert_array_equal(tanh_backward(dA, Z), [[0, 0]])
    np.testing.assert_array_equal(relu_backward(dA, Z), [[0, 3]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_floating_point_type_is_kept(dtype):
    Z = np.array([[-1, 0, 2]], dtype)
    for result in [f(Z) for f in FORWARD] + [f(Z, Z) for f in BACKWARD]:
        assert result.dtype == dtype


def test_whole_numbers_are_taken():
    Z = np.array([[-1, 0, 2]])
    np.testing.assert_allclose(sigmoid(Z), sigmoid(Z.astype(float)), rtol=1e-15)
    np.testing.assert_array_equal(relu(Z), [[0, 0, 2]])
    np.testing.assert_allclose(sigmoid_backward(Z, Z), sigmoid_backward(1.0 * Z, 1.0 * Z))
    np.testing.assert_array_equal(relu_backward(Z, Z), [[0, 0, 2]])


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, bool])
def test_small_whole_numbers_are_taken(dtype):
    Z = np.array([[0, 1, 100]]).astype(dtype)
    for function in (sigmoid, tanh):
        np.testing.assert_allclose(function(Z), function(Z.astype(float)), rtol=1e-15)
    slopes = tanh_backward(Z, Z), tanh_backward(Z.astype(float), Z.astype(float))
    np.testing.assert_allclose(*slopes, rtol=1e-15)


@pytest.mark.parametrize("function", FORWARD + BACKWARD)
@pytest.mark.parametrize(
    "wrong, held",
    [
        (np.array([["1", "2"]]), "text"),
        (np.array([[1, None]]), "Python objects"),
        (np.array([[1j, 2]]), "complex numbers"),
        ("0.5", "text"),
        (None, "Python objects"),
    ],
)
def test_what_is_not_numbers_is_refused(refuses, function, wrong, held):
    name = "Z" if function in FORWARD else "dA"
    words = f"{name} holds {held}", "expected numbers", f"np.array({name}, dtype=float)"
    refuses(TypeError, words, function, *[wrong] * (1 if name == "Z" else 2))


@pytest.mark.parametrize("function", BACKWARD)
def test_a_Z_that_is_not_numbers_is_refused_by_the_slopes(refuses, function):
    dA, Z = np.ones((1, 2)), np.array([["1", "2"]])
    refuses(TypeError, ["Z holds text", "expected numbers"], function, dA, Z)


@pytest.mark.parametrize("function", BACKWARD)
@pytest.mark.parametrize("shape", [(1, 3), (2, 1), (3,), (3, 2), ()])
def test_shapes_that_would_only_broadcast_are_refused(refuses, function, shape):
    words = f"dA has shape {shape}", "Z has shape (2, 3)", "expected the same shape"
    refuses(ValueError, words, function, np.ones(shape), np.ones((2, 3)))


@pytest.mark.parametrize("function", [sigmoid, relu])
def test_a_list_is_refused(refuses, function):
    refuses(TypeError, ["Z is a list", "NumPy array", "np.array(Z)"], function, [0.0, 1.0])
