"""How outputs are stored: bitmaps beside pictures, results out of sight, and what is compared."""

import base64
import copy
import io
import math
import re
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from classroom import svg
from classroom.pictures import new_figure, still
from tests.compared import compare_what_was_shown, readable
from tools.bitmaps import WIDTH, with_bitmaps
from tools.folded import WORDS, folded, unfolded

COLOURS = (svg.BLUE, svg.ORANGE, svg.GREEN, svg.VIOLET, svg.ROSE, svg.OLIVE)


def rgb(colour):
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def squares():
    """An SVG picture with a field of soft colours, and a square in each of the course's."""
    axes = svg.Axes(0, 0, 600, 100, (0, 1), (0, 1))
    field = axes.colours(np.linspace(0, 1, 600 * 100).reshape(100, 600))
    marks = (svg.rectangle(100 * i, 100, 100, 100, fill=c) for i, c in enumerate(COLOURS))
    return svg.picture(600, 200, "Six squares.", field, *marks)


def figure():
    fig, ax = new_figure(6, 2)
    for i, colour in enumerate(COLOURS):
        ax.bar(i, 1, color=colour)
    return fig


def bundle(picture):
    return {"text/html": still(picture, "Six squares."), "text/plain": "[picture: Six squares.]"}


@pytest.fixture
def book():
    shown = [new_output("display_data", bundle(picture)) for picture in (squares(), figure())]
    words = [new_output("stream", text="it is 7\n"), new_output("display_data", bundle(squares()))]
    return new_notebook(
        cells=[
            new_markdown_cell("Look."),
            new_code_cell("show(a)", outputs=shown, execution_count=1),
            new_code_cell(
                "reveal(b)",
                outputs=words,
                execution_count=2,
                metadata={"tags": ["hide-output"], "jupyter": {"outputs_hidden": True}},
            ),
            new_code_cell("c = 1", execution_count=3, metadata={"tags": ["hide-output"]}),
        ]
    )


def opened(output):
    return Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))


def test_every_picture_gets_a_bitmap_and_nothing_else_does(book):
    before = copy.deepcopy(book)
    made = with_bitmaps(book)
    nbformat.validate(made)
    assert book == before
    kinds = [list(o.get("data", {})) for c in made.cells[1:] for o in c.outputs]
    picture = ["text/html", "text/plain", "image/png"]
    assert kinds == [picture, picture, [], picture]
    drawn, bitmap = made.cells[1].outputs
    assert opened(drawn).size == (WIDTH, math.ceil(WIDTH / 3))
    # A figure is a bitmap already: the same one stands in both places.
    assert drawn.data["text/html"] == before.cells[1].outputs[0].data["text/html"]
    assert f'base64,{bitmap.data["image/png"]}"' in bitmap.data["text/html"]
    assert with_bitmaps(made) == made


def test_a_bitmap_keeps_the_colours_that_mean_something(book):
    for output in with_bitmaps(book).cells[1].outputs:
        image = opened(output)
        assert image.mode == "P"
        found = {colour for _, colour in image.convert("RGB").getcolors()}
        for colour in COLOURS:
            near = min(max(abs(a - b) for a, b in zip(rgb(colour), x, strict=True)) for x in found)
            assert near <= 2, colour


def test_a_bitmap_has_letters_whatever_fonts_the_computer_has(book):
    written = svg.picture(600, 200, "Words.", svg.text(20, 100, "Σ ŷ = ½", size=40))
    book.cells[1].outputs[0].data = bundle(written)
    image = np.asarray(opened(with_bitmaps(book).cells[1].outputs[0]).convert("L"))
    dark = (image < 100).any(axis=0)
    letters = np.count_nonzero(np.diff(dark.astype(int)) == 1)
    assert letters >= 4


def test_what_is_folded_is_in_no_output_that_a_page_shows_and_comes_back_whole(book):
    before = copy.deepcopy(book)
    hidden = folded(book)
    nbformat.validate(hidden)
    assert book == before and folded(hidden) == hidden
    assert hidden.cells[1] == book.cells[1] and hidden.cells[3].outputs == []
    [shown] = hidden.cells[2].outputs
    assert shown.data["text/plain"] == WORDS and "it is 7" not in str(shown.data)
    assert unfolded(hidden) == before
    # Written and read again, as on disk.
    again = nbformat.reads(nbformat.writes(hidden), as_version=4)
    assert unfolded(again) == nbformat.reads(nbformat.writes(before), as_version=4)


def test_what_is_compared_is_what_was_shown_with_pictures_as_text(book):
    cell = folded(with_bitmaps(book)).cells[2]
    item = SimpleNamespace(cell=cell, sanitize=lambda text: text.replace("it is", "it was"))
    compare_what_was_shown(item)
    assert item.cell.outputs == with_bitmaps(book).cells[2].outputs
    assert item.sanitize(item.cell.outputs[0].text) == "it was 7\n"
    html = still(squares(), "Six squares.")
    assert item.sanitize(html) == re.sub(r'data:[^"]*', lambda _: squares(), html)
    assert readable({"a": 1}) == {"a": 1}
