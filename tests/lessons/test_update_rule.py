"""Notebook 06: its experiments, figures and panels."""

import itertools
import re

import numpy as np
import pytest

import nnlib
from classroom import datasets
from classroom.lessons.update_rule import experiments, figures
from classroom.lessons.update_rule.panels import (
    bowl_panel,
    features_panel,
    rate_panel,
    valley_panel,
)
from classroom.practice.catalogue import EXERCISES, PREDICTIONS
from classroom.practice.checking import examine, source
from tests.controls import check_controls_alone_and_in_pairs
from tests.notebooks import CORE
from tests.tasks import cell_of, changed, fold, printed

LN2 = np.log(2)


def test_the_cost_along_the_gradient_is_that_of_update():
    net, params_values, X, Y = datasets.by_hand()
    X, Y = X[:, :1], Y[:, :1]
    Y_hat, memory = nnlib.full_forward_propagation(X, params_values, net)
    grads = nnlib.full_backward_propagation(Y_hat, Y, memory, params_values, net)
    moved = nnlib.update(params_values, grads, net, 0.1)
    cost = nnlib.get_cost_value(nnlib.full_forward_propagation(X, moved, net)[0], Y)
    start, after, uphill = experiments.cost_along_gradient([0, 0.1, -0.05])
    assert start == pytest.approx(LN2)
    assert after == pytest.approx(cost) == pytest.approx(np.log(1 + np.exp(-1.2775)))
    assert uphill > start


def test_its_slope_at_0_is_minus_the_sum_of_squared_gradients():
    low, high = experiments.cost_along_gradient([-1e-6, 1e-6])
    assert (high - low) / 2e-6 == pytest.approx(-6.3125)


def test_a_walk_on_a_parabola_by_hand():
    assert experiments.parabola_walk(4, 0.1, 3) == pytest.approx([1, 0.6, 0.36, 0.216])
    assert experiments.parabola_walk(4, 0.25, 1, start=3) == pytest.approx([3, 0])
    assert experiments.parabola_walk(4, 0.5, 3) == pytest.approx([1, -1, 1, -1])


@pytest.mark.parametrize(
    ("rate", "curvature", "kind"),
    [
        (0.001, 10, "creeping"),
        (0.3, 2, "right"),
        (0.1, 10, "straight"),
        (0.15, 10, "zigzag"),
        (0.2, 10, "to and fro"),
        (0.21, 10, "diverging"),
        (1, 1, "straight"),
        (2, 1, "to and fro"),
    ],
)
def test_kinds_of_walk(rate, curvature, kind):
    walk = experiments.bowl_walk(rate, curvature, 45, 20)
    assert walk["kind"] == kind
    grows = walk["cost"][-1] > walk["cost"][0]
    assert grows == (kind == "diverging")


def test_a_walk_in_the_bowl_by_hand():
    walk = experiments.bowl_walk(0.15, 10, 30, 2)
    w1, w2 = np.sqrt(0.75), 0.5
    assert walk["w"] == pytest.approx(
        np.array([[w1, 0.85 * w1, 0.85**2 * w1], [w2, -0.5 * w2, 0.25 * w2]])
    )
    assert walk["cost"] == pytest.approx((walk["w"][0] ** 2 + 10 * walk["w"][1] ** 2) / 2)


def test_a_walk_ends_where_a_float_does():
    walk = experiments.bowl_walk(1000, 1000, 45, 60)
    assert walk["cost"].size < 61
    assert np.isfinite(walk["cost"]).all()
    assert "beyond what a computer's number can hold" in figures.bowl_words(walk)


def test_cost_by_rate_is_what_train_does():
    split = datasets.moons()
    X, Y = 10 * split.X_train[:, :300], split.Y_train[:, :300]
    net = nnlib.architecture.dense_architecture([2, 3, 1])
    _, costs, _ = nnlib.train(X, Y, net, 6, 0.1, seed=4, scheme="he")
    found = experiments.cost_by_rate([2, 3, 1], [0.01, 0.1], [3, 4], steps=5, scale=10)
    assert found.shape == (2, 2)
    assert found[1, 1] == pytest.approx(costs[5])


def test_runs_at_three_rates():
    runs = experiments.rate_runs(0.5, 2, 4, 0)["runs"]
    assert [rate for rate, _, _ in runs] == pytest.approx([0.05, 0.5, 5])
    assert len({costs[0] for _, costs, _ in runs}) == 1
    assert all(costs.size == 41 for _, costs, _ in runs)


def test_endings():
    def ending(*settings):
        return experiments.rate_runs(*settings)["runs"][1][2]

    assert ending(0.1, 2, 8, 0) == ""
    assert ending(10**0.6, 2, 8, 0) == "asleep"
    assert ending(0.1, 2, 1, 2) == "asleep from the start"


