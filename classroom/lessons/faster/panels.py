"""Notebook 09: four optimizers race to 95 %."""

import ipywidgets as W

from classroom.lessons.faster.experiments import optimizer_race
from classroom.lessons.faster.figures import optimizer_race_picture, optimizer_race_words
from classroom.panel import Panel, control, rate_control


def optimizer_panel():
    """Return the panel that lets the four optimizers start at the same place."""
    # Words that the slider has room for.
    optimizers = [("plain", "gradient_descent"), ("momentum", "momentum")]
    optimizers += [("RMSProp", "rmsprop"), ("Adam", "adam")]
    controls = {
        "learning_rate": rate_control(10**-1.5, low=-3, high=1),
        "optimizer": control(W.SelectionSlider, "look at", "gradient_descent", options=optimizers),
        "layers": control(W.IntSlider, "hidden layers", 2, min=1, max=4),
        "units": control(W.IntSlider, "units in each", 8, min=1, max=16),
        "seed": control(W.IntSlider, "seed", 2, min=0, max=20),
    }
    return Panel(controls, optimizer_race, optimizer_race_picture, optimizer_race_words)
