"""Finds why an answer is wrong, where no slip of the exercise is the same: what any may do.

A cause is said only where it is certain: the learner's answers equal those of the solution with
that one change, in every case; or the fault stands plainly in the code that was written.
"""

import ast
import builtins
import dis
import functools
import itertools
import math
import re
import types
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from classroom.practice import comparing
from classroom.practice.catalogue import EXERCISES
from classroom.practice.running import Run
from classroom.practice.variants import AS_IF, DOT, HIGH, LOW, STAR, F, Variant, source, variants

OF_AN_ERROR = (STAR, DOT, F)
CHANCE = {"choice", "permutation", "rand", "randint", "randn", "randrange", "sample", "shuffle"}
MANY = 120  # variants of a function that is called: more of them would take too long
MOST_CALLS = 0.5  # seconds, for calling the learner's function once more


def find_cause(exercise, cases, answers, function, relation):
    """Return a sentence on why a function's answers are wrong, or "" where nothing is certain.

    Parameters
    ----------
    exercise : Exercise
    cases : list of Case
    answers : list of comparing.Answer
        The learner's, one for each case.
    function : callable
        The learner's.
    relation : str
        What is known already of how the first wrong result is related to the right one, or "".
        It is said where nothing in the code explains the answers.
    """
    written = Written(function)
    test = _Test(exercise, cases, answers)
    plain = _said_by_the_error(exercise, answers, written) or _visible(exercise, answers, written)
    if plain:
        return plain
    if all(answer.error is not None for answer in answers):
        # What an error says is little: only some of the changes can be known by it.
        return _from_variants(exercise, test, written, OF_AN_ERROR) or _global(written, exercise)
    return (
        _in_the_keys(exercise, test)
        or (_always_the_same(test) and (_global(written, exercise) or _always_the_same(test)))
        or _order_of_parts(exercise, test)
        or _from_variants(exercise, test, written)
        or _global(written, exercise)
        or (relation if len(exercise.returns) == 1 else "")
        or _cut(exercise, test, written)
        or _from_results(exercise, test, written)
        or _from_later_variants(exercise, test, written)
        or _from_preparations(exercise, test)
        or _from_helpers(exercise, test, written)
        or _changing(exercise, cases, answers, function, written)
        or _left_to_chance(exercise, written)
        or relation
    )


class Written:
    """What can be read from a function's code, with the functions that are written in it."""

    def __init__(self, function):
        self.vectorized = type(function) is np.vectorize
        written = _written(function)
        self.codes = list(_codes(written.__code__)) if written else []
        self.globals = written.__globals__ if written else {}
        self.vectorized = self.vectorized or "vectorize" in self.names

    @functools.cached_property
    def names(self):
        """Every name in it: arguments, own variables, what it calls."""
        parts = ("co_varnames", "co_names", "co_freevars", "co_cellvars")
        return {name for code in self.codes for part in parts for name in getattr(code, part)}

    @functools.cached_property
    def constants(self):
        """The numbers in it."""
        found = {c for code in self.codes for c in code.co_consts if type(c) in (int, float)}
        return sorted(found)

    @functools.cached_property
    def steps(self):
        """What Python does for it, step by step."""
        return [step for code in self.codes for step in dis.get_instructions(code)]

    @functools.cached_property
    def used_globals(self):
        """The names that it takes from outside."""
        return [step.argval for step in self.steps if step.opname == "LOAD_GLOBAL"]


def _written(function):
    """Return the function that somebody wrote, inside what wraps it; or None."""
    if type(function) is functools.partial:
        return _written(function.func)
    if type(function) is np.vectorize:
        return _written(function.pyfunc)
    if type(function) is types.MethodType:
        return _written(function.__func__)
    # Anything else may answer to any name with whatever it likes: it is not asked.
    return function if type(function) is types.FunctionType else None


def _codes(code):
    yield code
    for part in code.co_consts:
        if isinstance(part, types.CodeType):
            yield from _codes(part)


