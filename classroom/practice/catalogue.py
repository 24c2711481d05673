"""What there is to practise: one module for each notebook, and here all of it by name."""

from nnlib.practice.content import (
    a_nations_economy,
    activations,
    backprop,
    david_vs_goliath,
    faster,
    forward_pass,
    initialization,
    loss,
    start_here,
    training,
    update_rule,
)

MODULES = (
    start_here,
    initialization,
    activations,
    forward_pass,
    loss,
    backprop,
    update_rule,
    training,
    david_vs_goliath,
    faster,
    a_nations_economy,
)
EXERCISES = {x.name: x for module in MODULES for x in module.EXERCISES}
QUESTIONS = {x.name: x for module in MODULES for x in module.QUESTIONS}
PREDICTIONS = {x.name: x for module in MODULES for x in module.PREDICTIONS}
