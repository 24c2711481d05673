"""Notebook 06: a walk in a bowl, and the first steps of a real network."""

import ipywidgets as W

from classroom.lessons.update_rule.experiments import bowl_walk, rate_runs
from classroom.lessons.update_rule.figures import (
    bowl_picture,
    bowl_words,
    rate_runs_picture,
    rate_runs_words,
)
from classroom.panel import Panel, control, rate_control


def bowl_panel():
    """Return the panel that walks down a bowl with two parameters."""
    controls = {
        "learning_rate": rate_control(10**-2, low=-3, high=1),
        "curvature": control(W.IntSlider, "steepness a", 10, min=1, max=30),
        "angle": control(W.IntSlider, "start angle", 25, min=10, max=80, step=5),
        "steps": control(W.IntSlider, "steps", 20, min=1, max=60),
    }
    return Panel(controls, bowl_walk, bowl_picture, bowl_words)


def rate_panel():
    """Return the panel that compares three learning rates on a network and the moons."""
    controls = {
        "learning_rate": rate_control(10**-2),
        "layers": control(W.IntSlider, "hidden layers", 2, min=1, max=3),
        "units": control(W.IntSlider, "units in each", 8, min=1, max=16),
        "scale": control(W.SelectionSlider, "features times", 1, options=[0.1, 0.3, 1, 3, 10]),
        "seed": control(W.IntSlider, "seed", 0, min=0, max=20),
    }
    return Panel(controls, rate_runs, rate_runs_picture, rate_runs_words)
