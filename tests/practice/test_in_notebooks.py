"""Practice as it stands in the notebooks, and the copies for a class."""

import copy
import re

import nbformat
import pytest

import nnlib
import start
from classroom.practice.catalogue import EXERCISES, LESSONS, practice_of
from classroom.practice.checking import source, untouched
from tests.notebooks import (
    FOLDER,
    NOTEBOOKS,
    ROOT,
    code,
    every_core,
    every_notebook,
    exercise_cells,
    of_one_lesson,
    prose,
    read,
)
from tools import refresh_notebooks
from tools.notebook_text import title, with_text
from tools.refresh_notebooks import courses_text

MODULES = [practice_of(lesson) for lesson in LESSONS]


def module_of(path):
    return MODULES[int(path.stem[:2])]


def body(name):
    """Return the model solution's lines below its first one, without their indentation."""
    lines = source(EXERCISES[name].solution).splitlines()[1:]
    return [line.strip() for line in lines if line.strip()]


def flat(text):
    """Return a text with every run of white space made one blank."""
    return " ".join(text.split())


@every_core
def test_every_exercise_has_its_cells_in_a_notebook_of_its_lesson(path):
    names = [name for book in of_one_lesson(path) for name, _ in exercise_cells(read(book))]
    assert names == [exercise.name for exercise in module_of(path).EXERCISES]
    # What later lessons take from this one is built in it, not in what goes deeper.
    own = [name for name, _ in exercise_cells(read(path))]
    assert own and {name for name in names if name in nnlib.__all__} <= set(own)
    text = "\n".join(text for book in of_one_lesson(path) for text in prose(book))
    assert 1 <= len(re.findall(r"^### Exercise \d", text, flags=re.M)) <= 6
    assert len(re.findall(r"^### Spot the bug", text, flags=re.M)) <= 2
    assert re.search(r"^### Explore", text, flags=re.M)


@every_notebook
def test_the_cell_is_the_stub_and_not_attempted(path):
    notebook = read(path)
    for name, i in exercise_cells(notebook):
        exercise = EXERCISES[name]
        names = {"check": lambda *_: None}
        exec(compile(notebook.cells[i].source, "<cell>", "exec"), names)
        function = names[f"my_{name}"]
        assert untouched(function, exercise.stub)
        if exercise.stub is None:
            assert "# Write your code here" in notebook.cells[i].source
        assert notebook.cells[i].outputs, (
            f"{name}: refresh the notebook, so that its answer is stored"
        )
        output = notebook.cells[i].outputs[0].data["text/plain"]
        assert output.startswith(f"○ Not attempted · {name}: ")


@every_core
def test_help_fades_and_each_lesson_has_a_task_to_modify_and_every_second_one_to_make(path):
    cells, notebook = dict(exercise_cells(read(path))), read(path)
    before = {name: flat(notebook.cells[i - 1].source) for name, i in cells.items()}
    # What is given with a bug is mended, not written.
    written = [name for name in cells if "### Spot the bug" not in before[name]]
    assert EXERCISES[written[0]].stub is not None, "no frame, and no lines to put in order"
    assert all(EXERCISES[name].stub is None for name in written[1:]), "the help does not fade"
    tasks = re.findall(r"^### (Modify|Make|Explore: your own table)$", "\n".join(prose(path)), re.M)
    odd = int(path.stem[:2]) % 2
    assert sorted(tasks)[-1] == "Modify" and len(tasks) == 1 + odd


def test_what_has_its_source_elsewhere_is_as_written_from_there():
    for name, written in courses_text(FOLDER).items():
        read_again = read(FOLDER / name)
        assert read_again == written, f"{name}: python tools/refresh_notebooks.py --text writes it"


TITLES = {
    "11_a.ipynb": ("11", "Another one"),
    "12_bends.ipynb": ("12", "Bends"),
    "deeper/12_more.ipynb": ("12", "Steeper"),
}
LENGTHS = {"11_a.ipynb": (40, 7), "12_bends.ipynb": (5, 20), "deeper/12_more.ipynb": (10, 0)}


@pytest.fixture
def small():
    """A notebook with one exercise, whose answers are still missing, and a foot without a map."""
    return nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# 12 · Bends: more\n\n*About 1 minutes in class.*"),
            nbformat.v4.new_code_cell('...\n\n\ncheck("relu", my_relu)'),
            nbformat.v4.new_markdown_cell("Not a row: | 02_activations.ipynb | Why? | 3 |"),
            nbformat.v4.new_markdown_cell("## To take with you"),
        ]
    )


