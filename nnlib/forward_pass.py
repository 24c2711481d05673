"""The forward pass: from the data, layer by layer, to a prediction. Notebook 03.

Columns are examples: A_prev is (n_in, m), W is (n_out, n_in), b is (n_out, 1),
Z and A are (n_out, m).
"""

from nnlib.activations import ACTIVATIONS
from nnlib.architecture import check_activation, check_architecture, check_params
from nnlib.validation import check_data, check_matrix


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

    Raises
    ------
    TypeError, ValueError
        If a shape does not fit, an array holds no numbers, or the activation is unknown.

    Notes
    -----
    The article's section "Single layer forward propagation step".
    """
    check_matrix("W_curr", W_curr, meaning="one row per unit, one column per input")
    n_out, n_in = W_curr.shape
    check_matrix(
        "A_prev", A_prev, n_in, None, "one column per example", f"W_curr has {n_in} columns"
    )
    check_matrix("b_curr", b_curr, n_out, 1, "one number per unit")
    check_activation(activation)
    forward, _ = ACTIVATIONS[activation]
    Z = W_curr @ A_prev + b_curr  # (n_out, n_in) @ (n_in, m) + (n_out, 1)
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

    Raises
    ------
    TypeError, ValueError
        If X, the parameters and the architecture do not fit together, or X holds NaN, infinity
        or text.

    Notes
    -----
    The article's section "Full forward propagation".
    """
    check_architecture(nn_architecture)
    check_params(params_values, nn_architecture)
    check_data(X, nn_architecture[0]["input_dim"])
    memory = {}
    A = X
    for l, layer in enumerate(nn_architecture, start=1):
        memory[f"A{l - 1}"] = A
        A, memory[f"Z{l}"] = single_layer_forward_propagation(
            A, params_values[f"W{l}"], params_values[f"b{l}"], layer["activation"]
        )
    return A, memory
