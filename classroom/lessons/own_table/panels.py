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
from classroom.panel import Panel, control, network_controls, rate_control, seed_control


def beak_panel():
    """Return the panel in which a network tells female penguins from male ones by the beak."""
    controls = {
        "units": control(W.IntSlider, "hidden units", 8, min=0, max=16),
        "seed": seed_control(0),
        "learning_rate": rate_control(10**-0.5, low=-3, high=1),
        "epochs": control(W.IntSlider, "epochs", 600, min=0, max=1000, step=20),
    }
    groups = {"network": ["units", "seed"], "training": ["learning_rate", "epochs"]}
    return Panel(controls, beak_run, beak_picture, beak_words, groups)


def choosing_panel(table):
    """Return the panel with both costs of a table's training part, for any size and rate."""
    controls = {
        **network_controls(layers=(1, 0, 3), units=(8, 1, 32)),
        "learning_rate": rate_control(10**-0.5, low=-3, high=1),
    }
    return Panel(controls, partial(choosing_run, table), choosing_picture, choosing_words)
