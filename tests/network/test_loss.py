"""The loss: cross-entropy and accuracy by hand, exact certainty, types, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import convert_prob_into_class, get_accuracy_value, get_cost_value, sigmoid

SCORES = [get_cost_value, get_accuracy_value]


def row(*numbers, dtype=None):
    return np.array([numbers], dtype)


def test_the_cost_worked_by_hand():
    # -(ln 0.8 + ln(1 - 0.5) + ln(1 - 0.25)) / 3 = -ln(0.3) / 3
    cost = get_cost_value(row(0.8, 0.5, 0.25), row(1, 0, 0))
    assert cost == pytest.approx(0.4013242681, abs=5e-11)


@pytest.mark.parametrize("m", [1, 2, 7])
def test_answering_a_half_to_everything_costs_ln_2(m):
    Y = (np.arange(m) % 2).reshape(1, -1)
    assert get_cost_value(np.full((1, m), 0.5), Y) == pytest.approx(0.6931471806, abs=5e-11)


def test_the_accuracy_worked_by_hand():
    assert get_accuracy_value(row(0.8, 0.5, 0.25, 0.7), row(1, 0, 1, 1)) == 0.75
    assert get_accuracy_value(row(0.8, 0.5, 0.25), row(1, 1, 0)) == pytest.approx(2 / 3)
    assert get_accuracy_value(row(0.8), row(1)) == 1
    assert get_accuracy_value(row(0.8), row(0)) == 0


def test_a_class_is_one_only_above_a_half():
    probs = np.array([[0, 0.4999, 0.5, np.nextafter(0.5, 1)], [0.6, 1, 0.1, 0.9]])
    np.testing.assert_array_equal(convert_prob_into_class(probs), [[0, 0, 0, 1], [1, 1, 0, 1]])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.integers(0, 2**9))
def test_the_scores_are_finite_and_mean_what_they_say(unchanged, probabilities, bits):
    Y_hat = row(*probabilities)
    Y = row(*(bits >> i & 1 for i in range(len(probabilities))))
    with unchanged(Y_hat, Y):
        cost, accuracy = get_cost_value(Y_hat, Y), get_accuracy_value(Y_hat, Y)
        classes = convert_prob_into_class(Y_hat)
    assert type(cost) is float and np.isfinite(cost) and cost >= 0
    assert type(accuracy) is float
    right = sum((p > 0.5) == y for p, y in zip(probabilities, Y[0], strict=True))
    assert accuracy == pytest.approx(right / len(probabilities))
    assert classes.shape == Y_hat.shape and np.isin(classes, [0, 1]).all()


@given(st.lists(st.floats(-12, 12), min_size=1, max_size=9), st.integers(0, 2**9))
def test_the_cost_is_the_stable_formula_on_Z(scores, bits):
    Z, Y = row(*scores), row(*(bits >> i & 1 for i in range(len(scores))))
    expected = np.mean(np.logaddexp(0, Z) - Y * Z)
    assert get_cost_value(sigmoid(Z), Y) == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("dtype, most", [(np.float32, 15.942385), (np.float64, 36.043653)])
def test_exact_certainty_is_finite_and_silent(dtype, most):
    # One rounding step away from 0 and 1 is as certain as the type can be: -ln(eps).
    certain = row(0, 1, dtype=dtype)
    assert get_cost_value(certain, row(0, 1)) == pytest.approx(0, abs=3e-7)
    assert get_cost_value(certain, row(1, 0)) == pytest.approx(most, abs=1e-6)
    assert get_accuracy_value(certain, row(0, 1)) == 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_classes_have_the_type_of_the_probabilities(dtype):
    assert convert_prob_into_class(row(0.2, 0.7, dtype=dtype)).dtype == dtype


@pytest.mark.parametrize("dtype", [np.float32, np.float64, int, np.uint8, bool])
def test_labels_may_be_of_any_type_of_number(dtype):
    Y_hat, Y = row(0.8, 0.5, 0.25), row(1, 0, 0, dtype=dtype)
    assert get_cost_value(Y_hat, Y) == pytest.approx(0.4013242681, abs=5e-11)
    assert get_accuracy_value(Y_hat, Y) == 1


@pytest.mark.parametrize("dtype", [int, bool])
def test_whole_numbers_may_be_predictions(dtype):
    Y_hat = row(1, 0, 0, 1, dtype=dtype)
    assert get_cost_value(Y_hat, row(1, 0, 0, 1)) == pytest.approx(0, abs=1e-15)
    assert get_accuracy_value(Y_hat, row(1, 0, 1, 1)) == 0.75


@pytest.mark.parametrize("function", SCORES)
def test_a_wrong_prediction_is_refused(refuses, good, function, bad_Y_hat):
    wrong, error, words = bad_Y_hat
    refuses(error, words, function, wrong, good.Y)


@pytest.mark.parametrize("function", SCORES)
def test_a_wrong_label_is_refused(refuses, good, function, bad_Y):
    wrong, error, words = bad_Y
    refuses(error, words, function, good.Y_hat, wrong)


@pytest.mark.parametrize(
    "wrong, error, words",
    [
        (np.array([0.2, 0.7]), ValueError, ["probs has shape (2,)", "one column per example"]),
        (np.ones((1, 0)), ValueError, ["probs has shape (1, 0)", "at least one example"]),
        ([[0.2, 0.7]], TypeError, ["probs is a list", "try np.array(probs)"]),
        (np.array([["0.2"]]), TypeError, ["probs holds text", "expected numbers"]),
        (np.array([[None]]), TypeError, ["probs holds Python objects", "expected numbers"]),
    ],
)
def test_probabilities_that_are_no_matrix_of_numbers_are_refused(refuses, wrong, error, words):
    refuses(error, words, convert_prob_into_class, wrong)


def test_probabilities_with_one_axis_are_told_how_to_become_a_row(refuses):
    mend = ["try probs.reshape(1, -1)"]
    refuses(ValueError, mend, convert_prob_into_class, np.array([0.2, 0.7]))
