"""Pictures: arrays in, a picture out. No widgets here, and no global plotting state.

One module for each notebook, and `frame` for all. Pictures that stand still are matplotlib
figures; those that move are SVG text (see `nnlib.svg`). `show` puts either into a notebook, with a
text for those who cannot see it.
"""

from nnlib.figures.a_nations_economy import (
    before_recessions,
    costs_by_units,
    levels_and_growth,
    overfitting_picture,
    overfitting_words,
    split_strips,
    years_picture,
    years_words,
)
from nnlib.figures.activations import (
    activation_curves,
    activation_curves_words,
    bend_picture,
    bend_words,
    boundaries,
    slope_picture,
    slope_words,
)
from nnlib.figures.architecture import blueprint, network
from nnlib.figures.backprop import (
    fading_picture,
    fading_words,
    gradients_by_layer,
    nudge_picture,
    nudge_words,
    single_layer,
    step_size_errors,
)
from nnlib.figures.david_vs_goliath import (
    agreement_picture,
    catch_up_picture,
    heat_words,
    race_picture,
    side_by_side,
    twins_picture,
    twins_words,
)
from nnlib.figures.faster import (
    OPTIMIZER_WORDS,
    ladder_picture,
    optimizer_race_picture,
    optimizer_race_words,
    steps_by_rate_picture,
    walks_in_the_bowl,
    where_time_goes,
)
from nnlib.figures.forward_pass import (
    broadcasting,
    forward_columns_picture,
    forward_columns_words,
    forward_flow_picture,
    forward_flow_words,
    forward_shapes,
)
from nnlib.figures.frame import show, still
from nnlib.figures.initialization import (
    initialization_picture,
    initialization_words,
    parameter_shapes,
    spreads_by_layer,
)
from nnlib.figures.loss import (
    prediction_picture,
    prediction_words,
    spread_of_tests,
    staircase_and_cost,
    threshold_picture,
    threshold_words,
)
from nnlib.figures.moons import dataset, decision_boundary
from nnlib.figures.start_here import slider_picture, slider_words, taste_picture, taste_words
from nnlib.figures.training import (
    cost_curves,
    published_run,
    signals_by_layer,
    trainer_picture,
    trainer_words,
    training_loop,
)
from nnlib.figures.update_rule import (
    bowl_picture,
    bowl_words,
    cost_against_rate,
    cost_against_rate_compared,
    parabola_walks,
    rate_runs_picture,
    rate_runs_words,
    step_line,
)
