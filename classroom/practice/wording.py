"""Says what is wrong, in words a learner can use."""

import inspect
import re

import numpy as np

from classroom.practice import naming
from classroom.practice.comparing import close, kind
from classroom.practice.plain import text
from classroom.practice.running import watched

# What an exception means, by type; the first that fits wins.
MEANINGS = [
    (
        RecursionError,
        "The function calls itself without end. Is it meant to call another one?",
    ),
    (
        ZeroDivisionError,
        "There is a division by zero. Which number can be 0 there?",
    ),
    (
        KeyError,
        "The dict has no such key. Compare its spelling and its number with the keys that are "
        "there.",
    ),
    (
        IndexError,
        "There is no such position. Counting begins at 0.",
    ),
    (
        AttributeError,
        "What stands before the dot has nothing of that name. Either the name is misspelt, or the "
        "thing is not of the kind you think. print(type(…)) shows its kind.",
    ),
    (
        TypeError,
        "Something there is of a kind that cannot be used in this way. Is it None, text, or a "
        "function without its brackets? print(type(…)) shows its kind.",
    ),
    (
        ValueError,
        "Shapes or values do not fit together. Print the shapes just before that line.",
    ),
    (AssertionError, "An assert in your function found something other than it expected."),
]


POWER = (
    "A power is written ** in Python. The sign ^ does something else: it compares whole numbers "
    "bit by bit."
)
# And by what it says, with a word in the line where that is needed to tell; the first that fits.
SAYINGS = [
    (
        "truth value of an array",
        "max(",
        "Python's max compares two things as a whole. np.maximum compares them entry by entry.",
    ),
    (
        "truth value of an array",
        "",
        'An if (or an "and", or an "or") needs one yes or no, but an array has one for each entry. '
        "np.where decides entry by entry.",
    ),
    (
        "integer",
        "np.max(",
        "np.max finds the largest entry of one array. np.maximum compares two arrays, entry by "
        "entry.",
    ),
    (
        "integer",
        "range(",
        "range needs one whole number. range(len(…)) counts through the positions.",
    ),
    *(
        (
            "integer",
            f"{name}(",
            f"{name} needs a shape, such as Z.shape. {name}_like(…) takes an array.",
        )
        for name in ("np.zeros", "np.ones", "np.empty", "np.full")
    ),
    ("bitwise_xor", "", POWER),
    ("for ^", "", POWER),
    ("required positional argument", "", "A call there lacks one of its arguments."),
    (
        "takes at most",
        "sum(",
        "sum takes one list or array. To add single numbers, write + between them.",
    ),
    (
        "positional argument",
        "",
        "A call there has more arguments than the function takes, or fewer.",
    ),
    (
        "could not be broadcast",
        "",
        "The two shapes do not fit together. Print both just before that line.",
    ),
    (
        "mismatch in its core dimension",
        "",
        "For @, the left side needs as many columns as the right side has rows. Print both shapes.",
    ),
    (
        "not aligned",
        "",
        "For np.dot, the left side needs as many columns as the right side has rows. Print both "
        "shapes.",
    ),
    ("'NoneType'", "append", "append returns None. Write costs.append(…) alone on its line."),
    ("'NoneType'", "", "Something there is None. Is a return missing in a function that you call?"),
    (
        "values to unpack",
        "enumerate",
        "The number of values on the right side is not the number of names on the left.",
    ),
    (
        "values to unpack",
        " in ",
        "A list gives one thing at a time. enumerate(…) gives its number and the thing.",
    ),
    (
        "unpack",
        "",
        "The number of values on the right side is not the number of names on the left.",
    ),
    (
        "has no attribute 'ln'",
        "",
        "NumPy's name for the natural logarithm is np.log.",
    ),
    (
        "'dict' object has no attribute",
        "",
        'You reach what is in a dict by its key, in square brackets: layer["output_dim"].',
    ),
    (
        "'tuple' object has no attribute",
        "",
        "That is several values in one. Call a function that returns two values as a, b = f(…).",
    ),
    (
        "'tuple'",
        "shape",
        "A shape consists of two numbers: .shape[0] counts the rows, and .shape[1] counts the "
        "columns.",
    ),
    (
        "'str' object is not callable",
        "activation(",
        'activation is text, "relu" or "sigmoid", and no function. Ask which one it is: '
        'if activation == "relu": …',
    ),
    (
        "has no attribute 'activation",
        "mine.",
        'activation is text, "relu" or "sigmoid". Ask which one it is, if activation == "relu": …, '
        "and call the function of that name.",
    ),
    (
        "not callable",
        "",
        "Round brackets follow something there that is not a function. Is a * missing, or should "
        "the brackets be square?",
    ),
    (
        "numpy.ufunc'",
        "",
        "A function stands there without its brackets. What it works on follows in brackets, with "
        "no sign between: np.exp(…).",
    ),
    (
        "tuple index",
        "shape",
        "A shape has two numbers here: .shape[0] counts the rows, and .shape[1] counts the "
        "columns.",
    ),
    ("only integers", "", "A position has to be a whole number. range(len(…)) gives such numbers."),
    ("list index", "", "A list of n things has the positions 0 to n - 1."),
]


