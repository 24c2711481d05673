"""Notebook 09: the rungs of the ladder that are code nowhere else, how they are timed, optimizers.

Each class is the same training step as it was before the next idea. All are used alike: `epoch()`
takes all examples once, in batches, in the order in which `Trainer` takes them.
"""

import sys
import tracemalloc
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from threadpoolctl import threadpool_limits

from classroom.datasets import moons, published_run
from classroom.measuring import CLOCK, duration, in_turn
from classroom.straight_line import best_straight_line
from nnlib.architecture import dense_architecture
from nnlib.backprop import _backward, full_backward_propagation
from nnlib.forward_pass import _forward, full_forward_propagation
from nnlib.initialization import init_layers
from nnlib.loss import get_accuracy_value, get_cost_value
from nnlib.optimizers import OPTIMIZERS, optimizer_step
from nnlib.trainer import Trainer
from nnlib.training import train
from nnlib.update_rule import update

try:
    from resource import RUSAGE_SELF, getrusage
except ImportError:  # Windows does not count them this way
    getrusage = None

GOAL = 0.95  # of the training points
ARTICLE_SIZES = (2, 25, 50, 50, 25, 1)
# For the article's network in batches of 30; each list goes on until it gets worse again.
RATES = {
    "gradient_descent": (0.1, 0.5, 0.7, 0.9, 1.2),
    "momentum": (0.05, 0.1, 0.2, 0.3, 0.4),
    "rmsprop": (0.005, 0.01, 0.02, 0.05, 0.1),
    "adam": (0.01, 0.03, 0.05, 0.07, 0.1, 0.15),
}
PANEL_STEPS, PANEL_EXAMPLES = 100, 300


class CourseFunctionsLoop:
    """Mini-batches with the functions of notebooks 03, 05 and 06, which check every call.

    Parameters
    ----------
    X, Y, nn_architecture
        As for `train`.
    learning_rate : float
    batch_size : int
        It must divide the number of examples.
    dtype : float32 or float64
    seed : int
        For He's start, and for the order of the examples.
    """

    def __init__(
        self, X, Y, nn_architecture, learning_rate, batch_size, *, dtype=np.float64, seed=2
    ):
        self.X, self.Y, self.net = X.astype(dtype), Y.astype(dtype), nn_architecture
        self.rate, self.batch_size = learning_rate, batch_size
        start = init_layers(nn_architecture, seed, "he")
        self.params_values = {key: values.astype(dtype) for key, values in start.items()}
        self.rng, self.order = np.random.RandomState(seed), np.arange(X.shape[1])
        self.allocate()

    def allocate(self):
        """Make what a step keeps: here nothing."""

    def epoch(self):
        """Shuffle the examples and take a step on each batch of them."""
        self.rng.shuffle(self.order)
        for start in range(0, self.order.size, self.batch_size):
            batch = self.order[start : start + self.batch_size]
            self.step(self.X[:, batch], self.Y[:, batch])

    def step(self, X, Y):
        """Take one step on one batch."""
        Y_hat, memory = full_forward_propagation(X, self.params_values, self.net)
        grads = full_backward_propagation(Y_hat, Y, memory, self.params_values, self.net)
        self.params_values = update(self.params_values, grads, self.net, self.rate)

    def accuracy(self):
        """Return the share of all its examples that get the right class now."""
        Y_hat, _ = full_forward_propagation(self.X, self.params_values, self.net)
        return get_accuracy_value(Y_hat, self.Y)


class CheckOnceLoop(CourseFunctionsLoop):
    """The same functions without their checks: what stands in them below their first line."""

    def step(self, X, Y):
        """Take one step on one batch."""
        Y_hat, memory = _forward(X, self.params_values, self.net)
        grads = _backward(Y_hat, Y, memory, self.params_values, self.net)
        self.params_values = {
            key: values - self.rate * grads[f"d{key}"] for key, values in self.params_values.items()
        }


