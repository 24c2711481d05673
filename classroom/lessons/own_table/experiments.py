"""Notebook 11: yardsticks, a part to choose by, and an honest test for a table of one's own."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from classroom import datasets
from classroom.datasets.words import wrapped
from classroom.learning import forecast_after
from classroom.plane import SQUARES, plane
from classroom.straight_line import best_straight_line
from nnlib.architecture import dense_architecture
from nnlib.loss import get_accuracy_value, get_cost_value
from nnlib.trainer import Trainer

# How the networks of the notebook are trained, unless something else is asked for.
HIDDEN, EPOCHS, RATE = (8,), 600, 0.3
# After how many epochs costs are noted: all at first, then ever fewer.
LOOKS = np.unique(np.round(np.geomspace(1, 1001, 32)).astype(int)) - 1
NO_BEAK = ("species", "island", "year", "nest", "flipper_mm", "weight_g")
BEAK_X, BEAK_Y = (31.0, 61.0), (12.5, 22.5)


class Parts(NamedTuple):
    """The training part of a table, cut once more: to learn from, and to choose settings by."""

    X_learn: np.ndarray
    Y_learn: np.ndarray
    X_choose: np.ndarray
    Y_choose: np.ndarray
    mean: np.ndarray
    spread: np.ndarray


def refusal(path, label, **options):
    """Return in words why a table cannot be used as it is, in lines that a page shows whole.

    Parameters
    ----------
    path, label, options
        As for `datasets.own_table`.

    Returns
    -------
    words : str
        Empty if the table can be used.
    """
    try:
        datasets.own_table(path, label, report=None, **options)
    except ValueError as refused:
        return wrapped(str(refused))
    return ""


def part_to_choose_by(table, share=0.25):
    """Cut the validation part off the training part; the test part is not looked at.

    The last columns are cut off: they are a random choice where the rows were drawn at random, and
    the latest where they follow one another in time.

    Parameters
    ----------
    table : datasets.OwnTable
    share : float
        Of the training part.

    Returns
    -------
    Parts
        Scaled with mean and spread of what is left to learn from; `mean` and `spread` are those of
        the file's own numbers.
    """
    end = table.X_train.shape[1] - int(np.ceil(share * table.X_train.shape[1]))
    numbers = table.X_train * table.spread + table.mean
    learn, choose = numbers[:, :end], numbers[:, end:]
    mean, spread = learn.mean(axis=1, keepdims=True), learn.std(axis=1, keepdims=True)
    # A column may change only in the rows that were cut off.
    spread = np.where(spread > 0, spread, 1)
    scaled = [(part - mean) / spread for part in (learn, choose)]
    return Parts(scaled[0], table.Y_train[:, :end], scaled[1], table.Y_train[:, end:], mean, spread)


def network(X, Y, hidden=HIDDEN, learning_rate=RATE, seed=0):
    """Return the trainer of a network before its first step.

    Without hidden layers it is logistic regression and starts from zeros, whatever the seed.
    """
    net = dense_architecture([len(X), *hidden, 1])
    scheme = "he" if hidden else "zeros"
    return Trainer(X, Y, net, learning_rate, seed=seed, scheme=scheme)


def forecast(train, X, hidden=HIDDEN, epochs=EPOCHS, learning_rate=RATE, seed=0):
    """Train a network on `train`, which is (X_train, Y_train), and return Y_hat for X."""
    return forecast_after(network(*train, hidden, learning_rate, seed), epochs, X)


def best_column(table, **training):
    """Find the column that alone explains the training part best.

    Returns
    -------
    row : int
        Where it stands in `table.names`.
    Y_hat : array, shape (1, m)
        What logistic regression with that column alone says about the test part.
    """
    X, Y = table.X_train, table.Y_train
    row = min(range(len(X)), key=lambda row: best_straight_line(X[[row]], Y)[0])
    return row, forecast((X[[row]], Y), table.X_test[[row]], (), **training)


def forecasts(table, hidden=HIDDEN, seed=0, **training):
    """Forecast the test part with the yardsticks and with a network.

    Parameters
    ----------
    table : datasets.OwnTable
    hidden : tuple of int
        Units of the network's hidden layers.
    seed : int
    training : `epochs` and `learning_rate` of `forecast`

    Returns
    -------
    dict
        name -> Y_hat, shape (1, m): "always the same" is the share of 1 in the training part;
        "best column" and "no hidden layer" are logistic regression with one column and with all;
        "network" has the hidden layers.
    """
    train = table.X_train, table.Y_train
    return {
        "always the same": np.full(table.Y_test.shape, table.Y_train.mean()),
        "best column": best_column(table, **training)[1],
        "no hidden layer": forecast(train, table.X_test, (), **training),
        "network": forecast(train, table.X_test, hidden, seed=seed, **training),
    }


def honest_test(path, label, splits=20, hidden=HIDDEN, training=None, **options):
    """Split the rows in several ways, and each time learn from one part and test with the other.

    Parameters
    ----------
    path, label, options
        As for `datasets.own_table`. With `by_time=True` there is one split only, and nothing but
        the network's start changes from run to run.
    splits : int
        With split_seed 0, 1, 2, …, and the same seed for the network's start.
    hidden, training
        Units, and what else `forecasts` takes.

    Returns
    -------
    dict
        name -> {"cost": array, "accuracy": array}, one number for each split.
    """
    found = {}
    for k in range(splits):
        table = datasets.own_table(path, label, split_seed=k, report=None, **options)
        for name, Y_hat in forecasts(table, hidden, seed=k, **training or {}).items():
            scores = found.setdefault(name, {"cost": [], "accuracy": []})
            scores["cost"].append(get_cost_value(Y_hat, table.Y_test))
            scores["accuracy"].append(float(get_accuracy_value(Y_hat, table.Y_test)))
    return {
        name: {key: np.array(values) for key, values in scores.items()}
        for name, scores in found.items()
    }


def nest_forecast(path, split_seed=0):
    """Forecast the penguins' sex by the nest alone: the opposite of the partner's.

    Parameters
    ----------
    path : str or Path
        Of the table of penguins.
    split_seed : int

    Returns
    -------
    share : float
        Of the test penguins whose partner is in the training part.
    right : float
        The share of those whose sex is the opposite of the partner's.
    """
    table = datasets.own_table(
        path,
        "male",
        ignore=["species", "island"],
        missing="drop",
        split_seed=split_seed,
        report=None,
    )
    row = table.names.index("nest")
    nests = [
        np.round(X[row] * table.spread[row] + table.mean[row]).astype(int)
        for X in (table.X_train, table.X_test)
    ]
    partner = dict(zip(nests[0].tolist(), table.Y_train[0].tolist(), strict=True))
    pairs = [
        (partner[nest], male)
        for nest, male in zip(nests[1].tolist(), table.Y_test[0].tolist(), strict=True)
        if nest in partner
    ]
    return len(pairs) / len(nests[1]), float(np.mean([mine != other for other, mine in pairs]))


@lru_cache(maxsize=1)
def _beaks():
    """Return the penguins' beaks, cut once more; the same for every setting of the panel."""
    table = datasets.own_table(
        datasets.sample_table(), "male", ignore=NO_BEAK, missing="drop", report=None
    )
    return part_to_choose_by(table)


