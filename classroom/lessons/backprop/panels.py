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
from classroom.panel import Panel, choice, control, network_controls, rate_control, seed_control
from nnlib.activations import ACTIVATIONS
from nnlib.initialization import SCHEMES


def blame_panel():
    """Return the panel that shows every slope of a fresh network, and one step against them all."""
    controls = {
        "seed": seed_control(1),
        **network_controls(layers=(2, 1, 3), units=(8, 1, 8)),
        "learning_rate": rate_control(0.1),
    }
    groups = {"network": ["seed", "layers", "units"], "training": ["learning_rate"]}
    return Panel(controls, blame, blame_picture, blame_words, groups)


def nudge_panel():
    """Return the panel that follows one nudge through the 2-2-1 network to the cost."""
    controls = {
        "nudge": control(W.FloatSlider, "nudge", 0.3, min=-1, max=1, step=0.05),
        "weight": choice("which number", "W1[0, 1]", list(places_by_hand())),
    }
    return Panel(controls, following, following_picture, following_words)


def walk_panel():
    """Return the panel that walks back through the 2-2-1 network, step by step."""
    controls = {
        "steps": control(W.IntSlider, "steps back", 0, min=0, max=7),
        "example": choice("example", 1, [1, 2]),
    }
    return Panel(controls, walking, walking_picture, walking_words)


def fading_panel():
    """Return the panel that shows the size of gradients layer by layer, in a fresh network."""
    controls = {
        **network_controls(layers=(5, 1, 6), units=(10, 1, 50)),
        "activation": choice("activation", "sigmoid", list(ACTIVATIONS)),
        "scheme": choice("initialization", "xavier", list(SCHEMES)),
        "seed": seed_control(2),
        "learning_rate": rate_control(0.1),
    }
    groups = {
        "network": ["layers", "units", "activation"],
        "start": ["scheme", "seed"],
        "training": ["learning_rate"],
    }
    return Panel(controls, fading, fading_picture, fading_words, groups)


def rounding_panel():
    """Return the panel that measures one slope of the 2-2-1 network with nudges long and short."""
    controls = {
        "h": control(
            W.FloatLogSlider, "nudge h", 10**-0.4, min=-7, max=0, step=0.1, readout_format=".2g"
        ),
        "decimals": control(W.IntSlider, "decimals kept", 8, min=4, max=MOST_DECIMALS),
        "value": control(W.FloatSlider, "its value", -0.3, min=-2, max=2, step=0.05),
        "weight": choice("which number", "W1[0, 1]", list(places_by_hand())),
    }
    groups = {"measurement": ["h", "decimals"], "number": ["value", "weight"]}
    return Panel(controls, nudging, nudge_picture, nudge_words, groups)
