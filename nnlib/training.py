"""Training: forward, cost, backward, update, again and again. Notebook 07.

X is (features, m), Y is (1, m); one epoch here is one step on all m examples. An argument of the
wrong kind, shape or size is refused with a TypeError or a ValueError before anything is computed.
Source: the article's section "Putting things together".
"""

import numpy as np

from nnlib.architecture import check_training
from nnlib.backprop import _backward
from nnlib.forward_pass import _forward, full_forward_propagation
from nnlib.initialization import starting_params
from nnlib.loss import _accuracy, _cost
from nnlib.optimizers import optimizer_step
from nnlib.regularization import _with_l2
from nnlib.validation import all_finite, divergence_sentence


def train(
    X,
    Y,
    nn_architecture,
    epochs,
    learning_rate,
    *,
    seed=2,
    scheme="small",
    params_values=None,
    optimizer="gradient_descent",
    l2=0,
    callback=None,
    progress=None,
    report=print,
):
    """Train a network by gradient descent (or another rule) on the whole data set at once.

    Parameters
    ----------
    X, Y : array, shapes (features, m) and (1, m)
        The examples, one per column, and their labels, 0 or 1.
    nn_architecture : list of dict
        Its last layer must be one sigmoid unit.
    epochs : int
        How many steps to take.
    learning_rate : float
    seed, scheme : int, str
        Where to start; see `init_layers`. The article's published run starts from seed 2.
    params_values : dict, optional
        Start from these parameters instead; they are left as they are.
    optimizer : str
        "gradient_descent", "momentum", "rmsprop" or "adam"; see `optimizers`.
    l2 : float
        How much large weights cost, beside the cost history; see `regularization`.
    callback : function, optional
        Called as `callback(epoch, params_values)` after each step. The arrays it gets are never
        changed afterwards, so it may keep them.
    progress : function, optional
        Wraps the counter of epochs; pass `tqdm` (`from tqdm.auto import tqdm`) for a progress bar.
    report : function, optional
        Gets one sentence if training stops before its end; normally nothing is said.

    Returns
    -------
    params_values : dict
        The trained parameters, in the type of X (float32 stays float32). If you interrupt training
        (the stop button, Ctrl-C), what was learned so far; if numbers grow beyond what a float can
        hold, the last finite parameters.
    cost_history, accuracy_history : list of float
        The training cost and accuracy (a fraction) at each epoch, before that epoch's step.
    """
    functions = {"callback": callback, "progress": progress, "report": report}
    check_training(X, Y, nn_architecture, learning_rate, epochs, optimizer, l2, **functions)
    params_values = starting_params(X, nn_architecture, seed, scheme, params_values)
    last_finite, cost_history, accuracy_history, stopped = params_values, [], [], None
    state, rule = {}, (optimizer, learning_rate, l2)  # the state is what the optimizer remembers
    try:
        # Overflow is not hidden here: it makes the predictions non-finite, which is looked for.
        with np.errstate(all="ignore"):
            for epoch in (progress or iter)(range(epochs)):
                done = _epoch(X, Y, nn_architecture, params_values, state, *rule)
                if done is None:
                    params_values, stopped = last_finite, divergence_sentence(epoch, learning_rate)
                    break
                last_finite = params_values
                # Side by side, with no call between them, so that an interrupt, which comes only
                # at a call or a jump, finds all of them done or none.
                cost, accuracy, params_values, state = done
                cost_history += [cost]
                accuracy_history += [accuracy]
                if callback is not None:
                    callback(epoch, params_values)
    except KeyboardInterrupt:
        stopped = (
            f"Training was interrupted after {len(cost_history)} of {epochs} epochs; what was "
            "learned so far is kept."
        )
    if not all_finite(params_values.values()):
        params_values = last_finite
        stopped = stopped or divergence_sentence(epochs, learning_rate)
    if stopped is not None and report is not None:
        report(stopped)
    return params_values, cost_history, accuracy_history


def _epoch(X, Y, nn_architecture, params_values, state, optimizer, learning_rate, l2):
    """Return cost, accuracy, new parameters and new state; None if the numbers have overflowed."""
    Y_hat, memory = _forward(X, params_values, nn_architecture)
    if not all_finite([Y_hat, *params_values.values()]):
        return None
    cost, accuracy = _cost(Y_hat, Y), _accuracy(Y_hat, Y)
    grads_values = _backward(Y_hat, Y, memory, params_values, nn_architecture)
    grads_values = _with_l2(grads_values, params_values, l2)
    stepped = optimizer_step(optimizer, params_values, grads_values, state, learning_rate)
    return cost, accuracy, *stepped


def predict(X, params_values, nn_architecture):
    """Return the network's prediction Y_hat for X: the forward pass without its memory.

    X, params_values, nn_architecture : as in `full_forward_propagation`
    Returns Y_hat : array, shape (output_dim of the last layer, m), probabilities
    """
    return full_forward_propagation(X, params_values, nn_architecture)[0]
