"""Notebook 05's experiments, figures and panels."""

import itertools
import xml.etree.ElementTree as ET

import ipywidgets as W
import numpy as np
import pytest

import nnlib
from classroom import datasets
from classroom.lessons.backprop import experiments, figures
from classroom.lessons.backprop.experiments import NUDGES, places_by_hand
from classroom.lessons.backprop.panels import fading_panel, nudge_panel
from nnlib.architecture import dense_architecture


def backprop(X, Y, params_values, nn_architecture):
    Y_hat, memory = nnlib.full_forward_propagation(X, params_values, nn_architecture)
    return nnlib.full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)


def network(example):
    return example.X, example.Y, example.params_values, example.nn_architecture


def ends(control):
    """Return the lowest, a middle and the highest value of a control."""
    if isinstance(control, W.FloatLogSlider):
        return [
            control.base**k for k in (control.min, (control.min + control.max) / 2, control.max)
        ]
    if isinstance(control, W.SelectionSlider):
        return [control.options[0], control.options[-1]]
    kind = int if isinstance(control, W.IntSlider) else float
    return [control.min, kind((control.min + control.max) / 2), control.max]


def nudge(**changed):
    return experiments.nudging(
        **{"weight": "W1[0, 1]", "value": -0.25, "h": 0.01, "decimals": 12} | changed
    )


def fade(**changed):
    settings = {"layers": 3, "units": 10, "activation": "relu", "scheme": "he"}
    return experiments.fading(**settings | {"learning_rate": 0.1, "seed": 2} | changed)


def test_a_nudge_moves_one_number_and_leaves_the_rest(unchanged):
    example = datasets.by_hand()
    first = example._replace(X=example.X[:, :1], Y=example.Y[:, :1])
    with unchanged(*network(first)):
        before = experiments.cost_after_nudge(*network(first), "W1", (0, 1), 0)
        after = experiments.cost_after_nudge(*network(first), "W1", (0, 1), 0.01)
    assert before == np.log(2)
    assert after == pytest.approx(np.log(1 + np.exp(-0.04)))  # Z2 is 0.01 * 2 * 2


def test_measured_gradients_by_hand(unchanged):
    example = datasets.by_hand()
    with unchanged(*network(example)):
        measured = experiments.measured_gradients(*network(example))
    by_hand = {
        "dW1": [[0.5, -0.75], [-0.5, -0.125]],
        "db1": [[0], [-0.25]],
        "dW2": [[0.21875, 0.4375]],
        "db2": [[0]],
    }
    assert measured.keys() == by_hand.keys()
    for key, slopes in by_hand.items():
        np.testing.assert_allclose(measured[key], slopes, atol=1e-9)


def test_verdicts():
    mine = {"dW1": np.array([[1.0, 2.0]]), "db1": np.array([[3.0]]), "dW2": np.array([[4.0]])}
    other = {"dW1": np.array([[1.0, 2.5]]), "db1": np.array([[3.0]]), "dW2": np.array([[4 + 1e-9]])}
    rows = experiments.compare_gradients(mine, other)
    assert rows["dW1"] == ("wrong", 0.5)
    assert rows["db1"] == ("exact", 0)
    assert rows["dW2"][0] == "close"


def test_the_error_is_a_v_over_the_nudges():
    split = datasets.moons()
    net = dense_architecture([2, 3, 1], "sigmoid")
    start = nnlib.init_layers(net, seed=2, scheme="he")
    data = split.X_train[:, :20], split.Y_train[:, :20], start, net
    errors = experiments.errors_by_nudge(*data, [1e-1, 1e-2, 1e-5, 1e-11])
    assert errors[1e-1] / errors[1e-2] == pytest.approx(100, rel=0.05)
    assert errors[1e-5] < 1e-9 < 1e-7 < errors[1e-11]


def test_sizes_of_gradients_by_hand():
    sizes = experiments.gradient_sizes(*network(datasets.by_hand()))
    # dZ1 is (-1, 0) and (1, -0.5), dZ2 is -0.5 and 0.5.
    assert sizes["dZ"] == pytest.approx([np.sqrt((1 + 1 + 0.25) / 4), 0.5])
    assert sizes["dW"] == pytest.approx(
        [np.sqrt((0.25 + 0.5625 + 0.25 + 0.015625) / 4), np.sqrt((0.21875**2 + 0.4375**2) / 2)]
    )
    assert sizes["W"] == pytest.approx([np.sqrt((0.25 + 0.0625 + 2) / 4), np.sqrt(2.5)])


