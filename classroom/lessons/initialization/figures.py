"""Notebook 01: the twins, the shapes of W and b, how far answers differ, and the panels."""

import numpy as np

from classroom import svg
from classroom.datasets import moons
from classroom.lessons.initialization.experiments import (
    EQUAL,
    SPREAD_STEPS,
    STEPS,
    SURE,
    cost_histories,
)
from classroom.moons_pictures import live_plane
from classroom.pictures import LN2, LOOKS, new_figure, short
from classroom.plane import MOONS_X, MOONS_Y
from classroom.straight_line import best_straight_line
from classroom.svg import GREY, INK, ROSE, TRAINING, VIOLET
from classroom.training_pictures import cost_curves
from classroom.words import counted
from nnlib.architecture import check_architecture
from nnlib.validation import check_whole

MOST_CELLS = 5  # a matrix with more rows or columns is drawn shortened: the first, …, the last
CELL_HEIGHT = 30
FIRST_UNIT = "#e4e0f0"
ABOVE_0, BELOW_0 = "#f8dcc8", "#cfe3f2"  # pale orange and pale blue, to write on
LOWEST = 1e-7  # where the panel's axis of spreads ends


def parameter_shapes(nn_architecture, layer):
    """Draw W and b of one layer as matrices, with their sizes and what rows and columns mean.

    Up to five rows or columns are drawn one by one; of more, the first three and the last.
    The cells say which unit and input they belong to; those of unit 1 are shaded.
    """
    check_architecture(nn_architecture)
    check_whole("layer", layer)
    if layer > len(nn_architecture):
        raise ValueError(
            f"layer is {layer}, expected a whole number from 1 to the last layer, "
            f"{len(nn_architecture)}"
        )
    n_out, n_in = (nn_architecture[layer - 1][key] for key in ("output_dim", "input_dim"))
    source = "feature of X" if layer == 1 else f"unit of layer {layer - 1}"
    rows, columns = _shortened(n_out), _shortened(n_in)
    cell = max(44, 8 * len(f"{n_out},{n_in}") + 10)
    left, top = 150, 112
    b_left = left + max(cell * len(columns), 176) + 50
    middle = top + CELL_HEIGHT * len(rows) / 2
    n = n_out * n_in + n_out
    bottom = top + CELL_HEIGHT * len(rows) + 36
    title = f"Layer {layer} takes {counted(n_in, 'number')} and gives {n_out:,}"
    total = f"{n_out:,} · {n_in:,} weights + {counted(n_out, 'bias', 'biases')} = {n:,} parameters"
    parts = [
        svg.text(20, 26, title, weight="bold"),
        svg.text(left, 62, f"W{layer}: shape ({n_out}, {n_in})", weight="bold"),
        svg.text(left, 82, f"{counted(n_in, 'column')}, {_each(n_in)}"),
        svg.text(left, 100, source),
        svg.text(b_left, 62, f"b{layer}: shape ({n_out}, 1)", weight="bold"),
        svg.text(b_left, 82, "1 column:"),
        svg.text(b_left, 100, "the bias"),
        svg.text(left - 14, middle - 13, f"{counted(n_out, 'row')},", "end"),
        svg.text(left - 14, middle + 4, _each(n_out), "end"),
        svg.text(left - 14, middle + 21, f"unit of layer {layer}", "end"),
        _grid(left, top, cell, rows, columns, "{row},{column}"),
        _grid(b_left, top, cell, rows, [1], "{row}"),
        svg.text(20, bottom, "A cell of W names its unit, then its input. Shaded: unit 1."),
        svg.text(20, bottom + 22, total, weight="bold"),
    ]
    alt = (
        f"Layer {layer}: W{layer} is a grid of {counted(n_out, 'row')}, {_each(n_out)} unit of "
        f"layer {layer}, and {counted(n_in, 'column')}, {_each(n_in)} {source}; b{layer} beside "
        f"it has {counted(n_out, 'row')} and 1 column. Together they hold {n:,} parameters."
    )
    width = max(cell + 90, 14 + 9 * len(f"b{layer}: shape ({n_out}, 1)"))
    return svg.picture(b_left + width, bottom + 40, alt, *parts)


def _shortened(n):
    """Return which of n rows or columns are drawn; None stands for those left out."""
    return list(range(1, n + 1)) if n <= MOST_CELLS else [1, 2, 3, None, n]


def _grid(left, top, cell, rows, columns, label):
    """Draw the cells of a matrix; where rows or columns are left out, dots."""
    parts = []
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            x, y = left + j * cell, top + i * CELL_HEIGHT
            left_out = row is None or column is None
            fill = FIRST_UNIT if row == 1 else "white"
            edge = "none" if left_out else INK
            parts.append(svg.rectangle(x, y, cell, CELL_HEIGHT, fill=fill, stroke=edge))
            dots = {(True, False): "⋮", (False, True): "⋯", (True, True): "⋱"}
            words = dots.get((row is None, column is None), label.format(row=row, column=column))
            parts.append(svg.text(x + cell / 2, y + 20, words, "middle"))
    right, bottom = left + len(columns) * cell, top + len(rows) * CELL_HEIGHT
    look = {"fill": "none", "stroke": INK, "stroke_width": 2}
    parts.append(svg.rectangle(left, top, right - left, bottom - top, **look))
    return "".join(parts)


