"""A neural network in plain NumPy, one function at a time.

Columns are examples: X is (features, m), Y is (1, m), W is (n_out, n_in), b is (n_out, 1).
A public function checks its arguments in one line and then computes. A function whose name begins
with an underscore, such as `_forward`, only computes: for loops whose arguments have been checked.
"""

from nnlib.activations import ACTIVATIONS, relu, relu_backward, sigmoid, sigmoid_backward
from nnlib.backprop import full_backward_propagation, single_layer_backward_propagation
from nnlib.forward_pass import full_forward_propagation, single_layer_forward_propagation
from nnlib.initialization import init_layers
from nnlib.loss import convert_prob_into_class, get_accuracy_value, get_cost_value
from nnlib.training import predict, train
from nnlib.update_rule import update

__all__ = [
    "ACTIVATIONS",
    "convert_prob_into_class",
    "full_backward_propagation",
    "full_forward_propagation",
    "get_accuracy_value",
    "get_cost_value",
    "init_layers",
    "predict",
    "relu",
    "relu_backward",
    "sigmoid",
    "sigmoid_backward",
    "single_layer_backward_propagation",
    "single_layer_forward_propagation",
    "train",
    "update",
]
