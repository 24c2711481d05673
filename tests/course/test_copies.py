"""The copies that people work in: nothing of theirs is lost, and a class gets no answers."""

import ast
import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import start
from tools import copies

ROOT = Path(start.__file__).resolve().parent
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))


def book(*lines, output="42"):
    cells = [new_markdown_cell("# A lesson", id="head")]
    for i, line in enumerate(lines):
        shown = [new_output("stream", text=output)]
        cells.append(new_code_cell(line, outputs=shown, execution_count=1, id=f"cell-{i}"))
    help_ = "<details><summary>Hint 1</summary>\n\nLook up.\n\n</details>"
    help_ += "\n\n<details><summary>Solution</summary>\n\nthe trick\n\n</details>"
    cells.append(new_markdown_cell(help_, id="help", metadata={"tags": ["help"]}))
    cells.append(new_markdown_cell("the answer", id="answer", metadata={"tags": ["solution"]}))
    return nbformat.writes(new_notebook(cells=cells))


@pytest.fixture
def folders(tmp_path):
    """The course's notebooks, and a place for copies."""
    source, target = tmp_path / "notebooks", tmp_path / "my_course"
    (source / "deeper").mkdir(parents=True)
    (source / "01_a.ipynb").write_text(book("x = 1"), encoding="utf-8")
    (source / "02_b.ipynb").write_text(book("y = 1"), encoding="utf-8")
    (source / "deeper" / "01_more.ipynb").write_text(book("z = 1"), encoding="utf-8")
    return source, target


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def change(path, old, new):
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_first_time_every_notebook_is_copied_without_outputs(folders):
    source, target = folders
    assert copies.bring_up_to_date(source, target) == []
    for name in ("01_a.ipynb", "02_b.ipynb", "deeper/01_more.ipynb"):
        copy = nbformat.read(target / name, as_version=4)
        nbformat.validate(copy)
        assert sources(target / name) == sources(source / name)
        assert all(
            c.outputs == [] and c.execution_count is None for c in copy.cells if "outputs" in c
        )


def test_what_is_only_run_and_saved_stays_and_is_renewed_with_the_course(folders):
    source, target = folders
    copies.bring_up_to_date(source, target)
    ran = book("x = 1", output="what came out")
    (target / "01_a.ipynb").write_text(ran, encoding="utf-8")
    assert copies.bring_up_to_date(source, target) == []
    assert (target / "01_a.ipynb").read_text(encoding="utf-8") == ran
    change(source / "01_a.ipynb", "x = 1", "x = 2")
    assert copies.bring_up_to_date(source, target) == []
    assert "x = 2" in sources(target / "01_a.ipynb")


def test_what_is_changed_is_never_written_over(folders):
    source, target = folders
    copies.bring_up_to_date(source, target)
    change(target / "01_a.ipynb", "x = 1", "x = 1  # mine")
    mine = (target / "01_a.ipynb").read_bytes()
    assert copies.bring_up_to_date(source, target) == []  # the course has nothing newer
    for newer in ("x = 2", "x = 3"):
        change(source / "01_a.ipynb", sources(source / "01_a.ipynb")[1], newer)
        assert [path.name for path in copies.bring_up_to_date(source, target)] == ["01_a.ipynb"]
        assert (target / "01_a.ipynb").read_bytes() == mine


def test_what_became_the_courses_own_text_is_up_to_date_again(folders):
    source, target = folders
    copies.bring_up_to_date(source, target)
    change(target / "01_a.ipynb", "x = 1", "x = 2")
    change(source / "01_a.ipynb", "x = 1", "x = 2")
    assert copies.bring_up_to_date(source, target) == []
    change(source / "01_a.ipynb", "x = 2", "x = 3")
    assert copies.bring_up_to_date(source, target) == []
    assert "x = 3" in sources(target / "01_a.ipynb")


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "null", '{"cells": 3}', '{"cells": [{}]}', "\x00\xff"]
)
def test_a_file_that_cannot_be_read_is_left_alone(folders, damage):
    source, target = folders
    for known in (False, True):
        if known:
            copies.bring_up_to_date(source, target)
        target.mkdir(exist_ok=True)
        (target / "01_a.ipynb").write_text(damage, encoding="utf-8")
        copies.bring_up_to_date(source, target)
        change(source / "01_a.ipynb", sources(source / "01_a.ipynb")[1], f"x = {2 + known}")
        outdated = copies.bring_up_to_date(source, target)
        assert [path.name for path in outdated] == ["01_a.ipynb"]
        assert (target / "01_a.ipynb").read_text(encoding="utf-8") == damage
        (target / "01_a.ipynb").unlink()


@pytest.mark.parametrize("record", ["", "{", "[1]", "null", '"x"'])
def test_without_its_record_it_takes_what_differs_for_changed(folders, record):
    source, target = folders
    copies.bring_up_to_date(source, target)
    change(target / "01_a.ipynb", "x = 1", "x = 1  # mine")
    (target / copies.RECORD).write_text(record, encoding="utf-8")
    assert [path.name for path in copies.bring_up_to_date(source, target)] == ["01_a.ipynb"]
    assert "x = 1  # mine" in sources(target / "01_a.ipynb")
    change(source / "02_b.ipynb", "y = 1", "y = 2")
    copies.bring_up_to_date(source, target)
    assert "y = 2" in sources(target / "02_b.ipynb")


