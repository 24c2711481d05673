"""Any dense network: its units and connections, and what one iteration of training does with it.

The article's figures 1 and 2, drawn for whatever architecture they are given.
"""

from classroom import svg
from classroom.svg import BLUE, GREY, INK, ORANGE
from classroom.words import counted
from nnlib.architecture import check_architecture, check_classifier, check_params, layer_sizes

FILLED, PALE = "#d9ebf7", "#b4b4b4"
UNIT = "#eeeeee"  # neither of the colours that mean a sign or a class
MOST_UNITS = 8  # a larger layer is drawn as its first and last three units with dots between
BEATS = ("forward", "cost", "backward", "update")

# The rows of the blueprint, top and bottom, and the heights of its two long rows of arrows.
ROWS = {"forward": (32, 90), "params": (114, 154), "update": (174, 214), "backward": (234, 328)}
ROW_NAMES = {"forward": "forward", "params": "W and b", "update": "update", "backward": "backward"}
FORWARD, BACKWARD, GAP = 61, 281, 26
SLIM = {"width": 1.5, "head": (7, 4)}  # the arrows between boxes


def network_picture(nn_architecture, params_values=None):
    """Draw every layer as a column of units, and the connections between neighbours.

    Parameters
    ----------
    nn_architecture : list of dict
    params_values : dict, optional
        Then each connection shows its weight: orange above 0, blue and dashed below, and the
        thicker the further from 0.
    """
    check_architecture(nn_architecture)
    if params_values is not None:
        check_params(params_values, nn_architecture)
    columns = len(_shown(len(nn_architecture), 6)) + 1
    rows = max(3, min(MOST_UNITS, max(layer_sizes(nn_architecture))))
    width, height = max(340, 128 * columns), 28 * rows + 88
    parts = network_parts(nn_architecture, 0, width, 14 + 14 * rows, 28 * rows + 28, params_values)
    return svg.picture(width, height, network_words(nn_architecture, params_values), parts)


def network_words(nn_architecture, params_values=None):
    """Say in words what `network_picture` draws."""
    sizes = layer_sizes(nn_architecture)
    layers = [
        f"layer {l} has {counted(layer['output_dim'], 'unit')} with {layer['activation']}"
        for l, layer in enumerate(nn_architecture, start=1)
    ]
    words = (
        f"A dense network in columns, from left to right: {counted(sizes[0], 'input')}; "
        f"{'; '.join(layers)}. A line leads from each circle of a column to every unit of the next."
    )
    if max(sizes) > MOST_UNITS:
        words += f" Where a column has more than {MOST_UNITS} units, only six are drawn."
    if None in _shown(len(nn_architecture), 6):
        words += " Some layers in the middle are left out."
    if params_values is not None:
        words += " Orange lines are weights above 0, and dashed blue lines are weights below 0."
    return words


def network_parts(nn_architecture, left, width, middle, foot, params_values=None, pitch=28):
    """Return the parts of `network_picture`, to be put into another picture.

    Columns are spread over `width` from `left` on; `middle` is the height of their middle, `foot`
    that of the first line written under them. Where `foot` is None, nothing is written.
    """
    shown = [0, *_shown(len(nn_architecture), 6)]
    sizes, step = layer_sizes(nn_architecture), (width - 148) / (len(shown) - 1)
    xs = [left + 70 + k * step for k in range(len(shown))]
    radius = 0.38 * pitch
    lines, units = [], []
    for k, (x, l) in enumerate(zip(xs, shown, strict=True)):
        if l is None:
            units.append(svg.text(x, middle + 6, "· · ·", "middle", 22))
            left_out = len(nn_architecture) - len(shown) + 2
            units.append(_lines(x, foot, [f"{left_out} layers", "not drawn"]))
            continue
        if k > 0 and shown[k - 1] is not None:
            W = None if params_values is None else params_values[f"W{l}"]
            lines += _connections(W, sizes[l - 1], sizes[l], xs[k - 1], x, middle, pitch)
        fill = "white" if l == 0 else UNIT
        for _, place in _places(sizes[l]):
            units.append(_circle(x, middle + place * pitch, radius, fill))
        if sizes[l] > MOST_UNITS:
            units += [_circle(x, middle + k * 0.5 * pitch, 2, INK) for k in (-1, 0, 1)]
        if l == 0:
            words = ["input", counted(sizes[0], "feature")]
        else:
            words = [f"layer {l}", counted(sizes[l], "unit"), nn_architecture[l - 1]["activation"]]
        units.append(_lines(x, foot, words))
    ends = [
        svg.arrow((left + 28, middle), (xs[0] - radius - 4, middle), **SLIM),
        svg.arrow((xs[-1] + radius + 2, middle), (left + width - 54, middle), **SLIM),
    ]
    if foot is not None:
        ends.append(svg.text(left + 18, middle + 5, "X", "middle", weight="bold"))
        ends.append(svg.text(left + width - 50, middle + 5, "Y_hat", weight="bold"))
    return "".join([*lines, *units, *ends])


