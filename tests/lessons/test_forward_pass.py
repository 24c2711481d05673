"""Notebook 03's experiments, figures and panels: values by hand, and every control's range."""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import nnlib
from classroom import datasets, measuring
from classroom.datasets import by_hand, moons
from classroom.lessons import forward_pass
from classroom.lessons.forward_pass import experiments, figures
from classroom.lessons.forward_pass.figures import _number
from classroom.lessons.forward_pass.panels import forward_columns_panel, forward_flow_panel
from classroom.lessons.forward_pass.practice import my_full_forward_propagation
from classroom.pictures import short
from classroom.plane import plane
from classroom.svg import NEGATIVE, OLIVE, POSITIVE, ROSE, VIOLET
from nnlib import full_forward_propagation
from nnlib.architecture import dense_architecture
from tests.controls import ends
from tests.notebooks import CORE, code
from tests.tasks import under

DEEP = dense_architecture([2, 25, 50, 50, 25, 1])


def words_in(picture):
    """Return the texts of a picture, and on the way whether it is well-formed."""
    return ["".join(e.itertext()) for e in ET.fromstring(picture).iter() if e.tag.endswith("text")]


def rectangles(picture):
    """Return (width, height) of every rectangle after the white ground."""
    found = [e for e in ET.fromstring(picture).iter() if e.tag.endswith("rect")]
    return [(float(e.get("width")), float(e.get("height"))) for e in found[1:]]


# Values worked by hand


@pytest.mark.parametrize(
    ("point", "Z1", "A1", "Z2", "Y_hat"),
    [
        ((1, 2), [0.5, -0.75], [0.5, 0], 0, 0.5),
        ((2, 0.5), [1.375, 1.75], [1.375, 1.75], 0, 0.5),
        ((3, 1), [1.75, 2.25], [1.75, 2.25], 0.25, 1 / (1 + np.exp(-0.25))),
        ((-2, 2), [-1, -3.75], [0, 0], -1, 1 / (1 + np.e)),
        ((3, 3), [1.25, 0.25], [1.25, 0.25], 1.25, 1 / (1 + np.exp(-1.25))),
    ],
)
def test_one_point_flows_as_worked_by_hand(point, Z1, A1, Z2, Y_hat):
    numbers = experiments.forward_flow(*point)
    np.testing.assert_array_equal(numbers["Z1"][:, 0], Z1)
    np.testing.assert_array_equal(numbers["A1"][:, 0], A1)
    assert numbers["Z2"][0, 0] == Z2
    assert numbers["Y_hat"][0, 0] == pytest.approx(Y_hat)
    np.testing.assert_array_equal(numbers["asleep"], np.equal(A1, 0))


def test_what_the_notebook_says_about_the_flow_panel():
    raster = np.arange(-2, 3.01, 0.25)
    Y_hat = {
        p: experiments.forward_flow(*p)["Y_hat"][0, 0] for p in itertools.product(raster, raster)
    }
    best = max(Y_hat.values())
    assert f"{best:.3f}" == "0.777"
    assert {p for p, answer in Y_hat.items() if answer == best} == {(2.75, 3), (3, 3)}
    # With both units awake the answer does not depend on x1.
    assert len({Y_hat[x1, 0.5] for x1 in (1, 1.5, 2, 3)}) == 1


def test_one_by_one_gives_the_answers_of_the_batch():
    net, params_values, _, _ = by_hand()
    X = moons().X_train[:, :5]
    singly = experiments.one_by_one(X, params_values, net)
    np.testing.assert_allclose(singly, full_forward_propagation(X, params_values, net)[0])


def test_of_several_tries_the_fastest_counts(monkeypatch):
    clock = iter([0, 5, 10, 12, 20, 29])
    monkeypatch.setattr(measuring.time, "perf_counter", lambda: next(clock))
    calls = []
    assert experiments.fastest(calls.append, "a", tries=3) == 2
    assert calls == ["a", "a", "a"]


def test_a_clock_that_ticks_slowly_is_waited_for(monkeypatch):
    clock = iter([0, 0, 0, 3])
    monkeypatch.setattr(measuring.time, "perf_counter", lambda: next(clock))
    calls = []
    assert experiments.fastest(calls.append, "a", tries=1) == 1
    assert calls == ["a", "a", "a"]


