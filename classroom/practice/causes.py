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

import numpy as np

from classroom.practice import comparing
from classroom.practice.catalogue import EXERCISES
from classroom.practice.changes import cut, from_results, order_of_parts
from classroom.practice.plain import GENERATOR, Odd
from classroom.practice.running import Run
from classroom.practice.variants import (
    ADDS_ROWS,
    AS_IF,
    DOT,
    HIGH,
    LONGEST,
    LOW,
    STAR,
    F,
    Variant,
    source,
    variants,
)

OF_AN_ERROR = (STAR, DOT, F, ADDS_ROWS)
CHANCE = {"choice", "permutation", "rand", "randint", "randn", "randrange", "sample", "shuffle"}
MOST_TO_PAIR = 95  # variants of which each is tried together with each
MANY = 120  # variants of a function that is called: more of them would take too long
MOST_CALLS = 0.5  # seconds, for calling the learner's function once more


def find_cause(trial, function, relation):
    """Return a sentence on why a function's answers are wrong, or "" where nothing is certain.

    Parameters
    ----------
    trial : Trial
    function : callable
        The learner's.
    relation : str
        What is known already of how the first wrong result is related to the right one, or "".
        It is said where nothing in the code explains the answers.
    """
    written = Written(function)
    exercise, answers = trial.exercise, trial.answers
    plain = _said_by_the_error(exercise, answers, written) or _visible(exercise, answers, written)
    if plain:
        return plain
    if all(answer.error is not None for answer in answers):
        # What an error says is little: only some of the changes can be known by it.
        return _from_variants(trial, written, OF_AN_ERROR) or _global(written, exercise)
    return (
        _in_the_keys(exercise, trial)
        or _always_the_same(trial, written)
        or order_of_parts(exercise, trial)
        or _from_variants(trial, written)
        or _rounded_e(trial, written)
        or _a_number_instead(trial, written)
        or _global(written, exercise)
        or (relation if len(exercise.returns) == 1 else "")
        or cut(exercise, trial, written)
        or from_results(exercise, trial, written)
        or _from_later_variants(trial, written)
        or _from_preparations(exercise, trial)
        or _from_helpers(exercise, trial, written)
        or _from_two(trial, written)
        or _changing(trial, function, written)
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


# ------------------------------------------------------------------ what an error says


TEXT_AND_NUMBER = (
    'Text and a number cannot be joined with +, so "W" + l stops. f"W{l}" puts the number into the '
    "text."
)


def _said_by_the_error(exercise, answers, written):
    """Return what an error in the learner's own code means, where that is plain."""
    errors = [answer.error for answer in answers if answer.error is not None]
    if not errors:
        return ""
    error = errors[0]
    said = error.message
    if error.is_a(TypeError) and re.search(
        r'can only concatenate str \(not "(int|float)|: \'(int|float)\' and \'str\'', said
    ):
        return TEXT_AND_NUMBER
    if error.is_a(TypeError) and re.search(r"(size|length)-1 arrays|0-dimensional", said):
        for name in _maths(written):
            better = {"pow": "**", "fabs": "np.abs", "fsum": "np.sum"}.get(name, f"np.{name}")
            return (
                f"{name} from Python's math takes a single number. {better} works on every entry "
                "of an array."
            )
        return "float(…) and int(…) take a single number, but here they get a whole array."
    if error.is_a(TypeError) and re.search(r"bitwise_xor|for \^", said):
        return "^ does not make a power in Python. A power is written with **, as in x**2."
    if error.is_a(KeyError) and "nn_architecture" in source(exercise.solution).arguments:
        return _said_by_the_key(error.message.strip("'\""))
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
            f"There is no {key}, because the layers are counted from 1. range(n) and enumerate(…) "
            "begin at 0; range(1, n + 1) and enumerate(…, start=1) begin at 1."
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
    kinds = {part.kind for value in values for part in _parts(value) if isinstance(part, Odd)}
    if GENERATOR in kinds and any(c.co_name == "<genexpr>" for c in written.codes):
        return (
            "Round brackets around “… for … in …” make a generator, which has computed nothing "
            "yet. Square brackets make a list, and np.array(…) makes an array of it."
        )
    for name in ("filter", "map", "zip"):
        if f"a {name}" in kinds:
            return f"{name}(…) alone has computed nothing yet. list({name}(…)) computes it all."
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
            "uniform and rand draw evenly between two bounds. The exercise asks for the normal "
            "distribution around 0, and randn draws from that."
        )
    if attributes & {"randint", "choice", "integers"}:
        return (
            "randint and choice draw from a few values. The exercise asks for the normal "
            "distribution, and randn draws from that."
        )
    if attributes & {"gauss", "normalvariate"}:
        return (
            "Python's own module random draws other numbers. Here they come from "
            "np.random.RandomState(seed)."
        )
    if "default_rng" in attributes:
        return (
            "default_rng is NumPy's newer generator, and it draws other numbers. Here they come "
            "from np.random.RandomState(seed)."
        )
    return ""


