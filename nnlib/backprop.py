"""Backpropagation: the slope of the cost with respect to every parameter. Notebook 05.

`dA` and `dZ` are per example, shape (n_out, m); `dW` and `db` are means over the m examples and
have the shapes of W and b.
"""

from nnlib.activations import ACTIVATIONS
from nnlib.architecture import (
    check_activation,
    check_architecture,
    check_classifier,
    check_keys,
    check_params,
    count,
)
from nnlib.validation import check_labels, check_matrix, check_probabilities


def single_layer_backward_propagation(dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"):
    """Pass the gradient back through one layer.

    dZ = activation_backward(dA, Z);  dW = dZ A_prev^T / m;  db = mean of dZ over the examples;
    dA_prev = W^T dZ.

    Parameters
    ----------
    dA_curr, Z_curr : array, shape (n_out, m)
    W_curr, b_curr : array, shapes (n_out, n_in) and (n_out, 1)
    A_prev : array, shape (n_in, m)
    activation : str

    Returns
    -------
    dA_prev : array, shape (n_in, m)
    dW_curr, db_curr : array, shapes of `W_curr` and `b_curr`

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, an array holds no numbers, or the activation is unknown.

    Notes
    -----
    The article's section "Backward propagation". `b_curr` is part of its signature; the
    gradient does not depend on it.
    """
    check_matrix("W_curr", W_curr, meaning="one row per unit, one column per input")
    n_out, n_in = W_curr.shape
    check_matrix("b_curr", b_curr, n_out, 1, "one number per unit")
    check_matrix(
        "A_prev", A_prev, n_in, None, "one column per example", f"W_curr has {n_in} columns"
    )
    m = A_prev.shape[1]
    check_matrix("Z_curr", Z_curr, n_out, m, "one row per unit, one column per example")
    check_matrix("dA_curr", dA_curr, n_out, m, "one row per unit, one column per example")
    check_activation(activation)
    _, backward = ACTIVATIONS[activation]
    return _linear_backward(backward(dA_curr, Z_curr), W_curr, A_prev)


def _linear_backward(dZ, W, A_prev):
    """Pass dZ back through Z = W A_prev + b."""
    m = A_prev.shape[1]
    dA_prev = W.T @ dZ  # (n_in, n_out) @ (n_out, m)
    dW = dZ @ A_prev.T / m  # (n_out, m) @ (m, n_in)
    db = dZ.sum(axis=1, keepdims=True) / m
    return dA_prev, dW, db


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

    Raises
    ------
    TypeError, ValueError
        If the arguments do not fit together, a key is missing, or `Y` is not a label.

    Notes
    -----
    The article's section "Backward propagation". It divides by Y_hat and 1 - Y_hat and then
    multiplies by the sigmoid's slope Y_hat (1 - Y_hat); where a prediction is exactly 0 or 1
    that is 0 / 0. On paper the two cancel, so here the last layer starts from what is left.
    """
    check_architecture(nn_architecture)
    check_classifier(nn_architecture)
    check_params(params_values, nn_architecture)
    check_probabilities(Y_hat)
    check_labels(Y, Y_hat.shape[1])
    check_keys(
        "memory", memory, [k for l in count(nn_architecture) for k in (f"A{l - 1}", f"Z{l}")]
    )
    L, m = len(nn_architecture), Y.shape[1]
    for l, layer in enumerate(nn_architecture, start=1):
        for key, rows in ((f"A{l - 1}", layer["input_dim"]), (f"Z{l}", layer["output_dim"])):
            check_matrix(key, memory[key], rows, m, "memory of the forward pass on X")
    Y_hat = Y_hat if Y_hat.dtype.kind == "f" else Y_hat.astype(float)
    grads_values = {}
    # The sigmoid's slope and the cross-entropy's, cancelled; whole-number labels would make
    # float32 predictions float64.
    dZ = Y_hat - Y.astype(Y_hat.dtype)
    dA, grads_values[f"dW{L}"], grads_values[f"db{L}"] = _linear_backward(
        dZ, params_values[f"W{L}"], memory[f"A{L - 1}"]
    )
    for l in range(L - 1, 0, -1):
        dA, grads_values[f"dW{l}"], grads_values[f"db{l}"] = single_layer_backward_propagation(
            dA,
            params_values[f"W{l}"],
            params_values[f"b{l}"],
            memory[f"Z{l}"],
            memory[f"A{l - 1}"],
            nn_architecture[l - 1]["activation"],
        )
    return grads_values
