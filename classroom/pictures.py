"""What all pictures share: how they get into a notebook, colours, axes."""

import base64
import io
from functools import cache
from html import escape

import numpy as np
from IPython.display import display

from classroom.svg import GREY, OLIVE, ROSE, VIOLET

LN2 = np.log(2)
COST_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
# One look for each line of a figure: colour and, as a second cue, dashes and a marker.
LOOKS = [(VIOLET, "-", "o"), (ROSE, "--", "s"), (OLIVE, "-.", "^"), (GREY, ":", "D")]


# matplotlib is imported by what draws with it: half a second here, five in the browser, and panels
# do without.


@cache
def class_colours():
    """Return matplotlib's map from the answer 0, blue, over white to the answer 1, orange."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("classes", ["#7ab2da", "white", "#f0a87a"])


def short(number):
    """Write a number, such as a learning rate, with two digits, and never as 1e+02."""
    return f"{float(f'{number:.2g}'):g}"


def show(fig, alt=None):
    """Put a picture into the notebook, with its alternative text.

    Parameters
    ----------
    fig : matplotlib Figure or svg.Picture
    alt : str, optional for an svg.Picture, which has its own
        What is to be seen, in words and numbers: read aloud by screen readers, shown where the
        picture cannot be.
    """
    alt = alt or getattr(fig, "alt", None)
    display({"text/html": still(fig, alt), "text/plain": f"[picture: {alt}]"}, raw=True)


def still(fig, alt):
    """Return a picture as an `<img>` tag that needs nothing else: no file, no script."""
    if not alt or not alt.strip():
        raise ValueError("alt is empty, expected a sentence that says what the picture shows")
    if isinstance(fig, str):
        # Base64, in an <img>, is the one form of SVG that is known to show in GitHub's view, too.
        address = "data:image/svg+xml;base64," + base64.b64encode(fig.encode()).decode()
        size = ""
    else:
        file = io.BytesIO()
        fig.savefig(file, format="png", dpi=120)
        address = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
        width, height = fig.get_size_inches() * 96
        size = f'width="{width:.0f}" height="{height:.0f}" '
    return (
        f'<img alt="{escape(alt)}" class="nnlib-still" {size}'
        f'style="max-width:100%;height:auto;background:white" src="{address}">'
    )


def new_figure(width, height, columns=1, rows=1, **options):
    """Return a figure and its axes, outside of pyplot's global state."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(width, height), layout="constrained")
    axes = fig.subplots(rows, columns, **options)
    for ax in np.ravel(axes):
        ax.spines[["top", "right"]].set_visible(False)
    return fig, axes
