"""How fast do the exercises' checks answer, and how much do they catch?

    python benchmarks/check_speed.py

Prints a table and writes it to benchmarks/results/check_speed.md. The figure to reach: an answer
half a second after the cell is run, in JupyterLab in Chromium (which it needs).
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from importlib.metadata import version
from pathlib import Path

from classroom.practice.catalogue import EXERCISES, LESSONS, practice_of
from classroom.practice.checking import examine
from tests import lab
from tests.course.live import answer
from tests.mutants import mutants

ROOT = Path(__file__).resolve().parent.parent

FIRST = """
import time
import matplotlib.figure, ipywidgets, nnlib
start = time.perf_counter()
import classroom
loaded = time.perf_counter() - start
from classroom.lessons import {lesson}
start = time.perf_counter()
from classroom.practice.checking import examine, EXERCISES
examine({name!r}, EXERCISES[{name!r}].solution)
print(loaded, time.perf_counter() - start)
"""


def first_check(lesson, name):
    """Return the seconds of loading `classroom`, and of the first check in a fresh Python."""
    code = FIRST.format(lesson=lesson, name=name)
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return [float(word) for word in run.stdout.split()]


def timed(name, function):
    """Return the outcome of one check and its seconds."""
    start = time.perf_counter()
    outcome = examine(name, function).outcome
    return outcome, time.perf_counter() - start


def row(lesson, exercise):
    """Return the table's row for one exercise, and all its times."""
    name = exercise.name
    load, first = first_check(lesson, name)
    times = [timed(name, exercise.solution)[1]]
    times += [timed(name, m.function)[1] for m in exercise.misconceptions]
    caught, same = 0, 0
    for _, mutant in mutants(exercise.solution):
        outcome, seconds = timed(name, mutant)
        times.append(seconds)
        caught += outcome == "not yet"
        same += outcome == "correct"
    number = f"{LESSONS.index(lesson):02}"
    cells = [number, f"`{name}`", len(exercise.misconceptions), caught + same, caught, same]
    cells += [f"{1000 * s:.0f} ms" for s in (first, statistics.median(times), max(times))]
    return "| " + " | ".join(map(str, cells)) + " |", times, load


def in_the_page():
    """Return the seconds from the keys that run a cell to its answer in the page, four times."""
    with (
        tempfile.TemporaryDirectory() as folder,
        lab.server(Path(folder)) as address,
        lab.browser() as driver,
    ):
        page = lab.Page(driver, address, "02_activations.ipynb")
        page.run_all()
        return [answer(page, line)[1] for line in ["return Z", "return np.maximum(Z, 0)"] * 2]


def main():
    warnings.simplefilter("ignore")
    lines = [
        "| notebook | exercise | misconceptions | mutants | caught | compute the same "
        "| first check | median | worst |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    all_times, loads = [], []
    for lesson in LESSONS:
        for exercise in practice_of(lesson).EXERCISES:
            line, times, load = row(lesson, exercise)
            print(line, flush=True)
            lines.append(line)
            all_times += times
            loads.append(load)
    lines += [
        "",
        f"{len(EXERCISES)} exercises, {len(all_times)} checks: median "
        f"{1000 * statistics.median(all_times):.1f} ms, worst {1000 * max(all_times):.0f} ms. "
        f"Loading `classroom` beside the other imports of a notebook takes "
        f"{1000 * statistics.median(loads):.0f} ms, once.",
        "",
        "In JupyterLab in Chromium, from the keys to the answer in the page: "
        f"{', '.join(f'{1000 * s:.0f}' for s in in_the_page())} ms.",
        "",
        "Mutants are small mechanical changes of the model solution (`tests/mutants.py`); those "
        "that compute the same are listed with their reasons in `tests/practice/test_content.py`. "
        "First check: in a fresh Python, with the solution's answers not yet computed.",
        "",
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, numpy {version('numpy')}.",
    ]
    text = "\n".join(lines) + "\n"
    (ROOT / "benchmarks" / "results" / "check_speed.md").write_text(text, encoding="utf-8")
    print(text.split("\n\n", 1)[1])


if __name__ == "__main__":
    main()
