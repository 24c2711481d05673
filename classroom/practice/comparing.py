"""Compares what a learner's function did with what the solution does."""

import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from classroom.practice.plain import Failure, Odd, failure, plain

# The order in which the first thing wrong is looked for.
ORDER = ("exception", "nothing", "kind", "dtype", "shape", "value", "asked", "arguments")


@dataclass
class Answer:
    """What one call did: what it returned or raised, and its arguments afterwards, all plain."""

    value: Any = None
    error: Failure | None = None
    args: tuple = ()


def call(function, args):
    """Call a function with a copy of the arguments; return an `Answer`, whatever happens."""
    answer, args = Answer(), copy.deepcopy(args)
    try:
        answer.value = plain(function(*args))
    except BaseException as error:  # sys.exit(), too, must not end the lesson
        answer.error = failure(error)
    answer.args = plain(args)
    return answer


def kind(value):
    """Return what sort of thing a plain value is, in words, for comparison and for messages."""
    if isinstance(value, Odd):
        return value.kind
    if isinstance(value, (bool, np.bool_)):
        return "True or False"
    if isinstance(value, (int, float, complex, np.number)) or (
        isinstance(value, np.ndarray) and value.ndim == 0
    ):
        return "a number"
    if isinstance(value, np.ndarray):
        return "an array"
    if isinstance(value, (tuple, list)):
        return "a list or tuple"  # the two unpack alike
    names = {"ellipsis": "still the dots", "NoneType": "None", "str": "text"}
    return names.get(type(value).__name__, f"a {type(value).__name__}")


def listed(names):
    """Return names as in a sentence: "A", "A and Z", "dA_prev, dW and db"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def difference(expected, got, names, rtol, origins=None):
    """Return the first difference as (one of `ORDER`, part's name, part expected, part got).

    `names` are the names of the result's parts, or the name of a single result. `origins` gives
    for a part's name where it comes from, and the `rtol` for what is compared then: how far it
    has moved. Returns None if there is no difference.
    """
    if got is None and expected is not None:
        return "nothing", listed(names), expected, got
    pairs = []
    unlike = _pair(expected, got, names, pairs)
    if unlike:
        return unlike

    def _moved(name, part, other):
        origin, its_rtol = (origins or {}).get(name, (None, rtol))
        return _value(part, other, its_rtol, origin)

    for test in (_kind, _dtype, _shape, _moved):
        for name, part, other in pairs:
            what = test(name, part, other)
            if what:
                return what, name, part, other
    return None


def _pair(expected, got, names, pairs, inside=""):
    """Collect (name, part expected, part got), down to the innermost parts of tuples and dicts.

    Returns the difference, as `difference` does, where the two are not made alike.
    """
    name = listed(names)
    if not isinstance(expected, (dict, tuple, list)):
        pairs.append((name, expected, got))
        return None
    if _unpacks_alike(expected, got, inside):
        got = list(got)
    if kind(got) != kind(expected):
        return "kind", name, expected, got
    if isinstance(expected, dict):
        if set(expected) != set(got):
            return "kind", name, expected, got
        # The keys of the result itself are names enough; those further in need their dict's.
        parts = [
            (f'{inside}["{key}"]' if inside else str(key), expected[key], got[key])
            for key in expected
        ]
    else:
        if len(expected) != len(got):
            return "kind", name, expected, got
        if len(names) != len(expected) or inside:
            names = [f"{name}[{i}]" for i in range(len(expected))]
        parts = list(zip(names, expected, got, strict=True))
    for part, one, other in parts:
        unlike = _pair(one, other, (part,), pairs, part)
        if unlike:
            return unlike
    return None


def _unpacks_alike(expected, got, inside):
    """Return whether an array does what a tuple or list is expected to do.

    A history or a shape may be a row of numbers; several arrays of one shape may be a stack.
    """
    if isinstance(expected, dict) or not isinstance(got, np.ndarray) or got.ndim == 0:
        return False
    if got.ndim == 1:
        return isinstance(expected, list) or bool(inside)
    shapes = {np.shape(part) for part in expected if isinstance(part, np.ndarray)}
    return shapes == {got.shape[1:]}


def _kind(_, expected, got):
    return None if kind(expected) == kind(got) else "kind"


def _no_numbers(value):
    return np.asarray(value).dtype.kind not in "fiub"


def _dtype(_, expected, got):
    if _no_numbers(expected):  # text, None; functions and generators, which are no results
        return None if _no_numbers(got) else "dtype"
    # Whole numbers will do where fractions are expected, and either precision; text will not.
    allowed = "b" if np.asarray(expected).dtype.kind == "b" else "fiu"
    return None if np.asarray(got).dtype.kind in allowed else "dtype"


def _shape(_, expected, got):
    return None if np.shape(expected) == np.shape(got) else "shape"


def _value(expected, got, rtol, origin=None):
    if _no_numbers(expected):
        text = np.asarray(expected).dtype.kind == "U"
        return "value" if text and not np.array_equal(expected, got) else None
    return None if np.all(close(expected, got, rtol, origin)) else "value"


def close(expected, got, rtol, origin=None):
    """Return, entry by entry, whether two numbers or arrays agree; nan agrees with nan.

    With an `origin`, the ways from there have to agree.
    """
    got, expected = np.asarray(got), np.asarray(expected, dtype=float)
    exact = got.dtype.itemsize >= 8 or got.dtype.kind != "f"
    # Of numbers that cancel, those digits are left which the largest of them had: six for sure,
    # as somebody may compute in float32 on the way, and five where float32 comes out.
    noise = 0.0
    if rtol:
        largest = np.abs(expected).max(initial=0.0, where=np.isfinite(expected))
        noise = (1e-6 if exact else 1e-5) * largest
    if not exact:
        rtol = max(rtol, 1e-3)  # seven digits, and sums lose some
    got = got.astype(float)
    if origin is not None:
        got, expected = got - origin, expected - origin
    # As np.isclose does it, which takes three times as long for arrays as small as these.
    with np.errstate(invalid="ignore"):
        near = np.abs(got - expected) <= rtol * (np.abs(expected) + 1e-3) + noise
    return (near & np.isfinite(expected)) | (got == expected) | (np.isnan(got) & np.isnan(expected))


def changed(before, after):
    """Return the positions of the arguments that are not what they were."""
    return [
        i
        for i, (a, b) in enumerate(zip(before, after, strict=True))
        if difference(a, b, ("it",), rtol=0)
    ]


def same(one, other, rtol, words=True, names=("it",), origins=None):
    """Return whether two answers to the same call are the same: value or error, and arguments.

    `names` and `origins` are those of `difference`. Without `words`, two errors of the same type
    are the same whatever they say.
    """
    if one.error or other.error:
        alike = one.error and other.error and one.error.type is other.error.type
        return bool(alike) and not (words and one.error.message != other.error.message)
    if (one.value is None) != (other.value is None):
        return False
    if one.value is not None and difference(one.value, other.value, names, rtol, origins):
        return False
    return not changed(one.args, other.args)
