"""Questions: clicked or typed, remembered, and put beside the result."""

import pytest

from classroom.practice import asking, feedback, my_predictions, predict, questions, recall, reveal
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
    monkeypatch.setattr(questions, "_predicted", {})
    monkeypatch.setattr(questions, "_came_true", {})


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
        assert f"{answer!r} is not a number from 1 to 2. Type {typed}." in text
    reveal("c", 3)
    assert page.texts[-1].startswith("○ Not predicted")


@pytest.mark.parametrize("name", ["Q", "qq", None, 3, []])
def test_an_unknown_question_gets_the_choices(page, name):
    recall(name)
    predict(name)
    reveal(name, 1)
    assert len(page.texts) == 3
    assert all("there is no question" in text for text in page.texts)


def test_a_result_without_a_guess(page):
    predict("c")
    reveal("c", 3)
    assert page.texts[-1] == "○ Not predicted: it is “near”.\nSo it is."
    reveal("n", 12.0)
    assert page.texts[-1] == "○ Not predicted: it is “12”.\nCounted."


def test_a_guess_that_comes_true_and_one_that_does_not(page):
    predict("c")
    assert "your guess is “far”" in page.click(2)
    reveal("c", 11)
    assert page.texts[-1] == "✓ Foreseen: it is “far”. That was your guess.\nSo it is."
    predict("c")
    page.click(2)
    page.click(1)  # one may change one's mind
    reveal("c", 11)
    assert page.texts[-1] == "! Surprise: it is “far”. Your guess was “near”.\nSo it is."


def test_a_guess_after_the_result_does_not_count(page):
    predict("c")
    reveal("c", 3)
    assert "you have seen the result" in page.click(1)
    my_predictions()
    assert "you made 0 of 1 predictions." in page.texts[-1]
    predict("c")
    page.click(1)
    reveal("c", 3)
    assert page.texts[-1].startswith("✓ Foreseen")


@pytest.mark.parametrize(
    ("guess", "outcome"),
    [(100, "✓ Foreseen"), (109.9, "✓ Foreseen"), (111, "! Surprise"), (-100, "! Surprise")],
)
def test_a_number_counts_if_it_is_near_enough(page, guess, outcome):
    predict("n", guess)
    assert "your guess is" in page.texts[-1]
    reveal("n", 100)
    assert page.texts[-1].startswith(outcome)
    assert "was your guess" in page.texts[-1] or f"Your guess was “{guess}”" in page.texts[-1]


def test_a_number_is_typed_into_a_box(page):
    predict("n")
    field, button = page.asked[0].controls
    field.value = 95
    button.click()
    assert 'predict("n", 10)' in page.texts[0]
    assert "your guess is “95”" in page.asked[0].said.value
    reveal("n", 100)
    assert page.texts[-1].startswith("✓ Foreseen")


def test_the_summary(page):
    my_predictions()
    assert "you made 0 of 0 predictions." in page.texts[-1]
    predict("c", 1)
    predict("n")
    reveal("c", 11)
    reveal("n", 5)
    my_predictions()
    assert page.texts[-1] == (
        "→ Looking back · predictions: you made 1 of 2 predictions; 0 came true.\n"
        "Surprises, from which there is most to learn:\n– How far?\n"
        "A guess before you look, even a wrong one, makes the answer stay."
    )
    predict("n", 5)
    reveal("n", 5)
    predict("c", 2)
    reveal("c", 11)
    my_predictions()
    assert page.texts[-1] == (
        "→ Looking back · predictions: you made 2 of 2 predictions; 2 came true."
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
        (reveal, ("c", thing), "cannot be put beside"),
        (recall, (thing, 1), "there is no question a Refusing"),
        (recall, ("q", thing), "a Refusing is not a number"),
    ]:
        function(*args)
        assert words in page.texts[-1]
    predict("n", 3)
    reveal("n", thing)
    assert "cannot be put beside" in page.texts[-1]
