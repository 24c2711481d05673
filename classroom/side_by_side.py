"""Many starts of one network, trained side by side: one call of NumPy's serves them all.

Small matrices cost NumPy hardly more in a stack than alone. So here every W is (starts, n_out,
n_in) and every b is (starts, n_out, 1). The forward pass is the network's own; so is every step,
which is gradient descent on all examples, as `Trainer` takes it.
"""

import numpy as np

from nnlib.activations import bare_activation
from nnlib.forward_pass import _forward


def forecasts_on_the_way(starts, nn_architecture, X, Y, learning_rate, steps, X_all):
    """Train from every start at once, and forecast on the way.

    Parameters
    ----------
    starts : list of dict
        `W1, b1, …` of each; they are left as they are.
    nn_architecture : list of dict
        Its last layer must be one sigmoid unit.
    X, Y : array, shapes (features, m) and (1, m)
        What they learn from.
    steps : array of int
        After how many steps to forecast, in rising order.
    X_all : array, shape (features, n)
        What to forecast.

    Returns
    -------
    Y_hat : array, shape (k, starts, n), or None
        For each of `steps`. None if numbers have overflowed anywhere: `Trainer` knows what then.
    """
    stack = {key: np.array([start[key] for start in starts]) for key in starts[0]}
    taken, forecasts = 0, []
    with np.errstate(all="ignore"):
        for step in steps:
            for _ in range(taken, step):
                Y_hat, memory = _forward(X, stack, nn_architecture)
                # Where Z overflows, the sigmoid would hide it.
                if not np.isfinite(memory[f"Z{len(nn_architecture)}"].sum()):
                    return None
                _descend(stack, nn_architecture, memory, Y_hat - Y, learning_rate)
            taken = step
            forecasts.append(_forward(X_all, stack, nn_architecture)[0][:, 0])
        finite = np.isfinite([values.sum() for values in (*stack.values(), *forecasts)]).all()
    return np.array(forecasts) if finite else None


def _descend(stack, nn_architecture, memory, dZ, learning_rate):
    """Take one step, in the stack itself: from the last layer to the first."""
    dZ = dZ * (learning_rate / dZ.shape[-1])  # here, where it is small, and all that follows is so
    for l in range(len(nn_architecture), 0, -1):
        W, A = stack[f"W{l}"], memory[f"A{l - 1}"]
        if l > 1:
            _, backward = bare_activation(nn_architecture[l - 2]["activation"])
            before = backward(W.swapaxes(-1, -2) @ dZ, memory[f"Z{l - 1}"])
        stack[f"W{l}"] = W - dZ @ A.swapaxes(-1, -2)
        stack[f"b{l}"] = stack[f"b{l}"] - dZ.sum(axis=-1, keepdims=True)
        if l > 1:
            dZ = before
