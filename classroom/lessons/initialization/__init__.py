"""Notebook 01: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.initialization.experiments import layer_spreads
from classroom.lessons.initialization.figures import parameter_shapes, spreads_by_layer
from classroom.lessons.initialization.panels import initialization_panel
from classroom.moons_pictures import decision_boundary
from classroom.training_pictures import training_loop
