"""The reading site as it was built: whole, folded, without a dead end, and usable by everybody."""

import inspect
import json
import pkgutil
import re
from importlib import import_module
from urllib.parse import parse_qs, unquote, urldefrag, urlsplit

import pytest
from fontTools.ttLib import TTFont

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

import nnlib  # noqa: E402
from classroom.lessons.start_here.experiments import WATCHED, first_taste  # noqa: E402
from classroom.lessons.start_here.figures import taste_words  # noqa: E402
from classroom.sheets import FOR_TEACHERS, SHEETS, sheet_pages  # noqa: E402
from tests import lab, site  # noqa: E402
from tests.notebooks import (  # noqa: E402
    FOLDER,
    code,
    every_core,
    every_notebook,
    exercise_cells,
    prose,
    read,
)
from tools import copies  # noqa: E402

pytestmark = pytest.mark.slow("site")
lab.leave_out_without_a_browser()
site.leave_out_without_a_site()

SITE = site.SITE
ALT = re.compile(r'<img [^>]*?alt="([^"]*)"')
SOLUTION = re.compile(r"<summary>Solution</summary>\s*```python\n(.*?)```", flags=re.S)
# Where a dollar sign is one: in code, and in what a cell has put out.
MATHS_APART = re.compile(r"<(code|pre|svg)\b.*?</\1>", flags=re.S)
WIDTHS = {"a screen": (1280, 800), "a phone": (390, 844)}
LOOKED_AT = ["index.html", "notebooks/02_activations.html", "notebooks/07_training.html"]


def page_of(path):
    """Return a notebook's page, by its path in the site."""
    return path.relative_to(FOLDER.parent).with_suffix(".html").as_posix()


def lesson(path):
    """Return what a notebook's page has in its middle."""
    return site.soup(page_of(path)).select_one("article")


def plain(text):
    """Return text without the white space that only lays it out."""
    return "".join(text.split())


def words_of_stored(cells):
    """Return the words of the pictures that these cells of a notebook have put out."""
    return [
        site.words_of(alt)
        for cell in cells
        for output in cell.outputs
        for alt in ALT.findall(output.get("data", {}).get("text/html", ""))
    ]


def words_of_pictures(document):
    """Return the words of the pictures on a page, or on a part of it."""
    shown = document.select(".picture > svg, .picture > img")
    return [site.words_of(part.get("aria-label") or part["alt"]) for part in shown]


@pytest.fixture(scope="module")
def served():
    with site.served() as address:
        yield address


@pytest.fixture(scope="module")
def driver():
    assert not lab.missing(), f"{lab.missing()} must be there in CI"
    with site.browser() as driver:
        yield driver


# The lessons.


@every_notebook
def test_every_lesson_has_a_page_and_its_ways_to_run_it(path):
    article = lesson(path)
    title = prose(path)[0].partition("\n")[0].removeprefix("# ")
    assert plain(article.h1.find(string=True)) == plain(title)
    links = {link.text: link["href"] for link in article.select(".elsewhere a")}
    name = path.relative_to(FOLDER).as_posix()
    here = urlsplit(links["Run it here"])
    assert parse_qs(here.query) == {"path": [name]}
    assert (SITE / page_of(path)).parent.joinpath(here.path).resolve() == SITE / "lab/index.html"
    file = (SITE / page_of(path)).parent / links["Download"]
    copy = copies.copied(path.read_text(encoding="utf-8"))
    assert file.read_text(encoding="utf-8") == copy


@every_notebook
def test_every_picture_is_on_the_page_with_its_words(path):
    assert words_of_pictures(lesson(path)) == words_of_stored(code(path))
    assert not lesson(path).select("img:not(.bitmap > img)")


@every_notebook
def test_what_a_cell_says_is_on_the_page(path):
    """Every output is there: no panel is lost to a widget that nobody answers."""
    shown = plain(lesson(path).text)
    for cell in code(path):
        for output in cell.outputs:
            if output["output_type"] == "stream":
                assert plain(output["text"]) in shown
            elif "<img" not in output["data"].get("text/html", ""):
                html = output["data"].get("text/html", "")
                words = site.BeautifulSoup(html, "html.parser").text
                assert plain(words or output["data"]["text/plain"]) in shown


