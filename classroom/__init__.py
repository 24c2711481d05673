"""What teaches the network: the lessons, exercises that answer back, and the data.

A notebook takes from here what it speaks to the learner with, and the rest from its own lesson in
`classroom.lessons`. Arrows go one way: notebooks, classroom, nnlib.
"""

from classroom.pictures import show
from classroom.practice import (
    check,
    hint,
    my_functions,
    my_predictions,
    predict,
    recall,
    reveal,
    solution,
)
