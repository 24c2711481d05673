"""How the pages of the site are made: what does not need a built site."""

import base64
import io
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

import start
from classroom import sheets
from classroom.sheets import FOR_TEACHERS, SHEETS, sheet_pages
from tests.notebooks import CORE, FOLDER, ROOT
from tools import copies, downloads, site_pages

ADDRESS = "https://github.com/owner/course"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" aria-label="A &amp; B"><text>ä</text></svg>'


def image(kind, data):
    return f'<img alt="A &amp; B" class="nnlib-still" src="data:image/{kind},{data}">'


def bitmap(colour):
    file = io.BytesIO()
    Image.new("RGB", (20, 10), colour).save(file, "PNG")
    return image("png;base64", base64.b64encode(file.getvalue()).decode())


@pytest.mark.parametrize(
    "stored",
    [
        image("svg+xml;base64", base64.b64encode(SVG.encode()).decode()),
        image("svg+xml", quote(SVG)),
    ],
    ids=["base64", "quoted"],
)
def test_a_drawing_is_written_into_the_page(stored):
    made = site_pages.IMAGE.sub(site_pages.in_the_page, f"<p>before</p>{stored}")
    assert made == f'<p>before</p><div class="picture">{SVG}</div>'


@pytest.mark.parametrize(
    "colour, kind",
    [("white", "chart"), ("black", "chart"), ("#7ab2da", "plane"), ("#0072B2", "chart")],
)
def test_a_plane_full_of_answers_is_told_from_a_chart(colour, kind):
    stored = bitmap(colour)
    made = site_pages.IMAGE.sub(site_pages.in_the_page, stored)
    assert made == f'<div class="picture bitmap {kind}">{stored}</div>'


def test_a_lesson_links_to_where_it_runs():
    made = site_pages.ways(Path("deeper/06_the_bowl.ipynb"), ADDRESS)
    assert 'href="../../lab/index.html?path=deeper/06_the_bowl.ipynb"' in made
    assert "mybinder.org/v2/gh/owner/course/HEAD" in made
    assert "colab.research.google.com/github/owner/course" in made
    assert 'href="06_the_bowl.ipynb" download' in made


@pytest.mark.parametrize("address", [None, "https://example.org/course"])
def test_without_an_address_on_github_there_is_no_binder_and_no_colab(address):
    made = site_pages.ways(Path("00_start_here.ipynb"), address)
    assert "Run it here" in made and "Download" in made
    assert "Binder" not in made and "Colab" not in made


@pytest.mark.parametrize(
    "text, place, expected",
    [
        ("[a](https://a.org)", "docs/x.md", "[a](https://a.org)"),
        ("[a](#there)", "docs/x.md", "[a](#there)"),
        ("[a](../CHANGELOG.md)", "docs/x.md", "[a](../CHANGELOG.md)"),
        ("[a](notebooks/02_x.ipynb#b)", "index.md", "[a](notebooks/02_x.ipynb#b)"),
        ("[a](LICENSE)", "CONTRIBUTING.md", f"[a]({ADDRESS}/blob/HEAD/LICENSE)"),
        ("[`a`](../tools/x.py)", "docs/x.md", f"[`a`]({ADDRESS}/blob/HEAD/tools/x.py)"),
        ("![a](LICENSE)", "docs/x.md", "![a](LICENSE)"),
    ],
)
def test_links_to_what_is_no_page_lead_into_the_repository(text, place, expected):
    assert site_pages.with_links(text, Path(place), ADDRESS) == expected


def test_without_an_address_the_words_of_such_links_stay():
    assert site_pages.with_links("see [it](LICENSE).", Path("README.md"), None) == "see it."


def test_a_lesson_s_page_has_the_links_under_its_title_and_nothing_else_is_changed():
    path = Path("02_activations.ipynb")
    text = copies.read(FOLDER / path)
    before, page = json.loads(text), site_pages.lesson_page(json.loads(text), path, None)
    first = page["cells"][0]["source"].splitlines()
    assert first[0] == "".join(before["cells"][0]["source"]).splitlines()[0]
    assert first[2].startswith('<p class="elsewhere">') and first[3] == ""
    assert page["cells"][1:] != before["cells"][1:]
    sources = [[cell["source"] for cell in made["cells"][1:]] for made in (page, before)]
    assert sources[0] == sources[1]


