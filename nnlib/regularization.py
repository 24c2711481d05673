"""Regularization: large weights cost something, so that a network memorizes less. L2's way.

With a strength l2, what is made small is J + l2/2 * (sum of all W²). So the gradient of each W
grows by l2 * W, and every step draws the weights a little towards 0. The biases are left free: they
move the border but do not bend it. A wrong call is refused with a TypeError or a ValueError.
Source: Krogh and Hertz, "A simple weight decay can improve generalization" (1991).
"""

import numpy as np

from nnlib.architecture import check_penalty, layer_numbers
from nnlib.validation import wide


def l2_cost(params_values, nn_architecture, l2):
    """Return what the weights cost: l2/2 * (sum of all W²).

    params_values, nn_architecture : as in `full_forward_propagation`
    l2 : float, the strength, 0 or more
    Returns cost : float, to be added to the cost of the predictions
    """
    check_penalty(params_values, nn_architecture, l2)
    weights = [wide(params_values[f"W{l}"]) for l in layer_numbers(nn_architecture)]
    return float(l2) / 2 * float(sum(np.sum(W**2) for W in weights))


def add_l2(grads_values, params_values, nn_architecture, l2):
    """Add the weights' own cost to the gradients: dW + l2 * W; db stays as it is.

    grads_values, params_values : dict, `dW1, db1, …` and `W1, b1, …`, which are left as they are
    nn_architecture, l2 : as in `l2_cost`
    Returns grads_values : dict
    """
    check_penalty(params_values, nn_architecture, l2, grads_values)
    return _with_l2(grads_values, params_values, l2)


def _with_l2(grads_values, params_values, l2):
    # A plain float leaves float32 arrays float32.
    strength = float(l2)
    if strength == 0:
        return grads_values
    return {
        key: grads + strength * params_values[key[1:]] if key.startswith("dW") else grads
        for key, grads in grads_values.items()
    }
