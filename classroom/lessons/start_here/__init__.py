"""Notebook 00: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.start_here.experiments import first_taste
from classroom.lessons.start_here.panels import slider_panel, taste_panel
from classroom.moons_pictures import moons_picture
from classroom.network_pictures import blueprint, network_picture
from classroom.training_pictures import training_loop
