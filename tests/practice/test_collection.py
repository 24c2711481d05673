"""The learner's own functions, from one notebook to the next."""

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import nnlib
from classroom.practice import collection, my_functions
from classroom.practice.checking import examine

RELU = 'def my_relu(Z):\n    return np.maximum(Z, 0)\n\n\ncheck("relu", my_relu)'
SIGMOID = "from numpy import exp\n\n\ndef my_sigmoid(Z):\n    return 1 / (1 + exp(-Z))"


@pytest.fixture
def mine(tmp_path, capsys):
    """Write cells into notebooks, by name; return (the functions, what is said)."""

    def read(**notebooks):
        for name, cells in notebooks.items():
            cells = [new_code_cell(source) for source in cells]
            book = new_notebook(cells=[new_markdown_cell("def my_relu(Z): no code"), *cells])
            nbformat.write(book, tmp_path / f"{name.lstrip('n')}.ipynb")
        functions = my_functions(tmp_path)
        return functions, capsys.readouterr().out

    return read


def test_without_notebooks_all_are_the_courses(mine):
    functions, text = mine()
    assert all(getattr(functions, name) is getattr(nnlib, name) for name in collection.names())
    assert "none of them is your own yet." in text
    assert all(name in text for name in collection.names())


def test_where_notebooks_were_fetched_alone_the_others_are_asked_for(mine):
    ask = "To use your own functions, put your earlier notebooks here"
    text = mine()[1]
    assert "In this folder none of your notebooks lies" in text and ask in text
    text = mine(n03_forward_pass=["x = 1"])[1]
    assert "In this folder only 03_forward_pass.ipynb lies" in text and ask in text
    assert ask not in mine(n02_activations=["x = 1"])[1]  # now there are two
    (_, text) = mine(n02_activations=[RELU])
    assert "relu is your own." in text and ask not in text


def test_a_correct_function_is_taken_and_the_rest_of_the_notebook_is_not_run(mine):
    functions, text = mine(n02_activations=["raise SystemExit", RELU, SIGMOID, "1 / 0"])
    assert functions.relu is not nnlib.relu
    assert functions.relu(np.array([-1.0, 2.0])).tolist() == [0, 2]
    assert functions.sigmoid(np.zeros(1)).tolist() == [0.5]
    assert "relu and sigmoid are your own." in text or "sigmoid and relu are your own." in text


@pytest.mark.parametrize("place", [".", "deeper"])
def test_a_lesson_and_what_goes_deeper_find_the_same_functions(mine, monkeypatch, tmp_path, place):
    mine(n02_activations=[RELU])
    (tmp_path / "deeper").mkdir()
    monkeypatch.chdir(tmp_path / place)
    assert my_functions().relu is not nnlib.relu


@pytest.mark.parametrize(
    "source",
    [
        "def my_relu(Z):\n    ...",
        "def my_relu(Z):\n    return Z",
        "def my_relu(Z):\n    return 1 / 0",
        "def my_relu(Z):\n    half a sent",
        "%%writefile relu.py\ndef my_relu(Z):\n    return np.maximum(Z, 0)",
        "def my_relu(Z, more):\n    return np.maximum(Z, 0)",
    ],
)
def test_what_is_not_correct_is_not_taken(mine, source):
    functions, text = mine(n02_activations=[source])
    assert functions.relu is nnlib.relu
    assert "none of them is your own yet." in text


def test_a_cell_that_cannot_be_run_and_a_damaged_file_are_named(mine, tmp_path):
    cell = "import no_such_module\ndef my_relu(Z):\n    return no_such_module.maximum(Z, 0)"
    (tmp_path / "03_broken.ipynb").write_text("{")
    functions, text = mine(n02_activations=[cell])
    assert functions.relu is nnlib.relu
    assert "cell 2 of 02_activations.ipynb stops with ModuleNotFoundError" in text
    assert "03_broken.ipynb cannot be read" in text


def test_functions_use_those_of_their_own_notebook_and_of_earlier_ones(mine):
    slope = "def my_sigmoid_backward(dA, Z):\n    A = my_sigmoid(Z)\n    return dA * A * (1 - A)"
    early = "def my_relu_backward(dA, Z):\n    return np.where(mine.relu(Z) > 0, dA, 0)"
    functions, _ = mine(n02_activations=[SIGMOID, slope, RELU, early])
    assert functions.sigmoid_backward is not nnlib.sigmoid_backward
    assert functions.relu_backward is not nnlib.relu_backward
    assert functions.relu_backward.__globals__["mine"] is functions


def test_the_last_correct_one_counts(mine):
    twice = RELU.replace("np.maximum(Z, 0)", "Z * (Z > 0) + 0")
    functions, _ = mine(n02_activations=[RELU, twice])
    assert functions.relu.__code__.co_code != nnlib.relu.__code__.co_code
    functions, _ = mine(n02_activations=[RELU, RELU.replace("(Z, 0)", "(Z, 1)")])
    assert functions.relu(np.array([-1.0])).tolist() == [0]


