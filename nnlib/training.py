"""Training: forward, cost, backward, update, again and again. Notebook 07.

X is (features, m), Y is (1, m); one epoch here is one step on all m examples.
"""

import numpy as np

from nnlib.architecture import check_architecture, check_classifier, check_params, count
from nnlib.backprop import full_backward_propagation
from nnlib.forward_pass import full_forward_propagation
from nnlib.initialization import init_layers
from nnlib.loss import get_accuracy_value, get_cost_value
from nnlib.optimizers import check_optimizer, optimizer_step
from nnlib.update_rule import update
from nnlib.validation import check_data, check_finite, check_labels, check_rate, check_whole


def train(
    X,
    Y,
    nn_architecture,
    epochs,
    learning_rate,
    *,
    seed=99,
    scheme="small",
    params_values=None,
    optimizer="gradient_descent",
    callback=None,
    progress=None,
    report=print,
):
    """Train a network by gradient descent (or another rule) on the whole data set at once.

    Parameters
    ----------
    X : array, shape (features, m)
    Y : array, shape (1, m)
        Labels, 0 or 1.
    nn_architecture : list of dict
        Its last layer must be one sigmoid unit.
    epochs : int
        How many steps to take.
    learning_rate : float
    seed, scheme
        Where to start; see `init_layers`.
    params_values : dict, optional
        Start from these parameters instead; they are left as they are.
    optimizer : str
        "gradient_descent", "momentum", "rmsprop" or "adam"; see `optimizers`.
    callback : function, optional
        Called as `callback(epoch, params_values)` after each step. The arrays it gets are never
        changed afterwards, so it may keep them.
    progress : function, optional
        Wraps the counter of epochs; pass `tqdm` (`from tqdm.auto import tqdm`) for a progress bar.
    report : function
        Gets one sentence if training stops before its end; normally nothing is said.

    Returns
    -------
    params_values : dict
        The trained parameters, in the type of X (float32 stays float32).
    cost_history, accuracy_history : list of float
        The training cost and accuracy (a fraction) at each epoch, before that epoch's step.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, shape or size; nothing has been computed by then.

    Notes
    -----
    The article's section "Putting things together". Two things can stop training early, and in
    both you get back what was learned so far: you interrupt it (the stop button, Ctrl-C), or the
    numbers grow beyond what a float can hold; then the last finite parameters are returned.
    """
    check_training(X, Y, nn_architecture, learning_rate)
    check_whole("epochs", epochs)
    check_optimizer(optimizer)
    for name, value in [("callback", callback), ("progress", progress), ("report", report)]:
        if value is not None and not callable(value):
            raise TypeError(f"{name} is {value!r}, expected a function")
    params_values = starting_params(X, nn_architecture, seed, scheme, params_values)
    last_finite, cost_history, accuracy_history, stopped = params_values, [], [], None
    state = {}  # what the optimizer remembers
    try:
        # Overflow is not hidden here: it makes the predictions non-finite, which is looked for.
        with np.errstate(over="ignore", invalid="ignore"):
            for epoch in (progress or iter)(range(epochs)):
                Y_hat, memory = full_forward_propagation(X, params_values, nn_architecture)
                if not all_finite([Y_hat, *params_values.values()]):
                    stopped = divergence_sentence(epoch, learning_rate)
                    break
                last_finite = params_values
                cost, accuracy = get_cost_value(Y_hat, Y), get_accuracy_value(Y_hat, Y)
                grads_values = full_backward_propagation(
                    Y_hat, Y, memory, params_values, nn_architecture
                )
                if optimizer == "gradient_descent":
                    new_state = state
                    new_values = update(params_values, grads_values, nn_architecture, learning_rate)
                else:
                    new_values, new_state = optimizer_step(
                        optimizer, params_values, grads_values, state, learning_rate
                    )
                # Side by side, with no call between them, so that an interrupt, which comes only
                # at a call or a jump, finds all of them done or none.
                params_values, state = new_values, new_state
                cost_history += [cost]
                accuracy_history += [accuracy]
                if callback is not None:
                    callback(epoch, params_values)
    except KeyboardInterrupt:
        if all_finite(params_values.values()):
            last_finite = params_values
        stopped = (
            f"Training was interrupted after {len(cost_history)} of {epochs} epochs: "
            "here is what was learned so far."
        )
    if stopped is None and not all_finite(params_values.values()):
        stopped = divergence_sentence(epochs, learning_rate)
    if stopped is None:
        return params_values, cost_history, accuracy_history
    if report is not None:
        report(stopped)
    return last_finite, cost_history, accuracy_history


def predict(X, params_values, nn_architecture):
    """Return the network's prediction Y_hat for X: the forward pass without its memory.

    Parameters
    ----------
    X : array, shape (features, m)
    params_values : dict
    nn_architecture : list of dict

    Returns
    -------
    Y_hat : array, shape (output_dim of the last layer, m)
        Probabilities; `convert_prob_into_class` turns them into classes.

    Raises
    ------
    TypeError, ValueError
        As `full_forward_propagation`.
    """
    Y_hat, _ = full_forward_propagation(X, params_values, nn_architecture)
    return Y_hat


def check_training(X, Y, nn_architecture, learning_rate):
    """Raise unless these four fit together."""
    check_architecture(nn_architecture)
    check_classifier(nn_architecture)
    check_data(X, nn_architecture[0]["input_dim"])
    check_labels(Y, X.shape[1])
    check_rate(learning_rate)


def starting_params(X, nn_architecture, seed, scheme, params_values=None):
    """Return a fresh copy of the parameters to start from, in X's floating-point type."""
    if params_values is None:
        params_values = init_layers(nn_architecture, seed, scheme)
    check_params(params_values, nn_architecture)
    # float32 stays float32; whole numbers, whatever their size, train in float64.
    dtype = np.result_type(X.dtype, np.float32) if X.dtype.kind == "f" else np.dtype(float)
    keys = [f"{k}{l}" for l in count(nn_architecture) for k in "Wb"]
    for key in keys:
        check_finite(key, params_values[key])
    return {key: params_values[key].astype(dtype) for key in keys}


def all_finite(arrays):
    """Return True if no array holds NaN or infinity."""
    return all(np.isfinite(array).all() for array in arrays)


def divergence_sentence(epoch, learning_rate, unit="epoch"):
    """Say at which epoch (or step) training broke off, why, and what to try."""
    if epoch == 0:
        return (
            f"Training stopped at {unit} 0: the start already gives predictions that overflow.\n"
            "Scale X to values around 1, or start from smaller parameters."
        )
    return (
        f"Training diverged at {unit} {epoch}: at learning rate {learning_rate:g} the steps grew "
        "until numbers overflowed.\n"
        "It stopped with the last finite parameters. Try a tenth of the rate; scale X to about 1."
    )
