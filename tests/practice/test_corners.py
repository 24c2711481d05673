"""Corners of the checker that no other test looks into."""

import subprocess
import sys
import threading
import time
import warnings
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import nnlib
from classroom.practice import (
    answers,
    asking,
    checking,
    collection,
    comparing,
    my_functions,
    my_predictions,
    predict,
    questions,
    reveal,
    running,
    wording,
)
from classroom.practice.catalogue import EXERCISES, PREDICTIONS
from classroom.practice.checking import examine
from classroom.practice.comparing import Answer, close, difference, same
from classroom.practice.exercise import Case, Exercise
from classroom.practice.feedback import Feedback, choices
from classroom.practice.question import Prediction

RELUS = len(EXERCISES["relu"].cases())
by_dot = lambda W, A: np.dot(W.T, A)  # noqa: E731  not in an assert: feedback quotes the line


def text(name, function):
    return examine(name, function).text


def test_running():
    kept = running._Short()
    assert [kept.write("x" * 100) for _ in range(1000)] == [100] * 1000
    assert len(kept.getvalue()) <= 2100
    code = "import time; from classroom.practice import running; "
    code += "running.Run(lambda r: time.sleep(3600), 0.1)"
    subprocess.run([sys.executable, "-c", code], timeout=600, check=True)


def test_what_goes_to_stderr_and_a_stopped_thread_stay_off_the_page(capsys, monkeypatch):
    tracebacks = []
    monkeypatch.setattr(threading, "excepthook", lambda args: tracebacks.append(args.exc_type))
    running.Run(lambda run: [time.sleep(0.01) for _ in iter(int, 1)], 0.1)
    text("relu", lambda Z: print("oops", file=sys.stderr))
    assert capsys.readouterr() == ("", "")
    assert set(tracebacks) <= {SystemExit}  # which Python passes over in silence


def test_one_warning_is_quoted_and_shortened():
    def twice(Z):
        np.exp(np.array([1e4]))
        warnings.warn("x" * 500, stacklevel=1)
        return np.maximum(Z, 0)

    def long(Z):
        warnings.warn("x" * 500, stacklevel=1)
        return np.maximum(Z, 0)

    lines = examine("relu", twice).lines
    assert lines[1:] == ("(Python warned on the way: overflow encountered in exp.)",)
    assert len(examine("relu", long).lines[1]) < 130


def test_dots_in_one_case_only_are_an_attempt():
    said = text("relu", lambda Z: ... if Z.size == 9 else np.maximum(Z, 0))
    assert said.startswith("✗ Not yet · relu: the dots are still there in: said = text(")


def test_a_cause_is_named_only_where_python_would_have_said_the_same():
    def with_last_line(answer):
        def my_single_layer(A_prev, W_curr, b_curr, activation="relu"):
            Z = W_curr @ A_prev + b_curr
            return (nnlib.relu(Z), Z) if activation == "relu" else answer(Z)

        return text("single_layer_forward_propagation", my_single_layer)

    for answer in (lambda Z: nnlib.sigmoid(Z, Z), lambda Z: nnlib.sigmoid[Z], lambda Z: nnlib(Z)):
        said = with_last_line(answer)
        assert "it stops with TypeError" in said and "You would see just this" not in said
    assert "if activation stood where Z belongs" in with_last_line(lambda Z: nnlib.sigmoid("relu"))


def test_the_case_in_which_it_was_stopped_is_named(monkeypatch):
    def endless(Z):
        while Z.shape == (3, 3):
            pass
        return np.maximum(Z, 0)

    assert text("relu", endless).startswith("✗ Not yet · relu: with 3 units and 3 examples, it was")


def test_small_words():
    assert "write my_relu" in text("relu", None)
    assert "change my_relu_backward_in_place" in text("relu_backward_in_place", None)
    assert "Z[" in text("relu", lambda Z: Z[9, 9])
    order = text("relu_backward", lambda Z, dA: np.where(Z > 0, dA, 0))
    assert "it takes (Z, dA), expected (dA, Z), in this order." in order
    assert "Not yet" in text("relu", max)  # tells no signature

    def prints(Z):
        print(Z)
        return Z * 1.5 + 0.1

    said = text("relu", prints)
    assert "The argument was Z = [[-1, 0, 3]]." in said
    assert "print only" not in said and " cases" not in said
    one = text("relu", lambda Z: np.maximum(Z, 0) if Z.size == 9 else Z - 7)
    assert f"1 of the {RELUS} cases is right." in one

    def both(dA, Z):
        dZ = np.where(Z > 0, dA, 0)
        dA += 1
        Z += 1
        return dZ

    assert "changed its argument dA" in text("relu_backward", both)


