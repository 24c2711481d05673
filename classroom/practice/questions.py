"""Questions: on earlier notebooks (`recall`), and on the next result (`predict`, `reveal`)."""

from dataclasses import replace

from classroom.practice import answers
from classroom.practice.asking import Asked, misread, read
from classroom.practice.catalogue import PREDICTIONS, QUESTIONS, find
from classroom.practice.feedback import Feedback, choices
from classroom.practice.running import watched
from classroom.practice.wording import named, show

_asked = []  # the names of the predictions that this session has met, in their order


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

    def respond(number):
        tries = answers.kept("recall", name).get("tries")
        tries = [*tries, number] if isinstance(tries, list) else [number]
        return _and(judge(number), answers.keep("recall", name, {"tries": tries}))

    asked = Asked(
        Feedback("question", f"from {question.notebook}", (question.text,)),
        question.choices,
        typed,
        respond,
        _before(answers.kept("recall", name).get("tries"), question.choices, judge),
    )
    return _ask(asked, name, answer, respond)


def predict(name, guess=None):
    """Ask for a guess before the next cell is run; `reveal` then puts the result beside it.

    A guess is kept, beyond a restart of the kernel, and may be changed until the result is seen.

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
    _note(name)
    typed = f'predict("{name}", {1 if prediction.choices else 10})'

    def note(number):
        if _seen(prediction):
            words = _words(prediction, _guess(prediction))
            line = f"you have seen the result, so your guess stays “{words}”."
            return Feedback("not predicted", "", (line,))
        problem = answers.keep("predictions", name, {"guess": number})
        line = f"your guess is “{_words(prediction, number)}”. Now run the next cell."
        return _and(Feedback("predict", "", (line,)), problem)

    def again(number):
        line = f"your guess was “{_words(prediction, number)}”."
        return Feedback("predict", "", (line,))

    before = _before([_guess(prediction)], prediction.choices, again)
    question = Feedback("predict", "", (prediction.text,))
    asked = Asked(question, prediction.choices, typed, note, before)
    return _ask(asked, name, guess, note)


def reveal(name, result):
    """Show a result beside the guess that was made for it, with the reason.

    Where nobody has guessed yet, the result is folded.

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
    _note(name)
    guess = _guess(prediction)
    # The result may be anything: what it answers when asked is watched, as a function's is.
    true = watched(lambda: int(prediction.judge(result)) if prediction.choices else result, None)
    try:
        if prediction.choices:
            right = guess == true
        else:
            true = true if isinstance(true, int) else float(true)
            right = guess is not None and abs(guess - true) <= prediction.tolerance * abs(true)
        right, said = bool(right), f"it is “{_words(prediction, true)}”."
    except Exception:
        line = "that result does not fit this question. Run the cells above once more."
        return Feedback("not predicted", "", (line,)).show()
    if guess is None:
        line = "there is no guess yet. Make one above, and then run this cell again."
        said = said[0].upper() + said[1:]
        folded = (said, prediction.because)
        return Feedback("not predicted", "", (line,), folded=folded).show()
    seen = {"guess": guess, "result": true, "foreseen": right}
    problem = ""
    if seen != answers.kept("predictions", name):
        problem = answers.keep("predictions", name, seen)
    if right:
        near = prediction.choices or guess == true
        yours = "That was your guess." if near else f"Your guess, {show(guess)}, was near enough."
        outcome, said = "foreseen", f"{said} {yours}"
    else:
        outcome, said = "surprise", f"{said} Your guess was “{_words(prediction, guess)}”."
    return _and(Feedback(outcome, "", (said, prediction.because)), problem).show()


def my_predictions():
    """Show the predictions of this notebook: what was said, and what it was."""
    lines, made, true = [], 0, 0
    for name in _asked:
        prediction, entry = PREDICTIONS[name], answers.kept("predictions", name)
        guess = _guess(prediction)
        if guess is None:
            lines.append(f"○ {prediction.text} You have not guessed.")
            continue
        made += 1
        said = f"You said “{_words(prediction, guess)}”"
        if not _seen(prediction):
            lines.append(f"? {prediction.text} {said}; the result is still to come.")
            continue
        true += entry["foreseen"]
        sign, it = ("✓", "and so it") if entry["foreseen"] else ("!", "and it")
        lines.append(f"{sign} {prediction.text} {said}, {it} was “{_shown(prediction, entry)}”.")
    line = f"you made {made} of {len(_asked)} predictions"
    lines.insert(0, f"{line}, and {true} came true." if made else f"{line}.")
    if made > true:
        lines.append("You can learn most from the surprises.")
    if made < len(_asked):
        lines.append(
            "Guess before you look: even a wrong guess helps the answer to stay in your mind."
        )
    return Feedback("looking back", "predictions", tuple(lines)).show()


def _note(name):
    if name not in _asked:
        _asked.append(name)


def _guess(prediction):
    """Return the guess that is kept for a prediction, or None."""
    return read(answers.kept("predictions", prediction.name).get("guess"), prediction.choices)


def _seen(prediction):
    """Tell whether the result was shown beside a guess, and what is kept of it makes sense."""
    entry = answers.kept("predictions", prediction.name)
    result = read(entry.get("result"), prediction.choices)
    return isinstance(entry.get("foreseen"), bool) and None not in (result, _guess(prediction))


def _shown(prediction, entry):
    return _words(prediction, read(entry["result"], prediction.choices))


def _before(tries, choices, respond):
    """Return the last of the answers that are kept, and what is said to it; None if none is."""
    number = read(tries[-1], choices) if isinstance(tries, list) and tries else None
    return None if number is None else (number, respond(number))


def _and(feedback, problem):
    """Add what went wrong in keeping an answer."""
    return replace(feedback, lines=(*feedback.lines, problem))


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
