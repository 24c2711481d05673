"""Notebook 03: shapes of a forward step, broadcasting, and numbers on their way forward.

The article's figure 5 is `forward_shapes`.
"""

import numpy as np

from classroom import svg
from classroom.lessons.forward_pass.experiments import MOST_COLUMNS
from classroom.pictures import short
from classroom.svg import GREY, INK, NEGATIVE, OLIVE, POSITIVE, ROSE, VIOLET
from classroom.words import counted
from nnlib.architecture import check_architecture
from nnlib.validation import check_whole

# Widths of Helvetica's signs, as shares of the size: to know where in "(50, 25)" the 25 stands.
DIGIT, BRACKET, COMMA, SPACE = 0.556, 0.333, 0.278, 0.278


def forward_shapes(nn_architecture, layer, m):
    """Draw the shapes of one layer's forward step, W A_prev + b = Z, then A, for a whole batch.

    Parameters
    ----------
    nn_architecture : list of dict
    layer : int
        Counted from 1.
    m : int
        The number of examples.

    Returns
    -------
    svg.Picture
        The sides of the rectangles grow with the logarithm of the sizes, so that 1 and 900 both
        fit; the real sizes are written below. The inner sizes of the product, which must agree,
        are rose and joined by a line; units are violet, examples olive.
    """
    check_architecture(nn_architecture)
    check_whole("layer", layer)
    check_whole("m", m)
    if layer > len(nn_architecture):
        raise ValueError(f"layer is {layer}, expected at most {len(nn_architecture)}, the last one")
    step = nn_architecture[layer - 1]
    n_out, n_in, bend = step["output_dim"], step["input_dim"], step["activation"]
    before = "A0 = X" if layer == 1 else f"A{layer - 1}"
    after = f"A{layer} = Y_hat" if layer == len(nn_architecture) else f"A{layer}"
    # Name, rows, columns, and the colours of these two numbers.
    boxes = [
        (f"W{layer}", n_out, n_in, VIOLET, ROSE),
        (before, n_in, m, ROSE, OLIVE),
        (f"b{layer}", n_out, 1, VIOLET, INK),
        (f"Z{layer}", n_out, m, VIOLET, OLIVE),
        (after, n_out, m, VIOLET, OLIVE),
    ]
    width, gaps = 900, [30, 30, 30, 84]
    side, slots = _log_sides(boxes, width - 40 - sum(gaps), 140)
    lefts = (width - sum(slots) - sum(gaps)) / 2 + np.cumsum([0, *np.add(slots[:-1], gaps)])
    middles = [float(left + slot / 2) for left, slot in zip(lefts, slots, strict=True)]
    head = (
        f"Layer {layer} of {len(nn_architecture)}: {counted(n_in, 'input')}, "
        f"{counted(n_out, 'unit')}, {bend}; {counted(m, 'example')} at once"
    )
    parts = [svg.text(width / 2, 24, head, "middle", weight="bold")]
    for middle, box in zip(middles, boxes, strict=True):
        parts.append(_shape_box(middle, side, *box))
    for k, sign in enumerate(["·", "+", "="]):
        at = (lefts[k] + slots[k] + lefts[k + 1]) / 2
        parts.append(svg.text(at, 150, sign, "middle", 22))
    parts.append(_bend_arrow(lefts[3] + slots[3], lefts[4], bend))
    parts.append(_inner_sizes(middles[0], middles[1], n_out, n_in, m))
    outer = f"the outer sizes make Z{layer}: {counted(n_out, 'row')}, {counted(m, 'column')}"
    # Below Z, but clear of the words on the inner sizes and of the edge.
    at = min(max(middles[3], (middles[0] + middles[1]) / 2 + 240, 364), width - 150)
    parts.append(svg.text(at, 292, outer, "middle"))
    scale = "Not to scale: whenever a number doubles, its side grows by the same small bit."
    parts.append(svg.text(24, 322, f"{scale} b{layer} is added to every column.", color=GREY))
    alt = (
        f"The shapes of layer {layer} for {counted(m, 'example')}: "
        f"W{layer} {_shape(n_out, n_in)} times {before} {_shape(n_in, m)} plus "
        f"b{layer} {_shape(n_out, 1)} gives Z{layer} {_shape(n_out, m)}, and {bend} makes "
        f"{after} {_shape(n_out, m)} of it. The inner sizes of the product agree: "
        f"{n_in:,} and {n_in:,}."
    )
    return svg.picture(width, 334, alt, *parts)


