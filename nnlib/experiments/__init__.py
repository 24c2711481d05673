"""Experiments: settings in, numbers out. What figures draw and panels ask for.

One module for each notebook, and `plane` for all. No drawing and no widgets here. Columns are
examples, as everywhere.
"""

from nnlib.experiments.a_nations_economy import (
    at_peaks,
    bill_rate_rule,
    braked_logistic,
    choose_brake,
    choose_epochs,
    columns_of,
    learning_curves,
    middle_scores,
    nearest_in_time,
    order,
    overfitting,
    question,
    recessions,
    scores,
    share_where,
    yardsticks,
    years_forecast,
)
from nnlib.experiments.activations import (
    activation_curve,
    bend,
    folds,
    formula_slope,
    measured_slope,
    slopes,
)
from nnlib.experiments.backprop import (
    compare_gradients,
    cost_after_nudge,
    errors_by_nudge,
    fading,
    gradient_sizes,
    measured_gradients,
    nudging,
)
from nnlib.experiments.david_vs_goliath import (
    BATCH,
    EPOCHS,
    RUNNERS,
    agreement,
    allowed,
    catch_up,
    luck,
    push_when_sure,
    race,
    stages,
    start_up,
    twins,
    two_planes,
)
from nnlib.experiments.faster import (
    Blocks,
    CourseFunctions,
    FewCalls,
    Ladder,
    MemoryOnce,
    NewArrays,
    Products,
    Rung,
    Threads,
    epochs_to_goal,
    full_batch_run,
    optimizer_race,
    optimizer_walk,
    page_faults,
    steps_by_rate,
    steps_to_goal,
)
from nnlib.experiments.forward_pass import forward_columns, forward_flow
from nnlib.experiments.initialization import layer_spreads, start_and_steps
from nnlib.experiments.loss import (
    along_the_last_bias,
    prediction_cost,
    repeated_tests,
    threshold_counts,
    wilson_interval,
)
from nnlib.experiments.measuring import CLOCK, duration, in_turn, times, took
from nnlib.experiments.plane import MOONS_X, MOONS_Y, middles, plane, region
from nnlib.experiments.start_here import first_taste
from nnlib.experiments.training import Session, Settings, signals
from nnlib.experiments.update_rule import (
    bowl_walk,
    cost_along_gradient,
    cost_by_rate,
    parabola_walk,
    rate_runs,
)
