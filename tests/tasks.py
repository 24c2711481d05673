"""The *Modify* and *Make* tasks of the notebooks: what they claim, and code changed as they ask."""

import contextlib
import io
import re

from tests.notebooks import FOLDER, prose, read


def folded_below(stem, heading):
    """Return what stands folded below a notebook's task; its sign for minus is the keyboard's."""
    text = "\n\n".join(prose(FOLDER / f"{stem}.ipynb"))
    [task] = re.findall(rf"^### {heading}\n(.*?)</details>", text, flags=re.M | re.S)
    return task[task.index("<details>") :].replace("−", "-")


def printed(stem, ids, names, *changes):
    """Run cells of a notebook one after another, changed, among names; return what they print.

    A change is (what stands there, how often, what takes its place).
    """
    cells = {cell.id: cell.source for cell in read(FOLDER / f"{stem}.ipynb").cells}
    code = "\n".join(cells[which] for which in ids)
    for old, times, new in changes:
        assert code.count(old) == times, old
        code = code.replace(old, new)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, stem, "exec"), names | {"reveal": lambda *_: None})
    return out.getvalue()
