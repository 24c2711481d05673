"""Says what is wrong, in words a learner can use."""

import inspect
import linecache
import sysconfig
from pathlib import Path

import numpy as np

from nnlib.practice.comparing import close, kind

# Lines that are never the learner's own: this package's and the libraries'.
OTHERS = (
    str(Path(__file__).resolve().parent.parent),
    *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    "<frozen",
    "<__array_function__",
)
# What an exception means, by type; the first that fits wins.
MEANINGS = [
    (
        RecursionError,
        "The function calls itself without end: is it meant to call another one?",
    ),
    (
        UnboundLocalError,
        "A name is used there before it gets a value inside the function.",
    ),
    (
        NameError,
        "Python does not know that name: a slip of the keyboard, or a cell above that has not "
        "been run.",
    ),
    (
        ZeroDivisionError,
        "A division by zero: which number can be 0 there?",
    ),
    (
        KeyError,
        "The dict has no such key: compare its spelling and its number with the keys there are.",
    ),
    (
        IndexError,
        "A position that does not exist: counting begins at 0, and a table has two axes, 0 and 1.",
    ),
    (
        AttributeError,
        "What stands before the dot has nothing of that name: a slip, or a thing of another kind "
        "than you think. print(type(…)) shows it.",
    ),
    (
        TypeError,
        "Something there is of a kind that cannot be used so: None, text, or a function without "
        "its brackets. print(type(…)) shows it.",
    ),
    (
        ValueError,
        "Shapes or values that do not fit: print the shapes just before that line.",
    ),
    (AssertionError, "An assert in your function found something else than it expected."),
]


# And by what it says, where that tells more.
SAYINGS = {
    "truth value of an array": (
        "An if (or and, or) needs one yes or no, and an array has one for each entry: np.where "
        "decides entry by entry."
    ),
    "required positional argument": "A call there lacks an argument.",
    "positional arguments but": "A call there has more arguments than the function takes.",
    "could not be broadcast": "The two shapes do not fit: print both just before that line.",
    "mismatch in its core dimension": (
        "For @, the left side needs as many columns as the right side has rows: print both shapes."
    ),
    "not aligned": (
        "For np.dot, the left side needs as many columns as the right side has rows: print both "
        "shapes."
    ),
    "'NoneType'": "Something there is None: does a function that you call forget its return?",
}


def own_line(error):
    """Return (number, text) of the last line of the learner's own code in a traceback."""
    found = None
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if not name.startswith(OTHERS) and not name.endswith(".pyx"):  # compiled: NumPy's
            found = trace.tb_lineno, linecache.getline(name, trace.tb_lineno).strip()
        trace = trace.tb_next
    return found


def explain_error(error):
    """Return the lines for an exception: where, what it says, what that means."""
    line = own_line(error)
    where = ""
    if line:
        where = f" in line {line[0]}" + (f", {line[1]}" if line[1] else "")
    first = (str(error).strip().splitlines() or [""])[0]
    if isinstance(error, KeyError):
        first = f"no key {first}"
    says = f"it stops with {type(error).__name__}{where}"
    sayings = [words for part, words in SAYINGS.items() if part in str(error)]
    meanings = sayings + [words for type_, words in MEANINGS if isinstance(error, type_)]
    meaning = (meanings or [""])[0]
    said = f"Python says: {shorten(first, 160)}" if first else ""
    return [says, " ".join(part for part in (said,) if part), meaning]


def shorten(text, most):
    """Return the text, cut with an ellipsis if it is too long for a line or two."""
    return text if len(text) <= most else text[: most - 1] + "…"


def show(value, most=6):
    """Write a value with four digits; a large array by its shape only."""
    if isinstance(value, str):
        return repr(shorten(value, 40))
    if isinstance(value, dict):
        keys = ", ".join(map(str, value)) or "nothing"
        return f"a dict with {shorten(keys, 60)}"
    if isinstance(value, (tuple, list)):
        inside = ", ".join(show(part) for part in value) + ("," if len(value) == 1 else "")
        return f"({shorten(inside, 80)})"
    if isinstance(value, (bool, np.bool_)) or value is None:
        return str(value)
    array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        return shorten(kind(value), 60)
    if array.ndim == 0:
        return _number(array.item())
    if array.size <= most:
        return _rows(array)
    return f"an array of shape {array.shape}"


def _number(number):
    """Four digits, whole numbers as they are, and never a minus before 0."""
    if isinstance(number, (bool, int)):
        return str(number)
    return f"{number + 0.0:.4g}"


def _rows(array):
    if array.ndim == 0:
        return _number(array.item())
    return "[" + ", ".join(_rows(row) for row in array) + "]"


