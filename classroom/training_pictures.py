"""Pictures of training that several lessons show: its four beats, its cost, the article's run."""

import numpy as np

from classroom import svg
from classroom.pictures import COST_TICKS, LN2, LOOKS, new_figure
from classroom.svg import GREY, INK, TRAINING

SHADE = "#e8e8e8"  # no class: what is filled in is only pointed out


def training_loop(here="all"):
    """Draw the four beats of training and the way back, with the one named `here` filled in.

    `here` is "forward", "cost", "backward", "update" or "all".
    """
    width, height = 830, 210
    beats = [
        ("forward", "forward pass", "full_forward_propagation", "notebooks 02, 03"),
        ("cost", "cost", "get_cost_value", "notebook 04"),
        ("backward", "backward pass", "full_backward_propagation", "notebook 05"),
        ("update", "update", "update", "notebook 06"),
    ]
    box, gap, top = 184, 18, 40
    parts = [svg.text(20, 24, "One epoch", size=14, weight="bold")]
    for k, (name, words, function, room) in enumerate(beats):
        left = 20 + k * (box + gap)
        filled = here in (name, "all")
        look = {"stroke_width": 2 if filled else 1, "fill": SHADE if filled else "white"}
        parts.append(svg.rectangle(left, top, box, 84, rx=8, stroke=INK, **look))
        middle = left + box / 2
        parts.append(svg.text(middle, top + 28, words, "middle", weight="bold"))
        parts.append(svg.text(middle, top + 50, function, "middle", 12))
        parts.append(svg.text(middle, top + 70, room, "middle", 12))
        if k < 3:
            parts.append(svg.arrow((left + box, top + 42), (left + box + gap, top + 42)))
    right, bottom = 20 + 3 * (box + gap) + box / 2, top + 84
    parts.append(svg.segment(right, bottom, right, bottom + 36, width=2))
    parts.append(svg.segment(right, bottom + 36, 20 + box / 2, bottom + 36, width=2))
    parts.append(svg.arrow((20 + box / 2, bottom + 36), (20 + box / 2, bottom)))
    words = "again, with the new W and b: once for each epoch"
    parts.append(svg.text(width / 2, bottom + 56, words, "middle", 13))
    alt = "The four beats of training: forward pass, cost, backward pass, update, and again."
    if here != "all":
        alt += f" Filled in: {dict(beat[:2] for beat in beats)[here]}."
    return svg.picture(width, height, alt, *parts)


def cost_curves(histories, x_label="epoch", title="", straight_line=None):
    """Draw cost histories on a log scale, each with its own colour, dashes and marker.

    Parameters
    ----------
    histories : dict
        From a name to its costs, one per epoch.
    x_label, title : str
    straight_line : float, optional
        The cost of the best straight line on the same data: drawn as a second level beside ln 2,
        the cost of guessing.
    """
    fig, ax = new_figure(6.4, 2.9)
    for (name, costs), (colour, dashes, marker) in zip(histories.items(), LOOKS, strict=False):
        every = max(1, len(costs) // 8)
        ax.plot(costs, dashes, color=colour, marker=marker, markevery=every, label=name)
    draw_levels(ax, straight_line)
    ax.set(xlabel=x_label, ylabel="cost (nats)", title=title)
    cost_axis(ax)
    ax.legend(fontsize=9)
    ways = "; ".join(
        f"{name}: from {costs[0]:.3g} to {costs[-1]:.3g}" for name, costs in histories.items()
    )
    fig.alt = f"Cost curves against the {x_label}, on a log scale. {ways}."
    return fig


def draw_levels(ax, straight_line=None):
    """Draw the cost of guessing, ln 2, and where it is given that of the best straight line."""
    levels = {" guessing: ln 2": LN2}
    if straight_line is not None:
        levels[f" straight line: {straight_line:.3f}"] = straight_line
    place = {"xycoords": ("axes fraction", "data"), "annotation_clip": False}
    for words, level in levels.items():
        # Above the curves, so that it is seen where a curve lies on it.
        ax.axhline(level, color=GREY, linewidth=1, linestyle=(0, (6, 4)), zorder=3)
        ax.annotate(words, (1, level), va="center", color=GREY, fontsize=9, **place)


def cost_axis(ax):
    """Give the axis of the cost its log scale, with ticks such as 0.05, 0.1, 0.2."""
    ax.set_yscale("log")
    low, high = ax.get_ylim()
    ticks = [tick for tick in COST_TICKS if low <= tick <= high]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_yticks([], minor=True)


def published_run_picture(record, straight_line=None):
    """Draw the article's 10,000 epochs: cost on the left, accuracy on the right, plateau shaded.

    `straight_line` is as for `cost_curves`.
    """
    fig, axes = new_figure(8.6, 3.1, columns=2)
    axes[0].plot(record["epochs"], record["cost"], color=TRAINING, linewidth=2)
    axes[0].set(ylabel="cost (nats)", ylim=(0, 0.75), title="cost")
    if straight_line is not None:
        draw_levels(axes[0], straight_line)
    axes[1].plot(record["epochs"], 100 * record["accuracy"], color=TRAINING, linewidth=2)
    axes[1].set(ylabel="training accuracy (%)", ylim=(45, 100), title="accuracy")
    leaves = record["epochs"][np.argmax(record["accuracy"] > 0.6)]
    for ax in axes:
        ax.axvspan(0, leaves, color="#dddddd", zorder=0)
        ax.text(
            leaves / 2, np.mean(ax.get_ylim()), "plateau", rotation=90, ha="center", va="center"
        )
        ax.set_xlabel("epoch")
    cost, accuracy = record["cost"], record["accuracy"]
    fig.alt = (
        f"Cost and accuracy over {record['epochs'][-1] + 1:,} epochs. Up to epoch {leaves:,}, "
        f"which is shaded, the cost stays near {cost[0]:.2f}, and the accuracy begins at "
        f"{accuracy[0]:.0%}. At the end they are {cost[-1]:.2f} and {accuracy[-1]:.0%}."
    )
    if straight_line is not None:
        near = record["epochs"][np.abs(cost / straight_line - 1) < 0.1]
        fig.alt += (
            f" From epoch {near[0]:,} to {near[-1]:,} the cost is near {straight_line:.3f}, that "
            "of the best straight line."
        )
    return fig
