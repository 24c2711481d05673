"""Notebook 06: one step, walks in a valley and in a bowl, and costs by learning rate."""

import numpy as np

from classroom import svg
from classroom.datasets import moons
from classroom.lessons.update_rule.experiments import THREE_STEPS, three_trained
from classroom.moons_pictures import live_plane
from classroom.pictures import COST_TICKS, LN2, LOOKS, new_figure, short
from classroom.plane import MOONS_X, MOONS_Y
from classroom.svg import GREY, INK, OLIVE, ROSE, VIOLET
from classroom.words import counted

# What the bowl's picture shows: its plane, the rates its strip covers, and its costs.
BOWL_W1, BOWL_W2 = (-1.6, 1.6), (-1.12, 1.12)
BOWL_RATES = (1e-3, 10)
BOWL_COSTS = (1e-6, 1e4)
LEARNED = 0.65  # a cost clearly below that of guessing, ln 2
RUN_COSTS = (0.05, 30)
CONTOUR = {"fill": "none", "stroke": "#bbbbbb"}
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def three_networks(named=False):
    """Draw what three networks have learned that differ only in their rate; `named` tells it."""
    split, parts, ways = moons(), [], []
    for k, (letter, run) in enumerate(zip("ABC", three_trained(), strict=True)):
        ax = svg.Axes(60 + 295 * k, 40, 232, 190, MOONS_X, MOONS_Y)
        name = f"{letter}: rate {short(run['rate'])}" if named else letter
        right = f"{100 * run['accuracy']:.1f} % right"
        parts.append(live_plane(ax, run["answers"], split, f"{name} · {right}"))
        ways.append(f"{name} gets {right}")
    alt = (
        f"Three networks on the moons, each after {THREE_STEPS} steps from the same start: "
        f"{', '.join(ways)}. Only the second one's line bends around the moons."
    )
    words = f"{THREE_STEPS} steps each, from the same start. On the line the answer is 0.5."
    return svg.picture(900, 300, alt, *parts, svg.text(60, 292, words))


def step_line(rates, costs, rate, slope):
    """Draw the cost after one step against its rate, and the straight line the gradient promises.

    Parameters
    ----------
    rates, costs : array
        Negative rates are steps uphill.
    rate : float
        The step that was taken, marked on both lines.
    slope : float
        Of the promise: how fast the cost changes with the rate at 0.
    """
    fig, ax = new_figure(6.4, 3.4)
    start, after = np.interp([0, rate], rates, costs)
    ax.axvspan(rates[0], 0, color="#eeeeee", zorder=0)
    ax.plot(rates, costs, color=VIOLET, linewidth=2, label="cost after one step")
    kept = start + slope * rates > 0
    ax.plot(
        rates[kept],
        (start + slope * rates)[kept],
        "--",
        color=ROSE,
        label="straight on, by its slope at 0",
    )
    ax.plot(0, start, "o", color=INK, markersize=8)
    ax.plot(rate, after, "s", color=VIOLET, markersize=8)
    ax.annotate("before", (0, start), (8, 6), textcoords="offset points", fontsize=12)
    ax.annotate(f"rate {rate:g}", (rate, after), (8, 6), textcoords="offset points", fontsize=12)
    ax.text(rates[0] / 2, 0.12, "with the\ngradient", ha="center", fontsize=12, color=GREY)
    ax.set(xlabel="learning rate of the one step", ylabel="cost (nats)", ylim=(0, None))
    ax.set_xlim(rates[0], rates[-1])
    ax.legend(fontsize=12)
    fig.alt = (
        f"Cost after one step against its rate. The curve falls from {start:.2f} at rate 0 to "
        f"{after:.2f} at {rate:g} and flattens, while the straight line of its slope runs on down. "
        f"On the left, with the gradient instead of against it, the cost rises to {costs[0]:.2f}."
    )
    return fig


