"""The notebooks as documents: what comparing outputs (nbval) cannot see."""

import re

import nbformat
import pytest

import nnlib
from tests.notebooks import NOTEBOOKS, ROOT, code, every_notebook, outputs, prose, read
from tools.refresh_notebooks import refresh

WIDGET = "application/vnd.jupyter.widget-view+json"
PARTS = ["Afterwards you can", "minutes", "Do you remember?", "Your turn", "take with you", "Next:"]


def test_there_are_notebooks():
    assert NOTEBOOKS


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
        assert "image/png" not in data and "image/svg+xml" not in data, "use show"
        for tag in re.findall(r"<img [^>]*>", data.get("text/html", "")):
            pictures += 1
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


@every_notebook
def test_has_all_parts_of_the_anatomy(path):
    text = "\n".join(prose(path))
    # The first notebook has nothing before it to remember.
    parts = [part for part in PARTS if part != "Do you remember?" or path.stem[:2] != "00"]
    at = [text.find(part) for part in parts]
    assert -1 not in at, dict(zip(parts, at, strict=True))
    assert at == sorted(at)


@every_notebook
def test_the_map_of_the_course_says_the_minutes_of_each_head(path):
    [reading, exercises] = re.findall(r"\*About (\d+) minutes, and (\d+) for", prose(path)[0])[0]
    [row] = [
        line
        for line in "\n".join(prose(NOTEBOOKS[0])).splitlines()
        if line.startswith("|") and f"{path.stem}.ipynb" in line
    ]
    assert row.split("|")[3].strip() == f"{reading} + {exercises}"


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


@every_notebook
def test_has_a_module_and_tests_of_the_same_name(path):
    stem, lessons = path.stem[3:], ROOT / "tests" / "lessons"
    # A lesson with much to test has a folder for it.
    assert (lessons / f"test_{stem}.py").exists() or any((lessons / stem).glob("test_*.py"))
    if "01" <= path.stem[:2] <= "07":
        assert (ROOT / "nnlib" / f"{stem}.py").exists()
        assert (ROOT / "tests" / "network" / f"test_{stem}.py").exists()


@pytest.mark.slow("long")
def test_refreshing_twice_stores_the_same_bytes(tmp_path):
    source = (
        "from classroom.lessons.training import trainer_panel\nprint(1 + 1)\ntrainer_panel(steps=2)"
    )
    path = tmp_path / "small.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, id="a")])
    nbformat.write(notebook, path)
    refresh(path)
    first = path.read_bytes()
    refresh(path)
    assert path.read_bytes() == first
    assert read(path).cells[0].outputs[0].text == "2\n"
