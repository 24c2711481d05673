"""Notebook 02: the activations and their slopes, and the boundaries they make possible."""

from itertools import cycle

import numpy as np
from contourpy import contour_generator

from classroom import svg
from classroom.lessons.activations.experiments import NO_BEND, activation_curve
from classroom.pictures import LN2, LOOKS, class_colours, new_figure, short
from classroom.plane import MOONS_X, MOONS_Y, middles, region
from classroom.svg import BLUE, GREY, INK, OLIVE, ORANGE, TRAINING
from nnlib.activations import ACTIVATIONS
from nnlib.loss import get_accuracy_value

DRAWN_Z, MOST_A = (-6, 6), 3


def activation_curves(names=None):
    """Draw activations, and beside each its slope; a mark stands at Z = 0.

    `names` are those of the table to be drawn, all of them if not given.
    """
    fig, axes = new_figure(8.6, 3.3, columns=2)
    names = list(names or ACTIVATIONS)
    for name, (colour, dashes, marker) in zip(names, cycle(LOOKS), strict=False):
        curve = activation_curve(name, *DRAWN_Z)
        middle = curve["z"].size // 2
        for ax, what in zip(axes, ("A", "slope"), strict=True):
            ax.plot(
                curve["z"], curve[what], dashes, color=colour, marker=marker, markevery=[middle]
            )
            ax.lines[-1].set(linewidth=2, label=name)
    axes[0].set(ylabel="A", title="The activation: A = g(Z)")
    axes[0].set_ylim(top=MOST_A)
    axes[1].set(ylabel="slope of A against Z", title="Its slope: g′(Z)")
    for ax in axes:
        ax.set_xlabel("Z")
        ax.grid(color="#e4e4e4")
        ax.legend(fontsize=11)
    fig.alt = _curves_words(names)
    return fig


def _curves_words(names):
    words = [
        f"On the left, each activation for Z from {DRAWN_Z[0]} to {DRAWN_Z[1]}, drawn as far up as "
        f"A = {MOST_A}; on the right, its slope."
    ]
    for name in names:
        curve = activation_curve(name, *DRAWN_Z)
        A, slope, middle = curve["A"], curve["slope"], curve["z"].size // 2
        words.append(
            f"{name}: A goes from {A[0]:.4g} through {A[middle]:.4g} at Z = 0 to {A[-1]:.4g}, and "
            f"the slope goes from {slope[0]:.2g} through {slope[middle]:.2g} to {slope[-1]:.2g}."
        )
    return " ".join(words)


def _colour(name):
    """Return the colour in which an activation's curve is drawn; grey for no bend at all."""
    looks = dict(zip(ACTIVATIONS, cycle(LOOKS), strict=False))
    return looks[name][0] if name in looks else GREY


def boundaries(predictions, split):
    """Draw, side by side, what networks answer over the plane, with the training points.

    `predictions` maps a title to a function from X, shape (2, m), to Y_hat, shape (1, m).
    """
    fig, axes = new_figure(8.6, 3.3, columns=len(predictions), sharey=True)
    for ax, (title, predict) in zip(np.ravel(axes), predictions.items(), strict=True):
        answers = region(predict, squares=(180, 120))
        extent = (*MOONS_X, *MOONS_Y)
        options = {"extent": extent, "origin": "lower", "aspect": "auto", "cmap": class_colours()}
        ax.imshow(answers, vmin=0, vmax=1, **options)
        for value, colour, marker in [(0, BLUE, "o"), (1, ORANGE, "s")]:
            points = split.X_train[:, split.Y_train[0] == value]
            ax.scatter(*points, s=5, color=colour, marker=marker, label=f"class {value}")
        x, y = middles(*MOONS_X, answers.shape[1]), middles(*MOONS_Y, answers.shape[0])
        ax.contour(x, y, answers, [0.5], colors=INK, linewidths=2.5)
        ax.set(xlim=MOONS_X, ylim=MOONS_Y, xlabel="first feature", title=title)
    np.ravel(axes)[0].set_ylabel("second feature")
    np.ravel(axes)[0].legend(loc="lower left", fontsize=10, markerscale=2.5)
    shares = [
        f"{title}, {get_accuracy_value(predict(split.X_train), split.Y_train):.1%} right"
        for title, predict in predictions.items()
    ]
    fig.alt = (
        "The moons with the answers of several networks side by side, and the line where "
        f"each answers 0.5. From left to right: {'; '.join(shares)}."
    )
    return fig


