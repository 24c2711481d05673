"""What a function in a notebook needs besides its own lines, found without running the notebook.

Of a cell, only what cannot train, print or write is ever run: functions, imports and assignments
of plain values. Everything else, a cell that trains for a minute among it, is only read.
"""

import ast
import builtins
import dis

from IPython.core.inputtransformer2 import TransformerManager

# Cell magics whose cell is Python; below all others stands something else.
AROUND_PYTHON = ("%%time", "%%timeit", "%%capture", "%%prun")
# What a plain value may call: quick, and without effect on anything else.
HARMLESS = {"np.array", "np.finfo", "np.float32", "np.float64", "np.log", "np.sqrt", "math.sqrt"}
HARMLESS |= {"math.exp", "math.log", "abs", "bool", "dict", "float", "int", "len", "list", "max"}
HARMLESS |= {"min", "range", "set", "str", "tuple"}
DEFINITIONS = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef
# What a plain value consists of.
SIMPLE = ast.Constant, ast.Lambda, ast.Name, ast.expr_context, ast.operator, ast.unaryop
SIMPLE += ast.boolop, ast.cmpop, ast.keyword, ast.Slice
MADE_OF = ast.Attribute, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.UnaryOp, ast.BinOp, ast.BoolOp
MADE_OF += ast.Compare, ast.IfExp, ast.Subscript


def statements(source):
    """Return a cell's statements without Jupyter's own commands; raise SyntaxError if half written.

    The lines keep their numbers.
    """
    first, _, rest = source.partition("\n")
    if first.startswith("%%"):
        if not first.startswith(AROUND_PYTHON):
            return []
        source = f"\n{rest}"
    try:
        try:
            tree = ast.parse(source)
        except SyntaxError:  # half written, or with commands such as %timeit or !pip
            tree = ast.parse(TransformerManager().transform_cell(source))
        compile(tree, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (ValueError, RecursionError, MemoryError) as error:
        raise SyntaxError(str(error)) from error
    return tree.body


def bound(statement):
    """Return the names that a statement gives a value to."""
    if isinstance(statement, DEFINITIONS):
        return {statement.name}
    names = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, DEFINITIONS):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name.split(".")[0])
    return names


def used(statement):
    """Return the global names that a statement, or a function that it makes, reads."""
    todo, names = [compile(ast.Module([statement], []), "<cell>", "exec")], set()
    while todo:
        code = todo.pop()
        todo += [part for part in code.co_consts if hasattr(part, "co_code")]
        steps = dis.get_instructions(code)
        names |= {step.argval for step in steps if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    return names


def _may_run(statement):
    if isinstance(statement, (ast.FunctionDef, ast.Import, ast.ImportFrom)):
        return True
    return isinstance(statement, (ast.Assign, ast.AnnAssign)) and _plain(statement.value)


def _plain(value):
    if isinstance(value, ast.Call):
        if ast.unparse(value.func) not in HARMLESS:
            return False
    elif not isinstance(value, MADE_OF):
        return isinstance(value, SIMPLE)
    return all(_plain(part) for part in ast.iter_child_nodes(value))


def needs(cells, i, name, known):
    """Return what must be run before a function of a cell can be called, and what cannot be run.

    Parameters
    ----------
    cells : list of list of ast.stmt
        The notebook's cells.
    i, name : int, str
        The function and its cell.
    known : collection of str
        Names that are there without any cell.

    Returns
    -------
    found : list of (int, ast.stmt)
        Statements and their cells, in the notebook's order.
    missing : dict
        Name -> the cell that computes it, which is not run.

    Notes
    -----
    A name means what it means in Jupyter: what the same cell makes of it, else the nearest cell
    above, else, since cells may be run in any order, the nearest below.
    """
    order = [i, *range(i - 1, -1, -1), *range(i + 1, len(cells))]
    found, missing, asked, todo = set(), {}, {*known, *dir(builtins)}, [name]
    while todo:
        name = todo.pop()
        if name in asked:
            continue
        asked.add(name)
        makers = _makers(cells, order, name) or _makers(cells, order, "*")  # from math import *
        if all(_may_run(cells[j][k]) for j, k in makers):
            found |= makers
            todo += [other for j, k in makers for other in used(cells[j][k])]
        else:
            missing[name] = min(makers)[0]
    return [(j, cells[j][k]) for j, k in sorted(found)], missing


def _makers(cells, order, name):
    """Return (cell, statement) of all that give a name its value in the first cell that does."""
    for j in order:
        makers = {(j, k) for k, statement in enumerate(cells[j]) if name in bound(statement)}
        if makers:
            return makers
    return set()