def _log_sides(boxes, width, height):
    """Return a function from a size to pixels, and each box's width, so that all of it fits."""
    labels = [max(_label_width(rows, columns), 8 * len(name)) for name, rows, columns, *_ in boxes]
    for per_doubling in np.arange(20, -0.1, -0.25):

        def side(n, per_doubling=per_doubling):
            return float(16 + per_doubling * np.log2(n))

        slots = [max(side(box[2]), label) for box, label in zip(boxes, labels, strict=True)]
        if sum(slots) <= width and side(max(box[1] for box in boxes)) <= height:
            break
    return side, slots


def _label_width(rows, columns, size=14):
    signs = 2 * BRACKET + COMMA + SPACE
    return size * (signs + DIGIT * (len(str(rows)) + len(str(columns))))


def _shape_box(middle, side, name, rows, columns, row_colour, column_colour):
    """Draw one matrix: name, rectangle with coloured edges, and shape in the same colours."""
    width, height = side(columns), side(rows)
    left, top = middle - width / 2, 144 - height / 2
    return "".join(
        [
            svg.text(middle, 58, name, "middle", weight="bold"),
            svg.rectangle(left, top, width, height, fill="#f1f5f8", stroke=INK),
            svg.segment(left, top, left, top + height, row_colour, 4),
            svg.segment(left, top, left + width, top, column_colour, 4),
            svg.element(
                *("text", "(", _bold(rows, row_colour), ", ", _bold(columns, column_colour), ")"),
                **{"x": middle, "y": 240, "text_anchor": "middle", "font_size": 14, "fill": INK},
            ),
        ]
    )


def _bold(number, colour):
    return svg.element("tspan", number, fill=colour, font_weight="bold")


def _bend_arrow(start, end, bend):
    y, tip = 144, end - 8
    return (
        svg.text((start + end) / 2, y - 10, bend, "middle")
        + svg.segment(start + 8, y, tip - 6, y, width=2)
        + svg.polygon([(tip, y), (tip - 9, y - 5), (tip - 9, y + 5)], fill=INK)
    )


def _inner_sizes(W_middle, A_middle, n_out, n_in, m, size=14):
    """Join the two numbers that must agree: the last of W's shape, the first of A_prev's."""
    inner = size * DIGIT * len(str(n_in)) / 2
    start = W_middle + _label_width(n_out, n_in) / 2 - size * BRACKET - inner
    end = A_middle - _label_width(n_in, m) / 2 + size * BRACKET + inner
    words = f"the inner sizes agree: {n_in:,} = {n_in:,}"
    line = f"M{start:.1f} 248V264H{end:.1f}V248"
    return svg.path(line, fill="none", stroke=ROSE, stroke_width=2) + svg.text(
        max((start + end) / 2, 124), 292, words, "middle"
    )