class NewArraysLoop(CourseFunctionsLoop):
    """The same mathematics in one function, for ReLU and one sigmoid unit only."""

    def step(self, X, Y):
        """Take one step on one batch."""
        L, params, A = len(self.net), self.params_values, [X]
        for l in range(1, L + 1):
            Z = params[f"W{l}"] @ A[-1] + params[f"b{l}"]
            A.append(np.maximum(Z, 0) if l < L else 1 / (1 + np.exp(-Z)))
        dZ = (A[-1] - Y) / Y.shape[1]
        for l in range(L, 0, -1):
            W = params[f"W{l}"]
            params[f"W{l}"] = W - self.rate * (dZ @ A[l - 1].T)
            params[f"b{l}"] = params[f"b{l}"] - self.rate * dZ.sum(axis=1, keepdims=True)
            if l > 1:
                dZ = (W.T @ dZ) * (A[l - 1] > 0)


class ReusedMemoryLoop(NewArraysLoop):
    """The same again; every result is written into an array made before the first step."""

    def allocate(self):
        """Make one array for every result, and for each batch as it is taken."""
        m, dtype = self.batch_size, self.X.dtype
        self.batch = np.empty((len(self.X), m), dtype), np.empty((1, m), dtype)
        sizes = [layer["output_dim"] for layer in self.net]
        self.A, self.dZ, self.slope = (
            [None, *(np.empty((n, m), dtype) for n in sizes)] for _ in range(3)
        )
        self.grads = {f"d{key}": np.empty_like(w) for key, w in self.params_values.items()}

    def step(self, X, Y):
        """Take one step on one batch."""
        L, params, grads = len(self.net), self.params_values, self.grads
        A, dZ, slope = self.A, self.dZ, self.slope
        A[0] = X
        for l in range(1, L + 1):
            np.dot(params[f"W{l}"], A[l - 1], out=A[l])
            np.add(A[l], params[f"b{l}"], out=A[l])
            if l < L:
                np.maximum(A[l], 0, out=A[l])
        np.negative(A[L], out=A[L])
        np.exp(A[L], out=A[L])
        np.add(A[L], 1, out=A[L])
        np.reciprocal(A[L], out=A[L])
        np.subtract(A[L], Y, out=dZ[L])
        np.divide(dZ[L], Y.shape[1], out=dZ[L])
        for l in range(L, 0, -1):
            np.dot(dZ[l], A[l - 1].T, out=grads[f"dW{l}"])
            np.sum(dZ[l], axis=1, keepdims=True, out=grads[f"db{l}"])
            if l > 1:
                np.dot(params[f"W{l}"].T, dZ[l], out=dZ[l - 1])
                np.greater(A[l - 1], 0, out=slope[l - 1])
                np.multiply(dZ[l - 1], slope[l - 1], out=dZ[l - 1])
        for key, w in params.items():
            np.multiply(grads[f"d{key}"], self.rate, out=grads[f"d{key}"])
            np.subtract(w, grads[f"d{key}"], out=w)

    def epoch(self):
        """Shuffle the examples and take a step on each batch of them."""
        X, Y = self.batch
        self.rng.shuffle(self.order)
        for start in range(0, self.order.size, self.batch_size):
            chosen = self.order[start : start + self.batch_size]
            np.take(self.X, chosen, axis=1, out=X, mode="clip")
            np.take(self.Y, chosen, axis=1, out=Y, mode="clip")
            self.step(X, Y)


class BlocksLoop(Trainer):
    """A `Trainer` as it is, used like the rungs before it; `float32` as the last of them."""

    def __init__(
        self,
        X,
        Y,
        nn_architecture,
        learning_rate,
        batch_size,
        *,
        dtype=np.float32,
        seed=2,
        optimizer="gradient_descent",
    ):
        super().__init__(
            X,
            Y,
            nn_architecture,
            learning_rate,
            seed=seed,
            scheme="he",
            optimizer=optimizer,
            batch_size=batch_size,
            dtype=dtype,
        )
        self.examples, self.per_epoch = (X, Y), X.shape[1] // batch_size

    def epoch(self):
        """Take all examples once."""
        self.step(self.per_epoch)

    def accuracy(self):
        """Return the share of all its examples that get the right class now."""
        X, Y = self.examples
        return get_accuracy_value(self.predict(X), Y)


