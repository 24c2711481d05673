"""A notebook on a page, on slides and on paper: every picture is there, and says what it shows."""

import io
import os
import re
import shutil
from html import unescape
from html.parser import HTMLParser
from urllib.request import urlopen

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from PIL import Image

from tests.notebooks import CORE, code, read
from tools import export
from tools.folded import WORDS

CHOSEN = [path for path in CORE if path.name[:2] in ("00", "03", "07")]
chosen = pytest.mark.parametrize("path", CHOSEN, ids=lambda path: path.stem)
ALT = re.compile(r'<img alt="([^"]*)"')


def alts(cells):
    """Return what the pictures say that these cells show, in their order."""
    htmls = [o.get("data", {}).get("text/html", "") for cell in cells for o in cell.outputs]
    return [unescape(alt) for html in htmls for alt in ALT.findall(html)]


class Page(HTMLParser):
    """The pictures of a page: (what it says, its address)."""

    def __init__(self, text):
        super().__init__()
        self.pictures = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            found = dict(attributes)
            self.pictures.append((found["alt"], found["src"]))


def test_the_three_have_pictures_of_both_kinds_and_results_out_of_sight():
    assert len(CHOSEN) == 3
    for path in CHOSEN:
        in_sight = [cell for cell in read(path).cells if cell.cell_type == "code"]
        assert 2 <= len(alts(in_sight)) < len(alts(code(path)))


@pytest.mark.slow("long")
@pytest.mark.parametrize("kind", ["html", "slides"])
@chosen
def test_a_page_and_slides_show_every_picture(path, kind, tmp_path):
    text = export.export(kind, path, tmp_path, results=True).read_text(encoding="utf-8")
    pictures = Page(text).pictures
    assert [alt for alt, _ in pictures] == alts(code(path))
    for _, address in pictures:
        with urlopen(address) as file:
            shown = file.read()
        assert shown.startswith((b"<svg", b"\x89PNG")) and len(shown) > 1000
    assert WORDS not in text


@pytest.mark.slow("long")
@chosen
def test_latex_shows_every_picture(path, tmp_path):
    if shutil.which("pandoc") is None and os.environ.get("CI") != "true":
        pytest.skip("no pandoc on this machine")
    file = export.export("latex", path, tmp_path, results=True)
    text = file.read_text(encoding="utf-8")
    pictures = re.findall(r"\\adjustimage\{[^}]*\}\{[^}]*\}\}\{([^}]*)\}", text)
    assert len(pictures) == len(alts(code(path)))
    for name in pictures:
        image = Image.open(io.BytesIO((tmp_path / name).read_bytes()))
        assert image.width > 400 and len(image.convert("RGB").getcolors(2**24)) > 3


@pytest.mark.slow("browser")
@chosen
def test_a_pdf_shows_every_picture(path, tmp_path):
    if not any(map(shutil.which, export.BROWSERS)) and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine")
    printed = export.export("pdf", path, tmp_path, results=True).read_bytes()
    said = re.findall(rb"/Alt (?:\(((?:\\.|[^\\)])*)\)|<([0-9A-F]+)>)", printed, flags=re.S)
    said = [_words(plain, coded) for plain, coded in said]
    assert said == alts(code(path))


def _words(plain, coded):
    """Return a string of a PDF, which writes it plainly or in hexadecimal numbers."""
    if coded:
        return bytes.fromhex(coded.decode()).decode("utf-16")
    if plain.startswith(b"\xfe\xff"):
        return re.sub(rb"\\(.)", rb"\1", plain, flags=re.S).decode("utf-16")
    return re.sub(rb"\\(.)", rb"\1", plain, flags=re.S).decode("latin-1")


def test_results_are_out_of_sight_unless_they_are_asked_for(tmp_path):
    [path] = [path for path in CHOSEN if path.name.startswith("03")]
    text = export.export("html", path, tmp_path).read_text(encoding="utf-8")
    in_sight = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert [alt for alt, _ in Page(text).pictures] == alts(in_sight)
    assert text.count(WORDS) >= 3 and "Show me what happened" not in text


def test_slides_are_cut_at_headings_and_steps_and_leave_help_out():
    cells = [
        new_markdown_cell("# 03 · Title"),
        new_markdown_cell("A word."),
        new_code_cell("panel()"),
        new_markdown_cell("Did you see?"),
        new_markdown_cell("And then?"),
        new_markdown_cell("### Exercise 1"),
        new_code_cell("check()"),
        new_markdown_cell("Hints", metadata={"tags": ["help"]}),
        new_markdown_cell("On we go."),
        new_markdown_cell("## Next"),
    ]
    kinds = [c.metadata.slideshow.slide_type for c in export.cut(new_notebook(cells=cells)).cells]
    expected = "slide - subslide subslide - subslide subslide skip subslide slide"
    assert kinds == expected.split()
    assert all("slideshow" not in cell.metadata for cell in cells)
