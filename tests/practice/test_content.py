"""Every exercise: its solution, its stub, each known wrong version, and many unknown ones."""

import ast
import copy
import inspect
import textwrap
from collections import ChainMap, OrderedDict, UserDict, defaultdict, namedtuple
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import pytest

import nnlib
from classroom.practice import catalogue
from classroom.practice.catalogue import EXERCISES, LESSONS, PREDICTIONS, QUESTIONS, practice_of
from classroom.practice.checking import _misled, examine, source
from classroom.practice.random_cases import names_in, read_from_a_file
from tests.mutants import mutants

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

MODULES = [practice_of(lesson) for lesson in LESSONS]
every_exercise = pytest.mark.parametrize("name", EXERCISES)

# The functions of the article, each an exercise with at least five known misconceptions.
ARTICLE = [name for name in nnlib.__all__ if name.islower() and name != "predict"]

# Mutants that compute the same as the solution, and why: {exercise: {the line changed: why}}.
EQUIVALENT = {
    "relu": {"return np.maximum(0, Z)": "the larger of two does not depend on their order"},
    "relu_unit": {"return max(z, 0)": "the larger of two does not depend on their order"},
    "convert_prob_into_class": {
        "return np.where(probs > 0.5, 1, 0) ** 2": "0 and 1 are their own squares",
        "return np.where(1, probs > 0.5, 0)": "always the comparison, which 0 makes a number",
    },
    "guarded_cost": {
        "P = np.clip(1e-15, Y_hat, 1 - 1e-15)": "min(max(a, b), c) is that of (b, a), c too",
        "P = np.clip(Y_hat, 2e-15, 1 - 1e-15)": "any tiny distance from 0 will do",
        "P = np.clip(Y_hat, 1e-15, 1 - 2e-15)": "any tiny distance from 1 will do",
    },
    "full_backward_propagation": {
        "dA = params_values[f'W{L}'].T * dZ": "(n, 1) times (1, m) is the same with * as with @",
        "grads_values[f'db{L}'] = dZ.sum(keepdims=True) / m": "the last dZ has one row only",
    },
    "largest_difference": {
        "differences = [np.abs(theirs[key] - ours[key]).max() for key in ours]": (
            "a distance is the same from either side"
        ),
    },
    "two_layer_step": {
        "dZ1 = mine.relu_backward(W2.T * dZ2, Z1)": "(n, 1) times (1, m): * does the same as @",
        "b2 = b2 - learning_rate * dZ2.mean(keepdims=True)": "dZ2 has one row only",
        "b2 = b2 - learning_rate * dZ2.mean(axis=1)": "one number, and b2 keeps its shape (1, 1)",
        "b2 = b2 - learning_rate * dZ2.mean(axis=1, keepdims=False)": "the same",
    },
    "adam_step": {
        "return (w - rate * v / (np.sqrt(s) - 1e-07), v, s)": "a tiny number, on either side of 0",
        "return (w - rate * v / (np.sqrt(s) + 2e-07), v, s)": "any tiny number will do",
    },
    "growth": {
        "return np.transpose(100 * (levels[back:] / levels[:-back] - 1))": (
            "a flat array is its own transpose"
        ),
    },
    "recession_ahead": {
        "return np.transpose(np.array(labels))": "a flat array is its own transpose",
        "return np.array(labels) ** 2": "0 and 1 are their own squares",
    },
    "precision_recall": {
        "return (right / np.sum(alarm), right / np.sum(Y.T))": "a sum over all entries",
    },
}


def body(text):
    """Return the source of a function without its first line and indentation."""
    return textwrap.dedent("\n".join(text.strip().splitlines()[1:])).strip()


def changed_line(solution, mutant):
    """Return the line of a mutant's source that is not the solution's."""
    before = [line.strip() for line in ast.unparse(ast.parse(source(solution))).splitlines()]
    after = [line.strip() for line in mutant.splitlines()]
    new = [line for line in after if line not in before]
    return new[0] if new else "without " + next(line for line in before if line not in after)


def test_names_are_given_once_only():
    for kind in ("EXERCISES", "QUESTIONS", "PREDICTIONS"):
        names = [item.name for module in MODULES for item in getattr(module, kind)]
        assert len(names) == len(set(names))


def test_every_function_of_the_article_is_an_exercise():
    assert set(ARTICLE) <= set(EXERCISES)
    for name in ARTICLE:
        assert len(EXERCISES[name].misconceptions) >= 5, name


