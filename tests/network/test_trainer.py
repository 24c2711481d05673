"""The Trainer: the same numbers as `train`, in memory allocated once."""

import contextlib
import copy
import pickle
import sys
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info, threadpool_limits

from nnlib import (
    full_backward_propagation,
    full_forward_propagation,
    get_accuracy_value,
    get_cost_value,
    init_layers,
    predict,
    train,
    update,
)
from nnlib import trainer as trainer_module
from nnlib.architecture import dense_architecture
from nnlib.optimizers import OPTIMIZERS, optimizer_step
from nnlib.trainer import Trainer, _blas

SCORES = get_cost_value, get_accuracy_value
PUBLISHED = dense_architecture([2, 25, 50, 50, 25, 1])


def data(n, m, seed=0):
    rng = np.random.RandomState(seed)
    return rng.randn(n, m), rng.randint(0, 2, (1, m))


def finite(params_values):
    return all(np.isfinite(values).all() for values in params_values.values())


def assert_close(a, b, atol):
    assert a.keys() == b.keys()
    for key in a:
        np.testing.assert_allclose(a[key], b[key], rtol=0, atol=atol, err_msg=key)


def agrees_with_train(X, Y, nn_architecture, steps, rate, **start):
    trainer = Trainer(X, Y, nn_architecture, rate, **start)
    assert trainer.step(steps) == trainer.steps == trainer.epochs == steps
    params_values, costs, shares = train(X, Y, nn_architecture, steps, rate, **start)
    assert_close(trainer.params_values, params_values, 1e-10)
    np.testing.assert_allclose(trainer.cost_history, costs, rtol=0, atol=1e-10)
    np.testing.assert_allclose(trainer.accuracy_history, shares, rtol=0, atol=1e-10)
    Y_hat = predict(X, params_values, nn_architecture)
    np.testing.assert_allclose(trainer.predict(X), Y_hat, rtol=0, atol=1e-10)


def test_a_step_worked_by_hand(tiny):
    trainer = Trainer(tiny.X, tiny.Y, tiny.nn_architecture, 0.5, params_values=tiny.params_values)
    assert trainer.step() == 1
    np.testing.assert_array_equal(trainer.predict(tiny.X) > 0.5, [[True, True]])
    expected = {"W1": [[1.25, 0.375], [0.75, -1.0625]], "b1": [[1], [0.125]], "b2": [[-0.75]]}
    for key, values in (expected | {"W2": [[2.234375, -0.78125]]}).items():
        np.testing.assert_array_equal(trainer.params_values[key], values)
    assert trainer.cost_history == [pytest.approx(np.log(2))] and trainer.accuracy_history == [0]


@pytest.mark.parametrize("scheme", ["small", "he"])
@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("sizes", [[2, 1], [2, 1, 1], [2, 6, 5, 1], [2, 25, 50, 50, 25, 1]])
def test_it_agrees_with_train(moons, sizes, activation, scheme):
    nn_architecture = dense_architecture(sizes, activation)
    agrees_with_train(moons[0], moons[2], nn_architecture, 40, 0.5, seed=2, scheme=scheme)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["relu", "sigmoid"])), max_size=3),
    st.integers(1, 8),
    st.integers(0, 99),
)
def test_it_agrees_with_train_on_any_network(hidden, m, seed):
    nn_architecture = dense_architecture([3, *(units for units, _ in hidden), 1])
    for layer, (_, activation) in zip(nn_architecture, hidden, strict=False):
        layer["activation"] = activation
    agrees_with_train(*data(3, m, seed), nn_architecture, 5, 0.3, seed=seed, scheme="he")


def test_its_costs_agree_with_train_from_a_saturated_start(moons):
    start = {key: 10 * values for key, values in init_layers(PUBLISHED, seed=2).items()}
    agrees_with_train(moons[0], moons[2], PUBLISHED, 20, 0.01, params_values=start)


