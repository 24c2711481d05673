"""The small playground, with which the course begins: its slider, its pace, and its few choices."""

import asyncio
import itertools
import xml.etree.ElementTree as ET

import pytest

from classroom.playground import playground
from classroom.playground.playing import PlayingPanel
from classroom.playground.small import CHOICES
from tests.controls import check_controls_alone_and_in_pairs, ends


@pytest.fixture
def first():
    return playground(small=True, rate=2)


@pytest.fixture
def taste():
    return playground(100, small=CHOICES, rate=2)


def played(panel, meanwhile=None):
    """Press Play and let it play, much faster than for people; return every step that is shown."""
    panel.FIRST, panel.QUICK, shown = 0, 0.001, []
    panel.controls["steps"].observe(lambda change: shown.append(change["new"]), "value")

    async def scene():
        panel.play.value = True
        while panel.task is not None and 10 not in shown:
            await asyncio.sleep(0)
        if meanwhile:
            meanwhile()
        while panel.task is not None:
            await asyncio.sleep(0)

    asyncio.run(scene())
    assert panel.error is None and panel.task is None
    assert (panel.play.value, panel.play.description, panel.play.icon) == (False, "Play", "play")
    return shown


def test_it_opens_before_the_first_step_and_plays_to_the_last(first):
    assert list(first.controls) == ["steps"] and first.controls["steps"].value == 0
    assert first.words == "Before its first step, 580 of the 900 points lie on their own colour."
    opening = first.picture.value
    assert played(first) == list(range(1, 101))
    assert first.words == "After 100 steps, 875 of the 900 points lie on their own colour."
    assert first.picture.value != opening
    assert played(first) == list(range(101)), "at the end it starts again"


def test_it_plays_slowly_enough_to_see_the_line_turn_and_bend(first, monkeypatch):
    pauses, sleep = [], asyncio.sleep

    async def noted(pause):
        pauses.append(pause)
        await sleep(0)

    async def scene():
        first.play.value = True
        await first.task

    monkeypatch.setattr(asyncio, "sleep", noted)
    asyncio.run(scene())
    assert len(pauses) == 99 and 10 <= sum(pauses) <= 20
    assert min(pauses[:4]) >= 0.4 and min(pauses) >= 0.1


def test_the_button_and_a_hand_on_the_slider_pause_it(first, taste):
    def pause():
        assert (first.play.description, first.play.icon) == ("Pause", "pause")
        first.play.value = False

    assert played(first, pause)[-1] in (10, 11)
    shown = played(taste, lambda: setattr(taste.controls["steps"], "value", 70))
    assert shown[-1] == 70 and not taste.play.value
    assert taste.words.startswith("After 70 steps")


def test_the_slider_goes_back_and_forth_in_one_and_the_same_run(first):
    seen = {}
    for step in (0, 3, 40, 100, 40, 3, 0):
        first.controls["steps"].value = step
        assert first.session.trainer.steps == step and first.error is None
        assert seen.setdefault(step, first.picture.value) == first.picture.value
    assert len(set(seen.values())) == 4


def test_one_step_and_reset_move_the_slider(first):
    first.one_step.click()
    first.one_step.click()
    assert first.controls["steps"].value == 2 and first.words.startswith("After 2 steps")
    first.reset.click()
    assert first.controls["steps"].value == 0 and first.words.startswith("Before its first step")
    first.controls["steps"].value = 100
    first.one_step.click()
    assert first.session.trainer.steps == 100, "the run ends there"


def test_while_it_plays_every_choice_starts_afresh(taste):
    shown = played(taste, lambda: setattr(taste.controls["layers"], "value", 0))
    assert shown[:11] == list(range(11)) and shown[-1] == 100 and shown.count(5) == 2
    assert " the 2-1 network gets 788 of 900" in taste.words
    shown = played(taste, lambda: setattr(taste.controls["rate"], "value", 0.1))
    assert shown.count(5) == 2, "so that the words are true of all its steps"
    same = playground(100, small=CHOICES, rate=0.1, hidden=())
    assert same.words == taste.words


def test_a_choice_that_is_moved_while_it_waits_leaves_the_step(taste):
    taste.controls["steps"].value = 30
    taste.controls["units"].value = 5
    assert taste.words.startswith("After 30 steps at learning rate 2 the 2-5-5-1 network")


def test_without_an_event_loop_play_goes_to_the_end_at_once(first):
    first.play.value = True
    assert first.words.startswith("After 100 steps") and not first.play.value


def test_every_control_moves_the_picture_and_no_pair_breaks_it(first, taste):
    check_controls_alone_and_in_pairs(first)
    start, opening = taste.values(), taste.picture.value
    for name, control in taste.controls.items():
        for value in ends(control):
            control.value = value
            assert (taste.picture.value == opening) == (value == start[name]), name
            control.value = start[name]
        assert taste.picture.value == opening
    for pair in itertools.combinations(taste.controls, 2):
        for values in itertools.product(*(ends(taste.controls[name]) for name in pair)):
            for name, value in {**start, **dict(zip(pair, values, strict=True))}.items():
                taste.controls[name].value = value
            ET.fromstring(taste.picture.value)
            assert taste.error is None and " of 900 points right" in taste.words


def test_any_of_the_playgrounds_settings_can_be_shown_small():
    panel = playground(7, small=("units",), data="spirals", hidden=(5, 5), rate=0.07)
    assert list(panel.controls) == ["steps", "units"]
    assert panel.settings().data == "spirals" and panel.settings().hidden == (5, 5)
    panel.controls["units"].value = 3
    assert panel.settings().hidden == (3, 3) and panel.settings().rate == 0.07
    unequal = playground(small=("rate",), hidden=(5, 3), rate=0.07)
    assert unequal.settings().hidden == (5, 3) and unequal.controls["rate"].value == 0.07


@pytest.mark.parametrize(
    "wrong, error, words",
    [
        ({"small": ("speed",)}, ValueError, "small is 'speed', expected one of 'rate'"),
        ({"small": True, "steps": 101}, ValueError, "steps is 101, expected at most 100"),
        ({"small": True, "functions": {}}, TypeError, "small is given, expected neither functions"),
        ({"small": ("units",), "hidden": (8, 5)}, ValueError, "hidden is .8, 5., expected layers"),
    ],
    ids=str,
)
def test_what_the_small_one_cannot_show_is_refused(wrong, error, words):
    with pytest.raises(error, match=words):
        playground(**wrong)


def test_an_older_playground_of_either_size_does_not_play_on_unseen(first):
    async def two():
        first.play.value = True
        await asyncio.sleep(0)
        second = playground(0)
        assert not first.play.value and PlayingPanel._latest is second
        while first.task is not None:
            await asyncio.sleep(0.01)

    first.FIRST = 0
    asyncio.run(two())
