"""Notebook 09: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.faster.experiments import (
    ALL_LOOPS,
    FIRST_LOOPS,
    BlocksLoop,
    CheckOnceLoop,
    CourseFunctionsLoop,
    FewCallsLoop,
    NewArraysLoop,
    ProductsOnlyLoop,
    ReusedMemoryLoop,
    SpeedLadder,
    ThreadsLoop,
    epochs_by_rate,
    epochs_to_goal,
    faults_in_words,
    full_batch_run,
    function_calls,
    new_bytes,
    optimizer_walk,
    parts_of_a_step,
    seconds_of_adding,
    slow_and_fast,
    steps_by_rate,
    steps_to_goal,
    ten_epochs,
    times_with_threads,
    two_gradients,
    two_steps,
)
from classroom.lessons.faster.figures import (
    ladder_picture,
    slow_and_fast_picture,
    steps_by_rate_picture,
    walks_in_the_bowl,
    where_time_goes,
)
from classroom.lessons.faster.panels import optimizer_panel
from nnlib.architecture import dense_architecture
from nnlib.optimizers import OPTIMIZERS
from nnlib.trainer import Trainer
