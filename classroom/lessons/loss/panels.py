"""Notebook 04: two landscapes, what one prediction costs, and where the threshold cuts."""

import ipywidgets as W

from classroom.lessons.loss.experiments import landscape, prediction_cost, threshold_counts
from classroom.lessons.loss.figures import (
    landscape_picture,
    landscape_words,
    prediction_picture,
    prediction_words,
    threshold_picture,
    threshold_words,
)
from classroom.panel import Panel, choice, control, network_controls, rate_control


def landscape_panel():
    """Return the panel with two measures of "how wrong", over a shift of one bias."""
    views = ["see everything", "only underfoot"]
    controls = {
        "shift": control(
            W.FloatSlider, "shift", -4.5, min=-6, max=6, step=0.1, readout_format=".1f"
        ),
        "seen": choice("view", views[0], views),
    }
    return Panel(controls, landscape, landscape_picture, landscape_words)


def prediction_panel():
    """Return the panel with one prediction and one label: the cost, and its slope."""
    controls = {
        "prediction": control(W.FloatSlider, "Y_hat", 0.2, min=0.01, max=0.99, step=0.01),
        "label": choice("label Y", 1, [0, 1]),
    }
    return Panel(controls, prediction_cost, prediction_picture, prediction_words)


def threshold_panel():
    """Return the panel with a briefly trained network, whose predictions are cut in two."""
    controls = {
        "threshold": control(W.FloatSlider, "threshold", 0.5, min=0.05, max=0.95, step=0.05),
        "steps": control(W.IntSlider, "steps", 20, min=0, max=40),
        "learning_rate": rate_control(10**-0.5),
        **network_controls(layers=(1, 0, 3), units=(8, 1, 20)),
    }
    groups = {
        "decision": ["threshold"],
        "training": ["steps", "learning_rate"],
        "network": ["layers", "units"],
    }
    return Panel(controls, threshold_counts, threshold_picture, threshold_words, groups)
