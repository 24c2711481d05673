"""Notebook 00: a slider to try out, and a first taste of training."""

import ipywidgets as W

from classroom.lessons.start_here.experiments import first_taste
from classroom.lessons.start_here.figures import (
    slider_picture,
    slider_words,
    taste_picture,
    taste_words,
)
from classroom.panel import Panel, control, rate_control


def slider_panel(start=3, low=0, high=10):
    """Return a panel that says whether its slider works."""
    return Panel(
        {"chosen": control(W.IntSlider, "your number", start, min=low, max=high)},
        lambda chosen: {"chosen": chosen, "start": start, "low": low, "high": high},
        slider_picture,
        slider_words,
    )


def taste_panel():
    """Return the panel that draws a network, trains it for some steps and counts."""
    controls = {
        "hidden_layers": control(W.IntSlider, "hidden layers", 2, min=0, max=3),
        "units": control(W.IntSlider, "units in each", 8, min=1, max=12),
        "learning_rate": rate_control(10**-0.5, -3, 2),
        "steps": control(W.IntSlider, "steps", 100, min=0, max=100),
    }
    return Panel(controls, first_taste, taste_picture, taste_words)
