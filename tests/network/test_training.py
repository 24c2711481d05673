"""Training: the published run, an independent loop, divergence, interruption, refusals."""

import inspect
import os
import signal
import sys
import threading
import time
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tqdm import tqdm

from nnlib import (
    ACTIVATIONS,
    full_forward_propagation,
    get_accuracy_value,
    get_cost_value,
    init_layers,
    predict,
    train,
    training,
)
from nnlib.architecture import dense_architecture
from nnlib.optimizers import OPTIMIZERS
from nnlib.trainer import Trainer

PUBLISHED = dense_architecture([2, 25, 50, 50, 25, 1])


def article(X, Y, sizes, epochs, rate, seed=2, scale=0.1):
    """Train with the article's formulas, written out with nothing of nnlib.

    Return the W of every layer and the costs.
    """
    rng = np.random.RandomState(seed)
    W, b, costs, m = [], [], [], X.shape[1]
    for n_in, n_out in zip(sizes, sizes[1:], strict=False):
        W.append(rng.randn(n_out, n_in) * scale)
        b.append(rng.randn(n_out, 1) * scale)
    for _ in range(epochs):
        A, Z = [X], []
        for l in range(len(W)):
            Z.append(np.dot(W[l], A[l]) + b[l])
            last = l == len(W) - 1
            A.append(1 / (1 + np.exp(-Z[l])) if last else np.maximum(0, Z[l]))
        cost = -1 / m * (np.dot(Y, np.log(A[-1]).T) + np.dot(1 - Y, np.log(1 - A[-1]).T))
        costs.append(cost.item())
        dA = -(np.divide(Y, A[-1]) - np.divide(1 - Y, 1 - A[-1]))
        for l in reversed(range(len(W))):
            slope = A[-1] * (1 - A[-1]) if l == len(W) - 1 else Z[l] > 0
            dZ = dA * slope
            dA = np.dot(W[l].T, dZ)
            W[l] = W[l] - rate * np.dot(dZ, A[l].T) / m
            b[l] = b[l] - rate * np.sum(dZ, axis=1, keepdims=True) / m
    return W, costs


def finite(params_values):
    return all(np.isfinite(values).all() for values in params_values.values())


def never(sentence):
    raise AssertionError(f"nothing was to be reported, but: {sentence}")


def test_one_step_worked_by_hand(tiny):
    params_values, cost_history, accuracy_history = train(
        tiny.X, tiny.Y, tiny.nn_architecture, 1, 0.5, params_values=tiny.params_values
    )
    np.testing.assert_allclose(cost_history, [0.69314718056], rtol=1e-10)
    assert accuracy_history == [0]  # 0.5 is not above 0.5
    np.testing.assert_array_equal(params_values["W1"], [[1.25, 0.375], [0.75, -1.0625]])
    np.testing.assert_array_equal(params_values["b2"], [[-0.75]])


def test_the_published_run_begins_as_the_articles_formulas_do(moons):
    X, _, Y, _ = moons
    W, costs = article(X, Y, [2, 25, 50, 50, 25, 1], epochs=101, rate=0.01)
    params_values, cost_history, _ = train(X, Y, PUBLISHED, 101, 0.01, seed=2, report=never)
    assert round(cost_history[0], 4) == 0.6936
    np.testing.assert_allclose(cost_history, costs, rtol=0, atol=1e-10)
    for l, values in enumerate(W, start=1):
        np.testing.assert_allclose(params_values[f"W{l}"], values, rtol=0, atol=1e-10)


def test_the_articles_own_call_begins_as_the_published_run(moons):
    X, _, Y, _ = moons
    expected = train(X, Y, PUBLISHED, 20, 0.01, seed=2, scheme="small", report=never)
    np.testing.assert_equal(train(X, Y, PUBLISHED, 20, 0.01), expected)


def test_it_learns_from_a_start_at_which_the_articles_code_is_nan(moons):
    X, X_test, Y, Y_test = moons
    with np.errstate(all="ignore"):
        _, costs = article(X, Y, [2, 25, 50, 50, 25, 1], epochs=1, rate=0.01, scale=1.0)
    assert np.isnan(costs[0])
    start = {key: 10 * values for key, values in init_layers(PUBLISHED, seed=2).items()}
    args = X, Y, PUBLISHED, 100, 0.01
    params_values, costs, accuracies = train(*args, params_values=start, report=never)
    assert np.isfinite(costs).all() and accuracies[0] < 0.5
    assert accuracies[-1] >= 0.95
    assert get_accuracy_value(predict(X_test, params_values, PUBLISHED), Y_test) >= 0.95


