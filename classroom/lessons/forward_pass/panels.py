"""Notebook 03: one point flowing through a drawn network, and a batch of points as columns."""

import ipywidgets as W

from classroom.lessons.forward_pass.experiments import forward_columns, forward_flow
from classroom.lessons.forward_pass.figures import (
    forward_columns_picture,
    forward_columns_words,
    forward_flow_picture,
    forward_flow_words,
)
from classroom.panel import Panel, control, network_controls, rate_control


def forward_flow_panel():
    """Return the panel that sends one point through the 2-2-1 network."""
    reach = {"min": -2, "max": 3, "step": 0.25}
    controls = {
        "x1": control(W.FloatSlider, "x1", 1, **reach),
        "x2": control(W.FloatSlider, "x2", 2, **reach),
    }
    return Panel(controls, forward_flow, forward_flow_picture, forward_flow_words)


def forward_columns_panel():
    """Return the panel that shows every layer's A for a few examples, after a short training."""
    controls = {
        "m": control(W.IntSlider, "examples m", 8, min=1, max=12),
        **network_controls(layers=(2, 1, 4), units=(6, 1, 8)),
        "learning_rate": rate_control(10**-0.5),
    }
    groups = {"data": ["m"], "network": ["layers", "units"], "training": ["learning_rate"]}
    return Panel(controls, forward_columns, forward_columns_picture, forward_columns_words, groups)
