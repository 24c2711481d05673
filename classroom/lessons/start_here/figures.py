"""Notebook 00: a scale to try a slider on, and a first taste of training."""

import numpy as np

from classroom import svg
from classroom.moons_pictures import live_plane
from classroom.network_pictures import network_parts
from classroom.pictures import short
from classroom.plane import MOONS_X, MOONS_Y
from classroom.svg import BLUE, ORANGE
from nnlib.architecture import layer_sizes


def slider_picture(numbers):
    """Draw the chosen number as a dot on a scale."""
    low, high, chosen = numbers["low"], numbers["high"], numbers["chosen"]
    parts = [svg.segment(40, 46, 460, 46, width=2)]
    for number in range(low, high + 1):
        x = _on_scale(number, low, high)
        parts.append(svg.segment(x, 40, x, 52))
        parts.append(svg.text(x, 74, number, "middle"))
    x = _on_scale(chosen, low, high)
    parts.append(svg.circle(float(x), 46, 11, fill=BLUE))
    parts.append(svg.text(x, 24, chosen, "middle", 17, BLUE, "bold"))
    return svg.picture(500, 88, slider_words(numbers), *parts)


def slider_words(numbers):
    """Say whether the slider has been moved."""
    chosen = numbers["chosen"]
    if chosen == numbers["start"]:
        return f"The slider stands where it began, at {chosen}. Move it."
    return f"The slider works: you chose {chosen}."


def _on_scale(number, low, high):
    return 40 + 420 * (number - low) / (high - low)


def taste_picture(numbers):
    """Draw a network with its weights, and the plane coloured by its answers."""
    sizes = layer_sizes(numbers["nn_architecture"])
    head = f"{'-'.join(map(str, sizes))} · learning rate {short(numbers['learning_rate'])}"
    done = f"step {numbers['steps']} · {numbers['right']} of {numbers['total']} right"
    parts = [
        svg.text(16, 24, head, size=15, weight="bold"),
        svg.text(676, 24, done, "middle", 15, weight="bold"),
        network_parts(numbers["nn_architecture"], 0, 480, 144, 278, numbers["params_values"], 26),
        svg.segment(14, 340, 42, 340, ORANGE, 3),
        svg.text(48, 344, "weight above 0"),
        svg.segment(168, 340, 196, 340, BLUE, 3, "5 3"),
        svg.text(202, 344, "weight below 0"),
        svg.text(316, 344, "thick: far from 0"),
        live_plane(
            svg.Axes(530, 42, 356, 256, MOONS_X, MOONS_Y), numbers["region"], numbers["split"]
        ),
    ]
    return svg.picture(900, 356, taste_words(numbers), *parts)


def taste_words(numbers):
    """Say in sentences what the first taste shows."""
    right, total, steps = numbers["right"], numbers["total"], numbers["steps"]
    sizes = "-".join(map(str, layer_sizes(numbers["nn_architecture"])))
    when = "Before its first step" if steps == 0 else f"After {_steps(steps)}"
    words = (
        f"{when} at learning rate {short(numbers['learning_rate'])} the {sizes} network gets "
        f"{right} of {total} points right, {right / total:.1%}."
    )
    if numbers["stopped"]:
        words += f" {numbers['stopped']}"
    classes = np.unique(numbers["region"] > 0.5)
    if len(classes) == 1:
        words += f" It says class {int(classes[0])} everywhere: there is no line to draw."
    return words


def _steps(number):
    return f"{number} step" if number == 1 else f"{number} steps"
