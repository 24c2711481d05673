"""What the tests of notebook 10 share: its start, recessions, and numbers found another way."""

import importlib
import math
import re
from pathlib import Path

import numpy as np

from nnlib import predict, train
from nnlib.architecture import dense_architecture

DATA = importlib.import_module("classroom.datasets.economy")
CSV = Path(__file__).resolve().parents[3] / "classroom" / "datasets" / "economy.csv"
BLUE, ORANGE, GREY, INK, SHADE = "#0072B2", "#D55E00", "#767676", "#222222", "#d4d4d4"
GREEN = "#009E73"
# First and last quarters of the recessions, counted from 1959Q1.
RUNS = [(6, 8), (44, 47), (60, 64), (85, 86), (91, 95), (127, 128), (169, 171), (196, 201)]
START = {
    "threshold": 0.5,
    "epochs": 29,
    "learning_rate": 0.1,
    "layers": 1,
    "units": 16,
    "split_year": 1985,
    "seed": 0,
}


def trained(split, sizes, epochs, rate, seed, scheme="he"):
    """Return what `train` and `predict` say about all quarters, and the costs on the way."""
    net = dense_architecture([11, *sizes, 1])
    params_values, costs, _ = train(
        split.X_train, split.Y_train, net, epochs, rate, seed=seed, scheme=scheme
    )
    return predict(split.X, params_values, net), costs


def binary_cost(shares, labels):
    return -sum(math.log(p if y else 1 - p) for p, y in zip(shares, labels, strict=True)) / len(
        labels
    )


def by_newton(X, Y, C):
    """Minimise C times the sum of the costs plus half the squared weights, the bias left free."""
    A, brake = np.vstack([X, np.ones(X.shape[1])]), np.append(np.ones(len(X)), 0)
    theta = np.zeros(len(A))
    for _ in range(30):
        p = 1 / (1 + np.exp(-theta @ A))
        slope = C * A @ (p - Y[0]) + brake * theta
        theta -= np.linalg.solve(C * (A * p * (1 - p)) @ A.T + np.diag(brake), slope)
    assert np.abs(slope).max() < 1e-9
    return theta


def by_newton_everywhere(split, C):
    """Return the forecast of the minimum for all quarters."""
    theta = by_newton(split.X_train, split.Y_train, C)
    return (1 / (1 + np.exp(-theta[:-1] @ split.X - theta[-1]))).reshape(1, -1)


def altered_from_1985():
    """Return figures whose numbers and recessions from 1985 on are other ones."""
    plain = DATA.parse_economy(CSV.read_text(encoding="utf-8"))
    rng, later = np.random.RandomState(3), plain.time >= 1985
    columns = {
        name: np.where(later, values * rng.uniform(1.5, 3, 203) + 1, values)
        for name, values in plain.columns.items()
    }
    return plain._replace(
        columns=columns, recession=np.where(later, 1 - plain.recession, plain.recession)
    )


def texts(picture):
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


def paths(picture, colour, width):
    """Return the points of the lines of one colour and width."""
    found = re.findall(
        rf'<path d="M([^"]*)" fill="none" stroke="{colour}" stroke-width="{width}"', picture
    )
    return [np.array([point.split() for point in path.split("L")], float) for path in found]