class _Test:
    """Tells whether some function answers as the learner's does, in every case."""

    def __init__(self, exercise, cases, answers):
        self.exercise, self.cases, self.answers = exercise, cases, answers
        wrong = [i for i in range(len(cases)) if not self.is_right(i)]
        # Most variants fail at once where the answer is wrong in a way of its own.
        self.order = [*wrong, *(i for i in range(len(cases)) if i not in wrong)]
        errors = all(answer.error is not None for answer in answers)
        self.words = errors  # where no case gets a value, only the words can tell

    def is_right(self, i):
        """Return whether the learner's answer to a case is right."""
        return self._same(expected(self.exercise.name, i), i, True)

    def _same(self, theirs, i, words):
        case, answer = self.cases[i], self.answers[i]
        if case.accept is None or answer.error or theirs.error:
            return comparing.same(theirs, answer, self.exercise.rtol, words)
        return _accepts(case, theirs.value) == _accepts(case, answer.value)

    def is_the_same(self, function):
        """Return whether a function's answers are the learner's."""
        return all(
            self._same(comparing.call(function, self.cases[i].args), i, self.words)
            for i in self.order
        )

    def has(self, made):
        """Return whether the answers that `made(i)` returns are the learner's."""
        return all(self._same(made(i), i, self.words) for i in self.order)


def _accepts(case, value):
    try:
        return bool(case.accept(value))
    except Exception:  # as the checker does: whatever it is made of, it is not what is asked for
        return False


@functools.cache
def _cases(name):
    return EXERCISES[name].cases()


@functools.cache
def expected(name, i):
    """Return the solution's answer to one of the cases."""
    return comparing.call(EXERCISES[name].solution, _cases(name)[i].args)


# ------------------------------------------------------------------ what an error says


TEXT_AND_NUMBER = (
    'Text and a number cannot be joined with +: "W" + l stops. f"W{l}" puts the number into the '
    "text."
)


def _said_by_the_error(exercise, answers, written):
    """Return what an error in the learner's own code means, where that is plain."""
    errors = [answer.error for answer in answers if answer.error is not None]
    if not errors:
        return ""
    error = errors[0]
    said = _words_of(error)
    if isinstance(error, TypeError) and re.search(
        r'can only concatenate str \(not "(int|float)|: \'(int|float)\' and \'str\'', said
    ):
        return TEXT_AND_NUMBER
    if isinstance(error, TypeError) and re.search(r"(size|length)-1 arrays|0-dimensional", said):
        for name in _maths(written):
            better = {"pow": "**", "fabs": "np.abs", "fsum": "np.sum"}.get(name, f"np.{name}")
            return (
                f"{name} from Python's math takes a single number. {better} works on every entry "
                "of an array."
            )
        return "float(…) and int(…) take a single number, and here is a whole array."
    if isinstance(error, TypeError) and re.search(r"bitwise_xor|for \^", said):
        return "^ is not the power in Python: that is **, as in x**2."
    if isinstance(error, KeyError) and "nn_architecture" in source(exercise.solution).arguments:
        return _said_by_the_key(str(*error.args[:1]))
    return ""


def _words_of(error):
    try:
        return str(error)
    except Exception:  # an exception of the learner's own making, itself at fault
        return ""


def _maths(written):
    """Return the functions of Python's module math that are used."""
    modules = [name for name in written.used_globals if written.globals.get(name) is math]
    found = [
        step.argval
        for step in written.steps
        if step.opname in ("LOAD_ATTR", "LOAD_METHOD") and hasattr(math, str(step.argval))
    ]
    alone = [
        name
        for name in written.used_globals
        if getattr(written.globals.get(name), "__module__", None) == "math"
    ]
    return [*(found if modules else ()), *alone]


def _said_by_the_key(key):
    if re.search(r"\{.*\}", key):
        return (
            f'The key asked for is the text "{key}", braces and all. The f before the quotes is '
            'missing: f"W{l}" puts the number in.'
        )
    if re.fullmatch(r"d?[Wb]0|Z0", key):
        return (
            f"There is no {key}: the layers are counted from 1. range(n) and enumerate(…) begin "
            "at 0; range(1, n + 1) and enumerate(…, start=1) at 1."
        )
    return ""


# ------------------------------------------------------------------ what can be seen


def _visible(exercise, answers, written):
    """Return what is wrong whatever the numbers are: it stands in the code, or in the answers."""
    for before, step in itertools.pairwise(written.steps):
        constant = before.opname == "LOAD_CONST" and isinstance(before.argval, str)
        if step.opname == "IS_OP" and constant:
            return (
                "Text is compared with ==. “is” asks whether both are one and the same thing in "
                "memory, and two equal texts need not be."
            )
    values = [answer.value for answer in answers if answer.error is None]
    parts = [part for value in values for part in _parts(value)]
    lazy = {type(part) for part in parts} & {types.GeneratorType, map, filter, zip}
    if types.GeneratorType in lazy and any(c.co_name == "<genexpr>" for c in written.codes):
        return (
            "Round brackets around “… for … in …” make a generator, which has computed nothing "
            "yet. Square brackets make a list, and np.array(…) of it an array."
        )
    if lazy - {types.GeneratorType}:
        name = sorted(kind.__name__ for kind in lazy - {types.GeneratorType})[0]
        return f"{name}(…) alone has computed nothing yet: list({name}(…)) does."
    return _of_chance(exercise, written)