class FewCallsLoop(BlocksLoop):
    """The same without blocks: batches are cut out, and costs written down, one by one."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._block = 1


class ThreadsLoop(BlocksLoop):
    """A `Trainer` that shares even small products between two threads."""

    def epoch(self):
        """Take all examples once."""
        with np.errstate(all="ignore"), threadpool_limits(2):
            self._take_steps(self.per_epoch)


class ProductsOnlyLoop:
    """The matrix products of a step and nothing else: the part that nothing can be spared of."""

    def __init__(self, nn_architecture, batch_size, steps, dtype=np.float32):
        rng, self.steps, self.pairs = np.random.RandomState(0), steps, []
        for l, layer in enumerate(nn_architecture, start=1):
            n_in, n_out = layer["input_dim"], layer["output_dim"]
            Wb = rng.randn(n_out, n_in + 1).astype(dtype)
            A = rng.randn(n_in + 1, batch_size).astype(dtype)
            Z = np.empty((n_out, batch_size), dtype)
            self.pairs += [(Wb, A, Z), (Z, A.T, np.empty_like(Wb))]
            if l > 1:
                self.pairs.append((Wb[:, :-1].T, Z, np.empty((n_in, batch_size), dtype)))

    def epoch(self):
        """Multiply what the steps of an epoch multiply."""
        for _ in range(self.steps):
            for one, other, out in self.pairs:
                np.dot(one, other, out=out)


# The step as it was before each idea; the first three differ in what stands around the arithmetic.
FIRST_LOOPS = (CourseFunctionsLoop, CheckOnceLoop, NewArraysLoop)
ALL_LOOPS = (*FIRST_LOOPS, ReusedMemoryLoop, FewCallsLoop, BlocksLoop)


def ten_epochs(learning_rate, scheme):
    """Return a function that trains the article's network for ten epochs, with `train`."""
    split, net = moons(), dense_architecture(list(ARTICLE_SIZES))

    def work():
        train(split.X_train, split.Y_train, net, 10, learning_rate, seed=2, scheme=scheme)

    return work


def slow_and_fast():
    """Return how the article's run and two epochs of Adam come down, for the first picture.

    Returns
    -------
    dict
        "slow" and "fast" -> dict of `epochs`, `cost` and `arrives`, the epoch with 95 %;
        "straight_line" -> the cost of the best straight line.
    """
    record, split = published_run(), moons()
    slow = {"epochs": record["epochs"], "cost": record["cost"]}
    slow["arrives"] = record["first_epoch_at_95"]
    net = dense_architecture(list(ARTICLE_SIZES))
    options = {"optimizer": "adam", "dtype": np.float64}
    run = BlocksLoop(split.X_train, split.Y_train, net, 0.03, 30, **options)
    found = []
    for _ in range(2 * run.per_epoch):
        run.step()
        Y_hat = run.predict(split.X_train)
        found.append((get_cost_value(Y_hat, split.Y_train), run.accuracy()))
    cost, accuracy = np.array(found).T
    steps = np.arange(1, cost.size + 1)
    fast = {"epochs": steps / run.per_epoch, "cost": cost}
    fast["arrives"] = float(fast["epochs"][np.argmax(accuracy >= GOAL)])
    line, _ = best_straight_line(split.X_train, split.Y_train)
    return {"slow": slow, "fast": fast, "straight_line": line}


def epochs_by_rate(seeds=range(7), rates=None, most=30):
    """Return the epochs to 95 % of the article's network, in batches of 30, for all optimizers.

    In float64, so that the counts do not hang on a processor's last digit.

    Returns
    -------
    dict
        Optimizer -> {rate: array with the epochs of each seed, infinity where `most` do not do}.
    """
    split, net = moons(), dense_architecture(list(ARTICLE_SIZES))
    found = {}
    for optimizer, tried in (rates or RATES).items():
        found[optimizer] = {}
        for rate in tried:
            options = {"optimizer": optimizer, "dtype": np.float64}
            runs = (
                BlocksLoop(split.X_train, split.Y_train, net, rate, 30, seed=seed, **options)
                for seed in seeds
            )
            epochs = [epochs_to_goal(run, most) or np.inf for run in runs]
            found[optimizer][rate] = np.array(epochs)
    return found