@every_exercise
def test_the_solution_is_correct(name):
    exercise = EXERCISES[name]
    assert exercise.solution.__name__ == f"my_{name}"
    feedback = examine(name, exercise.solution)
    assert feedback.outcome == "correct", feedback.text
    assert exercise.praise in feedback.lines


@every_exercise
def test_the_untouched_cell_is_not_attempted(name):
    exercise = EXERCISES[name]
    arguments = ", ".join(inspect.signature(exercise.solution).parameters)
    stub = exercise.stub or eval(f"lambda {arguments}: None")
    assert examine(name, stub).outcome == "not attempted"


@every_exercise
def test_each_misconception_gets_its_own_message_and_no_others(name):
    messages = [m.message for m in EXERCISES[name].misconceptions]
    assert len(set(messages)) == len(messages) >= 2
    for misconception in EXERCISES[name].misconceptions:
        feedback = examine(name, misconception.function)
        assert feedback.outcome == "not yet"
        assert [m for m in messages if m in feedback.lines] == [misconception.message]


@every_exercise
def test_no_misconception_calls_itself_where_it_names_the_solution(name):
    exercise = EXERCISES[name]
    for which, misconception in enumerate(exercise.misconceptions):
        for i in range(len(exercise.cases())):
            error = _misled(name, which, i).error
            assert error is None or not error.is_a(RecursionError), misconception.message


@pytest.mark.slow("mutants")
@every_exercise
def test_other_wrong_versions_are_not_yet(name):
    exercise = EXERCISES[name]
    same, tried = set(), 0
    # Of a number or a dict, sum and transpose are the thing itself.
    results = [exercise.solution(*copy.deepcopy(case.args)) for case in exercise.cases()]
    arrays = any(isinstance(result, np.ndarray) for result in results)
    for words, mutant in mutants(exercise.solution):
        if not arrays and words.startswith(("result turned", "result summed")):
            continue
        changed = changed_line(exercise.solution, words.split(": ", 1)[1])
        feedback = examine(name, mutant)
        assert feedback.outcome != "not attempted", words
        assert 1 <= len(feedback.lines) <= 3
        listed = any(m.message in feedback.lines for m in exercise.misconceptions)
        if feedback.outcome == "correct":
            same.add(changed)
        elif not listed:
            tried += 1
    assert same == set(EQUIVALENT.get(name, {}))
    assert tried >= 10, f"only {tried} unlisted mutants"


def test_the_list_of_equivalent_mutants_is_justified():
    assert set(EQUIVALENT) <= set(EXERCISES)
    assert all(why for mutants_of in EQUIVALENT.values() for why in mutants_of.values())


@pytest.mark.slow("long")
@every_exercise
def test_every_answer_is_short(name):
    exercise = EXERCISES[name]
    for misconception in exercise.misconceptions:
        feedback = examine(name, misconception.function)
        assert 2 <= len(feedback.lines) <= 3
        assert len(feedback.text) <= 520, feedback.text
    assert len(exercise.praise) <= 130


@every_exercise
def test_cases_are_always_the_same_and_of_several_sizes(name):
    first, second = EXERCISES[name].cases(), EXERCISES[name].cases()
    assert 3 <= len(first) == len(second)
    for one, other in zip(first, second, strict=True):
        assert one.words == other.words
        np.testing.assert_equal(one.args, other.args)
    assert len({case.words for case in first}) == len(first)


@pytest.mark.slow("long")
@every_exercise
def test_no_case_is_spoilt_by_the_checks(name):
    before = EXERCISES[name].cases()
    for misconception in EXERCISES[name].misconceptions:
        examine(name, misconception.function)
    from classroom.practice.checking import _cases

    for one, other in zip(before, _cases(name), strict=True):
        np.testing.assert_equal(one.args, other.args)


@every_exercise
def test_hints_lead_up_to_the_solution_and_do_not_give_it_away(name):
    exercise = EXERCISES[name]
    assert 2 <= len(exercise.hints) <= 3
    lines = [line.strip() for line in body(source(exercise.solution)).splitlines()]
    longest = max(lines, key=len)
    assert not any(longest in hint for hint in exercise.hints)