def _parts(value):
    """Return a value, and what it is made of where it is several."""
    return (value, *value) if type(value) in (tuple, list) else (value,)


def _of_chance(exercise, written):
    """Return the sentence for random numbers of another kind than the solution's."""
    if "randn" not in written_of(exercise).names:
        return ""
    attributes = {
        step.argval for step in written.steps if step.opname in ("LOAD_ATTR", "LOAD_METHOD")
    }
    if attributes & {"uniform", "rand", "random_sample", "ranf"}:
        return (
            "uniform and rand draw evenly between two bounds. Asked for is the normal distribution "
            "around 0: randn."
        )
    if attributes & {"randint", "choice", "integers"}:
        return (
            "randint and choice draw from a few values. Asked for is the normal distribution: "
            "randn."
        )
    if attributes & {"gauss", "normalvariate"}:
        return (
            "Python's own module random has numbers of its own. Here they come from "
            "np.random.RandomState(seed)."
        )
    if "default_rng" in attributes:
        return (
            "default_rng is NumPy's newer generator, and its numbers are others. Here they come "
            "from np.random.RandomState(seed)."
        )
    return ""


def written_of(exercise):
    """Return what can be read from the solution's code."""
    return Written(exercise.solution)


def _in_the_keys(exercise, test):
    """Return the sentence for a dict with the wrong keys, whatever its values are."""
    pairs = []
    for i, answer in enumerate(test.answers):
        right = expected(exercise.name, i).value
        if answer.error is not None:
            continue
        rights, theirs = _parts(right), _parts(answer.value)
        pairs += [
            (set(r), set(t))
            for r, t in zip(rights, theirs, strict=False)
            if type(r) is dict and isinstance(t, dict)
        ]
    wrong = [(right, theirs) for right, theirs in pairs if right != theirs]
    if not wrong or not all(isinstance(key, str) for _, theirs in wrong for key in theirs):
        numbers = [t for _, theirs in wrong for t in theirs if isinstance(t, int)]
        return (
            'The keys are text, a letter and a number in one: f"W{l}" makes "W1" of l = 1.'
            if numbers
            else ""
        )
    if any(re.search(r"\{\w+( [+-] \d)?\}", key) for _, theirs in wrong for key in theirs):
        return F
    for respelt, sentence in KEYS:
        if all({respelt(key) for key in theirs} == right for right, theirs in wrong):
            return sentence
    layers = [
        ({_number(key) for key in right}, {_number(key) for key in theirs})
        for right, theirs in wrong
        if theirs < right
    ]
    if len(layers) == len(wrong):
        if all(theirs == right - {max(right)} for right, theirs in layers):
            return (
                "The last layer is missing: range(1, n) ends at n - 1, and range(1, n + 1) with "
                "layer n."
            )
        if all(theirs == right - {min(right)} for right, theirs in layers):
            return "The first layer is missing: look at where the loop begins."
        if all(theirs == {min(right)} for right, theirs in layers):
            return "Only the first layer is there: does return stand inside the loop?"
        if all(theirs == {max(right)} for right, theirs in layers):
            return (
                "Only one layer is there, the last: is the dict made anew in every round? It "
                "belongs before the loop."
            )
    return ""


def _number(key):
    return int("0" + re.sub(r"\D", "", key))


def _counted(key, by):
    return re.sub(r"\d+", lambda number: str(int(number[0]) + by), key)


KEYS = (
    (lambda key: _counted(key, 1), LOW),
    (lambda key: _counted(key, -1), HIGH),
    (
        lambda key: _counted(key, 1) if key[0] != "A" else key,
        LOW,
    ),
    (
        lambda key: re.sub(r"[ _\-.]", "", key),
        "The keys are spelt otherwise: letter and number stand side by side, as in W1.",
    ),
    (
        lambda key: key[:-2] + key[-2:].swapcase() if len(key) > 1 else key,
        "The keys are spelt otherwise: upper and lower case are different letters to Python. "
        "It is W1 and b1.",
    ),
    (
        lambda key: key if key[-2:-1] == "b" else key[:-2] + key[-2:].upper(),
        "The keys are spelt otherwise: upper and lower case are different letters to Python. "
        "It is W1, with a capital W.",
    ),
    (lambda key: f"d{key}", "A d is missing in front of the keys: dW1 is the gradient of W1."),
    (
        lambda key: key.removeprefix("d"),
        "The keys have a d too many in front: W1 is the weight, and dW1 its gradient.",
    ),
)


