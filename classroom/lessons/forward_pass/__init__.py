"""Notebook 03: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.forward_pass.figures import broadcasting_picture, forward_shapes
from classroom.lessons.forward_pass.panels import forward_columns_panel, forward_flow_panel
from classroom.training_pictures import training_loop