@every_exercise
def test_the_solution_reads_as_a_learner_would_write_it(name):
    text = source(EXERCISES[name].solution)
    assert text.startswith(f"def my_{name}(")
    assert ast.get_docstring(ast.parse(text).body[0]) is None
    assert len(text.splitlines()) <= 20
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("name", ARTICLE)
def test_the_arguments_are_nnlibs(name):
    mine = list(inspect.signature(EXERCISES[name].solution).parameters)
    assert mine == list(inspect.signature(getattr(nnlib, name)).parameters)[: len(mine)]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question(name):
    question = QUESTIONS[name]
    assert 2 <= len(question.choices) <= 5
    assert len(set(question.choices)) == len(question.choices)
    assert 1 <= question.answer <= len(question.choices)
    assert question.text.rstrip().endswith(("?", "…", ":", ".")) and question.because
    others = set(range(1, len(question.choices) + 1)) - {question.answer}
    assert set(question.why_not) == others
    assert all(words.endswith((".", "?")) for words in question.why_not.values())


def test_the_right_answer_is_not_always_in_the_same_place():
    for module in MODULES[1:]:
        assert len({question.answer for question in module.QUESTIONS}) > 1


@pytest.mark.parametrize("number", range(1, len(MODULES)))
def test_questions_come_from_the_last_notebook_and_from_further_back(number):
    asked = {int(question.notebook) for question in MODULES[number].QUESTIONS}
    assert max(asked) == number - 1
    assert number == 1 or min(asked) < number - 1


@pytest.mark.parametrize("name", PREDICTIONS)
def test_a_prediction(name):
    prediction = PREDICTIONS[name]
    assert prediction.text and prediction.because
    assert bool(prediction.choices) == (prediction.judge is not None)
    assert len(set(prediction.choices)) == len(prediction.choices) != 1


def test_three_predictions_or_more_in_every_notebook():
    assert all(len(module.PREDICTIONS) >= 3 for module in MODULES)


def test_the_content_imports_no_widgets():
    for module in (*MODULES, catalogue):
        assert "ipywidgets" not in inspect.getsource(module)


def in_each_part(change):
    """Return a function that changes every number and array of a result, however deep inside."""

    def whole(value):
        if isinstance(value, dict):
            return {key: whole(part) for key, part in value.items()}
        if isinstance(value, (tuple, list)):
            return type(value)(map(whole, value))
        return change(value)

    return whole


def if_fractions(change):
    return lambda value: change(value) if np.asarray(value).dtype == float else value


def if_array(change):
    return lambda value: change(value) if isinstance(value, np.ndarray) else value


def in_dicts(change):
    """Return a function that changes a dict, alone or among several results."""

    def whole(value):
        if isinstance(value, tuple):
            return tuple(map(whole, value))
        return change(value) if isinstance(value, dict) else value

    return whole


