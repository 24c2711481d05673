"""The checker: what it says to every kind of answer, and that nothing gets past it."""

import functools
import linecache
import subprocess
import sys
import threading
import time
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import nnlib
from classroom import datasets
from classroom.lessons.activations.practice import my_relu
from classroom.practice import check, checking, feedback, hint, plain, running, solution
from classroom.practice.catalogue import EXERCISES
from classroom.practice.checking import examine
from classroom.practice.exercise import Case, Exercise
from classroom.practice.feedback import LOOKS, Feedback
from classroom.practice.slips import read_slips
from tests.waiting import soon, wait_for


def said(name, function):
    """Return (outcome, text)."""
    feedback = examine(name, function)
    return feedback.outcome, feedback.text


@pytest.fixture
def page(monkeypatch):
    """What is displayed, as if in a notebook: a list of dicts from MIME type to text."""
    outputs = []
    monkeypatch.setattr(feedback, "get_ipython", object)
    monkeypatch.setattr(feedback, "display", lambda data, raw: outputs.append(data))
    return outputs


@pytest.fixture
def shown(page, capsys):
    """A function that makes a call and returns what it puts on the page, as (text, html)."""

    def call(function, *args):
        assert function(*args) is None
        assert capsys.readouterr() == ("", "")
        output = page.pop()
        assert page == []
        return output["text/plain"], output["text/html"]

    return call


def test_correct_not_yet_and_not_attempted():
    assert said("relu", lambda Z: np.where(Z < 0, 0, Z))[0] == "correct"
    assert said("relu", lambda Z: Z)[0] == "not yet"
    assert said("relu", lambda Z: ...)[0] == "not attempted"
    assert said("relu", None)[0] == "not attempted"
    assert said("relu", ...)[0] == "not attempted"


def empty(Z):
    """Say what it will do, but do nothing yet."""


def refuses(Z):
    raise NotImplementedError


def dots(Z):
    return ...


@pytest.mark.parametrize("function", [empty, refuses, dots])
def test_a_function_that_does_nothing_is_not_an_attempt(function):
    assert said("relu", function)[0] == "not attempted"


def test_a_stub_that_was_not_changed_is_not_an_attempt():
    def untouched(dA, Z):
        dZ = dA
        dZ[Z <= 0] = 0
        return dZ

    def touched(dA, Z):
        dZ = dA + 0
        dZ[Z <= 0] = 0
        return dZ

    def another_constant(dA, Z):
        dZ = dA
        dZ[Z <= 0] = 1
        return dZ

    def another_name(dA, Z):
        dZ = Z
        dZ[Z <= 0] = 0
        return dZ

    assert said("relu_backward_in_place", untouched)[0] == "not attempted"
    assert said("relu_backward_in_place", touched)[0] == "correct"
    assert said("relu_backward_in_place", another_constant)[0] == "not yet"
    assert said("relu_backward_in_place", another_name)[0] == "not yet"


def test_dots_left_in_a_line_of_a_frame_are_the_reason():
    def first_gap_filled(Y_hat, Y, memory, params_values, nn_architecture):
        L = len(nn_architecture)
        grads_values = {f"dW{L}": Y_hat - Y}
        grads_values[f"db{L}"] = ...
        return grads_values

    def adds_dots(Z):
        return np.maximum(Z, 0) + ...

    outcome, text = said("full_backward_propagation", first_gap_filled)
    assert outcome == "not yet"
    assert 'the dots are still there in: grads_values[f"db{L}"] = ...' in text
    outcome, text = said("relu", adds_dots)
    assert outcome == "not yet"
    assert "the dots are still there in: return np.maximum(Z, 0) + ..." in text
    assert "TypeError" not in text


def test_a_frame_with_only_its_last_gap_left_is_an_attempt():
    def last_gap_left(A_prev, W_curr, b_curr, activation="relu"):
        return ...

    outcome, text = said("single_layer_forward_propagation", last_gap_left)
    assert outcome == "not yet" and "the dots are still there in: return ..." in text


def test_dots_that_are_an_index_are_no_gap():
    assert "dots" not in said("relu", lambda Z: Z[...] - 1)[1]
    assert said("relu", lambda Z: np.maximum(Z[...], 0))[0] == "correct"


def test_dots_left_below_a_comment_of_a_frame_are_named_after_the_reason():
    def half_done(X, Y, nn_architecture, epochs, learning_rate):
        params_values = nnlib.init_layers(nn_architecture, 2)
        for _ in range(epochs):
            # Backward pass. Then the update.
            ...
        return params_values, [], []

    def done_beside_the_dots(Z):
        # Write your code here, in place of the dots.
        ...
        return np.maximum(Z, 1)

    lines = said("train", half_done)[1]
    assert "Dots still stand below: # Backward pass. Then the update.\nWrite your code" in lines
    assert "cost_history" in lines
    assert "ots still stand" not in said("relu", done_beside_the_dots)[1]


def test_a_stub_that_calls_numpy_is_known_again_in_a_cell_of_its_own(monkeypatch):
    def root(Z):
        return np.sqrt(Z)

    cell = {}
    exec(compile("def root(Z):\n    return np.sqrt(Z)", "<cell>", "exec"), cell)
    changed = {}
    exec(compile("def root(Z):\n    return np.sqrt(Z) + 1", "<cell>", "exec"), changed)
    assert checking.untouched(root, root)
    monkeypatch.setattr(checking, "source", lambda stub: "def root(Z):\n    return np.sqrt(Z)")
    assert checking.untouched(cell["root"], root)
    assert not checking.untouched(changed["root"], root)


def test_the_courses_own_function_is_not_the_learners():
    for name, function in {"relu": nnlib.relu, "growth": datasets.growth}.items():
        outcome, text = said(name, function)
        assert outcome == "not attempted" and f"Write a function my_{name} of your own" in text


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (np.ones((2, 2)), "got an array"),
        ("my_relu", "got text"),
        (3, "got a number"),
        ([my_relu], "got a list"),
        ({}, "got a dict"),
    ],
)
def test_what_is_no_function(thing, words):
    outcome, text = said("relu", thing)
    assert outcome == "not yet"
    assert words in text and 'check("relu", my_relu)' in text


