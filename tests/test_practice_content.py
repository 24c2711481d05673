"""Every exercise: its solution, its stub, each known wrong version, and many unknown ones."""

import ast
import copy
import inspect
import textwrap

import numpy as np
import pytest
from mutants import mutants

import nnlib
from classroom.practice import catalogue
from classroom.practice.catalogue import EXERCISES, LESSONS, PREDICTIONS, QUESTIONS, practice_of
from classroom.practice.checking import _misled, examine, source

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

MODULES = [practice_of(lesson) for lesson in LESSONS]
every_exercise = pytest.mark.parametrize("name", EXERCISES)

# The functions of the article, each an exercise with at least five known misconceptions.
ARTICLE = [name for name in nnlib.__all__ if name.islower() and name != "predict"]

# Mutants that compute the same as the solution, and why: {exercise: {the line changed: why}}.
EQUIVALENT = {
    "relu": {"return np.maximum(0, Z)": "the larger of two does not depend on their order"},
    "relu_unit": {"return max(z, 0)": "the larger of two does not depend on their order"},
    "convert_prob_into_class": {
        "return np.where(probs > 0.5, 1, 0) ** 2": "0 and 1 are their own squares",
        "return np.where(1, probs > 0.5, 0)": "always the comparison, which 0 makes a number",
    },
    "guarded_cost": {
        "P = np.clip(1e-15, Y_hat, 1 - 1e-15)": "min(max(a, b), c) is that of (b, a), c too",
        "P = np.clip(Y_hat, 2e-15, 1 - 1e-15)": "any tiny distance from 0 will do",
        "P = np.clip(Y_hat, 1e-15, 1 - 2e-15)": "any tiny distance from 1 will do",
    },
    "full_backward_propagation": {
        "dA = params_values[f'W{L}'].T * dZ": "(n, 1) times (1, m) is the same with * as with @",
        "grads_values[f'db{L}'] = dZ.sum(keepdims=True) / m": "the last dZ has one row only",
    },
    "largest_difference": {
        "differences = [np.abs(theirs[key] - ours[key]).max() for key in ours]": (
            "a distance is the same from either side"
        ),
    },
    "two_layer_step": {
        "dZ1 = mine.relu_backward(W2.T * dZ2, Z1)": "(n, 1) times (1, m): * does the same as @",
        "b2 = b2 - learning_rate * dZ2.mean(keepdims=True)": "dZ2 has one row only",
        "b2 = b2 - learning_rate * dZ2.mean(axis=1)": "one number, and b2 keeps its shape (1, 1)",
        "b2 = b2 - learning_rate * dZ2.mean(axis=1, keepdims=False)": "the same",
    },
    "adam_step": {
        "return (w - rate * v / (np.sqrt(s) - 1e-07), v, s)": "a tiny number, on either side of 0",
        "return (w - rate * v / (np.sqrt(s) + 2e-07), v, s)": "any tiny number will do",
    },
    "growth": {
        "return np.transpose(100 * (levels[back:] / levels[:-back] - 1))": (
            "a flat array is its own transpose"
        ),
    },
    "recession_ahead": {
        "return np.transpose(np.array(labels))": "a flat array is its own transpose",
        "return np.array(labels) ** 2": "0 and 1 are their own squares",
    },
    "precision_recall": {
        "return (right / np.sum(alarm), right / np.sum(Y.T))": "a sum over all entries",
    },
}


def body(text):
    """Return the source of a function without its first line and indentation."""
    return textwrap.dedent("\n".join(text.strip().splitlines()[1:])).strip()


def changed_line(solution, mutant):
    """Return the line of a mutant's source that is not the solution's."""
    before = [line.strip() for line in ast.unparse(ast.parse(source(solution))).splitlines()]
    after = [line.strip() for line in mutant.splitlines()]
    new = [line for line in after if line not in before]
    return new[0] if new else "without " + next(line for line in before if line not in after)


def test_names_are_given_once_only():
    for kind in ("EXERCISES", "QUESTIONS", "PREDICTIONS"):
        names = [item.name for module in MODULES for item in getattr(module, kind)]
        assert len(names) == len(set(names))


def test_every_function_of_the_article_is_an_exercise():
    assert set(ARTICLE) <= set(EXERCISES)
    for name in ARTICLE:
        assert len(EXERCISES[name].misconceptions) >= 5, name


@every_exercise
def test_the_solution_is_correct(name):
    exercise = EXERCISES[name]
    assert exercise.solution.__name__ == f"my_{name}"
    feedback = examine(name, exercise.solution)
    assert feedback.outcome == "correct", feedback.text
    assert exercise.praise in feedback.lines


@every_exercise
def test_the_untouched_cell_is_not_attempted(name):
    exercise = EXERCISES[name]
    arguments = ", ".join(inspect.signature(exercise.solution).parameters)
    stub = exercise.stub or eval(f"lambda {arguments}: None")
    assert examine(name, stub).outcome == "not attempted"


@every_exercise
def test_each_misconception_gets_its_own_message_and_no_others(name):
    messages = [m.message for m in EXERCISES[name].misconceptions]
    assert len(set(messages)) == len(messages) >= 2
    for misconception in EXERCISES[name].misconceptions:
        feedback = examine(name, misconception.function)
        assert feedback.outcome == "not yet"
        assert [m for m in messages if m in feedback.lines] == [misconception.message]


