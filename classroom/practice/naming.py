"""Says what is behind a name that Python does not know, or not yet."""

import ast
import inspect
import re
import textwrap
from dataclasses import dataclass
from difflib import get_close_matches
from types import FunctionType

import numpy as np

import nnlib
from classroom.practice.plain import attempt
from nnlib.activations import ACTIVATIONS

# NumPy's names that mean NumPy's without brackets as well; `size` or `test` may be theirs.
NUMPYS = {"abs", "clip", "dot", "exp", "log", "max", "maximum", "mean", "min", "minimum", "ones"}
NUMPYS |= {"sqrt", "sum", "tanh", "where", "zeros", "zeros_like"}
MODULES = {
    "math": "NumPy has what it has, and for whole arrays: write np. in the place of math.",
    "numpy": "NumPy is called np here.",
    "random": "NumPy's random numbers are in np.random.",
}
# What the formulas call the learning rate, and what other books do.
RATES = {"alpha", "α", "eta", "η", "lr", "rate"}
GREEK = {"β": "beta", "ρ": "rho", "σ": "sigmoid", "sigma": "sigmoid"}
# Arguments that have a column for each example.
WITH_EXAMPLES = ("Y", "A_prev", "X", "Y_train", "Y_hat")
TYPED = {"true": "True", "false": "False", "none": "None"}


@dataclass(frozen=True)
class Around:
    """What a function's names can come from.

    Attributes
    ----------
    own : str
        What the function is called itself.
    arguments : tuple of str
        The names of its arguments.
    outside : frozenset of str
        The names that other cells have made.
    lines : tuple of str
        Its own source, from the line with def.
    first : int
        The number of that line in its cell.
    """

    own: str = ""
    arguments: tuple = ()
    outside: frozenset = frozenset()
    lines: tuple = ()
    first: int = 1


def around(function):
    """Return the `Around` of a learner's function; an empty one of what has no lines."""
    if type(function) is not FunctionType:
        return Around()
    code = function.__code__
    return Around(
        code.co_name,
        code.co_varnames[: code.co_argcount],
        frozenset(name for name in function.__globals__ if type(name) is str),
        tuple(attempt(lambda: textwrap.dedent(inspect.getsource(function)).splitlines(), ())),
        code.co_firstlineno,
    )


def meaning(error, there):
    """Return what a NameError means.

    Parameters
    ----------
    error : Failure
    there : Around
        Of the function that was called.
    """
    number, line = error.lines[-1][1:] if error.lines else (0, "")
    if len(error.lines) > 1 and error.lines[-1][0] != error.lines[0][0]:
        there = Around(outside=there.outside)  # it happened in another function
    if error.is_a(UnboundLocalError):
        return _too_early(error, there, number)
    name = error.unknown
    return (
        _fetched(name, line, there)
        or _power(name, line)
        or _commented(name, there)
        or _filled(name, line, there)
        or _function(name, line, there)
        or _numpys(name, line)
        or _argument(name, line, there)
        or _typed(name)
        or f"Python does not know the name {name} there. It may be misspelt, a line that should "
        "make it first may be missing, or a cell above may not have been run."
    )


def meaning_of_attribute(error, there):
    """Return what an AttributeError about a module means, or ""."""
    found = re.search(r"(SimpleNamespace|nnlib|numpy)' .*has no attribute '(\w+)'", error.message)
    if not found:
        return ""
    module, name = found.groups()
    base = name.removeprefix("my_")
    if module == "numpy":
        if not hasattr(nnlib, base):
            return ""
        known = [f"my_{base}"] if f"my_{base}" in there.outside else []
        known = [f"mine.{base}"] if "mine" in there.outside else known
        return f"NumPy has no {name}." + (f" Write {known[0]}." if known else "")
    if name in there.arguments and name != "activation":  # it names a function, at least
        return f"{name} is an argument: write it alone, without a word and a dot in front."
    if hasattr(nnlib, base) and base != name:
        return f"After mine and a dot, the name stands without my_: mine.{base}."
    return ""


