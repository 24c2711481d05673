"""What the playground draws: a map for every unit, a line for every weight, the plane, the run."""

import math
from html import escape

import numpy as np
from contourpy import contour_generator

from classroom import svg
from classroom.pictures import LN2
from classroom.plane import middles
from classroom.svg import CLASS_0, CLASS_1, GREY, INK, NEGATIVE, POSITIVE, TEST, TRAINING
from classroom.words import after, and_besides, counted, points_right

WIDTH, HEIGHT = 1160, 364
NETWORK = (8, 566, 54, 362)  # from where to where its columns stand: left, right, top, bottom
BOX, ROWS = (48, 32), 8  # a unit's map; a larger layer is its first and last three units
STEP, GAP = 38, 3  # from map to map, in pixels, and what is between them in squares of a map
PLANE = (610, 60, 330, 220)
BORDER = [(0.5, 3)]  # at which answers a line is drawn, and how wide it is
CURVES = (1000, 60, 152, 106), (1000, 206, 152, 74)
SMALL_HEIGHT = 356  # of a picture as wide as the other
SMALL_NETWORK, SMALL_PLANE = (8, 606, 58, 350), (668, 34, 484, 318)
PALE = "#9a9a9a"
SIGNS = {"x1": "x₁", "x2": "x₂", "x1^2": "x₁²", "x2^2": "x₂²", "x1*x2": "x₁x₂"}
SIGNS |= {"sin x1": "sin x₁", "sin x2": "sin x₂"}


def playground_picture(numbers):
    """Draw the playground: the network from left to right, the plane, and the run so far."""
    return svg.picture(
        WIDTH,
        HEIGHT,
        playground_words(numbers),
        _head(numbers),
        _network(numbers, NETWORK),
        _plane(numbers),
        _run(numbers),
        grows=True,
    )


def small_picture(numbers):
    """Draw only the network and, large, what it makes of the plane: for who has just begun."""
    plane = svg.Axes(*SMALL_PLANE, *numbers["ranges"])
    left, top, width, height = SMALL_PLANE
    right, total = _right(numbers)
    return svg.picture(
        WIDTH,
        SMALL_HEIGHT,
        small_words(numbers),
        svg.text(SMALL_NETWORK[0], 22, f"step {numbers['steps']:,}", size=20, weight="bold"),
        svg.text(left + width / 2, 25, f"{right} of {total} right", "middle", 24, weight="bold"),
        _network(numbers, SMALL_NETWORK),
        plane.inside(*_answers(plane, numbers, numbers["answers"], BORDER)),
        svg.rectangle(left, top, width, height, fill="none", stroke=INK),
        grows=True,
    )


def small_words(numbers):
    """Say in sentences how many points are right, and by which network where it can be chosen."""
    right, total = _right(numbers)
    words = f"{after(numbers['steps'])}, {right} of the {total} points lie on their own colour."
    if numbers["tells_network"]:
        rate = f"{numbers['settings'].rate:g}"
        words = points_right(numbers["steps"], rate, numbers["sizes"], right, total)
    return words + and_besides(numbers["stopped"], numbers["answers"])


def _right(numbers):
    """Return how many of the training points get their own class, and how many there are."""
    total = numbers["split"].Y_train.size
    return round(numbers["accuracy"] * total), total


def playground_words(numbers):
    """Say in sentences where the run stands and why."""
    if numbers["stopped"]:
        again = "Mend it, and run this cell again." if numbers["own"] else "Or move a slider."
        again = again.replace("Or move", "Press Reset, or move")
        return f"{numbers['stopped']} {again} {_whose(numbers)}".rstrip()
    words = (
        f"After {counted(numbers['steps'], 'step')} the cost is {numbers['cost']:.3f} on the "
        f"training points and {numbers['test_cost']:.3f} on the test points; "
        f"{numbers['accuracy']:.1%} and {numbers['test_accuracy']:.1%} of them get the right class."
    )
    parts = [words, _why(numbers), _whose(numbers), _chosen(numbers)]
    return " ".join(part for part in parts if part)


def _whose(numbers):
    """Say whose functions take the steps, where a learner's do."""
    if numbers["own"] is None:
        return ""
    if not numbers["own"]:
        return "All functions of a step are the course's: none of your own was handed over."
    names = " and ".join(numbers["own"])
    checks = ", ".join(f'check("{name}", my_{name})' for name in numbers["own"])
    return (
        f"The steps are taken by your {names}, by plain gradient descent. If it does not learn as "
        f"it should, ask {checks}."
    )


