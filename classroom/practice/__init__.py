"""Practice: exercises that answer back, predictions, and questions on earlier notebooks.

`content` holds them, one module for each notebook. Nothing here is loaded by `import nnlib`.
"""

from nnlib.practice.checking import check, hint, solution
from nnlib.practice.collection import my_functions
from nnlib.practice.questions import my_predictions, predict, recall, reveal
