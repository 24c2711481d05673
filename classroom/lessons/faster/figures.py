"""Notebook 09: the ladder, where the time goes, and the optimizers' walks and races."""

import numpy as np

from classroom import svg
from classroom.measuring import duration
from classroom.pictures import COST_TICKS, LN2, LOOKS, new_figure, short
from classroom.svg import GREY, INK, ROSE, VIOLET
from classroom.words import counted

OPTIMIZER_WORDS = {
    "gradient_descent": "gradient descent",
    "momentum": "momentum",
    "rmsprop": "RMSProp",
    "adam": "Adam",
}
# Each optimizer's colour, dashes in matplotlib, marker, and dashes in SVG.
OPTIMIZER_LOOKS = {
    name: (*look, dash)
    for name, look, dash in zip(OPTIMIZER_WORDS, LOOKS, ("", "7 4", "9 3 2 3", "2 3"), strict=True)
}
RACE_COSTS = (0.02, 2)


def slow_and_fast_picture(numbers):
    """Draw the article's run and a fast one over the epochs, on a log axis, and two plateaus.

    `numbers` are those of `experiments.slow_and_fast`.
    """
    fig, ax = new_figure(8.6, 3.2)
    names = {"slow": "the article's run", "fast": "the end of this notebook"}
    for (key, name), (colour, dashes, _) in zip(names.items(), LOOKS, strict=False):
        run = numbers[key]
        ax.plot(run["epochs"], run["cost"], dashes, color=colour, linewidth=2, label=name)
        cost = np.interp(run["arrives"], run["epochs"], run["cost"])
        ax.plot(run["arrives"], cost, "o", color=colour, markersize=11)
    place = {"xycoords": ("axes fraction", "data"), "annotation_clip": False}
    for words, level in {
        "guessing": LN2,
        "best straight line": numbers["straight_line"],
    }.items():
        ax.axhline(level, color=GREY, linewidth=1, linestyle=(0, (6, 4)), zorder=0)
        ax.annotate(f" {words}: {level:.3f}", (1, level), va="center", color=GREY, **place)
    ax.set(xscale="log", ylim=(0, 0.75), ylabel="cost (nats)")
    ax.set(xlabel="epochs, log scale; the dot: 95 % of the training points are right")
    ax.set_xticks([0.1, 1, 10, 100, 1000, 10000], ["0.1", "1", "10", "100", "1,000", "10,000"])
    ax.legend(loc="center", fontsize=10)
    fig.alt = (
        "Cost of two runs against the epochs, on a log axis. The article's run stays at guessing "
        "for more than a thousand epochs and reaches 95 % after several thousand. The other run, "
        "of the same network on the same points, has done it before the second epoch ends."
    )
    return fig


def ladder_picture(rungs):
    """Draw the time to 95 % of every rung on a log axis.

    `rungs` are those of `experiments.SpeedLadder.all_in_turn`, in the order of the climb: all timed
    in one go, so that a factor is that of two bars. What is measured stands in the picture alone:
    its words would differ from run to run.
    """
    fig, ax = new_figure(8.6, 0.42 * len(rungs) + 1)
    for k, rung in enumerate(rungs):
        ax.barh(k, rung.seconds, color=VIOLET, height=0.62)
        words = f" {duration(rung.seconds)}"
        if rung.factor is not None:
            words += f", × {rung.factor:.2g}"
            words += "" if rung.below == rungs[k - 1].name else f" against “{rung.below}”"
        ax.text(rung.seconds, k, words, va="center", fontsize=10)
    ax.set_yticks(range(len(rungs)), [rung.name for rung in rungs])
    ax.set_ylim(len(rungs) - 0.5, -0.5)
    seconds = [rung.seconds for rung in rungs]
    ax.set(xscale="log", xlim=(min(seconds) / 3, max(seconds) * 12))
    ax.set(xlabel="time to 95 % of the training points (s), log scale", title="The ladder")
    fig.alt = (
        "Bars on a log scale: the time to 95 %, rung by rung, as measured on this computer. Beside "
        "each bar stands how many times as fast it is as the one before it. From top to bottom: "
        + "; ".join(rung.name for rung in rungs)
        + "."
    )
    return fig