def _fetched(name, line, there):
    if name == "mine":
        wanted = re.search(r"\bmine\.(\w+)", line)
        if wanted and f"my_{wanted[1]}" in there.outside:
            return f"This notebook has no mine. Your own function is called my_{wanted[1]} here."
        return "mine is made by the cell with my_functions(). Has it been run?"
    if name in ("np", "nnlib"):
        return f"{name} is fetched by a cell further up. Run that cell first."
    return MODULES.get(name, "")


def _power(name, line):
    if name not in ("e", "E"):
        return ""
    found = re.search(rf"\b{name}\s*(?:\*\*|\^)\s*(\([^()]+\)|-?[\w.]+)", line)
    exponent = found[1].strip("()").strip() if found else "x"
    return f"For e to the power of {exponent}, write np.exp({exponent})."


def _commented(name, there):
    """Return the sentence for a line that makes the name, but is still a comment."""
    made = rf"\s*#\s*(?:{name}\s*=[^=]|for\s.*\b{name}\b.*\bin\b.*:\s*$)"
    found = [line.strip().lstrip("# ") for line in there.lines if re.match(made, line)]
    if not found:
        return ""
    code = f": {found[0]}" if len(found) == 1 else "."
    return (
        f"The line that makes {name} is still a comment. Delete its # and the blank after it, and "
        f"put it above all that use it{code}"
    )


def _filled(name, line, there):
    """Return the sentence for what lies in a dict or a list, or for one that nothing has made."""
    for way, empty in ((r"\[.*\]\s*=(?!=)", "{}"), (r"\.append\(", "[]")):
        if re.match(re.escape(name) + way, line):
            return (
                f"{name} cannot be filled before it is there. Begin with an empty one, in a line "
                f"above the loop: {name} = {empty}"
            )
    if name in ("input_dim", "output_dim", "activation") and "nn_architecture" in there.arguments:
        return f'That lies in the dict of a layer, under its name: layer["{name}"].'
    if name in ("W", "b") and "params_values" in there.arguments:
        return (
            f'The {name} of layer l lies in a dict, under its name: params_values[f"{name}{{l}}"].'
        )
    return ""


def forgotten_return(there):
    """Return the sentence for a return that is still a comment, or ""."""
    if any(re.match(r"\s*#\s*return\b", line) for line in there.lines):
        return "A line with return is still a comment. Delete its # and the blank after it."
    return ""


def _function(name, line, there):
    base = GREEK.get(name, name).removeprefix("my_")
    base = base if hasattr(nnlib, base) else base.lower()
    called = re.search(rf"(?<!\w){re.escape(name)} *\(", line) is not None
    if name in ACTIVATIONS and not called:
        return f'Is it meant as text? Then it needs quotes: "{name}".'
    if not called or not hasattr(nnlib, base):
        return ""
    if there.own == f"my_{base}":
        return f"The function {base} is what you are writing here, so it cannot be called yet."
    if "mine" in there.outside:
        return f"No function has that name here: write mine.{base}."
    yours = f"my_{base}"
    if yours in there.outside:
        words = f"Yours is called {yours}" if name != yours else ""
    else:
        words = f"If {yours} is in this notebook, run its cell first" if name == yours else ""
    courses = f"the course's is nnlib.{base}" if "nnlib" in there.outside else ""
    said = ", and ".join(filter(None, [words, courses]))
    said = said or f"Yours is called {yours}, once its cell has been run"
    return f"No function has that name here. {said[0].upper()}{said[1:]}."


def _numpys(name, line):
    if name in ("ln", "Ln", "LN"):
        return "NumPy's name for the natural logarithm is np.log."
    for known in (name, name.lower()):
        called = re.search(rf"(?<!\w){re.escape(name)} *\(", line)
        if known in NUMPYS or (called and callable(getattr(np, known, None))):
            return f"The np. is missing: write np.{known}."
        if called and callable(getattr(np.random, known, None)):
            before = "np.random" if known[0].isupper() else "rng"
            return f"A word and a dot are missing in front: write {before}.{known}."
    return "pi is np.pi." if name == "pi" else ""


