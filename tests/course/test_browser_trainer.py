"""Notebooks 07 to 11 as their user meets them, in JupyterLab; and 07's panel, which plays."""

import time

import pytest

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.keys import Keys  # noqa: E402

from tests import lab  # noqa: E402
from tests.course.live import check_every_control  # noqa: E402
from tests.notebooks import CORE, name_of  # noqa: E402

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()
PATHS = CORE[7:]


@pytest.fixture
def trainer(opened):
    return lab.wait_for(opened(PATHS[0]).panels, "the panels")[-2]


@pytest.fixture
def playground(opened):
    return lab.wait_for(opened(PATHS[0]).panels, "the panels")[-1]


def test_the_playground_plays_pauses_and_keeps_its_place(playground):
    playground.press("Reset")
    height = playground.box.size["height"]
    playground.press("Play")
    lab.wait_for(lambda: "step 0" not in playground.picture(), "the first step")
    playground.press("Pause")
    playground.settle()
    playground.changed_by(lambda: playground.press("Keep"))
    # Layers that are added, and units that fall asleep, move nothing but the words below.
    words = playground._inside(".nnlib-words").size["height"]
    playground.changed_by(lambda: playground.key("hidden layers"))
    playground.settle()
    now = playground.box.size["height"] - playground._inside(".nnlib-words").size["height"]
    assert abs(now - (height - words)) < 40
    assert playground.page.faults() == []


def test_a_unit_is_looked_at_by_a_click_and_by_the_keyboard(playground):
    unit = playground._inside("[data-unit='1,3']")
    playground.changed_by(lambda: unit.click())
    lab.wait_for(lambda: "unit 3 of layer 1" in playground.sentence(), "the unit's words")
    playground.changed_by(lambda: playground.key("look at"))
    lab.wait_for(lambda: "unit 4 of layer 1" in playground.sentence(), "the next unit's words")
    answer = playground._inside("[data-unit='0,0']")
    playground.changed_by(lambda: answer.click())
    lab.wait_for(lambda: "On the large map" not in playground.sentence(), "the answer")


def test_choices_and_features_are_buttons_that_the_keyboard_presses(playground):
    for words in ("circles", "tanh", "x₁²"):
        button = playground.button(words)
        playground.driver.execute_script("arguments[0].focus()", button)
        playground.changed_by(lambda button=button: button.send_keys(Keys.SPACE))
        playground.settle()
    line = playground.box.text
    for words in ("data='circles'", "activation='tanh'", "'x1^2'"):
        assert words in line
    assert playground.page.console_errors() == []


def test_the_sentence_follows_the_slider(trainer):
    before = trainer.sentence()
    trainer.changed_by(lambda: trainer.key("learning rate", Keys.ARROW_LEFT))
    trainer.settle()
    assert "learning rate 0.25" in trainer.sentence()
    trainer.changed_by(lambda: trainer.key("learning rate"))
    trainer.settle()
    assert trainer.sentence() == before


def test_a_slider_can_be_dragged_with_the_mouse(trainer):
    trainer.changed_by(lambda: trainer.drag("units in layer 1", 60))
    trainer.settle()
    assert int(trainer.control("units in layer 1").get_attribute("aria-valuetext")) > 8
    assert "2-8-8-1" not in trainer.picture()


def test_play_runs_obeys_sliders_and_pauses(trainer):
    trainer.press("Reset")
    trainer.press("Play")
    lab.wait_for(lambda: "After 0 " not in trainer.sentence(), "the first steps")
    for _ in range(8):
        trainer.key("seed")
    for _ in range(8):
        trainer.key("learning rate", Keys.ARROW_LEFT)
    trainer.changed_by(lambda: None)
    trainer.press("Pause")
    trainer.settle()
    assert "seed 10" in trainer.picture()
    assert "rate 0.05 " in trainer.picture()
    assert trainer.page.faults() == []
    assert trainer.page.console_errors() == []


def test_one_step_is_one_step(trainer):
    trainer.changed_by(lambda: trainer.press("Reset"))
    assert trainer.sentence().startswith("After 0 steps")
    trainer.changed_by(lambda: trainer.press("One step"))
    lab.wait_for(lambda: trainer.sentence().startswith("After 1 step at"), "one step")


def test_the_picture_holds_its_place_while_it_plays(trainer):
    """No flicker: the cell's height never changes, and the picture is never empty."""
    trainer.press("Play")
    watch = """
        const box = arguments[0], seen = {heights: new Set(), empty: 0}, done = arguments[1];
        const end = performance.now() + 1000;
        function look() {
            seen.heights.add(box.offsetHeight);
            if (!box.querySelector('.nnlib-picture svg path')) seen.empty += 1;
            if (performance.now() < end) requestAnimationFrame(look);
            else done({heights: seen.heights.size, empty: seen.empty});
        }
        look();"""
    time.sleep(0.3)
    seen = trainer.driver.execute_async_script(watch, trainer.box)
    trainer.press("Pause")
    assert seen == {"heights": 1, "empty": 0}


def test_nothing_is_cut_off_in_a_narrow_window(trainer):
    cut_off = """
        const box = arguments[0];
        const wide = part => part.scrollWidth > part.clientWidth + 1;
        return [...box.querySelectorAll('.widget-label, .widget-readout, button'),
                box.closest('.jp-OutputArea-output')]
            .filter(part => part.offsetParent && wide(part)).map(part => part.innerText);"""
    size = trainer.driver.get_window_size()
    try:
        trainer.driver.set_window_size(900, 1000)
        time.sleep(0.5)
        assert trainer.driver.execute_script(cut_off, trainer.box) == []
    finally:
        trainer.driver.set_window_size(size["width"], size["height"])


# The first page is the one that is open: the panel need not be as it began.
@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_runs_and_every_control_moves_its_picture(opened, path):
    check_every_control(opened(path), path)