def test_hints_and_solution_come_after_their_exercise_for_the_first_time_and_again(small):
    before = copy.deepcopy(small)
    once = with_text(small, "12_bends.ipynb", TITLES, LENGTHS)
    assert small == before
    nbformat.validate(once)
    assert [once.cells[i] for i in (1, 3)] == small.cells[1:3]
    help_ = once.cells[2]
    assert (help_.id, help_.metadata) == ("12-relu-help", {"tags": ["help"]})
    relu = EXERCISES["relu"]
    hints = re.findall(r"Hint (\d)</summary>\n\n(.*?)\n\n</details>", help_.source)
    assert hints == [(str(i), words) for i, words in enumerate(relu.hints, start=1)]
    assert help_.source.endswith(
        f"<details><summary>Solution</summary>\n\n```python\n{source(relu.solution)}\n```\n\n</details>"
    )
    spoilt = copy.deepcopy(once)
    spoilt.cells[2].source = spoilt.cells[2].source.replace("0", "1")
    spoilt.cells[2].metadata.clear()
    assert with_text(spoilt, "12_bends.ipynb", TITLES, LENGTHS) == once


def test_minutes_stand_in_the_head_and_in_tables_of_lessons(small):
    rows = ["| [11_a.ipynb](11_a.ipynb) | Why? | 1 |", "| `12_bends.ipynb` | How? | 5 + 2 |"]
    rows.append("| [13_c.ipynb](13_c.ipynb) | What? | 4 |")
    small.cells[2].source = "\n".join(rows)
    written = with_text(small, "12_bends.ipynb", TITLES, LENGTHS).cells
    assert written[0].source.endswith("*About 5 minutes in class, and 20 for the exercises.*")
    assert written[3].source.splitlines() == [
        "| [11_a.ipynb](11_a.ipynb) | Why? | 40 + 7 |",
        "| `12_bends.ipynb` | How? | 5 + 20 |",
        rows[2],
    ]


def test_the_foot_leads_to_all_others(small):
    small.cells[-1].source += "\n\n**Deeper into this lesson:** old\n\n**The map:** is an old one"
    foot = with_text(small, "12_bends.ipynb", TITLES, LENGTHS).cells[-1].source
    assert foot == (
        "## To take with you\n\n**Deeper into this lesson:** [Steeper](deeper/12_more.ipynb)"
        "\n\n<details><summary>The map</summary>\n\n[11 Another one](11_a.ipynb) · **12 Bends**"
        "\n\n</details>"
    )
    small.cells[0].source = "*About 1 minutes in class, and 3 for the exercises.*"
    deeper = with_text(small, "deeper/12_more.ipynb", TITLES, LENGTHS)
    assert deeper.cells[0].source == "*About 10 minutes in class.*"
    assert deeper.cells[-1].source == (
        "## To take with you\n\n**Back to the lesson:** [12 Bends](../12_bends.ipynb)"
        "\n\n<details><summary>The map</summary>\n\n[11 Another one](../11_a.ipynb) · "
        "[12 Bends](../12_bends.ipynb)\n\n</details>"
    )
    alone = with_text(small, "11_a.ipynb", TITLES, LENGTHS).cells[-1].source
    assert (
        alone
        == "## To take with you\n\n<details><summary>The map</summary>\n\n**11 Another one** · "
        "[12 Bends](12_bends.ipynb)\n\n</details>"
    )


def test_only_what_answers_a_prediction_is_folded(small):
    cells = small.cells
    cells[1].source = 'print(1)\nreveal("relu", 1)'
    written = with_text(small, "12_bends.ipynb", TITLES, LENGTHS).cells[1]
    assert written.metadata == {"tags": ["hide-output"], "jupyter": {"outputs_hidden": True}}
    cells[1].metadata = {"tags": ["mine", "hide-output"], "jupyter": {"outputs_hidden": True}}
    cells[1].source = "print(1)"
    written = with_text(small, "12_bends.ipynb", TITLES, LENGTHS).cells[1]
    assert written.metadata == {"tags": ["mine"]}


