"""Notebook 04: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.loss.experiments import along_the_last_bias, repeated_tests
from classroom.lessons.loss.figures import spread_of_tests, staircase_and_cost
from classroom.lessons.loss.panels import prediction_panel, threshold_panel
from classroom.training_pictures import training_loop
from classroom.uncertainty import wilson_interval
