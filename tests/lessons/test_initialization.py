"""Notebook 01's experiment, pictures and panel."""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import nnlib
from classroom.datasets import by_hand, moons
from classroom.lessons.initialization import experiments, figures
from classroom.lessons.initialization.panels import initialization_panel
from nnlib.architecture import dense_architecture
from tests.controls import ends

SVG = "{http://www.w3.org/2000/svg}"
DEEP = dense_architecture([2, 25, 50, 50, 25, 1])
USUAL = {"learning_rate": 0.1, "layers": 3, "units": 8, "scheme": "he", "seed": 2}


def written(picture):
    return [part.text for part in ET.fromstring(picture).iter(SVG + "text")]


def test_spreads_by_hand():
    # A1 is [[0.5, 1.375], [0, 1.75]]: spreads 0.4375 and 0.875. Z2 is [0, 0]: no spread is left.
    nn_architecture, params_values, X, Y = by_hand()
    spreads = experiments.layer_spreads(X, Y, params_values, nn_architecture)
    assert spreads == pytest.approx([(0.5 + 0.75) / 2, (0.4375 + 0.875) / 2, 0])
    assert spreads[-1] == 0


def test_the_dust_of_rounding_is_no_spread():
    X, Y = np.full((1, 7), 0.1), np.ones((1, 7))
    assert X.std() > 0
    net = dense_architecture([1, 3, 1])
    assert experiments.layer_spreads(X, Y, nnlib.init_layers(net), net) == [0, 0, 0]


def test_twice_the_weights_of_a_relu_layer_are_twice_the_spread():
    nn_architecture, params_values, X, Y = by_hand()
    twice = params_values | {key: 2 * params_values[key] for key in ("W1", "b1")}
    once = experiments.layer_spreads(X, Y, params_values, nn_architecture)
    assert experiments.layer_spreads(X, Y, twice, nn_architecture)[1] == pytest.approx(2 * once[1])


def test_the_first_steps_are_those_of_train():
    numbers = experiments.start_and_steps(**USUAL)
    split = moons()
    X, Y = split.X_train[:, :300], split.Y_train[:, :300]
    net = dense_architecture([2, 8, 8, 8, 1])
    _, costs, _ = nnlib.train(X, Y, net, 31, 0.1, seed=2, scheme="he")
    np.testing.assert_allclose(numbers["costs"], costs, rtol=1e-10)
    assert numbers["spreads"][0] == pytest.approx((X[0].std() + X[1].std()) / 2)
    start = nnlib.init_layers(net, 2, "he")
    assert numbers["spreads"] == experiments.layer_spreads(X, Y, start, net)
    assert numbers["sizes"] == [2, 8, 8, 8, 1] and numbers["stopped"] is None


def test_zeros_with_a_hidden_layer_learn_nothing_and_without_one_they_learn():
    some = experiments.start_and_steps(**USUAL | {"scheme": "zeros", "learning_rate": 1})
    assert some["spreads"][1:] == [0, 0, 0, 0] and some["costs"][-1] > 0.69
    none = experiments.start_and_steps(**USUAL | {"scheme": "zeros", "layers": 0})
    assert none["costs"][0] == pytest.approx(np.log(2)) and none["costs"][-1] < 0.6


def test_a_run_that_diverges_is_explained():
    wild = {"learning_rate": 100.0, "layers": 4, "units": 25}
    numbers = experiments.start_and_steps(**USUAL | wild)
    assert len(numbers["costs"]) < 31
    assert "Training diverged at step" in figures.initialization_words(numbers)
    picture = figures.initialization_picture(numbers)
    assert "nan" not in picture and "inf" not in picture
    assert "2-25-25-25-25-1 · he · rate 100 · seed 2" in written(picture)


@pytest.mark.parametrize("layer", [1, 2, 3, 4, 5])
def test_every_layers_shapes_are_written_and_said(layer):
    start = nnlib.init_layers(DEEP)
    W, b = start[f"W{layer}"], start[f"b{layer}"]
    picture = figures.parameter_shapes(DEEP, layer)
    words = written(picture)
    assert f"W{layer}: shape {W.shape}" in words
    assert f"b{layer}: shape {b.shape}" in words
    assert any(text.endswith(f"= {W.size + b.size:,} parameters") for text in words)
    assert f"Together they hold {W.size + b.size:,} parameters." in picture.alt


def test_a_small_layer_is_drawn_cell_by_cell():
    words = written(figures.parameter_shapes(by_hand().nn_architecture, 1))
    assert [text for text in words if re.fullmatch(r"\d,\d", text)] == ["1,1", "1,2", "2,1", "2,2"]
    assert "2 columns, one for each" in words and "feature of X" in words
    assert "2 · 2 weights + 2 biases = 6 parameters" in words


def test_a_large_layer_is_shortened_but_says_its_true_size():
    words = written(figures.parameter_shapes(DEEP, 2))
    assert {"1,1", "3,3", "50,25", "⋮", "⋯", "⋱"} <= set(words)
    assert "4,4" not in words
    assert "unit of layer 1" in words and "1 column:" in words


