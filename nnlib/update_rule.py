"""The update rule: one step downhill. Notebook 06.

A missing key, a shape that does not fit and a rate that is not a finite number above 0 are refused
with a TypeError or a ValueError. Source: the article's section "Updating parameters values".
"""

from nnlib.architecture import check_update, parameter_names
from nnlib.validation import tiny_is_zero


@tiny_is_zero
def update(params_values, grads_values, nn_architecture, learning_rate):
    """Take one step of gradient descent: W = W - learning_rate * dW, b = b - learning_rate * db.

    Parameters
    ----------
    params_values, grads_values : dict
        `W1, b1, …`, which are left as they are, and `dW1, db1, …` in the same shapes.
    nn_architecture : list of dict
    learning_rate : float
        A factor on the gradient, above 0: the step is the rate times the gradient.

    Returns
    -------
    params_values : dict
        The new parameters, in new arrays.
    """
    check_update(params_values, grads_values, nn_architecture, learning_rate)
    # A plain float leaves float32 arrays float32; a NumPy float64 would widen them.
    rate = float(learning_rate)
    return {
        key: params_values[key] - rate * grads_values[f"d{key}"]
        for key in parameter_names(nn_architecture)
    }
