"""The architecture: what is accepted, what is refused, and sizes written short."""

import numpy as np
import pytest

from nnlib.architecture import (
    check_architecture,
    check_classifier,
    check_keys,
    check_params,
    dense_architecture,
    layer_numbers,
    layer_sizes,
    parameter_names,
)


def test_sizes_become_layers_that_end_in_a_sigmoid():
    assert dense_architecture([2, 25, 50, 1]) == [
        {"input_dim": 2, "output_dim": 25, "activation": "relu"},
        {"input_dim": 25, "output_dim": 50, "activation": "relu"},
        {"input_dim": 50, "output_dim": 1, "activation": "sigmoid"},
    ]


def test_hidden_layers_get_the_activation_asked_for():
    layers = dense_architecture([3, 2, 2, 1], "sigmoid")
    assert [layer["activation"] for layer in layers] == ["sigmoid"] * 3


def test_two_sizes_make_one_layer():
    layer = {"input_dim": 4, "output_dim": 1, "activation": "sigmoid"}
    assert dense_architecture([4, 1]) == [layer]


@pytest.mark.parametrize(
    "sizes, error, words",
    [
        ([2, 0, 1], ValueError, ["layer 1: output_dim is 0", "1 or more"]),
        ([2, 2.5, 1], TypeError, ["layer 1: output_dim is 2.5", "whole number"]),
        (["2", 1], TypeError, ["layer 1: input_dim is '2'", "whole number"]),
    ],
)
def test_sizes_that_are_not_whole_numbers_are_refused(refuses, sizes, error, words):
    refuses(error, words, dense_architecture, sizes)


@pytest.mark.parametrize("sizes", [[], [2], 3, "28"])
def test_too_few_sizes_are_refused(sizes):
    with pytest.raises((TypeError, ValueError), match="size"):
        dense_architecture(sizes)


def test_an_unknown_activation_is_refused(refuses):
    words = "layer 1: activation is 'step'", "expected one of 'relu', 'sigmoid', 'tanh'"
    refuses(ValueError, words, dense_architecture, [2, 3, 1], "step")


@pytest.mark.parametrize("kind", [list, tuple])
def test_a_list_or_tuple_of_layers_is_accepted_and_left_as_it_is(good, unchanged, kind):
    layers = kind(good.nn_architecture)
    with unchanged(layers):
        check_architecture(layers)
        check_classifier(layers)


def test_more_keys_and_numpy_integers_are_accepted(good):
    good.nn_architecture[0] |= {"output_dim": np.int64(3), "note": "the first"}
    check_architecture(good.nn_architecture)


def test_a_wrong_architecture_is_refused(refuses, bad_architecture):
    wrong, error, words = bad_architecture
    refuses(error, words, check_architecture, wrong)


@pytest.mark.parametrize(
    "last, found",
    [
        ({"output_dim": 2, "activation": "sigmoid"}, "output_dim 2 and activation 'sigmoid'"),
        ({"output_dim": 1, "activation": "relu"}, "output_dim 1 and activation 'relu'"),
    ],
)
def test_a_network_that_does_not_end_in_one_sigmoid_unit_is_no_classifier(refuses, last, found):
    layers = [{"input_dim": 2, **last}]
    words = "layer 1, the last", found, "expected output_dim 1 and activation 'sigmoid'"
    refuses(ValueError, words, check_classifier, layers)


def test_right_parameters_and_gradients_are_accepted_and_left_as_they_are(good, unchanged):
    with unchanged(good.params_values, good.grads_values):
        check_params(good.params_values, good.nn_architecture)
        check_params(good.grads_values, good.nn_architecture, prefix="d")


def test_wrong_parameters_are_refused(refuses, good, bad_params):
    wrong, error, words = bad_params
    refuses(error, words, check_params, wrong, good.nn_architecture)


def test_wrong_gradients_are_refused(refuses, good, bad_grads):
    wrong, error, words = bad_grads
    refuses(error, words, check_params, wrong, good.nn_architecture, prefix="d")


def test_all_missing_keys_are_named(refuses):
    words = ["memory has no b, c", "expected a, b, c", "found a, d"]
    refuses(ValueError, words, check_keys, "memory", {"a": 1, "d": 2}, ["a", "b", "c"])


def test_layers_are_counted_from_one(good):
    assert list(layer_numbers(good.nn_architecture)) == [1, 2]


def test_sizes_are_read_back_from_the_architecture():
    assert layer_sizes(dense_architecture([2, 25, 50, 50, 25, 1])) == [2, 25, 50, 50, 25, 1]


def test_parameters_and_gradients_are_named_layer_by_layer(good):
    assert parameter_names(good.nn_architecture) == list(good.params_values)
    assert parameter_names(good.nn_architecture, prefix="d") == list(good.grads_values)
