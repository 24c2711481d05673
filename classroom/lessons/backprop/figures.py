"""Notebook 05: nudges and walks on the small network, one layer both ways, fading gradients."""

import numpy as np

from classroom import svg
from classroom.lessons.backprop.experiments import NUDGES, compare_gradients
from classroom.network_pictures import network_parts
from classroom.pictures import LOOKS, new_figure
from classroom.svg import GREY, INK, OLIVE, ROSE, VIOLET
from nnlib.architecture import check_architecture

SMALLEST, LARGEST = 1e-10, 1e2  # the edges of the fading picture
HEAD = 9, 5  # length and half the width of an arrow's head
# What goes forward is violet, what comes back is rose: neither stands for a class or a sign.
FORWARD, BACKWARD = VIOLET, ROSE
TINTS = {FORWARD: "#ebe9f4", BACKWARD: "#f9ebee"}


def blame_words(numbers):
    """Say in sentences what all slopes of a network are good for."""
    before, after = numbers["costs"]
    count, grads = numbers["numbers"], numbers["grads_values"]
    words = (
        f"This network has {count} weights and biases, and its cost on the moons is {before:.3f}. "
    )
    if not any(values.any() for values in grads.values()):
        return words + "All its slopes are 0, so nothing can be learned from them."
    steepest = max(grads, key=lambda key: np.abs(grads[key]).max())
    rate = _plain(numbers["learning_rate"])
    words += (
        f"One walk back has found all {count} slopes; the steepest is in {steepest}. "
        f"If every number moves against its slope, by {rate} times the slope, "
    )
    if f"{after:.3f}" == f"{before:.3f}":
        return words + "the cost stays the same to three decimals."
    if after < before:
        return words + f"the cost falls to {after:.3f}."
    return (
        words + f"the cost rises to {after:.3f}: for a step as long as this, slopes are no guide."
    )


def blame_picture(numbers):
    """Draw the slope of every weight as the line it belongs to, and the cost before and after."""
    net, grads = numbers["nn_architecture"], numbers["grads_values"]
    weights = {key: values for key, values in grads.items() if key[:2] == "dW"}
    most = max(float(np.abs(values).max()) for values in weights.values())
    # The thickest line that is drawn stands for the steepest slope.
    shown = {key[1:]: 4 * values / most if most else values for key, values in weights.items()}
    sizes = [net[0]["input_dim"], *(layer["output_dim"] for layer in net)]
    head = (
        f"{'-'.join(map(str, sizes))} · the slope of the cost against every weight · "
        f"seed {numbers['seed']}"
    )
    before, after = numbers["costs"]
    parts = [
        svg.text(20, 24, head, weight="bold"),
        network_parts(net, 0, 620, 130, 234, shown, pitch=22),
        svg.segment(20, 296, 50, 296, svg.POSITIVE, 4),
        svg.text(58, 301, "if this weight grows, the cost rises"),
        svg.segment(340, 296, 370, 296, svg.NEGATIVE, 4, "5 3"),
        svg.text(378, 301, "if this weight grows, the cost falls"),
        svg.text(640, 64, "cost now"),
        _bar(640, 74, before, GREY),
        svg.text(640, 134, f"after one step at rate {_plain(numbers['learning_rate'])}"),
        _bar(640, 144, after, VIOLET),
        svg.text(640, 206, "thick: a small nudge does much"),
        svg.text(640, 226, "thin: it does little"),
    ]
    return svg.picture(900, 314, blame_words(numbers), *parts)


def _bar(left, top, cost, color):
    """Draw a cost as a bar, 150 pixels for 1 nat, with its number; a long one ends in an arrow."""
    width = min(150 * cost, 180)
    bar = svg.rectangle(left, top, float(width), 26, fill=color)
    if 150 * cost > 180:
        x, y = left + 180, top + 13
        bar += svg.polygon([(x, top - 4), (x + 16, y), (x, top + 30)], fill=color)
    return bar + svg.text(left + 252, top + 19, f"{cost:.3f}", "end", weight="bold")


