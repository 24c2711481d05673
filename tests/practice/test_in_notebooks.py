"""Practice as it stands in the notebooks, and the copies for a class."""

import os
import re
import subprocess
import sys

import nbformat
import pytest

from classroom.practice.catalogue import EXERCISES, LESSONS, practice_of
from classroom.practice.checking import source, untouched
from tests.notebooks import NOTEBOOKS, ROOT, code, every_notebook, exercise_cells, prose, read

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
def test_the_cell_is_the_stub_and_hints_and_solution_are_the_packages(path):
    notebook = read(path)
    for name, i in exercise_cells(notebook):
        exercise = EXERCISES[name]
        names = {"check": lambda *_: None}
        exec(compile(notebook.cells[i].source, "<cell>", "exec"), names)
        function = names[f"my_{name}"]
        assert untouched(function, exercise.stub)
        if exercise.stub is None:
            assert "# Write your code here" in notebook.cells[i].source
        hints, answer = notebook.cells[i + 1 : i + 3]
        assert hints.cell_type == answer.cell_type == "markdown"
        folded = re.findall(r"<summary>Hint \d</summary>\s*(.*?)\s*</details>", hints.source, re.S)
        assert folded == list(exercise.hints)
        assert answer.metadata.get("tags") == ["solution"]
        assert f"```python\n{source(exercise.solution)}\n```" in answer.source
        output = notebook.cells[i].outputs[0].data["text/plain"]
        assert output.startswith(f"○ Not attempted · {name}: ")


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


def command():
    """Return the command for a class's copies as it is documented."""
    text = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    [found] = re.findall(r"^\s*(jupyter nbconvert .*)$", text, flags=re.M)
    return found


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """Make the copies for a class by that command; return their folder."""
    folder = tmp_path_factory.mktemp("class")
    words = command().split()
    [where] = [word for word in words if word.startswith("--output-dir=")]
    words[words.index(where)] = f"--output-dir={folder}"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(folder / "none")}
    environment.pop("PYTHONWARNINGS", None)
    subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, check=True, capture_output=True, env=environment
    )
    return folder


def test_the_copies_are_complete_but_for_the_answers(copies):
    assert sorted(file.name for file in copies.glob("*.ipynb")) == [p.name for p in NOTEBOOKS]
    for path in NOTEBOOKS:
        kept = [c for c in read(path).cells if "solution" not in c.metadata.get("tags", [])]
        copied = read(copies / path.name).cells
        assert [cell.source for cell in copied] == [cell.source for cell in kept]
        assert [cell.get("outputs") for cell in copied] == [cell.get("outputs") for cell in kept]


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
