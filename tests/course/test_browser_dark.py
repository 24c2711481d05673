"""Pictures in a dark theme: dark themselves, once each, and blue and orange stay what they are."""

import colorsys
import io

import pytest
from PIL import Image

selenium = pytest.importorskip("selenium")

from classroom import dark_theme, svg  # noqa: E402
from classroom.pictures import still  # noqa: E402
from tests import lab  # noqa: E402

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()


def picture():
    """A blue square, and in a part that is itself an <svg> an orange one and a white one."""
    axes = svg.Axes(100, 0, 200, 100, (0, 1), (0, 1))
    orange = svg.rectangle(110, 10, 80, 80, fill=svg.ORANGE)
    inside = axes.inside(orange, svg.rectangle(210, 10, 80, 80, fill="white"))
    blue = svg.rectangle(10, 10, 80, 80, fill=svg.BLUE)
    return svg.picture(300, 100, "Three squares.", blue, inside)


def shown(driver, element):
    """Return the colours that an element shows: of the squares and of the background."""
    image = Image.open(io.BytesIO(element.screenshot_as_png)).convert("RGB")
    scale = image.width / 300
    return [image.getpixel((int(x * scale), int(50 * scale))) for x in (50, 150, 250, 5)]


@pytest.mark.parametrize("light", [True, False], ids=["light", "dark"])
def test_each_picture_turns_dark_once_and_keeps_its_colours(tmp_path, light):
    page = tmp_path / "page.html"
    live = f'<div class="nnlib-picture">{dark_theme.STYLE}<div>{picture()}</div></div>'
    alone = f'<div style="width:640px">{still(picture(), "Three squares.")}</div>'
    page.write_text(
        f'<!DOCTYPE html><body data-jp-theme-light="{str(light).lower()}">{live}{alone}</body>'
    )
    with lab.browser() as driver:
        driver.get(page.as_uri())
        for name in (".nnlib-picture > div > svg", "img.nnlib-still"):
            element = driver.find_element("css selector", name)
            *squares, white, background = shown(driver, element)
            assert white == background, name
            assert min(background) == 255 if light else max(background) < 64, name
            for colour, seen in zip((svg.BLUE, svg.ORANGE), squares, strict=True):
                meant = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
                hue, _, strength = colorsys.rgb_to_hsv(*(part / 255 for part in seen))
                assert abs(hue - colorsys.rgb_to_hsv(*meant)[0]) < 0.06 and strength > 0.4
