"""Variants: a solution with one small thing changed, and the sentence for it.

Slips are written for one exercise. What can go wrong in any of them is here: * for @, an f that
is missing before the quotes, a loop that ends too early, a name in place of another. Each variant
is an edit of the solution's source, so that whoever's answers are the variant's own in every case
has done just that, or something that comes to the same.
"""

import ast
import inspect
import io
import re
import textwrap
import tokenize
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

AS_IF = "You would see just this if"
LONGEST = 44  # of a piece of code that is quoted in a sentence


@dataclass(frozen=True)
class Variant:
    """A solution with one small thing changed.

    Attributes
    ----------
    solution : function
    edits : tuple of (int, int, bytes)
        From where to where in the source what is to stand instead.
    sentence : str
        What to say to the learner whose answers are the same.
    names : frozenset of str
        The names that the sentence speaks of and that only some learners have chosen, too.
    plain : str
        What to say to those who have not.
    more : tuple of (str, object)
        What the changed source needs and the solution's module has not.
    """

    solution: object
    edits: tuple
    sentence: str
    names: frozenset = frozenset()
    plain: str = ""
    more: tuple = ()

    def said_to(self, names):
        """Return the sentence for a learner who uses some names, or "" if there is none."""
        return self.sentence if self.names <= names else self.plain

    @property
    def text(self):
        """The source of the solution with the change."""
        code, parts, end = source(self.solution).code, [], 0
        for start, stop, new in sorted(self.edits, key=lambda edit: edit[:2]):
            if start < end:
                return None  # two edits of the same piece
            parts += [code[end:start], new]
            end = stop
        return b"".join([*parts, code[end:]]).decode()

    @cached_property
    def function(self):
        """The changed solution, or None where Python does not take it."""
        text, made = self.text, {}
        try:
            code = compile(text, f"<variant of {self.solution.__name__}>", "exec")
        except (SyntaxError, TypeError):
            return None
        names = {**self.solution.__globals__, **HELPERS, **dict(self.more)}
        exec(code, names, made)
        return made[self.solution.__name__]


class Source:
    """A function's source, and where its pieces stand."""

    def __init__(self, function):
        self.function, self.code = function, textwrap.dedent(inspect.getsource(function)).encode()
        self.tree = ast.parse(self.code)
        (self.body,) = self.tree.body
        self._lines = [0]
        for line in self.code.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self.nodes = list(self._walk(self.body))
        self.arguments = [arg.arg for arg in self.body.args.args]
        self.locals = {n.id for n in self.nodes if isinstance(n, ast.Name) and _stored(n)}
        self.locals -= set(self.arguments)

    def _walk(self, node):
        for child in ast.iter_child_nodes(node):
            yield child
            # Python does not tell where the pieces inside an f-string stand.
            if not isinstance(child, ast.JoinedStr):
                yield from self._walk(child)

    def all(self, *kinds):
        """Return the pieces of some kinds, in the order of the source."""
        return [node for node in self.nodes if isinstance(node, kinds)]

    def at(self, line, column):
        """Return a place in the source, counted from its beginning."""
        return self._lines[line - 1] + column

    def span(self, node):
        """Return where a piece begins and ends."""
        start = self.at(node.lineno, node.col_offset)
        return start, self.at(node.end_lineno, node.end_col_offset)

    def of(self, node):
        """Return a piece's own text, in one line."""
        start, end = self.span(node)
        return " ".join(self.code[start:end].decode().split())

    def put(self, node, text):
        """Return the edit that puts a text in the place of a piece."""
        return (*self.span(node), text.encode())

    def around(self, node, before, after):
        """Return the edits that put something before and behind a piece."""
        start, end = self.span(node)
        return (start, start, before.encode()), (end, end, after.encode())

    def operator(self, node, old, new):
        """Return the edit that exchanges the operator between two sides."""
        start, end = self.span(node.left)[1], self.span(node.right)[0]
        place = start + self.code[start:end].index(old.encode())
        return place, place + len(old), new.encode()

    def names_in(self, text):
        """Return those names in a text that a learner may have chosen otherwise."""
        return frozenset(set(re.findall(r"[A-Za-z_]\w*", text)) & self.locals)


@cache
def source(function):
    """Return a function's `Source`."""
    return Source(function)


def _stored(node):
    return isinstance(node.ctx, ast.Store)


def _leaky(Z):
    return np.where(Z > 0, Z, 0.01 * Z)


def _sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def _tanh_slope(dA, Z):
    return dA * (1 - np.tanh(Z) ** 2)


def _half_tanh_slope(dA, Z):
    return dA * (1 - _sigmoid(Z) ** 2)


def _leaky_slope(dA, Z):
    return np.where(Z > 0, dA, 0.01 * dA)


def _at_its_answer(dA, Z):
    A = _sigmoid(_sigmoid(Z))
    return dA * A * (1 - A)


HELPERS = {
    "_leaky": _leaky,
    "_softplus": lambda Z: np.log1p(np.exp(Z)),
    "_tanh_slope": _tanh_slope,
    "_half_tanh_slope": _half_tanh_slope,
    "_leaky_slope": _leaky_slope,
    "_at_its_answer": _at_its_answer,
    "_over_m": lambda x: x / np.shape(x)[-1] if np.ndim(x) == 2 else x,
    "_times_m": lambda x: x * np.shape(x)[-1] if np.ndim(x) == 2 else x,
}


class Named(tuple):
    """A sentence, and the pieces of code that it quotes; and a plainer one, without them."""

    plain = ""

    def or_plainly(self, sentence):
        """Add the sentence for learners whose names are others."""
        self.plain = sentence
        return self


