"""What the exercises' cases share: random numbers in several shapes, always the same."""

import numpy as np

from classroom.practice.exercise import Case

# Rows and columns, the smallest first. (3, 3) is square: a missing .T raises nothing there.
SHAPES = ((1, 1), (1, 4), (3, 1), (2, 2), (3, 3), (4, 7), (2, 30))


def generator(seed=0):
    """Return a generator of random numbers of its own: the same numbers every time."""
    return np.random.RandomState(seed)


def size_words(rows, columns, row="unit", column="example"):
    """Say a size in words: "1 unit and 4 examples"."""
    words = [f"{n} {word}{'s' if n > 1 else ''}" for n, word in ((rows, row), (columns, column))]
    return " and ".join(words)


def matrix_cases(count=1, seed=0, first=()):
    """Return cases of `count` random matrices of the same shape, in several shapes.

    `first` are cases that come before them, with numbers a learner can follow in the head.
    """
    rng = generator(seed)
    cases = [
        Case(size_words(*shape), tuple(rng.randn(*shape) for _ in range(count))) for shape in SHAPES
    ]
    return [*first, *cases]
