"""Notebook 09: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.faster.experiments import (
    BlocksLoop,
    CourseFunctionsLoop,
    FewCallsLoop,
    NewArraysLoop,
    ProductsOnlyLoop,
    ReusedMemoryLoop,
    SpeedLadder,
    ThreadsLoop,
    epochs_to_goal,
    full_batch_run,
    function_calls,
    new_bytes,
    optimizer_walk,
    page_faults,
    steps_by_rate,
    steps_to_goal,
)
from classroom.lessons.faster.figures import (
    ladder_picture,
    steps_by_rate_picture,
    walks_in_the_bowl,
    where_time_goes,
)
from classroom.lessons.faster.panels import optimizer_panel
from classroom.moons_pictures import decision_boundary
from classroom.training_pictures import cost_curves, published_run_picture
