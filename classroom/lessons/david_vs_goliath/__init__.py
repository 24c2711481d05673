"""Notebook 08: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.david_vs_goliath import keras_twin
from classroom.lessons.david_vs_goliath.experiments import (
    RACE_BATCH,
    RACE_EPOCHS,
    RACE_RUNNERS,
    accuracies_by_seed,
    allowed_difference,
    keras_agreement,
    keras_start_up,
    push_when_sure,
    race_heats,
    race_stages,
    step_times_by_width,
    two_planes,
)
from classroom.lessons.david_vs_goliath.figures import (
    agreement_picture,
    heat_words,
    planes_side_by_side,
    race_picture,
    step_times_picture,
)
from classroom.lessons.david_vs_goliath.get_keras import offer_keras
from classroom.lessons.david_vs_goliath.panels import twins_panel
from classroom.moons_pictures import moons_picture
from classroom.uncertainty import wilson_interval
