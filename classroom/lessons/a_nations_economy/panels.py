"""Notebook 10: a network that learns its years too well, and its forecasts over fifty years."""

import ipywidgets as W

from classroom.lessons.a_nations_economy.experiments import overfitting_run, years_forecast
from classroom.lessons.a_nations_economy.figures import (
    overfitting_picture,
    overfitting_words,
    years_picture,
    years_words,
)
from classroom.panel import Panel, control, network_controls, rate_control, seed_control


def overfitting_panel():
    """Return the panel with both costs against epochs, for any size, rate and split year."""
    controls = {
        **network_controls(layers=(1, 0, 3), units=(16, 1, 32)),
        "split_year": control(W.IntSlider, "split year", 1985, min=1972, max=2000),
        "learning_rate": rate_control(10**-1, low=-3, high=1),
    }
    groups = {
        "network": ["layers", "units"],
        "data": ["split_year"],
        "training": ["learning_rate"],
    }
    return Panel(controls, overfitting_run, overfitting_picture, overfitting_words, groups)


def years_panel():
    """Return the panel with the forecasts of all quarters, and a threshold for the alarm."""
    controls = {
        "threshold": control(W.FloatSlider, "threshold", 0.5, min=0.05, max=0.95, step=0.05),
        "seed": seed_control(0),
        **network_controls(layers=(1, 0, 3), units=(16, 1, 32)),
        "epochs": control(W.IntSlider, "epochs", 29, min=0, max=400),
        "learning_rate": rate_control(10**-1, low=-3, high=1),
        "split_year": control(W.IntSlider, "split year", 1985, min=1972, max=2000),
    }
    groups = {
        "alarm": ["threshold"],
        "network": ["seed", "layers", "units"],
        "training": ["epochs", "learning_rate"],
        "data": ["split_year"],
    }
    return Panel(controls, years_forecast, years_picture, years_words, groups)
