"""Notebook 00: a first taste of training, the grid behind its picture, and the computer's check."""

import os
import sys
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from classroom.datasets import moons
from classroom.plane import SQUARES, plane, region
from nnlib.architecture import dense_architecture
from nnlib.trainer import Trainer

WATCHED = 100  # so many steps notebook 00 goes on for


def first_taste(hidden_layers=2, units=8, learning_rate=2, steps=WATCHED, seed=2, squares=SQUARES):
    """Train a network on the moons for some steps and count what it gets right.

    Parameters
    ----------
    hidden_layers, units : int
        How many hidden layers, and how many units each of them has.
    learning_rate : float
    steps : int
        0 for the network as it starts.
    seed : int
        For the weights that it starts with.
    squares : pair of int
        How many squares of the plane it is asked about, across and up.

    Returns
    -------
    dict
        The settings; `nn_architecture`, `params_values`; `right` of `total` training points and
        `test_right` of `test_total` points kept aside; `region`, the answers over the plane;
        `split`, the data; `stopped`, None or why training ended early.
    """
    split = moons()
    trainer = Trainer(
        split.X_train,
        split.Y_train,
        dense_architecture([2, *[units] * hidden_layers, 1]),
        learning_rate,
        seed=seed,
        scheme="he",
    )
    if steps > 0:
        trainer.step(steps)
    return {
        "learning_rate": learning_rate,
        "steps": trainer.steps,
        "nn_architecture": trainer.nn_architecture,
        "params_values": trainer.params_values,
        "right": _right(trainer, split.X_train, split.Y_train),
        "total": split.Y_train.size,
        "test_right": _right(trainer, split.X_test, split.Y_test),
        "test_total": split.Y_test.size,
        "region": region(trainer.predict, squares=squares),
        "split": split,
        "stopped": trainer.stopped,
    }


def _right(trainer, X, Y):
    return int(((trainer.predict(X) > 0.5) == Y).sum())


def six_networks(steps):
    """Train six networks that differ in nothing but the random weights they start with."""
    return [first_taste(steps=steps, seed=seed) for seed in range(6)]


def largest_weights(learning_rate, steps=5):
    """Return the largest weight or bias, its sign aside, at the start and after each step."""
    return [
        max(float(np.abs(values).max()) for values in run["params_values"].values())
        for run in (first_taste(learning_rate=learning_rate, steps=k) for k in range(steps + 1))
    ]


def grid_questions(tiles):
    """Ask the network that has learned about the middle of each of `tiles` * `tiles` tiles.

    Returns
    -------
    dict
        `tiles`; `questions`, the points, shape (2, tiles ** 2), and `answers` to them, shape
        (tiles, tiles), bottom row first.
    """
    run = first_taste(squares=(tiles, tiles))
    questions = plane(squares=(tiles, tiles))
    return {"tiles": tiles, "questions": questions, "answers": run["region"]}


def computer_check(folder="."):
    """Return a line for each thing this course needs: whether it is there or not."""
    checks = {
        "Python is version 3.11 or newer": sys.version_info >= (3, 11),
        "NumPy, for the arithmetic, is version 2 or newer": _major("numpy") >= 2,
        "ipywidgets, for buttons and sliders, is version 8 or newer": _major("ipywidgets") >= 8,
        "what you write and guess can be kept in this folder": os.access(folder, os.W_OK),
    }
    return [f"{'yes:' if true else 'NO: '} {words}" for words, true in checks.items()]


def _major(package):
    """Return the first part of a package's version, 0 where it is missing."""
    try:
        return int(version(package).split(".")[0])
    except PackageNotFoundError:
        return 0
