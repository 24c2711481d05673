"""What the exercises' cases share: random numbers in several shapes, always the same."""

import sys
from dataclasses import replace

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


def typed_late(name):
    """Return a name as a new piece of text, as one read from a file is."""
    return "".join(list(name))


def with_names_from_a_file(cases):
    """Return the cases, and for each name in them one more, in which it was read from a file.

    "is" takes such a name for another one; written in the program, equal names are one thing.
    """
    seen, more = set(), []
    for case in cases:
        new = names_in(case.args) - seen
        if new and case.accept is None:
            seen |= new
            words = f"{case.words}, names read from a file"
            more.append(replace(case, words=words, args=_renewed(case.args)))
    return [*cases, *more]


def names_in(thing):
    """Return the texts among arguments, however deep inside; the keys of dicts are none."""
    if isinstance(thing, str):
        return {thing}
    parts = thing.values() if isinstance(thing, dict) else thing
    return set().union(*map(names_in, parts)) if isinstance(thing, (dict, list, tuple)) else set()


def read_from_a_file(name):
    """Return whether a name is a piece of text of its own, not the one in the program."""
    return sys.intern(name) is not name


def _renewed(thing):
    if isinstance(thing, str):
        return typed_late(thing)
    if isinstance(thing, dict):
        return {key: _renewed(part) for key, part in thing.items()}
    return type(thing)(map(_renewed, thing)) if isinstance(thing, (list, tuple)) else thing
