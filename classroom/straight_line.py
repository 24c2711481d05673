"""What a straight line can do at best: the level at which a network without a bend ends."""

import numpy as np

import nnlib


def best_straight_line(X, Y, steps=25):
    """Return cost and accuracy of the best single sigmoid unit, found without a learning rate.

    Newton's method on the cross-entropy of Y_hat = sigmoid(w X + b): each step solves
    H d = gradient, with H = mean of Y_hat (1 - Y_hat) x x^T over the examples, x with a 1 below.

    Parameters
    ----------
    X : array, shape (features, m)
    Y : array, shape (1, m)
    steps : int
        Ten suffice for data that no straight line parts. Where one does, the cost falls towards 0
        for ever, and this is where it is stopped.

    Returns
    -------
    cost : float
        In nats.
    accuracy : float
        The share of examples on the right side, from 0 to 1.
    """
    m = X.shape[1]
    x = np.vstack([X, np.ones((1, m))])
    theta = np.zeros((1, len(x)))
    for _ in range(steps):
        Y_hat = nnlib.sigmoid(theta @ x)
        gradient = (Y_hat - Y) @ x.T / m
        # The small number keeps H from being singular where every answer is all but certain.
        H = (x * Y_hat * (1 - Y_hat)) @ x.T / m + 1e-9 * np.eye(len(x))
        theta = theta - np.linalg.solve(H, gradient.T).T
    Y_hat = nnlib.sigmoid(theta @ x)
    return float(nnlib.get_cost_value(Y_hat, Y)), float(nnlib.get_accuracy_value(Y_hat, Y))
