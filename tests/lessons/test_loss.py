"""Notebook 04's experiments, figures and panels."""

import itertools
import math
import re

import numpy as np
import pytest

import nnlib
from classroom.datasets import by_hand, moons
from classroom.lessons.loss.experiments import (
    SHIFTS,
    THRESHOLDS,
    _trained_briefly,
    along_the_last_bias,
    descend,
    landscape,
    prediction_cost,
    repeated_tests,
    slope_at,
    squared_error,
    surprise,
    threshold_counts,
    trained_a_little,
    two_of_three,
)
from classroom.lessons.loss.figures import (
    landscape_picture,
    landscape_words,
    prediction_picture,
    prediction_words,
    spread_of_tests,
    threshold_picture,
    threshold_words,
    two_costs,
)
from classroom.lessons.loss.panels import landscape_panel, prediction_panel, threshold_panel
from classroom.svg import INK, ROSE, VIOLET
from classroom.uncertainty import wilson_interval
from nnlib import get_accuracy_value, get_cost_value, predict, sigmoid, train
from nnlib.architecture import dense_architecture
from tests.controls import ends
from tests.notebooks import CORE
from tests.tasks import cell_of, changed, fold, printed

START = {"learning_rate": 10**-0.5, "layers": 1, "units": 8, "steps": 20, "threshold": 0.5}


def test_moving_the_last_bias_of_the_network_by_hand():
    tiny = by_hand()  # both Z2 are 0, so a shift of the bias is the new Z2
    before = {key: values.copy() for key, values in tiny.params_values.items()}
    walk = along_the_last_bias(
        tiny.X, tiny.Y, tiny.params_values, tiny.nn_architecture, [0, math.log(4)]
    )
    np.testing.assert_array_equal(walk["mistakes"], [1, 1])
    np.testing.assert_allclose(walk["cost"], [math.log(2), -(math.log(0.8) + math.log(0.2)) / 2])
    np.testing.assert_array_equal(walk["shift"], [0, math.log(4)])
    for key, values in before.items():
        np.testing.assert_array_equal(tiny.params_values[key], values)


def test_mistakes_are_counted_and_the_bias_is_shifted_not_replaced():
    tiny = by_hand()
    zeros = np.array([[0, 0]])
    walk = along_the_last_bias(tiny.X, zeros, tiny.params_values, tiny.nn_architecture, [-1, 0, 1])
    np.testing.assert_array_equal(walk["mistakes"], [0, 0, 2])


def test_the_slope_of_the_landscape_is_the_mean_of_what_is_too_much():
    net, params_values, X, Y = trained_a_little()
    for shift in (-4.5, 0.6, 3):
        params_values["b2"] += shift
        Y_hat = predict(X[:, :20], params_values, net)
        params_values["b2"] -= shift
        numbers = landscape(shift, "see everything")
        assert numbers["slope"] == pytest.approx(np.mean(Y_hat - Y[:, :20]), abs=1e-4)
        assert numbers["cost"] == pytest.approx(get_cost_value(Y_hat, Y[:, :20]))
        assert numbers["mistakes"] == np.sum((Y_hat > 0.5) != Y[:, :20])
    assert landscape(-6, "")["slope"] < landscape(-5.9, "")["slope"] < 0


def test_what_is_kept_of_the_little_training_cannot_be_spoiled():
    net, params_values, X, Y = trained_a_little()
    expected, _, _ = train(X, Y, net, 100, 0.3, seed=2, scheme="he")
    params_values["b2"] += 1
    np.testing.assert_array_equal(trained_a_little().params_values["b2"], expected["b2"])


def test_what_the_notebook_says_about_the_two_landscapes():
    walk = landscape(0, "see everything")["walk"]
    mistakes, cost = walk["mistakes"], walk["cost"]
    lowest = SHIFTS[cost.argmin()]
    assert f"{lowest:.1f}" == "0.6"
    steps = mistakes[np.flatnonzero(np.diff(mistakes, prepend=-1))].tolist()
    at = [k for k, step in enumerate(steps) if step == mistakes.min()]
    assert mistakes.min() == 1 and steps[at[0] : at[-1] + 1] == [1, 2, 1]
    assert mistakes[cost.argmin()] == 2
    # One valley: down to its lowest place, and up from there.
    assert (np.sign(np.diff(cost)) == np.sign(SHIFTS[1:] - lowest - 0.005)).all()
    # All 900 points: the count rests where the cost moves.
    net, params_values, X, Y = trained_a_little()
    tiny = along_the_last_bias(X, Y, params_values, net, [0, 0.001, 0.01, 0.1])
    assert len(set(tiny["mistakes"][:3])) == 1 and (np.diff(tiny["cost"]) > 0).all()
    # Where the cost rises with 900 points it falls with 20.
    assert (np.diff(cost[(SHIFTS >= 0) & (SHIFTS <= 0.1)]) < 0).all()


