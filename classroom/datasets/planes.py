"""Points in a plane, of two classes: what the playground trains on."""

from functools import lru_cache

import numpy as np

from classroom.datasets.samples import Split, moons
from nnlib.validation import check_choice, check_seed, check_whole


def _circles(rng, n):
    """A disc of class 1 in a ring of class 0."""
    Y = np.arange(n) % 2
    radius = np.where(Y == 1, 0.9, 2.1) + rng.uniform(-0.35, 0.35, n)
    angle = rng.uniform(0, 2 * np.pi, n)
    return radius * np.stack([np.cos(angle), np.sin(angle)]), Y


def _xor(rng, n):
    """Four corners: class 1 where exactly one of the features is above 0."""
    X = rng.uniform(-2.3, 2.3, (2, n))
    Y = (X[0] * X[1] < 0).astype(int)
    # A gap along the axes, as wide as the noise will about fill.
    return X + 0.2 * np.sign(X), Y


def _spirals(rng, n):
    """Two arms, each of which winds around the other."""
    Y = np.arange(n) % 2
    along = np.sqrt(rng.uniform(0.02, 1, n))
    angle = 1.75 * 2 * np.pi * along + np.pi * Y
    return 2.4 * along * np.stack([np.cos(angle), np.sin(angle)]), Y


def _clouds(rng, n):
    """Two round clouds, which a straight line parts."""
    Y = np.arange(n) % 2
    return np.where(Y == 1, 1.2, -1.2) + rng.normal(0, 0.6, (2, n)), Y


# A new kind of data is a new row: name -> how its points lie without noise.
PLANES = {"circles": _circles, "xor": _xor, "spirals": _spirals, "clouds": _clouds}
KINDS = ("moons", *PLANES)


def plane_data(kind="moons", noise=0.2, seed=100, test_size=0.1, n_samples=1000):
    """Make points of two classes in a plane, and keep a part of them aside.

    Parameters
    ----------
    kind : str
        "moons", "circles", "xor", "spirals" or "clouds".
    noise : float
        How far points stray from where they belong: a standard deviation, in the units of X.
    seed : int
        For the points. The moons of seed 100 are the article's.
    test_size : float
        The share of points kept aside, above 0 and below 1.
    n_samples : int
        Points in both classes together.

    Returns
    -------
    Split

    Raises
    ------
    TypeError, ValueError
        If the kind is unknown, or a number is of the wrong kind or out of its range.
    """
    check_choice("kind", kind, KINDS)
    check_seed(seed)
    if kind == "moons":
        return moons(n_samples, noise, seed, test_size)
    check_whole("n_samples", n_samples, least=10)
    if not 0 <= noise < np.inf:
        raise ValueError(f"noise is {noise!r}, expected a finite number, 0 or more")
    if not 0 < test_size < 1:
        raise ValueError(f"test_size is {test_size!r}, expected a share above 0 and below 1")
    return Split(*(part.copy() for part in _made(kind, noise, seed, test_size, n_samples)))


@lru_cache(maxsize=16, typed=True)
def _made(kind, noise, seed, test_size, n_samples):
    """Make the points, once: the playground asks for the same many times a second."""
    rng = np.random.default_rng(seed)
    X, Y = PLANES[kind](rng, n_samples)
    X = X + noise * rng.standard_normal(X.shape)
    order = rng.permutation(n_samples)
    test = min(max(1, round(test_size * n_samples)), n_samples - 1)
    X, Y = X[:, order], Y[order].reshape(1, -1).astype(float)
    return X[:, test:], Y[:, test:], X[:, :test], Y[:, :test]