def _why(numbers):
    """Say what is going on, in a sentence or two."""
    asleep = [l for l, share in enumerate(numbers["asleep"], start=1) if np.all(share == 1)]
    if asleep:
        return (
            f"Every unit of layer {asleep[0]} gives 0 for every point, so no signal passes: only "
            "the biases after it can still learn."
        )
    line = numbers["straight_line"]
    said = {
        "start": "The network still has its random start. Press Play, or One step.",
        "guessing": (
            f"The cost stands near ln 2 = {LN2:.3f}, the price of guessing: the network gives "
            "nearly the same answer everywhere."
            if numbers["named_levels"]
            else f"The cost stands near {LN2:.3f}, the upper grey line."
        ),
        "straight line": (
            f"The cost stands near {line:.3f}, the best that a straight line can do on these "
            "features: no bend is needed for that."
            if numbers["named_levels"]
            else f"The cost stands near {line:.3f}, the lower grey line."
        ),
        "overfitting": (
            "It is overfitting: the training cost falls while the test cost rises, because the "
            "network learns the noise of its training points by heart."
        ),
        "swinging": (
            "The cost swings up and down: the steps leap over the valley. Try a smaller learning "
            "rate."
        ),
        "learning": "It is learning.",
        "settled": "Hardly anything changes any more.",
    }[numbers["state"]]
    sleepers = [
        f"{counted(int(np.sum(share == 1)), 'unit')} of layer {l}"
        for l, share in enumerate(numbers["asleep"], start=1)
        if np.any(share == 1)
    ]
    if sleepers:
        verb = "give" if len(sleepers) > 1 or not sleepers[0].startswith("1 ") else "gives"
        said += f" {' and '.join(sleepers)} {verb} 0 for every point."
    return said


def _chosen(numbers):
    """Say the numbers of the weight that was clicked on, and of the unit that is drawn large."""
    last = len(numbers["sizes"]) - 1
    l, unit = numbers["look_at"] or (last, 1)
    W = numbers["params_values"][f"W{l}"][unit - 1].tolist()
    dW = numbers["grads_values"][f"dW{l}"][unit - 1].tolist()
    sources = [_source(numbers, l, i) for i in range(len(W))]
    words = ""
    if numbers["weight"] is not None:
        i = numbers["weight"] - 1
        words = (
            f"The weight from {sources[i]} to unit {unit} of layer {l} is {W[i]:.3g}, and its "
            f"gradient is {_digits(dW[i])}. "
        )
    if numbers["look_at"] is None:
        return words.rstrip()
    weights = [
        f"{source}: {w:.2g} ({_digits(slope, 1)})"
        for source, w, slope in zip(sources[:ROWS], W, dW, strict=False)
    ]
    more = f" and {len(W) - ROWS} more" if len(W) > ROWS else ""
    return (
        f"{words}On the large map: {_unit_words(numbers, l, unit - 1)}. Its weights, with their "
        f"gradients in brackets, are from {'; '.join(weights)}{more}."
    )


def code_words(numbers):
    """Write, as HTML, the line of code that finds the gradient of the weights that are chosen."""
    line = numbers["code"]
    if line is None:
        return ""
    l = numbers["look_at"][0] if numbers["look_at"] else len(numbers["sizes"]) - 1
    whose = f"your {line.function}" if line.own else f"{line.function}, the course's own"
    return (
        f"In your steps dW{l} comes from line {line.number} of {escape(whose)}: "
        f"<code>{escape(line.text)}</code>"
    )


def _head(numbers):
    left = NETWORK[0]
    steps = svg.text(left, 20, f"step {numbers['steps']:,}", size=20, weight="bold")
    steps += svg.text(left + 190, 20, f"{counted(numbers['speed'], 'step')} a picture", size=18)
    costs = f"cost {numbers['cost']:.3f}, test {numbers['test_cost']:.3f}"
    right = f"right {numbers['accuracy']:.1%}, test {numbers['test_accuracy']:.1%}"
    return steps + svg.text(WIDTH - 6, 20, f"{costs} · {right}", "end", 18) + _pushes(numbers)