def test_columns_do_not_mix():
    few, many = (experiments.forward_columns(2, 6, 0.3, m) for m in (8, 12))
    for a, b in zip(few["A"], many["A"], strict=True):
        np.testing.assert_allclose(a, b[:, :8], atol=1e-12)
    assert few["largest"] == many["largest"]
    assert few["right"].tolist() == many["right"][:8].tolist()


def test_columns_have_the_shapes_of_the_layers_and_the_labels_of_the_moons():
    numbers = experiments.forward_columns(layers=3, units=5, learning_rate=0.1, m=4)
    assert [a.shape for a in numbers["A"]] == [(2, 4), (5, 4), (5, 4), (5, 4), (1, 4)]
    np.testing.assert_array_equal(numbers["A"][0], moons().X_train[:, :4])
    np.testing.assert_array_equal(numbers["Y"], moons().Y_train[:, :4])
    assert numbers["right"].tolist() == ((numbers["A"][-1] > 0.5) == numbers["Y"])[0].tolist()


def test_what_the_notebook_says_about_the_learning_rate():
    def run(rate):
        return experiments.forward_columns(2, 6, rate, 8)

    slow = run(1e-4)["A"][-1]
    assert (slow < 0.5).all() or (slow > 0.5).all()
    assert all(run(10**power)["right"].all() for power in np.arange(-2, 5) / 10)
    assert not run(10**-0.3)["right"].all() and not run(10**0.5)["right"].all()
    assert not run(10**0.7)["asleep"]
    for tenth in range(8, 21):
        numbers = run(10 ** (tenth / 10))
        assert numbers["asleep"] and np.ptp(numbers["A"][-1]) == 0


# Tasks


def test_how_many_points_fit_into_a_memory_is_so(capsys):
    (cell,) = [cell for cell in code(CORE[3]) if 'reveal("forward_memory"' in cell.source]
    said = under(CORE[3], "Modify")
    deep = dense_architecture([2, 25, 50, 50, 25, 1])
    names = {"nnlib": nnlib, "points": moons().X_train, "deep": deep}
    names |= {"deep_start": nnlib.init_layers(deep), "reveal": lambda *_: None}

    def kept(points):
        assert cell.source.count("(points,") == 1
        exec(cell.source.replace("(points,", f"({points},"), names)
        return capsys.readouterr().out.split("\n")[-2]

    assert kept("points") == "272,700 numbers kept"
    assert kept("points[:, :9]") == "2,727 numbers kept" and "Nine points take 2,727 n" in said
    assert kept("points[:, :1]") == "303 numbers kept" and "each of them takes 303" in said
    assert kept("points[:, :33]") == "9,999 numbers kept"
    assert "33 points fit: with `points[:, :33]` there are 9,999" in said
    assert sum(layer["output_dim"] for layer in deep[:-1]) == 150 and 2 + 2 * 150 + 1 == 303
    assert "each of the 150 hidden units" in said


def by_hand_in(text):
    """Return the parameters that stand in a text as `W1` is `[[…]]`."""
    found = re.findall(r"`([Wb][12])` is `(\[\[.*?\]\])`", text)
    assert len(found) == 4
    return {name: np.array(eval(numbers)) for name, numbers in found}


def test_the_stripe_of_a_good_answer_reaches_from_0_to_1():
    said = under(CORE[3], "Make")
    X = plane()
    Y_hat, memory = full_forward_propagation(X, by_hand_in(said), by_hand().nn_architecture)
    np.testing.assert_array_equal(Y_hat > 0.5, ((X[0] > 0) & (X[0] < 1)).reshape(1, -1))
    distance = np.abs(X[:1] - 0.5)
    assert "`Z2` is then 5 − 10 · distance" in said
    np.testing.assert_allclose(memory["Z2"], 5 - 10 * distance, atol=1e-12)
    np.testing.assert_allclose(memory["A1"].sum(axis=0, keepdims=True), distance)
    assert (memory["A1"] == 0).any(axis=0).all()  # one of the two sleeps everywhere


