"""What nbval compares: the outputs as a page shows them, and pictures by what they draw."""

import base64
import re

from tools.folded import outputs

DRAWN = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")


def compare_what_was_shown(cell):
    """Make a cell of nbval's compare what is stored out of sight, too, and pictures as text.

    Nothing is left out by this: both sides are read in the same way. As text, a picture's letters
    and numbers can be read where two differ, and the rule for bitmaps reaches those within it.
    """
    cell.cell.outputs = outputs(cell.cell)
    replaced = cell.sanitize
    cell.sanitize = lambda text: replaced(readable(text))


def readable(text):
    """Return text with every SVG picture in it as its source."""
    if not isinstance(text, str):
        return text
    return DRAWN.sub(lambda found: base64.b64decode(found[1]).decode(), text)
