"""Backpropagation: the slope of the cost with respect to every parameter. Notebook 05.

`dA` and `dZ` are per example, shape (n_out, m); `dW` and `db` are means over the m examples and
have the shapes of W and b. Arguments that do not fit together, or that hold no numbers, are refused
with a TypeError or a ValueError before anything is computed.
Source: the article's section "Backward propagation".
"""

from nnlib.activations import bare_activation
from nnlib.architecture import check_layer_backward, check_pass_backward
from nnlib.validation import tiny_is_zero, wide


@tiny_is_zero
def single_layer_backward_propagation(dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"):
    """Pass the gradient back through one layer.

    dZ = activation_backward(dA, Z);  dW = dZ A_prev^T / m;  db = mean of dZ over the examples;
    dA_prev = W^T dZ.

    Parameters
    ----------
    dA_curr, Z_curr : array, shape (n_out, m)
    W_curr, b_curr : array, shapes (n_out, n_in) and (n_out, 1)
        `b_curr` is part of the article's signature; the gradient does not depend on it.
    A_prev : array, shape (n_in, m)
    activation : str

    Returns
    -------
    dA_prev : array, shape (n_in, m)
    dW_curr, db_curr : array, shapes of `W_curr` and `b_curr`
    """
    check_layer_backward(dA_curr, W_curr, b_curr, Z_curr, A_prev, activation)
    _, backward = bare_activation(activation)
    return _linear_backward(backward(dA_curr, Z_curr), W_curr, A_prev)


def _linear_backward(dZ, W, A_prev):
    """Pass dZ back through Z = W A_prev + b."""
    dZ, m = wide(dZ), A_prev.shape[1]
    dA_prev = W.T @ dZ  # (n_in, n_out) @ (n_out, m)
    dW = dZ @ A_prev.T / m  # (n_out, m) @ (m, n_in)
    db = dZ.sum(axis=1, keepdims=True) / m  # (n_out, 1)
    return dA_prev, dW, db


@tiny_is_zero
def full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture):
    """Walk back through every layer and collect the gradient of the cost.

    Parameters
    ----------
    Y_hat, Y : array, shape (1, m)
    memory : dict
        What `full_forward_propagation` remembered: `A0, …` and `Z1, …`.
    params_values : dict
    nn_architecture : list of dict
        Its last layer must be one sigmoid unit.

    Returns
    -------
    grads_values : dict
        `dW1, db1, dW2, db2, …`, each in the shape of its parameter.

    Notes
    -----
    The article divides by Y_hat and 1 - Y_hat and then multiplies by the sigmoid's slope
    Y_hat (1 - Y_hat); where a prediction is exactly 0 or 1 that is 0 / 0. On paper the two
    cancel, so here the last layer starts from what is left.
    """
    check_pass_backward(Y_hat, Y, memory, params_values, nn_architecture)
    return _backward(Y_hat, Y, memory, params_values, nn_architecture)


def _backward(Y_hat, Y, memory, params_values, nn_architecture):
    grads_values, L = {}, len(nn_architecture)
    Y_hat = Y_hat if Y_hat.dtype.kind == "f" else Y_hat.astype(float)
    # The sigmoid's slope and the cross-entropy's, cancelled; whole-number labels would make
    # float32 predictions float64.
    dZ = Y_hat - Y.astype(Y_hat.dtype)
    for l in range(L, 0, -1):
        dA, grads_values[f"dW{l}"], grads_values[f"db{l}"] = _linear_backward(
            dZ, params_values[f"W{l}"], memory[f"A{l - 1}"]
        )
        if l > 1:
            _, backward = bare_activation(nn_architecture[l - 2]["activation"])
            dZ = backward(dA, memory[f"Z{l - 1}"])  # (n_in, m), the n_out of the layer before
    return grads_values
