"""The playground's picture: that it shows the numbers it was given, and says so in words."""

import base64
import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from classroom.playground.code_lines import CodeLine
from classroom.playground.experiments import Session, Settings
from classroom.playground.figures import (
    HEIGHT,
    SMALL_HEIGHT,
    SMALL_PLANE,
    WIDTH,
    _round_up,
    _two_digits,
    code_words,
    playground_picture,
    playground_words,
    small_picture,
    small_words,
)
from classroom.playground.own import functions_in
from classroom.svg import GREY, INK, NEGATIVE, POSITIVE, TEST
from nnlib.trainer import Trainer


def shown(steps=20, look_at=None, weight=None, ghost=None, functions=None, **settings):
    session = Session(Settings(**settings), ghost, functions)
    session.advance_to(steps)
    return session.numbers(look_at, weight) | {"speed": 1, "show_test": True, "named_levels": True}


def drawn(numbers, draw=playground_picture):
    source = draw(numbers)
    assert not re.search(r"\bnan\b|\binf\b", source.replace("font-family", ""))
    return ET.fromstring(re.sub(r' xmlns="[^"]+"', "", source))


def weights(root):
    return [line for line in root.iter("line") if "weight" in (line.findtext("title") or "")]


def test_every_weight_is_a_line_whose_look_is_its_sign_and_size():
    numbers = shown(hidden=(3, 2))
    lines, W = weights(drawn(numbers)), numbers["params_values"]
    assert len(lines) == 2 * 3 + 3 * 2 + 2
    widths = []
    for line, w in zip(lines, W["W1"].T.ravel(), strict=False):
        assert line.get("stroke") == (POSITIVE if w > 0 else NEGATIVE)
        assert bool(line.get("stroke-dasharray")) == (w < 0)
        widths.append(float(line.get("stroke-width")))
    expected = 0.4 + 5 * np.abs(W["W1"].T.ravel()) / np.abs(W["W1"]).max()
    np.testing.assert_allclose(widths, expected, atol=0.06)
    gradient = numbers["grads_values"]["dW1"][0, 0]
    told = f"weight {W['W1'][0, 0]:.3g}, gradient {gradient:.2g}: from x₁ to unit 1 of layer 1"
    assert lines[0].findtext("title") == told


def test_every_unit_is_a_map_and_can_be_pointed_at():
    root = drawn(shown(hidden=(3, 2), features=("x1", "sin x2")))
    units = root.findall("g[@data-unit]")
    assert [unit.get("data-unit") for unit in units] == (
        ["", "", "1,1", "1,2", "1,3", "2,1", "2,2", "0,0"]
    )
    maps = [image for image in root.findall("image") if image.get("width") == "48"]
    assert [image.get("height") for image in maps] == ["70", "108", "70", "32"]
    assert all(image.get("href").startswith("data:image/png") for image in maps)
    titles = [unit.findtext("title") for unit in units]
    assert titles[1].startswith("the feature sin x₂, from -0.92 to 1")
    assert titles[2].startswith("unit 1 of layer 1 answers from 0 to")
    assert re.search(r"sleeps for \d+% of the points$", titles[2])


def test_every_map_stands_at_its_own_unit():
    numbers = shown(hidden=(3,), activation="sigmoid")
    [column] = [image for image in drawn(numbers).iter("image") if image.get("height") == "108"]
    code = column.get("href").split(",")[1]
    levels = np.array(Image.open(io.BytesIO(base64.b64decode(code))))
    for unit, top in enumerate((0, 19, 38)):
        seen = levels[top : top + 16][::-1]  # an image begins at the top, a raster at the bottom
        np.testing.assert_allclose(seen / 255, numbers["maps"][1][unit], atol=1 / 255)


@pytest.mark.parametrize("units, drawn_units", [(8, 8), (9, 6), (50, 6)])
def test_a_large_layer_is_shortened_and_says_its_true_size(units, drawn_units):
    root = drawn(shown(2, hidden=(units,)))
    assert len(weights(root)) == 3 * drawn_units
    words = [text.text for text in root.iter("text")]
    assert (f"{units} units" in words) == (units > 8)


