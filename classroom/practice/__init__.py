"""Practice: exercises that answer back, predictions, and questions on earlier notebooks.

`content` holds them, one module for each notebook. Nothing here is loaded by `import nnlib`.
"""

from classroom.practice.checking import check, hint, solution
from classroom.practice.collection import my_functions
from classroom.practice.questions import my_predictions, predict, recall, reveal
