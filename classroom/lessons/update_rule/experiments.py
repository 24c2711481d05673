"""Notebook 06: steps downhill on a parabola, in a bowl, and on the real network."""

import numpy as np

from classroom.datasets import by_hand, moons
from classroom.plane import region
from nnlib.architecture import dense_architecture
from nnlib.backprop import full_backward_propagation
from nnlib.forward_pass import full_forward_propagation
from nnlib.loss import get_accuracy_value, get_cost_value
from nnlib.trainer import Trainer

EXAMPLES = 300  # of the moons' 900: enough to see what a rate does, and three times as quick
STEPS = 40
# Three networks that differ in one number only: how far they go at each step.
THREE_RATES, THREE_STEPS, THREE_SEED = (0.01, 1, 10), 100, 3


def three_trained():
    """Train one network three times, from one start, at a small, a good and a large rate.

    Returns
    -------
    list of dict
        `rate`; `answers` over the plane, shape (rows, columns); `accuracy` on the 900 training
        points, a fraction.
    """
    split, net = moons(), dense_architecture([2, 8, 8, 1])
    trained = []
    for rate in THREE_RATES:
        trainer = Trainer(split.X_train, split.Y_train, net, rate, seed=THREE_SEED, scheme="he")
        trainer.step(THREE_STEPS)

        def answer(X, params_values=trainer.params_values):
            return full_forward_propagation(X, params_values, net)[0]

        accuracy = get_accuracy_value(answer(split.X_train), split.Y_train)
        trained.append({"rate": rate, "answers": region(answer), "accuracy": accuracy})
    return trained


def cost_along_gradient(rates):
    """Return the cost of the by-hand network's first example after one step at each rate.

    A negative rate is a step with the gradient, uphill; `update` refuses it, so it is done here.
    """
    net, params_values, X, Y = by_hand()
    X, Y = X[:, :1], Y[:, :1]
    Y_hat, memory = full_forward_propagation(X, params_values, net)
    grads = full_backward_propagation(Y_hat, Y, memory, params_values, net)
    costs = []
    for rate in rates:
        moved = {key: values - rate * grads[f"d{key}"] for key, values in params_values.items()}
        costs.append(get_cost_value(full_forward_propagation(X, moved, net)[0], Y))
    return np.array(costs)


def parabola_walk(curvature, learning_rate, steps, start=1.0):
    """Go down J = curvature * w**2 / 2; return w before the first step and after each one."""
    w = [float(start)]
    for _ in range(steps):
        gradient = curvature * w[-1]
        w.append(w[-1] - learning_rate * gradient)
    return np.array(w)


def valley_walk(learning_rate, curvature, steps):
    """Go down the parabola J = curvature * w**2 / 2 from w = 1, for the valley panel.

    The rate is taken with the two digits that the slider shows, so that one can check the factor.

    Returns
    -------
    dict
        The arguments; `w` and `cost` at the start and after each step; `kind`, as of `bowl_walk`.
    """
    learning_rate = float(f"{learning_rate:.2g}")
    w = parabola_walk(curvature, learning_rate, steps)
    cost = curvature * w**2 / 2
    return {
        "learning_rate": learning_rate,
        "curvature": curvature,
        "steps": steps,
        "w": w,
        "cost": cost,
        "kind": _kind(learning_rate * curvature, cost[-1] < cost[0] / 100),
    }


def best_bowl_rate(curvature, steps, angle=25):
    """Return the rate that brings the cost in the bowl lowest: tried in thousandths of 2/curvature.

    Parameters
    ----------
    curvature : float
    steps : int
        After how many steps the costs are compared.
    angle : float
        Where the walk starts, as for `bowl_walk`.
    """
    rates = np.arange(1, 1000) / 1000 * 2 / curvature
    costs = [bowl_walk(rate, curvature, angle, steps)["cost"][-1] for rate in rates]
    return float(rates[np.argmin(costs)])


