"""Nothing here turns red because a computer is busy: no measured time, and no ratio of times, is
asserted, neither in a test nor in a notebook's cell. How fast things are stands in benchmarks/.

What is looked for is modest: an `assert` that puts in order (<, <=, >, >=) what comes from a clock,
directly or by way of names given to it in the same function or notebook. A wait that gives up after
a generous while raises TimeoutError instead (tests/waiting.py).
"""

import ast

import pytest

from tests.notebooks import ROOT, code, every_notebook

# What gives seconds, and how seconds, and ratios of them, are called here.
CLOCKS = {"perf_counter", "monotonic", "process_time", "time_ns", "perf_counter_ns", "timeit"}
MEASURED = {"in_turn", "race_stages", "keras_start_up", "step_times_by_width", "climb"}
MEASURED |= {"parts_of_a_step"}
SECONDS = {"seconds", "milliseconds", "elapsed", "factor"}
# Of a rung of notebook 09's ladder these are counted; its `seconds` and its `factor` are measured.
COUNTED = {"epochs", "at_once", "name"}
ORDERS = ast.Lt | ast.LtE | ast.Gt | ast.GtE
FILES = sorted((ROOT / "tests").rglob("test_*.py"))


def measured(node, names):
    """Return whether an expression holds a measured time, or a name that was given to one."""
    if isinstance(node, ast.Attribute) and node.attr in COUNTED:
        return False
    word = getattr(node, "attr", getattr(node, "id", None))
    if word in CLOCKS | MEASURED | SECONDS or (isinstance(node, ast.Name) and word in names):
        return True
    return any(measured(child, names) for child in ast.iter_child_nodes(node))


def names_in(node):
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def given(node):
    """Yield (target, value) for whatever a statement gives a name to, or puts into a list."""
    if isinstance(node, ast.Assign):
        [target, *_], value = node.targets, node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            yield from zip(target.elts, value.elts, strict=True)
        else:
            yield target, value
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "append":
        yield node.func.value, node.args[0]


def names_of_times(tree):
    """Return all names in a function or a notebook that are given to a measured time."""
    names, before = set(), None
    while names != before:  # a name may be given a time further down in a loop
        before = set(names)
        for node in ast.walk(tree):
            for target, value in given(node):
                names |= names_in(target) if measured(value, names) else set()
    return names


def timed_assertions(tree, names=frozenset()):
    """Return what is compared in those assertions that hang on a clock."""
    names, found = names | names_of_times(tree), []
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and measured(node.iter, names):
            body = ast.Module(node.body, [])
            if not names_in(node.target) <= names:  # they are times in this loop, not beyond it
                found += timed_assertions(body, names | names_in(node.target))
        if isinstance(node, ast.Assert):
            found += [
                ast.unparse(compared)
                for compared in ast.walk(node.test)
                if isinstance(compared, ast.Compare)
                and any(isinstance(op, ORDERS) for op in compared.ops)
                and measured(compared, names)
            ]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_test_asserts_a_time(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        assert timed_assertions(node) == []


@every_notebook
def test_no_notebook_asserts_a_time(path):
    assert timed_assertions(ast.parse("\n".join(cell.source for cell in code(path)))) == []


@pytest.mark.parametrize(
    "source",
    [
        "assert time.perf_counter() - start < 2",
        "new, reused = in_turn(works)\nassert new > reused",
        "assert rung.factor > 1.3",
        "assert start.seconds / end.seconds > 500",
        "text, seconds = answer(page)\nassert seconds < 8",
        "for f in work:\n    start = time.monotonic()\n    took.append(time.monotonic() - start)\n"
        "assert min(took) < 0.15",
        "for t in in_turn(works):\n    assert t < 1",
        "parts = race_stages(heats)\ntotal = {n: sum(s.values()) for n, s in parts.items()}\n"
        "assert total['Keras'] > 2 * total['NumPy']",
    ],
)
def test_a_timed_assertion_is_found(source):
    assert len(timed_assertions(ast.parse(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "rung = ladder.climb('x')\nassert below.epochs > 20 * rung.epochs",
        "assert function_calls(a) > 10 * function_calls(b)",
        "assert start.seconds == 4",
        "for name, t in in_turn(works):\n    print(t)\nassert steps[name] < 7",
        "said, began = [], time.monotonic()\nassert len(said) > 0",
        "began = time.monotonic()\nif time.monotonic() - began > 120:\n    raise TimeoutError",
    ],
)
def test_what_is_counted_or_given_may_be_asserted(source):
    assert timed_assertions(ast.parse(source)) == []
