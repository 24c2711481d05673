"""Questions: clicked or typed, kept beyond a restart, and put beside the result."""

import json
import threading

import pytest

from classroom.practice import (
    answers,
    asking,
    feedback,
    my_predictions,
    predict,
    questions,
    recall,
    reveal,
)
from classroom.practice.catalogue import PREDICTIONS, QUESTIONS
from classroom.practice.question import Prediction, Question


@pytest.fixture(autouse=True)
def three_questions(monkeypatch):
    question = Question(
        "q", "01", "What is W?", ("a table", "a dog"), 1, "It has rows.", {2: "It cannot bark."}
    )
    choice = Prediction("c", "How far?", ("near", "far"), lambda x: 1 + (x > 10), "So it is.")
    number = Prediction("n", "How many?", because="Counted.", tolerance=0.1)
    monkeypatch.setitem(QUESTIONS, "q", question)
    monkeypatch.setitem(PREDICTIONS, "c", choice)
    monkeypatch.setitem(PREDICTIONS, "n", number)


@pytest.fixture(autouse=True)
def restart(monkeypatch, tmp_path):
    """Begin a session in a folder of its own; return how to restart."""
    monkeypatch.delenv(answers.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)

    def again():
        monkeypatch.setattr(questions, "_asked", [])
        monkeypatch.setattr(answers, "_session", {})

    again()
    return again


class Page:
    """What is displayed, and the live questions among it."""

    def __init__(self):
        self.texts, self.htmls, self.asked = [], [], []

    def display(self, data, raw):
        self.texts.append(data["text/plain"])
        self.htmls.append(data["text/html"])

    def click(self, number):
        """Click on a choice of the last question; return what is said to it."""
        self.asked[-1].controls[number - 1].click()
        return self.asked[-1].said.value


@pytest.fixture(autouse=True)
def page(monkeypatch):
    page = Page()
    monkeypatch.setattr(feedback, "get_ipython", object)
    monkeypatch.setattr(feedback, "display", page.display)
    monkeypatch.setattr(asking, "display", page.display)
    show = asking.Asked.show

    def note(asked):
        page.asked.append(asked)
        show(asked)

    monkeypatch.setattr(asking.Asked, "show", note)
    return page


def test_a_question_shows_its_choices_and_how_to_type_the_answer(page):
    recall("q")
    assert page.texts == [
        "? Question · from 01: What is W?\n  1 · a table\n  2 · a dog\n"
        'Click on your answer, or type recall("q", 1).'
    ]
    assert "<li>a table</li>" in page.htmls[0] and "recall(&quot;q&quot;, 1)" in page.htmls[0]


def test_an_answer_is_judged_at_once(page):
    recall("q")
    assert "✗ Not yet · a dog:</b> It cannot bark. Try another." in page.click(2)
    assert "It has rows" not in page.click(2)
    assert "✓ Correct · a table:</b> It has rows." in page.click(1)
    assert [button.description for button in page.asked[0].controls] == ["● a table", "a dog"]


@pytest.mark.parametrize("answer", [1, "a table"])
def test_an_answer_can_be_typed(page, answer):
    recall("q", answer)
    assert page.texts[1] == "✓ Correct · a table: It has rows."
    assert page.asked == []


def test_dots_are_no_answer_yet(page):
    recall("q", ...)
    predict("c", ...)
    assert len(page.asked) == 2


@pytest.mark.parametrize("answer", [0, 3, "W", 1.5, True, [], -1, float("nan")])
def test_what_is_no_answer(page, answer):
    recall("q", answer)
    predict("c", answer)
    for text, typed in zip(page.texts, ['recall("q", 1)', 'predict("c", 1)'], strict=True):
        assert text.startswith("○ Not attempted")
        assert f"{answer!r} is not a number from 1 to 2. Type, for example, {typed}." in text
    reveal("c", 3)
    assert page.texts[-1].startswith("○ Not predicted")


@pytest.mark.parametrize("name", ["Q", "qq", None, 3, []])
def test_an_unknown_question_gets_the_choices(page, name):
    recall(name)
    predict(name)
    reveal(name, 1)
    assert len(page.texts) == 3
    assert all("there is no question" in text for text in page.texts)


def test_a_result_without_a_guess_is_folded(page):
    for name, result, said in [("c", 3, "It is “near”."), ("n", 12.0, "It is “12”.")]:
        predict(name)
        reveal(name, result)
        assert page.texts[-1] == (
            "○ Not predicted: there is no guess yet. Make one above, and then run this cell again."
        )
        fold = page.htmls[-1].split("<details>")[1].split("</details>")[0]
        assert fold.startswith("<summary>Show me what happened</summary>") and said in fold
        assert said not in page.htmls[-1].split("<details>")[0]


