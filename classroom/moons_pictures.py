"""The article's figures 7 and 8: the data, and what a network answers over the plane."""

import numpy as np
from contourpy import contour_generator

from classroom.pictures import class_colours, new_figure
from classroom.plane import MOONS_X, MOONS_Y, middles, region
from classroom.svg import BLUE, INK, ORANGE


def moons_picture(split):
    """Draw the moons: circles for class 0, squares for class 1, the test points in outline."""
    fig, ax = new_figure(6.4, 4.2)
    draw_points(ax, split.X_train, split.Y_train)
    draw_points(ax, split.X_test, split.Y_test, filled=False)
    _plane(ax, "The data: two half-moons")
    ax.legend(loc="upper right", fontsize=9)
    fig.alt = (
        "Scatter plot of two half-moons. Class 0, blue circles, is an arch. Class 1, orange "
        "squares, is an arch upside down, moved to the right so that each reaches into the other."
    )
    return fig


def decision_boundary(predict, split, title="What the network answers"):
    """Colour the plane with a network's answers and draw the line where it answers 0.5.

    `predict` is a function from X, shape (2, m), to Y_hat, shape (1, m).
    """
    fig, ax = new_figure(6.4, 4.2)
    answers = region(predict, squares=(180, 120))
    image = draw_answers(ax, answers)
    draw_points(ax, split.X_test, split.Y_test)
    _plane(ax, title)
    ax.legend(loc="upper right", fontsize=9)
    fig.colorbar(image, label="Y_hat, the probability of class 1")
    right = np.mean((predict(split.X_test) > 0.5) == split.Y_test)
    fig.alt = (
        "The plane, coloured by the network's answer, with the test points. A line is drawn where "
        f"it answers 0.5; {right:.0%} of the test points lie on the right side of it."
    )
    return fig


def draw_answers(ax, answers):
    """Colour the plane on any matplotlib axes, and draw the line at 0.5 if there is one."""
    extent = (*MOONS_X, *MOONS_Y)
    image = ax.imshow(
        answers, extent=extent, origin="lower", aspect="auto", cmap=class_colours(), vmin=0, vmax=1
    )
    if answers.min() < 0.5 < answers.max():
        x, y = middles(*MOONS_X, answers.shape[1]), middles(*MOONS_Y, answers.shape[0])
        ax.contour(x, y, answers, [0.5], colors=INK, linewidths=2)
    return image


def live_plane(ax, answers, split, title=""):
    """Draw the same as SVG text, with the training points, into `ax`, an svg.Axes."""
    ticks = [(k, k) for k in (-1, 0, 1, 2)]
    words = "first feature  (● class 0, ■ class 1)"
    return bare_plane(ax, answers, split) + ax.frame(
        title, words, "second feature", ticks, ticks[:3], grid=False
    )


def bare_plane(ax, answers, split):
    """Draw what `live_plane` draws, without its frame: colours, training points and the line."""
    parts = [ax.colours(answers)]
    for value, colour in [(0, BLUE), (1, ORANGE)]:
        parts.append(ax.dots(*split.X_train[:, split.Y_train[0] == value], colour, 4, value == 0))
    x, y = middles(*MOONS_X, answers.shape[1]), middles(*MOONS_Y, answers.shape[0])
    for line in contour_generator(x, y, answers).lines(0.5):
        parts.append(ax.line(*line.T, INK, 2.5))
    return ax.inside(*parts)


def draw_points(ax, X, Y, filled=True, size=12):
    """Mark examples on any matplotlib axes: circles for class 0, squares for class 1."""
    for value, colour, marker in [(0, BLUE, "o"), (1, ORANGE, "s")]:
        chosen = X[:, Y[0] == value]
        look = {"facecolor": colour, "s": size} if filled else {"facecolor": "none", "s": 34}
        part = f"class {value}" if filled else f"class {value}, test"
        ax.scatter(*chosen, edgecolor=colour, marker=marker, linewidth=1, label=part, **look)


def _plane(ax, title):
    ax.set(xlim=MOONS_X, ylim=MOONS_Y, xlabel="first feature", ylabel="second feature", title=title)
