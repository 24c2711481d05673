"""How fast is the overview of what a class has solved?

    python benchmarks/overview_speed.py              hand-ins of 200 pupils
    python benchmarks/overview_speed.py --pupils 4   of so many; nothing is stored

The hand-ins are the course's notebooks with all their pictures, and with what `check` says of right
and wrong functions, chosen anew for each pupil. Prints a table and writes it to
benchmarks/results/overview_speed.md. The figure to reach: 200 hand-ins in 10 s, without `--rerun`.
"""

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from classroom.practice.catalogue import EXERCISES, PREDICTIONS, QUESTIONS  # noqa: E402
from classroom.practice.checking import examine, source  # noqa: E402
from tests.notebooks import NOTEBOOKS, exercise_cells, name_of, read  # noqa: E402
from tools.folded import unfolded  # noqa: E402

PUPILS, TIMES, RIGHT = 200, 3, 0.6
FORESEEN = ["✓ Foreseen: so it is.", "! Surprise: it is another."]


@cache
def answers_to(name):
    """Return what check says of an exercise's solution, and of each known mistake."""
    exercise = EXERCISES[name]
    functions = [exercise.solution, *(slip.function for slip in exercise.misconceptions)]
    return [examine(name, function).text for function in functions]


@cache
def template(path):
    """Return a notebook as it is when all of it has run, and where its exercises' cells are."""
    notebook = unfolded(read(path))
    return notebook, list(exercise_cells(notebook))


def with_answers(path, chance):
    """Return a notebook's text with one pupil's functions and guesses in it."""
    notebook, exercises = template(path)
    for name, place in exercises:
        told = answers_to(name)
        said = told[0] if chance.random() < RIGHT else chance.choice(told)
        cell = notebook.cells[place]
        solution = source(EXERCISES[name].solution).replace(f"def {name}", f"def my_{name}")
        cell.source = f'{solution}\n\n\ncheck("{name}", my_{name})'
        cell.outputs = [_shown(said)]
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.startswith("reveal("):
            cell.outputs[:1] = [_shown(chance.choice(FORESEEN))]
    return json.dumps(notebook, indent=1, ensure_ascii=False)


def _shown(text):
    return {"output_type": "display_data", "metadata": {}, "data": {"text/plain": text}}


def kept(chance):
    """Return the text of one pupil's my_answers.json."""
    guesses = {name: {"guess": 1, "foreseen": chance.random() < 0.5} for name in PREDICTIONS}
    recall = {name: {"tries": [chance.randint(1, 3)]} for name in QUESTIONS}
    return json.dumps({"predictions": guesses, "recall": recall})


def hand_in(folder, pupils, all_notebooks):
    """Write the hand-ins of so many pupils: all notebooks, or one each; return their bytes."""
    chance, size = random.Random(1), 0
    for number in range(pupils):
        for book in NOTEBOOKS if all_notebooks else [NOTEBOOKS[number % len(NOTEBOOKS)]]:
            path = folder / f"pupil_{number:03d}" / "my_course" / f"{name_of(book)}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(with_answers(book, chance), encoding="utf-8")
            size += path.stat().st_size
        answers = folder / f"pupil_{number:03d}" / "my_course" / "my_answers.json"
        answers.write_text(kept(chance), encoding="utf-8")
    return size


def seconds(folder, room):
    """Return how long the command takes from its start to its end, with all that it can write."""
    command = [sys.executable, "-m", "classroom.overview", folder]
    command += ["--csv", room / "table.csv", "--html", room / "page.html"]
    begun = time.perf_counter()
    subprocess.run(list(map(str, command)), cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begun


def row(pupils, all_notebooks):
    """Return the table's row for one kind of hand-in."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "handed_in")
        size = hand_in(folder, pupils, all_notebooks)
        files = sum(1 for _ in folder.rglob("*.ipynb"))
        times = [seconds(folder, Path(place)) for _ in range(TIMES)]
    kind = f"{pupils} pupils, {'all notebooks' if all_notebooks else 'one notebook'} each"
    figures = [kind, files, f"{size / 1e6:.0f} MB"]
    figures += [f"{value:.1f} s" for value in (statistics.median(times), max(times))]
    return f"| {' | '.join(map(str, figures))} |"


def main(arguments=None):
    """Measure both kinds of hand-ins and write the table."""
    parser = argparse.ArgumentParser(description="How fast is the overview?")
    parser.add_argument("--pupils", type=int, default=PUPILS)
    pupils = parser.parse_args(arguments).pupils
    lines = ["| hand-ins | notebooks | size | median | worst |", "|---|---|---|---|---|"]
    print(*lines, sep="\n")
    for all_notebooks in (False, True):
        lines.append(row(pupils, all_notebooks))
        print(lines[-1], flush=True)
    lines += [
        "",
        f"{TIMES} runs each, from the start of the command to its end, with the table, the CSV and "
        "the page; nothing is run again.",
        "",
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}.",
    ]
    if pupils == PUPILS:
        target = ROOT / "benchmarks" / "results" / "overview_speed.md"
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(*lines[4:], sep="\n")


if __name__ == "__main__":
    main()
