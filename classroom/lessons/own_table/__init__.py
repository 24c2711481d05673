"""Notebook 11: what its cells call."""

from classroom.lessons.own_table.experiments import honest_test, nest_forecast, refusal
from classroom.lessons.own_table.figures import costs_of_splits
from classroom.lessons.own_table.panels import beak_panel, choosing_panel