def broadcasting_picture(product, b, names=("W1 A0", "b1", "Z1")):
    """Draw how one column b is added to every column of a product, number by number.

    `product` is (n_out, m), small enough to read; `b` is (n_out, 1).
    """
    rows, m = product.shape
    cell, row_height, gap, top = 76, 40, 46, 62
    width, height = 3 * m * cell + 2 * gap + 60, top + rows * row_height + 46
    lefts = [30 + k * (m * cell + gap) for k in range(3)]
    titles = [names[0], f"{names[1]}, for every column", names[2]]
    blocks = [product, np.repeat(b, m, axis=1), product + b]
    parts = []
    for k, (left, title, block) in enumerate(zip(lefts, titles, blocks, strict=True)):
        parts.append(svg.text(left + m * cell / 2, 28, title, "middle", weight="bold"))
        for column in range(m):
            ghost = k == 1 and column > 0
            x = left + column * cell
            parts.append(svg.text(x + cell / 2, 52, f"example {column + 1}", "middle", 13, GREY))
            for row in range(rows):
                y, colour = top + row * row_height, GREY if ghost else INK
                look = {"fill": ["white", "#eceaf4", "#f0f0e0"][k], "stroke": colour}
                look["stroke_dasharray"] = "4 3" if ghost else ""
                parts.append(svg.rectangle(x, y, cell, row_height, **look))
                number = _number(block[row, column])
                parts.append(svg.text(x + cell / 2, y + 26, number, "middle", color=colour))
    for left, sign in zip(lefts[1:], "+=", strict=True):
        parts.append(svg.text(left - gap / 2, top + rows * row_height / 2 + 8, sign, "middle", 24))
    words = "Dashed: never stored. NumPy only acts as if the column stood here again."
    parts.append(svg.text(width / 2, height - 14, words, "middle", color=GREY))
    columns = "; ".join(", ".join(_number(v) for v in column) for column in (product + b).T)
    alt = (
        f"The column {names[1]}, {', '.join(_number(v) for v in b[:, 0])}, is added to each of the "
        f"{m} columns of {names[0]}. The columns of {names[2]} are {columns}."
    )
    return svg.picture(width, height, alt, *parts)


def names_picture(names):
    """Draw names on the left, and on the right the arrays that they stand for.

    Parameters
    ----------
    names : dict
        From a name to an array, small enough to read. Names of one and the same array lead to one
        and the same box.
    """
    boxes = list({id(array): array for array in names.values()}.values())
    of_box = [[name for name, array in names.items() if array is box] for box in boxes]
    cell, row_height, line, left, y = 72, 32, 30, 430, 44
    parts = [
        svg.text(24, 24, "names", weight="bold"),
        svg.text(left, 24, "arrays", weight="bold"),
    ]
    for box, its_names in zip(boxes, of_box, strict=True):
        height = max(row_height * len(box), line * len(its_names))
        middle = y + height / 2
        top = middle - row_height * len(box) / 2
        for (row, column), value in np.ndenumerate(box):
            at = left + column * cell, top + row * row_height
            parts.append(svg.rectangle(*at, cell, row_height, fill="white", stroke=INK))
            words = _number(value)
            parts.append(svg.text(at[0] + cell / 2, at[1] + 21, words, "middle"))
        for k, name in enumerate(its_names):
            own = middle + line * (k - (len(its_names) - 1) / 2)
            parts.append(svg.text(24, own + 5, name, weight="bold"))
            # Lines along and up or down, which meet before they come to their box.
            way = [(34 + 10 * len(name), own), (left - 60, own), (left - 60, middle)]
            parts.append(svg.arrow(*way[: 1 if own == middle else 3], (left - 4, middle)))
        y += height + 26
    width = left + cell * max(box.shape[1] for box in boxes) + 24
    words = [
        f"{' and '.join(its_names)} {'leads' if len(its_names) == 1 else 'lead'} to array {k}, "
        f"which holds {', '.join(_number(value) for value in box.ravel())}"
        for k, (box, its_names) in enumerate(zip(boxes, of_box, strict=True), start=1)
    ]
    alt = f"{len(names)} names and {counted(len(boxes), 'array')}: {'; '.join(words)}."
    return svg.picture(width, int(y), alt, *parts)


