"""nnlib: its names, its two floors, what an import costs, its docstrings."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import nnlib
from nnlib.storage import load_params, save_params
from nnlib.trainer import Trainer

GROUND = {"validation", "architecture", "initialization", "activations", "forward_pass"}
GROUND |= {"loss", "backprop", "update_rule", "optimizers", "regularization", "training"}
FIRST = {"trainer", "storage"}
SOURCES = {path.stem: path for path in Path(nnlib.__file__).parent.glob("*.py")}
NAMES = {
    "initialization": ["init_layers"],
    "activations": ["ACTIVATIONS", "relu", "relu_backward", "sigmoid", "sigmoid_backward"],
    "forward_pass": ["full_forward_propagation", "single_layer_forward_propagation"],
    "loss": ["convert_prob_into_class", "get_accuracy_value", "get_cost_value"],
    "backprop": ["full_backward_propagation", "single_layer_backward_propagation"],
    "update_rule": ["update"],
    "training": ["predict", "train"],
}
FUNCTIONS = [getattr(nnlib, name) for names in NAMES.values() for name in names if name.islower()]


def floor(module):
    """Return 0 for the network, 1 for the speed."""
    return 0 if module in GROUND else 1


def imports(module):
    """Return what a module of one file imports."""
    return imports_of(SOURCES[module])


def imports_of(path):
    """Return every module that is imported anywhere in the source, nested imports too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            if node.module == "nnlib":
                found |= {f"nnlib.{name.name}" for name in node.names}
            else:
                found.add(node.module)
    return found


def inside(found):
    """Return the modules of nnlib among them, without the package's name."""
    return {name.split(".")[1] for name in found if name.startswith("nnlib.")}


def test_the_package_offers_the_designs_names_and_no_others():
    assert sorted(nnlib.__all__) == sorted(name for names in NAMES.values() for name in names)
    for module, names in NAMES.items():
        for name in names:
            assert getattr(nnlib, name) is getattr(sys.modules[f"nnlib.{module}"], name)


def test_no_module_is_shadowed_by_a_name_the_package_offers():
    assert not set(nnlib.__all__) & set(SOURCES)


@pytest.mark.parametrize("module", sorted(GROUND))
def test_the_ground_floor_imports_numpy_and_itself_only(module):
    found = imports(module)
    assert {name.split(".")[0] for name in found} <= {"numpy", "nnlib"}
    assert inside(found) <= GROUND


def test_the_package_is_the_network_and_nothing_else():
    assert set(SOURCES) == GROUND | FIRST | {"__init__"}
    inside_it = Path(nnlib.__file__).parent.iterdir()
    assert {path.name for path in inside_it if path.suffix != ".py"} <= {"__pycache__"}


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_it_needs_numpy_alone_and_the_trainer_threadpoolctl(module):
    others = {name.split(".")[0] for name in imports(module)} - sys.stdlib_module_names
    assert others <= {"numpy", "nnlib"} | ({"threadpoolctl"} if module == "trainer" else set())


@pytest.mark.parametrize("module", sorted(set(SOURCES) - {"__init__"}))
def test_no_floor_imports_from_a_higher_one(module):
    assert all(floor(other) <= floor(module) for other in inside(imports(module)))


def test_the_package_itself_imports_the_ground_floor_only():
    assert inside(imports("__init__")) <= GROUND


def loaded_by(statement):
    code = f"import sys; {statement}; print(*sorted(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=SOURCES["__init__"].parents[1],
    )
    assert run.stderr == ""
    return set(run.stdout.split())


def test_importing_it_loads_nothing_but_numpy_and_the_ground_floor():
    more = loaded_by("import nnlib") - loaded_by("import numpy")
    assert more == {"nnlib", *(f"nnlib.{module}" for module in GROUND)}


def test_the_global_random_state_is_neither_used_nor_changed(good):
    args = good.X, good.Y, good.nn_architecture

    def work():
        trainer = Trainer(*args, 0.1, batch_size=2)
        trainer.step(5)
        return (
            nnlib.init_layers(good.nn_architecture),
            nnlib.train(*args, 2, 0.1),
            [
                trainer.params_values,
                trainer.cost_history,
            ],
        )

    before = np.random.get_state()  # noqa: NPY002
    first = work()
    np.testing.assert_equal(np.random.get_state(), before)  # noqa: NPY002
    try:
        np.random.seed(0)  # noqa: NPY002
        np.testing.assert_equal(work(), first)
    finally:
        np.random.set_state(before)  # noqa: NPY002


def test_the_settings_for_floating_point_errors_are_left_as_they_were(good):
    with np.errstate(all="raise"):
        before = np.geterr()
        nnlib.train(good.X, good.Y, good.nn_architecture, 2, 0.1)
        Trainer(good.X, good.Y, good.nn_architecture, 0.1).step(3)
        assert np.geterr() == before


@pytest.mark.parametrize("function", [*FUNCTIONS, save_params, load_params])
def test_a_public_function_says_what_it_takes_gives_and_refuses(function):
    first, _, rest = inspect.getdoc(function).partition("\n")
    assert first.endswith("."), "the first line is a sentence"
    described = {
        name
        for names in re.findall(r"^([\w, ]+) : \S", rest, re.MULTILINE)
        for name in names.removeprefix("Returns ").split(", ")
    }
    assert set(inspect.signature(function).parameters) <= described
    if function is not save_params:
        # Under a heading, or, where the function has two lines, in one line of the docstring.
        assert re.search(r"^Returns(\n-{7}\n\w| \w+ : \S)", rest, re.MULTILINE)
    whole = rest + inspect.getdoc(inspect.getmodule(function))
    assert "refused" in whole and ("TypeError" in whole or "ValueError" in whole)


@pytest.mark.parametrize("module", NAMES)
def test_a_lessons_module_names_its_notebook_and_its_source(module):
    doc = inspect.getdoc(sys.modules[f"nnlib.{module}"])
    assert re.search(r"Notebook \d\d\.", doc) and "the article's" in doc


@pytest.mark.parametrize("module", NAMES)
def test_a_public_function_of_the_network_checks_in_one_line_and_then_computes(module):
    for node in ast.parse(SOURCES[module].read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name in NAMES[module]:
            calls = [
                call.func.id
                for call in ast.walk(node)
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
            ]
            checks = [name for name in calls if name.startswith("check_")]
            # predict is the forward pass, which checks.
            assert len(checks) == (node.name != "predict"), node.name
            assert not any(isinstance(inner, ast.Raise) for inner in ast.walk(node)), node.name


@pytest.mark.parametrize("module", NAMES)
def test_a_lessons_module_is_two_screens_long(module):
    assert len(SOURCES[module].read_text(encoding="utf-8").splitlines()) <= 125


def test_the_trainers_docstrings_name_its_arguments():
    doc = inspect.getdoc(Trainer)
    assert "refused with a TypeError" in inspect.getdoc(inspect.getmodule(Trainer))
    for name in inspect.signature(Trainer).parameters:
        assert name in doc.replace(",", " ").split()
    for name, member in vars(Trainer).items():
        assert name.startswith("_") or inspect.getdoc(member), name


@pytest.mark.parametrize("module", sorted(GROUND | FIRST))
def test_every_module_and_function_has_a_first_sentence(module):
    tree = ast.parse(SOURCES[module].read_text(encoding="utf-8"))
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    for node in [tree, *public]:
        assert ast.get_docstring(node), getattr(node, "name", module)