# Other forms of the same answer.
FORMS = {
    "float32": in_each_part(if_fractions(np.float32)),
    "float32 on the way": in_each_part(if_fractions(lambda x: np.float64(np.float32(x)))),
    "long floats": in_each_part(if_fractions(np.longdouble)),
    "other last digits": in_each_part(if_fractions(lambda x: x * (1 + 1e-13))),
    "NumPy's numbers": in_each_part(lambda x: np.float64(x) if type(x) in (int, float) else x),
    "arrays without axes": in_each_part(lambda x: np.array(x) if np.ndim(x) == 0 else x),
    "Python's numbers": in_each_part(lambda x: x.item() if isinstance(x, np.number) else x),
    "fractions": in_each_part(lambda x: Fraction(x) if type(x) in (int, float) else x),
    "whole numbers": in_each_part(if_array(lambda x: x.astype(int) if (x == x // 1).all() else x)),
    "another order in memory": in_each_part(if_array(np.asfortranarray)),
    "a window on other memory": in_each_part(if_array(lambda x: np.stack([x, x])[0])),
    "an array that cannot be written": in_each_part(
        if_array(lambda x: np.broadcast_to(x, x.shape))
    ),
    "a class of its own": in_each_part(if_array(lambda x: x.view(np.recarray))),
    "a list": lambda value: list(value) if isinstance(value, tuple) else value,
    "a tuple": lambda value: tuple(value) if isinstance(value, list) else value,
    "a named tuple": lambda value: (
        namedtuple("Result", [f"part{i}" for i in range(len(value))])(*value)
        if isinstance(value, tuple)
        else value
    ),
    "OrderedDict": in_dicts(OrderedDict),
    "defaultdict": in_dicts(lambda value: defaultdict(list, value)),
    "UserDict": in_dicts(UserDict),
    "ChainMap": in_dicts(ChainMap),
    "a view of a dict": in_dicts(MappingProxyType),
    "the other order": in_dicts(lambda value: dict(reversed(value.items()))),
    "keys of NumPy's": in_dicts(lambda value: {np.str_(key): value[key] for key in value}),
}


@every_exercise
def test_the_right_answer_is_right_in_every_form(name):
    solution = EXERCISES[name].solution
    for form, change in FORMS.items():

        def in_that_form(*args, change=change):
            return change(solution(*args))

        feedback = examine(name, in_that_form)
        assert feedback.outcome == "correct", (form, feedback.text)


@every_exercise
def test_the_right_answer_may_be_computed_in_float32(name):
    solution = EXERCISES[name].solution

    def in_float32(*args):
        return solution(*in_each_part(if_array(if_fractions(np.float32)))(args))

    # 1 - 1e-15, the solution's guard, is 1 in float32: whoever computes in it needs another one.
    expected = "not yet" if name == "guarded_cost" else "correct"
    assert examine(name, in_float32).outcome == expected


class Rewritten(ast.NodeTransformer):
    """Writes a calculation in another way, wherever it occurs."""

    def __init__(self, kind, this, that):
        self.kind, self.this, self.that, self.done = kind, this, that, 0

    def visit(self, node):
        node = self.generic_visit(node)
        if isinstance(node, self.kind) and self.this(node):
            self.done += 1
            parts = {
                part: ast.unparse(value)
                for part, value in vars(node).items()
                if isinstance(value, ast.AST)
            }
            if isinstance(node, ast.Call):
                parts |= {f"arg{i}": ast.unparse(arg) for i, arg in enumerate(node.args)}
            return ast.parse(self.that.format(**parts), mode="eval").body
        return node


def operation(operator):
    return lambda node: isinstance(node.op, operator)


def call_of(*names):
    return lambda node: (
        ast.unparse(node.func) in names and len(node.args) == 1 and not node.keywords
    )


# Other ways to write the same calculation: {words: (kind of node, which of them, how else)}.
WAYS = {
    "np.dot": (ast.BinOp, operation(ast.MatMult), "np.dot({left}, {right})"),
    "np.matmul": (ast.BinOp, operation(ast.MatMult), "np.matmul({left}, {right})"),
    "turned twice": (ast.BinOp, operation(ast.MatMult), "(({right}).T @ ({left}).T).T"),
    "np.einsum": (ast.BinOp, operation(ast.MatMult), "np.einsum('ij,jk->ik', {left}, {right})"),
    "one product after the other": (
        ast.BinOp,
        operation(ast.MatMult),
        "sum(np.outer(({left})[:, k], ({right})[k]) for k in reversed(range(len({right}))))",
    ),
    "the reciprocal": (ast.BinOp, operation(ast.Div), "(({left}) * (1 / ({right})))"),
    "np.divide": (ast.BinOp, operation(ast.Div), "np.true_divide({left}, {right})"),
    "np.multiply": (ast.BinOp, operation(ast.Mult), "np.multiply({left}, {right})"),
    "the other order": (ast.BinOp, operation(ast.Mult), "(({right}) * ({left}))"),
    "minus, and turned": (ast.BinOp, operation(ast.Sub), "(-(({right}) - ({left})))"),
    "plus the negative": (ast.BinOp, operation(ast.Sub), "(({left}) + -1 * ({right}))"),
    "np.power": (ast.BinOp, operation(ast.Pow), "np.power({left}, float({right}))"),
    "sum over number": (ast.Call, call_of("np.mean"), "(np.sum({arg0}) / np.size({arg0}))"),
    "np.average": (ast.Call, call_of("np.mean"), "np.average({arg0})"),
    "a root as a power": (ast.Call, call_of("np.sqrt"), "({arg0}) ** 0.5"),
    "from the end": (ast.Call, call_of("np.sum"), "np.sum(np.ravel({arg0})[::-1])"),
    "math.fsum": (ast.Call, call_of("np.sum"), "__import__('math').fsum(np.ravel({arg0}))"),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_right_answer_may_be_computed_in_other_ways(way):
    tried = 0
    for name, exercise in EXERCISES.items():
        rewriting = Rewritten(*WAYS[way])
        tree = rewriting.visit(ast.parse(textwrap.dedent(inspect.getsource(exercise.solution))))
        if not rewriting.done:
            continue
        tried += 1
        space = dict(exercise.solution.__globals__)
        exec(compile(ast.fix_missing_locations(tree), f"<{way}>", "exec"), space)
        feedback = examine(name, space[exercise.solution.__name__])
        assert feedback.outcome == "correct", (name, ast.unparse(tree), feedback.text)
    assert tried


def test_whoever_takes_a_name_is_tried_with_names_read_from_a_file():
    tried = 0
    for name, exercise in EXERCISES.items():
        cases = [case for case in exercise.cases() if case.accept is None]
        names = set().union(*(names_in(case.args) for case in cases))
        if not any(depends_on_names(exercise.solution, case.args) for case in cases):
            continue
        tried += 1
        late = {text for case in cases for text in texts_in(case.args) if read_from_a_file(text)}
        assert names & {"relu", "sigmoid"} <= late, name
    assert tried >= 6


def texts_in(thing):
    """Return the texts among arguments one by one, each its own."""
    if isinstance(thing, str):
        return [thing]
    parts = thing.values() if isinstance(thing, dict) else thing
    if not isinstance(thing, (dict, list, tuple)):
        return []
    return [text for part in parts for text in texts_in(part)]


def depends_on_names(solution, args):
    """Return whether a solution answers otherwise where every name is another one."""
    other = in_each_part(lambda x: {"relu": "sigmoid", "sigmoid": "relu"}.get(x, x))
    swapped = in_each_part(lambda x: other(x) if isinstance(x, str) else x)(args)
    try:
        np.testing.assert_equal(solution(*copy.deepcopy(args)), solution(*swapped))
    except (AssertionError, ValueError):  # another answer, or nnlib refuses the network
        return True
    return False


@pytest.mark.parametrize("guarded", [False, True])
def test_the_walk_in_two_steps_that_gives_nan_is_no_backward_pass(guarded):
    solution = EXERCISES["full_backward_propagation"].solution

    def my_full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture):
        p = np.clip(Y_hat, 1e-15, 1 - 1e-15) if guarded else Y_hat
        dZ = ((1 - Y) / (1 - p) - Y / p) * Y_hat * (1 - Y_hat)
        return solution(Y + dZ, Y, memory, params_values, nn_architecture)

    feedback = examine("full_backward_propagation", my_full_backward_propagation)
    assert feedback.outcome == "not yet"
    assert "exactly 0 and 1" in feedback.lines[0]
    assert guarded or "divided by 0" in feedback.text


TAKES_PARTS = [
    lambda one, other: one in other,
    lambda one, other: other in one,
    lambda one, other: one.startswith(other),
    lambda one, other: other.startswith(one),
    lambda one, other: one.endswith(other),
    lambda one, other: other.endswith(one),
    lambda one, other: one[0] == other[0],
    lambda one, other: one[:2] == other[:2],
    lambda one, other: one[-1] == other[-1],
    lambda one, other: len(one) == len(other),
    lambda one, other: one.lower() == other.lower(),
    lambda one, other: one.strip("_leaky6") == other.strip("_leaky6"),
    lambda one, other: one <= other,
    lambda one, other: set(one) == set(other),
    lambda one, other: one is other,
    lambda one, other: id(one) == id(other),
]


@pytest.mark.parametrize("alike", TAKES_PARTS)
def test_names_are_equal_as_a_whole_or_not_at_all(alike):
    def my_units_with(activation, nn_architecture):
        return sum(
            layer["output_dim"]
            for layer in nn_architecture
            if alike(layer["activation"], activation)
        )

    assert examine("units_with", my_units_with).outcome == "not yet"


def with_the_tiny_number(tiny, inside=False, corrected=True, rate=1.0):
    """Return Adam as the textbooks have it, with the moments corrected."""

    def my_adam_step(w, dw, v, s, t, learning_rate):
        v, s = 0.9 * v + 0.1 * dw, 0.999 * s + 0.001 * dw**2
        v_hat, s_hat = v / (1 - 0.9**t), s / (1 - 0.999**t)
        below = np.sqrt(s_hat + tiny) if inside else np.sqrt(s_hat) + tiny
        return w - rate * learning_rate * v_hat / below, v, s

    return my_adam_step


@pytest.mark.parametrize("tiny", [1e-6, 1e-7, 1e-8, 1e-10, 1e-12])
def test_adam_of_the_textbooks(tiny):
    assert examine("adam_step", with_the_tiny_number(tiny)).outcome == "correct"
    for wrong in ({"inside": True}, {"rate": 1.01}, {"rate": 0.99}):
        assert examine("adam_step", with_the_tiny_number(1e-7, **wrong)).outcome == "not yet"
