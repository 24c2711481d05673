"""Notebook 02's classroom: slopes measured and by formula, boundaries, and both panels."""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from classroom import datasets
from classroom.lessons.activations import experiments, figures, panels
from classroom.lessons.activations.experiments import BEND_SEED, BEND_STEPS
from classroom.plane import MOONS_X, MOONS_Y, middles, plane
from classroom.svg import INK
from nnlib import ACTIVATIONS, relu, sigmoid
from nnlib.architecture import dense_architecture
from nnlib.trainer import Trainer
from tests.controls import ends
from tests.notebooks import CORE, code
from tests.tasks import under

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def leaky(monkeypatch):
    """Put a new row into the table of activations, for a while."""
    forward = lambda Z: np.where(Z > 0, Z, 0.1 * Z)  # noqa: E731
    backward = lambda dA, Z: np.where(Z > 0, dA, 0.1 * dA)  # noqa: E731
    monkeypatch.setitem(ACTIVATIONS, "leaky", (forward, backward))


def check_picture(panel):
    """Check that a panel is well: a picture that is well-formed XML and says the sentence."""
    assert panel.error is None
    assert ET.fromstring(panel.picture.value).attrib["aria-label"] == panel.words
    assert "nan" not in re.sub(r'href="[^"]*"', "", panel.picture.value)


# Experiments


def test_slopes_by_formula():
    np.testing.assert_array_equal(experiments.formula_slope("relu", [-1, 0, 2]), [0, 0, 1])
    np.testing.assert_array_equal(experiments.formula_slope("sigmoid", 0), 0.25)


@pytest.mark.parametrize(("z", "h", "slope"), [(0.5, 1, 0.75), (0, 1e-3, 0.5), (2, 1, 1)])
def test_a_slope_is_measured_from_both_sides(z, h, slope):
    assert experiments.measured_slope(relu, z, h) == pytest.approx(slope, abs=1e-12)


def test_the_drawn_slope_has_a_gap_at_the_corner_only():
    curve = experiments.activation_curve("relu", -8, 8)
    (gap,) = np.flatnonzero(np.isnan(curve["slope"]))
    assert curve["z"][gap - 1] == 0 and curve["slope"][gap - 1] == 0
    assert curve["slope"][gap + 1] == 1
    assert np.isfinite(experiments.activation_curve("sigmoid", -8, 8)["slope"]).all()


def test_slopes_compare_formula_and_measurement():
    found = experiments.slopes("relu", 0.5, 1.0)
    assert (found["value"], found["formula"], found["measured"]) == (0.5, 1, 0.75)
    np.testing.assert_array_equal(found["around"], [[-0.5, 1.5], [0, 1.5]])
    assert not found["corner"]
    assert experiments.slopes("relu", 0.0, 1e-4)["corner"]
    assert not experiments.slopes("sigmoid", 0.0, 1e-4)["corner"]
    found = experiments.slopes("sigmoid", 2.0, 1e-4)
    assert found["measured"] == pytest.approx(found["formula"], abs=1e-8)
    assert found["formula"] == pytest.approx(sigmoid(2.0) * (1 - sigmoid(2.0)))


def test_a_wide_step_measures_too_little_in_the_middle_of_the_sigmoid_and_too_much_outside():
    def too_much(z):
        found = experiments.slopes("sigmoid", z, 1.0)
        return found["measured"] > found["formula"]

    assert not any(too_much(z) for z in np.arange(-1.25, 1.5, 0.25))
    assert all(too_much(z) and too_much(-z) for z in np.arange(1.5, 6.25, 0.25))


def test_folds_are_where_Z_is_0():
    W = np.array([[1.0, -2.0], [3.0, 0.5], [0.0, 1.0], [0.0, 0.0]])
    b = np.array([[0.5], [1.0], [-1.0], [2.0]])
    lines = experiments.folds(W, b)
    assert len(lines) == 3  # the last unit's Z is 2 everywhere
    for (w1, w2), bias, (xs, ys) in zip(W[:3], b[:3, 0], lines, strict=True):
        np.testing.assert_allclose(w1 * np.array(xs) + w2 * np.array(ys) + bias, 0, atol=1e-12)
        assert (xs[0], ys[0]) != (xs[1], ys[1])