def test_two_units_make_no_island_and_three_can():
    """Far out in every direction: with two hidden units, orange in one place means orange there."""
    turn = np.linspace(0, 2 * np.pi, 361)
    far = 1e4 * np.stack([np.cos(turn), np.sin(turn)])
    rng = np.random.RandomState(0)
    near, islands = plane(squares=(36, 24)), 0
    for _ in range(300):
        params = {"W1": rng.randn(2, 2), "b1": rng.randn(2, 1), "W2": 3 * rng.randn(1, 2)}
        params["b2"] = rng.randn(1, 1)
        inside, outside = (
            full_forward_propagation(X, params, by_hand().nn_architecture)[0] for X in (near, far)
        )
        islands += (inside > 0.5).any() and not (outside > 0.5).any()
    three = {"W1": np.array([[1, 0], [-0.5, 1], [-0.5, -1]]), "b1": np.zeros((3, 1))}
    three |= {"W2": np.full((1, 3), -10), "b2": np.array([[5]])}
    inside, outside = (
        full_forward_propagation(X, three, dense_architecture([2, 3, 1]))[0] for X in (near, far)
    )
    assert islands == 0 and (inside > 0.5).any() and not (outside > 0.5).any()


def test_the_cell_of_make_draws_with_ones_own_forward_pass():
    (cell,) = re.findall(r"```python\n(.*?)```", under(CORE[3], "Make"), flags=re.S)
    shown = []
    names = {"np": np, "lesson": forward_pass, "datasets": datasets, "show": shown.append}
    names |= {"net": by_hand().nn_architecture}
    names["my_full_forward_propagation"] = my_full_forward_propagation
    exec(cell, names)
    assert "A line is drawn where it answers 0.5" in shown[0].alt
    assert "answers" not in names  # the notebook's own: a cell further up makes them
    names["my_full_forward_propagation"] = lambda X, params_values, nn_architecture: None
    with pytest.raises(TypeError) as caught:
        exec(cell, names)
    assert f"red text ends in <code>{caught.value}</code>" in under(CORE[3], "Make")


# Pictures


def test_the_shapes_of_a_layer_are_written_and_drawn():
    picture = figures.forward_shapes(DEEP, 2, 900)
    words = words_in(picture)
    assert [w for w in words if re.fullmatch(r"\(\d+, \d+\)", w)] == [
        "(50, 25)",
        "(25, 900)",
        "(50, 1)",
        "(50, 900)",
        "(50, 900)",
    ]
    assert "the inner sizes agree: 25 = 25" in words and "relu" in words
    assert {"W2", "A1", "b2", "Z2", "A2"} <= set(words)
    W, A_prev, b, Z, A = rectangles(picture)
    assert W[0] == A_prev[1] and A_prev[0] == Z[0] and W[1] == b[1] == Z[1] and Z == A
    assert b[0] < W[0] < W[1] < Z[0]
    # One colour, one meaning: units, what meets in the product, examples.
    numbers = re.findall(r'<tspan fill="(#\w+)" font-weight="bold">(\d+)<', picture)
    colours = {(colour, number) for colour, number in numbers if number != "1"}
    assert colours == {(VIOLET, "50"), (ROSE, "25"), (OLIVE, "900")}
    for fact in ("W2 (50, 25) times A1 (25, 900)", "b2 (50, 1)", "Z2 (50, 900)", "25 and 25"):
        assert fact in picture.alt


def test_the_first_and_the_last_layer_name_the_data_and_the_answer():
    assert "A0 = X" in words_in(figures.forward_shapes(DEEP, 1, 900))
    last = words_in(figures.forward_shapes(DEEP, 5, 1))
    assert {"A5 = Y_hat", "sigmoid", "the outer sizes make Z5: 1 row, 1 column"} <= set(last)


@pytest.mark.parametrize("sizes", [[2, 1], [1, 1], [784, 512, 10, 1], [10_000, 10_000, 1]])
@pytest.mark.parametrize("m", [1, 2, 60_000, 10_000_000])
def test_shapes_fit_the_picture_for_any_architecture(sizes, m):
    net = dense_architecture(sizes)
    for layer in range(1, len(sizes)):
        picture = figures.forward_shapes(net, layer, m)
        boxes = [e for e in ET.fromstring(picture).iter() if e.tag.endswith("rect")][1:]
        edges = [(float(e.get("x")), float(e.get("x")) + float(e.get("width"))) for e in boxes]
        assert edges[0][0] >= 10 and edges[-1][1] <= 890
        assert all(one[1] < other[0] for one, other in itertools.pairwise(edges))
        assert max(height for _, height in rectangles(picture)) <= 140