def _global(written, exercise):
    """Return the sentence for a variable of another cell that is used by accident."""
    arguments = source(exercise.solution).arguments
    for name in written.used_globals:
        value = written.globals.get(name)
        if hasattr(builtins, name) or not _is_data(value):
            continue
        if isinstance(value, (int, float)) and name.isupper() and len(name) > 1:
            continue  # a constant, such as EPSILON, is made outside on purpose
        return (
            f"{name} is no argument, and nothing in the function makes it: it comes from another "
            f"cell and stays the same whatever is asked. The arguments are {', '.join(arguments)}."
        )
    return ""


def _is_data(value):
    return isinstance(value, (np.ndarray, np.generic, int, float, list, tuple, dict))


def _changing(exercise, cases, answers, function, written):
    """Return the sentence for a function that answers the same question in two ways."""
    twice = []
    i = next((i for i, answer in enumerate(answers) if answer.error is None), None)
    if i is None:
        return ""

    def work(run):
        twice.append(comparing.call(function, cases[i].args))

    run = Run(work, MOST_CALLS)
    if not run.finished or comparing.same(twice[0], answers[i], 1e-9):
        return ""
    if "seed" in source(exercise.solution).arguments:
        return (
            "Called twice with the same seed it gives different numbers: they have to come from a "
            "generator made of that seed, np.random.RandomState(seed)."
        )
    if any("rand" in name or name in ("rng", "shuffle", "permutation") for name in written.names):
        return (
            "Called twice with the same arguments it gives different answers: there is chance in "
            "it, and nothing here is left to chance."
        )
    return (
        "Called twice with the same arguments it gives different answers: something of the first "
        "call is still there in the second. Make lists and dicts inside the function."
    )


def _left_to_chance(exercise, written):
    """Return the sentence for something drawn at random where nothing has to be."""
    drawn = CHANCE & {str(step.argval) for step in written.steps} - written_of(exercise).names
    if not drawn or "seed" in source(exercise.solution).arguments:
        return ""
    return (
        f"There is chance in it ({sorted(drawn)[0]}). Here nothing is drawn at random: every "
        "example counts, each in its place."
    )


# ------------------------------------------------------------------ parts in another order


def _order_of_parts(exercise, test):
    """Return the sentence for the right parts in the wrong order."""
    names = exercise.returns
    if len(names) < 2:
        return ""
    for places in itertools.permutations(range(len(names))):
        if places == tuple(range(len(names))):
            continue
        if test.has(lambda i, places=places: _changed(exercise, i, _permuted(places))):
            return (
                "All parts are right, but they came in another order: return "
                f"{', '.join(names)}, in this order."
            )
    return ""


def _permuted(places):
    return lambda value, args: tuple(value[k] for k in places)


def _changed(exercise, i, change):
    """Return the solution's answer with its value changed."""
    right = expected(exercise.name, i)
    case = _cases(exercise.name)[i]
    if right.error is not None:
        return right
    try:
        value = change(right.value, case.args)
    except Exception as error:  # a change that does not fit this result tells nothing
        return comparing.Answer(error=error, args=right.args)
    return comparing.Answer(value, None, right.args)


# ------------------------------------------------------------------ the solution, changed


def _from_variants(exercise, test, written, sentences=None):
    found = [*variants(exercise.solution)]
    found += variants(exercise.solution, later=True) if sentences else ()
    return _first_the_same(found, test, written, sentences)


def _from_later_variants(exercise, test, written):
    fixed = _fixed(exercise.solution, tuple(written.constants), _examples(exercise))
    return _first_the_same((*variants(exercise.solution, later=True), *fixed), test, written)


def _first_the_same(found, test, written, sentences=None):
    for made in found:
        if sentences and made.sentence not in sentences:
            continue
        said = made.said_to(written.names)
        if said and made.function is not None and test.is_the_same(made.function):
            return said
    return ""


def _from_preparations(exercise, test):
    for made in _prepared(exercise.solution):
        if test.is_the_same(made.function):
            return made.sentence
    return ""


def _examples(exercise):
    """Return the plain numbers of the first case: what is likeliest to be written in."""
    s, case = source(exercise.solution), _cases(exercise.name)[0]
    pairs = zip(s.arguments, case.args, strict=False)
    return tuple((name, value) for name, value in pairs if type(value) in (int, float))