def forward_flow_words(numbers):
    """Say what happens to one point in the 2-2-1 network."""
    x1, x2 = numbers["A0"][:, 0]
    asleep = [f"unit {k}" for k, sleeps in enumerate(numbers["asleep"], start=1) if sleeps]
    sleep = {0: "Both hidden units are awake.", 2: "Both hidden units sleep and answer 0."}.get(
        len(asleep), f"In layer 1, {''.join(asleep)} sleeps: its Z is not above 0, so it answers 0."
    )
    Z2, Y_hat = numbers["Z2"][0, 0], numbers["Y_hat"][0, 0]
    return (
        f"For the point ({_number(x1)}, {_number(x2)}) Z1 is {_column(numbers['Z1'])} and A1 is "
        f"{_column(numbers['A1'])}. {sleep} Z2 is {_number(Z2)}, and Y_hat is {Y_hat:.3f}."
    )


def forward_flow_picture(numbers):
    """Draw the 2-2-1 network with one point's numbers on every line and in every unit."""
    inputs, hidden, output = [(84, 96), (84, 222)], [(400, 96), (400, 222)], (690, 159)
    A0, A1, asleep = numbers["A0"][:, 0], numbers["A1"][:, 0], numbers["asleep"]
    W1, W2, b1, b2 = (numbers[key] for key in ("W1", "W2", "b1", "b2"))
    parts = [
        svg.text(x, 20, words, "middle", weight="bold")
        for x, words in [(84, "A0 = X"), (400, "layer 1: relu"), (690, "layer 2: sigmoid")]
    ]
    for k, unit in enumerate(hidden):
        for j, source in enumerate(inputs):
            parts.append(_weight_line(source, unit, W1[k, j], A0[j]))
        parts.append(_weight_line(unit, output, W2[0, k], A1[k], asleep[k]))
    for j, place in enumerate(inputs):
        parts.append(_circle(*place, _number(A0[j]), f"x{j + 1}"))
    for k, (x, y) in enumerate(hidden):
        sums = _sum([*(W1[k] * A0), b1[k, 0]], numbers["Z1"][k, 0])
        state = "sleeps: max(0, Z) = 0" if asleep[k] else f"A = max(0, Z) = {_number(A1[k])}"
        line = [y - 58, y - 40] if k == 0 else [y + 51, y + 68]
        parts.append(svg.text(x, line[0], f"unit {k + 1}: Z = {sums}", "middle"))
        weight = "normal" if asleep[k] else "bold"
        parts.append(svg.text(x, line[1], state, "middle", weight=weight))
        parts.append(_circle(x, y, _number(A1[k]), "A", asleep[k]))
    Z2, Y_hat = numbers["Z2"][0, 0], numbers["Y_hat"][0, 0]
    x, y = output
    parts.append(svg.text(x, y + 54, f"Z = {_sum([*(W2[0] * A1), b2[0, 0]], Z2)}", "middle"))
    parts.append(svg.text(x, y + 72, f"sigmoid(Z) = {Y_hat:.3f}", "middle", weight="bold"))
    parts.append(_circle(x, y, f"{Y_hat:.3f}", "Y_hat"))
    parts.append(_gauge(834, 59, 200, Y_hat))
    legend = [
        "Orange, +: the weight is above 0.  Blue, dashed, −: below 0.  Thicker: further from 0.",
        "Grey, dotted: passes on 0.  The last number in a sum Z is the bias b.",
    ]
    for k, words in enumerate(legend):
        parts.append(svg.text(24, 312 + 18 * k, words, color=GREY))
    return svg.picture(900, 338, forward_flow_words(numbers), *parts)


