"""The text in the notebooks that has its source elsewhere, so that nothing is kept by hand twice.

Hints and solutions come from the lessons' exercises, titles and minutes from the notebooks' heads,
which are their first cells. `python tools/refresh_notebooks.py --text` writes them.
"""

import copy
import re

from nbformat.v4 import new_markdown_cell

from classroom.practice.catalogue import EXERCISES
from classroom.practice.checking import source

CHECK = re.compile(r"""^check\(["'](\w+)["'], my_\1\)$""", flags=re.M)
FOLDED = re.compile(r"<details><summary>(Hint \d|Solution)</summary>")
ROW = re.compile(r"^(\|[^|\n]*?(\d\d_\w+\.ipynb)[^|\n]*\|[^|\n]*\|)[^|\n]*\|$", flags=re.M)
MINUTES = re.compile(r"\*About (\d+) minutes, and (\d+) for the exercises")
TITLE = re.compile(r"# (\d\d) · ([^:\n]+)")
MAP = "**The map:**"


def with_text(notebook, name, heads):
    """Return a notebook with all such text written.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        It is not changed.
    name : str
        Its file's name.
    heads : dict
        From the name of every notebook's file to the text of its first cell, in reading order.

    Returns
    -------
    nbformat.NotebookNode
        Hints and solution follow each cell that ends in a check, the map of the course ends the
        last cell, and tables that list notebooks have their minutes.
    """
    written = copy.deepcopy(notebook)
    written.cells = [
        cell
        for kept in written.cells
        if not FOLDED.match(kept.source)
        for cell in (kept, *_answers(kept, name[:2]))
    ]
    for cell in written.cells:
        if cell.cell_type == "markdown":
            cell.source = ROW.sub(lambda row: _with_minutes(row, heads), cell.source)
    foot = written.cells[-1]
    foot.source = f"{foot.source.split(MAP)[0].rstrip()}\n\n{_map(name, heads)}"
    return written


def _answers(cell, number):
    """Return the cells that follow one: hints and solution, where it is an exercise."""
    found = CHECK.search(cell.source) if cell.cell_type == "code" else None
    if not found:
        return []
    exercise, begin = EXERCISES[found[1]], f"{number}-{found[1].replace('_', '-')}"
    hints = [_folded(f"Hint {i}", hint) for i, hint in enumerate(exercise.hints, start=1)]
    answer = _folded("Solution", f"```python\n{source(exercise.solution)}\n```")
    return [
        new_markdown_cell("\n\n".join(hints), id=f"{begin}-hints"),
        # The copies for a class leave out what has this tag.
        new_markdown_cell(answer, id=f"{begin}-solution", metadata={"tags": ["solution"]}),
    ]


def _folded(summary, text):
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def _with_minutes(row, heads):
    """Return a table's row on a notebook with its minutes; one on an unknown file as it is."""
    found = MINUTES.search(heads.get(row[2], ""))
    return f"{row[1]} {found[1]} + {found[2]} |" if found else row[0]


def _map(name, heads):
    """Return the line that leads to all other notebooks."""
    places = []
    for file, head in heads.items():
        found = TITLE.match(head)
        if not found:
            raise ValueError(
                f"{file} has to begin with a head such as '# {file[:2]} · Title: more'"
            )
        title = " ".join(found.groups())
        places.append(f"**{title}**" if file == name else f"[{title}]({file})")
    return f"{MAP} {' · '.join(places)}"
