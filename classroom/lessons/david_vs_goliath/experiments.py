"""Notebook 08: one network in NumPy and in Keras, side by side, and their race.

Where Keras is not installed, each of these returns what it returned when it was last recorded
(see `keras_twin`); what needs no Keras is computed all the same.
"""

import os
import subprocess
import sys
import time
from functools import lru_cache

import numpy as np

from classroom.datasets import moons
from classroom.lessons.david_vs_goliath import keras_twin
from classroom.plane import plane, region
from nnlib.architecture import dense_architecture
from nnlib.backprop import _backward, full_backward_propagation
from nnlib.forward_pass import _forward, full_forward_propagation
from nnlib.initialization import init_layers
from nnlib.loss import get_accuracy_value, get_cost_value
from nnlib.trainer import Trainer
from nnlib.training import predict
from nnlib.update_rule import update

# The fair race's recipe: the article's network, data and kind of step, He's start.
SIZES = (2, 25, 50, 50, 25, 1)
RATE, RACE_BATCH, SEED = 0.1, 30, 2
RACE_EPOCHS = 11  # after so many it has learned 95 % of the moons
RACE_RUNNERS = ("NumPy", "Keras", "Keras, 30 at a time")
CHECKPOINTS = (1, 10, 100)  # steps
PANEL_STEPS = 50
KERAS_CLIPS = 1e-7  # Keras keeps every answer at least so far from 0 and from 1
CLIPPING_CASES = ((3, 16, 2.0), (3, 16, 10.0), (2, 8, 10.0))  # layers, units in each, rate


def start_of(sizes=SIZES, seed=SEED):
    """Return an architecture and He's start for it: what both sides are given."""
    net = dense_architecture(list(sizes))
    return net, init_layers(net, seed, "he")


def shuffled(m, epochs, seed=SEED):
    """Return the order in which a `Trainer` takes m examples, epoch after epoch."""
    rng, order, epoch_orders = np.random.RandomState(seed), np.arange(m), []
    for _ in range(epochs):
        rng.shuffle(order)
        epoch_orders.append(order.copy())
    return np.concatenate(epoch_orders)


def both_layouts(X, W, b):
    """Return one layer's numbers as they lie here and as they lie in Keras, by their names."""
    kernel, bias = W.T, b.ravel()
    return {
        "here": {"X": X, "W": W, "b": b, "Z": W @ X + b},
        "in Keras": {"x": X.T, "kernel": kernel, "bias": bias, "z": X.T @ kernel + bias},
    }


def keras_agreement(dtype):
    """Return the largest differences between our network and Keras's, from the same start.

    Parameters
    ----------
    dtype : str
        "float32" or "float64".

    Returns
    -------
    dict
        From what is compared to the largest difference between any two of its numbers: Y_hat, the
        cost, every gradient, all parameters after 1, 10 and 100 steps on the same mini-batches.
    """
    if not keras_twin.available():
        return keras_twin.recorded()["agreement"][dtype]
    net, start = start_of()
    params_values = {key: values.astype(dtype) for key, values in start.items()}
    split = moons()
    X, Y = split.X_train.astype(dtype), split.Y_train.astype(dtype)
    twin = _twin(SIZES, dtype, RATE, start)
    Y_hat, memory = full_forward_propagation(X, params_values, net)
    grads_values = full_backward_propagation(Y_hat, Y, memory, params_values, net)
    cost, twin_grads = twin.cost_and_gradients(X, Y)
    rows = {
        "Y_hat": _largest({"Y_hat": Y_hat}, {"Y_hat": twin.predict(X)}),
        "cost": abs(get_cost_value(Y_hat, Y) - cost),
    }
    rows |= {key: _largest({key: grads_values[key]}, twin_grads) for key in grads_values}
    order, done = shuffled(X.shape[1], epochs=4), 0
    for steps in CHECKPOINTS:
        for batch in order[done * RACE_BATCH : steps * RACE_BATCH].reshape(-1, RACE_BATCH):
            Y_hat, memory = full_forward_propagation(X[:, batch], params_values, net)
            grads = full_backward_propagation(Y_hat, Y[:, batch], memory, params_values, net)
            params_values = update(params_values, grads, net, RATE)
        twin.fit(twin.rows(X, Y, order[done * RACE_BATCH : steps * RACE_BATCH]), RACE_BATCH)
        words = f"W and b after {steps} step{'s' if steps > 1 else ''}"
        rows[words] = _largest(params_values, twin.params_values)
        done = steps
    return rows