def test_the_sizes_of_dZ_lead_to_dW():
    """A layer's db is the mean of its dZ, so its size is at most that of dZ."""
    split = datasets.moons()
    net = dense_architecture([2, 7, 5, 6, 1], "sigmoid")
    start = nnlib.init_layers(net, seed=3, scheme="he")
    data = split.X_train, split.Y_train, start, net
    sizes, grads = experiments.gradient_sizes(*data), backprop(*data)
    for l in range(1, 5):
        db, dZ = np.sqrt(np.mean(grads[f"db{l}"] ** 2)), sizes["dZ"][l - 1]
        assert 0 < db < dZ
        assert sizes["dW"][l - 1] == pytest.approx(np.sqrt(np.mean(grads[f"dW{l}"] ** 2)))


def test_sigmoid_fades_and_he_does_not():
    steps = {
        (activation, scheme): (lambda dZ: dZ[-1] / dZ[0])(
            fade(layers=6, activation=activation, scheme=scheme)["dZ"]
        )
        for activation, scheme in [("sigmoid", "xavier"), ("relu", "xavier"), ("relu", "he")]
    }
    assert steps["sigmoid", "xavier"] > 1000 > 100 > steps["relu", "xavier"] > steps["relu", "he"]


def test_the_step_is_the_rate_times_dW():
    numbers = fade(learning_rate=0.5)
    assert numbers["step"] == [0.5 * size for size in numbers["dW"]]


def test_the_words_about_fading():
    words = figures.fading_words(fade(layers=6, activation="sigmoid", scheme="xavier"))
    assert "from layer 7 back to layer 1" in words and "times smaller" in words
    assert "At learning rate 0.1 " in words and "% of its size" in words
    broken = fade(layers=6, units=2, scheme="small", seed=2)
    assert broken["dW"][5] == 0 < broken["dW"][6]
    assert "dW is exactly 0 in layers 1 to 6:" in figures.fading_words(broken)
    assert "▼" in figures.fading_picture(broken)


def test_a_chain_is_called_broken_only_where_relu_sleeps():
    settings = {"units": 5, "scheme": "zeros"}
    passing = fade(activation="sigmoid", **settings)
    assert passing["dW"][2] == 0 < passing["dW"][3] and not any(passing["asleep"])
    words = figures.fading_words(passing)
    assert "exactly 0 in layers 1 to 3:" in words and "may change" in words
    assert "no learning rate" not in words and "asleep" not in words
    broken = fade(activation="relu", **settings)
    assert broken["asleep"] == [True, True, True, False]
    assert "asleep and breaks the chain, and no learning rate" in figures.fading_words(broken)


def test_every_triangle_stands_for_a_zero():
    broken = fade(layers=6, units=2, scheme="small", seed=2)
    zeros = sum(np.count_nonzero(np.equal(broken[what], 0)) for what in ("dZ", "dW", "step"))
    assert figures.fading_picture(broken).count("<polygon") == zeros == 17


@pytest.mark.parametrize("weight", places_by_hand())
def test_a_short_nudge_measures_what_backprop_says(weight):
    numbers = nudge(weight=weight, value=0.3, h=1e-4, decimals=14)
    assert numbers["measured"] == pytest.approx(numbers["slope"], abs=1e-6)
    assert len(numbers["errors"]) == len(NUDGES)


def test_the_panel_starts_from_the_network_by_hand():
    example = datasets.by_hand()
    grads = backprop(*network(example))
    for weight, (key, place) in places_by_hand().items():
        numbers = nudge(weight=weight, value=float(example.params_values[key][place]))
        assert numbers["slope"] == grads[f"d{key}"][place]
        assert numbers["cost"] == pytest.approx(np.log(2))


def test_at_the_corner_the_nudge_measures_the_mean_of_both_sides():
    at, left, right = nudge(value=-0.5), nudge(value=-0.500001), nudge(value=-0.499999)
    assert at["corner"] and not nudge(value=-0.25)["corner"]
    assert nudge(value=-0.4, h=0.2)["corner"] and nudge(value=-0.6, h=0.2)["corner"]
    assert at["slope"] == pytest.approx(left["slope"], abs=1e-4)
    mean = (left["slope"] + right["slope"]) / 2
    assert nudge(value=-0.5, h=1e-3)["measured"] == pytest.approx(mean, abs=1e-2)
    assert "corner" in figures.nudge_words(at)


def test_rounding_eats_a_tiny_nudge():
    numbers = nudge(weight="W2[0, 0]", value=0.5, h=1e-7, decimals=6)
    assert numbers["measured"] in (0, -5, 5)
    assert "rounding" in figures.nudge_words(numbers)
    assert "differ by less than 0.001" in figures.nudge_words(nudge(value=0.3))
    assert "bends" in figures.nudge_words(nudge(weight="W2[0, 0]", value=0.5, h=1.0))


