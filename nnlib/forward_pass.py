"""The forward pass: from the data, layer by layer, to a prediction. Notebook 03.

Columns are examples: A_prev is (n_in, m), W is (n_out, n_in), b is (n_out, 1), Z and A are
(n_out, m). Arguments that do not fit together or hold no numbers are refused with a TypeError or
a ValueError before anything is computed, and so is an X that holds NaN or infinity.
Source: the article's sections "Single layer forward propagation step", "Full forward propagation".
"""

import numpy as np

from nnlib.activations import bare_activation
from nnlib.architecture import check_layer, check_pass
from nnlib.validation import not_overflown, tiny_is_zero, wide


@tiny_is_zero
def single_layer_forward_propagation(A_prev, W_curr, b_curr, activation="relu"):
    """Compute one layer: Z = W A_prev + b, then A = activation(Z).

    Parameters
    ----------
    A_prev : array, shape (n_in, m)
        What the layer before gave, one column per example.
    W_curr, b_curr : array, shapes (n_out, n_in) and (n_out, 1)
    activation : str
        A name from the table of activations: "relu" or "sigmoid".

    Returns
    -------
    A, Z : array, shape (n_out, m)
    """
    check_layer(A_prev, W_curr, b_curr, activation)
    return _layer(A_prev, W_curr, b_curr, activation)


def _layer(A_prev, W, b, activation):
    forward, _ = bare_activation(activation)
    Z = wide(W) @ A_prev + b  # (n_out, n_in) @ (n_in, m) + (n_out, 1)
    return forward(Z), Z


def full_forward_propagation(X, params_values, nn_architecture):
    """Send X through every layer and remember what the backward pass will need.

    Parameters
    ----------
    X : array, shape (features, m)
    params_values : dict
        `W1, b1, W2, b2, …`
    nn_architecture : list of dict

    Returns
    -------
    Y_hat : array, shape (output_dim of the last layer, m)
        The prediction: the last layer's A.
    memory : dict
        `A0` (which is X) to `A{L-1}` and `Z1` to `Z{L}`: what each layer read, and its Z.
        The field calls it the cache.
    """
    check_pass(X, params_values, nn_architecture)
    with np.errstate(all="ignore"):
        Y_hat, memory = _forward(X, params_values, nn_architecture)
    return not_overflown(Y_hat), memory


def _forward(X, params_values, nn_architecture):
    A, memory = X, {}
    for l, layer in enumerate(nn_architecture, start=1):
        W, b = params_values[f"W{l}"], params_values[f"b{l}"]
        memory[f"A{l - 1}"] = A  # (n_in, m)
        A, memory[f"Z{l}"] = _layer(A, W, b, layer["activation"])  # (n_out, m)
    return A, memory
