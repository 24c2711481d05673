"""Brings the learner's own functions from the earlier notebooks into a later one."""

import ast
import linecache
import warnings
from pathlib import Path
from types import SimpleNamespace

import numpy as np

import nnlib
from classroom.practice.catalogue import LESSONS, practice_of
from classroom.practice.checking import examine
from classroom.practice.feedback import Feedback
from classroom.practice.plain import failure
from classroom.practice.running import Run


def names():
    """Return nnlib's functions that notebooks 00 to 07 have exercises for, in their order."""
    exercises = [x.name for lesson in LESSONS[:8] for x in practice_of(lesson).EXERCISES]
    return [name for name in exercises if name in nnlib.__all__]


def my_functions(folder="."):
    """Return the functions the learner has written so far, with nnlib's in the gaps.

    Parameters
    ----------
    folder : str or Path
        Where the notebooks are, as last saved.

    Returns
    -------
    mine : SimpleNamespace
        `mine.relu`, `mine.update`, …: the learner's `my_relu` where its check says *correct*,
        otherwise `nnlib.relu`.

    Notes
    -----
    A box says which are whose. Of the notebooks only the functions called `my_…`, and the functions
    and imports in the same cell, are read; nothing else in them is run.
    """
    mine = SimpleNamespace(**{name: getattr(nnlib, name) for name in names()})
    own = []
    try:
        paths = sorted(Path(folder).glob("0[0-7]_*.ipynb"))
    except Exception:  # no name of a folder, or one that nobody may read
        paths = []
    for path in paths:
        for name, function in _functions(path, mine):
            if examine(name, function).outcome == "correct":
                setattr(mine, name, function)
                own += [name] * (name not in own)
    others = [name for name in names() if name not in own]
    lines = [f"yours: {', '.join(own) or 'none yet'}."]
    if others:
        lines.append(f"From nnlib, until yours are found correct here: {', '.join(others)}.")
    Feedback("looking back", "functions", tuple(lines)).show()
    return mine


def _functions(path, mine):
    """Yield (exercise, function) for the learner's functions in a notebook."""
    import nbformat  # not at the top: many notebooks never come here, and it takes a while

    try:
        with warnings.catch_warnings():  # nbformat's, about ids
            warnings.simplefilter("ignore")
            cells = nbformat.read(path, as_version=4).cells
        cells = [(cell.cell_type, "".join(cell.source)) for cell in cells]
    except Exception as error:  # a damaged file is no reason to stop the lesson
        line = f"{path.name} cannot be read ({type(error).__name__}): its functions are left out."
        Feedback("not attempted", "functions", (line,)).show()
        return
    space = {"np": np, "nnlib": nnlib, "mine": mine, "__name__": path.stem}
    for i, (type_, source) in enumerate(cells):
        defined = _definitions(source) if type_ == "code" else []
        own = [node.name for node in defined if isinstance(node, ast.FunctionDef)]
        if not any(name.startswith("my_") for name in own):
            continue
        # The name under which Python finds the line again, for a message about it.
        filename = f"<{path.stem}, cell {i + 1}>"
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        # An import that fails, a default value that does not exist, or never comes to an end.
        error = _define(defined, filename, space)
        if error:
            line = f"cell {i + 1} of {path.name} stops with {error}: left out."
            Feedback("not attempted", "functions", (line,)).show()
            continue
        for name in names():
            if f"my_{name}" in own and f"my_{name}" in space:
                yield name, space[f"my_{name}"]


def _define(defined, filename, space):
    """Run a cell's definitions; return what stopped them, or None."""
    errors = []

    def work(run):
        try:
            exec(compile(ast.Module(defined, []), filename, "exec"), space)
        except BaseException as error:  # a decorator, too, may call sys.exit()
            errors.append(failure(error).name)

    run = Run(work, 3)
    return errors[0] if errors else None if run.finished else "a time-out"


def _definitions(source):
    """Return the functions and imports of a cell, as syntax trees."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []  # half written, or one of Jupyter's own commands
    return [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.Import | ast.ImportFrom)]