TRAINS = "import pathlib\npathlib.Path('ran').touch()\nfloor = compute_for_a_minute()"
NEEDY = "def my_relu(Z):\n    return np.maximum(Z, {})"
KEPT = {
    "a constant in its cell": ["floor = 0.0\n" + NEEDY.format("floor")],
    "a constant above": ["floor = 0.0", TRAINS.replace("floor", "other"), NEEDY.format("floor")],
    "a constant below": [NEEDY.format("floor"), "floor = -0.0"],
    "a constant from a constant": [
        "half = {'x': [0]}\nfloor = half['x'][0] * 2",
        NEEDY.format("floor"),
    ],
    "a smallest number": ["eps = np.finfo(float).eps", NEEDY.format("eps - eps")],
    "a helper above": ["floor = 0", "def low():\n    return floor", NEEDY.format("low()")],
    "a helper that is a lambda": ["low = lambda: 0", NEEDY.format("low()")],
    "an import above": ["import math as m", NEEDY.format("m.floor(0.5)")],
    "an import of all": ["from math import *", NEEDY.format("floor(0.5)")],
    "an import that fails beside it": ["import no_such_module\n" + NEEDY.format(0)],
    "a default value": ["low = 0", "def my_relu(Z, *, low=low):\n    return np.maximum(Z, low)"],
    "a line magic": ["%timeit -n 1 3\n" + NEEDY.format(0) + "\n!pip list\n%matplotlib inline"],
    "a cell magic": ["%%time\n" + NEEDY.format(0)],
    "a warning of Python's": [
        'def my_relu(Z):\n    "\\d"\n    if Z is 3:\n        return 3\n    return np.maximum(Z, 0)'
    ],
    "a lambda": ["my_relu = lambda Z: np.maximum(Z, 0)"],
    "another name": ["def bend(Z):\n    return np.maximum(Z, 0)\nmy_relu = bend"],
    "a name used for something else": [
        TRAINS,
        "def my_relu(Z):\n    floor = 0\n    return np.maximum(Z, floor)",
    ],
}


@pytest.mark.parametrize("cells", KEPT.values(), ids=KEPT)
def test_what_a_function_needs_comes_with_it(mine, cells, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    functions, text = mine(n02_activations=cells)
    assert functions.relu is not nnlib.relu
    assert functions.relu(np.array([-1.0, 2.0])).tolist() == [0, 2]
    assert "relu is your own." in text and "left out" not in text
    assert not (tmp_path / "ran").exists()


LEFT = {
    "a value that is computed": ([TRAINS, NEEDY.format("floor")], "floor, which cell 2 computes"),
    "a class": (
        ["class Low:\n    floor = 0", NEEDY.format("Low.floor")],
        "needs Low, which cell 2 computes",
    ),
    "a value that was changed": (
        ["floor = 1\nfloor -= 1", NEEDY.format("floor")],
        "needs floor, which cell 2 computes",
    ),
    "a def further in": (
        ["if True:\n    " + NEEDY.format(0).replace("\n", "\n    ")],
        "not make it with a plain def",
    ),
    "a wrapped function": (
        [RELU + "\nmy_relu = np.vectorize(my_relu)"],
        "not make it with a plain def",
    ),
    "nothing any more": (["my_relu"], "no cell of 02_activations.ipynb makes it any more"),
    "half a sentence": (
        ["def my_relu(Z):\n    half a sent"],
        "is not yet complete Python (see line 2)",
    ),
    "a yield outside": (["def my_relu(Z):\n    nonlocal x"], "is not yet complete Python"),
    "a name that nothing makes": ([NEEDY.format("floor")], "name 'floor'"),
    "a fault since then": ([NEEDY.format(1)], "here it is not correct"),
}


@pytest.mark.parametrize("cells, words", LEFT.values(), ids=LEFT)
def test_what_check_called_correct_is_used_or_the_reason_is_told(
    mine, cells, words, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(collection, "_praised", lambda book, wanted: {"relu"})
    functions, text = mine(n02_activations=cells)
    assert functions.relu is nnlib.relu
    assert "my_relu is left out: " in text and words in text
    assert not (tmp_path / "ran").exists()


def test_the_praise_is_read_from_the_stored_outputs(mine, tmp_path, capsys):
    text = examine("relu", lambda Z: np.maximum(Z, 0)).text
    outputs = [{"text/plain": text}, {"text/html": "<b>"}, {"text/plain": "array([1])"}]
    cell = new_code_cell("x = 1", outputs=[new_output("display_data", data) for data in outputs])
    assert collection._praised([cell], ["relu", "sigmoid"]) == {"relu"}
    printed = new_code_cell("x = 1", outputs=[new_output("stream", text=f"{text}\n")])
    assert collection._praised([printed], ["relu", "sigmoid"]) == {"relu"}
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "02_activations.ipynb")
    my_functions(tmp_path)
    assert "my_relu is left out: no cell" in capsys.readouterr().out


def test_a_function_keeps_the_helper_that_it_was_found_correct_with(mine):
    helper = "def low():\n    return {}"
    cells = [helper.format(0), NEEDY.format("low()"), helper.format(5)]
    functions, _ = mine(n02_activations=cells)
    assert functions.relu(np.array([-1.0])).tolist() == [0]


def test_a_fault_in_it_is_shown_with_its_own_line(mine):
    source = (
        "def my_relu(Z):\n    if Z.shape == (17, 17):\n        return nothing\n"
        "    return np.maximum(Z, 0)"
    )
    functions, _ = mine(n02_activations=[source])

    def my_relu(Z):
        return functions.relu(np.ones((17, 17)))

    assert "in line 3, return nothing" in examine("relu", my_relu).text