def test_slopes_and_walks_of_one_example():
    for Z in (-6.0, -2.0, 0.0, 2.0):
        Y_hat = sigmoid(Z)
        assert slope_at(surprise, Z) == pytest.approx(Y_hat - 1, abs=1e-6)
        by_hand = 2 * (Y_hat - 1) * Y_hat * (1 - Y_hat)
        assert slope_at(squared_error, Z) == pytest.approx(by_hand, abs=1e-6)
    assert descend(surprise, 0.0, 1, rate=3) == pytest.approx(1.5)
    assert descend(surprise, 0.0, 0) == 0


@pytest.mark.parametrize("cost", [surprise, squared_error])
def test_the_best_answer_to_two_of_three_is_two_thirds(cost):
    best = math.log(2)  # sigmoid of it is 2/3
    assert slope_at(two_of_three(cost), best) == pytest.approx(0, abs=1e-6)
    assert two_of_three(cost)(0.0) == pytest.approx(cost(0.0))
    label_0 = {surprise: -math.log(1 / 3), squared_error: 4 / 9}[cost]
    label_1 = {surprise: -math.log(2 / 3), squared_error: 1 / 9}[cost]
    assert two_of_three(cost)(best) == pytest.approx((2 * label_1 + label_0) / 3)


def test_what_the_notebook_says_about_longer_steps():
    def ends(cost, rate):
        mistake = sigmoid(descend(cost, -6.0, 10, rate))
        alike = [sigmoid(descend(two_of_three(cost), 0.0, steps, rate)) for steps in range(90, 101)]
        return mistake, max(abs(answer - 2 / 3) for answer in alike)

    for rate in (1, 5, 20):
        mistake, unrest = ends(squared_error, rate)
        assert mistake < 0.03 and unrest < 0.01
    mistake, unrest = ends(squared_error, 50)
    assert mistake > 0.99 and unrest > 0.1
    mistake, unrest = ends(surprise, 5)
    assert mistake > 0.9 and unrest < 1e-3


@pytest.mark.parametrize(
    "prediction, label, given, cost, slope",
    [(0.2, 1, 0.2, 1.6094, -5), (0.2, 0, 0.8, 0.2231, 1.25), (0.5, 1, 0.5, math.log(2), -2)],
)
def test_the_cost_and_slope_of_one_prediction(prediction, label, given, cost, slope):
    numbers = prediction_cost(prediction, label)
    assert numbers["given"] == pytest.approx(given)
    assert numbers["cost"] == pytest.approx(cost, abs=1e-4)
    assert numbers["slope"] == pytest.approx(slope)
    h = 1e-6
    around = [prediction_cost(prediction + step, label)["cost"] for step in (-h, h)]
    assert numbers["slope"] == pytest.approx((around[1] - around[0]) / (2 * h), rel=1e-5)


def test_the_threshold_cuts_the_network_that_train_gives():
    split, net = moons(), dense_architecture([2, 8, 1])
    params_values, _, _ = train(
        split.X_train, split.Y_train, net, 20, 10**-0.5, seed=2, scheme="he"
    )
    Y_hat, Y = predict(split.X_train, params_values, net), split.Y_train
    numbers = threshold_counts(**START)
    assert numbers["cost"] == pytest.approx(get_cost_value(Y_hat, Y), abs=1e-12)
    assert numbers["accuracy"] == get_accuracy_value(Y_hat, Y)
    assert numbers["accuracies"][9] == numbers["accuracy"]
    low = threshold_counts(**{**START, "threshold": 0.2})
    assert low["table"][1, 0] == np.sum((Y == 1) & (Y_hat <= 0.2))
    assert low["table"][0, 1] == np.sum((Y == 0) & (Y_hat > 0.2))
    assert low["accuracy"] == low["accuracies"][3]
    assert low["cost"] == numbers["cost"]


