"""What may have been done to a right result, or to one of its parts: rounded, turned, cut off."""

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from classroom.practice import comparing
from classroom.practice.variants import AS_IF, source


@dataclass(frozen=True)
class Change:
    """What may have been done to a right result, and the words for it, after "as if {0} "."""

    words: str
    change: Callable


def _columns(args):
    """Return how many columns the tables among the arguments have, or 1."""
    tables = [arg for arg in args if isinstance(arg, np.ndarray) and arg.ndim == 2]
    return tables[-1].shape[1] if tables else 1


def _first_columns(args):
    tables = [arg for arg in args if isinstance(arg, np.ndarray) and arg.ndim == 2]
    return tables[0].shape[1] if tables else 1


def _softmax(x, args):
    return np.exp(x) / np.sum(np.exp(x))


def _logit(x):
    return np.log(x) - np.log(1 - x)


NUMBERS = (
    Change(
        "lost its fraction: only whole numbers are left, as after int(…), // or in an array made "
        "of whole numbers",
        lambda x, args: np.trunc(x),
    ),
    *(
        Change(
            f"were rounded to {n} digits: hand it back as it is",
            lambda x, args, n=n: np.round(x, n),
        )
        for n in (1, 2, 3, 4)
    ),
    Change("were rounded to whole numbers", lambda x, args: np.round(x)),
    Change("were rounded up to whole numbers", lambda x, args: np.ceil(x)),
    Change("had the opposite sign", lambda x, args: -x),
    Change("had lost its sign, as with abs", lambda x, args: np.abs(x)),
    Change("were only its sign, -1, 0 or 1", lambda x, args: np.sign(x)),
    Change("were squared", lambda x, args: x**2),
    Change("had its root taken once more", lambda x, args: np.sqrt(np.abs(x))),
    Change("were cut off above 1", lambda x, args: np.minimum(x, 1)),
    Change("were bent at 0: what is below 0 became 0", lambda x, args: np.maximum(x, 0)),
    Change("were the smaller part: what is above 0 became 0", lambda x, args: np.minimum(x, 0)),
    Change(
        "had gone through the sigmoid, once more than is asked for",
        lambda x, args: 1 / (1 + np.exp(-np.asarray(x, float))),
    ),
    Change("had gone through tanh, once more than is asked for", lambda x, args: np.tanh(x)),
    Change("had become a power of e, e^…", lambda x, args: np.exp(x)),
    Change("had its logarithm taken", lambda x, args: np.log(x)),
    Change("lacked its logarithm", lambda x, args: np.exp(x)),
    Change("were taken from 1", lambda x, args: 1 - x),
    Change("were upside down, 1 divided by it", lambda x, args: 1 / x),
    Change("had 1 added to it", lambda x, args: x + 1),
    Change("had 1 taken away from it", lambda x, args: x - 1),
    Change("were in per cent", lambda x, args: 100 * x),
    Change("were divided by 100", lambda x, args: x / 100),
    Change("were twice what it should be", lambda x, args: 2 * x),
    Change("were half of what it should be: there is one 2 too many", lambda x, args: x / 2),
    Change("were ten times too large", lambda x, args: 10 * x),
    Change("were a tenth of what it should be", lambda x, args: x / 10),
    Change(
        "were a sum over the examples: it is not yet divided by their number",
        lambda x, args: x * _columns(args),
    ),
    Change(
        "were divided by the number of examples once more than needed",
        lambda x, args: x / _columns(args),
    ),
    Change(
        "were divided by the number of columns once more than needed",
        lambda x, args: x / _first_columns(args),
    ),
    Change("were turned by a .T", lambda x, args: np.asarray(x).T),
    Change("had gone through a softmax, and its numbers add up to 1", _softmax),
    Change(
        "were divided by the sum of its entries, as for a softmax: here every entry stands alone",
        lambda x, args: x / np.sum(x),
    ),
    Change("were divided by its largest entry", lambda x, args: x / np.max(x)),
    Change("had its mean taken away", lambda x, args: x - np.mean(x)),
    Change("were the mean of all its entries", lambda x, args: np.mean(x)),
    Change("were the sum of all its entries", lambda x, args: np.sum(x)),
    Change("were the largest of its entries", lambda x, args: np.max(x)),
    Change("were only its first entry", lambda x, args: np.ravel(x)[0]),
    Change("were only its last entry", lambda x, args: np.ravel(x)[-1]),
    Change("were added up over the rows (axis=0)", lambda x, args: np.sum(x, axis=0)),
    Change(
        "were added up over the columns (axis=1)",
        lambda x, args: np.sum(x, axis=1, keepdims=True),
    ),
    Change(
        "were the same for all, the sum of its entries, where each row has its own",
        lambda x, args: 0 * x + np.sum(x),
    ),
    Change(
        "were the same for all, the mean of its entries, where each row has its own",
        lambda x, args: 0 * x + np.mean(x),
    ),
    Change("were flattened: ravel, or flatten, takes an axis away", lambda x, args: np.ravel(x)),
    Change(
        "had lost its axes of length 1, as with np.squeeze: the shape has to stay",
        lambda x, args: np.squeeze(x),
    ),
    Change(
        "were added up on the way, as with np.cumsum",
        lambda x, args: np.cumsum(x).reshape(np.shape(x)),
    ),
    Change("were sorted", lambda x, args: np.sort(x)),
    Change(
        "were the other way round, with the last one first",
        lambda x, args: np.asarray(x)[..., ::-1],
    ),
    Change("lacked its last entry", lambda x, args: np.asarray(x)[..., :-1]),
    Change("lacked its first entry", lambda x, args: np.asarray(x)[..., 1:]),
    Change(
        "were only a yes or no: larger than 0 or not", lambda x, args: 1.0 * (np.asarray(x) > 0)
    ),
    Change("were 0 and 1, larger than 0.5 or not", lambda x, args: 1.0 * (np.asarray(x) > 0.5)),
    Change("were -1 and 1 instead of 0 and 1", lambda x, args: 2 * x - 1),
    Change("were 1 and 2 instead of 0 and 1", lambda x, args: x + 1),
    Change("were 0 everywhere", lambda x, args: 0 * x),
    Change("were 1 everywhere", lambda x, args: 0 * x + 1),
)
# What may have been done to a right result with a number that stands in the learner's code.
WITH_A_NUMBER = (
    ("had {:g} added to it", lambda c, x, args: x + c),
    ("had {:g} taken away from it", lambda c, x, args: x - c),
    ("were multiplied by {:g}", lambda c, x, args: c * x),
    ("were divided by {:g}", lambda c, x, args: x / c),
    ("were cut off above {:g}", lambda c, x, args: np.minimum(x, c)),
    ("were never below {:g}", lambda c, x, args: np.maximum(x, c)),
    ("were taken from {:g}", lambda c, x, args: c - x),
    ("were compared with {:g}: a yes or no", lambda c, x, args: 1.0 * (np.asarray(x) > c)),
)
WHOLES = (
    Change("were an array", lambda x, args: np.array(x)),
    Change("lacked its last entry", lambda x, args: x[:-1]),
    Change("lacked its first entry", lambda x, args: x[1:]),
    Change("were the other way round, with the last one first", lambda x, args: x[::-1]),
)


