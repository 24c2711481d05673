"""Notebooks 00 to 06 as their user meets them, in JupyterLab; and exercises, with the keyboard."""

import io

import numpy as np
import pytest
from PIL import Image

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.keys import Keys  # noqa: E402

from tests import lab  # noqa: E402
from tests.course.live import answer, check_every_control  # noqa: E402
from tests.notebooks import CORE, name_of  # noqa: E402

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()
PRACTICE = CORE[2]
PATHS = [path for path in CORE[:7] if path != PRACTICE] + [PRACTICE]  # and goes on below


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_runs_and_every_control_moves_its_picture(opened, path):
    check_every_control(opened(path), path)


def test_the_course_begins_with_a_network_that_learns(opened):
    page = opened(CORE[0])
    panel = page.panels()[0]
    panel.press("Play")
    early = ("Before ", "After 1 ", "After 2 ")  # a busy machine may not see the third
    lab.wait_for(lambda: not panel.sentence().startswith(early), "the third step or a later one")
    panel.button("Pause").send_keys(Keys.SPACE)
    lab.wait_for(lambda: "Play" in panel.box.text, "the button")
    panel.settle(quiet=1)
    steps = int(float(panel.control("steps").get_attribute("aria-valuenow")))
    assert 3 <= steps < 50 and panel.sentence().startswith(f"After {steps} steps, ")
    panel.button("Play").send_keys(Keys.SPACE)
    lab.wait_for(lambda: panel.sentence().startswith("After 100 steps, 875 of"), "the last step")
    lab.wait_for(lambda: "Play" in panel.box.text, "the button")
    assert page.faults() == []


@pytest.fixture
def practice(opened):
    return opened(PRACTICE)


def test_a_check_answers_in_the_page(practice):
    for line, outcome in [("return Z", "Not yet"), ("return np.maximum(Z, 0)", "Correct")] * 2:
        assert outcome in answer(practice, line)[0]
    assert practice.faults() == []


def test_an_endless_function_does_not_freeze_the_page(practice):
    text, _ = answer(practice, "while True: print(Z)")
    assert "still running after 3 seconds, and was stopped" in text
    assert "Correct" in answer(practice, "return np.maximum(Z, 0)")[0]
    assert practice.faults() == []


def test_a_slip_gets_a_sentence_and_no_traceback(practice):
    text, _ = answer(practice, "return np.maximum(Z, nul)")
    assert "stops with NameError in line 2, return np.maximum(Z, nul)" in text
    assert practice.faults() == []


def test_a_question_is_answered_by_a_click_and_by_the_keyboard(practice):
    question = practice.find(".nnlib-question")[0]
    buttons = question.find_elements("css selector", "button")
    buttons[1].click()
    lab.wait_for(lambda: "Not yet" in question.text, "the answer to a click")
    practice.driver.execute_script("arguments[0].focus()", buttons[0])
    buttons[0].send_keys(Keys.SPACE)
    lab.wait_for(lambda: "Correct" in question.text, "the answer to the space bar")


@pytest.fixture
def guess(practice):
    """The cell that asks for the first guess of notebook 02, and the one that shows the result."""
    cells = practice.find(".jp-CodeCell")
    asks = next(cell for cell in cells if "\npredict(" in f"\n{cell.text}")
    name = asks.text.split('predict("')[1].split('"')[0]
    return asks, next(cell for cell in cells if f'reveal("{name}"' in cell.text)


def chosen(cell):
    """Click on the first choice of a question; return its words."""
    button = cell.find_elements("css selector", ".nnlib-question button")[0]
    words = button.text.removeprefix("● ")
    button.click()
    lab.wait_for(lambda: f"your guess is “{words}”" in cell.text, "the guess to be noted")
    return words


def test_without_a_guess_the_result_is_folded(practice, guess):
    _, shows = guess
    fold = shows.find_element("css selector", "details")
    assert fold.get_attribute("open") is None and "Make one above" in shows.text
    fold.find_element("css selector", "summary").click()
    lab.wait_for(lambda: "It is “" in fold.text, "the result to be unfolded")


def test_a_guess_outlives_a_restart_and_stands_beside_the_result(practice, guess):
    asks, shows = guess
    words = chosen(asks)
    practice.restart()
    practice.run_all()
    lab.wait_for(lambda: f"your guess was “{words}”" in asks.text, "the guess to be remembered")
    assert f"● {words}" in asks.text
    assert "Surprise" in shows.text or "Foreseen" in shows.text
    assert practice.faults() == []


EDGES = {"left": -1, "top": -1, "right": 1, "bottom": 1}  # of a part, and which way is out


def marks(part, ground, room=4):
    """Return where a part, and a little room around it, is not of the ground's brightness."""
    driver = part.parent
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", part)
    box = driver.execute_script("return arguments[0].getBoundingClientRect().toJSON()", part)
    image = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("L")
    corners = (round(box[side]) + way * room for side, way in EDGES.items())
    return abs(np.asarray(image.crop(tuple(corners)), dtype=int) - ground) > 100


# A background, and what the reader's system has set: no colours, or all of them.
SYSTEMS = {"no": (255, []), "all, light": (255, ["light"]), "all, dark": (0, ["dark"])}


@pytest.fixture(params=SYSTEMS)
def ground(request, practice):
    """Let the system set all colours, or none; give the brightness of the page's ground."""
    brightness, schemes = SYSTEMS[request.param]
    command = "Emulation.setEmulatedMedia"
    wishes = [
        {"name": name, "value": value}
        for scheme in schemes
        for name, value in [("forced-colors", "active"), ("prefers-color-scheme", scheme)]
    ]
    practice.driver.execute_cdp_cmd(command, {"features": wishes})
    yield brightness
    practice.driver.execute_cdp_cmd(command, {"features": []})


def test_what_has_the_keyboard_is_seen_to_have_it(practice, ground):
    bend = practice.panels()[0]
    chosen = bend.control("activation")
    parts = [chosen, bend.button("tanh"), bend.control("learning rate")]
    parts += practice.find(".nnlib-question button")[:1]
    for part in parts:
        practice.driver.execute_script("document.activeElement.blur()")
        lab.wait_for(lambda part=part: part != practice.driver.switch_to.active_element, "no focus")
        before = marks(part, ground).sum()
        practice.driver.execute_script("arguments[0].focus({focusVisible: true})", part)
        lab.wait_for(
            lambda part=part, before=before: marks(part, ground).sum() > 1.2 * before + 20,
            f"the focus on {part.tag_name} {part.text}",
        )


@pytest.mark.parametrize("ground", ["all, light", "all, dark"], indirect=True)
def test_where_the_system_sets_all_colours_buttons_have_edges(practice, ground):
    practice.driver.execute_script("document.activeElement.blur()")
    bend = practice.panels()[0]
    buttons = [bend.button("tanh"), *practice.find(".nnlib-question button")[:3]]
    for part in [*buttons, bend.box.find_element("css selector", ".noUi-target")]:
        rows = marks(part, ground, room=0)
        assert rows[[0, -1]].mean() > 0.8, part.text
    pressed, other = (marks(bend.button(words), ground) for words in ("relu", "tanh"))
    assert pressed.mean() > 1.5 * other.mean()
