"""Causes that any exercise may have: each kind in every exercise where it can occur."""

import ast
import inspect
import math
import re

import numpy as np
import pytest

import nnlib as mine
from classroom.practice.catalogue import EXERCISES
from classroom.practice.causes import CHANCE, PREPARED, Written, _said_of_two
from classroom.practice.changes import NUMBERS
from classroom.practice.checking import examine
from classroom.practice.variants import AS_IF, Variant, source, variants

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::SyntaxWarning")

SOURCES = {name: inspect.getsource(exercise.solution) for name, exercise in EXERCISES.items()}
GLOBAL = "comes from another cell"


def having(pattern):
    """Return a parametrization over the exercises whose solutions contain a pattern."""
    names = [name for name, text in SOURCES.items() if re.search(pattern, text)]
    assert names, pattern
    return pytest.mark.parametrize("name", names)


def edited(name, *pairs, **more):
    """Return a solution with patterns replaced, in a namespace of its own, as in a notebook."""
    head, body = SOURCES[name].split(":\n", 1)
    for pattern, new in pairs:
        body, times = re.subn(pattern, new, body)
        assert times, f"{pattern} is not in {name}"
    return compiled(name, f"{head}:\n{body}", **more)


def compiled(name, text, **more):
    names = {**EXERCISES[name].solution.__globals__, "np": np, "math": math, "mine": mine, **more}
    exec(compile(text, "<cell>", "exec"), names)
    return names[f"my_{name}"]


def refused(name, function):
    """Return the text of the feedback to a wrong function."""
    feedback = examine(name, function)
    assert feedback.outcome == "not yet", feedback.text
    assert len(feedback.lines) <= 3
    return feedback.text


@having(r" @ ")
def test_star_for_at(name):
    # In a single place it may come to the same: (n, 1) times (1, m) is the same table.
    text = refused(name, edited(name, (" @ ", " * ")))
    assert re.search(r"\* .*entry by entry|@|\.item\(\)", text), text


@having(r"[^*]\* [^0]*[dA]A|Y \* np")
def test_at_for_star_where_arrays_meet(name):
    text = refused(name, edited(name, (r"(?<=\w) \* (?=[(A-Zn])", " @ ")))
    assert re.search(r"@|matrix|yes or no", text), text


@having(r'f"\w+\{')
def test_a_forgotten_f(name):
    text = refused(name, edited(name, (r'f"', '"')))
    assert "f before the quotes" in text or "no key" in text, text


@having(r'f"W\{l\}"')
def test_text_plus_a_number(name):
    text = refused(name, edited(name, (r'f"W\{l\}"', '"W" + l')))
    assert "Text and a number cannot be joined" in text, text


@having(r", start=1")
def test_counted_from_0(name):
    text = refused(name, edited(name, (", start=1", "")))
    assert re.search("counted from 1|start=1", text), text


@having(r"range\(1, .*\)")
def test_a_loop_that_leaves_out_the_first_or_the_last(name):
    early = edited(name, (r"range\(1, (.*)\):", r"range(1, \1 - 1):"))
    late = edited(name, (r"range\(1, ", "range(2, "))
    for function in (early, late):
        text = refused(name, function)
        assert re.search(r"left out|missing|round too|last|first|range", text), text


@pytest.mark.parametrize("name", [n for n, e in EXERCISES.items() if len(e.returns) > 1])
def test_parts_in_another_order(name):
    solution = EXERCISES[name].solution
    arguments = ", ".join(inspect.signature(solution).parameters)
    for turn in (1, -1):  # turned on by one; from the last to the first

        def again(*parts, turn=turn):
            return parts[::-1] if turn < 0 else (*parts[1:], parts[0])

        made = eval(
            f"lambda {str(inspect.signature(solution))[1:-1]}: again(*solution({arguments}))",
            {"solution": solution, "again": again},
        )
        text = refused(name, made)
        assert re.search("order|changed places|exchanged", text), text


@having(r"RandomState\(seed\)")
def test_chance_without_the_seed(name):
    assert "seed" in refused(name, edited(name, (r"RandomState\(seed\)", "RandomState()")))


