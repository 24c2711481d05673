"""Checks a learner's function: not attempted, not yet, or correct; and what is wrong first."""

import ast
import dis
import functools
import inspect
import warnings
from types import CodeType

import numpy as np

from classroom.practice import comparing, naming, witness, wording
from classroom.practice.catalogue import EXERCISES, find
from classroom.practice.causes import find_cause
from classroom.practice.feedback import Feedback, choices
from classroom.practice.plain import MOST_PARTS, attempt, attribute, plain, text
from classroom.practice.running import Run, inside, watched
from classroom.practice.teachers_file import allowed
from classroom.practice.trial import Trial

MOST_SECONDS = 5  # for finding the cause of a mistake

_hints_given = {}


def check(name, learners_function):
    """Show whether a function does what the exercise asks, and if not, what is wrong first.

    Parameters
    ----------
    name : str
        The exercise, such as "relu".
    learners_function : function
        The function itself, without brackets: `check("relu", my_relu)`.

    Notes
    -----
    It never raises: whatever the function does, the answer is a small box. A function that has
    not returned after a few seconds is stopped. What it prints is not shown.
    """
    examine(name, learners_function).show()


def hint(name):
    """Show the next hint for an exercise.

    Parameters
    ----------
    name : str
    """
    exercise = find(EXERCISES, name)
    if exercise is None:
        return _unknown(name).show()
    name = exercise.name
    if not allowed("hints"):
        line = "your teacher has switched hints off in this folder. check says what is wrong first."
        return Feedback("hint", name, (line,)).show()
    given = _hints_given.get(name, 0)
    _hints_given[name] = given + 1
    if given < len(exercise.hints):
        line = f"{given + 1} of {len(exercise.hints)}. {exercise.hints[given]}"
    else:
        line = "you have now seen every hint."
        if allowed("solutions"):
            line += f' solution("{name}") shows one way to do it.'
    return Feedback("hint", name, (line,)).show()


def solution(name):
    """Show one way to solve an exercise.

    Parameters
    ----------
    name : str
    """
    exercise = find(EXERCISES, name)
    if exercise is None:
        return _unknown(name).show()
    if not allowed("solutions"):
        line = (
            "your teacher has switched solutions off in this folder. Ask there when you are stuck."
        )
        return Feedback("solution", exercise.name, (line,)).show()
    line = "this is one of several ways. Read it, close it, and then write yours from memory."
    return Feedback("solution", exercise.name, (line,), source(exercise.solution)).show()


def source(function):
    """Return the source code of a function of the course."""
    return inspect.getsource(function).strip()


def examine(name, learners_function):
    """Return the `Feedback` that `check` shows."""
    if inside():  # a check within the function that is checked would go round for ever
        return Feedback(
            "not attempted",
            "check",
            ("this check stands inside the function that it checks. Move it out of there.",),
        )
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            exercise = find(EXERCISES, name)
            return _examine(exercise, learners_function) if exercise else _unknown(name)
    except KeyboardInterrupt:
        return Feedback("not yet", "check", ("you stopped the check before it had finished.",))
    except Exception as error:  # a fault of ours, not of the learner's
        line = f"your function returns something that cannot be judged ({type(error).__name__})."
        return Feedback("not yet", "check", (line,))


def _examine(exercise, learners_function):
    cases, answers, unfit = _cases(exercise.name), [], []
    signs, dots, around = [], [], []

    def work(run):
        unfit.append(
            _not_attempted(exercise, learners_function) or _unfit(exercise, learners_function)
        )
        signs.append(attempt(lambda: witness.signs(learners_function), None))
        dots.append(attempt(lambda: witness.dots(learners_function), ([], [])))
        around.append(attempt(lambda: naming.around(learners_function), naming.Around()))
        for case in cases if unfit == [None] else ():
            answer = comparing.call(learners_function, case.args)
            if run.stopping:
                return
            answers.append(answer)

    # All that is the learner's is touched in there only; what comes out is plain.
    run = Run(work, exercise.seconds)
    if unfit and unfit[0]:
        return unfit[0]
    if not run.finished:
        lines = _unfinished(run, cases[len(answers) : len(answers) + 1] if unfit else (), exercise)
    elif exercise.stub is None and all(answer.value is Ellipsis for answer in answers):
        return _untouched(exercise)
    else:
        seen = signs[0], around[0]
        lines = _first_wrong(exercise, cases, answers, run, seen, learners_function)
        lines = lines and _with_dots(exercise, lines, *dots[0])
    if lines:
        return Feedback("not yet", exercise.name, lines)
    remark = f"(Python warned on the way: {wording.shorten(run.warned, 90)}.)"
    return Feedback("correct", exercise.name, (exercise.praise, remark if run.warned else ""))


