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
from classroom.lessons.backprop.panels import (
    blame_panel,
    fading_panel,
    nudge_panel,
    rounding_panel,
    walk_panel,
)
from classroom.practice.catalogue import EXERCISES, PREDICTIONS
from classroom.svg import NEGATIVE, POSITIVE
from nnlib.architecture import dense_architecture
from tests.notebooks import CORE
from tests.tasks import cell_of, changed, fold, printed


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
    if isinstance(control, W.ToggleButtons):
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


@pytest.mark.slow("long")
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


def test_what_the_notebook_says_about_the_rounding_panel():
    def words(h, decimals):
        return figures.nudge_words(nudge(value=-0.3, h=h, decimals=decimals))

    assert "bends" in words(10**-0.7, 8)
    assert "less than 0.001" in words(10**-1.1, 8) and "bends" in words(10**-1, 8)
    assert "each way, it is −1.000. The rounded costs differ by 2" in words(1e-4, 4)
    assert "each way, it is 0.000. The rounded costs are equal" in words(1e-5, 4)
    errors = nudge(value=-0.3, decimals=8)["errors"]
    assert 3e-4 < NUDGES[errors.argmin()] < 3e-3


def backward_of_first():
    example = datasets.by_hand()
    return backprop(
        example.X[:, :1], example.Y[:, :1], example.params_values, example.nn_architecture
    )


@pytest.mark.parametrize("weight", places_by_hand())
def test_the_factors_on_a_nudges_way_multiply_to_backprops_slope(weight):
    key, place = places_by_hand()[weight]
    numbers = experiments.following(weight, 1e-6)
    assert numbers["slope"] == pytest.approx(backward_of_first()[f"d{key}"][place])
    changes, factors = numbers["changes"], numbers["factors"]
    assert len(changes) == len(numbers["names"]) == len(factors) + 1
    for before, after, factor in zip(changes, changes[1:], factors, strict=False):
        assert after == pytest.approx(before * factor, abs=1e-11)


def test_a_nudge_followed_by_hand():
    numbers = experiments.following("W1[0, 1]", 0.01)
    assert numbers["names"] == ["W1[0, 1]", "Z1[0]", "A1[0]", "Z2", "cost"]
    assert numbers["factors"] == [2, 1, 2, -0.5] and numbers["slope"] == -2
    assert numbers["changes"] == pytest.approx([0.01, 0.02, 0.02, 0.04, -0.0198], abs=1e-5)
    assert experiments.following("W2[0, 0]", 0.1)["names"] == ["W2[0, 0]", "Z2", "cost"]
    assert experiments.following("b2[0, 0]", 0.1)["factors"] == [1, -0.5]


def test_what_the_notebook_says_about_the_nudge_panel():
    def words(weight, nudge):
        return figures.following_words(experiments.following(weight, nudge))

    slopes = {weight: experiments.following(weight, 0.1)["slope"] for weight in places_by_hand()}
    dead = {weight for weight, slope in slopes.items() if slope == 0}
    assert dead == {"W1[1, 0]", "W1[1, 1]", "b1[1, 0]", "W2[0, 1]"}
    assert min(slopes, key=slopes.get) == "W1[0, 1]" and max(slopes.values()) == 0
    short = experiments.following("W1[0, 1]", 0.05)
    assert short["changes"][-1] - 0.05 * short["slope"] == pytest.approx(0.005, abs=5e-4)
    assert "the unit is asleep, so the push stops at A1[1]" in words("W1[1, 0]", 0.3)
    assert "W2[0, 1] multiplies an A1 of 0, so Z2 does not move" in words("W2[0, 1]", 0.3)
    woken = words("W1[1, 0]", 1)
    assert "long enough to wake it, and the cost changes by +" in woken
    assert "Nothing is nudged yet. The slope there is −2." in words("W1[0, 1]", 0)


def test_a_nudges_picture_has_every_change_and_factor():
    picture = figures.following_picture(experiments.following("W1[0, 1]", 0.1))
    texts = [element.text for element in ET.fromstring(picture).iter() if element.text]
    for fact in ["+0.1", "+0.4", "× 2", "× (−0.5)", "factors multiplied: 2 · 1 · 2 · (−0.5) = −2"]:
        assert any(fact in text for text in texts), fact


