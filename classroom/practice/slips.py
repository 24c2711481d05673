"""Slips: wrong versions of a solution, written as what a learner writes in place of what.

A slip is a line of code or more, and further in what to tell the learner:

    np.minimum(Z, 0)
        This keeps the negative part. ReLU keeps the positive one: the larger of Z and 0.
    A, Z = → A =
        Nothing is called Z there. A layer returns two things: A, Z = …

"this → that" is the solution with every such piece replaced; code alone stands in place of what
the solution returns at its end; ⇥ moves a line further in. The solution's name in such code is
the solution itself.
"""

import inspect
import textwrap
from functools import cached_property
from itertools import groupby

from classroom.practice.exercise import Exercise

ARROW, FURTHER_IN = " → ", "⇥"


class Slip:
    """A known wrong version, made when it is first needed, and the sentence for it."""

    def __init__(self, solution, edits, message):
        self.solution, self.edits, self.message = solution, edits, message

    @cached_property
    def function(self):
        """The wrong version: the solution with this slip in it."""
        name = self.solution.__name__
        start = f"def {name}"  # stays as it is, even where a piece is part of the name
        text = inspect.getsource(self.solution).removeprefix(start)
        for edit in self.edits:
            this, arrow, that = edit.partition(ARROW)
            if not arrow:
                text = text[: text.rindex("return ") + len("return ")] + edit
            elif this in text:
                text = text.replace(this, that.replace(FURTHER_IN, "    "))
            else:
                raise ValueError(f"{this!r} is no piece of {name}")
        made = {}
        code = compile(start + text, f"<slip of {name}>", "exec")
        exec(code, self.solution.__globals__, made)
        return made[name]


def read_slips(solution, text):
    """Return the slips of a solution that a text lists."""
    lines = textwrap.dedent(text).strip("\n").splitlines()
    # Code stands at the margin, its sentence further in: the two take turns, and code is first.
    parts = [tuple(part) for _, part in groupby(lines, lambda line: line.startswith(" "))]
    among = f"among the slips of {solution.__name__}"
    if not all(lines):
        raise ValueError(f"an empty line {among}")
    if lines and lines[0].startswith(" "):
        raise ValueError(f"a sentence without code {among}: {lines[0].strip()!r}")
    if len(parts) % 2:
        raise ValueError(f"code without a sentence {among}: {lines[-1]!r}")
    return tuple(
        Slip(solution, edits, " ".join(line.strip() for line in words))
        for edits, words in zip(parts[::2], parts[1::2], strict=True)
    )


def exercise(solution, returns, cases, hints, slips, praise, more_slips="", **options):
    """Return the exercise that asks for `solution`; its name is the function's without my_.

    `more_slips` are such as are put together from parts; they come after those of `slips`.
    """
    name = solution.__name__.removeprefix("my_")
    lines = tuple(textwrap.dedent(hints).strip().split("\n\n"))
    hints = tuple(" ".join(line.split()) for line in lines)
    known = read_slips(solution, slips) + read_slips(solution, more_slips)
    returns = tuple(returns.split(", "))
    return Exercise(name, cases, solution, returns, hints, known, praise, **options)