def twins_words(numbers):
    """Say in sentences what the panel of twins shows."""
    equal, random = numbers["equal"], numbers["random"]
    steps = counted(numbers["steps"], "step")
    words = (
        f"After {steps} at learning rate {short(numbers['learning_rate'])}, the network that "
        f"started with {EQUAL} everywhere gets {equal['accuracy']:.1%} of the points right, and "
        f"its W1 has {_rows(equal)}. The network that started from random numbers gets "
        f"{random['accuracy']:.1%} right, and its W1 has {_rows(random)}."
    )
    for name, run in [("first", equal), ("second", random)]:
        if run["stopped"]:
            words += f" The {name} network is shown just before it failed. {run['stopped']}"
    return words


def twins_picture(numbers):
    """Draw both networks: the plane with their answers, and beside it the numbers in W1."""
    heads = [f"All start at {EQUAL}", f"Random start, seed {numbers['seed']}"]
    parts = []
    for left, head, name in [(0, heads[0], "equal"), (450, heads[1], "random")]:
        run = numbers[name]
        ax = svg.Axes(left + 58, 32, 272, 204, MOONS_X, MOONS_Y)
        title = f"{head}: {run['accuracy']:.1%} right"
        parts.append(live_plane(ax, run["region"], numbers["split"], title))
        parts.append(_rows_of_weights(left + 342, 32, run))
    return svg.picture(900, 280, twins_words(numbers), *parts)


def _rows(run):
    """Say how many rows of W1 are different: "8 equal rows", "3 different rows in 4", "1 row"."""
    rows, units = run["rows"], len(run["W1"])
    if units == 1:
        return "1 row"
    if rows == 1:
        return f"{units} equal rows"
    return f"{units} different rows" if rows == units else f"{rows} different rows in {units}"


def _rows_of_weights(left, top, run):
    """Write W1 as a table with a row for each unit; the cells show the sign by their colour."""
    wide, high = 52, 25.5
    parts = [svg.text(left + wide, top - 9, "W1", "middle", weight="bold")]
    for i, row in enumerate(run["W1"].tolist()):
        for j, value in enumerate(row):
            x, y = left + j * wide, top + i * high
            fill = ABOVE_0 if value > 0 else BELOW_0
            parts.append(svg.rectangle(x, y, wide, high, fill=fill, stroke="white"))
            number = f"{value:.2f}" if abs(value) < 100 else f"{value:.0e}"
            parts.append(svg.text(x + wide / 2, y + 17.5, number.replace("-", "−"), "middle"))
    foot, units = top + high * len(run["W1"]) + 20, len(run["W1"])
    words = {1: "all equal", units: "all different"}.get(run["rows"], f"{run['rows']} different")
    if units > 1:
        parts.append(svg.text(left + wide, foot, words, "middle", weight="bold"))
    return "".join(parts)


def spread_words(numbers):
    """Say in sentences what the panel of spreads shows."""
    sizes = "-".join(map(str, numbers["sizes"]))
    before, after = numbers["before"], numbers["after"]
    words = (
        f"The network {sizes} starts with a spread of {short(numbers['spread'])}. Before the first "
        f"step {before['sure']:.0%} of its answers are sure (below {SURE} or above {1 - SURE}), "
        f"and {before['accuracy']:.1%} of all answers are right. "
    )
    if after["stopped"]:
        return words + after["stopped"] + " The right-hand picture shows the network just before."
    return words + (
        f"After {SPREAD_STEPS} steps at learning rate {short(numbers['learning_rate'])}, "
        f"{after['accuracy']:.1%} are right."
    )


def spread_picture(numbers):
    """Draw the plane with a network's answers, before its first step and after its last."""
    parts = []
    for left, title, name in [(58, "Before the first step", "before"), (514, None, "after")]:
        run = numbers[name]
        ax = svg.Axes(left, 32, 374, 232, MOONS_X, MOONS_Y)
        title = title or f"After {SPREAD_STEPS} steps"
        title += f": {run['accuracy']:.1%} right"
        parts.append(live_plane(ax, run["region"], numbers["split"], title))
    return svg.picture(900, 308, spread_words(numbers), *parts)


def spreads_by_layer(spreads):
    """Draw how much the answers differ from example to example, in X and layer by layer.

    `spreads` maps a name, such as a scheme's, to what `experiments.layer_spreads` returns.
    """
    fig, ax = new_figure(6.4, 3.3)
    for (name, values), (colour, dashes, marker) in zip(spreads.items(), LOOKS, strict=False):
        ax.plot(values, dashes, color=colour, marker=marker, label=name, linewidth=2)
        layers = range(len(values))
        ax.set_xticks(layers, ["X", *layers[1:]])
    ax.set(yscale="log", xlabel="layer", ylabel="spread over the examples")
    ax.set_title("How much do the answers still differ?")
    ax.legend(fontsize=11)
    ends = ", ".join(f"from {v[0]:.2f} to {v[-1]:.4f} with {name}" for name, v in spreads.items())
    fig.alt = f"The spread over the examples in X and in each layer, on a log scale: {ends}."
    return fig


