"""Notebook 07's panel without a browser: its controls' whole range, play and pause, and faults."""

import asyncio
import itertools

import ipywidgets as W
import numpy as np
import pytest

from classroom.lessons.training.figures import trainer_picture
from classroom.lessons.training.panels import TrainerPanel, trainer_panel
from classroom.panel import Panel
from tests.controls import ends


@pytest.fixture
def panel():
    made = trainer_panel(steps=10)
    yield made
    made.play.value = False
    assert made.error is None


def notches(control):
    """Return every value that a control can be moved to."""
    if isinstance(control, W.SelectionSlider):
        return list(control.options)
    values = np.arange(control.min, control.max + control.step / 2, control.step)
    if isinstance(control, W.FloatLogSlider):
        return list(control.base**values)
    return values.tolist()


async def rest(panel):
    async with asyncio.timeout(120):
        while panel.task is not None:
            await asyncio.sleep(0.005)


async def until(question):
    """Let the panel play until the answer is true, and not for ever."""
    async with asyncio.timeout(120):
        while not question():
            await asyncio.sleep(0.005)


def test_opening_is_the_same_every_time(panel):
    again = trainer_panel(steps=10)
    assert again.picture.value == panel.picture.value
    assert again.words == panel.words
    assert again.words.startswith("After 10 steps at learning rate 0.32")


def test_the_levels_names_can_be_left_out():
    article = {"hidden": (25, 50, 50, 25), "scheme": "small", "learning_rate": 0.1}
    named, nameless = (trainer_panel(100, name, **article) for name in (True, False))
    assert "ln 2" in named.words and "ln 2" in named.picture.value
    assert "That is near 0.693, the upper grey line." in nameless.words
    assert "ln 2" not in nameless.picture.value


def test_every_control_moves_the_picture_at_the_same_step(panel):
    panel.controls["layers"].value = 4
    for name, control in panel.controls.items():
        before = panel.picture.value
        start, (low, high) = control.value, ends(control)
        control.value = low if control.value != low else high
        assert panel.picture.value != before, name
        assert panel.error is None, name
        assert panel.session.trainer.steps == 10, name
        control.value = start


def test_the_controls_have_their_whole_range(panel):
    seen = {
        name: (*ends(control), len(notches(control))) for name, control in panel.controls.items()
    }
    assert seen == {
        "learning_rate": (1e-4, 100, 61),
        "layers": (0, 4, 5),
        **{f"units{l}": (1, 50, 50) for l in range(1, 5)},
        "activation": ("relu", "tanh", 3),
        "scheme": ("small", "zeros", 4),
        "batch_size": (10, 900, 5),
        "noise": (0, 0.5, 11),
        "seed": (0, 20, 21),
        "speed": (1, 100, 7),
    }


@pytest.mark.slow("long")
def test_every_notch_of_every_control_can_be_shown():
    panel = trainer_panel(steps=1, hidden=(3, 3, 3, 3))
    for name, control in panel.controls.items():
        start = control.value
        for value in notches(control):
            control.value = value
            assert panel.error is None, (name, value)
        control.value = start


@pytest.mark.slow("long")
def test_all_pairs_of_extremes_can_be_shown(panel):
    for one, other in itertools.combinations(panel.controls, 2):
        for values in itertools.product(ends(panel.controls[one]), ends(panel.controls[other])):
            start = panel.values()
            panel.controls[one].value, panel.controls[other].value = values
            assert panel.error is None, (one, other, values)
            assert panel.words
            for name, value in start.items():
                panel.controls[name].value = value


def test_moving_back_gives_the_first_picture_again(panel):
    before = panel.picture.value
    panel.controls["noise"].value = 0.4
    panel.controls["noise"].value = 0.2
    assert panel.picture.value == before


def test_there_are_as_many_sliders_for_units_as_hidden_layers(panel):
    def shown():
        return [l for l in range(1, 5) if panel.controls[f"units{l}"].layout.display != "none"]

    assert shown() == [1, 2]
    panel.controls["layers"].value = 4
    assert shown() == [1, 2, 3, 4]
    panel.controls["layers"].value = 0
    assert shown() == []
    assert "2-1 · relu" in panel.picture.value


