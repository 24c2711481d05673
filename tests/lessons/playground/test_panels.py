"""The playground as it is used: every control, playing, keeping, sharing, units to look at."""

import asyncio

import numpy as np
import pytest

from classroom.playground import playground
from classroom.playground.experiments import FEATURES
from classroom.playground.playing import PlayingPanel
from tests.sweep import stops


@pytest.fixture
def panel():
    return playground(10, hidden=(3,))


def test_every_control_moves_the_picture_and_back(panel):
    opening = panel.picture.value
    for name, control in panel.controls.items():
        before = control.value
        if control.disabled:
            continue
        seen = set()
        for value in stops(control):
            control.value = value
            assert panel.error is None, (name, value)
            seen.add(panel.picture.value)
        control.value = before
        assert len(seen) > 1, name
        assert panel.picture.value == opening, name


def test_layers_that_are_not_there_keep_their_place_but_are_pale(panel):
    units = [panel.controls[f"units{l}"] for l in range(1, 5)]
    assert [control.disabled for control in units] == [False, True, True, True]
    panel.controls["layers"].value = 4
    assert not any(control.disabled for control in units)
    assert all(control.layout.display is None for control in units)


def test_the_last_feature_cannot_be_taken_away(panel):
    panel.controls["feature x1"].value = False
    panel.controls["feature x2"].value = False
    assert panel.controls["feature x2"].value
    assert panel.settings().features == ("x2",)
    assert panel.error is None


def test_the_line_to_share_makes_what_is_seen(panel):
    rng = np.random.default_rng(1)
    for _ in range(12):
        for name, control in panel.controls.items():
            if name not in ("speed", "look_at", "show_test", "layers") and not control.disabled:
                values = stops(control)
                control.value = values[rng.integers(len(values))]
        line = panel.line.value.split("<code")[1].split(">", 1)[1].split("</code>")[0]
        line = line.replace("&#x27;", "'")
        shared = eval(line.replace("playground(", "playground(10, ", 1), {"playground": playground})
        assert shared.settings() == panel.settings()
        assert shared.picture.value == panel.picture.value


def test_looking_at_a_unit_by_slider_and_by_click(panel):
    look = panel.controls["look_at"]
    assert [label for label, _ in look.options] == ["answer", "1 · 1", "1 · 2", "1 · 3"]
    look.value = (1, 2)
    assert "unit 2 of layer 1" in panel.words
    panel.clicked.value = "1,3 17.5"
    assert look.value == (1, 3) and "unit 3 of layer 1" in panel.words
    panel.controls["units1"].value = 2
    assert look.value == (0, 0) and "On the large map" not in panel.words
    for nonsense in ("", "9,9 1", "x", "1", "0,0 3"):
        panel.clicked.value = nonsense
        assert look.value == (0, 0) and panel.error is None


def test_a_click_on_a_line_chooses_the_unit_that_it_feeds_and_tells_the_weight_first(panel):
    look = panel.controls["look_at"]
    panel.clicked.value = "1,3,2 17.5"
    assert look.value == (1, 3)
    assert "The weight from x₂ to unit 3 of layer 1 is " in panel.words
    panel.one_step.click()
    assert "The weight from x₂ to unit 3 of layer 1 is " in panel.words
    look.value = (1, 2)
    assert "The weight from" not in panel.words
    panel.clicked.value = "0,0,1 18"
    assert look.value == (0, 0)
    assert "The weight from unit 1 of layer 1 to unit 1 of layer 2 is " in panel.words
    panel.clicked.value = "0,0 19"
    assert "The weight from" not in panel.words
    for nonsense in ("1,9,1 20", "1,3,9 21", "0,0,9 22", "1,3,x 23"):
        panel.clicked.value = nonsense
        assert "The weight from" not in panel.words and panel.error is None


def test_speed_and_nameless_levels_can_be_asked_for():
    settings = {"hidden": (), "rate": 1}
    panel = playground(300, speed=10, named_levels=False, **settings)
    assert panel.controls["speed"].value == 10 and "10 steps a picture" in panel.picture.value
    assert "the lower grey line." in panel.words
    assert "the best that a straight line can do" in playground(300, **settings).words
    with pytest.raises(ValueError, match="speed is 0"):
        playground(speed=0)


def seen(box):
    """Return every widget that stands in a box, whether directly or in a box inside it."""
    inside = getattr(box, "children", ())
    return [box, *(part for child in inside for part in seen(child))]


