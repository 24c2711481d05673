"""Notebook 07: the loop, cost curves, the strength of signals, and the trainer's picture."""

import numpy as np

from classroom import svg
from classroom.moons_pictures import live_plane
from classroom.pictures import LN2, LOOKS, new_figure, short
from classroom.plane import MOONS_X, MOONS_Y
from classroom.svg import BLUE, GREY, ORANGE
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
    return fig


def trainer_words(numbers):
    """Say in sentences what the trainer's picture shows."""
    if numbers["stopped"]:
        return numbers["stopped"] + " Press Reset, or move a slider."
    rate = numbers["settings"].learning_rate
    words = (
        f"After {counted(numbers['steps'], 'step')} at learning rate {short(rate)} the cost is "
        f"{numbers['cost']:.3f} on the training points and {numbers['test_cost']:.3f} on the test "
        f"points; {numbers['accuracy']:.1%} and {numbers['test_accuracy']:.1%} of them get the "
        "right class."
    )
    classes = np.unique(numbers["region"] > 0.5)
    if len(classes) == 1:
        words += f" The whole plane gets class {int(classes[0])}: there is no line to draw."
    asleep = [l for l, share in enumerate(numbers["asleep"], start=1) if share == 1]
    if asleep:
        words += (
            f" Every unit of layer {asleep[0]} gives 0 for every point: no signal passes, and only "
            "biases after it can still learn."
        )
    elif max(numbers["next_change"]) < 1e-4:
        words += " In the next step a weight typically changes by less than 0.0001."
    return words


def trainer_picture(numbers):
    """Draw the trainer panel: the plane, cost and accuracy over the steps, and the next step."""
    settings, split = numbers["settings"], numbers["split"]
    head = (
        f"{'-'.join(map(str, numbers['sizes']))} · {settings.activation} · {settings.scheme} · "
        f"rate {short(settings.learning_rate)} · batch {settings.batch_size} · "
        f"noise {settings.noise:g} · seed {settings.seed} · {settings.speed} steps a picture"
    )
    parts = [
        svg.text(56, 20, f"step {numbers['steps']:,}", size=17, weight="bold"),
        svg.text(190, 20, head, size=14),
        live_plane(
            svg.Axes(56, 56, 340, 236, MOONS_X, MOONS_Y),
            numbers["region"],
            split,
            "The plane, and the line where Y_hat = 0.5",
        ),
        _trainer_curves(numbers["curve"]),
        _trainer_next(numbers["next_change"]),
    ]
    return svg.picture(900, 336, trainer_words(numbers), *parts)


def _trainer_curves(curve):
    steps, cost, test_cost, accuracy, test_accuracy = curve.T
    right, ticks = _step_axis(steps[-1])
    top = svg.Axes(464, 56, 196, 88, (0, right), (0.01, 40), log_y=True)
    bottom = svg.Axes(464, 206, 196, 86, (0, right), (40, 100))
    return "".join(
        [
            top.inside(
                top.line([0, right], [LN2, LN2], GREY, 1),
                top.line(steps, cost, BLUE),
                top.line(steps, test_cost, ORANGE, 2, "5 3"),
            ),
            top.frame("Cost", "", "nats", [], [(v, f"{v:g}") for v in (0.01, 0.1, 1, 10)]),
            svg.text(658, top.y(LN2) - 4, "ln 2", "end", 12, GREY),
            bottom.inside(
                bottom.line(steps, 100 * accuracy, BLUE),
                bottom.line(steps, 100 * test_accuracy, ORANGE, 2, "5 3"),
            ),
            bottom.frame("Right class", "steps", "%", ticks, [(v, v) for v in (50, 75, 100)]),
            _legend(480, 170),
        ]
    )


def _legend(x, y):
    return (
        svg.segment(x, y - 4, x + 22, y - 4, BLUE, 2)
        + svg.text(x + 27, y, "training")
        + svg.segment(x + 100, y - 4, x + 122, y - 4, ORANGE, 2, "5 3")
        + svg.text(x + 127, y, "test")
    )


def _trainer_next(changes):
    ax = svg.Axes(726, 56, 160, 236, (1e-7, 10), (len(changes) + 0.5, 0.5), log_x=True)
    parts = []
    for layer, change in enumerate(changes, start=1):
        y = float(ax.y(layer))
        at = float(ax.x(min(max(change, 1e-7), 10))) if np.isfinite(change) else ax.left + ax.width
        parts.append(svg.segment(ax.left, y, at, y, BLUE, 3))
        parts.append(svg.circle(float(at), float(y), 5, fill=BLUE))
    return ax.frame(
        "Next step, by layer",
        "change of a weight (all points)",
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