@every_notebook
def test_no_answer_is_unfolded(path):
    article = site.BeautifulSoup(str(lesson(path)), "html.parser")
    folds = article.select("details")
    assert not [fold for fold in folds if fold.has_attr("open")]
    hidden = [cell for cell in code(path) if "hide-output" in cell.metadata.get("tags", [])]
    assert len(article.select("details.hide")) == len(hidden)
    for fold in folds:
        fold.decompose()
    open_ = [cell for cell in code(path) if cell not in hidden]
    assert words_of_pictures(article) == words_of_stored(open_)
    for output in (output for cell in hidden for output in cell.outputs):
        if output["output_type"] == "stream":
            assert plain(output["text"]) not in plain(article.text)
    solutions = SOLUTION.findall("\n".join(prose(path)))
    assert len(solutions) == len(list(exercise_cells(read(path))))
    for solution in solutions:
        assert plain(solution) not in plain(article.text)


# Formulas.


def test_every_formula_is_mathml_with_all_its_characters_in_the_font():
    font = TTFont(SITE / "_static/formulas.woff")
    drawn, formulas = set("√"), 0
    for path in FOLDER.rglob("*.ipynb"):
        assert "$" not in MATHS_APART.sub("", str(lesson(path)))
        for formula in lesson(path).select("math"):
            drawn |= set(formula.text.strip())
            formulas += 1
    assert formulas > 300
    assert {c for c in drawn if ord(c) not in font.getBestCmap()} <= set("\n")
    assert "MATH" in font
    assert "Open Font License" in font["name"].getDebugName(13)


# Reference, teachers' pages.


def test_the_reference_has_every_public_function_with_all_its_docstring():
    shown = plain(site.soup("api.html").select_one("article").text)
    for module in pkgutil.iter_modules(nnlib.__path__):
        thing = import_module(f"nnlib.{module.name}")
        assert f"\n{module.name}#" in site.soup("api.html").select_one("article").text
        for name, function in vars(thing).items():
            own = getattr(function, "__module__", None) == thing.__name__
            if own and not name.startswith("_"):
                assert site.soup("api.html").find(id=f"nnlib.{module.name}.{name}"), name
                first = inspect.getdoc(function).partition("\n")[0]
                assert plain(first.replace("`", "")) in shown, name


def test_short_docstrings_have_their_arguments_in_a_list():
    entry = site.soup("api.html").find(id="nnlib.activations.relu_backward").parent
    heads = [part.find(string=True) for part in entry.select(".field-list > dt")]
    assert heads == ["Parameters", "Returns"]
    assert [part.text for part in entry.select(".field-list strong")] == ["dA", "Z", "dZ"]


def test_every_page_for_teachers_is_there():
    sources = [*(site.ROOT / "docs").glob("*.md"), *(site.ROOT / "docs/teaching").rglob("*.md")]
    assert sources
    for source in sources:
        page = source.relative_to(site.ROOT).with_suffix(".html").as_posix()
        assert site.soup(page).h1, page


# What teachers may take away.


def test_sheets_and_slides_are_offered_and_answers_lie_apart():
    page, there = site.soup("sheets_and_slides.html"), SITE / "downloads"
    offered = {link["href"] for link in page.select("article a[download]")}
    files = {path.relative_to(SITE).as_posix() for path in there.rglob("*") if path.is_file()}
    assert offered == files
    for section in page.select("article section section"):
        kinds = {link["href"].split("/")[1] for link in section.select("a[download]")}
        assert kinds in ({"sheets"}, {"answers_for_teachers"}, {"slides"})
        assert ("for teachers alone" in section.h2.text) == ("answers_for_teachers" in kinds)
    links = {file for _, file, _ in links_of("docs/teaching/README.html")}
    assert SITE / "sheets_and_slides.html" in links


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_to_hand_out_is_the_pupils_and_holds_no_answer(name):
    pupils, teachers = sheet_pages(name)
    sides = {f"sheets/{name}": pupils, f"answers_for_teachers/{name}{FOR_TEACHERS}": teachers}
    for file, pages in sides.items():
        text = (SITE / f"downloads/{file}.html").read_text(encoding="utf-8")
        assert text.count("<section>") == len(pages) and all(page in text for page in pages)
    text = (SITE / f"downloads/sheets/{name}.html").read_text(encoding="utf-8")
    fields = site.BeautifulSoup(text, "html.parser").select("[data-name]")
    assert fields and not any(field.text.strip("\xa0 ") for field in fields)