def epochs_to_goal(run, most=300):
    """Train until at least 95 % of the examples are right; return how many epochs that took."""
    for epochs in range(1, most + 1):
        run.epoch()
        if run.accuracy() >= GOAL:
            return epochs
    return None


def full_batch_run(nn_architecture, learning_rate, scheme="he", most=4000, report=None):
    """Train on all of the moons at once until at least 95 % of them are right.

    Parameters
    ----------
    report : function, optional
        Called as `report(epoch, cost)` every 500 epochs.

    Returns
    -------
    epochs : int
        Before this epoch's step, counted from 0, the goal is reached.
    costs : list of float
        One for each epoch up to then.
    """
    split = moons()
    trainer = Trainer(
        split.X_train,
        split.Y_train,
        nn_architecture,
        learning_rate,
        seed=2,
        scheme=scheme,
        dtype="float32",
    )
    while trainer.steps < most:
        trainer.step(100)
        reached = np.array(trainer.accuracy_history) >= GOAL
        if reached.any():
            epochs = int(np.argmax(reached))
            return epochs, trainer.cost_history[: epochs + 1]
        if report is not None and trainer.steps % 500 == 0:
            report(trainer.steps, trainer.cost_history[-1])
    return None, trainer.cost_history


def steps_to_goal(nn_architecture, learning_rate, batch_size, seed=2, every=10, most=1000):
    """Return after how many steps at least 95 % of the moons are right, looking every 10 steps.

    Infinity where `most` steps do not do. In float64, as `epochs_by_rate`.
    """
    X, Y, options = moons().X_train, moons().Y_train, {"dtype": np.float64, "seed": seed}
    run = BlocksLoop(X, Y, nn_architecture, learning_rate, batch_size, **options)
    while run.steps < most and run.step(every):
        if run.accuracy() >= GOAL:
            return run.steps
    return np.inf


@dataclass
class LadderRung:
    """One rung: how many epochs it needs, and how long one takes, in seconds."""

    name: str
    epochs: int
    epoch: float
    below: str = ""  # the name of the rung it is compared with
    seconds_below: float | None = None  # how long that one took, measured in turn with this one

    @property
    def seconds(self):
        """How long it takes to reach 95 %."""
        return self.epochs * self.epoch

    @property
    def factor(self):
        """How many times as fast it is as the rung it is compared with; None for the first."""
        return None if self.seconds_below is None else self.seconds_below / self.seconds

    def __str__(self):
        words = f"{CLOCK} {self.name}: {duration(self.seconds)} to 95 %"
        words += f", {duration(self.epoch)} an epoch"
        if self.factor is None:
            return words
        # A line of its own, so that no page breaks it in the middle of a word.
        words += f"\n{CLOCK} beside it, “{self.below}” took {duration(self.seconds_below)}"
        return f"{words}: {self.factor:.3g} times as fast"