def test_settings_of_the_notebook_change_nothing():
    known = EXERCISES["sigmoid"].misconceptions[3]
    checking._misled.cache_clear()
    with np.errstate(all="raise"):
        said = text("sigmoid", known.function)
    checking._misled.cache_clear()
    assert known.message in said


@pytest.fixture
def exercise(monkeypatch):
    def make(cases, solution, wrong):
        wrong = SimpleNamespace(function=wrong, message="That slip.")
        made = Exercise("made", lambda: cases, solution, ("Z",), ("H.",), (wrong,), "Yes.")
        monkeypatch.setitem(EXERCISES, "made", made)
        for cached in (checking._cases, checking._expected, checking._misled):
            cached.cache_clear()

    yield make
    for cached in (checking._cases, checking._expected, checking._misled):
        cached.cache_clear()


def test_misconceptions_and_exceptions(exercise):
    eye = np.arange(9.0).reshape(3, 3)
    cases = [Case("square", (eye, eye)), Case("oblong", (np.ones((2, 3)), np.ones((3, 4))))]
    exercise(cases, lambda W, A: W @ A, lambda W, A: W.T @ A)
    assert "That slip." in text("made", by_dot)

    def one_thing(Z):
        raise ValueError("one")

    def another(Z):
        raise ValueError("another")

    exercise([Case("a", (1.0,))], lambda Z: Z, one_thing)
    assert "That slip." not in text("made", another)
    exercise([Case("a", (1.0,), lambda value: value > 10, "more")], lambda Z: 11, lambda Z: 3)
    assert "That slip." not in text("made", another)


def test_comparing():
    assert comparing.kind(np.bool_(True)) == "True or False"
    assert comparing.kind(np.array(1.0)) == "a number"
    assert difference(None, None, ("A",), 1e-6) is None
    assert difference([1.0, 2.0], np.array([1.0, 2.0]), ("A",), 1e-6) is None
    assert difference([1.0, 2.0], np.ones((2, 2)), ("A",), 1e-6)[:2] == ("kind", "A")
    nested = (1.0, {"Z1": 2.0}), (1.0, {"Z1": 3.0})
    assert difference(*nested, ("Y_hat", "memory"), 1e-6)[1] == 'memory["Z1"]'
    assert difference({"a": (1,)}, {"a": (2,)}, ("it",), 0)[1] == "a[0]"
    assert difference("relu", "tanh", ("it",), 0)[0] == "value"
    assert close(0.0, 5e-10, 1e-6) and not close(0.0, 1e-7, 1e-6)
    assert close(np.inf, np.inf, 1e-6) and close(np.nan, np.nan, 1e-6)
    for one, other in [(np.inf, 1.0), (1.0, np.inf), (np.inf, -np.inf), (np.nan, 1.0), (1, np.nan)]:
        assert not close(one, other, 1e-6)
    assert not same(Answer(None), Answer(1.0), 1e-6)


def test_wording():
    def leaves(Z):
        exit()

    def inverts(Z):
        return np.linalg.inv(np.ones((2, 3)))

    def draws(Z):
        return np.random.RandomState(0).randn(-1)

    for function, line in [(leaves, "exit()"), (inverts, "inv("), (draws, "randn(-1)")]:
        first = examine("relu", function).lines[0]
        assert line in first and " (of " not in first, first

    def no_key(Z):
        return {}["W0"]

    def long(Z):
        raise ValueError("x" * 500)

    assert "Python says: no key 'W0'" in text("relu", no_key)
    assert len(examine("relu", long).lines[1]) < 180
    assert wording.shorten("abcdef", 4) == "abc…"
    assert len(wording.show("x" * 100)) < 50
    assert len(wording.show({str(i): 0 for i in range(100)})) < 90
    assert wording.show((1,)) == "(1,)" and len(wording.show(tuple(range(100)))) < 90
    assert wording.show(123456) == "123456"
    assert wording.describe_args(("Z",), (np.ones((2, 4)),)) == ""
    assert wording.describe_args(("a", "b"), (1, 2)) == "The arguments were a = 1, b = 2."