@every_core
def test_slides_of_every_lesson_ask_nobody_and_show_no_solution(path):
    text = (SITE / f"downloads/slides/{path.stem}.slides.html").read_text(encoding="utf-8")
    document = site.BeautifulSoup(text, "html.parser")
    asked = document.select("script[src], link[href], iframe[src], img[src]")
    addresses = [part.get("src") or part.get("href") for part in asked]
    assert all(address.startswith("data:") for address in addresses)
    shown = plain(document.text)
    for solution in SOLUTION.findall("\n".join(prose(path))):
        assert plain(solution) not in shown
    assert plain(prose(path)[0].partition("\n")[0].removeprefix("# ")) in shown


# Links.


def links_of(page):
    """Yield (goal, file, fragment) of every link, script, style sheet and picture of a page."""
    for part in site.soup(page).select("a[href], link[href], script[src], img[src]"):
        goal = part.get("href") or part.get("src")
        address = urlsplit(goal)
        if address.scheme or address.netloc:
            continue
        file = (SITE / page).parent / unquote(address.path) if address.path else SITE / page
        yield goal, file.resolve(), urldefrag(goal).fragment


@pytest.mark.parametrize("page", site.pages())
def test_every_link_leads_somewhere(page):
    found = list(links_of(page))
    assert len(found) > 10
    for goal, file, fragment in found:
        assert file.is_file(), f"{goal} leads nowhere"
        if fragment and file.suffix == ".html":
            document = site.soup(file.relative_to(SITE).as_posix())
            assert document.find(id=unquote(fragment)) or fragment == "", f"{goal}: no such place"


def test_all_lessons_are_listed_on_the_first_page():
    goals = {file for _, file, _ in links_of("index.html")}
    assert {SITE / page_of(path) for path in FOLDER.rglob("*.ipynb")} <= goals


# The first page's panel.


def test_the_panels_sentences_are_those_of_the_course():
    script = (SITE / "_static/learning-data.js").read_text(encoding="utf-8")
    data = json.loads(script.removeprefix("window.learning=").rstrip(";\n"))
    assert len(data["words"]) == WATCHED + 1
    for step in (0, 1, 10, WATCHED):
        assert data["words"][step] == taste_words(first_taste(steps=step))
    assert all(len(values) == WATCHED + 1 for _, values in data["own"])


class LivePanel:
    """The panel on the first page."""

    def __init__(self, driver, address, motion):
        self.driver = driver
        site.window(driver, 1280, 800)
        site.prefer(driver, color_scheme="light", reduced_motion=motion)
        driver.get(f"{address}index.html")
        lab.wait_for(lambda: self.part(".controls").is_displayed(), "the panel")

    def part(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, f".learning {selector}")

    def step(self):
        return int(self.part("input").get_property("value"))

    def words(self):
        return self.part(".sentence").text

    def picture(self):
        return self.part(".picture").get_property("innerHTML")


def test_it_plays_by_itself_and_is_stopped_by_a_key(driver, served):
    panel = LivePanel(driver, served, "no-preference")
    first = panel.picture()
    lab.wait_for(lambda: panel.picture() != first, "the picture to move")
    assert panel.part("button").text == "Pause"
    assert panel.part(".sentence").get_attribute("aria-live") == "off"
    panel.part("button").send_keys(Keys.SPACE)
    assert panel.part("button").text == "Play"
    assert panel.part(".sentence").get_attribute("aria-live") == "polite"


