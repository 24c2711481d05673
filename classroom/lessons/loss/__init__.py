"""Notebook 04: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.loss.experiments import (
    along_the_last_bias,
    descend,
    repeated_tests,
    slope_at,
    squared_error,
    surprise,
    trained_a_little,
    two_of_three,
)
from classroom.lessons.loss.figures import spread_of_tests, two_costs
from classroom.lessons.loss.panels import landscape_panel, prediction_panel, threshold_panel
from classroom.uncertainty import wilson_interval
