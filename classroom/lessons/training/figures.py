"""Notebook 07: the strength of signals, the stages of a run, and the trainer's picture."""

import numpy as np

from classroom import svg
from classroom.moons_pictures import draw_answers, draw_points, live_plane
from classroom.pictures import LN2, LOOKS, new_figure, short, show
from classroom.plane import MOONS_X, MOONS_Y
from classroom.svg import GREY, TEST, TRAINING, VIOLET
from classroom.training_pictures import cost_axis, cost_curves, draw_levels
from classroom.words import counted


def signals_by_layer(strengths):
    """Draw, layer by layer, how much the activations vary and how large the gradients are.

    `strengths` maps a name, such as a scheme's, to what `experiments.layer_signals` returns.
    """
    fig, axes = new_figure(8.6, 3.1, columns=2)
    for (name, signal), (colour, dashes, marker) in zip(strengths.items(), LOOKS, strict=False):
        layers = range(1, len(signal["activation"]) + 1)
        for ax, what in zip(axes, ("activation", "gradient"), strict=True):
            ax.plot(layers, signal[what], dashes, color=colour, marker=marker, label=name)
            ax.set(yscale="log", xlabel="layer", xticks=list(layers))
    axes[0].set(
        ylabel="spread of A over the examples", title="forward: how different are examples?"
    )
    axes[1].set(ylabel="size of dW (root mean square)", title="backward: how strong is the push?")
    for ax in axes:
        ax.legend(fontsize=9)
    spreads = "; ".join(
        f"{name}: {', '.join(f'{value:.2g}' for value in signal['activation'])}"
        for name, signal in strengths.items()
    )
    pushes = "; ".join(
        f"{name}: {', '.join(f'{value:.2g}' for value in signal['gradient'])}"
        for name, signal in strengths.items()
    )
    fig.alt = (
        "Two plots over the layers, on log scales. On the left is the spread of the activations. "
        f"{spreads}. On the right is the size of the gradients. {pushes}."
    )
    return fig


def compare(runs, straight_line=None):
    """Print how each run went and show all cost curves.

    Parameters
    ----------
    runs : dict
        From a name to what `train` returned: parameters, costs, accuracies.
    straight_line : float, optional
        As for `cost_curves`.
    """
    for name, (_, costs, accuracies) in runs.items():
        print(f"{name}: cost {costs[0]:.3f} -> {costs[-1]:.3f}, accuracy {accuracies[-1]:.1%}")
    histories = {name: costs for name, (_, costs, _) in runs.items()}
    show(cost_curves(histories, straight_line=straight_line))


def stages_picture(stages):
    """Draw one run's cost with a mark for each stage, and what the network answers at each.

    `stages` is what `experiments.stages` returns.
    """
    fig, axes = new_figure(8.6, 4.8, columns=len(stages), rows=2)
    for ax in axes[0]:
        ax.remove()
    ax = fig.add_subplot(axes[0, 0].get_gridspec()[0, :])
    ax.spines[["top", "right"]].set_visible(False)
    steps, cost = stages[-1]["curve"][:, :2].T
    ax.plot(steps, cost, color=TRAINING, linewidth=2)
    draw_levels(ax, stages[-1]["straight_line"])
    ax.set(xlabel="step", ylabel="training cost (nats)", ylim=(0.05, 1.2))
    cost_axis(ax)
    for letter, stage, plane in zip("ABC", stages, axes[1], strict=False):
        ax.plot(stage["steps"], stage["cost"], "o", color=VIOLET, markersize=8)
        ax.annotate(
            letter,
            (stage["steps"], stage["cost"]),
            (0, 8),
            textcoords="offset points",
            ha="center",
            color=VIOLET,
            weight="bold",
        )
        draw_answers(plane, stage["region"])
        draw_points(plane, stage["split"].X_train, stage["split"].Y_train, size=2)
        plane.set(xlim=MOONS_X, ylim=MOONS_Y, xticks=[], yticks=[])
        words = f"{letter}: step {stage['steps']:,}, {stage['accuracy']:.1%} right"
        plane.set_title(words, fontsize=10)
    said = "; ".join(
        f"at step {stage['steps']:,} the cost is {stage['cost']:.3f}, {stage['accuracy']:.1%} of "
        f"the points are right, and a straight line can copy {stage['copied']:.1%} of the answers"
        for stage in stages
    )
    fig.alt = (
        "Above is the training cost over the steps, with lines at ln 2 and at the cost of the best "
        f"straight line; below is the plane, coloured by the network's answers: {said}."
    )
    return fig


def mistakes_picture(found):
    """Draw how many splits ended with how many mistakes.

    `found` maps the name of each way to classify to its mistakes, one number for each split.
    """
    fig, ax = new_figure(6.4, 2.6)
    most, width = max(max(numbers) for numbers in found.values()), 0.8 / len(found)
    for k, ((name, numbers), (colour, _, _)) in enumerate(zip(found.items(), LOOKS, strict=False)):
        counts = np.bincount(numbers, minlength=most + 1)
        at = np.arange(most + 1) + (k - (len(found) - 1) / 2) * width
        ax.bar(at, counts, width, color=colour, hatch="/" * (3 * k), edgecolor="white", label=name)
    ax.set(xlabel="mistakes in the test part", ylabel="splits", xticks=range(most + 1))
    ax.legend(fontsize=9)
    ways = "; ".join(
        f"{name}: {', '.join(str(count) for count in np.bincount(numbers, minlength=most + 1))}"
        for name, numbers in found.items()
    )
    fig.alt = f"Bars: how many splits ended with 0, 1, 2 and so on up to {most} mistakes. {ways}."
    return fig


