"""Activations: the bend after each layer, and its slope. Notebook 02.

All four functions work entry by entry: the result has the shape of `Z`.
"""

import numpy as np

from nnlib.validation import check_numbers, check_same_shape


def sigmoid(Z):
    """Squash any number into the range from 0 to 1: A = 1 / (1 + exp(-Z)).

    Parameters
    ----------
    Z : array (or number)

    Returns
    -------
    A : array
        Same shape as `Z`. Exact 0 and 1 are reached only where rounding leaves no choice.

    Raises
    ------
    TypeError
        If `Z` holds text or objects.

    Notes
    -----
    The article's section "Activation functions".
    """
    check_numbers("Z", Z)
    if np.asarray(Z).dtype.kind != "f":
        Z = np.asarray(Z, dtype=float)  # 8-bit whole numbers would wrap around in -|Z|
    # exp of a large positive number overflows, so only exp(-|Z|) is ever computed:
    # for Z < 0 the fraction 1 / (1 + exp(-Z)) is widened by exp(Z).
    small = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, small) / (1 + small)


def relu(Z):
    """Keep what is positive, flatten the rest: A = max(0, Z).

    Parameters
    ----------
    Z : array (or number)

    Returns
    -------
    A : array
        Same shape as `Z`.

    Raises
    ------
    TypeError
        If `Z` holds text or objects.

    Notes
    -----
    The article's section "Activation functions".
    """
    check_numbers("Z", Z)
    return np.maximum(Z, 0)


def sigmoid_backward(dA, Z):
    """Pass a gradient back through the sigmoid: dZ = dA * A * (1 - A), with A = sigmoid(Z).

    Parameters
    ----------
    dA, Z : array
        The cost's slope with respect to A, per example, and the Z of the forward pass.

    Returns
    -------
    dZ : array
        Same shape as `Z`.

    Raises
    ------
    TypeError
        If either holds text or objects.
    ValueError
        If the two shapes differ.

    Notes
    -----
    The article's section "Activation functions".
    """
    check_numbers("dA", dA)
    check_same_shape("dA", dA, "Z", Z)
    A = sigmoid(Z)
    return dA * A * (1 - A)


def relu_backward(dA, Z):
    """Pass a gradient back through ReLU: dZ = dA where Z > 0, else 0.

    Parameters
    ----------
    dA, Z : array
        The cost's slope with respect to A, per example, and the Z of the forward pass.

    Returns
    -------
    dZ : array
        Same shape as `Z`. At the corner itself, Z = 0, the slope is taken as 0.

    Raises
    ------
    TypeError
        If either holds text or objects.
    ValueError
        If the two shapes differ.

    Notes
    -----
    The article's section "Activation functions".
    """
    check_numbers("dA", dA)
    check_numbers("Z", Z)
    check_same_shape("dA", dA, "Z", Z)
    return np.where(np.asarray(Z) > 0, dA, 0)


# A new activation is a new row: name -> (forward, backward).
ACTIVATIONS = {
    "relu": (relu, relu_backward),
    "sigmoid": (sigmoid, sigmoid_backward),
}