@settings(max_examples=50)
@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=3),
    st.integers(1, 8),
    st.integers(1, 4),
    st.sampled_from([np.float32, np.float64]),
    st.sampled_from([int, bool, np.float32, np.float64]),
    st.sampled_from(["relu", "sigmoid"]),
)
def test_any_network_trains_on_any_number_of_examples(
    unchanged, sizes, m, epochs, dtype, labels, activation
):
    nn_architecture = dense_architecture([*sizes, 1], activation)
    rng = np.random.RandomState(m)
    X, Y = rng.randn(sizes[0], m).astype(dtype), rng.randint(0, 2, (1, m)).astype(labels)
    start = init_layers(nn_architecture, seed=m)
    with unchanged(X, Y, nn_architecture, start):
        result = train(X, Y, nn_architecture, epochs, 0.1, params_values=start, report=never)
    params_values, cost_history, accuracy_history = result
    assert len(cost_history) == len(accuracy_history) == epochs
    assert {key: (values.shape, values.dtype) for key, values in params_values.items()} == {
        key: (values.shape, np.dtype(dtype)) for key, values in start.items()
    }
    Y_hat = predict(X, params_values, nn_architecture)
    assert Y_hat.shape == (1, m) and Y_hat.dtype == dtype


def test_predict_is_the_forward_pass(good):
    args = good.X, good.params_values, good.nn_architecture
    np.testing.assert_array_equal(predict(*args), full_forward_propagation(*args)[0])


def test_each_cost_and_accuracy_is_the_one_before_that_epochs_step(good):
    args, seen = (good.X, good.Y, good.nn_architecture), [init_layers(good.nn_architecture, 2)]
    _, costs, shares = train(
        *args, 4, 0.5, seed=2, callback=lambda epoch, params: seen.append(params)
    )
    for params_values, cost, share in zip(seen, costs, shares, strict=False):
        Y_hat = predict(good.X, params_values, good.nn_architecture)
        assert cost == get_cost_value(Y_hat, good.Y)
        assert share == get_accuracy_value(Y_hat, good.Y)


@pytest.mark.parametrize("scheme", ["small", "he", "xavier"])
def test_seed_and_scheme_choose_the_start(good, scheme):
    args = good.X, good.Y, good.nn_architecture, 3, 0.5
    start = init_layers(good.nn_architecture, 7, scheme)
    expected = train(*args, params_values=start)
    np.testing.assert_equal(train(*args, seed=7, scheme=scheme), expected)


@pytest.mark.parametrize("dtype", [int, np.int64])
def test_whole_numbers_train_in_float64(good, dtype):
    X = np.array([[1, 0, 1, 2, 3], [1, 1, 0, -1, 2]])
    expected = train(X.astype(float), good.Y, good.nn_architecture, 3, 0.5)
    result = train(X.astype(dtype), good.Y, good.nn_architecture, 3, 0.5)
    assert result[0]["W1"].dtype == np.float64
    np.testing.assert_allclose(result[1], expected[1], rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, bool])
def test_small_whole_numbers_train_in_float64(good, dtype):
    X = (good.X > 0).astype(dtype)
    assert train(X, good.Y, good.nn_architecture, 1, 0.5)[0]["W1"].dtype == np.float64


def test_float32_stays_close_to_float64(moons):
    X, _, Y, _ = moons
    costs = [train(X.astype(t), Y, PUBLISHED, 30, 0.1)[1] for t in (np.float32, np.float64)]
    np.testing.assert_allclose(*costs, rtol=1e-5)


def test_the_callback_may_keep_what_it_gets(good):
    kept, copies = [], []

    def keep(epoch, params_values):
        kept.append((epoch, params_values))
        copies.append({key: values.copy() for key, values in params_values.items()})

    args = good.X, good.Y, good.nn_architecture, 5, 0.5
    params_values, *_ = train(*args, callback=keep)
    assert [epoch for epoch, _ in kept] == list(range(5))
    np.testing.assert_equal([params for _, params in kept], copies)
    np.testing.assert_equal(kept[-1][1], params_values)
    np.testing.assert_equal(kept[1][1], train(*args[:3], 2, 0.5)[0])


def test_it_is_silent_unless_asked_and_tqdm_shows_a_bar(good, capsys):
    args = good.X, good.Y, good.nn_architecture, 7, 0.5
    silent = train(*args)
    assert capsys.readouterr() == ("", "")
    shown = train(*args, progress=tqdm)
    out, err = capsys.readouterr()
    assert out == "" and "7/7" in err
    np.testing.assert_equal(shown, silent)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("rate", [1e4, 1e10])