def test_a_class_and_wrong_arguments():
    class Relu:
        pass

    assert "this is a class" in said("relu", Relu)[1]
    assert "it takes (Z, more), expected (Z)" in said("relu", lambda Z, more: Z)[1]
    assert "it takes (), expected (Z)" in said("relu", lambda: 0)[1]
    assert "expected (dA, Z), in this order" in said("relu_backward", lambda Z: Z)[1]
    assert said("relu", lambda Z, slope=0: np.maximum(Z, 0))[0] == "correct"
    assert said("relu", lambda *args: np.maximum(args[0], 0))[0] == "correct"


@pytest.mark.parametrize("name", ["rellu", "RELU", "", None, 7, [], ("relu",), np.ones(3)])
def test_an_unknown_name_gets_the_choices(name, shown):
    for function, args in [(check, (name, my_relu)), (hint, (name,)), (solution, (name,))]:
        text, _ = shown(function, *args)
        assert "there is no exercise" in text and "relu" in text


def typing_slip(Z):
    return np.maximum(Z, nothing)  # noqa: F821


def too_early(Z):
    A = A + Z  # noqa: F821
    return A


def zero_division(Z):
    return 1 // 0


def no_key(Z):
    return {"W1": Z}["W0"]


def beyond(Z):
    return Z[:, 1000]


def no_attribute(Z):
    return Z.relu()


def wrong_kind(Z):
    return len + Z


def shapes(Z):
    return np.ones((9, 8)) @ Z


def no_np(Z):
    return maximum(Z, 0)  # noqa: F821


def no_quotes(Z):
    return relu == "relu"  # noqa: F821


def no_m(Z):
    return Z / m  # noqa: F821


def max_of_two(Z):
    Z = np.ones((2, 2))
    return max(0, Z)


def np_max_of_two(Z):
    Z = np.ones((2, 2))
    return np.max(0, Z)


def range_of_array(Z):
    return [0 for i in range(Z)]


def sum_of_three(Z):
    return sum(1, 2, 3)


def one_too_few(Z):
    return np.maximum(Z)


def no_enumerate(Z):
    Z = np.ones((3, 3))
    return [i for i, row in Z]


def one_name_too_many(Z):
    a, b = [1]
    return a + b


def natural(Z):
    return np.ln(Z)


def dot_for_key(Z):
    return {"W1": Z}.W1


def whole_shape(Z):
    return 1.0 / Z.shape


def two_in_one(Z):
    pair = Z, Z
    return pair.shape


def no_star(Z):
    two = 2
    return two(Z)


def appended(Z):
    costs = [].append(1)
    return costs.append(2)


def list_end(Z):
    return [1, 2, 3][3]


def float_position(Z):
    return Z[0.5]


def not_fitting(Z):
    return np.ones((9, 8)) + np.ones((7, 8))


def np_dot(Z):
    return np.dot(np.ones((9, 8)), np.ones((7, 8)))


def other_shapes(Z):
    return Z.reshape(7, 77)


def asks_an_array(Z):
    Z = np.array([[1, 2]])
    return Z if Z > 0 else 0


def adds_nothing(Z):
    return None + Z[0, 0]


def endless_descent(Z):
    return endless_descent(Z)


def leaves(Z):
    sys.exit("bye")


def cries_stop(Z):
    raise KeyboardInterrupt


def asserts(Z):
    assert Z is None


@pytest.mark.parametrize(
    ("function", "type_", "line", "meaning"),
    [
        (typing_slip, "NameError", "nothing", "does not know the name nothing"),
        (no_np, "NameError", "maximum", "The np. is missing: write np.maximum."),
        (no_quotes, "NameError", "relu", 'it needs quotes: "relu"'),
        (no_m, "NameError", "/ m", "m is the number of examples"),
        (max_of_two, "ValueError", "max(0, Z)", "np.maximum compares them entry by entry"),
        (np_max_of_two, "TypeError", "np.max(0, Z)", "np.maximum compares two"),
        (range_of_array, "TypeError", "range(Z)", "range(len(…))"),
        (sum_of_three, "TypeError", "sum(1, 2, 3)", "write + between them"),
        (
            one_too_few,
            "TypeError",
            "np.maximum(Z)",
            "more arguments than the function takes, or fewer",
        ),
        (no_enumerate, "ValueError", "in Z", "enumerate(…) gives its number and the thing"),
        (one_name_too_many, "ValueError", "a, b", "is not the number of names on the left"),
        (natural, "AttributeError", "np.ln", "np.log"),
        (dot_for_key, "AttributeError", ".W1", "by its key, in square brackets"),
        (whole_shape, "TypeError", "Z.shape", ".shape[1] counts the columns"),
        (two_in_one, "AttributeError", "pair.shape", "returns two values as a, b = f(…)"),
        (no_star, "TypeError", "two(Z)", "Is a * missing"),
        (appended, "AttributeError", "append", "append returns None"),
        (list_end, "IndexError", "[3]", "positions 0 to n - 1"),
        (float_position, "IndexError", "[0.5]", "has to be a whole number"),
        (not_fitting, "ValueError", "np.ones((9, 8))", "The two shapes do not fit"),
        (np_dot, "ValueError", "np.dot", "For np.dot, the left side"),
        (too_early, "UnboundLocalError", "A = A + Z", "Give A a first value in a line above"),
        (zero_division, "ZeroDivisionError", "1 // 0", "Which number can be 0"),
        (no_key, "KeyError", '["W0"]', "no such key"),
        (beyond, "IndexError", "1000", "Counting begins at 0"),
        (no_attribute, "AttributeError", "Z.relu()", "before the dot"),
        (wrong_kind, "TypeError", "len + Z", "cannot be used in this way"),
        (shapes, "ValueError", "@ Z", "For @, the left side needs"),
        (other_shapes, "ValueError", "reshape", "Print the shapes"),
        (asks_an_array, "ValueError", "if Z", "np.where decides entry by entry"),
        (adds_nothing, "TypeError", "None", "Is a return missing in a function that you call"),
        (endless_descent, "RecursionError", "endless_descent", "calls itself without end"),
        (leaves, "SystemExit", "sys.exit", ""),
        (cries_stop, "KeyboardInterrupt", "raise", ""),
        (asserts, "AssertionError", "assert", "assert"),
    ],
)
def test_an_exception_is_reported_with_its_line_and_meaning(function, type_, line, meaning):
    feedback = examine("relu", function)
    assert feedback.outcome == "not yet"
    assert len(feedback.lines) <= 3 and "Traceback" not in feedback.text
    assert f"stops with {type_} in line " in feedback.text
    assert line in feedback.lines[0]
    assert meaning in feedback.lines[-1]
    number = int(feedback.lines[0].rsplit("in line ", 1)[1].split(",")[0])
    written = Path(__file__).read_text(encoding="utf-8").splitlines()[number - 1]
    assert written.strip() in feedback.lines[0]


