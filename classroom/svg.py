"""Drawing live pictures: numbers in, SVG text out.

Small enough to be made anew thirty times a second, which a plotting library is not. Pictures that
stand still are drawn with matplotlib, in `figures`.
"""

import base64
import re
import struct
import zlib
from html import escape

import numpy as np

# Okabe and Ito's colours, told apart by people who see fewer colours.
BLUE, ORANGE, GREEN, GREY, INK = "#0072B2", "#D55E00", "#009E73", "#767676", "#222222"
VIOLET, ROSE, OLIVE = "#332288", "#BF5069", "#7A7A1E"
# One colour, one meaning, in all pictures. Class 1 and what speaks for it, a number above 0, are
# orange, squares and unbroken lines; class 0 and a number below 0 are blue, circles and dashes.
CLASS_0, CLASS_1 = NEGATIVE, POSITIVE = BLUE, ORANGE
# What was learned from is drawn in ink, unbroken; what was kept for testing in green, dashed.
TRAINING, TEST = INK, GREEN
# Whatever else is compared: violet, rose, olive, and grey for what only helps to read a picture.
# What `element` takes for a place or a size.
PIXELS = {"x", "y", "width", "height", "cx", "cy", "r", "rx", "ry"}


class Picture(str):
    """SVG text that knows, as `alt`, what it shows in words."""

    def __new__(cls, source, alt):
        """Make a picture of SVG text and its words."""
        made = super().__new__(cls, source)
        made.alt = alt
        return made


def picture(width, height, alt, *parts, grows=False):
    """Put parts together into one SVG picture with an alternative text.

    A picture that `grows` is as wide as the page, so that zooming in enlarges it.
    """
    most = f"width:100%;max-width:{2 * width}px" if grows else "max-width:100%"
    source = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{escape(alt)}" font-size="13" '
        'font-family="Helvetica, Arial, sans-serif" '
        f'style="{most};min-width:{min(width, 640)}px;height:auto">'
        f'<rect width="{width}" height="{height}" fill="white"/>{"".join(parts)}</svg>'
    )
    return Picture(source, alt)


def size_of(source):
    """Return the width and the height in which a picture was drawn, in pixels."""
    width, height = re.search(r'viewBox="0 0 (\d+) (\d+)"', source).groups()
    return int(width), int(height)


def text(x, y, words, anchor="start", size=15, color=INK, weight="normal", turn=0):
    """Write words at a place; `anchor` is start, middle or end."""
    turned = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{color}" '
        f'font-weight="{weight}"{turned}>{escape(str(words))}</text>'
    )


def segment(x1, y1, x2, y2, color=INK, width=1, dash=""):
    """Draw a straight line between two places."""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" '
        f'stroke-width="{width}" stroke-dasharray="{dash}"/>'
    )


