"""Notebook 08: two networks side by side, how far apart they are, and their race."""

import numpy as np

from classroom import svg
from classroom.lessons.david_vs_goliath.experiments import recorded_race, totals
from classroom.measuring import duration, times, took
from classroom.moons_pictures import live_plane
from classroom.pictures import LOOKS, class_colours, new_figure, short
from classroom.plane import MOONS_X, MOONS_Y, middles
from classroom.svg import BLUE, GREY, INK, ORANGE, ROSE, VIOLET

NAMES = ("NumPy", "Keras")


def heat_words(heat):
    """Say how long every runner took in one heat of the race."""
    return ", ".join(f"{name} {took(result['seconds'])}" for name, result in heat.items())


def stage_words(parts, steps):
    """Say in lines what every runner paid once, and what its running took.

    Parameters
    ----------
    parts : dict
        What `experiments.race_stages` returns.
    steps : int
        How many steps the race has.
    """
    lines = []
    for name, stages in parts.items():
        paid = ", ".join(f"{stage} {took(seconds)}" for stage, seconds in stages.items())
        lines.append(f"{name}: {paid}; one step {took(stages['run'] / steps)}")
    ours, theirs = totals(parts)
    lines.append(f"from nothing to 95 %, Keras's time is {times(theirs / ours)} that of NumPy")
    return "\n".join(lines)


def recorded_words():
    """Say how the race went when it was recorded."""
    ours, theirs = recorded_race()
    words = f"when it was recorded: NumPy {duration(ours, 2)}, Keras {duration(theirs, 2)}"
    return f"{words}, {theirs / ours:.0f} times as long"


def difference_words(largest):
    """Say how small a difference is, coarsely enough to be the same on every machine."""
    if largest == 0:
        return "none"
    for limit in (1e-14, 1e-10, 1e-6, 1e-3):
        if largest < limit:
            return f"not 0, < {limit:g}"
    return f"up to {largest:.2g}"


def clipping_words(rows):
    """Say for each row of `experiments.clipping_told` how far the twins are apart."""
    lines = []
    for row in rows:
        lines.append(f"{row['layers']} layers of {row['units']} units, rate {row['rate']:g}")
        for words in ("as they are", "both clipped"):
            apart, largest = row[words]
            lines.append(f"  {words}: {apart:,} points differ; {_distance(largest)}")
    return "\n".join(lines)


def agreement_picture(float32, float64):
    """Draw the largest differences, row by row, in both precisions, on a log scale.

    Both map what is compared to the largest difference, as `experiments.keras_agreement` gives it.
    """
    fig, ax = new_figure(8.6, 4.2)
    rows = list(float32)
    for name, found, (colour, _, marker) in zip(
        ("float32", "float64"), (float32, float64), LOOKS, strict=False
    ):
        # A difference of exactly 0 has no place on a log scale: it is drawn at its left edge.
        sizes = [max(found[row], 1e-18) for row in rows]
        ax.plot(sizes, range(len(rows)), marker, color=colour, markersize=8, label=name)
        step = np.finfo(name).eps
        ax.axvline(step, color=colour, linewidth=1)
        ax.text(step, -1.1, f"rounding step of {name}", color=colour, fontsize=8, ha="center")
    ax.set(xscale="log", xlim=(4e-19, 1e-4), xlabel="largest difference", yticks=range(len(rows)))
    ax.set_yticklabels(rows)
    ax.invert_yaxis()
    ax.legend(loc="lower right")
    fig.alt = (
        "A dot for each thing compared, on a log scale. All of float32 lie near its rounding "
        "step, all of float64 nine powers of ten further left, near its own."
    )
    return fig


def planes_side_by_side(numbers, names=NAMES, title=""):
    """Draw what two networks answer over the plane, at the same scale, as the article's figure 8.

    Points that the two put into different classes wear a ring. `numbers` are those of
    `experiments.two_planes`.
    """
    fig, axes = new_figure(9.6, 3.65, columns=2, sharey=True)
    split, differ = numbers["split"], numbers["differ"]
    X, Y = np.hstack([split.X_train, split.X_test]), np.hstack([split.Y_train, split.Y_test])
    for ax, name, answers in zip(axes, names, numbers["regions"], strict=True):
        image = ax.imshow(
            answers,
            extent=(*MOONS_X, *MOONS_Y),
            origin="lower",
            aspect="auto",
            cmap=class_colours(),
            vmin=0,
            vmax=1,
        )
        x, y = middles(*MOONS_X, answers.shape[1]), middles(*MOONS_Y, answers.shape[0])
        ax.contour(x, y, answers, [0.5], colors=INK, linewidths=2)
        for value, colour, marker in [(0, BLUE, "o"), (1, ORANGE, "s")]:
            ax.scatter(*X[:, Y[0] == value], s=5, color=colour, marker=marker)
        ring = {"facecolor": "none", "edgecolor": INK, "linewidth": 1.5}
        ax.scatter(*X[:, differ], s=60, marker="o", **ring)
        ax.set(xlim=MOONS_X, ylim=MOONS_Y, xlabel="first feature", title=name)
    axes[0].set_ylabel("second feature")
    fig.colorbar(image, ax=axes, label="Y_hat, the probability of class 1")
    fig.suptitle(title)
    ringed = f"They disagree on {differ.sum()} of the {differ.size:,} points, which wear a ring"
    fig.alt = (
        f"Two planes, {names[0]} and {names[1]}, each coloured by what a network answers there, "
        f"with the line at 0.5 winding between the moons. {ringed}."
    )
    return fig