def _unknown(name):
    named = wording.named(name)
    line = f"there is no exercise {named}. {choices(named, EXERCISES)}"
    return Feedback("not attempted", "check", (line,))


def _not_attempted(exercise, function):
    """Return the feedback for a function that is still as it was, or None."""
    name = exercise.name
    if function is None or function is Ellipsis:
        return _untouched(exercise)
    if untouched(function, exercise.stub):
        asleep = attempt(lambda: _code_in_comments(function, exercise.stub), False)
        return _still_comments(exercise) if asleep else _untouched(exercise)
    if _is_the_courses(function, exercise.name):
        line = f"that is the course's own {name}. Write a function my_{name} of your own."
        return Feedback("not attempted", name, (line,))
    return None


def _untouched(exercise):
    do = "write" if exercise.stub is None else "change"
    line = f"{do} my_{exercise.name} in this cell, then run the cell again."
    return Feedback("not attempted", exercise.name, (line,))


def _code_in_comments(function, stub):
    """Return whether there is code in a function's comments, and they are not the stub's own."""
    theirs, given = (
        [line.strip() for line in source(one).splitlines() if line.strip().startswith("#")]
        for one in (function, stub)
    )
    return theirs != given and any(_is_code(line.lstrip("# ")) for line in theirs)


def _is_code(line):
    """Return whether a line gives something a name, or hands something back."""
    body = attempt(lambda: ast.parse(line).body, [])
    return any(isinstance(node, (ast.Assign, ast.Return)) for node in body)


def _still_comments(exercise):
    line = (
        f"the lines of my_{exercise.name} are still comments, and Python skips these. Delete the # "
        "of those that you need, and the blank after it; then run the cell again."
    )
    return Feedback("not attempted", exercise.name, (line,))


def _with_dots(exercise, lines, gaps, below):
    """Return what is said of a wrong answer, with a word on the dots that are left in it.

    Dots that are a part of a line are reason enough. Dots below a comment of the exercise's frame
    may be, or may have been forgotten beside the code that took their place: so what is wrong is
    said, but not what might be the cause.
    """
    if gaps:
        line = wording.shorten(gaps[0], 60)
        return f"the dots are still there in: {line}", "Write your code in their place."
    if below and exercise.stub is not None:
        line = f"Dots still stand below: {wording.shorten(below[0], 60)}"
        return lines[0], line, "Write your code in their place, or take them out."
    return lines


def _is_the_courses(function, name):
    """Return whether a function is the course's own, or only calls that."""
    package, *rest = attempt(lambda: text(function.__module__), "").split(".")
    if package in ("nnlib", "classroom") and rest and "practice" not in rest:
        return True
    called = getattr(_code(function), "co_names", ())
    return name in called and ("nnlib" in called or "mine" in called)


def untouched(function, stub):
    """Return whether a function is still the stub (None for an empty one), or does nothing."""
    code = _code(function)
    if code is None:
        return False

    def blank():
        return None

    def refuses():
        raise NotImplementedError

    others = [blank.__code__, refuses.__code__]
    if stub is not None:
        # Python translates a call such as np.exp differently where the import stands in the same
        # file, as it does for the stub, than in a cell of its own: so both ways are compared.
        alone = compile(source(stub), "<stub>", "exec").co_consts
        others += [stub.__code__, *(part for part in alone if hasattr(part, "co_code"))]
    return any(_steps(code) == _steps(other) for other in others)


def _code(function):
    """Return what Python made of a function's lines; None of what has none, or feigns some."""
    code = attribute(function, "__code__")
    return code if type(code) is CodeType else None


def _steps(code):
    """Return what Python will do for a function; docstrings, comments and line numbers aside."""
    return [
        (step.opname, _steps(step.argval) if hasattr(step.argval, "co_code") else step.argval)
        for step in dis.get_instructions(code)
    ]


