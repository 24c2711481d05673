"""Puts a bitmap beside each picture of a notebook: for LaTeX and PDF, which read no HTML.

The letters are DejaVu's, which matplotlib brings along, so that the same bitmap is made everywhere.
"""

import base64
import copy
import io
import re
from pathlib import Path

import matplotlib
import resvg_py
from PIL import Image

PICTURE = re.compile(r'src="data:image/(svg\+xml|png);base64,([^"]*)"')
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
LETTERS = [str(FONTS / f"DejaVuSans{kind}.ttf") for kind in ("", "-Bold", "-Oblique", "Mono")]
# As wide as a page's column needs, in print, too: no notebook may grow beyond what GitHub shows.
WIDTH = 800


def with_bitmaps(notebook):
    """Return a notebook in which every output that holds a picture has an image/png beside it.

    Bitmaps are stored with 128 colours each, the one within an `<img>`, too: half of the bytes.
    """
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            found = PICTURE.search(data.get("text/html", ""))
            if not found:
                continue
            kind, source = found[1], base64.b64decode(found[2])
            data["image/png"] = small(source if kind == "png" else drawn(source.decode()))
            if kind == "png":
                data["text/html"] = data["text/html"].replace(found[2], data["image/png"])
    return made


def drawn(svg):
    """Draw an SVG picture as a PNG."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=WIDTH,
        background="white",
        skip_system_fonts=True,
        font_files=LETTERS,
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
        monospace_family="DejaVu Sans Mono",
    )


def small(png):
    """Return a PNG with 128 colours, as text."""
    file = io.BytesIO()
    colours = Image.open(io.BytesIO(bytes(png))).convert("RGB").quantize(128, dither=0)
    colours.save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode()
