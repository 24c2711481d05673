"""Pictures of several notebooks: that they show the numbers they were given, in words, too."""

import ast
import base64
import re

import numpy as np
import pytest

from classroom import pictures
from classroom.datasets import moons, published_run
from classroom.moons_pictures import decision_boundary, moons_picture
from classroom.pictures import show, still
from classroom.plane import MOONS_X, MOONS_Y
from classroom.training_pictures import (
    SHADE,
    cost_curves,
    published_run_picture,
    training_loop,
)
from tests.notebooks import ROOT, every_notebook, prose

# In a dark theme these change places. A colour, grey and a tint stay what they are.
LIGHT_OR_DARK = re.compile(r"\b(black|white|dark|darker|light|lighter|pale|bright)\b(?!-)", re.I)
SEEN = ("lessons/*/*.py", "playground/*.py", "*_pictures.py", "two_costs.py")


def lines(ax):
    return {line.get_label(): line for line in ax.get_lines()}


def test_show_gives_a_picture_with_its_words_as_html_and_as_text(monkeypatch):
    shown = []
    monkeypatch.setattr(pictures, "display", lambda data, raw: shown.append(data))
    show(training_loop(), alt='four "beats" in a circle')
    (data,) = shown
    assert data["text/plain"] == '[picture: four "beats" in a circle]'
    assert 'alt="four &quot;beats&quot; in a circle"' in data["text/html"]


@pytest.mark.parametrize("alt", ["", "  ", None])
def test_a_picture_without_words_is_refused(alt):
    with pytest.raises(ValueError, match="alt is empty, expected a sentence"):
        still(training_loop(), alt)


def test_a_still_svg_holds_its_whole_source():
    picture = training_loop()
    address = re.search(r'src="data:image/svg\+xml;base64,([^"]*)"', still(picture, "x"))[1]
    assert base64.b64decode(address).decode() == picture


def test_a_still_figure_states_its_size():
    tag = still(moons_picture(moons()), "x")
    assert 'width="614" height="403"' in tag
    assert "data:image/png;base64," in tag


def test_the_data_are_all_drawn_in_four_marks():
    split = moons()
    (ax,) = moons_picture(split).axes
    counts = [len(marks.get_offsets()) for marks in ax.collections]
    assert counts == [446, 454, 54, 46]
    assert [len(marks.get_facecolor()) for marks in ax.collections] == [1, 1, 0, 0]  # outlines
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "class 0",
        "class 1",
        "class 0, test",
        "class 1, test",
    ]


def test_the_boundary_is_drawn_where_the_answer_is_a_half():
    fig = decision_boundary(lambda X: 1 / (1 + np.exp(-4 * (X[:1] - 0.5))), moons())
    ax = fig.axes[0]
    (paths,) = [part for part in ax.collections if hasattr(part, "levels")]
    assert np.abs(paths.get_paths()[0].vertices[:, 0] - 0.5).max() < 0.002
    points = [part.get_offsets() for part in ax.collections if part is not paths]
    assert [len(part) for part in points] == [54, 46]  # the test points


def test_the_answers_colour_the_plane_the_right_way_up():
    fig = decision_boundary(lambda X: 1 / (1 + np.exp(-4 * X[1:])), moons())
    (image,) = fig.axes[0].images
    answers = image.get_array()
    assert image.origin == "lower" and answers[0].max() < 0.1 < 0.9 < answers[-1].min()
    assert tuple(image.get_extent()) == (*MOONS_X, *MOONS_Y)
    assert image.get_clim() == (0, 1)


def test_cost_curves_differ_in_more_than_colour():
    (ax,) = cost_curves({"a": [1, 0.5], "b": [2, 0.1]}).axes
    a, b = lines(ax)["a"], lines(ax)["b"]
    np.testing.assert_array_equal(a.get_ydata(), [1, 0.5])
    assert a.get_linestyle() != b.get_linestyle() and a.get_marker() != b.get_marker()
    assert ax.get_yscale() == "log"
    assert np.log(2) in [line.get_ydata()[0] for line in ax.get_lines()]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["0.1", "0.2", "0.5", "1", "2"]