def slope_words(numbers):
    """Say in sentences what the slope panel shows."""
    name, z, h = numbers["name"], numbers["z"], numbers["h"]
    formula, measured = numbers["formula"], numbers["measured"]
    gap = abs(formula - measured)
    words = (
        f"At Z = {z:g} the slope of {name} is {formula:.4f} by the formula, and {measured:.4f} "
        f"measured with the step h = {h:.2g}; they differ by {gap:.2g}."
    )
    if numbers["corner"]:
        return words + f" A corner has no slope, and the formula takes {formula:g}."
    # Judged by the digits that are shown, unless only a rounded last one differs.
    if round(formula, 4) == round(measured, 4) or gap < 1e-5:
        return words + " They agree."
    if h < 1e-8:
        return words + " So small a step drowns in the computer's rounding."
    return words + " The step is so wide that the curve bends between its two ends."


def slope_picture(numbers):
    """Draw the slope panel: the curve with tangent and secant, and the slope at every place."""
    parts = [
        _curve_with_lines(numbers),
        _slope_at_every_place(numbers),
        svg.segment(60, 313, 92, 313, OLIVE, 3, "9 4"),
        svg.text(98, 318, "●", color=OLIVE),
        svg.text(116, 318, "slope by the formula (tangent)"),
        svg.segment(390, 313, 422, 313, INK, 3, "3 3"),
        svg.text(428, 318, "■ slope as measured (line through the two squares)"),
    ]
    return svg.picture(900, 330, slope_words(numbers), *parts)


def _curve_with_lines(numbers):
    curve, z = numbers["curve"], np.array([numbers["curve"]["z"][0], numbers["curve"]["z"][-1]])
    low, high = curve["A"].min(), curve["A"].max()
    room = 0.2 * (high - low)
    ax = svg.Axes(60, 40, 400, 206, z, (low - room, high + room))
    at, (around, ends) = [numbers["z"]], numbers["around"]
    tangent = numbers["value"] + numbers["formula"] * (z - numbers["z"])
    secant = ends.mean() + numbers["measured"] * (z - numbers["z"])
    return ax.frame(
        f"{numbers['name']} at Z = {numbers['z']:g}",
        "Z",
        "A",
        _every_four(z),
        [(v, f"{v:.3g}") for v in (round(low, 2), round((low + high) / 2, 2), round(high, 2))],
    ) + ax.inside(
        ax.line(curve["z"], curve["A"], _colour(numbers["name"]), 3),
        ax.line(z, secant, INK, 2.5, "3 3"),
        ax.line(z, tangent, OLIVE, 2.5, "9 4"),
        ax.dots(around, ends, INK, 11, round_=False),
        ax.dots(at, [numbers["value"]], OLIVE, 11),
    )


def _slope_at_every_place(numbers):
    curve, z = numbers["curve"], numbers["z"]
    low, high = np.nanmin(curve["slope"]), np.nanmax(curve["slope"])
    room = 0.2 * (high - low)
    ax = svg.Axes(560, 40, 320, 206, (curve["z"][0], curve["z"][-1]), (low - room, high + room))
    whole = np.isfinite(curve["slope"])
    gaps = np.flatnonzero(~whole)
    pieces = [piece for piece in np.split(np.arange(whole.size), gaps) if whole[piece].any()]
    lines = []
    for piece in pieces:
        kept = piece[whole[piece]]
        lines.append(ax.line(curve["z"][kept], curve["slope"][kept], OLIVE, 2.5, "9 4"))
    return ax.frame(
        f"The slope at every Z, with h = {numbers['h']:.2g}",
        "Z",
        "slope",
        _every_four(ax.x_range),
        [(v, f"{v:.3g}") for v in (round(low, 2), round(high, 2))],
    ) + ax.inside(
        svg.segment(float(ax.x(z)), ax.top, float(ax.x(z)), ax.top + ax.height, GREY, 1),
        ax.line(curve["z"], numbers["measured_curve"], INK, 2.5, "3 3"),
        *lines,
        ax.dots([z], [numbers["measured"]], INK, 11, round_=False),
        ax.dots([z], [numbers["formula"]], OLIVE, 11),
    )