def where_time_goes(parts, title="Where a step's time goes"):
    """Draw stacked bars: the matrix products of a step, and all the rest.

    `parts` maps a name to (seconds of the products, seconds of the whole step).
    """
    fig, ax = new_figure(8.6, 0.5 * len(parts) + 1.4)
    for k, (products, whole) in enumerate(parts.values()):
        rest = max(0, whole - products)
        first = k == 0
        ax.barh(k, 1e6 * products, color=VIOLET, label="matrix products" if first else "")
        ax.barh(
            k,
            1e6 * rest,
            left=1e6 * products,
            color="#f0d5da",
            hatch="//",
            edgecolor=ROSE,
            label="all the rest" if first else "",
        )
    ax.set_yticks(range(len(parts)), list(parts))
    ax.invert_yaxis()
    ax.set(xlabel="time of one step (µs)", title=title)
    fig.legend(loc="outside lower center", ncols=2, fontsize=10)
    fig.alt = (
        "Stacked bars, as measured on this computer: the part of a step's time that the matrix "
        "products take, and all the rest, for " + "; ".join(parts) + "."
    )
    return fig


def walks_in_the_bowl(walks):
    """Draw the walks of several optimizers over the contours of notebook 06's bowl.

    `walks` are what `experiments.optimizer_walk` returns.
    """
    fig, axes = new_figure(9.2, 2.9, columns=len(walks), sharey=True)
    a = walks[0]["curvature"]
    w1, w2 = np.meshgrid(np.linspace(-0.6, 1.1, 120), np.linspace(-0.55, 0.55, 120))
    cost = (w1**2 + a * w2**2) / 2
    for ax, walk in zip(axes, walks, strict=True):
        colour, _, marker, _ = OPTIMIZER_LOOKS[walk["optimizer"]]
        levels = np.array([0.02, 0.1, 0.25, 0.5, 1, 2, 4])
        ax.contour(w1, w2, cost, levels, colors="#bbbbbb", linewidths=0.8)
        ax.plot(*walk["w"], "-", color=colour, marker=marker, markersize=3, linewidth=1)
        ax.plot(*walk["w"][:, 0], "s", color=INK, markersize=7)
        ax.plot(0, 0, "+", color=INK, markersize=12, markeredgewidth=2)
        name = OPTIMIZER_WORDS[walk["optimizer"]]
        ax.set(title=f"{name}, rate {short(walk['learning_rate'])}", xlabel="w1", xlim=(-0.6, 1.1))
        ax.title.set_fontsize(10)
    axes[0].set(ylabel="w2, the steep direction", ylim=(-0.55, 0.55))
    named = ", ".join(
        f"{OPTIMIZER_WORDS[w['optimizer']]} at rate {short(w['learning_rate'])}" for w in walks
    )
    fig.alt = (
        f"Four walks of {walks[0]['cost'].size - 1} steps over the contours of a narrow bowl, "
        f"{a} times as steep across as along: {named}."
    )
    return fig


def steps_by_rate_picture(rates, steps, most):
    """Draw the median steps to 95 % against the learning rate, a line for each optimizer.

    `steps` is what `experiments.steps_by_rate` returns; a run that does not arrive is not drawn.
    """
    fig, ax = new_figure(8.2, 3.2)
    ways = []
    for name, runs in steps.items():
        median = np.median(runs, axis=0)
        colour, dashes, marker, _ = OPTIMIZER_LOOKS[name]
        ax.plot(rates, median, dashes, color=colour, marker=marker, label=OPTIMIZER_WORDS[name])
        best = int(np.argmin(median))
        ways.append(f"{OPTIMIZER_WORDS[name]} {median[best]:.0f} at rate {short(rates[best])}")
    ax.set(xscale="log", xlabel="learning rate", ylabel="steps to 95 % (median)", ylim=(0, most))
    fig.legend(loc="outside right upper", fontsize=10)
    fig.alt = (
        "Steps to 95 % of 300 points against the learning rate, the median of the seeds. Fewest "
        "for " + "; ".join(ways) + ". Each line is missing where the median run does not arrive."
    )
    return fig