def test_its_parameters_agree_with_train_from_a_saturated_start(moons):
    start = {key: 10 * values for key, values in init_layers(PUBLISHED, seed=2).items()}
    trainer = Trainer(moons[0], moons[2], PUBLISHED, 0.01, params_values=start)
    trainer.step(20)
    expected = train(moons[0], moons[2], PUBLISHED, 20, 0.01, params_values=start)[0]
    assert_close(trainer.params_values, expected, 1e-10)


@pytest.mark.parametrize("m, batch_size", [(23, 5), (24, 6), (7, 1), (8, 7), (9, 9)])
def test_mini_batches_are_the_public_functions_on_the_same_shuffles(m, batch_size):
    nn_architecture = dense_architecture([3, 4, 5, 1])
    X, Y = data(3, m)
    trainer = Trainer(X, Y, nn_architecture, 0.5, seed=7, batch_size=batch_size)
    params_values, scores = init_layers(nn_architecture, seed=7), []
    rng, order = np.random.RandomState(7), np.arange(m)
    for _ in range(4):
        if batch_size < m:
            rng.shuffle(order)
        for start in range(0, m, batch_size):
            chosen = order[start : start + batch_size]
            Y_hat, memory = full_forward_propagation(X[:, chosen], params_values, nn_architecture)
            scores.append([score(Y_hat, Y[:, chosen]) for score in SCORES])
            grads_values = full_backward_propagation(
                Y_hat, Y[:, chosen], memory, params_values, nn_architecture
            )
            params_values = update(params_values, grads_values, nn_architecture, 0.5)
    assert trainer.step(len(scores)) == len(scores)
    assert trainer.epochs == 4
    assert_close(trainer.params_values, params_values, 1e-10)
    costs, shares = zip(*scores, strict=True)
    np.testing.assert_allclose(trainer.cost_history, costs, rtol=0, atol=1e-10)
    np.testing.assert_allclose(trainer.accuracy_history, shares, rtol=0, atol=1e-10)


@pytest.mark.parametrize("batch_size, widths", [(5, [5, 5, 5, 5, 3]), (23, [23]), (22, [22, 1])])
def test_every_example_is_used_once_per_epoch_with_its_own_label(monkeypatch, batch_size, widths):
    X = np.arange(23.0).reshape(1, -1) / 23
    Y = (np.arange(23) % 3 == 0).astype(int).reshape(1, -1)
    trainer = Trainer(X, Y, dense_architecture([1, 2, 1]), 0.1, batch_size=batch_size)
    batches, backward = [], trainer._backward

    def spy(X, Y, Y_hat, t):
        batches.append((X[:-1].copy(), Y.copy()))  # the last row of X is the ones for the bias
        np.testing.assert_array_equal(X[-1], 1)
        backward(X, Y, Y_hat, t)

    monkeypatch.setattr(trainer, "_backward", spy)
    trainer.step(3 * len(widths))
    orders = []
    for epoch in range(3):
        of_epoch = batches[epoch * len(widths) : (epoch + 1) * len(widths)]
        assert [x.shape[1] for x, _ in of_epoch] == widths
        x, y = (np.hstack(parts) for parts in zip(*of_epoch, strict=True))
        orders.append(np.rint(x[0] * 23).astype(int))
        np.testing.assert_array_equal(np.sort(orders[-1]), np.arange(23))
        np.testing.assert_array_equal(y, Y[:, orders[-1]])
    if len(widths) > 1:
        assert not np.array_equal(orders[0], orders[1])
        assert not np.array_equal(orders[0], np.arange(23))


def test_steps_may_be_taken_one_by_one_or_many_at_once():
    X, Y = data(2, 11)
    one, many = (Trainer(X, Y, dense_architecture([2, 3, 1]), 0.5, batch_size=4) for _ in "ab")
    assert [one.step() for _ in range(8)] == [1] * 8
    assert many.step(3) == 3 and many.step(5) == 5
    np.testing.assert_equal(one.params_values, many.params_values)
    assert one.cost_history == many.cost_history
    assert one.epochs == pytest.approx(8 / 3)