def _pushes(numbers):
    """Write between every two columns how large the gradient of the weights there is."""
    columns, parts = _columns(numbers, NETWORK), []
    for before, layer, size in zip(columns, columns[1:], numbers["pushes"], strict=False):
        middle = (before[0][1] + layer[0][1] + BOX[0]) / 2
        # Where columns stand close together, there is room for the name once.
        name = "dW " if len(columns) < 6 or not parts else ""
        words = f"{name}{_two_digits(size)}"
        parts.append(svg.text(middle, NETWORK[2] + 3, words, "middle", 17))
    return "".join(parts)


def _two_digits(size):
    """Write a size with two digits, 0.00013 rather than 1.3e-04, where that is not too long."""
    if not np.isfinite(size):
        return "overflows"
    if not 1e-5 <= size < 1000:
        return f"{size:.1g}"
    return np.format_float_positional(size, 2, fractional=False, trim="-")


def _digits(value, digits=2):
    """Write a number with so many digits, or ∞ where it has grown too large for one."""
    return f"{value:.{digits}g}" if math.isfinite(value) else "∞"


def _columns(numbers, place):
    """Return, for inputs, hidden layers and answer, the units that are drawn and their places.

    Each is a list of (unit or None for the gap, x, y), with (x, y) the middle of the left edge.
    """
    sizes, columns, (left, right, highest, lowest) = numbers["sizes"], [], place
    if len(sizes) == 2:  # two columns alone stand a little closer
        left, right = left + 0.2 * (right - left), right - 0.2 * (right - left)
    across = np.linspace(left, right - BOX[0], len(sizes))
    for x, size in zip(across.tolist(), sizes, strict=True):
        units = [*range(3), None, *range(size - 3, size)] if size > ROWS else range(size)
        top = (highest + lowest) / 2 - STEP * (len(units) - 1) / 2
        columns.append([(unit, x, top + STEP * i) for i, unit in enumerate(units)])
    return columns


def _network(numbers, place):
    columns, parts = _columns(numbers, place), []
    for l, (before, layer) in enumerate(zip(columns, columns[1:], strict=False), start=1):
        parts += _weights(numbers, l, before, layer)
    for l, column in enumerate(columns):
        parts.append(_maps(numbers, l, column))
        parts += [_unit(numbers, l, *place) for place in column]
        parts.append(_name(numbers, l, column, place[2] - 14))
    return "".join(parts)


def _weights(numbers, l, before, layer):
    W, dW = numbers["params_values"][f"W{l}"], numbers["grads_values"][f"dW{l}"]
    last = l == len(numbers["sizes"]) - 1
    largest = max(float(np.abs(W).max()), 1e-9)
    lines = []
    for i, x1, y1 in before:
        for j, x2, y2 in layer:
            if i is None or j is None:
                continue
            w = float(W[j, i])
            colour, dash = (POSITIVE, "") if w > 0 else (NEGATIVE, "7 4")
            slope = _digits(float(dW[j, i]))
            told = f"weight {w:.3g}, gradient {slope}: from {_source(numbers, l, i)}"
            where = f"{'0,0' if last else f'{l},{j + 1}'},{i + 1}"
            lines.append(
                f'<line data-unit="{where}" '
                f'x1="{x1 + BOX[0]:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" '
                f'stroke="{colour}" stroke-width="{0.4 + 5 * abs(w) / largest:.1f}" '
                f'stroke-dasharray="{dash}" opacity="0.75"><title>{escape(told)} to '
                f"unit {j + 1} of layer {l}</title></line>"
            )
    return lines


def _source(numbers, l, i):
    if l == 1:
        return SIGNS[numbers["settings"].features[i]]
    return f"unit {i + 1} of layer {l - 1}"


def _maps(numbers, l, column):
    """Draw the maps of a column's units: as one image, which is sooner made and read than many."""
    rows, last = [], l == len(numbers["sizes"]) - 1
    for unit, _, _ in reversed(column):
        if unit is None:
            values = np.full(numbers["maps"][0][0].shape, 0.5)
        elif last:
            values = numbers["answers"][1::3, 1::3]
        else:
            values = _as_share(numbers, l, unit)
        rows += [values, np.full((GAP, values.shape[1]), 0.5)]
    _, x, y = column[0]
    return (
        f'<image x="{x:.0f}" y="{y - BOX[1] / 2:.0f}" width="{BOX[0]}" '
        f'height="{STEP * (len(column) - 1) + BOX[1]}" preserveAspectRatio="none" '
        f'href="{svg.png(np.concatenate(rows[:-1]))}"/>'
    )