def test_without_a_bend_layers_and_units_change_nothing_and_the_line_is_straight():
    small, large = experiments.bend(1.0, 1, 1, "none"), experiments.bend(1.0, 3, 12, "none")
    np.testing.assert_array_equal(small["region"], large["region"])
    assert large["sizes"] == [2, 12, 12, 12, 1]
    odds = np.log(small["region"] / (1 - small["region"]))  # Z: a plane, so second steps are 0
    assert np.abs(np.diff(odds, 2, axis=0)).max() < 1e-6
    assert np.abs(np.diff(odds, 2, axis=1)).max() < 1e-6


def test_with_one_layer_of_relu_the_boundary_bends_only_at_folds():
    found = experiments.bend(2.0, 1, 3, "relu")
    odds = np.log(found["region"] / (1 - found["region"]))
    bent = np.abs(np.diff(odds, 2, axis=1)) > 1e-6
    x = middles(*MOONS_X, odds.shape[1])
    y = middles(*MOONS_Y, odds.shape[0])
    width = x[1] - x[0]
    assert bent.any() and not bent.all()
    for row, column in zip(*np.nonzero(bent), strict=True):
        across = [
            xs[0] + (y[row] - ys[0]) / (ys[1] - ys[0]) * (xs[1] - xs[0])
            for xs, ys in found["folds"]
        ]
        assert min(abs(at - x[column + 1]) for at in across) <= width


def test_the_cost_is_of_the_same_network_as_the_accuracy():
    found = experiments.bend(1.0, 1, 3, "relu")
    split = found["split"]
    trainer = Trainer(
        split.X_train,
        split.Y_train,
        dense_architecture([2, 3, 1], "relu"),
        1.0,
        seed=BEND_SEED,
        scheme="he",
    )
    trainer.step(BEND_STEPS + 1)  # a cost is noted before its step
    assert found["costs"] == pytest.approx(trainer.cost_history, rel=1e-9)
    assert f"the cost is {trainer.cost_history[-1]:.3f}." in figures.bend_words(found)


def test_a_stopped_run_already_ends_with_its_last_finite_cost():
    found = experiments.bend(1e200, 1, 3, "relu")
    assert found["stopped"] and len(found["costs"]) == found["steps"]


def test_the_bend_panels_claims():
    """What the lesson and what goes deeper say under the panel."""
    usual, bold = 10**0.3, 10.0
    accuracy = {
        (name, rate): experiments.bend(rate, 1, 8, name)["accuracy"]
        for name in ("relu", "sigmoid")
        for rate in (usual, bold)
    }
    assert accuracy["relu", usual] > 0.94 and accuracy["sigmoid", usual] < 0.87
    assert accuracy["sigmoid", bold] > 0.96
    assert experiments.bend(bold, 1, 8, "relu")["dead"] == 5
    wide = experiments.bend(usual, 3, 12, "relu")
    assert (wide["dead"], wide["hidden"]) == (16, 36)
    by_units = [experiments.bend(usual, 1, units, "relu")["accuracy"] for units in range(1, 6)]
    assert by_units == pytest.approx([0.864, 0.883, 0.919, 0.914, 0.850], abs=5e-4)
    straight = [experiments.bend(rate, 1, 8, "none")["accuracy"] for rate in (usual, 0.01)]
    assert straight == pytest.approx([0.864, 0.686], abs=5e-4)


def test_several_seeds_are_runs_of_the_panel():
    found = experiments.bend_by_seed(2.0, 3, "relu", seeds=(BEND_SEED, 5))
    usual = experiments.bend(2.0, 1, 3, "relu")
    assert (found["right"][0], found["dead"][0]) == (usual["accuracy"], usual["dead"])
    other = experiments.bend(2.0, 1, 3, "relu", seed=5)
    assert (found["right"][1], found["dead"][1]) == (other["accuracy"], other["dead"])
    assert found["right"][0] != found["right"][1]


def test_what_is_said_of_several_seeds_is_so():
    units = {u: experiments.bend_by_seed(2, u, "relu", range(11))["right"] for u in (2, 3, 5, 8)}
    assert max(units[2]) < 0.89 and max(units[3]) > 0.95
    assert f"{np.median(units[5]):.1%}" == "92.5%" and min(units[5]) < 0.86
    assert np.ptp(units[8]) < np.ptp(units[5])
    bold = {name: experiments.bend_by_seed(10, 8, name, range(11)) for name in ("relu", "sigmoid")}
    assert np.median(bold["relu"]["dead"]) == 4 and np.median(bold["sigmoid"]["right"]) > 0.95


