"""Pictures: arrays in, a picture out. No widgets here, and no global plotting state.

One module for each notebook, and `frame` for all. Pictures that stand still are matplotlib
figures; those that move are SVG text (see `nnlib.svg`). `show` puts either into a notebook, with a
text for those who cannot see it.
"""

from nnlib.figures.frame import show, still
from nnlib.figures.moons import dataset, decision_boundary
from nnlib.figures.training import (
    cost_curves,
    published_run,
    signals_by_layer,
    trainer_picture,
    trainer_words,
    training_loop,
)
