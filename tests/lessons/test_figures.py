"""Pictures: that they show the numbers they were given, and say so in words."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from urllib.parse import unquote

import numpy as np
import pytest

from classroom import pictures
from classroom.datasets import moons, published_run
from classroom.lessons.training.experiments import Session, Settings
from classroom.lessons.training.figures import (
    _step_axis,
    signals_by_layer,
    trainer_picture,
    trainer_words,
)
from classroom.moons_pictures import decision_boundary, moons_picture
from classroom.pictures import show, still
from classroom.plane import MOONS_X, MOONS_Y
from classroom.svg import BLUE, ORANGE
from classroom.training_pictures import cost_curves, published_run_picture, training_loop


@pytest.fixture(scope="module")
def numbers():
    session = Session(Settings())
    session.advance_to(100)
    return session.numbers()


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


def test_a_still_svg_keeps_its_source_readable():
    picture = training_loop()
    address = re.search(r'src="data:image/svg\+xml,([^"]*)"', still(picture, "x"))[1]
    assert unquote(address) == picture


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


def test_the_published_run_shades_its_plateau():
    cost, accuracy = published_run_picture(published_run()).axes
    assert cost.patches[0].get_width() == accuracy.patches[0].get_width() == 1400
    assert cost.get_lines()[0].get_ydata()[-1] == pytest.approx(0.0743, abs=5e-5)
    assert accuracy.get_lines()[0].get_ydata()[-1] == pytest.approx(97, abs=1)  # in per cent
    assert accuracy.get_ylim() == (45, 100)


def test_signals_are_drawn_for_every_layer():
    strengths = {"a": {"activation": [1, 0.1], "gradient": [0.01, 0.001]}}
    forward, backward = signals_by_layer(strengths).axes
    np.testing.assert_array_equal(lines(forward)["a"].get_ydata(), [1, 0.1])
    np.testing.assert_array_equal(lines(backward)["a"].get_ydata(), [0.01, 0.001])


def test_the_loop_fills_only_where_we_are():
    assert training_loop("cost").count("#d9ebf7") == 1
    assert training_loop().count("#d9ebf7") == 4


def test_the_trainers_picture_and_words_hold_the_numbers(numbers):
    words = trainer_words(numbers)
    picture = ET.fromstring(trainer_picture(numbers))
    assert picture.attrib["aria-label"] == words
    assert words.startswith(
        f"After 100 steps at learning rate 0.32 the cost is {numbers['cost']:.3f}"
    )
    written = [part.text for part in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "step 100" in written
    assert any(text.startswith("2-8-8-1 · relu · he · rate 0.32 · batch 900") for text in written)


def test_the_words_name_what_is_wrong(numbers):
    stopped = trainer_words(numbers | {"stopped": "It diverged."})
    assert stopped == "It diverged. Press Reset, or move a slider."
    asleep = trainer_words(numbers | {"asleep": [0.5, 1]})
    assert "Every unit of layer 2 gives 0 for every point" in asleep
    slow = trainer_words(numbers | {"next_change": [1e-5, 2e-6, 1e-7]})
    assert "changes by less than 0.0001" in slow
    healthy = numbers | {"asleep": [0.5, 0.9], "next_change": [1e-7, 1e-3, 1e-7]}
    assert trainer_words(healthy) == trainer_words(numbers)
    blank = trainer_words(numbers | {"region": np.full((48, 72), 0.7)})
    assert "The whole plane gets class 1" in blank


@pytest.mark.parametrize("change", [0.0, np.inf, np.nan, 1e-30, 1e30])
def test_any_size_of_the_next_step_can_be_drawn(numbers, change):
    picture = trainer_picture(numbers | {"next_change": [change, 1e-3, 1e-3]})
    assert "nan" not in picture and "inf" not in picture
    dots = [float(at) for at in re.findall(r'<circle cx="([^"]*)"', picture)]
    assert len(dots) == 3 and all(726 <= at <= 886 for at in dots)


def test_the_heading_names_every_setting(numbers):
    settings = replace(
        numbers["settings"],
        activation="sigmoid",
        scheme="xavier",
        learning_rate=2.5,
        batch_size=30,
        noise=0.35,
        seed=7,
        speed=50,
    )
    picture = trainer_picture(numbers | {"settings": settings, "sizes": [2, 4, 1]})
    assert (
        ">2-4-1 · sigmoid · xavier · rate 2.5 · batch 30 · noise 0.35 · seed 7 · "
        "50 steps a picture<"
    ) in picture


@pytest.mark.parametrize(
    "column, colour, dashes",
    [(1, BLUE, ""), (2, ORANGE, "5 3"), (3, BLUE, ""), (4, ORANGE, "5 3")],
)
def test_each_curve_is_drawn_by_its_own_line(numbers, column, colour, dashes):
    def paths(curve):
        picture = ET.fromstring(trainer_picture(numbers | {"curve": curve}))
        return list(picture.iter("{http://www.w3.org/2000/svg}path"))

    changed = numbers["curve"].copy()
    changed[:, column] *= 0.9
    (line,) = [
        after.attrib
        for before, after in zip(paths(numbers["curve"]), paths(changed), strict=True)
        if before.attrib != after.attrib
    ]
    assert line["stroke"] == colour
    assert line["stroke-dasharray"] == dashes


def test_the_step_axis_has_room_to_grow():
    edges = [_step_axis(steps)[0] for steps in (0, 100, 101, 201, 501, 10_000)]
    assert edges == [100, 100, 200, 500, 1000, 10_000]
    assert _step_axis(1500)[1] == [(0, "0"), (1000, "1,000"), (2000, "2,000")]