def following_words(numbers):
    """Say in sentences where a nudge goes, and whether its slope foretells what it does."""
    nudge, names, changes = numbers["nudge"], numbers["names"], numbers["changes"]
    weight, slope = numbers["weight"], numbers["slope"]
    start = f"{weight} is {_number(numbers['value'])}, and the cost is {numbers['cost']:.3f}. "
    if nudge == 0:
        return start + f"Nothing is nudged yet. The slope there is {_number(slope)}."
    start += f"You nudge it by {_change(nudge)}. "
    moved = changes[-1]
    if slope == 0 and moved == 0:
        stop = next(at for at, change in enumerate(changes) if change == 0)
        if names[stop][0] == "A":
            why = f"the unit is asleep, so the push stops at {names[stop]}"
        else:
            why = f"{weight} multiplies an A1 of 0, so {names[stop]} does not move"
        return start + f"The cost does not change at all: {why}. The slope is 0."
    if slope == 0:
        return start + (
            f"The slope is 0, because the unit is asleep. But this nudge is long enough to wake "
            f"it, and the cost changes by {_change(moved)}."
        )
    return start + (
        f"The cost changes by {_change(moved)}, which is {_number(moved / nudge)} times the nudge. "
        f"The slope at the start is {_number(slope)}, so the straight line says "
        f"{_change(slope * nudge)}."
    )


def following_picture(numbers):
    """Draw a nudge's way to the cost, with every change and factor, and the cost's own curve."""
    names, changes, factors = numbers["names"], numbers["changes"], numbers["factors"]
    value, nudge, slope = numbers["value"], numbers["nudge"], numbers["slope"]
    width, step = 96, 191
    parts = [svg.text(20, 26, "The nudge, on its way to the cost", weight="bold")]
    for k, (name, change) in enumerate(zip(names, changes, strict=True)):
        left, moves = 20 + k * step, change != 0
        color = VIOLET if moves else GREY
        look = {"rx": 4, "stroke": color, "stroke_width": 2, "fill": TINTS[VIOLET]}
        look |= {} if moves else {"fill": "white"}
        parts.append(svg.rectangle(left, 40, width, 56, **look))
        parts.append(svg.text(left + width / 2, 62, name, "middle", weight="bold"))
        parts.append(svg.text(left + width / 2, 86, _change(change), "middle"))
        if k:
            parts.append(svg.arrow((left - step + width, 68), (left, 68), color=INK, head=HEAD))
            factor = f"× {_number(factors[k - 1], brackets=True)}"
            parts.append(svg.text(left - (step - width) / 2, 58, factor, "middle"))
    product = " · ".join(_number(factor, brackets=True) for factor in factors)
    parts.append(svg.text(20, 124, f"factors multiplied: {product} = {_number(slope)}, the slope"))
    ax = svg.Axes(70, 164, 500, 140, (value - 1.2, value + 1.2), (0, 3))
    ends = np.array([value - 1.2, value + 1.2])
    moved = numbers["cost"] + changes[-1]
    parts += [
        ax.inside(
            ax.line(numbers["values"], numbers["costs"], INK, 2.5),
            ax.line(ends, numbers["cost"] + slope * (ends - value), VIOLET, 2, "7 4"),
            ax.dots([value], [numbers["cost"]], VIOLET, 11),
            ax.dots([value + nudge], [moved], ROSE, 11, False),
        ),
        ax.frame(
            f"The cost against {numbers['weight']}",
            numbers["weight"],
            "cost (nats)",
            [(value + k, _number(value + k)) for k in (-1, -0.5, 0, 0.5, 1)],
            [(k, k) for k in range(4)],
        ),
        _key(600, 190, INK, "", "the cost"),
        _key(600, 220, VIOLET, "7 4", "straight on, by the slope"),
        svg.circle(614, 250, 5.5, fill=VIOLET),
        svg.text(640, 255, f"before: {numbers['cost']:.3f}"),
        svg.rectangle(608.5, 274.5, 11.0, 11.0, fill=ROSE),
        svg.text(640, 285, f"after the nudge: {moved:.3f}"),
    ]
    return svg.picture(900, 350, following_words(numbers), *parts)


