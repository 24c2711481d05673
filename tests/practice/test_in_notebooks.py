"""Practice as it stands in the notebooks, and the copies for a class."""

import copy
import re

import nbformat
import pytest

import start
from classroom.practice.catalogue import EXERCISES, LESSONS, practice_of
from classroom.practice.checking import source, untouched
from tests.notebooks import NOTEBOOKS, ROOT, code, every_notebook, exercise_cells, prose, read
from tools.notebook_text import with_text

MODULES = [practice_of(lesson) for lesson in LESSONS]
BOOKS = {path.stem[:2]: path for path in NOTEBOOKS}


def module_of(path):
    return MODULES[int(path.stem[:2])]


def body(name):
    """Return the model solution's lines below its first one, without their indentation."""
    lines = source(EXERCISES[name].solution).splitlines()[1:]
    return [line.strip() for line in lines if line.strip()]


def flat(text):
    """Return a text with every run of white space made one blank."""
    return " ".join(text.split())


@every_notebook
def test_every_exercise_has_its_cells_in_the_notebook_of_its_module(path):
    names = [name for name, _ in exercise_cells(read(path))]
    assert names == [exercise.name for exercise in module_of(path).EXERCISES]
    text = "\n".join(prose(path))
    assert 2 <= len(re.findall(r"^### Exercise \d", text, flags=re.M)) <= 4
    assert len(re.findall(r"^### Spot the bug", text, flags=re.M)) == 1
    assert len(re.findall(r"^### Explore", text, flags=re.M)) == 1


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


HEADS = {path.name: prose(path)[0] for path in NOTEBOOKS}


@every_notebook
def test_hints_solutions_and_the_map_are_as_written_from_their_sources(path):
    notebook = read(path)
    written = with_text(notebook, path.name, HEADS)
    assert notebook == written, "python tools/refresh_notebooks.py --text writes it"


@pytest.fixture
def small():
    """A notebook with one exercise, whose answers are still missing, and a foot without a map."""
    return nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# 12 · Bends: more\n\n*About 5 minutes, and 2 for …*"),
            nbformat.v4.new_code_cell('...\n\n\ncheck("relu", my_relu)'),
            nbformat.v4.new_markdown_cell("Not a row: | 02_activations.ipynb | Why? | 3 |"),
            nbformat.v4.new_markdown_cell("## To take with you"),
        ]
    )


def test_hints_and_solution_come_after_their_exercise_for_the_first_time_and_again(small):
    heads = {"12_bends.ipynb": small.cells[0].source}
    before = copy.deepcopy(small)
    once = with_text(small, "12_bends.ipynb", heads)
    assert small == before
    nbformat.validate(once)
    assert [once.cells[i] for i in (0, 1, 4)] == small.cells[:3]
    hints, answer = once.cells[2:4]
    assert (hints.id, answer.id) == ("12-relu-hints", "12-relu-solution")
    assert (hints.metadata, answer.metadata) == ({}, {"tags": ["solution"]})
    relu = EXERCISES["relu"]
    assert re.findall(r"Hint (\d)</summary>\n\n(.*?)\n\n</details>", hints.source) == [
        (str(i), words) for i, words in enumerate(relu.hints, start=1)
    ]
    assert answer.source == (
        f"<details><summary>Solution</summary>\n\n```python\n{source(relu.solution)}\n```\n\n</details>"
    )
    spoilt = copy.deepcopy(once)
    spoilt.cells[2].source = spoilt.cells[2].source.replace("0", "1")
    spoilt.cells[3].metadata.clear()
    assert with_text(spoilt, "12_bends.ipynb", heads) == once


def test_the_map_leads_to_all_others_and_a_table_has_the_minutes_of_the_heads(small):
    heads = {
        "11_a.ipynb": "# 11 · Another one\n\n*About 100 minutes, and 7 for the exercises.*",
        "12_bends.ipynb": "# 12 · Bends: more\n\n*About 5 minutes, and 2 for the exercises.*",
    }
    rows = ["| [11_a.ipynb](11_a.ipynb) | Why? | 1 |", "| `12_bends.ipynb` | How? | 5 + 2 |"]
    rows.append("| [13_c.ipynb](13_c.ipynb) | What? | 4 |")
    small.cells[2].source = "\n".join(rows)
    small.cells[-1].source += "\n\n**The map:** is an old one"
    written = with_text(small, "12_bends.ipynb", heads).cells
    assert written[-2].source.splitlines() == [rows[0].replace("1 |", "100 + 7 |"), *rows[1:]]
    assert written[-1].source == (
        "## To take with you\n\n**The map:** [11 Another one](11_a.ipynb) · **12 Bends**"
    )


def test_a_head_without_number_and_title_is_named(small):
    with pytest.raises(ValueError, match="11_a.ipynb has to begin with .*'# 11 · Title: more'"):
        with_text(small, "12_bends.ipynb", {"11_a.ipynb": "# Another one"})


def test_writing_the_text_leaves_outputs_as_they_are(tmp_path, monkeypatch, capsys, small):
    small.cells[1].outputs = [nbformat.v4.new_output("stream", text="kept\n")]
    for name in ("11_a.ipynb", "12_bends.ipynb"):
        nbformat.write(small, tmp_path / name)
    before = (tmp_path / "11_a.ipynb").read_bytes()
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import refresh_notebooks

    monkeypatch.setattr(refresh_notebooks, "NOTEBOOKS", tmp_path)
    monkeypatch.setenv("PYTHONPATH", "")  # which it changes
    refresh_notebooks.main(["12"], text_only=True)
    assert capsys.readouterr().out == "wrote the text of 12_bends.ipynb\n"
    assert (tmp_path / "11_a.ipynb").read_bytes() == before
    heads = dict.fromkeys(["11_a.ipynb", "12_bends.ipynb"], small.cells[0].source)
    assert read(tmp_path / "12_bends.ipynb") == with_text(small, "12_bends.ipynb", heads)


@every_notebook
def test_answers_to_open_tasks_are_folded_and_tagged(path):
    for cell in read(path).cells:
        if "What good answers notice" in cell.source:
            assert cell.metadata.get("tags") == ["solution"]
            assert cell.source.startswith("<details>")


@every_notebook
def test_predictions_come_before_their_results_and_a_summary_after_them(path):
    notebook = read(path)
    places = {"predict": {}, "reveal": {}}
    summary = []
    for i, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        for call, name in re.findall(r'^(predict|reveal)\("(\w+)"', cell.source, flags=re.M):
            assert name not in places[call]
            places[call][name] = i
        if cell.source.rstrip().endswith("my_predictions()"):
            summary.append(i)
    names = [prediction.name for prediction in module_of(path).PREDICTIONS]
    assert list(places["predict"]) == names
    assert set(places["reveal"]) == set(names)
    assert all(places["predict"][name] < places["reveal"][name] for name in names)
    assert len(summary) == 1 and summary[0] > max(places["reveal"].values())


@every_notebook
def test_the_opening_questions_are_asked(path):
    asked = re.findall(r'^recall\("(\w+)"\)', "\n".join(c.source for c in code(path)), flags=re.M)
    assert asked == [question.name for question in module_of(path).QUESTIONS]
    if asked:
        assert "recall(" in code(path)[0].source


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
        text = flat(nbformat.writes(read(copies / path.name)))
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
