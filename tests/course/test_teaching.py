"""The teacher's pages say what the notebooks say.

A page of `docs/teaching` has the stem of its lesson's notebook. What it takes from there is marked:

- `*§ Heading*` names a heading of the notebook, or what stands before the " · " in one;
- `backticks` hold a number, name or piece of code that is in the notebook's text, code or stored
  outputs, or a piece of code from the lesson's `practice.py`;
- “curly quotes” hold words of the notebook. What pupils may say is set in italics.
- A card's result is the letter of the choice that came true, or the number.

Numbers with a point or with more than two digits are always marked.
"""

import html
import re
from functools import cache

import pytest

from tests.notebooks import CORE, ROOT, read
from tools import folded
from tools.count import IN_CLASS, minutes

FOLDER = ROOT / "docs" / "teaching"
LESSON_PAGES = sorted(FOLDER.glob("[01][0-9]_*.md"))
EVERY_PAGE = sorted(FOLDER.glob("*.md"))
SECTIONS = [
    "Afterwards a pupil can",
    "Minute by minute",
    "On the board",
    "What they will say and do",
    "Vote cards",
    "Exit question",
]
NUMBER = re.compile(r"(?<![\w.)\]])-?\d+(?:,\d{3})*(?:\.\d+)?")
CARD = re.compile(r"^\*\*Card \d+ · `(\w+)`", flags=re.M)
HOUR, WORDS = 45, 900

every_page = pytest.mark.parametrize("page", LESSON_PAGES, ids=lambda page: page.stem)


def plain(text):
    """Return a text on one line, with the minus of the keyboard and without marks of bold type."""
    return " ".join(html.unescape(text).replace("−", "-").replace("**", "").split())


@cache
def notebook_of(page):
    """Return the notebook of a page's lesson."""
    return read(ROOT / "notebooks" / f"{page.stem}.ipynb")


def shown(output):
    """Return all that an output says, alternative texts too."""
    data = output.get("data", {})
    alts = re.findall(r'alt="([^"]*)"', data.get("text/html", ""))
    words = re.sub(r"<[^>]*>", " ", data.get("text/html", ""))
    return "\n".join([output.get("text", ""), data.get("text/plain", ""), *alts, words])


def said(notebook):
    """Return all that a notebook says, in its cells and in their stored outputs."""
    outputs = [output for cell in notebook.cells for output in folded.outputs(cell)]
    return plain("\n".join([*(cell.source for cell in notebook.cells), *map(shown, outputs)]))


def headings(notebook, level=r"#{1,3}"):
    """Return a notebook's headings, without their signs."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return re.findall(rf"^{level} (.*)$", "\n".join(texts).replace("`", ""), flags=re.M)


def numbers(text):
    """Return the numbers of a text, their signs with them."""
    return {found.replace(",", "") for found in NUMBER.findall(text)}


def occurs(piece, text):
    """Tell whether a piece stands in a text, as whole words."""
    start = r"(?<!\w)" if re.match(r"\w", piece) else ""
    end = r"(?!\w)" if re.search(r"\w$", piece) else ""
    return re.search(start + re.escape(piece) + end, text) is not None


def named(text):
    """Return the headings that a page names."""
    return re.findall(r"\*§ ([^*]+)\*", text.replace("`", ""))


def section(page, heading):
    """Return what stands under one of a page's headings."""
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", page.read_text(), flags=re.M | re.S)
    assert found, f"{page.name} has no section {heading!r}"
    return found[1]


def outcomes(notebook):
    """Return what each prediction came to, by its name, from the stored outputs."""
    found = {}
    for cell in notebook.cells:
        asked = re.findall(r'^reveal\("(\w+)"', cell.source, flags=re.M)
        texts = " ".join(plain(shown(output)) for output in folded.outputs(cell))
        answers = re.findall(r"It is “(.*?)”", texts)
        assert len(asked) == len(answers)
        found |= dict(zip(asked, answers, strict=True))
    return found


def choices(notebook):
    """Return the choices of each prediction, by its name, in the notebook's order."""
    found = {}
    for cell in notebook.cells:
        asked = re.findall(r'^predict\("(\w+)"', cell.source, flags=re.M)
        for name, output in zip(asked, cell.get("outputs", []), strict=True) if asked else ():
            listed = re.findall(r"^ +\d · (.*)$", output["data"]["text/plain"], flags=re.M)
            found[name] = [plain(choice) for choice in listed]
    return found


def test_every_page_belongs_to_a_lesson():
    assert LESSON_PAGES
    assert {page.stem for page in LESSON_PAGES} == {path.stem for path in CORE}


