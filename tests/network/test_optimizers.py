"""Optimizers: by hand, against the formula written otherwise, and what they are known for."""

import numpy as np
import pytest

from nnlib.architecture import check_optimizer
from nnlib.optimizers import (
    OPTIMIZERS,
    adam,
    gradient_descent,
    momentum,
    optimizer_step,
    rmsprop,
)

every_rule = pytest.mark.parametrize("name", OPTIMIZERS)


def walk(name, gradients, rate, w=0.0):
    """Return the places a rule visits, given the gradients one after the other."""
    state, places = None, []
    for dw in gradients:
        w, state = OPTIMIZERS[name](np.asarray(w, dtype=float), np.asarray(dw), state, rate)
        places.append(float(w))
    return places


def test_by_hand():
    assert walk("gradient_descent", [1.0, 1.0, -2.0], 0.5) == [-0.5, -1.0, 0.0]
    # v: -0.5, then 0.9 * -0.5 - 0.5 = -0.95, then 0.9 * -0.95 + 1 = 0.145
    np.testing.assert_allclose(walk("momentum", [1.0, 1.0, -2.0], 0.5), [-0.5, -1.45, -1.305])
    # s: 0.1, then 0.19
    expected = [-0.5 / np.sqrt(0.1 + 1e-7)]
    expected += [expected[0] - 0.5 / np.sqrt(0.19 + 1e-7)]
    np.testing.assert_allclose(walk("rmsprop", [1.0, 1.0], 0.5), expected)
    # As long as the gradient is the same, every step of Adam is as long as the rate.
    np.testing.assert_allclose(walk("adam", [3.0] * 4, 0.5), [-0.5, -1, -1.5, -2], atol=2e-6)


def test_the_usual_settings_are_the_fields():
    """By the formulas, with the numbers that everybody uses, on gradients of changing size."""
    gradients = [1.0, -3.0, 0.5, 2.0]
    v = s = first = second = 0.0
    momentum_places, rmsprop_places, adam_places = [], [], []
    there = {"momentum": 0.0, "rmsprop": 0.0, "adam": 0.0}
    for t, dw in enumerate(gradients, start=1):
        v = 0.9 * v - 0.1 * dw
        there["momentum"] += v
        s = 0.9 * s + 0.1 * dw**2
        there["rmsprop"] -= 0.1 * dw / (s + 1e-7) ** 0.5
        first, second = 0.9 * first + 0.1 * dw, 0.999 * second + 0.001 * dw**2
        corrected = first / (1 - 0.9**t), second / (1 - 0.999**t)
        there["adam"] -= 0.1 * corrected[0] / corrected[1] ** 0.5
        momentum_places.append(there["momentum"])
        rmsprop_places.append(there["rmsprop"])
        adam_places.append(there["adam"])
    np.testing.assert_allclose(walk("momentum", gradients, 0.1), momentum_places)
    np.testing.assert_allclose(walk("rmsprop", gradients, 0.1), rmsprop_places)
    np.testing.assert_allclose(walk("adam", gradients, 0.1), adam_places, atol=1e-6)


@pytest.mark.parametrize("wrong", ["sgd", "Adam", "", None, 3, ["adam"], adam])
def test_an_unknown_name_gets_the_choices(wrong):
    with pytest.raises(ValueError) as refusal:
        check_optimizer(wrong)
    words = "expected one of 'gradient_descent', 'momentum', 'rmsprop', 'adam'"
    assert str(refusal.value) == f"optimizer is {wrong!r}, {words}"


def test_momentum_grows_to_ten_times_a_plain_step():
    places = walk("momentum", [1.0] * 200, 0.1)
    np.testing.assert_allclose(places[-1] - places[-2], -0.1 / (1 - 0.9))


def test_rmsprop_and_adam_do_not_care_how_large_the_gradient_is():
    for name in ("rmsprop", "adam"):
        small = walk(name, [1e-1, 2e-1, -1e-1], 0.1)
        large = walk(name, [1e3, 2e3, -1e3], 0.1)
        np.testing.assert_allclose(small, large, rtol=1e-4)


@every_rule
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_pure_and_true_to_type(name, dtype):
    rng = np.random.RandomState(0)
    w, dw = rng.randn(3, 4).astype(dtype), rng.randn(3, 4).astype(dtype)
    before = w.copy(), dw.copy()
    first, state = OPTIMIZERS[name](w, dw, None, 0.1)
    kept = [np.array(part) for part in (state if isinstance(state, tuple) else [state])]
    second, _ = OPTIMIZERS[name](first, dw, state, 0.1)
    assert first.shape == second.shape == w.shape
    assert first.dtype == second.dtype == dtype
    np.testing.assert_array_equal(w, before[0])
    np.testing.assert_array_equal(dw, before[1])
    for part, other in zip(kept, state if isinstance(state, tuple) else [state], strict=True):
        np.testing.assert_array_equal(part, other)
    assert not np.shares_memory(first, w)


@every_rule
def test_a_whole_network_is_stepped_parameter_by_parameter(name, tiny):
    params, grads, rate = tiny.params_values, tiny.grads_values, 0.1
    one, state = optimizer_step(name, params, grads, {}, rate)
    two, _ = optimizer_step(name, one, grads, state, rate)
    assert set(two) == set(params)
    for key in params:
        w, remembered = OPTIMIZERS[name](params[key], grads[f"d{key}"], None, rate)
        w, _ = OPTIMIZERS[name](w, grads[f"d{key}"], remembered, rate)
        np.testing.assert_array_equal(two[key], w)


@pytest.mark.parametrize(
    ("rule", "options"),
    [
        (gradient_descent, {}),
        (momentum, {"beta": 0.5}),
        (rmsprop, {"rho": 0.5, "eps": 1e-3}),
        (adam, {"beta1": 0.5, "beta2": 0.8, "eps": 1e-3}),
    ],
)
def test_against_the_formula_written_in_another_way(rule, options):
    """Walk down a stretched bowl, and compare with the formula written in another way."""
    curve = np.array([1.0, 30.0])
    w, state, v, s = np.array([2.0, 1.0]), None, np.zeros(2), np.zeros(2)
    other = w.copy()
    for t in range(1, 30):
        w, state = rule(w, curve * w, state, 0.01, **options)
        g = curve * other
        if rule is gradient_descent:
            other = other - 0.01 * g
        elif rule is momentum:
            v = 0.5 * v + g
            other = other - 0.01 * v
        elif rule is rmsprop:
            s += 0.5 * (g * g - s)
            other = other - 0.01 * g * (s + 1e-3) ** -0.5
        else:
            v += 0.5 * (g - v)
            s += 0.2 * (g * g - s)
            # The textbook's form: both means corrected; its epsilon is scaled accordingly.
            root = np.sqrt(s / (1 - 0.8**t)) + 1e-3 / np.sqrt(1 - 0.8**t)
            other = other - 0.01 * v / (1 - 0.5**t) / root
        np.testing.assert_allclose(w, other, rtol=1e-12)
