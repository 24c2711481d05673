"""Notebook 00: the article's figures 1 and 2 for any network, the first taste, the check cell."""

import itertools
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import numpy as np
import pytest

import nnlib
from classroom import datasets, network_pictures, svg
from classroom.lessons.start_here import figures
from classroom.lessons.start_here.experiments import first_taste
from classroom.lessons.start_here.panels import slider_panel, taste_panel
from nnlib.architecture import dense_architecture
from tests.controls import ends

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "00_start_here.ipynb"
SVG = "{http://www.w3.org/2000/svg}"
LIT = "#d9ebf7"
SIZES = [
    [1, 1],
    [2, 2, 1],
    [2, 8, 1],
    [2, 9, 1],
    [30, 16, 1],
    [2, 25, 50, 50, 25, 1],
    [2, 3, 4, 5, 4, 3, 1],
    [1000, 1000, 1000, 1000, 1000, 1],
    [2, *[5] * 8, 12345, 1],
    [2, *[4] * 99, 1],
]
every_size = pytest.mark.parametrize("sizes", SIZES, ids=lambda sizes: f"{len(sizes) - 1} layers")


def numbers_of(element, *names):
    return [float(element.attrib[name]) for name in names]


def spans(element, width=0.58):
    """Return how far each text reaches, (words, left, right, y), by a guess of its width."""
    for text in element.iter(f"{SVG}text"):
        x, y, size = numbers_of(text, "x", "y", "font-size")
        reach = width * size * len(text.text or "")
        left = x - reach * {"start": 0, "middle": 0.5, "end": 1}[text.attrib["text-anchor"]]
        yield text.text, left, left + reach, y


def drawn(picture):
    """Check that a picture is well-formed, with its words and everything inside; return it."""
    root = ET.fromstring(picture)
    assert root.attrib["aria-label"] == picture.alt
    width, height = numbers_of(root, "width", "height")
    assert width <= 902 and height <= 380
    for words, left, right, y in spans(root):
        assert left >= 0 and right <= width and 12 <= y <= height - 4, words
    for circle in root.iter(f"{SVG}circle"):
        x, y, r = numbers_of(circle, "cx", "cy", "r")
        assert r <= x <= width - r and r <= y <= height - r
    return root


def texts(root):
    return [text.text for text in root.iter(f"{SVG}text")]


@every_size
def test_a_network_is_drawn_with_its_true_sizes(sizes):
    net = dense_architecture(sizes)
    picture = network_pictures.network_picture(net)
    written = texts(drawn(picture))
    shown = [l for l in range(1, len(sizes)) if f"layer {l}" in written]
    assert written.count("relu") + written.count("sigmoid") == len(shown)
    assert (len(shown) == len(net)) == (len(net) <= 6)
    for l in shown:
        units = f"{sizes[l]:,} unit{'s' * (sizes[l] != 1)}"
        assert units in written and f"layer {l} has {units} with " in picture.alt
    assert ("only six are drawn" in picture.alt) == (max(sizes) > 8)
    assert ("left out" in picture.alt) == (len(net) > 6)
    if len(net) > 6:
        assert f"{len(net) - len(shown)} layers" in written


@pytest.mark.parametrize(
    ("sizes", "units", "connections"),
    [
        ([2, 2, 1], 5, 6),
        ([1, 1], 2, 1),
        ([2, 8, 1], 11, 24),
        ([2, 9, 1], 9, 18),
        ([9, 9, 1], 13, 42),
    ],
)
def test_units_and_connections_are_counted_by_hand(sizes, units, connections):
    root = drawn(network_pictures.network_picture(dense_architecture(sizes)))
    assert sum(float(c.attrib["r"]) > 5 for c in root.iter(f"{SVG}circle")) == units
    assert sum(line.attrib["stroke"] == svg.GREY for line in root.iter(f"{SVG}line")) == connections