def written_of(exercise):
    """Return what can be read from the solution's code."""
    return Written(exercise.solution)


def _in_the_keys(exercise, trial):
    """Return the sentence for a dict with the wrong keys, whatever its values are."""
    pairs = []
    for i, answer in enumerate(trial.answers):
        right = trial.rights[i].value
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
            'Each key is text, a letter and a number in one: f"W{l}" makes "W1" where l is 1.'
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
                "The last layer is missing: range(1, n) ends at n - 1. range(1, n + 1) ends with "
                "layer n."
            )
        if all(theirs == right - {min(right)} for right, theirs in layers):
            return "The first layer is missing. Look at where the loop begins."
        if all(theirs == {min(right)} for right, theirs in layers):
            return "Only the first layer is there. Does return stand inside the loop?"
        if all(theirs == {max(right)} for right, theirs in layers):
            return (
                "Only the last layer is there. Is the dict made anew in every round? It belongs "
                "before the loop."
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
        "The keys are spelt differently: the letter and the number stand side by side, as in W1.",
    ),
    (
        lambda key: key[:-2] + key[-2:].swapcase() if len(key) > 1 else key,
        "The keys are spelt differently: upper and lower case are different letters to Python. "
        "Write W1 and b1.",
    ),
    (
        lambda key: key if key[-2:-1] == "b" else key[:-2] + key[-2:].upper(),
        "The keys are spelt differently: upper and lower case are different letters to Python. "
        "Write W1, with a capital W.",
    ),
    (lambda key: f"d{key}", "A d is missing in front of the keys: dW1 is the gradient of W1."),
    (
        lambda key: key.removeprefix("d"),
        "There is one d too many in front of the keys: W1 is the weight, and dW1 is its gradient.",
    ),
)


def _global(written, exercise):
    """Return the sentence for a variable of another cell that is used by accident."""
    arguments = source(exercise.solution).arguments
    for name in written.used_globals:
        value = written.globals.get(name)
        if hasattr(builtins, name) or not _is_data(value):
            continue
        is_number = isinstance(value, (int, float))
        if name.isupper() and len(name) > 1 and (is_number or name.isalpha() and len(name) > 2):
            continue  # a constant, such as EPSILON, is made outside on purpose
        return (
            f"{name} is not an argument, and nothing in the function makes it. It comes from "
            "another cell, and stays the same whatever the function is given. The arguments are "
            f"{', '.join(arguments)}."
        )
    return ""


def _is_data(value):
    return isinstance(value, (np.ndarray, np.generic, int, float, list, tuple, dict))


def _changing(trial, function, written):
    """Return the sentence for a function that answers the same question in two ways."""
    exercise, answers, twice = trial.exercise, trial.answers, []
    i = next((i for i, answer in enumerate(answers) if answer.error is None), None)
    if i is None:
        return ""

    def work(run):
        twice.append(comparing.call(function, trial.cases[i].args))

    run = Run(work, MOST_CALLS)
    if not run.finished or comparing.same(twice[0], answers[i], 1e-9):
        return ""
    if "seed" in source(exercise.solution).arguments:
        return (
            "Called twice with the same seed, it gives different numbers. They have to come from a "
            "generator made with that seed: np.random.RandomState(seed)."
        )
    if any("rand" in name or name in ("rng", "shuffle", "permutation") for name in written.names):
        return (
            "Called twice with the same arguments, it gives different answers. There is chance in "
            "it, but here nothing is left to chance."
        )
    return (
        "Called twice with the same arguments, it gives different answers. Something from the "
        "first call is still there in the second. Make lists and dicts inside the function."
    )


def _left_to_chance(exercise, written):
    """Return the sentence for something drawn at random where nothing has to be."""
    drawn = CHANCE & {str(step.argval) for step in written.steps} - written_of(exercise).names
    if not drawn or "seed" in source(exercise.solution).arguments:
        return ""
    return (
        f"There is chance in it ({sorted(drawn)[0]}). Here nothing is drawn at random: every "
        "example counts, each in its own place."
    )


def _always_the_same(trial, written):
    """Return the sentence for a function whose every answer is one and the same number."""
    values = [answer.value for answer in trial.answers if answer.error is None]
    numbers = (int, float, np.generic, np.ndarray)
    if len(values) < 3 or not all(isinstance(value, numbers) for value in values):
        return ""
    entries = [np.ravel(value) for value in values]
    if any(part.dtype.kind not in "fiub" for part in entries):
        return ""
    found = set(np.concatenate(entries).tolist())
    if len(found) != 1:
        return ""
    number = found.pop() + 0.0
    return _global(written, trial.exercise) or (
        f"It is {number:g} everywhere, in every case, whatever the function is given."
    )


# ------------------------------------------------------------------ the solution, changed


def _from_variants(trial, written, sentences=None):
    found = []
    for way in (trial.exercise.solution, *trial.exercise.ways):
        found += variants(way)
        found += variants(way, later=True) if sentences else ()
    return _first_the_same(found, trial, written, sentences)


