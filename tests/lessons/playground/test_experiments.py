"""What the playground computes, against the public functions; and a learner's own functions."""

import time
from types import SimpleNamespace

import numpy as np
import pytest

import nnlib
from classroom.datasets import moons, own_table
from classroom.pictures import LN2
from classroom.plane import plane
from classroom.playground import playground
from classroom.playground.experiments import (
    FEATURES,
    PLANE_X,
    PLANE_Y,
    UNIT_SQUARES,
    Session,
    Settings,
    _typical,
    features_of,
    state,
)
from classroom.playground.own import functions_in
from classroom.straight_line import best_straight_line
from nnlib.architecture import dense_architecture
from nnlib.regularization import add_l2

ARTICLE = {"hidden": (25, 50, 50, 25), "start": "small", "rate": 0.1}


def ran(steps, functions=None, **settings):
    session = Session(Settings(**settings), functions=functions)
    session.advance_to(steps)
    return session


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"data": "spirals", "features": ("x1", "x2", "sin x1"), "hidden": (6, 5)},
        {"data": "xor", "features": ("x1*x2",), "hidden": (), "rate": 1},
        {"activation": "tanh", "start": "xavier", "l2": 0.01, "hidden": (4,)},
        {"optimizer": "adam", "rate": 0.01},
    ],
    ids=str,
)
def test_a_run_is_the_same_as_trains(settings):
    session = ran(25, **settings)
    chosen, split = session.settings, session.split
    layers = dense_architecture([len(chosen.features), *chosen.hidden, 1], chosen.activation)
    X = features_of(split.X_train, chosen.features)
    options = {"seed": chosen.seed, "scheme": chosen.start, "optimizer": chosen.optimizer}
    params_values, costs, _ = nnlib.train(
        X, split.Y_train, layers, 25, chosen.rate, l2=chosen.l2, **options
    )
    for key, values in session.numbers()["params_values"].items():
        np.testing.assert_allclose(values, params_values[key], atol=1e-10)
    assert session.curve[0][1] == pytest.approx(costs[0], abs=1e-12)


def test_what_every_unit_sees_is_its_answer_over_the_plane():
    session = ran(10, data="circles", hidden=(5, 3), l2=0.02)
    numbers, layers = session.numbers((2, 3)), session.trainer.nn_architecture
    params_values = numbers["params_values"]
    X = plane(PLANE_X, PLANE_Y, UNIT_SQUARES)
    Y_hat, memory = nnlib.full_forward_propagation(X, params_values, layers)
    for l, units in enumerate((2, 5, 3)):
        expected = memory[f"A{l}"].reshape(units, *UNIT_SQUARES[::-1])
        np.testing.assert_allclose(numbers["maps"][l], expected)
    _, large = nnlib.full_forward_propagation(plane(PLANE_X, PLANE_Y), params_values, layers)
    np.testing.assert_allclose(numbers["shown"].ravel(), large["A2"][2])
    X, Y = session.split.X_train, session.split.Y_train
    Y_hat, memory = nnlib.full_forward_propagation(X, params_values, layers)
    grads = nnlib.full_backward_propagation(Y_hat, Y, memory, params_values, layers)
    grads = add_l2(grads, params_values, layers, 0.02)
    for key, values in grads.items():
        np.testing.assert_allclose(numbers["grads_values"][key], values)
    np.testing.assert_allclose(numbers["asleep"][0], (memory["A1"] == 0).mean(axis=1))


@pytest.mark.parametrize("place", [None, (0, 0), (3, 1), (1, 9), (1, 0), (-1, 1)])
def test_where_there_is_no_such_unit_the_networks_own_answer_is_shown(place):
    numbers = ran(1).numbers(place)
    assert numbers["look_at"] is None
    np.testing.assert_array_equal(numbers["shown"], numbers["answers"])


def test_every_feature_is_what_its_name_says():
    X = np.array([[0.5, -2.0], [3.0, 1.5]])
    expected = [X[0], X[1], X[0] ** 2, X[1] ** 2, X[0] * X[1], np.sin(X[0]), np.sin(X[1])]
    np.testing.assert_array_equal(features_of(X, list(FEATURES)), expected)


def test_the_settings_say_the_call_that_makes_them():
    assert Settings().call() == "playground()"
    chosen = Settings(data="spirals", hidden=[8, 8, 8], rate=0.1, features=["x1", "sin x2"])
    assert chosen.call() == (
        "playground(data='spirals', features=('x1', 'sin x2'), hidden=(8, 8, 8), rate=0.1)"
    )
    assert eval(chosen.call(), {"playground": Settings}) == chosen