def test_the_groups_of_controls_can_be_left_out():
    whole, bare = (playground(5, all_controls=shown, hidden=(3,)) for shown in (True, False))
    for panel, count in ((whole, len(whole.controls)), (bare, 2)):
        shown = [c for c in panel.controls.values() if c in seen(panel.box)]
        assert len(shown) == count
        assert panel.play in seen(panel.box) and panel.reset in seen(panel.box)
    assert bare.picture.value == whole.picture.value and bare.words == whole.words


def test_steps_epochs_reset_and_keep(panel):
    panel.controls["batch"].value = 300
    panel.reset.click()
    assert panel.session.trainer.steps == 0 and panel.target == 0
    panel.one_step.click()
    assert panel.session.trainer.steps == 1
    panel.one_epoch.click()
    assert panel.session.trainer.steps == 4
    assert "#9a9a9a" not in panel.picture.value
    panel.keep.click()
    assert "#9a9a9a" in panel.picture.value
    panel.controls["rate"].value = 1
    np.testing.assert_array_equal(panel.session.ghost[:, 0], range(5))
    assert panel.error is None


def played(panel, seconds, during=lambda panel: None):
    async def play():
        panel.play.value = True
        await asyncio.sleep(seconds / 2)
        during(panel)
        await asyncio.sleep(seconds / 2)
        panel.play.value = False
        while panel.task is not None:
            await asyncio.sleep(0.01)

    asyncio.run(play())
    assert panel.error is None


def test_it_plays_a_step_a_picture_and_can_be_steered(panel):
    def turn(panel):
        panel.controls["rate"].value = 0.1
        panel.controls["l2"].value = 0.01

    before = panel.session
    played(panel, 0.6, turn)
    assert panel.session is before and panel.session.trainer.steps > 11
    assert panel.session.trainer.learning_rate == 0.1 and panel.session.trainer.l2 == 0.01
    every = np.diff([point[0] for point in panel.session.curve])
    assert every[1:].max() == 1


def test_while_it_plays_every_other_setting_starts_afresh(panel):
    before = panel.session
    played(panel, 0.5, lambda panel: setattr(panel.controls["seed"], "value", 7))
    assert panel.session is not before and panel.session.settings.seed == 7


def test_thousands_of_moves_while_it_plays_settle_at_once(panel):
    def shake(panel):
        for k in range(3000):
            panel.controls["seed"].value = k % 20
            panel.controls["rate"].value = [0.1, 0.3][k % 2]

    played(panel, 0.4, shake)
    assert panel.session.settings.seed == 2999 % 20


def test_what_diverges_pauses_and_says_so():
    panel = playground(0, rate=100.0, start="small", hidden=(25, 50, 50, 25), l2=0.1)
    played(panel, 1.0)
    assert panel.session.trainer.stopped or panel.session.trainer.steps
    panel.reset.click()
    assert panel.session.trainer.stopped is None


def test_an_older_playground_does_not_play_on_unseen(panel):
    async def two():
        panel.play.value = True
        await asyncio.sleep(0.05)
        playground(0)
        assert not panel.play.value
        while panel.task is not None:
            await asyncio.sleep(0.01)

    asyncio.run(two())


def test_one_that_cannot_be_made_leaves_the_last_one_playing(panel):
    with pytest.raises(ValueError, match="data is 'moon'"):
        playground(data="moon")
    with pytest.raises(TypeError, match="no setting colour, expected some of data, columns"):
        playground(colour="red")
    with pytest.raises(ValueError, match="steps is -1"):
        playground(-1)
    assert PlayingPanel._latest is panel


def test_unusual_numbers_are_kept_among_the_usual_ones():
    panel = playground(3, rate=0.07, batch=77, l2=0.05, hidden=(70,), seed=99, data_seed=500)
    chosen = panel.settings()
    assert (chosen.rate, chosen.batch, chosen.l2, chosen.hidden) == (0.07, 77, 0.05, (70,))
    assert (chosen.seed, chosen.data_seed) == (99, 500)


def test_all_controls_can_be_reached_and_named():
    panel = playground(0)
    for name, control in panel.controls.items():
        tooltips = getattr(control, "tooltips", None)
        assert control.description or tooltips, name
    assert {f"feature {name}" for name in FEATURES} < set(panel.controls)


@pytest.mark.slow("long")
def test_memory_stays_flat_while_it_plays(panel):
    played(panel, 3.0)
    assert len(panel.session.curve) <= panel.session.MOST_POINTS
