"""Initialization: the numbers a network starts from. Notebook 01.

W of layer l has shape (output_dim, input_dim), b has shape (output_dim, 1). A wrong architecture,
seed or scheme is refused with a TypeError or a ValueError before anything is drawn.
Source: the article's section "Initiation of neural network layers".
"""

import numpy as np

from nnlib.architecture import check_finite_params, check_init, parameter_names, plain_layers
from nnlib.validation import check_choice, check_seed, converted


def _small(rng, n_out, n_in):
    """The article's start: every number, biases too, drawn with a spread of 0.1."""
    return rng.randn(n_out, n_in) * 0.1, rng.randn(n_out, 1) * 0.1


def _he(rng, n_out, n_in):
    """He: a spread of sqrt(2 / n_in), which keeps the size of signals through ReLU layers."""
    return rng.randn(n_out, n_in) * np.sqrt(2 / n_in), np.zeros((n_out, 1))


def _xavier(rng, n_out, n_in):
    """Xavier (Glorot): a spread of sqrt(2 / (n_in + n_out)), for bends of slope 1 at 0, as tanh."""
    return rng.randn(n_out, n_in) * np.sqrt(2 / (n_in + n_out)), np.zeros((n_out, 1))


def _zeros(rng, n_out, n_in):
    """All zeros: every unit of a layer stays the twin of its neighbours."""
    return np.zeros((n_out, n_in)), np.zeros((n_out, 1))


# A new scheme is a new row: name -> function of (rng, n_out, n_in) that returns (W, b).
SCHEMES = {"small": _small, "he": _he, "xavier": _xavier, "zeros": _zeros}


def init_layers(nn_architecture, seed=99, scheme="small"):
    """Draw the starting weights and biases of every layer.

    Parameters
    ----------
    nn_architecture : list of dict
        One dict per layer with `input_dim`, `output_dim` and `activation`.
    seed : int
        From 0 to 2**32 - 1. The same seed gives the same numbers, on every machine.
    scheme : str
        "small" (the article's: spread 0.1 for W and b), "he", "xavier" or "zeros".

    Returns
    -------
    params_values : dict
        `W1, b1, W2, b2, …` in float64.
    """
    check_init(nn_architecture, seed, scheme, SCHEMES)
    return _draw(nn_architecture, seed, scheme)


def _draw(nn_architecture, seed, scheme):
    # RandomState's stream is frozen for good: the article's numbers, with no global state.
    rng = np.random.RandomState(seed)
    params_values = {}
    for l, layer in enumerate(plain_layers(nn_architecture), start=1):
        W, b = SCHEMES[scheme](rng, layer["output_dim"], layer["input_dim"])
        params_values[f"W{l}"], params_values[f"b{l}"] = W, b
    return params_values


def starting_params(X, nn_architecture, seed, scheme, params_values=None):
    """Return a fresh copy of the parameters to start from, in X's floating-point type."""
    if params_values is None:
        check_seed(seed)
        check_choice("scheme", scheme, SCHEMES)
        params_values = _draw(nn_architecture, seed, scheme)
    else:
        check_finite_params(params_values, nn_architecture)
    # float32 stays float32; whole numbers, whatever their size, train in float64.
    dtype = np.result_type(X.dtype, np.float32) if X.dtype.kind == "f" else np.dtype(float)
    return {
        key: converted(f"{key} as {dtype}", params_values[key], dtype).copy()
        for key in parameter_names(nn_architecture)
    }
