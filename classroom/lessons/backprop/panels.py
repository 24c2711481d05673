"""Notebook 05: whose fault the cost is, a nudge followed, a walk back; fading and rounding."""

import ipywidgets as W

from classroom.lessons.backprop.experiments import (
    MOST_DECIMALS,
    blame,
    fading,
    following,
    nudging,
    places_by_hand,
    walking,
)
from classroom.lessons.backprop.figures import (
    blame_picture,
    blame_words,
    fading_picture,
    fading_words,
    following_picture,
    following_words,
    nudge_picture,
    nudge_words,
    walking_picture,
    walking_words,
)
from classroom.panel import Panel, control, rate_control
from nnlib.activations import ACTIVATIONS
from nnlib.initialization import SCHEMES


def blame_panel():
    """Return the panel that shows every slope of a fresh network, and one step against them all."""
    controls = {
        "learning_rate": rate_control(0.1),
        "layers": control(W.IntSlider, "hidden layers", 2, min=1, max=3),
        "units": control(W.IntSlider, "units in each", 8, min=1, max=8),
        "seed": control(W.IntSlider, "seed", 1, min=0, max=20),
    }
    return Panel(controls, blame, blame_picture, blame_words)


def nudge_panel():
    """Return the panel that follows one nudge through the 2-2-1 network to the cost."""
    controls = {
        "weight": control(
            W.SelectionSlider, "which number", "W1[0, 1]", options=list(places_by_hand())
        ),
        "nudge": control(W.FloatSlider, "nudge", 0.3, min=-1, max=1, step=0.05),
    }
    return Panel(controls, following, following_picture, following_words)


def walk_panel():
    """Return the panel that walks back through the 2-2-1 network, step by step."""
    controls = {
        "steps": control(W.IntSlider, "steps back", 0, min=0, max=7),
        "example": control(W.IntSlider, "example", 1, min=1, max=2),
    }
    return Panel(controls, walking, walking_picture, walking_words)


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


def rounding_panel():
    """Return the panel that measures one slope of the 2-2-1 network with nudges long and short."""
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
