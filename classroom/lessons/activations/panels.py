"""Notebook 02: the slope panel and the bend panel."""

import ipywidgets as W

from classroom.lessons.activations.experiments import NO_BEND, bend, slopes
from classroom.lessons.activations.figures import (
    bend_picture,
    bend_words,
    slope_picture,
    slope_words,
)
from classroom.panel import Panel, choice, control, network_controls, rate_control
from nnlib.activations import ACTIVATIONS


def slope_panel(name="relu", z=0.5, h=1.0):
    """Return a panel: walk along an activation and compare formula and measured slope."""
    step = {"base": 10, "min": -15, "max": 0.5, "step": 0.5, "readout_format": ".2g"}
    controls = {
        "h": control(W.FloatLogSlider, "step h", h, **step),
        "name": choice("activation", name, list(ACTIVATIONS)),
        "z": control(W.FloatSlider, "point Z", z, min=-6, max=6, step=0.25),
    }
    return Panel(controls, slopes, slope_picture, slope_words)


def bend_panel(learning_rate=10**0.3, layers=1, units=8, activation="relu"):
    """Return a panel: train on the moons with or without a bend and look at the boundary."""
    controls = {
        "activation": choice("activation", activation, [*ACTIVATIONS, NO_BEND]),
        **network_controls(layers=(layers, 1, 3), units=(units, 1, 12)),
        "learning_rate": rate_control(learning_rate, low=-3, high=2),
    }
    groups = {"network": ["activation", "layers", "units"], "training": ["learning_rate"]}
    return Panel(controls, bend, bend_picture, bend_words, groups)