@pytest.mark.parametrize("name", ["12_bends.ipynb", "deeper/12_bends.ipynb"])
def test_a_head_without_number_and_title_is_named(small, name):
    assert title(name, small) == ("12", "Bends")
    for head in ("# Another one", "# 11 · Bends"):
        small.cells[0].source = head
        with pytest.raises(ValueError, match=f"{name} has to begin with .*12 · Title"):
            title(name, small)


def test_writing_the_text_leaves_outputs_as_they_are(tmp_path, monkeypatch, capsys, small):
    small.cells[1].outputs = [nbformat.v4.new_output("stream", text="kept\n")]
    nbformat.write(small, tmp_path / "12_bends.ipynb")
    small.cells[0].source = "# 11 · Another one"
    nbformat.write(small, tmp_path / "11_a.ipynb")
    before = (tmp_path / "11_a.ipynb").read_bytes()
    monkeypatch.setattr(refresh_notebooks, "NOTEBOOKS", tmp_path)
    monkeypatch.setenv("PYTHONPATH", "")  # which it changes
    refresh_notebooks.main(["12"], text_only=True)
    assert capsys.readouterr().out == "wrote the text of 12_bends.ipynb\n"
    assert (tmp_path / "11_a.ipynb").read_bytes() == before
    book = read(tmp_path / "12_bends.ipynb")
    assert book == courses_text(tmp_path)["12_bends.ipynb"]
    assert book.cells[1].outputs == small.cells[1].outputs


@every_notebook
def test_answers_to_open_tasks_are_folded_and_tagged(path):
    for cell in read(path).cells:
        if "What good answers notice" in cell.source:
            assert cell.metadata.get("tags") == ["solution"]
            assert cell.source.startswith("<details>")


@every_notebook
def test_predictions_come_before_their_results_and_a_summary_after_them(path):
    places, summary = {"predict": {}, "reveal": {}}, []
    for i, cell in enumerate(read(path).cells):
        if cell.cell_type != "code":
            continue
        for call, name in re.findall(r'^(predict|reveal)\("(\w+)"', cell.source, flags=re.M):
            assert name not in places[call]
            places[call][name] = i
        if cell.source.rstrip().endswith("my_predictions()"):
            summary.append(i)
    assert set(places["reveal"]) == set(places["predict"])
    assert all(places["predict"][name] < at for name, at in places["reveal"].items())
    assert len(summary) == bool(places["predict"])
    assert not summary or summary[0] > max(places["reveal"].values())


@every_core
def test_every_prediction_and_question_of_a_lesson_is_asked_once(path):
    books = of_one_lesson(path)
    for call, items in [
        ("predict", module_of(path).PREDICTIONS),
        ("recall", module_of(path).QUESTIONS),
    ]:
        asked = [
            name
            for book in books
            for cell in code(book)
            for name in re.findall(rf'^{call}\("(\w+)"', cell.source, flags=re.M)
        ]
        assert asked == [item.name for item in items], call
    own = "\n".join(cell.source for cell in code(path)[:4])
    assert ('recall("' in own) == bool(module_of(path).QUESTIONS), "they open the lesson"


@every_notebook
def test_a_prediction_is_not_told_beforehand(path):
    """The reason comes with the result: it stands nowhere in the text."""
    text = flat("\n".join(prose(path)))
    for prediction in module_of(path).PREDICTIONS:
        assert flat(prediction.because) not in text


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """Make the copies for a class; return their folder."""
    folder = tmp_path_factory.mktemp("pupils") / "for_class"
    start.copies_for_a_class(ROOT, folder)
    return folder


def test_no_solution_is_left_in_the_copies(copies):
    for path in NOTEBOOKS:
        text = flat(nbformat.writes(read(copies / path.relative_to(FOLDER))))
        text = text.replace('\\n", "', "\n").replace('\\"', '"')
        lines = {flat(line) for line in text.splitlines()}
        whole = flat(text)
        for exercise in module_of(path).EXERCISES:
            assert " ".join(map(flat, body(exercise.name))) not in whole, exercise.name
            stub = source(exercise.stub) if exercise.stub else ""
            own = [line for line in body(exercise.name) if line not in stub and len(line) > 20]
            left = [line for line in own if line in lines]
            assert len(left) <= len(own) // 2, (exercise.name, left)
        assert "<summary>Solution" not in text
        assert "What good answers notice" not in text
