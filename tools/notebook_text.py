"""The text in the notebooks that has its source elsewhere, so that nothing is kept by hand twice.

Hints and solutions come from the lessons' exercises, titles from the notebooks' heads, which are
their first cells, and minutes from `count`. `python tools/refresh_notebooks.py --text` writes them.
"""

import copy
import re

from nbformat.v4 import new_markdown_cell

from classroom.practice.catalogue import EXERCISES
from classroom.practice.checking import source

CHECK = re.compile(r"""^check\(["'](\w+)["'], my_\1\)$""", flags=re.M)
REVEAL = re.compile(r"^reveal\(", flags=re.M)
FOLDED = re.compile(r"<details><summary>(Hint \d|Solution)</summary>")
ROW = re.compile(r"^(\|[^|\n]*?(\d\d_\w+\.ipynb)[^|\n]*\|[^|\n]*\|)[^|\n]*\|$", flags=re.M)
MINUTES = re.compile(r"\*About \d+ minutes in class(, and \d+ for the exercises)?\.")
TITLE = re.compile(r"# (?:Deeper )?(\d\d) · ([^:\n]+)")
# What begins the lines at the foot of a notebook that lead to the others.
MAP = "<details><summary>The map</summary>"
FOOT = re.compile(
    rf"^(?:{MAP}|\*\*(?:The map|Deeper into this lesson|Back to the lesson):\*\*)", flags=re.M
)


def every_notebook(folder):
    """Return every notebook, by its path below a folder, in reading order."""
    found = [*sorted(folder.glob("*.ipynb")), *sorted((folder / "deeper").glob("*.ipynb"))]
    return {path.relative_to(folder).as_posix(): path for path in found}


def with_text(notebook, name, titles, minutes):
    """Return a notebook with all such text written.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        It is not changed.
    name : str
        Its path below the folder of the notebooks.
    titles : dict
        From every notebook's path to (number, title), in reading order.
    minutes : dict
        From every notebook's path to its minutes in class and for the exercises.

    Returns
    -------
    nbformat.NotebookNode
        Hints and solution follow each cell that ends in a check, the map of the course ends the
        last cell, the head and tables that list notebooks have their minutes, and a cell that
        reveals what was predicted is shown folded until it is run.
    """
    written = copy.deepcopy(notebook)
    written.cells = [
        cell
        for kept in written.cells
        if not FOLDED.match(kept.source)
        for cell in (kept, *_help(kept, name))
    ]
    for cell in written.cells:
        if cell.cell_type == "markdown":
            cell.source = ROW.sub(lambda row: _with_minutes(row, minutes), cell.source)
            cell.source = MINUTES.sub(_sentence(*minutes[name]), cell.source)
        else:
            _fold(cell)
    foot = written.cells[-1]
    foot.source = f"{FOOT.split(foot.source)[0].rstrip()}\n\n{_foot(name, titles)}"
    return written


def title(name, notebook):
    """Return a notebook's number and title, which are the beginning of its first cell."""
    found = TITLE.match(notebook.cells[0].source)
    number = name.rsplit("/", 1)[-1][:2]
    if not found or found[1] != number:
        deeper = "Deeper " * name.startswith("deeper/")
        raise ValueError(f"{name} has to begin with a head such as '# {deeper}{number} · Title: …'")
    return found.groups()


def _help(cell, name):
    """Return the cell that follows one, hints and solution, where it is an exercise."""
    found = CHECK.search(cell.source) if cell.cell_type == "code" else None
    if not found:
        return []
    exercise = EXERCISES[found[1]]
    folds = [_folded(f"Hint {i}", hint) for i, hint in enumerate(exercise.hints, start=1)]
    folds.append(_folded("Solution", f"```python\n{source(exercise.solution)}\n```"))
    number = name.rsplit("/", 1)[-1][:2]
    # The copies for a class leave the solution out of what has this tag.
    return [
        new_markdown_cell(
            "\n\n".join(folds),
            id=f"{number}-{found[1].replace('_', '-')}-help",
            metadata={"tags": ["help"]},
        )
    ]


def _folded(summary, text):
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def _fold(cell):
    """Fold the stored output of a cell that answers a prediction; running it opens it."""
    tags = [tag for tag in cell.metadata.get("tags", []) if tag != "hide-output"]
    jupyter = dict(cell.metadata.get("jupyter", {}))
    jupyter.pop("outputs_hidden", None)
    if REVEAL.search(cell.source):
        tags.append("hide-output")
        jupyter["outputs_hidden"] = True
    for key, value in (("tags", tags), ("jupyter", jupyter)):
        cell.metadata.pop(key, None)
        if value:
            cell.metadata[key] = value


def _sentence(in_class, exercises):
    home = f", and {exercises} for the exercises" if exercises else ""
    return f"*About {in_class} minutes in class{home}."


def _with_minutes(row, minutes):
    """Return a table's row on a notebook with its minutes; one on an unknown file as it is."""
    if row[2] not in minutes:
        return row[0]
    in_class, exercises = minutes[row[2]]
    return f"{row[1]} {in_class} + {exercises} |"


def _foot(name, titles):
    """Return the lines that lead to all other notebooks."""
    up = "../" if name.startswith("deeper/") else ""
    number = titles[name][0]
    core = {file: " ".join(words) for file, words in titles.items() if "/" not in file}
    deeper = {f: words[1] for f, words in titles.items() if "/" in f and words[0] == number}
    lines = []
    if up:
        [lesson] = [file for file in core if file.startswith(number)]
        lines.append(f"**Back to the lesson:** [{core[lesson]}](../{lesson})")
    elif deeper:
        links = " · ".join(f"[{words}]({file})" for file, words in deeper.items())
        lines.append(f"**Deeper into this lesson:** {links}")
    places = [
        f"**{words}**" if file == name else f"[{words}]({up}{file})" for file, words in core.items()
    ]
    lines.append(f"{MAP}\n\n{' · '.join(places)}\n\n</details>")
    return "\n\n".join(lines)
