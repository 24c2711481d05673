"""A notebook's tasks *Modify* and *Make*: what it tells of them, and its cells with a change."""

import contextlib
import io
import re

from tests.notebooks import prose, read


def under(path, heading):
    """Return what stands under a heading of a notebook, up to the next one."""
    text = "\n\n".join(prose(path))
    return re.search(rf"^#+ {heading}\n(.*?)(?=^#+ |\Z)", text, flags=re.M | re.S)[1]


def fold(path, heading, summary="What comes out"):
    """Return what is folded below a task, under a summary; its minus is the keyboard's."""
    text = "\n\n".join(prose(path))
    [found] = re.findall(
        rf"^### {heading}\n.*?<summary>{summary}</summary>(.*?)</details>", text, flags=re.M | re.S
    )
    return found.replace("−", "-")


def cell_of(path, *names):
    """Return the source of the cell with this id, or of several, one after another."""
    cells = {cell.id: cell.source for cell in read(path).cells}
    return "\n".join(cells[name] for name in names)


def changed(source, *changes):
    """Return a source with each (this, that) exchanged; this has to stand in it.

    Where it stands more than once the change is (this, that, times).
    """
    for this, that, *times in changes:
        assert source.count(this) == (times or [1])[0], this
        source = source.replace(this, that)
    return source


def printed(source, names):
    """Run a cell's source among names, without revealing anything; return what it prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(source, "<cell>", "exec"), names | {"reveal": lambda *_: None})
    return out.getvalue()