def element(tag, *inside, **attributes):
    """Write one SVG element, with its attributes in the order in which they are given.

    Parameters
    ----------
    tag : str
        Such as "rect".
    inside : str or number
        What stands between its beginning and its end: SVG text, which is not escaped.
    attributes
        An underline stands for a hyphen: `stroke_width`. Places and sizes have one decimal unless
        they are whole numbers.
    """
    words = "".join(
        f' {name.replace("_", "-")}="{_pixels(value) if name in PIXELS else value}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{words}>{''.join(map(str, inside))}</{tag}>" if inside else f"<{tag}{words}/>"


def rectangle(x, y, width, height, **look):
    """Draw a rectangle whose left upper corner is at (x, y); `look` as for `element`."""
    return element("rect", x=x, y=y, width=width, height=height, **look)


def circle(x, y, radius, **look):
    """Draw a circle around (x, y)."""
    return element("circle", cx=x, cy=y, r=radius, **look)


def polygon(corners, **look):
    """Fill the area between corners, pairs of x and y."""
    points = " ".join(f"{_pixels(x)},{_pixels(y)}" for x, y in corners)
    return element("polygon", points=points, **look)


def path(places, **look):
    """Draw along a path in SVG's own notation, such as "M10 20h5"."""
    return element("path", d=places, **look)


def arrow(*places, color=INK, width=2, head=(8, 5), dash=""):
    """Draw an arrow along horizontal and vertical pieces from place to place, pairs of x and y.

    `head` is the length of its head, and half of the head's width.
    """
    length, half = head
    (x1, y1), (x2, y2) = places[-2:]
    dx, dy = np.sign(x2 - x1), np.sign(y2 - y1)
    # The line ends inside the head, so that it does not stand out at the tip.
    reach = length - int(width)
    ends = [*places[:-1], (x2 - reach * dx, y2 - reach * dy)]
    lines = [
        segment(*start, *end, color, width, dash)
        for start, end in zip(ends, ends[1:], strict=False)
    ]
    back = [(-length * dx + k * half * dy, -length * dy + k * half * dx) for k in (-1, 1)]
    corners = [(x2, y2), *((x2 + x, y2 + y) for x, y in back)]
    return "".join(lines) + polygon([(float(x), float(y)) for x, y in corners], fill=color)


class Axes:
    """A rectangle on the picture that stands for a range of numbers.

    Parameters
    ----------
    left, top, width, height : float
        The rectangle, in pixels.
    x_range, y_range : pair of float
        The numbers at its edges.
    log_x, log_y : bool
        Whether equal distances mean equal factors; then the range must be above 0.
    """

    def __init__(self, left, top, width, height, x_range, y_range, log_x=False, log_y=False):
        self.left, self.top, self.width, self.height = left, top, width, height
        self.x_range, self.y_range, self.log_x, self.log_y = x_range, y_range, log_x, log_y

    def x(self, values):
        """Return where values lie across, in pixels."""
        return self.left + self.width * _share(values, *self.x_range, self.log_x)

    def y(self, values):
        """Return where values lie down the picture, in pixels."""
        return self.top + self.height * (1 - _share(values, *self.y_range, self.log_y))

    def frame(self, title, x_label, y_label, x_ticks, y_ticks, grid=True):
        """Draw border, title, labels and ticks; ticks are (number, words) pairs."""
        bottom, middle = self.top + self.height, self.left + self.width / 2
        parts = [
            text(middle, self.top - 9, title, "middle", 16, weight="bold"),
            text(middle, bottom + 37, x_label, "middle"),
            text(self.left - 44, self.top + self.height / 2, y_label, "middle", turn=-90),
        ]
        for value, words in x_ticks:
            at = self.x(value)
            if grid:
                parts.append(segment(at, self.top, at, bottom, "#e4e4e4"))
            parts.append(segment(at, bottom, at, bottom + 4))
            parts.append(text(at, bottom + 19, words, "middle"))
        for value, words in y_ticks:
            at = self.y(value)
            if grid:
                parts.append(segment(self.left, at, self.left + self.width, at, "#e4e4e4"))
            parts.append(segment(self.left - 4, at, self.left, at))
            parts.append(text(self.left - 6, at + 5, words, "end"))
        parts.append(
            f'<rect x="{self.left}" y="{self.top}" width="{self.width}" height="{self.height}" '
            f'fill="none" stroke="{INK}"/>'
        )
        return "".join(parts)

    def inside(self, *parts):
        """Clip parts to the rectangle."""
        box = f"{self.left} {self.top} {self.width} {self.height}"
        x, y, width, height = box.split()
        return (
            f'<svg x="{x}" y="{y}" width="{width}" height="{height}" viewBox="{box}">'
            f"{''.join(parts)}</svg>"
        )

    def line(self, xs, ys, color, width=2, dash=""):
        """Draw a line through points."""
        return (
            f'<path d="M{self._places(xs, ys, "L")}" fill="none" stroke="{color}" '
            f'stroke-width="{width}" stroke-dasharray="{dash}" stroke-linejoin="round"/>'
        )

    def dots(self, xs, ys, color, size=4, round_=True):
        """Draw a dot at each point: round, or square as a second cue beside the colour."""
        if len(xs) == 0:
            return ""
        # Not quite without a length: of a point with square ends a PDF shows nothing.
        places = self._places(xs, ys, "h.01M")
        return (
            f'<path d="M{places}h.01" stroke="{color}" stroke-width="{size}" '
            f'stroke-linecap="{"round" if round_ else "square"}"/>'
        )

    def colours(self, values):
        """Fill the rectangle with a raster of probabilities, bottom row first: blue 0, orange 1."""
        x, y = self.left, self.top
        return (
            f'<image x="{x}" y="{y}" width="{self.width}" height="{self.height}" '
            f'preserveAspectRatio="none" href="{png(values)}"/>'
        )

    def _places(self, xs, ys, between):
        pixels = np.column_stack([self.x(np.asarray(xs, float)), self.y(np.asarray(ys, float))])
        # One long format is filled in half the time that many short ones take.
        return between.join(["{:.1f} {:.1f}"] * len(pixels)).format(*pixels.ravel().tolist())


def _pixels(value):
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _share(values, low, high, log):
    """Return how far values lie between low and high; on a log scale, never below low."""
    if log:
        values, low, high = np.log10(np.maximum(values, low)), np.log10(low), np.log10(high)
    return (values - low) / (high - low)


def _palette():
    """Return 256 soft colours from blue over white to orange, as PNG wants them."""
    stops = np.array([[122, 178, 218], [255, 255, 255], [240, 168, 122]])
    at = np.linspace(0, 2, 256)
    return np.stack([np.interp(at, range(3), stops[:, k]) for k in range(3)], 1).astype(np.uint8)


PALETTE = _palette().tobytes()


def png(values):
    """Return a raster of probabilities, bottom row first, as a data address.

    What has overflowed and is no number gets the colour between the classes.
    """
    levels = np.clip(np.nan_to_num(values, nan=0.5) * 255, 0, 255).astype(np.uint8)
    height, width = levels.shape
    # Each row begins with the number of its filter, 0 for none: a picture this small needs none.
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = levels[::-1]
    packing = zlib.compressobj(1, memLevel=9)
    file = (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
        + _chunk(b"PLTE", PALETTE)
        + _chunk(b"IDAT", packing.compress(rows.tobytes()) + packing.flush())
        + _chunk(b"IEND", b"")
    )
    return "data:image/png;base64," + base64.b64encode(file).decode()


def _chunk(kind, data):
    """Return one of the parts of which a PNG file consists."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
