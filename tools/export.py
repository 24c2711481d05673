"""Turn notebooks that were run into pages, slides, LaTeX or PDFs, with all of their pictures.

    python tools/export.py pdf notebooks/03_forward_pass.ipynb
    python tools/export.py slides my_course/03_forward_pass.ipynb --to talks
    python tools/export.py slides --to talks        slides of every notebook of the course
    python tools/export.py figures --to figures     every picture, for slides of one's own

The formats are html, slides, latex and pdf. In the course's own notebooks the results of
predictions are out of sight, and so they are on what is made of them; --results brings them back.
On slides hints and solutions are left out (`slides`). Pictures are told about in `figures`.

LaTeX needs pandoc (and a PDF from it XeLaTeX); pdf is printed by Chromium or Chrome. Slides need no
network when they are shown, html fetches what draws its formulas.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter, LatexExporter
from nbconvert.writers import FilesWriter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import figures, slides  # noqa: E402
from tools.bitmaps import with_bitmaps  # noqa: E402
from tools.folded import unfolded  # noqa: E402
from tools.notebook_text import every_notebook  # noqa: E402

EXPORTERS = {"html": HTMLExporter, "latex": LatexExporter}
FORMATS = [*EXPORTERS, "slides", "pdf"]
# A page's lines of code are wider than paper.
PAPER = "<style>body {zoom: 0.8} .jp-Cell pre {white-space: pre-wrap}</style></head>"
BROWSERS = "chromium", "chromium-browser", "google-chrome", "chrome", "msedge"


def export(kind, path, folder, results=False):
    """Write a notebook in one of the formats into a folder; return the new file's path."""
    notebook = nbformat.read(path, as_version=4)
    if results:
        notebook = unfolded(notebook)
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "pdf":
        with tempfile.TemporaryDirectory() as place:
            page = _write("html", notebook, path.stem, Path(place))
            text = page.read_text(encoding="utf-8").replace("</head>", PAPER, 1)
            page.write_text(text, encoding="utf-8")
            return _printed(page, folder / f"{path.stem}.pdf")
    return _write(kind, notebook, path.stem, folder)


def _write(kind, notebook, name, folder):
    if kind == "slides":
        file = folder / f"{name}.slides.html"
        file.write_text(slides.page(notebook, name), encoding="utf-8")
        return file
    if kind == "latex":
        notebook = with_bitmaps(notebook)
    beside = {"metadata": {"name": name}, "unique_key": name, "output_files_dir": f"{name}_files"}
    body, resources = EXPORTERS[kind]().from_notebook_node(notebook, beside)
    writer = FilesWriter(build_directory=str(folder))
    return Path(writer.write(body, resources, notebook_name=name))


def _printed(page, target):
    """Print a page as a browser does, and return the PDF's path."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit("No Chromium or Chrome was found. Make html, open it, and print it to a PDF.")
    with tempfile.TemporaryDirectory() as profile:
        options = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--no-first-run"]
        # Time for formulas to be fetched and set; the browser itself skips it where all is done.
        options += ["--virtual-time-budget=20000", f"--user-data-dir={profile}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--no-sandbox")  # which Chromium does not have for root
        command = [program, *options, f"--print-to-pdf={target.resolve()}", page.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode or not target.is_file():
        sys.exit(f"{program} has printed nothing:\n{done.stderr}")
    return target


def main(arguments=None):
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description="Turn notebooks into pages, slides or paper.")
    parser.add_argument("kind", choices=[*FORMATS, "figures"])
    parser.add_argument("notebooks", type=Path, nargs="*", help="all of the course, if none given")
    parser.add_argument("--to", type=Path, default=Path(), help="a folder; this one, if not given")
    parser.add_argument("--results", action="store_true", help="of predictions, where out of sight")
    given = parser.parse_args(arguments)
    chosen = given.notebooks or every_notebook(ROOT / "notebooks").values()
    if given.kind == "figures":
        print(figures.write(chosen, given.to))
        return
    for path in chosen:
        print(export(given.kind, path, given.to, given.results), flush=True)


if __name__ == "__main__":
    main()