OTHERWISE = np.array([[1.5, -2.0]])


@pytest.mark.parametrize(
    "refused",
    [
        lambda Z: nnlib.sigmoid("Z"),
        lambda Z: nnlib.relu_backward(Z, np.ones((9, 9))),
        lambda Z: nnlib.get_cost_value(np.ones((1, 3)), np.ones((1, 4))),
        lambda Z: nnlib.init_layers([], 2),
        lambda Z: nnlib.single_layer_forward_propagation(Z, Z, Z, "no such name"),
        lambda Z: nnlib.update({}, {}, [], 0.1),
    ],
)
def test_a_refusal_of_nnlibs_own_is_shown_without_more_general_words(refused):
    lines = examine("relu", refused).lines
    assert len(lines) == 2 and lines[1].startswith("Python says: ")


@pytest.mark.parametrize(
    "fails", [lambda Z: np.ones((9, 8)) @ OTHERWISE, lambda Z: OTHERWISE + np.ones((9, 9))]
)
def test_an_exception_of_numpys_inside_nnlib_keeps_its_meaning(fails, monkeypatch):
    monkeypatch.setattr(plain, "NNLIB", str(Path(__file__).parent))  # as if this file were nnlib
    lines = examine("relu", fails).lines
    assert len(lines) == 3 and "shape" in lines[2]
    assert len(examine("relu", raises).lines) == 2


def from_a_cell(line):
    """Return a function of one line, which Python finds again as it does that of a cell."""
    source, name = f"def my_relu(Z):\n    return {line}\n", f"<cell: {line}>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    space = {"np": np}
    exec(compile(source, name, "exec"), space)
    return space["my_relu"]


# A line that stops, what is told about it, and the sentence of a line that only looks alike.
LOOK_ALIKES = [
    ("np.zeros(Z)", "np.zeros_like(…)", "range needs"),
    ("np.ones(Z + 0.5)", "np.ones_like(…)", "np.max finds"),
    ("np.empty(Z)", "np.empty_like(…)", "cannot be used in this way"),
    ("np.full(Z, 0.0)", "np.full_like(…)", "cannot be used in this way"),
    ("Z ^ 2", "**", "cannot be used in this way"),
    ("(Z + 1) ^ 2 + Z", "**", "cannot be used in this way"),
    ("1.5 ^ Z.size", "**", "cannot be used in this way"),
    ("relu(Z)", "what you are writing", "needs quotes"),
    ("Z * sigmoid(-Z)", "my_sigmoid", "needs quotes"),
    ("sigmoid (Z)", "my_sigmoid", "needs quotes"),
    ("Z if Z.size == relu else 0", "needs quotes", "my_relu"),
    ("Z if [sigmoid, 0] else 0", "needs quotes", "my_sigmoid"),
    ("0 if np.ones(2) else np.max(Z)", "np.where", "Python's max"),
    ("np.argmax(Z) if np.ones(2) else Z", "np.where", "Python's max"),
    ("0 if np.ones(2) else Z.max()", "np.where", "Python's max"),
    ("Z.reshape(0.5, np.arange(3).size)", "cannot be used in this way", "range needs"),
]


@pytest.mark.parametrize(("line", "told", "not_told"), LOOK_ALIKES)
def test_a_sentence_is_not_said_of_another_slip(line, told, not_told):
    meaning = examine("relu", from_a_cell(line)).lines[-1]
    assert told in meaning and not_told not in meaning


def share(exactly):
    """Return exercise share_right's answer, cut to a whole number in some way."""

    def my_share_right(answers, labels):
        right = np.sum(answers == labels)
        return exactly(right, len(labels))

    return my_share_right


