"""The loss: how wrong is a prediction, in one number? Notebook 04.

`Y_hat` and `Y` are (1, m): a probability and a label, 0 or 1, for each example. Shapes that differ,
and what is not a probability or not a label, are refused with a TypeError or a ValueError.
Source: the article's section "Loss function" and its helper `convert_prob_into_class`.
"""

import numpy as np

from nnlib.validation import check_classes, check_prediction


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
    """
    check_prediction(Y_hat, Y)
    return _cost(Y_hat, Y)


def _cost(Y_hat, Y):
    # log(0) is minus infinity: keep both logarithms one rounding step away from it.
    Y_hat = Y_hat if Y_hat.dtype.kind == "f" else Y_hat.astype(float)
    step = np.finfo(Y_hat.dtype).eps
    P = np.clip(Y_hat, step, 1 - step)
    return float(-np.mean(np.where(Y == 1, np.log(P), np.log(1 - P))))


def convert_prob_into_class(probs):
    """Turn each probability into a class: 1 where it is above 0.5, else 0.

    probs : array
    Returns classes : array, same shape and type as `probs`
    """
    check_classes(probs)
    return _classes(probs)


def _classes(probs):
    return (probs > 0.5).astype(probs.dtype)


def get_accuracy_value(Y_hat, Y):
    """Return the share of examples whose predicted class is the label: mean(classes == Y).

    Y_hat, Y : array, shape (1, m)
    Returns accuracy : float, a fraction from 0 to 1
    """
    check_prediction(Y_hat, Y)
    return _accuracy(Y_hat, Y)


def _accuracy(Y_hat, Y):
    return float(np.mean(_classes(Y_hat) == Y))
