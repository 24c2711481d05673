"""The plane on which pictures of two features are drawn, as a raster of points."""

import numpy as np

# The part of the plane that pictures of the moons show, and in how many squares it is coloured.
MOONS_X, MOONS_Y = (-1.75, 2.75), (-1.25, 1.75)
SQUARES = (72, 48)


def middles(low, high, squares):
    """Return the middles of so many equal parts of a range."""
    return low + (np.arange(squares) + 0.5) * (high - low) / squares


def plane(x_range=MOONS_X, y_range=MOONS_Y, squares=SQUARES):
    """Return the middles of a raster over the plane as columns, shape (2, columns * rows)."""
    x, y = middles(*x_range, squares[0]), middles(*y_range, squares[1])
    return np.stack([grid.ravel() for grid in np.meshgrid(x, y)])


def region(predict, x_range=MOONS_X, y_range=MOONS_Y, squares=SQUARES):
    """Return the predictions over the plane, shape (rows, columns), bottom row first.

    `predict` is a function from X, shape (2, m), to Y_hat, shape (1, m).
    """
    return predict(plane(x_range, y_range, squares)).reshape(squares[::-1])
