"""Notebook 10: a network that learns its years too well, and its forecasts over fifty years."""

import ipywidgets as W

from classroom.lessons.a_nations_economy.experiments import overfitting_run, years_forecast
from classroom.lessons.a_nations_economy.figures import (
    overfitting_picture,
    overfitting_words,
    years_picture,
    years_words,
)
from classroom.panel import Panel, control, rate_control


def overfitting_panel():
    """Return the panel with both costs against epochs, for any size, rate and split year."""
    controls = {
        "learning_rate": rate_control(10**-1, low=-3, high=1),
        "layers": control(W.IntSlider, "hidden layers", 1, min=0, max=3),
        "units": control(W.IntSlider, "units in each", 16, min=1, max=32),
        "split_year": control(W.IntSlider, "split year", 1985, min=1972, max=2000),
    }
    return Panel(controls, overfitting_run, overfitting_picture, overfitting_words)


def years_panel():
    """Return the panel with the forecasts of all quarters, and a threshold for the alarm."""
    controls = {
        "threshold": control(W.FloatSlider, "threshold", 0.5, min=0.05, max=0.95, step=0.05),
        "epochs": control(W.IntSlider, "epochs", 29, min=0, max=400),
        "learning_rate": rate_control(10**-1, low=-3, high=1),
        "layers": control(W.IntSlider, "hidden layers", 1, min=0, max=3),
        "units": control(W.IntSlider, "units in each", 16, min=1, max=32),
        "split_year": control(W.IntSlider, "split year", 1985, min=1972, max=2000),
        "seed": control(W.IntSlider, "seed", 0, min=0, max=20),
    }
    return Panel(controls, years_forecast, years_picture, years_words)