def test_a_deleted_copy_comes_back_and_a_new_lesson_appears(folders):
    source, target = folders
    copies.bring_up_to_date(source, target)
    (target / "01_a.ipynb").unlink()
    (source / "03_c.ipynb").write_text(book("w = 1"), encoding="utf-8")
    (source / ".ipynb_checkpoints").mkdir()
    (source / ".ipynb_checkpoints" / "01_a-checkpoint.ipynb").write_text(book("x"))
    assert copies.bring_up_to_date(source, target) == []
    names = [path.as_posix() for path in copies.lessons(target)]
    assert names == ["01_a.ipynb", "02_b.ipynb", "03_c.ipynb", "deeper/01_more.ipynb"]


def test_afresh_keeps_the_old_ones_and_each_under_its_own_name(folders):
    source, target = folders
    assert copies.afresh(source, target, "09") == {}
    copies.bring_up_to_date(source, target)
    for number in (1, 2):
        change(target / "02_b.ipynb", "y = 1", f"y = 1  # mine {number}")
        [(path, old)] = copies.afresh(source, target, "02").items()
        assert path.name == "02_b.ipynb" and old == target / "earlier" / f"02_b-{number}.ipynb"
        assert f"y = 1  # mine {number}" in sources(old)
        assert "y = 1" in sources(target / path)


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(folders, monkeypatch):
    source, target = folders
    copies.bring_up_to_date(source, target)
    before = {path.name: path.read_bytes() for path in target.iterdir() if path.is_file()}
    change(source / "01_a.ipynb", "x = 1", "x = 2")

    def full(*paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies.os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        copies.bring_up_to_date(source, target)
    assert {path.name: path.read_bytes() for path in target.iterdir() if path.is_file()} == before


@pytest.fixture(scope="module")
def for_a_class(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pupils") / "for_class"
    start.copies_for_a_class(ROOT, folder)
    return folder


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_class_gets_every_cell_but_the_answers_and_no_output(for_a_class, path):
    copy = nbformat.read(for_a_class / path.relative_to(ROOT / "notebooks"), as_version=4)
    nbformat.validate(copy)
    cells = nbformat.read(path, as_version=4).cells
    kept = [cell for cell in cells if "solution" not in cell.metadata.get("tags", [])]
    for mine, courses in zip(copy.cells, kept, strict=True):
        if "help" in courses.metadata.get("tags", []):
            assert courses.source.startswith(mine.source + "\n\n<details><summary>Solution")
            assert mine.source.count("<summary>Hint") == courses.source.count("<summary>Hint") > 0
        else:
            assert mine.source == courses.source
        assert "jupyter" not in mine.metadata and "hide-output" not in str(mine.metadata)
    assert not any(cell.get("outputs") for cell in copy.cells)
    assert "<summary>Solution" not in json.dumps(copy)
    assert "What good answers notice" not in json.dumps(copy)


@pytest.fixture(scope="module")
def for_a_test(tmp_path_factory):
    folder = tmp_path_factory.mktemp("test") / "for_class"
    assert start.main(["--class", str(folder), "--no-help"], ROOT) == 0
    return folder


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_class_that_writes_a_test_gets_no_hint(for_a_test, path):
    text = (for_a_test / path.relative_to(ROOT / "notebooks")).read_text(encoding="utf-8")
    assert "<summary>Hint" not in text and "<summary>Solution" not in text
    exercises = {
        cell.id for cell in nbformat.read(path, as_version=4).cells if "check(" in cell.source
    }
    assert exercises <= {cell["id"] for cell in json.loads(text)["cells"]}


def test_the_teachers_file_says_what_the_copies_are_for(for_a_class, for_a_test):
    rules = [
        json.loads((folder / "teacher.json").read_text()) for folder in (for_a_class, for_a_test)
    ]
    assert rules == [{"hints": True, "solutions": False}, {"hints": False, "solutions": False}]


def test_what_a_teacher_wrote_into_it_stays(folders, capsys):
    root = folders[0].parent
    pupils = root / "for_class"
    assert start.main(["--class", str(pupils)], root) == 0
    (pupils / "teacher.json").write_text('{"hints": false}')
    assert start.main(["--class", str(pupils)], root) == 0
    assert (pupils / "teacher.json").read_text() == '{"hints": false}'


def test_the_commands_say_what_they_did(folders, capsys):
    source, target = folders
    root = source.parent
    start.own_copies(root)
    assert capsys.readouterr().out == "Your own copy of the notebooks is in the folder my_course.\n"
    start.own_copies(root)
    assert capsys.readouterr().out == ""
    change(target / "02_b.ipynb", "y = 1", "y = 5")
    change(source / "02_b.ipynb", "y = 1", "y = 6")
    start.own_copies(root)
    said = capsys.readouterr().out
    assert said.startswith("02_b.ipynb: there is a newer version") and said.count("\n") == 1
    command = said.rsplit(": ", 1)[1].split()
    assert command[:2] == ["python3", "start.py"]
    assert start.main(command[2:], root) == 0
    assert capsys.readouterr().out == (
        "02_b.ipynb is a fresh copy now. Yours is kept as my_course/earlier/02_b-1.ipynb.\n"
    )
    assert start.main(["--fresh", "77"], root) == 1
    assert "No notebook begins with '77'" in capsys.readouterr().err
    assert start.main([str(root / "nowhere")], root) == 1


def test_copies_for_a_class_never_go_into_a_folder_of_other_things(folders, capsys):
    source, _ = folders
    root = source.parent
    assert start.main(["--class", str(source)], root) == 1
    assert "holds other things" in capsys.readouterr().err
    pupils = root / "for_class"
    for _ in range(2):
        assert start.main(["--class", str(pupils)], root) == 0
        assert capsys.readouterr().out.endswith(f"To open them, run: python3 start.py {pupils}\n")
    change(pupils / "01_a.ipynb", "x = 1", "x = 7")
    change(source / "01_a.ipynb", "x = 1", "x = 8")
    assert start.main(["--class", str(pupils)], root) == 0
    assert "01_a.ipynb has been changed, so it was left alone." in capsys.readouterr().out
    cells = sources(pupils / "01_a.ipynb")
    assert not any("the answer" in source or "the trick" in source for source in cells)
    assert any("Look up." in source for source in cells)


DRAWS = [
    "show(lesson.training_loop())",
    "lesson.flow_panel()",
    'predict("before_training")',
    "import numpy as np\nfrom classroom import recall\n\nrecall('a')\nrecall('b')",
    'article = {"hidden": (25, 50), "rate": 0.1}\nlesson.playground(420, **article)',
]
TELLS = [
    "new = lesson.first_taste(steps=0)\nshow(lesson.plane(new))",
    "print(np.round(X, 2))\nshow(lesson.plane(X))",
    'reveal("before_training", six)',
    "for rate in (1, 2):\n    show(lesson.plane(rate))",
    "def show_panel():\n    return 2",
    "import numpy as np",
    "rate = 0.1",
    "...",
    "lesson.flow_panel(",
    "",
]


@pytest.mark.parametrize("source", DRAWS)
def test_code_that_only_draws_or_asks_is_told_from_other_code(source):
    assert copies.only_draws(source)


@pytest.mark.parametrize("source", TELLS)
def test_code_that_computes_is_not_taken_for_drawing(source):
    assert not copies.only_draws(source)


@pytest.fixture(scope="module")
def for_a_teacher(tmp_path_factory):
    root = tmp_path_factory.mktemp("teacher")
    (root / "notebooks").symlink_to(ROOT / "notebooks", target_is_directory=True)
    start.teachers_copies(root)
    return root / start.TEACHERS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_teacher_gets_every_cell_with_the_drawing_ones_folded(for_a_teacher, path):
    copy = nbformat.read(for_a_teacher / path.relative_to(ROOT / "notebooks"), as_version=4)
    nbformat.validate(copy)
    assert [cell.source for cell in copy.cells] == sources(path)
    cells = [cell for cell in copy.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in cells)
    folded = [cell for cell in cells if cell.metadata.get("jupyter") == {"source_hidden": True}]
    assert folded == [cell for cell in cells if copies.only_draws(cell.source)]
    assert not any("check(" in cell.source or "print(" in cell.source for cell in folded)


def test_only_a_teachers_copies_are_folded(folders):
    source, target = folders
    (source / "01_a.ipynb").write_text(book("show(x)"), encoding="utf-8")
    copies.bring_up_to_date(source, target)
    assert "source_hidden" not in (target / "01_a.ipynb").read_text(encoding="utf-8")
    copies.bring_up_to_date(source, target.with_name("taught"), fold=True)
    assert "source_hidden" in (target.with_name("taught") / "01_a.ipynb").read_text()


def test_the_next_class_sees_nothing_of_the_last_one(folders):
    root, mine = folders[0].parent, folders[0].parent / start.TEACHERS
    start.teachers_copies(root)
    ran = json.loads(book("x = 1", output="the class said 7"))
    ran["metadata"]["widgets"] = {"state": "the slider stood at 7"}
    ran["cells"][1]["source"] = "x = 1  # mine"
    (mine / "01_a.ipynb").write_text(json.dumps(ran), encoding="utf-8")
    (mine / "02_b.ipynb").write_text("{", encoding="utf-8")
    start.teachers_copies(root)
    text = (mine / "01_a.ipynb").read_text(encoding="utf-8")
    assert "said 7" not in text and "slider" not in text
    assert sources(mine / "01_a.ipynb")[1] == "x = 1  # mine"
    assert (mine / "02_b.ipynb").read_text(encoding="utf-8") == "{"


def test_old_pythons_can_read_the_source():
    ast.parse((ROOT / "tools/copies.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_git_and_the_tests_pass_over_what_is_ones_own():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {f"/{start.MINE}/", f"/{start.TEACHERS}/", "/for_class/", ".start.lock"} <= set(ignored)
