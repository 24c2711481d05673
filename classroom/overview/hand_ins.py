"""Finds what pupils handed in, and reads the results that are stored in it. It runs nothing."""

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from classroom.practice.answers import NAME
from classroom.practice.catalogue import EXERCISES, LESSONS, PREDICTIONS, QUESTIONS

CORRECT, NOT_YET, NOT_TRIED = "correct", "not yet", "not tried"
FORESEEN, SURPRISE, GUESSED = "foreseen", "surprise", "guessed"
# Of two outcomes of one task, which a pupil may have handed in twice, the later in here counts.
ORDER = (NOT_TRIED, GUESSED, SURPRISE, FORESEEN, NOT_YET, CORRECT)

MOST_BYTES = 30_000_000  # of one file
SIGNS = {"✓ Correct": CORRECT, "✗ Not yet": NOT_YET, "○ Not attempted": NOT_TRIED}
PREDICTED = {"✓ Foreseen": FORESEEN, "! Surprise": SURPRISE}
ANSWERED = re.compile(r"^(✓ Correct|✗ Not yet) · ", re.MULTILINE)
HEAD = re.compile(rf"({'|'.join(SIGNS)}) · (\w+): (.*)", re.DOTALL)
CALL = re.compile(r"\b(check|reveal|recall|predict)\(\s*[\"'](\w+)[\"']")
# Folders that say nothing about who handed in, and those that hold no hand-in.
NAMELESS = {"my_course", "my_teaching", "notebooks", "deeper", "for_class"}
PASSED_OVER = {"earlier", "__pycache__"}
# The notebooks that go deeper, without their numbers: in a file's name they are not the pupil's.
DEEPER = [
    "a_rate_does_not_travel",
    "broadcasting",
    "choosing_without_peeking",
    "exact_slopes",
    "fading_with_depth",
    "figures_and_labels",
    "four_failures",
    "gallery_of_failures",
    "how_small_a_nudge",
    "how_sure_is_an_accuracy",
    "optimizers",
    "references",
    "spreads_by_layer",
    "stacks_and_bends",
    "surprise_and_squares",
    "the_bowl",
    "the_grid",
    "the_last_digits",
    "the_whole_ladder",
    "tumours",
    "where_goliath_catches_up",
]
LESSON = re.compile(rf"(?<!\d)\d\d_(?:{'|'.join([*LESSONS, *DEEPER])})")
# What a system for hand-ins or a browser writes into names.
ADDED = re.compile(r"_\d+_assignsubmission_file_?|[-_ ]?Copy\d*|[ _]?\(\d+\)|[ _-]?my_answers")


@dataclass
class Pupil:
    """What one pupil handed in.

    Attributes
    ----------
    name : str
    exercises, predictions, recalls : dict
        Name -> outcome, of what the notebooks that were handed in ask for.
    reasons : dict
        Exercise -> why it is not yet correct, as the pupil was told.
    notebooks : list of Path
    doubts : list of str
        Exercises whose stored result is not what a rerun finds.
    """

    name: str
    exercises: dict = field(default_factory=dict)
    predictions: dict = field(default_factory=dict)
    recalls: dict = field(default_factory=dict)
    reasons: dict = field(default_factory=dict)
    notebooks: list = field(default_factory=list)
    doubts: list = field(default_factory=list)


def read_folder(folder):
    """Read all hand-ins below a folder.

    Parameters
    ----------
    folder : Path
        A folder for each pupil, or files that carry their names (`02_activations_anna.ipynb`), at
        any depth.

    Returns
    -------
    pupils : list of Pupil
        In the order of their names.
    problems : list of (str, str)
        File, and why it was left out: one sentence each.

    Raises
    ------
    ValueError
        If there is no such folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"{folder} is no folder. Name the one that holds the hand-ins.")
    pupils, problems = {}, []
    for path in _files(folder):
        shown = path.relative_to(folder).as_posix()
        try:
            content, why = _loaded(path)
        except OSError as error:
            content, why = None, f"it cannot be read ({error.strerror or type(error).__name__})."
        answers = path.suffix == ".json"
        if content is not None and not answers:
            content = _cells(content)
            if not _are_ours(content):
                content, why = None, "it is a notebook, but none of this course."
        if content is None:
            problems.append((shown, why))
            continue
        name = pupil_name(path.relative_to(folder))
        pupil = pupils.setdefault(name.casefold(), Pupil(name))
        if answers:
            _read_answers(content, pupil)
        else:
            pupil.notebooks.append(path)
            _read_notebook(content, pupil)
    return sorted(pupils.values(), key=lambda pupil: pupil.name.casefold()), problems


def pupil_name(path):
    """Return whose hand-in a file is, by its path below the folder of hand-ins.

    A name in the file's own name counts; else that of its folders.
    """
    own = LESSON.sub("", ADDED.sub("", path.stem), count=1).strip(" _-.")
    own = re.sub(r"^\d\d(?!\d)[ _-]*", "", own)
    folders = [ADDED.sub("", part).strip(" _-") for part in path.parts[:-1]]
    folders = [part for part in folders if part not in NAMELESS and not LESSON.fullmatch(part)]
    return own or "/".join(folders) or "(without a name)"


def _files(folder):
    """Yield the files that may be hand-ins, in a fixed order; links are not followed."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name not in PASSED_OVER and not name.startswith(".")
        )
        for name in sorted(names):
            path = Path(place, name)
            ours = name.endswith(".ipynb") or name.endswith(NAME)
            if ours and not name.startswith((".", "damaged_")) and not path.is_symlink():
                yield path