def test_bars_and_counts_agree_on_every_side_of_every_threshold():
    for threshold in THRESHOLDS:
        # A browser's sum of twentieths is not always the nearest float.
        numbers = threshold_counts(**{**START, "threshold": threshold + 1e-16})
        cut = round(threshold * 20)
        np.testing.assert_array_equal(
            numbers["histogram"][:, :cut].sum(axis=1), numbers["table"][:, 0]
        )
        np.testing.assert_array_equal(numbers["histogram"].sum(axis=1), [446, 454])


def test_a_prediction_on_the_threshold_is_called_0(monkeypatch):
    Y_hat = np.array([[0.5, 0.5, 0.15, 0.95, 1.0, 0.0]])
    Y = np.array([[0, 1, 1, 1, 1, 0]])
    monkeypatch.setattr(
        "classroom.lessons.loss.experiments._trained_briefly", lambda *_: (Y_hat, Y, None)
    )
    numbers = threshold_counts(**START)
    np.testing.assert_array_equal(numbers["table"], [[2, 0], [2, 2]])
    assert np.flatnonzero(numbers["histogram"][1]).tolist() == [2, 9, 18, 19]
    assert np.flatnonzero(numbers["histogram"][0]).tolist() == [0, 9]
    # A hair below 0.15, as a browser's sum may be, is 0.15, and a prediction of 0.15 is called 0.
    numbers = threshold_counts(**{**START, "threshold": np.nextafter(0.15, 0)})
    np.testing.assert_array_equal(numbers["table"], [[1, 1], [1, 3]])


def test_no_steps_is_the_start_and_the_kept_predictions_cannot_be_spoiled():
    before = threshold_counts(**{**START, "steps": 0})["cost"]
    assert before == pytest.approx(0.930, abs=1e-3)
    Y_hat, _, _ = _trained_briefly(10**-0.5, 1, 8, 0)
    with pytest.raises(ValueError, match="read-only"):
        Y_hat[0, 0] = 1


def test_wilsons_interval():
    # (0.98 + 0.019208 ± 1.96 √(0.000196 + 0.00009604)) / 1.038416
    assert wilson_interval(98, 100) == pytest.approx((0.92999, 0.99450), abs=1e-5)
    assert wilson_interval(100, 100)[1] == pytest.approx(1)
    assert wilson_interval(0, 10)[0] == pytest.approx(0)
    low, high = wilson_interval(50, 100)
    assert low + high == pytest.approx(1)


def test_what_good_answers_notice_about_two_networks():
    low, high = wilson_interval(95, 100)
    assert (f"{low:.1%}", f"{high:.1%}") == ("88.8%", "97.8%")
    assert high > wilson_interval(98, 100)[0]
    assert wilson_interval(475, 500)[1] > wilson_interval(490, 500)[0]
    assert wilson_interval(570, 600)[1] < wilson_interval(588, 600)[0]


def test_repeated_tests_spread_as_chance_does_and_never_change():
    right = repeated_tests(0.98)
    assert right.shape == (1000,)
    assert right.mean() == pytest.approx(98, abs=0.2)
    assert right.std() == pytest.approx(math.sqrt(100 * 0.98 * 0.02), abs=0.15)
    np.testing.assert_array_equal(right, repeated_tests(0.98))
    held = [low <= 0.98 <= high for low, high in (wilson_interval(k, 100) for k in right)]
    assert np.mean(held) > 0.9