def _key(left, y, color, dash, words):
    """Draw one line of a legend."""
    return svg.segment(left, y - 5, left + 28, y - 5, color, 2.5, dash) + svg.text(
        left + 40, y, words
    )


WALK_WORDS = {
    "dZ2": "dZ2 = Y_hat − Y: prediction minus truth",
    "dW2": "dW2 = dZ2 times A1, because A1 is what W2 multiplies",
    "db2": "db2 = dZ2, because b2 is added as it is",
    "dA1": "dA1 = dZ2 times W2: each unit's share comes back through its own weight",
    "dZ1": "dZ1 = dA1 where Z1 is above 0, otherwise 0",
    "dW1": "dW1 = dZ1 times X, because X is what W1 multiplies",
    "db1": "db1 = dZ1, because b1 is added as it is",
}
# Left edge, top and width of every box of the walk's picture.
WALK_BOXES = {
    "X": (14, 36, 80),
    "Z1": (292, 36, 90),
    "A1": (424, 36, 90),
    "Z2": (692, 36, 80),
    "Y_hat": (808, 36, 80),
    "W1": (128, 36, 130),
    "b1": (128, 108, 130),
    "W2": (548, 36, 110),
    "b2": (548, 108, 110),
    "dZ2": (692, 186, 80),
    "dW2": (548, 240, 110),
    "db2": (548, 296, 110),
    "dA1": (424, 186, 90),
    "dZ1": (292, 186, 90),
    "dW1": (128, 186, 130),
    "db1": (128, 276, 130),
}


def walking_words(numbers):
    """Say in sentences what the latest step of the walk has found."""
    found, forward = numbers["found"], numbers["forward"]
    start = (
        f"Example {numbers['example']}: Y_hat is {_values(forward['Y_hat'])}, Y is "
        f"{_values(forward['Y'])}, and the cost is {numbers['cost']:.3f}. "
    )
    if not found:
        return start + "The forward pass is done, and the walk back has not begun."
    name = list(found)[-1]
    words = (
        f"Step {numbers['steps']} of 7: {WALK_WORDS[name]}. Here {name} is {_values(found[name])}."
    )
    if numbers["steps"] == len(WALK_WORDS):
        words += " All nine slopes are found."
    return start + words


def walking_picture(numbers):
    """Draw the small network's forward pass above, and below it as much of the walk as is done."""
    forward, found = numbers["forward"], numbers["found"]
    parts = [
        svg.text(14, 24, f"Forward, example {numbers['example']}", "start", 15, FORWARD, "bold"),
        svg.text(886, 24, f"Y is {_values(forward['Y'])}", "end", weight="bold"),
        svg.text(14, 204, "Back", "start", 15, BACKWARD, "bold"),
    ]
    for start, end in [(94, 292), (382, 424), (514, 692), (772, 808)]:
        parts.append(svg.arrow((start, 69), (end, 69), color=FORWARD, head=HEAD))
    for name in ("X", "W1", "b1", "Z1", "A1", "W2", "b2", "Z2", "Y_hat"):
        rule = name[0] in "Wb"
        parts.append(_matrix(name, forward[name], INK if rule else FORWARD))
    ways = {
        "dZ2": [(848, 82), (848, 209), (772, 209)],
        "dA1": [(692, 209), (514, 209)],
        "dZ1": [(424, 219), (382, 219)],
        "dW2": [(732, 232), (732, 263), (658, 263)],
        "db2": [(732, 232), (732, 319), (658, 319)],
        "dW1": [(292, 219), (258, 219)],
        "db1": [(337, 252), (337, 309), (258, 309)],
    }
    for k, (name, values) in enumerate(found.items(), start=1):
        parts.append(svg.arrow(*ways[name], color=BACKWARD, head=HEAD))
        parts.append(_matrix(name, values, BACKWARD, filled=k == numbers["steps"]))
    return svg.picture(900, 350, walking_words(numbers), *parts)