def test_divergence_ends_a_run_with_infinity():
    numbers = experiments.rate_runs(1e150, 2, 8, 1)
    rate, costs, ending = numbers["runs"][1]
    assert ending == "diverged"
    assert np.isinf(costs[-1])
    assert np.isfinite(costs[:-1]).all()
    words = figures.rate_runs_words(numbers)
    assert words.startswith("The run diverged:")
    assert figures.rate_runs_picture(numbers).alt == words


def test_still_figures_say_what_they_show():
    rates = np.linspace(-0.1, 0.3, 41)
    line = experiments.cost_along_gradient(rates)
    assert "from 0.69 at rate 0 to 0.25 at 0.1" in figures.step_line(rates, line, 0.1, -6.3125).alt
    walks = {"a": experiments.parabola_walk(4, 0.1, 2), "b": experiments.parabola_walk(4, 0.6, 2)}
    alt = figures.parabola_walks(walks, 4).alt
    assert "a: w from 1 to 0.360, on one side; b: w from 1 to 1.960, jumping" in alt
    costs = np.array([[0.5, 0.1, 2], [0.5, 0.3, 4], [0.6, 0.2, 3]])
    alt = figures.cost_against_rate([0.01, 0.1, 1], costs, 0.7).alt
    assert "falls to 0.20 at rate 0.1 and is 3.00 at rate 1" in alt
    fig = figures.cost_against_rate_compared(
        {"t": {"n": costs}, "u": {"o": costs[:, ::-1]}}, [1, 2, 3]
    )
    assert "t, n: lowest, 0.20, at rate 2; u, o: lowest, 0.20, at rate 2" in fig.alt


def test_rate_runs_words_compare_with_the_neighbours():
    def words(*ends, ending=""):
        runs = [(10.0**k, np.array([0.7, end]), "") for k, end in enumerate(ends)]
        runs[1] = (*runs[1][:2], ending)
        numbers = {"runs": runs, "steps": 1, "sizes": [2, 1], "scale": 1, "seed": 0}
        return figures.rate_runs_words(numbers)

    assert words(0.5, 0.3, 0.4).startswith("This rate is right, or near it")
    assert words(0.7, 0.68, 0.68).startswith("The network has learned nothing")
    assert words(0.69, 0.68, 0.4).startswith("This rate creeps")
    assert words(0.6, 0.5, 0.4).startswith("This rate could be bolder")
    assert words(0.2, 0.5, 0.9).startswith("This rate is too large: a tenth")
    assert words(0.2, 0.8, 0.9).startswith("This rate is too large: the cost ends higher")
    assert words(0.2, 0.6, 0.1, ending="asleep").startswith("This rate is too large: a whole layer")
    assert words(0.6, 0.6, 0.6, ending="asleep from the start").startswith("No rate helps")
    assert "ten times the rate diverges" in words(0.5, 0.3, np.inf)


@pytest.mark.parametrize("settings", [(100, 2, 16, 9), (10**-0.5, 1, 2, 13), (10**-0.5, 3, 3, 15)])
def test_a_rate_that_learns_nothing_is_not_called_right(settings):
    words = figures.rate_runs_words(experiments.rate_runs(*settings))
    assert words.startswith(
        "The network has learned nothing: the cost is near guessing's 0.693 or above"
    )


def test_the_parabola_shows_every_point_of_the_walks_in_the_notebook():
    walks = {str(rate): experiments.parabola_walk(4, rate, 8) for rate in (0.45, 0.52)}
    highest = 2 * walks["0.52"][-1] ** 2
    assert highest == pytest.approx(6.85, abs=0.01)
    assert all(ax.get_ylim()[1] > highest for ax in figures.parabola_walks(walks, 4).axes)


def test_a_rate_next_to_a_border_is_not_rounded_onto_it():
    assert "rate 0.1995 lies between 1/a = 0.1 and 2/a = 0.2" in figures.bowl_words(
        experiments.bowl_walk(10**-0.7, 10, 25, 20)
    )


@pytest.mark.parametrize("make", [bowl_panel, features_panel, rate_panel, valley_panel])
def test_controls_alone_and_in_pairs(make):
    check_controls_alone_and_in_pairs(make())


def test_panels_open_with_something_to_see():
    """All of them creep, so that the answer of the task is still to be found."""
    bowl, rates, valley = bowl_panel(), rate_panel(), valley_panel()
    assert "comes nearer to the bottom, but slowly" in valley.words
    assert bowl.words.startswith("The walk creeps: rate 0.01 is below 1/a = 0.1")
    bowl.controls["learning_rate"].value = 10**-0.8
    assert bowl.words.startswith(
        "The walk zigzags: rate 0.158 lies between 1/a = 0.1 and 2/a = 0.2"
    )
    assert rates.words.startswith("This rate creeps: one ten times as large gets lower")
    rates.controls["learning_rate"].value = 10**-0.5
    assert rates.words.startswith("This rate is right, or near it")


