"""How strong signals are, layer by layer."""

import numpy as np

from nnlib.backprop import full_backward_propagation
from nnlib.forward_pass import full_forward_propagation


def layer_signals(X, Y, params_values, nn_architecture):
    """Measure how strong the signal is on its way forward and back, layer by layer.

    Returns
    -------
    dict of lists, one entry per layer
        `activation`: how much a unit's A varies from example to example, as the mean over the
        layer's units of its standard deviation; `gradient`: the root mean square of dW;
        `asleep`: the share of units whose A is 0 for every example.
    """
    Y_hat, memory = full_forward_propagation(X, params_values, nn_architecture)
    grads = full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)
    L = len(nn_architecture)
    A = [memory[f"A{l}"] for l in range(1, L)] + [Y_hat]
    return {
        "activation": [float(a.std(axis=1).mean()) for a in A],
        "gradient": [float(np.sqrt(np.mean(grads[f"dW{l}"] ** 2))) for l in range(1, L + 1)],
        "asleep": [float(np.mean(~a.any(axis=1))) for a in A],
    }