def describe_args(names, args):
    """Say what the small numeric arguments were; nothing if there are none."""
    said = [
        f"{name} = {show(arg, 4)}"
        for name, arg in zip(names, args, strict=False)  # a default may be left out
        if isinstance(arg, (int, float)) or (isinstance(arg, np.ndarray) and arg.size <= 4)
    ]
    while len(", ".join(said)) > 120:
        said.pop()
    words = "The argument was" if len(said) == 1 else "The arguments were"
    return f"{words} {', '.join(said)}." if said else ""


def explain_difference(found, rtol):
    """Return the sentence for one difference, with what came and what was expected."""
    what, name, expected, got = found
    if what == "nothing":
        return f"it returns nothing, expected {name}. Does it end with return?"
    if what == "asked":
        return f"{name} is {show(got)}, expected {expected}."
    if what == "arguments":
        return f"the argument {name} is another one after the call than before."
    if what == "kind":
        return _explain_kind(name, expected, got)
    if what == "dtype":
        held = {"b": "True and False", "O": "Python objects", "U": "text", "c": "complex numbers"}
        array = np.asarray(got)
        return f"{name} holds {held.get(array.dtype.kind, array.dtype)}, expected numbers."
    if what == "shape":
        return f"{name} has shape {np.shape(got)}, expected {np.shape(expected)}."
    if isinstance(expected, (dict, tuple, list, str)):
        return f"{name} is {show(got)}, expected {show(expected)}."
    if np.size(expected) <= 6:
        return f"{name} is {show(got)}, expected {show(expected)}."
    wrong = np.argwhere(~close(expected, got, rtol))
    place = tuple(int(i) for i in wrong[0])
    at = f"{name}[{', '.join(map(str, place))}]"
    return (
        f"{at} is {show(np.asarray(got)[place])}, expected {show(np.asarray(expected)[place])} "
        f"({len(wrong)} of {np.size(expected)} entries differ)."
    )


def _explain_kind(name, expected, got):
    if isinstance(expected, dict) and isinstance(got, dict):
        missing = [str(key) for key in expected if key not in got]
        extra = [str(key) for key in got if key not in expected]
        words = [f"lacks {', '.join(missing)}"] if missing else []
        words += [f"has {', '.join(extra)}, not asked for"] if extra else []
        return f"the dict {' and '.join(words)}."
    if isinstance(expected, (tuple, list)) and isinstance(got, (tuple, list)):
        return f"it returns {len(got)} values, expected {len(expected)}: {name}."
    came = kind(got)
    if isinstance(got, np.ndarray) and got.ndim:
        came = f"an array of shape {got.shape}"
    if isinstance(expected, (tuple, list)):
        names = f": {name}" if " and " in name else ""
        return f"it returns {came}, expected {len(expected)} values{names}."
    return f"{name} is {came}, expected {kind(expected)}."


def arguments(function):
    """Return the names of a function's arguments."""
    return tuple(inspect.signature(function).parameters)


def relation(what, _, expected, got, args):
    """Say how a wrong result is related to the right one, where it is by something simple."""
    if what == "shape" and np.ndim(expected) == 2 and np.shape(got) == np.shape(expected)[::-1]:
        turned = np.asarray(got).T
        return "It lies on its side: try .T." if np.all(close(expected, turned, 1e-6)) else ""
    if what == "arguments":
        return (
            "The result is right, but whoever called still needs the old values: "
            "make a new array, or a copy."
        )
    if what != "value" or isinstance(expected, (dict, tuple, list, str)):
        return ""
    expected, got = np.asarray(expected, dtype=float), np.asarray(got, dtype=float)
    usable = np.abs(expected) > 1e-9
    if not np.isfinite(got).all():
        return "Not a number, or infinite: was something divided by 0, or is it the log of 0?"
    if not usable.any() or not np.all(close(0, got[~usable], 1e-6)):
        return ""
    factors = got[usable] / expected[usable]
    if factors[0] == 0 or not np.all(close(factors[0], factors, 1e-6)):
        return ""
    if np.isclose(factors[0], -1):
        return "Everywhere the sign is the opposite one."
    examples = {arg.shape[-1] for arg in args if isinstance(arg, np.ndarray) and arg.ndim == 2}
    if np.size(factors) > 1 or np.size(expected) == 1:
        for m in examples - {1}:
            if np.isclose(factors[0], m):
                return f"It is {m} times too large, and there are {m} columns."
    if np.size(factors) > 2:
        return f"Everywhere it is {_number(factors[0])} times what it should be."
    return ""