@pytest.mark.parametrize("example", [1, 2])
def test_the_walk_finds_what_backprop_finds_one_step_after_another(example):
    net, params_values, X, Y = datasets.by_hand()
    column = slice(example - 1, example)
    grads = backprop(X[:, column], Y[:, column], params_values, net)
    walk = experiments.walking(example, 7)["found"]
    assert list(walk) == ["dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"]
    for key, values in grads.items():
        np.testing.assert_array_equal(walk[key], values)
    for steps in range(8):
        numbers = experiments.walking(example, steps)
        assert list(numbers["found"]) == list(walk)[:steps]
        picture = figures.walking_picture(numbers)
        # The newest box alone is tinted.
        assert picture.count(figures.TINTS[figures.BACKWARD]) == (steps > 0)
        texts = [e.text for e in ET.fromstring(picture).iter()]
        assert [name for name in walk if name in texts] == list(walk)[:steps]


def test_the_walks_words_say_the_rule_and_the_numbers():
    words = [figures.walking_words(experiments.walking(1, steps)) for steps in range(8)]
    assert "the walk back has not begun" in words[0]
    assert "Step 2 of 7: dW2 = dZ2 times A1" in words[2] and "dW2 is [[−0.25, 0]]." in words[2]
    assert "dA1 is [[−1], [0.5]]." in words[4] and "dZ1 is [[−1], [0]]." in words[5]
    assert words[7].endswith("db1 is [[−1], [0]]. All nine slopes are found.")


def test_blame_has_every_slope_and_the_cost_of_the_step_that_update_takes():
    numbers = experiments.blame(0.5, 2, 8, 1)
    split, net = datasets.moons(), dense_architecture([2, 8, 8, 1])
    start = nnlib.init_layers(net, seed=1, scheme="he")
    grads = backprop(split.X_train, split.Y_train, start, net)
    for key, values in grads.items():
        np.testing.assert_array_equal(numbers["grads_values"][key], values)
    moved = nnlib.update(start, grads, net, 0.5)
    Y_hat, _ = nnlib.full_forward_propagation(split.X_train, moved, net)
    assert numbers["costs"][1] == nnlib.get_cost_value(Y_hat, split.Y_train)
    assert numbers["numbers"] == 105


def test_what_the_notebook_says_about_the_blame_panel():
    def costs(rate):
        return experiments.blame(rate, 2, 8, 1)["costs"]

    before, at_1 = costs(1)
    assert at_1 < before < costs(10**0.1)[1]  # the next notch is already too far
    steepest = []
    for seed in range(21):
        grads = experiments.blame(0.1, 2, 8, seed)["grads_values"]
        weights = {key: np.abs(grads[key]).max() for key in ("dW1", "dW2", "dW3")}
        steepest.append(max(weights, key=weights.get))
    assert steepest.count("dW3") == 12  # often, though not always
    silent = 0
    for seed in range(21):
        grads = experiments.blame(0.1, 3, 1, seed)["grads_values"]
        silent += [key for key in grads if grads[key].any()] == ["db4"]  # only the last bias
    assert silent == 18


def test_what_the_notebook_says_about_every_further_layer():
    shrunk = []
    for layers in (1, 3, 6):
        dZ = fade(layers=layers, activation="sigmoid", scheme="xavier")["dZ"]
        shrunk.append(dZ[-1] / dZ[0])
    assert shrunk == pytest.approx([12.5, 119.4, 25500], rel=1e-2)


@pytest.mark.parametrize(
    ("name", "result", "choice"),
    [
        ("backprop_last_factor", -0.047, 1),
        ("backprop_last_factor", 0.9526, 3),
        ("backprop_missing_m", [40, 40, 40], 1),
        ("backprop_missing_m", [40, 1600, 64000], 2),
        ("backprop_missing_m", [40, 1, 1], 3),
    ],
)
def test_every_outcome_of_a_prediction_has_its_answer(name, result, choice):
    assert PREDICTIONS[name].judge(result) == choice


