"""Notebook 02: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.activations.experiments import bend_by_seed, weights_moved
from classroom.lessons.activations.figures import activation_curves, boundaries
from classroom.lessons.activations.panels import bend_panel, slope_panel
from nnlib.architecture import dense_architecture