@cache
def variants(solution, later=False):
    """Return the variants of a solution, the likeliest kinds first, no text twice."""
    s = source(solution)
    found = {s.code.decode(): None}
    for kind in LATER if later else KINDS:
        for sentence, *edits in kind(s):
            names, plain = frozenset(), ""
            if isinstance(sentence, tuple):
                plain = getattr(sentence, "plain", "")
                sentence, *pieces = sentence
                names = frozenset().union(*map(s.names_in, pieces))
            made = Variant(solution, tuple(edits), sentence, names, plain)
            if made.text is not None:
                found.setdefault(made.text, made)
    return tuple(made for made in found.values() if made is not None)


def _each_and_all(many):
    """Return a list of lists of edits: each alone, and all together."""
    many = [list(edits) for edits in many]
    together = [edit for edits in many for edit in edits]
    return [together, *many] if len(many) > 1 else many


STAR = (
    f"{AS_IF} * (or np.multiply) stood where @ belongs: * multiplies entry by entry, while @ takes "
    "rows times columns and adds up."
)
DOT = (
    f"{AS_IF} @ (or np.dot) stood where * belongs: every entry should meet only the one in its own "
    "place, and nothing is added up."
)


def star_for_at(s):
    """Yield * for @, with and without the .T that make the shapes fit."""
    products = [node for node in s.all(ast.BinOp) if isinstance(node.op, ast.MatMult)]
    for turn in (False, True):
        ways = []
        for node in products:
            edits = [s.operator(node, "@", "*")]
            if turn:
                sides = [side for side in (node.left, node.right) if _is_turned(side)]
                edits += [(s.span(side)[1] - 2, s.span(side)[1], b"") for side in sides]
            ways.append(edits)
        for edits in _each_and_all(ways):
            yield STAR, *edits


def _is_turned(node):
    return isinstance(node, ast.Attribute) and node.attr == "T"


def at_for_star(s):
    """Yield @ or np.dot for *, with and without a .T on either side."""
    products = [node for node in s.all(ast.BinOp) if isinstance(node.op, ast.Mult)]
    for new, closing in ((" @ ", ""), (", ", ")")):
        for turned in ((), ("left",), ("right",)):
            ways = []
            for node in products:
                start, end = s.span(node)
                left, right = s.span(node.left), s.span(node.right)
                parts = [s.code[slice(*left)].decode(), s.code[slice(*right)].decode()]
                if len(s.all(ast.BinOp)) > 20:
                    continue
                sides = [
                    f"({part})" + (".T" if side in turned else "")
                    for part, side in zip(parts, ("left", "right"), strict=True)
                ]
                text = f"({'np.dot(' if closing else ''}{sides[0]}{new}{sides[1]}{closing})"
                # Brackets around a side belong to the product, not to the side.
                ways.append([(*_with_brackets(s, node, start, end), text.encode())])
            for edits in _each_and_all(ways):
                yield DOT, *edits


def _with_brackets(s, node, start, end):
    """Return a product's span with the brackets around its outer sides."""
    while s.code[start:end].count(b"(") < s.code[start:end].count(b")"):
        start = s.code.rindex(b"(", 0, start)
    while s.code[start:end].count(b")") < s.code[start:end].count(b"("):
        end = s.code.index(b")", end) + 1
    return start, end


F = (
    f'{AS_IF} the f before the quotes were missing: only in an f-string, such as f"W{{l}}", does '
    "the number take the place of the braces."
)
LOW = (
    f"{AS_IF} the numbers in the keys were one too low: the layers are counted from 1, but a "
    "list's positions and enumerate(…) begin at 0."
)
HIGH = f"{AS_IF} the numbers in the keys were one too high: the layers are counted from 1."


def keys(s):
    """Yield keys without their f, and with another number."""
    strings = s.all(ast.JoinedStr)
    own = [n.slice for n in s.all(ast.Subscript) if _stored(n)]
    own = [node for node in own if isinstance(node, ast.JoinedStr)]
    for which in (strings, own):
        for edits in _each_and_all([[s.put(n, s.of(n)[1:])] for n in which]):
            yield F, *edits
    for by, sentence in (("- 1", LOW), ("+ 1", HIGH)):
        for which in (own, strings):
            yield sentence, *[s.put(n, _count_on(s.of(n), by)) for n in which]
        for text in dict.fromkeys(map(s.of, strings)):
            new = _count_on(text, by)
            same = [n for n in strings if s.of(n) == text]
            words = f"{AS_IF} {new} stood where {text} belongs."
            yield (words, new), *[s.put(n, new) for n in same]


def _count_on(key, by):
    """Return a key with another number: f"A{l - 1}" with + 1 is f"A{l}"."""

    def change(braces):
        inside = braces[1]
        back = {"- 1": " + 1", "+ 1": " - 1"}[by]
        return f"{{{inside.removesuffix(back) if inside.endswith(back) else f'{inside} {by}'}}}"

    return re.sub(r"\{([^}]*)\}", change, key)