@pytest.mark.parametrize("scale", [1, 1e30])
def test_divergence_is_told_in_one_sentence_and_the_parameters_are_finite(
    moons, rate, scale, dtype
):
    X, said, given = (moons[0] * scale).astype(dtype), [], []
    params_values, costs, accuracies = train(
        X,
        moons[2],
        PUBLISHED,
        200,
        rate,
        seed=2,
        report=said.append,
        callback=lambda epoch, params: given.append(params),
    )
    stop = len(costs)
    assert 0 < stop == len(accuracies) == len(given) < 200
    (sentence,) = said
    for words in (f"at epoch {stop}:", f"at learning rate {rate:g}", "last finite", "scale X"):
        assert words in sentence
    assert finite(params_values) and np.isfinite(costs).all()
    # They are the ones before the step that broke, and their cost is the last one.
    expected = given[-2] if stop > 1 else init_layers(PUBLISHED, 2)
    np.testing.assert_equal(params_values, {k: v.astype(dtype) for k, v in expected.items()})
    with np.errstate(over="ignore", invalid="ignore"):
        cost = get_cost_value(predict(X, params_values, PUBLISHED), moons[2])
    assert costs[-1] == pytest.approx(cost, rel=1e-6)


def test_data_of_1e200_diverge_in_words_too(moons):
    said = []
    params_values, costs, shares = train(
        moons[0] * 1e200, moons[2], PUBLISHED, 50, 0.01, report=said.append
    )
    assert f"at epoch {len(costs)}:" in said[0] and len(said) == 1
    assert finite(params_values) and len(costs) == len(shares) > 0


def checks_called_in(function, *args, **kwargs):
    """Return how often each function that checks is called inside, by name."""
    called = Counter()

    def note(frame, event, _):
        name, module = frame.f_code.co_name, frame.f_globals.get("__name__", "")
        if event == "call" and module.startswith("nnlib.") and "check" in name:
            called[name] += 1

    sys.setprofile(note)
    try:
        function(*args, **kwargs)
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_is_checked_is_checked_before_the_first_epoch_only(moons, optimizer, activation):
    args = moons[0], moons[2], dense_architecture([2, 4, 4, 1], activation)
    one, many = (
        checks_called_in(train, *args, epochs, 0.1, optimizer=optimizer) for epochs in (1, 30)
    )
    assert many == one
    once = ["check_training", "check_architecture", "check_data", "check_labels", "check_rate"]
    assert [one[name] for name in once] == [1] * 5


def test_a_trainer_checks_when_it_is_made_and_not_at_every_step(moons):
    trainer = Trainer(moons[0], moons[2], PUBLISHED, 0.1, batch_size=100)
    assert checks_called_in(trainer.step, 1) == checks_called_in(trainer.step, 30)
    at_start = checks_called_in(Trainer, moons[0], moons[2], PUBLISHED, 0.1, batch_size=100)
    assert at_start["check_architecture"] == at_start["check_data"] == 1
    assert checks_called_in(trainer.predict, moons[1])["check_data"] == 1


def test_what_the_public_functions_check_is_counted(good):
    """The counting above sees the checks of a function that has some."""
    args = good.X, good.params_values, good.nn_architecture
    called = checks_called_in(full_forward_propagation, *args)
    assert called["check_pass"] == called["check_architecture"] == 1 < called["check_matrix"]


def test_train_and_trainer_begin_alike_unless_told_otherwise():
    plain, fast = (inspect.signature(function).parameters for function in (train, Trainer))
    for name in ("seed", "scheme", "params_values", "optimizer"):
        assert plain[name].default == fast[name].default


def test_an_activation_that_somebody_adds_is_trained_with(good, monkeypatch):
    calls = []

    def forward(Z):
        calls.append("forward")
        return np.where(Z > 0, Z, 0.1 * Z)

    def backward(dA, Z):
        calls.append("backward")
        return np.where(Z > 0, dA, 0.1 * dA)

    monkeypatch.setitem(ACTIVATIONS, "leaky", (forward, backward))
    good.nn_architecture[0]["activation"] = "leaky"
    _, costs, _ = train(good.X, good.Y, good.nn_architecture, 50, 0.5, report=never)
    assert calls == ["forward", "backward"] * 50 and costs[-1] < costs[0]