def test_one_step_and_reset(panel):
    panel.one_step.click()
    assert panel.words.startswith("After 11 steps")
    panel.controls["seed"].value = 7
    assert panel.words.startswith("After 11 steps")
    panel.reset.click()
    assert panel.words.startswith("After 0 steps")
    panel.controls["seed"].value = 2
    assert panel.words.startswith("After 0 steps")
    panel.one_step.click()
    assert panel.words.startswith("After 1 step at")


def test_one_step_while_it_plays_pauses(panel):
    async def scene():
        panel.play.value = True
        await asyncio.sleep(0.05)
        panel.one_step.click()
        assert not panel.play.value
        steps = panel.session.trainer.steps
        await rest(panel)
        assert panel.session.trainer.steps == steps

    asyncio.run(scene())


def test_the_speed_does_not_make_the_run_again(panel):
    session = panel.session
    panel.controls["speed"].value = 50
    assert panel.session is session
    assert "50 steps a picture" in panel.picture.value


def test_playing_goes_on_until_paused(panel):
    async def scene():
        panel.play.value = True
        assert panel.play.description == "Pause"
        await until(lambda: panel.session.trainer.steps > 20)
        panel.play.value = False
        await rest(panel)
        steps = panel.session.trainer.steps
        await asyncio.sleep(0.1)
        assert panel.session.trainer.steps == steps
        assert panel.target == steps
        assert [panel.play.description, panel.play.icon] == ["Play", "play"]

    asyncio.run(scene())


def test_no_picture_is_empty_and_one_task_draws_them_all(panel):
    async def scene():
        seen = []
        panel.picture.observe(lambda change: seen.append(change["new"]), "value")
        panel.play.value = True
        for k in range(5):
            panel.controls["learning_rate"].value = 0.1 + k / 100
            assert len(asyncio.all_tasks()) == 2  # this one and the panel's
        await until(lambda: len(seen) > 1)
        assert all("<path" in picture for picture in seen)

    asyncio.run(scene())


def test_the_kernel_rests_between_pictures(panel, monkeypatch):
    monkeypatch.setattr(TrainerPanel, "REST", 0.2)

    async def scene():
        panel.play.value = True
        await asyncio.sleep(0.3)
        assert panel._pictures <= 3

    asyncio.run(scene())


def test_the_rate_is_turned_while_it_plays_without_starting_again(panel):
    async def scene():
        panel.play.value = True
        await until(lambda: panel.session.trainer.steps > 20)
        session, steps = panel.session, panel.session.trainer.steps
        panel.controls["learning_rate"].value = 0.1
        await until(lambda: panel.session.trainer.steps > steps)
        assert panel.session is session
        assert panel.session.trainer.learning_rate == 0.1

    asyncio.run(scene())


def test_any_other_setting_starts_afresh_while_it_plays(panel):
    async def scene():
        panel.play.value = True
        await until(lambda: panel.session.trainer.steps > 50)
        steps = panel.session.trainer.steps
        panel.controls["units1"].value = 3
        await until(lambda: panel.session.settings.hidden == (3, 8))
        assert panel.session.trainer.steps < steps
        await until(lambda: panel.session.trainer.steps > 0)

    asyncio.run(scene())


def test_a_fresh_start_is_not_forgotten_when_the_rate_moves_too(panel):
    async def scene():
        panel.play.value = True
        panel.controls["seed"].value = 7
        panel.controls["learning_rate"].value = 0.1
        panel.controls["speed"].value = 10
        await until(lambda: panel.session.trainer.seed == 7 and panel.session.trainer.steps > 0)
        assert (panel.session.settings.learning_rate, panel.session.trainer.seed) == (0.1, 7)

    asyncio.run(scene())


def test_a_burst_of_moves_leaves_no_queue(panel):
    async def scene():
        panel.controls["layers"].value = 4
        for units in range(50, 0, -1):
            panel.controls["units1"].value = units
        await rest(panel)
        assert panel.session.settings.hidden[0] == 1
        assert panel.session.trainer.steps == 10

    asyncio.run(scene())


def test_a_long_run_catches_up_in_the_background(panel):
    async def scene():
        panel.target = 600
        panel.controls["units1"].value = 20
        assert panel.session.trainer.steps < 600
        await rest(panel)
        assert panel.session.trainer.steps == 600

    asyncio.run(scene())


