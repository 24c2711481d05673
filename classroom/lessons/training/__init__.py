"""Notebook 07: what its cells call, from this room and from what all lessons share."""

from classroom.layers import layer_signals
from classroom.lessons.training.experiments import (
    copies,
    ends,
    first_spike,
    median_and_range,
    one_measurement,
    passing_folder,
    rates_compared,
    stages,
    starts_asleep,
    tumour_mistakes,
    yours_or_ours,
)
from classroom.lessons.training.figures import (
    compare,
    mistakes_picture,
    signals_by_layer,
    stages_picture,
)
from classroom.moons_pictures import decision_boundary, moons_picture
from classroom.network_pictures import blueprint
from classroom.playground import playground
from classroom.straight_line import best_straight_line
from classroom.training_pictures import published_run_picture
from nnlib.architecture import dense_architecture
from nnlib.storage import load_params, save_params