def costs_of_starts(starts, nn_architecture, steps, learning_rate=0.1):
    """Draw the cost of the first steps on the moons, from several starts, by name."""
    split = moons()
    histories = cost_histories(starts, nn_architecture, learning_rate, steps)
    line, _ = best_straight_line(split.X_train, split.Y_train)
    fig = cost_curves(histories, "step", "The first steps from each start", straight_line=line)
    ends = [f"{name}: {costs[0]:.3f} to {costs[-1]:.3f}" for name, costs in histories.items()]
    fig.alt = (
        "The cost of the first steps, on a log scale, from first to last. "
        f"{'; '.join(ends)}. Grey lines mark ln 2 = {LN2:.3f} and the best straight line, "
        f"{line:.3f}."
    )
    return fig


def initialization_words(numbers):
    """Say in sentences what the picture of a start and its first steps shows."""
    spreads, costs = numbers["spreads"], numbers["costs"]
    last = len(spreads) - 1
    words = f"In X the points differ by {_plain(spreads[0])}. "
    same = [l for l, spread in enumerate(spreads) if spread == 0]
    if same:
        words += f"From layer {same[0]} on, every point gets the same answers. "
    else:
        words += f"The answers of layer {last}, the last, differ by {_plain(spreads[last])}. "
    if numbers["stopped"]:
        return words + numbers["stopped"]
    return words + (
        f"In the first {len(costs) - 1} steps at learning rate "
        f"{_plain(numbers['learning_rate'])} the cost goes from {costs[0]:.3f} to {costs[-1]:.3f}."
    )


def initialization_picture(numbers):
    """Draw a start and what comes of it: the spread in each layer, and the first costs."""
    head = (
        f"{'-'.join(map(str, numbers['sizes']))} · {numbers['scheme']} · "
        f"rate {_plain(numbers['learning_rate'])} · seed {numbers['seed']}"
    )
    parts = [
        svg.text(70, 20, head, weight="bold"),
        _spread_axes(numbers["spreads"]),
        _first_costs(numbers["costs"], bool(numbers["stopped"])),
    ]
    return svg.picture(900, 342, initialization_words(numbers), *parts)


def _spread_axes(spreads):
    last = len(spreads) - 1
    ax = svg.Axes(70, 58, 366, 236, (-0.4, last + 0.4), (LOWEST, 10), log_y=True)
    layers = np.arange(last + 1)
    passing = [l for l in layers if spreads[l] >= LOWEST]
    lost = [l for l in layers if spreads[l] < LOWEST]
    inside = [
        ax.line([-0.4, last + 0.4], [spreads[0]] * 2, GREY, 1.5, "6 4"),
        ax.line(layers, spreads, VIOLET, 2.5),
        ax.dots(passing, [spreads[l] for l in passing], VIOLET, 10),
        ax.dots(lost, [LOWEST * 1.4] * len(lost), ROSE, 11, round_=False),
    ]
    powers = [(10.0**p, words) for p, words in zip((-6, -4, -2, 0), _POWERS, strict=True)]
    marks = "; ■ 0, or too small to draw" if lost else ""
    return ax.frame(
        "Spread over the points, before step 1",
        f"layer  (dashed: the spread of X{marks})",
        "spread of A (log scale)",
        [(l, l or "X") for l in layers.tolist()],
        powers,
    ) + ax.inside(*inside)


_POWERS = ("10⁻⁶", "10⁻⁴", "10⁻²", "1")


def _first_costs(costs, stopped):
    ax = svg.Axes(510, 58, 366, 236, (0, STEPS), (0.1, 40), log_y=True)
    steps = range(len(costs))
    mark = ax.dots(steps[-1:], costs[-1:], ROSE, 12, round_=False) if stopped else ""
    return (
        ax.frame(
            f"The first {STEPS} steps",
            "step",
            "cost (log scale)",
            [(k, k) for k in range(0, STEPS + 1, 10)],
            [(v, f"{v:g}") for v in (0.1, 0.3, 1, 3, 10, 30)],
        )
        + ax.inside(
            ax.line([0, STEPS], [LN2, LN2], GREY, 1.5, "6 4"),
            ax.line(steps, costs, TRAINING, 2.5),
            ax.dots(steps, costs, TRAINING, 5),
            mark,
        )
        + svg.text(872, ax.y(LN2) - 6, "ln 2", "end", color=GREY)
    )


def _each(n):
    return "one for each" if n > 1 else "for the one"


def _plain(value):
    """Write a number with two figures and no power of ten."""
    if value < LOWEST:
        return f"less than {_plain(LOWEST)}"
    return np.format_float_positional(value, precision=2, fractional=False, trim="-")