def test_differences_in_words():
    def say(*found):
        return wording.explain_difference(found, 1e-6)

    two = {"a": 1, "b": 2}, {"a": 1, "c": 3}
    assert say("kind", "d", *two) == "the dict lacks b and has c, which is not asked for."
    values = "it returns 3 values, expected 2: A and Z."
    assert say("kind", "A and Z", (1, 2), (1, 2, 3)) == values
    array = "it returns an array of shape (2, 3), expected 2 values: A and Z."
    assert say("kind", "A and Z", (1, 2), np.ones((2, 3))) == array
    assert say("kind", "weights", [1, 2], 3.0) == (
        "weights is a number, expected a list with 2 entries."
    )
    assert say("kind", "costs", [1], 3.0) == "costs is a number, expected a list with 1 entry."
    names, args = [f"a_rather_long_name_{i}" for i in range(9)], [1.5] * 9
    assert len(wording.describe_args(names, args)) < 150


def related(*pairs, args=(), what="value"):
    """Return what is said of wrong cases, each (expected, got)."""
    wrong = [((what, "A", np.array(one), np.array(other)), args) for one, other in pairs]
    return wording.relation(wrong)


def test_relations():
    assert related(([[1.0, 2]], [[7.0], [8]]), what="shape") == ""
    assert "divided by 0" in related(([1.0, 2], [1.0, np.nan]))
    assert related(([0.0, 1, 2, 4], [9.0, 3, 6, 12]), ([1.0], [3.0])) == ""
    assert related(([1.0, 2, 3], [0.0, 0, 0]), ([1.0], [0.0])) == ""
    assert related(([1.0, 2, 3], [2.0, 5, 9]), ([1.0], [2.0])) == ""
    assert related(([[1.0, 2]], [[1.0], [2]]), what="shape") == wording.TURNED
    assert related(([1.0], [1.00001])) == wording.NEARLY


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (-1, "Everywhere, the sign is the opposite of what it should be."),
        (2, "Everywhere, it is 2 times"),
        (0.5, "Everywhere, it is 0.5 times"),
        (3, "It is 3 times too large, and there are 3 columns."),
    ],
)
def test_a_factor_is_told_where_it_holds_in_all_wrong_cases_and_shows_in_two(factor, words):
    x, y, zero = np.array([1.0, -2.0, 0.5]), np.array([4.0, 3.0]), np.zeros(2)
    args = (np.ones((2, 3)),)
    same, other = ((x, factor * x), (y, factor * y)), (y, 1.5 * y)
    assert words in related(*same, args=args)
    assert words in related(*same, (zero, zero + 0.0), args=args)
    assert related(same[0], args=args) == ""
    assert related(same[0], (zero, zero), args=args) == ""
    assert related(*same, other, args=args) == ""
    assert related(same[0], other, args=args) == ""
    long = np.array([1.0, 4.0, -3.0, 2.0])
    assert "a different number of times" in related(same[0], (long, 1.5 * long), args=args)
    assert related(same[0], (long, long**2), args=args) == ""
    assert related(*same, (zero, zero + 1), args=args) == ""


def test_as_many_times_too_large_as_there_are_columns_in_each_case():
    def wrong(m, factor):
        Y = np.ones((2, m))
        return ("value", "A", Y, factor * Y), (Y,)

    assert wording.relation([wrong(4, 4), wrong(3, 3)]) == wording.COLUMNS.format(4)
    assert wording.relation([wrong(4, 1 / 4), wrong(3, 1 / 3)]) == wording.SHARED.format(4)
    assert wording.relation([wrong(4, 4), wrong(3, 4)]) == wording.FACTOR.format(4)
    assert wording.relation([wrong(4, 4), wrong(3, 2)]) == wording.FACTORS.format(4)


def test_feedback_in_the_page(capsys):
    box = Feedback("solution", "<a>", ("1 < 2",), "x < 3")
    assert all(part in box.html for part in ("&lt;a&gt;", "1 &lt; 2", "x &lt; 3", "anywhere"))
    box.show()
    assert capsys.readouterr().out == box.text + "\n"
    near = choices("relu_backwards", ["relu_backward", "relu_backward_in_place"])
    assert near == "Did you mean relu_backward or relu_backward_in_place?"
    assert choices("RELU", ["relu"]) == "The names are relu."