def loops(s):
    """Yield loops that begin or end elsewhere, and what stands in them and should not."""
    for node in s.all(ast.For, ast.comprehension):
        it = node.iter
        called = it.func.id if isinstance(it, ast.Call) and isinstance(it.func, ast.Name) else ""
        if called == "enumerate" and it.keywords:
            start, end = s.span(it.args[0])[1], s.span(it)[1] - 1
            yield LOW, (start, end, b"")
        if called == "range":
            yield from _ranges(s, it)
        yield (
            f"{AS_IF} the loop left out its first round: look at where it begins.",
            *s.around(it, "list(", ")[1:]"),
        )
        yield (
            f"{AS_IF} the loop left out its last round: range(1, n) already ends at n - 1.",
            *s.around(it, "list(", ")[:-1]"),
        )
        yield (
            f"{AS_IF} only the first round of the loop counted: does return stand inside it?",
            *s.around(it, "list(", ")[:1]"),
        )
        yield (
            f"{AS_IF} only the last round of the loop counted: what the earlier rounds found must "
            "be kept.",
            *s.around(it, "list(", ")[-1:]"),
        )
        yield (
            f"{AS_IF} the loop ran the other way round.",
            *s.around(it, "list(", ")[::-1]"),
        )
    yield from _moved_into_the_loop(s)


def _ranges(s, it):
    ends = it.args[1] if len(it.args) > 1 else it.args[0]
    back = len(it.args) > 2
    more, less = ("- 1", "+ 1") if back else ("+ 1", "- 1")
    yield (
        f"{AS_IF} the loop ended one round too early: range stops before its end.",
        *s.around(ends, "(", f") {less}"),
    )
    yield (
        f"{AS_IF} the loop went one round too far: range(1, n) ends at n - 1.",
        *s.around(ends, "(", f") {more}"),
    )
    if len(it.args) == 1:
        yield (
            f"{AS_IF} the loop began one round too late: a list's positions begin at 0.",
            *s.around(it.args[0], "1, ", ""),
        )
    else:
        yield (
            f"{AS_IF} the loop began one round too early: range(n) begins at 0.",
            *s.around(it.args[0], "(", f") {less if not back else '+ 1'}"),
        )
        yield (
            f"{AS_IF} the loop began one round too late: look at where range begins.",
            *s.around(it.args[0], "(", f") {more if not back else '- 1'}"),
        )


def _moved_into_the_loop(s):
    body = s.body.body
    for place, node in enumerate(body):
        if not isinstance(node, ast.For):
            continue
        after = body[place + 1]
        start = s.at(after.lineno, 0)
        if isinstance(after, ast.Return):
            yield (
                f"{AS_IF} return stood inside the loop: it ends the function in the first round. "
                "Move it to the left, under for.",
                (start, start, b"    "),
            )
        for before in body[:place]:
            if not isinstance(before, ast.Assign):
                continue
            name = s.of(before.targets[0])
            first = s.span(node.body[0])[0]
            text = f"{s.of(before)}\n{' ' * node.body[0].col_offset}"
            yield (
                (
                    f"{AS_IF} {name} were made anew in every round: that line belongs before the "
                    "loop.",
                    name,
                ),
                (first, first, text.encode()),
            )


DIMENSIONS = ("input_dim", "output_dim", "activation", "relu", "sigmoid")


def texts(s):
    """Yield one text in place of another: the key of a layer, or a name."""
    for node in s.all(ast.Constant):
        if node.value in DIMENSIONS:
            those = [n for n in s.all(ast.Constant) if n.value == node.value]
            for new in DIMENSIONS:
                if new != node.value:
                    words = f'{AS_IF} "{new}" stood where "{node.value}" belongs.'
                    for edits in _each_and_all([[s.put(n, f'"{new}"')] for n in those]):
                        yield words, *edits
    parts = {s.of(n): n for n in s.all(ast.Subscript) if isinstance(n.slice, ast.Constant)}
    for node in [n for n in s.all(ast.Constant) if n.value == 1]:
        for text, part in parts.items():
            words = f"{AS_IF} {text} stood where {s.of(node)} belongs."
            plain = f"{AS_IF} {s.of(part.slice)} stood where {s.of(node)} belongs."
            yield Named((words, text)).or_plainly(plain), s.put(node, text)


def names(s):
    """Yield one name, or one thing from a dict, in place of another."""
    called = {id(n.func) for n in s.all(ast.Call)}
    # Whose shape it is says little to a learner who counts otherwise.
    called |= {id(n.value) for n in s.all(ast.Attribute) if n.attr == "shape"}
    loads = [
        n
        for n in s.all(ast.Name)
        if not _stored(n) and id(n) not in called and n.id in {*s.arguments, *s.locals}
    ]
    known = [*s.arguments, *sorted(s.locals)]
    for old in dict.fromkeys(n.id for n in loads):
        those = [n for n in loads if n.id == old]
        for new in known:
            if new == old:
                continue
            words = f"{AS_IF} {new} stood where {old} belongs."
            ways = _each_and_all([[s.put(n, new)] for n in those])
            # And everywhere but in the last line, which puts together what was computed.
            before = [s.put(n, new) for n in those if n.lineno < s.body.body[-1].lineno]
            for edits in [*ways, before] if before else ways:
                yield (words, new, old), *edits
    parts = [n for n in s.all(ast.Subscript) if isinstance(n.slice, (ast.JoinedStr, ast.Constant))]
    texts = list(dict.fromkeys(map(s.of, parts)))
    for node in [n for n in parts if not _stored(n)]:
        for new in [text for text in texts if text != s.of(node)]:
            words = f"{AS_IF} {new} stood where {s.of(node)} belongs."
            plain = ""
            kinds = [re.search(r'"(\w+)\{', text) for text in (new, s.of(node))]
            if all(kinds) and kinds[0][1] != kinds[1][1]:
                plain = f"{AS_IF} a {kinds[0][1]} stood where a {kinds[1][1]} belongs."
            yield Named((words, words)).or_plainly(plain), s.put(node, new)
    yield from _old_for_new(s)


