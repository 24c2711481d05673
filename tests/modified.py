"""A notebook's tasks *Modify* and *Make*: its cells with a change, and what it tells of them."""

import re

from tests.notebooks import read


def cell_of(path, name):
    """Return the source of the cell with this id."""
    [source] = [cell.source for cell in read(path).cells if cell.id == name]
    return source


def changed(source, *changes):
    """Return a source with each pair (this, that) exchanged; each must stand in it once."""
    for this, that in changes:
        assert source.count(this) == 1, this
        source = source.replace(this, that)
    return source


def fold(path, task, summary="What comes out"):
    """Return what a notebook says in the first fold of this name below a task's headline."""
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    [found] = re.findall(
        rf"^### {task}\n.*?<summary>{summary}</summary>(.*?)</details>", text, flags=re.M | re.S
    )
    return found
