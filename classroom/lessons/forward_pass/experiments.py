"""Notebook 03: one point on its way through a network, and a batch of points, column by column."""

import numpy as np

from classroom.datasets import by_hand, moons
from classroom.measuring import lasted
from nnlib.architecture import dense_architecture
from nnlib.forward_pass import full_forward_propagation
from nnlib.loss import convert_prob_into_class
from nnlib.trainer import Trainer, limited_threads

# As many examples as the picture of the columns has room for.
MOST_COLUMNS = 12


def forward_flow(x1, x2):
    """Send one point through the 2-2-1 network of `datasets.by_hand` and keep every number.

    Returns
    -------
    dict
        `A0, W1, b1, Z1, A1, W2, b2, Z2, Y_hat`; `asleep`: for each hidden unit, whether it
        answers 0 to this point.
    """
    net, params_values, _, _ = by_hand()
    Y_hat, memory = full_forward_propagation(np.array([[x1], [x2]], float), params_values, net)
    return params_values | memory | {"Y_hat": Y_hat, "asleep": memory["A1"][:, 0] == 0}


def one_by_one(X, params_values, nn_architecture):
    """Send the columns of X through a network in as many passes; return their answers as a row."""
    answers = [
        full_forward_propagation(X[:, [j]], params_values, nn_architecture)[0]
        for j in range(X.shape[1])
    ]
    return np.hstack(answers)


def fastest(work, *arguments, tries=7):
    """Return the seconds that a piece of work takes: of several tries the fastest.

    It is the one that was least disturbed by whatever else the computer does.
    """
    return min(lasted(work, *arguments) for _ in range(tries))


def forward_columns(layers, units, learning_rate, m, steps=30, seed=2):
    """Train a few steps on the moons, then send the first m training points through the network.

    Parameters
    ----------
    layers, units : int
        How many hidden layers, and how many units in each of them.
    learning_rate : float
    m : int
        Columns sent through after the training, which always sees all 900 points.
    steps, seed : int

    Returns
    -------
    dict
        `A`: every layer's A, from A0 = X to Y_hat; `largest`: for each of them the largest
        absolute value among the first `MOST_COLUMNS` columns, whatever m is, so that colours
        measured against it stay when m moves; `Y`; `right`: for each column, whether the class is
        right; `asleep`: the hidden layers in which every unit answers 0 to every column;
        `finite`: whether every number still is one; `stopped`: the Trainer's sentence if training
        diverged; `learning_rate` and `steps` as given.
    """
    X_train, Y_train, *_ = moons()
    net = dense_architecture([2, *[units] * layers, 1])
    trainer = Trainer(X_train, Y_train, net, learning_rate, seed=seed, scheme="he")
    trainer.step(steps)
    Y = Y_train[:, :m]
    with limited_threads(X_train.size), np.errstate(over="ignore", invalid="ignore"):
        A = _every_A(X_train[:, :m], trainer.params_values, net)
        most = _every_A(X_train[:, :MOST_COLUMNS], trainer.params_values, net)
    Y_hat = A[-1]
    return {
        "A": A,
        "largest": [float(np.abs(a).max()) for a in most],
        "Y": Y,
        "right": (convert_prob_into_class(Y_hat) == Y)[0],
        "asleep": [l for l in range(1, layers + 1) if not A[l].any()],
        "finite": all(np.isfinite(a).all() for a in A),
        "stopped": trainer.stopped,
        "learning_rate": learning_rate,
        "steps": steps,
    }


def _every_A(X, params_values, net):
    """Return A0 = X, A1, … up to Y_hat."""
    Y_hat, memory = full_forward_propagation(X, params_values, net)
    return [memory[f"A{l}"] for l in range(len(net))] + [Y_hat]