@every_exercise
def test_no_misconception_calls_itself_where_it_names_the_solution(name):
    exercise = EXERCISES[name]
    for which, misconception in enumerate(exercise.misconceptions):
        for i in range(len(exercise.cases())):
            error = _misled(name, which, i).error
            assert not isinstance(error, RecursionError), misconception.message


@every_exercise
def test_other_wrong_versions_are_not_yet(name):
    exercise = EXERCISES[name]
    same, tried = set(), 0
    # Of a number or a dict, sum and transpose are the thing itself.
    results = [exercise.solution(*copy.deepcopy(case.args)) for case in exercise.cases()]
    arrays = any(isinstance(result, np.ndarray) for result in results)
    for words, mutant in mutants(exercise.solution):
        if not arrays and words.startswith(("result turned", "result summed")):
            continue
        changed = changed_line(exercise.solution, words.split(": ", 1)[1])
        feedback = examine(name, mutant)
        assert feedback.outcome != "not attempted", words
        assert 1 <= len(feedback.lines) <= 3
        listed = any(m.message in feedback.lines for m in exercise.misconceptions)
        if feedback.outcome == "correct":
            same.add(changed)
        elif not listed:
            tried += 1
    assert same == set(EQUIVALENT.get(name, {}))
    assert tried >= 10, f"only {tried} unlisted mutants"


def test_the_list_of_equivalent_mutants_is_justified():
    assert set(EQUIVALENT) <= set(EXERCISES)
    assert all(why for mutants_of in EQUIVALENT.values() for why in mutants_of.values())


@every_exercise
def test_every_answer_is_short(name):
    exercise = EXERCISES[name]
    for misconception in exercise.misconceptions:
        feedback = examine(name, misconception.function)
        assert 2 <= len(feedback.lines) <= 3
        assert len(feedback.text) <= 520, feedback.text
    assert len(exercise.praise) <= 130


@every_exercise
def test_cases_are_always_the_same_and_of_several_sizes(name):
    first, second = EXERCISES[name].cases(), EXERCISES[name].cases()
    assert 3 <= len(first) == len(second)
    for one, other in zip(first, second, strict=True):
        assert one.words == other.words
        np.testing.assert_equal(one.args, other.args)
    assert len({case.words for case in first}) == len(first)


@every_exercise
def test_no_case_is_spoilt_by_the_checks(name):
    before = EXERCISES[name].cases()
    for misconception in EXERCISES[name].misconceptions:
        examine(name, misconception.function)
    from classroom.practice.checking import _cases

    for one, other in zip(before, _cases(name), strict=True):
        np.testing.assert_equal(one.args, other.args)


@every_exercise
def test_hints_lead_up_to_the_solution_and_do_not_give_it_away(name):
    exercise = EXERCISES[name]
    assert 2 <= len(exercise.hints) <= 3
    lines = [line.strip() for line in body(source(exercise.solution)).splitlines()]
    longest = max(lines, key=len)
    assert not any(longest in hint for hint in exercise.hints)


@every_exercise
def test_the_solution_reads_as_a_learner_would_write_it(name):
    text = source(EXERCISES[name].solution)
    assert text.startswith(f"def my_{name}(")
    assert ast.get_docstring(ast.parse(text).body[0]) is None
    assert len(text.splitlines()) <= 20
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("name", ARTICLE)
def test_the_arguments_are_nnlibs(name):
    mine = list(inspect.signature(EXERCISES[name].solution).parameters)
    assert mine == list(inspect.signature(getattr(nnlib, name)).parameters)[: len(mine)]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question(name):
    question = QUESTIONS[name]
    assert 2 <= len(question.choices) <= 5
    assert len(set(question.choices)) == len(question.choices)
    assert 1 <= question.answer <= len(question.choices)
    assert question.text.rstrip().endswith(("?", "…", ":", ".")) and question.because
    others = set(range(1, len(question.choices) + 1)) - {question.answer}
    assert set(question.why_not) == others
    assert all(words.endswith((".", "?")) for words in question.why_not.values())


def test_the_right_answer_is_not_always_in_the_same_place():
    for module in MODULES[1:]:
        assert len({question.answer for question in module.QUESTIONS}) > 1


@pytest.mark.parametrize("number", range(1, len(MODULES)))
def test_questions_come_from_the_last_notebook_and_from_further_back(number):
    asked = {int(question.notebook) for question in MODULES[number].QUESTIONS}
    assert max(asked) == number - 1
    assert number == 1 or min(asked) < number - 1


@pytest.mark.parametrize("name", PREDICTIONS)
def test_a_prediction(name):
    prediction = PREDICTIONS[name]
    assert prediction.text and prediction.because
    assert bool(prediction.choices) == (prediction.judge is not None)
    assert len(set(prediction.choices)) == len(prediction.choices) != 1


def test_three_predictions_or_more_in_every_notebook():
    assert all(len(module.PREDICTIONS) >= 3 for module in MODULES)


def test_the_content_imports_no_widgets():
    for module in (*MODULES, catalogue):
        assert "ipywidgets" not in inspect.getsource(module)
