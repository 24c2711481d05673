"""Notebook 04: two landscapes, the cost of one prediction, the threshold, the spread of an
accuracy.
"""

import numpy as np

from classroom import svg
from classroom.lessons.loss.experiments import THRESHOLDS, slope_at, squared_error, surprise
from classroom.pictures import new_figure
from classroom.svg import BLUE, GREY, INK, ORANGE, ROSE, VIOLET


def landscape_words(numbers):
    """Say where one stands in the two landscapes, and how steep the ground is."""
    slope = f"{numbers['slope'] + 0.0:.2f}".replace("-", "−")
    words = (
        f"The last bias is shifted by {_signed(numbers['shift'])}. The network gets "
        f"{numbers['mistakes']} of {numbers['points']} points wrong, and the cost is "
        f"{numbers['cost']:.2f}. The slope of the ground is 0 on the left and {slope} on the right."
    )
    if numbers["seen"] == "only underfoot":
        words += " You see only the ground under your feet."
    return words


def landscape_picture(numbers):
    """Draw mistakes and cost over the shift of a bias, and where one stands in both."""
    walk, shift = numbers["walk"], numbers["shift"]
    left = svg.Axes(64, 34, 350, 208, (-6, 6), (0, 12))
    right = svg.Axes(526, 34, 350, 208, (-6, 6), (0, 3))
    # A staircase: level up to the middle between two neighbours, and up or down only there.
    middles = (walk["shift"][1:] + walk["shift"][:-1]) / 2
    stairs_x = np.concatenate([walk["shift"][:1], np.repeat(middles, 2), walk["shift"][-1:]])
    curves = {
        left: (stairs_x, np.repeat(walk["mistakes"], 2), VIOLET, numbers["mistakes"], 0),
        right: (walk["shift"], walk["cost"], ROSE, numbers["cost"], numbers["slope"]),
    }
    titles = {left: "Mistakes", right: "Cost"}
    units = {left: f"wrong, of {numbers['points']} points", right: "cost"}
    y_ticks = {left: range(0, 13, 2), right: (0, 1, 2, 3)}
    parts = []
    for ax, (xs, ys, colour, here, slope) in curves.items():
        x_ticks = [(v, _signed(v, 0)) for v in range(-6, 7, 2)]
        ticks = [(v, v) for v in y_ticks[ax]]
        parts.append(ax.frame(titles[ax], "shift of the last bias", units[ax], x_ticks, ticks))
        inside = [] if numbers["seen"] == "only underfoot" else [ax.line(xs, ys, colour, 3)]
        pixels = slope * (ax.height / ax.y_range[1]) / (ax.width / 12)
        half = 1.1 / np.hypot(1, pixels)  # a piece of ground that always looks equally long
        ground = np.array([-half, half])
        inside.append(ax.line(shift + ground, here + slope * ground, INK, 3))
        place = float(ax.x(shift)), float(ax.y(here))
        parts += [ax.inside(*inside), svg.circle(*place, 7, fill=INK)]
    return svg.picture(900, 286, landscape_words(numbers), *parts)


def _signed(value, decimals=1):
    return f"{value + 0.0:.{decimals}f}".replace("-", "−")


def two_costs():
    """Draw surprise and squared error over Z, for a label of 1, with their slopes at Z = -6."""
    fig, ax = new_figure(7.2, 3.1)
    Z = np.linspace(-8, 4, 241)
    looks = [("surprise", surprise, VIOLET, "-"), ("squared error", squared_error, ROSE, "--")]
    for name, cost, colour, dashes in looks:
        ax.plot(Z, cost(Z), dashes, color=colour, linewidth=2, label=name)
        ax.plot(-6, cost(-6.0), "o", color=INK)
        words, at = f"slope {slope_at(cost, -6.0):.3f}".replace("-", "−"), cost(-6.0)
        ax.annotate(words, (-6, at), xytext=(-5.7, at + 0.35))
    ax.set(xlabel="Z", ylabel="cost, if the label is 1", ylim=(0, 8))
    ax.legend(fontsize=10)
    slopes = [f"{slope_at(cost, -6.0):.3f}" for _, cost, _, _ in looks]
    fig.alt = (
        "Two costs over Z, from -8 to 4, for a label of 1. Surprise comes down from 8 in almost a "
        "straight line, bends around 0 and is nearly level at 4; at Z = -6 its slope is "
        f"{slopes[0]}. The squared error is nearly level at 1 on the left, at Z = -6 its slope is "
        f"{slopes[1]}; it falls around 0."
    )
    return fig