def _unfit(exercise, function):
    """Return the feedback for what cannot be called as the exercise asks, or None."""
    name = exercise.name
    wanted = wording.arguments(exercise.solution)
    if not callable(function):
        line = (
            f"check needs the function itself, without brackets or quotes, but got "
            f'{comparing.kind(plain(function))}. Write check("{name}", my_{name}).'
        )
        return Feedback("not yet", name, (line,))
    if issubclass(type(function), type):
        begin = f"def my_{name}({', '.join(wanted)}):"
        line = f"this is a class, expected a function that begins with {begin}"
        return Feedback("not yet", name, (line,))
    signature = attempt(lambda: inspect.signature(function), None)
    if signature is None:  # some of NumPy's own do not tell
        return None
    try:
        signature.bind(*wanted)
        fits = set(signature.parameters) != set(wanted) or tuple(signature.parameters) == wanted
    except TypeError:
        fits = False
    if not fits:
        line = f"it takes {signature}, expected ({', '.join(wanted)}), in this order."
        return Feedback("not yet", name, (line,))
    return None


@functools.cache
def _cases(name):
    return EXERCISES[name].cases()


@functools.cache
def _given(name, i):
    """Return a case's arguments, plain."""
    return plain(_cases(name)[i].args)


def _call_quietly(function, args):
    """Call one of our own, right or wrong: some overflow, or divide by zero, on purpose."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return comparing.call(function, args)


@functools.cache
def _expected(name, i):
    """Return the solution's answer to a case, computed when it is first needed."""
    return _call_quietly(EXERCISES[name].solution, _cases(name)[i].args)


@functools.cache
def _misled(name, which, i):
    """Return the answer of a known wrong version to a case."""
    return _call_quietly(EXERCISES[name].misconceptions[which].function, _cases(name)[i].args)


def _unfinished(run, cases, exercise):
    """Return the lines for a run cut short: in the first of the cases, or in none of them."""
    if run.failure:
        return (f"check cannot look at what it was given ({run.failure.name}).",)
    if run.interrupted:
        return (f"you stopped it while it was still running {_words(cases)}.",)
    end = "could not be stopped: choose Kernel, Restart Kernel" if run.goes_on else "was stopped"
    return (
        f"{_words(cases)}, it was still running after {exercise.seconds:g} seconds, and {end}.",
        "Is there a loop that never ends? Or is there one over single numbers, where NumPy could "
        "work on a whole array at once?",
    )


def _words(cases):
    return f"with {cases[0].words}" if cases else "before the first case"


def _first_wrong(exercise, cases, answers, run, seen, function):
    """Return the lines for the first thing wrong, or None if everything is right.

    `seen` is what was read from the function: its signs, and what is around it.
    """
    signs, around = seen
    wrong = []
    for i, (case, answer) in enumerate(zip(cases, answers, strict=True)):
        found = _wrong(exercise, i, case, answer)
        if found:
            wrong.append((comparing.ORDER.index(found[0]), i, found))
    if not wrong:
        return None
    wrong.sort(key=lambda item: item[:2])
    _, i, found = wrong[0]
    message = _known(exercise, cases, answers, signs)
    if found[0] == "exception" and answers[i].error.is_a(NameError):
        return _stopped(cases[i], answers[i].error, around, message)
    relation = wording.relation([(found, cases[i].args) for _, i, found in wrong])
    cause = message or _cause(exercise, cases, answers, function, relation)
    if found[0] == "exception":
        return _stopped(cases[i], answers[i].error, around, cause)
    origin, rtol = _origins(exercise, cases[i]).get(found[1], (None, exercise.rtol))
    explained = wording.explain_difference(found, rtol, origin)
    if found[0] == "nothing":
        cause = naming.forgotten_return(around) or cause
    if found[0] == "nothing" and any(a.error is None and a.value is not None for a in answers):
        explained, cause = wording.explain_no_return(found[1]), cause or wording.NO_RETURN
    lines = [f"with {cases[i].words}, {explained}"]
    if message:
        return (*lines, message)
    given = wording.describe_args(wording.arguments(exercise.solution), cases[i].args)
    remarks = [cause]
    if found[0] == "nothing" and run.printed:
        remarks = ["print only shows a value; return hands it back."]
    remarks += [given] if given else []
    parts = _right_parts(exercise, cases, answers)
    if parts:
        remarks.append(f"{comparing.listed(parts)} {'is' if len(parts) == 1 else 'are'} right.")
    elif len(wrong) < len(cases):
        right = len(cases) - len(wrong)
        remarks.append(f"{right} of the {len(cases)} cases {'is' if right == 1 else 'are'} right.")
    rest = " ".join(remark for remark in remarks if remark)
    return (*lines, rest) if rest else tuple(lines)


def _stopped(case, error, around, cause):
    """Return the lines for an exception: its own meaning, where no cause is known."""
    first, said, meaning = wording.explain_error(error, around)
    return tuple(filter(None, [f"with {case.words}, {first}.", said, cause or meaning]))


