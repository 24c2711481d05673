"""Notebook 05: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.backprop.experiments import (
    compare_gradients,
    cost_after_nudge,
    errors_by_nudge,
    fading_by_seed,
    fading_shares,
    gradient_sizes,
    measured_gradients,
)
from classroom.lessons.backprop.figures import (
    backward_shapes,
    gradients_by_layer,
    step_size_errors,
    verdicts,
)
from classroom.lessons.backprop.panels import (
    blame_panel,
    fading_panel,
    nudge_panel,
    rounding_panel,
    walk_panel,
)
from classroom.training_pictures import training_loop
from nnlib.architecture import dense_architecture