def parabola_walks(walks, curvature):
    """Draw walks on the parabola J = curvature * w**2 / 2 side by side.

    `walks` maps a title to the values of w, one for each point of the walk.
    """
    fig, axes = new_figure(9.2, 3.1, columns=len(walks), sharey=True)
    w = np.linspace(-2.1, 2.1, 100)
    for ax, (title, walk), (colour, dashes, marker) in zip(
        axes, walks.items(), LOOKS, strict=False
    ):
        ax.plot(w, curvature * w**2 / 2, color="#bbbbbb")
        ax.plot(walk, curvature * walk**2 / 2, dashes, color=colour, marker=marker, linewidth=1.5)
        ax.plot(walk[0], curvature * walk[0] ** 2 / 2, "o", color=INK, markersize=9)
        ax.set(title=title, xlabel="w", xlim=(-2.1, 2.1), ylim=(-0.3, 1.8 * curvature))
    axes[0].set_ylabel("cost J")
    ways = [
        f"{title}: w from {walk[0]:g} to {walk[-1]:.3f}, "
        + ("jumping from side to side" if walk[1] < 0 else "on one side")
        for title, walk in walks.items()
    ]
    fig.alt = f"Walks of {len(walk) - 1} steps on one parabola. " + "; ".join(ways) + "."
    return fig


def cost_against_rate(rates, costs, start):
    """Draw the cost after training against the rate, a dot for each seed, a line for the median.

    Parameters
    ----------
    rates : array
    costs : array, shape (seeds, rates)
    start : float
        The seeds' median cost before training.
    """
    fig, ax = new_figure(6.4, 3.4)
    for k, row in enumerate(costs):
        ax.plot(rates, row, "o", color=GREY, markersize=4, label="" if k else "one seed")
    ax.plot(rates, np.median(costs, axis=0), "-", color=VIOLET, marker="s", label="median")
    ax.axhline(start, color=ROSE, linestyle="--", linewidth=1.5, label="median at the start")
    _rate_axis(ax, "cost after the last step (nats)")
    ax.legend(fontsize=12)
    medians = np.median(costs, axis=0)
    best = int(np.argmin(medians))
    fig.alt = (
        f"Cost after training against the learning rate, both axes logarithmic, {len(costs)} "
        f"seeds. The median is {medians[0]:.2f} at rate {rates[0]:g}, where it was {start:.2f} at "
        f"the start; it falls to {medians[best]:.2f} at rate {rates[best]:g} and is "
        f"{medians[-1]:.2f} at rate {rates[-1]:g}."
    )
    return fig


def cost_against_rate_compared(pairs, rates):
    """Draw medians of costs against the rate, one plot for each comparison.

    `pairs` maps a title to a dict from a name to costs, shape (seeds, rates).
    """
    fig, axes = new_figure(9.2, 3.4, columns=len(pairs), sharey=True)
    for ax, (title, runs) in zip(axes, pairs.items(), strict=True):
        for (name, costs), (colour, dashes, marker) in zip(runs.items(), LOOKS, strict=False):
            medians = np.median(costs, axis=0)
            ax.plot(rates, medians, dashes, color=colour, marker=marker, label=name)
        _rate_axis(ax, "")
        ax.set_title(title)
        ax.legend(fontsize=12)
    axes[0].set_ylabel("median cost (nats)")
    ways = [
        f"{title}, {name}: lowest, {np.median(costs, axis=0).min():.2f}, at rate "
        f"{rates[np.argmin(np.median(costs, axis=0))]:.2g}"
        for title, runs in pairs.items()
        for name, costs in runs.items()
    ]
    fig.alt = (
        "Median cost after training against the learning rate, all axes logarithmic. "
        + "; ".join(ways)
        + ". Beyond, each curve rises."
    )
    return fig


def _rate_axis(ax, y_label):
    ax.set(xscale="log", yscale="log", xlabel="learning rate", ylabel=y_label)
    low, high = ax.get_ylim()
    ticks = [tick for tick in COST_TICKS if low <= tick <= high]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_yticks([], minor=True)


def _number(value):
    """Write a number with three digits, very large and small ones with a power of ten."""
    if value == 0 or 1e-3 <= abs(value) < 1e4:
        words = f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    else:
        digits, power = f"{value:.1e}".split("e")
        words = f"{digits} · 10" + str(int(power)).translate(SUPERSCRIPT)
    return words.replace("-", "−")


def _bowl_rate(rate, a):
    """Write a rate with three digits, or four where three would put it on a border."""
    near = any(0 < abs(rate * a - border) < 0.01 for border in (1, 2))
    return f"{rate:.4g}" if near else f"{rate:.3g}"