@pytest.mark.parametrize("batch_size", [None, 4])
def test_reset_goes_back_to_the_start_and_the_same_run(batch_size):
    X, Y = data(2, 11)
    trainer = Trainer(X, Y, dense_architecture([2, 3, 1]), 0.5, seed=5, batch_size=batch_size)
    start = trainer.params_values
    np.testing.assert_equal(start, init_layers(dense_architecture([2, 3, 1]), 5))
    runs = []
    for steps in (5, 7, 7):  # five steps end in the middle of an epoch
        trainer.reset()
        np.testing.assert_equal(trainer.params_values, start)
        assert trainer.steps == trainer.epochs == 0
        assert trainer.cost_history == trainer.accuracy_history == [] and trainer.stopped is None
        trainer.step(steps)
        runs.append((trainer.params_values, trainer.cost_history, trainer.accuracy_history))
    np.testing.assert_equal(runs[1], runs[2])
    assert runs[0][1] == runs[1][1][:5]


def test_the_learning_rate_may_change_between_steps():
    (X, Y), nn_architecture = data(2, 11), dense_architecture([2, 3, 1])
    trainer = Trainer(X, Y, nn_architecture, 0.5)
    trainer.step(3)
    trainer.learning_rate = 2.0
    trainer.step(3)
    half, *_ = train(X, Y, nn_architecture, 3, 0.5)
    full, *_ = train(X, Y, nn_architecture, 3, 2.0, params_values=half)
    assert_close(trainer.params_values, full, 1e-10)


@pytest.mark.parametrize("labels", [int, bool, np.float64])
@pytest.mark.parametrize("batch_size", [None, 30])
def test_float32_stays_float32_and_close(moons, batch_size, labels):
    X, Y = moons[0], moons[2].astype(labels)
    args = Y, PUBLISHED, 0.1
    double = Trainer(X, *args, batch_size=batch_size)
    given = Trainer(X.astype(np.float32), *args, batch_size=batch_size)
    asked = Trainer(X, *args, batch_size=batch_size, dtype=np.float32)
    for trainer in (double, given, asked):
        trainer.step(40)
    assert double.dtype == double.predict(X).dtype == np.float64
    for single in (given, asked):
        assert single.dtype == single.predict(X).dtype == np.float32
        assert {values.dtype for values in single.params_values.values()} == {np.dtype("f4")}
        assert_close(single.params_values, double.params_values, 1e-5)
        np.testing.assert_allclose(single.cost_history, double.cost_history, rtol=1e-4)


@pytest.mark.parametrize("dtype", [np.float64, "float64", np.dtype("float64")])
def test_float32_data_may_be_trained_in_float64(dtype):
    X, Y = data(2, 11)
    X = X.astype(np.float32)
    trainer = Trainer(X, Y, dense_architecture([2, 1]), 0.5, dtype=dtype)
    trainer.step(3)
    expected, *_ = train(X.astype(np.float64), Y, dense_architecture([2, 1]), 3, 0.5)
    assert_close(trainer.params_values, expected, 1e-12)


def test_X_may_be_whole_numbers():
    X, Y = np.array([[1, 0, 2, -1], [3, 1, 0, 0]]), np.array([[1, 0, 0, 1]])
    agrees_with_train(X, Y, dense_architecture([2, 3, 1]), 5, 0.5)


@pytest.mark.parametrize("order", ["C", "F"])
def test_the_data_are_copied_and_left_as_they_are(unchanged, order):
    nn_architecture = dense_architecture([2, 3, 1])
    X, Y = (np.asarray(part, float, order) for part in data(2, 11))
    start = init_layers(nn_architecture)
    trainer, undisturbed = (
        Trainer(X, Y, nn_architecture, 0.5, params_values=start, batch_size=batch_size)
        for batch_size in (None, 11)
    )
    with unchanged(X, Y, nn_architecture, start):
        trainer.step(2)
        trainer.predict(X)
        trainer.reset()
    undisturbed.step(3)
    for array in (X, Y, *start.values()):
        array[...] = 7
    trainer.step(3)
    np.testing.assert_equal(trainer.params_values, undisturbed.params_values)
    trainer.reset()
    assert_close(trainer.params_values, init_layers(nn_architecture), 0)


