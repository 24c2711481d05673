"""What an exercise is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """One call that a learner's function has to answer.

    Attributes
    ----------
    words : str
        What is special about it, after "with": "one example", "3 units and 5 examples".
    args : tuple
        The arguments of the call. Every call gets a copy.
    accept : function, optional
        Where more than one answer is right: whether this one is. Without it the answer has to
        equal the solution's.
    expected : str
        In words, what `accept` asks for.
    """

    words: str
    args: tuple
    accept: Callable | None = None
    expected: str = ""


@dataclass(frozen=True)
class Exercise:
    """A function for the learner to write.

    Attributes
    ----------
    name : str
        What `check` knows it by. The learner's function is called `my_` and this name.
    cases : function
        Returns the list of `Case`, the smallest first; the same list every time.
    solution : function
        One right way, called `my_` and the exercise's name.
    stub : function, optional
        The cell's function before the learner has touched it, where it is not empty.
    returns : tuple of str
        The name of the result, or of each part of it.
    hints : tuple of str
        Each one gives away a little more.
    misconceptions : tuple of Slip
        Known wrong versions, each with the sentence for the learner whose answers are the same.
    praise : str
        A sentence for the learner who got it right: what it is good for, where it comes back.
    ways : tuple of functions
        Other right ways: what learners change or leave out is often a piece of one of these.
    rtol : float
        How far, as a fraction, an answer may be from the solution's.
    moves : dict
        From the name of a part of the result, which is the argument of that name moved by a step,
        to how far, as a fraction, that step may be from the solution's. Steps are compared, as
        what is left of a number from which nearly as much was taken tells little about them.
    seconds : float
        After how long a function that has not returned is stopped.
    """

    name: str
    cases: Callable
    solution: Callable
    returns: tuple
    hints: tuple
    misconceptions: tuple
    praise: str
    stub: Callable | None = None
    ways: tuple = ()
    rtol: float = 1e-6
    moves: dict = field(default_factory=dict)
    seconds: float = 3