def test_a_sign_is_spoken_of_only_where_it_stands_in_the_lines():
    told = "// throw"
    assert told in said("share_right", share(lambda right, n: right // n))[1]
    for other in (
        lambda right, n: int(right / n),
        lambda right, n: np.floor(right / n),
        lambda right, n: np.trunc(right / n),
        lambda right, n: (right / n).astype(int),
        lambda right, n: divmod(right, n)[0],
    ):
        assert told not in said("share_right", share(other))[1]


def my_cut(Z):
    return Z / 2


def test_of_two_slips_with_the_same_answers_the_one_that_is_in_the_lines_is_told(monkeypatch):
    wrong = read_slips(
        my_cut,
        """
        Z // 2
            Here // cuts.
        np.floor(Z / 2)
            np.floor cuts.
        np.trunc(Z / 2)
            np.trunc cuts.
        """,
    )
    cases = [Case("one", (1.0,)), Case("two", (7.0,))]
    exercise = Exercise("cut", lambda: cases, my_cut, ("A",), ("H.",), wrong, "Yes.")
    monkeypatch.setitem(EXERCISES, "cut", exercise)
    assert "Here // cuts." in said("cut", lambda Z: Z // 2)[1]
    assert "np.floor cuts." in said("cut", lambda Z: np.floor(Z / 2))[1]
    assert "np.trunc cuts." in said("cut", lambda Z: np.trunc(Z / 2))[1]

    def helper(Z):
        return np.trunc(Z / 2)

    assert "np.trunc cuts." in said("cut", lambda Z: helper(Z))[1]
    assert "// cuts" not in said("cut", lambda Z: (Z - Z % 2) / 2)[1]
    assert "Here // cuts." in said("cut", Halved())[1]


class Halved:
    """Has no lines that could be read."""

    def __call__(self, Z):
        return Z // 2


def test_an_exception_in_ones_own_helper_says_both_lines():
    def helper(Z):
        return Z @ np.ones((9, 9))

    def my_relu(Z):
        return helper(Z)

    first = examine("relu", my_relu).lines[0]
    assert ", return Z @ np.ones((9, 9)) (of helper, called in line " in first
    assert first.endswith(", return helper(Z)).")


@pytest.mark.parametrize("refuses", [nnlib.sigmoid, datasets.moons])
def test_an_exception_inside_the_course_is_reported_at_ones_own_line(refuses):
    def my_relu(Z):
        return refuses("Z")

    first = examine("relu", my_relu).lines[0]
    assert first.endswith(', return refuses("Z").'), first


def test_either_precision_will_do():
    assert said("relu_test", lambda Z: np.maximum(Z, 0).astype(np.float32))[0] == "correct"
    assert said("relu_test", lambda Z: np.maximum(Z, 0) * 1.0005)[0] == "not yet"


def test_numbers_that_look_alike_are_shown_with_more_digits():
    text = said("sigmoid", lambda Z: 1 / (1 + np.exp(-Z)) - 1e-5)[1]
    assert "A is [[0.49999, 0.8807871]], expected [[0.5, 0.8807971]]." in text
    assert "You are nearly there: only the last digits differ." in text


@pytest.mark.parametrize(
    "function", [lambda Z: nnlib.relu(Z), lambda Z: nnlib.activations.relu(Z) + 0]
)
def test_to_call_the_courses_own_function_is_no_solution(function):
    outcome, text = said("relu", function)
    assert outcome == "not attempted" and "the course's own relu" in text


def test_the_line_is_the_learners_even_where_a_library_raises():
    def learners(Z):
        twice = 2
        return np.linalg.inv(np.ones((2, 3))) * twice

    assert "np.linalg.inv(np.ones((2, 3)))" in examine("relu", learners).lines[0]


def raises(Z):
    raise ValueError("oh")


def spoils(Z):
    A = np.maximum(Z, 0)
    Z += 1
    return A


# In the order in which they are looked for.
FAULTS = [
    (raises, "stops with ValueError"),
    (lambda Z: None, "it returns nothing"),
    (lambda Z: {"A": Z}, "A is a dict"),
    (lambda Z: np.full(Z.shape, "a"), "A holds text"),
    (lambda Z: np.ones((9, 9)), "A has shape (9, 9)"),
    (lambda Z: np.full(Z.shape, 7.0), "A is [[7"),
    (spoils, "changed its argument Z"),
]


@pytest.mark.parametrize("first", range(len(FAULTS)))
@pytest.mark.parametrize("second", range(len(FAULTS)))
def test_the_order_in_which_faults_are_reported(first, second):
    """Whichever comes in an earlier case, the one earlier in the list is reported."""
    calls = iter([FAULTS[first][0], FAULTS[second][0]])
    text = said("relu", lambda Z: next(calls, my_relu)(Z))[1]
    assert FAULTS[min(first, second)][1] in text
    assert FAULTS[max(first, second)][1] not in text or first == second


def test_nothing_returned_and_only_printed():
    def prints(Z):
        print(np.maximum(Z, 0))

    def computes(Z):
        np.maximum(Z, 0)

    assert "print only shows a value; return hands it back" in said("relu", prints)[1]
    text = said("relu", computes)[1]
    assert "it returns nothing, expected A. Does it end with return?" in text
    assert "print only" not in text


def test_kinds_in_words():
    assert "A is a list or tuple, expected an array" in said("relu", lambda Z: Z.tolist())[1]
    assert "A is a number, expected an array" in said("relu", lambda Z: 3.0)[1]
    assert "A is text, expected an array" in said("relu", lambda Z: "A")[1]
    assert "A is a function, expected an array" in said("relu", lambda Z: np.maximum)[1]
    assert "(made by yield)" in said("relu", lambda Z: (yield Z))[1]
    assert "True and False" in said("relu", lambda Z: Z > 0)[1]
    assert "complex numbers" in said("relu", lambda Z: np.maximum(Z, 0) + 0j)[1]
    assert "Python objects" in said("relu", lambda Z: np.maximum(Z, 0).astype(object))[1]


def test_a_value_is_shown_beside_the_one_expected_for_the_smallest_case():
    text = said("relu", lambda Z: np.maximum(Z, 0) + (Z.size == 12) * 0.5)[1]
    assert "correct" in text.lower()  # no case has 12 entries
    text = said("relu", lambda Z: np.where(Z.size >= 9, 1 + Z, np.maximum(Z, 0)))[1]
    assert "3 units and 3 examples" in text
    assert "A[0, 0] is " in text and "(9 of 9 entries differ)" in text
    assert f"of the {len(EXERCISES['relu'].cases())} cases are right" in text


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda Z: -Z, "Everywhere, the sign is the opposite of what it should be."),
        (lambda Z: 5 * Z, "Everywhere, it is 5 times what it should be."),
        (lambda Z: 3 * Z, "It is 3 times too large, and there are 3 columns."),
        (lambda Z: Z.T, "It lies on its side: try .T."),
        (lambda Z: np.log(0 * Z), "the log of 0?"),
        (lambda Z: Z**2, "A is [[3.61, 0.25, 1.21]"),
    ],
)
def test_a_wrong_version_that_is_on_no_list_still_gets_a_useful_sentence(function, words):
    assert words in said("relu_test", function)[1] or words in said("relu", function)[1]


def test_in_plain_python_it_prints(capsys):
    check("relu", my_relu)
    assert capsys.readouterr().out.startswith("✓ Correct · relu: ")


def my_relu_test(Z):
    return np.maximum(Z, 0)


@pytest.fixture(autouse=True)
def exercise_without_easy_cases(monkeypatch):
    """An exercise whose smallest case has no zeros in it."""
    rng = np.random.RandomState(0)
    shapes = {"all positive": (2, 3), "all positive again": (3, 3)}
    cases = [
        Case(words, (np.abs(rng.randn(*shape)).round(1) + 0.1,)) for words, shape in shapes.items()
    ]
    wrong = read_slips(my_relu_test, "Z + 1\n    You added 1.")
    exercise = Exercise(
        "relu_test", lambda: cases, my_relu_test, ("A",), ("One.", "Two."), wrong, "Well."
    )
    monkeypatch.setitem(EXERCISES, "relu_test", exercise)


