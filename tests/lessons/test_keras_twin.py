"""The twin in Keras: the same numbers, shapes turned over, and what happens without Keras."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from classroom.datasets import by_hand, moons
from classroom.lessons.david_vs_goliath import keras_twin
from classroom.lessons.david_vs_goliath.experiments import (
    RACE_BATCH,
    allowed_difference,
    keras_agreement,
)
from nnlib import (
    full_backward_propagation,
    full_forward_propagation,
    get_cost_value,
    init_layers,
    update,
)
from nnlib.architecture import dense_architecture
from nnlib.optimizers import OPTIMIZERS

ROOT = Path(keras_twin.__file__).resolve().parent.parent
INTEL_MAC = sys.platform == "darwin" and platform.machine() == "x86_64"  # JAX has no wheel there

with_keras = pytest.mark.skipif(not keras_twin.available(), reason="Keras is not installed")


@pytest.fixture(scope="module")
def tiny():
    """Return the network by hand, and its twin in float64."""
    example = by_hand()
    twin = keras_twin.KerasTwin(example.nn_architecture, example.params_values, 0.5, "float64")
    return example, twin


@pytest.mark.skipif(INTEL_MAC, reason="JAX has no wheel for Macs with an Intel processor")
def test_keras_is_there_so_that_nothing_falls_back_unseen():
    assert keras_twin.available()
    assert keras_twin.status() == f"Keras 3 on {keras_twin.backend()}: live."


def test_without_keras_it_says_when_and_with_what_its_results_were_made(monkeypatch):
    monkeypatch.setenv("NNLIB_KERAS", "off")
    assert not keras_twin.available()
    assert re.fullmatch(
        r"Keras is not here\. Its results were recorded on \d{4}-\d\d-\d\d with keras 3\.\S+, "
        r"\w+ \S+, numpy \S+, Python \S+, .+ with \d+ processors\.",
        keras_twin.status(),
    )


def test_a_backend_that_is_not_installed_is_as_good_as_none(monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "no_such_backend")
    assert not keras_twin.available()


def run(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | environment,
    ).stdout.split()


def test_keras_is_imported_only_when_it_is_asked_for():
    code = "import sys; from classroom.lessons import david_vs_goliath; print(*sys.modules)"
    assert not {"keras", "jax", "torch", "tensorflow"} & set(run(code))


@with_keras
def test_forward_by_hand(tiny):
    example, twin = tiny
    np.testing.assert_allclose(twin.predict(example.X)[0, 0], 0.5, atol=1e-12)
    Y_hat, _ = full_forward_propagation(example.X, example.params_values, example.nn_architecture)
    np.testing.assert_allclose(twin.predict(example.X), Y_hat, atol=1e-12)


@with_keras
def test_cost_and_every_gradient(tiny):
    example, twin = tiny
    net, params_values, X, Y = example
    twin.params_values = params_values
    Y_hat, memory = full_forward_propagation(X, params_values, net)
    grads_values = full_backward_propagation(Y_hat, Y, memory, params_values, net)
    cost, grads = twin.cost_and_gradients(X, Y)
    assert cost == pytest.approx(get_cost_value(Y_hat, Y), abs=1e-12)
    assert list(grads) == ["dW1", "db1", "dW2", "db2"]
    for key in grads:
        assert grads[key].shape == grads_values[key].shape
        np.testing.assert_allclose(grads[key], grads_values[key], atol=1e-12)


@with_keras
def test_one_step_at_another_rate(tiny):
    example, twin = tiny
    net, params_values, X, Y = example
    Y_hat, memory = full_forward_propagation(X, params_values, net)
    grads_values = full_backward_propagation(Y_hat, Y, memory, params_values, net)
    twin.params_values, twin.learning_rate = params_values, 0.25
    twin.fit(twin.rows(X, Y), batch_size=2)
    expected = update(params_values, grads_values, net, 0.25)
    for key, values in twin.params_values.items():
        assert values.dtype == np.float64
        np.testing.assert_allclose(values, expected[key], atol=1e-12)


@with_keras
def test_parameters_go_in_and_out_as_copies(tiny):
    example, twin = tiny
    before = {key: values.copy() for key, values in example.params_values.items()}
    twin.params_values = example.params_values
    twin.params_values["W1"][...] = 7
    twin.fit(twin.rows(example.X, example.Y), batch_size=1)
    for key, values in before.items():
        np.testing.assert_array_equal(example.params_values[key], values)
    assert twin.params_values["W1"].max() < 7


@with_keras
def test_rows_come_in_the_order_asked_for(tiny):
    example, twin = tiny
    x, y = twin.rows(example.X, example.Y, [1, 0, 1])
    np.testing.assert_array_equal(x, example.X.T[[1, 0, 1]])
    np.testing.assert_array_equal(y, [[0], [1], [0]])


@with_keras
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_agreement_after_a_hundred_steps(dtype):
    found = keras_agreement(dtype)
    assert len(found) == 2 + 2 * 5 + 3
    assert max(found.values()) < allowed_difference(dtype)


@with_keras
def test_steps_taken_thirty_at_a_time_are_the_same_steps():
    split, net = moons(), dense_architecture([2, 5, 1])
    start = init_layers(net, 3, "he")
    ends = []
    for together in (1, 30):
        twin = keras_twin.KerasTwin(net, start, 0.1, steps_per_execution=together)
        twin.fit(twin.rows(split.X_train, split.Y_train), RACE_BATCH)
        ends.append(twin.params_values)
    for key, values in ends[0].items():
        np.testing.assert_allclose(values, ends[1][key], atol=1e-6)
        assert np.abs(values - start[key]).max() > 1e-3


@with_keras
def test_kerass_own_precision_is_left_as_it_was(tiny):
    keras, _ = keras_twin.load()
    assert keras.config.floatx() == "float32"
    with pytest.raises(ZeroDivisionError), keras_twin.precision("float64"):
        assert keras.config.floatx() == "float64"
        raise ZeroDivisionError
    assert keras.config.floatx() == "float32"


@with_keras
def test_what_does_not_fit_is_refused_as_everywhere(tiny):
    example, twin = tiny
    with pytest.raises(ValueError, match="params_values has no W2"):
        twin.params_values = {key: example.params_values[key] for key in ("W1", "b1")}
    with pytest.raises(ValueError, match="one unit that gives one probability"):
        keras_twin.KerasTwin(example.nn_architecture[:1], example.params_values, 0.1)


@with_keras
@pytest.mark.parametrize(
    ("name", "rate"),
    [("gradient_descent", 0.1), ("momentum", 0.1), ("rmsprop", 0.01), ("adam", 0.001)],
)
def test_every_optimizer_steps_as_keras_does(name, rate):
    """Step for step at the same settings, in float32; Keras rounds its powers of beta, too."""
    keras, _ = keras_twin.load()
    theirs = {
        "gradient_descent": lambda: keras.optimizers.SGD(rate),
        "momentum": lambda: keras.optimizers.SGD(rate, momentum=0.9),
        "rmsprop": lambda: keras.optimizers.RMSprop(rate),
        "adam": lambda: keras.optimizers.Adam(rate),
    }[name]()
    rng = np.random.RandomState(0)
    w = rng.randn(4, 3).astype(np.float32)
    variable, state = keras.Variable(w), None
    for _ in range(100):
        dw = rng.randn(4, 3).astype(np.float32)
        w, state = OPTIMIZERS[name](w, dw, state, rate)
        theirs.apply([keras.ops.convert_to_tensor(dw)], [variable])
        assert np.abs(w - np.asarray(variable)).max() < 1e-6
