"""The plane that pictures colour by a network's answers."""

import numpy as np

from classroom.datasets import moons
from classroom.plane import MOONS_X, MOONS_Y, plane, region


def test_the_plane_is_a_raster_of_columns_from_the_bottom_left():
    X = plane((0, 4), (0, 2), (4, 2))
    np.testing.assert_array_equal(X[0], [0.5, 1.5, 2.5, 3.5] * 2)
    np.testing.assert_array_equal(X[1], [0.5] * 4 + [1.5] * 4)


def test_the_plane_that_is_shown_holds_all_points_of_the_moons():
    X = np.hstack(moons()[::2])
    for row, (low, high) in zip(X, (MOONS_X, MOONS_Y), strict=True):
        assert low < row.min() and row.max() < high


def test_a_region_has_its_bottom_row_first():
    seen = region(lambda X: X[1:], (0, 4), (0, 2), (4, 2))
    np.testing.assert_array_equal(seen, [[0.5] * 4, [1.5] * 4])