def test_arguments_that_were_changed_are_named():
    def changes(dA, Z):
        dZ = np.where(Z > 0, dA, 0)
        Z += 1
        return dZ

    text = said("relu_backward", changes)[1]
    assert "your function has changed its argument Z" in text
    assert "Make a new array, or a copy" in text


class Hostile:
    """Refuses everything that a check might ask of a value."""

    __hash__ = None

    def refuse(self, *args, **options):
        raise RuntimeError("no")

    __array__ = __repr__ = __eq__ = __bool__ = __len__ = __iter__ = refuse


class Mute(Exception):
    def __str__(self):
        raise RuntimeError("no")


def mute(Z):
    raise Mute


STRANGE = [
    lambda Z: Hostile(),
    lambda Z: [Hostile()],
    lambda Z: {1: Hostile()},
    lambda Z: np.full(Z.shape, Hostile(), dtype=object),
    lambda Z: [[1, [2]], 3],
    lambda Z: np.array("2020", dtype="M8[D]"),
    lambda Z: {1, 2},
    lambda Z: b"abc",
    lambda Z: memoryview(b"abc"),
    lambda Z: np.ones((500, 500)),
    lambda Z: np.array([]),
    lambda Z: Z.resize((7, 7), refcheck=False),
    mute,
]


@pytest.mark.parametrize("function", STRANGE)
def test_nothing_that_a_function_returns_or_raises_gets_past_the_check(function, shown):
    feedback = examine("relu", function)
    assert feedback.outcome == "not yet"
    assert 1 <= len(feedback.lines) <= 3 and all(feedback.lines)
    text, html = shown(check, "relu", function)
    assert text == feedback.text
    assert len(html) < 3000


@pytest.mark.parametrize(
    "function",
    [
        lambda Z: np.ma.masked_array(np.maximum(Z, 0)),
        lambda Z: [np.seterr(all="raise"), np.maximum(Z, 0)][1],
        lambda Z: [warnings.simplefilter("error"), np.maximum(Z, 0)][1],
        lambda Z: [setattr(sys, "stdout", None), np.maximum(Z, 0)][1],
        functools.partial(np.maximum, 0),
    ],
)
def test_right_is_right_however_odd(function):
    before = np.geterr(), list(warnings.filters), sys.stdout
    assert said("relu", function)[0] == "correct"
    assert (np.geterr(), list(warnings.filters), sys.stdout) == before


def test_a_misconception_needs_the_same_answers_in_all_cases():
    assert "You added 1." in said("relu_test", lambda Z: 1 + Z)[1]
    assert "You added 1." not in said("relu_test", lambda Z: Z + 1.001)[1]

    def changes_as_well(Z):
        A = Z + 1
        Z *= 2
        return A

    assert "You added 1." not in said("relu_test", changes_as_well)[1]


def my_product(W, A):
    return W @ A


def test_a_misconception_may_complain_in_other_words(monkeypatch):
    turned = read_slips(my_product, "W.T @ A\n    W lies on its side.")
    eye = np.arange(9.0).reshape(3, 3)
    cases = [Case("square", (eye, eye)), Case("oblong", (np.ones((2, 3)), np.ones((3, 4))))]
    exercise = Exercise("product", lambda: cases, my_product, ("Z",), ("H.",), turned, "Yes.")
    monkeypatch.setitem(EXERCISES, "product", exercise)
    by_dot = said("product", lambda W, A: np.dot(W.T, A))[1]
    assert "W lies on its side." in by_dot
    both_turned = said("product", lambda W, A: np.dot(W.T, A.T))[1]
    assert "W lies on its side." not in both_turned
    # With exceptions only, nothing tells that it is the same slip.
    never_fits = said("product", lambda W, A: np.dot(np.ones(8), A))[1]
    assert "W lies on its side." not in never_fits


def test_the_parts_that_are_right_are_named(monkeypatch):
    def my_three(Z):
        return Z, Z + 1, Z + 2

    cases = [Case("one", (np.ones((1, 1)),)), Case("two", (np.ones((1, 2)),))]
    exercise = Exercise("three", lambda: cases, my_three, ("A", "B", "C"), ("H.",), (), "Yes.")
    monkeypatch.setitem(EXERCISES, "three", exercise)
    assert "A and C are right." in said("three", lambda Z: (Z, Z, Z + 2))[1]
    assert "A is right." in said("three", lambda Z: (Z, Z + Z.size, Z + Z.size + 1))[1]
    assert "are right" not in said("three", lambda Z: (Z, Z))[1]
    assert "it returns 2 values, expected 3: A, B and C." in said("three", lambda Z: (Z, Z))[1]
    assert "right" not in said("three", lambda Z: (Z + 9, Z - 9, Z + 7))[1]


def test_several_right_answers(monkeypatch):
    case = Case("any seed", (3,), lambda value: value > 10, "a number above 10")

    def my_big(seed):
        return 11

    exercise = Exercise("big", lambda: [case], my_big, ("size",), ("H.",), (), "Yes.")
    monkeypatch.setitem(EXERCISES, "big", exercise)
    assert said("big", lambda seed: 1e6)[0] == "correct"
    assert "size is 3, expected a number above 10." in said("big", lambda seed: seed)[1]
    assert "it returns nothing, expected size" in said("big", lambda seed: print(seed))[1]
    assert said("big", lambda seed: "text")[0] == "not yet"
    assert said("big", lambda seed: np.ones(3))[0] == "not yet"
    assert "ZeroDivisionError" in said("big", lambda seed: 1 / 0)[1]


def test_warnings_are_a_remark_and_what_is_printed_stays_off_the_page(shown):
    def warns(Z):
        print("Z is", Z)
        np.exp(np.array([1e4]))
        return np.maximum(Z, 0)

    text, _ = shown(check, "relu", warns)
    assert text.startswith("✓ Correct")
    assert "overflow encountered in exp" in text
    assert "Z is" not in text


def loops(Z):
    while True:
        pass