def test_no_line_leads_over_layers_that_are_left_out():
    # 2-3-3-3 | 3 left out | 3-1: the lines 6 + 9 + 9 before, 3 after.
    root = drawn(network_pictures.network_picture(dense_architecture([2, *[3] * 7, 1])))
    assert sum(line.attrib["stroke"] == svg.GREY for line in root.iter(f"{SVG}line")) == 27


def test_weights_are_drawn_by_sign_and_size():
    net, params, _, _ = datasets.by_hand()  # W1 0.5 -0.25 / 1 -1, W2 2 -1; each unit's in order
    picture = network_pictures.network_picture(net, params)
    lines = [
        (float(line.attrib["stroke-width"]), line.attrib["stroke"], line.attrib["stroke-dasharray"])
        for line in drawn(picture).iter(f"{SVG}line")
        if line.attrib["stroke"] in (svg.ORANGE, svg.BLUE)
    ]
    above, below = (svg.ORANGE, ""), (svg.BLUE, "5 3")
    # From the first input to units 1 and 2, from the second, then from the hidden units.
    assert lines == [
        (1.05, *above),
        (1.8, *above),
        (0.68, *below),
        (1.8, *below),
        (3.3, *above),
        (1.8, *below),
    ]
    assert "dashed blue lines are weights below" in picture.alt


def test_a_network_of_any_kind_is_drawn_and_a_wrong_one_refused():
    assert "sigmoid" in network_pictures.network_picture(
        [{"input_dim": 3, "output_dim": 4, "activation": "sigmoid"}]
    )
    with pytest.raises(TypeError, match="expected a list with one dict per layer"):
        network_pictures.network_picture([])
    with pytest.raises(ValueError, match="params_values has no W1"):
        network_pictures.network_picture(dense_architecture([2, 1]), {})


@every_size
@pytest.mark.parametrize("here", ["all", "forward", "cost", "backward", "update"])
def test_the_blueprint_writes_every_shape_inside_its_box(sizes, here):
    net = dense_architecture(sizes)
    picture = network_pictures.blueprint(net, here)
    root = drawn(picture)
    boxes = [
        numbers_of(b, "x", "y", "width", "height")
        for b in root.iter(f"{SVG}rect")
        if "rx" in b.attrib
    ]
    for words, left, right, y in spans(root, width=0.46):
        for x, top, width, height in boxes:
            if top < y < top + height and x < (left + right) / 2 < x + width:
                assert x <= left and right <= x + width, words
    written, L = texts(root), len(net)
    shown = [l for l in range(1, L + 1) if f"layer {l}" in written]
    assert shown == (list(range(1, L + 1)) if L <= 5 else [1, 2, L - 1, L])
    params = nnlib.init_layers(net) if max(sizes) < 100 else {}
    for l in shown:
        for key in ("W", "b"):
            if f"{key}{l}" in params:
                n_out, n_in = params[f"{key}{l}"].shape
                assert f"{key}{l} ({n_out}, {n_in})" in written
                assert f"{key}{l} ({n_out}, {n_in})" in picture.alt
                assert f"d{key}{l} ({n_out}, {n_in})" in written
        assert f"− α dW{l}" in written and f"− α db{l}" in written
    assert ("Lit up here" in picture.alt) == (here != "all")


def test_the_blueprint_says_what_is_computed_read_and_written():
    picture = network_pictures.blueprint(datasets.by_hand().nn_architecture)
    written = texts(drawn(picture))
    for words in ("A0 = X", "Z1 (2, m)", "A1 (2, m)", "Z2 (1, m)", "Y_hat (1, m)", "Y_hat − Y"):
        assert words in written
    for words in ("dZ2 (1, m)", "dA1 (2, m)", "reads A1", "dZ1 (2, m)", "reads A0, Z1"):
        assert words in written
    assert not any("dA0" in words for words in written)
    assert (
        "layer 1 reads A0 (2, m), W1 (2, 2) and b1 (2, 1), writes Z1 and A1 (2, m), by relu; layer "
        "2 reads A1 (2, m), W2 (1, 2) and b2 (1, 1), writes Z2 and Y_hat (1, m), by sigmoid. Cost: "
        "J from Y_hat and Y. Backward, from right to left, starting from Y_hat - Y: layer 2 reads "
        "A1, W2, writes dZ2, dW2, db2, dA1; layer 1 reads A0, Z1, writes dZ1, dW1, db1."
        in picture.alt
    )