@every_page
def test_has_all_its_parts_and_fits_two_printed_sides(page):
    text = page.read_text()
    assert re.findall(r"^## (.*)$", text, flags=re.M) == SECTIONS
    assert len(re.findall(r"^- ", section(page, "Afterwards a pupil can"), flags=re.M)) == 3
    assert re.search(r"^\*\*The question\*\*: .*\?$", text, flags=re.M)
    for word in ("Short of time", "Ahead"):
        assert f"**{word}**: " in section(page, "Minute by minute")
    assert "**Answer:** " in section(page, "Exit question")
    assert len(re.findall(r"\S*\w\S*", text)) <= WORDS


@every_page
def test_names_headings_that_the_notebook_has_and_leaves_none_out(page):
    notebook, names = notebook_of(page), named(page.read_text())
    short = {part for heading in headings(notebook) for part in (heading, heading.split(" · ")[0])}
    assert set(names) <= short
    assert set(headings(notebook, "##")) <= set(names)


@every_page
def test_takes_its_numbers_names_and_code_from_the_notebook(page):
    lesson = ROOT / "classroom" / "lessons" / page.stem[3:] / "practice.py"
    notebook = said(notebook_of(page))
    known, code = numbers(notebook), f"{notebook} {plain(lesson.read_text())}"
    marked = [plain(piece) for piece in re.findall(r"`([^`]+)`", page.read_text())]
    assert marked
    for piece in marked:
        if NUMBER.fullmatch(piece):
            assert piece.replace(",", "") in known, piece
        else:
            assert occurs(piece, code), piece


@every_page
def test_quotes_the_notebook_word_for_word(page):
    notebook = said(notebook_of(page))
    for words in re.findall(r"“([^”]+)”", page.read_text()):
        assert plain(words) in notebook, words


@every_page
def test_no_number_of_weight_is_unmarked(page):
    bare = re.sub(r"`[^`]*`|“[^”]*”|\*§ [^*]*\*|\]\([^)]*\)", " ", page.read_text())
    assert not re.findall(r"\d+[.,]\d+|\d{3,}", bare)


@every_page
def test_minutes_follow_on_one_another_and_fill_each_hour(page):
    spans = re.findall(r"^\| (\d+)–(\d+) \|", section(page, "Minute by minute"), flags=re.M)
    hours = 2 if "Break" in headings(notebook_of(page)) else 1
    spans = [(int(start), int(end)) for start, end in spans]
    ends = [0, *(end % HOUR for _, end in spans)]
    assert [start for start, _ in spans] == ends[:-1]
    assert [end for _, end in spans if end % HOUR == 0] == [HOUR] * hours
    assert all(start < end <= HOUR for start, end in spans)


@every_page
def test_says_where_each_misunderstanding_comes_from(page):
    items = re.findall(r"^\d\. .*$", section(page, "What they will say and do"), flags=re.M)
    assert len(items) in (2, 3)
    for item in items:
        assert re.search(r"\((slip of `|choice of `|seen in \[)[^)]*\)", item), item


@every_page
def test_there_is_a_card_for_every_prediction_with_its_choices_and_result(page):
    notebook, text = notebook_of(page), section(page, "Vote cards")
    asked, came = choices(notebook), outcomes(notebook)
    assert CARD.findall(text) == list(asked)
    for name, card in zip(asked, CARD.split(text)[2::2], strict=True):
        question, result = card.split("\n- **Result:** ")
        assert "\n- *Expect* " in question
        options = re.findall(r"(?:^-| ·) ([A-E]) “((?:[^“”]|“[^”]*”)*)”", question, re.M)
        assert [plain(words) for _, words in options] == asked[name]
        assert "".join(letter for letter, _ in options) == "ABCDE"[: len(options)]
        if options:
            assert plain(dict(options)[result[0]]) == came[name]
        else:
            assert numbers(plain(result.split("`")[1])) == numbers(came[name])


def test_the_first_page_leads_to_all_others_and_no_link_is_dead():
    first = (FOLDER / "README.md").read_text()
    for page in EVERY_PAGE:
        assert page.name == "README.md" or f"]({page.name})" in first
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
            assert link.startswith("https://") or (FOLDER / link).exists(), f"{page.name}: {link}"


def questions(form):
    """Return the choices of each question of a form of the concept test, by letter."""
    text = (FOLDER / f"concept_test_{form}.md").read_text()
    numbered = re.split(r"^## Question (\d+)$", text, flags=re.M)[1:]
    parts = dict(zip(map(int, numbered[::2]), numbered[1::2], strict=True))
    return {n: re.findall(r"^- ([A-Z])\. (.+)$", part, flags=re.M) for n, part in parts.items()}


def answers():
    """Return the rows of the key's table: the question, and the right letter in both forms."""
    text = (FOLDER / "concept_test_key.md").read_text()
    return [(int(n), a, b) for n, a, b in re.findall(r"^\| (\d+) \| (\w) \| (\w) \|", text, re.M)]


def right_letters(form):
    """Return the right letter of each question of a form, in order."""
    return [row["ab".index(form) + 1] for row in answers()]


