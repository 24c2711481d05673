"""How the playground plays and pauses, steps and goes back, and what it does on a fault."""

import asyncio

import ipywidgets as W
import numpy as np
import pytest

from classroom.panel import Panel
from classroom.playground import playground
from classroom.playground.figures import playground_picture
from classroom.playground.playing import PlayingPanel


@pytest.fixture
def panel():
    made = playground(10, speed=5)
    yield made
    made.play.value = False
    assert made.error is None


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
    again = playground(10, speed=5)
    assert again.picture.value == panel.picture.value
    assert again.words == panel.words
    assert again.words.startswith("After 10 steps the cost is")


def test_moving_back_gives_the_first_picture_again(panel):
    before = panel.picture.value
    panel.controls["noise"].value = 0.4
    panel.controls["noise"].value = 0.2
    assert panel.picture.value == before


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
    assert panel.words.startswith("After 1 step the cost")


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
            panel.controls["rate"].value = [0.1, 0.2, 0.3, 0.5, 1][k]
            assert len(asyncio.all_tasks()) == 2  # this one and the panel's
        await until(lambda: len(seen) > 1)
        assert all("<path" in picture for picture in seen)

    asyncio.run(scene())


def test_the_kernel_rests_between_pictures(panel, monkeypatch):
    monkeypatch.setattr(PlayingPanel, "REST", 0.2)

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
        panel.controls["rate"].value = 0.1
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
        panel.controls["rate"].value = 0.1
        panel.controls["speed"].value = 10
        await until(lambda: panel.session.trainer.seed == 7 and panel.session.trainer.steps > 0)
        assert (panel.session.settings.rate, panel.session.trainer.seed) == (0.1, 7)

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
        panel.controls["layers"].value, panel.controls["rate"].value = 4, 10
        for l in range(1, 5):
            panel.controls[f"units{l}"].value = 50
        panel.reset.click()
        panel.play.value = True
        await rest(panel)
        assert not panel.play.value
        assert panel.words.startswith("Training diverged at step")
        assert "learning rate 10" in panel.words
        panel.controls["rate"].value = 0.1
        await rest(panel)
        assert panel.words.startswith("After ")

    asyncio.run(scene())


def test_a_slow_computer_shows_each_step_on_the_way_to_a_divergence(monkeypatch):
    monkeypatch.setattr(PlayingPanel, "WORK", 0)  # a picture after each step
    panel = playground(420, hidden=(25, 50, 50, 25), start="small", rate=0.1)

    async def scene():
        panel.controls["rate"].value = 50
        await rest(panel)

    asyncio.run(scene())
    assert panel.error is None
    assert panel.words.startswith("Training diverged at step")


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
        panel.error, panel.draw = None, playground_picture

    asyncio.run(scene())


def test_playing_pauses_by_itself_in_the_end(panel, monkeypatch):
    monkeypatch.setattr(PlayingPanel, "MOST_PICTURES", 5)
    monkeypatch.setattr(PlayingPanel, "WORK", 10)

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
        playground(0)
        await rest(panel)
        assert not panel.play.value

    asyncio.run(scene())


def test_without_an_event_loop_play_takes_one_picture_and_pauses(panel, monkeypatch):
    monkeypatch.setattr(PlayingPanel, "WORK", 10)
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


def test_a_panel_works_after_numpy_was_told_to_raise():
    controls = {"size": W.IntSlider(value=1, min=1, max=9)}
    with np.errstate(all="raise"):
        before = np.geterr()
        picture = '<svg viewBox="0 0 9 9"></svg>'
        panel = Panel(
            controls, lambda size: np.exp(-1e3 * np.ones(size)).sum(), lambda _: picture, str
        )
        controls["size"].value = 5
        assert panel.error is None and panel.words == "0.0"
        assert np.geterr() == before
