"""What an exercise is made of."""

from collections.abc import Callable
from dataclasses import dataclass


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
class Misconception:
    """A known wrong version, and the sentence for the learner whose answers are the same.

    Attributes
    ----------
    function : function
        The wrong version, with the arguments of the solution.
    message : str
        What the learner did, and why it is not so.
    """

    function: Callable
    message: str


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
    misconceptions : tuple of Misconception
    praise : str
        A sentence for the learner who got it right: what it is good for, where it comes back.
    ways : tuple of functions
        Other right ways: what learners change or leave out is often a piece of one of these.
    rtol : float
        How far, as a fraction, an answer may be from the solution's.
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
    seconds: float = 3