def test_what_is_too_large_for_its_type_of_number_is_refused_in_words(refuses):
    X, Y = data(2, 11)
    trainer = Trainer(X, Y, dense_architecture([2, 3, 1]), 0.5, dtype=np.float32)
    words = "X as float32 holds 1 value that is NaN or infinite, the first in row 1, column 4"
    X[1, 4] = 1e200
    refuses(ValueError, [words, "remove or replace"], trainer.predict, X)
    start = dense_architecture([2, 3, 1]), 0.5
    words = "X as float32 holds 1 value that is NaN or infinite", "row 1, column 4"
    refuses(ValueError, words, lambda: Trainer(X, Y, *start, dtype=np.float32))


def test_the_architecture_is_copied():
    (X, Y), nn_architecture = data(2, 11), dense_architecture([2, 3, 1])
    trainer = Trainer(X, Y, nn_architecture, 0.5)
    nn_architecture.append({"input_dim": 1, "output_dim": 1, "activation": "sigmoid"})
    assert set(trainer.params_values) == {"W1", "b1", "W2", "b2"}


def test_the_parameters_and_histories_it_shows_are_copies():
    X, Y = data(2, 11)
    trainer, undisturbed = (Trainer(X, Y, dense_architecture([2, 3, 1]), 0.5) for _ in "ab")
    trainer.step(2)
    shown = trainer.params_values
    for values in shown.values():
        values[...] = 0
    trainer.cost_history.clear()
    trainer.accuracy_history.clear()
    trainer.step(2)
    assert not shown["W1"].any()
    undisturbed.step(4)
    np.testing.assert_equal(trainer.params_values, undisturbed.params_values)
    assert trainer.cost_history == undisturbed.cost_history
    assert len(trainer.accuracy_history) == trainer.steps == 4


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch_size", [None, 100])
@pytest.mark.parametrize("rate, scale", [(1e4, 1), (1e10, 1), (1e10, 1e30)])
def test_divergence_stops_it_and_reset_recovers(moons, rate, scale, batch_size, dtype):
    X = moons[0] * scale
    keys = {"seed": 2, "batch_size": batch_size, "dtype": dtype}
    trainer = Trainer(X, moons[2], PUBLISHED, rate, **keys)
    steps = trainer.step(200)
    assert 0 < steps < 200
    for words in (f"at step {steps}:", f"at learning rate {rate:g}", "last finite", "scale X"):
        assert words in trainer.stopped
    kept = trainer.params_values
    assert finite(kept)
    assert len(trainer.cost_history) == len(trainer.accuracy_history) == trainer.steps == steps
    assert np.isfinite(trainer.cost_history).all()

    sentence = trainer.stopped
    assert trainer.step(5) == 0 and trainer.steps == steps and trainer.stopped == sentence
    np.testing.assert_equal(trainer.params_values, kept)

    # They are the ones that the last cost was computed at: one step before the one that broke.
    trainer.reset()
    assert trainer.stopped is None and trainer.steps == 0
    if steps > 1:
        assert trainer.step(steps - 1) == steps - 1
    np.testing.assert_equal(trainer.params_values, kept)

    trainer.reset()
    trainer.learning_rate = 1e-9 / scale**2
    assert trainer.step(200) == 200 and trainer.stopped is None


def test_a_start_that_overflows_stops_at_step_0(good):
    start = {key: 1e300 * values for key, values in good.params_values.items()}
    trainer = Trainer(good.X, good.Y, good.nn_architecture, 0.1, params_values=start)
    assert trainer.step(3) == trainer.steps == 0
    assert "stopped at step 0, because the predictions" in trainer.stopped


def test_divergence_in_the_very_last_step_is_noticed():
    X, Y = data(2, 11)
    trainer = Trainer(X * 1e200, Y, dense_architecture([2, 1]), 1e150)
    trainer.step(1)
    assert finite(trainer.params_values)
    assert "at step 1:" in trainer.stopped


def test_data_too_large_for_float32_are_refused_or_stop_it_without_a_warning():
    X, Y = data(2, 11)
    with contextlib.suppress(ValueError):
        trainer = Trainer(X * 1e200, Y, dense_architecture([2, 1]), 0.1, dtype=np.float32)
        trainer.step(3)
        assert "at step 0" in trainer.stopped