@pytest.mark.parametrize(
    "wrong, error, words",
    [
        ({"data": "moon"}, ValueError, "data is 'moon'"),
        ({"features": ()}, ValueError, "features is empty"),
        ({"features": ("x3",)}, ValueError, "features is 'x3'"),
        ({"features": "x1"}, TypeError, "features is 'x1', expected a list"),
        ({"hidden": 8}, TypeError, "hidden is 8, expected a list"),
        ({"hidden": (0,)}, ValueError, "hidden is 0"),
        ({"hidden": (2.5,)}, TypeError, "hidden is 2.5"),
        ({"hidden": (8,) * 5}, ValueError, "hidden has 5 layers, expected 4 at most"),
        ({"activation": "step"}, ValueError, "activation is 'step'"),
        ({"start": "He"}, ValueError, "start is 'He'"),
        ({"optimizer": "sgd"}, ValueError, "optimizer is 'sgd'"),
        ({"rate": 0}, ValueError, "learning_rate is 0"),
        ({"rate": "1"}, TypeError, "learning_rate is '1'"),
        ({"l2": -1}, ValueError, "l2 is -1"),
        ({"noise": "0"}, TypeError, "noise is '0'"),
        ({"noise": np.nan}, ValueError, "noise is nan"),
        ({"test_share": 1}, ValueError, "test_share is 1"),
        ({"test_share": True}, TypeError, "test_share is True"),
        ({"batch": 0}, ValueError, "batch is 0"),
        ({"seed": -1}, ValueError, "seed is -1"),
        ({"data_seed": 1.5}, TypeError, "seed is 1.5"),
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_is_refused(wrong, error, words):
    with pytest.raises(error, match=words.replace("(", "\\(")):
        Settings(**wrong)


def curve(costs, tests=None):
    steps = np.arange(len(costs)) * 10
    tests = costs if tests is None else tests
    return np.stack([steps, costs, tests, 0 * steps, 0 * steps], axis=1)


@pytest.mark.parametrize(
    "name, points",
    [
        ("start", curve([0.7])),
        ("guessing", curve([LN2] * 20)),
        ("straight line", curve(np.r_[0.7, 0.5, [0.28] * 20])),
        ("learning", curve(np.linspace(0.6, 0.1, 20))),
        ("straight line", curve(np.r_[0.7, 0.3, 0.29, 0.28])),
        ("settled", curve(np.r_[0.7, 0.4, 0.3, 0.29])),
        ("straight line", curve(np.r_[np.linspace(0.7, 0.29, 14), [0.28] * 2])),
        ("guessing", curve(np.r_[1.2, np.linspace(1.1, 0.7, 10), [LN2] * 2])),
        ("settled", curve(np.r_[np.linspace(0.6, 0.1, 20), [0.1] * 40])),
        ("swinging", curve(np.r_[0.6, [0.4, 0.5] * 20])),
        (
            "overfitting",
            curve(np.linspace(0.6, 0.01, 20), np.r_[np.linspace(0.6, 0.3, 10), [0.5] * 10]),
        ),
    ],
)
def test_what_a_run_is_doing_is_named(name, points):
    assert state(points, 0.276) == name


def test_real_runs_are_named_rightly():
    assert (
        ran(1300, hidden=(25, 50, 50, 25), start="small", rate=0.01).numbers()["state"]
        == "guessing"
    )
    assert ran(400, hidden=()).numbers()["state"] == "straight line"
    assert ran(2000).numbers()["state"] in ("settled", "learning")
    few = {"test_share": 0.95, "noise": 0.5, "optimizer": "adam", "rate": 0.01}
    assert ran(1500, hidden=(16, 16), **few).numbers()["state"] == "overfitting"


def test_l2_saves_a_run_that_overfits():
    few = {"test_share": 0.95, "noise": 0.5, "optimizer": "adam", "rate": 0.01, "hidden": (16, 16)}
    without, with_l2 = (ran(1500, **few, l2=l2).numbers()["test_cost"] for l2 in (0, 0.03))
    assert with_l2 < 0.6 * without


def test_one_feature_makes_xor_learnable_without_a_hidden_layer():
    plain, helped = (
        ran(300, data="xor", hidden=(), rate=1, features=features).numbers()["accuracy"]
        for features in (("x1", "x2"), ("x1", "x2", "x1*x2"))
    )
    assert plain < 0.7 and helped > 0.95


def test_it_shows_the_courses_moons_and_the_articles_run_on_them():
    session, split = ran(420, **ARTICLE), moons()
    for ours, theirs in zip(session.split, split, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    numbers = session.numbers()
    level, _ = best_straight_line(split.X_train, split.Y_train)
    assert numbers["straight_line"] == pytest.approx(level, abs=1e-6)
    assert numbers["state"] == "straight line"
    assert [round(numbers[key], 3) for key in ("cost", "test_cost")] == [0.263, 0.303]
    first = Session(Settings(**ARTICLE)).numbers()["pushes"]
    np.testing.assert_allclose(first, [0.00067, 0.00013, 0.00013, 0.00015, 0.00139], atol=5e-6)


@pytest.mark.parametrize("steps, state", [(100, "guessing"), (600, "learning")])
def test_the_articles_run_is_at_a_plateau_before_and_not_after(steps, state):
    assert ran(steps, **ARTICLE).numbers()["state"] == state


def test_the_typical_size_is_found_of_any_numbers():
    assert _typical(np.array([[3.0, -4.0]])) == pytest.approx(np.sqrt(12.5))
    assert _typical(np.array([[3e300, -4e300]])) == pytest.approx(np.sqrt(12.5) * 1e300)
    assert _typical(np.zeros((2, 2))) == 0
    assert _typical(np.array([np.nan, 1])) == _typical(np.array([np.inf, 1])) == np.inf


def test_a_session_stops_when_its_time_is_over_but_takes_one_step():
    session = Session(Settings())
    session.advance_to(10_000, seconds=0)
    assert session.trainer.steps == 1 and session.curve[-1][0] == 1


def test_the_curve_stays_short_and_keeps_its_first_point():
    session = Session(Settings(hidden=()))
    for step in range(1, 1000):
        session.advance_to(step)
    assert len(session.curve) <= Session.MOST_POINTS == 200
    assert [session.curve[0][0], session.curve[-1][0]] == [0, 999]


def test_a_session_that_diverges_says_so_and_keeps_finite_numbers():
    session = ran(100, **ARTICLE | {"rate": 1e4})
    numbers = session.numbers()
    assert "diverged" in numbers["stopped"]
    assert np.isfinite(numbers["curve"]).all()
    Y_hat = session.trainer.predict(session.X)
    assert numbers["cost"] == nnlib.get_cost_value(Y_hat, session.split.Y_train)
    session.reset()
    assert session.numbers()["stopped"] is None
    assert len(session.curve) == 1 and session.numbers()["steps"] == 0


@pytest.mark.parametrize("weight, kept", [(1, 1), (3, 3), (4, None), (0, None), (None, None)])
def test_a_weight_is_asked_about_only_where_there_is_one(weight, kept):
    assert ran(1, hidden=(3, 2)).numbers((2, 1), weight)["weight"] == kept


def test_two_layers_of_eight_do_the_spirals():
    assert ran(2000, data="spirals", noise=0.1).numbers()["accuracy"] > 0.98


def mine(**functions):
    return functions_in(functions)


def test_own_functions_that_are_right_take_the_same_steps():
    ours = ran(30, batch=100, l2=0.01)
    own = ran(30, mine(update=lambda *args: nnlib.update(*args)), batch=100, l2=0.01)
    assert own.functions.own == ("update",)
    assert own.trainer.steps == 30
    # Full batches first: both shuffle by the same seed, but each in a way of its own.
    ours, own = ran(30, l2=0.01), ran(30, mine(update=lambda *args: nnlib.update(*args)), l2=0.01)
    for key, values in ours.numbers()["params_values"].items():
        np.testing.assert_allclose(own.numbers()["params_values"][key], values, atol=1e-12)
    own.reset()
    assert own.trainer.steps == 0 and own.numbers()["stopped"] is None


def test_a_bug_shows_in_what_the_network_learns():
    def uphill(params_values, grads_values, nn_architecture, learning_rate):
        return {
            key: w + learning_rate * grads_values[f"d{key}"] for key, w in params_values.items()
        }

    assert ran(10, mine(update=uphill)).curve[-1][1] > 2 * ran(10).curve[0][1]


def endless(*_):
    while True:
        pass


def sleeps(*_):
    time.sleep(4)


@pytest.mark.parametrize(
    "update, words",
    [
        (lambda *_: 1 / 0, "update stops with ZeroDivisionError in line"),
        (lambda *_: None, "the parameters are of no use: params_values is a NoneType"),
        (lambda params, *_: {k: v[:1] for k, v in params.items()}, "W1 has shape (1, 2)"),
        (lambda params, *_: {k: v + np.nan for k, v in params.items()}, "diverged at step 1"),
        (lambda params, *_: {k: v.astype(str) for k, v in params.items()}, "W1 holds text"),
        (endless, "does not come back within 0.3 seconds."),
        (sleeps, "does not come back within 0.3 seconds, and cannot be stopped: choose Kernel, "),
    ],
    ids=["raises", "none", "shape", "nan", "text", "endless", "sleeps"],
)
def test_what_goes_wrong_in_own_functions_is_said(update, words, monkeypatch):
    if update in (endless, sleeps):
        monkeypatch.setattr("classroom.playground.own.SECONDS", 0.3)
    session = ran(5, mine(update=update))
    numbers = session.numbers()
    assert words in numbers["stopped"]
    assert numbers["steps"] == 0 and np.isfinite(numbers["cost"])


def test_a_function_that_changes_its_arguments_does_not_change_the_run_behind_its_back():
    def in_place(params_values, grads_values, nn_architecture, learning_rate):
        for key in params_values:
            params_values[key] -= learning_rate * grads_values[f"d{key}"]
        raise RuntimeError("too late")

    session = ran(3, mine(update=in_place))
    start = Session(Settings()).numbers()["params_values"]
    np.testing.assert_array_equal(session.trainer.params_values["W1"], start["W1"])


def test_what_my_functions_gives_is_taken_with_the_courses_in_the_gaps():
    given = SimpleNamespace(update=endless, relu=nnlib.relu)
    functions = functions_in(given)
    assert functions.update is endless and functions.own == ("update",)
    assert functions.full_backward_propagation is nnlib.full_backward_propagation


@pytest.mark.parametrize("wrong", [3, None, "update", {"nix": endless}, {"update": 3}])
def test_what_holds_no_functions_is_refused(wrong):
    with pytest.raises(TypeError, match="^functions "):
        functions_in(wrong)


@pytest.fixture
def table(tmp_path):
    rng = np.random.default_rng(0)
    rows = [f"{a:.3f},{b:.3f},{c:.3f},{int(a + c > 0)}" for a, b, c in rng.normal(size=(200, 3))]
    (tmp_path / "t.csv").write_text("\n".join(["height,width,depth,label", *rows]))
    return own_table(tmp_path / "t.csv", "label", report=None)


def test_two_columns_of_ones_own_table_can_be_trained_on(table):
    panel = playground(200, data=table, columns=["height", "depth"], hidden=[4])
    numbers = panel.session.numbers()
    np.testing.assert_array_equal(numbers["split"].X_train, table.X_train[[0, 2]])
    assert numbers["names"] == ("height", "depth") and numbers["accuracy"] > 0.95
    assert "height" in panel.picture.value and "depth" in panel.picture.value
    assert panel.session.settings.call().startswith(
        "playground(data=table, columns=('height', 'depth'), hidden=(4,)"
    )
    assert eval(panel.session.settings.call(), {"playground": playground, "table": table})
    panel.controls["data"].value = "moons"
    assert panel.session.settings.call() == "playground(hidden=(4,))"
    panel.controls["data"].value = "table"
    assert panel.session.names == ("height", "depth") and panel.error is None


@pytest.mark.parametrize(
    "columns, words",
    [
        ((), "columns has 0 names, expected two of height, width, depth"),
        (("height",), "columns has 1 names"),
        (("height", "weight"), "columns is 'weight', expected one of 'height', 'width'"),
    ],
)
def test_columns_that_are_not_there_are_refused(table, columns, words):
    with pytest.raises(ValueError, match=words):
        playground(data=table, columns=columns)


@pytest.mark.parametrize("wrong", ["table", 3, None, np.ones((2, 3))], ids=str)
def test_what_is_no_table_is_refused(wrong):
    with pytest.raises(TypeError, match="^data is"):
        playground(data=wrong, columns=("a", "b"))


def spirals(hidden):
    """Return how much of the spirals networks from five starts get right."""
    runs = (ran(3000, data="spirals", noise=0.1, hidden=hidden, seed=seed) for seed in range(5))
    return [run.curve[-1][3] for run in runs]


@pytest.mark.slow("long")
def test_two_layers_of_five_do_what_one_layer_needs_sixteen_for():
    enough = {hidden: sum(np.array(spirals(hidden)) > 0.95) for hidden in [(5, 5), (16,), (12,)]}
    assert enough == {(5, 5): 3, (16,): 3, (12,): 0}


@pytest.mark.slow("long")
def test_what_notebook_07_says_of_l2():
    few = {"noise": 0.5, "test_share": 0.95, "hidden": (16, 16)}
    ends = {l2: ran(2000, **few, l2=l2).numbers() for l2 in (0, 0.01, 0.03, 0.1)}
    assert ends[0]["test_cost"] > 1 and ends[0]["state"] == "overfitting"
    assert round(ends[0.01]["test_cost"], 2) in (0.41, 0.42)
    assert ends[0.03]["state"] == "straight line"
    assert ends[0]["answers"].min() < 0.001 and ends[0]["answers"].max() > 0.999
    assert ends[0.1]["answers"].min() > 0.05 and ends[0.1]["answers"].max() < 0.95


def test_squares_do_not_help_with_xor():
    squares = ran(300, data="xor", hidden=(), rate=1, features=("x1", "x2", "x1^2", "x2^2"))
    assert squares.numbers()["accuracy"] < 0.7