def _matrix(name, values, color, filled=False):
    """Draw a box with a name and, under it, the rows of an array."""
    left, top, width = WALK_BOXES[name]
    look = {"stroke": color, "stroke_width": 3 if filled else 1.5}
    look["fill"] = TINTS[BACKWARD] if filled else "white"
    middle = left + width / 2
    parts = [
        svg.rectangle(left, top, width, 26 + 20 * len(values), rx=3, **look),
        svg.text(middle, top + 17, name, "middle", 15, color, "bold"),
    ]
    for y, row in enumerate(values):
        for x, value in enumerate(row):
            at = left + width * (x + 0.5) / len(row)
            parts.append(svg.text(at, top + 37 + 20 * y, _number(value, decimals=4), "middle"))
    return "".join(parts)


def _values(values):
    """Write an array in one line: a single number bare, rows in square brackets."""
    if values.size == 1:
        return _number(values.item(), decimals=4)
    rows = [", ".join(_number(value, decimals=4) for value in row) for row in values]
    return "[" + ", ".join(f"[{row}]" for row in rows) + "]"


def _number(value, brackets=False, decimals=3):
    """Write a number with so many decimals at most, and a proper minus sign."""
    words = f"{round(float(value), decimals) + 0.0:g}".replace("-", "−")
    return f"({words})" if brackets and words[0] == "−" else words


def _change(value):
    """Write by how much a number changes, with its sign; 0 stays bare."""
    words = _number(value)
    return words if words[0] == "−" or words == "0" else f"+{words}"


def verdicts(grads_values, measured):
    """Return a table in words: for each tensor the verdict and the largest difference."""
    rows = compare_gradients(grads_values, measured)
    if all(verdict != "wrong" for verdict, _ in rows.values()):
        return f"all {len(rows)} are close: the largest difference is below 0.0000001"
    lines = [
        f"{key}  {verdict}  largest difference {off:.4f}" for key, (verdict, off) in rows.items()
    ]
    return "\n".join(lines)