def blas_threads():
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


@pytest.mark.parametrize("units, inside", [(8, {1}), (100, {2})])
def test_blas_has_one_thread_while_a_small_network_takes_a_step(monkeypatch, units, inside):
    X, Y = data(2, 2000)
    trainer = Trainer(X, Y, dense_architecture([2, units, units, 1]), 0.1)
    _blas.cache_clear()  # libraries that other tests have loaded since are to be found as well
    layer, seen = trainer._layers[0], []
    activate = layer.activate

    def spy(layer):
        seen.append(blas_threads())
        activate(layer)

    monkeypatch.setattr(layer, "activate", spy)
    with threadpool_limits(2, user_api="blas"):
        assert blas_threads() == {2}
        trainer.step(2)
        assert blas_threads() == {2}
        monkeypatch.setattr(layer, "activate", lambda layer: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            trainer.step()
        assert blas_threads() == {2}
        trainer.predict(X)
        assert blas_threads() == {2}
    assert seen == [inside] * 2


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_step_allocates_next_to_nothing(dtype):
    # The forward pass's arrays are Z and A of two hidden layers; what a step may still make are
    # a few rows of one number per example, for the cost, and copies of no matrix at all.
    X, Y = data(2, 2000)
    trainer = Trainer(X, Y, dense_architecture([2, 100, 100, 1]), 0.1, dtype=dtype)
    trainer.step(3)
    one_matrix = 100 * 2000 * np.dtype(dtype).itemsize
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        trainer.step(50)
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - before < one_matrix / 5
    assert after - before < 20_000  # 50 rows of the history


@pytest.mark.parametrize("optimizer", ["momentum", "rmsprop", "adam"])
@pytest.mark.parametrize("batch_size", [None, 4])
def test_every_optimizer_takes_the_same_steps_as_its_formula(optimizer, batch_size):
    X, Y = data(2, 12)
    net = dense_architecture([2, 3, 1])
    start = {"seed": 7, "scheme": "he", "optimizer": optimizer}
    trainer = Trainer(X, Y, net, 0.05, **start, batch_size=batch_size)
    params_values, state = trainer.params_values, {}
    rng, order = np.random.RandomState(7), np.arange(12)
    for step in range(9):
        if batch_size and step % 3 == 0:
            rng.shuffle(order)
        chosen = order[step % 3 * 4 : step % 3 * 4 + 4] if batch_size else order
        Y_hat, memory = full_forward_propagation(X[:, chosen], params_values, net)
        grads = full_backward_propagation(Y_hat, Y[:, chosen], memory, params_values, net)
        params_values, state = optimizer_step(optimizer, params_values, grads, state, 0.05)
    assert trainer.step(9) == 9
    assert_close(trainer.params_values, params_values, 1e-12)
    if batch_size is None:
        trained, _, _ = train(X, Y, net, 9, 0.05, **start)
        assert_close(trained, params_values, 1e-12)


@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam"])
@pytest.mark.parametrize("rate", [3e2, 1e5, 1e38])
def test_divergence_within_a_block_ends_as_it_does_step_by_step(optimizer, rate):
    X, Y = data(2, 40)
    options = {"scheme": "he", "batch_size": 4, "dtype": np.float32, "optimizer": optimizer}
    one, many = (
        Trainer(100 * X, Y, dense_architecture([2, 6, 6, 1]), rate, **options) for _ in "ab"
    )
    while one.stopped is None and one.steps < 60:
        one.step()
    many.step(60)
    assert one.stopped == many.stopped
    assert one.cost_history == many.cost_history
    np.testing.assert_equal(one.params_values, many.params_values)
    assert all(np.isfinite(values).all() for values in many.params_values.values())


@pytest.mark.parametrize("batch_size", [30, 300])
@pytest.mark.parametrize("rate", [10, 100, 1e3, 1e6])
def test_wherever_a_run_diverges_its_last_finite_parameters_are_finite(moons, batch_size, rate):
    X, _, Y, _ = moons
    net = dense_architecture([2, 25, 50, 50, 25, 1])
    options = {"scheme": "he", "batch_size": batch_size, "dtype": np.float32}
    for seed in range(4):
        one, many = (Trainer(X, Y, net, rate, seed=seed, **options) for _ in "ab")
        many.step(90)
        while one.stopped is None and one.steps < 90:
            one.step()
        assert all(np.isfinite(values).all() for values in many.params_values.values())
        assert one.stopped == many.stopped
        np.testing.assert_equal(one.params_values, many.params_values)
        assert np.isfinite(many.predict(X)).all()


def everything(trainer):
    """Return all that decides how a trainer goes on, and all that it shows."""
    memory = trainer._memory[trainer._now]
    return (
        (memory if trainer.stopped is None else memory[0]).tobytes(),  # it goes on no more
        trainer.cost_history,
        trainer.accuracy_history,
        trainer.stopped,
    )


# Blocks of three steps, an epoch's narrower last batch, one step at a time, all examples at once.
WAYS = {
    "blocks": {"batch_size": 4},
    "a last batch": {"batch_size": 9},
    "large": {"batch_size": 4, "large": True},
    "whole": {"batch_size": None},
    "diverging": {"batch_size": 4, "rate": 1e15},
}


def trainer_in_the_middle(monkeypatch, optimizer, batch_size, rate=0.3, large=False):
    if large:
        monkeypatch.setattr(trainer_module, "SMALL_NETWORK", 0)
    monkeypatch.setattr(trainer_module, "BLOCK", 12)
    X, Y = data(2, 22)
    options = {"scheme": "he", "batch_size": batch_size, "optimizer": optimizer}
    net = dense_architecture([2, 4, 4, 1])
    trainer = Trainer(X, Y, net, 0.3, dtype=np.float32, **options)
    trainer.step(2)
    trainer.learning_rate = rate
    return trainer


# Each instruction was tried once; here a stride that is prime meets lines and calls of all kinds.
EVERY = 29


def interrupt_at(k, function, *args):
    """Call a function, and raise KeyboardInterrupt before its k-th instruction inside nnlib.

    Return whether it came so far.
    """
    left = [k]

    def trace(frame, event, arg):
        if "nnlib" not in frame.f_globals.get("__name__", ""):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function(*args)
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam"])
@pytest.mark.parametrize("way", WAYS)
def test_an_interrupt_anywhere_in_a_step_leaves_whole_steps(monkeypatch, optimizer, way):
    start = trainer_in_the_middle(monkeypatch, optimizer, **WAYS[way])
    twin, seen, k = copy.deepcopy(start), {}, 1
    for _ in range(10):
        seen.setdefault(twin.steps, everything(twin))
        twin.step()
    assert (twin.stopped is not None) == (way == "diverging")
    # Python 3.12.1 tells of instructions only from the second time on that it is asked to.
    assert not interrupt_at(10**9, copy.deepcopy(start).step, 6)
    trainer = copy.deepcopy(start)
    while interrupt_at(k, trainer.step, 6):
        if trainer.stopped is None:
            assert everything(trainer) == seen[trainer.steps], f"instruction {k}"
        trainer.step(12 - trainer.steps)
        assert everything(trainer) == everything(twin), f"instruction {k}, later"
        trainer, k = copy.deepcopy(start), k + EVERY
    assert k > 500


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS)
def test_a_copy_goes_on_as_the_original_does_and_alone(monkeypatch, way, optimizer, options):
    trainer = trainer_in_the_middle(monkeypatch, optimizer, **options)
    same = way(trainer)
    assert everything(same) == everything(trainer)
    for one, other in [(trainer, same), (same, trainer)]:
        before = everything(other)
        one.step(5)
        assert everything(other) == before
        other.step(5)
        assert everything(one) == everything(other)
    same.reset()
    trainer.reset()
    same.step(7)
    trainer.step(7)
    assert everything(same) == everything(trainer)
    X, _ = data(2, 5)
    np.testing.assert_array_equal(same.predict(X), trainer.predict(X))


