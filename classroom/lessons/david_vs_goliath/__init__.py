"""Notebook 08: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.david_vs_goliath.experiments import (
    accuracies_by_seed,
    allowed_difference,
    both_layouts,
    clipping_told,
    keras_agreement,
    keras_start_up,
    largest_differences,
    multiplications,
    points_apart,
    push_when_sure,
    race_heats,
    race_stages,
    recorded_race,
    step_times_by_width,
    sums_in_other_orders,
    two_planes,
)
from classroom.lessons.david_vs_goliath.figures import (
    agreement_picture,
    clipping_words,
    difference_words,
    heat_words,
    planes_side_by_side,
    race_picture,
    recorded_words,
    stage_words,
    step_times_picture,
)
from classroom.lessons.david_vs_goliath.get_keras import offer_keras
from classroom.lessons.david_vs_goliath.panels import twins_panel
from classroom.measuring import took
from classroom.uncertainty import wilson_interval
