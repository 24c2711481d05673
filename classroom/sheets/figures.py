"""The pictures of the work sheets: black on white, with boxes to fill in."""

from classroom import svg
from classroom.svg import INK

INPUTS, UNITS, LAST = [(46, 88), (46, 220)], [(300, 88), (300, 220)], (560, 154)
WHITE = {"fill": "white", "stroke": INK, "stroke_width": 1.8}
# Where on its line each weight of the hidden layer stands, by unit and input.
HIDDEN_WEIGHTS = {(0, 0): 0.57, (0, 1): 0.27, (1, 0): 0.27, (1, 1): 0.57}


def forward_boxes(given, pen):
    """Draw the 2-2-1 network with its numbers, and boxes for all that goes forward."""
    params, parts = given["params"], _lines()
    for (unit, source), share in HIDDEN_WEIGHTS.items():
        parts.append(_on_line(INPUTS[source], UNITS[unit], share, params[f"W1[{unit}, {source}]"]))
    for unit in (0, 1):
        parts.append(_on_line(UNITS[unit], LAST, 0.62, params[f"W2[0, {unit}]"]))
    parts += _circles(given["x"])
    for unit, (x, y) in enumerate(UNITS):
        top = y - 50 if unit == 0 else y + 50
        parts += _pair(pen, x, top, f"Z1[{unit}]", f"A1[{unit}]")
        parts.append(svg.text(x + 28, y + 5, f"b = {params[f'b1[{unit}]']}", size=14))
    x, y = LAST
    parts += [
        svg.text(x - 4, y + 46, f"b = {params['b2']}", "middle", 14),
        *_pair(pen, x - 4, y - 50, "Z2", "Y_hat"),
        svg.text(x + 50, y + 5, f"label {given['y']}", size=14),
    ]
    return svg.picture(680, 308, _words("forward", pen), *parts)


def backward_boxes(given, pen):
    """Draw the 2-2-1 network with a box on every line and at every unit for its slope."""
    parts = _lines()
    for (unit, source), share in HIDDEN_WEIGHTS.items():
        at = _between(INPUTS[source], UNITS[unit], share)
        parts.append(_named_box(pen, *at, f"dW1[{unit}, {source}]"))
    for unit in (0, 1):
        at = _between(UNITS[unit], LAST, 0.55)
        parts.append(_named_box(pen, *at, f"dW2[0, {unit}]"))
    parts += _circles(given["x"])
    for unit, (x, y) in enumerate(UNITS):
        top = y - 50 if unit == 0 else y + 50
        parts += _pair(pen, x, top, f"dZ1[{unit}]", f"dA1[{unit}]")
    x, y = LAST
    parts += [svg.text(x - 4, y - 72, "dZ2", "middle", 14), pen.drawn(x - 4, y - 50, "dZ2", 66)]
    parts.append(svg.text(x + 50, y + 5, f"label {given['y']}", size=14))
    return svg.picture(680, 308, _words("backward", pen), *parts)


def _words(way, pen):
    names = {
        "forward": ["Z1[0]", "A1[0]", "Z1[1]", "A1[1]", "Z2", "Y_hat"],
        "backward": ["dZ2", "dA1[0]", "dZ1[0]", "dA1[1]", "dZ1[1]"],
    }[way]
    words = (
        "The 2-2-1 network: two inputs on the left, two hidden units in the middle, one last unit "
        f"on the right, and lines between neighbours. Boxes for {', '.join(names)}"
    )
    if way == "backward":
        words += " and, on every line, for the slope of its weight"
    if pen.for_teachers:
        return f"{words}. In them: {'; '.join(f'{name} {pen.text(name)}' for name in names)}."
    return f"{words}, to fill in."


def _lines():
    pairs = [(source, unit) for unit in UNITS for source in INPUTS] + [(u, LAST) for u in UNITS]
    return [svg.segment(*start, *end, INK, 1.2) for start, end in pairs]


def _circles(x):
    parts = []
    for k, place in enumerate(INPUTS):
        parts += [
            svg.circle(*place, 24, **WHITE),
            svg.text(place[0], place[1] + 6, x[k], "middle", 17),
        ]
        side = -32 if k == 0 else 44
        parts.append(svg.text(place[0], place[1] + side, f"x{k + 1}", "middle", 14))
    for place in (*UNITS, LAST):
        bend = "sigmoid" if place == LAST else "relu"
        parts.append(svg.circle(*place, 30 if place == LAST else 24, **WHITE))
        parts.append(svg.text(place[0], place[1] + 5, bend, "middle", 13))
    return parts


