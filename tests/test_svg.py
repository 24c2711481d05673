"""The building blocks of live pictures."""

import base64
import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from nnlib import svg


def axes(**options):
    return svg.Axes(10, 20, 100, 50, (0, 4), (0, 2), **options)


def test_a_picture_is_well_formed_whatever_is_written_in_it():
    words = 'a < b & "c"'
    root = ET.fromstring(svg.picture(30, 20, words, svg.text(1, 2, words)))
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


def test_dots_differ_in_shape_as_well_as_in_colour():
    ax = axes()
    round_, square = (ax.dots([1, 2], [1, 1], svg.BLUE, 4, shape) for shape in (True, False))
    assert ET.fromstring(round_).attrib["d"] == "M35.0 45.0h0M60.0 45.0h0"
    assert 'linecap="round"' in round_ and 'linecap="square"' in square
    assert ax.dots([], [], svg.BLUE) == ""


def test_a_raster_is_blue_at_0_and_orange_at_1_with_the_bottom_row_last():
    address = svg.png(np.array([[0.0, 0.5], [1.0, np.nan]]))
    image = Image.open(io.BytesIO(base64.b64decode(address.split(",")[1]))).convert("RGB")
    top_left, bottom_left = image.getpixel((0, 0)), image.getpixel((0, 1))
    assert top_left[0] > top_left[2] and bottom_left[2] > bottom_left[0]
    assert min(image.getpixel((1, 1))) > 250  # 0.5 is white


def test_a_frame_writes_its_ticks_and_labels():
    root = ET.fromstring(f"<g>{axes().frame('T', 'across', 'up', [(1, 'one')], [(2, 'two')])}</g>")
    assert [part.text for part in root.iter("text")] == ["T", "across", "up", "one", "two"]
