"""Reads from a function's own code which signs and names it uses: the witness beside its answers.

Two slips can give the same answers. Then what a learner is told has to be true of the learner's
lines as well: nobody who wrote int(…) should hear about //. And it reads which dots of a frame are
still there.
"""

import ast
import dis
import functools
import inspect
import re
import textwrap
from types import CodeType, FunctionType

# Names that say nothing about what was done.
EVERYWHERE = {"np", "mine", "nnlib"}
WORDS = {"IS_OP": "is", "CONTAINS_OP": "in"}
# Signs that a sentence speaks of only where they stand: +, -, / and * are in its formulas, too,
# and @ and the names of functions have others that do the same.
TELLING = {"//", "**", "^", "&", "|", "%", *WORDS.values()}
MOST_HELPERS = 20


def signs(function):
    """Return the signs and names in a function and in its own helpers; None if it has no lines."""
    functions, found = [function], set()
    if type(function) is not FunctionType:
        return None
    for one in functions:
        code = one.__code__
        found |= signs_in(code)
        cells = [cell.cell_contents for cell in one.__closure__ or () if _is_filled(cell)]
        known = [one.__globals__.get(name) for name in code.co_names]
        functions += [
            helper
            for helper in [*cells, *known]
            if type(helper) is FunctionType
            and helper.__code__.co_filename == code.co_filename
            and not any(helper is seen for seen in functions)
        ][: max(MOST_HELPERS - len(functions), 0)]
    return found


def _is_filled(cell):
    try:
        return cell.cell_contents is not None
    except ValueError:  # a name that has no value yet
        return False


@functools.cache
def signs_in(code):
    """Return the operators and names in a piece of code, with the functions inside it."""
    found = set(code.co_names)
    for step in dis.get_instructions(code):
        if step.opname == "BINARY_OP":
            found.add(step.argrepr.removesuffix("="))
        elif step.opname in WORDS:
            found.add(WORDS[step.opname])
    inside = [signs_in(part) for part in code.co_consts if type(part) is CodeType]
    return frozenset(found.union(*inside) - EVERYWHERE)


def dots(function):
    """Return the lines of a function in which dots stand for code; the bare ones apart.

    Returns
    -------
    gaps : list of str
        Lines such as `return w1 * x1 + ...`, in which the dots are a part.
    below : list of str
        The comments above dots that are a line of their own.
    """
    if type(function) is not FunctionType:
        return [], []
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    gaps, below, whole = [], [], set()
    tree = ast.parse("\n".join(lines))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            whole.add(node.value)
        elif isinstance(node, ast.Subscript):  # Z[..., 0] is meant as it stands
            whole.update(ast.walk(node.slice))
        if isinstance(node, ast.Constant) and node.value is Ellipsis and node not in whole:
            gaps.append(lines[node.lineno - 1].strip())
        if isinstance(node, ast.Expr) and getattr(node.value, "value", None) is Ellipsis:
            below.append(lines[node.lineno - 2].strip())
    return gaps, [line for line in below if line.startswith("#")]


def named_in(message, slip, solution):
    """Return the signs and names that a slip brings in, and that its sentence shows as code."""
    brought = signs_in(slip.__code__) - signs_in(solution.__code__)
    return frozenset(sign for sign in brought if re.search(_as_code(sign), message))


def _as_code(sign):
    if sign in WORDS.values():
        return f"“{sign}”"
    return (
        rf"\.{sign}\b|\b{sign}[.(]" if sign.isidentifier() else rf"(?<!\S){re.escape(sign)}(?!\S)"
    )
