"""Notebook 03: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.forward_pass.experiments import fastest, one_by_one
from classroom.lessons.forward_pass.figures import (
    broadcasting_picture,
    forward_shapes,
    names_picture,
)
from classroom.lessons.forward_pass.panels import forward_columns_panel, forward_flow_panel
from classroom.measuring import took
from classroom.moons_pictures import decision_boundary
from classroom.words import refusal
from nnlib.architecture import dense_architecture
