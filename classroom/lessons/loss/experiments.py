"""Notebook 04: two landscapes, what a prediction costs, where a threshold cuts, and how sure an
accuracy is.
"""

from functools import lru_cache

import numpy as np

from classroom.datasets import Example, moons
from nnlib.activations import sigmoid
from nnlib.architecture import dense_architecture, layer_numbers
from nnlib.forward_pass import full_forward_propagation
from nnlib.loss import get_accuracy_value, get_cost_value
from nnlib.trainer import Trainer
from nnlib.training import train

# The threshold panel's choices, and the right ends of its histogram's bars but the last.
THRESHOLDS = np.arange(1, 20) / 20


# The landscapes: how far the last bias is shifted, and over how few points, so that steps are seen.
SHIFTS = np.linspace(-6, 6, 601)
FEW_POINTS = 20


@lru_cache(maxsize=1)
def _little_training():
    split, net = moons(), dense_architecture([2, 4, 1])
    params_values, _, _ = train(
        split.X_train, split.Y_train, net, 100, learning_rate=0.3, seed=2, scheme="he"
    )
    return net, params_values


def trained_a_little():
    """Return a 2-4-1 network after 100 steps on the moons, and the 900 training points."""
    net, params_values = _little_training()
    copies = {key: values.copy() for key, values in params_values.items()}
    return Example(net, copies, moons().X_train, moons().Y_train)


@lru_cache(maxsize=1)
def _few_points_walk():
    net, params_values, X, Y = trained_a_little()
    return along_the_last_bias(X[:, :FEW_POINTS], Y[:, :FEW_POINTS], params_values, net, SHIFTS)


def landscape(shift, seen):
    """Stand at one shift of the last bias, in the landscapes of mistakes and of cost.

    Parameters
    ----------
    shift : float
        One of `SHIFTS`.
    seen : str
        "see everything" or "only underfoot"; handed on.

    Returns
    -------
    dict
        `walk`, as `along_the_last_bias` returns it for all of `SHIFTS` and few points; `shift`,
        `mistakes` and `cost` here; `slope` of the cost here; `seen`; `points`.
    """
    walk = _few_points_walk()
    here = int(np.argmin(np.abs(walk["shift"] - shift)))
    # From one neighbour to the other; at an end of the walk, from the end to its neighbour.
    left, right = max(here - 1, 0), min(here + 1, len(SHIFTS) - 1)
    rise, run = (walk[key][right] - walk[key][left] for key in ("cost", "shift"))
    return {
        "walk": walk,
        "shift": float(walk["shift"][here]),
        "mistakes": int(walk["mistakes"][here]),
        "cost": float(walk["cost"][here]),
        "slope": float(rise / run),
        "seen": seen,
        "points": FEW_POINTS,
    }


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


def surprise(Z):
    """Return what an answer sigmoid(Z) costs if the label is 1: -log(sigmoid(Z))."""
    return -np.log(sigmoid(Z))


def squared_error(Z):
    """Return the squared error of an answer sigmoid(Z) if the label is 1."""
    return (sigmoid(Z) - 1) ** 2


def two_of_three(cost):
    """Return the mean cost of three examples with the same Z, two of label 1 and one of label 0.

    An answer sigmoid(Z) to label 0 costs what sigmoid(-Z), which is 1 - sigmoid(Z), does to 1.
    """
    return lambda Z: (2 * cost(Z) + cost(-Z)) / 3


def slope_at(cost, Z, h=1e-5):
    """Return how steep a cost of Z is, by a tiny step to either side."""
    return float(np.diff(cost(np.array([Z - h, Z + h])))[0] / (2 * h))


def descend(cost, Z, steps, rate=1):
    """Walk downhill from Z, each step `rate` times as long as the slope; return where it ends."""
    for _ in range(steps):
        Z -= rate * slope_at(cost, Z)
    return Z