def _between(start, end, share):
    return tuple(a + share * (b - a) for a, b in zip(start, end, strict=True))


def _on_line(start, end, share, words):
    x, y = _between(start, end, share)
    return svg.rectangle(x - 23, y - 12, 46, 24, fill="white") + svg.text(
        x, y + 5.5, words, "middle", 16, weight="bold"
    )


def _named_box(pen, x, y, name):
    """Draw a box on a line, its name in small letters above it."""
    ground = svg.rectangle(x - 31, y - 29, 62, 16, fill="white")
    return ground + svg.text(x, y - 17, name, "middle", 12) + pen.drawn(x, y, name)


def _pair(pen, x, y, first, second):
    """Draw two boxes beside each other, their names outside, away from the network."""
    above = y < LAST[1]
    parts = []
    for k, name in enumerate((first, second)):
        at = x - 36 + 72 * k
        parts.append(pen.drawn(at, y, name, 66))
        parts.append(svg.text(at, y - 20 if above else y + 28, name, "middle", 14))
    return parts


def curve_picture(numbers, letter, top):
    """Draw the costs of one run: training unbroken, test dashed."""
    last = numbers["steps"][-1]
    ax = svg.Axes(56, 28, 256, 124, (0, last), (0, top))
    ticks = [0, last // 2, last]
    heights = [k * top / 4 for k in range(5)]
    parts = [
        ax.frame(
            f"Curve {letter}",
            "steps",
            "cost",
            [(k, f"{k:,}") for k in ticks],
            [(h, f"{h:g}") for h in heights],
        ),
        ax.inside(
            ax.line(numbers["steps"], numbers["test"], INK, 1.8, "6 4"),
            ax.line(numbers["steps"], numbers["train"], INK, 2.2),
        ),
    ]
    train, test = numbers["train"], numbers["test"]
    alt = (
        f"Curve {letter}: costs over {last:,} steps. On the training points from {train[0]:.2f} by "
        f"way of {train[len(train) // 2]:.2f} to {train[-1]:.2f}; on the test points from "
        f"{test[0]:.2f} by way of {test[len(test) // 2]:.2f} to {test[-1]:.2f}, lowest "
        f"{min(test):.2f}."
    )
    return svg.picture(340, 194, alt, *parts)


def yard_plan():
    """Draw where everybody stands in the yard: circles for people who keep a number, and paths."""
    stands = {
        "input 1": (70, 90),
        "input 2": (70, 290),
        "unit 1": (330, 90),
        "unit 2": (330, 290),
        "last unit": (520, 190),
        "answer": (630, 190),
    }
    ways = [("input 1", "unit 1"), ("input 2", "unit 1"), ("input 1", "unit 2")]
    ways += [("input 2", "unit 2"), ("unit 1", "last unit"), ("unit 2", "last unit")]
    parts = []
    for k, (start, end) in enumerate(ways):
        x1, y1 = stands[start]
        x2, y2 = stands[end]
        parts.append(svg.segment(x1, y1, x2, y2, INK, 1.5))
        share = 0.5 if k in (0, 3) else 0.3 if k in (1, 2) else 0.5
        x, y = _between((x1, y1), (x2, y2), share)
        parts.append(svg.rectangle(x - 15, y - 15, 30, 30, **WHITE))
        parts.append(svg.text(x, y + 6, "ABCDEF"[k], "middle", 17, weight="bold"))
    parts.append(svg.segment(*stands["last unit"], *stands["answer"], INK, 1.5))
    for name, (x, y) in stands.items():
        parts.append(svg.circle(x, y, 38, **WHITE))
        for line, words in enumerate(name.split(" ")):
            shift = 5 if " " not in name else -3 + 18 * line
            parts.append(svg.text(x, y + shift, words, "middle", 14))
    for x, words in ((70, "switches"), (330, "hidden layer"), (575, "last layer")):
        parts.append(svg.text(x, 26, words, "middle", weight="bold"))
    for x, words in ((230, "clerk"), (430, "judge")):
        parts.append(svg.rectangle(x, 372, 120, 34, **WHITE))
        parts.append(svg.text(x + 60, 394, words, "middle", 14))
    alt = (
        "Plan of the yard. On the left stand input 1 and input 2, in the middle unit 1 and unit 2, "
        "then the last unit, and on the right the answer. Couriers walk between them: A from input "
        "1 to unit 1, B from input 2 to unit 1, C from input 1 to unit 2, D from input 2 to unit "
        "2, E from unit 1 and F from unit 2 to the last unit. Clerk and judge stand below."
    )
    return svg.picture(680, 416, alt, *parts)