def _weight_line(start, end, weight, value, asleep=False):
    """Draw one connection: what comes in, times the weight; a mark says the weight's sign."""
    (x1, y1), (x2, y2) = start, end
    colour, dash = (POSITIVE, "") if weight > 0 else (NEGATIVE, "9 5")
    thickness = 1 + 2.5 * abs(weight)
    if asleep:
        colour, dash, thickness = GREY, "2 4", 1.5
    parts = [svg.segment(x1, y1, x2, y2, colour, thickness, dash)]
    x, y = x1 + 0.79 * (x2 - x1), y1 + 0.79 * (y2 - y1)
    parts.append(svg.circle(x, y, 9, fill="white", stroke=colour, stroke_width=1.5))
    parts.append(svg.text(x, y + 5, "+" if weight > 0 else "−", "middle", color=colour))
    share = 0.38 if y1 == y2 else 0.34
    x, y = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
    if start[0] == 400:  # fewer lines there: the label may stand in the middle
        x, y = x1 + 0.46 * (x2 - x1), y1 + 0.46 * (y2 - y1)
    factor = f"({_number(value)})" if value < 0 else _number(value)
    words = f"{_number(weight)} · {factor} = {_number(weight * value)}"
    half = 4.1 * len(words) + 3
    parts.append(svg.rectangle(x - half, y - 10, 2 * half, 20, fill="white"))
    parts.append(svg.text(x, y + 5, words, "middle", color=GREY if asleep else INK))
    return "".join(parts)


def _circle(x, y, number, name, asleep=False):
    look = {"fill": "white", "stroke": INK}
    if asleep:
        look = {"fill": "#e6e6e6", "stroke": GREY, "stroke_dasharray": "4 3"}
    return (
        svg.circle(x, y, 34, stroke_width=2, **look)
        + svg.text(x, y - 9, name, "middle", color=GREY)
        + svg.text(x, y + 11, number, "middle", 16, GREY if asleep else INK, "bold")
    )


def _gauge(x, top, height, Y_hat):
    """Point to the answer on a scale from class 0, blue, to class 1, orange."""
    ax = svg.Axes(x, top, 22, height, (0, 1), (0, 1))
    level = float(ax.y(Y_hat))
    pointer = [(x - 2, level), (x - 16, level - 8), (x - 16, level + 8)]
    return (
        ax.colours(np.linspace(0, 1, 101)[:, None])
        + svg.rectangle(x, top, 22, height, fill="none", stroke=INK)
        + svg.segment(x, level, x + 22, level, INK, 3)
        + svg.polygon(pointer, fill=INK)
        + svg.text(x + 27, float(ax.y(0.5)) + 5, "0.5")
        + svg.text(x + 11, top - 10, "1: class 1", "middle")
        + svg.text(x + 11, top + height + 20, "0: class 0", "middle")
    )


def forward_columns_words(numbers):
    """Say which shapes the layers have and what the network answers."""
    A, m = numbers["A"], numbers["Y"].shape[1]
    names = [f"A{l}" for l in range(len(A) - 1)] + ["Y_hat"]
    shapes = [f"{name} {_shape(*a.shape)}" for name, a in zip(names, A, strict=True)]
    words = f"Shapes: {', '.join(shapes)}. "
    if numbers["stopped"]:
        words += numbers["stopped"] + " "
    if not numbers["finite"]:
        return words + "The numbers have outgrown what a computer can hold: lower the rate."
    low, high = A[-1].min(), A[-1].max()
    spread = f"{low:.2f}" if f"{low:.2f}" == f"{high:.2f}" else f"{low:.2f} to {high:.2f}"
    words += (
        f"After {numbers['steps']} steps at learning rate {short(numbers['learning_rate'])} the "
        f"answers are {spread}; {numbers['right'].sum()} of {m} get the right class."
    )
    if numbers["asleep"]:
        words += (
            f" Every unit of layer {numbers['asleep'][0]} gives 0 for each of these examples, so "
            "all columns get the same answer."
        )
    return words