def test_the_landscapes_are_drawn_or_only_the_ground_underfoot():
    numbers = landscape(-4.5, "see everything")
    picture, words = landscape_picture(numbers), landscape_words(numbers)
    assert picture.alt == words
    assert f"{numbers['mistakes']} of 20 points wrong" in words
    assert f"the cost is {numbers['cost']:.2f}" in words and "on the right." in words
    assert f"0 on the left and −{-numbers['slope']:.2f} on the right" in words
    places = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', picture)
    across = 350 * 1.5 / 12
    down = [242 - 208 * numbers["mistakes"] / 12, 242 - 208 * numbers["cost"] / 3]
    expected = [(64 + across, down[0]), (526 + across, down[1])]
    np.testing.assert_allclose(np.array(places, float), expected, atol=0.06)
    colours = [VIOLET, ROSE]
    assert all(f'stroke="{colour}"' in picture for colour in colours)
    fog = landscape_picture(numbers | {"seen": "only underfoot"})
    assert not any(f'stroke="{colour}"' in fog for colour in colours)
    assert fog.alt.endswith("You see only the ground under your feet.")
    # The ground: level on the left, on the right as steep as the slope.
    lines = re.findall(rf'<path d="M([\d. L]+)" fill="none" stroke="{INK}"', fog)
    (flat, tilted) = (np.array(re.findall(r"[\d.]+", line), float).reshape(2, 2) for line in lines)
    assert flat[0, 1] == flat[1, 1]
    dx, dy = tilted[1] - tilted[0]
    assert -dy / 208 * 3 / (dx / 350 * 12) == pytest.approx(numbers["slope"], rel=0.02)


def test_two_costs_are_drawn_with_their_slopes():
    fig = two_costs()
    (ax,) = fig.axes
    assert [words.get_text() for words in ax.texts] == ["slope −0.998", "slope −0.005"]
    assert "its slope is -0.998" in fig.alt and "its slope is -0.005" in fig.alt
    smooth = [line for line in ax.lines if len(line.get_xdata()) > 1]
    np.testing.assert_allclose(smooth[0].get_ydata()[-1], -math.log(sigmoid(4.0)))
    np.testing.assert_allclose(smooth[1].get_ydata()[0], (1 - sigmoid(-8.0)) ** 2)


def test_bars_of_repeated_tests_are_as_high_as_they_were_often():
    fig = spread_of_tests({0.9: np.array([8, 9, 9]), 0.5: np.array([5, 5, 6])}, m=10)
    (ax,) = fig.axes
    assert sorted(bar.get_height() for bar in ax.patches) == [1, 1, 2, 2]
    assert "among 10 test points" in fig.alt
    assert "of 0.9 they reach from 8 to 9, and with 0.5 they reach from 5 to 6" in fig.alt
    assert [words.get_text() for words in ax.get_legend().get_texts()] == [
        "true accuracy 0.9",
        "true accuracy 0.5",
    ]


def test_one_prediction_in_picture_and_words():
    for label, sign, way in [(1, "-5.00", "up"), (0, "1.25", "down")]:
        numbers = prediction_cost(0.2, label)
        picture = prediction_picture(numbers)
        words = prediction_words(numbers)
        assert picture.alt == words
        assert f"{numbers['cost']:.3f}" in words and f"push Y_hat {way}" in words
        assert f"{sign}<" in picture and f"is {sign}:" in words
        x, y = re.search(r'<circle cx="([\d.]+)" cy="([\d.]+)"', picture).groups()
        assert float(x) == pytest.approx(60 + 480 * 0.2, abs=0.1)
        assert float(y) == pytest.approx(272 - 236 * numbers["cost"] / 5, abs=0.1)


def test_threshold_words_carry_the_counts_and_say_that_the_cost_stays():
    numbers = threshold_counts(**{**START, "threshold": 0.3})
    words = threshold_words(numbers)
    assert f"{numbers['table'][1, 0]} of class 1 are called 0" in words
    assert f"{numbers['table'][0, 1]} of class 0 are called 1" in words
    assert f"{numbers['accuracy']:.1%}" in words
    assert f"The cost is {numbers['cost']:.3f}, whatever the threshold" in words
    picture = threshold_picture(numbers)
    assert picture.alt == words
    (wrong_1, right_1), (right_0, wrong_0) = numbers["table"][::-1]
    boxes = [int(count) for count in re.findall(r'font-size="17"[^>]*>(\d+)<', picture)]
    assert boxes == [wrong_1, right_1, right_0, wrong_0]
    assert ">2-8-1 · rate 0.32 · 20 steps · threshold 0.30<" in picture


