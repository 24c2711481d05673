"""The building blocks of live pictures."""

import base64
import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from classroom import svg


def axes(**options):
    return svg.Axes(10, 20, 100, 50, (0, 4), (0, 2), **options)


def test_a_picture_is_well_formed_whatever_is_written_in_it():
    words = 'a < b & "c"'
    root = ET.fromstring(svg.picture(30, 20, words, svg.text(1, 2, words)))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == words
    assert root.attrib["viewBox"] == "0 0 30 20"
    assert root[-1].text == words


def test_numbers_lie_where_they_should():
    ax = axes()
    assert [ax.x(0), ax.x(4), ax.x(1)] == [10, 110, 35]
    assert [ax.y(0), ax.y(2), ax.y(0.5)] == [70, 20, 57.5]


def test_equal_factors_are_equal_distances_on_a_log_scale():
    ax = svg.Axes(0, 0, 90, 90, (0.1, 100), (0.1, 100), log_x=True, log_y=True)
    assert [ax.x(value) for value in (0.1, 1, 10, 100)] == pytest.approx([0, 30, 60, 90])
    assert ax.y(0) == ax.y(0.1) == 90  # nothing below the range, not even log(0)


def test_a_line_goes_through_its_points():
    path = ET.fromstring(axes().line([0, 4], [0, 2], svg.BLUE))
    assert path.attrib["d"] == "M10.0 70.0L110.0 20.0"
    look = ET.fromstring(axes().line([0, 4], [0, 2], svg.ORANGE, 3, "5 3")).attrib
    assert [look["stroke"], look["stroke-width"], look["stroke-dasharray"]] == [
        svg.ORANGE,
        "3",
        "5 3",
    ]


def test_dots_differ_in_shape_as_well_as_in_colour():
    ax = axes()
    round_, square = (ax.dots([1, 2], [1, 1], svg.BLUE, 4, shape) for shape in (True, False))
    assert ET.fromstring(round_).attrib["d"] == "M35.0 45.0h.01M60.0 45.0h.01"
    assert 'linecap="round"' in round_ and 'linecap="square"' in square
    assert ax.dots([], [], svg.BLUE) == ""


def test_a_raster_is_blue_at_0_and_orange_at_1_with_the_bottom_row_last():
    address = svg.png(np.array([[0.0, 0.5], [1.0, np.nan]]))
    image = Image.open(io.BytesIO(base64.b64decode(address.split(",")[1]))).convert("RGB")
    top_left, bottom_left = image.getpixel((0, 0)), image.getpixel((0, 1))
    assert top_left[0] > top_left[2] and bottom_left[2] > bottom_left[0]
    # White are 0.5 and what is no number.
    assert min(*image.getpixel((1, 1)), *image.getpixel((1, 0))) > 250


def test_a_frame_writes_its_ticks_and_labels():
    root = ET.fromstring(f"<g>{axes().frame('T', 'across', 'up', [(1, 'one')], [(2, 'two')])}</g>")
    assert [part.text for part in root.iter("text")] == ["T", "across", "up", "one", "two"]


def test_a_tick_and_its_words_stand_at_its_number():
    def marks(grid):
        frame = axes().frame("T", "across", "up", [(1, "one")], [(0.5, "half")], grid)
        root = ET.fromstring(f"<g>{frame}</g>")
        lines = [
            [float(line.attrib[k]) for k in ("x1", "y1", "x2", "y2")]
            for line in root
            if line.tag == "line"
        ]
        return lines, root.findall("text")[-2:]

    ticks = [[35, 70, 35, 74], [6, 57.5, 10, 57.5]]
    lines, (one, half) = marks(grid=False)
    assert lines == ticks
    assert [one.attrib["x"], one.attrib["text-anchor"]] == ["35.0", "middle"]
    assert [half.attrib["y"], half.attrib["text-anchor"]] == ["62.5", "end"]
    lines, _ = marks(grid=True)
    assert lines == [[35, 20, 35, 70], ticks[0], [10, 57.5, 110, 57.5], ticks[1]]


def test_what_lies_inside_keeps_its_place_and_is_clipped():
    ax, values = axes(), np.array([[0.0, 1.0]])
    box = ET.fromstring(ax.inside(ax.colours(values)))
    at = [box.attrib[key] for key in ("x", "y", "width", "height")]
    assert at == box.attrib["viewBox"].split() == ["10", "20", "100", "50"]
    assert [box[0].attrib[key] for key in ("x", "y", "width", "height")] == at
    assert box[0].attrib["href"] == svg.png(values)


def test_a_raster_does_not_wrap_around_beyond_its_range():
    assert svg.png(np.array([[1.5, -0.5]])) == svg.png(np.array([[1.0, 0.0]]))


def test_an_element_has_its_attributes_in_order_and_one_decimal_for_places():
    assert svg.element("rect", y=2, x=1.25, stroke_width=0.55) == (
        '<rect y="2" x="1.2" stroke-width="0.55"/>'
    )
    assert svg.element("text", "a", 1, x=0.0) == '<text x="0.0">a1</text>'
    assert svg.rectangle(1, 2.0, 3, 4, fill="red") == (
        '<rect x="1" y="2.0" width="3" height="4" fill="red"/>'
    )
    assert svg.circle(1.55, 2, 3, fill="red") == '<circle cx="1.6" cy="2" r="3" fill="red"/>'
    assert svg.polygon([(0, 1.0), (2, 3)], fill="red") == (
        '<polygon points="0,1.0 2,3" fill="red"/>'
    )
    assert svg.path("M1 2h3", stroke="red") == '<path d="M1 2h3" stroke="red"/>'


@pytest.mark.parametrize(
    "end, corners",
    [
        ((90, 50), "90.0,50.0 82.0,45.0 82.0,55.0"),
        ((10, 50), "10.0,50.0 18.0,55.0 18.0,45.0"),
        ((50, 90), "50.0,90.0 45.0,82.0 55.0,82.0"),
        ((50, 10), "50.0,10.0 55.0,18.0 45.0,18.0"),
    ],
)
def test_an_arrow_points_where_it_goes(end, corners):
    root = ET.fromstring(f"<svg>{svg.arrow((50, 50), end, color='red')}</svg>")
    (line,), (head,) = root.findall("line"), root.findall("polygon")
    assert (head.get("points"), head.get("fill"), line.get("stroke")) == (corners, "red", "red")
    # The line ends inside the head, two pixels from its back.
    across, down = (float(line.get(name)) for name in ("x2", "y2"))
    assert abs(across - end[0]) + abs(down - end[1]) == 6


def test_an_arrow_goes_round_corners():
    root = ET.fromstring(f"<svg>{svg.arrow((0, 0), (20, 0), (20, 40), dash='6 4')}</svg>")
    places = [
        [float(line.get(k)) for k in ("x1", "y1", "x2", "y2")] for line in root.findall("line")
    ]
    assert places == [[0, 0, 20, 0], [20, 0, 20, 34]]
    assert {line.get("stroke-dasharray") for line in root.findall("line")} == {"6 4"}
