"""The best straight line: what the plateau of a network that has not bent yet is compared with."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from classroom import datasets
from classroom.straight_line import best_straight_line


def test_on_the_moons_it_is_scikit_learns_logistic_regression():
    moons = datasets.moons()
    cost, accuracy = best_straight_line(moons.X_train, moons.Y_train)
    other = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000)
    other.fit(moons.X_train.T, moons.Y_train[0])
    p = other.predict_proba(moons.X_train.T)[:, 1]
    theirs = -np.mean(np.where(moons.Y_train[0] == 1, np.log(p), np.log(1 - p)))
    assert cost == pytest.approx(theirs, abs=1e-9)
    assert accuracy == other.score(moons.X_train.T, moons.Y_train[0])
    assert round(cost, 4) == 0.2757 and round(accuracy, 3) == 0.878


def test_where_nothing_can_be_told_it_guesses_and_where_all_can_it_is_certain():
    Y = np.array([[0.0, 0.0, 1.0, 1.0]])
    assert best_straight_line(np.zeros((1, 4)), Y) == pytest.approx((np.log(2), 0.5))
    cost, accuracy = best_straight_line(np.array([[0.0, 1.0, 2.0, 3.0]]), Y)
    assert cost < 1e-6 and accuracy == 1