def _connections(W, n_in, n_out, x1, x2, middle, pitch):
    """Draw a line from every drawn unit of one column to every drawn unit of the next."""
    parts = []
    for i, start in _places(n_in):
        for o, end in _places(n_out):
            if W is None:
                color, width, dash = GREY, 0.7, ""
            else:
                weight = float(W[o, i])
                color, dash = (ORANGE, "") if weight > 0 else (BLUE, "5 3")
                width = round(0.3 + 1.5 * min(abs(weight), 4), 2)
            y1, y2 = middle + start * pitch, middle + end * pitch
            parts.append(svg.segment(x1, y1, x2, y2, color, width, dash))
    return parts


def _places(units):
    """Return (unit, place) for the drawn units of a column; places count from its middle."""
    if units <= MOST_UNITS:
        return [(u, u - (units - 1) / 2) for u in range(units)]
    return [(u, u - 3.5) for u in range(3)] + [(units - 3 + k, k + 1.5) for k in range(3)]


def _shown(layers, most):
    """Return the numbers of the layers to draw, with None for those left out in the middle."""
    if layers <= most:
        return list(range(1, layers + 1))
    first = most // 2
    return [*range(1, first + 1), None, *range(layers - most + first + 2, layers + 1)]


def blueprint(nn_architecture, here="all"):
    """Draw what one iteration of training computes, reads and writes, with every shape.

    Parameters
    ----------
    nn_architecture : list of dict
        Its last layer must be one sigmoid unit.
    here : str
        The part to light up, the others grey: "forward", "cost", "backward", "update", or "all".
    """
    check_architecture(nn_architecture)
    check_classifier(nn_architecture)
    if here not in (*BEATS, "all"):
        raise ValueError(f"here is {here!r}, expected one of {', '.join(BEATS)}, all")
    shown = _shown(len(nn_architecture), 5)
    box = min(132, (902 - 220 - GAP * (len(shown) + 1)) // len(shown))
    width = 220 + GAP * (len(shown) + 1) + box * len(shown)
    lit = {beat: here in (beat, "all") for beat in BEATS}
    lit["params"] = here != "cost"
    parts = [
        svg.text(
            4, sum(ROWS[row]) / 2 + 4, name, size=13, color=INK if lit[row] else GREY, weight="bold"
        )
        for row, name in ROW_NAMES.items()
    ]
    parts += _ends(nn_architecture, width, lit, here)
    for k, l in enumerate(shown):
        left = 124 + GAP + k * (box + GAP)
        parts.append(
            svg.arrow((left - GAP, FORWARD), (left, FORWARD), color=_ink(lit["forward"]), **SLIM)
        )
        parts.append(
            svg.arrow(
                (left + box + GAP, BACKWARD),
                (left + box, BACKWARD),
                color=_ink(lit["backward"]),
                **SLIM,
            )
        )
        if l is None:
            dots = [
                svg.text(left + box / 2, sum(ROWS[r]) / 2 + 6, "· · ·", "middle", 22) for r in ROWS
            ]
            left_out = f"{len(nn_architecture) - len(shown) + 1} more"
            parts += [*dots, svg.text(left + box / 2, 20, left_out, "middle", weight="bold")]
        else:
            parts += _layer(nn_architecture, l, left, box, lit, here)
    note = "(rows, columns); m examples; learning rate α"
    parts.append(svg.text(4, 352, note, size=12, color=GREY))
    return svg.picture(width, 364, _blueprint_words(nn_architecture, shown, here), *parts)


def _layer(nn_architecture, l, left, box, lit, here):
    """Draw one layer's column of the blueprint."""
    layer, last = nn_architecture[l - 1], l == len(nn_architecture)
    n_in, n_out = layer["input_dim"], layer["output_dim"]
    forward = [(f"Z{l}", n_out, "m"), ("Y_hat" if last else f"A{l}", n_out, "m")]
    backward = [(f"dZ{l}", n_out, "m"), (f"dW{l}", n_out, n_in), (f"db{l}", n_out, 1)]
    if l > 1:
        backward.append((f"dA{l - 1}", n_in, "m"))
    reads = f"reads A{l - 1}" + ("" if last else f", Z{l}")
    rows = {
        "forward": [*_sized(forward, box), layer["activation"]],
        "params": _sized([(f"W{l}", n_out, n_in), (f"b{l}", n_out, 1)], box),
        "backward": [*_sized(backward, box), reads],
    }
    x, up = left + box / 2, left + box / 2 + 14
    parts = [svg.text(x, 20, f"layer {l}", "middle", weight="bold")]
    for row, words in rows.items():
        filled = here == "all" or here == row or (row, here) == ("params", "update")
        parts.append(_box(left, ROWS[row], box, words, lit[row], filled))
    parts.append(
        _box(left + 28, ROWS["update"], box - 28, [f"− α dW{l}", f"− α db{l}"], lit["update"])
    )
    parts.append(
        svg.arrow(
            (x, ROWS["params"][0]), (x, ROWS["forward"][1]), color=_ink(lit["forward"]), **SLIM
        )
    )
    parts.append(
        svg.arrow(
            (up, ROWS["backward"][0]), (up, ROWS["update"][1]), color=_ink(lit["update"]), **SLIM
        )
    )
    parts.append(
        svg.arrow(
            (up, ROWS["update"][0]), (up, ROWS["params"][1]), color=_ink(lit["update"]), **SLIM
        )
    )
    if l > 1:  # W is read to hand dA to the layer before; there is none before the first
        x, color = left + 13, _ink(lit["backward"])
        parts.append(
            svg.arrow((x, ROWS["params"][1]), (x, ROWS["backward"][0]), color=color, **SLIM)
        )
    return parts


def _ends(nn_architecture, width, lit, here):
    """Draw what stands before the first layer and after the last: input, cost, its slope."""
    right, n_in = width - 96, nn_architecture[0]["input_dim"]
    x, color = right + 46, _ink(lit["backward"])
    return [
        svg.text(96, 20, "input", "middle", weight="bold"),
        _box(68, ROWS["forward"], 56, ["A0 = X", *_sized([("", n_in, "m")], 56)], lit["forward"]),
        svg.text(x, 20, "cost", "middle", weight="bold"),
        svg.arrow((right - GAP, FORWARD), (right, FORWARD), color=_ink(lit["cost"]), **SLIM),
        _box(right, ROWS["forward"], 92, ["J, one number", "reads Y_hat, Y"], lit["cost"]),
        svg.arrow((x, ROWS["forward"][1]), (x, BACKWARD - 29), color=color, **SLIM),
        _box(
            right, (BACKWARD - 29, BACKWARD + 29), 92, ["starts from", "Y_hat − Y"], lit["backward"]
        ),
    ]


def _blueprint_words(nn_architecture, shown, here):
    """Say in words what the blueprint shows."""
    L, sizes = len(nn_architecture), layer_sizes(nn_architecture)
    forward, backward = [], []
    for l in shown:
        if l is None:
            left_out = f"{counted(L - len(shown) + 1, 'layer')} like these"
            forward.append(left_out)
            backward.append(left_out)
            continue
        n_in, n_out, last = sizes[l - 1], sizes[l], l == L
        answer = "Y_hat" if last else f"A{l}"
        forward.append(
            f"layer {l} reads A{l - 1} ({n_in}, m), W{l} ({n_out}, {n_in}) and b{l} ({n_out}, 1), "
            f"writes Z{l} and {answer} ({n_out}, m), by {nn_architecture[l - 1]['activation']}"
        )
        read = [f"A{l - 1}"] + [f"Z{l}"] * (not last) + [f"W{l}"] * (l > 1)
        written = [f"dZ{l}", f"dW{l}", f"db{l}"] + [f"dA{l - 1}"] * (l > 1)
        backward.append(f"layer {l} reads {', '.join(read)}, writes {', '.join(written)}")
    lit = "" if here == "all" else f" Lit up here: {here}."
    return (
        f"One iteration of training, on m examples. Forward, from left to right: "
        f"{'; '.join(forward)}. Cost: J from Y_hat and Y. Backward, from right to left, starting "
        f"from Y_hat - Y: {'; '.join(backward[::-1])}. Each gradient has the shape of what it "
        f"belongs to. Update: from each W and b, alpha times its dW or db is subtracted.{lit}"
    )


def _sized(entries, room):
    """Write names with their shapes, where there is room; else the names alone."""
    words = []
    for name, rows, columns in entries:
        full = f"{name} ({rows}, {columns})".strip()
        words.append(full if _width(full) <= room - 6 else name or "(n, m)")
    return words


def _width(words, size=12):
    """Return roughly how wide words are, in pixels, rather too wide than too narrow."""
    return size * sum(0.32 if c in " (),.·" else 0.86 if c in "mW" else 0.62 for c in words)


def _box(left, row, width, lines, lit, filled=None):
    """Draw a box with lines of words, in ink if it is lit, else grey."""
    top, bottom = row
    fill = FILLED if (lit if filled is None else filled) else "white"
    first = (top + bottom) / 2 - 8.5 * (len(lines) - 1) + 4
    return _rectangle(left, top, width, bottom - top, fill, _ink(lit)) + "".join(
        svg.text(left + width / 2, first + 17 * k, words, "middle", 12, INK if lit else GREY)
        for k, words in enumerate(lines)
    )


def _rectangle(left, top, width, height, fill, stroke):
    place = map(float, (left, top, width, height))
    return svg.rectangle(*place, rx=6, fill=fill, stroke=stroke)


def _circle(x, y, radius, fill):
    return svg.circle(float(x), float(y), float(radius), fill=fill, stroke=INK)


def _lines(x, y, words):
    """Write lines under each other, the first in bold; where `y` is None, none."""
    if y is None:
        return ""
    return "".join(
        svg.text(x, y + 18 * k, line, "middle", weight="normal" if k else "bold")
        for k, line in enumerate(words)
    )


def _ink(lit):
    return INK if lit else PALE