def backward_shapes(nn_architecture, layer, m):
    """Draw the article's figure 6: one layer, forward above and backward below.

    Parameters
    ----------
    nn_architecture : list of dict
    layer : int
        Which layer, counted from 1.
    m : int
        How many examples.
    """
    check_architecture(nn_architecture)
    L = len(nn_architecture)
    if layer not in range(1, L + 1):
        raise ValueError(f"layer is {layer!r}, expected a whole number from 1 to {L}")
    this = nn_architecture[layer - 1]
    n_in, n_out, activation = this["input_dim"], this["output_dim"], this["activation"]
    A_prev, W, b, Z = f"A{layer - 1}", f"W{layer}", f"b{layer}", f"Z{layer}"
    A = "Y_hat" if layer == L else f"A{layer}"
    # In the last layer the sigmoid's slope and the cost's cancel, so its backward rule is short.
    cancelled = layer == L and activation == "sigmoid"
    bend = {"relu": f"{A} = max(0, {Z})", "sigmoid": f"{A} = sigmoid({Z})"}[activation]
    if cancelled:
        back, slope = "Y_hat and Y", [f"d{Z} = Y_hat − Y"]
    elif activation == "sigmoid":
        back, slope = f"d{A}", [f"d{Z} = d{A} · S · (1 − S)", f"with S = sigmoid({Z})"]
    else:
        back, slope = f"d{A}", [f"d{Z} = d{A} where {Z} > 0,", "else 0"]
    before, after = f"({n_in}, {m})", f"({n_out}, {m})"
    parts = [
        svg.text(884, 36, f"Layer {layer}, forward", "end", 15, FORWARD, "bold"),
        _box(160, 12, 90, [W, f"({n_out}, {n_in})"], INK),
        _box(260, 12, 90, [b, f"({n_out}, 1)"], INK),
        svg.arrow((205, 62), (205, 88), color=INK, head=HEAD),
        svg.arrow((305, 62), (305, 88), color=INK, head=HEAD),
        _box(16, 88, 110, [A_prev, before], FORWARD),
        svg.arrow((126, 113), (160, 113), color=FORWARD, head=HEAD),
        _box(160, 88, 190, [f"{Z} = {W} {A_prev} + {b}"], FORWARD, rule=True),
        svg.arrow((350, 113), (384, 113), color=FORWARD, head=HEAD),
        _box(384, 88, 110, [Z, after], FORWARD),
        svg.arrow((494, 113), (528, 113), color=FORWARD, head=HEAD),
        _box(528, 88, 210, [bend], FORWARD, rule=True),
        svg.arrow((738, 113), (772, 113), color=FORWARD, head=HEAD),
        _box(772, 88, 112, [A, after], FORWARD),
        # What the way back reads again, dashed.
        svg.arrow((71, 138), (71, 188), (190, 188), (190, 240), color=GREY, head=HEAD, dash="6 4"),
        svg.text(79, 180, f"{A_prev}, from memory"),
        svg.arrow((315, 138), (315, 240), color=GREY, head=HEAD, dash="6 4"),
        svg.text(323, 180, W),
        svg.text(884, 350, f"Layer {layer}, backward", "end", 15, BACKWARD, "bold"),
        svg.text(884, 372, "dashed: read again on the way back", "end"),
        _box(772, 240, 112, [back, after], BACKWARD),
        svg.arrow((772, 265), (738, 265), color=BACKWARD, head=HEAD),
        _box(528, 240, 210, slope, BACKWARD, rule=True),
        svg.arrow((528, 265), (494, 265), color=BACKWARD, head=HEAD),
        _box(384, 240, 110, [f"d{Z}", after], BACKWARD),
        svg.arrow((384, 265), (350, 265), color=BACKWARD, head=HEAD),
        _box(160, 240, 190, [f"d{A_prev} = {W}ᵀ d{Z}"], BACKWARD, rule=True),
        svg.arrow((160, 265), (126, 265), color=BACKWARD, head=HEAD),
        _box(16, 240, 110, [f"d{A_prev}", before], BACKWARD),
        svg.arrow((205, 290), (205, 328), color=BACKWARD, head=HEAD),
        _box(60, 328, 190, [f"d{W} = d{Z} {A_prev}ᵀ / m", f"({n_out}, {n_in})"], BACKWARD),
        svg.arrow((305, 290), (305, 328), color=BACKWARD, head=HEAD),
        _box(260, 328, 190, [f"d{b} = mean of d{Z}", f"({n_out}, 1)"], BACKWARD),
    ]
    if cancelled:
        parts += [
            svg.arrow((828, 138), (828, 240), color=GREY, head=HEAD, dash="6 4"),
            svg.text(836, 180, A),
        ]
    else:
        parts += [
            svg.arrow(
                (439, 138), (439, 188), (633, 188), (633, 240), color=GREY, head=HEAD, dash="6 4"
            ),
            svg.text(447, 180, f"{Z}, from memory"),
        ]
    alt = (
        f"Layer {layer}. Forward: {A_prev} {before}, {W} ({n_out}, {n_in}) and {b} ({n_out}, 1) "
        f"give {Z} = {W} {A_prev} + {b}, then {bend}, both {after}. Backward, from right to left: "
        f"{' '.join(slope)}; from it come d{W} = d{Z} {A_prev}ᵀ / m, d{b} = mean of d{Z}, and "
        f"d{A_prev} = {W}ᵀ d{Z} {before}. "
        f"{A_prev}{'' if cancelled else f' and {Z}'} read from memory."
    )
    return svg.picture(900, 392, alt, *parts)


