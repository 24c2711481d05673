"""Run notebooks from top to bottom in a fresh kernel and store what they print.

    python tools/refresh_notebooks.py            all of them
    python tools/refresh_notebooks.py 07         those whose name starts with 07, deeper/ too
    python tools/refresh_notebooks.py --text     only write hints, solutions, minutes and the map

Before it is run, a notebook gets the text that has its source elsewhere (`notebook_text`).
Afterwards each picture gets a bitmap beside it (`bitmaps`), and what answers a prediction is put
out of sight (`folded`). The stored outputs are what the tests compare with: run this after every
change of a notebook or of what it shows, and look at the difference before committing it.
"""

import argparse
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.bitmaps import with_bitmaps  # noqa: E402
from tools.count import minutes  # noqa: E402
from tools.folded import folded  # noqa: E402
from tools.notebook_text import every_notebook, title, with_text  # noqa: E402

NOTEBOOKS, STRICT = ROOT / "notebooks", str(ROOT / "tests" / "strict")
WIDGET = "application/vnd.jupyter.widget-view+json"


def refresh(path):
    """Run one notebook and write it back, free of anything that changes from run to run."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        }
    )
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
        coalesce_streams=True,
    )
    client.execute()
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    live = 0
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            if WIDGET in output.get("data", {}):
                # The kernel's number for a live widget means nothing once the kernel is gone.
                output["data"][WIDGET]["model_id"] = f"panel-{live}"
                live += 1
    notebook = folded(with_bitmaps(notebook))
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def courses_text(folder):
    """Return every notebook with what has its source elsewhere, by its path below a folder."""
    books = {
        name: nbformat.read(path, as_version=4) for name, path in every_notebook(folder).items()
    }
    titles = {name: title(name, book) for name, book in books.items()}
    lengths = {name: minutes(book) for name, book in books.items()}
    return {name: with_text(book, name, titles, lengths) for name, book in books.items()}


def main(prefixes, text_only):
    """Refresh all notebooks, or those whose names start with one of the prefixes."""
    # As in the tests: what `tests/strict` calls a fault is one, and no guess is kept.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [STRICT, os.environ.get("PYTHONPATH")]))
    os.environ["CLASSROOM_ANSWERS"] = "nowhere"
    for name, notebook in courses_text(NOTEBOOKS).items():
        path = NOTEBOOKS / name
        if not prefixes or path.name.startswith(tuple(prefixes)):
            nbformat.write(notebook, path)
            if not text_only:
                refresh(path)
            print(f"{'wrote the text of' if text_only else 'refreshed'} {name}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Run notebooks and store what they print.")
    parser.add_argument("prefixes", nargs="*", help="such as 07; without any, all notebooks")
    parser.add_argument("--text", action="store_true", help="write the text, and run nothing")
    arguments = parser.parse_args()
    main(arguments.prefixes, arguments.text)
