"""The house: what stands in which room, and which way its imports point."""

import ast
import importlib
import json
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

import classroom
from classroom.practice.catalogue import LESSONS

ROOT = Path(classroom.__file__).resolve().parent.parent
FILES = sorted((ROOT / "classroom").rglob("*.py"))
# What each module of a lesson may import from its own room.
ROOM = {
    "__init__": {"experiments", "figures", "panels", "keras_twin", "get_keras"},
    "experiments": {"keras_twin"},
    "figures": {"experiments"},
    "get_keras": {"keras_twin"},
    "keras_twin": set(),
    "panels": {"experiments", "figures"},
    "practice": set(),
}
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
every_lesson = pytest.mark.parametrize("lesson", LESSONS)


def imports_of(path):
    """Return every module imported anywhere in a file; of a package, the module in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            package = ROOT.joinpath(*node.module.split(".")).is_dir()
            names = [f"{node.module}.{name.name}" for name in node.names]
            found |= {name if package else node.module for name in names}
    return found


def lesson_of(module):
    """Return the lesson that a module, named with dots, belongs to; None for a shared one."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["classroom", "lessons"] and len(parts) > 2 else None


def dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def cells_of(lesson):
    """Return the cells of each of a lesson's notebooks, the core first."""
    core = ROOT / "notebooks" / f"{LESSONS.index(lesson):02}_{lesson}.ipynb"
    paths = [core, *sorted((ROOT / "notebooks" / "deeper").glob(f"{core.name[:2]}_*.ipynb"))]
    books = [json.loads(path.read_text(encoding="utf-8"))["cells"] for path in paths]
    return [["".join(cell["source"]) for cell in cells] for cells in books]


def printed_by(code):
    """Return what some code prints in a fresh Python."""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return run.stdout


def loaded_by(code):
    """Return the modules that are loaded after some code has run in a fresh Python."""
    printed = printed_by(f"{code}\nimport sys\nprint('LOADED', *sys.modules)")
    return set(printed.rsplit("LOADED", 1)[1].split())


def lessons_in(modules):
    return [lesson for lesson in LESSONS if f"classroom.lessons.{lesson}" in modules]


def test_every_lesson_has_a_room_and_a_notebook_in_the_same_order():
    rooms = {path.parent.name for path in (ROOT / "classroom" / "lessons").glob("*/__init__.py")}
    assert rooms == set(LESSONS)
    names = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert names == [f"{number:02}_{lesson}" for number, lesson in enumerate(LESSONS)]


@every_lesson
def test_a_room_has_its_four_modules(lesson):
    room = ROOT / "classroom" / "lessons" / lesson
    files = {path.stem for path in room.glob("*.py")}
    wanted = {"__init__", "experiments", "figures", "practice"}
    if "classroom.playground.playground" not in imports_of(room / "__init__.py"):
        wanted |= {"panels"}  # a room whose panel is the playground needs none of its own
    assert wanted <= files <= set(ROOM)


@every_file
def test_no_lesson_is_imported_by_another_one_or_by_what_they_share(path):
    mine = lesson_of(dotted(path))
    others = {lesson_of(module) for module in imports_of(path)} - {None, mine}
    assert not others


@pytest.mark.parametrize(
    "path", [p for p in FILES if lesson_of(dotted(p))], ids=lambda p: f"{p.parent.name}.{p.stem}"
)
def test_in_a_room_panels_point_to_figures_and_these_to_experiments(path):
    if path.parent.name == "lessons":
        assert not imports_of(path)
        return
    room = f"classroom.lessons.{path.parent.name}"
    found = {
        module.removeprefix(f"{room}.").split(".")[0]
        for module in imports_of(path)
        if module.startswith(f"{room}.")
    }
    assert found <= ROOM[path.stem]


@every_file
def test_widgets_are_for_panels_and_questions_and_panels_do_no_maths(path):
    found = {module.split(".")[0] for module in imports_of(path)}
    panels = path.stem in ("panel", "panels", "playing", "small")
    assert "ipywidgets" not in found or panels or path.stem in ("asking", "get_keras")
    assert not (panels and found & {"numpy", "sklearn", "matplotlib"})


@every_file
def test_exercises_need_the_engine_the_data_and_the_network_only(path):
    if path.stem != "practice" or lesson_of(dotted(path)) is None:
        return
    ours = {module for module in imports_of(path) if module.startswith("classroom.")}
    assert all(module.startswith(("classroom.practice", "classroom.datasets")) for module in ours)


@every_lesson
def test_a_lesson_offers_what_its_notebook_calls_and_no_more(lesson):
    cells = [cell for book in cells_of(lesson) for cell in book]
    used = set(re.findall(r"\blesson\.(\w+)", "\n".join(cells)))
    source = ROOT / "classroom" / "lessons" / lesson / "__init__.py"
    offered = {
        name.name
        for node in ast.parse(source.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    assert offered == used


@every_lesson
def test_a_notebook_takes_from_the_course_what_is_offered_there(lesson):
    for cells in cells_of(lesson):
        whole = "\n".join(cells)
        for module, names in re.findall(r"^from (classroom[\w.]*) import (.+)$", whole, flags=re.M):
            for name in re.sub(r" as \w+", "", names).split(", "):
                if not hasattr(importlib.import_module(module), name):
                    importlib.import_module(f"{module}.{name}")
        assert f"from classroom.lessons import {lesson} as lesson" in whole
        assert len(re.findall(r"^from classroom\.lessons", whole, flags=re.M)) == 1


@pytest.mark.parametrize("lessons", [LESSONS, LESSONS[::-1]], ids=["forwards", "backwards"])
def test_one_lesson_does_not_load_the_others(lessons):
    code = ["import sys"]
    for lesson in lessons:
        code.append(f"import classroom.lessons.{lesson}")
        code.append("print(sum(m.startswith('classroom.lessons.') and m.count('.') == 2")
        code.append("          for m in sys.modules))")
    run = subprocess.run(
        [sys.executable, "-c", "\n".join(code)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert run.stdout.split() == [str(n) for n in range(1, len(LESSONS) + 1)]


def test_the_classroom_itself_loads_no_lesson_and_nothing_that_only_lessons_need():
    modules = loaded_by("import classroom")
    assert not lessons_in(modules)
    assert not modules & {"sklearn", "nnlib.trainer", "keras", "jax", "nbformat"}


def test_a_check_opens_the_lesson_at_hand_only():
    code = "from classroom.lessons import faster\nfrom classroom import check\n"
    assert lessons_in(loaded_by(code + "check('adam_step', None)")) == ["faster"]


def test_a_question_opens_lessons_in_reading_order_until_it_is_found():
    modules = loaded_by("from classroom import recall\nrecall('forward_negative_Z')")
    assert lessons_in(modules) == list(LESSONS[:4])


def test_my_functions_opens_the_lessons_that_build_the_network():
    modules = loaded_by("from classroom import my_functions\nmy_functions('nowhere')")
    assert lessons_in(modules) == list(LESSONS[:8])


def test_every_file_that_is_no_module_comes_with_the_package():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    setup = tomllib.loads(text)["tool"]["setuptools"]
    packages = setup["packages"]["find"]["include"]
    assert all(any(fnmatch(name, p) for p in packages) for name in ("nnlib", "classroom.practice"))
    patterns = setup["package-data"]
    for path in sorted((ROOT / "classroom").rglob("*.*")):
        if path.suffix not in (".py", ".pyc"):
            package = dotted(path.parent)
            assert any(fnmatch(path.name, p) for p in patterns.get(package, [])), path