@functools.lru_cache(maxsize=200)
def _fixed(solution, constants, examples):
    return tuple(_written_in(solution, constants, examples))


def _written_in(solution, constants, examples):
    """Yield variants in which a number of the learner's stands in another place."""
    s = source(solution)
    found = [n for n in s.all(ast.Constant) if type(n.value) in (int, float)]
    for text, value in itertools.product(dict.fromkeys(map(s.of, found)), constants):
        places = [s.put(n, f"({value!r})") for n in found if s.of(n) == text != str(value)]
        words = f"{AS_IF} {value:g} stood where {text} belongs."
        for edits in [places, *([place] for place in places)] if places else ():
            yield Variant(solution, tuple(edits), words)
    start = s.span(s.body.body[0])[0]
    ways = [(name, value) for name in s.arguments for value in constants]
    for name, value in [*examples, *ways]:
        yield Variant(
            solution,
            ((start, start, f"{name} = {value!r}\n    ".encode()),),
            f"{AS_IF} {name} were always {value:g}: use the argument, {name}.",
        )


# What is done to an argument before it is used, and the words for it.
PREPARED = (
    ("-{0}", "{0} had the opposite sign"),
    ("abs({0})", "{0} had lost its sign, as with abs"),
    ("{0}.T", "{0} were turned by a .T"),
    ("{0}[:, :1]", "only the first column of {0}, one example, were looked at"),
    ("{0}[:, -1:]", "only the last column of {0}, one example, were looked at"),
    ("{0}[:1]", "only the first row of {0} were looked at"),
    ("{0}[:-1]", "the last entry of {0} were left out"),
    ("{0}[1:]", "the first entry of {0} were left out"),
    ("{0} * 0", "{0} were missing, or 0"),
    ("{0} + 1", "{0} were one larger than it is"),
    ("{0} - 1", "{0} were one smaller than it is"),
    ("2 * {0}", "{0} were doubled"),
    ("{0} / 2", "{0} were halved"),
    ("{0}**2", "{0} were squared"),
    ("1 - {0}", "1 - {0} stood where {0} belongs"),
    ("1 / {0}", "1 / {0} stood where {0} belongs"),
    ("np.sqrt({0})", "the root of {0} were taken"),
    ("{0} / {0}.shape[-1]", "{0} were divided by its number of columns, once more than needed"),
    ("{0} / len({0})", "{0} were divided by its number of rows"),
    ("{0} / np.max({0})", "{0} were divided by its largest entry"),
    ("np.round({0})", "{0} were rounded"),
    ("np.trunc({0})", "the fraction of {0} were cut off"),
    ("np.sign({0})", "only the sign of {0} counted"),
    ("0 * {0} + np.mean({0})", "every entry of {0} were replaced by their mean"),
    ("0 * {0} + np.sum({0})", "every entry of {0} were replaced by their sum"),
    ("0 * {0} + np.max({0})", "every entry of {0} were replaced by the largest"),
    ("0 * {0} + {0}[..., -1:]", "the last entry of {0} stood for each: every place has its own"),
    ("0 * {0} + {0}[..., :1]", "the first entry of {0} stood for each: every place has its own"),
    ("1 / (1 + np.exp(-{0}))", "{0} had gone through the sigmoid already"),
    ("np.maximum({0}, 0)", "{0} had gone through ReLU already"),
    ("np.where({0} > 0.5, 1, 0)", "{0} had been made 0 and 1 already"),
    ("np.clip({0}, 0.01, 0.99)", "{0} were held between 0.01 and 0.99: it stops too early"),
    ("np.clip({0}, 0.001, 0.999)", "{0} were held between 0.001 and 0.999: it stops too early"),
    ("np.clip({0}, 0.1, 0.9)", "{0} were held between 0.1 and 0.9: it stops too early"),
    ("np.sort({0})", "{0} were sorted: each entry has to keep its place"),
    ("{0}[::-1]", "{0} were turned round, the last one first"),
    ("{0}[:, ::-1]", "the columns of {0} were turned round, the last one first"),
    ("np.random.RandomState(0).permutation({0})", "{0} were shuffled"),
)


@functools.cache
def _prepared(solution):
    return tuple(_preparations(solution))


