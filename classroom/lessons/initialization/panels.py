"""Notebook 01: the twins, the spread of a start, and every start on its way through."""

import ipywidgets as W

from classroom.lessons.initialization.experiments import spread_and_steps, start_and_steps, twins
from classroom.lessons.initialization.figures import (
    initialization_picture,
    initialization_words,
    spread_picture,
    spread_words,
    twins_picture,
    twins_words,
)
from classroom.panel import Panel, control, rate_control
from nnlib.initialization import SCHEMES


def twins_panel():
    """Return the panel of twins: one network from equal numbers, and from random ones."""
    controls = {
        "steps": control(W.IntSlider, "steps", 150, min=0, max=300),
        "learning_rate": rate_control(10**0.3, low=-2, high=1),
        "units": control(W.IntSlider, "hidden units", 8, min=1, max=8),
        "seed": control(W.IntSlider, "seed", 2, min=0, max=20),
    }
    return Panel(controls, twins, twins_picture, twins_words)


def spread_panel():
    """Return the panel of spreads: a network's answers before its first step and later."""
    spread = {"base": 10, "min": -3, "max": 1, "step": 0.25, "readout_format": ".2r"}
    controls = {
        "spread": control(W.FloatLogSlider, "spread", 0.1, **spread),
        "seed": control(W.IntSlider, "seed", 2, min=0, max=20),
        "layers": control(W.IntSlider, "hidden layers", 2, min=0, max=4),
        "units": control(W.IntSlider, "units in each", 8, min=1, max=12),
        "learning_rate": rate_control(10**-0.5, low=-3, high=1),
    }
    return Panel(controls, spread_and_steps, spread_picture, spread_words)


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
