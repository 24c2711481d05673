"""Notebook 07: the stages of a training run, many starts compared, and why some runs fail."""

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from classroom.datasets import breast_cancer
from classroom.layers import layer_signals
from classroom.playground.experiments import Session, Settings
from classroom.practice.checking import examine
from classroom.straight_line import best_straight_line
from nnlib.backprop import full_backward_propagation
from nnlib.forward_pass import full_forward_propagation
from nnlib.initialization import init_layers
from nnlib.loss import convert_prob_into_class, get_cost_value
from nnlib.trainer import Trainer
from nnlib.training import predict, train


def stages(steps, **settings):
    """Train once on the moons, and return what the playground would show at each of `steps`.

    Each stage also tells, as `copied`, the share of the training points on which a straight line
    can give the same class as the network. `settings` are those of the playground.
    """
    session, found = Session(Settings(**settings)), []
    for step in steps:
        session.advance_to(step, every=10)
        X = session.split.X_train
        found.append(session.numbers() | {"copied": copied(X, session.trainer.predict(X))})
    return found


def copied(X, Y_hat):
    """Return the share of the examples on which a straight line can give the same class."""
    _, share = best_straight_line(X, convert_prob_into_class(Y_hat))
    return share


def ends(X, Y, nn_architecture, steps, learning_rate, seeds, scheme="small"):
    """Train from several starts; return the parameters and the cost at the end of each run.

    Returns
    -------
    list of (params_values, cost), one for each seed
    """
    found = []
    for seed in seeds:
        trainer = Trainer(X, Y, nn_architecture, learning_rate, seed=seed, scheme=scheme)
        trainer.step(steps)
        found.append((trainer.params_values, get_cost_value(trainer.predict(X), Y)))
    return found


def copies(X, runs, nn_architecture):
    """Return, for each run that `ends` gives, how much of it a straight line can copy."""
    return [copied(X, predict(X, params, nn_architecture)) for params, _ in runs]


def rates_compared(X, Y, nn_architecture, rates, steps, seeds, scheme="he"):
    """Try each learning rate from several starts.

    Returns
    -------
    dict
        From each rate to the costs at the end, and to the number of runs in which a whole hidden
        layer is asleep by then.
    """
    found = {}
    for rate in rates:
        runs = ends(X, Y, nn_architecture, steps, rate, seeds, scheme)
        asleep = [
            max(layer_signals(X, Y, params_values, nn_architecture)["asleep"][:-1]) == 1
            for params_values, _ in runs
        ]
        found[rate] = [cost for _, cost in runs], sum(asleep)
    return found


def starts_asleep(X, Y, nn_architecture, seeds, scheme="small"):
    """Return the seeds whose start has a hidden layer in which every unit answers 0 to all of X."""
    found = []
    for seed in seeds:
        params_values = init_layers(nn_architecture, seed=seed, scheme=scheme)
        signals = layer_signals(X, Y, params_values, nn_architecture)
        if max(signals["asleep"][:-1]) == 1:
            found.append(seed)
    return found


def largest_curvature(X, Y, params_values, nn_architecture):
    """Return how sharply the cost bends upwards in the direction in which it bends most.

    The largest eigenvalue of the matrix of second derivatives, each found from the gradients at
    two places close by: for small networks.
    """
    shapes = {key: values.shape for key, values in params_values.items()}
    theta = np.concatenate([values.ravel() for values in params_values.values()])

    def gradient(theta):
        parts = np.split(theta, np.cumsum([np.prod(shape) for shape in shapes.values()])[:-1])
        params = {key: part.reshape(shapes[key]) for key, part in zip(shapes, parts, strict=True)}
        Y_hat, memory = full_forward_propagation(X, params, nn_architecture)
        grads = full_backward_propagation(Y_hat, Y, memory, params, nn_architecture)
        return np.concatenate([grads[f"d{key}"].ravel() for key in shapes])

    h = 1e-6  # so small that hardly ever a point crosses a unit's bend between the two places
    nudges = h * np.eye(theta.size)
    H = np.array([(gradient(theta + n) - gradient(theta - n)) / (2 * h) for n in nudges])
    return float(np.linalg.eigvalsh((H + H.T) / 2)[-1])


def first_spike(X, Y, nn_architecture, learning_rate, seed, rise=1.05, most=150):
    """From He's start, find the first step that raises the cost to `rise` times what it was.

    Returns
    -------
    dict
        `step`, and the costs `before` and `after` it; `sharpest`, the largest curvature at the
        seven places before it, and `later`, the curvature six steps on. None if there is no such
        step among the first `most`.
    """
    trainer = Trainer(X, Y, nn_architecture, learning_rate, seed=seed, scheme="he")
    costs, kept = [], []
    for step in range(most):
        costs.append(get_cost_value(trainer.predict(X), Y))
        kept = [*kept[-6:], {key: values.copy() for key, values in trainer.params_values.items()}]
        if step > 0 and costs[-1] > rise * costs[-2]:
            break
        trainer.step()
    else:
        return None
    sharpest = max(largest_curvature(X, Y, params, nn_architecture) for params in kept[:-1])
    trainer.step(6)
    later = largest_curvature(X, Y, trainer.params_values, nn_architecture)
    return {
        "step": step,
        "before": costs[-2],
        "after": costs[-1],
        "sharpest": sharpest,
        "later": later,
    }


def one_measurement(split):
    """Classify by the single feature that is best on the training part; return the test mistakes.

    The cut lies halfway between the means of the two classes.
    """
    groups = [split.X_train[:, split.Y_train[0] == label] for label in (0, 1)]
    cuts = sum(group.mean(axis=1, keepdims=True) for group in groups) / 2
    best = np.argmax(((split.X_train > cuts) == split.Y_train).mean(axis=1))
    return int(((split.X_test > cuts)[best] != split.Y_test).sum())


def tumour_mistakes(nn_architecture, split_seeds, steps=500, learning_rate=0.1):
    """Return, for each way to split the tumours, how many of the test part come out wrong."""
    found = []
    for split_seed in split_seeds:
        split = breast_cancer(split_seed=split_seed)
        trainer = Trainer(
            split.X_train, split.Y_train, nn_architecture, learning_rate, seed=2, scheme="he"
        )
        trainer.step(steps)
        answers = convert_prob_into_class(trainer.predict(split.X_test))
        found.append(int((answers != split.Y_test).sum()))
    return found


def median_and_range(values, form=".3f"):
    """Write the middle of several values, and the smallest and the largest of them."""
    return f"median {np.median(values):{form}}, from {min(values):{form}} to {max(values):{form}}"


@contextmanager
def passing_folder():
    """Give a folder that vanishes, with all its files, at the end of the block."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def yours_or_ours(my_train):
    """Return a learner's `my_train` if it is correct, else `nnlib.train`; and whose it is."""
    if examine("train", my_train).outcome == "correct":
        return my_train, "your my_train"
    return partial(train, seed=2), "nnlib.train, until my_train is correct"
