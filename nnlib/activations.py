"""Activations: the bend after each layer, and its slope. Notebook 02.

All these functions work entry by entry: the result has the shape of Z. What holds no numbers is
refused with a TypeError, and two shapes that differ are refused with a ValueError.
Source: the article's section "Activation functions".
"""

import numpy as np

from nnlib.validation import check_numbers, check_slope, tiny_is_zero


@tiny_is_zero
def sigmoid(Z):
    """Squash any number into the range from 0 to 1: A = 1 / (1 + exp(-Z)).

    Z : array or number
    Returns A : array; exact 0 and 1 are reached only where rounding leaves no choice
    """
    check_numbers("Z", Z)
    return _sigmoid(Z)


def _sigmoid(Z):
    if np.asarray(Z).dtype.kind != "f":
        Z = np.asarray(Z, dtype=float)  # 8-bit whole numbers would wrap around in -|Z|
    # exp of a large positive number overflows, so only exp(-|Z|) is ever computed:
    # for Z < 0 the fraction 1 / (1 + exp(-Z)) is widened by exp(Z).
    small = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, small) / (1 + small)


def relu(Z):
    """Keep what is positive, flatten the rest: A = max(0, Z).

    Z : array or number
    Returns A : array
    """
    check_numbers("Z", Z)
    return _relu(Z)


def _relu(Z):
    return np.maximum(np.asarray(Z), 0)


@tiny_is_zero
def sigmoid_backward(dA, Z):
    """Pass a gradient back through the sigmoid: dZ = dA * A * (1 - A), with A = sigmoid(Z).

    dA, Z : array, the cost's slope with respect to A, per example, and the forward pass's Z
    Returns dZ : array
    """
    check_slope(dA, Z)
    return _sigmoid_backward(dA, Z)


def _sigmoid_backward(dA, Z):
    A = _sigmoid(Z)
    return dA * A * (1 - A)


def relu_backward(dA, Z):
    """Pass a gradient back through ReLU: dZ = dA where Z > 0, else 0.

    dA, Z : array, the cost's slope with respect to A, per example, and the forward pass's Z
    Returns dZ : array; at the corner itself, Z = 0, the slope is taken as 0
    """
    check_slope(dA, Z)
    return _relu_backward(dA, Z)


def _relu_backward(dA, Z):
    # With a whole array of zeros, np.where is up to three times as fast as with the number 0.
    return np.where(np.asarray(Z) > 0, dA, np.zeros_like(dA))


def tanh(Z):
    """Squash any number into the range from -1 to 1: A = tanh(Z) = 2 * sigmoid(2 * Z) - 1."""
    check_numbers("Z", Z)
    return _tanh(Z)


def _tanh(Z):
    return np.tanh(Z, dtype=None if np.asarray(Z).dtype.kind == "f" else float)


@tiny_is_zero
def tanh_backward(dA, Z):
    """Pass a gradient back through tanh: dZ = dA * (1 - A²), with A = tanh(Z)."""
    check_slope(dA, Z)
    return _tanh_backward(dA, Z)


def _tanh_backward(dA, Z):
    return dA * (1 - _tanh(Z) ** 2)


# A new activation is a new row: name -> (forward, backward).
ACTIVATIONS = {
    "relu": (relu, relu_backward),
    "sigmoid": (sigmoid, sigmoid_backward),
    "tanh": (tanh, tanh_backward),
}

# Training has checked before it begins, and takes the same maths without the check line. A row
# that is not in here is taken as it stands in the table.
_BARE = {
    relu: _relu,
    relu_backward: _relu_backward,
    sigmoid: _sigmoid,
    sigmoid_backward: _sigmoid_backward,
    tanh: _tanh,
    tanh_backward: _tanh_backward,
}


def bare_activation(name):
    """Return (forward, backward) of the table's row, without their check lines."""
    return [_BARE.get(function, function) for function in ACTIVATIONS[name]]