def loops_and_prints(Z):
    while True:
        print("again")


def loops_and_catches(Z):
    while True:
        try:
            Z = Z + 1
        except:  # noqa: E722
            Z = 0


def loops_and_catches_nearly_always(Z):
    while True:
        try:
            for _ in range(10_000):
                Z = Z + 1
        except:  # noqa: E722
            Z = 0


def loops_in_an_expression(Z):
    return sum(1 for _ in iter(int, 1))


def loops_in_a_helper(Z):
    def helper():
        for _ in iter(int, 1):
            abs(1)

    return helper()


def allow(monkeypatch, name, seconds):
    """Give an exercise less time."""
    monkeypatch.setitem(EXERCISES, name, replace(EXERCISES[name], seconds=seconds))


# Python can be watched like this from 3.12 on, and a browser's is newer.
old = sys.version_info < (3, 12)
as_in_a_browser = pytest.mark.skipif(old, reason="no browser has so old a Python")
needs_watching = pytest.mark.skipif(old, reason="so old a Python cannot be watched")


@pytest.fixture(params=["in a thread", pytest.param("here", marks=as_in_a_browser)])
def way(request, monkeypatch):
    """How the function is run: in a thread, or, as in a browser, in the only one there is."""
    monkeypatch.setattr(running, "in_browser", lambda: request.param == "here")
    return request.param


@pytest.mark.parametrize(
    "function",
    [
        loops,
        loops_and_prints,
        loops_and_catches,
        pytest.param(loops_and_catches_nearly_always, marks=needs_watching),
        loops_in_an_expression,
        loops_in_a_helper,
    ],
)
def test_a_function_without_end_is_stopped(monkeypatch, function, shown, way):
    allow(monkeypatch, "relu", 0.3)
    threads = threading.active_count()
    text, html = shown(check, "relu", function)
    assert "still running after 0.3 seconds, and was stopped" in text
    assert len(html) < 2000
    # That it ends is the point; the minute only keeps this test from waiting for ever.
    wait_for(lambda: threading.active_count() == threads, "its thread to end")


def test_a_function_that_cannot_be_stopped_does_not_hold_up_the_notebook(monkeypatch):
    allow(monkeypatch, "relu", 0.2)
    let_go, ended = threading.Event(), []

    def waits(Z):
        try:
            let_go.wait(600)
        finally:
            ended.append(True)

    words = said("relu", waits)[1]
    assert "after 0.2 seconds, and could not be stopped: choose Kernel, Restart Kernel." in words
    assert not ended, "the notebook was held up until the function came to its end"
    assert old or sys.monitoring.get_tool(running.WATCH) is None
    let_go.set()
    wait_for(lambda: ended, "the function to end")


@needs_watching
def test_where_somebody_else_is_watching_they_go_on_and_the_answer_comes(monkeypatch):
    allow(monkeypatch, "relu", 0.2)
    let_go = threading.Event()
    sys.monitoring.use_tool_id(running.WATCH, "a debugger")
    try:
        assert "could not be stopped" in said("relu", lambda Z: let_go.wait(600))[1]
        assert sys.monitoring.get_tool(running.WATCH) == "a debugger"
    finally:
        let_go.set()
        sys.monitoring.free_tool_id(running.WATCH)


@as_in_a_browser
def test_where_there_are_no_threads_none_is_asked_for(monkeypatch):
    monkeypatch.setattr(running, "in_browser", lambda: True)
    monkeypatch.setattr(running, "threading", None)
    assert said("relu", lambda Z: np.where(Z < 0, 0, Z))[0] == "correct"
    assert "NameError" in said("relu", lambda Z: Zz)[1]  # noqa: F821
    assert sys.monitoring.get_tool(running.WATCH) is None and not running.inside()


@as_in_a_browser
def test_a_run_within_a_run_is_watched_and_the_outer_one_is_again_afterwards(monkeypatch):
    monkeypatch.setattr(running, "in_browser", lambda: True)
    inner = []

    def work(run):
        inner.append(running.Run(lambda run: loops_and_catches_nearly_always(1), 0.2))
        loops_and_catches_nearly_always(1)

    outer = running.Run(work, 0.5)
    assert inner[0].stopping and outer.stopping
    assert not inner[0].finished and not outer.finished
    assert sys.monitoring.get_tool(running.WATCH) is None and not running.inside()


def test_what_a_function_calls_of_ours_is_stopped_as_well(monkeypatch, way):
    allow(monkeypatch, "relu", 0.3)

    def trains_for_days(Z):
        net = nnlib.architecture.dense_architecture([2, 2, 1])
        nnlib.train(np.ones((2, 4)), np.ones((1, 4)), net, 10**9, 0.1)

    assert "still running" in said("relu", trains_for_days)[1]


def test_the_stop_button_is_heard(monkeypatch):
    def wait(thread, seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "_wait", wait)
    assert "you stopped it" in said("relu", loops)[1]


def test_the_time_allowed_is_a_few_seconds():
    allowed = sorted(exercise.seconds for exercise in EXERCISES.values())
    assert set(allowed).issubset(range(2, 16)) and set(allowed[:-2]).issubset((2, 3))


def test_hints_come_one_after_the_other(shown):
    checking._hints_given.clear()
    texts = [shown(hint, "relu")[0] for _ in range(5)]
    hints = EXERCISES["relu"].hints
    for i, words in enumerate(hints):
        assert texts[i] == f"→ Hint · relu: {i + 1} of {len(hints)}. {words}"
    assert 'solution("relu")' in texts[len(hints)] == texts[len(hints) + 1]


def test_the_solution_is_shown_as_code(shown):
    text, html = shown(solution, "relu")
    assert "def my_relu(Z):\n    return np.maximum(Z, 0)" in text
    assert "<pre" in html


def test_text_and_box_say_the_same_and_the_box_can_be_read_without_colour():
    import html as html_module
    import re

    for outcome, (sign, word, _, _) in LOOKS.items():
        feedback = Feedback(outcome, "relu", ("a < b & c", "second"), "x = 1 < 2")
        plain = html_module.unescape(re.sub(r"<br>|<pre[^>]*>", "\n", feedback.html))
        plain = re.sub(r"</?(div|b|pre)[^>]*>", "", plain)
        assert plain.split() == feedback.text.split()
        assert f"{sign} {word}" in feedback.text
    assert len({word for _, word, _, _ in LOOKS.values()}) == len(LOOKS)