def allowed_difference(dtype):
    """Return how far the two may be apart: some rounding steps of numbers of size 1.

    On PyTorch Keras rounds its input to float32, whatever is asked for: there float64 is no better.
    """
    exact = dtype == "float64" and not (keras_twin.available() and keras_twin.backend() == "torch")
    return 1e-10 if exact else 1e-6


def largest_differences(found):
    """Return the largest of each kind of difference in what `keras_agreement` has found."""
    kinds = {
        "answers and cost": ("Y_hat", "cost"),
        "all gradients": [row for row in found if row.startswith("d")],
        "W and b after 1, 10, 100 steps": [row for row in found if row.startswith("W and b")],
    }
    return {kind: max(found[row] for row in rows) for kind, rows in kinds.items()}


def sums_in_other_orders(dtype, orders=20):
    """Return the sum of the same 900 numbers, added in so many orders."""
    numbers = np.random.RandomState(SEED).randn(900).astype(dtype)
    return [numbers[np.random.RandomState(seed).permutation(900)].sum() for seed in range(orders)]


def push_when_sure(Z=-20.0):
    """Return the gradient db of one example of class 1 that is answered `sigmoid(Z)`, by both."""
    net = dense_architecture([1, 1])
    params_values = {"W1": np.zeros((1, 1)), "b1": np.full((1, 1), Z)}
    X, Y = np.zeros((1, 1)), np.ones((1, 1))
    Y_hat, memory = full_forward_propagation(X, params_values, net)
    ours = full_backward_propagation(Y_hat, Y, memory, params_values, net)["db1"]
    if not keras_twin.available():
        theirs = keras_twin.recorded()["push_when_sure"]
    else:
        twin = keras_twin.KerasTwin(net, params_values, RATE, "float64")
        theirs = twin.cost_and_gradients(X, Y)[1]["db1"].item()
    return {"NumPy": ours.item(), "Keras": theirs + 0.0}  # which makes a plain 0 of -0


def clipping_told():
    """Return how far the twins part at high rates, and how far if ours were clipped, too.

    Returns
    -------
    list of dict
        `layers`, `units` and `rate`; under `as they are` and `both clipped` a pair each: how many
        of the 1,000 points are put into different classes, and the largest distance of two answers.
    """
    if not keras_twin.available():
        return keras_twin.recorded()["clipping"]
    split, found = moons(), []
    X, Y, points = split.X_train, split.Y_train, _points(split)
    for layers, units, rate in CLIPPING_CASES:
        sizes = (2, *[units] * layers, 1)
        net, start = start_of(sizes)
        twin = _twin(sizes, "float64", rate, start)
        twin.fit(twin.rows(X, Y, np.tile(np.arange(X.shape[1]), PANEL_STEPS)), X.shape[1])
        theirs = twin.predict(points)
        row = {"layers": layers, "units": units, "rate": rate}
        for words, clip in (("as they are", 0.0), ("both clipped", KERAS_CLIPS)):
            ours = predict(points, _clipped_training(X, Y, net, start, rate, clip), net)
            apart = int(np.sum((ours > 0.5) != (theirs > 0.5)))
            row[words] = apart, float(np.max(np.abs(ours - theirs)))
        found.append(row)
    return found


