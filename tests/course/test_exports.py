"""A notebook on a page, on slides and on paper: every picture is there, and says what it shows."""

import io
import os
import re
import shutil
import subprocess
from html import unescape
from html.parser import HTMLParser
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from PIL import Image

from tests import lab
from tests.notebooks import CORE, ROOT, code, read
from tools import export, slides
from tools.copies import only_draws
from tools.folded import WORDS, outputs

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
    if kind == "slides":
        without_a_network()
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
        new_markdown_cell("# 03 · Title\n\nA picture:"),
        new_markdown_cell("A word."),
        new_code_cell("lesson.flow_panel()"),
        new_markdown_cell("Did you see?"),
        new_markdown_cell("And then?\n\n### Exercise 1\n\nWrite it."),
        new_code_cell("check()"),
        new_markdown_cell("Hints", metadata={"tags": ["help"]}),
        new_markdown_cell("On we go."),
        new_markdown_cell("The answers", metadata={"tags": ["solution"]}),
        new_markdown_cell("## Next"),
    ]
    made = slides.cut(new_notebook(cells=cells)).cells
    kinds = [cell.metadata.slideshow.slide_type for cell in made]
    expected = "slide - subslide subslide - subslide subslide skip subslide skip slide"
    assert kinds == expected.split()
    assert ["transient" in cell.metadata for cell in made if cell.cell_type == "code"] == [
        True,
        False,
    ]
    assert all("slideshow" not in cell.metadata for cell in cells)


SPLIT = [
    ("Text.\n\n## A\n\nMore.\n\n### B\n\nEnd.", ["Text.", "## A\n\nMore.", "### B\n\nEnd."]),
    ("# A\n\nText.", ["# A\n\nText."]),
    ("Text.\n\n```\n# a comment\n```\n\n## A", ["Text.\n\n```\n# a comment\n```", "## A"]),
    ("A\n\n<details><summary>S</summary>\n\n## B\n\n</details>", None),
    ("The number #1 and\n#2 are no headings.", None),
]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_a_text_is_split_before_each_heading_and_nothing_is_lost(text, expected):
    cell = new_markdown_cell(text)
    parts = slides.split(cell)
    assert [part.source for part in parts] == (expected or [text])
    assert len({part.id for part in parts}) == len(parts) and cell.source == text


