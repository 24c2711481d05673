"""The update rule: one step by hand, new arrays, types, refusals."""

import numpy as np
import pytest

from nnlib import update


def test_a_step_worked_by_hand(tiny):
    new = update(tiny.params_values, tiny.grads_values, tiny.nn_architecture, 0.5)
    expected = {
        "W1": [[1.25, 0.375], [0.75, -1.0625]],
        "b1": [[1], [0.125]],
        "W2": [[2.234375, -0.78125]],
        "b2": [[-0.75]],
    }
    assert list(new) == ["W1", "b1", "W2", "b2"]
    np.testing.assert_equal(new, {key: np.array(values) for key, values in expected.items()})


@pytest.mark.parametrize("sizes", [(1, 1), (4, 1)])
def test_a_single_layer_is_updated(sizes):
    n_in, n_out = sizes
    layer = [{"input_dim": n_in, "output_dim": n_out, "activation": "sigmoid"}]
    params_values = {"W1": np.ones((n_out, n_in)), "b1": np.zeros((n_out, 1))}
    grads_values = {"dW1": np.full((n_out, n_in), 2.0), "db1": np.full((n_out, 1), -1.0)}
    new = update(params_values, grads_values, layer, 0.25)
    np.testing.assert_array_equal(new["W1"], np.full((n_out, n_in), 0.5))
    np.testing.assert_array_equal(new["b1"], np.full((n_out, 1), 0.25))


def test_the_arguments_are_left_as_they_are_and_not_shared(tiny, unchanged):
    args = tiny.params_values, tiny.grads_values, tiny.nn_architecture
    with unchanged(*args):
        new = update(*args, 0.1)
        for values in new.values():
            values += 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("rate", [0.5, 1, np.float64(0.5), np.float32(0.5), np.int64(1)])
def test_the_floating_point_type_is_kept_whatever_the_rates(good, dtype, rate):
    params_values = {key: values.astype(dtype) for key, values in good.params_values.items()}
    grads_values = {key: values.astype(dtype) for key, values in good.grads_values.items()}
    new = update(params_values, grads_values, good.nn_architecture, rate)
    assert {values.dtype for values in new.values()} == {np.dtype(dtype)}
    for key in new:
        expected = good.params_values[key] * (1 - float(rate) / 8)  # the gradient is an eighth
        np.testing.assert_allclose(new[key], expected, rtol=1e-6)


def test_wrong_parameters_are_refused(refuses, good, bad_params):
    wrong, error, words = bad_params
    refuses(error, words, update, wrong, good.grads_values, good.nn_architecture, 0.1)


def test_wrong_gradients_are_refused(refuses, good, bad_grads):
    wrong, error, words = bad_grads
    refuses(error, words, update, good.params_values, wrong, good.nn_architecture, 0.1)


def test_a_wrong_architecture_is_refused(refuses, good, bad_architecture):
    wrong, error, words = bad_architecture
    refuses(error, words, update, good.params_values, good.grads_values, wrong, 0.1)


def test_a_wrong_rate_is_refused(refuses, good, bad_rate):
    wrong, error, words = bad_rate
    args = good.params_values, good.grads_values, good.nn_architecture
    refuses(error, words, update, *args, wrong)


def test_a_rate_too_long_for_a_float_is_refused(refuses, good):
    args = good.params_values, good.grads_values, good.nn_architecture
    refuses(ValueError, ["learning_rate is", "expected a finite number"], update, *args, 10**400)