def test_the_chosen_unit_is_framed_and_drawn_large():
    numbers = shown(look_at=(1, 2), hidden=(3,))
    root = drawn(numbers)
    thick = [
        unit.get("data-unit")
        for unit in root.findall("g[@data-unit]")
        if unit.find("rect").get("stroke-width") == "4"
    ]
    assert thick == ["1,2"]
    assert "What unit 2 of layer 1 answers" in [text.text for text in root.iter("text")]
    said = playground_words(numbers)
    assert "On the large map: unit 2 of layer 1 answers from" in said
    W, dW = numbers["params_values"]["W1"][1], numbers["grads_values"]["dW1"][1]
    assert f"are from x₁: {W[0]:.2g} ({dW[0]:.1g}); x₂: {W[1]:.2g} ({dW[1]:.1g})." in said


def test_of_many_weights_the_words_tell_the_first_ones():
    said = playground_words(shown(2, look_at=(2, 1), hidden=(12, 3)))
    assert "unit 8 of layer 1: " in said and "unit 9 of layer 1: " not in said
    assert said.endswith(" and 4 more.")


def test_test_points_are_rings_and_can_be_hidden():
    numbers = shown()
    white = 'stroke="white" stroke-width="3"'
    assert playground_picture(numbers).count(white) == 2
    assert playground_picture(numbers | {"show_test": False}).count(white) == 0


def test_levels_and_a_kept_run_stand_behind_the_curves():
    kept = shown(50)["curve"]
    root = drawn(shown(20, ghost=kept))
    pale = [p for p in root.iter("path") if p.get("stroke") == "#9a9a9a"]
    assert len(pale) == 4  # cost and accuracy, training and test
    levels = [p for p in root.iter("path") if p.get("stroke-dasharray") == "2 3"]
    assert len(levels) == 2


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("hidden", [(), (1,), (8, 8), (50, 50, 50, 50)])
def test_all_words_are_inside_the_picture(activation, hidden):
    numbers = shown(3, hidden=hidden, activation=activation, data="xor")
    check_words_are_inside(drawn(numbers), WIDTH, HEIGHT)