def _unit(numbers, l, unit, x, y):
    width, height = BOX
    if unit is None:
        words = f"{numbers['sizes'][l]} units"
        return svg.text(x + width / 2, y + 6, words, "middle", 16, GREY)
    last = l == len(numbers["sizes"]) - 1
    told = "the network's answer, Y_hat" if last else _unit_words(numbers, l, unit)
    chosen = numbers["look_at"] == (l, unit + 1) or (last and numbers["look_at"] is None)
    asleep = 0 < l <= len(numbers["asleep"]) and numbers["asleep"][l - 1][unit] == 1
    # A fill that is not seen, but can be pointed at.
    look = {"stroke": INK, "stroke_width": 4 if chosen else 1, "fill": "white", "fill_opacity": 0}
    parts = [svg.rectangle(x, y - height / 2, width, height, **look)]
    if l == 0:
        name = SIGNS[numbers["settings"].features[unit]]
        parts.append(svg.text(x + width / 2, y + 7, name, "middle", 18, weight="bold"))
    if asleep:
        parts.append(svg.text(x + width / 2, y + 7, "asleep", "middle", color=GREY))
    where = "0,0" if last else f"{l},{unit + 1}"
    return f'<g data-unit="{where if l else ""}"><title>{escape(told)}</title>{"".join(parts)}</g>'


def _as_share(numbers, l, unit):
    """Return a unit's map as numbers from 0 (blue) over 0.5 (white) to 1 (orange)."""
    return _coloured(numbers["maps"][l][unit], l and numbers["settings"].activation == "sigmoid")


def _coloured(values, probabilities):
    """Return answers as shares of the colours: blue below 0, white at 0, orange above."""
    if probabilities:
        return values
    values = np.nan_to_num(values)
    return 0.5 + 0.5 * values / max(float(np.abs(values).max()), 1e-9)


def _unit_words(numbers, l, unit):
    values = numbers["maps"][l][unit]
    low, high = _digits(float(values.min())), _digits(float(values.max()))
    if l == 0:
        return f"the feature {SIGNS[numbers['settings'].features[unit]]}, from {low} to {high}"
    b = float(numbers["params_values"][f"b{l}"][unit, 0])
    db = float(numbers["grads_values"][f"db{l}"][unit, 0])
    words = (
        f"unit {unit + 1} of layer {l} answers from {low} to {high} over the plane; its bias is "
        f"{b:.2g}, with a gradient of {_digits(db)}"
    )
    if numbers["settings"].activation == "relu":
        words += f", and it sleeps for {numbers['asleep'][l - 1][unit]:.0%} of the points"
    return words


def _name(numbers, l, column, y):
    last = len(numbers["sizes"]) - 1
    name = "inputs" if l == 0 else "answer" if l == last else f"layer {l}"
    return svg.text(column[0][1] + BOX[0] / 2, y, name, "middle", 17, weight="bold")


def _plane(numbers):
    ax, settings = svg.Axes(*PLANE, *numbers["ranges"]), numbers["settings"]
    if numbers["look_at"] is None:
        title, share, levels = "What the network answers", numbers["shown"], BORDER
    else:
        l, unit = numbers["look_at"]
        title = f"What unit {unit} of layer {l} answers"
        share = _coloured(numbers["shown"], settings.activation == "sigmoid")
        levels = []
    across, up = ([(k, k) for k in (-2, 0, 2) if low < k < high] for low, high in numbers["ranges"])
    left, top, width, height = PLANE
    return (
        ax.inside(*_answers(ax, numbers, share, levels))
        + svg.rectangle(left, top, width, height, fill="none", stroke=INK)
        + svg.text(left + width / 2, top - 12, title, "middle", 18, weight="bold")
        + "".join(svg.text(ax.x(k), top + height + 20, words, "middle", 17) for k, words in across)
        + "".join(svg.text(left - 6, ax.y(k) + 6, words, "end", 17) for k, words in up)
        + svg.text(left + width / 2, top + height + 40, numbers["names"][0][:34], "middle", 18)
        + svg.text(left - 24, top + height / 2, numbers["names"][1][:24], "middle", 18, turn=-90)
        + svg.text(left, HEIGHT - 8, "● class 0", size=18, color=CLASS_0)
        + svg.text(left + 92, HEIGHT - 8, "■ class 1", size=18, color=CLASS_1)
        + svg.text(left + 184, HEIGHT - 8, "rings: test points", size=17)
    )


