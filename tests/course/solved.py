"""A notebook as a learner leaves it: all exercises solved, and every control moved.

One run serves both questions: the model solutions stand in the exercises' cells, and after the last
cell the same kernel moves the widgets (tests/sweep.py).
"""

import ast
import json
import re

import nbformat
from nbclient import NotebookClient

import nnlib
from classroom.practice.catalogue import EXERCISES, LESSONS, practice_of
from classroom.practice.checking import source
from tests.notebooks import CORE, DEEPER, FOLDER, ROOT, exercise_cells, panels_of, read

MODULES = [practice_of(lesson) for lesson in LESSONS]
NAMES = {e.name for module in MODULES for e in module.EXERCISES}
SWEEP = (ROOT / "tests" / "sweep.py").read_text(encoding="utf-8")


def asks_for_something(path):
    """Return whether a notebook has an exercise to solve, or a control to move."""
    return any(exercise_cells(read(path))) or panels_of(path) > 0


def filled_in(path):
    """Return a notebook in which every exercise is solved as the course solves it."""
    notebook = read(path)
    for name, i in exercise_cells(notebook):
        tree = ast.parse(notebook.cells[i].source)
        others = [ast.unparse(node) for node in tree.body if not isinstance(node, ast.FunctionDef)]
        notebook.cells[i].source = "\n\n\n".join([source(EXERCISES[name].solution), *others])
    return notebook


def solve(path, folder):
    """Solve a notebook, run it, and move its controls.

    It lies in a folder with those before it, also solved, as a learner's does.

    Returns
    -------
    notebook, panels
        The notebook that has run, and what the sweep of its panels saw.
    """
    (folder / "deeper").mkdir()
    before = [other for other in CORE if other.name[:2] <= path.name[:2]]
    for each in [*before, *([path] if path in DEEPER else [])]:
        notebook = filled_in(each)
        nbformat.write(notebook, folder / each.relative_to(FOLDER))
    notebook.cells.append(nbformat.v4.new_code_cell(f"{SWEEP}\n\nprint('SWEEP', await report())"))
    resources = {"metadata": {"path": str((folder / path.relative_to(FOLDER)).parent)}}
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources=resources).execute()
    printed = "".join(output.get("text", "") for output in notebook.cells[-1].outputs)
    return notebook, json.loads(re.search(r"^SWEEP (.*)$", printed, flags=re.M)[1])


def check_exercises(path, notebook):
    """Check that every check is passed, and that the network is one's own."""
    number = int(path.stem[:2])
    for name, i in exercise_cells(notebook):
        said = notebook.cells[i].outputs[0].data["text/plain"]
        assert said.startswith(f"✓ Correct · {name}: "), said
    said = [
        output.data["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "→ Looking back · functions: " in output.get("data", {}).get("text/plain", "")
    ]
    own = {e.name for module in MODULES[: number + 1] for e in module.EXERCISES}
    own &= set(nnlib.__all__)
    for text in said:
        assert set(re.findall(r"\w+", text.split(" your own.")[0])) & NAMES == own
    if path in CORE and number == 7:
        assert said and "nnlib" not in said[0]


def check_panels(path, panels):
    """Check that every control of every panel moves the picture, without a fault."""
    assert len(panels) >= panels_of(path)
    labels = " ".join(label for panel in panels for label in panel["controls"])
    if path in CORE[1:]:
        assert "learning rate" in labels
        assert "layer" in labels or "units" in labels
    for panel in panels:
        assert panel["moves"] > len(panel["controls"])
        assert panel["faults"] == [], panel["faults"]
        assert panel["still"] == []
