"""Notebook 00: a network that learns while one watches, and the grid behind its picture."""

import ipywidgets as W

from classroom.lessons.start_here.experiments import WATCHED, grid_questions
from classroom.lessons.start_here.figures import grid_picture, grid_words
from classroom.panel import Panel, control
from classroom.playground import playground


def learning_panel():
    """Return the first panel of the course: a button, a slider, and a line that learns to bend."""
    return playground(small=True, rate=2)


def taste_panel():
    """Return the same with the network's size and the learning rate to choose."""
    return playground(WATCHED, small=("rate", "layers", "units"), rate=2)


def grid_panel():
    """Return a panel that colours the plane in few large tiles or in many small ones."""
    tiles = control(W.IntSlider, "tiles in a row", 6, min=2, max=60)
    return Panel({"tiles": tiles}, grid_questions, grid_picture, grid_words)
