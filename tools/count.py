"""How long a notebook is: cells, words, panels, and the minutes that come of them.

    python tools/count.py        prints a line for each notebook

The minutes are an estimate: a class reads about 110 words a minute of a text with code beside it,
plays six minutes with a panel, thinks a minute about a prediction, and all of that takes 1.4 times
as long with a teacher and questions. An exercise, at home, is taken as ten minutes.
"""

import re
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.notebook_text import CHECK, every_notebook  # noqa: E402

WORDS_A_MINUTE, PANEL, PREDICTION, EXERCISE, IN_CLASS = 110, 6, 1, 10, 1.4
FOLDED = re.compile(r"<details>.*?</details>", flags=re.S)


def cells_of(notebook, kind):
    """Return the sources of a notebook's cells of one kind."""
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def visible_words(notebook):
    """Count what one reads without opening anything: all that blanks part, signs too."""
    return len(FOLDED.sub(" ", "\n".join(cells_of(notebook, "markdown"))).split())


def calls(notebook, pattern):
    """Count the lines of code that begin with a call."""
    return len(re.findall(pattern, "\n".join(cells_of(notebook, "code")), flags=re.M))


def panels(notebook):
    """Count the panels."""
    return calls(notebook, r"^(?:\w+ = )?lesson\.(?:\w*panel|playground)\(")


def minutes(notebook):
    """Return the minutes in class, in steps of five, and those for the exercises."""
    reading = visible_words(notebook) / WORDS_A_MINUTE
    playing = PANEL * panels(notebook) + PREDICTION * calls(notebook, r"^predict\(")
    whole = IN_CLASS * (reading + playing)
    return max(5, 5 * round(whole / 5)), EXERCISE * calls(notebook, CHECK.pattern)


if __name__ == "__main__":
    print(f"{'notebook':44}{'cells':>6}{'words':>7}{'panels':>7}  minutes")
    for name, path in every_notebook(ROOT / "notebooks").items():
        notebook = nbformat.read(path, as_version=4)
        class_, home = minutes(notebook)
        print(
            f"{name:44}{len(notebook.cells):6}{visible_words(notebook):7}{panels(notebook):7}"
            f"  {class_} + {home}"
        )