def test_the_guard_fails_for_sure_and_wrong_answers_only():
    guarded = EXERCISES["last_layer_dZ"].stub
    for Y_hat, Y in ((1e-17, 0.0), (1.0, 1.0), (1e-14, 1.0), (1 - 1e-14, 0.0)):
        Y_hat, Y = np.array([[Y_hat]]), np.array([[Y]])
        assert guarded(Y_hat, Y) == pytest.approx(Y_hat - Y, abs=1e-2)
    assert guarded(np.array([[1e-17]]), np.array([[1.0]])).item() == pytest.approx(-0.01)
    assert guarded(np.array([[1.0]]), np.array([[0.0]])).item() == 0


def test_the_words_about_blame():
    def words(**changed):
        settings = {"learning_rate": 0.1, "layers": 2, "units": 8, "seed": 1}
        return figures.blame_words(experiments.blame(**settings | changed))

    assert "has 105 weights and biases" in words() and "the cost falls to 0.641" in words()
    assert "the cost rises to" in words(learning_rate=10)
    assert "stays the same to three decimals" in words(learning_rate=1e-4)
    numbers = experiments.blame(0.1, 1, 1, 0)
    still = {key: 0 * values for key, values in numbers["grads_values"].items()}
    assert "nothing can be learned" in figures.blame_words(numbers | {"grads_values": still})


def test_a_slope_above_0_is_orange_and_the_steepest_line_is_the_thickest():
    numbers = experiments.blame(0.1, 1, 2, 3)
    net, grads = numbers["nn_architecture"], numbers["grads_values"]
    grads = {key: 0.25 * np.ones_like(values) for key, values in grads.items()}
    grads["dW2"][0, 1] = -2
    picture = figures.blame_picture(numbers | {"grads_values": grads})
    lines = [e.attrib for e in ET.fromstring(picture).iter() if e.tag.endswith("line")]
    lines = [line for line in lines if float(line["stroke-width"]) not in (1.5, 4)]
    assert len(lines) == sum(layer["input_dim"] * layer["output_dim"] for layer in net)
    thickest = max(lines, key=lambda line: float(line["stroke-width"]))
    assert thickest["stroke"] == NEGATIVE and thickest["stroke-dasharray"]
    assert sum(line["stroke"] == POSITIVE for line in lines) == len(lines) - 1


def test_verdicts_in_words():
    mine = {"dW1": np.array([[1.0, 2.0]]), "db1": np.array([[3.0]])}
    assert figures.verdicts(mine, mine).startswith("all 2 are close: the largest difference is")
    other = mine | {"db1": np.array([[3.5]])}
    assert figures.verdicts(mine, other).splitlines() == [
        "dW1  exact  largest difference 0.0000",
        "db1  wrong  largest difference 0.5000",
    ]


@pytest.mark.parametrize(
    ("setting", "median", "range_"),
    [
        (("sigmoid", "xavier"), 22_700, (9_000, 57_300)),
        (("relu", "xavier"), 38, (22, 87)),
        (("relu", "he"), 6.5, (4, 15.1)),
    ],
)
def test_fading_has_a_range_over_the_seeds_and_two_causes(setting, median, range_):
    seeds = range(20)
    times = experiments.fading_by_seed(*setting, seeds)
    assert np.median(times) == pytest.approx(median, rel=0.02)
    assert range_[0] < times.min() and times.max() < range_[1]
    weights, bends = experiments.fading_shares(*setting, seeds)
    assert weights * bends == pytest.approx(times)
    # Sigmoids' slopes make the difference, and He's start makes up for a part of ReLU's.
    assert (np.median(bends) > 4096) == (setting[0] == "sigmoid")
    assert (np.median(weights) < 1) == (setting[1] == "he")


