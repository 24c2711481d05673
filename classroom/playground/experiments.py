"""What the playground computes: features, a run that can be watched, and what every unit sees."""

import math
import time
from dataclasses import dataclass, fields

import numpy as np

from classroom.datasets.planes import KINDS, plane_data
from classroom.datasets.samples import Split
from classroom.pictures import LN2
from classroom.plane import MOONS_X, MOONS_Y, SQUARES, plane
from classroom.playground.code_lines import gradient_line
from classroom.playground.own import OwnTrainer
from classroom.straight_line import best_straight_line
from nnlib.activations import ACTIVATIONS
from nnlib.architecture import dense_architecture, layer_sizes
from nnlib.backprop import _backward
from nnlib.forward_pass import _forward
from nnlib.initialization import SCHEMES
from nnlib.loss import get_accuracy_value, get_cost_value
from nnlib.optimizers import OPTIMIZERS
from nnlib.regularization import add_l2
from nnlib.trainer import Trainer, limited_threads
from nnlib.validation import (
    check_choice,
    check_rate,
    check_seed,
    check_strength,
    check_whole,
)

TABLE = "table"  # the kind of data that is a learner's own

# What a network may be given of a point: name -> function of both rows of X.
FEATURES = {
    "x1": lambda X: X[0],
    "x2": lambda X: X[1],
    "x1^2": lambda X: X[0] ** 2,
    "x2^2": lambda X: X[1] ** 2,
    "x1*x2": lambda X: X[0] * X[1],
    "sin x1": lambda X: np.sin(X[0]),
    "sin x2": lambda X: np.sin(X[1]),
}
# The part of the plane that is drawn; the moons' is that of all other pictures of them.
PLANE_X, PLANE_Y = (-3.6, 3.6), (-2.9, 2.9)
MOST_LAYERS = 4
UNIT_SQUARES = (24, 16)  # in how many squares the map of a unit is coloured


@dataclass(frozen=True)
class Settings:
    """What the playground's controls say; the arguments of `playground`."""

    data: str = "moons"
    columns: tuple = ()
    noise: float = 0.2
    data_seed: int = 100
    test_share: float = 0.1
    features: tuple = ("x1", "x2")
    hidden: tuple = (8, 8)
    activation: str = "relu"
    start: str = "he"
    optimizer: str = "gradient_descent"
    rate: float = 0.3
    batch: int = 900
    l2: float = 0.0
    seed: int = 2

    def __post_init__(self):
        check_choice("data", self.data, (*KINDS, TABLE))
        check_choice("activation", self.activation, ACTIVATIONS)
        check_choice("start", self.start, SCHEMES)
        check_choice("optimizer", self.optimizer, OPTIMIZERS)
        _check_share("noise", self.noise, 0, 10)
        _check_share("test_share", self.test_share, 0.05, 0.95)
        check_seed(self.data_seed)
        check_seed(self.seed)
        check_rate(self.rate)
        check_strength(self.l2)
        check_whole("batch", self.batch)
        for name in ("features", "hidden", "columns"):
            if not isinstance(getattr(self, name), (tuple, list)):
                raise TypeError(
                    f"{name} is {getattr(self, name)!r}, expected a list such as [8, 8]"
                )
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for name in self.features:
            check_choice("features", name, FEATURES)
        if not self.features:
            raise ValueError("features is empty, expected at least one of them, such as 'x1'")
        if len(self.hidden) > MOST_LAYERS:
            raise ValueError(
                f"hidden has {len(self.hidden)} layers, expected {MOST_LAYERS} at most"
            )
        for units in self.hidden:
            check_whole("hidden", units)

    def changes(self):
        """Return what differs from the defaults, by name."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) != field.default
        }

    def call(self):
        """Write the line of Python that makes a playground with these settings."""
        words = {name: repr(value) for name, value in self.changes().items()}
        if self.data == TABLE:
            words["data"] = TABLE  # the variable, not its name
        return f"playground({', '.join(f'{name}={value}' for name, value in words.items())})"


def _check_share(name, value, low, high):
    """Raise unless a setting is a number in its range."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name} is {value!r}, expected a number from {low} to {high}")
    if not low <= value <= high:
        raise ValueError(f"{name} is {value}, expected a number from {low} to {high}")


def features_of(X, names):
    """Return what a network is given of points: a row for each feature, shape (features, m)."""
    return np.stack([FEATURES[name](X) for name in names])


