"""Which line of a backward pass finds the gradient, in code as learners write it."""

import linecache
import textwrap
from types import FunctionType, SimpleNamespace

import numpy as np
import pytest

import nnlib
from classroom.lessons.backprop import practice as backprop
from classroom.playground import playground
from classroom.playground.code_lines import gradient_line

SINGLE = """
    def my_single(dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"):
        m = A_prev.shape[1]
        dZ_curr = dA_curr * (Z_curr > 0)
        dW_curr = np.dot(dZ_curr, A_prev.T) / m
        db_curr = np.sum(dZ_curr, axis=1, keepdims=True) / m
        return np.dot(W_curr.T, dZ_curr), dW_curr, db_curr
"""
FULL = """
    def my_full(Y_hat, Y, memory, params_values, nn_architecture):
        grads_values, L, m = {}, len(nn_architecture), Y.shape[1]
        dZ = Y_hat - Y
        grads_values[f"dW{L}"] = dZ @ memory[f"A{L - 1}"].T / m
        grads_values[f"db{L}"] = dZ.sum(axis=1, keepdims=True) / m
        dA = params_values[f"W{L}"].T @ dZ
        for l in range(L - 1, 0, -1):
            dA, dW, db = my_single(
                dA, params_values[f"W{l}"], params_values[f"b{l}"], memory[f"Z{l}"],
                memory[f"A{l - 1}"],
            )
            grads_values["dW" + str(l)] = dW
            grads_values["db" + str(l)] = db
        return grads_values
"""


def written(*sources, cell=1, **names):
    """Run functions as a cell does, and return the last one."""
    source = "\n".join(textwrap.dedent(source) for source in sources)
    name = f"<cell {cell} of a test>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    space = {"np": np, "__name__": "__main__", **names}
    exec(compile(source, name, "exec"), space)
    return [value for value in space.values() if isinstance(value, FunctionType)][-1]


def test_a_loop_is_followed_into_the_function_for_one_layer():
    full = written(SINGLE, FULL)
    line = gradient_line(full, last=False)
    assert (line.function, line.number, line.own) == ("my_single", 5, True)
    assert line.text == "dW_curr = np.dot(dZ_curr, A_prev.T) / m"


def test_the_last_layer_has_a_line_of_its_own_before_the_loop():
    full = written(SINGLE, FULL)
    line = gradient_line(full, last=True)
    assert (line.function, line.number) == ("my_full", 13)
    assert line.text == 'grads_values[f"dW{L}"] = dZ @ memory[f"A{L - 1}"].T / m'


def test_a_function_of_mine_is_found_in_what_holds_them():
    single = written(SINGLE, cell=2)
    full = written(
        FULL.replace("my_single(", "mine.single_layer_backward_propagation("),
        mine=SimpleNamespace(single_layer_backward_propagation=single),
    )
    assert gradient_line(full, last=False).function == "my_single"
    gap = written(FULL.replace("my_single(", "mine.single_layer_backward_propagation("), mine=nnlib)
    line = gradient_line(gap, last=False)
    assert (line.function, line.own) == ("_linear_backward", False)
    assert gradient_line(gap, last=True).own


@pytest.mark.parametrize("last", [True, False])
def test_the_courses_own_line_is_found_and_said_to_be_the_courses(last):
    line = gradient_line(nnlib.full_backward_propagation, last)
    assert line.text.startswith("dW = dZ @ A_prev.T / m") and not line.own
    with open(nnlib.backprop.__file__, encoding="utf-8") as file:
        assert file.read().splitlines()[line.number - 1].strip() == line.text
    solution = gradient_line(backprop.my_full_backward_propagation, last)
    assert not solution.own and "@" in solution.text


def test_one_loop_over_all_layers_serves_the_last_one_too():
    whole = """
        def my_full(Y_hat, Y, memory, params_values, nn_architecture):
            grads = {}
            for l in range(3, 0, -1):
                grads["dW%d" % l] = (Y_hat - Y) @ memory["A0"].T
            return grads
    """
    full = written(whole)
    assert gradient_line(full, True) == gradient_line(full, False)
    assert gradient_line(full, True).number == 5


def test_what_is_returned_without_a_name_is_the_line_that_returns_it():
    terse = """
        def my_single(dA, W, b, Z, A_prev, activation="relu"):
            return W.T @ dA, dA @ A_prev.T, dA.sum(axis=1, keepdims=True)
    """
    line = gradient_line(written(terse, FULL), last=False)
    assert line.text.startswith("return W.T @ dA, dA @ A_prev.T") and line.number == 3


def test_the_last_assignment_before_it_is_used_counts():
    twice = SINGLE.replace("dW_curr = np", "dW_curr = 0\n        dW_curr = np")
    assert gradient_line(written(twice, FULL), last=False).number == 6


@pytest.mark.parametrize(
    "function",
    [
        len,
        lambda *_: {},
        type("Backward", (), {"__call__": lambda self, *_: {}})(),
        eval("lambda *_: {}"),
        written("def my_full(*_):\n    return my_full(*_)\n"),
        written("def my_full(*_):\n    return {key: 0 for key in _}\n"),
    ],
    ids=["built-in", "lambda", "object", "no source", "endless", "no names"],
)
def test_where_nothing_can_be_read_nothing_is_said(function):
    assert gradient_line(function, last=False) is None


def test_nothing_of_the_learners_is_run_to_find_it():
    class Trap:
        def __getattr__(self, name):
            raise RuntimeError("read, never run")

    full = written(FULL.replace("my_single(", "trap.single("), trap=Trap())
    assert gradient_line(full, last=False).text == "dA, dW, db = trap.single("


def test_the_playground_shows_the_line_of_what_takes_the_steps():
    full = written(SINGLE, FULL)
    panel = playground(2, {"full_backward_propagation": full}, hidden=(4,))
    assert panel.code.value == ""
    panel.controls["look_at"].value = (1, 2)
    assert "dW1 comes from line 5 of your my_single: <code>dW_curr = np.dot" in panel.code.value
    panel.clicked.value = "0,0,3 1.5"
    assert "dW2 comes from line 13 of your my_full: " in panel.code.value
    panel.clicked.value = "0,0 2.5"
    assert panel.code.value == ""


def test_with_the_courses_function_in_the_gap_it_shows_the_courses_line():
    panel = playground(2, {"update": written("def my_update(p, *_):\n    return p\n")}, hidden=(4,))
    panel.clicked.value = "1,2,1 1.5"
    assert "of _linear_backward, the course&#x27;s own: <code>dW = dZ @" in panel.code.value
    plain = playground(2, hidden=(4,))
    plain.clicked.value = "1,2,1 1.5"
    assert plain.code.value == "" and plain.error is None


def test_a_plain_session_at_the_prompt_says_nothing():
    typed = {"np": np}
    exec(compile(textwrap.dedent(SINGLE + FULL), "<stdin>", "exec"), typed)
    panel = playground(2, {"full_backward_propagation": typed["my_full"]}, hidden=(4,))
    panel.controls["look_at"].value = (1, 2)
    assert panel.code.value == "" and panel.error is None