def spread_of_tests(tests, m=100):
    """Draw how often each number of right answers came up.

    `tests` maps a network's true accuracy to what `experiments.repeated_tests` returns; two fit.
    """
    fig, ax = new_figure(7.2, 3.1)
    looks = [(VIOLET, "", -0.2), (ROSE, "///", 0.2)]
    words = []
    for (accuracy, right), (colour, hatch, aside) in zip(tests.items(), looks, strict=True):
        numbers, times = np.unique(right, return_counts=True)
        face = "none" if hatch else colour
        look = {"facecolor": face, "edgecolor": colour, "hatch": hatch}
        ax.bar(numbers + aside, times, 0.38, label=f"true accuracy {accuracy:g}", **look)
        words.append(f"{accuracy:g} they reach from {right.min()} to {right.max()}")
    ax.set(xlabel=f"right answers among {m} test points", ylabel="tests, out of 1000")
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.legend(fontsize=10, loc="upper left")
    fig.alt = (
        f"Bars: how often each number of right answers among {m} test points came up. With a true "
        f"accuracy of {', and with '.join(words)}."
    )
    return fig


def prediction_words(numbers):
    """Say in a sentence what one prediction costs."""
    y_hat, label, given = numbers["prediction"], numbers["label"], numbers["given"]
    way, gain = "up" if label == 1 else "down", abs(numbers["slope"]) / 1000
    given_words = "" if label == 1 else f", which gives the label 0 a probability of {given:.2f},"
    return (
        f"The network says {y_hat:.2f}{given_words} and the label is {label}: the cost is "
        f"-log({given:.2f}) = {numbers['cost']:.3f}. The slope there is {numbers['slope']:.2f}: "
        f"push Y_hat {way} by 0.001, and the cost falls by about {gain:.3f}."
    )


def prediction_picture(numbers):
    """Draw the cost over Y_hat for both labels, with one prediction and the slope at it."""
    y_hat, cost, slope = numbers["prediction"], numbers["cost"], numbers["slope"]
    ax = svg.Axes(60, 36, 480, 236, (0, 1), (0, 5))
    at = np.linspace(0.005, 0.995, 199)
    chosen = numbers["label"]
    half = 0.5 / np.hypot(1, slope * 480 / (5 * 236))  # a tangent that always looks equally long
    ends = np.array([-half, half]) * 0.4
    place = float(ax.x(y_hat)), float(ax.y(cost))
    parts = [
        ax.line(at, -np.log(at), ORANGE, 4 if chosen == 1 else 1.5),
        ax.line(at, -np.log(1 - at), BLUE, 4 if chosen == 0 else 1.5, "7 4"),
        svg.segment(place[0], place[1], place[0], ax.top + ax.height, GREY, 1, "3 3"),
        ax.line(y_hat + ends, cost + slope * ends, INK, 2.5),
    ]
    # Not clipped, for at the ends half of it lies outside.
    point = svg.circle(*place, 7, fill=INK)
    frame = ax.frame(
        "What one prediction costs",
        "Y_hat, the probability of class 1",
        "cost (nats)",
        [(v, f"{v:g}") for v in (0, 0.25, 0.5, 0.75, 1)],
        [(v, v) for v in range(6)],
    )
    parts = [frame, ax.inside(*parts), point, _prediction_sum(numbers)]
    return svg.picture(900, 320, prediction_words(numbers), *parts)


def _prediction_sum(numbers):
    """Write the arithmetic beside the curves, with the two lines' names."""
    given, slope = numbers["given"], numbers["slope"]
    sign = "-" if numbers["label"] == 1 else ""
    lines = [
        ("probability given to the true label", f"p = {given:.2f}"),
        ("cost, or surprise", f"-log({given:.2f}) = {numbers['cost']:.3f}"),
        ("slope of the straight line", f"{sign}1 / {given:.2f} = {slope:.2f}"),
    ]
    parts = []
    for k, (colour, dash, words) in enumerate([(ORANGE, "", "label 1"), (BLUE, "7 4", "label 0")]):
        y = 62 + 26 * k
        width = 4 if numbers["label"] == 1 - k else 1.5
        parts.append(svg.segment(580, y - 4, 616, y - 4, colour, width, dash))
        parts.append(svg.text(626, y, words))
    for k, (words, value) in enumerate(lines):
        parts.append(svg.text(580, 138 + 56 * k, words, color="#555555"))
        parts.append(svg.text(580, 160 + 56 * k, value, size=17, weight="bold"))
    return "".join(parts)


def threshold_words(numbers):
    """Say in sentences what the threshold panel shows."""
    table = numbers["table"]
    points, right = table.sum(), np.trace(table)
    words = (
        f"With the threshold at {numbers['threshold']:.2f}, {right} of {points} points get the "
        f"right class, an accuracy of {numbers['accuracy']:.1%}; {table[1, 0]} of class 1 are "
        f"called 0, and {table[0, 1]} of class 0 are called 1. The cost is {numbers['cost']:.3f}, "
        "whatever the threshold: it looks at Y_hat itself."
    )
    if (numbers["histogram"].sum(axis=0) > 0).sum() == 1:
        words += " All answers lie within one twentieth of each other."
    if numbers["layers"] == 0:
        words += " Without a hidden layer there are no units to set."
    if numbers["stopped"]:
        words = numbers["stopped"] + " Before that: " + words
    return words