def _preparations(solution):
    s = source(solution)
    start = s.span(s.body.body[0])[0]
    for way, words in PREPARED:
        for name in s.arguments:
            code = f"{name} = {way.format(name)}\n    ".encode()
            yield Variant(solution, ((start, start, code),), f"{AS_IF} {words.format(name)}.")
    for one, other in itertools.combinations(s.arguments, 2):
        code = f"{one}, {other} = {other}, {one}\n    ".encode()
        words = f"{AS_IF} {one} and {other} had changed places."
        yield Variant(solution, ((start, start, code),), words)


# ------------------------------------------------------------------ a function of an earlier cell


def _from_helpers(exercise, test, written):
    """Return the sentence for a known slip in a function of an earlier exercise."""
    s = source(exercise.solution)
    text = s.code.decode().split("\n", 1)[1]
    for called in dict.fromkeys(re.findall(r"\b(?:my_|mine\.)(\w+)", text)):
        if called not in EXERCISES:
            continue
        places = [m.span() for m in re.finditer(rf"\b(?:my_|mine\.){called}\b", s.code.decode())]
        for slip in EXERCISES[called].misconceptions:
            edits = tuple((*span, b"_helper") for span in places)
            made = Variant(exercise.solution, edits, "", more=(("_helper", slip.function),))
            if test.is_the_same(made.function):
                return f"{AS_IF} {called} had this slip: {slip.message}"
        inside = variants(EXERCISES[called].solution)
        for inner in inside if len(inside) < MANY else ():
            made = Variant(exercise.solution, edits, "", more=(("_helper", inner.function),))
            said = inner.said_to(written.names)
            if said and inner.function and test.is_the_same(made.function):
                return f"In {called} {said[0].lower()}{said[1:]}"
    return ""


# ------------------------------------------------------------------ the result, changed


@dataclass(frozen=True)
class Change:
    """What may have been done to a right result, and the words for it, after "as if {0} "."""

    words: str
    change: Callable


def _columns(args):
    """Return how many columns the tables among the arguments have, or 1."""
    tables = [arg for arg in args if isinstance(arg, np.ndarray) and arg.ndim == 2]
    return tables[-1].shape[1] if tables else 1


def _first_columns(args):
    tables = [arg for arg in args if isinstance(arg, np.ndarray) and arg.ndim == 2]
    return tables[0].shape[1] if tables else 1


def _softmax(x, args):
    return np.exp(x) / np.sum(np.exp(x))


def _logit(x):
    return np.log(x) - np.log(1 - x)