def test_divergence_in_the_very_last_step_is_noticed(moons):
    X, said = moons[0] * 1e200, []
    result = train(X, moons[2], dense_architecture([2, 1]), 1, 1e150, seed=2, report=said.append)
    np.testing.assert_equal(result[0], init_layers(dense_architecture([2, 1]), 2))
    assert "at epoch 1:" in said[0] and len(result[1]) == len(result[2]) == 1


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_start_that_is_not_finite_is_refused(good, refuses, bad):
    good.params_values["W1"][0, 0] = bad
    words = ["W1 holds 1 value that is NaN or infinite", "expected finite numbers only"]
    args = good.X, good.Y, good.nn_architecture, 5, 0.1
    refuses(ValueError, words, train, *args, params_values=good.params_values)


def test_a_start_that_overflows_stops_at_epoch_0(good):
    said = []
    start = {key: 1e300 * values for key, values in good.params_values.items()}
    args = good.X, good.Y, good.nn_architecture, 5, 0.1
    _, *histories = train(*args, params_values=start, report=said.append)
    assert histories == [[], []]
    assert "stopped at epoch 0, because the predictions" in said[0] and "Scale X" in said[0]


def test_the_sentence_is_printed_unless_report_says_otherwise(moons, capsys):
    args = moons[0], moons[2], PUBLISHED, 50, 1e10
    train(*args)
    out, err = capsys.readouterr()
    assert "at epoch" in out and out.count("Training") == 1 and err == ""
    train(*args, report=None)
    assert capsys.readouterr() == ("", "")


def same(a, b):
    return a.keys() == b.keys() and all(np.array_equal(a[key], b[key]) for key in a)


def train_until_stopped(*args, **kwargs):
    """Train; an interrupt that comes through would end the whole test run."""
    try:
        return train(*args, **kwargs)
    except KeyboardInterrupt:
        pytest.fail("the interrupt came through")


def counter_that_stops_at(k):
    """Return a progress wrapper that is interrupted before epoch k."""

    def progress(epochs):
        for epoch in epochs:
            if epoch == k:
                raise KeyboardInterrupt
            yield epoch

    return progress


def callback_that_stops_at(k):
    """Return a callback that is interrupted after the step of epoch k."""

    def callback(epoch, params_values):
        if epoch == k:
            raise KeyboardInterrupt

    return callback


INTERRUPTS = [
    pytest.param({"progress": counter_that_stops_at(4)}, id="before epoch 4"),
    pytest.param({"callback": callback_that_stops_at(3)}, id="after the step of epoch 3"),
]


@pytest.mark.parametrize("interrupt", INTERRUPTS)
def test_an_interrupt_keeps_what_was_learned(good, interrupt):
    args, said = (good.X, good.Y, good.nn_architecture), []
    params_values, *histories = train_until_stopped(*args, 9, 0.5, **interrupt, report=said.append)
    through = {}
    _, *all_histories = train(*args, 9, 0.5, callback=through.__setitem__)
    assert histories == [history[:4] for history in all_histories]
    assert finite(params_values)
    # The cost of epoch 3, the last in the history, lies between step 2 and step 3.
    assert any(same(params_values, through[k]) for k in (2, 3))
    assert said == [
        "Training was interrupted after 4 of 9 epochs; what was learned so far is kept."
    ]


@pytest.mark.parametrize(
    "place",
    [
        "_forward",
        "_cost",
        "_accuracy",
        "_backward",
        "optimizer_step",
        "_epoch",
    ],
)
def test_an_interrupt_anywhere_in_an_epoch_leaves_whole_epochs(good, monkeypatch, place):
    args, through, calls = (good.X, good.Y, good.nn_architecture, 9, 0.5), {}, []
    rule = {"optimizer": "adam"}
    _, *all_histories = train(*args, **rule, callback=through.__setitem__)
    function = getattr(training, place)

    def stop_at_the_fourth_call(*args):
        calls.append(place)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return function(*args)

    monkeypatch.setattr(training, place, stop_at_the_fourth_call)
    params_values, *histories = train_until_stopped(*args, **rule, report=None)
    epochs = len(histories[0])
    assert epochs in (3, 4)
    assert histories == [history[:epochs] for history in all_histories]
    assert any(same(params_values, through[k]) for k in (epochs - 2, epochs - 1))


@pytest.mark.parametrize("interrupt", INTERRUPTS)
def test_interrupted_after_4_epochs_is_trained_for_4_epochs(good, interrupt):
    args = good.X, good.Y, good.nn_architecture
    interrupted = train_until_stopped(*args, 9, 0.5, **interrupt, report=None)
    np.testing.assert_equal(interrupted, train(*args, 4, 0.5))