def _old_for_new(s):
    """Yield an argument as it came in, where it should be the one that was computed."""
    start = s.span(s.body.body[0])[0]
    for node in [n for n in s.body.body if isinstance(n, ast.Assign)]:
        (target,) = node.targets
        if not (isinstance(target, ast.Name) and target.id in s.arguments):
            continue
        name = target.id
        keep = (start, start, f"_old = {name}\n    ".encode())
        later = [
            n
            for n in s.all(ast.Name)
            if n.id == name and not _stored(n) and n.lineno > node.end_lineno
        ]
        words = f"{AS_IF} the old {name} stood where the new one belongs."
        for edits in _each_and_all([[s.put(n, "_old")] for n in later]):
            yield words, keep, *edits
        yield f"{AS_IF} {name} stayed as it came in.", s.put(node, "pass")
        earlier = s.body.body[: s.body.body.index(node)]
        for before in earlier:
            if re.search(rf"\b{name}\b", s.of(before)):
                place = s.span(before)[0]
                yield (
                    f"{AS_IF} {name} had already moved when it was still needed: there the old one "
                    "belongs.",
                    (place, place, f"{s.of(node)}\n    ".encode()),
                    s.put(node, "pass"),
                )


def turned(s):
    """Yield a .T too few, and one too many; rows for columns."""
    for node in s.all(ast.Attribute):
        if node.attr == "T":
            piece = s.of(node.value)
            words = f"{AS_IF} the .T behind {piece} were missing."
            yield (words, piece), (s.span(node)[1] - 2, s.span(node)[1], b"")
    for node in s.all(ast.Name, ast.Subscript):
        if not _stored(node) and s.of(node) in s.arguments or isinstance(node, ast.Subscript):
            piece = s.of(node)
            if not _stored(node):
                yield (f"{AS_IF} {piece} were turned by a .T.", piece), *s.around(node, "", ".T")
    shapes = [n for n in s.all(ast.Subscript) if s.of(n.value).endswith(".shape")]
    for edits in _each_and_all([[s.put(n.slice, "0")] for n in shapes]):
        yield (
            f"{AS_IF} the rows were counted in place of the columns: the examples are the columns.",
            *edits,
        )
    for node in shapes:
        piece = s.of(node.value.value)
        words = f"{AS_IF} all the entries of {piece} were counted, not its columns."
        yield (words, piece), s.put(node, f"{piece}.size")
        words = f"{AS_IF} {piece}.shape[1] were 1, or missing: it is the number of examples."
        yield (words, piece), s.put(node, "1")
    for node in s.all(ast.Assign):
        # The number of examples may have no name at all: each place that uses it stands alone.
        for name, value in _assigned(node):
            piece = s.of(value)
            if piece.endswith(".shape[1]"):
                for load in [n for n in s.all(ast.Name) if n.id == name and not _stored(n)]:
                    rows = piece.removesuffix("[1]") + "[0]"
                    words = f"{AS_IF} {rows} stood where {piece} belongs: the examples are columns."
                    yield (words, piece), s.put(load, rows)
                    words = f"{AS_IF} it were not divided by {piece} in one place."
                    yield (words, piece), s.put(load, "1")


def _assigned(node):
    """Return the names that a line gives, each with its value."""
    (target,) = node.targets
    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        pairs = zip(target.elts, node.value.elts, strict=True)
        return [(one.id, value) for one, value in pairs if isinstance(one, ast.Name)]
    return [(target.id, node.value)] if isinstance(target, ast.Name) else []


def slices(s):
    """Yield slices that begin or end elsewhere."""
    for node in s.all(ast.Slice):
        for bound, words in (
            (node.lower, "a slice began {} than it should"),
            (node.upper, "a slice ended {} than it should"),
        ):
            if bound is not None:
                for by, how in (("- 1", "one place earlier"), ("+ 1", "one place later")):
                    shown = f"{AS_IF} {words.format(how)}: a slice does not include its end."
                    yield shown, *s.around(bound, "(", f") {by}")
        if node.lower is not None:
            yield f"{AS_IF} a slice began at the beginning.", s.put(node.lower, "")
        if node.upper is not None:
            yield f"{AS_IF} a slice went on to the end.", s.put(node.upper, "")


def one_off(s):
    """Yield a number of things that is one too large or too small."""
    counted = [n for n in s.all(ast.Call) if s.of(n.func) in ("len", "np.ceil", "np.sum")]
    counted += [n for n in s.all(ast.Subscript) if s.of(n.value).endswith(".shape")]
    counted += [n.right for n in s.all(ast.BinOp) if isinstance(n.op, (ast.Div, ast.FloorDiv))]
    for node in counted:
        for by in ("- 1", "+ 1"):
            piece = s.of(node)
            words = f"{AS_IF} {piece} {by} stood where {piece} belongs."
            plain = f"{AS_IF} the count were one too {'low' if by == '- 1' else 'high'}."
            yield Named((words, piece)).or_plainly(plain), *s.around(node, "((", f") {by})")
        for name in s.arguments:
            if s.of(node).startswith(("len(", "np.sum(")) or ".shape" in s.of(node):
                words = (
                    f"{AS_IF} np.sum({name}) stood where the number of entries belongs: divide by "
                    "how many there are."
                )
                yield words, s.put(node, f"np.sum({name})")


