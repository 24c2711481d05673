"""Notebooks 07 to 11 as their user meets them, in JupyterLab; and the playground, which plays."""

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
def moons(opened):
    return opened(PATHS[0]).panels()[1]


@pytest.fixture
def playground(opened):
    return opened(PATHS[0]).panels()[-1]


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


def test_a_weight_is_told_by_a_click_on_its_line_or_close_to_it(playground):
    beside = """
        const line = arguments[0], svg = line.ownerSVGElement, at = svg.createSVGPoint();
        const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map(name => line[name].baseVal.value);
        // Close to where the line begins, where no other one is as near; 2 beside it.
        at.x = x1 + 0.1 * (x2 - x1), at.y = y1 + 0.1 * (y2 - y1) + 2 * Math.sign(y2 - y1);
        const place = at.matrixTransform(svg.getScreenCTM());
        document.elementFromPoint(place.x, place.y).dispatchEvent(new MouseEvent('click', {
            bubbles: true, clientX: place.x, clientY: place.y}));"""
    for line, words in [
        ("1,8,2", "The weight from x₂ to unit 8 of layer 1 is "),
        ("1,1,1", "The weight from x₁ to unit 1 of layer 1 is "),
    ]:
        part = playground._inside(f"line[data-unit='{line}']")
        playground.changed_by(lambda part=part: playground.driver.execute_script(beside, part))
        lab.wait_for(lambda words=words: words in playground.sentence(), "the weight's words")
    assert "On the large map: unit 1 of layer 1" in playground.sentence()
    playground.changed_by(lambda: playground._inside("[data-unit='0,0']").click())


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


def test_the_sentence_follows_the_slider(moons):
    before = moons.sentence()
    moons.changed_by(lambda: moons.key("learning rate", Keys.ARROW_LEFT))
    moons.settle()
    assert "rate=0.2" in moons.box.text
    moons.changed_by(lambda: moons.key("learning rate"))
    moons.settle()
    assert moons.sentence() == before


def test_a_slider_can_be_dragged_with_the_mouse(moons):
    moons.changed_by(lambda: moons.drag("layer 1, units", 60))
    moons.settle()
    units = int(moons.control("layer 1, units").get_attribute("aria-valuetext"))
    assert units > 8 and f">{units} units<" in moons.picture()


def test_play_runs_obeys_sliders_and_pauses(moons):
    moons.press("Reset")
    moons.press("Play")
    lab.wait_for(lambda: "After 0 " not in moons.sentence(), "the first steps")
    for _ in range(8):
        moons.key("seed")
    for _ in range(8):
        moons.key("learning rate", Keys.ARROW_LEFT)
    moons.changed_by(lambda: None)
    moons.press("Pause")
    moons.settle()
    assert "seed=10" in moons.box.text and "rate=0.003" in moons.box.text
    assert moons.page.faults() == []
    assert moons.page.console_errors() == []


def test_one_step_is_one_step(moons):
    moons.changed_by(lambda: moons.press("Reset"))
    assert moons.sentence().startswith("After 0 steps")
    moons.changed_by(lambda: moons.press("One step"))
    lab.wait_for(lambda: moons.sentence().startswith("After 1 step the cost"), "one step")


def test_the_picture_holds_its_place_while_it_plays(moons):
    """No flicker: the cell's height never changes, and the picture is never empty."""
    moons.press("Play")
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
    seen = moons.driver.execute_async_script(watch, moons.box)
    moons.press("Pause")
    assert seen == {"heights": 1, "empty": 0}


def test_nothing_is_cut_off_in_a_narrow_window(moons):
    cut_off = """
        const box = arguments[0];
        const wide = part => part.scrollWidth > part.clientWidth + 1;
        return [...box.querySelectorAll('.widget-label, .widget-readout, button'),
                box.closest('.jp-OutputArea-output')]
            .filter(part => part.offsetParent && wide(part)).map(part => part.innerText);"""
    size = moons.driver.get_window_size()
    try:
        moons.driver.set_window_size(900, 1000)
        time.sleep(0.5)
        assert moons.driver.execute_script(cut_off, moons.box) == []
    finally:
        moons.driver.set_window_size(size["width"], size["height"])


# The first page is the one that is open: the panel need not be as it began.
@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_runs_and_every_control_moves_its_picture(opened, path):
    check_every_control(opened(path), path)