def test_the_pointer_stands_at_the_rate_in_its_zone():
    panel = bowl_panel()
    panel.controls["learning_rate"].value = 10**-0.8
    picture = panel.picture.value
    pointer = float(re.search(r"M([\d.]+) 27l", picture)[1])
    zigzag = re.findall(r'<rect x="([\d.]+)" y="26" width="([\d.]+)"', picture)[1]
    assert float(zigzag[0]) < pointer < float(zigzag[0]) + float(zigzag[1])
    assert float(zigzag[1]) == pytest.approx(200 * np.log10(2), abs=0.1)  # from 1/a to 2/a


def test_only_the_middle_one_of_the_three_rates_learns_whatever_the_start(monkeypatch):
    for seed in range(6):
        monkeypatch.setattr(experiments, "THREE_SEED", seed)
        small, good, large = [run["accuracy"] for run in experiments.three_trained()]
        assert small < 0.88 < 0.93 < good
        assert large < 0.51


def test_the_three_networks_tell_their_rates_only_when_asked():
    hidden, named = figures.three_networks(), figures.three_networks(named=True)
    assert "A gets 74.6 % right, B gets 94.6 % right, C gets 50.4 % right" in hidden.alt
    assert "rate" not in hidden and "A: rate 0.01" in named and "C: rate 10" in named


@pytest.mark.parametrize(
    ("rate", "kind", "words"),
    [
        (0.02, "creeping", "but slowly"),
        (0.2, "right", "arrives at the bottom"),
        (0.25, "straight", "One step leads straight"),
        (0.4, "zigzag", "nearer to the bottom each time"),
        (0.5, "to and fro", "comes no nearer"),
        (0.6, "diverging", "farther from the bottom each time"),
    ],
)
def test_a_walk_in_the_valley_is_called_what_it_is(rate, kind, words):
    walk = experiments.valley_walk(rate, 4, 8)
    assert walk["kind"] == kind
    assert walk["w"] == pytest.approx((1 - 4 * rate) ** np.arange(9))
    assert walk["cost"] == pytest.approx(2 * walk["w"] ** 2)
    said = figures.valley_words(walk)
    # Where the borders are is for the learner to find.
    assert words in said and "1/a" not in said and "2/a" not in said
    assert figures.valley_picture(walk).alt == said


def test_what_the_notebook_says_about_the_valley_panel():
    panel = valley_panel()
    notches = [
        (10**-0.7, "stays on its side"),
        (10**-0.6, "At rate 0.25 each step multiplies w by 0. One step leads straight"),
        (10**-0.5, "nearer to the bottom each time"),
        (10**-0.3, "At rate 0.5 each step multiplies w by −1. w jumps from side to side and comes"),
        (10**-0.2, "farther from the bottom each time"),
    ]
    for rate, words in notches:
        panel.controls["learning_rate"].value = rate
        assert words in panel.words
    panel.controls["curvature"].value = 8
    for rate, words in [(-1, "stays on"), (-0.9, "nearer"), (-0.6, "by −1. w"), (-0.5, "farther")]:
        panel.controls["learning_rate"].value = 10**rate
        assert words in panel.words


@pytest.mark.parametrize("curvature", range(1, 11))
def test_the_factor_is_that_of_the_rate_the_slider_shows(curvature):
    for tenths in range(-30, 11):
        walk = experiments.valley_walk(10 ** (tenths / 10), curvature, 1)
        shown = float(f"{10 ** (tenths / 10):.2g}")
        assert walk["w"][1] == pytest.approx(1 - shown * curvature)


def test_the_best_rate_in_the_bowl_comes_near_to_what_theory_says():
    """On the slider's notches 0.16 is the best after 20 steps; between them it is 0.176."""
    found = [experiments.best_bowl_rate(10, steps) for steps in (20, 100, 500)]
    assert found == pytest.approx([0.1762, 0.1806, 0.1816], abs=1e-3)
    assert found == sorted(found) and found[-1] == pytest.approx(2 / 11, rel=2e-3)
    notches = 10 ** np.arange(-3, 1.05, 0.1)
    costs = [experiments.bowl_walk(rate, 10, 25, 20)["cost"][-1] for rate in notches]
    assert notches[np.argmin(costs)] == pytest.approx(0.158, abs=1e-3)