def _plainly(name):
    return name.replace("_", "").lower()


def _argument(name, line, there):
    arguments, made = there.arguments, _made(there)
    meant = GREEK.get(name, name)
    if name in RATES and "learning_rate" in arguments:
        return f"What the formula calls alpha is the argument learning_rate: write that for {name}."
    alike = [known for known in (*arguments, *made) if _plainly(known) == _plainly(meant)]
    begun = [argument for argument in arguments if argument.split("_")[0] == name]
    if len(alike) == 1:
        what = "The argument" if alike[0] in arguments else "What is meant"
        return (
            f"{what} is called {alike[0]}, spelt in just this way: capitals and underscores count."
        )
    near = get_close_matches(name, [*arguments, *made], 1, 0.75) if len(name) > 2 else []
    if near:
        return f"Python does not know the name {name}. Do you mean {near[0]}?"
    if name == "bias" and "b" in arguments or name == "weight" and "w" in arguments:
        return f"The {name} is the argument {name[0]}: write {name[0]}."
    if _handed_back(name, line):
        return (
            f"Nothing has given {name} a value, so it cannot be handed back. Make it first, or "
            "write in its place what it is."
        )
    if len(begun) > 1:
        return f"Which {name} is meant? The arguments are {_listed(arguments)}."
    if len(begun) == 1 and len(name) > 2:
        return f"Python does not know the name {name}. Do you mean {begun[0]}?"
    if len(begun) == 1:
        return (
            f"What is {name} in the formula is called {begun[0]} here. The arguments are "
            f"{_listed(arguments)}."
        )
    if name == "m":
        held = next((argument for argument in WITH_EXAMPLES if argument in arguments), "Y")
        return (
            f"m is the number of examples, such as {held}.shape[1], but nothing has told Python so "
            "yet."
        )
    if name == "shape":
        held = next((argument for argument in WITH_EXAMPLES if argument in arguments), "X")
        return f"Whose shape? Write the array and a dot in front, as in {held}.shape."
    if len(name) == 1 and len(arguments) == 1:
        return f"The argument is called {arguments[0]}, not {name}."
    return ""


def _handed_back(name, line):
    """Return whether a line returns what a name stands for, alone or among others."""
    value = attempt(lambda: ast.parse(line).body[0].value, None)
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    handed = [part.id for part in parts if isinstance(part, ast.Name)]
    return line.startswith("return ") and name in handed


def _listed(names):
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _typed(name):
    return f"Python writes it with a capital: {TYPED[name]}." if name in TYPED else ""


def _tree(there):
    return attempt(lambda: ast.parse("\n".join(there.lines)), ast.Module([], []))


def _stores(there):
    """Return (number of the line in the cell, name) of whatever gets a value in the function."""
    return sorted(
        (node.lineno + there.first - 1, node.id)
        for node in ast.walk(_tree(there))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )


def _made(there):
    return sorted({name for _, name in _stores(there)})


def _too_early(error, there, number):
    """Return the sentence for a name of the function's own that has no value yet."""
    name = next((n for n in _made(there) if f"'{n}'" in error.message), None)
    lines = [at for at, stored in _stores(there) if stored == name]
    if name is None:
        return "A name is used there before it has been given a value inside the function."
    if min(lines) < number:
        return (
            f"{name} gets its value in line {min(lines)}, but that line is not reached in this "
            "case. Does it stand under an if, or in a loop?"
        )
    if lines[0] == number:
        return (
            f"The new {name} is made from the old one there, but there is none yet. Give {name} a "
            "first value in a line above."
        )
    code = there.lines[lines[0] - there.first].strip()
    if re.search(rf"=.*\b{name}\b", code):
        return (
            f"{name} has no value yet. Give it a first one in a line above: what makes it further "
            "down needs it already."
        )
    return (
        f"The line that makes {name} stands too far down. Move it up, above all that use it: {code}"
    )
