"""The notebooks as documents: what comparing outputs (nbval) cannot see."""

import re

import nbformat
import pytest

import nnlib
from classroom.practice.catalogue import LESSONS
from tests.notebooks import (
    CORE,
    DEEPER,
    ROOT,
    code,
    every_core,
    every_deeper,
    every_notebook,
    of_one_lesson,
    outputs,
    prose,
    read,
)
from tools.count import minutes, visible_words
from tools.folded import WORDS
from tools.folded import outputs as outputs_of
from tools.refresh_notebooks import refresh

WIDGET = "application/vnd.jupyter.widget-view+json"
PARTS = ["Afterwards you can", "minutes", "Do you remember?", "Your turn", "take with you", "Next:"]
# Two class hours, with a break between them.
LONG = ("05_backprop", "07_training")
FOLDS = re.compile(r"<details>.*?</details>", flags=re.S)


def test_there_is_a_notebook_for_every_lesson_and_more_on_most():
    assert [path.stem for path in CORE] == [f"{n:02}_{lesson}" for n, lesson in enumerate(LESSONS)]
    assert {path.name[:2] for path in DEEPER} <= {path.name[:2] for path in CORE}
    assert len(DEEPER) >= len(CORE) - 1  # the last lesson is a project, and has no more


@every_notebook
def test_is_valid_and_was_run_from_top_to_bottom(path):
    notebook = read(path)
    nbformat.validate(notebook)
    cells = code(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert outputs(path), "saved without outputs: nothing would be compared"
    assert "widgets" not in notebook.metadata
    assert not any("execution" in cell.metadata for cell in notebook.cells)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@every_notebook
def test_nothing_is_left_out_of_the_comparison(path):
    tags = {tag for cell in code(path) for tag in cell.metadata.get("tags", [])}
    assert not {tag for tag in tags if tag.startswith("nbval-")}
    assert not any("NBVAL" in cell.source for cell in code(path))


@every_notebook
def test_no_output_is_a_fault_or_changes_from_run_to_run(path):
    for output in outputs(path):
        assert output.output_type != "error"
        assert output.get("name") != "stderr"
        text = output.get("text", "") + output.get("data", {}).get("text/plain", "")
        assert not re.search(r"0x[0-9a-f]{6}|/home/|/root/|/tmp/|/Users/|\\Users", text)
        assert "np.float" not in text


@every_notebook
def test_every_picture_says_in_words_what_it_shows(path):
    pictures = 0
    for output in outputs(path):
        data = output.get("data", {})
        tags = re.findall(r"<img [^>]*>", data.get("text/html", ""))
        # The bitmap is for where no HTML can be read, and made by tools/refresh_notebooks.py.
        assert ("image/png" in data) == bool(tags) and "image/svg+xml" not in data, "use show"
        for tag in tags:
            pictures += 1
            assert re.search(r'src="data:image/(svg\+xml|png);base64,', tag), "GitHub shows these"
            alt = re.search(r'alt="([^"]*)"', tag)
            assert alt and len(alt[1].split()) >= 8, tag[:200]
    assert pictures
    assert not any("plt." in cell.source or "pyplot" in cell.source for cell in code(path))


@every_notebook
def test_what_is_live_has_something_still_beside_it(path):
    for output in outputs(path):
        data = output.get("data", {})
        if WIDGET not in data:
            continue
        if data["text/plain"].startswith("? "):
            assert "nnlib-feedback" in data["text/html"]
            assert "or type " in data["text/plain"]
        else:
            assert "<img alt=" in data["text/html"]
            assert data["text/plain"].startswith("[panel: ")


@every_notebook
def test_code_cells_are_short(path):
    for cell in code(path):
        assert len([line for line in cell.source.splitlines() if line.strip()]) <= 15
        assert not cell.source.rstrip().endswith(";")


@every_notebook
def test_headings_are_in_order(path):
    text = re.sub(r"```.*?```", "", "\n".join(prose(path)), flags=re.S)
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, flags=re.M)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


@every_core
def test_a_lesson_fits_its_hour(path):
    notebook, hours = read(path), 2 if path.stem in LONG else 1
    assert len(notebook.cells) <= 45 * hours
    assert visible_words(notebook) <= 1500 * hours
    assert minutes(notebook)[0] <= 45 * hours
    breaks = [text for text in prose(path) if text.startswith("## Break")]
    assert len(breaks) == hours - 1


@every_core
def test_has_all_parts_of_the_anatomy(path):
    text = "\n".join(prose(path))
    # The first notebook has nothing before it to remember, the last one nothing after it.
    left_out = {CORE[0]: "Do you remember?", CORE[-1]: "Next:"}.get(path)
    parts = [part for part in PARTS if part != left_out]
    at = [text.find(part) for part in parts]
    assert -1 not in at, dict(zip(parts, at, strict=True))
    assert at == sorted(at)


