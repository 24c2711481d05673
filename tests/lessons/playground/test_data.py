"""The playground's points: of two classes, where they belong, and the same every time."""

import numpy as np
import pytest

from classroom import datasets
from classroom.datasets.planes import KINDS, plane_data


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_both_classes_in_both_parts_and_is_the_same_again(kind):
    split, again = plane_data(kind), plane_data(kind)
    assert split.X_train.shape == (2, 900) and split.X_test.shape == (2, 100)
    assert split.Y_train.shape == (1, 900) and split.Y_test.shape == (1, 100)
    for Y in (split.Y_train, split.Y_test):
        assert set(Y[0]) == {0, 1} and 0.35 < Y.mean() < 0.65
    for one, other in zip(split, again, strict=True):
        np.testing.assert_array_equal(one, other)
    split.X_train[:] = 0  # what others write into it does no harm
    np.testing.assert_array_equal(plane_data(kind).X_train, again.X_train)
    other = plane_data(kind, seed=3)
    assert not np.array_equal(other.X_train, again.X_train)


def test_the_moons_are_the_articles():
    for one, other in zip(plane_data(), datasets.moons(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_without_noise_the_points_lie_where_their_class_does():
    X, Y = plane_data("circles", noise=0)[:2]
    np.testing.assert_array_equal(np.hypot(*X) < 1.5, Y[0] == 1)
    X, Y = plane_data("xor", noise=0)[:2]
    np.testing.assert_array_equal((X[0] > 0) != (X[1] > 0), Y[0] == 1)
    X, Y = plane_data("spirals", noise=0)[:2]
    along = np.hypot(*X) / 2.4
    turn = np.round((np.arctan2(X[1], X[0]) - 3.5 * np.pi * along) / np.pi) % 2
    np.testing.assert_array_equal(turn, Y[0])


def test_a_straight_line_parts_the_clouds_and_nothing_else():
    from classroom.straight_line import best_straight_line

    right = {kind: best_straight_line(*plane_data(kind)[:2])[1] for kind in KINDS}
    assert right["clouds"] > 0.98
    assert 0.8 < right["moons"] < 0.9
    assert all(right[kind] < 0.75 for kind in ("circles", "xor", "spirals"))


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_the_share_kept_aside_is_what_was_asked_for(share):
    split = plane_data("xor", test_size=share)
    assert split.X_test.shape[1] == 1000 * share
    assert split.X_train.shape[1] == 1000 - 1000 * share


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"kind": "moon"}, "kind is 'moon', expected one of 'moons', 'circles'"),
        ({"kind": "xor", "noise": -1}, "noise is -1"),
        ({"kind": "xor", "noise": np.nan}, "noise is nan"),
        ({"kind": "xor", "test_size": 1}, "test_size is 1"),
        ({"kind": "xor", "n_samples": 3}, "n_samples is 3"),
        ({"kind": "xor", "seed": -1}, "seed is -1"),
    ],
)
def test_what_cannot_be_made_is_refused(wrong, words):
    with pytest.raises(ValueError, match="^" + words):
        plane_data(**wrong)
