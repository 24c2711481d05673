"""Finds the line of a backward pass in which the gradient of a layer's weights is computed.

Only read, never run: a function's source is followed from what it hands back to where that was
made, through the functions that it calls.
"""

import ast
import inspect
import textwrap
from dataclasses import dataclass
from types import FunctionType, ModuleType, SimpleNamespace

MOST_CALLS = 6  # from function to function: whoever calls on and on is not followed for ever


@dataclass(frozen=True)
class CodeLine:
    """A line of code: of which function, the how-manyth of its file or cell, and what it says."""

    function: str
    number: int
    text: str
    own: bool  # the learner's, or else the course's


def gradient_line(backward, last):
    """Return the `CodeLine` in which a full backward pass finds a layer's dW.

    Parameters
    ----------
    backward : function
        Takes and returns what `full_backward_propagation` does.
    last : bool
        Whether it is the last layer, which many functions treat apart, before their loop.

    Returns
    -------
    CodeLine or None
        None where the source cannot be read, or gives no name to what is looked for.
    """
    return _follow(backward, None, last, MOST_CALLS)


def _follow(function, place, last, calls):
    """Look in a function for what it returns at `place`, or for its dW where there is no place."""
    read = _read(function)
    if read is None or calls == 0:
        return None
    function, tree, first, lines = read
    returned = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return)]
    if place is None:
        found = _into_gradients(tree, last)
    else:
        ends = [r for r in returned if isinstance(r, ast.Tuple) and len(r.elts) > place]
        found = (ends[-1].elts[place], 0) if ends else None
    if found is None:  # it leaves all to another function
        called = (_called(function, value) for value in returned)
        onward = (_follow(other, place, last, calls - 1) for other in called if other)
        return next((line for line in onward if line), None)
    value, at = found
    # From name to name, back to where it was made: `grads["dW2"] = dW`, and before it `dW = …`.
    while isinstance(value, ast.Name) and (made := _made(tree, value)) is not None:
        value, at = made
    inner = _called(function, value)
    if inner is not None and (line := _follow(inner, at, last, calls - 1)) is not None:
        return line
    number = first + value.lineno - 1
    text = lines[value.lineno - 1].strip()
    own = function.__module__.partition(".")[0] not in ("nnlib", "classroom")
    return CodeLine(function.__name__, number, text, own)


def _read(function):
    """Return a function without its wrappings, its tree, its first line's number and its lines."""
    try:
        function = inspect.unwrap(function)
        lines, first = inspect.getsourcelines(function)
        text = textwrap.dedent("".join(lines))
        tree = ast.parse(text)
    except (OSError, TypeError, ValueError, SyntaxError):  # no source, or a piece of it
        return None
    return function, tree, first, text.splitlines()


def _into_gradients(tree, last):
    """Find what is written into the dictionary under "dW…": (its value, its place in a tuple).

    Of several, that of the last layer is the one outside the loop.
    """
    inside = {id(n) for loop in ast.walk(tree) if _is_loop(loop) for n in ast.walk(loop)}
    found = []
    for node in ast.walk(tree):
        for target, value, at in _assigned(node):
            if isinstance(target, ast.Subscript) and any(
                isinstance(part, ast.Constant) and str(part.value).startswith("dW")
                for part in ast.walk(target.slice)
            ):
                found.append(((id(node) in inside) != last, value, at))
    found.sort(key=lambda item: not item[0])
    return found[0][1:] if found else None


def _is_loop(node):
    return isinstance(node, (ast.For, ast.While))


def _assigned(node):
    """Yield (target, value, place of the target in what a call returns) of an assignment."""
    if not isinstance(node, ast.Assign):
        return
    for target in node.targets:
        if not isinstance(target, ast.Tuple):
            yield target, node.value, 0
            continue
        for at, part in enumerate(target.elts):
            if isinstance(node.value, ast.Tuple) and len(node.value.elts) == len(target.elts):
                yield part, node.value.elts[at], 0
            else:
                yield part, node.value, at


def _made(tree, name):
    """Return where a name was last given a value, above the line that uses it."""
    found = [
        (value.lineno, value, at)
        for node in ast.walk(tree)
        for target, value, at in _assigned(node)
        if isinstance(target, ast.Name)
        and target.id == name.id
        and (node.lineno, node.col_offset) < (name.lineno, name.col_offset)
        and node.end_lineno < name.lineno
    ]
    return max(found, key=lambda item: item[0])[1:] if found else None


def _called(function, value):
    """Return the function that an expression calls, if it is one that can be read."""
    if not isinstance(value, ast.Call):
        return None
    names, node = [], value.func
    while isinstance(node, ast.Attribute):
        names.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=False))
    try:
        found = cells[node.id].cell_contents if node.id in cells else function.__globals__[node.id]
    except (KeyError, ValueError):  # a built-in, or not there yet
        return None
    for name in names:
        if not isinstance(found, (ModuleType, SimpleNamespace)):
            return None  # only from these is it sure that asking runs none of the learner's code
        found = getattr(found, name, None)
    readable = isinstance(found, FunctionType)
    return found if readable and found.__module__.partition(".")[0] != "numpy" else None