@every_core
def test_a_lesson_begins_with_a_picture(path):
    head, first = read(path).cells[:2]
    assert head.cell_type == "markdown" and len(head.source.split()) <= 80
    assert first.cell_type == "code"
    data = [output.data for output in first.outputs if "data" in output]
    assert any("<img alt=" in found.get("text/html", "") for found in data)


@every_deeper
def test_what_goes_deeper_says_so_and_is_reached_from_its_lesson(path):
    text = "\n".join(prose(path))
    for part in ("Afterwards you can", "minutes", "take with you", "**Back to the lesson:**"):
        assert part in text, part
    lesson = "\n".join(prose(of_one_lesson(path)[0]))
    assert FOLDS.sub("", lesson).count(f"](deeper/{path.name})") >= 2, "its place, and the foot"


@every_notebook
def test_what_one_should_have_seen_is_folded(path):
    for text in prose(path):
        assert not re.search("should (now )?(have seen|see)", FOLDS.sub("", text))
        for fold in FOLDS.findall(text):
            assert re.match(r"<details><summary>[^<\n]+</summary>\n", fold)
        assert text.count("<details>") == text.count("</details>")


@every_notebook
def test_the_stored_result_of_a_prediction_is_folded(path):
    for cell in code(path):
        reveals = bool(re.search(r"^reveal\(", cell.source, flags=re.M))
        assert cell.metadata.get("jupyter", {}).get("outputs_hidden", False) == reveals
        assert ("hide-output" in cell.metadata.get("tags", [])) == reveals
        said = [o.data["text/html"] for o in cell.outputs if "Not predicted" in str(o.get("data"))]
        assert len(said) == reveals and all("<details>" in html for html in said)


@every_notebook
def test_no_page_can_show_the_stored_result_of_a_prediction(path):
    for cell in read(path).cells:
        if "hide-output" in cell.metadata.get("tags", []):
            [output] = cell.outputs
            words = {"text/plain": WORDS, "text/html": f"<p><em>{WORDS}</em></p>"}
            assert output.data == words and outputs_of(cell) != [output]
        else:
            assert outputs_of(cell) == cell.get("outputs", [])


@every_core
def test_the_next_lesson_is_a_link(path):
    if path != CORE[-1]:
        following = CORE[CORE.index(path) + 1].name
        [next_] = re.findall(r"\*\*Next:\*\*(.*)", "\n".join(prose(path)))
        assert f"]({following})" in next_


@every_notebook
def test_a_learners_cells_hold_what_the_lesson_is_about(path):
    for cell in code(path):
        assert "alt=" not in cell.source
        assert "threadpool" not in cell.source
        for line in re.findall(r"^(?:from|import) .*", cell.source, flags=re.M):
            assert len(line) <= 90 and "(" not in line, line
        if "assert " in cell.source:
            assert cell.outputs, f"says nothing of what it found: {cell.source}"


@every_core
def test_the_map_of_the_course_says_the_minutes_of_each_head(path):
    [found] = re.findall(r"\*About (\d+) minutes in class, and (\d+) for", "\n".join(prose(path)))
    [row] = [
        line
        for line in "\n".join(prose(CORE[0])).splitlines()
        if line.startswith("|") and f"{path.stem}.ipynb" in line
    ]
    assert row.split("|")[3].strip() == " + ".join(found)
    assert found == tuple(str(number) for number in minutes(read(path)))


@every_notebook
def test_links_lead_somewhere(path):
    for address in re.findall(r"\]\(([^)]+)\)", "\n".join(prose(path))):
        if not address.startswith(("https://", "#")):
            assert (path.parent / address.split("#")[0]).exists(), address


@every_notebook
def test_size(path):

    assert path.stat().st_size < 1_000_000


@every_notebook
def test_defines_nothing_that_nnlib_has(path):
    source = "\n".join(cell.source for cell in code(path))
    assert not set(re.findall(r"^def (\w+)", source, flags=re.M)) & set(nnlib.__all__)


@every_core
def test_has_a_module_and_tests_of_the_same_name(path):
    stem, lessons = path.stem[3:], ROOT / "tests" / "lessons"
    # A lesson with much to test has a folder for it.
    assert (lessons / f"test_{stem}.py").exists() or any((lessons / stem).glob("test_*.py"))
    if "01" <= path.stem[:2] <= "07":
        assert (ROOT / "nnlib" / f"{stem}.py").exists()
        assert (ROOT / "tests" / "network" / f"test_{stem}.py").exists()


@pytest.mark.slow("long")
def test_refreshing_twice_stores_the_same_bytes(tmp_path):
    source = "from classroom.playground import playground\nprint(1 + 1)\nplayground(steps=2)"
    path = tmp_path / "small.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, id="a")])
    nbformat.write(notebook, path)
    refresh(path)
    first = path.read_bytes()
    refresh(path)
    assert path.read_bytes() == first
    assert read(path).cells[0].outputs[0].text == "2\n"