def threshold_picture(numbers):
    """Draw the threshold panel: predictions of both classes, the cut, accuracy, cost, counts."""
    layers, units = numbers["layers"], numbers["units"]
    sizes = "-".join(map(str, [2, *[units] * layers, 1]))
    right, points = np.trace(numbers["table"]), numbers["table"].sum()
    rate = np.format_float_positional(
        numbers["learning_rate"], precision=2, fractional=False, trim="-"
    )
    head = (
        f"{sizes} · rate {rate} · {numbers['steps']} steps · threshold {numbers['threshold']:.2f}"
    )
    parts = [
        svg.text(56, 20, f"{right} of {points} right", size=17, weight="bold"),
        svg.text(220, 20, head),
        _threshold_bars(numbers),
        _threshold_curves(numbers),
        _threshold_table(numbers["table"]),
    ]
    return svg.picture(800, 336, threshold_words(numbers), *parts)


def _looks(value, right):
    """Return how bars and boxes of a class look: full where it was called right, else faint."""
    colour = ORANGE if value == 1 else BLUE
    return {"fill": colour, "fill_opacity": 1 if right else 0.15, "stroke": colour}


def _threshold_bars(numbers):
    histogram, threshold = numbers["histogram"], numbers["threshold"]
    most = next(top for top in (100, 200, 300, 500) if histogram.max() <= top)
    ax = svg.Axes(60, 52, 286, 238, (0, 1), (-1.05 * most, 1.05 * most))
    zero, width = float(ax.y(0)), ax.width / 20
    parts = []
    for value, right in [(0, False), (0, True), (1, False), (1, True)]:
        # Bars left of the threshold are called 0.
        called = np.append(THRESHOLDS, 1) > threshold
        bars = [
            (k, abs(float(ax.y(times)) - zero))
            for k, times in enumerate(histogram[value])
            if times and (called[k] == value) == right
        ]
        places = "".join(
            f"M{ax.left + k * width + 1:.1f} {zero:.1f}h{width - 2:.1f}"
            f"v{-tall if value else tall:.1f}h{2 - width:.1f}z"
            for k, tall in bars
        )
        if places:
            parts.append(svg.path(places, **_looks(value, right)))
    at = float(ax.x(threshold))
    parts.append(svg.segment(ax.left, zero, ax.left + ax.width, zero))
    parts.append(svg.segment(at, ax.top, at, ax.top + ax.height, INK, 3, "8 4"))
    ticks = [(k * most / 2, f"{abs(k) * most // 2}") for k in (-2, -1, 0, 1, 2)]
    return ax.frame(
        "The predictions, and the threshold",
        "Y_hat: above the threshold, called 1",
        "points: class 0 down, class 1 up",
        [(v, f"{v:g}") for v in (0, 0.25, 0.5, 0.75, 1)],
        ticks,
    ) + ax.inside(*parts)


def _threshold_curves(numbers):
    top = svg.Axes(412, 52, 180, 90, (0, 1), (0, 100))
    bottom = svg.Axes(412, 200, 180, 90, (0, 1), (0.01, 40), log_y=True)
    cost, threshold = numbers["cost"], numbers["threshold"]
    percent = 100 * numbers["accuracies"]
    x_ticks = [(v, f"{v:g}") for v in (0, 0.5, 1)]
    return "".join(
        [
            top.frame(
                f"Accuracy {numbers['accuracy']:.1%}",
                "",
                "%",
                x_ticks,
                [(v, v) for v in (0, 50, 100)],
            ),
            top.inside(
                top.line(THRESHOLDS, percent, GREY),
                top.dots([threshold], [100 * numbers["accuracy"]], INK, 12),
            ),
            bottom.frame(
                f"Cost {cost:.3f}",
                "threshold",
                "nats, log scale",
                x_ticks,
                [(v, f"{v:g}") for v in (0.01, 0.1, 1, 10)],
            ),
            bottom.inside(
                bottom.line([0, 1], [cost, cost], GREY), bottom.dots([threshold], [cost], INK, 12)
            ),
        ]
    )


def _threshold_table(table):
    left, top, wide, tall = 658, 80, 68, 64
    parts = [
        svg.text(left + wide, 43, "Counts", "middle", weight="bold"),
        svg.text(left + wide / 2, top - 8, "called 0", "middle"),
        svg.text(left + 1.5 * wide, top - 8, "called 1", "middle"),
    ]
    for row, value in enumerate((1, 0)):
        y = top + row * tall
        parts.append(svg.text(left - 8, y + tall / 2 + 5, f"class {value}", "end"))
        for called in (0, 1):
            right = called == value
            place = left + called * wide + 2, y + 2, wide - 4, tall - 4
            parts.append(svg.rectangle(*place, **_looks(value, right)))
            middle, color = left + (called + 0.5) * wide, "white" if right else INK
            parts.append(
                svg.text(middle, y + 30, table[value, called], "middle", 17, color, "bold")
            )
            words = "right" if right else "wrong"
            parts.append(svg.text(middle, y + 50, words, "middle", color=color))
    parts.append(svg.text(left - 44, top + 2 * tall + 32, "full colour: called right"))
    parts.append(svg.text(left - 44, top + 2 * tall + 52, "faint: called wrong"))
    return "".join(parts)
