"""Slides from a notebook: one page with everything in it, which needs no network.

What a slide is follows from the notebook, and no cell carries a mark for it: a heading begins a
slide, each step after it a slide below. Code that only draws is left out, and so are hints,
solutions, and answers to open questions.
"""

import base64
import copy
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from nbconvert import SlidesExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from tools.copies import only_draws
from tools.formulas import formula_font

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "tools" / "templates"
LOCK, PARTS = ROOT / "locks" / "slides.lock", ROOT / ".cache" / "slides"
LEFT_OUT = {"help", "solution"}
TITLE = re.compile(r"# (.*)")


def parts():
    """Return the folder with reveal.js and what sets formulas: fetched once, checked by hashes."""
    stamp, wanted = PARTS / "stamp.txt", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(PARTS, ignore_errors=True)
        options = ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"]
        command = [sys.executable, "-m", "pip", "install", *options, "-r", LOCK, "--target", PARTS]
        subprocess.run(command, check=True)
        stamp.write_text(wanted, encoding="utf-8")
    if str(PARTS) not in sys.path:
        sys.path.append(str(PARTS))
    return PARTS


def cut(notebook):
    """Return a notebook in slides: one for each heading, one below it for each step."""
    made, after_code = copy.deepcopy(notebook), False
    made.cells = [part for cell in made.cells for part in split(cell)]
    for cell in made.cells:
        code = cell.cell_type == "code"
        if LEFT_OUT.intersection(cell.metadata.get("tags", [])):
            kind = "skip"
        elif cell.source.startswith(("# ", "## ")):
            kind = "slide"
        elif code or after_code or cell.source.startswith("### "):
            kind = "subslide"
        else:
            kind = "-"
        cell.metadata["slideshow"] = {"slide_type": kind}
        if code and only_draws(cell.source):
            cell.metadata["transient"] = {"remove_source": True}
        after_code = code or (after_code and kind == "skip")
    return made


def split(cell):
    """Return a cell in parts: a text is cut before each heading that is not folded away or code."""
    if cell.cell_type != "markdown":
        return [cell]
    texts, code, folded = [[]], False, 0
    for line in cell.source.splitlines():
        if line.startswith("```"):
            code = not code
        folded += line.count("<details") - line.count("</details>")
        if re.match(r"#{1,3} ", line) and not code and not folded and texts != [[]]:
            texts.append([])
        texts[-1].append(line)
    made = []
    for number, lines in enumerate(texts):
        part = copy.deepcopy(cell)
        part.source = "\n".join(lines).strip()
        part.id = f"{cell.id}-{number}" if number else cell.id
        made.append(part)
    return made


def page(notebook, name):
    """Return a notebook's slides as one page."""
    folder = parts()
    reveal = folder / "sphinx_revealjs" / "_static" / "revealjs"
    title = TITLE.match(notebook.cells[0].source) if notebook.cells else None
    licence = (reveal / "LICENSE").read_text(encoding="utf-8")
    inside = {
        "title": title[1] if title else name,
        "notice": licence.splitlines()[0],
        "reveal_css": (reveal / "dist" / "reveal.css").read_text(encoding="utf-8"),
        "reveal_js": (reveal / "dist" / "reveal.js").read_text(encoding="utf-8"),
        "look": (TEMPLATES / "course_slides" / "look.css").read_text(encoding="utf-8"),
    }
    exporter = _Exporter(template_name="course_slides", extra_template_basedirs=[str(TEMPLATES)])
    resources = {"metadata": {"name": name}, "inside": inside}
    text, _ = exporter.from_notebook_node(cut(notebook), resources)
    font = base64.b64encode(formula_font([text])).decode()
    return text.replace("FORMULAS", font, 1)


class _Exporter(SlidesExporter):
    """Writes formulas as MathML, which needs no script."""

    exclude_anchor_links = True

    def markdown2html(self, source):
        return MarkdownWithMath(renderer=_Renderer(escape=False)).render(source)


class _Renderer(IPythonRenderer):
    def __init__(self, **options):
        super().__init__(exclude_anchor_links=True, **options)

    def inline_math(self, body):
        return _mathml(body, "inline")

    def block_math(self, body):
        return f'<div class="formula">{_mathml(body, "block")}</div>'


def _mathml(body, display):
    from latex2mathml.converter import convert

    return convert(body.strip(), display=display)