def _box(left, top, width, lines, color, rule=False):
    """Draw a box with one or two lines in it: rounded and tinted for a rule."""
    tint = TINTS[color] if rule else "white"
    size, weight = (14, "normal") if rule else (14, "bold")
    middle, first = left + width / 2, top + (30 if len(lines) == 1 else 21)
    words = [svg.text(middle, first, lines[0], "middle", size, weight=weight)]
    words += [svg.text(middle, top + 41, line, "middle") for line in lines[1:]]
    look = {"rx": 20 if rule else 2, "stroke": color, "stroke_width": 2, "fill": tint}
    return svg.rectangle(left, top, width, 50, **look) + "".join(words)


def step_size_errors(errors):
    """Draw how far measured slopes are from backprop's; `errors` maps the nudge h to it."""
    fig, ax = new_figure(6.4, 3.3)
    ax.plot(list(errors), list(errors.values()), "-o", color=VIOLET)
    ax.set(xscale="log", yscale="log", xlabel="nudge h", ylabel="largest difference in slope")
    ax.set_xticks([1e-12, 1e-9, 1e-6, 1e-3, 1])
    for x, words in ((0.38, "← rounding"), (0.7, "curvature →")):
        ax.text(x, 0.86, words, transform=ax.transAxes, ha="center", fontsize=12)
    longest = max(errors)
    fig.alt = (
        "Largest difference between measured slopes and backprop's against the nudge h, both axes "
        f"logarithmic: a V. From {errors[longest]:.3f} at h = {longest:g} it falls as h gets "
        "smaller, reaches its lowest point in the middle, and rises again towards the left."
    )
    return fig


def gradients_by_layer(sizes):
    """Draw the size of dZ and of dW over the layers, log scales.

    `sizes` maps a name to what `experiments.gradient_sizes` returns.
    """
    fig, axes = new_figure(8.6, 3.3, columns=2, sharey=True)
    for (name, size), (colour, dashes, marker) in zip(sizes.items(), LOOKS, strict=False):
        layers = range(1, len(size["dZ"]) + 1)
        for ax, what in zip(axes, ("dZ", "dW"), strict=True):
            ax.plot(layers, size[what], dashes, color=colour, marker=marker, label=name)
            ax.set(yscale="log", xlabel="layer", xticks=list(layers))
    axes[0].set(ylabel="size (root mean square)", title="dZ: what arrives")
    axes[1].set(title="dW: what moves the weights")
    axes[0].legend(fontsize=10)
    ways = [
        f"{name}: dZ is {size['dZ'][-1] / size['dZ'][0]:,.0f} times smaller in layer 1 than in "
        f"layer {len(size['dZ'])}, dW in layer 1 is {_power(size['dW'][0])}"
        for name, size in sizes.items()
    ]
    fig.alt = f"Size of dZ and of dW over the layers, on a logarithmic scale. {'; '.join(ways)}."
    return fig


def fading_words(numbers):
    """Say in sentences what the fading picture shows."""
    dZ, dW, W, step = (numbers[what] for what in ("dZ", "dW", "W", "step"))
    L = len(dZ)
    silent = L - np.count_nonzero(dW)
    if silent:
        layers = "layer 1" if silent == 1 else f"layers 1 to {silent}"
        if any(numbers["asleep"]):
            return (
                f"dW is exactly 0 in {layers}: a ReLU layer is asleep and breaks the chain, and no "
                "learning rate can move these weights."
            )
        return (
            f"dW is exactly 0 in {layers}: in this step nothing passes back to them. Once later "
            "layers have moved, that may change."
        )
    if L == 1:
        arrives = "There is only one layer: nothing can fade."
    else:
        factor = dZ[-1] / dZ[0]
        per_layer = factor ** (1 / (L - 1))
        change = "smaller" if factor >= 1 else "larger"
        factor, per_layer = max(factor, 1 / factor), max(per_layer, 1 / per_layer)
        arrives = (
            f"On the way from layer {L} back to layer 1, dZ becomes {_times(factor)} times "
            f"{change}: about {_times(per_layer)} times per layer."
        )
    first = (
        f"At learning rate {_plain(numbers['learning_rate'])} the next step changes a weight of "
        f"layer 1 typically by {_power(step[0])}"
    )
    if W[0] > 0:
        first += f", which is {_plain(100 * step[0] / W[0])} % of its size"
    return f"{arrives} {first}."


