"""Notebook 01: the panel of starts."""

import ipywidgets as W

from classroom.lessons.initialization.experiments import start_and_steps
from classroom.lessons.initialization.figures import initialization_picture, initialization_words
from classroom.panel import Panel, control, rate_control
from nnlib.initialization import SCHEMES


def initialization_panel():
    """Return the panel of starts: how signals pass, and how the first steps go."""
    controls = {
        # Sliders too: JupyterLab takes the arrow keys away from a drop-down list.
        "scheme": control(W.SelectionSlider, "initialization", "he", options=list(SCHEMES)),
        "layers": control(W.IntSlider, "hidden layers", 4, min=0, max=8),
        "units": control(W.IntSlider, "units in each", 25, min=1, max=32),
        "learning_rate": rate_control(10**-0.5, low=-3),
        "seed": control(W.IntSlider, "seed", 2, min=0, max=20),
    }
    return Panel(controls, start_and_steps, initialization_picture, initialization_words)
