"""Notebook 01: what a start does to the signals, and to the first steps of training."""

import numpy as np

from classroom.datasets import moons
from classroom.layers import layer_signals
from classroom.plane import region
from nnlib.architecture import dense_architecture, layer_sizes
from nnlib.initialization import init_layers
from nnlib.loss import get_accuracy_value
from nnlib.trainer import Trainer, limited_threads

# So many points and steps that the panel can answer at once, with its largest network too.
POINTS, STEPS = 300, 30
# A spread below this is the dust of rounding: all examples got the same answer.
DUST = 1e-12
EQUAL = 0.5  # the number at which all weights and biases of the twins begin
SPREAD_STEPS = 100
# An answer this near to 0 or 1 is called sure.
SURE = 0.01


def all_equal(nn_architecture):
    """Return parameters for an architecture that are all the same number, 0.5."""
    start = init_layers(nn_architecture, scheme="zeros")
    return {key: np.full_like(values, EQUAL) for key, values in start.items()}


def random_start(nn_architecture, spread, seed):
    """Draw parameters with a mean of 0 and any spread, in the order of the scheme "small"."""
    rng = np.random.RandomState(seed)
    start = init_layers(nn_architecture, scheme="zeros")
    return {key: spread * rng.randn(*values.shape) for key, values in start.items()}


def different_rows(W):
    """Count the different rows of a matrix, by the first six decimals."""
    return len(np.unique(W.round(6), axis=0))


def cost_histories(starts, nn_architecture, learning_rate, steps):
    """Return the costs of the first steps on all of the moons, from several starts, by name."""
    split = moons()
    histories = {}
    for name, start in starts.items():
        run = Trainer(
            split.X_train, split.Y_train, nn_architecture, learning_rate, params_values=start
        )
        run.step(steps)
        histories[name] = run.cost_history
    return histories


def after_steps(nn_architecture, start, steps):
    """Return what steps at learning rate 1, on all of the moons' points, make of a start."""
    split = moons()
    run = Trainer(split.X_train, split.Y_train, nn_architecture, 1, params_values=start)
    run.step(steps)
    return run.params_values


def twins(steps, learning_rate, units, seed):
    """Train one network twice on 360 points of the moons: from equal and from random numbers.

    Parameters
    ----------
    steps : int
    learning_rate : float
    units : int
        How many hidden units each of the two has.
    seed : int
        Of the random start, which is He's.

    Returns
    -------
    dict
        The settings; `split`; `equal` and `random`, each as `_trained` returns it.
    """
    split = moons(400)
    net = dense_architecture([2, units, 1])
    starts = {"equal": all_equal(net), "random": init_layers(net, seed, "he")}
    runs = {
        name: _trained(split, net, start, learning_rate, steps) for name, start in starts.items()
    }
    settings = {"steps": steps, "learning_rate": learning_rate, "units": units, "seed": seed}
    return {**settings, "split": split, **runs}


def spread_and_steps(spread, layers, units, learning_rate, seed):
    """Look at a network's answers before its first step and after 100 steps.

    Parameters
    ----------
    spread : float
        Of the numbers it starts from, biases too.
    layers, units : int
        How many hidden layers, and how many units each of them has.
    learning_rate : float
    seed : int

    Returns
    -------
    dict
        The settings; `sizes`; `split`; `before` and `after`, each as `_trained` returns it.
    """
    split = moons(400)
    net = dense_architecture([2, *[units] * layers, 1])
    start = random_start(net, spread, seed)
    return {
        "spread": spread,
        "learning_rate": learning_rate,
        "seed": seed,
        "sizes": layer_sizes(net),
        "split": split,
        "before": _trained(split, net, start, learning_rate, 0),
        "after": _trained(split, net, start, learning_rate, SPREAD_STEPS),
    }


def right_by_seed(spread, seeds):
    """Return, for each seed, the share of points that the panel's network gets right at its end."""
    usual = {"layers": 2, "units": 8, "learning_rate": 10**-0.5}
    return [spread_and_steps(spread, **usual, seed=seed)["after"]["accuracy"] for seed in seeds]


def _trained(split, nn_architecture, start, learning_rate, steps):
    """Return what a network has become after so many steps, as a dict.

    `accuracy`, over the training points; `sure`, the share of answers below 0.01 or above 0.99;
    `region`, the answers over the plane; `W1`; `rows`, how many of its rows are different;
    `stopped`, a sentence if training diverged, else None.
    """
    X, Y = split.X_train, split.Y_train
    trainer = Trainer(X, Y, nn_architecture, learning_rate, params_values=start)
    if steps:
        trainer.step(steps)
    W1 = trainer.params_values["W1"]
    Y_hat = trainer.predict(X)
    return {
        "accuracy": get_accuracy_value(Y_hat, Y),
        "sure": float(np.mean((Y_hat < SURE) | (Y_hat > 1 - SURE))),
        "region": region(trainer.predict),
        "W1": W1,
        "rows": different_rows(W1),
        "stopped": trainer.stopped,
    }


def layer_spreads(X, Y, params_values, nn_architecture):
    """Measure how much the answers differ from example to example, on the way through.

    Returns
    -------
    list of float
        For X and then for each layer: the standard deviation over the examples, as the mean over
        the rows (features or units); exactly 0 where all examples get the same answers.
    """
    inside = layer_signals(X, Y, params_values, nn_architecture)["activation"]
    values = [float(X.std(axis=1).mean()), *inside]
    return [value if value > DUST else 0.0 for value in values]


def layer_factors(X, Y, nn_architecture, spread, seeds):
    """Measure by how much each layer multiplies the spread over the examples, seed by seed.

    Returns
    -------
    array, shape (layers, seeds)
    """
    starts = [random_start(nn_architecture, spread, seed) for seed in seeds]
    found = np.array([layer_spreads(X, Y, start, nn_architecture) for start in starts])
    return (found[:, 1:] / found[:, :-1]).T


def start_and_steps(learning_rate, layers, units, scheme, seed):
    """Start a network on some of the moons and take its first steps.

    Parameters
    ----------
    learning_rate : float
    layers, units : int
        How many hidden layers, and how many units each of them has.
    scheme, seed
        Of the start; see `init_layers`.

    Returns
    -------
    dict
        `spreads` as `layer_spreads`, before the first step; `costs` before each step and after
        the last; `stopped`, a sentence if training diverged, else None; `sizes` and the settings.
    """
    split = moons()
    X, Y = (np.ascontiguousarray(part[:, :POINTS]) for part in (split.X_train, split.Y_train))
    nn_architecture = dense_architecture([2, *[units] * layers, 1])
    start = init_layers(nn_architecture, seed, scheme)
    trainer = Trainer(X, Y, nn_architecture, learning_rate, params_values=start)
    trainer.step(STEPS + 1)  # each cost is taken before its step, so one more gives the last
    work = 3 * X.shape[1] * sum(values.size for values in start.values())
    with limited_threads(work):
        spreads = layer_spreads(X, Y, start, nn_architecture)
    return {
        "learning_rate": learning_rate,
        "scheme": scheme,
        "seed": seed,
        "sizes": layer_sizes(nn_architecture),
        "spreads": spreads,
        "costs": trainer.cost_history[: STEPS + 1],
        "stopped": trainer.stopped,
    }
