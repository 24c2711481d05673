"""Brings the learner's own functions from the earlier notebooks into a later one."""

import ast
import itertools
import json
import linecache
import warnings
from pathlib import Path
from types import SimpleNamespace

import numpy as np

import nnlib
from classroom.practice import cells
from classroom.practice.answers import course_folder
from classroom.practice.catalogue import LESSONS, practice_of
from classroom.practice.checking import examine
from classroom.practice.comparing import listed
from classroom.practice.feedback import Feedback
from classroom.practice.plain import failure
from classroom.practice.running import Run


def names():
    """Return nnlib's functions that notebooks 00 to 07 have exercises for, in their order."""
    exercises = [x.name for lesson in LESSONS[:8] for x in practice_of(lesson).EXERCISES]
    return [name for name in exercises if name in nnlib.__all__]


def my_functions(folder=None):
    """Return the functions the learner has written so far, with nnlib's in the gaps.

    Parameters
    ----------
    folder : str or Path, optional
        Where the notebooks are, as last saved; this notebook's folder, unless you name another.

    Returns
    -------
    mine : SimpleNamespace
        `mine.relu`, `mine.update`, …: the learner's `my_relu` where its check says *correct*,
        otherwise `nnlib.relu`.

    Notes
    -----
    A box says which are whose, and another why one that `check` called correct is left out. Of the
    notebooks only the functions called `my_…` are read, and what they need: other functions,
    imports, plain constants. Nothing else in them is run.
    """
    mine = SimpleNamespace(**{name: getattr(nnlib, name) for name in names()})
    own, left_out = [], {}
    try:
        place = course_folder() if folder is None else Path(folder)
        paths = sorted(place.glob("0[0-7]_*.ipynb"))
    except Exception:  # no name of a folder, or one that nobody may read
        paths = []
    for path in paths:
        for name, function, reason in written_functions(path, mine, names()):
            feedback = None if function is None else examine(name, function)
            if feedback is not None and feedback.outcome == "correct":
                setattr(mine, name, function)
                own += [name] * (name not in own)
            elif reason is not None:
                left_out[name] = reason or f"here it is not correct: {' '.join(feedback.lines)}"
    for name, reason in left_out.items():
        if name not in own:
            Feedback("not attempted", name, (f"my_{name} is left out: {reason}",)).show()
    others = [name for name in names() if name not in own]
    lines = ["none of them is your own yet."]
    if own:
        lines = [f"{listed(own)} {'is' if len(own) == 1 else 'are'} your own."]
    elif len(paths) <= 1:  # a notebook that was fetched alone, as Colab does
        here = f"only {paths[0].name} lies" if paths else "none of your notebooks lies"
        lines.append(
            f"In this folder {here}, and what you wrote elsewhere cannot be found. The lesson "
            "works all the same. To use your own functions, put your earlier notebooks here, as "
            "last saved, and run this cell again."
        )
    if others:
        whose = "These come from nnlib until yours are found correct here"
        lines.append(f"{whose}: {', '.join(others)}.")
    Feedback("looking back", "functions", tuple(lines)).show()
    return mine


def written_functions(path, mine, wanted):
    """Yield (exercise, function or None, reason) for the learner's functions in a notebook.

    Parameters
    ----------
    path : Path
        The notebook.
    mine : SimpleNamespace
        What its functions may call as `mine`.
    wanted : list of str
        The exercises to look for.

    Yields
    ------
    exercise, function, reason
        The reason is what to say if the function turns out not to be correct: None where there is
        nothing to be said, and an empty text where only its check can tell.
    """
    try:
        book = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) if cell["cell_type"] == "code" else "" for cell in book]
        praised = _praised(book, wanted)
    except Exception as error:  # a damaged file is no reason to stop the lesson
        line = (
            f"{path.name} cannot be read ({type(error).__name__}), so its functions are left out."
        )
        Feedback("not attempted", "functions", (line,)).show()
        return
    read, halves = [], {}
    for i, source in enumerate(sources):
        try:
            with (
                warnings.catch_warnings()
            ):  # Python's, about "is" or "\\d": told where it was written
                warnings.simplefilter("ignore")
                read.append(cells.statements(source))
        except SyntaxError as error:  # half written
            read.append([])
            halves[i] = (
                f"cell {i + 1} of {path.name} is not yet complete Python (see line {error.lineno})."
            )
    mentioned = [
        cell if "my_" in source else [] for cell, source in zip(read, sources, strict=True)
    ]
    made = [{name for statement in cell for name in cells.bound(statement)} for cell in mentioned]
    for i, name in itertools.product(range(len(read)), wanted):
        if f"my_{name}" in made[i]:
            function, reason = _function(f"my_{name}", path, sources, read, i, mine)
            yield name, function, "" if reason is None and name in praised else reason
    for name in praised:
        if not any(f"my_{name}" in found for found in made):
            half = [line for i, line in halves.items() if f"my_{name}" in sources[i]]
            yield name, None, [f"no cell of {path.name} makes it any more.", *half][-1]


def _praised(book, wanted):
    """Return those of the exercises whose check's praise is among the stored outputs."""
    outputs = [output for cell in book for output in cell.get("outputs", [])]
    texts = [x.get("text", x.get("data", {}).get("text/plain", "")) for x in outputs]
    texts = ["".join(text) for text in texts]  # in the file, a text may be a list of its lines
    return {name for name in wanted if any(f"✓ Correct · {name}:" in text for text in texts)}


def _function(name, path, sources, read, i, mine):
    """Return a learner's function, or None, and what it lacks, or None."""
    space = {"np": np, "nnlib": nnlib, "mine": mine, "__name__": path.stem}
    where, codes = f"cell {i + 1} of {path.name}", []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        needed, missing = cells.needs(read, i, name, space)
        for j, statement in needed:
            # The name under which Python finds the line again, for a message about it.
            filename, source = f"<{path.stem}, cell {j + 1}>", sources[j]
            linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
            codes.append(compile(ast.Module([statement], []), filename, "exec"))
    # An import that fails, a default value that does not exist, or never comes to an end.
    error = _define(codes, space)
    function = space.get(name)
    if name in missing:
        return None, f"{where} does not make it with a plain def. Begin a line with def {name}(."
    if missing:
        lacks = " and ".join(f"{x}, which cell {j + 1} computes" for x, j in missing.items())
        return function, f"{where} needs {lacks}. Compute it inside the function."
    return (None, f"{where} {error}.") if error else (function, None)


def _define(codes, space):
    """Run definitions; return what stopped them, or None."""
    errors = []

    def work(run):
        try:
            for code in codes:
                exec(code, space)
        except BaseException as error:  # a decorator, too, may call sys.exit()
            errors.append(f"stops with {failure(error).name}")

    run = Run(work, 3)
    return errors[0] if errors else None if run.finished else "does not come to an end"