def _from_later_variants(trial, written):
    found = []
    for way in (trial.exercise.solution, *trial.exercise.ways):
        found += variants(way, later=True)
        found += _fixed(way, tuple(written.constants), _examples(trial))
    return _first_the_same(found, trial, written)


def _from_two(trial, written):
    """Return the sentence for two small changes at once, of a short solution."""
    if any(answer.error is not None for answer in trial.answers):
        return ""
    known = variants(trial.exercise.solution)
    if len(known) > MOST_TO_PAIR:
        return ""
    found = [made for made in known if made.said_to(written.names)]
    for one, other in itertools.combinations(found, 2):
        both = Variant(trial.exercise.solution, one.edits + other.edits, "")
        if both.text is not None and both.function and trial.is_the_same(both.function):
            return _said_of_two(one, other, written.names)
    return ""


def _said_of_two(one, other, names):
    """Return the sentence for two variants at once, each of them without its explanation."""
    first, second = (
        re.split(r"(?<=\S): ", made.said_to(names).removeprefix(AS_IF))[0].rstrip(".?")
        for made in (one, other)
    )
    if first == second:
        alike = len(one.edits) == len(other.edits)
        return f"{AS_IF}{first}, {'in two places' if alike else 'in several places'}."
    return f"There are two slips at once. {AS_IF}{first} and if, at the same time,{second}."


def _first_the_same(found, trial, written, sentences=None):
    for made in found:
        if sentences and made.sentence not in sentences:
            continue
        said = made.said_to(written.names)
        if said and made.function is not None and trial.is_the_same(made.function):
            return said
    return ""


def _from_preparations(exercise, trial):
    for made in _prepared(exercise.solution):
        if trial.is_the_same(made.function):
            return made.sentence
    return ""


def _examples(trial):
    """Return the plain numbers of the first case: what is likeliest to be written in."""
    s, case = source(trial.exercise.solution), trial.cases[0]
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


def _rounded_e(trial, written):
    """Return the sentence for a number near e that is raised to a power, in place of np.exp."""
    s = source(trial.exercise.solution)
    places = [m.span() for m in re.finditer(rb"np\.exp\(", s.code)]
    for number in written.constants if places else ():
        edits = tuple((*span, f"np.power({number!r}, ".encode()) for span in places)
        if 2.5 < number < 3 and trial.is_the_same(Variant(s.function, edits, "").function):
            return (
                f"{number:g} is only near e, whose digits never end. np.exp(…) is e to the power "
                "of what stands in the brackets, as exactly as Python can."
            )
    return ""


def _a_number_instead(trial, written):
    """Return the sentence for a number of the learner's where something has to be computed."""
    s = source(trial.exercise.solution)
    own = set(written.constants) - set(written_of(trial.exercise).constants)
    read = (ast.Name, ast.Subscript, ast.Attribute, ast.Call, ast.BinOp)
    found = [n for n in s.all(*read) if not isinstance(getattr(n, "ctx", None), ast.Store)]
    for number, node in itertools.product(sorted(own), found):
        made = Variant(s.function, (s.put(node, f"({number!r})"),), "")
        if len(s.of(node)) <= LONGEST and made.function and trial.is_the_same(made.function):
            return (
                f"{number:g} stands where {s.of(node)} belongs, which has other values in other "
                "cases."
            )
    return ""


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
    (
        "0 * {0} + {0}[..., -1:]",
        "every entry of {0} were replaced by the last: each place has its own",
    ),
    (
        "0 * {0} + {0}[..., :1]",
        "every entry of {0} were replaced by the first: each place has its own",
    ),
    ("1 / (1 + np.exp(-{0}))", "{0} had already gone through the sigmoid"),
    ("np.maximum({0}, 0)", "{0} had already gone through ReLU"),
    ("np.where({0} > 0.5, 1, 0)", "{0} had already been turned into 0 and 1"),
    ("np.clip({0}, 0.01, 0.99)", "{0} were held between 0.01 and 0.99: that stops too early"),
    ("np.clip({0}, 0.001, 0.999)", "{0} were held between 0.001 and 0.999: that stops too early"),
    ("np.clip({0}, 0.1, 0.9)", "{0} were held between 0.1 and 0.9: that stops too early"),
    ("np.sort({0})", "{0} were sorted: each entry has to keep its place"),
    ("{0}[::-1]", "{0} were turned round, with the last one first"),
    ("{0}[:, ::-1]", "the columns of {0} were turned round, with the last one first"),
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


def _from_helpers(exercise, trial, written):
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
            if trial.is_the_same(made.function):
                return f"{AS_IF} {called} had this slip: {slip.message}"
        inside = variants(EXERCISES[called].solution)
        for inner in inside if len(inside) < MANY else ():
            made = Variant(exercise.solution, edits, "", more=(("_helper", inner.function),))
            said = inner.said_to(written.names)
            if said and inner.function and trial.is_the_same(made.function):
                return f"The slip may be in {called}. {said}"
    return ""