def test_an_unknown_optimizer_is_refused(refuses, good):
    words = "optimizer is 'Adam', expected one of 'gradient_descent', 'momentum', 'rmsprop', 'adam'"
    refuses(
        ValueError, words, train, good.X, good.Y, good.nn_architecture, 3, 0.1, optimizer="Adam"
    )


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "rmsprop", "adam"])
def test_every_optimizer_learns_the_moons(moons, optimizer):
    rate = {"gradient_descent": 1, "momentum": 0.3}.get(optimizer, 0.02)
    net = dense_architecture([2, 8, 8, 1])
    X, _, Y, _ = moons
    _, costs, accuracies = train(X, Y, net, 200, rate, seed=2, scheme="he", optimizer=optimizer)
    assert accuracies[-1] > 0.95 and costs[-1] < 0.15


def test_an_interrupt_before_the_first_epoch_gives_back_the_start(good):
    said = []
    params_values, *histories = train_until_stopped(
        good.X,
        good.Y,
        good.nn_architecture,
        9,
        0.5,
        params_values=good.params_values,
        progress=counter_that_stops_at(0),
        report=said.append,
    )
    assert histories == [[], []] and "after 0 of 9 epochs" in said[0]
    np.testing.assert_equal(params_values, good.params_values)
    for key, values in params_values.items():
        assert not np.shares_memory(values, good.params_values[key])


@pytest.mark.skipif(os.name == "nt", reason="a signal to oneself ends the process on Windows")
@pytest.mark.parametrize("delay", [0.01, 0.0234, 0.0456])
def test_the_stop_button_stops_a_long_training(good, delay):
    said, timers, began = [], [], time.monotonic()

    def press_stop_soon(epoch, params_values):
        if epoch == 0:
            timers.append(threading.Timer(delay, os.kill, (os.getpid(), signal.SIGINT)))
            timers[0].start()
        if time.monotonic() - began > 120:  # or a test that fails would go on for days
            raise TimeoutError("the interrupt has not come through")

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        params_values, costs, shares = train_until_stopped(
            good.X,
            good.Y,
            good.nn_architecture,
            10**9,
            1e-3,
            callback=press_stop_soon,
            report=said.append,
        )
    finally:
        timers[0].join()
        signal.signal(signal.SIGINT, before)
    assert len(costs) == len(shares) > 0 and finite(params_values)
    assert said == [
        f"Training was interrupted after {len(costs)} of 1000000000 epochs; "
        "what was learned so far is kept."
    ]
    once_more = train(good.X, good.Y, good.nn_architecture, len(costs), 1e-3)
    assert costs == once_more[1] and shares == once_more[2]


def test_another_exception_in_the_callback_is_not_swallowed(good):
    def broken(epoch, params_values):
        raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        train(good.X, good.Y, good.nn_architecture, 3, 0.5, callback=broken)


def test_more_keys_in_the_start_do_no_harm(good):
    start = good.params_values | {"note": "from last week"}
    params_values, *_ = train(
        good.X, good.Y, good.nn_architecture, 1, 0.1, params_values=start, report=never
    )
    assert set(params_values) == set(good.params_values)


def not_yet(epochs):
    raise AssertionError("the first epoch was to begin")


def call(good, **wrong):
    """Train with one wrong argument, which must be noticed before the first epoch."""
    right = {"X": good.X, "Y": good.Y, "nn_architecture": good.nn_architecture}
    right |= {"epochs": 2, "learning_rate": 0.1, "progress": not_yet}
    return train(**(right | wrong))


def test_a_wrong_X_is_refused(refuses, good, bad_X):
    wrong, error, words = bad_X
    refuses(error, words, call, good, X=wrong)


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


def test_a_wrong_rate_is_refused(refuses, good, bad_rate):
    wrong, error, words = bad_rate
    refuses(error, words, call, good, learning_rate=wrong)


def test_epochs_that_are_no_whole_number_are_refused(refuses, good, bad_whole):
    wrong, error, words = bad_whole
    refuses(error, ["epochs", *words], call, good, epochs=wrong)


def test_a_wrong_seed_is_refused(refuses, good, bad_seed):
    wrong, error, words = bad_seed
    refuses(error, words, call, good, seed=wrong)


def test_an_unknown_scheme_is_refused(refuses, good, bad_scheme):
    wrong, error, words = bad_scheme
    refuses(error, words, call, good, scheme=wrong)


@pytest.mark.parametrize("name", ["callback", "progress", "report"])
@pytest.mark.parametrize("wrong", ["print", 1, True])
def test_what_is_no_function_is_refused(refuses, good, name, wrong):
    refuses(TypeError, [f"{name} is {wrong!r}", "expected a function"], call, good, **{name: wrong})