def test_a_layer_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="layer is 6, expected at most 5"):
        figures.forward_shapes(DEEP, 6, 900)
    with pytest.raises(ValueError, match="layer is 0, expected a whole number, 1 or more"):
        figures.forward_shapes(DEEP, 0, 900)


def test_broadcasting_draws_the_column_for_every_example():
    _, params_values, X, _ = by_hand()
    product = params_values["W1"] @ np.hstack([X, [[0], [1]]])
    picture = figures.broadcasting_picture(product, params_values["b1"])
    words = words_in(picture)
    assert words.count("0.25") == 4  # for each of three examples, and once as a sum
    assert picture.count('stroke-dasharray="4 3"') == 2 * 2  # what is not stored: two columns
    assert "b1, 0.5, 0.25, is added to each of the 3 columns of W1 A0" in picture.alt
    assert "The columns of Z1 are 0.5, −0.75; 1.375, 1.75; 0.25, −0.75." in picture.alt


def test_names_of_one_array_lead_to_one_box():
    one, other = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0]])
    picture = figures.names_picture({"a": one, "b": one, "c": other, "d": one})
    assert picture.alt == (
        "4 names and 2 arrays: a and b and d lead to array 1, which holds 1, 2, 3, 4; "
        "c leads to array 2, which holds 5."
    )
    words = words_in(picture)
    assert words.count("2") == 1 and {"a", "b", "c", "d"} <= set(words)
    tips = re.findall(r'<polygon points="([\d.]+),([\d.]+) ', picture)
    heights = [float(y) for _, y in tips]
    assert len(tips) == 4 and heights[0] == heights[1] == heights[2] < heights[3]


@pytest.mark.parametrize("same", [1, 2, 3])
def test_the_box_of_a_name_is_in_the_picture(same):
    arrays = [np.ones((2, 2)) for _ in range(4 - same)]
    picture = figures.names_picture({f"name {k}": arrays[min(k, 3 - same)] for k in range(4)})
    height = float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', picture)[1])
    ys = [float(y) for y in re.findall(r'<text x="[^"]*" y="([^"]*)"', picture)]
    assert max(ys) < height and len(rectangles(picture)) == 4 * len(arrays)


def test_weights_above_0_are_orange_and_unbroken_below_0_blue_and_dashed():
    awake = figures.forward_flow_picture(experiments.forward_flow(2, 0.5))
    lines = re.findall(
        r'<line [^>]*stroke="(#\w+)" stroke-width="[\d.]+" stroke-dasharray="(.*?)"', awake
    )
    weights = [line for line in lines if line[0] in (POSITIVE, NEGATIVE)]
    assert sorted(weights) == sorted([(POSITIVE, "")] * 3 + [(NEGATIVE, "9 5")] * 3)
    signs = re.findall(r'fill="(#\w+)" font-weight="normal">([+−])<', awake)
    assert sorted(signs) == sorted([(POSITIVE, "+")] * 3 + [(NEGATIVE, "−")] * 3)


def test_the_pointer_stands_at_the_answer_on_a_scale_from_blue_to_orange():
    for point in ((1, 2), (-2, 2), (3, 3)):
        numbers = experiments.forward_flow(*point)
        picture = figures.forward_flow_picture(numbers)
        tip = float(re.search(r'<polygon points="832,([\d.]+)', picture)[1])
        assert tip == pytest.approx(259 - 200 * numbers["Y_hat"][0, 0], abs=0.1)
        assert f'fill="{NEGATIVE}"/>' not in picture and f'fill="{POSITIVE}"/>' not in picture
    assert picture.count("<image ") == 1


