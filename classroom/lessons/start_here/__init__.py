"""Notebook 00: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.start_here.experiments import (
    computer_check,
    first_taste,
    grid_questions,
    largest_weights,
    six_networks,
)
from classroom.lessons.start_here.figures import six_planes, taste_picture, weights_words
from classroom.lessons.start_here.panels import grid_panel, learning_panel, taste_panel
from classroom.network_pictures import network_picture
from classroom.training_pictures import training_loop