# What stands in place of what, and why that is not the same.
EXCHANGES = {
    "sum": [("mean", "a mean is divided by the number of entries"), ("max", ""), ("prod", "")],
    "mean": [
        ("sum", "a sum is not yet divided by the number of entries"),
        ("median", "the median is the number in the middle"),
        ("max", ""),
        ("min", ""),
    ],
    "std": [("var", "the variance is the square of the spread, so its root is missing")],
    "max": [("min", ""), ("mean", ""), ("sum", "")],
    "maximum": [
        ("minimum", "minimum gives the smaller of two numbers, and maximum gives the larger"),
        ("add", ""),
    ],
    "sqrt": [("square", "the root and the square are each other's opposite"), ("abs", "")],
    "log": [
        ("log10", "log10 is the logarithm to base 10"),
        ("log2", "log2 is the logarithm to base 2"),
        ("log1p", "log1p(x) is the logarithm of 1 + x"),
        ("exp", ""),
    ],
    "exp": [("exp2", "exp2 makes a power of 2, not of e"), ("expm1", ""), ("log", "")],
    "ceil": [
        ("floor", "floor rounds down, not up"),
        ("round", "round goes to the nearest whole number"),
    ],
    "randn": [
        ("rand", "rand draws evenly between 0 and 1 (the uniform distribution, not the normal one)")
    ],
    "append": [("extend", "")],
}
EXCHANGED_NAMES = {
    "max": [("min", ""), ("sum", ""), ("np.mean", "a mean hides the largest one")],
    "len": [
        ("sum", "the sum depends on what stands there; len says how many there are"),
        ("max", ""),
    ],
}
# The course's functions, and what is taken for them.
BENDS = {
    "sigmoid": [
        ("np.tanh", "the tanh"),
        ("mine.relu", "ReLU"),
    ],
    "relu": [
        ("_leaky", "a leaky ReLU, which lets 0.01 of what is below 0 pass,"),
        ("_softplus", "the softplus, a smooth curve without a corner,"),
        ("np.abs", "the absolute value"),
        ("np.tanh", "the tanh"),
        ("mine.sigmoid", "the sigmoid"),
    ],
    "sigmoid_backward": [
        ("_tanh_slope", "the slope of tanh"),
        ("_half_tanh_slope", "1 - A², the slope of tanh,"),
        ("_at_its_answer", "the slope at A instead of Z"),
        ("mine.relu_backward", "ReLU's slope"),
    ],
    "relu_backward": [
        ("_leaky_slope", "a leaky ReLU's slope, 0.01 below 0,"),
        ("mine.sigmoid_backward", "the sigmoid's slope"),
    ],
    "get_cost_value": [("mine.get_accuracy_value", "get_accuracy_value, the accuracy,")],
    "get_accuracy_value": [("mine.get_cost_value", "get_cost_value, the cost,")],
}


ADDS_ROWS = (
    f"{AS_IF} Python's own sum (or axis=0) stood where np.sum belongs: it adds the rows of a table "
    "up, and np.sum adds all entries."
)


def functions(s):
    """Yield one function in place of another, and functions that are missing."""
    whole_sums = [n for n in s.all(ast.Call) if s.of(n.func) == "np.sum" and len(n.args) == 1]
    ways = [[s.put(n.func, "sum")] for n in whole_sums if not n.keywords]
    for edits in _each_and_all(ways):
        yield ADDS_ROWS, *edits
    for node in s.all(ast.Attribute):
        start, end = s.span(node)
        for new, why in EXCHANGES.get(node.attr, ()):
            whole = s.of(node)
            shown = whole if whole.startswith("np.") else f".{node.attr}"
            other = f"np.{new}" if whole.startswith("np.") else f".{new}"
            words = f"{AS_IF} {other} stood where {shown} belongs{': ' + why if why else ''}."
            yield words, (end - len(node.attr), end, new.encode())
    for node in s.all(ast.Name):
        for new, why in EXCHANGED_NAMES.get(node.id, ()):
            words = f"{AS_IF} {new} stood where {node.id} belongs{': ' + why if why else ''}."
            yield words, s.put(node, new)
    yield from _bends(s)
    yield from _draws(s)
    yield from _arguments(s)
    yield from _missing_calls(s)


def _bends(s):
    places = [(n, n.attr) for n in s.all(ast.Attribute)]
    places += [(n, n.id.removeprefix("my_")) for n in s.all(ast.Name)]
    for name, others in BENDS.items():
        those = [node for node, called in places if called == name]
        for new, words in others:
            if those:
                sentence = f"{AS_IF} {words} stood where {name} belongs.".replace(",,", ",")
                yield sentence, *[s.put(node, new) for node in those]
    pair = [[n for n, called in places if called == name] for name in ("relu", "sigmoid")]
    back = [[n for n, called in places if called == f"{x}_backward"] for x in ("relu", "sigmoid")]
    for first, second in (pair, back):
        if first and second:
            one, other = s.of(first[0]), s.of(second[0])
            yield (
                f"{AS_IF} {one.split('.')[-1]} and {other.split('.')[-1]} had changed places: each "
                "is used where the other one belongs.",
                *[s.put(n, other) for n in first],
                *[s.put(n, one) for n in second],
            )


def _draws(s):
    draws = [n for n in s.all(ast.Call) if s.of(n.func) == "rng.randn"]
    if not draws:
        return
    anew = [[s.put(n.func.value, "np.random.RandomState(seed)")] for n in draws]
    for edits in _each_and_all(anew):
        yield (
            f"{AS_IF} a new generator were made for each array: then each array begins with the "
            "same numbers. Make one generator, before the loop.",
            *edits,
        )
    for low, high in ((-1, 1), (-0.5, 0.5), (0, 1)):
        yield (
            f"{AS_IF} the numbers were drawn evenly from {low} to {high} (uniform): randn draws "
            "from the normal distribution.",
            *[
                s.put(n, f"rng.uniform({low}, {high}, ({', '.join(map(s.of, n.args))}))")
                for n in draws
            ],
        )
    yield (
        f"{AS_IF} the numbers were drawn in another order, column by column: draw in the shape "
        "that is asked for.",
        *[s.put(n, f"rng.randn({', '.join(map(s.of, reversed(n.args)))}).T") for n in draws],
    )


