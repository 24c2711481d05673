"""Notebooks 00 to 06 as their user meets them, in JupyterLab; and exercises, with the keyboard."""

import pytest

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.keys import Keys  # noqa: E402

from tests import lab  # noqa: E402
from tests.course.live import answer, check_every_control  # noqa: E402
from tests.notebooks import NOTEBOOKS  # noqa: E402

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()
PRACTICE = NOTEBOOKS[2]
PATHS = [path for path in NOTEBOOKS[:7] if path != PRACTICE] + [PRACTICE]  # and goes on below


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_runs_and_every_control_moves_its_picture(opened, path):
    check_every_control(opened(path), path)


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


def test_a_guess_stands_beside_the_result(practice):
    cells = practice.find(".jp-CodeCell")
    asks = next(c for c in cells if 'predict("slope_at_corner")' in c.text)
    shows = next(c for c in cells if 'reveal("slope_at_corner"' in c.text)
    practice.run(asks, ".nnlib-question")
    asks.find_elements("css selector", ".nnlib-question button")[0].click()
    lab.wait_for(lambda: "your guess is" in asks.text, "the guess to be noted")
    text, _ = practice.run(shows, ".nnlib-feedback")
    assert "Surprise: it is “0.5”. Your guess was “0”." in text
