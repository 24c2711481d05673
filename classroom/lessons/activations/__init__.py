"""Notebook 02: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.activations.figures import (
    activation_curves,
    activation_curves_words,
    boundaries,
)
from classroom.lessons.activations.panels import bend_panel, slope_panel
from classroom.training_pictures import training_loop