def test_one_unit_is_spoken_of_in_the_singular():
    picture = figures.parameter_shapes(dense_architecture([1, 1]), 1)
    assert (
        "a grid of 1 row, for the one unit of layer 1, and 1 column, for the one f" in picture.alt
    )
    assert "1 · 1 weights + 1 bias = 2 parameters" in written(picture)


@pytest.mark.parametrize("sizes", [[1, 1], [2, 5, 6, 1], [1000, 2000, 1], [3, 1, 4, 1]])
def test_no_text_of_the_shapes_leaves_the_picture(sizes):
    net = dense_architecture(sizes)
    for layer in range(1, len(sizes)):
        root = ET.fromstring(figures.parameter_shapes(net, layer))
        width, height = float(root.get("width")), float(root.get("height"))
        assert width <= 900 and height <= 380
        for part in root.iter(SVG + "text"):
            long = 7.2 * len(part.text)
            left = (
                float(part.get("x"))
                - {"start": 0, "middle": 0.5, "end": 1}[part.get("text-anchor")] * long
            )
            assert left >= 0 and left + long <= width, part.text
            assert 0 < float(part.get("y")) < height


def test_a_layer_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="layer is 6, expected a whole number from 1 to"):
        figures.parameter_shapes(DEEP, 6)
    with pytest.raises(ValueError, match="layer is 0"):
        figures.parameter_shapes(DEEP, 0)


def test_the_spreads_are_drawn_from_x_on():
    (ax,) = figures.spreads_by_layer({"a": [1, 0.1], "b": [1, 0.5]}).axes
    np.testing.assert_array_equal(ax.get_lines()[0].get_ydata(), [1, 0.1])
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["X", "1"]
    assert ax.get_yscale() == "log"


def test_the_panels_picture_and_words_hold_the_numbers():
    numbers = experiments.start_and_steps(**USUAL)
    words = figures.initialization_words(numbers)
    picture = figures.initialization_picture(numbers)
    assert picture.alt == words
    assert f"from {numbers['costs'][0]:.3f} to {numbers['costs'][30]:.3f}" in words
    assert "In the first 30 steps at learning rate 0.1" in words
    assert "2-8-8-8-1 · he · rate 0.1 · seed 2" in written(picture)
    assert "■" not in picture


@pytest.mark.parametrize("last", [0.0, 1e-9])
def test_a_spread_too_small_to_draw_is_marked_on_the_floor(last):
    numbers = experiments.start_and_steps(**USUAL) | {"spreads": [0.7, 0.001, last]}
    assert "■" in figures.initialization_picture(numbers)
    words = figures.initialization_words(numbers)
    assert ("From layer 2 on, every point" in words) == (last == 0)
    assert ("less than 0.0000001" in words) == (last > 0)


def test_every_control_moves_the_picture_and_back():
    panel = initialization_panel()
    before = panel.picture.value
    for name, control in panel.controls.items():
        start = control.value
        for value in ends(control):
            control.value = value
            assert panel.picture.value != before, (name, value)
            assert panel.error is None and panel.words
        control.value = start
        assert panel.picture.value == before


def test_all_pairs_of_extremes_can_be_shown():
    panel = initialization_panel()
    start = panel.values()
    for one, other in itertools.combinations(panel.controls, 2):
        for values in itertools.product(ends(panel.controls[one]), ends(panel.controls[other])):
            panel.controls[one].value, panel.controls[other].value = values
            assert panel.error is None, (one, other, values)
            assert not re.search(r"\bnan\b|\binf\b", panel.picture.value)
            ET.fromstring(panel.picture.value)
            for name in (one, other):
                panel.controls[name].value = start[name]


def test_what_the_notebook_says_of_the_panel_is_so():
    def costs(scheme, rate):
        settings = {"learning_rate": rate, "layers": 4, "units": 25, "scheme": scheme, "seed": 2}
        run = experiments.start_and_steps(**settings)
        return run["costs"], run["stopped"]

    rate = {k: 10 ** (k / 10) for k in (-10, 2, 3, 4, 5, 6, 7, 8, 9)}
    assert costs("he", rate[-10])[0][-1] == pytest.approx(0.26, abs=0.005)
    assert costs("small", rate[2])[0][-1] == pytest.approx(0.35, abs=0.005)
    for scheme, k in [("small", 3), ("he", 2)]:
        assert max(costs(scheme, rate[k])[0]) > 1.5, scheme
    for k in range(4, 10):
        history, stopped = costs("he", rate[k])
        assert stopped or history[-1] > 0.69, k


def test_what_the_answers_say_of_narrow_networks_is_so():
    def runs(units):
        settings = {"learning_rate": 10**-0.5, "layers": 8, "units": units, "scheme": "he"}
        return [experiments.start_and_steps(**settings, seed=seed) for seed in range(21)]

    def failing(units):
        return sum(bool(run["stopped"]) or run["costs"][-1] > 0.68 for run in runs(units))

    assert [failing(units) for units in (6, 7)] == [3, 3]
    assert max(failing(units) for units in (8, 9, 10, 13, 22, 32)) == 1
    for units in (5, 6, 7):
        assert any(0 in run["spreads"][1:-1] for run in runs(units)) == (units == 5)