@pytest.mark.parametrize(
    ("here", "filled"), [("all", 11), ("forward", 3), ("cost", 1), ("backward", 3), ("update", 4)]
)
def test_the_blueprint_lights_up_one_part(here, filled):
    root = drawn(network_pictures.blueprint(dense_architecture([2, 2, 1]), here))
    assert sum(part.attrib["fill"] == LIT for part in root.iter(f"{SVG}rect")) == filled
    colours = {
        text.attrib["fill"] for text in root.iter(f"{SVG}text") if text.text == "J, one number"
    }
    assert colours == {svg.INK if here in ("all", "cost") else svg.GREY}


def test_a_shape_is_written_where_there_is_room_and_else_left_out():
    wide = texts(drawn(network_pictures.blueprint(dense_architecture([2, 25, 50, 50, 25, 1]))))
    narrow = texts(drawn(network_pictures.blueprint(dense_architecture([2, *[1000] * 4, 1]))))
    assert "dW3 (50, 50)" in wide and "dW3" not in wide
    assert "dW3" in narrow and "dW3 (1000, 1000)" not in narrow


def test_the_blueprint_refuses_what_it_cannot_draw():
    with pytest.raises(ValueError, match="here is 'forwards', expected one of forward, cost"):
        network_pictures.blueprint(dense_architecture([2, 1]), "forwards")
    with pytest.raises(ValueError, match="expected output_dim 1 and activation 'sigmoid'"):
        network_pictures.blueprint([{"input_dim": 2, "output_dim": 1, "activation": "relu"}])


def test_the_first_taste_is_train_and_counts_what_is_right():
    moons = datasets.moons()
    run = first_taste(2, 3, 0.5, 7)
    net = dense_architecture([2, 3, 3, 1])
    params, *_ = nnlib.train(moons.X_train, moons.Y_train, net, 7, 0.5, seed=2, scheme="he")
    for key, values in params.items():
        np.testing.assert_allclose(run["params_values"][key], values, atol=1e-12)
    answers = nnlib.predict(moons.X_train, params, net)
    accuracy = nnlib.get_accuracy_value(answers, moons.Y_train)
    assert run["right"] == round(900 * accuracy) and run["total"] == 900
    assert run["steps"] == 7 and run["nn_architecture"] == net


def test_without_steps_the_network_is_as_it_started():
    run = first_taste(1, 4, 1, 0)
    start = nnlib.init_layers(dense_architecture([2, 4, 1]), seed=2, scheme="he")
    np.testing.assert_array_equal(run["params_values"]["W1"], start["W1"])
    assert run["steps"] == 0 and run["stopped"] is None


def test_the_taste_says_what_it_shows():
    run = first_taste(2, 8, 1.0, 100)
    words = figures.taste_words(run)
    assert words == (
        f"After 100 steps at learning rate 1 the 2-8-8-1 network gets {run['right']} of 900 points "
        f"right, {run['right'] / 900:.1%}."
    )
    picture = figures.taste_picture(run)
    assert picture.alt == words
    assert f"step 100 · {run['right']} of 900 right" in texts(drawn(picture))
    assert figures.taste_words(run | {"steps": 0}).startswith("Before its first step at")
    assert figures.taste_words(run | {"steps": 1}).startswith("After 1 step at")
    assert figures.taste_words(run | {"stopped": "It diverged."}).endswith("It diverged.")
    same = figures.taste_words(run | {"region": np.full((2, 2), 0.9)})
    assert same.endswith("It says class 1 everywhere: there is no line to draw.")