def valley_words(numbers):
    """Say in sentences how the walk in the valley goes; where its borders are is left to find."""
    w, factor = numbers["w"], 1 - numbers["learning_rate"] * numbers["curvature"]
    way = {
        "creeping": "w stays on its side and comes nearer to the bottom, but slowly.",
        "right": "w stays on its side and arrives at the bottom.",
        "straight": "One step leads straight to the bottom.",
        "zigzag": "w jumps from side to side, nearer to the bottom each time.",
        "to and fro": "w jumps from side to side and comes no nearer to the bottom.",
        "diverging": "w jumps from side to side, farther from the bottom each time.",
    }[numbers["kind"]]
    # More digits where three would make a walk that shrinks or grows look as if it did neither.
    near = 0 < abs(abs(factor) - 1) < 0.01
    shown = f"{factor:.4g}".replace("-", "−") if near else _number(factor)
    return (
        f"At rate {short(numbers['learning_rate'])} each step multiplies w by {shown}. {way} "
        f"In {counted(numbers['steps'], 'step')} w goes from 1 to {_number(w[-1])}."
    )


def valley_picture(numbers):
    """Draw the valley panel: the walk in the valley, and w after each step."""
    w, a, steps = numbers["w"], numbers["curvature"], numbers["steps"]
    # One point outside is enough to draw the line that leaves; far ones have absurd digits.
    outside = np.abs(w) > 100
    w = np.clip(w[: int(np.argmax(outside)) + 1] if outside.any() else w, -1000, 1000)
    left = svg.Axes(60, 40, 380, 212, (-1.9, 1.9), (0, 1.8))
    across, k = np.linspace(-1.9, 1.9, 77), np.arange(w.size)
    # The height is J divided by a, so that the picture keeps its shape when a changes.
    parts = [
        left.inside(
            left.line(across, across**2 / 2, GREY, 2),
            left.line(w, w**2 / 2, VIOLET, 1.5),
            left.dots(w, w**2 / 2, VIOLET, 8),
            left.dots(w[:1], w[:1] ** 2 / 2, ROSE, 11, round_=False),
        ),
        left.frame(
            "The valley: start (square), then each step",
            "w",
            "",
            [(v, f"{v:g}".replace("-", "−")) for v in (-1, 0, 1)],
            [(0.5, _number(a / 2)), (1.5, _number(3 * a / 2))],
        ),
        svg.text(18, 146, "cost J", "middle", turn=-90),
    ]
    right = svg.Axes(530, 40, 330, 212, (-0.03 * steps, 1.03 * steps), (-1.9, 1.9))
    ticks = sorted({0, steps // 2, steps})
    parts += [
        right.inside(
            right.line([0, steps], [0, 0], GREY, 2),
            right.line(k, w, VIOLET, 1.5),
            right.dots(k, w, VIOLET, 8),
            right.dots(k[:1], w[:1], ROSE, 11, round_=False),
        ),
        right.frame(
            "w after each step: the bottom is 0",
            "step",
            "",
            [(v, v) for v in ticks],
            [(v, f"{v:g}".replace("-", "−")) for v in (-1, 0, 1)],
        ),
    ]
    return svg.picture(900, 296, valley_words(numbers), *parts)


def bowl_words(numbers):
    """Say in sentences how the walk in the bowl goes, and why."""
    rate, a, cost = numbers["learning_rate"], numbers["curvature"], numbers["cost"]
    shown = _bowl_rate(rate, a)
    one, two = f"1/a = {1 / a:.3g}", f"2/a = {2 / a:.3g}"
    across = "so each step lands on the valley's other side"
    verdict = {
        "creeping": f"The walk creeps: rate {shown} is below {one}, and so far below that the "
        "steps are short.",
        "right": f"The walk is right: rate {shown} is below {one}, yet large enough to get there.",
        "straight": f"The walk goes straight across: rate {shown} is {one}, and one step reaches "
        "the valley's floor.",
        "zigzag": f"The walk zigzags: rate {shown} lies between {one} and {two}, {across}, but "
        "nearer to its floor.",
        "to and fro": f"The walk goes to and fro: rate {shown} is just {two}, {across}, no nearer "
        "to its floor.",
        "diverging": f"The walk diverges: rate {shown} is above {two}, {across}, farther from its "
        "floor.",
    }[numbers["kind"]]
    taken = cost.size - 1
    words = (
        f"{verdict} A step multiplies w2 by 1 − rate · a = {_number(1 - rate * a)} and "
        f"w1 by 1 − rate = {_number(1 - rate)}. In {counted(taken, 'step')} the cost goes from "
        f"{_number(cost[0])} to {_number(cost[-1])}."
    )
    if taken < numbers["steps"]:
        words += " The next one is beyond what a computer's number can hold."
    return words


def bowl_picture(numbers):
    """Draw the bowl panel: the rate among its borders, the walk over contours, the costs."""
    rate, a = numbers["learning_rate"], numbers["curvature"]
    parts = [_bowl_strip(rate, a), _bowl_plane(numbers["w"], a), _bowl_costs(numbers)]
    return svg.picture(900, 354, bowl_words(numbers), *parts)


def _bowl_strip(rate, a):
    """Draw the three zones of rates, with a pointer at this one."""
    ax = svg.Axes(60, 26, 800, 22, BOWL_RATES, (0, 1), log_x=True)
    borders = [BOWL_RATES[0], 1 / a, 2 / a, BOWL_RATES[1]]
    zones = [("#ebe9f4", "stays on one side"), ("#f9ebee", "zigzag"), ("#dddddd", "diverges")]
    parts = []
    for low, high, (colour, words) in zip(borders, borders[1:], zones, strict=False):
        left, right = float(ax.x(low)), float(ax.x(high))
        parts.append(svg.rectangle(left, 26, right - left, 22, fill=colour))
        parts.append(svg.text((left + right) / 2, 41.5, words, "middle"))
    for value, words, anchor, shift in [(1 / a, "1/a", "end", 4), (2 / a, "2/a", "start", -4)]:
        at = float(ax.x(value))
        parts.append(svg.segment(at, 26, at, 52))
        parts.append(svg.text(at + shift, 65, f"{words} = {value:.3g}", anchor))
    at = float(ax.x(rate))
    parts.append(svg.path(f"M{at:.1f} 27l-7 -10h14z", fill=INK))
    words = f"rate {_bowl_rate(rate, a)}"
    parts.append(svg.text(at, 14, words, "middle" if at < 830 else "end", weight="bold"))
    return "".join(parts)


def _bowl_plane(w, a):
    ax = svg.Axes(60, 104, 380, 206, BOWL_W1, BOWL_W2)
    x, y = float(ax.x(0)), float(ax.y(0))
    across, up = float(ax.x(1)) - x, y - float(ax.y(1))
    # The outermost contour goes through the corners; their distances along w1 are equal.
    outer = np.hypot(BOWL_W1[1], np.sqrt(a) * BOWL_W2[1])
    parts = [
        svg.element("ellipse", cx=x, cy=y, rx=across * s, ry=up * s / np.sqrt(a), **CONTOUR)
        for s in outer * np.arange(1, 9) / 8
    ]
    parts.append(
        svg.segment(x - 6, y, x + 6, y, OLIVE, 3) + svg.segment(x, y - 6, x, y + 6, OLIVE, 3)
    )
    # One point outside is enough to draw the line that leaves; far ones have absurd digits.
    outside = np.abs(w).max(axis=0) > 100
    drawn = w[:, : int(np.argmax(outside)) + 1] if outside.any() else w
    drawn = np.clip(drawn, -1000, 1000)
    parts.append(ax.line(*drawn, VIOLET, 1.5))
    parts.append(ax.dots(*drawn[:, 1:], VIOLET, 6))
    parts.append(ax.dots(*drawn[:, :1], ROSE, 9, round_=False))
    frame = ax.frame(
        "The bowl from above: start (square), bottom (+)",
        "w1, the flat direction",
        "w2, the steep direction",
        [(v, f"{v:g}") for v in (-1, 0, 1)],
        [(v, f"{v:g}") for v in (-1, 0, 1)],
        grid=False,
    )
    return frame + ax.inside(*parts)


def _bowl_costs(numbers):
    cost, steps = numbers["cost"], numbers["steps"]
    ax = svg.Axes(530, 104, 330, 206, (0, steps), BOWL_COSTS, log_y=True)
    # Beyond the top edge by some room only, so that the line leaves at a fair slope.
    shown = np.minimum(cost, BOWL_COSTS[1] ** 3)
    k = np.arange(cost.size)
    parts = [ax.line(k, shown, VIOLET), ax.dots(k, shown, VIOLET, 6)]
    parts.append(ax.dots(k[:1], shown[:1], ROSE, 9, round_=False))
    ticks = sorted({0, steps // 2, steps})
    frame = ax.frame(
        "Cost after each step",
        "step",
        "",
        [(v, v) for v in ticks],
        [(1e-6, "10⁻⁶"), (1e-4, "10⁻⁴"), (1e-2, "0.01"), (1, "1"), (100, "100"), (1e4, "10⁴")],
    )
    return frame + ax.inside(*parts)


def rate_runs_words(numbers):
    """Say in sentences what the chosen rate did, and how its neighbours did."""
    (_, tenth, _), (rate, costs, ending), (_, tenfold, _) = numbers["runs"]
    start, end = costs[0], costs[-1]
    if ending == "diverged":
        return (
            f"The run diverged: at rate {short(rate)} the numbers overflowed after "
            f"{costs.size - 1} steps. A tenth of the rate {_reach(tenth)}."
        )
    if ending == "asleep from the start":
        verdict = "No rate helps: a whole layer is asleep from the start and passes nothing on"
    elif ending == "asleep":
        verdict = (
            "This rate is too large: a whole layer is asleep, and every point gets the same answer"
        )
    elif end > start:
        verdict = "This rate is too large: the cost ends higher than it began"
    elif tenth[-1] < 0.99 * end:
        verdict = "This rate is too large: a tenth of it gets lower"
    elif tenfold[-1] < 0.99 * end:
        timid = "creeps" if end > 0.8 * start else "could be bolder"
        verdict = f"This rate {timid}: one ten times as large gets lower"
    elif end >= LEARNED:
        verdict = (
            "The network has learned nothing: the cost is near guessing's 0.693 or above, and "
        )
        verdict += "neither a tenth of the rate nor ten times the rate gets lower"
    else:
        verdict = (
            "This rate is right, or near it: neither a tenth of it nor ten times as much gets lower"
        )
    return (
        f"{verdict}. At rate {short(rate)} the cost goes from {start:.3f} to {end:.3f} in "
        f"{numbers['steps']} steps; a tenth of the rate {_reach(tenth)}, ten times the rate "
        f"{_reach(tenfold)}."
    )


def _reach(costs):
    return f"reaches {costs[-1]:.3f}" if np.isfinite(costs[-1]) else "diverges"


def rate_runs_picture(numbers):
    """Draw the real-network panel: the cost over the first steps at three rates."""
    steps = numbers["steps"]
    ax = svg.Axes(70, 64, 540, 216, (0, steps), RUN_COSTS, log_y=True)
    head = f"{'-'.join(map(str, numbers['sizes']))} · he · seed {numbers['seed']}"
    if numbers["scale"] != 1:
        head += f" · features times {numbers['scale']:g}"
    parts, legend = [ax.line([0, steps], [LN2, LN2], GREY, 1, "2 4")], []
    looks = [
        (OLIVE, 2, "6 4", "a tenth"),
        (VIOLET, 4, "", "your rate"),
        (ROSE, 2, "2 3", "ten times"),
    ]
    for k, ((rate, costs, ending), (colour, width, dash, name)) in enumerate(
        zip(numbers["runs"], looks, strict=True)
    ):
        # A line that diverged leaves through the top edge.
        shown = np.minimum(costs, 10 * RUN_COSTS[1])
        parts.append(ax.line(np.arange(costs.size), shown, colour, width, dash))
        y = 92 + 70 * k
        legend.append(svg.segment(660, y - 5, 700, y - 5, colour, width, dash))
        weight = "bold" if k == 1 else "normal"
        legend.append(svg.text(710, y, f"{name}: {short(rate)}", weight=weight))
        way = f"{costs[0]:.3f} → {costs[-1]:.3f}" if np.isfinite(costs[-1]) else "diverged"
        legend.append(
            svg.text(710, y + 20, way + (", asleep" if ending.startswith("asleep") else ""))
        )
    frame = ax.frame(
        "Cost over the first steps",
        "step",
        "cost (nats), log scale",
        [(v, v) for v in range(0, steps + 1, 10)],
        [(v, f"{v:g}") for v in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)],
    )
    legend.append(svg.text(616, float(ax.y(LN2)) + 4.5, "ln 2", color=GREY))
    parts = [svg.text(70, 24, head), frame, ax.inside(*parts), *legend]
    return svg.picture(900, 330, rate_runs_words(numbers), *parts)