def without_a_network():
    """Skip where what goes into slides cannot be fetched, but not in CI."""
    try:
        return slides.parts()
    except subprocess.CalledProcessError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("what goes into slides cannot be fetched: there is no network")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The slides of the three, without results."""
    without_a_network()
    folder = tmp_path_factory.mktemp("slides")
    return {path: export.export("slides", path, folder) for path in CHOSEN}


@pytest.mark.slow("long")
@chosen
def test_slides_have_everything_inside_and_no_answers(path, made):
    text = made[path].read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    asked = page.find_all(["script", "link", "iframe", "img"])
    asked = [tag.get("src") or tag.get("href") or "data:" for tag in asked]
    assert all(address.startswith("data:") for address in asked)
    styles = " ".join(tag.get_text() for tag in page.find_all("style"))
    assert re.findall(r"url\(\s*[\"']?(?!data:)[^)]{0,60}|@import", styles) == []
    assert "reveal.js 5" in text and "MIT licence, Copyright" in text

    shown = page.get_text()
    assert text.count(WORDS) >= 3 and "Show me what happened" not in shown
    assert not page.find_all("summary", string=re.compile("Hint|Solution|good answers"))
    assert not page.find_all("details", open=True)
    sources = [tag.get_text() for tag in page.find_all(class_="jp-Editor")]
    assert sources and not any(only_draws(source.strip()) for source in sources)
    told = [cell for cell in code(path) if not only_draws(cell.source)]
    assert len(sources) == len(told)

    texts = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    formulas = sum(len(re.findall(r"\$\$.+?\$\$", source, flags=re.S)) for source in texts)
    assert len(page.select("div.formula math")) == formulas
    heads = [head for source in texts for head in re.findall(r"^#{1,3} ", source, flags=re.M)]
    assert len(page.select(".slides section :is(h1, h2, h3):first-child")) == len(heads)


def test_slides_are_made_of_every_notebook_if_none_is_named(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        export, "export", lambda kind, path, folder, results: asked.append((kind, path, folder))
    )
    export.main(["slides", "--to", str(tmp_path)])
    every = sorted((ROOT / "notebooks").rglob("*.ipynb"))
    assert sorted(path for _, path, _ in asked) == every and len(every) > 30
    assert {(kind, folder) for kind, _, folder in asked} == {("slides", tmp_path)}


def test_every_picture_is_exported_by_name_with_what_it_says(tmp_path):
    core, deeper = (sorted((ROOT / "notebooks" / x).glob("*.ipynb")) for x in ("", "deeper"))
    every = core + deeper
    export.main(["figures", "--to", str(tmp_path)])
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    stored = []
    for path in every:
        for cell in code(path):
            htmls = [output.get("data", {}).get("text/html", "") for output in outputs(cell)]
            stored += [(path.stem, cell.id, alt) for html in htmls for alt in img_alts(html)]
    shown = [(tag["src"], tag["alt"]) for tag in page.find_all("img")]
    assert len(stored) > 60 and [alt for _, alt in shown] == [alt for _, _, alt in stored]
    assert all(alt for _, alt in shown)
    for (source, _), (stem, cell, _) in zip(shown, stored, strict=True):
        assert source.startswith(f"{stem}_{cell}")
        with Image.open(tmp_path / source.replace(".svg", ".png")) as image:
            assert image.width >= 400
        if source.endswith(".svg"):
            assert (tmp_path / source).read_bytes().startswith(b"<svg")
    links = {tag["href"] for tag in page.find_all("a")}
    assert links | {"index.html"} == {path.name for path in tmp_path.iterdir()}


def img_alts(html):
    """Return the alternative text of every picture in a piece of HTML, however it is written."""
    return [tag["alt"] for tag in BeautifulSoup(html, "html.parser").find_all("img")]


READY = "return window.Reveal?.isReady()"


@pytest.mark.slow("browser")
def test_slides_ask_no_other_computer_and_fit_or_scroll(made):
    if lab.missing() and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine")
    with lab.browser() as driver:
        size = {"width": 1280, "height": 720, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        for file in made.values():
            driver.get(file.as_uri())
            lab.wait_for(lambda: driver.execute_script(READY), "the slides")
            asked = "return performance.getEntriesByType('resource').map(entry => entry.name)"
            assert [x for x in driver.execute_script(asked) if not x.startswith("data:")] == []
            found = driver.execute_script(
                """return Reveal.getSlides().map(slide => {
                    const {h, v} = Reveal.getIndices(slide);
                    Reveal.slide(h, v);
                    const box = slide.getBoundingClientRect(), style = getComputedStyle(slide);
                    const pictures = [...slide.querySelectorAll('img')];
                    const words = [...slide.querySelectorAll('p, li, pre')];
                    const size = part => parseFloat(getComputedStyle(part).fontSize);
                    return {
                        inside: box.top >= 0 && box.bottom <= 720 && box.right <= 1280,
                        reached: slide.scrollHeight <= 720 || style.overflowY === 'auto',
                        pictures: pictures.every(x => x.getBoundingClientRect().height <= 640),
                        letters: Math.min(...words.map(size)),
                    };
                })"""
            )
            assert len(found) > 20
            for slide in found:
                assert slide["inside"] and slide["reached"] and slide["pictures"]
                assert (slide["letters"] or 18) >= 18, slide  # 2.5 % of the height
            errors = [x for x in driver.get_log("browser") if x["level"] == "SEVERE"]
            assert errors == []
