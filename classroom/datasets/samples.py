"""Small examples: network by hand, moons, tumours, the recorded run, and a table of penguins."""

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nnlib.validation import check_whole


class Split(NamedTuple):
    """A data set cut in two: one part to learn from, one kept aside to test with."""

    X_train: np.ndarray
    Y_train: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray


class Example(NamedTuple):
    """A network with its parameters, and data for it."""

    nn_architecture: list
    params_values: dict
    X: np.ndarray
    Y: np.ndarray


def by_hand():
    """Return the 2-2-1 network that notebooks 01 to 06 work through with pencil and paper.

    Its numbers are chosen so that every result on the way is short: for the first example, in the
    first column of X, Z1 is 0.5 and -0.75, A1 is 0.5 and 0, Z2 is 0 and Y_hat is 0.5.

    Returns
    -------
    Example
        `nn_architecture`, `params_values`, `X` of shape (2, 2) and `Y` of shape (1, 2): two
        examples, the first of class 1, the second of class 0.
    """
    return Example(
        nn_architecture=[
            {"input_dim": 2, "output_dim": 2, "activation": "relu"},
            {"input_dim": 2, "output_dim": 1, "activation": "sigmoid"},
        ],
        params_values={
            "W1": np.array([[0.5, -0.25], [1.0, -1.0]]),
            "b1": np.array([[0.5], [0.25]]),
            "W2": np.array([[2.0, -1.0]]),
            "b2": np.array([[-1.0]]),
        },
        X=np.array([[1.0, 2.0], [2.0, 0.5]]),
        Y=np.array([[1.0, 0.0]]),
    )


def moons(n_samples=1000, noise=0.2, seed=100, test_size=0.1, split_seed=42):
    """Make the article's two interlocking half-moons and its split.

    Parameters
    ----------
    n_samples : int
        Points in both moons together.
    noise : float
        How far points stray from their moon: a standard deviation, in the units of X.
    seed, split_seed : int
        For the points and for the split. The defaults are the article's.
    test_size : float
        The share of points kept aside, above 0 and below 1.

    Returns
    -------
    Split
        With the defaults 900 training and 100 test points; Y is 0 for the upper moon, 1 for the
        lower one.

    Raises
    ------
    TypeError, ValueError
        If a number is of the wrong kind or out of its range.

    Notes
    -----
    The article's data, number for number: what scikit-learn's `make_moons` and `train_test_split`
    make, without the second that it takes to import them.
    """
    check_whole("n_samples", n_samples, least=10)
    if not 0 <= noise < np.inf:
        raise ValueError(f"noise is {noise!r}, expected a finite number, 0 or more")
    _check_test_size(test_size)
    # A copy: nobody shall find in it what others have written.
    made = _made_moons(n_samples, noise, seed, test_size, split_seed)
    return Split(*(part.copy() for part in made))


@lru_cache(maxsize=16, typed=True)
def _made_moons(n_samples, noise, seed, test_size, split_seed):
    """Make the moons, once: panels ask for the same many times a second."""
    rng = np.random.RandomState(seed)
    upper, lower = (np.linspace(0, np.pi, m) for m in (n_samples // 2, -(-n_samples // 2)))
    X = np.vstack(
        [
            np.append(np.cos(upper), 1 - np.cos(lower)),
            np.append(np.sin(upper), 1 - np.sin(lower) - 0.5),
        ]
    ).T
    y = np.repeat([0, 1], [upper.size, lower.size])
    order = np.arange(n_samples)
    rng.shuffle(order)
    return _split(X[order] + rng.normal(scale=noise, size=X.shape), y[order], test_size, split_seed)


def breast_cancer(test_size=0.2, split_seed=42):
    """Load 569 real tumours, each with 30 measurements of its cells, standardised.

    Parameters
    ----------
    test_size : float
        The share of tumours kept aside, above 0 and below 1.
    split_seed : int

    Returns
    -------
    Split
        X has 30 rows; Y is 1 for malignant, 0 for benign. Each row of X has mean 0 and standard
        deviation 1 over the training part; the test part is shifted and scaled by the same
        numbers, so that nothing of it is seen before the test.

    Notes
    -----
    The Wisconsin diagnostic data set (Street, Wolberg and Mangasarian, 1993), which
    scikit-learn carries; there the labels are the other way round.
    """
    # Here and not above: to import it takes as long as all else that a first panel needs.
    from sklearn.datasets import load_breast_cancer

    _check_test_size(test_size)
    X, y = load_breast_cancer(return_X_y=True)
    split = _split(X, 1 - y, test_size, split_seed)
    mean = split.X_train.mean(axis=1, keepdims=True)
    spread = split.X_train.std(axis=1, keepdims=True)
    return split._replace(
        X_train=(split.X_train - mean) / spread, X_test=(split.X_test - mean) / spread
    )


def published_run():
    """Load the recorded history of the article's 10,000 epochs.

    Returns
    -------
    dict
        `epochs`, `cost` and `accuracy` (training, a fraction) as arrays, every 50 epochs and at
        the last; `first_epoch_at_95`, `test_accuracy`, and `settings` in words. A slow test runs
        the 10,000 epochs again and compares.
    """
    text = files(__package__).joinpath("published_run.json").read_text(encoding="utf-8")
    record = json.loads(text)
    return record | {key: np.array(record[key]) for key in ("epochs", "cost", "accuracy")}


def _check_test_size(test_size):
    if not 0 < test_size < 1:
        raise ValueError(f"test_size is {test_size!r}, expected a number above 0 and below 1")


def _split(X, y, test_size, split_seed):
    """Split a table with a row for each example, and turn it into the course's columns."""
    m = len(X)
    kept_aside = int(np.ceil(test_size * m))
    if kept_aside == m:
        raise ValueError(f"test_size is {test_size!r}: nothing would be left of {m} to learn from")
    order = np.random.RandomState(split_seed).permutation(m)
    test, train = order[:kept_aside], order[kept_aside:]
    return Split(
        np.ascontiguousarray(X[train].T),
        y[train].reshape(1, -1).astype(float),
        np.ascontiguousarray(X[test].T),
        y[test].reshape(1, -1).astype(float),
    )


def sample_table():
    """Return where the table lies that notebook 11 practises on: 344 penguins, their sex in `male`.

    `penguins.md`, beside it, names its source, its columns and its licence (CC0).

    Returns
    -------
    Path
        Of a CSV file, for `own_table`.
    """
    return Path(str(files(__package__).joinpath("penguins.csv")))