def explain_error(error, around):
    """Return the lines for a `Failure`: where, what it says, what that means.

    `around` tells what the learner's function could take its names from.
    """
    lines = error.lines
    where = _place(*lines[-1][1:]) if lines else ""
    if lines and lines[-1][0] != lines[0][0]:
        where += f" (of {lines[-1][0]}, called{_place(*lines[0][1:])})"
    first = (error.message.strip().splitlines() or [""])[0]
    if error.is_a(KeyError):
        first = f"no key {first}"
    said = f"Python says: {shorten(first, 160)}" if first else ""
    return [f"it stops with {error.name}{where}", said, _meaning(error, around)]


def _place(number, text):
    return f" in line {number}" + (f", {shorten(text, 90)}" if text else "")


def _meaning(error, around):
    if error.refusal:
        return ""  # it says what was expected and what came: more general words only disturb
    if error.is_a(NameError):
        return naming.meaning(error, around)
    if error.is_a(AttributeError) and naming.meaning_of_attribute(error, around):
        return naming.meaning_of_attribute(error, around)
    line = error.lines[-1][2] if error.lines else ""
    for part, word, meaning in SAYINGS:
        if part in error.message and _stands(word, line):
            return meaning
    return next((words for type_, words in MEANINGS if error.is_a(type_)), "")


def _stands(word, line):
    """Return whether a word stands in a line; a call such as max( as a whole, not in np.max(."""
    whole = r"(?<![\w.])" if word.endswith("(") else ""
    return re.search(whole + re.escape(word), line) is not None


def named(thing):
    """Return a thing's repr in one short line, whatever its repr does."""
    sort = watched(lambda: type(thing).__name__, "thing")
    said = watched(lambda: " ".join(text(repr(thing)).split()), f"a {sort}")
    return shorten(said, 60)


def shorten(text, most):
    """Return the text, cut with an ellipsis if it is too long for a line or two."""
    return text if len(text) <= most else text[: most - 1] + "…"


def show(value, most=6, digits=4):
    """Write a value with four digits (or more); a large array by its shape only."""
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
        return _number(array.item(), digits)
    if array.size <= most:
        return _rows(array, digits)
    return f"an array of shape {array.shape}"


def _number(number, digits=4):
    """Whole numbers as they are, others with so many digits, and never a minus before 0."""
    if isinstance(number, (bool, int)):
        return str(number)
    return f"{number + 0.0:.{digits}g}"


def _rows(array, digits):
    if array.ndim == 0:
        return _number(array.item(), digits)
    return "[" + ", ".join(_rows(row, digits) for row in array) + "]"


def _beside(got, expected):
    """Write two values with as many digits as it takes to tell them apart."""
    for digits in (4, 7, 17):
        pair = show(got, 6, digits), show(expected, 6, digits)
        if pair[0] != pair[1]:
            break
    return pair


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


def explain_difference(found, rtol, origin=None):
    """Return the sentence for one difference, with what came and what was expected."""
    what, name, expected, got = found
    if what == "nothing":
        return f"it returns nothing, expected {name}. Does it end with return?"
    if what == "asked":
        return f"{name} is {show(got)}, expected {expected}."
    if what == "arguments":
        return f"your function has changed its argument {name}."
    if what == "kind":
        return _explain_kind(name, expected, got)
    if what == "dtype":
        held = {"b": "True and False", "O": "Python objects", "U": "text", "c": "complex numbers"}
        array = np.asarray(got)
        return f"{name} holds {held.get(array.dtype.kind, array.dtype)}, expected numbers."
    if what == "shape":
        return f"{name} has shape {np.shape(got)}, expected {np.shape(expected)}."
    if isinstance(expected, str) or np.size(expected) <= 6:
        came, wanted = _beside(got, expected)
        return f"{name} is {came}, expected {wanted}."
    wrong = np.argwhere(~close(expected, got, rtol, origin))
    place = tuple(int(i) for i in wrong[0])
    at = f"{name}[{', '.join(map(str, place))}]"
    came, wanted = _beside(np.asarray(got)[place], np.asarray(expected)[place])
    return (
        f"{at} is {came}, expected {wanted} ({len(wrong)} of {np.size(expected)} entries differ)."
    )


def explain_no_return(name):
    """Return the sentence for a function that returns something in other cases only."""
    return f"it returns nothing, expected {name}. In other cases it does return something."


