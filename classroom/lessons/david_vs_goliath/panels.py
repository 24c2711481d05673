"""Notebook 08: the same network trained by NumPy and by Keras."""

import ipywidgets as W

from classroom.lessons.david_vs_goliath.experiments import twins
from classroom.lessons.david_vs_goliath.figures import twins_picture, twins_words
from classroom.panel import Panel, choice, control, rate_control


def twins_panel():
    """Return the panel that trains both on the choice and shows their planes side by side."""
    controls = {
        "layers": control(W.IntSlider, "hidden layers", 2, min=1, max=3),
        # Few sizes: Keras compiles each new one.
        "units": control(W.SelectionSlider, "units in each", 8, options=[2, 4, 8, 16]),
        "dtype": choice("precision", "float64", ["float32", "float64"]),
        "learning_rate": rate_control(10**-0.5),
    }
    groups = {"network": ["layers", "units", "dtype"], "training": ["learning_rate"]}
    return Panel(controls, twins, twins_picture, twins_words, groups)
