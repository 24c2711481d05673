"""Notebook 02: slopes of the activations, by formula and measured, and the boundary they bend."""

import numpy as np

from classroom.datasets import moons
from classroom.plane import MOONS_X, MOONS_Y, region
from nnlib.activations import ACTIVATIONS
from nnlib.architecture import dense_architecture
from nnlib.forward_pass import full_forward_propagation
from nnlib.initialization import init_layers
from nnlib.loss import get_accuracy_value, get_cost_value
from nnlib.trainer import Trainer

NO_BEND = "none"
BEND_STEPS, BEND_SEED = 150, 3
SLOPE_Z = (-8, 8)


def formula_slope(name, Z):
    """Return the slope of an activation at Z: what its backward function gives for dA = 1."""
    Z = np.asarray(Z, float)
    return ACTIVATIONS[name][1](np.ones_like(Z), Z)


def measured_slope(function, z, h):
    """Return the slope of a function between z - h and z + h: the central difference."""
    return (function(z + h) - function(z - h)) / (2 * h)


def activation_curve(name, low, high):
    """Return an activation and its slope from `low` to `high`, for drawing.

    Returns
    -------
    dict of arrays of equal length
        `z`, `A`, `slope`. Where the slope leaps, as at a corner, it is nan, so that a drawn line
        has a gap there and not a wall.
    """
    z = np.linspace(low, high, 801)
    slope = formula_slope(name, z)
    slope[1:][np.abs(np.diff(slope)) > 0.1] = np.nan
    return {"z": z, "A": ACTIVATIONS[name][0](z), "slope": slope}


def slopes(name, z, h):
    """Compare the slope of an activation at z by formula and measured with step h.

    Returns
    -------
    dict
        `name`, `z`, `h`, `value` (the activation at z), `formula`, `measured`; `around`, the
        places z - h and z + h and the values there; `corner`, whether the slope leaps at z itself;
        `curve` as `activation_curve` gives it; `measured_curve`, measured with the same step at
        each of its places.
    """
    forward = ACTIVATIONS[name][0]
    curve = activation_curve(name, *SLOPE_Z)
    around = np.array([z - h, z + h])
    beside = formula_slope(name, [np.nextafter(z, -np.inf), np.nextafter(z, np.inf)])
    return {
        "name": name,
        "z": z,
        "h": h,
        "value": float(forward(z)),
        "formula": float(formula_slope(name, z)),
        "measured": float(measured_slope(forward, z, h)),
        "around": (around, forward(around)),
        "corner": bool(abs(beside[1] - beside[0]) > 0.1),
        "curve": curve,
        "measured_curve": measured_slope(forward, curve["z"], h),
    }


def folds(W, b):
    """Return, for each unit on two features, two points of the line where its Z is 0.

    Parameters
    ----------
    W : array, shape (units, 2)
    b : array, shape (units, 1)

    Returns
    -------
    list of (xs, ys)
        None for a unit whose weights are both 0: its Z is the same everywhere.
    """
    lines = []
    for (w1, w2), bias in zip(W.tolist(), b.ravel().tolist(), strict=True):
        if w1 == w2 == 0:
            continue
        # Solved for the feature with the larger weight, so that steep lines are as good as flat.
        if abs(w2) >= abs(w1):
            lines.append((MOONS_X, tuple(-(w1 * x + bias) / w2 for x in MOONS_X)))
        else:
            lines.append((tuple(-(w2 * y + bias) / w1 for y in MOONS_Y), MOONS_Y))
    return lines


def bend(learning_rate, layers, units, activation, seed=BEND_SEED):
    """Train a small network on 360 points of the moons and look at the line it draws.

    All runs take the same number of steps, from He's start. With `activation` "none" the network
    2-1 is trained, since a stack of layers without a bend can draw no more.

    Returns
    -------
    dict
        The settings; `sizes`, as asked for; `split`, `steps`, `accuracy` (training, a fraction),
        `costs`, before each step and after the last; `region` (the answers over the plane),
        `folds` of the first hidden layer; `dead`, how many hidden units answer 0 to every
        training point, of `hidden` in all; `stopped`, the reason if training diverged.
    """
    split = moons(400)
    bends = activation != NO_BEND
    sizes = [2, *[units] * layers, 1]
    trained = dense_architecture(sizes, activation) if bends else dense_architecture([2, 1])
    trainer = Trainer(split.X_train, split.Y_train, trained, learning_rate, seed=seed, scheme="he")
    trainer.step(BEND_STEPS)
    params_values = trainer.params_values
    with np.errstate(over="ignore", invalid="ignore"):
        Y_hat, memory = full_forward_propagation(split.X_train, params_values, trained)
    costs = trainer.cost_history
    if trainer.stopped is None:  # else the last finite parameters, whose cost is there already
        costs = [*costs, get_cost_value(Y_hat, split.Y_train)]
    hidden_A = [memory[f"A{l}"] for l in range(1, len(trained))]
    return {
        "learning_rate": learning_rate,
        "activation": activation,
        "sizes": sizes,
        "split": split,
        "steps": trainer.steps,
        "accuracy": get_accuracy_value(Y_hat, split.Y_train),
        "costs": costs,
        "region": region(trainer.predict),
        "folds": folds(params_values["W1"], params_values["b1"]) if bends else [],
        "dead": sum(int((~A.any(axis=1)).sum()) for A in hidden_A),
        "hidden": layers * units,
        "stopped": trainer.stopped,
    }


def bend_by_seed(learning_rate, units, activation, seeds):
    """Train one hidden layer from one start for each seed, as `bend` does.

    Returns
    -------
    dict of lists, one entry per seed
        `right`, the share of points that get the right class; `dead`, how many hidden units
        answer 0 to every point.
    """
    runs = [bend(learning_rate, 1, units, activation, seed) for seed in seeds]
    return {
        "right": [run["accuracy"] for run in runs],
        "dead": [run["dead"] for run in runs],
    }


def weights_moved(activation, seed, bias, units=4, steps=300):
    """Train units on the moons, the first of them from a bias of its own; see how far weights move.

    Returns
    -------
    array, one entry per hidden unit
        The largest change among the unit's weights, from He's start to the last step, at rate 1.
    """
    split = moons()
    net = dense_architecture([2, units, 1], activation)
    start = init_layers(net, seed, "he")
    start["b1"][0] = bias
    run = Trainer(split.X_train, split.Y_train, net, 1, params_values=start)
    run.step(steps)
    return np.abs(run.params_values["W1"] - start["W1"]).max(axis=1)