def test_what_the_notebook_says_of_the_panel_is_so():
    def line(run):
        return np.unique(run["region"] > 0.5).size

    assert [first_taste(2, 8, r, 100)["right"] > 870 for r in (10**-0.5, 10**0.3)] == [False, True]
    assert first_taste(1, 4, 10**0.5, 100)["right"] > 850 < first_taste(1, 4, 10**0.6, 100)["right"]
    by_rate = {r: first_taste(2, 8, r, 100)["right"] for r in (0.001, 1, 2, 3, 10, 100)}
    assert sorted(by_rate, key=by_rate.get)[-2:] == [3, 2] and by_rate[2] == 875
    assert 870 < first_taste(3, 11, 10**0.2, 100)["right"] <= 880
    rates = [10 ** (k / 10) for k in range(-30, 21)]
    assert max(first_taste(1, units, r, 100)["right"] for units in (3, 5) for r in rates) <= 850
    assert line(first_taste(2, 8, 100.0, 100)) == 1 and line(first_taste(2, 8, 1.0, 100)) == 2
    tiny, new = first_taste(2, 8, 0.001, 100), first_taste(2, 8, 0.001, 0)
    assert abs(tiny["right"] - new["right"]) < 5


def test_every_control_of_the_taste_moves_the_picture_and_no_pair_breaks_it():
    panel = taste_panel()
    start, opening = panel.values(), panel.picture.value
    for name, control in panel.controls.items():
        for value in ends(control):
            control.value = value
            assert (panel.picture.value == opening) == (value == start[name]), name
            control.value = start[name]
        assert panel.picture.value == opening
    for pair in itertools.combinations(panel.controls, 2):
        for values in itertools.product(*(ends(panel.controls[name]) for name in pair)):
            for name, value in {**start, **dict(zip(pair, values, strict=True))}.items():
                panel.controls[name].value = value
            drawn(svg.Picture(panel.picture.value, panel.words))
            assert panel.error is None and " of 900 points right" in panel.words


def test_the_slider_says_whether_it_was_moved():
    panel = slider_panel()
    assert panel.words == "The slider stands where it began, at 3. Move it."
    for chosen in (0, 7, 10):
        panel.controls["chosen"].value = chosen
        assert panel.words == f"The slider works: you chose {chosen}."
        circle = next(drawn(svg.Picture(panel.picture.value, panel.words)).iter(f"{SVG}circle"))
        assert float(circle.attrib["cx"]) == 40 + 42 * chosen
    panel.controls["chosen"].value = 3
    assert panel.words.endswith("Move it.") and panel.error is None


def check_cell():
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    return next(cell.source for cell in cells if "checks" in cell.source)


@pytest.mark.parametrize("fault", ["", "Python", "NumPy", "ipywidgets", "nnlib", "kernel"])
def test_the_check_cell_finds_what_is_missing(fault, monkeypatch, capsys):
    old = {"NumPy": {"numpy": "1.26.4"}, "ipywidgets": {"ipywidgets": "7.8"}}.get(fault, {})
    versions = {"numpy": "2.2.0", "ipywidgets": "8.1.5"} | old
    monkeypatch.setattr("importlib.metadata.version", versions.get)
    missing = {"nnlib"} if fault == "nnlib" else set()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name in missing else name)
    monkeypatch.setattr(sys, "version_info", (3, 10, 2) if fault == "Python" else (3, 11, 0))
    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    if fault == "kernel":
        monkeypatch.delitem(sys.modules, "ipykernel")
    exec(check_cell(), {})  # the notebook's own code, on a computer we make up
    found = re.findall(r"^(yes|NO): +(.*)$", capsys.readouterr().out, flags=re.M)
    assert len(found) == 5
    assert [words for answer, words in found if answer == "NO" and fault in words] == [
        words for answer, words in found if answer == "NO"
    ]
    assert sum(answer == "NO" for answer, _ in found) == (fault != "")


def test_the_check_cell_finds_a_missing_package(monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    exec(check_cell(), {})
    assert re.findall("NO: +(\\w+)", capsys.readouterr().out)[:3] == [
        "NumPy",
        "ipywidgets",
        "nnlib",
    ]
