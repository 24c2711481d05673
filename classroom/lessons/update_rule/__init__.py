"""Notebook 06: what its cells call, from this room and from what all lessons share."""

from classroom.layers import layer_signals
from classroom.lessons.update_rule.experiments import (
    cost_along_gradient,
    cost_by_rate,
    parabola_walk,
)
from classroom.lessons.update_rule.figures import (
    cost_against_rate,
    cost_against_rate_compared,
    parabola_walks,
    step_line,
)
from classroom.lessons.update_rule.panels import bowl_panel, rate_panel
from classroom.training_pictures import training_loop
