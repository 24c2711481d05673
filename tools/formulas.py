"""The font for the formulas of a page: MathML is drawn by every browser, but well only with one."""

import html
import importlib.util
import io
import re
from pathlib import Path


def formula_font(pages):
    """Return the font STIX Two Math, cut down to what the formulas of these pages need.

    Without a font that is made for formulas a browser draws them, but badly: an index beside its
    letter, a root that is too small. Few computers have one.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    formulas = re.findall(r"<math.*?</math>", "".join(pages), flags=re.S)
    used = set(html.unescape(re.sub(r"<[^>]*>", "", "".join(formulas))))
    # A root's sign comes with its element. A single letter is drawn slanted, and that is another
    # character.
    more = [0x221A, *range(0x1D434, 0x1D468), 0x210E, *range(0x1D6E2, 0x1D71C)]
    # The package is not imported, because only its font is needed.
    [place] = importlib.util.find_spec("ziamath").submodule_search_locations
    with (Path(place) / "fonts" / "STIXTwoMath-Regular.ttf").open("rb") as source:
        font = TTFont(source, recalcTimestamp=False)
        # Its names stay, among them its authors and its licence.
        options = subset.Options(layout_features=["*"], name_IDs=["*"], hinting=False)
        cut = subset.Subsetter(options)
        cut.populate(unicodes=[*map(ord, used), *more])
        cut.subset(font)
    font.flavor = "woff"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()
