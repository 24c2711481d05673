"""Work sheets to print, with answer sheets for teachers, made from the course's own numbers.

python -m classroom.sheets FOLDER
"""

from classroom.sheets import contents, experiments
from classroom.sheets.page import Pen, document
from classroom.sheets.printing import chromium, print_pdfs

# file name -> (title, its numbers, its pages)
SHEETS = {
    "1_small_network": (
        "The small network: forward, back, one update",
        experiments.small_network,
        contents.small_network,
    ),
    "2_shapes": ("Shapes to fill in", experiments.shapes, contents.shapes),
    "3_cost": ("Cost by hand", experiments.costs, contents.costs),
    "4_curves": ("Cost curves to diagnose", experiments.curves, contents.curves),
    "5_human_network": ("The human network", experiments.human_network, contents.human_network),
}
FOR_TEACHERS = "_answers_for_teachers"


def sheet_pages(name):
    """Return the pages of a sheet, for pupils and for teachers, as two lists."""
    _, numbers, pages = SHEETS[name]
    given, answers = numbers()
    return pages(given, Pen()), pages(given, Pen(answers))


def write_sheets(folder, pdf=True, paper="A4"):
    """Write all work sheets and their answer sheets into a folder, which is made if need be.

    Parameters
    ----------
    folder : Path
    pdf : bool
        Whether to print each of them into a PDF beside it, where Chromium or Chrome is found.
    paper : str
        "A4" or "Letter": the paper of the PDFs. The HTML files fit both.

    Returns
    -------
    list of Path
        The files that were written, HTML before PDF.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written, to_print = [], {}
    for name, (title, _, _) in SHEETS.items():
        for kind, pages in zip(("", FOR_TEACHERS), sheet_pages(name), strict=True):
            words = f"{title}: answers, for teachers" if kind else title
            path = folder / f"{name}{kind}.html"
            path.write_text(document(words, pages), encoding="utf-8")
            written.append(path)
            to_print[path.with_suffix(".pdf")] = document(words, pages, paper)
    browser = chromium() if pdf else None
    return written + (print_pdfs(to_print, browser) if browser else [])