def two_columns(table, columns):
    """Return of a learner's table what the playground needs: two columns of it.

    Parameters
    ----------
    table : OwnTable
        What `own_table` gives.
    columns : tuple of str
        The names of two of its columns.

    Returns
    -------
    split : Split
    names : tuple of str
    ranges : pair of pairs
        What part of the plane to draw: from the 1st to the 99th of 100 values, and a margin.
    """
    if not hasattr(table, "names"):
        raise TypeError(f"data is a {type(table).__name__}, expected what own_table(…) gives")
    if len(columns) != 2:
        raise ValueError(
            f"columns has {len(columns)} names, expected two of {', '.join(table.names)}"
        )
    for name in columns:
        check_choice("columns", name, table.names)
    rows = [table.names.index(name) for name in columns]
    split = Split(table.X_train[rows], table.Y_train, table.X_test[rows], table.Y_test)
    ranges = []
    for row in split.X_train:
        low, high = np.percentile(row, [1, 99])
        margin = 0.15 * (high - low) or 1.0
        ranges.append((float(low - margin), float(high + margin)))
    return split, tuple(columns), tuple(ranges)


class Session:
    """One training run, with curves that are kept short enough to draw.

    Parameters
    ----------
    settings : Settings
    ghost : array, optional
        The curve of an earlier run, to be shown behind this one's.
    functions : optional
        What `own.functions_in` gives: then these take the steps, by plain gradient descent.
    table : OwnTable, optional
        What data of the kind "table" are.
    """

    MOST_POINTS = 200

    def __init__(self, settings, ghost=None, functions=None, table=None):
        self.settings, self.ghost, self.functions = settings, ghost, functions
        self._lines = {}
        chosen = settings
        if chosen.data == TABLE:
            self.split, self.names, self.ranges = two_columns(table, chosen.columns)
        else:
            self.split = plane_data(chosen.data, chosen.noise, chosen.data_seed, chosen.test_share)
            self.names = "x₁", "x₂"
            self.ranges = (MOONS_X, MOONS_Y) if chosen.data == "moons" else (PLANE_X, PLANE_Y)
        self.X = features_of(self.split.X_train, chosen.features)
        self.X_test = features_of(self.split.X_test, chosen.features)
        self._large, self._small = (
            features_of(plane(*self.ranges, squares), chosen.features)
            for squares in (SQUARES, UNIT_SQUARES)
        )
        self.straight_line, self.straight_accuracy = best_straight_line(
            self.X, self.split.Y_train, 12
        )
        self.trainer = self._new_trainer()
        self.curve, self.drawn = [], {}  # the points, which stay the same once they are drawn
        self._measure()

    def _new_trainer(self):
        chosen = self.settings
        task = (
            self.X,
            self.split.Y_train,
            dense_architecture([len(chosen.features), *chosen.hidden, 1], chosen.activation),
            chosen.rate,
        )
        options = {
            "seed": chosen.seed,
            "scheme": chosen.start,
            "l2": chosen.l2,
            "batch_size": min(chosen.batch, self.X.shape[1]),
        }
        if self.functions is not None:
            return OwnTrainer(*task, self.functions, **options)
        return Trainer(*task, optimizer=chosen.optimizer, **options)

    def follow(self, settings):
        """Take over what needs no fresh start: the learning rate and the strength of L2."""
        self.settings = settings
        self.trainer.learning_rate, self.trainer.l2 = settings.rate, settings.l2

    def advance_to(self, target, every=None, seconds=math.inf):
        """Train up to step `target`, with a point of the curve every so many steps.

        Stops earlier once `seconds` are over (after one step at least) or if training diverges.
        """
        every = every or max(1, target // 20)
        end = time.perf_counter() + seconds
        while self.trainer.steps < target and self.trainer.step():
            late = time.perf_counter() > end
            if late or self.trainer.steps % every == 0 or self.trainer.steps == target:
                self._measure()
            if late:
                break
        if self.trainer.stopped:
            self._measure()

    def reset(self):
        """Go back to the starting parameters."""
        self.trainer.reset()
        self.curve.clear()
        self._measure()

    def _measure(self):
        """Add (step, training cost, test cost, training accuracy, test accuracy) to the curve."""
        m = self.X.shape[1]
        Y_hat = self.trainer.predict(np.hstack([self.X, self.X_test]))
        if not np.isfinite(Y_hat).all():
            self.trainer.step()  # it finds the overflow, goes back to the last finite parameters,
            return  # and stops; `advance_to` comes here once more, for those
        parts = [(Y_hat[:, :m], self.split.Y_train), (Y_hat[:, m:], self.split.Y_test)]
        point = (
            self.trainer.steps,
            *(get_cost_value(*part) for part in parts),
            *(get_accuracy_value(*part) for part in parts),
        )
        if len(self.curve) >= self.MOST_POINTS:
            del self.curve[1::2]
        self.curve.append(point)

    def numbers(self, look_at=None, weight=None):
        """Return all that the playground shows, as plain numbers and arrays.

        Parameters
        ----------
        look_at : (layer, unit), optional
            The unit whose answer is drawn large, both counted from 1; the network's own if not
            given, or if there is no such unit.
        weight : int, optional
            Which of that unit's weights is asked about, counted from 1.
        """
        trainer, (rows, columns) = self.trainer, SQUARES[::-1]
        nn_architecture, params_values = trainer.nn_architecture, trainer.params_values
        sizes = layer_sizes(nn_architecture)
        work = 3 * self.X.shape[1] * sum(values.size for values in params_values.values())
        # Unchecked: just before a run diverges its numbers are too large for some places of the
        # plane, which `full_forward_propagation` refuses, and that moment is to be seen, too.
        with limited_threads(work), np.errstate(all="ignore"):
            Y_hat, memory = _forward(self.X, params_values, nn_architecture)
            grads_values = add_l2(
                _backward(Y_hat, self.split.Y_train, memory, params_values, nn_architecture),
                params_values,
                nn_architecture,
                self.settings.l2,
            )
            answers, large = _forward(self._large, params_values, nn_architecture)
            _, small = _forward(self._small, params_values, nn_architecture)
        _, cost, test_cost, accuracy, test_accuracy = self.curve[-1]
        curve = np.array(self.curve)
        if look_at is None or not (
            1 <= look_at[0] < len(sizes) - 1 and 1 <= look_at[1] <= sizes[look_at[0]]
        ):
            look_at, shown = None, answers[0]
        else:
            shown = large[f"A{look_at[0]}"][look_at[1] - 1]
        layer = look_at[0] if look_at else len(sizes) - 1
        if weight is not None and not 1 <= weight <= sizes[layer - 1]:
            weight = None
        asleep = [(memory[f"A{l}"] == 0).mean(axis=1) for l in range(1, len(sizes) - 1)]
        return {
            "settings": self.settings,
            "sizes": sizes,
            "split": self.split,
            "ranges": self.ranges,
            "names": self.names,
            "steps": trainer.steps,
            "cost": cost,
            "test_cost": test_cost,
            "accuracy": accuracy,
            "test_accuracy": test_accuracy,
            "curve": curve,
            "ghost": self.ghost,
            "drawn": self.drawn,
            "straight_line": self.straight_line,
            "state": state(curve, self.straight_line),
            "look_at": look_at,
            "weight": weight,
            "code": self._code(layer) if look_at or weight else None,
            "shown": shown.reshape(rows, columns),
            "answers": answers.reshape(rows, columns),
            "maps": [
                small[f"A{l}"].reshape(sizes[l], *UNIT_SQUARES[::-1]) for l in range(len(sizes) - 1)
            ],
            "params_values": params_values,
            "grads_values": grads_values,
            "pushes": [_typical(grads_values[f"dW{l}"]) for l in range(1, len(sizes))],
            "asleep": asleep,
            "stopped": trainer.stopped,
            "own": None if self.functions is None else self.functions.own,
        }

    def _code(self, layer):
        """Return the line that finds a layer's dW, where a learner's functions take the steps."""
        if self.functions is None:
            return None
        last = layer == len(self.trainer.nn_architecture)
        if last not in self._lines:
            backward = self.functions.full_backward_propagation
            self._lines[last] = gradient_line(backward, last)
        return self._lines[last]


def _typical(values):
    """Return the root mean square, also of numbers whose squares would be too large."""
    if not np.isfinite(values).all():
        return math.inf
    largest = float(np.abs(values).max())
    return largest * float(np.sqrt(np.mean((values / largest) ** 2))) if largest else 0.0


def state(curve, straight_line):
    """Name what a run is doing now, from its last stretch.

    Parameters
    ----------
    curve : array, shape (points, 5)
        Step, training cost, test cost, training accuracy, test accuracy of each point.
    straight_line : float
        The cost of the best straight line.

    Returns
    -------
    str
        "start", "overfitting", "guessing", "straight line", "learning", "swinging" or "settled".
    """
    steps, cost, test_cost = curve[:, :3].T
    if steps[-1] == 0:
        return "start"
    lately = cost[steps >= 0.75 * steps[-1]]
    # At a plateau it has stood for a tenth of the steps, and for three points of the curve.
    stood = cost[min(int(np.argmax(steps >= 0.9 * steps[-1])), max(len(cost) - 3, 0)) :]
    best_test = test_cost.min()
    if test_cost[-1] > 1.15 * best_test + 0.01 and cost[-1] < cost[test_cost.argmin()]:
        return "overfitting"
    if np.all(np.abs(stood / LN2 - 1) < 0.03):
        return "guessing"
    if np.all(np.abs(stood / straight_line - 1) < 0.1) and len(stood) > 2:
        return "straight line"
    if len(lately) > 3 and np.sum(np.diff(lately) > 0.05 * lately[:-1]) >= len(lately) / 4:
        return "swinging"
    return "learning" if lately[-1] < 0.97 * lately[0] else "settled"