def _wrong(exercise, i, case, answer):
    """Return the first thing wrong with one answer: (one of the order, name, expected, got)."""
    names = exercise.returns
    if answer.error is not None:
        return "exception", names[0], None, None
    if case.accept is None:
        expected = _expected(exercise.name, i).value
        found = comparing.difference(
            expected, answer.value, names, exercise.rtol, _origins(exercise, case)
        )
    elif answer.value is None:
        found = "nothing", comparing.listed(names), case.expected, None
    else:
        found = None if _accepts(case, answer.value) else _not_accepted(names, case, answer)
    if found:
        return found
    spoilt = comparing.changed(_given(exercise.name, i), answer.args)
    if spoilt:
        return "arguments", wording.arguments(exercise.solution)[spoilt[0]], None, None
    return None


def _origins(exercise, case):
    """Return the origin of each part that is an argument moved by a step, and the step's rtol."""
    if not exercise.moves:
        return {}
    given = dict(zip(wording.arguments(exercise.solution), case.args, strict=False))
    return {name: (given[name], rtol) for name, rtol in exercise.moves.items()}


def _right_parts(exercise, cases, answers):
    """Return the names of those parts of the result that are right in all cases."""
    names, wanted = exercise.returns, list(range(len(exercise.returns)))
    if len(names) == 1:
        return []
    for i, (case, answer) in enumerate(zip(cases, answers, strict=True)):
        if case.accept is not None:
            continue
        expected, got = _expected(exercise.name, i).value, answer.value
        if not isinstance(got, (tuple, list)) or len(got) != len(names):
            return []
        wanted = [
            k
            for k in wanted
            if not comparing.difference(
                expected[k], got[k], (names[k],), exercise.rtol, _origins(exercise, case)
            )
        ]
    return [names[k] for k in wanted]


def _accepts(case, value):
    try:
        return bool(case.accept(value))
    except Exception:  # whatever a wrong answer is made of, it is not what is asked for
        return False


def _not_accepted(names, case, answer):
    return "asked", comparing.listed(names), case.expected, answer.value


def _known(exercise, cases, answers, signs):
    """Return the sentence of the misconception whose answers are all the same, or None.

    Where its sentence speaks of a sign that the misconception brings in, such as //, it has to
    stand in the learner's own lines; of several sentences that of whose signs and names most do.
    """
    # The same slip can make @ and np.dot complain in other words. Where some cases get a value,
    # those tell enough; where none does, only the words can tell.
    for words in [True, False] if any(answer.error is None for answer in answers) else [True]:
        fitting = []
        for which, misconception in enumerate(exercise.misconceptions):
            if all(
                _alike(exercise, _misled(exercise.name, which, i), case, answer, words)
                for i, (case, answer) in enumerate(zip(cases, answers, strict=True))
            ):
                named = _named(exercise.name, which)
                seen = named if signs is None else named & signs
                if (named & witness.TELLING) <= seen:
                    fitting.append((len(seen), misconception.message))
        if fitting:
            return max(fitting, key=lambda item: item[0])[1]
    return None


@functools.cache
def _named(name, which):
    slip = EXERCISES[name].misconceptions[which]
    return witness.named_in(slip.message, slip.function, EXERCISES[name].solution)


def _cause(exercise, cases, answers, function, relation):
    """Return why the answers are wrong, where no slip of the exercise tells; or the relation."""
    if any(_is_large(answer.value) for answer in answers):
        return relation  # no small change of the solution makes such an answer
    rights = [_expected(exercise.name, i) for i in range(len(cases))]

    def look():
        trial = Trial(exercise, cases, answers, rights, _alike)
        return find_cause(trial, function, relation)

    # Watched, since it looks at the learner's function, and calls it once more.
    return watched(look, relation, MOST_SECONDS)


def _is_large(value):
    """Return whether a plain value has more parts than any answer to an exercise."""
    parts = [value]
    for part in parts:  # grows on the way, but not beyond the limit
        inner = part.values() if isinstance(part, dict) else part
        if isinstance(inner, (tuple, list, type({}.values()))):
            if len(parts) + len(inner) > MOST_PARTS:
                return True
            parts += inner
    return False


def _alike(exercise, theirs, case, answer, words):
    """Return whether a wrong version's answer to a case is that of the learner's function."""
    if case.accept is None or answer.error or theirs.error:
        origins = _origins(exercise, case)
        return comparing.same(theirs, answer, exercise.rtol, words, exercise.returns, origins)
    return _accepts(case, theirs.value) == _accepts(case, answer.value)
