"""Notebook 11: penguins by their beaks, and a part of any table to choose settings by."""

from functools import partial

import ipywidgets as W

from classroom.lessons.own_table.experiments import beak_run, choosing_run
from classroom.lessons.own_table.figures import (
    beak_picture,
    beak_words,
    choosing_picture,
    choosing_words,
)
from classroom.panel import Panel, control, rate_control


def beak_panel():
    """Return the panel in which a network tells female penguins from male ones by the beak."""
    controls = {
        "units": control(W.IntSlider, "hidden units", 8, min=0, max=16),
        "learning_rate": rate_control(10**-0.5, low=-3, high=1),
        "epochs": control(W.IntSlider, "epochs", 600, min=0, max=1000, step=20),
        "seed": control(W.IntSlider, "seed", 0, min=0, max=20),
    }
    return Panel(controls, beak_run, beak_picture, beak_words)


def choosing_panel(table):
    """Return the panel with both costs of a table's training part, for any size and rate."""
    controls = {
        "layers": control(W.IntSlider, "hidden layers", 1, min=0, max=3),
        "units": control(W.IntSlider, "units in each", 8, min=1, max=32),
        "learning_rate": rate_control(10**-0.5, low=-3, high=1),
    }
    return Panel(controls, partial(choosing_run, table), choosing_picture, choosing_words)