CUT = (
    "The fractions are cut off, because the array that holds the answer can hold only whole "
    "numbers. It was made with astype(int) or dtype=int, or like another array of whole numbers."
)
VECTORIZED = (
    "The fractions are cut off. np.vectorize makes an array of the kind of its first answer, and "
    "that was a whole number. Return, say, 0.0 in place of 0."
)


def cut(exercise, trial, written):
    """Return the sentence for whole numbers where some of the right answers are fractions."""
    wrong = [i for i in trial.order if not trial.is_right(i)]
    for i in wrong:
        right, theirs = trial.rights[i].value, trial.answers[i].value
        whole = isinstance(theirs, np.ndarray) and theirs.dtype.kind in "iu"
        if not whole or comparing.difference(np.trunc(right), theirs, ("it",), 1e-9):
            return ""
    return VECTORIZED if written.vectorized else CUT


def from_results(exercise, trial, written):
    names = exercise.returns
    whole = names[0] if len(names) == 1 else "the result"
    for change in NUMBERS:
        if trial.would_be(_everywhere(change.change)):
            if change is NUMBERS[0] and written.vectorized:
                return VECTORIZED
            return f"{AS_IF} {whole} {change.words}."
    for value in written.constants:
        for words, way in WITH_A_NUMBER if value not in (0, 1) else ():
            made = functools.partial(way, value)
            if trial.would_be(_everywhere(made)):
                return f"{AS_IF} {whole} {words.format(value)}."
    for change in WHOLES if len(names) == 1 else ():
        if trial.would_be(change.change):
            return f"{AS_IF} {whole} {change.words}."
    arguments = source(exercise.solution).arguments
    for place, name in enumerate(arguments):
        if trial.would_be(_argument(place)):
            return f"You return {name} just as it came in."
    return _from_parts(exercise, trial)


