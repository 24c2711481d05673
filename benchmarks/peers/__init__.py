"""The peers of the race: who they are, what they need, and what all of them are given.

Every module here but `worker` has one function, `prepare(X, Y, params_values, sizes, rate, batches,
dtype, **settings)`, that returns a model with

    run(n)          take n steps, and return when they are done
    restart()       go back to the start: parameters and order of mini-batches
    params_values   the parameters now, as `W1, b1, …` in nnlib's shapes
    forward(X)      Y_hat for X

X is (features, m), Y is (1, m), W is (n_out, n_in), b is (n_out, 1); who wants rows turns them.
"""

from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np


class Peer(NamedTuple):
    """One row of the race: its name, its module here, the packages it imports, its settings."""

    name: str
    module: str
    packages: tuple
    settings: dict = {}
    environment: dict = {}
    learns: bool = True

    @property
    def missing(self):
        """The packages that are not installed."""
        return [package for package in self.packages if find_spec(package) is None]


def _keras(backend, at_once=1):
    name = {"jax": "JAX", "tensorflow": "TensorFlow", "torch": "PyTorch"}[backend]
    return Peer(
        f"Keras on {name}" + (f", {at_once} steps a call" if at_once > 1 else ""),
        "keras_fit",
        ("keras", backend),
        {"at_once": at_once},
        {"KERAS_BACKEND": backend},
    )


# A backend of Keras needs a process of its own, so every peer gets one.
PEERS = {
    "products": Peer("Trainer's matrix products alone", "products", ("numpy",), learns=False),
    "trainer": Peer("nnlib Trainer", "nnlib_trainer", ("numpy",)),
    "train": Peer("nnlib train", "nnlib_train", ("numpy",)),
    "jax": Peer("JAX by hand, 30 steps in one scan", "jax_scan", ("jax",)),
    "torch": Peer("PyTorch by hand", "torch_loop", ("torch",)),
    "compiled": Peer("PyTorch by hand, compiled", "torch_loop", ("torch",), {"compiled": True}),
    "sklearn": Peer("scikit-learn MLPClassifier", "sklearn_mlp", ("sklearn",)),
    "keras_jax": _keras("jax"),
    "keras_jax_30": _keras("jax", 30),
    "keras_tensorflow": _keras("tensorflow"),
    "keras_tensorflow_30": _keras("tensorflow", 30),
    "keras_torch": _keras("torch"),
}


class Job(NamedTuple):
    """What all peers are given: data, start, recipe."""

    X: Any
    Y: Any
    params_values: dict
    sizes: list
    rate: float
    batch_size: int
    seed: int
    dtype: str = "float32"


class Batches:
    """Which examples each step takes: every epoch a new shuffle, the one `Trainer` makes."""

    def __init__(self, m, size, seed):
        if m % size:
            raise ValueError(f"batches of {size} leave {m % size} of {m} examples over")
        self.m, self.size, self.seed = m, size, seed
        self.restart()

    def restart(self):
        """Go back to the first epoch."""
        self._rng = np.random.RandomState(self.seed)
        self._order, self._left = np.arange(self.m), np.empty((0, self.size), int)

    @property
    def full(self):
        """True if every step takes all examples, in their own order."""
        return self.size == self.m

    def take(self, n):
        """Return the next n steps' examples, shape (n, size)."""
        if self.full:
            return np.tile(self._order, (n, 1))
        rows, have = [self._left], len(self._left)
        while have < n:
            self._rng.shuffle(self._order)
            rows.append(self._order.copy().reshape(-1, self.size))
            have += len(rows[-1])
        rows = np.concatenate(rows)
        self._left = rows[n:]
        return rows[:n]


def layers(params_values):
    """Return [(W1, b1), (W2, b2), …]."""
    return [(params_values[f"W{l}"], params_values[f"b{l}"]) for l in _count(params_values)]


def named(pairs):
    """Return `W1, b1, …` from pairs of arrays: W in nnlib's shape, b in any."""
    values = {}
    for l, (W, b) in enumerate(pairs, start=1):
        values[f"W{l}"], values[f"b{l}"] = np.array(W), np.array(b).reshape(-1, 1)
    return values


def _count(params_values):
    return range(1, len(params_values) // 2 + 1)


def largest_difference(params_values, reference):
    """Return the largest difference between two sets of parameters; infinite if any is not finite.

    Raises
    ------
    ValueError
        If names or shapes differ.
    """
    shapes = [{k: np.shape(v) for k, v in values.items()} for values in (params_values, reference)]
    if shapes[0] != shapes[1]:
        raise ValueError(f"the parameters are {shapes[0]}, expected {shapes[1]}")
    differences = [np.abs(params_values[key] - reference[key]).max() for key in reference]
    largest = float(np.max(differences))
    return largest if np.isfinite(largest) else np.inf
