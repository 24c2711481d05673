"""Notebook 06: walks in a valley and in a bowl, and the first steps of a real network."""

import ipywidgets as W

from classroom.lessons.update_rule.experiments import bowl_walk, rate_runs, valley_walk
from classroom.lessons.update_rule.figures import (
    bowl_picture,
    bowl_words,
    rate_runs_picture,
    rate_runs_words,
    valley_picture,
    valley_words,
)
from classroom.panel import Panel, control, network_controls, rate_control, seed_control

RUN_GROUPS = {"training": ["learning_rate"], "network": ["layers", "units", "seed"]}


def valley_panel():
    """Return the panel that walks down a valley with one parameter."""
    controls = {
        "learning_rate": rate_control(10**-1.5, low=-3, high=1),
        "curvature": control(W.IntSlider, "curvature a", 4, min=1, max=10),
        "steps": control(W.IntSlider, "steps", 8, min=1, max=30),
    }
    return Panel(controls, valley_walk, valley_picture, valley_words)


def bowl_panel():
    """Return the panel that walks down a bowl with two parameters."""
    controls = {
        "learning_rate": rate_control(10**-2, low=-3, high=1),
        "steps": control(W.IntSlider, "steps", 20, min=1, max=60),
        "curvature": control(W.IntSlider, "curvature a", 10, min=1, max=30),
        "angle": control(W.IntSlider, "start angle", 25, min=10, max=80, step=5),
    }
    groups = {"walk": ["learning_rate", "steps"], "bowl": ["curvature", "angle"]}
    return Panel(controls, bowl_walk, bowl_picture, bowl_words, groups)


def rate_panel():
    """Return the panel that compares three learning rates on a network and the moons."""
    return Panel(_run_controls(), rate_runs, rate_runs_picture, rate_runs_words, RUN_GROUPS)


def features_panel():
    """Return the same panel with one control more: what the features are multiplied by."""
    scales = [0.1, 0.3, 1, 3, 10]
    scale = control(W.SelectionSlider, "features times", 1, options=scales)
    controls = {"scale": scale} | _run_controls()
    groups = {"data": ["scale"]} | RUN_GROUPS
    return Panel(controls, rate_runs, rate_runs_picture, rate_runs_words, groups)


def _run_controls():
    return {
        "learning_rate": rate_control(10**-2),
        **network_controls(layers=(2, 1, 3), units=(8, 1, 16)),
        "seed": seed_control(0),
    }