def fading_picture(numbers):
    """Draw the fading panel: dZ per layer, and dW with the step it leads to."""
    L = len(numbers["dZ"])
    layers = np.arange(1, L + 1)
    head = (
        f"2-{'-'.join([str(numbers['units'])] * numbers['layers'])}-1 · {numbers['activation']} · "
        f"{numbers['scheme']} · rate {_plain(numbers['learning_rate'])} · seed {numbers['seed']}"
    )
    left = svg.Axes(70, 62, 350, 210, (0.6, L + 0.4), (SMALLEST, LARGEST), log_y=True)
    right = svg.Axes(510, 62, 350, 210, (0.6, L + 0.4), (SMALLEST, LARGEST), log_y=True)
    x_ticks = [(l, l) for l in layers]
    y_ticks = _powers(range(-10, 3, 2))
    parts = [
        svg.text(70, 20, head, weight="bold"),
        left.frame("dZ: what arrives", "layer", "", x_ticks, y_ticks),
        right.frame("dW, and the step: rate × dW", "layer", "", x_ticks, y_ticks),
        svg.text(18, 167, "size (root mean square)", "middle", turn=-90),
        _marks(left, layers, numbers["dZ"], VIOLET, "", True),
        _marks(right, layers, numbers["dW"], VIOLET, "", True),
        _marks(right, layers, numbers["step"], ROSE, "5 3", False),
    ]
    for l, size in zip(layers, numbers["W"], strict=True):
        y = right.y(size)
        parts.append(svg.segment(right.x(l - 0.3), y, right.x(l + 0.3), y, GREY, 3))
    legend = right.left
    for at, mark, words in [
        (0, _mark(legend, 330, VIOLET, True), "dW"),
        (56, _mark(legend + 56, 330, ROSE, False), "step: rate × dW"),
        (
            216,
            svg.segment(legend + 206, 330, legend + 224, 330, GREY, 3),
            "W, the weights",
        ),
    ]:
        parts += [mark, svg.text(legend + at + 13, 334.5, words)]
    parts.append(svg.text(70, 334.5, "▼ exactly 0, or below 10⁻¹⁰"))
    return svg.picture(900, 344, fading_words(numbers), *parts)


def _marks(ax, layers, sizes, color, dash, round_):
    """Draw one size per layer, joined by a line; what lies off the scale is a triangle."""
    sizes = np.clip(sizes, 0, LARGEST)
    inside = sizes >= SMALLEST
    parts = [ax.inside(ax.line(layers, sizes, color, 2, dash))]
    parts.append(ax.dots(layers[inside], sizes[inside], color, 11, round_))
    for l in layers[~inside]:
        x, y = float(ax.x(l)), float(ax.top + ax.height)
        parts.append(svg.polygon([(x - 7, y - 12), (x + 7, y - 12), (x, y)], fill=color))
    return "".join(parts)


def _mark(x, y, color, round_):
    cap = "round" if round_ else "square"
    return svg.path(f"M{x} {y}h.01", stroke=color, stroke_width=11, stroke_linecap=cap)


def _powers(exponents):
    """Return ticks at powers of ten."""
    return [(10.0**k, f"10{_superscript(k)}" if k else "1") for k in exponents]


def _superscript(number):
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _plain(number):
    """Write a number with two digits that count, without e."""
    return np.format_float_positional(number, 2, fractional=False, trim="-")


def _power(number):
    """Write a number with two digits that count, a tiny one with a power of ten."""
    if number >= 1e-3:
        return _plain(number)
    digits, exponent = f"{number:.1e}".split("e")
    return f"{float(digits):g} × 10{_superscript(int(exponent))}"


def _times(factor):
    return f"{factor:.1f}" if factor < 100 else f"{float(f'{factor:.2g}'):,.0f}"


