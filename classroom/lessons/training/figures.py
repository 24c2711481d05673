"""Notebook 07: the strength of signals, the stages of a run, and mistakes that are counted."""

import numpy as np

from classroom.moons_pictures import draw_answers, draw_points
from classroom.pictures import LOOKS, new_figure, show
from classroom.plane import MOONS_X, MOONS_Y
from classroom.svg import TRAINING, VIOLET
from classroom.training_pictures import cost_axis, cost_curves, draw_levels


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
        draw_answers(plane, stage["answers"])
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
