"""What a question is made of: one to remember something by, or one to predict a result."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """A question on an earlier notebook.

    Attributes
    ----------
    name : str
        What `recall` knows it by.
    notebook : str
        The number of the notebook it is about.
    text : str
    choices : tuple of str
    answer : int
        The number of the right choice, counted from 1.
    because : str
        Why it is the right one, in a sentence or two.
    why_not : dict
        From the number of each other choice to why it is not right; without giving the answer away.
    """

    name: str
    notebook: str
    text: str
    choices: tuple
    answer: int
    because: str
    why_not: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Prediction:
    """A question on what the next cell will show.

    Attributes
    ----------
    name : str
        What `predict` and `reveal` know it by.
    text : str
    choices : tuple of str
        Empty where a number is asked for.
    judge : function, optional
        From the cell's result to the number of the choice that came true, counted from 1.
    because : str
        The reason, in a sentence or two.
    tolerance : float
        Where a number is asked for: how far off, as a fraction of the result, still counts.
    """

    name: str
    text: str
    choices: tuple = ()
    judge: Callable | None = None
    because: str = ""
    tolerance: float = 0.1