def test_a_guess_that_comes_true_and_one_that_does_not(page, restart):
    predict("c")
    assert "your guess is “far”" in page.click(2)
    reveal("c", 11)
    assert page.texts[-1] == "✓ Foreseen: it is “far”. That was your guess.\nSo it is."
    answers.course_folder().joinpath(answers.NAME).unlink()  # to begin again
    restart()
    predict("c")
    page.click(2)
    page.click(1)  # one may change one's mind
    reveal("c", 11)
    assert page.texts[-1] == "! Surprise: it is “far”. Your guess was “near”.\nSo it is."


def test_a_guess_after_the_result_does_not_count(page):
    predict("c", 2)
    reveal("c", 3)
    predict("c")
    assert "you have seen the result, so your guess stays “far”" in page.click(1)
    reveal("c", 3)
    assert page.texts[-1].startswith("! Surprise")


def test_who_has_not_guessed_may_still_do_so(page):
    """The result was folded: restart and run all must not take the question away."""
    predict("c")
    reveal("c", 3)
    assert "your guess is “near”" in page.click(1)
    reveal("c", 3)
    assert page.texts[-1].startswith("✓ Foreseen")


def test_a_restart_wipes_nothing(page, restart, tmp_path):
    recall("q")
    page.click(2)
    page.click(1)
    predict("c", 2)
    predict("n", 95)
    reveal("n", 100)
    restart()
    for name in ("c", "n"):
        predict(name)
    reveal("n", 100)
    recall("q")
    choice, number, question = page.asked[1:]
    assert [button.description for button in choice.controls] == ["near", "● far"]
    assert "your guess was “far”" in choice.said.value
    assert page.texts[-4].endswith("\n? Predict: your guess was “far”.")
    assert number.controls[0].value == 95
    assert page.texts[-2].startswith("✓ Foreseen: it is “100”. Your guess, 95, was near enough.")
    assert "● a table" in question.controls[0].description
    assert "✓ Correct · a table" in question.said.value
    assert json.loads((tmp_path / "my_answers.json").read_text()) == {
        "recall": {"q": {"tries": [2, 1]}},
        "predictions": {
            "c": {"guess": 2},
            "n": {"guess": 95, "result": 100, "foreseen": True},
        },
    }


def test_nothing_is_written_before_somebody_answers(page, tmp_path):
    predict("c")
    reveal("c", 3)
    recall("q")
    my_predictions()
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_that_goes_deeper_writes_into_the_same_file(tmp_path, monkeypatch):
    (tmp_path / "deeper").mkdir()
    monkeypatch.chdir(tmp_path / "deeper")
    predict("c", 1)
    assert [path.name for path in sorted(tmp_path.rglob("*.json"))] == ["my_answers.json"]
    assert (tmp_path / "my_answers.json").exists()


@pytest.mark.parametrize("where", ["nowhere", "elsewhere.json"])
def test_the_file_can_be_another_one_or_none(page, restart, monkeypatch, tmp_path, where):
    monkeypatch.setenv(answers.VARIABLE, where)
    predict("c", 2)
    reveal("c", 11)
    assert page.texts[-1].startswith("✓ Foreseen")
    kept = [path.name for path in tmp_path.iterdir()]
    assert kept == ([] if where == "nowhere" else [where])
    restart()
    reveal("c", 11)
    assert page.texts[-1].startswith("○ Not" if where == "nowhere" else "✓ Foreseen")


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "null", '"x"', "\x00", '{"predictions": 3}', "[" * 100_000]
)
def test_a_damaged_file_is_put_aside_and_stops_nobody(page, tmp_path, text):
    (tmp_path / "my_answers.json").write_text(text)
    predict("c")
    recall("q", 1)
    predict("c", 2)
    reveal("c", 11)
    assert page.texts[-1].startswith("✓ Foreseen")
    kept = json.loads((tmp_path / "my_answers.json").read_text())
    assert kept["recall"] == {"q": {"tries": [1]}}
    if text and "predictions" not in text:
        assert (tmp_path / "damaged_my_answers.json").read_text() == text


@pytest.mark.parametrize("guess", [0, 3, "W", True, [], {}, None, 1e999, -1, "2"])
@pytest.mark.parametrize("result", [0, "x", None, [1]])
def test_an_answer_that_was_changed_by_hand_is_no_answer(page, tmp_path, guess, result):
    entry = {"guess": guess, "result": result, "foreseen": True}
    wrong = {"predictions": {"c": entry, "n": [entry]}, "recall": {"q": {"tries": guess}}}
    (tmp_path / "my_answers.json").write_text(json.dumps(wrong))
    for name in ("c", "n"):
        predict(name)
        reveal(name, 3)
        assert page.texts[-1].startswith("○ Not predicted: there is no guess yet")
    recall("q")
    my_predictions()
    assert "you made 0 of 2 predictions." in page.texts[-1]


@pytest.mark.parametrize("foreseen", [None, "yes", 1])
def test_a_result_that_was_lost_is_still_to_come(page, tmp_path, foreseen):
    entry = {"guess": 1, "result": 2, "foreseen": foreseen}
    (tmp_path / "my_answers.json").write_text(json.dumps({"predictions": {"c": entry}}))
    predict("c")
    my_predictions()
    assert "? How far? You said “near”; the result is still to come." in page.texts[-1]