def check_words_are_inside(root, width_of_all, height):
    for text in root.iter("text"):
        width = 0.62 * float(text.get("font-size")) * len(text.text)
        share = {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
        left = float(text.get("x")) - share * width
        assert left >= -2 and left + width <= width_of_all + 4, text.text
        assert 12 <= float(text.get("y")) <= height


@pytest.mark.parametrize(
    "settings, steps, words",
    [
        ({}, 0, "The network still has its random start."),
        (
            {"hidden": (25, 50, 50, 25), "start": "small", "rate": 0.01},
            300,
            "the price of guessing",
        ),
        ({"hidden": ()}, 400, "the best that a straight line can do"),
        ({"start": "zeros"}, 5, "Every unit of layer 1 gives 0 for every point"),
        ({"rate": 100.0}, 50, "Press Reset, or move a slider."),
    ],
)
def test_the_sentence_says_why(settings, steps, words):
    numbers = shown(steps, **settings)
    said = playground_words(numbers)
    assert words in said or "gives 0 for every point" in said and "rate" in settings, said


def test_it_says_whose_functions_take_the_steps():
    own = functions_in({"update": lambda *_: 1 / 0})
    said = playground_words(shown(functions=own))
    assert "ZeroDivisionError" in said and "Mend it, and run this cell again." in said
    assert "taken by your update, by plain gradient descent" in said
    assert 'check("update", my_update)' in said
    assert "none of your own was handed over" in playground_words(shown(functions=functions_in({})))
    assert "your" not in playground_words(shown())


@pytest.mark.parametrize(
    "steps, right", [(0, 100), (100, 100), (101, 200), (201, 500), (900, 1000)]
)
def test_the_right_edge_has_room_to_grow(steps, right):
    assert _round_up(steps) == right


def test_the_picture_grows_with_the_page():
    source = playground_picture(shown(0))
    assert f"width:100%;max-width:{2 * WIDTH}px" in source
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', source)[1:]) >= 14


def test_a_weight_that_was_clicked_on_is_told_first():
    numbers = shown(look_at=(2, 1), weight=3, hidden=(3, 2))
    w, slope = (
        numbers[kind][key][0, 2] for kind, key in [("params_values", "W2"), ("grads_values", "dW2")]
    )
    told = f"The weight from unit 3 of layer 1 to unit 1 of layer 2 is {w:.3g}, and its gradient is"
    said = playground_words(numbers)
    assert f"{told} {slope:.2g}. On the large map: unit 1 of layer 2" in said
    last = playground_words(shown(weight=2, hidden=(3, 2)))
    assert "The weight from unit 2 of layer 2 to unit 1 of layer 3 is " in last
    assert "On the large map" not in last
    # A weight that is not there any more, because its layer has shrunk, is not spoken of.
    assert "The weight from" not in playground_words(shown(look_at=(2, 1), weight=4, hidden=(3, 2)))


def test_every_line_says_which_weight_it_is():
    lines = weights(drawn(shown(2, hidden=(3, 2))))
    places = [line.get("data-unit") for line in lines]
    assert places[:4] == ["1,1,1", "1,2,1", "1,3,1", "1,1,2"]
    assert places[6:9] == ["2,1,1", "2,2,1", "2,1,2"]
    assert places[-2:] == ["0,0,1", "0,0,2"]


def test_the_size_of_each_gradient_stands_between_its_columns():
    numbers = shown(4, hidden=(5, 3))
    written = [text for text in drawn(numbers).iter("text") if (text.text or "").startswith("dW ")]
    sizes = [np.sqrt(np.mean(numbers["grads_values"][f"dW{l}"] ** 2)) for l in (1, 2, 3)]
    assert [float(text.text[3:]) for text in written] == pytest.approx(sizes, rel=0.05)
    columns = [float(g.find("rect").get("x")) for g in drawn(numbers).findall("g[@data-unit]")]
    places = [float(text.get("x")) for text in written]
    assert columns[0] < places[0] < columns[2] < places[1] < columns[-2] < places[2] < columns[-1]


def test_where_columns_stand_close_the_gradients_name_stands_once():
    for layers, names in [((2, 2, 2), 4), ((2, 2, 2, 2), 1)]:
        pushes = [text.text or "" for text in drawn(shown(1, hidden=layers)).iter("text")]
        assert sum(words.startswith("dW ") for words in pushes) == names


@pytest.mark.parametrize(
    "size, words",
    [
        (0.00013162, "0.00013"),
        (0.12786, "0.13"),
        (12.34, "12"),
        (1e-5, "0.00001"),
        (3.21e-7, "3e-07"),
        (0, "0"),
        (54321.0, "5e+04"),
        (np.inf, "overflows"),
    ],
)
def test_a_size_is_written_with_two_digits(size, words):
    assert _two_digits(size) == words


@pytest.mark.parametrize("state, level", [("guessing", 0.693), ("straight line", 0.312)])
def test_a_level_without_a_name_is_only_a_number(state, level):
    numbers = shown(3) | {"state": state, "straight_line": 0.312}
    nameless = playground_words(numbers | {"named_levels": False})
    which = "upper" if state == "guessing" else "lower"
    assert f"The cost stands near {level}, the {which} grey line." in nameless
    for word in ("guess", "ln 2", "straight", "bent"):
        assert word not in playground_picture(numbers | {"named_levels": False})
    assert "guessing" in playground_words(numbers) or "straight line" in playground_words(numbers)


def test_both_levels_are_drawn_above_the_curves_and_where_the_data_say():
    numbers = shown(20)

    def level_lines(straight_line):
        paths = [p.attrib for p in drawn(numbers | {"straight_line": straight_line}).iter("path")]
        at = [k for k, look in enumerate(paths) if look.get("stroke-dasharray") == "2 3"]
        first_curve = next(k for k, look in enumerate(paths) if look.get("stroke") == TEST)
        assert len(at) == 2 and first_curve < at[0] and paths[at[0]]["stroke"] == GREY
        return [paths[k]["d"] for k in at]

    guessing, line = level_lines(0.276)
    guessing_again, line_moved = level_lines(0.4)
    assert guessing_again == guessing and line_moved != line


def small(steps=20, tells=False, **settings):
    session = Session(Settings(**settings))
    session.advance_to(steps)
    return session.numbers() | {"show_test": False, "tells_network": tells}


def test_the_small_picture_shows_the_network_its_line_and_the_count():
    numbers = small(1, rate=2)
    root = drawn(numbers, small_picture)
    right = round(900 * numbers["accuracy"])
    written = [text.text for text in root.iter("text")]
    assert {"step 1", f"{right} of 900 right"} <= set(written)
    assert len(weights(root)) == 2 * 8 + 8 * 8 + 8
    assert [p for p in root.iter("path") if p.get("stroke") == INK]
    assert root.get("aria-label") == small_words(numbers)
    assert (
        small_words(numbers) == f"After 1 step, {right} of the 900 points lie on their own colour."
    )
    assert small_words(small(0)).startswith("Before its first step, 580 of the 900 points")


def test_the_small_pictures_words_tell_the_network_where_it_can_be_chosen():
    numbers = small(100, tells=True, rate=2)
    words = "After 100 steps at learning rate 2 the 2-8-8-1 network gets 875 of 900 points right, "
    words += "97.2%."
    assert small_words(numbers) == words
    same = small_words(numbers | {"answers": np.full((48, 72), 0.9)})
    assert same == f"{words} It says class 1 everywhere: there is no line to draw."
    assert small_words(numbers | {"stopped": "It diverged."}) == f"{words} It diverged."


@pytest.mark.parametrize("hidden", [(), (1,), (8, 8), (12, 12, 12)])
def test_all_words_are_inside_the_small_picture(hidden):
    root = drawn(small(3, hidden=hidden), small_picture)
    check_words_are_inside(root, WIDTH, SMALL_HEIGHT)
    left = [float(rect.get("x")) for rect in root.iter("rect") if rect.get("x")]
    right_edge = max(float(g.find("rect").get("x")) for g in root.findall("g[@data-unit]")) + 48
    assert min(left) >= 0 and right_edge < SMALL_PLANE[0]


def test_the_line_of_code_is_told_with_whose_it_is_and_escaped():
    own = CodeLine("my_full<b>", 7, "dW = dZ @ A.T if m < n & k else 0", True)
    numbers = shown(2, look_at=(1, 2)) | {"code": own}
    assert code_words(numbers) == (
        "In your steps dW1 comes from line 7 of your my_full&lt;b&gt;: "
        "<code>dW = dZ @ A.T if m &lt; n &amp; k else 0</code>"
    )
    ours = CodeLine("_linear_backward", 43, "dW = dZ", False)
    said = code_words(shown(2, weight=1, hidden=(4,)) | {"code": ours})
    assert said.startswith("In your steps dW2 comes from line 43 of _linear_backward, the course")
    assert code_words(numbers | {"code": None}) == ""


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_numbers_that_have_grown_too_large_are_drawn_too(activation):
    """Just before a run diverges, its answers to some places of the plane are no numbers."""
    session = Session(Settings(hidden=(3, 3), activation=activation))
    large = {key: 1e200 * values for key, values in session.trainer.params_values.items()}
    nn_architecture, Y = session.trainer.nn_architecture, session.split.Y_train
    session.trainer = Trainer(session.X, Y, nn_architecture, 0.1, params_values=large)
    for look_at in (None, (1, 1), (2, 3)):
        numbers = session.numbers(look_at, 1) | {"speed": 1, "show_test": True}
        root = drawn(numbers | {"named_levels": True})
        assert root.get("aria-label").startswith("After 0 steps the cost is")
        if activation == "relu":
            assert np.isnan(numbers["answers"]).any()
            assert "its gradient is ∞" in root.get("aria-label")
            told = [line.findtext("title") for line in weights(root)]
            assert any("gradient ∞: from" in words for words in told)