def _loaded(path):
    """Return a file's content, or None and why there is none."""
    if path.stat().st_size > MOST_BYTES:
        return None, f"it is larger than {MOST_BYTES // 1_000_000} MB."
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None, "it is damaged: no complete JSON, as a notebook has to be."
    if not isinstance(content, dict):
        return None, "it is no notebook."
    return content, ""


def _cells(content):
    """Return the code cells as (source, outputs), whatever else the file holds."""
    cells = content.get("cells")
    cells = [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []
    found = []
    for cell in cells:
        if cell.get("cell_type") == "code":
            outputs = cell.get("outputs")
            outputs = outputs if isinstance(outputs, list) else []
            found.append((_joined(cell.get("source")), [_plain(output) for output in outputs]))
    return found


def _joined(text):
    """Return a notebook's text, which may be stored in lines."""
    if isinstance(text, list):
        text = "".join(line for line in text if isinstance(line, str))
    return text if isinstance(text, str) else ""


def _plain(output):
    if not isinstance(output, dict):
        return ""
    data = output.get("data")
    return _joined(data.get("text/plain") if isinstance(data, dict) else output.get("text"))


def _are_ours(cells):
    return any("from classroom" in source or CALL.search(source) for source, _ in cells)


def _read_notebook(cells, pupil):
    for source, outputs in cells:
        calls = CALL.findall(source)
        for kind, name in calls:
            if kind == "check" and name in EXERCISES:
                pupil.exercises.setdefault(name, NOT_TRIED)
            elif kind == "reveal" and name in PREDICTIONS:
                pupil.predictions.setdefault(name, NOT_TRIED)
            elif kind == "recall" and name in QUESTIONS:
                pupil.recalls.setdefault(name, NOT_TRIED)
        for output in outputs:
            _read_check(output, pupil)
        _read_reveals([name for kind, name in calls if kind == "reveal"], outputs, pupil)
        _read_recalls([name for kind, name in calls if kind == "recall"], outputs, pupil)


def _read_check(output, pupil):
    head = HEAD.match(output)
    if head is None or head[2] not in EXERCISES:
        return
    name, outcome = head[2], SIGNS[head[1]]
    if _better(pupil.exercises, name, outcome):
        pupil.reasons.pop(name, None)
        if outcome == NOT_YET:
            pupil.reasons[name] = reason(name, head[3])


def reason(name, told):
    """Return the part of what a pupil was told that the same mistake has in common.

    Of a known misconception, its sentence; of all else, the first line.
    """
    told = " ".join(told.split())
    for slip in EXERCISES[name].misconceptions:
        sentence = " ".join(slip.message.split())
        if sentence in told:
            return sentence
    return told


def _read_reveals(names, outputs, pupil):
    said = [text for text in outputs if text.startswith((*PREDICTED, "○ Not predicted"))]
    for name, text in zip(names, said, strict=False):
        outcome = next((word for sign, word in PREDICTED.items() if text.startswith(sign)), None)
        if outcome and name in PREDICTIONS:
            _better(pupil.predictions, name, outcome)


def _read_recalls(names, outputs, pupil):
    """Read what was answered: each question begins with its own line, its answers follow."""
    if not names:
        return
    names, name = iter(names), None
    for text in outputs:
        if text.startswith("? Question"):
            name = next(names, None)
        for sign in ANSWERED.findall(text) if name in QUESTIONS else ():
            _better(pupil.recalls, name, SIGNS[sign])


def _read_answers(content, pupil):
    """Read the file in which guesses and answers are kept beside the notebooks."""
    for name, entry in _entries(content, "predictions", PREDICTIONS):
        if entry.get("foreseen") in (True, False):
            outcome = FORESEEN if entry["foreseen"] else SURPRISE
        else:
            outcome = GUESSED if "guess" in entry else NOT_TRIED
        _better(pupil.predictions, name, outcome)
    for name, entry in _entries(content, "recall", QUESTIONS):
        tries = entry.get("tries")
        if isinstance(tries, list) and tries:
            right = QUESTIONS[name].answer in tries
            _better(pupil.recalls, name, CORRECT if right else NOT_YET)


def _entries(content, kind, known):
    found = content.get(kind)
    found = found if isinstance(found, dict) else {}
    return [(x, entry) for x, entry in found.items() if x in known and isinstance(entry, dict)]


def _better(outcomes, name, outcome):
    """Note an outcome unless there is a better one already; return whether it was noted."""
    noted = name not in outcomes or ORDER.index(outcome) > ORDER.index(outcomes[name])
    if noted:
        outcomes[name] = outcome
    return noted
