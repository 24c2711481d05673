"""Notebook 05: one layer forward and back, measured slopes, and gradients layer by layer."""

import numpy as np

from classroom import svg
from classroom.lessons.backprop.experiments import NUDGES
from classroom.pictures import LOOKS, new_figure
from classroom.svg import BLUE, GREEN, GREY, INK, ORANGE
from nnlib.architecture import check_architecture

SMALLEST, LARGEST = 1e-10, 1e2  # the edges of the fading picture
HEAD = 9, 5  # length and half the width of an arrow's head


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
        svg.text(16, 36, f"Layer {layer}, forward", size=15, color=BLUE, weight="bold"),
        _box(160, 12, 90, [W, f"({n_out}, {n_in})"], INK),
        _box(260, 12, 90, [b, f"({n_out}, 1)"], INK),
        svg.arrow((205, 62), (205, 88), color=INK, head=HEAD),
        svg.arrow((305, 62), (305, 88), color=INK, head=HEAD),
        _box(16, 88, 110, [A_prev, before], BLUE),
        svg.arrow((126, 113), (160, 113), color=BLUE, head=HEAD),
        _box(160, 88, 190, [f"{Z} = {W} {A_prev} + {b}"], BLUE, rule=True),
        svg.arrow((350, 113), (384, 113), color=BLUE, head=HEAD),
        _box(384, 88, 110, [Z, after], BLUE),
        svg.arrow((494, 113), (528, 113), color=BLUE, head=HEAD),
        _box(528, 88, 210, [bend], BLUE, rule=True),
        svg.arrow((738, 113), (772, 113), color=BLUE, head=HEAD),
        _box(772, 88, 112, [A, after], BLUE),
        # What the way back reads again, dashed.
        svg.arrow((71, 138), (71, 188), (190, 188), (190, 240), color=GREY, head=HEAD, dash="6 4"),
        svg.text(79, 180, f"{A_prev}, from memory"),
        svg.arrow((315, 138), (315, 240), color=GREY, head=HEAD, dash="6 4"),
        svg.text(323, 180, W),
        svg.text(884, 350, f"Layer {layer}, backward", "end", 15, ORANGE, "bold"),
        svg.text(884, 372, "dashed: read again on the way back", "end"),
        _box(772, 240, 112, [back, after], ORANGE),
        svg.arrow((772, 265), (738, 265), color=ORANGE, head=HEAD),
        _box(528, 240, 210, slope, ORANGE, rule=True),
        svg.arrow((528, 265), (494, 265), color=ORANGE, head=HEAD),
        _box(384, 240, 110, [f"d{Z}", after], ORANGE),
        svg.arrow((384, 265), (350, 265), color=ORANGE, head=HEAD),
        _box(160, 240, 190, [f"d{A_prev} = {W}ᵀ d{Z}"], ORANGE, rule=True),
        svg.arrow((160, 265), (126, 265), color=ORANGE, head=HEAD),
        _box(16, 240, 110, [f"d{A_prev}", before], ORANGE),
        svg.arrow((205, 290), (205, 328), color=ORANGE, head=HEAD),
        _box(60, 328, 190, [f"d{W} = d{Z} {A_prev}ᵀ / m", f"({n_out}, {n_in})"], ORANGE),
        svg.arrow((305, 290), (305, 328), color=ORANGE, head=HEAD),
        _box(260, 328, 190, [f"d{b} = mean of d{Z} over m", f"({n_out}, 1)"], ORANGE),
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
    tint = {BLUE: "#e6f1f9", ORANGE: "#fcebe1"}[color] if rule else "white"
    size, weight = (14, "normal") if rule else (14, "bold")
    middle, first = left + width / 2, top + (30 if len(lines) == 1 else 21)
    words = [svg.text(middle, first, lines[0], "middle", size, weight=weight)]
    words += [svg.text(middle, top + 41, line, "middle", 13) for line in lines[1:]]
    look = {"rx": 20 if rule else 2, "stroke": color, "stroke_width": 2, "fill": tint}
    return svg.rectangle(left, top, width, 50, **look) + "".join(words)


def step_size_errors(errors):
    """Draw how far measured slopes are from backprop's; `errors` maps the nudge h to it."""
    fig, ax = new_figure(6.4, 3.3)
    ax.plot(list(errors), list(errors.values()), "-o", color=BLUE)
    ax.set(xscale="log", yscale="log", xlabel="nudge h", ylabel="largest difference in slope")
    ax.set_xticks([1e-12, 1e-9, 1e-6, 1e-3, 1])
    for x, words in ((0.38, "← rounding"), (0.7, "curvature →")):
        ax.text(x, 0.86, words, transform=ax.transAxes, ha="center", fontsize=12)
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
        svg.text(70, 20, head, size=15, weight="bold"),
        left.frame("dZ: what arrives", "layer", "", x_ticks, y_ticks),
        right.frame("dW, and the step: rate × dW", "layer", "", x_ticks, y_ticks),
        svg.text(18, 167, "size (root mean square)", "middle", turn=-90),
        _marks(left, layers, numbers["dZ"], BLUE, "", True),
        _marks(right, layers, numbers["dW"], BLUE, "", True),
        _marks(right, layers, numbers["step"], ORANGE, "5 3", False),
    ]
    for l, size in zip(layers, numbers["W"], strict=True):
        y = right.y(size)
        parts.append(svg.segment(right.x(l - 0.3), y, right.x(l + 0.3), y, GREY, 3))
    legend = right.left
    for at, mark, words in [
        (0, _mark(legend, 330, BLUE, True), "dW"),
        (60, _mark(legend + 60, 330, ORANGE, False), "step: rate × dW"),
        (
            200,
            svg.segment(legend + 192, 330, legend + 208, 330, GREY, 3),
            "W, the weights themselves",
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
    return svg.path(f"M{x} {y}h0", stroke=color, stroke_width=11, stroke_linecap=cap)


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
        f"At {numbers['weight']} = {numbers['value']:g} backprop says: slope "
        f"{_signed(numbers['slope'])}. Measured with a nudge of {_power(h)} each way: "
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
            ax.line(ends, tangent, GREEN, 2.5),
            ax.line(ends, chord, ORANGE, 2.5, "7 4"),
            ax.dots([value - h, value + h], [down, up], ORANGE, 10, False),
            ax.dots([value], [numbers["cost"]], GREEN, 10),
        ),
        ax.frame(
            f"The cost against {numbers['weight']}",
            f"{numbers['weight']}",
            "",
            [(k, k) for k in range(-3, 4)],
            [(k, k) for k in range(int(top) + 1)],
        ),
        svg.text(24, 153, "cost (nats)", "middle", turn=-90),
        svg.segment(70, 322, 98, 322, GREEN, 3),
        svg.text(104, 326, f"backprop: slope {_signed(slope)}"),
        svg.segment(258, 322, 286, 322, ORANGE, 3, "7 4"),
        svg.text(292, 326, f"measured: {_signed(numbers['measured'])}"),
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
            ax.line(NUDGES, numbers["errors"], BLUE, 2),
            ax.dots(NUDGES, numbers["errors"], BLUE, 5),
        ),
        ax.dots([h], [numbers["error"]], ORANGE, 12, False),
        svg.text(520, 326, f"■ this nudge, h = {_power(h)}", color=ORANGE, weight="bold"),
    ]
    return svg.picture(900, 340, nudge_words(numbers), *parts)


def _signed(slope):
    """Write a slope with three decimals, and no minus sign before 0.000."""
    return f"{slope + 0.0:.3f}".replace("-0.000", "0.000").replace("-", "−")