@dataclass
class SpeedLadder:
    """The rungs so far. Each new one is timed in turn with the one it is compared with."""

    rungs: list = field(default_factory=list)
    _works: dict = field(default_factory=dict)  # name -> (function, epochs it trains for)
    _standing: LadderRung | None = None

    def climb(self, name, epochs, work, at_once=1, rounds=7, stay=True):
        """Add a rung: its name, the epochs it needs, a function that trains for some epochs.

        Parameters
        ----------
        name : str
        epochs : int
            How many it takes to 95 %.
        work : function
            Without arguments; trains for `at_once` epochs.
        stay : bool
            Whether the next rung is compared with this one, or with the one before it.

        Returns
        -------
        LadderRung
            It knows both times: its own, and that of the rung before, measured in turn with it.
        """
        self._works[name] = work, at_once
        below = self._standing
        if below is None:
            (seconds,) = in_turn([work], rounds)
            rung = LadderRung(name, epochs, seconds / at_once)
        else:
            work_below, at_once_below = self._works[below.name]
            seconds_below, seconds = in_turn([work_below, work], rounds)
            before = below.epochs * seconds_below / at_once_below
            rung = LadderRung(name, epochs, seconds / at_once, below.name, before)
        if stay:
            self._standing = rung
        self.rungs.append(rung)
        return rung

    def all_in_turn(self, rounds=7):
        """Time all rungs once more, in turn: so each one's factor is that of two bars.

        Returns
        -------
        list of LadderRung
            The same rungs, in the same order, with the new times.
        """
        works = [self._works[rung.name] for rung in self.rungs]
        found = in_turn([work for work, _ in works], rounds)
        epoch = {
            rung.name: seconds / at_once
            for rung, seconds, (_, at_once) in zip(self.rungs, found, works, strict=True)
        }
        epochs = {rung.name: rung.epochs for rung in self.rungs}
        return [
            replace(
                rung,
                epoch=epoch[rung.name],
                seconds_below=epochs[rung.below] * epoch[rung.below] if rung.below else None,
            )
            for rung in self.rungs
        ]


def times_with_threads(works, rounds=3):
    """Time functions with one thread and with two, in turn.

    Returns
    -------
    dict
        Name -> (seconds with one thread, seconds with two), the least of all rounds.
    """
    least = {name: [np.inf, np.inf] for name in works}
    for name, work in works.items():
        for threads in (1, 2) * rounds:  # in turn, so that whatever else runs hits both
            with threadpool_limits(threads):
                (seconds,) = in_turn([work])
            least[name][threads - 1] = min(least[name][threads - 1], seconds)
    return {name: tuple(pair) for name, pair in least.items()}


def page_faults(work):
    """Return how many pages of memory the system had to bring in while `work` ran, or None."""
    if getrusage is None:
        return None
    before = getrusage(RUSAGE_SELF).ru_minflt
    work()
    return getrusage(RUSAGE_SELF).ru_minflt - before


def faults_in_words(work):
    """Say how many page faults `work` makes once it is warm."""
    work()
    faults = page_faults(work)
    return "page faults are not counted here" if faults is None else f"{faults:,} page faults"


def seconds_of_adding(length, repeats=2000):
    """Return the seconds that one call of `np.add` takes, on so many numbers."""
    array, out = np.ones(length), np.ones(length)

    def work():
        for _ in range(repeats):
            np.add(array, 1.0, out=out)

    (seconds,) = in_turn([work])
    return seconds / repeats


def parts_of_a_step(runs, nn_architecture, batch_size=30):
    """Measure, for each of some runs, the matrix products of a step and the whole of it.

    Parameters
    ----------
    runs : dict
        Name -> a run of this module, on the 900 points of the moons.

    Returns
    -------
    dict
        Name -> (seconds of the products alone, in the run's own precision; seconds of a step).
    """
    steps = moons().X_train.shape[1] // batch_size
    dtypes = [run.params_values["W1"].dtype for run in runs.values()]
    products = {
        dtype: ProductsOnlyLoop(nn_architecture, batch_size, steps, dtype) for dtype in set(dtypes)
    }
    works = [*products.values(), *runs.values()]
    seconds = [least / steps for least in in_turn([work.epoch for work in works])]
    alone = dict(zip(products, seconds[: len(products)], strict=True))
    whole = seconds[len(products) :]
    return {
        name: (alone[dtype], step) for name, dtype, step in zip(runs, dtypes, whole, strict=True)
    }


