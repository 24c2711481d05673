"""Takes down what a learner's function did, in plain things in which no code can hide.

What a function returns or raises may be of a class of its own, whose `__eq__`, `__len__` or
`__str__` raises, ends Python or never comes back. So it is looked at here only, while `Run` keeps
the time, and whatever compares or explains it later sees nothing but these plain things.
"""

import dis
import inspect
import linecache
import numbers
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

import nnlib

GENERATOR = "a generator (made by yield)"
MOST_PARTS, DEEPEST, MOST_LETTERS = 10_000, 12, 2_000
NNLIB = str(Path(nnlib.__file__).resolve().parent)
# Lines that are never the learner's own: the course's and the libraries'.
OTHERS = (
    str(Path(__file__).resolve().parent.parent),
    NNLIB,
    *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    "<frozen",
    "<__array_function__",
)


@dataclass(frozen=True)
class Odd:
    """Stands for a thing that is no exercise's answer, and tells only what sort of thing it is."""

    kind: str


@dataclass(frozen=True)
class Failure:
    """What an exception was.

    Attributes
    ----------
    type : type
    name : str
        The type's.
    message : str
        The beginning of what it says.
    lines : tuple
        (function, number, text) of each of the learner's own lines on the way to it.
    unknown : str
        The name that a NameError is about.
    refusal : bool
        nnlib raised it, in words of its own.
    """

    type: type
    name: str = "an exception"
    message: str = ""
    lines: tuple = ()
    unknown: str = ""
    refusal: bool = False

    def is_a(self, type_):
        """Return whether it is an exception of this type."""
        return issubclass(self.type, type_)


def plain(value):
    """Return a copy of a value in NumPy's and Python's own types; `Odd` for what has none."""
    return attempt(lambda: _plain(value, 0, [MOST_PARTS]), Odd("a thing that shows nothing"))


def failure(error):
    """Return the `Failure` that tells what an exception was."""
    sort, trace = type(error), BaseException.__traceback__.__get__(error)
    return Failure(
        sort,
        attempt(lambda: text(sort.__name__), "an exception"),
        message(error),
        attempt(lambda: tuple(_own_lines(trace)), ()),
        attempt(lambda: text(error.name or ""), "") if issubclass(sort, NameError) else "",
        attempt(lambda: _raised_by_nnlib(trace), False),
    )


def text(value):
    """Return the beginning of a text as a plain one, whatever class of its own it is of."""
    return str.__str__(value)[:MOST_LETTERS]


def attempt(look, otherwise):
    """Return what looking at the learner's thing gives; `otherwise` if the thing resists."""
    try:
        return look()
    except BaseException:  # sys.exit() in a __len__, too, is only a thing that resists
        return otherwise


def message(error):
    """Return the beginning of what an exception or a warning says."""
    return attempt(lambda: text(str(error)), "")


def attribute(thing, name, default=None):
    """Return an attribute, or the default where there is none, or asking for it goes wrong."""
    return attempt(lambda: getattr(thing, name), default)


def _plain(value, depth, left):
    sort = type(value)
    left[0] -= 1
    if value is None or value is Ellipsis or sort in (bool, int, float, complex):
        return value
    if issubclass(sort, str):
        return text(value)
    if issubclass(sort, np.ndarray):
        return _plain_array(np.ndarray.view(value, np.ndarray), depth, left)
    if issubclass(sort, np.generic):
        return np.array(value)[()]
    if issubclass(sort, int):
        return int.__int__(value)
    if issubclass(sort, float):
        return float.__float__(value)
    if issubclass(sort, numbers.Number) and not issubclass(sort, complex):
        return float(value)  # a Fraction, a Decimal
    if depth == DEEPEST:
        return Odd(_kind(value))
    if issubclass(sort, Mapping):
        items = dict.items(value) if issubclass(sort, dict) else _items(value)
        return {
            _plain(key, depth + 1, left): _plain(part, depth + 1, left)
            for key, part in islice(items, max(left[0], 0))
        }
    if issubclass(sort, (tuple, list)):
        base = tuple if issubclass(sort, tuple) else list
        if base.__len__(value) > left[0]:
            return base([Odd("one of too many parts")]) * base.__len__(value)
        return base(_plain(part, depth + 1, left) for part in base.__iter__(value))
    if issubclass(sort, Sequence) and not issubclass(sort, (bytes, bytearray, memoryview, range)):
        return [_plain(part, depth + 1, left) for part in islice(value, max(left[0], 0))]
    if inspect.iscoroutine(value):
        value.close()  # or Python complains, on the page, that nobody awaited it
    return Odd(_kind(value))


def _items(mapping):
    return ((key, mapping[key]) for key in mapping)


def _plain_array(array, depth, left):
    if not array.dtype.hasobject:
        return array.copy() if array.size < 1_000_000 else array
    if array.ndim == 1 and array.size <= left[0]:
        parts = array.tolist()
        if any(issubclass(type(part), np.ndarray) for part in parts):
            return [_plain(part, depth + 1, left) for part in parts]  # arrays of different shapes
    return np.broadcast_to(np.array(None, dtype=object), array.shape)


def _kind(value):
    sort = type(value)
    if sort.__name__ == "generator":
        return GENERATOR
    return "a function" if callable(value) else f"a {text(sort.__name__)}"


def _own_lines(trace):
    """Yield (function, number, text) of each of the learner's own lines in a traceback."""
    while trace is not None:
        code = trace.tb_frame.f_code
        name = code.co_filename
        # What ends in pyx is NumPy's, compiled.
        if not name.startswith(OTHERS) and not name.endswith(".pyx"):
            line = linecache.getline(name, trace.tb_lineno).strip()
            yield code.co_name, trace.tb_lineno, line
        trace = trace.tb_next


def _raised_by_nnlib(trace):
    """Return whether the last step was a `raise` of nnlib's: its own refusal, not NumPy's."""
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    raising = code.co_code[trace.tb_lasti] == dis.opmap["RAISE_VARARGS"]
    return raising and code.co_filename.startswith(NNLIB)
