"""Notebook 01's experiments, pictures and panels."""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import nnlib
from classroom.datasets import by_hand, moons
from classroom.lessons.initialization import experiments, figures
from classroom.lessons.initialization.panels import (
    initialization_panel,
    spread_panel,
    twins_panel,
)
from classroom.lessons.initialization.practice import my_parameter_shapes
from classroom.pictures import show
from classroom.plane import MOONS_X, MOONS_Y, middles
from classroom.straight_line import best_straight_line
from nnlib.architecture import dense_architecture
from tests.controls import ends
from tests.notebooks import CORE, code
from tests.tasks import under

SVG = "{http://www.w3.org/2000/svg}"
DEEP_SIZES = [2, 25, 50, 50, 25, 1]
DEEP = dense_architecture(DEEP_SIZES)
RATES = [10 ** (k / 10) for k in range(-20, 11)]  # every notch of the twins' slider
PANELS = [initialization_panel, spread_panel, twins_panel]
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


@pytest.mark.parametrize("make", PANELS)
def test_every_control_moves_the_picture_and_back(make):
    panel = make()
    before = panel.picture.value
    for name, control in panel.controls.items():
        start = control.value
        for value in ends(control):
            control.value = value
            assert panel.picture.value != before or value == start, (name, value)
            assert panel.error is None and panel.words
        control.value = start
        assert panel.picture.value == before


@pytest.mark.slow("long")
@pytest.mark.parametrize("make", PANELS)
def test_all_pairs_of_extremes_can_be_shown(make):
    panel = make()
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


# Twins


def test_equal_and_random_numbers_have_the_shapes_of_the_architecture():
    equal, drawn = experiments.all_equal(DEEP), experiments.random_start(DEEP, 0.1, seed=2)
    small = nnlib.init_layers(DEEP, seed=2)
    assert list(equal) == list(drawn) == list(small)
    for key, values in small.items():
        np.testing.assert_array_equal(equal[key], np.full(values.shape, 0.5))
        np.testing.assert_allclose(drawn[key], values, rtol=1e-14)
    large = experiments.random_start(DEEP, 10, seed=2)
    np.testing.assert_allclose(large["W3"], 100 * drawn["W3"], rtol=1e-14)


def test_rows_are_different_when_a_decimal_that_one_can_see_is():
    W = np.array([[0.5, 1.0], [0.5, 1.0 + 1e-9], [0.5, 1.01], [0.4, 1.0]])
    assert experiments.different_rows(W) == 3


def test_equal_units_stay_equal_at_every_step_and_a_random_start_keeps_them_apart():
    for steps in (0, 1, 2, 17, 300):
        found = experiments.twins(steps, 1.0, 5, seed=2)
        assert found["equal"]["rows"] == 1 and found["random"]["rows"] == 5
    assert (found["equal"]["W1"] != 0.5).all()


def test_the_twins_steps_are_those_of_train():
    split, net = moons(400), dense_architecture([2, 3, 1])
    found = experiments.twins(20, 0.7, 3, seed=4)
    starts = {"equal": experiments.all_equal(net), "random": nnlib.init_layers(net, 4, "he")}
    for name, start in starts.items():
        params, _, right = nnlib.train(
            split.X_train, split.Y_train, net, 21, 0.7, params_values=start
        )
        before = nnlib.train(split.X_train, split.Y_train, net, 20, 0.7, params_values=start)[0]
        np.testing.assert_allclose(found[name]["W1"], before["W1"], rtol=1e-10)
        assert found[name]["accuracy"] == pytest.approx(right[-1])
        assert not np.allclose(params["W1"], before["W1"])


def test_wherever_twins_draw_a_line_it_is_straight():
    x, y = middles(*MOONS_X, 72), middles(*MOONS_Y, 48)
    plane = np.stack([grid.ravel() for grid in np.meshgrid(x, y)])
    lines = 0
    for rate in RATES[::2]:
        run = experiments.twins(300, rate, 8, seed=2)["equal"]
        above = (run["region"] > 0.5).reshape(1, -1)
        if above.any() and not above.all():
            lines += 1
            assert best_straight_line(plane, above * 1.0)[1] == 1, rate
    assert lines > 10
    run = experiments.twins(300, 2.0, 8, seed=2)["random"]
    above = (run["region"] > 0.5).reshape(1, -1)
    assert best_straight_line(plane, above * 1.0)[1] < 0.95


def test_what_the_notebook_says_of_the_twins_is_so():
    by_rate = [experiments.twins(150, rate, 8, seed=2)["equal"]["accuracy"] for rate in RATES]
    best = [rate for rate, right in zip(RATES, by_rate, strict=True) if right == max(by_rate)]
    assert f"{max(by_rate):.1%}" == "86.4%" and best == RATES[17:23]
    assert [round(best[i], 1) for i in (0, -1)] == [0.5, 1.6]
    usual = [experiments.twins(150, 10**0.3, units, 2) for units in range(1, 9)]
    assert {round(100 * run["equal"]["accuracy"]) for run in usual} == {85, 86}
    assert all(run["equal"]["rows"] == 1 for run in usual)
    assert usual[-1]["random"]["accuracy"] > 0.93 and usual[0]["random"]["accuracy"] < 0.87


