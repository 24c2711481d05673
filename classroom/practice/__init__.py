"""Practice: exercises that answer back, predictions, and questions on earlier notebooks.

This is the engine, which knows nothing of any single one: they stand in `practice.py` of each
lesson, where `catalogue` finds them.
"""

from classroom.practice.checking import check, hint, solution
from classroom.practice.collection import my_functions
from classroom.practice.questions import my_predictions, predict, recall, reveal