def test_a_question_on_the_page(monkeypatch):
    question = Feedback("question", "q", ("What?",))
    asked = asking.Asked(question, ("<b>", "c"), "f(1)", lambda n: question)
    assert "<li>&lt;b&gt;</li>" in asked._html()
    row = asked.box.children[1]
    assert len(row.children) == 2 and asked.said in asked.box.children
    assert "nnlib-question" in asked.box._dom_classes
    shown = []
    monkeypatch.setattr(asking, "display", lambda bundle, raw: shown.append(bundle))
    asked.show()
    assert "application/vnd.jupyter.widget-view+json" in shown[0]
    number = asking.Asked(question, (), "f(1)", lambda n: question)
    assert "nnlib-number" in number.controls[0]._dom_classes and "<br>Type" in number._html()


def test_predictions(monkeypatch, capsys):
    for name, tolerance in (("n", 0.1), ("o", 0.1), ("p", 0.1)):
        made = Prediction(name, f"How {name}?", because="So.", tolerance=tolerance)
        monkeypatch.setitem(PREDICTIONS, name, made)
    monkeypatch.setattr(questions, "_asked", [])
    monkeypatch.setattr(answers, "_session", {})
    monkeypatch.setenv(answers.VARIABLE, "nowhere")

    def out(function, *args):
        function(*args)
        return capsys.readouterr().out

    predict("n", 110)
    assert "✓ Foreseen: it is “100”. Your guess, 110, was near enough." in out(reveal, "n", 100)
    predict("o", -95)
    assert "✓ Foreseen" in out(reveal, "o", np.int64(-100))
    predict("p", 7)
    assert "That was your guess" in out(reveal, "p", 7)
    assert "! How p?" not in out(my_predictions)
    reveal("p", np.float64(70))
    assert "! How p? You said “7”, and it was “70”." in out(my_predictions)
    assert "you made 3 of 3 predictions, and 2 came true." in out(my_predictions)


def test_collection(tmp_path, capsys, monkeypatch):
    relu = "def my_relu(Z):\n    return np.maximum(Z, 0)"
    other = "def my_relu(Z):\n    return 0 + np.maximum(Z, 0)"

    def book(name, *cells):
        nbformat.write(new_notebook(cells=list(cells)), tmp_path / name)

    sigmoid = "def my_sigmoid(Z):\n    return 1 / (1 + np.exp(-Z))"
    book("00_a.ipynb", new_markdown_cell(sigmoid), new_code_cell(relu))
    book("07_b.ipynb", new_code_cell(other))
    book("99_c.ipynb", new_code_cell(sigmoid))
    code = [
        "import no_such_module\ndef my_relu(Z): ...",
        "import no_such_module as other\ndef my_sigmoid(Z): return other.sigmoid(Z)",
        "import no_such_module_either",
        "HELP = print('run')\ndef helper(Z):\n    return Z\ndef my_update(p, g, net, rate):\n"
        "    return {k: p[k] - rate * g['d' + k] for k in helper(p)}",
        "def my_convert_prob_into_class(p):\n    assert __name__ == '02_d' and nnlib\n"
        "    return np.where(p > 0.5, 1.0, 0.0)",
    ]
    book("02_d.ipynb", *map(new_code_cell, code))
    mine = my_functions(tmp_path)
    said = capsys.readouterr().out
    assert mine.relu.__code__.co_filename == "<07_b, cell 1>"
    assert (
        "relu, update and convert_prob_into_class are your own." in said
        and "run" not in said.split()
    )
    assert mine.sigmoid is nnlib.sigmoid and said.count("stops with") == 1
    monkeypatch.setattr(collection, "names", lambda: ["relu"])
    my_functions(tmp_path)
    assert "From nnlib" not in capsys.readouterr().out


def test_last_gaps():
    def relu(Z):
        return np.maximum(Z, 0)

    for relu.__module__ in ("nnlib_of_mine", 5, None):
        assert examine("relu", relu).outcome == "correct"
    assert difference(1.0, np.float32(1.0005), ("A",), 1e-6) is None
    assert difference(1.0, np.float32(1.005), ("A",), 1e-2) is None
    assert len(wording._place(3, "x" * 200)) < 120
    entries = wording.explain_difference(("kind", "weights", [1, 2], [1, 2, 3]), 1e-6)
    assert entries == "weights has 3 entries, expected 2."

    def several_lines(Z):
        raise ValueError("\n one \ntwo")

    def in_range(Z):
        raise ValueError(range(3))

    class Mute(Exception):
        def __str__(self):
            raise RuntimeError

    def mute(Z):
        raise Mute

    assert examine("relu", several_lines).lines[1].rstrip() == "Python says: one"
    assert "range needs" not in text("relu", in_range)
    assert "it stops with Mute" in text("relu", mute)
    assert wording.show(-0.0) == "0"