def trainer_words(numbers, named_levels=True):
    """Say in sentences what the trainer's picture shows.

    With `named_levels=False` it does not tell what the two levels of the cost mean.
    """
    if numbers["stopped"]:
        return numbers["stopped"] + " Press Reset, or move a slider."
    rate = numbers["settings"].learning_rate
    words = (
        f"After {counted(numbers['steps'], 'step')} at learning rate {short(rate)} the cost is "
        f"{numbers['cost']:.3f} on the training points and {numbers['test_cost']:.3f} on the test "
        f"points; {numbers['accuracy']:.1%} and {numbers['test_accuracy']:.1%} of them get the "
        "right class."
    )
    words += _plateau_words(numbers, named_levels)
    classes = np.unique(numbers["region"] > 0.5)
    if len(classes) == 1:
        words += f" The whole plane gets class {int(classes[0])}, so there is no line to draw."
    asleep = [l for l, share in enumerate(numbers["asleep"], start=1) if share == 1]
    if asleep:
        words += (
            f" Every unit of layer {asleep[0]} answers 0 to every point, so no signal passes, and "
            "only the biases after it can still learn."
        )
    elif max(numbers["next_change"]) < 1e-4:
        words += " In the next step a weight typically changes by less than 0.0001."
    return words


def _plateau_words(numbers, named_levels):
    line = numbers["straight_line"]
    if numbers["plateau"] == "guessing":
        if named_levels:
            return f" That is near ln 2 = {LN2:.3f}, the cost of guessing."
        return f" That is near {LN2:.3f}, the upper grey line."
    if numbers["plateau"] == "straight line":
        name = "the cost of the best straight line" if named_levels else "the lower grey line"
        return f" That is near {line:.3f}, {name}."
    return ""


def trainer_picture(numbers, named_levels=True):
    """Draw the trainer panel: the plane, cost and accuracy over the steps, and the next step.

    With `named_levels=False` the two levels of the cost bear their numbers, not their names.
    """
    settings, split = numbers["settings"], numbers["split"]
    network = f"{'-'.join(map(str, numbers['sizes']))} · {settings.activation} · {settings.scheme}"
    rest = (
        f"rate {short(settings.learning_rate)} · batch {settings.batch_size} · "
        f"noise {settings.noise:g} · seed {settings.seed} · {settings.speed} steps a picture"
    )
    parts = [
        svg.text(56, 24, f"step {numbers['steps']:,}", size=17, weight="bold"),
        svg.text(210, 16, network),
        svg.text(210, 33, rest),
        live_plane(
            svg.Axes(56, 66, 340, 226, MOONS_X, MOONS_Y),
            numbers["region"],
            split,
            "The plane, and the line where Y_hat = 0.5",
        ),
        _trainer_curves(numbers["curve"], numbers["straight_line"], named_levels),
        _trainer_next(numbers["next_change"]),
    ]
    return svg.picture(900, 336, trainer_words(numbers, named_levels), *parts)


def _trainer_curves(curve, straight_line, named_levels):
    steps, cost, test_cost, accuracy, test_accuracy = curve.T
    right, ticks = _step_axis(steps[-1])
    top = svg.Axes(464, 66, 196, 118, (0, right), (0.02, 40), log_y=True)
    bottom = svg.Axes(464, 234, 196, 58, (0, right), (40, 100))
    names = ("ln 2", "line") if named_levels else (f"{LN2:.3f}", f"{straight_line:.3f}")
    levels = list(zip(names, (LN2, straight_line), strict=True))
    return "".join(
        [
            top.inside(
                top.line(steps, cost, TRAINING),
                top.line(steps, test_cost, TEST, 2, "5 3"),
                # Above the curves, so that they are seen where a curve lies on them.
                *(top.line([0, right], [level, level], GREY, 1.5, "2 3") for _, level in levels),
            ),
            top.frame("Cost", "", "nats", [], [(v, f"{v:g}") for v in (0.1, 1, 10)]),
            *(svg.text(664, top.y(at) + 4, words, size=11, color=GREY) for words, at in levels),
            bottom.inside(
                bottom.line(steps, 100 * accuracy, TRAINING),
                bottom.line(steps, 100 * test_accuracy, TEST, 2, "5 3"),
            ),
            bottom.frame("Right class", "steps", "%", ticks, [(v, v) for v in (50, 75, 100)]),
            _legend(480, 203),
        ]
    )


def _legend(x, y):
    return (
        svg.segment(x, y - 4, x + 22, y - 4, TRAINING, 2)
        + svg.text(x + 27, y, "training")
        + svg.segment(x + 100, y - 4, x + 122, y - 4, TEST, 2, "5 3")
        + svg.text(x + 127, y, "test")
    )


def _trainer_next(changes):
    ax = svg.Axes(738, 66, 146, 226, (1e-7, 10), (len(changes) + 0.5, 0.5), log_x=True)
    parts = []
    for layer, change in enumerate(changes, start=1):
        y = float(ax.y(layer))
        at = float(ax.x(min(max(change, 1e-7), 10))) if np.isfinite(change) else ax.left + ax.width
        parts.append(svg.segment(ax.left, y, at, y, VIOLET, 3))
        parts.append(svg.circle(float(at), float(y), 5, fill=VIOLET))
    return ax.frame(
        "The next step",
        "change of a weight",
        "layer",
        [(1e-6, "10⁻⁶"), (1e-4, "10⁻⁴"), (1e-2, "10⁻²"), (1, "1")],
        [(layer, layer) for layer in range(1, len(changes) + 1)],
    ) + ax.inside(*parts)


def _step_axis(steps):
    """Return a right edge that has room to grow, and its ticks."""
    right = 100
    while right < steps:
        right *= 2 if str(right)[0] in "15" else 2.5
        right = int(right)
    return right, [(v, f"{v:,}") for v in (0, right // 2, right)]
