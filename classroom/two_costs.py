"""A picture for panels: the cost of what is learned from, and of what is not, against epochs."""

from typing import NamedTuple

import numpy as np

from classroom import svg
from classroom.svg import GREY
from classroom.words import counted

COSTS, TICKS = (0.01, 10), (0.01, 0.03, 0.1, 0.3, 1, 3, 10)


class Curve(NamedTuple):
    """One part's costs, how they are drawn, and what the legend says.

    Attributes
    ----------
    costs : array, shape (seeds, k)
    colour, dash : str
    name, more : str
        The legend's two lines.
    """

    costs: np.ndarray
    colour: str
    dash: str
    name: str
    more: str


def two_costs(alt, head, title, epoch, curves, level, lowest, costs=COSTS):
    """Draw both parts' costs, thin for each seed and thick for their median.

    Parameters
    ----------
    alt : str
        What the picture shows, in words.
    head, title : str
    epoch : array, shape (k,)
    curves : list of Curve
        The last one is the part that is not learned from.
    level : (cost, name, more)
        Of always the same answer, there.
    lowest : (epoch, cost)
        Of the last curve's median.
    costs : pair of float
        At the lower and the upper edge.
    """
    ax = svg.Axes(70, 60, 530, 222, (0.7, epoch[-1]), costs, log_x=True, log_y=True)
    across = np.maximum(epoch, 0.7)
    parts = [ax.line([0.7, epoch[-1]], [level[0]] * 2, GREY, 1.5, "2 4")]
    for curve in curves:
        rows = np.clip(curve.costs, costs[0] / 2, costs[1] * 2)
        parts += [ax.line(across, row, curve.colour, 0.8, curve.dash) for row in rows]
        parts.append(ax.line(across, np.median(rows, axis=0), curve.colour, 3.5, curve.dash))
    at, cost = lowest
    colour = curves[-1].colour
    parts.append(ax.dots([max(at, 0.7)], [np.clip(cost, *costs)], colour, 11, round_=False))
    frame = ax.frame(
        title,
        "epochs, log scale",
        "cost (nats), log scale",
        [(0.7, "0"), *((v, f"{v}") for v in (1, 3, 10, 30, 100, epoch[-1]))],
        [(v, f"{v:g}") for v in TICKS if costs[0] <= v <= costs[1]],
    )
    head = svg.text(70, 24, head)
    return svg.picture(
        900, 334, alt, head, frame, ax.inside(*parts), _legend(curves, level, lowest)
    )


def _legend(curves, level, lowest):
    """Write beside the curves what they are."""
    lines = [(curve.colour, 3.5, *curve[2:]) for curve in curves]
    lines.append((GREY, 1.5, "2 4", *level[1:]))
    parts = [
        svg.rectangle(644, 220, 11, 11, fill=curves[-1].colour),
        svg.text(678, 230, f"lowest: {lowest[1]:.2f}", weight="bold"),
        svg.text(678, 250, f"after {counted(lowest[0], 'epoch')}"),
        svg.text(630, 282, "thin: each seed, thick: their median"),
    ]
    for k, (colour, width, dash, name, more) in enumerate(lines):
        y = 76 + 50 * k
        parts.append(svg.segment(630, y - 5, 668, y - 5, colour, width, dash))
        parts.append(svg.text(678, y, name, weight="bold"))
        parts.append(svg.text(678, y + 20, more))
    return "".join(parts)