def bowl_walk(learning_rate, curvature, angle, steps):
    """Go down the bowl J = (w1**2 + curvature * w2**2) / 2 from a point at distance 1.

    Parameters
    ----------
    learning_rate : float
    curvature : float
        How many times steeper w2's direction is than w1's, whose curvature is 1.
    angle : float
        Where on the circle to start, in degrees: near 0 along the valley, near 90 up its side.
    steps : int

    Returns
    -------
    dict
        The arguments; `w` of shape (2, points) and `cost`, one for each point: the start and the
        point after each step, up to the last that a float can hold; `kind`, one of "creeping",
        "right", "straight", "zigzag", "to and fro", "diverging".
    """
    turn = np.deg2rad(angle)
    with np.errstate(over="ignore"):
        w = np.stack(
            [
                parabola_walk(a, learning_rate, steps, start)
                for a, start in [(1, np.cos(turn)), (curvature, np.sin(turn))]
            ]
        )
        cost = (w[0] ** 2 + curvature * w[1] ** 2) / 2
    finite = np.isfinite(cost)
    points = cost.size if finite.all() else int(np.argmin(finite))
    w, cost = w[:, :points], cost[:points]
    return {
        "learning_rate": learning_rate,
        "curvature": curvature,
        "steps": steps,
        "w": w,
        "cost": cost,
        "kind": _kind(learning_rate * curvature, cost[-1] < cost[0] / 100),
    }


def _kind(product, arrived):
    """Name a walk by rate * curvature: below 1 it keeps to its side, above 2 it grows."""
    if np.isclose(product, 1):
        return "straight"
    if np.isclose(product, 2):
        return "to and fro"
    if product > 2:
        return "diverging"
    if product > 1:
        return "zigzag"
    return "right" if arrived else "creeping"


def cost_by_rate(sizes, rates, seeds, steps=50, scale=1):
    """Train on 300 of the moons at each rate, from each seed's start.

    Parameters
    ----------
    sizes : list of int
        The layers, such as [2, 8, 8, 1]; all starts are He's.
    rates : list of float
    seeds : list of int
    steps : int
    scale : float
        What the features are multiplied by.

    Returns
    -------
    array, shape (seeds, rates)
        The cost after the last step; infinity where training diverged.
    """
    return np.array(
        [[_run(sizes, rate, seed, steps, scale)[0][-1] for rate in rates] for seed in seeds]
    )


def rate_runs(learning_rate, layers, units, seed, scale=1):
    """Follow the cost over the first steps at a rate, a tenth of it, and ten times it.

    Returns
    -------
    dict
        `learning_rate`, `scale`, `seed`, `sizes`, `steps`, and `runs`: one (rate, costs, ending)
        for each of the three rates in rising order. `costs` are those at the start and after each
        step. `ending` is "diverged", "asleep" if a whole layer answers 0 to every point, "asleep
        from the start", or "".
    """
    sizes = [2, *[units] * layers, 1]
    rates = [learning_rate / 10, learning_rate, learning_rate * 10]
    return {
        "learning_rate": learning_rate,
        "scale": scale,
        "seed": seed,
        "sizes": sizes,
        "steps": STEPS,
        "runs": [(rate, *_run(sizes, rate, seed, STEPS, scale)) for rate in rates],
    }


def _run(sizes, rate, seed, steps, scale):
    """Return the costs at the start and after each step, and how the run ended."""
    split = moons()
    X, Y = scale * split.X_train[:, :EXAMPLES], split.Y_train[:, :EXAMPLES]
    net = dense_architecture(sizes)
    trainer = Trainer(X, Y, net, rate, seed=seed, scheme="he")
    ending = "asleep from the start" if _asleep(trainer, X) else ""
    trainer.step(steps + 1)  # the history has the cost before each step
    costs = np.array(trainer.cost_history)
    if trainer.stopped:
        return np.append(costs, np.inf), "diverged"
    return costs, ending or ("asleep" if _asleep(trainer, X) else "")


def _asleep(trainer, X):
    """Tell whether a hidden layer answers 0 to every example, so that no signal passes."""
    with np.errstate(over="ignore", invalid="ignore"):
        _, memory = full_forward_propagation(X, trainer.params_values, trainer.nn_architecture)
    return any(not memory[f"A{l}"].any() for l in range(1, len(trainer.nn_architecture)))