def test_numbers_in_the_strips_have_room():
    numbers = experiments.forward_columns(2, 6, 10**-0.5, experiments.MOST_COLUMNS)
    picture = figures.forward_columns_picture(numbers)
    shown = re.findall(r'<text x="([\d.]+)"[^>]*font-size="13"[^>]*>(−?\d\.\d\d)<', picture)
    rows = [shown[k : k + 12] for k in range(0, 36, 12)]
    assert len(shown) == 36
    for row in rows:
        ends = [
            (float(x) - half, float(x) + half)
            for x, words in row
            # Helvetica's widths: 0.556 of the size for a digit, 0.584 for a minus, 0.278 a point.
            for half in [6.5 * (0.278 + 0.556 * 3 + 0.584 * (words[0] == "−"))]
        ]
        assert all(one[1] + 4 < other[0] for one, other in itertools.pairwise(ends))


def test_the_flow_picture_shows_signs_sleep_and_sums():
    numbers = experiments.forward_flow(1, 2)
    picture = figures.forward_flow_picture(numbers)
    words = words_in(picture)
    assert words.count("+") == 3 and words.count("−") == 3  # signs of the six weights
    assert {"0.5 · 1 = 0.5", "−0.25 · 2 = −0.5", "2 · 0.5 = 1", "−1 · 0 = 0"} <= set(words)
    assert "unit 2: Z = 1 − 2 + 0.25 = −0.75" in words and "sleeps: max(0, Z) = 0" in words
    assert "unit 2 sleeps" in picture.alt and "Y_hat is 0.500" in picture.alt
    assert "0.5 · (−2) = −1" in words_in(
        figures.forward_flow_picture(experiments.forward_flow(-2, 0))
    )


def test_the_columns_picture_marks_wrong_answers_and_writes_shapes():
    numbers = experiments.forward_columns(2, 6, 10**-0.5, 8)
    picture = figures.forward_columns_picture(numbers)
    words = words_in(picture)
    assert sum(w.endswith(" ✗") for w in words) == (~numbers["right"]).sum() > 0
    assert "(6, 8) = (6, 2) · (2, 8) + (6, 1)" in words
    assert "(1, 8) = (1, 6) · (6, 8) + (1, 1)" in words
    assert picture.alt.startswith("Shapes: A0 (2, 8), A1 (6, 8), A2 (6, 8), Y_hat (1, 8). ")
    assert "at learning rate 0.32 the" in picture.alt


def test_numbers_that_are_none_are_explained():
    numbers = experiments.forward_columns(1, 2, 0.1, 3)
    numbers["A"][-1] = np.full((1, 3), np.nan)
    numbers |= {"finite": False, "stopped": "Training stopped."}
    picture = figures.forward_columns_picture(numbers)
    assert words_in(picture).count("?") == 3
    assert "Training stopped. The numbers have outgrown" in picture.alt


def test_numbers_are_written_short():
    assert [_number(v) for v in (-0.0, -0.6875, 2.0)] == ["0", "−0.6875", "2"]
    assert [short(v) for v in (1e-4, 10**-0.5, 100.0)] == ["0.0001", "0.32", "100"]


# Panels


@pytest.mark.parametrize("make", [forward_flow_panel, forward_columns_panel])
def test_every_control_moves_the_picture_and_comes_back(make):
    panel = make()
    start, first = panel.values(), panel.picture.value
    for name, control in panel.controls.items():
        for value in ends(control):
            control.value = value
            assert panel.picture.value != first, (name, value)
        control.value = start[name]
        assert panel.picture.value == first
    assert panel.error is None


@pytest.mark.parametrize("make", [forward_flow_panel, forward_columns_panel])
def test_all_extremes_together_can_be_shown(make):
    panel = make()
    for values in itertools.product(*(ends(control) for control in panel.controls.values())):
        for control, value in zip(panel.controls.values(), values, strict=True):
            control.value = value
        assert panel.error is None, values
        assert panel.words.endswith(".")
        ET.fromstring(panel.picture.value)
        ys = [float(y) for y in re.findall(r'<text x="[^"]*" y="([^"]*)"', panel.picture.value)]
        assert max(ys) <= 374


def test_panels_open_as_the_notebook_describes_them():
    assert "unit 2 sleeps" in forward_flow_panel().words
    columns = forward_columns_panel()
    assert columns.words.endswith("7 of 8 get the right class.")
    columns.controls["learning_rate"].value = 10
    assert "Every unit of layer 2 gives 0 for each of these examples" in columns.words