def _clipped_training(X, Y, net, params_values, rate, clip):
    """Train on all examples; one answered within `clip` of 0 or 1 has no part in the gradient."""
    for _ in range(PANEL_STEPS):
        Y_hat, memory = _forward(X, params_values, net)
        # Where a clipped answer lies, the cost is flat: as if it were right already.
        wanted = np.where(np.minimum(Y_hat, 1 - Y_hat) < clip, Y_hat, Y)
        grads = _backward(Y_hat, wanted, memory, params_values, net)
        params_values = {key: w - rate * grads[f"d{key}"] for key, w in params_values.items()}
    return params_values


def points_apart(seeds=range(3, 14)):
    """Return how many of the 1,000 points another start puts into another class than seed 2 does.

    All by NumPy, since from the same start Keras would answer the same.
    """
    split = moons()
    first, *others = (_classes(split, seed) for seed in (SEED, *seeds))
    return np.array([np.sum(first != classes) for classes in others])


def _classes(split, seed):
    net, start = start_of(seed=seed)
    trainer = _racing_trainer(split, net, start, "float64")
    trainer.step(RACE_EPOCHS * split.X_train.shape[1] // RACE_BATCH)
    return trainer.predict(_points(split)) > 0.5


def accuracies_by_seed(seeds, epochs=2 * RACE_EPOCHS):
    """Return the test accuracy of the same recipe with other seeds: other start, other order."""
    split, net = moons(), dense_architecture(list(SIZES))
    accuracies = []
    for seed in seeds:
        trainer = Trainer(
            split.X_train, split.Y_train, net, RATE, seed=seed, scheme="he", batch_size=RACE_BATCH
        )
        trainer.step(epochs * split.X_train.shape[1] // RACE_BATCH)
        accuracies.append(get_accuracy_value(trainer.predict(split.X_test), split.Y_test))
    return accuracies


def race_heats(heats=6):
    """Run the fair race heat by heat: the same start, steps and order for every runner.

    Yields
    ------
    dict of dicts
        Runner -> `seconds` for the whole recipe, and the training `accuracy` at its end. In the
        first heat Keras also compiles.
    """
    if not keras_twin.available():
        yield from keras_twin.recorded()["race"]["heats"]
        return
    runs = [_numpy_runner(), _keras_runner(1), _keras_runner(30)]
    for _ in range(heats):
        # In turn, so that whatever else the computer does hits all of them alike.
        yield {name: run() for name, run in zip(RACE_RUNNERS, runs, strict=True)}


def keras_start_up():
    """Return the seconds each side needs to be imported, by name, each in a fresh Python."""
    if not keras_twin.available():
        return keras_twin.recorded()["race"]["start_up"]
    imports = {"NumPy": "import nnlib.trainer", "Keras": "import numpy, keras"}
    return {name: _import_seconds(statement) for name, statement in imports.items()}


def _import_seconds(statement):
    code = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    environment = {"KERAS_BACKEND": "jax"} | os.environ
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    return float(run.stdout.split()[-1])


def race_stages(heats, start_ups):
    """Tell apart, for every runner, what is paid once and what the running itself takes.

    Parameters
    ----------
    heats : list of dict
        What `race_heats` yields.
    start_ups : dict
        What `keras_start_up` returns.

    Returns
    -------
    dict of dicts
        Runner -> seconds of `start-up`, `warm-up` (the first heat's extra, in which Keras
        compiles) and `run` (the median of the other heats).
    """
    parts = {}
    for name in RACE_RUNNERS:
        first, *others = [heat[name]["seconds"] for heat in heats]
        run = float(np.median(others))
        parts[name] = {
            "start-up": start_ups[name.split(",")[0]],
            "warm-up": max(0.0, first - run),
            "run": run,
        }
    return parts


def totals(parts):
    """Return the seconds from nothing to 95 %, for NumPy and for Keras at its best.

    `parts` is what `race_stages` returns.
    """
    whole = {name: sum(stages.values()) for name, stages in parts.items()}
    ours, *theirs = RACE_RUNNERS
    return whole[ours], min(whole[name] for name in theirs)


def recorded_race():
    """Return the totals of the race as it was recorded, whether Keras is installed or not.

    A result that is compared must not hang on what else a computer does at the time.
    """
    race = keras_twin.recorded()["race"]
    return totals(race_stages(race["heats"], race["start_up"]))


def step_times_by_width(widths=(8, 64, 512), batches=(30, 300), heats=3):
    """Measure a training step of 2-w-w-1 in NumPy and in Keras, for every width w and batch.

    Yields
    ------
    dict
        `width`, `batch`, and the seconds of one step: `NumPy`, `Keras`. Compile time is left out,
        and Keras takes all steps of a heat at once.
    """
    if not keras_twin.available():
        yield from keras_twin.recorded()["catch_up"]
        return
    split = moons()
    for batch in batches:
        for width in widths:
            net, start = start_of((2, width, width, 1))
            work = batch * sum(values.size for values in start.values())
            steps = int(np.clip(2e8 // work, 30, 300))
            trainer = Trainer(
                split.X_train,
                split.Y_train,
                net,
                RATE,
                params_values=start,
                batch_size=batch,
                dtype="float32",
            )
            twin = keras_twin.KerasTwin(net, start, RATE, steps_per_execution=steps)
            epochs = -(-steps * batch // split.X_train.shape[1])
            order = shuffled(split.X_train.shape[1], epochs)[: steps * batch]
            rows = twin.rows(split.X_train, split.Y_train, order)
            twin.fit(rows, batch)
            trainer.step(steps)
            pairs = [
                (_seconds(trainer.step, steps), _seconds(twin.fit, rows, batch))
                for _ in range(heats)
            ]
            ours, theirs = np.median(pairs, axis=0) / steps
            yield {"width": width, "batch": batch, "NumPy": float(ours), "Keras": float(theirs)}


def multiplications(width, batch):
    """Return how many multiplications the matrix products of a step of 2-w-w-1 take.

    Each layer has a product forward, one for dW, and, but for the first, one for the way back.
    """
    sizes = (2, width, width, 1)
    pairs = [n_in * n_out for n_in, n_out in zip(sizes, sizes[1:], strict=False)]
    return batch * (3 * sum(pairs) - pairs[0])


def two_planes(keras_seed=SEED):
    """Train both by the race's recipe, Keras from the start of another seed if one is given.

    Returns
    -------
    dict
        `regions`: the answers over the plane, ours and Keras's; `differ`: which of the 1,000
        points (900 for training, then 100 for the test) they put into different classes;
        `accuracies` on the test points; `largest`: how far apart two answers on a point are.
    """
    split, (net, start) = moons(), start_of()
    trainer = _racing_trainer(split, net, start, "float64")
    trainer.step(RACE_EPOCHS * split.X_train.shape[1] // RACE_BATCH)
    theirs = keras_answers(keras_seed)
    ours = _answers(trainer.predict, split)
    return _side_by_side(split, ours, theirs)


def twins(layers, units, learning_rate, dtype):
    """Train both for a few steps on all examples, from the same start, for the panel.

    Returns
    -------
    dict
        As `two_planes`, with the `settings`; Keras's part is None where it is not installed.
    """
    split, (net, start) = moons(), start_of((2, *[units] * layers, 1))
    X, Y = split.X_train, split.Y_train
    trainer = Trainer(X, Y, net, learning_rate, params_values=start, dtype=dtype)
    trainer.step(PANEL_STEPS)
    ours = _answers(trainer.predict, split)
    theirs = None
    if keras_twin.available():
        twin = _twin((2, *[units] * layers, 1), dtype, learning_rate, start)
        twin.fit(twin.rows(X, Y, np.tile(np.arange(X.shape[1]), PANEL_STEPS)), X.shape[1])
        theirs = _answers(twin.predict, split)
    numbers = _side_by_side(split, ours, theirs)
    settings = {"layers": layers, "units": units, "learning_rate": learning_rate, "dtype": dtype}
    return numbers | {"settings": settings, "stopped": trainer.stopped}


def _largest(ours, theirs):
    return max(float(np.max(np.abs(ours[key] - theirs[key]))) for key in ours)


def _seconds(work, *args):
    start = time.perf_counter()
    work(*args)
    return time.perf_counter() - start


def _racing_trainer(split, net, start, dtype="float32"):
    return Trainer(
        split.X_train,
        split.Y_train,
        net,
        RATE,
        params_values=start,
        batch_size=RACE_BATCH,
        seed=SEED,
        dtype=dtype,
    )


def _numpy_runner():
    """Return a function that runs the recipe from its start: seconds and accuracy."""
    split, (net, start) = moons(), start_of()
    trainer = _racing_trainer(split, net, start)

    def run():
        trainer.reset()
        seconds = _seconds(trainer.step, RACE_EPOCHS * split.X_train.shape[1] // RACE_BATCH)
        return _result(seconds, split, trainer.params_values, net)

    return run


def _keras_runner(steps_per_execution):
    """Return the same for Keras."""
    split, (net, start) = moons(), start_of()
    twin = keras_twin.KerasTwin(net, start, RATE, steps_per_execution=steps_per_execution)
    # In Keras's favour: its examples lie in order before the clock starts.
    rows = twin.rows(split.X_train, split.Y_train, shuffled(split.X_train.shape[1], RACE_EPOCHS))

    def run():
        twin.params_values = start
        return _result(_seconds(twin.fit, rows, RACE_BATCH), split, twin.params_values, net)

    return run


def _result(seconds, split, params_values, net):
    Y_hat = predict(split.X_train, params_values, net)
    return {"seconds": seconds, "accuracy": get_accuracy_value(Y_hat, split.Y_train)}


@lru_cache(maxsize=32)
def _compiled(sizes, dtype):
    """Return the one twin of this size, so that Keras compiles each size once only."""
    net, start = start_of(sizes)
    # All of the panel's steps in one call: half of Keras's time would go into the talk between.
    return keras_twin.KerasTwin(net, start, RATE, dtype, steps_per_execution=PANEL_STEPS)


def _twin(sizes, dtype, learning_rate, start):
    twin = _compiled(tuple(sizes), dtype)
    twin.params_values, twin.learning_rate = start, learning_rate
    return twin


def keras_answers(seed):
    """Return what Keras answers over the plane and on the points, trained from this start."""
    if not keras_twin.available():
        recorded = keras_twin.recorded()["two_planes"]
        if str(seed) not in recorded:
            raise ValueError(
                f"Keras is not installed here. Its seeds {' and '.join(recorded)} were recorded: "
                f"take one of them in place of {seed}."
            )
        return {name: np.array(values) for name, values in recorded[str(seed)].items()}
    split, (_, start) = moons(), start_of(seed=seed)
    twin = _twin(SIZES, "float64", RATE, start)
    order = shuffled(split.X_train.shape[1], RACE_EPOCHS)
    twin.fit(twin.rows(split.X_train, split.Y_train, order), RACE_BATCH)
    return _answers(twin.predict, split)


def _answers(answer, split):
    """Return the answers over the plane and on all points, asked for in one call."""
    raster, points = plane(), _points(split)
    Y_hat = answer(np.hstack([raster, points]))
    square = region(lambda _: Y_hat[:, : raster.shape[1]])
    return {"region": square, "points": Y_hat[:, raster.shape[1] :]}


def _points(split):
    return np.hstack([split.X_train, split.X_test])


def _side_by_side(split, ours, theirs):
    numbers = {"split": split, "regions": [ours["region"]], "accuracies": []}
    m = split.X_train.shape[1]
    for answers in (ours, theirs) if theirs else (ours,):
        classes = answers["points"][:, m:] > 0.5
        numbers["accuracies"].append(float(np.mean(classes == split.Y_test)))
    if theirs is None:
        return numbers | {"differ": None, "largest": None}
    numbers["regions"].append(theirs["region"])
    numbers["differ"] = ((ours["points"] > 0.5) != (theirs["points"] > 0.5))[0]
    # Where a run has overflowed there is no number to compare.
    numbers["largest"] = float(np.max(np.abs(ours["points"] - theirs["points"])))
    return numbers
