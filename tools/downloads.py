"""What the site's page for teachers offers to take away: work sheets, answers to them, slides.

The answers lie in a folder of their own, and nothing in the other two holds one.
"""

import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path

import nbformat

import start
from classroom.sheets import FOR_TEACHERS, SHEETS, write_sheets
from tools import copies, slides

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "downloads"
PUPILS, TEACHERS, SLIDES = "sheets", "answers_for_teachers", "slides"
NO_PARTS = (
    "What goes into the slides could not be fetched. The first time, the pages need a network: "
    "check it, then build them again."
)
HEAD = '<table class="downloads"><thead><tr><th>{}</th><th>file</th></tr></thead>\n<tbody>\n'


def make(folder):
    """Write all files below a folder, into a folder for each of the three kinds."""
    try:
        slides.parts()
    except subprocess.CalledProcessError:
        raise start.Stop(NO_PARTS) from None
    with tempfile.TemporaryDirectory() as place:
        for path in write_sheets(Path(place)):
            kind = TEACHERS if path.stem.endswith(FOR_TEACHERS) else PUPILS
            (folder / kind).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / kind / path.name)
    for path in _lessons():
        page = slides.page(nbformat.read(path, as_version=4), path.stem)
        copies.write(folder / SLIDES / f"{path.stem}.slides.html", page)


def _lessons():
    notebooks = ROOT / "notebooks"
    return [notebooks / path for path in copies.lessons(notebooks) if len(path.parts) == 1]


def with_downloads(text, folder):
    """Return a page's text with a table in place of each word SHEETS, ANSWERS and SLIDES.

    Parameters
    ----------
    text : str
    folder : Path
        Where `make` has put the files; only those that are there are offered.
    """
    titles = {name: title for name, (title, _, _) in SHEETS.items()}
    answers = {f"{name}{FOR_TEACHERS}": f"Answers: {titles[name]}" for name in titles}
    lessons = {f"{path.stem}.slides": _title(path) for path in _lessons()}
    tables = {
        "SHEETS": _table("hand out", titles, PUPILS, folder),
        "ANSWERS": _table("keep", answers, TEACHERS, folder),
        "SLIDES": _table("show", lessons, SLIDES, folder),
    }
    for mark, table in tables.items():
        text = text.replace(f"\n{mark}\n", f"\n{table}\n")
    return text


def _title(path):
    return path.stem.replace("_", " ")


def _table(head, names, kind, folder):
    rows = []
    for name, title in names.items():
        files = [f"{name}.{end}" for end in ("pdf", "html")]
        links = [
            f'<a href="{FOLDER}/{kind}/{file}" download>{file.rpartition(".")[2].upper()}</a>'
            for file in files
            if (folder / kind / file).is_file()
        ]
        rows.append(f"<tr><td>{escape(title)}</td><td>{' '.join(links)}</td></tr>\n")
    return f"{HEAD.format(head)}{''.join(rows)}</tbody></table>"