def test_who_wants_less_motion_sees_none_until_it_is_asked_for(driver, served):
    panel = LivePanel(driver, served, "reduce")
    assert (panel.step(), panel.part("button").text) == (0, "Play")
    panel.part("button").send_keys(Keys.ENTER)
    lab.wait_for(lambda: panel.step() > 0, "the picture to move")


def test_the_slider_is_moved_by_keys(driver, served):
    panel = LivePanel(driver, served, "reduce")
    slider = panel.part("input")
    before = panel.picture()
    slider.send_keys(Keys.ARROW_RIGHT)
    assert panel.step() == 1
    assert panel.words().startswith("After 1 step ")
    assert panel.picture() != before
    assert panel.words() == panel.part(".picture svg").get_attribute("aria-label")
    slider.send_keys(Keys.END)
    assert panel.words().startswith(f"After {WATCHED} steps ")
    panel.part("button").click()  # from the end it begins again
    lab.wait_for(lambda: 0 < panel.step() < WATCHED, "the panel to begin again")


# For everyone.


def test_no_other_computer_is_asked_and_no_page_is_wider_than_a_phone(driver, served):
    site.asked_for(driver)
    wide = []
    site.window(driver, *WIDTHS["a phone"])
    for page in site.pages():
        driver.get(served + page)
        width = driver.execute_script("return document.documentElement.scrollWidth")
        if width > WIDTHS["a phone"][0]:
            wide.append((page, width))
    addresses = site.asked_for(driver)
    assert len(addresses) > 10 * len(site.pages())
    elsewhere = {a for a in addresses if not a.startswith((served, "data:", "blob:"))}
    assert elsewhere == set()
    assert wide == []
    errors = [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    assert errors == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", LOOKED_AT)
def test_axe_finds_nothing(driver, served, page, width):
    site.window(driver, *WIDTHS[width])
    site.prefer(driver, color_scheme="light", reduced_motion="reduce")
    driver.get(served + page)
    assert site.violations(driver) == []


def test_axe_finds_nothing_in_the_dark(driver, served):
    site.window(driver, *WIDTHS["a screen"])
    site.prefer(driver, color_scheme="dark", reduced_motion="reduce")
    driver.get(served + LOOKED_AT[1])
    assert site.violations(driver) == []


def test_a_picture_that_is_too_wide_is_scrolled_by_keys(driver, served):
    site.window(driver, *WIDTHS["a phone"])
    driver.get(served + LOOKED_AT[1])
    picture = driver.find_element(By.CSS_SELECTOR, ".picture[data-scrolls]")
    picture.send_keys(Keys.ARROW_RIGHT)
    moved = "return arguments[0].scrollLeft"
    lab.wait_for(lambda: driver.execute_script(moved, picture) > 0, "the picture to scroll")


def test_in_the_dark_the_ground_is_dark_and_the_ink_light(driver, served):
    site.window(driver, *WIDTHS["a screen"])
    site.prefer(driver, color_scheme="dark", reduced_motion="reduce")
    driver.get(served + LOOKED_AT[0])
    fills = driver.execute_script(
        """const brightness = part => getComputedStyle(part).fill.match(/\\d+/g).slice(0, 3)
               .reduce((sum, part) => sum + Number(part), 0) / 3;
        return ['rect', 'text'].map(
            part => brightness(document.querySelector(`.learning svg > ${part}`)));
        """
    )
    assert fills[0] < 40 and fills[1] > 200


def test_every_colour_of_the_pictures_has_a_dark_counterpart():
    sheet = (site.ROOT / "docs/site/_static/site.css").read_text(encoding="utf-8")
    handled = set(re.findall(r'\[((?:fill|stroke)="[^"]+")\]', sheet))
    used = set()
    for path in FOLDER.rglob("*.ipynb"):
        for picture in lesson(path).select(".picture > svg"):
            # What is coloured by answers keeps its light.
            for plane in picture.find_all("image"):
                if plane.parent is not picture:
                    plane.parent.decompose()
            for part in [picture, *picture.find_all(True)]:
                used |= {f'{k}="{part[k]}"' for k in ("fill", "stroke") if part.has_attr(k)}
    assert used - handled == {'fill="none"', 'stroke="none"'} & used
    assert len(used) > 20