@pytest.mark.parametrize("seed", range(2, 7))
def test_a_dead_relu_unit_stays_where_it_is_and_a_flat_sigmoid_hardly_moves(seed):
    dead = experiments.weights_moved("relu", seed, bias=-10)
    assert dead[0] == 0 and dead[1:].min() > 0.1
    flat = experiments.weights_moved("sigmoid", seed, bias=-10)
    assert 0 < flat[0] < 0.01 < 0.1 < flat[1:].min()


def test_how_low_a_bias_may_be_is_so():
    def unit_1(activation, bias):
        return [experiments.weights_moved(activation, seed, bias)[0] for seed in (2, 3, 4)]

    said = under(CORE[2], "Modify")
    cells = [cell.source for cell in code(CORE[2]) if 'reveal("dead_unit"' in cell.source]
    assert "seed, bias=-10)" in cells[0] and "for seed in (2, 3, 4)" in cells[0]
    lowest = max(k for k in range(1, 11) if min(unit_1("relu", -k / 10)) > 0)
    assert lowest == 5 and "`bias=-0.5` is as low as it may be" in said
    a, b, c = (f"{far:.4f}" for far in unit_1("relu", -0.5))
    assert f"unit 1 then moves by {a}, {b} and {c}." in said
    assert [far == 0 for far in unit_1("relu", -0.6)] == [True, False, False]
    assert sum(far == 0 for far in unit_1("relu", -1)) == 2
    for bias in ("`bias=-0.6` it is still dead for seed 2", "`bias=-1` for two of the three seeds"):
        assert bias in said
    assert all(min(unit_1("sigmoid", bias)) > 0.1 for bias in (-0.5, -0.6, -1))


# Figures


def test_every_activation_of_the_table_is_drawn(leaky):
    for ax, middle in zip(figures.activation_curves().axes, (0, 0.1), strict=True):
        drawn = {line.get_label(): line for line in ax.get_lines()}
        assert set(drawn) == {"relu", "sigmoid", "tanh", "leaky"}
        assert drawn["leaky"].get_ydata()[400] == middle
        assert len({line.get_linestyle() for line in drawn.values()}) == 4
    assert (
        "leaky: A goes from -0.6 through 0 at Z = 0 to 6, and the slope goes from 0.1 through 0.1 "
        "to 1." in figures.activation_curves().alt
    )


def test_more_activations_than_looks_are_drawn_too(monkeypatch):
    for k in range(5):
        monkeypatch.setitem(ACTIVATIONS, f"copy {k}", ACTIVATIONS["relu"])
    assert len(figures.activation_curves().axes[0].get_lines()) == 8


def test_only_the_activations_that_are_asked_for_are_drawn():
    fig = figures.activation_curves(["relu", "sigmoid"])
    assert [line.get_label() for line in fig.axes[1].get_lines()] == ["relu", "sigmoid"]
    assert "tanh" not in fig.alt


def test_the_words_about_the_curves_hold_the_numbers():
    words = figures.activation_curves().alt
    assert "sigmoid: A goes from 0.002473 through 0.5 at Z = 0 to 0.9975" in words
    assert "the slope goes from 0.0025 through 0.25 to 0.0025" in words


def test_boundaries_are_drawn_side_by_side_where_the_answer_is_a_half():
    predictions = {f"at {at}": lambda X, at=at: sigmoid(9 * (X[:1] - at)) for at in (0, 1)}
    split = datasets.moons()
    fig = figures.boundaries(predictions, split)
    for at, ax in enumerate(fig.axes):
        right = np.mean((split.X_train[0] > at) == split.Y_train[0])
        assert f"at {at}, {right:.1%} right" in fig.alt
        assert ax.get_title() == f"at {at}"
        (line,) = [part for part in ax.collections if hasattr(part, "levels")]
        assert np.abs(line.get_paths()[0].vertices[:, 0] - at).max() < 0.01
        assert sum(len(part.get_offsets()) for part in ax.collections if part is not line) == 900


