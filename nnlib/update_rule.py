"""The update rule: one step downhill. Notebook 06."""

from nnlib.architecture import check_architecture, check_params, count
from nnlib.validation import check_rate


def update(params_values, grads_values, nn_architecture, learning_rate):
    """Take one step of gradient descent: W = W - learning_rate * dW, b = b - learning_rate * db.

    Parameters
    ----------
    params_values : dict
        `W1, b1, …`; left as they are.
    grads_values : dict
        `dW1, db1, …`, each in the shape of its parameter.
    nn_architecture : list of dict
    learning_rate : float
        A factor on the gradient, above 0: the step is the rate times the gradient.

    Returns
    -------
    params_values : dict
        The new parameters, in new arrays.

    Raises
    ------
    TypeError, ValueError
        If a key is missing, a shape does not fit, or the rate is not a finite number above 0.

    Notes
    -----
    The article's section "Updating parameters values".
    """
    check_architecture(nn_architecture)
    check_params(params_values, nn_architecture)
    check_params(grads_values, nn_architecture, prefix="d")
    check_rate(learning_rate)
    # A plain float leaves float32 arrays float32; a NumPy float64 would widen them.
    rate = float(learning_rate)
    return {
        f"{key}{l}": params_values[f"{key}{l}"] - rate * grads_values[f"d{key}{l}"]
        for l in count(nn_architecture)
        for key in "Wb"
    }