def _answers(ax, numbers, share, levels):
    """Draw the colours of answers, the points, and lines at some levels of the network's own."""
    drawn, same = numbers["drawn"], (ax.left, numbers["show_test"])
    if same not in drawn:
        drawn[same] = _points(ax, numbers["split"], numbers["show_test"])
    parts = [ax.colours(share), drawn[same]]
    x, y = (middles(*r, n) for r, n in zip(numbers["ranges"], share.shape[::-1], strict=True))
    for level, width in levels:
        for line in contour_generator(x, y, numbers["answers"]).lines(level):
            parts.append(ax.line(*line.T, INK, width))
    return parts


def _points(ax, split, show_test):
    """Draw the training points, and over them the test points as rings."""
    parts = []
    for value, colour in [(0, CLASS_0), (1, CLASS_1)]:
        learned = split.X_train[:, split.Y_train[0] == value]
        parts.append(ax.dots(*learned, colour, 4, value == 0))
        if show_test:
            kept = split.X_test[:, split.Y_test[0] == value]
            for shade, size in [(INK, 9), (colour, 6), ("white", 3)]:
                parts.append(ax.dots(*kept, shade, size, value == 0))
    return "".join(parts)


def _run(numbers):
    curve, ghost = numbers["curve"], numbers["ghost"]
    steps = max(curve[-1, 0], 0 if ghost is None else ghost[-1, 0])
    right = _round_up(steps)
    cost, accuracy = (
        svg.Axes(*CURVES[0], (0, right), (0.005, 3), log_y=True),
        svg.Axes(*CURVES[1], (0, right), (40, 100)),
    )
    line = numbers["straight_line"]
    levels = [cost.line([0, right], [at, at], GREY, 1.5, "2 3") for at in (LN2, max(line, 0.006))]
    inside = [[], []]
    for one, pale in [(ghost, True), (curve, False)]:
        if one is None:
            continue
        for place, ax, columns, scale in [
            (0, cost, (1, 2), 1),
            (1, accuracy, (3, 4), 100),
        ]:
            for column, colour, dash in zip(columns, (TRAINING, TEST), ("", "6 4"), strict=True):
                colour, width = (PALE, 1.5) if pale else (colour, 2.5)
                inside[place].append(
                    ax.line(one[:, 0], scale * one[:, column], colour, width, dash)
                )
    left, bottom = CURVES[0][0], CURVES[1][1] + CURVES[1][3]
    return (
        cost.inside(*inside[0], *levels)  # above the curves, to be seen where one lies on them
        + accuracy.inside(*inside[1])
        + _frame(cost, "cost", [(0.01, "0.01"), (0.1, "0.1"), (1, "1")])
        + _frame(accuracy, "right class (%)", [(50, "50"), (100, "100")])
        + svg.text(left, bottom + 20, "0", "middle", 17)
        + svg.text(left + 150, bottom + 20, f"{right:,} steps", "end", 17)
        + svg.segment(left, HEIGHT - 13, left + 22, HEIGHT - 13, TRAINING, 2.5)
        + svg.text(left + 26, HEIGHT - 8, "training", size=17)
        + svg.segment(left + 97, HEIGHT - 13, left + 118, HEIGHT - 13, TEST, 2.5, "6 4")
        + svg.text(left + 121, HEIGHT - 8, "test", size=17)
    )


def _frame(ax, title, ticks):
    return (
        svg.rectangle(ax.left, ax.top, ax.width, ax.height, fill="none", stroke=INK)
        + svg.text(ax.left + ax.width / 2, ax.top - 10, title, "middle", 18, weight="bold")
        + "".join(svg.text(ax.left - 5, ax.y(at) + 6, words, "end", 17) for at, words in ticks)
    )


def _round_up(steps):
    """Return a right edge that has room to grow: 100, 200, 500, 1,000, …"""
    right = 100
    while right < steps:
        right *= 2 if str(right)[0] in "15" else 2.5
        right = int(right)
    return right