both_forms = pytest.mark.parametrize("form", "ab")


@both_forms
def test_a_concept_test_has_twelve_questions_with_four_choices(form):
    asked = questions(form)
    assert list(asked) == list(range(1, 13))
    for n, listed in asked.items():
        assert "".join(letter for letter, _ in listed) == "ABCD", n
        assert len({words for _, words in listed}) == 4, n


def test_the_key_answers_every_question_once():
    assert [n for n, _, _ in answers()] == list(range(1, 13))


def test_the_key_says_what_each_wrong_answer_shows():
    text = (FOLDER / "concept_test_key.md").read_text()
    parts = re.findall(r"^### (\d+) · .*\n\n((?:- .*\n)+)", text, flags=re.M)
    assert [int(n) for n, _ in parts] == list(range(1, 13))
    for (_, part), (n, a, b) in zip(parts, answers(), strict=True):
        explained = re.findall(r"^- A: (\w), B: (\w)\. \*", part, flags=re.M)
        assert sorted(first for first, _ in explained) == sorted(set("ABCD") - {a}), n
        assert sorted(second for _, second in explained) == sorted(set("ABCD") - {b}), n


@both_forms
def test_the_place_of_the_right_answer_gives_nothing_away(form):
    letters = right_letters(form)
    assert all(2 <= letters.count(letter) <= 4 for letter in "ABCD")
    assert not any(len(set(letters[k : k + 3])) == 1 for k in range(10))
    assert all(a != b for _, a, b in answers())
    longest = [
        max(listed, key=lambda choice: len(choice[1]))[0] for listed in questions(form).values()
    ]
    assert sum(map(str.__eq__, longest, letters)) <= 5


@both_forms
def test_a_pupils_form_does_not_mark_its_answers(form):
    text = (FOLDER / f"concept_test_{form}.md").read_text()
    assert not re.search(r"[<✓✔]|\]\(|\bkey\b|[Aa]nswers?:", text)
    for listed in questions(form).values():
        assert not any(re.search(r"[*_`]|[^.]$", words) for _, words in listed)


def test_the_project_names_headings_of_its_notebook_and_quotes_it_word_for_word():
    project, notebook = FOLDER / "capstone.md", read(ROOT / "notebooks" / "11_own_table.ipynb")
    assert named(project.read_text())
    assert set(named(project.read_text())) <= set(headings(notebook))
    quoted = re.findall(r"“([^”]{20,})”", project.read_text())
    assert quoted
    for words in quoted:
        assert plain(words) in said(notebook), words


def test_the_rubric_has_the_notebooks_links_and_adds_up():
    pattern = r"^\| \*\*([^|]*)\*\* \| (.*) \|$"
    rubric = dict(re.findall(pattern, (FOLDER / "capstone.md").read_text(), flags=re.M))
    cells = read(ROOT / "notebooks" / "11_own_table.ipynb").cells
    links = dict(re.findall(pattern, "\n".join(cell.source for cell in cells), flags=re.M))
    assert list(rubric)[: len(links)] == list(links)
    for link, words in rubric.items():
        levels = words.split(" | ")
        assert len(levels) == 3
        assert link not in links or levels[1:] == links[link].split(" | ")
    assert f"{2 * len(rubric)} points in all" in (FOLDER / "capstone.md").read_text()


def schedules():
    """Return each schedule of the first page: its minutes in all, its lessons' column, its rows."""
    parts = re.split(r"^### .*\((\d+) minutes\)\n", (FOLDER / "README.md").read_text(), flags=re.M)
    for total, text in zip(parts[1::2], parts[2::2], strict=True):
        text = text.split("\n## ")[0]
        yield int(total), text, re.findall(r"^\| (\d+) \| ([^|]*) \| (\d+) \|", text, flags=re.M)


def test_each_schedule_has_all_lessons_and_its_minutes():
    found = list(schedules())
    assert len(found) == 3
    for total, text, rows in found:
        assert sum(int(row[2]) for row in rows) == total
        assert {path.name[:2] for path in CORE} <= set(re.findall(r"\b[01]\d\b", text))
    (_, _, hours), (_, _, days), (_, _, evenings) = found
    assert [row[0] for row in hours] == [str(n) for n in range(1, 17)]
    assert {row[2] for row in hours} == {str(HOUR)}
    assert {row[0] for row in days} == {"1", "2"}
    assert [row[0] for row in evenings] == [str(n) for n in range(1, 9)]


def test_an_evening_alone_has_the_minutes_of_its_notebooks():
    for _, lessons, stated in list(schedules())[2][2]:
        expected = 0
        for number in lessons.split(", "):
            (path,) = (path for path in CORE if path.name.startswith(number))
            in_class, exercises = minutes(read(path))
            expected += in_class / IN_CLASS + exercises
        assert abs(int(stated) - expected) <= 10, lessons
