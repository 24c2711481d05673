"""Notebook 04: what a prediction costs, where a threshold cuts, how sure an accuracy is."""

from functools import lru_cache

import numpy as np

from classroom.datasets import moons
from nnlib.architecture import dense_architecture, layer_numbers
from nnlib.forward_pass import full_forward_propagation
from nnlib.loss import get_accuracy_value, get_cost_value
from nnlib.trainer import Trainer

# The threshold panel's choices, and the right ends of its histogram's bars but the last.
THRESHOLDS = np.arange(1, 20) / 20


def along_the_last_bias(X, Y, params_values, nn_architecture, shifts):
    """Move the last layer's bias, all else held fast, and look at mistakes and cost.

    Returns
    -------
    dict of arrays, one entry per shift
        `shift`, added to the bias; `mistakes`, a count of examples; `cost`.
    """
    last = f"b{layer_numbers(nn_architecture)[-1]}"
    mistakes, cost = [], []
    for shift in shifts:
        moved = {**params_values, last: params_values[last] + shift}
        Y_hat, _ = full_forward_propagation(X, moved, nn_architecture)
        mistakes.append(round((1 - get_accuracy_value(Y_hat, Y)) * Y.size))
        cost.append(get_cost_value(Y_hat, Y))
    return {"shift": np.array(shifts), "mistakes": np.array(mistakes), "cost": np.array(cost)}


def prediction_cost(prediction, label):
    """Return what one prediction costs if this is its label, and the cost's slope there.

    The slope is with respect to the prediction, which must lie inside 0 and 1, not on its ends.
    """
    given = prediction if label == 1 else 1 - prediction
    return {
        "prediction": prediction,
        "label": label,
        "given": given,  # the probability given to what came true
        "cost": get_cost_value(np.array([[prediction]], float), np.array([[label]])),
        "slope": (-1 if label == 1 else 1) / given,
    }


@lru_cache(maxsize=256)
def _trained_briefly(learning_rate, layers, units, steps):
    """Train on the moons for some steps; return Y_hat, and why training stopped if it did.

    Kept, because a threshold is moved much oftener than a network is trained.
    """
    split = moons()
    trainer = Trainer(
        split.X_train,
        split.Y_train,
        dense_architecture([2, *[units] * layers, 1]),
        learning_rate,
        seed=2,
        scheme="he",
    )
    if steps:
        trainer.step(steps)
    Y_hat = trainer.predict(split.X_train)
    if not np.isfinite(Y_hat).all():
        trainer.step()  # it finds the overflow and goes back to the last finite parameters
        Y_hat = trainer.predict(split.X_train)
    Y_hat.setflags(write=False)
    return Y_hat, split.Y_train, trainer.stopped


def threshold_counts(learning_rate, layers, units, steps, threshold):
    """Train a network briefly on the moons and cut its predictions at a threshold.

    Class 1 is where `Y_hat > threshold`. A threshold is taken to two decimals.

    Returns
    -------
    dict
        The settings; `histogram`, shape (2, 20): how many points of class 0 and 1 (the rows) have
        a Y_hat in each twentieth, its right end included; `table`, shape (2, 2): points by class
        (the row) and by the class they are called (the column); `accuracy` and `cost`;
        `accuracies` for all of `THRESHOLDS`; `stopped`, the sentence if training diverged.
    """
    Y_hat, Y, stopped = _trained_briefly(learning_rate, layers, units, steps)
    threshold = round(threshold, 2)
    # A bar and a threshold agree on which side a point lies, also where it lies on the line.
    bars = np.searchsorted(THRESHOLDS, Y_hat[0], side="left")
    classes = [Y[0] == 0, Y[0] == 1]
    called = Y_hat[0] > threshold
    table = np.array([[(~called[c]).sum(), called[c].sum()] for c in classes])
    return {
        "learning_rate": learning_rate,
        "layers": layers,
        "units": units,
        "steps": steps,
        "threshold": threshold,
        "histogram": np.array([np.bincount(bars[c], minlength=20) for c in classes]),
        "table": table,
        "accuracy": float(np.trace(table) / Y.size),
        "accuracies": np.array([np.mean((Y_hat > t) == Y) for t in THRESHOLDS]),
        "cost": get_cost_value(Y_hat, Y),
        "stopped": stopped,
    }


def repeated_tests(accuracy, m=100, repeats=1000, seed=4):
    """Test a network of known accuracy again and again, on m fresh points each time.

    Returns
    -------
    right : array, shape (repeats,)
        How many of the m points it got right, test by test.
    """
    draws = np.random.RandomState(seed).random_sample((repeats, m))
    return (draws < accuracy).sum(axis=1)