def test_bars_stand_for_their_counts_pale_where_called_wrong():
    numbers = threshold_counts(**{**START, "threshold": 0.3})
    paths = re.findall(
        r'<path d="([^"]*z)" fill="(#\w+)" fill-opacity="([\d.]+)"', threshold_picture(numbers)
    )
    points = {}
    most = next(top for top in (100, 200, 300, 500) if numbers["histogram"].max() <= top)
    for path, colour, opacity in paths:
        tall = [float(v) for v in re.findall(r"h[\d.]+v(-?[\d.]+)", path)]
        assert all((v < 0) == (colour == "#D55E00") for v in tall), "class 1 up, class 0 down"
        points[colour, opacity] = sum(abs(v) for v in tall) * 2.1 * most / 238
    expected = [("#0072B2", "1", 0, 0), ("#0072B2", "0.15", 0, 1)]
    expected += [("#D55E00", "1", 1, 1), ("#D55E00", "0.15", 1, 0)]
    for colour, opacity, row, column in expected:
        assert points[colour, opacity] == pytest.approx(numbers["table"][row, column], abs=2)


def test_what_the_notebook_says_about_the_threshold_panel():
    start, longer = (threshold_counts(**START | {"steps": steps}) for steps in (20, 40))
    few, many = (threshold_counts(**START | {"threshold": at}) for at in (0.05, 0.95))
    assert few["table"][:, 1].sum() > 850 and many["table"][:, 0].sum() > 850
    assert few["cost"] == many["cost"] == start["cost"]
    assert abs(longer["accuracy"] - start["accuracy"]) < 0.005
    assert longer["cost"] < start["cost"] - 0.02
    before, after = (_trained_briefly(10**-0.5, 1, 8, steps)[0] for steps in (20, 40))
    assert np.mean(np.abs(after - 0.5) > np.abs(before - 0.5)) > 0.9, "most answers grow surer"
    deep = threshold_counts(**START | {"layers": 3})
    assert deep["accuracy"] > start["accuracy"] and deep["cost"] > start["cost"]
    assert deep["histogram"][:, :6].sum() == 0 < start["histogram"][0, :6].sum()
    wild = threshold_counts(**START | {"learning_rate": 100.0})
    assert wild["histogram"].sum(axis=0).max() == 900 and wild["cost"] > 10


@pytest.mark.parametrize("last, cheaper", [("0.9", True), ("0.93", True), ("0.94", False)])
def test_how_sure_of_its_mistake_network_c_may_be(last, cheaper):
    told = fold(CORE[4], "Modify")
    source = changed(cell_of(CORE[4], "loss-31", "04-who-pays-less"), ("0.9999", last))
    out = printed(source, {"np": np, "nnlib": nnlib})
    costs = dict(re.findall(r"^(\w): accuracy 0.75, cost (.*)$", out, flags=re.M))
    assert (float(costs["C"]) < float(costs["A"])) == cheaper
    for number in (last, costs["A"], costs["C"], "0.75"):
        assert number in told
    for answer in (0.93, 0.9999):
        assert f"{-np.log(1 - answer):.2f}" in told


def test_extreme_runs_are_explained():
    assert "within one twentieth" in threshold_words(threshold_counts(100.0, 1, 8, 20, 0.5))
    assert "Without a hidden layer there are no units" in threshold_words(
        threshold_counts(0.1, 0, 8, 20, 0.5)
    )
    stopped = {**threshold_counts(**START), "stopped": "Training diverged at step 3."}
    assert threshold_words(stopped).startswith("Training diverged at step 3. Before that: With")


def test_a_run_that_overflows_keeps_its_last_finite_predictions():
    numbers = threshold_counts(1e200, 2, 8, 5, 0.5)
    assert "diverged" in numbers["stopped"]
    assert np.isfinite(numbers["cost"]) and numbers["table"].sum() == 900


@pytest.mark.parametrize("make", [landscape_panel, prediction_panel, threshold_panel])
def test_every_control_moves_its_panel_and_all_pairs_of_extremes_can_be_shown(make):
    panel = make()
    start, opening = panel.values(), panel.picture.value
    for name, control in panel.controls.items():
        for value in ends(control):
            control.value = value
            assert panel.picture.value != opening or value == start[name], (name, value)
        control.value = start[name]
    for one, other in itertools.combinations(panel.controls, 2):
        for values in itertools.product(ends(panel.controls[one]), ends(panel.controls[other])):
            panel.controls[one].value, panel.controls[other].value = values
            assert panel.error is None and panel.words
            assert "nan" not in panel.picture.value and "inf" not in panel.picture.value
        for name in (one, other):
            panel.controls[name].value = start[name]
    assert panel.picture.value == opening
    assert panel.error is None