def _from_parts(exercise, trial):
    names = exercise.returns
    parts = [k for k in range(len(names)) if len(names) > 1]
    arguments = source(exercise.solution).arguments
    for k in parts:
        for change in NUMBERS:
            if trial.would_be(_in_part(k, change.change)):
                return f"{AS_IF} {names[k]} {change.words}. The rest is right."
        for place, name in enumerate(arguments):
            if trial.would_be(_given_back(k, place)):
                return f"In place of {names[k]} you return {name}, just as it came in."
        for other in parts:
            if k != other and trial.would_be(_doubled(k, other)):
                return f"{names[other]} is returned twice: it stands where {names[k]} belongs, too."
    for letter, words in (
        ("W", "the weights"),
        ("b", "the biases"),
        ("A", "the A"),
        ("Z", "the Z"),
    ):
        for change in NUMBERS:
            if trial.would_be(_everywhere(change.change, letter)):
                return f"{AS_IF} {words} {change.words}.".replace(" its ", " their ")
    return ""


def _everywhere(change, letter=None):
    """Return a change of all numbers in a result, or of those under keys with some letter."""

    def made(value, args):
        if isinstance(value, dict):
            return {
                key: made(part, args) if str(key).lstrip("d").startswith(letter or "") else part
                for key, part in value.items()
            }
        if isinstance(value, (tuple, list)):
            return type(value)(made(part, args) for part in value)
        if letter and not isinstance(value, np.ndarray):
            return value
        return change(value, args)

    return made


def _in_part(k, change):
    everywhere = _everywhere(change)

    def made(value, args):
        return tuple(
            everywhere(part, args) if place == k else part for place, part in enumerate(value)
        )

    return made


def _argument(place):
    return lambda value, args: args[place]


def _given_back(k, place):
    return lambda value, args: tuple(
        args[place] if j == k else part for j, part in enumerate(value)
    )


def _doubled(k, other):
    return lambda value, args: tuple(
        value[other] if j == k else part for j, part in enumerate(value)
    )


def order_of_parts(exercise, trial):
    """Return the sentence for the right parts in the wrong order."""
    names = exercise.returns
    if len(names) < 2:
        return ""
    for places in itertools.permutations(range(len(names))):
        if places == tuple(range(len(names))):
            continue
        if trial.would_be(_permuted(places)):
            return (
                f"All parts are right, but they come in another order. Return {', '.join(names)}, "
                "in this order."
            )
    return ""


def _permuted(places):
    return lambda value, args: tuple(value[k] for k in places)
