"""What holds for the panel of every lesson: named groups, buttons for choices, the task's first."""

import inspect
import re
from importlib import import_module

import ipywidgets as W
import pytest

from classroom import datasets
from classroom.lessons.own_table.experiments import NO_BEAK
from tests.notebooks import CORE, NOTEBOOKS, read

CALL = re.compile(r"^lesson\.(\w+_panel)\(", flags=re.M)
FEW = 3  # controls that need no groups
# These play: they have buttons of their own beside the groups.
PLAYING = {"start_here", "training"}


def calls():
    """Return every panel in a notebook: the notebook, its cell, the lesson and the panel's name."""
    lessons = {path.name[:2]: path.stem[3:] for path in CORE}
    return [
        (path, at, lessons[path.name[:2]], name)
        for path in NOTEBOOKS
        if lessons[path.name[:2]] not in PLAYING
        for at, cell in enumerate(read(path).cells)
        if cell.cell_type == "code"
        for name in CALL.findall(cell.source)
    ]


CALLS = calls()
# The order is that of the notebook in which a panel comes first.
FIRST = {(lesson, name): (path, at) for path, at, lesson, name in reversed(CALLS)}


@pytest.fixture(scope="module")
def made():
    """Return a function that makes a lesson's panel, each of them once."""
    kept = {}

    def make(lesson, name):
        if (lesson, name) not in kept:
            maker = getattr(import_module(f"classroom.lessons.{lesson}"), name)
            needs_a_table = "table" in inspect.signature(maker).parameters
            kept[lesson, name] = maker(*[_table()] * needs_a_table)
        return kept[lesson, name]

    return make


def _table():
    options = {"ignore": NO_BEAK, "missing": "drop", "report": None}
    return datasets.own_table(datasets.sample_table(), "male", **options)


def inside(box):
    """Return every widget in a box, in the order in which they are seen."""
    return [box, *(part for child in getattr(box, "children", ()) for part in inside(child))]


every_panel = pytest.mark.parametrize(("lesson", "name"), FIRST)


@every_panel
def test_every_control_has_its_place_and_a_name_of_its_own(made, lesson, name):
    panel = made(lesson, name)
    shown = [part for part in inside(panel.box) if part in panel.controls.values()]
    assert shown == list(panel.controls.values())
    names = [control.description for control in shown]
    assert all(names) and len(set(names)) == len(names)


@every_panel
def test_many_controls_stand_in_groups_with_names_and_few_in_a_row(made, lesson, name):
    panel = made(lesson, name)
    if len(panel.controls) <= FEW:
        assert not panel.groups
    else:
        assert panel.groups
        assert [name for names in panel.groups.values() for name in names] == list(panel.controls)
        titles = [part.value for part in inside(panel.box.children[0]) if isinstance(part, W.HTML)]
        assert titles == list(panel.groups) and all(titles)


@every_panel
def test_choices_are_buttons_and_numbers_are_sliders(made, lesson, name):
    for control in made(lesson, name).controls.values():
        options = getattr(control, "options", [0])
        if all(isinstance(option, int | float) for option in options) and len(options) != 2:
            assert control.keys and "slider" in type(control).__name__.lower()
        else:
            assert isinstance(control, W.ToggleButtons)


@every_panel
def test_what_the_task_asks_for_first_stands_first(made, lesson, name):
    panel = made(lesson, name)
    named = first_named(task(*FIRST[lesson, name]), panel)
    first = list(panel.groups.values())[0] if panel.groups else list(panel.controls)[:1]
    assert named is None or named in first


def test_the_tasks_are_found_and_most_of_them_name_a_control(made):
    found = [(task(path, at), made(lesson, name)) for path, at, lesson, name in CALLS]
    assert sum(bool(words) for words, _ in found) >= len(found) - 2
    assert sum(first_named(*one) is not None for one in found) >= len(found) - 6


def task(path, at):
    """Return the task that belongs to a panel: it stands in the text before or after it."""
    cells = read(path).cells
    texts = [cells[k].source for k in (at - 1, at + 1) if cells[k].cell_type == "markdown"]
    found = [re.search(r"\*\*(Your t|T)ask[.:]\*\*.*", text) for text in texts]
    return " ".join(found[0] for found in found if found)


def first_named(words, panel):
    """Return the control that a task names first: in italics, or with a number before it."""
    places = {}
    for name, control in panel.controls.items():
        label = control.description
        forms = {label, label.split()[0], label.split()[-1]}
        any_form = "|".join(re.escape(form) for form in forms | {f + "s" for f in forms})
        if place := re.search(rf"(\*|\d )({any_form})\b", words):
            places[name] = place.start()
    return min(places, key=places.get, default=None)