def test_a_reset_forgets_what_the_optimizer_remembered():
    X, Y = data(2, 12)
    trainer = Trainer(X, Y, dense_architecture([2, 3, 1]), 0.05, optimizer="adam", batch_size=5)
    trainer.step(7)
    first = trainer.params_values
    trainer.reset()
    trainer.step(7)
    np.testing.assert_equal(trainer.params_values, first)


def test_an_unknown_optimizer_is_refused(refuses, good):
    words = "optimizer is 'sgd', expected one of 'gradient_descent', 'momentum', 'rmsprop', 'adam'"
    refuses(ValueError, words, call, good, optimizer="sgd")


def test_more_keys_in_the_start_do_no_harm(good):
    start = good.params_values | {"W3": np.full((1, 1), 5.0), "b3": np.full((1, 1), 5.0)}
    args = good.X, good.Y, good.nn_architecture, 0.1
    plain, more = (Trainer(*args, params_values=p) for p in (good.params_values, start))
    assert more._params.size == plain._params.size


def call(good, **wrong):
    right = {"X": good.X, "Y": good.Y, "nn_architecture": good.nn_architecture}
    return Trainer(**(right | {"learning_rate": 0.1} | wrong))


def test_a_wrong_X_is_refused(refuses, good, bad_X):
    wrong, error, words = bad_X
    refuses(error, words, call, good, X=wrong)
    refuses(error, words, call(good).predict, wrong)