def test_colours_can_be_read():
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    for _, _, _, background in LOOKS.values():
        assert (light(background) + 0.05) / (light("#1a1a1a") + 0.05) > 7


def test_the_same_check_says_the_same_twice():
    assert said("relu", shapes) == said("relu", shapes)
    assert said("sigmoid", lambda Z: Z) == said("sigmoid", lambda Z: Z)


def test_practice_is_not_loaded_by_the_package():
    code = (
        "import sys, nnlib; print(*[m for m in sys.modules if 'practice' in m or 'IPython' in m])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def refuse(*args, **options):
    raise RuntimeError("no")


def leave(*args, **options):
    sys.exit("bye")


def stop(*args, **options):
    raise KeyboardInterrupt


def circle(*args, **options):
    while True:
        time.sleep(0.001)


def descend(*args, **options):
    return descend()


MISDEEDS = [refuse, leave, stop, circle, descend]
LOOKS_AT_VALUES = [
    "__array__", "__eq__", "__bool__", "__len__", "__iter__", "__getitem__", "__repr__",
    "__str__", "__class__", "__format__", "__getattribute__", "__hash__", "__float__", "__int__",
    "__dir__", "__sizeof__", "__array_interface__", "dtype", "__array_struct__",
    "__array_finalize__", "__array_ufunc__", "__array_function__", "shape", "items", "keys",
    "__copy__", "__deepcopy__", "__reduce__", "__next__", "tolist", "copy", "__getattr__",
    "__contains__", "__ne__", "__index__",
]  # fmt: skip
LOOKS_AT_FUNCTIONS = [
    "__getattr__", "__getattribute__", "__class__", "__code__", "__signature__", "__name__",
    "__module__", "__repr__", "__eq__", "__hash__", "__bool__", "__len__", "__iter__", "__doc__",
    "__wrapped__", "__dict__", "__text_signature__", "__defaults__", "__kwdefaults__",
    "__annotations__", "__func__", "__self__",
]  # fmt: skip
PROPERTIES = {"__class__", "__code__", "__signature__", "__name__", "__module__", "__doc__"}
PROPERTIES |= {"__wrapped__", "__text_signature__", "__defaults__", "__kwdefaults__", "dtype"}
PROPERTIES |= {"__annotations__", "__func__", "__self__", "shape", "__array_interface__"}
PROPERTIES |= {"__array_struct__", "__dict__", "__cause__", "__context__", "__traceback__", "args"}
PROPERTIES |= {"name", "__suppress_context__", "__notes__"}


def make(base, name, misdeed, **others):
    """Return a class with a misdeed where it is looked at under a name."""
    done = property(misdeed) if name in PROPERTIES else misdeed
    return type("Strange", (base,), {**others, name: done})


def filled(base, name, misdeed):
    """Return a value of such a class, as full as a right answer would be."""
    if base is np.ndarray:
        return np.ones((2, 2)).view(make(base, "nothing", misdeed)).view(make(base, name, misdeed))
    sort = make(base, name, misdeed)
    contents = {dict: {"A": 1.0}, list: [1.0], tuple: (1.0,), str: "relu", float: 1.5, int: 3}
    return sort(contents[base]) if base in contents else sort()


@pytest.fixture
def bounded(monkeypatch, capsys):
    """A check that has to answer, and soon, with a box of an outcome that a learner may get."""
    allow(monkeypatch, "relu", 0.2)
    monkeypatch.setattr(threading, "excepthook", lambda args: pytest.fail(str(args.exc_type)))

    def call(name, function):
        with soon("the check"):
            feedback = examine(name, function)
        assert capsys.readouterr() == ("", "")
        assert 1 <= len(feedback.lines) <= 3 and all(map(len, feedback.lines))
        assert "cannot be judged" not in feedback.text
        return feedback

    return call


@pytest.mark.parametrize("misdeed", MISDEEDS)
@pytest.mark.parametrize("base", [object, dict, list, tuple, str, float, int, np.ndarray])
def test_a_hostile_value_however_it_is_looked_at(base, misdeed, bounded):
    for name in LOOKS_AT_VALUES:

        def my_relu(Z, name=name):
            try:
                return filled(base, name, misdeed)
            except TypeError:  # this base has no place for that
                return None

        feedback = bounded("relu", my_relu)
        assert feedback.outcome == "not yet", name
        assert feedback.lines[0].startswith(("with ", "it returns nothing")), name


@pytest.mark.parametrize("misdeed", MISDEEDS)
def test_a_hostile_value_inside_others(misdeed, bounded):
    for wrap in (
        lambda value: (value, value),
        lambda value: [[value]],
        lambda value: {"A": {1: value}},
        lambda value: np.full((2, 2), value, dtype=object),
        lambda value: {value: 1} if misdeed is refuse else [value],
    ):
        value = make(object, "__eq__", misdeed, __hash__=object.__hash__, __repr__=misdeed)()
        assert bounded("relu", lambda Z, value=value, wrap=wrap: wrap(value)).outcome == "not yet"


@pytest.mark.parametrize("misdeed", MISDEEDS)
@pytest.mark.parametrize("base", [Exception, ValueError, KeyError, NameError, SystemExit])
def test_a_hostile_exception_however_it_is_looked_at(base, misdeed, bounded):
    for name in [*LOOKS_AT_VALUES, "__traceback__", "__cause__", "args", "name", "__notes__"]:
        sort = make(base, name, misdeed)

        def my_relu(Z, sort=sort):
            raise sort("oh")

        feedback = bounded("relu", my_relu)
        assert feedback.outcome == "not yet", name
        assert feedback.lines[0].startswith("with three easy numbers"), name


@pytest.mark.parametrize("misdeed", MISDEEDS)
def test_a_hostile_function_however_it_is_looked_at(misdeed, bounded):
    def right(self, Z):
        return np.maximum(Z, 0)

    for name in LOOKS_AT_FUNCTIONS:
        feedback = bounded("relu", make(object, name, misdeed, __call__=right)())
        assert feedback.outcome in ("correct", "not yet"), name
        if misdeed is refuse and name != "__getattribute__":
            assert feedback.outcome == "correct", name


@pytest.mark.parametrize("misdeed", MISDEEDS)
def test_a_hostile_kind_of_thing(misdeed, bounded):
    for name in ("__name__", "__mro__", "__instancecheck__", "__subclasscheck__", "__repr__"):
        done = property(misdeed) if name in ("__name__", "__mro__") else misdeed
        kind_of_kind = type("KindOfKind", (type,), {name: done})
        thing = kind_of_kind("Thing", (), {})()
        assert bounded("relu", lambda Z, thing=thing: thing).outcome == "not yet"
        assert bounded("relu", thing).outcome == "not yet"
        if (misdeed, name) == (descend, "__subclasscheck__"):
            continue  # raising such a one makes Python itself abort, whoever does it
        oh = kind_of_kind("Oh", (Exception,), {})

        def my_relu(Z, oh=oh):
            raise oh

        assert bounded("relu", my_relu).outcome == "not yet"


@pytest.mark.slow("long")
@pytest.mark.parametrize("misdeed", MISDEEDS)
@pytest.mark.parametrize("base", [object, str, int, tuple])
def test_a_hostile_name(base, misdeed, shown):
    for name in ["__repr__", "__hash__", "__eq__", "__class__", "__str__", "__len__", "__iter__"]:
        asked = filled(base, name, misdeed)
        for function, args in [
            (check, (asked, my_relu)),
            *((function, (asked,)) for function in (hint, solution)),
        ]:
            with soon("the answer"):
                shown(function, *args)


def endless_list():
    inside = []
    inside += [inside, inside, inside]
    return inside


def deep(levels):
    inside = 1.0
    for _ in range(levels):
        inside = [inside]
    return inside


def noisy(Z):
    for _ in range(20_000):
        print("x" * 1000)
    sys.stderr.write("y" * 10_000_000)
    return Z


def warns_strangely(Z):
    warnings.warn(make(UserWarning, "__str__", circle)("oh"), stacklevel=1)
    return Z


def puts_into(misdeed):
    def my_relu(Z):
        Z.resize(0, refcheck=False)
        return make(list, "__len__", misdeed)

    return my_relu


EXCESSES = [
    lambda Z: endless_list(),
    lambda Z: deep(100_000),
    lambda Z: tuple([(1.0,) * 1000] * 1000),
    lambda Z: [0.0] * 3_000_000,
    lambda Z: dict.fromkeys(range(100_000)),
    lambda Z: "x" * 50_000_000,
    lambda Z: 10**5000,
    lambda Z: np.broadcast_to(np.array(1.0), (10**6, 10**6)),
    lambda Z: np.broadcast_to(np.array(None, dtype=object), (10**6, 10**6)),
    lambda Z: (i for i in iter(int, 1)),
    lambda Z: iter(int, 1),
    lambda Z: (yield Z),
    lambda Z: np.zeros(3, dtype=[("a", object), ("b", float)]),
    lambda Z: type("Many", (list,), {"__len__": lambda self: 10**12})(),
    lambda Z: sys.modules,
    lambda Z: globals(),
    noisy,
    warns_strangely,
    puts_into(refuse),
    descend,
    leave,
    stop,
    circle,
]


@pytest.mark.parametrize("function", EXCESSES)
def test_excesses(function, bounded):
    assert bounded("relu", function).outcome == "not yet"


def test_what_a_hostile_value_says_at_its_end_stays_off_the_page(bounded, monkeypatch):
    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
    strange = make(object, "__del__", refuse)
    assert "a Strange" in bounded("relu", lambda Z: strange()).text


async def waits(Z):
    return Z


def test_an_interrupt_sent_to_the_notebook_is_taken_for_the_stop_button(bounded):
    import _thread

    def interrupts(Z):
        _thread.interrupt_main()
        time.sleep(0.3)
        return Z

    assert "you stopped it" in bounded("relu", interrupts).text
    assert "a coroutine" in bounded("relu", waits).text


def test_a_check_inside_the_function_that_it_checks(bounded):
    def my_relu(Z):
        A = np.maximum(Z, 0)
        check("relu", my_relu)
        return A

    def without_end(Z):
        check("relu", without_end)
        hint("relu")
        solution("relu")
        return Z

    before = threading.active_count()
    assert bounded("relu", my_relu).outcome == "correct"
    assert bounded("relu", without_end).outcome == "not yet"
    assert threading.active_count() <= before + 1


@pytest.fixture
def rules(tmp_path, monkeypatch):
    """Writes a teacher's file into the folder of the notebooks, and goes there."""
    monkeypatch.delenv("CLASSROOM_TEACHER", raising=False)
    monkeypatch.setattr(checking, "_hints_given", {})
    (tmp_path / "deeper").mkdir()
    monkeypatch.chdir(tmp_path / "deeper")
    return (tmp_path / "teacher.json").write_text


@pytest.mark.parametrize(
    "text, hints, solutions",
    [
        (None, True, True),
        ("{}", True, True),
        ('{"hints": false}', False, True),
        ('{"solutions": false}', True, False),
        ('{"hints": false, "solutions": false}', False, False),
        ('{"hints": "no"}', False, True),
        ("[1]", False, False),
        ('{"hints": tru', False, False),
    ],
)
def test_a_teacher_can_switch_hints_and_solutions_off(rules, capsys, text, hints, solutions):
    if text is not None:
        rules(text)
    hint("relu")
    solution("relu")
    said = capsys.readouterr().out
    assert ("1 of" in said) == hints and ("np.maximum" in said) == solutions
    assert ("switched hints off" in said) != hints
    assert ("switched solutions off" in said) != solutions


def test_a_server_can_name_another_teachers_file(rules, tmp_path, monkeypatch, capsys):
    rules('{"solutions": true}')
    (tmp_path / "exam.json").write_text('{"solutions": false}')
    monkeypatch.setenv("CLASSROOM_TEACHER", str(tmp_path / "exam.json"))
    solution("relu")
    assert "switched solutions off" in capsys.readouterr().out