def test_one_different_weight_sets_one_twin_free():
    net = dense_architecture([2, 4, 1])
    start = experiments.all_equal(net)
    assert experiments.different_rows(experiments.after_steps(net, start, 300)["W1"]) == 1
    start["W1"][0, 0] = 0.6
    assert experiments.different_rows(experiments.after_steps(net, start, 300)["W1"]) == 2
    once = nnlib.train(moons().X_train, moons().Y_train, net, 1, 1, params_values=start)[0]
    np.testing.assert_allclose(experiments.after_steps(net, start, 1)["W2"], once["W2"])


def test_how_few_more_lines_make_all_rows_different_is_so():
    (cell,) = [cell for cell in code(CORE[1]) if 'reveal("one_twin_different"' in cell.source]
    said = under(CORE[1], "Modify")
    first = 'start["W1"][0, 0] = 0.6'
    second, third = re.search(r"such as `(start.*?)` and `(start.*?)`", said).groups()

    def rows(*lines):
        names = {"lesson": experiments, "net": dense_architecture([2, 4, 1])}
        names |= {"reveal": lambda _, found: names.update(found=found)}
        assert cell.source.count(first) == said.count(first) == 1
        exec(cell.source.replace(first, "\n".join([first, *lines])), names)
        return names["found"]

    assert [rows(), rows(second), rows(second, third)] == [2, 3, 4]
    assert second.endswith("0.7") and "With a 0.6 in place of the 0.7 you get three rows" in said
    assert rows(second.replace("0.7", "0.6"), third) == 3


def test_the_twins_picture_holds_the_numbers_in_W1():
    found = experiments.twins(40, 1.0, 3, seed=2)
    picture = figures.twins_picture(found)
    words = written(picture)
    for name in ("equal", "random"):
        for value in found[name]["W1"].ravel():
            assert f"{value:.2f}".replace("-", "−") in words
    assert "all equal" in words and "all different" in words
    assert picture.alt == figures.twins_words(found)
    assert "its W1 has 3 equal rows" in picture.alt
    assert "its W1 has 3 different rows" in picture.alt
    below = sum(int((found[name]["W1"] < 0).sum()) for name in ("equal", "random"))
    assert picture.count(figures.BELOW_0) == below > 0
    assert picture.count(figures.ABOVE_0) == 12 - below


def test_the_twins_words_count_one_row_and_some_rows_and_tell_of_a_failure():
    one = experiments.twins(10, 1.0, 1, seed=2)
    assert "its W1 has 1 row." in figures.twins_words(one)
    assert not {"all equal", "all different"} & set(written(figures.twins_picture(one)))
    found = experiments.twins(10, 1.0, 4, seed=2)
    found["equal"] |= {"rows": 2, "stopped": "It diverged."}
    assert "its W1 has 2 different rows in 4." in figures.twins_words(found)
    assert figures.twins_words(found).endswith(
        "first network is shown just before it failed. It diverged."
    )
    assert "2 different" in written(figures.twins_picture(found))


# Spreads


def test_before_and_after_are_of_the_same_start():
    found = experiments.spread_and_steps(0.3, 1, 4, 0.5, seed=3)
    split, net = moons(400), dense_architecture([2, 4, 1])
    start = experiments.random_start(net, 0.3, 3)
    np.testing.assert_array_equal(found["before"]["W1"], start["W1"])
    Y_hat = nnlib.predict(split.X_train, start, net)
    assert found["before"]["accuracy"] == nnlib.get_accuracy_value(Y_hat, split.Y_train)
    after = nnlib.train(split.X_train, split.Y_train, net, 100, 0.5, params_values=start)[0]
    np.testing.assert_allclose(found["after"]["W1"], after["W1"], rtol=1e-10)


def test_large_numbers_are_sure_before_the_first_step_and_tiny_ones_are_not():
    sure = {
        spread: [
            experiments.spread_and_steps(spread, 2, 8, 0.3, s)["before"]["sure"] for s in range(5)
        ]
        for spread in (0.01, 10)
    }
    assert max(sure[0.01]) == 0 and min(sure[10]) > 0.9


def test_the_spread_of_1_does_best_over_the_seeds():
    right = {s: experiments.right_by_seed(s, range(11)) for s in (0.01, 0.1, 1, 10)}
    medians = {spread: np.median(found) for spread, found in right.items()}
    assert max(medians, key=medians.get) == 1 and min(right[1]) >= 0.88
    assert medians[10] < 0.6 and medians[0.01] < 0.7
    assert right[0.01].count(0.5) == 5 and max(right[0.01]) > 0.85
    usual = spread_panel().values() | {"spread": 1, "seed": 4}
    assert right[1][4] == experiments.spread_and_steps(**usual)["after"]["accuracy"]