NUMBERS = (
    Change(
        "lost its fraction: only whole numbers are left, as after int(…), // or in an array made "
        "of whole numbers",
        lambda x, args: np.trunc(x),
    ),
    *(
        Change(
            f"were rounded to {n} digits: hand it back as it is",
            lambda x, args, n=n: np.round(x, n),
        )
        for n in (1, 2, 3, 4)
    ),
    Change("were rounded to whole numbers", lambda x, args: np.round(x)),
    Change("were rounded up to whole numbers", lambda x, args: np.ceil(x)),
    Change("had the opposite sign", lambda x, args: -x),
    Change("had lost its sign, as with abs", lambda x, args: np.abs(x)),
    Change("were only its sign, -1, 0 or 1", lambda x, args: np.sign(x)),
    Change("were squared", lambda x, args: x**2),
    Change("had its root taken once more", lambda x, args: np.sqrt(np.abs(x))),
    Change("were cut off above 1", lambda x, args: np.minimum(x, 1)),
    Change("were bent at 0: what is below 0 became 0", lambda x, args: np.maximum(x, 0)),
    Change("were the smaller part: what is above 0 became 0", lambda x, args: np.minimum(x, 0)),
    Change(
        "had gone through the sigmoid, once more than is asked for",
        lambda x, args: 1 / (1 + np.exp(-np.asarray(x, float))),
    ),
    Change("had gone through tanh, once more than is asked for", lambda x, args: np.tanh(x)),
    Change("had been made the power e^…", lambda x, args: np.exp(x)),
    Change("had its logarithm taken", lambda x, args: np.log(x)),
    Change("had no logarithm in it", lambda x, args: np.exp(x)),
    Change("were taken from 1", lambda x, args: 1 - x),
    Change("stood upside down, 1 divided by it", lambda x, args: 1 / x),
    Change("had 1 added to it", lambda x, args: x + 1),
    Change("had 1 taken away from it", lambda x, args: x - 1),
    Change("were in per cent", lambda x, args: 100 * x),
    Change("were divided by 100", lambda x, args: x / 100),
    Change("were twice what it should be", lambda x, args: 2 * x),
    Change("were half of what it should be: there is a 2 too many", lambda x, args: x / 2),
    Change("were ten times too large", lambda x, args: 10 * x),
    Change("were a tenth of what it should be", lambda x, args: x / 10),
    Change(
        "were a sum over the examples: it is not yet divided by their number",
        lambda x, args: x * _columns(args),
    ),
    Change(
        "were divided by the number of examples once more than needed",
        lambda x, args: x / _columns(args),
    ),
    Change(
        "were divided by the number of columns once more than needed",
        lambda x, args: x / _first_columns(args),
    ),
    Change("were turned by a .T", lambda x, args: np.asarray(x).T),
    Change("had gone through a softmax, and its numbers add up to 1", _softmax),
    Change(
        "were divided by the sum of its entries (as for a softmax): every entry stands alone",
        lambda x, args: x / np.sum(x),
    ),
    Change("were divided by its largest entry", lambda x, args: x / np.max(x)),
    Change("had its mean taken away", lambda x, args: x - np.mean(x)),
    Change("were the mean of all its entries", lambda x, args: np.mean(x)),
    Change("were the sum of all its entries", lambda x, args: np.sum(x)),
    Change("were the largest of its entries", lambda x, args: np.max(x)),
    Change("were only its first entry", lambda x, args: np.ravel(x)[0]),
    Change("were only its last entry", lambda x, args: np.ravel(x)[-1]),
    Change("were added up over the rows (axis=0)", lambda x, args: np.sum(x, axis=0)),
    Change(
        "were added up over the columns (axis=1)",
        lambda x, args: np.sum(x, axis=1, keepdims=True),
    ),
    Change(
        "were the same for all, the sum of its entries, where each row has its own",
        lambda x, args: 0 * x + np.sum(x),
    ),
    Change(
        "were the same for all, the mean of its entries, where each row has its own",
        lambda x, args: 0 * x + np.mean(x),
    ),
    Change("were flattened: ravel, or flatten, takes an axis away", lambda x, args: np.ravel(x)),
    Change(
        "had lost its axes of length 1, as with np.squeeze: the shape has to stay",
        lambda x, args: np.squeeze(x),
    ),
    Change(
        "were added up on the way, as with np.cumsum",
        lambda x, args: np.cumsum(x).reshape(np.shape(x)),
    ),
    Change("were sorted", lambda x, args: np.sort(x)),
    Change(
        "stood the other way round, the last one first", lambda x, args: np.asarray(x)[..., ::-1]
    ),
    Change("lacked its last entry", lambda x, args: np.asarray(x)[..., :-1]),
    Change("lacked its first entry", lambda x, args: np.asarray(x)[..., 1:]),
    Change(
        "were only a yes or no: larger than 0 or not", lambda x, args: 1.0 * (np.asarray(x) > 0)
    ),
    Change("were 0 and 1, larger than 0.5 or not", lambda x, args: 1.0 * (np.asarray(x) > 0.5)),
    Change("were -1 and 1 instead of 0 and 1", lambda x, args: 2 * x - 1),
    Change("were 1 and 2 instead of 0 and 1", lambda x, args: x + 1),
    Change("were 0 everywhere", lambda x, args: 0 * x),
    Change("were 1 everywhere", lambda x, args: 0 * x + 1),
)
# What may have been done to a right result with a number that stands in the learner's code.
WITH_A_NUMBER = (
    ("had {:g} added to it", lambda c, x, args: x + c),
    ("had {:g} taken away from it", lambda c, x, args: x - c),
    ("were multiplied by {:g}", lambda c, x, args: c * x),
    ("were divided by {:g}", lambda c, x, args: x / c),
    ("were cut off above {:g}", lambda c, x, args: np.minimum(x, c)),
    ("were never below {:g}", lambda c, x, args: np.maximum(x, c)),
    ("were taken from {:g}", lambda c, x, args: c - x),
    ("were compared with {:g}: a yes or no", lambda c, x, args: 1.0 * (np.asarray(x) > c)),
)
WHOLES = (
    Change("were an array", lambda x, args: np.array(x)),
    Change("lacked its last entry", lambda x, args: x[:-1]),
    Change("lacked its first entry", lambda x, args: x[1:]),
    Change("stood the other way round, the last one first", lambda x, args: x[::-1]),
)


CUT = (
    "The fractions are cut off: the array that holds the answer is one of whole numbers (made by "
    "astype(int), dtype=int, or like another array of whole numbers)."
)
VECTORIZED = (
    "The fractions are cut off: np.vectorize makes an array of the kind of its first answer, and "
    "that was a whole number. Return 0.0, say, in place of 0."
)


