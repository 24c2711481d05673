"""Notebook 09: four optimizers race to 95 %."""

from classroom.lessons.faster.experiments import optimizer_race
from classroom.lessons.faster.figures import optimizer_race_picture, optimizer_race_words
from classroom.panel import Panel, choice, network_controls, rate_control, seed_control


def optimizer_panel():
    """Return the panel that lets the four optimizers start at the same place."""
    optimizers = [("plain", "gradient_descent"), ("momentum", "momentum")]
    optimizers += [("RMSProp", "rmsprop"), ("Adam", "adam")]
    controls = {
        "learning_rate": rate_control(10**-1.5, low=-3, high=1),
        "optimizer": choice("look at", "gradient_descent", optimizers),
        **network_controls(layers=(2, 1, 4), units=(8, 1, 16)),
        "seed": seed_control(2),
    }
    groups = {"training": ["learning_rate", "optimizer"], "network": ["layers", "units", "seed"]}
    return Panel(controls, optimizer_race, optimizer_race_picture, optimizer_race_words, groups)