def test_every_still_picture_knows_what_it_shows():
    curves = cost_curves({"a": [1, 0.5], "b": [2, 0.1]}, "step", straight_line=0.276)
    assert "against the step" in curves.alt and "a: from 1 to 0.5; b: from 2 to 0.1" in curves.alt
    run = published_run()
    assert "Up to epoch 1,400," in published_run_picture(run).alt
    assert "straight line" not in published_run_picture(run).alt
    assert "near 0.276, that of the best straight line" in published_run_picture(run, 0.276).alt
    assert "Class 0, blue circles" in moons_picture(moons()).alt
    split = moons()
    right = np.mean((split.X_test[:1] > 0.5) == split.Y_test)
    fig = decision_boundary(lambda X: 1 / (1 + np.exp(-4 * (X[:1] - 0.5))), split)
    assert f"{right:.0%} of the test points" in fig.alt


def test_the_straight_line_is_a_second_level():
    def levels(ax):
        return [line.get_ydata()[0] for line in ax.get_lines() if line.get_linestyle() == "--"]

    (ax,) = cost_curves({"a": [1, 0.5]}, straight_line=0.276).axes
    assert levels(ax) == [np.log(2), 0.276]
    cost, accuracy = published_run_picture(published_run(), 0.276).axes
    assert levels(cost) == [np.log(2), 0.276] and levels(accuracy) == []
    assert levels(published_run_picture(published_run()).axes[0]) == []


def test_a_network_that_gives_one_class_everywhere_has_no_boundary():
    fig = decision_boundary(lambda X: np.full((1, X.shape[1]), 0.7), moons())
    assert not [part for part in fig.axes[0].collections if hasattr(part, "levels")]


def test_the_published_run_shades_its_plateau():
    cost, accuracy = published_run_picture(published_run()).axes
    assert cost.patches[0].get_width() == accuracy.patches[0].get_width() == 1400
    assert cost.get_lines()[0].get_ydata()[-1] == pytest.approx(0.0743, abs=5e-5)
    assert accuracy.get_lines()[0].get_ydata()[-1] == pytest.approx(97, abs=1)  # in per cent
    assert accuracy.get_ylim() == (45, 100)


def test_the_loop_fills_only_where_we_are():
    assert training_loop("cost").count(SHADE) == 1
    assert training_loop().count(SHADE) == 4
    # Blue is class 0, and nothing in this picture has a class: all of it is grey.
    colours = re.findall('#(..)(..)(..)"', training_loop())
    assert colours and all(red == green == blue for red, green, blue in colours)


def test_the_loop_writes_every_name_inside_its_box():
    picture = training_loop()
    [width] = {float(w) for w in re.findall(r'<rect [^>]*?width="([\d.]+)"[^>]*rx=', picture)}
    names = re.findall(r'font-size="(\d+)"[^>]*>(\w+_\w+)<', picture)
    assert len(names) == 3
    # DejaVu Sans, the widest of the usual fonts, takes 0.54 of its size for a letter.
    assert all(0.54 * int(size) * len(name) + 16 < width for size, name in names)


def said(source):
    """Return the strings of several words in a module's text that are no docstrings."""
    tree = ast.parse(source)
    notes = {id(part.value) for part in ast.walk(tree) if isinstance(part, ast.Expr)}
    strings = [
        part.value
        for part in ast.walk(tree)
        if isinstance(part, ast.Constant) and id(part) not in notes
    ]
    return [words for words in strings if isinstance(words, str) and " " in words.strip()]


@every_notebook
def test_no_text_speaks_of_a_colour_that_a_dark_theme_turns_round(path):
    assert [text for text in prose(path) if LIGHT_OR_DARK.search(text)] == []


@pytest.mark.parametrize("pattern", SEEN)
def test_no_picture_speaks_of_a_colour_that_a_dark_theme_turns_round(pattern):
    paths = sorted((ROOT / "classroom").glob(pattern))
    texts = [words for path in paths for words in said(path.read_text(encoding="utf-8"))]
    assert texts
    assert [words for words in texts if LIGHT_OR_DARK.search(words)] == []
