"""Copies of the notebooks, without outputs: one's own, a class's without solutions, a teacher's.

Only Python's standard library is used here, because start.py makes the copies before anything is
installed. A copy that its owner has changed is never written over. Beside the copies a small file
keeps, for each, the fingerprint of what it was made from: the text of its cells. Running cells and
saving the outputs is no change in this sense.
"""

import ast
import hashlib
import json
import os
import re
import tempfile

RECORD, EARLIER = ".copies.json", "earlier"
RULES = "teacher.json"  # what hint() and solution() may show in a folder
SOLUTION = re.compile(r"<details><summary>Solution</summary>.*?</details>", flags=re.S)
# Calls whose code shows nothing that a class should read; a panel's name ends with _panel.
DRAWING = {"show", "playground", "predict", "recall", "my_predictions"}


def only_draws(source):
    """Whether code only draws or asks, so that a class need not see it.

    It calls show(…), predict(…), a panel and the like; imports, and names for plain values, may
    stand beside these calls.
    """
    try:
        lines = ast.parse(source).body
    except SyntaxError:
        return False
    calls = [line.value for line in lines if isinstance(line, ast.Expr)]
    rest = [line for line in lines if not isinstance(line, ast.Expr)]
    return bool(calls) and all(map(_draws, calls)) and all(map(_prepares, rest))


def _draws(value):
    called = getattr(value, "func", None)
    name = getattr(called, "id", getattr(called, "attr", ""))
    return name in DRAWING or name.endswith("_panel")


def _prepares(line):
    if isinstance(line, ast.Assign):
        try:
            ast.literal_eval(line.value)
        except ValueError:
            return False
        return True
    return isinstance(line, (ast.Import, ast.ImportFrom))


def cells_of(text):
    """The cells of a notebook file's text; ValueError if it is no notebook."""
    try:
        return json.loads(text)["cells"]
    except (KeyError, TypeError):
        raise ValueError("there are no cells in it") from None


def fingerprint(text):
    """A fingerprint of the text of all cells, or None if the file is no notebook."""
    try:
        parts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells_of(text)]
    except (ValueError, KeyError, TypeError):
        return None
    return hashlib.sha256(json.dumps(parts).encode("utf-8")).hexdigest()


def copied(text, leave_out=(), fold=False):
    """The text of a copy: without outputs, and without the cells that have one of these tags.

    Where these are left out that are tagged "solution", folded solutions under exercises are, too;
    with "help" the hints go as well. If asked to, code that only draws is folded away.
    """
    notebook, left_out = json.loads(text), set(leave_out)
    notebook["cells"] = [
        cell
        for cell in notebook["cells"]
        if not left_out.intersection(cell["metadata"].get("tags", []))
    ]
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
            # The course's own outputs are folded here and there; a learner's come unfolded.
            cell["metadata"].pop("jupyter", None)
            cell["metadata"]["tags"] = [tag for tag in tags if tag != "hide-output"]
            if fold and only_draws("".join(cell["source"])):
                cell["metadata"]["jupyter"] = {"source_hidden": True}
        elif "help" in tags and "solution" in left_out:
            source = SOLUTION.sub("", "".join(cell["source"])).rstrip()
            cell["source"] = source.splitlines(True)
        if not cell["metadata"].get("tags", True):
            del cell["metadata"]["tags"]
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def read(path):
    """The text of a file, or None if there is none."""
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None


def write(path, text):
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=str(path.parent), suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(unfinished, 0o644)
        os.replace(unfinished, str(path))
    except BaseException:
        os.unlink(unfinished)
        raise


def lessons(folder):
    """The notebooks in a folder and below it, by their path inside it, in order."""
    found = sorted(path.relative_to(folder) for path in folder.rglob("*.ipynb"))
    return [path for path in found if not any(part.startswith(".") for part in path.parts)]


def recorded(target):
    """What each copy was made from: its path -> the fingerprint."""
    try:
        record = json.loads(read(target / RECORD) or "{}")
    except ValueError:
        record = {}
    return record if isinstance(record, dict) else {}


def bring_up_to_date(source, target, leave_out=(), fold=False):
    """Make or renew the copies; return the paths of those that are changed and out of date.

    What is new, or not changed by its owner, becomes a copy of the course's notebook. What is
    changed, or cannot be read, is left alone.
    """
    before, outdated = recorded(target), []
    record = dict(before)
    for path in lessons(source):
        new = copied(read(source / path), leave_out, fold)
        name, courses, mine = path.as_posix(), fingerprint(new), read(target / path)
        made_from, now = before.get(name), None if mine is None else fingerprint(mine)
        unchanged = now is not None and now in (made_from, courses)
        if mine is None or unchanged:
            if now != courses:
                write(target / path, new)
            record[name] = courses
        elif made_from != courses:
            outdated.append(path)
    if record != before:
        write(target / RECORD, json.dumps(record, indent=1) + "\n")
    return outdated


def clear_outputs(target):
    """Take away what the last run left in the copies; their text stays.

    A file that cannot be read is left alone.
    """
    for path in lessons(target):
        text = read(target / path)
        if fingerprint(text) is None:
            continue
        notebook = json.loads(text)
        notebook.get("metadata", {}).pop("widgets", None)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
        if notebook != json.loads(text):
            write(target / path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def set_rules(target, hints, solutions, renew):
    """Write the file that allows hints and solutions; one that is there stays unless to renew."""
    if renew or not (target / RULES).exists():
        rules = {"hints": hints, "solutions": solutions}
        write(target / RULES, json.dumps(rules, indent=1) + "\n")


def put_aside(path):
    """Move a file into the folder `earlier` beside it, under a free name; return its new path."""
    number = 1
    while (path.parent / EARLIER / f"{path.stem}-{number}{path.suffix}").exists():
        number += 1
    place = path.parent / EARLIER / f"{path.stem}-{number}{path.suffix}"
    place.parent.mkdir(exist_ok=True)
    os.replace(str(path), str(place))
    return place


def afresh(source, target, number, leave_out=()):
    """Put the course's notebooks of this number in their places again.

    Returns {path: where the owner's own one is now, or None if there was none}.
    """
    chosen = [path for path in lessons(source) if path.name.startswith(number)]
    done = {p: put_aside(target / p) if (target / p).exists() else None for p in chosen}
    bring_up_to_date(source, target, leave_out)
    return done
