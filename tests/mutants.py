"""Small mechanical changes to the source of a function, to see whether they are noticed.

`mutants(function)` yields (what was changed, the changed function). Each has one change: an
operator, a sign, a constant, an axis, a transpose, a comparison, a name, a line.
"""

import ast
import copy
import inspect
import textwrap

OPERATORS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.Pow: [ast.Mult],
}
COMPARISONS = {
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
}
NAMES = {
    "maximum": "minimum",
    "minimum": "maximum",
    "log": "exp",
    "exp": "log",
    "mean": "sum",
    "sum": "mean",
    "where": "multiply",
    "zeros": "ones",
    "ones": "zeros",
    "sqrt": "square",
    "min": "max",
    "max": "min",
}


def mutants(function):
    """Yield (words, function) for every mutant that can be compiled."""
    source = textwrap.dedent(inspect.getsource(function))
    tree = ast.parse(source)
    body = tree.body[0]
    seen = {ast.unparse(tree)}
    for place, node in enumerate(list(ast.walk(body))):
        for change, make in _changes(node):
            changed = copy.deepcopy(tree)
            target = list(ast.walk(changed.body[0]))[place]
            replaced = make(target)
            if replaced is not target:
                changed = _Replace(target, replaced).visit(changed)
            ast.fix_missing_locations(changed)
            text = ast.unparse(changed)
            if text in seen:
                continue
            seen.add(text)
            names = dict(function.__globals__)
            try:
                exec(compile(text, "<mutant>", "exec"), names)
            except (SyntaxError, TypeError):
                continue
            yield f"{change}: {text}", names[function.__name__]


class _Replace(ast.NodeTransformer):
    def __init__(self, target, replacement):
        self.target, self.replacement = target, replacement

    def visit(self, node):
        if node is self.target:
            return self.replacement
        return self.generic_visit(node)


def _set(name, value):
    def make(node):
        setattr(node, name, value)
        return node

    return make


def _changes(node):
    """Yield (words, function from the node to what takes its place)."""
    if isinstance(node, ast.BinOp):
        for other in OPERATORS.get(type(node.op), []):
            yield "operator", _set("op", other())
        if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult):
            yield (
                "sides swapped",
                lambda n: ast.BinOp(n.right, n.op, n.left),
            )
        yield "left side only", lambda n: n.left
        yield "right side only", lambda n: n.right
    elif isinstance(node, ast.Compare):
        for other in COMPARISONS.get(type(node.ops[0]), []):
            yield "comparison", _set("ops", [other()])
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "sign dropped", lambda n: n.operand
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield "constant + 1", _set("value", node.value + 1)
        yield "constant - 1", _set("value", node.value - 1)
        yield "constant doubled", _set("value", 2 * node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "yes and no", _set("value", not node.value)
    elif isinstance(node, ast.Attribute):
        if node.attr == "T":
            yield "transpose dropped", lambda n: n.value
        if node.attr in NAMES:
            yield "name", _set("attr", NAMES[node.attr])
    elif isinstance(node, ast.Call):
        if len(node.args) > 1 and not any(isinstance(a, ast.Starred) for a in node.args):
            yield (
                "arguments swapped",
                lambda n: ast.Call(n.func, [n.args[1], n.args[0], *n.args[2:]], n.keywords),
            )
        for i in range(len(node.keywords)):
            yield (
                "keyword dropped",
                lambda n, i=i: ast.Call(n.func, n.args, n.keywords[:i] + n.keywords[i + 1 :]),
            )
    elif isinstance(node, ast.Return) and node.value is not None:
        for words, text in [
            ("negated", "-({})"),
            ("doubled", "2 * ({})"),
            ("halved", "({}) / 2"),
            ("one more", "({}) + 1"),
            ("one less", "({}) - 1"),
            ("turned", "np.transpose({})"),
            ("summed", "np.sum({}, axis=0)"),
            ("squared", "({}) ** 2"),
            ("last entry lost", "({})[..., :-1]"),
        ]:
            whole = text.format(ast.unparse(node.value))
            yield f"result {words}", _set("value", ast.parse(whole, mode="eval").body)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id.isupper():
        yield (
            "transposed",
            lambda n: ast.Attribute(ast.Name(n.id, ast.Load()), "T", ast.Load()),
        )
    elif isinstance(node, ast.FunctionDef | ast.For | ast.If | ast.While) and len(node.body) > 1:
        for i in range(len(node.body)):
            if not isinstance(node.body[i], ast.Return):
                yield (
                    "line dropped",
                    lambda n, i=i: _without(n, i),
                )
    elif isinstance(node, ast.AugAssign):
        for other in OPERATORS.get(type(node.op), []):
            yield "operator", _set("op", other())


def _without(node, i):
    del node.body[i]
    return node