def optimizer_race_words(numbers):
    """Say in sentences who arrives first, and how the chosen optimizer does."""
    runs, chosen = numbers["runs"], numbers["optimizer"]
    steps, costs, ending = runs[chosen]
    name = OPTIMIZER_WORDS[chosen]
    name = name[0].upper() + name[1:]
    if np.isfinite(steps):
        words = f"{name} gets 95 % of the points right after {counted(steps, 'step')}"
    elif ending:
        words = f"{name} diverged after {counted(costs.size, 'step')}"
    else:
        words = f"{name} does not get there in {numbers['steps']} steps: its cost "
        words += f"goes from {costs[0]:.3f} to {costs[-1]:.3f}"
    words += f" at rate {short(numbers['learning_rate'])}. "
    arrived = {key: run[0] for key, run in runs.items() if np.isfinite(run[0])}
    if not arrived:
        return words + "None of the four gets there."
    first = min(arrived.values())
    winners = [OPTIMIZER_WORDS[key] for key in arrived if arrived[key] == first]
    late = [OPTIMIZER_WORDS[key] for key in runs if key not in arrived]
    words += f"Fewest steps at this rate: {' and '.join(winners)}, {first}."
    return words + (f" Not there yet: {', '.join(late)}." if late else "")


def optimizer_race_picture(numbers):
    """Draw the race: the cost of each optimizer up to 95 %, and the steps it needed."""
    steps, chosen = numbers["steps"], numbers["optimizer"]
    head = (
        f"{'-'.join(map(str, numbers['sizes']))} · he · rate {short(numbers['learning_rate'])} · "
        f"seed {numbers['seed']} · all examples in every step"
    )
    ax = svg.Axes(70, 64, 466, 216, (0, steps), RACE_COSTS, log_y=True)
    levels = {"guessing": LN2, "best straight line": numbers["straight_line"]}
    lines = [ax.line([0, steps], [level, level], GREY, 1, "6 4") for level in levels.values()]
    legend = []
    bars = svg.Axes(690, 64, 170, 216, (0, steps), (0, 4))
    for k, (name, (needed, costs, ending)) in enumerate(numbers["runs"].items()):
        colour, _, _, dash = OPTIMIZER_LOOKS[name]
        width = 4 if name == chosen else 2
        shown = np.clip(costs, RACE_COSTS[0] / 10, 10 * RACE_COSTS[1])
        lines.append(ax.line(np.arange(costs.size), shown, colour, width, dash))
        top, weight = 70 + 52 * k, "bold" if name == chosen else "normal"
        legend.append(svg.text(682, top + 16, OPTIMIZER_WORDS[name], "end", weight=weight))
        legend.append(svg.segment(560, top + 26, 682, top + 26, colour, width, dash))
        if np.isfinite(needed):
            lines.append(ax.dots([needed], shown[-1:], colour, 10))
            across = max(1.0, float(bars.x(needed)) - 690)
            legend.append(svg.rectangle(690, top, across, 30, fill=colour))
            inside = across > 120
            at, anchor = (690 + across - 5, "end") if inside else (690 + across + 5, "start")
            colour_of_words = "white" if inside else INK
            legend.append(svg.text(at, top + 20, needed, anchor, 15, colour_of_words, weight))
        else:
            legend.append(svg.text(696, top + 20, ending or "not there yet"))
    frame = ax.frame(
        "Cost, up to the step with 95 % (dot)",
        "step",
        "cost (nats), log scale",
        [(v, v) for v in range(0, steps + 1, 25)],
        [(v, f"{v:g}") for v in COST_TICKS if RACE_COSTS[0] <= v <= RACE_COSTS[1]],
    )
    frame += bars.frame(
        "Steps to 95 %", "steps", "", [(v, v) for v in (0, 50, 100)], [], grid=False
    )
    named = "; ".join(f"{words} {level:.3f}" for words, level in levels.items())
    lines.append(svg.text(80, 270, f"grey dashes: {named}", color=GREY))
    parts = [svg.text(70, 24, head), frame, ax.inside(*lines), *legend]
    return svg.picture(900, 330, optimizer_race_words(numbers), *parts)
