"""Keeps the result of a prediction out of sight wherever a stored notebook is shown.

Not every page that shows notebooks folds what is to be folded; GitHub's does not say whether it
does. So the outputs of a cell that answers a prediction are stored in the metadata of one output,
which no page shows, and that output says where they are. The tests compare what is unfolded.
"""

import copy

from nbformat.v4 import new_output

TAG, KEY = "hide-output", "folded"
WORDS = "The result is not shown here, so that you can guess first. Run this cell to see it."


def folded(notebook):
    """Return a notebook with the outputs of every cell that has the tag out of sight."""
    return _with_outputs(notebook, _one)


def unfolded(notebook):
    """Return a notebook with all its outputs where they were when it was run."""
    return _with_outputs(notebook, outputs)


def outputs(cell):
    """Return a cell's outputs as they were when it was run."""
    return [
        kept
        for output in cell.get("outputs", [])
        for kept in output.get("metadata", {}).get(KEY, [output])
    ]


def _one(cell):
    kept = outputs(cell)
    if not kept or TAG not in cell.metadata.get("tags", []):
        return kept
    data = {"text/html": f"<p><em>{WORDS}</em></p>", "text/plain": WORDS}
    return [new_output("display_data", data, metadata={KEY: kept})]


def _with_outputs(notebook, of_cell):
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs = of_cell(cell)
    return made