def forward_columns_picture(numbers):
    """Draw every layer's A as a strip of coloured cells, one column for each example.

    The strips stand one below the other, so that an example is the same column in all of them.
    """
    A, Y = numbers["A"], numbers["Y"]
    m, L = Y.shape[1], len(A) - 1
    left, cell, y = 84, min(56, 480 / m), 36
    hidden = sum(len(a) for a in A[1:-1])
    row_height = min(18, 156 / hidden)
    head = "one example, one column" if m == 1 else f"{m} examples, one in each column"
    parts = [
        svg.text(left, 22, head, weight="bold"),
        svg.text(590, 22, "shape", weight="bold"),
    ]
    for l, a in enumerate(A):
        height = len(a) * (20 if l in (0, L) else row_height)
        ax = svg.Axes(left, y, m * cell, height, (0, 1), (0, 1))
        # As colours know only 0 to 1: white stands for 0 in A and for 0.5 in Y_hat.
        shades = a if l == L else 0.5 + 0.5 * a / max(numbers["largest"][l], 1e-12)
        parts.append(_pixels(ax, shades, len(a), m))
        if l in (0, L):
            parts += _cell_numbers(a, left, y, cell)
        name = "A0 = X" if l == 0 else "Y_hat" if l == L else f"A{l}"
        parts.append(svg.text(left - 10, y + height / 2 + 5, name, "end", weight="bold"))
        words = _shape(*a.shape)
        if l > 0:
            n_out, n_in = len(a), len(A[l - 1])
            words += f" = {_shape(n_out, n_in)} · {_shape(n_in, m)} + {_shape(n_out, 1)}"
        parts.append(svg.text(590, y + height / 2 + 5, words))
        y += height + 8
    parts.append(svg.text(left - 10, y + 13, "Y", "end", weight="bold"))
    for column, (label, right) in enumerate(zip(Y[0], numbers["right"], strict=True)):
        words = f"{label:.0f}" if right else f"{label:.0f} ✗"
        parts.append(svg.text(left + (column + 0.5) * cell, y + 13, words, "middle"))
    parts.append(svg.text(590, y + 13, f"{_shape(1, m)}  (✗: the class is wrong)"))
    legend = [
        f"A: orange above 0, blue below, no colour at 0; full colour is a layer's largest of "
        f"{MOST_COLUMNS} examples.",
        "Y_hat: blue near 0, orange near 1.",
    ]
    for k, words in enumerate(legend):
        parts.append(svg.text(24, 333 + 19 * k, words, color=GREY))
    return svg.picture(900, 362, forward_columns_words(numbers), *parts)


def _pixels(ax, shades, rows, columns):
    """Draw a matrix as coloured cells with sharp edges, first row on top."""
    place = {"x": ax.left, "y": float(ax.top), "width": float(ax.width), "height": float(ax.height)}
    sharp = {"preserveAspectRatio": "none", "style": "image-rendering:pixelated"}
    across = [f"M{ax.left} {ax.top + ax.height * k / rows:.1f}h{ax.width:.1f}" for k in range(rows)]
    down = [
        f"M{ax.left + ax.width * k / columns:.1f} {ax.top:.1f}v{ax.height:.1f}"
        for k in range(columns)
    ]
    return (
        svg.element("image", **place, **sharp, href=svg.png(shades[::-1]))
        + svg.path("".join(across), stroke="#e0e0e0", stroke_width=0.5)
        + svg.path("".join(down), stroke="#b0b0b0")
        + svg.rectangle(**place, fill="none", stroke=INK)
    )


def _cell_numbers(a, left, top, cell):
    size = min(15, int(cell / 3))  # so that the widest, with a minus, does not touch the next
    return [
        svg.text(left + (k + 0.5) * cell, top + 20 * row + 15, _two(value), "middle", size)
        for row, values in enumerate(a)
        for k, value in enumerate(values)
    ]


def _two(value):
    """Write a number with two digits after the point, or say that it is none."""
    return f"{value:.2f}".replace("-", "−") if np.isfinite(value) else "?"


def _number(value):
    """Write a short number, with a real minus and no negative zero."""
    return f"{value + 0.0:g}".replace("-", "−")


def _sum(terms, total):
    """Write terms and their sum, such as 0.5 − 0.5 + 0.5 = 0.5."""
    words = _number(terms[0])
    for term in terms[1:]:
        words += f" {'−' if term < 0 else '+'} {_number(abs(term))}"
    return f"{words} = {_number(total)}"


def _column(values):
    return f"({', '.join(_number(v) for v in values[:, 0])})"


def _shape(rows, columns):
    return f"({rows}, {columns})"