def test_a_section_is_found_by_its_heading():
    text = "# T\n\n## A\n\none\n\n## B\n\ntwo\n"
    assert (site_pages.section(text, "A"), site_pages.section(text, "B")) == ("one", "two")


def test_the_first_panel_is_the_course_s_own_picture(monkeypatch):
    from classroom.lessons.start_here import experiments, figures

    monkeypatch.setattr(experiments, "WATCHED", 2)
    shared, own, words = site_pages.first_panel()
    for step in range(3):
        parts = list(shared)
        for place, values in own:
            parts[place] = values[step]
        run = experiments.first_taste(steps=step)
        assert '"'.join(parts) == figures.taste_picture(run)
        assert words[step] == figures.taste_words(run)
    # What does not change from step to step is kept once.
    assert len(own) < 0.2 * len(shared)


@pytest.fixture
def offered(tmp_path, monkeypatch):
    """The folder of what teachers may take away; slides and PDFs are pretended."""
    monkeypatch.setattr(downloads.slides, "parts", lambda: None)
    monkeypatch.setattr(downloads.slides, "page", lambda notebook, name: f"slides of {name}")
    monkeypatch.setattr(sheets, "chromium", lambda: "a browser")
    monkeypatch.setattr(sheets, "print_pdfs", print_pdfs)
    downloads.make(tmp_path)
    return tmp_path


def test_that_slides_cannot_be_fetched_is_said(tmp_path, monkeypatch):
    def offline():
        raise subprocess.CalledProcessError(1, "pip")

    monkeypatch.setattr(downloads.slides, "parts", offline)
    with pytest.raises(start.Stop, match="the pages need a network"):
        downloads.make(tmp_path)


def print_pdfs(documents, browser):
    """Write what would be printed, as text."""
    for path, text in documents.items():
        path.write_text(text, encoding="utf-8")
    return list(documents)


def test_sheets_are_kept_apart_from_their_answers(offered):
    for kind, end, side in (("sheets", "", 0), ("answers_for_teachers", FOR_TEACHERS, 1)):
        files = sorted((offered / kind).iterdir())
        stems = sorted(f"{name}{end}" for name in SHEETS)
        assert [path.stem for path in files] == sorted(stems * 2)
        assert {path.suffix for path in files} == {".html", ".pdf"}
        for path in files:
            text = path.read_text(encoding="utf-8")
            for page in sheet_pages(path.stem.removesuffix(FOR_TEACHERS))[side]:
                assert page in text
            assert ("FOR TEACHERS" in text) == ("teachers" in kind)


def test_there_are_slides_of_every_lesson(offered):
    made = {path.name: path.read_text() for path in (offered / "slides").iterdir()}
    assert made == {f"{path.stem}.slides.html": f"slides of {path.stem}" for path in CORE}


def test_each_table_offers_its_own_files_and_only_those_that_are_there(offered):
    (offered / "sheets" / "3_cost.pdf").unlink()
    page = (ROOT / "docs/site" / site_pages.OFFERED[1]).read_text(encoding="utf-8")
    made = downloads.with_downloads(page, offered)
    parts = re.split(r"^## (.*)$", made, flags=re.M)[1:]
    for head, text in zip(parts[::2], parts[1::2], strict=True):
        found = re.findall(r'href="downloads/([^"]*)" download', text)
        kind = found[0].partition("/")[0]
        there = {path.relative_to(offered).as_posix() for path in (offered / kind).iterdir()}
        assert len(found) == len(set(found)) and set(found) == there
        assert ("answers" in kind) == ("for teachers alone" in head)
    assert len(parts) == 6 and not re.search("SHEETS|ANSWERS|SLIDES", made)


@pytest.mark.parametrize(
    "place, up", [("docs/teaching/tools.md", "../../"), ("CONTRIBUTING.md", "")]
)
def test_the_page_of_what_is_offered_is_linked_by_its_name(place, up):
    made = site_pages.with_offer("on its page *Sheets and slides*.", Path(place))
    assert made == f"on its page [Sheets and slides]({up}sheets_and_slides.md)."


def test_the_first_page_for_teachers_leads_to_what_is_offered():
    for name in ("README.md", "tools.md"):
        text = (ROOT / "docs/teaching" / name).read_text(encoding="utf-8")
        assert site_pages.OFFERED[0] in text