def test_how_many_layers_fade_to_a_thousandth():
    def layers(activation, scheme, seed):
        """Return with how many layers a step moves layer 1 by less than a thousandth."""
        for layers in range(1, 7):
            sizes = fade(layers=layers, activation=activation, scheme=scheme, seed=seed)
            if sizes["step"][0] / sizes["W"][0] < 0.001:
                return layers
        return 7

    assert {layers("sigmoid", "xavier", seed) for seed in range(21)} == {2, 3}
    he = [layers("relu", "he", seed) for seed in range(21)]
    assert min(he) == 4 and he.count(7) == 11


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
    assert "From 0.100 at h = 1 it falls" in fig.alt
    sizes = {"a": {"dZ": [1, 2], "dW": [3, 4]}, "b": {"dZ": [5, 6], "dW": [7, 8]}}
    left, right = figures.gradients_by_layer(sizes).axes
    assert [list(line.get_ydata()) for line in left.lines] == [[1, 2], [5, 6]]
    assert [list(line.get_ydata()) for line in right.lines] == [[3, 4], [7, 8]]
    assert "b: dZ is 1 times smaller in layer 1 than in layer 2" in left.figure.alt


PANELS = [blame_panel, fading_panel, nudge_panel, rounding_panel, walk_panel]


@pytest.mark.parametrize("make", PANELS)
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


@pytest.mark.parametrize("make", PANELS)
def test_every_control_moves_the_picture_from_its_start(make):
    panel = make()
    for control in panel.controls.values():
        start, picture = control.value, panel.picture.value
        for value in ends(control):
            control.value = value
            assert (panel.picture.value == picture) == (value == start), (control, value)
        control.value = start
        assert panel.picture.value == picture


BY_HAND = ("backprop-07", "backprop-09")


def test_two_of_the_nine_numbers_have_a_slope_near_minus_one():
    told = fold(CORE[5], "Modify")
    names = {"np": np, "nnlib": nnlib, "datasets": datasets, "lesson": experiments}
    near, cells = [], cell_of(CORE[5], *BY_HAND)
    for key, values in datasets.by_hand().params_values.items():
        for place in np.ndindex(values.shape):
            other = f'"{key}", {place}'
            source = changed(cells, ('"W1", (0, 1), nudge', f"{other}, nudge"))
            out = printed(source, names)
            slopes = [line.split()[-1] for line in out.splitlines() if line.startswith("nudge")]
            if all(abs(float(slope) + 1) < 0.1 for slope in slopes):
                near.append(other)
                assert all(slope in told for slope in slopes)
    assert near == ['"W1", (0, 0)', '"b1", (0, 0)']
    assert all(f"`{other}`" in told for other in near)


def test_what_is_said_of_the_slopes_to_blame():
    told = fold(CORE[5], "Make", "What a good answer does")
    X, Y, params_values, net = network(datasets.by_hand())
    known = backprop(X[:, :1], Y[:, :1], params_values, net)
    assert steepest(known) == ("dW1", (0, 1), -2) and "-2, at `dW1[0, 1]`" in told
    counted = np.concatenate([slopes.ravel() for slopes in known.values()])
    assert (counted.size, np.sum(counted == 0)) == (9, 4) and "four of the nine are 0" in told

    net, split = dense_architecture([2, 5, 4, 1]), datasets.moons()
    start = nnlib.init_layers(net, seed=4, scheme="he")
    found = backprop(split.X_train[:, :40], split.Y_train[:, :40], start, net)
    key, place, slope = steepest(found)
    assert f"{slope:.3f}, at `{key}{list(place)}`" in told
    sizes = {key: np.abs(slopes) for key, slopes in found.items()}
    counted = np.concatenate([size.ravel() for size in sizes.values()])
    assert f"{counted.size} slopes" in told and f"of the {counted.size}" in told
    last = np.concatenate([sizes["dW3"].ravel(), sizes["db3"].ravel()])
    assert f"only {last.size} of" in told and f"{last.sum() / counted.sum():.0%}" == "55%"
    assert "55 %" in told
    assert np.sum(counted == 0) == 2 and "Two slopes are exactly 0" in told


def steepest(grads_values):
    """Return the key, the place and the value of the slope that is largest in size."""
    key = max(grads_values, key=lambda key: np.abs(grads_values[key]).max())
    place = np.unravel_index(np.abs(grads_values[key]).argmax(), grads_values[key].shape)
    return key, tuple(map(int, place)), grads_values[key][place]