def _arguments(s):
    """Yield calls with an axis other than the right one, or with arguments exchanged."""
    axes = [k for k in s.all(ast.keyword) if k.arg == "axis"]
    for edits in _each_and_all([[s.put(k.value, "0")] for k in axes if s.of(k.value) == "1"]):
        yield f"{AS_IF} axis=0 stood where axis=1 belongs: axis=1 goes along the rows.", *edits
    kept = [k for k in s.all(ast.keyword) if k.arg == "keepdims"]
    for edits in _each_and_all([[s.put(k.value, "False")] for k in kept]):
        yield f"{AS_IF} keepdims=True were missing: an axis is lost.", *edits
    whole = [[s.put(k.value, "None")] for k in axes]
    for edits in _each_and_all(whole):
        yield (
            f"{AS_IF} axis=1 were missing: one number is made of the whole table, where each row "
            "needs its own.",
            *edits,
        )
    for node in s.all(ast.Call):
        name = s.of(node.func)
        many = len(node.args)
        if many > 1:
            words = f"{AS_IF} the last argument of {name} were missing."
            plain = f"{AS_IF} an argument were missing in a call."
            lost = (s.span(node.args[-2])[1], s.span(node)[1] - 1, b"")
            yield Named((words, name)).or_plainly(plain), lost
        for i in range(many - 1):
            one, other = node.args[i], node.args[i + 1]
            shown = (
                f"{AS_IF} two arguments of {name} were exchanged, and stood in each other's places."
            )
            yield (shown, name), s.put(one, s.of(other)), s.put(other, s.of(one))


def _missing_calls(s):
    """Yield functions that are not called: each place, and all where the same one is."""
    groups = {}
    for node in s.all(ast.Call):
        name = s.of(node.func)
        if node.args:
            edit = s.put(node, f"({s.of(node.args[0])})")
        elif isinstance(node.func, ast.Attribute):
            name, edit = f".{node.func.attr}()", s.put(node, f"({s.of(node.func.value)})")
        else:
            continue
        groups.setdefault(name, []).append([edit])
    for name, ways in groups.items():
        for edits in _each_and_all(ways):
            yield (f"{AS_IF} {name} were missing.", name), *edits


SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//"}
DONE = {"+": "added", "-": "subtracted", "*": "multiplied", "/": "divided", "//": "divided"}
WHOLE = f"{AS_IF} // stood where / belongs: // cuts the fraction off."


def arithmetic(s):
    """Yield other signs, pieces left out, and other brackets."""
    yield from _signs(s)
    yield from _sides(s)
    yield from _left_out(s)
    yield from _brackets(s)
    for node in s.all(ast.BinOp):
        if isinstance(node.op, ast.Pow):
            piece = s.of(node.left)
            words = f"{AS_IF} {piece} stood where {s.of(node)} belongs: the power is missing."
            yield (words, words), s.put(node, piece)
            if not isinstance(node.right, ast.Constant):
                words = (
                    f"{AS_IF} {piece} were multiplied by {s.of(node.right)}, not raised to that "
                    "power."
                )
                yield (words, words), s.operator(node, "**", "*")


def _sides(s):
    """Yield the two sides of a difference, a fraction or a product of matrices exchanged."""
    whys = {
        ast.MatMult: "the order matters in a product of matrices",
        ast.Sub: "a difference taken the other way round has the opposite sign",
        ast.Div: "the fraction is upside down",
    }
    for kind, why in whys.items():
        ways = []
        for node in [n for n in s.all(ast.BinOp) if type(n.op) is kind]:
            sign = {ast.MatMult: "@", ast.Sub: "-", ast.Div: "/"}[kind]
            left, right = (s.code[slice(*s.span(x))].decode() for x in (node.left, node.right))
            span = _with_brackets(s, node, *s.span(node))
            ways.append([(*span, f"(({right}) {sign} ({left}))".encode())])
        for edits in _each_and_all(ways):
            yield f"{AS_IF} the two sides of {sign} had changed places: {why}.", *edits


def _signs(s):
    pairs = [n for n in s.all(ast.BinOp) if type(n.op) in SIGNS]
    for old in SIGNS.values():
        those = [n for n in pairs if SIGNS[type(n.op)] == old]
        for new in SIGNS.values():
            if new == old or (new == "//" and old != "/"):
                continue
            ways = [[s.operator(n, old, new)] for n in those]
            sentences = [_sign_words(s, n, old, new) for n in those]
            if len(those) > 1:
                words = f"{AS_IF} things were {DONE[new]} that have to be {DONE[old]}."
                yield WHOLE if new == "//" else words, *[edit for edits in ways for edit in edits]
            for sentence, edits in zip(sentences, ways, strict=True):
                yield sentence, *edits
    times = [n for n in pairs if isinstance(n.op, ast.Mult)]
    for edits in _each_and_all([[s.operator(n, "*", "**")] for n in times]):
        yield (
            f"{AS_IF} ** stood where * belongs: ** makes a power, and a single * multiplies.",
            *edits,
        )
    added = [s.operator(n, "+", "*") for n in pairs if isinstance(n.op, ast.Add)]
    if added and times:
        both = [*added, *(s.operator(n, "*", "+") for n in times)]
        yield f"{AS_IF} + and * had changed places: first multiply, then add.", *both
    for node in s.all(ast.UnaryOp):
        if isinstance(node.op, ast.USub):
            words = f"{AS_IF} the minus before {_short(s.of(node.operand))} were missing."
            yield (words, words), s.put(node, f"({s.of(node.operand)})")


