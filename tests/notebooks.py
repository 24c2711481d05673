"""The notebooks of the course, as files and as documents."""

import re
from pathlib import Path

import nbformat
import pytest

from tools.folded import unfolded

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "notebooks"
CORE = sorted(FOLDER.glob("*.ipynb"))
DEEPER = sorted((FOLDER / "deeper").glob("*.ipynb"))
NOTEBOOKS = CORE + DEEPER
CHECK = re.compile(r"""^check\(["'](\w+)["'], my_(\w+)\)$""", flags=re.M)


def name_of(path):
    """Return a notebook's path below the notebooks' folder, without its ending."""
    return path.relative_to(FOLDER).with_suffix("").as_posix()


def _each(paths):
    return pytest.mark.parametrize("path", paths, ids=name_of)


every_notebook, every_core, every_deeper = _each(NOTEBOOKS), _each(CORE), _each(DEEPER)


def of_one_lesson(path):
    """Return a lesson's notebooks, the core first, given one of them."""
    return [other for other in NOTEBOOKS if other.name[:2] == path.name[:2]]


def read(path):
    """Return a notebook as it is stored."""
    return nbformat.read(path, as_version=4)


def code(path):
    """Return a notebook's code cells, with all of their outputs."""
    return [cell for cell in unfolded(read(path)).cells if cell.cell_type == "code"]


def prose(path):
    """Return the texts of a notebook's other cells."""
    return [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]


def outputs(path):
    """Return what all cells of a notebook have put out."""
    return [output for cell in code(path) for output in cell.outputs]


def panels_of(path):
    """Return how many live panels a notebook shows."""
    return path.read_text(encoding="utf-8").count('"[panel: ')


def widgets_of(path):
    """Return how many live panels and questions a notebook shows."""
    live = "application/vnd.jupyter.widget-view+json"
    return sum(live in output.get("data", {}) for output in outputs(path))


def exercise_cells(notebook):
    """Yield (name, position) of every cell that ends in a check."""
    for i, cell in enumerate(notebook.cells):
        found = CHECK.search(cell.source) if cell.cell_type == "code" else None
        if found:
            assert found[1] == found[2]
            yield found[1], i