def _right(Y_hat, Y):
    """Count the right answers."""
    return round(float(get_accuracy_value(Y_hat, Y)) * Y.size)


def beak_run(learning_rate, units, epochs, seed):
    """Train a network on the penguins' beaks and ask it about the whole plane.

    Returns
    -------
    dict
        The settings; `beaks`, shape (2, m), in mm, and `male`, shape (m,), of those that were
        learned from; `answers` over the plane, shape (48, 72); `learn` and `choose`, how many of
        those learned from and of the others it gets right, and `rows`, how many there are;
        `stopped`, the sentence if training diverged.
    """
    parts = _beaks()
    hidden = (units,) if units else ()
    trainer = network(parts.X_learn, parts.Y_learn, hidden, learning_rate, seed)
    answers = forecast_after(trainer, epochs, (plane(BEAK_X, BEAK_Y) - parts.mean) / parts.spread)
    return {
        "learning_rate": learning_rate,
        "units": units,
        "epochs": epochs,
        "seed": seed,
        "beaks": parts.X_learn * parts.spread + parts.mean,
        "male": parts.Y_learn[0],
        "answers": answers.reshape(SQUARES[::-1]),
        "learn": _right(trainer.predict(parts.X_learn), parts.Y_learn),
        "choose": _right(trainer.predict(parts.X_choose), parts.Y_choose),
        "rows": (parts.Y_learn.size, parts.Y_choose.size),
        "stopped": trainer.stopped,
    }


def choosing_run(table, learning_rate, layers, units, seeds=range(3), epochs=600):
    """Train from several seeds, and follow the cost of both parts of the training part.

    Parameters
    ----------
    table : datasets.OwnTable
        Its test part is not looked at.

    Returns
    -------
    dict
        The settings; `epoch`, shape (k,); `learn` and `choose`, costs, shape (seeds, k); `same`,
        what "always the same" costs in the part to choose by; `lowest`, (epoch, cost), where the
        median there is lowest; `ends`, both medians at the end; `rows`, of both parts; `inputs`,
        how many columns; `stopped`, the sentence of the first run that diverged.
    """
    parts, hidden = part_to_choose_by(table), (units,) * layers
    X = np.hstack([parts.X_learn, parts.X_choose])
    n_learn = parts.Y_learn.size
    at = np.append(LOOKS[epochs > LOOKS], epochs)
    costs, stopped = [], None
    for seed in seeds:
        trainer = network(parts.X_learn, parts.Y_learn, hidden, learning_rate, seed)
        for epoch in at:
            Y_hat = forecast_after(trainer, int(epoch), X)
            costs.append(get_cost_value(Y_hat[:, :n_learn], parts.Y_learn))
            costs.append(get_cost_value(Y_hat[:, n_learn:], parts.Y_choose))
        stopped = stopped or trainer.stopped
    costs = np.reshape(costs, (-1, len(at), 2))
    learn, choose = costs[:, :, 0], costs[:, :, 1]
    median = np.median(choose, axis=0)
    same = np.full(parts.Y_choose.shape, parts.Y_learn.mean())
    return {
        "learning_rate": learning_rate,
        "layers": layers,
        "units": units,
        "epoch": at,
        "learn": learn,
        "choose": choose,
        "same": get_cost_value(same, parts.Y_choose),
        "lowest": (int(at[median.argmin()]), float(median.min())),
        "ends": (float(np.median(learn[:, -1])), float(median[-1])),
        "rows": (parts.Y_learn.size, parts.Y_choose.size),
        "inputs": len(table.names),
        "stopped": stopped,
    }