def _every_four(ends):
    return [(v, v) for v in range(int(ends[0]), int(ends[1]) + 1, 4)]


def bend_words(numbers):
    """Say in sentences what the bend panel shows."""
    name, rate = numbers["activation"], numbers["learning_rate"]
    if numbers["stopped"]:
        return numbers["stopped"] + " The picture shows the network just before."
    sizes = "-".join(map(str, numbers["sizes"]))
    if name == NO_BEND:
        network = f"Without a bend, the network {sizes} can do no more than 2-1: its single unit"
    else:
        network = f"The network {sizes} with {name}"
    words = (
        f"{network} gets {numbers['accuracy']:.1%} of the points right after {numbers['steps']} "
        f"steps at learning rate {short(rate)}, and the cost is {numbers['costs'][-1]:.3f}."
    )
    if len(np.unique(numbers["region"] > 0.5)) == 1:
        words += " The whole plane gets one class, so there is no line to draw."
    if numbers["dead"]:
        words += (
            f" Of the {numbers['hidden']} hidden units, {numbers['dead']} give 0 for every point."
        )
    return words


def bend_picture(numbers):
    """Draw the bend panel: the plane with the boundary and the folds, the bend, and the cost."""
    parts = [
        _bent_plane(numbers),
        _one_bend(numbers["activation"]),
        _bend_costs(numbers["costs"]),
    ]
    return svg.picture(900, 324, bend_words(numbers), *parts)


def _bent_plane(numbers):
    answers, split = numbers["region"], numbers["split"]
    sizes = "-".join(map(str, numbers["sizes"]))
    equals = "  =  2-1" if numbers["activation"] == NO_BEND else ""
    key = "thick line: Y_hat = 0.5" + ("; dashed: Z1 = 0" if numbers["folds"] else "")
    ax = svg.Axes(58, 30, 380, 224, MOONS_X, MOONS_Y)
    parts = [ax.colours(answers)]
    for value, colour in [(0, BLUE), (1, ORANGE)]:
        parts.append(ax.dots(*split.X_train[:, split.Y_train[0] == value], colour, 5, value == 0))
    for xs, ys in numbers["folds"]:
        parts.append(ax.line(xs, ys, GREY, 1.5, "6 4"))
    x, y = middles(*MOONS_X, answers.shape[1]), middles(*MOONS_Y, answers.shape[0])
    for line in contour_generator(x, y, answers).lines(0.5):
        parts.append(ax.line(*line.T, INK, 3))
    ticks = [(k, k) for k in (-1, 0, 1, 2)]
    return (
        ax.inside(*parts)
        + ax.frame(
            f"{sizes}{equals}, {numbers['activation']}: {numbers['accuracy']:.1%} right",
            "first feature  (● class 0, ■ class 1)",
            "second feature",
            ticks,
            ticks[:3],
            grid=False,
        )
        + svg.text(ax.left + ax.width / 2, 311, key, "middle")
    )


def _one_bend(name):
    z = np.linspace(-4, 4, 161)
    A = z if name == NO_BEND else ACTIVATIONS[name][0](z)
    ax = svg.Axes(508, 30, 150, 224, (-4, 4), (-4.4, 4.4))
    ticks = [(v, v) for v in (-4, 0, 4)]
    title = "No bend" if name == NO_BEND else f"The bend: {name}"
    return ax.frame(title, "Z", "A", ticks, ticks) + ax.inside(ax.line(z, A, _colour(name), 3))


def _bend_costs(costs):
    ax = svg.Axes(732, 30, 150, 224, (0, 150), (0.05, 10), log_y=True)
    ticks = [(v, f"{v:g}") for v in (0.1, 1, 10)]
    return (
        ax.frame("Cost", "steps", "log scale", [(0, 0), (75, 75), (150, 150)], ticks)
        + ax.inside(
            ax.line([0, 150], [LN2, LN2], GREY, 1), ax.line(range(len(costs)), costs, TRAINING, 2)
        )
        + svg.text(880, ax.y(LN2) - 5, "ln 2", "end", color=GREY)
    )
