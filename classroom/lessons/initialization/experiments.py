"""Notebook 01: what a start does to the signals, and to the first steps of training."""

import numpy as np

from classroom.datasets import moons
from classroom.layers import layer_signals
from nnlib.architecture import dense_architecture, layer_sizes
from nnlib.initialization import init_layers
from nnlib.trainer import Trainer, limited_threads

# So many points and steps that the panel can answer at once, with its largest network too.
POINTS, STEPS = 300, 30
# A spread below this is the dust of rounding: all examples got the same answer.
DUST = 1e-12


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
