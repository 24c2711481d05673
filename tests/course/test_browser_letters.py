"""Letters in live pictures: each in its place, and large enough to be read from the back row."""

import base64
import re

import pytest

selenium = pytest.importorskip("selenium")

from classroom.panel import HIGHEST  # noqa: E402
from classroom.svg import size_of  # noqa: E402
from tests import lab  # noqa: E402
from tests.notebooks import CORE, DEEPER, code, name_of  # noqa: E402

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()

PROJECTED = 720  # pixels, the height of a page on the wall
WIDTH = 1150  # what `start.py --teach` leaves for a picture there
SMALLEST = 0.0205  # of that height
SVG = re.compile(r"data:image/svg\+xml;base64,([^\"]+)")
# Of every text: its words, the height of its letters, its box, and its picture's box.
LOOK = """
    const box = part => { const b = part.getBoundingClientRect();
        return [b.left, b.top, b.right, b.bottom]; };
    return [...document.querySelectorAll('svg[role=img]')].map(svg => [box(svg),
        [...svg.querySelectorAll('text')].filter(text => text.textContent.trim()).map(text => {
            const {a, b} = text.getScreenCTM();
            const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
            return [text.textContent, size, box(text)];
        })])"""


def pictures():
    """Yield all pictures of our own drawing: (where, whether it is a panel's, source)."""
    for path in CORE + DEEPER:
        for cell in code(path):
            for output in cell.outputs:
                for found in SVG.findall(output.get("data", {}).get("text/html", "")):
                    source = base64.b64decode(found).decode()
                    if 'role="img"' in source:  # in matplotlib's, letters are curves
                        live = output.data["text/plain"].startswith("[panel")
                        yield f"{name_of(path)}, {cell.id}", live, source


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What the browser makes of each picture, as wide as it is when shown to a class."""
    page = tmp_path_factory.mktemp("letters") / "page.html"
    drawn, boxes = list(pictures()), ""
    for _, _, source in drawn:
        width, height = size_of(source)
        width = min(WIDTH, HIGHEST / 100 * PROJECTED * width / height)
        source = re.sub("max-width:[^;]*", "max-width:none;width:100%", source, count=1)
        boxes += f'<div style="width:{width:.0f}px">{source}</div>'
    page.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{boxes}', encoding="utf-8")
    with lab.browser() as driver:
        driver.get(page.as_uri())
        found = driver.execute_script(LOOK)
    return [(where, live, *of) for (where, live, _), of in zip(drawn, found, strict=True)]


def overlap(one, other):
    """Return by how much two boxes overlap, across and down."""
    return [min(one[k + 2], other[k + 2]) - max(one[k], other[k]) for k in (0, 1)]


def test_there_is_something_to_look_at(seen):
    assert sum(live for _, live, *_ in seen) >= 25
    assert sum(len(texts) for *_, texts in seen) > 500


def test_no_letter_sticks_out_of_its_picture_or_lies_on_another(seen):
    wrong = []
    for where, _, (left, top, right, bottom), texts in seen:
        for k, (words, _, box) in enumerate(texts):
            if box[0] < left - 1 or box[1] < top - 1 or box[2] > right + 1 or box[3] > bottom + 1:
                wrong.append(f"{where}: {words} sticks out")
            for others, _, other in texts[:k]:
                across, down = overlap(box, other)
                if across > 1 and down > 8:  # a box is higher than its letters
                    wrong.append(f"{where}: {words} lies on {others}")
    assert wrong == []


def test_a_panels_letters_are_large_enough_on_the_wall(seen):
    small = [
        f"{where}: {words} is {size:.1f} pixels high"
        for where, live, _, texts in seen
        for words, size, _ in texts
        if live and size < SMALLEST * PROJECTED
    ]
    assert small == []
