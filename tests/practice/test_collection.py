"""The learner's own functions, from one notebook to the next."""

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

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
    assert "yours: none yet." in text
    assert all(name in text for name in collection.names())


def test_a_correct_function_is_taken_and_the_rest_of_the_notebook_is_not_run(mine):
    functions, text = mine(n02_activations=["raise SystemExit", RELU, SIGMOID, "1 / 0"])
    assert functions.relu is not nnlib.relu
    assert functions.relu(np.array([-1.0, 2.0])).tolist() == [0, 2]
    assert functions.sigmoid(np.zeros(1)).tolist() == [0.5]
    assert "yours: relu, sigmoid." in text or "yours: sigmoid, relu." in text


@pytest.mark.parametrize(
    "source",
    [
        "def my_relu(Z):\n    ...",
        "def my_relu(Z):\n    return Z",
        "def my_relu(Z):\n    return 1 / 0",
        "def my_relu(Z):\n    half a sent",
        "%timeit 3\ndef my_relu(Z):\n    return np.maximum(Z, 0)",
        "my_relu = lambda Z: np.maximum(Z, 0)",
        "def my_relu(Z, more):\n    return np.maximum(Z, 0)",
    ],
)
def test_what_is_not_correct_is_not_taken(mine, source):
    functions, text = mine(n02_activations=[source])
    assert functions.relu is nnlib.relu
    assert "yours: none yet." in text


def test_a_cell_that_cannot_be_run_and_a_damaged_file_are_named(mine, tmp_path):
    cell = "import no_such_module\ndef my_relu(Z):\n    return np.maximum(Z, 0)"
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


def test_a_fault_in_it_is_shown_with_its_own_line(mine):
    source = (
        "def my_relu(Z):\n    if Z.shape == (17, 17):\n        return nothing\n"
        "    return np.maximum(Z, 0)"
    )
    functions, _ = mine(n02_activations=[source])

    def my_relu(Z):
        return functions.relu(np.ones((17, 17)))

    assert "in line 3, return nothing" in examine("relu", my_relu).text