@having(r"rng\.randn")
def test_other_draws(name):
    anew = edited(name, (r"rng\.randn", "np.random.RandomState(seed).randn"))
    if name != "he_weights":  # there it is one draw: the same
        assert re.search("generator", refused(name, anew))
    for other in (r"rng.rand(\1)", r"rng.uniform(-1, 1, (\1))", r"rng.uniform(0, 0.1, (\1))"):
        drawn = edited(name, (r"rng\.randn\(((?:[^()]|\[[^]]*\])*)\)", other))
        assert re.search("normal|evenly", refused(name, drawn))


@having(r"np\.(exp|log)\(")
def test_pythons_math_on_arrays(name):
    text = refused(name, edited(name, (r"np\.(exp|log)\(", r"math.\1(")))
    assert re.search(r"np\.(exp|log) (works|takes)|every entry|entry by entry", text), text


def test_pythons_math_by_its_bare_name():
    exp = math.exp
    made = compiled("sigmoid", "def my_sigmoid(Z):\n    return 1 / (1 + exp(-Z))", exp=exp)
    assert "exp from Python's math takes a single number. np.exp works" in refused("sigmoid", made)


@pytest.mark.parametrize("name", ["relu", "relu_backward"])
def test_vectorize_that_cuts(name):
    arguments = {"relu": "Z", "relu_backward": "dA, Z"}[name]
    inner = {"relu": "0 if z < 0 else z", "relu_backward": "0 if z < 0 else d"}[name]
    each = {"relu": "z", "relu_backward": "d, z"}[name]
    text = f"def my_{name}({arguments}):\n    f = np.vectorize(lambda {each}: {inner})\n"
    text = refused(name, compiled(name, f"{text}    return f({arguments})"))
    # Where the very first entry is positive the answers are right: only the others are cut.
    assert "np.vectorize" in text or name == "relu_backward", text


def test_whole_numbers_without_vectorize():
    def my_relu(Z):
        return np.maximum(Z, 0).astype(int)

    text = refused("relu", my_relu)
    assert "fractions are cut off" in text and "vectorize" not in text


def global_cases():
    """Yield (exercise, argument) where the argument's place can be taken by a global."""
    for name, exercise in EXERCISES.items():
        first = exercise.cases()[0]
        for argument, value in zip(source(exercise.solution).arguments, first.args, strict=False):
            plain = isinstance(value, (np.ndarray, dict, list)) and len(value)
            body = SOURCES[name].split(":\n", 1)[1]
            if plain and re.search(rf"(?<![\w.]){argument}\b", body):
                yield name, argument


@pytest.mark.parametrize(("name", "argument"), list(global_cases()))
def test_a_variable_of_another_cell(name, argument):
    exercise = EXERCISES[name]
    place = source(exercise.solution).arguments.index(argument)
    value = exercise.cases()[0].args[place]
    made = edited(name, (rf"(?<![\w.\"]){argument}\b(?!\s*=[^=])", "given"), given=value)
    feedback = examine(name, made)
    assert feedback.outcome == "not yet"
    known = [m.message for m in exercise.misconceptions if m.message in feedback.lines]
    said = f"given is not an argument, and nothing in the function makes it. It {GLOBAL}"
    assert known or said in feedback.text or AS_IF in feedback.text, feedback.text


@pytest.mark.parametrize("value", [1e-15, 3])
def test_a_constant_or_a_function_of_another_cell_is_no_accident(value):
    body = "def my_sigmoid(Z):\n    return LEAST + 3 / (1.5 + my_exp(-Z)) ** 1.25"
    made = compiled("sigmoid", body, LEAST=value, my_exp=np.exp)
    assert GLOBAL not in refused("sigmoid", made)


def test_something_of_the_first_call_is_still_there():
    kept = []

    def my_one_unit(x1, x2, w1, w2, b):
        kept.append(w1 * x1 + w2 * x2 + b)
        return sum(kept) + 0.123 * len(kept)

    assert "Something from the first call is still there" in refused("one_unit", my_one_unit)


