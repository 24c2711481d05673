"""Notebook 06: what its cells call, from this room and from what all lessons share."""

from classroom.layers import layer_signals
from classroom.lessons.update_rule.experiments import (
    best_bowl_rate,
    cost_along_gradient,
    cost_by_rate,
    parabola_walk,
)
from classroom.lessons.update_rule.figures import (
    cost_against_rate,
    cost_against_rate_compared,
    parabola_walks,
    step_line,
    three_networks,
)
from classroom.lessons.update_rule.panels import (
    bowl_panel,
    features_panel,
    rate_panel,
    valley_panel,
)
from nnlib.architecture import dense_architecture