def test_divergence_ends_the_play_with_a_sentence(panel):
    async def scene():
        panel.controls["layers"].value, panel.controls["learning_rate"].value = 4, 10
        for l in range(1, 5):
            panel.controls[f"units{l}"].value = 50
        panel.reset.click()
        panel.play.value = True
        await rest(panel)
        assert not panel.play.value
        assert panel.words.startswith("Training diverged at step")
        assert "learning rate 10 " in panel.words
        panel.controls["learning_rate"].value = 0.1
        await rest(panel)
        assert panel.words.startswith("After ")

    asyncio.run(scene())


@pytest.mark.parametrize("way", ["one_step", "reset", "slider"])
def test_a_fault_is_explained_whichever_way_it_comes(panel, way):
    def fail(numbers):
        raise RuntimeError("no ink")

    draw, panel.draw = panel.draw, fail
    if way == "slider":
        panel.controls["noise"].value = 0.4
    else:
        getattr(panel, way).click()
    assert panel.words.startswith("This setting cannot be shown: no ink.")
    assert isinstance(panel.error, RuntimeError)
    panel.error, panel.draw = None, draw


def test_a_fault_while_playing_ends_the_play(panel, monkeypatch):
    def fail(numbers):
        raise RuntimeError("no ink")

    async def scene():
        panel.play.value = True
        await asyncio.sleep(0.05)
        panel.draw = fail
        await rest(panel)
        assert panel.words.startswith("This setting cannot be shown: no ink.")
        assert isinstance(panel.error, RuntimeError)
        assert not panel.play.value
        panel.error, panel.draw = None, trainer_picture

    asyncio.run(scene())


def test_playing_pauses_by_itself_in_the_end(panel, monkeypatch):
    monkeypatch.setattr(TrainerPanel, "MOST_PICTURES", 5)

    async def scene():
        panel.play.value = True
        await rest(panel)
        assert not panel.play.value
        assert panel.session.trainer.steps == 10 + 5 * 5
        panel.play.value = True  # and can be played again, as long
        await rest(panel)
        assert panel.session.trainer.steps == 10 + 2 * 5 * 5

    asyncio.run(scene())


def test_a_new_panel_ends_the_play_of_the_old_one(panel):
    async def scene():
        panel.play.value = True
        await asyncio.sleep(0.05)
        trainer_panel(steps=0)
        await rest(panel)
        assert not panel.play.value

    asyncio.run(scene())


def test_without_an_event_loop_play_takes_one_picture_and_pauses(panel, monkeypatch):
    monkeypatch.setattr(TrainerPanel, "WORK", 10)
    panel.play.value = True
    assert not panel.play.value
    assert panel.session.trainer.steps == 15
    panel.controls["speed"].value = 20
    panel.play.value = True
    assert panel.session.trainer.steps == 35


def test_without_an_event_loop_a_long_run_is_made_at_once(panel):
    panel.target = 1000
    panel.controls["units1"].value = 20
    assert panel.session.trainer.steps == 1000


def test_the_rate_is_what_its_slider_says(panel):
    panel.controls["learning_rate"].value = 10**0.8  # the slider writes 6.3, with two digits
    assert panel.session.trainer.learning_rate == 6.3
    panel.controls["layers"].value = 4
    for l in range(1, 5):
        panel.controls[f"units{l}"].value = 50
    panel.target = 1000
    panel.controls["learning_rate"].value = 10**1.8
    assert "learning rate 63 " in panel.words


def test_settings_can_be_given():
    panel = trainer_panel(steps=0, hidden=(25, 50, 50, 25), scheme="small", learning_rate=0.01)
    assert "2-25-50-50-25-1 · relu · small" in panel.picture.value
    assert ">rate 0.01 · " in panel.picture.value


def test_a_panel_works_after_numpy_was_told_to_raise():
    controls = {"size": W.IntSlider(value=1, min=1, max=9)}
    with np.errstate(all="raise"):
        before = np.geterr()
        panel = Panel(controls, lambda size: np.exp(-1e3 * np.ones(size)).sum(), str, str)
        controls["size"].value = 5
        assert panel.error is None and panel.words == "0.0"
        assert np.geterr() == before
