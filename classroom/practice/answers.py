"""Keeps a learner's guesses and answers in a small file, so that a restart does not wipe them.

The file lies beside the notebooks, is read anew at every question, and may be deleted to begin
again. What is in it was perhaps changed by hand: whoever asks for an answer checks what comes.
"""

import json
import os
import tempfile
from pathlib import Path

NAME = "my_answers.json"
# Names another file; "nowhere" keeps answers for this session only, as the tests do.
VARIABLE = "CLASSROOM_ANSWERS"

_session = {}


def course_folder():
    """Return the folder of the notebooks, from which the kernel runs or from `deeper` in it."""
    here = Path.cwd()
    return here.parent if here.name == "deeper" else here


def kept(kind, name):
    """Return what is kept of a kind, such as "recall", under a name; an empty dict if nothing is.

    What was answered in this session counts, even where the file cannot be written.
    """
    answers = _read(_file())
    for source in (_session, answers):
        found = source.get(kind)
        if isinstance(found, dict) and isinstance(found.get(name), dict):
            return dict(found[name])
    return {}


def keep(kind, name, answer):
    """Keep an answer, a dict of plain values; return why it cannot be kept, or an empty text."""
    _session.setdefault(kind, {})[name] = answer
    file = _file()
    if file is None:
        return ""
    try:
        answers = _read(file)
        if not answers and file.exists() and file.stat().st_size:
            os.replace(file, file.with_name(f"damaged_{file.name}"))
        if not isinstance(answers.get(kind), dict):
            answers[kind] = {}
        answers[kind][name] = answer
        _write(file, json.dumps(answers, indent=1, ensure_ascii=False) + "\n")
    except OSError as error:
        why = error.strerror or type(error).__name__
        return f"It is kept until you restart the kernel, but {file.name} cannot be written: {why}."
    return ""


def _file():
    named = os.environ.get(VARIABLE)
    if named == "nowhere":
        return None
    return Path(named) if named else course_folder() / NAME


def _read(file):
    """Return what stands in the file; nothing if there is none or it is damaged."""
    try:
        answers = json.loads(file.read_text(encoding="utf-8")) if file else {}
    except (OSError, ValueError, RecursionError):
        answers = {}
    return answers if isinstance(answers, dict) else {}


def _write(file, text):
    """Write the file whole or not at all."""
    handle, unfinished = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.replace(unfinished, file)
    except BaseException:
        os.unlink(unfinished)
        raise