def nudge_words(numbers):
    """Say in sentences what the nudge picture shows."""
    h = numbers["h"]
    words = (
        f"At {numbers['weight']} = {_number(numbers['value'])} backpropagation finds the slope "
        f"{_signed(numbers['slope'])}. Measured with a nudge of {_power(h)} each way, it is "
        f"{_signed(numbers['measured'])}."
    )
    if numbers["corner"]:
        return words + (
            " Within the nudge a ReLU unit falls asleep or wakes up: there is a corner in the "
            "cost, and the measured slope mixes its two sides."
        )
    # Judged by what could go wrong, not by this one error, which may be small by luck: one source
    # grows with h, the other shrinks, so each verdict holds for an unbroken stretch of nudges.
    if numbers["curvature"] + numbers["rounding"] < 1e-3:
        return words + " They differ by less than 0.001."
    if numbers["curvature"] > numbers["rounding"]:
        return words + " The nudge is so long that the cost bends on the way."
    digits = numbers["last_digits"]
    apart = f"differ by {digits} in their last decimal" if digits else "are equal"
    return words + (
        f" The rounded costs {apart}: rounding alone can move the measured slope by up to "
        f"{_plain(numbers['rounding'])}."
    )


def nudge_picture(numbers):
    """Draw the nudge panel: the cost against one weight, and the error against the nudge."""
    value, h, slope = numbers["value"], numbers["h"], numbers["slope"]
    down, up = numbers["ends"]
    top = float(np.ceil(max(numbers["costs"].max(), down, up) * 1.05))
    ax = svg.Axes(70, 40, 360, 226, (-3, 3), (0, top))
    ends = np.array([-3.0, 3.0])
    tangent = numbers["cost"] + slope * (ends - value)
    chord = down + numbers["measured"] * (ends - (value - h))
    parts = [
        ax.inside(
            ax.line(numbers["values"], numbers["costs"], INK, 2.5),
            ax.line(ends, tangent, VIOLET, 2.5),
            ax.line(ends, chord, ROSE, 2.5, "7 4"),
            ax.dots([value - h, value + h], [down, up], ROSE, 10, False),
            ax.dots([value], [numbers["cost"]], VIOLET, 10),
        ),
        ax.frame(
            f"The cost against {numbers['weight']}",
            f"{numbers['weight']}",
            "",
            [(k, _number(k)) for k in range(-3, 4)],
            [(k, k) for k in range(int(top) + 1)],
        ),
        svg.text(24, 153, "cost (nats)", "middle", turn=-90),
        svg.segment(70, 322, 98, 322, VIOLET, 3),
        svg.text(104, 326, f"backprop: slope {_signed(slope)}"),
        svg.segment(300, 322, 326, 322, ROSE, 3, "7 4"),
        svg.text(332, 326, f"measured: {_signed(numbers['measured'])}"),
    ]
    low, high = 1e-12, 10
    ax = svg.Axes(520, 40, 340, 226, (1e-7, 1), (low, high), log_x=True, log_y=True)
    parts += [
        ax.frame(
            f"The error, costs kept to {numbers['decimals']} decimals",
            "nudge h",
            "",
            _powers(range(-7, 1)),
            _powers(range(-12, 2, 3)),
        ),
        svg.text(462, 153, "error of the measured slope", "middle", turn=-90),
        ax.inside(
            ax.line(NUDGES, numbers["errors"], OLIVE, 2),
            ax.dots(NUDGES, numbers["errors"], OLIVE, 5),
        ),
        ax.dots([h], [numbers["error"]], ROSE, 12, False),
        svg.text(520, 326, f"■ this nudge, h = {_power(h)}", color=ROSE, weight="bold"),
    ]
    return svg.picture(900, 340, nudge_words(numbers), *parts)


def _signed(slope):
    """Write a slope with three decimals, and no minus sign before 0.000."""
    return f"{slope + 0.0:.3f}".replace("-0.000", "0.000").replace("-", "−")
