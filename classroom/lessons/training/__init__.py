"""Notebook 07: what its cells call, from this room and from what all lessons share."""

from classroom.layers import layer_signals
from classroom.lessons.training.figures import signals_by_layer
from classroom.lessons.training.panels import trainer_panel
from classroom.moons_pictures import decision_boundary, moons_picture
from classroom.training_pictures import cost_curves, published_run_picture, training_loop