def test_rate_1_is_good_for_networks_of_two_or_three_hidden_layers():
    good = {1: 0, 2: 0, 3: 0}
    for layers, units, seed in itertools.product(good, (4, 8, 16), range(6)):
        tenth, own, tenfold = experiments.rate_runs(1, layers, units, seed)["runs"]
        good[layers] += own[1][-1] <= 1.01 * min(tenth[1][-1], tenfold[1][-1])
    assert good[2] == good[3] == 18 and good[1] < 15


def test_what_the_notebooks_say_about_good_rates():
    def good(seed, scale=1):
        rates = 10 ** (np.arange(-20, 11) / 10)
        words = [
            figures.rate_runs_words(experiments.rate_runs(r, 2, 8, seed, scale)) for r in rates
        ]
        return [
            r
            for r, said in zip(rates, words, strict=True)
            if said.startswith("This rate is right, or near it")
        ]

    first = good(0)
    assert first[0] == pytest.approx(0.2, abs=0.01) and first[-1] == pytest.approx(1.58, abs=0.01)
    assert max(max(good(seed)) for seed in (1, 2, 3)) == pytest.approx(3.98, abs=0.01)
    assert any(r == pytest.approx(0.1) for r in good(0, scale=10))
    slept = figures.rate_runs_words(experiments.rate_runs(10**0.3, 2, 8, 0, 10))
    assert slept.startswith("This rate is too large: a whole layer is asleep, and every point")
    at_1, at_2 = [experiments.rate_runs(rate, 2, 8, 0, 0.1)["runs"][1] for rate in (1, 10**0.3)]
    assert at_1[1][-1] == pytest.approx(0.618, abs=1e-3) and at_2[2] == "asleep"


@pytest.mark.parametrize(("kept", "choice"), [(0.0198, 1), (0.5, 2), (99 / 101, 3)])
def test_how_much_a_narrow_bowl_keeps_is_judged(kept, choice):
    assert PREDICTIONS["rule_narrow_bowl"].judge(kept) == choice


def test_the_features_scale_is_told_only_where_it_can_be_set_to_another():
    panel = features_panel()
    assert "features times" not in panel.picture.value
    panel.controls["scale"].value = 10
    assert "features times 10" in panel.picture.value


def test_with_another_rate_w_is_as_near_to_the_bottom_on_the_other_side():
    told = fold(CORE[6], "Modify")
    source = cell_of(CORE[6], "update-rule-20")
    same, other = printed(source, {}), printed(changed(source, ("0.1 * dw", "0.4 * dw", 2)), {})
    before, after = (re.findall(r": w (-?[\d.]+)", out) for out in (same, other))
    signs = ["", "-", "", "-"]
    assert after == [sign + w for sign, w in zip(signs, before, strict=True)]
    assert all(w in told for w in after[1:]) and before[-1] in told and "The rate is 0.4." in told
    *_, step, last = [line for line in source.splitlines() if line.strip()]
    assert "0.1" in step and last.startswith("print")
    assert "Change both: the one in the last line of the loop takes the step" in told

    def contradicts_itself(out):
        places = [float(w) for w in re.findall(r": w (-?[\d.]+)", out)]
        moves = [float(move) for move in re.findall(r"moves by (-?[\d.]+)", out)]
        return not np.allclose(places[:-1] + np.array(moves), places[1:], atol=2e-3)

    for one in (step, next(line for line in source.splitlines() if "moves by" in line)):
        assert contradicts_itself(printed(changed(source, (one, one.replace("0.1", "0.4"))), {})), (
            one
        )
    assert not contradicts_itself(printed(source, {}))


def test_the_pieces_of_update_are_the_solution_and_three_lines_that_are_told_apart():
    exercise = EXERCISES["update"]
    head, *right = source(exercise.solution).splitlines()
    _, _, *pieces, _, dots = source(exercise.stub).splitlines()
    pieces = [piece.replace("# ", "", 1) for piece in pieces]
    assert dots.strip() == "..." and [piece for piece in pieces if piece in right] != right
    wrong = [piece for piece in pieces if piece not in right]
    assert (len(pieces), len(wrong)) == (8, 3) and set(right) < set(pieces)
    messages = [slip.message for slip in exercise.misconceptions]
    many = (itertools.combinations(wrong, n) for n in (1, 2, 3))
    for lines in itertools.chain.from_iterable(many):
        instead = {line.split(" = ")[0]: line for line in lines}
        taken = [instead.get(other.split(" = ")[0], other) for other in right]
        assert taken != right
        made = {}
        exec("\n".join([head, *taken]), made)
        feedback = examine("update", made["my_update"])
        assert feedback.outcome == "not yet" and set(feedback.lines) & set(messages), lines