def _sign_words(s, node, old, new):
    left, right = s.of(node.left), s.of(node.right)
    if new == "//":
        return WHOLE
    if max(len(left), len(right)) > LONGEST:
        return f"{AS_IF} {new} stood where {old} belongs."
    if new in "+-" and old in "+-":
        words = f"{AS_IF} {right} were {DONE[new]}: it has to be {DONE[old]}."
    elif {old, new} == {"*", "/"}:
        by = "divided by" if new == "/" else "multiplied by"
        words = f"{AS_IF} {left} were {by} {right}: it has to be {DONE[old]}."
    else:
        words = f"{AS_IF} {left} and {right} were {DONE[new]}: they have to be {DONE[old]}."
    plain = f"{AS_IF} two things were {DONE[new]} that have to be {DONE[old]}."
    return Named((words, left, right)).or_plainly(plain)


def _short(text):
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _left_out(s):
    """Yield one side of a sum, product or fraction alone; each place, and all of a kind."""
    groups = {}
    for node in s.all(ast.BinOp):
        if type(node.op) in SIGNS:
            sign = SIGNS[type(node.op)]
            for kept, lost in ((node.left, node.right), (node.right, node.left)):
                span = _with_brackets(s, node, *s.span(node))
                edit = (*span, f"({s.of(kept)})".encode())
                sentence = _lost_words(s, node, sign, kept, lost)
                groups.setdefault(sentence, []).append([edit])
    for sentence, ways in groups.items():
        for edits in _each_and_all(ways):
            yield sentence, *edits


def _lost_words(s, node, sign, kept, lost):
    piece = s.of(lost)
    if kept is node.right and sign not in "+*" and len(s.of(node)) <= LONGEST:
        return f"{AS_IF} {s.of(kept)} stood where {s.of(node)} belongs.", s.of(node)
    if len(piece) > LONGEST:
        inside = sorted({n for n in re.findall(r"\w+", piece) if n in s.arguments})
        piece = f"a term with {' and '.join(inside)}" if inside else "a term"
    words = {
        "*": f"{AS_IF} a factor were missing: {piece}.",
        "/": f"{AS_IF} the division by {piece} were missing.",
        "//": f"{AS_IF} the division by {piece} were missing.",
        "+": f"{AS_IF} {piece} were not added.",
        "-": f"{AS_IF} {piece} were not subtracted.",
    }[sign]
    if kept is node.right and sign not in "+*":
        words = f"{AS_IF} {piece} were missing."
    plain = {
        "*": f"{AS_IF} a factor were missing.",
        "+": f"{AS_IF} something were missing that has to be added.",
        "-": f"{AS_IF} something were missing that has to be subtracted.",
    }.get(sign, f"{AS_IF} a division were missing.")
    return Named((words, piece)).or_plainly(plain if kept is node.left or sign in "+*" else "")


def _brackets(s):
    """Yield the solution with a pair of brackets too few, or with one elsewhere."""
    code = s.code.decode()
    pairs, open_ = [], []
    before = None
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.string in ("(", "[", "{") and token.type == tokenize.OP:
            grouping = token.string == "(" and not (
                before
                and (
                    before.type == tokenize.NAME
                    and before.string not in ("return", "in", "if")
                    or before.string in (")", "]")
                )
            )
            open_.append((grouping, token))
        elif token.string in (")", "]", "}") and token.type == tokenize.OP:
            grouping, first = open_.pop()
            if grouping:
                pairs.append((s.at(*_byte(code, first)), s.at(*_byte(code, token))))
        if token.type not in (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.COMMENT):
            before = token
    ways = [[(a, a + 1, b""), (b, b + 1, b"")] for a, b in pairs]
    if len(ways) > 1:
        yield (
            f"{AS_IF} brackets were missing: Python multiplies and divides before it adds and "
            "subtracts.",
            *[edit for edits in ways for edit in edits],
        )
    for (a, b), edits in zip(pairs, ways, strict=True):
        inside = s.code[a + 1 : b].decode()
        why = "Python multiplies and divides before it adds and subtracts"
        if not re.search(r" [+-] ", inside):
            why = "Python works through * and / from left to right"
        words = f"{AS_IF} the brackets around {_short(inside)} were missing: {why}."
        plain = f"{AS_IF} a pair of brackets were missing: {why}."
        yield Named((words, inside)).or_plainly(plain), *edits
    for node in s.all(ast.BinOp):
        yield from _other_brackets(s, node)


def _byte(code, token):
    line, column = token.start
    return line, len(code.splitlines()[line - 1][:column].encode())


def _other_brackets(s, node):
    """Yield a - (b * c) as (a - b) * c, and (a * b) - c as a * (b - c)."""
    for side in ("left", "right"):
        inner = getattr(node, side)
        if not isinstance(inner, ast.BinOp) or type(inner.op) not in SIGNS:
            continue
        if type(node.op) not in SIGNS:
            continue
        outer, sign = SIGNS[type(node.op)], SIGNS[type(inner.op)]
        a, b = s.of(inner.left), s.of(inner.right)
        if side == "right":
            piece = f"{s.of(node.left)} {outer} {a}"
            text = f"(({piece}) {sign} ({b}))"
        else:
            piece = f"{b} {outer} {s.of(node.right)}"
            text = f"(({a}) {sign} ({piece}))"
        words = f"{AS_IF} {_short(piece)} stood in brackets of its own."
        words = Named((words, piece)).or_plainly(f"{AS_IF} brackets stood in another place.")
        start, end = _with_brackets(s, node, *s.span(node))
        yield words, (start, end, text.encode())
        if side == "right" and sign in "+*":
            # a / (2 * h) without its brackets is also written a / h * 2.
            text = f"(({s.of(node.left)}) {outer} ({b}) {sign} ({a}))"
            why = "Python works through * and / from left to right"
            if sign == "+":
                why = "Python multiplies and divides before it adds"
            words = f"{AS_IF} the brackets around {_short(s.of(inner))} were missing: {why}."
            plain = f"{AS_IF} a pair of brackets were missing: {why}."
            words = Named((words, s.of(inner))).or_plainly(plain)
            yield words, (start, end, text.encode())