def test_without_a_hidden_layer_the_smallest_spread_learns_too():
    usual = spread_panel().values() | {"spread": 0.001, "layers": 0}
    assert experiments.spread_and_steps(**usual)["after"]["accuracy"] > 0.8


def test_the_spread_panels_words_hold_the_numbers_and_tell_of_a_failure():
    found = experiments.spread_and_steps(0.1, 2, 8, 10**-0.5, seed=2)
    words = figures.spread_words(found)
    assert words.startswith("The network 2-8-8-1 starts with a spread of 0.1.")
    assert f"0% of its answers are sure (below 0.01 or above 0.99), and {0.5:.1%} of" in words
    assert words.endswith(f"at learning rate 0.32, {found['after']['accuracy']:.1%} are right.")
    titles = written(figures.spread_picture(found))
    assert f"After 100 steps: {found['after']['accuracy']:.1%} right" in titles
    found["after"] = found["after"] | {"stopped": "It diverged."}
    assert figures.spread_words(found).endswith(
        "It diverged. The right-hand picture shows the network just before."
    )


def test_factors_are_spreads_divided_by_those_before():
    X, Y = moons().X_train, moons().Y_train
    found = experiments.layer_factors(X, Y, DEEP, 1, seeds=(2, 3))
    assert found.shape == (5, 2)
    start = experiments.random_start(DEEP, 1, 3)
    spreads = experiments.layer_spreads(X, Y, start, DEEP)
    assert found[1, 1] == pytest.approx(spreads[2] / spreads[1])


def test_what_the_notebooks_say_of_shrinking_and_stretching_is_so():
    X, Y = moons().X_train, moons().Y_train
    small, large = (experiments.layer_factors(X, Y, DEEP, s, range(11)) for s in (0.1, 1))
    assert (small[:4] < 1).all()
    assert (large[0] < 1).all() and (large[1:4] > 1).all()
    expected = np.sqrt(np.array([2, 25, 50, 50]) / 2)
    assert (np.median(large[:4], axis=1) < 1.05 * expected).all()


def test_the_costs_of_starts_are_drawn_and_said():
    starts = {"a": nnlib.init_layers(DEEP, 2, "he"), "b": nnlib.init_layers(DEEP, 2, "zeros")}
    found = experiments.cost_histories(starts, DEEP, 0.1, 5)
    costs = nnlib.train(moons().X_train, moons().Y_train, DEEP, 5, 0.1, seed=2, scheme="he")[1]
    np.testing.assert_allclose(found["a"], costs, rtol=1e-10)
    fig = figures.costs_of_starts(starts, DEEP, steps=5)
    drawn = {line.get_label(): line.get_ydata() for line in fig.axes[0].get_lines()}
    np.testing.assert_array_equal(drawn["a"], found["a"])
    assert f"a: {costs[0]:.3f} to {costs[-1]:.3f}; b: 0.693 to 0.693." in fig.alt
    assert "the best straight line, 0.276" in fig.alt


def test_the_spreads_picture_says_in_words_what_it_shows(capsys):
    show(figures.spreads_by_layer({"a": [1, 0.1], "b": [1, 0.5]}))
    assert "from 1.00 to 0.1000 with a, from 1.00 to 0.5000 with b." in capsys.readouterr().out


def test_what_a_good_answer_makes_counts_parameters_and_designs_networks(capsys):
    said = under(CORE[1], "Make")
    (cell,) = re.findall(r"```python\n(.*?)```", said, flags=re.S)
    names = {"tiny": by_hand().nn_architecture}
    exec(cell, names)

    def counted(*sizes):
        return names["my_count"](dense_architecture(sizes))

    assert capsys.readouterr().out == f"{counted(2, 2, 1)}\n" == "9\n"
    assert f"9 for the 2-2-1 network, `tiny`, and {counted(*DEEP_SIZES):,} for" in said
    assert counted(*DEEP_SIZES) == sum(
        rows * columns for rows, columns in my_parameter_shapes(DEEP).values()
    )
    assert [counted(2, n, 1) for n in range(1, 300)] == [4 * n + 1 for n in range(1, 300)]
    assert "250 units miss by one, with 1,001" in said and counted(2, 250, 1) == 1001
    designs = re.findall(r"\b2-(\d+)-(\d+)-1\b", said)
    assert len(designs) == 2
    for first, second in designs:
        a, b = int(first), int(second)
        assert counted(2, a, b, 1) == 1000
        assert b * (a + 1) > max(3 * a, b + 1)


def test_the_panels_open_where_the_lesson_begins():
    equal, drawn = (f"{n} {words} rows" for n, words in [(8, "equal"), (8, "different")])
    opening = twins_panel()
    assert opening.words.startswith("After 150 steps at learning rate 2, the network that started")
    assert equal in opening.words and drawn in opening.words
    usual = {"spread": 0.1, "seed": 2, "layers": 2, "units": 8, "learning_rate": 10**-0.5}
    assert spread_panel().values() == pytest.approx(usual)
