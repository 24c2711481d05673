"""The loss: how wrong is a prediction, in one number? Notebook 04.

`Y_hat` and `Y` are (1, m): a probability and a label, 0 or 1, for each example.
"""

import numpy as np

from nnlib.validation import check_labels, check_matrix, check_probabilities


def get_cost_value(Y_hat, Y):
    """Return the mean binary cross-entropy: J = -mean(Y log(Y_hat) + (1 - Y) log(1 - Y_hat)).

    Parameters
    ----------
    Y_hat, Y : array, shape (1, m)

    Returns
    -------
    cost : float
        0 for perfect certainty, ln 2 = 0.693 for answering 0.5 to everything, in nats.
        Finite for every prediction, also for an exact 0 or 1: no example costs more than 36.04
        in float64, 15.94 in float32.

    Raises
    ------
    TypeError, ValueError
        If the shapes differ, `Y_hat` is not a probability or `Y` not a label.

    Notes
    -----
    The article's section "Loss function".
    """
    check_probabilities(Y_hat)
    check_labels(Y, Y_hat.shape[1])
    # log(0) is minus infinity: keep both logarithms one rounding step away from it.
    Y_hat = Y_hat if Y_hat.dtype.kind == "f" else Y_hat.astype(float)
    step = np.finfo(Y_hat.dtype).eps
    P = np.clip(Y_hat, step, 1 - step)
    return float(-np.mean(np.where(Y == 1, np.log(P), np.log(1 - P))))


def convert_prob_into_class(probs):
    """Turn each probability into a class: 1 where it is above 0.5, else 0.

    Parameters
    ----------
    probs : array

    Returns
    -------
    classes : array
        Same shape and type as `probs`.

    Raises
    ------
    TypeError
        If `probs` holds text or objects.

    Notes
    -----
    The article's helper of the same name.
    """
    check_matrix("probs", probs, meaning="one column per example")
    return (probs > 0.5).astype(probs.dtype)


def get_accuracy_value(Y_hat, Y):
    """Return the share of examples whose predicted class is the label: a fraction from 0 to 1.

    Parameters
    ----------
    Y_hat, Y : array, shape (1, m)

    Returns
    -------
    accuracy : float

    Raises
    ------
    TypeError, ValueError
        If the shapes differ, `Y_hat` is not a probability or `Y` not a label.

    Notes
    -----
    The article's section "Loss function".
    """
    check_probabilities(Y_hat)
    check_labels(Y, Y_hat.shape[1])
    return float(np.mean(convert_prob_into_class(Y_hat) == Y))