@pytest.mark.parametrize(
    ("settings", "end"),
    [
        (("relu", 0.5, 1.0), "bends between its two ends."),
        (("relu", 0.5, 1e-3), "They agree."),
        (("sigmoid", 2.0, 10**-1.5), "They agree."),
        (("sigmoid", 2.0, 0.1), "bends between its two ends."),  # 0.1050 against 0.1051
        (("relu", 0.0, 1e-3), "A corner has no slope, and the formula takes 0."),
        (("sigmoid", 2.0, 1e-15), "drowns in the computer's rounding."),
    ],
)
def test_the_slope_panels_words(settings, end):
    words = figures.slope_words(experiments.slopes(*settings))
    assert words.endswith(end)
    assert words.startswith(f"At Z = {settings[1]:g} the slope of {settings[0]} is ")


def test_the_bend_panels_words_name_what_is_wrong():
    numbers = experiments.bend(1.0, 1, 2, "relu")
    stopped = figures.bend_words(numbers | {"stopped": "It diverged."})
    assert stopped == "It diverged. The picture shows the network just before."
    flat = figures.bend_words(numbers | {"region": np.full((4, 6), 0.2), "dead": 2})
    assert flat.endswith("no line to draw. Of the 2 hidden units, 2 give 0 for every point.")
    assert figures.bend_words(experiments.bend(1.0, 2, 2, "none")).startswith(
        "Without a bend, the network 2-2-2-1 can do no more than 2-1: its single unit gets "
    )


def test_the_bend_picture_has_a_dashed_line_for_each_unit_of_the_first_layer():
    for name, dashed in [("relu", 7), ("sigmoid", 7), ("none", 0)]:
        picture = ET.fromstring(figures.bend_picture(experiments.bend(1.0, 2, 7, name)))
        lines = [part for part in picture.iter(f"{SVG}path") if part.get("stroke-dasharray")]
        assert len(lines) == dashed


def test_the_bend_pictures_black_line_is_where_the_answer_is_a_half():
    x = plane()[0].reshape(48, 72)
    numbers = experiments.bend(1.0, 1, 2, "none") | {"region": sigmoid(9 * (x - 0.5))}
    picture = ET.fromstring(figures.bend_picture(numbers))
    paths = [part for part in picture.iter(f"{SVG}path") if part.get("stroke") == INK]
    (black,) = [part for part in paths if part.get("stroke-width") == "3"]  # the cost is thinner
    across = [float(place.split()[0]) for place in black.get("d")[1:].split("L")]
    assert across == pytest.approx([58 + 380 * 0.5] * len(across), abs=0.5)  # the plane's middle


# Panels


def test_the_slope_panel_opens_where_formula_and_measurement_disagree():
    panel = panels.slope_panel()
    assert "is 1.0000 by the formula, and 0.7500 measured with the step h = 1" in panel.words
    check_picture(panel)


def test_a_new_activation_is_offered_without_a_change(leaky):
    panel = panels.slope_panel("leaky")
    assert panel.words.startswith("At Z = 0.5 the slope of leaky is 1.0000")
    check_picture(panel)


@pytest.mark.parametrize("make", [panels.slope_panel, panels.bend_panel])
def test_controls_at_their_ends_in_all_combinations(make):
    panel = make()
    for values in itertools.product(*map(ends, panel.controls.values())):
        for control, value in zip(panel.controls.values(), values, strict=True):
            control.value = value
        check_picture(panel)


@pytest.mark.parametrize("make", [panels.slope_panel, panels.bend_panel])
def test_every_control_moves_the_picture_from_the_start(make):
    for name in make().controls:
        panel = make()
        start = panel.picture.value
        for end in ends(panel.controls[name]):
            before = panel.controls[name].value
            panel.controls[name].value = end
            assert (panel.picture.value != start) == (end != before), (name, end)
            panel.controls[name].value = before
        assert panel.picture.value == start


def test_the_bend_panels_middle_activation_is_drawn_too():
    panel = panels.bend_panel(activation="sigmoid")
    assert panel.words.startswith("The network 2-8-1 with sigmoid gets ")
    assert "after 150 steps at learning rate 2, " in panel.words
    check_picture(panel)