def _explain_kind(name, expected, got):
    if isinstance(expected, dict) and isinstance(got, dict):
        missing = [str(key) for key in expected if key not in got]
        extra = [str(key) for key in got if key not in expected]
        words = [f"lacks {', '.join(missing)}"] if missing else []
        words += (
            [f"has {', '.join(extra)}, which {'is' if len(extra) == 1 else 'are'} not asked for"]
            if extra
            else []
        )
        return f"the dict {' and '.join(words)}."
    if isinstance(expected, (tuple, list)) and isinstance(got, (tuple, list)):
        if " and " not in name:
            entries = "entry" if len(got) == 1 else "entries"
            return f"{name} has {len(got)} {entries}, expected {len(expected)}."
        return f"it returns {len(got)} values, expected {len(expected)}: {name}."
    came = kind(got)
    if isinstance(got, np.ndarray) and got.ndim:
        came = f"an array of shape {got.shape}"
    if isinstance(expected, (tuple, list)):
        if " and " in name:
            return f"it returns {came}, expected {len(expected)} values: {name}."
        entries = "entry" if len(expected) == 1 else "entries"
        wanted = f"a {type(expected).__name__} with {len(expected)} {entries}"
        return f"{name} is {came}, expected {wanted}."
    return f"{name} is {came}, expected {kind(expected)}."


def arguments(function):
    """Return the names of a function's arguments."""
    return tuple(inspect.signature(function).parameters)


NO_RETURN = (
    "Is the return for this case missing, or does it stand too far to the right, under an if or in "
    "a loop?"
)
TURNED = "It lies on its side: try .T."
NEARLY = "You are nearly there: only the last digits differ."
SIGN = "Everywhere, the sign is the opposite of what it should be."
COLUMNS = (
    "It is {0:g} times too large, and there are {0:g} columns. Is a division by their number "
    "missing?"
)
SHARED = "It is {0:g} times too small, and there are {0:g} columns. Was it divided by m twice?"
FACTOR = "Everywhere, it is {0} times what it should be."
FACTORS = (
    "Here all of it is {0} times what it should be, and in other cases it is a different number of "
    "times. What does that number depend on?"
)


def relation(wrong):
    """Say how wrong results are related to the right ones, where it is by something simple.

    `wrong` lists (difference, arguments) of each wrong case, and begins with the one that is told
    about. What is said has to hold in all of them, and a sign or factor to be seen in two: in a
    single case it can be chance.
    """
    (what, _, expected, got), _ = wrong[0]
    if what == "arguments":
        return (
            "The result is right, but whoever called the function still needs the old values. Make "
            "a new array, or a copy."
        )
    if not _are_numbers(expected, got):
        return ""
    if what == "value" and not np.isfinite(np.asarray(got, dtype=float)).all():
        return (
            "The result is not a number, or it is infinite. Was something divided by 0, or is it "
            "the log of 0?"
        )
    told = [_relations(found, args) for found, args in wrong]
    told = [relations for relations in told if relations is not None]
    factors = [relations.pop(FACTOR, None) for relations in told]
    sizes = [relations.pop(FACTORS, 0) for relations in told]
    common = set.intersection(*map(set, told)) if told else set()
    for words in (TURNED, NEARLY, SIGN, COLUMNS, SHARED):
        if words in common and (len(told) > 1 or words in (TURNED, NEARLY)):
            return words.format(told[0][words])
    if len(told) > 1 and None not in factors:
        if np.all(close(factors[0], factors, 1e-6)):
            return FACTOR.format(_number(factors[0]))
        if sorted(sizes)[-2] > 2:  # of one or two numbers it could be chance
            return FACTORS.format(_number(factors[0]))
    return ""


def _are_numbers(*values):
    return all(
        isinstance(value, (int, float, np.number, np.ndarray))
        and not isinstance(value, (bool, np.bool_))
        and np.asarray(value).dtype.kind in "fiu"
        for value in values
    )


def _relations(found, args):
    """Return the words that hold for one wrong result, with the number in them.

    Returns None for a result that can tell nothing: where all is 0 that should be, whatever the
    factor.
    """
    what, _, expected, got = found
    if what not in ("value", "shape") or not _are_numbers(expected, got):
        return {}
    expected, got = np.asarray(expected, dtype=float), np.asarray(got, dtype=float)
    held = {}
    if got.ndim == 2 and got.shape == expected.shape[::-1]:
        held = {TURNED: 0} if np.all(close(expected, got.T, 1e-6)) else {}
    if what == "shape":
        return held
    if np.abs(got - expected).max(initial=0) < 1e-4 * np.abs(expected).max(initial=0):
        held[NEARLY] = 0
    usable = np.abs(expected) > 1e-9
    if not np.all(close(0, got[~usable], 1e-6)):
        return held
    if not usable.any():
        return None
    factors = got[usable] / expected[usable]
    factor = float(factors.flat[0])
    if not np.isfinite(factor) or factor == 0 or not np.all(close(factor, factors, 1e-6)):
        return held
    if np.isclose(factor, -1):
        held[SIGN] = 0
    columns = {arg.shape[-1] for arg in args if isinstance(arg, np.ndarray) and arg.ndim == 2}
    for words, times in ((COLUMNS, factor), (SHARED, 1 / factor)):
        if any(np.isclose(times, m) for m in columns - {1}):
            held[words] = times
    return held | {FACTOR: factor, FACTORS: factors.size}