@pytest.mark.parametrize("decimals", [4, 6, 8, 14])
@pytest.mark.parametrize(
    ("weight", "value"), [("W1[0, 1]", -0.3), ("W2[0, 0]", 2), ("b2[0, 0]", 1)]
)
def test_each_verdict_holds_for_one_stretch_of_nudges(weight, value, decimals):
    """As h shrinks: corner, curvature, agreement, rounding; none comes back."""
    order = ["corner", "bends", "differ by less than 0.001", "rounding"]
    seen = []
    for k in range(71):
        numbers = nudge(weight=weight, value=value, h=10 ** (-k / 10), decimals=decimals)
        words = figures.nudge_words(numbers)
        (verdict,) = (at for at, word in enumerate(order) if word in words)
        assert verdict != 2 or numbers["error"] < 1e-3
        seen.append(verdict)
    assert seen == sorted(seen)
    assert (3 in seen) == (decimals < 14)


def test_what_the_notebook_says_about_the_nudge_panel():
    def words(h, decimals):
        return figures.nudge_words(nudge(value=-0.3, h=h, decimals=decimals))

    assert "bends" in words(10**-0.7, 8)
    assert "less than 0.001" in words(10**-1.1, 8) and "bends" in words(10**-1, 8)
    assert "each way: −1.000. The rounded costs differ by 2" in words(1e-4, 4)
    assert "each way: 0.000. The rounded costs are equal" in words(1e-5, 4)
    errors = nudge(value=-0.3, decimals=8)["errors"]
    assert 3e-4 < NUDGES[errors.argmin()] < 3e-3


def test_nudging_leaves_the_network_by_hand_as_it_is():
    nudge(value=1.75)
    assert datasets.by_hand().params_values["W1"][0, 1] == -0.25


LAYERS = [
    (dense_architecture([2, 25, 1]), 1, ["A0 (2, 900)", "W1 (25, 2)", "dZ1 = dA1 where Z1 > 0"]),
    (dense_architecture([2, 25, 1]), 2, ["A1 (25, 900)", "dZ2 = Y_hat − Y", "A1 read from memory"]),
    (dense_architecture([3, 4, 1], "sigmoid"), 1, ["dZ1 = dA1 · S · (1 − S)", "b1 (4, 1)"]),
]


@pytest.mark.parametrize(("nn_architecture", "layer", "facts"), LAYERS)
def test_one_layer_is_drawn_with_its_shapes(nn_architecture, layer, facts):
    picture = figures.backward_shapes(nn_architecture, layer, 900)
    texts = [element.text for element in ET.fromstring(picture).iter() if element.text]
    for fact in facts:
        assert fact in picture.alt
    n_in, n_out = (nn_architecture[layer - 1][key] for key in ("input_dim", "output_dim"))
    # A and dA of both sides, Z and dZ; W and dW; b and db.
    assert texts.count(f"({n_out}, 900)") == 4 and texts.count(f"({n_in}, 900)") == 2
    assert texts.count(f"({n_out}, {n_in})") == texts.count(f"({n_out}, 1)") == 2
    assert (f"Z{layer}, from memory" in texts) == (layer == 1)


def test_a_layer_that_is_not_there_is_refused(refuses):
    net = dense_architecture([2, 25, 1])
    for layer in (0, 3, 1.5):
        refuses(ValueError, [f"layer is {layer}", "1 to 2"], figures.backward_shapes, net, layer, 9)


def test_figures_show_what_they_are_given():
    fig = figures.step_size_errors({1.0: 0.1, 0.1: 0.001})
    (ax,) = fig.axes
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[1, 0.1], [0.1, 0.001]])
    assert ax.get_xscale() == ax.get_yscale() == "log"
    sizes = {"a": {"dZ": [1, 2], "dW": [3, 4]}, "b": {"dZ": [5, 6], "dW": [7, 8]}}
    left, right = figures.gradients_by_layer(sizes).axes
    assert [list(line.get_ydata()) for line in left.lines] == [[1, 2], [5, 6]]
    assert [list(line.get_ydata()) for line in right.lines] == [[3, 4], [7, 8]]


@pytest.mark.parametrize("make", [fading_panel, nudge_panel])
def test_every_pair_of_controls_through_its_extremes(make):
    panel = make()
    start = panel.values()
    for one, other in itertools.combinations(panel.controls, 2):
        pairs = itertools.product(ends(panel.controls[one]), ends(panel.controls[other]))
        for first, second in pairs:
            panel.controls[one].value, panel.controls[other].value = first, second
            assert panel.error is None and panel.words
            ET.fromstring(panel.picture.value)
            assert "nan" not in panel.picture.value and "inf" not in panel.words
        for name in (one, other):
            panel.controls[name].value = start[name]
    assert panel.values() == start


@pytest.mark.parametrize("make", [fading_panel, nudge_panel])
def test_every_control_moves_the_picture_from_its_start(make):
    panel = make()
    for control in panel.controls.values():
        start, picture = control.value, panel.picture.value
        for value in ends(control):
            control.value = value
            assert (panel.picture.value == picture) == (value == start), (control, value)
        control.value = start
        assert panel.picture.value == picture