def _cut(exercise, test, written):
    """Return the sentence for whole numbers where some of the right answers are fractions."""
    wrong = [i for i in test.order if not test.is_right(i)]
    for i in wrong:
        right, theirs = expected(exercise.name, i).value, test.answers[i].value
        whole = isinstance(theirs, np.ndarray) and theirs.dtype.kind in "iu"
        if not whole or comparing.difference(np.trunc(right), theirs, ("it",), 1e-9):
            return ""
    return VECTORIZED if written.vectorized else CUT


def _from_results(exercise, test, written):
    names = exercise.returns
    whole = names[0] if len(names) == 1 else "the result"
    for change in NUMBERS:
        if test.has(lambda i, c=change: _changed(exercise, i, _everywhere(c.change))):
            if change is NUMBERS[0] and written.vectorized:
                return VECTORIZED
            return f"{AS_IF} {whole} {change.words}."
    for value in written.constants:
        for words, way in WITH_A_NUMBER if value not in (0, 1) else ():
            made = functools.partial(way, value)
            if test.has(lambda i, m=made: _changed(exercise, i, _everywhere(m))):
                return f"{AS_IF} {whole} {words.format(value)}."
    for change in WHOLES if len(names) == 1 else ():
        if test.has(lambda i, c=change: _changed(exercise, i, c.change)):
            return f"{AS_IF} {whole} {change.words}."
    arguments = source(exercise.solution).arguments
    for place, name in enumerate(arguments):
        if test.has(lambda i, k=place: _changed(exercise, i, lambda value, args: args[k])):
            return f"That is {name}, just as it came in."
    return _from_parts(exercise, test)


def _from_parts(exercise, test):
    names = exercise.returns
    parts = [k for k in range(len(names)) if len(names) > 1]
    arguments = source(exercise.solution).arguments
    for k in parts:
        for change in NUMBERS:
            if test.has(lambda i, c=change, k=k: _changed(exercise, i, _in_part(k, c.change))):
                return f"{AS_IF} {names[k]} {change.words}. The rest is right."
        for place, name in enumerate(arguments):
            if test.has(lambda i, p=place, k=k: _changed(exercise, i, _given_back(k, p))):
                return f"In place of {names[k]} you return {name}, as it came in."
        for other in parts:
            if k != other and test.has(
                lambda i, o=other, k=k: _changed(exercise, i, _doubled(k, o))
            ):
                return f"{names[other]} is returned twice: it stands where {names[k]} belongs, too."
    for letter, words in (("W", "the weights"), ("b", "the biases"), ("d", "the gradients")):
        for change in NUMBERS:
            if test.has(
                lambda i, c=change, w=letter: _changed(exercise, i, _everywhere(c.change, w))
            ):
                verb = re.sub(r"^(were|had|lost|stood|lacked)", r"\1", change.words)
                return f"{AS_IF} {words} {verb}.".replace(" its ", " their ")
    return ""


def _everywhere(change, letter=None, inside=False):
    """Return a change of all numbers in a result, or of those under keys with some letter."""

    def made(value, args):
        if isinstance(value, dict):
            return {
                key: made(part, args) if str(key).lstrip("d").startswith(letter or "") else part
                for key, part in value.items()
            }
        if isinstance(value, (tuple, list)):
            return type(value)(made(part, args) for part in value)
        if letter and not isinstance(value, np.ndarray):
            return value
        return change(value, args)

    return made


def _in_part(k, change):
    everywhere = _everywhere(change)

    def made(value, args):
        return tuple(
            everywhere(part, args) if place == k else part for place, part in enumerate(value)
        )

    return made


def _given_back(k, place):
    return lambda value, args: tuple(
        args[place] if j == k else part for j, part in enumerate(value)
    )


def _doubled(k, other):
    return lambda value, args: tuple(
        value[other] if j == k else part for j, part in enumerate(value)
    )


def _always_the_same(test):
    """Return the sentence for a function whose every answer is one and the same number."""
    values = [answer.value for answer in test.answers if answer.error is None]
    numbers = (int, float, np.generic, np.ndarray)
    if len(values) < 3 or not all(isinstance(value, numbers) for value in values):
        return ""
    entries = [np.ravel(value) for value in values]
    if any(part.dtype.kind not in "fiub" for part in entries):
        return ""
    found = set(np.concatenate(entries).tolist())
    if len(found) != 1:
        return ""
    return f"It is {found.pop() + 0.0:g} everywhere, in every case, whatever it is given."