def test_a_wrong_label_is_refused(refuses, good, bad_Y):
    wrong, error, words = bad_Y
    refuses(error, words, call, good, Y=wrong)


def test_a_wrong_architecture_is_refused(refuses, good, bad_architecture):
    wrong, error, words = bad_architecture
    refuses(error, words, call, good, nn_architecture=wrong)


def test_a_network_that_is_no_classifier_is_refused(refuses, good):
    words = "layer 1, the last", "expected output_dim 1 and activation 'sigmoid'"
    refuses(ValueError, words, call, good, nn_architecture=good.nn_architecture[:1])


def test_wrong_starting_parameters_are_refused(refuses, good, bad_params):
    wrong, error, words = bad_params
    refuses(error, words, call, good, params_values=wrong)


def test_a_wrong_rate_is_refused_at_the_start_and_between_steps(refuses, good, bad_rate):
    wrong, error, words = bad_rate
    refuses(error, words, call, good, learning_rate=wrong)
    trainer = call(good)
    trainer.learning_rate = wrong
    refuses(error, words, trainer.step)
    assert trainer.steps == 0


def test_a_number_of_steps_that_is_no_whole_number_is_refused(refuses, good, bad_whole):
    wrong, error, words = bad_whole
    refuses(error, ["n is", *words], call(good).step, wrong)


def test_a_batch_size_that_is_no_whole_number_is_refused(refuses, good, bad_whole):
    wrong, error, words = bad_whole
    refuses(error, ["batch_size is", *words], call, good, batch_size=wrong)


def test_a_batch_larger_than_the_data_is_refused(refuses, good):
    words = "batch_size is 6, expected at most 5, all the examples"
    refuses(ValueError, [words], call, good, batch_size=6)


@pytest.mark.parametrize("dtype", [np.float16, int, "double precision", complex, object])
def test_another_type_of_number_is_refused(refuses, good, dtype):
    words = "dtype is", "expected np.float32 or np.float64"
    refuses(ValueError, words, call, good, dtype=dtype)


def test_a_wrong_seed_is_refused(refuses, good, bad_seed):
    wrong, error, words = bad_seed
    refuses(error, words, call, good, seed=wrong)


@pytest.mark.parametrize("seed", [None, -1, 1.5, True])
def test_a_wrong_seed_is_refused_with_a_start_of_ones_own_too(good, seed):
    with pytest.raises((TypeError, ValueError), match="seed is .*expected a whole number"):
        call(good, params_values=good.params_values, seed=seed)


def test_an_unknown_scheme_is_refused(refuses, good, bad_scheme):
    wrong, error, words = bad_scheme
    refuses(error, words, call, good, scheme=wrong)