def test_where_nothing_can_be_written_it_is_said_and_kept_for_now(page, monkeypatch, tmp_path):
    def full(*paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(answers.os, "replace", full)
    predict("c", 2)
    assert page.texts[-1].endswith(
        "It is kept until you restart the kernel, but my_answers.json cannot be written: "
        "No space left on device."
    )
    reveal("c", 11)
    assert page.texts[-1].startswith("✓ Foreseen")
    assert list(tmp_path.iterdir()) == []


def test_two_notebooks_that_are_open_at_once_do_not_wipe_each_others_answers(restart, tmp_path):
    predict("c", 1)
    restart()  # another kernel
    predict("n", 5)
    recall("q", 2)
    kept = json.loads((tmp_path / "my_answers.json").read_text())
    assert kept["predictions"] == {"c": {"guess": 1}, "n": {"guess": 5}}
    assert kept["recall"] == {"q": {"tries": [2]}}


def test_a_reader_never_sees_half_a_file(tmp_path):
    """The file is replaced as a whole, so that another notebook may read it at any time."""
    answers.keep("recall", "first", {"tries": [1]})
    faults, done = [], threading.Event()

    def look():
        while not done.is_set():
            try:
                json.loads((tmp_path / "my_answers.json").read_text())
            except ValueError as error:
                faults.append(error)

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(100):
        answers.keep("recall", f"q{number}", {"tries": [1] * 50})
    done.set()
    reader.join()
    assert faults == []


@pytest.mark.parametrize(
    ("guess", "outcome", "said"),
    [
        (100, "✓ Foreseen", "That was your guess."),
        (109.9, "✓ Foreseen", "Your guess, 109.9, was near enough."),
        (111, "! Surprise", "Your guess was “111”."),
        (-100, "! Surprise", "Your guess was “-100”."),
    ],
)
def test_a_number_counts_if_it_is_near_enough(page, guess, outcome, said):
    predict("n", guess)
    assert "your guess is" in page.texts[-1]
    reveal("n", 100)
    assert page.texts[-1].startswith(f"{outcome}: it is “100”. {said}")


def test_a_number_is_typed_into_a_box(page):
    predict("n")
    field, button = page.asked[0].controls
    field.value = 95
    button.click()
    assert 'predict("n", 10)' in page.texts[0]
    assert "your guess is “95”" in page.asked[0].said.value
    reveal("n", 100)
    assert page.texts[-1].startswith("✓ Foreseen")


def test_the_summary_says_what_one_said_and_what_it_was(page, restart):
    my_predictions()
    assert page.texts[-1] == "→ Looking back · predictions: you made 0 of 0 predictions."
    predict("c", 1)
    predict("n")
    my_predictions()
    assert "? How far? You said “near”; the result is still to come." in page.texts[-1]
    reveal("c", 11)
    reveal("n", 5)
    my_predictions()
    assert page.texts[-1] == (
        "→ Looking back · predictions: you made 1 of 2 predictions, and 0 came true.\n"
        "! How far? You said “near”, and it was “far”.\n"
        "○ How many? You have not guessed.\n"
        "You can learn most from the surprises.\n"
        "Guess before you look: even a wrong guess helps the answer to stay in your mind."
    )
    restart()
    predict("n", 5)
    reveal("n", 5)
    my_predictions()
    assert page.texts[-1] == (
        "→ Looking back · predictions: you made 1 of 1 predictions, and 1 came true.\n"
        "✓ How many? You said “5”, and so it was “5”."
    )


class Refusing:
    """Raises, or ends Python, whatever it is asked."""

    def __init__(self, error):
        self.error = error

    def refuse(self, *args):
        raise object.__getattribute__(self, "error")

    __eq__ = __repr__ = __str__ = __float__ = __int__ = __len__ = __iter__ = __array__ = refuse
    __abs__ = __sub__ = __rsub__ = __lt__ = __gt__ = __bool__ = __getitem__ = refuse
    __hash__ = None
    __class__ = property(refuse)


@pytest.mark.parametrize("error", [RuntimeError, SystemExit, KeyboardInterrupt])
def test_hostile_names_guesses_and_results(error, page):
    thing = Refusing(error)
    for function, args, words in [
        (predict, (thing,), "there is no question a Refusing"),
        (predict, ("c", thing), "a Refusing is not a number"),
        (predict, ("n", thing), "a Refusing is not a number"),
        (reveal, (thing, thing), "there is no question a Refusing"),
        (reveal, ("c", thing), "does not fit this question"),
        (recall, (thing, 1), "there is no question a Refusing"),
        (recall, ("q", thing), "a Refusing is not a number"),
    ]:
        function(*args)
        assert words in page.texts[-1]
    predict("n", 3)
    reveal("n", thing)
    assert "does not fit this question" in page.texts[-1]