COMPARED = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!="}


def comparisons(s):
    """Yield other comparisons."""
    for node in s.all(ast.Compare):
        old = COMPARED[type(node.ops[0])]
        start, end = s.span(node.left)[1], s.span(node.comparators[0])[0]
        place = start + s.code[start:end].index(old.encode())
        for new in COMPARED.values():
            if new != old:
                words = f"{AS_IF} {new} stood where {old} belongs."
                yield words, (place, place + len(old), new.encode())
        yield (
            f"{AS_IF} the two branches had changed places.",
            *s.around(node, "np.logical_not(", ")"),
        )


def numbers(s):
    """Yield other numbers."""
    found = [n for n in s.all(ast.Constant) if type(n.value) in (int, float)]
    for text in dict.fromkeys(map(s.of, found)):
        those = [n for n in found if s.of(n) == text]
        value = those[0].value
        if type(value) is int:
            others = [value + 1, value - 1, 2 * value, -value]
        else:
            others = [0.0, value / 10, value * 10, 1 - value, 1.0, 2 * value, value / 2]
            if value < 1e-3:
                others += [1e-8, 1e-6, 1e-10, 1e-9, 1e-12, 1e-15]
        for new in others:
            if new != value:
                words = f"{AS_IF} {new:g} stood where {text} belongs."
                put = f"({new!r})" if new < 0 else repr(new)
                for edits in _each_and_all([[s.put(n, put)] for n in those]):
                    yield words, *edits
        inside = [n for n in those if n not in s.body.args.defaults]
        for new in s.arguments if inside else ():
            yield f"{AS_IF} {new} stood where {text} belongs.", *[s.put(n, new) for n in inside]


def examples(s):
    """Yield a division by the number of examples too many on the way, and a product with it."""
    if not re.search(r"shape\[1\]|mean\(", s.code.decode()):
        return
    for node in s.all(ast.Assign):
        target = s.of(node.targets[0])
        for helper, words in (
            ("_over_m", f"{target} were divided by m, once more than needed"),
            ("_times_m", f"{target} were not divided by m, or were multiplied by it"),
        ):
            yield (f"{AS_IF} {words}.", target), *s.around(node.value, f"{helper}(", ")")
    for helper, words in (
        ("_over_m", "it were divided by m twice: on the way, and again in the mean"),
        ("_times_m", "it were multiplied by m on the way"),
    ):
        for node in s.all(ast.Assign):
            yield f"{AS_IF} {words}.", *s.around(node.value, f"{helper} (", ")")


WRAPPED = (
    ("abs({})", "{} had lost its sign, as with abs"),
    ("({}) ** 2", "{} were squared"),
    ("(2 * ({}))", "{} were doubled"),
    ("(({}) / 2)", "{} were halved"),
    ("(-({}))", "{} had the opposite sign"),
    ("(1 - ({}))", "{} were taken from 1"),
    ("np.sqrt({})", "the root of {} were taken"),
    ("np.mean({})", "all of {} were replaced by one mean"),
    ("np.sum({})", "all of {} were replaced by one sum"),
    ("(({}) / np.shape({})[-1])", "{} were divided by its number of entries in a row"),
    ("np.sign({})", "only the sign of {} counted"),
)


def wrapped(s):
    """Yield a piece with something done to it that is not asked for."""
    for node in s.all(ast.Name, ast.Subscript, ast.Call, ast.BinOp):
        if isinstance(getattr(node, "ctx", None), ast.Store):
            continue
        piece = s.of(node)
        if len(piece) > LONGEST or (isinstance(node, ast.Name) and piece not in s.arguments):
            continue
        text = s.code[slice(*s.span(node))].decode()
        for way, words in WRAPPED:
            plain = f"{AS_IF} {words.format('a piece of it')}."
            sentence = Named((f"{AS_IF} {words.format(piece)}.", piece)).or_plainly(plain)
            yield sentence, s.put(node, way.replace("{}", text))


def order(s):
    """Yield lines left out, or in another order."""
    body = s.body.body
    bodies = [body, *(n.body for n in s.all(ast.For, ast.If))]
    for lines in bodies:
        for one, other in zip(lines, lines[1:], strict=False):
            simple = (ast.Assign, ast.Expr)
            if isinstance(one, simple) and isinstance(other, simple):
                yield (
                    f"{AS_IF} two lines had changed places: the second one needs what the first "
                    "one computes.",
                    s.put(one, s.code[slice(*s.span(other))].decode()),
                    s.put(other, s.code[slice(*s.span(one))].decode()),
                )
        for line in lines:
            if isinstance(line, ast.Assign) and len(lines) > 1:
                target = s.of(line.targets[0])
                words = f"{AS_IF} the line that makes {target} were missing."
                yield (words, target), s.put(line, "pass")


KINDS = (
    star_for_at,
    keys,
    loops,
    names,
    functions,
    texts,
    arithmetic,
    comparisons,
    numbers,
)
# What can come to the same as many a thing, and is looked at last.
LATER = (turned, slices, one_off, order, examples, at_for_star, wrapped)