def new_bytes(work):
    """Return how many bytes of memory `work` has asked for beyond what was there, at its peak."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def function_calls(work):
    """Return how many calls of functions written in Python `work` makes, itself included."""
    calls, before = 0, sys.getprofile()

    def count(frame, event, argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def two_steps(optimizer, params_values, X, Y, nn_architecture, learning_rate):
    """Take two steps by one of the optimizers; return b2 of the 2-2-1 network after each of them.

    Returns
    -------
    list of str
        Rounded to four digits.
    """
    _, places = _two_steps(optimizer, params_values, X, Y, nn_architecture, learning_rate)
    return [f"{b2:.4f}" for b2 in places]


def two_gradients(optimizer, params_values, X, Y, nn_architecture, learning_rate):
    """Return db2 of the 2-2-1 network before the first and before the second such step."""
    return _two_steps(optimizer, params_values, X, Y, nn_architecture, learning_rate)[0]


def _two_steps(optimizer, params_values, X, Y, nn_architecture, learning_rate):
    gradients, places, state = [], [], {}
    for _ in range(2):
        Y_hat, memory = full_forward_propagation(X, params_values, nn_architecture)
        grads = full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)
        stepped = optimizer_step(optimizer, params_values, grads, state, learning_rate)
        params_values, state = stepped
        gradients.append(grads["db2"].item())
        places.append(params_values["b2"].item())
    return gradients, places


def optimizer_walk(optimizer, learning_rate, curvature=30, angle=25, steps=60):
    """Go down notebook 06's bowl J = (w1**2 + curvature * w2**2) / 2 by one of the optimizers.

    Returns
    -------
    dict
        The arguments; `w` of shape (2, points) and `cost`, one for each point.
    """
    rule, state = OPTIMIZERS[optimizer], None
    steepness, turn = np.array([1.0, curvature]), np.deg2rad(angle)
    w = np.array([np.cos(turn), np.sin(turn)])
    points = [w]
    for _ in range(steps):
        w, state = rule(w, steepness * w, state, learning_rate)
        points.append(w)
    w = np.array(points).T
    return {
        "optimizer": optimizer,
        "learning_rate": learning_rate,
        "curvature": curvature,
        "w": w,
        "cost": (w[0] ** 2 + curvature * w[1] ** 2) / 2,
    }


def steps_by_rate(rates, seeds, sizes=(2, 8, 8, 1), most=150):
    """Return the steps to 95 % of 300 of the moons, for every optimizer, rate and seed.

    Returns
    -------
    dict
        Optimizer -> array of shape (seeds, rates); infinity where `most` steps do not do.
    """
    return {
        optimizer: np.array(
            [[_race_run(optimizer, rate, sizes, seed, most)[0] for rate in rates] for seed in seeds]
        )
        for optimizer in OPTIMIZERS
    }


def optimizer_race(learning_rate, layers, units, optimizer, seed):
    """Let the four optimizers start at the same place and take the same number of steps.

    Returns
    -------
    dict
        The arguments; `runs`: optimizer -> (steps to 95 % or infinity, costs up to then, ending),
        where the ending is "diverged" or ""; `straight_line`: the best line's cost on these points.
    """
    sizes = (2, *[units] * layers, 1)
    return {
        "learning_rate": learning_rate,
        "sizes": sizes,
        "optimizer": optimizer,
        "seed": seed,
        "steps": PANEL_STEPS,
        "straight_line": _straight_line(),
        "runs": {
            name: _race_run(name, learning_rate, sizes, seed, PANEL_STEPS) for name in OPTIMIZERS
        },
    }


def _panel_points():
    split = moons()
    return split.X_train[:, :PANEL_EXAMPLES], split.Y_train[:, :PANEL_EXAMPLES]


@cache
def _straight_line():
    return best_straight_line(*_panel_points())[0]


def _race_run(optimizer, learning_rate, sizes, seed, most):
    """Return the steps to the goal, the costs up to then, and how it ended."""
    X, Y = _panel_points()
    net = dense_architecture(list(sizes))
    trainer = Trainer(X, Y, net, learning_rate, seed=seed, scheme="he", optimizer=optimizer)
    while trainer.steps <= most and trainer.stopped is None:
        trainer.step(min(25, most + 1 - trainer.steps))
        reached = np.array(trainer.accuracy_history) >= GOAL
        if reached.any():
            steps = int(np.argmax(reached))
            return steps, np.array(trainer.cost_history[: steps + 1]), ""
    return np.inf, np.array(trainer.cost_history), "diverged" if trainer.stopped else ""
