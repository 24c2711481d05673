"""Questions: on earlier notebooks (`recall`), and on the next result (`predict`, `reveal`)."""

from classroom.practice.asking import Asked, misread, read
from classroom.practice.catalogue import PREDICTIONS, QUESTIONS, find
from classroom.practice.feedback import Feedback, choices
from classroom.practice.running import watched
from classroom.practice.wording import named, show

_predicted = {}  # name -> the guess, or None as long as there is none
_came_true = {}  # name -> whether it did; None without a guess


def recall(name, answer=None):
    """Ask a question on an earlier notebook, and say at once whether the answer is right.

    Parameters
    ----------
    name : str
    answer : int or str, optional
        The number of the choice, or its words, for those who type rather than click.
    """
    question = find(QUESTIONS, name)
    if question is None:
        return _unknown("recall", name, QUESTIONS)
    name = question.name
    typed = f'recall("{name}", 1)'

    def judge(number):
        if number == question.answer:
            return Feedback("correct", question.choices[number - 1], (question.because,))
        why_not = question.why_not.get(number, "")
        line = f"{why_not} Try another."
        return Feedback("not yet", question.choices[number - 1], (line,))

    asked = Asked(
        Feedback("question", f"from {question.notebook}", (question.text,)),
        question.choices,
        typed,
        judge,
    )
    return _ask(asked, name, answer, judge)


def predict(name, guess=None):
    """Ask for a guess before the next cell is run; `reveal` then puts the result beside it.

    Parameters
    ----------
    name : str
    guess : int, float or str, optional
        The number of the choice, its words, or the number asked for, for those who type.
    """
    prediction = find(PREDICTIONS, name)
    if prediction is None:
        return _unknown("predict", name, PREDICTIONS)
    name = prediction.name
    _predicted[name] = None
    _came_true.pop(name, None)
    typed = f'predict("{name}", {1 if prediction.choices else 10})'

    def note(number):
        if name in _came_true:
            line = "you have seen the result. To predict again, run this cell again first."
            return Feedback("not predicted", "", (line,))
        _predicted[name] = number
        line = f"your guess is “{_words(prediction, number)}”. Now run the next cell."
        return Feedback("predict", "", (line,))

    asked = Asked(Feedback("predict", "", (prediction.text,)), prediction.choices, typed, note)
    return _ask(asked, name, guess, note)


def reveal(name, result):
    """Show a result beside the guess that was made for it, with the reason.

    Parameters
    ----------
    name : str
    result
        What the cell has found: what the prediction's `judge` takes, or the number itself.
    """
    prediction = find(PREDICTIONS, name)
    if prediction is None:
        return _unknown("reveal", name, PREDICTIONS)
    name = prediction.name
    guess = _predicted.setdefault(name, None)
    # The result may be anything: what it answers when asked is watched, as a function's is.
    true = watched(lambda: int(prediction.judge(result)) if prediction.choices else result, None)
    try:
        if prediction.choices:
            right = guess == true
        else:
            right = guess is not None and abs(guess - true) <= prediction.tolerance * abs(true)
        right, said = bool(right), f"it is “{_words(prediction, true)}”."
    except Exception:
        line = "this question cannot be put beside that result. Run the cells above once more."
        return Feedback("not predicted", "", (line,)).show()
    _came_true[name] = right if guess is not None else None
    if guess is None:
        outcome = "not predicted"
    elif right:
        near = "That was" if prediction.choices or guess == true else f"{show(guess)} was"
        outcome, said = "foreseen", f"{said} {near} your guess."
    else:
        outcome, said = "surprise", f"{said} Your guess was “{_words(prediction, guess)}”."
    return Feedback(outcome, "", (said, prediction.because)).show()


def my_predictions():
    """Show which predictions of this notebook came true."""
    made = [name for name, guess in _predicted.items() if guess is not None]
    true = [name for name in made if _came_true.get(name)]
    surprises = [name for name in made if _came_true.get(name) is False]
    line = f"you made {len(made)} of {len(_predicted)} predictions"
    lines = [f"{line}; {len(true)} came true." if made else f"{line}."]
    if surprises:
        lines.append("Surprises, from which there is most to learn:")
        lines += [f"– {PREDICTIONS[name].text}" for name in surprises]
    if len(made) < len(_predicted):
        lines.append("A guess before you look, even a wrong one, makes the answer stay.")
    return Feedback("looking back", "predictions", tuple(lines)).show()


def _words(prediction, number):
    return prediction.choices[number - 1] if prediction.choices else show(number)


def _ask(asked, name, given, respond):
    """Show a question; where the answer was typed in, what is said to it."""
    if given is None or given is Ellipsis:
        return asked.show()
    number = read(watched(lambda: given, None), asked.choices)
    if number is None:
        return misread(name, given, asked.choices, asked.typed).show()
    asked.feedback.show()
    return respond(number).show()


def _unknown(function, name, known):
    asked = named(name)
    line = f"there is no question {asked}. {choices(asked, known)}"
    return Feedback("not attempted", function, (line,)).show()
