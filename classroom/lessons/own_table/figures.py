"""Notebook 11: beaks in the plane, costs to choose by, and the costs of many splits."""

import numpy as np
from contourpy import contour_generator

from classroom import svg
from classroom.lessons.own_table.experiments import BEAK_X, BEAK_Y
from classroom.pictures import LOOKS, new_figure, short
from classroom.plane import middles
from classroom.svg import CLASS_0, CLASS_1, INK, TRAINING, VIOLET
from classroom.two_costs import Curve, two_costs
from classroom.words import counted


def _hidden(units, layers=1):
    """Name the hidden layers in words."""
    if not units or not layers:
        return "no hidden layer"
    return f"{layers} hidden layers of {units}" if layers > 1 else counted(units, "hidden unit")


def beak_words(numbers):
    """Say in sentences what the panel of beaks shows."""
    learn, choose = numbers["rows"]
    words = (
        f"With {_hidden(numbers['units'])}, rate {short(numbers['learning_rate'])}, "
        f"{counted(numbers['epochs'], 'epoch')} and seed {numbers['seed']}, the network tells the "
        f"sex of {numbers['learn']} of the {learn} penguins that it learned from "
        f"({numbers['learn'] / learn:.0%}), and of {numbers['choose']} of {choose} others "
        f"({numbers['choose'] / choose:.0%})."
    )
    if numbers["stopped"]:
        words = f"{numbers['stopped']} There: {words}"
    if not numbers["units"]:
        words += " The border is a straight line, and the seed changes nothing."
    return words


def beak_picture(numbers):
    """Draw the penguins' beaks in the plane, and what the network answers there."""
    ax = svg.Axes(70, 44, 530, 256, BEAK_X, BEAK_Y)
    answers = numbers["answers"]
    parts = [ax.colours(answers)]
    for male, colour in [(0, CLASS_0), (1, CLASS_1)]:
        parts.append(ax.dots(*numbers["beaks"][:, numbers["male"] == male], colour, 6, male == 0))
    x, y = middles(*BEAK_X, answers.shape[1]), middles(*BEAK_Y, answers.shape[0])
    for line in contour_generator(x, y, answers).lines(0.5):
        parts.append(ax.line(*line.T, INK, 2.5))
    frame = ax.frame(
        "",
        "length of the beak (mm)",
        "depth of the beak (mm)",
        [(k, k) for k in range(35, 61, 5)],
        [(k, k) for k in range(14, 23, 2)],
        grid=False,
    )
    head = (
        f"2-{numbers['units']}-1" if numbers["units"] else "2-1"
    ) + f" · rate {short(numbers['learning_rate'])} · {counted(numbers['epochs'], 'epoch')}"
    title = svg.text(70, 24, f"{head} · seed {numbers['seed']}")
    return svg.picture(
        900, 350, beak_words(numbers), title, ax.inside(*parts), frame, _beak_legend(numbers)
    )


def _beak_legend(numbers):
    """Write beside the plane what its signs mean, and how many answers are right."""
    parts = [
        svg.circle(648, 76, 6, fill=CLASS_0),
        svg.text(668, 81, "female", weight="bold"),
        svg.rectangle(642, 98, 12, 12, fill=CLASS_1),
        svg.text(668, 109, "male", weight="bold"),
        svg.segment(634, 133, 662, 133, INK, 2.5),
        svg.text(668, 138, "the network says 50 %"),
    ]
    rows = [
        ("right, of those it learned from", numbers["learn"], numbers["rows"][0]),
        ("right, of others", numbers["choose"], numbers["rows"][1]),
    ]
    for k, (words, right, m) in enumerate(rows):
        y = 196 + 68 * k
        parts.append(svg.text(634, y, words))
        parts.append(svg.text(634, y + 30, f"{right / m:.0%}", size=26, weight="bold"))
        parts.append(svg.text(706, y + 30, f"{right} of {m}"))
    return "".join(parts)


def choosing_words(numbers):
    """Say in sentences what the panel to choose by shows."""
    epoch, lowest = numbers["lowest"]
    learn, choose = numbers["ends"]
    words = (
        f"With {_hidden(numbers['units'], numbers['layers'])} and rate "
        f"{short(numbers['learning_rate'])}, the median cost of "
        f"{counted(len(numbers['learn']), 'seed')} on the {numbers['rows'][0]} rows to learn from "
        f"ends at {learn:.3f}. On the {numbers['rows'][1]} rows to choose by it is lowest after "
        f"{counted(epoch, 'epoch')}, {lowest:.3f}, and ends at {choose:.3f}; always the same "
        f"answer costs {numbers['same']:.3f} there. The test part has not been looked at."
    )
    if numbers["stopped"]:
        words = f"A run diverged: {numbers['stopped']} {words}"
    if not numbers["layers"]:
        words += " Without a hidden layer this is logistic regression, and the units set nothing."
    return words


def choosing_picture(numbers):
    """Draw the cost of the rows to learn from, and of those to choose by, against epochs."""
    sizes = [numbers["inputs"], *[numbers["units"]] * numbers["layers"], 1]
    return two_costs(
        choosing_words(numbers),
        f"{'-'.join(map(str, sizes))} · rate {short(numbers['learning_rate'])}",
        "Cost on the rows to learn from, and on the rows to choose by",
        numbers["epoch"],
        [
            Curve(numbers["learn"], TRAINING, "", "to learn from", f"{numbers['rows'][0]} rows"),
            Curve(numbers["choose"], VIOLET, "7 4", "to choose by", f"{numbers['rows'][1]} rows"),
        ],
        (numbers["same"], "always the same", f"costs {numbers['same']:.2f} there"),
        numbers["lowest"],
        costs=(0.03, 3),
    )


def costs_of_splits(found):
    """Draw the test cost of each split, one row of dots for each way to forecast.

    Parameters
    ----------
    found : dict
        As `experiments.honest_test` returns it.

    Returns
    -------
    Figure
        Its `alt` says the medians and ranges in words.
    """
    fig, ax = new_figure(8.2, 0.9 + 0.55 * len(found))
    names = list(found)
    said = []
    for row, (name, (colour, _, marker)) in enumerate(zip(names, LOOKS[::-1], strict=True)):
        costs = found[name]["cost"]
        # A little up and down, so that dots do not hide each other.
        places = row + np.linspace(-0.2, 0.2, len(costs))
        ax.plot(costs, places, marker, color=colour, markersize=5, alpha=0.7)
        ax.plot([np.median(costs)] * 2, [row - 0.33, row + 0.33], color=INK, linewidth=2.5)
        said.append(f"{name} {np.median(costs):.3f} ({costs.min():.3f} to {costs.max():.3f})")
    ax.set(yticks=range(len(names)), yticklabels=names, xlabel="cost on the test part (nats)")
    ax.set(xlim=(0, None))
    ax.invert_yaxis()
    splits = counted(len(next(iter(found.values()))["cost"]), "split")
    fig.alt = (
        f"Costs on the test part of {splits}, a dot for each, a line at the median. Median and "
        f"range: {'; '.join(said)}."
    )
    return fig
