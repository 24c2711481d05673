"""The overview as text for the terminal, and as CSV for a spreadsheet."""

import csv
import io
import textwrap

from classroom.overview.hand_ins import (
    CORRECT,
    FORESEEN,
    GUESSED,
    NOT_TRIED,
    NOT_YET,
    SURPRISE,
)
from classroom.overview.summary import share, tasks_by_lesson

SIGNS = {
    CORRECT: "✓",
    FORESEEN: "✓",
    NOT_YET: "✗",
    SURPRISE: "!",
    GUESSED: "?",
    NOT_TRIED: "○",
    None: " ",
}
TITLES = {
    "exercises": "Exercises",
    "predictions": "Predictions",
    "recalls": "Questions on this lesson, asked in later ones",
}
LEGEND = (
    "✓ correct, or foreseen   ✗ not yet   ! surprised   ? guessed, result not seen   "
    "○ not tried   (empty: the notebook was not handed in)"
)
LONGEST = 24  # letters of a name


def text_table(pupils, width=100):
    """Return the overview as text: a block for each lesson, a line for each pupil.

    Parameters
    ----------
    pupils : list of Pupil
    width : int
        Of the lines, in letters.
    """
    lines = [LEGEND, ""]
    room = max((min(len(pupil.name), LONGEST) for pupil in pupils), default=0)
    for lesson, tasks in tasks_by_lesson(pupils).items():
        lines += [f"{lesson}", "=" * len(lesson)]
        for kind, title in TITLES.items():
            block = [task for task in tasks if task.kind == kind]
            if not block:
                continue
            lines += [
                title,
                f"{'':{room}}  {' '.join(f'{i:2d}' for i in range(1, len(block) + 1))}",
            ]
            for i, pupil in enumerate(pupils):
                if all(task.outcomes[i] is None for task in block):
                    continue
                signs = " ".join(f"{SIGNS[task.outcomes[i]]:>2}" for task in block)
                doubted = [x.name for x in block if kind == "exercises" and x.name in pupil.doubts]
                doubt = f"   stored result is wrong: {', '.join(doubted)}" if doubted else ""
                lines.append(f"{_short(pupil.name):{room}}  {signs}{doubt}")
            for number, task in enumerate(block, start=1):
                lines.append(f"{number:4d}  {task.name}: {share(task)}")
                if task.reason:
                    told = f"{_told(task.times)}: {task.reason}"
                    lines += textwrap.wrap(
                        told, width, initial_indent=" " * 6, subsequent_indent=" " * 6
                    )
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _told(times):
    return f"told {times} time{'s' if times != 1 else ''}"


def _short(name):
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def csv_table(pupils):
    """Return the overview as CSV: a line for each pupil, a column for each task."""
    lessons = tasks_by_lesson(pupils)
    columns = [(lesson, task) for lesson, tasks in lessons.items() for task in tasks]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = [f"{lesson[:2]} {task.kind[:-1]} {task.name}" for lesson, task in columns]
    writer.writerow(["pupil", *heads, "stored result is wrong"])
    for i, pupil in enumerate(pupils):
        outcomes = [task.outcomes[i] or "" for _, task in columns]
        writer.writerow([_harmless(pupil.name), *outcomes, " ".join(pupil.doubts)])
    return text.getvalue()


def _harmless(name):
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "\t")) else name
