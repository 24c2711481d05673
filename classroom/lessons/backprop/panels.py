"""Notebook 05: the fading panel and the nudge panel."""

import ipywidgets as W

from classroom.lessons.backprop.experiments import MOST_DECIMALS, fading, nudging, places_by_hand
from classroom.lessons.backprop.figures import (
    fading_picture,
    fading_words,
    nudge_picture,
    nudge_words,
)
from classroom.panel import Panel, control, rate_control
from nnlib.activations import ACTIVATIONS
from nnlib.initialization import SCHEMES


def fading_panel():
    """Return the panel that shows the size of gradients layer by layer, in a fresh network."""
    controls = {
        "learning_rate": rate_control(0.1),
        "layers": control(W.IntSlider, "hidden layers", 5, min=1, max=6),
        "units": control(W.IntSlider, "units in each", 10, min=1, max=50),
        "activation": control(
            W.SelectionSlider, "activation", "sigmoid", options=list(ACTIVATIONS)
        ),
        "scheme": control(W.SelectionSlider, "initialization", "xavier", options=list(SCHEMES)),
        "seed": control(W.IntSlider, "seed", 2, min=0, max=20),
    }
    return Panel(controls, fading, fading_picture, fading_words)


def nudge_panel():
    """Return the panel that nudges one number of the 2-2-1 network and measures the slope."""
    controls = {
        "weight": control(
            W.SelectionSlider, "which number", "W1[0, 1]", options=list(places_by_hand())
        ),
        "value": control(W.FloatSlider, "its value", -0.3, min=-2, max=2, step=0.05),
        "h": control(
            W.FloatLogSlider, "nudge h", 10**-0.4, min=-7, max=0, step=0.1, readout_format=".2g"
        ),
        "decimals": control(W.IntSlider, "decimals kept", 8, min=4, max=MOST_DECIMALS),
    }
    return Panel(controls, nudging, nudge_picture, nudge_words)