def test_chance_where_nothing_is_left_to_it():
    def my_standardize(X_train, X_test):
        order = np.random.RandomState(0).permutation(X_train.shape[1])
        some = X_train[:, order[: 1 + len(order) // 2]]
        mean, spread = some.mean(axis=1, keepdims=True), some.std(axis=1, keepdims=True) + 1
        return (X_train - mean) / spread, (X_test - mean) / spread

    assert "There is chance in it (permutation)" in refused("standardize", my_standardize)
    assert "permutation" in CHANCE


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("single_layer_forward_propagation", [("==", "is")]),
        ("single_layer_forward_propagation", [('activation == "relu"', '"relu" is activation')]),
    ],
)
def test_text_compared_with_is(name, pairs):
    text = refused(name, edited(name, *pairs))
    assert re.search("==", text), text


def test_an_error_that_is_no_ones_kind_keeps_its_own_words():
    body = "def my_relu_unit(x, w, b):\n    return x[9.5]"
    text = refused("relu_unit", compiled("relu_unit", body))
    assert AS_IF not in text and "whole number" in text


def test_where_nothing_is_certain_nothing_is_said():
    def my_sigmoid(Z):
        return 0.37 * np.sin(Z) + 0.211 * Z

    text = refused("sigmoid", my_sigmoid)
    assert AS_IF not in text and GLOBAL not in text
    assert len(text.splitlines()) == 2 and "The argument was Z" in text


@pytest.mark.parametrize("name", EXERCISES)
def test_what_variants_say(name):
    solution = EXERCISES[name].solution
    found = [*variants(solution), *variants(solution, later=True)]
    assert len(found) >= 7
    for made in found:
        for sentence in filter(None, (made.sentence, made.plain)):
            assert sentence.startswith(AS_IF) and sentence.endswith((".", "?")), sentence
            assert len(sentence) <= 200, sentence
            assert sentence.count("\n") == 0 and "  " not in sentence
        assert made.text != source(solution).code.decode()
        if made.function is not None:
            ast.parse(made.text)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_variant_gets_its_own_sentence_or_one_that_is_as_true(name):
    """Every sixth variant of a solution is tried as if a learner had written it."""
    exercise = EXERCISES[name]
    told = 0
    for made in variants(exercise.solution)[::6]:
        if made.function is None:
            continue
        feedback = examine(name, made.function)
        assert feedback.outcome in ("correct", "not yet", "not attempted")
        if feedback.outcome == "not yet":
            assert len(feedback.lines) <= 3
            assert all(len(line) <= 600 for line in feedback.lines)
            told += AS_IF in feedback.text
    assert told or len(exercise.misconceptions) > 4


def pair_of(*sentences):
    """Return what is said of two variants with these sentences."""
    made = (Variant(None, ((i, i, b"x"),), text) for i, text in enumerate(sentences))
    return _said_of_two(*made, frozenset())


def test_two_slips_are_told_in_one_sentence_and_the_same_one_in_two_places():
    missing = f"{AS_IF} np.sum were missing."
    cut = f"{AS_IF} X[:, a : b] stood where Y belongs: look again."
    looped = f"{AS_IF} only the first round counted: does return stand inside it?"
    assert pair_of(missing, missing) == f"{AS_IF} np.sum were missing, in two places."
    assert pair_of(cut, missing) == (
        f"There are two slips at once. {AS_IF} X[:, a : b] stood where Y belongs and if, at the "
        "same time, np.sum were missing."
    )
    assert pair_of(missing, looped).endswith("same time, only the first round counted.")


def test_no_change_of_a_result_is_listed_twice():
    words = [change.words for change in NUMBERS]
    assert len(set(words)) == len(words)
    ways = [way for way, _ in PREPARED]
    assert len(set(ways)) == len(ways)


def test_what_answers_to_every_name_is_not_asked():
    class Anything:
        def __getattr__(self, name):
            raise AssertionError(name)

        def __call__(self, Z):
            return Z

    assert Written(Anything()).codes == []
