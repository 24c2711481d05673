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
from classroom.panel import Panel, choice, control, network_controls, rate_control, seed_control
from nnlib.initialization import SCHEMES


def twins_panel():
    """Return the panel of twins: one network from equal numbers, and from random ones."""
    controls = {
        "steps": control(W.IntSlider, "steps", 150, min=0, max=300),
        "learning_rate": rate_control(10**0.3, low=-2, high=1),
        "units": control(W.IntSlider, "hidden units", 8, min=1, max=8),
        "seed": seed_control(2),
    }
    groups = {"training": ["steps", "learning_rate"], "network": ["units", "seed"]}
    return Panel(controls, twins, twins_picture, twins_words, groups)


def spread_panel():
    """Return the panel of spreads: a network's answers before its first step and later."""
    spread = {"base": 10, "min": -3, "max": 1, "step": 0.25, "readout_format": ".2r"}
    controls = {
        "spread": control(W.FloatLogSlider, "spread", 0.1, **spread),
        "seed": seed_control(2),
        **network_controls(layers=(2, 0, 4), units=(8, 1, 12)),
        "learning_rate": rate_control(10**-0.5, low=-3, high=1),
    }
    groups = {
        "start": ["spread", "seed"],
        "network": ["layers", "units"],
        "training": ["learning_rate"],
    }
    return Panel(controls, spread_and_steps, spread_picture, spread_words, groups)


def initialization_panel():
    """Return the panel of starts: how signals pass, and how the first steps go."""
    controls = {
        "scheme": choice("initialization", "he", list(SCHEMES)),
        "seed": seed_control(2),
        **network_controls(layers=(4, 0, 8), units=(25, 1, 32)),
        "learning_rate": rate_control(10**-0.5, low=-3),
    }
    groups = {
        "start": ["scheme", "seed"],
        "network": ["layers", "units"],
        "training": ["learning_rate"],
    }
    return Panel(controls, start_and_steps, initialization_picture, initialization_words, groups)