def race_picture(parts):
    """Draw every runner's way to 95 %: what is paid once, and the running itself.

    `parts` is what `experiments.race_stages` returns.
    """
    fig, axes = new_figure(9.6, 2.6, columns=2)
    looks = {"start-up": (GREY, ""), "warm-up": (ROSE, "////"), "run": (VIOLET, "..")}
    names = list(parts)
    for ax, stages in zip(axes, (tuple(looks), ("run",)), strict=True):
        left = np.zeros(len(names))
        for stage in stages:
            seconds = np.array([parts[name][stage] for name in names])
            colour, hatch = looks[stage]
            look = {"color": colour, "hatch": hatch, "edgecolor": "white", "linewidth": 0}
            ax.barh(names, seconds, left=left, label=stage, **look)
            left += seconds
        for place, total in enumerate(left):
            ax.text(total, place, f"  {duration(total, digits=2)}", va="center", fontsize=9)
        ax.invert_yaxis()
        ax.margins(x=0.2)
        ax.set(xlabel="seconds")
    axes[0].set_title("from nothing to 95 %")
    axes[1].set_title("the running alone")
    axes[1].set_yticklabels([])
    axes[0].legend(fontsize=8, loc="upper right")
    fig.alt = (
        "Bars, as measured, for NumPy, for Keras, and for Keras with 30 steps at a time. On the "
        "left they show the whole way from nothing to 95 %, cut into start-up, warm-up and run; "
        "on the right the running alone, on a scale of its own."
    )
    return fig


def step_times_picture(rows):
    """Draw the time of one step against the layers' width, one picture for each batch size.

    `rows` is what `experiments.step_times_by_width` yields.
    """
    batches = sorted({row["batch"] for row in rows})
    fig, axes = new_figure(9.6, 3.1, columns=len(batches), sharey=True)
    for ax, batch in zip(np.ravel(axes), batches, strict=True):
        chosen = sorted((row for row in rows if row["batch"] == batch), key=lambda r: r["width"])
        widths = [row["width"] for row in chosen]
        for name, (colour, dashes, marker) in zip(NAMES, LOOKS, strict=False):
            microseconds = [1e6 * row[name] for row in chosen]
            ax.plot(widths, microseconds, dashes, color=colour, marker=marker, label=name)
        ahead = [row["width"] for row in chosen if row["Keras"] <= row["NumPy"]]
        for width in ahead:
            ax.axvspan(width / 1.4, width * 1.4, color="#eeeeee", zorder=0)
        ax.set(xscale="log", yscale="log", xlabel="units in each hidden layer", xticks=widths)
        ax.set_xticks(widths, [str(width) for width in widths])
        ax.set_xticks([], minor=True)
        ax.set_title(f"batches of {batch}" + (" (shaded: Keras ahead)" if ahead else ""))
    np.ravel(axes)[0].set_ylabel("one step (µs)")
    np.ravel(axes)[0].legend()
    fig.alt = (
        "Time of one step, as measured, against the width of the layers, both on log scales; on "
        "the left for batches of 30, on the right for batches of 300. Widths at which Keras is "
        "ahead are shaded grey."
    )
    return fig


def twins_words(numbers):
    """Say in sentences what the twins' picture shows."""
    settings, (ours, *theirs) = numbers["settings"], numbers["accuracies"]
    rate = short(settings["learning_rate"])
    right = f"NumPy gets {_percent(ours)} of the test points right"
    words = f"After 50 steps at learning rate {rate}, {right}"
    if numbers["stopped"]:
        words = "NumPy's training diverged, and it kept its last finite parameters"
    if not theirs:
        return words + ". Keras is not installed here, so it has no picture."
    words += f", Keras {_percent(theirs[0])}. "
    count = int(numbers["differ"].sum())
    words += f"They put {count:,} of {len(numbers['differ']):,} points into different classes"
    return words + f"; {_distance(numbers['largest'])}."


def twins_picture(numbers):
    """Draw both planes of the twins panel, with a ring around points they disagree on."""
    settings = numbers["settings"]
    sizes = "-".join(map(str, [2, *[settings["units"]] * settings["layers"], 1]))
    rate = short(settings["learning_rate"])
    head = f"{sizes} · relu · he · rate {rate} · {settings['dtype']} · 50 steps on all 900"
    parts = [svg.text(56, 20, head)]
    split = numbers["split"]
    points = np.hstack([split.X_train, split.X_test])
    labels = np.hstack([split.Y_train, split.Y_test])[0]
    for place, (name, answers) in enumerate(zip(NAMES, numbers["regions"], strict=False)):
        axes = svg.Axes(58 + 440 * place, 56, 380, 236, MOONS_X, MOONS_Y)
        parts.append(live_plane(axes, np.nan_to_num(answers), split, name))
        if numbers["differ"] is not None:
            parts.append(axes.inside(*_ringed(axes, points, labels, numbers["differ"])))
    if len(numbers["regions"]) == 1:
        parts.append(svg.text(686, 180, "Keras is not installed here.", "middle"))
    return svg.picture(900, 338, twins_words(numbers), *parts)


def _ringed(axes, points, labels, differ):
    """Draw the points on which two networks differ, in their class's colour and shape, with a ring.

    `points` is (2, m); `labels` and `differ` are flat.
    """
    for value, colour in [(0, BLUE), (1, ORANGE)]:
        chosen = points[:, differ & (labels == value)]
        yield axes.dots(*chosen, INK, 9, value == 0)
        yield axes.dots(*chosen, colour, 5, value == 0)


def _percent(share):
    return f"{100 * share:.0f} %"


def _distance(largest):
    """Say how far apart two answers are, coarsely enough to be the same on every machine."""
    if not np.isfinite(largest):
        return "one of them has overflowed"
    for limit in (1e-10, 1e-5, 1e-2):
        if largest < limit:
            return f"no two answers differ by more than {limit:g}"
    return f"their answers differ by up to {largest:.2f}"
