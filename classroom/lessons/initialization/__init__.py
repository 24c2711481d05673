"""Notebook 01: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.initialization.experiments import (
    after_steps,
    all_equal,
    different_rows,
    layer_factors,
    layer_spreads,
    random_start,
    right_by_seed,
)
from classroom.lessons.initialization.figures import (
    costs_of_starts,
    parameter_shapes,
    spreads_by_layer,
)
from classroom.lessons.initialization.panels import (
    initialization_panel,
    spread_panel,
    twins_panel,
)
from classroom.straight_line import best_straight_line
from classroom.words import refusal
from nnlib.architecture import dense_architecture
