"""Notebook 05: one nudge followed, one walk back, slopes measured, and gradients that fade."""

import numpy as np

from classroom.datasets import by_hand, moons
from nnlib.activations import ACTIVATIONS
from nnlib.architecture import dense_architecture, layer_numbers
from nnlib.backprop import full_backward_propagation
from nnlib.forward_pass import full_forward_propagation
from nnlib.initialization import init_layers
from nnlib.loss import get_cost_value
from nnlib.trainer import limited_threads
from nnlib.update_rule import update

# The nudges whose error the nudge panel draws: no round numbers, which rounding would flatter.
NUDGES = 10.0 ** np.arange(-6.95, 0, 0.15)
MOST_DECIMALS = 14


def blame(learning_rate, layers, units, seed):
    """Find every slope of a fresh network on the moons, and take one step against all of them.

    Returns
    -------
    dict
        `nn_architecture`, `grads_values`, `costs` (before and after the step), `numbers` (how many
        weights and biases there are), `learning_rate` and `seed`.
    """
    split = moons()
    X, Y = split.X_train, split.Y_train
    nn_architecture = dense_architecture([2, *[units] * layers, 1])
    start = init_layers(nn_architecture, seed=seed, scheme="he")
    numbers = sum(values.size for values in start.values())
    with limited_threads(4 * X.shape[1] * numbers):
        Y_hat, memory = full_forward_propagation(X, start, nn_architecture)
        grads_values = full_backward_propagation(Y_hat, Y, memory, start, nn_architecture)
        moved = update(start, grads_values, nn_architecture, learning_rate)
        Y_hat_moved, _ = full_forward_propagation(X, moved, nn_architecture)
    return {
        "nn_architecture": nn_architecture,
        "grads_values": grads_values,
        "costs": (get_cost_value(Y_hat, Y), get_cost_value(Y_hat_moved, Y)),
        "numbers": numbers,
        "learning_rate": learning_rate,
        "seed": seed,
    }


def following(weight, nudge):
    """Follow a nudge of one number of the 2-2-1 network, for its first example, to the cost.

    Parameters
    ----------
    weight : str
        A name from `places_by_hand`.
    nudge : float
        By how much it grows.

    Returns
    -------
    dict
        `weight`, `value` and `nudge`; `names` of the numbers on the way, from the nudged one to the
        cost, by how much each `changes`, and the `factors` between neighbours: each one's slope
        against the one before, where the nudge begins. `slope` is their product. `values` and
        `costs`: the cost against this number.
    """
    key, place = places_by_hand()[weight]
    nn_architecture, params_values, X, Y = by_hand()
    first = X[:, :1], Y[:, :1]

    def passed(change):
        moved = params_values[key].copy()
        moved[place] += change
        params = params_values | {key: moved}
        Y_hat, memory = full_forward_propagation(first[0], params, nn_architecture)
        return memory | {"cost": get_cost_value(Y_hat, first[1]), "Y_hat": Y_hat}

    before, after = passed(0), passed(nudge)
    unit, source = place
    names, factors = ["Z2", "cost"], [float((before["Y_hat"] - first[1]).item())]
    if key == "W2":
        factors = [float(before["A1"][source, 0]), *factors]
    elif key == "b2":
        factors = [1.0, *factors]
    else:
        reads = 1.0 if key == "b1" else float(first[0][source, 0])
        awake = 1.0 if before["Z1"][unit, 0] > 0 else 0.0
        names = [f"Z1[{unit}]", f"A1[{unit}]", *names]
        factors = [reads, awake, float(params_values["W2"][0, unit]), *factors]
    value = float(params_values[key][place])
    values = np.linspace(value - 1.2, value + 1.2, 97)
    return {
        "weight": weight,
        "value": value,
        "nudge": nudge,
        "names": [weight, *names],
        "changes": [nudge, *(_at(after, name) - _at(before, name) for name in names)],
        "factors": factors,
        "slope": float(np.prod(factors)),
        "cost": before["cost"],
        "values": values,
        "costs": np.array([passed(change)["cost"] for change in values - value]),
    }


def _at(memory, name):
    """Return the number that a name such as "Z1[0]" stands for, in one example's memory."""
    if name == "cost":
        return memory["cost"]
    key, unit = name[:2], int(name[3]) if "[" in name else 0
    return float(memory[key][unit, 0])


def walking(example, steps):
    """Walk back through the 2-2-1 network for one example, up to so many of the seven steps.

    Parameters
    ----------
    example : int
        1 or 2: the column of X.
    steps : int
        From 0, before the walk, to 7, when all slopes are found.

    Returns
    -------
    dict
        `example`, `steps`, `cost`; `forward`: the example's X, W1, b1, Z1, A1, W2, b2, Z2, Y_hat
        and Y; `found`: the slopes of the steps taken, in their order.
    """
    nn_architecture, params_values, X, Y = by_hand()
    one = X[:, [example - 1]], Y[:, [example - 1]]
    Y_hat, memory = full_forward_propagation(one[0], params_values, nn_architecture)
    grads = full_backward_propagation(Y_hat, one[1], memory, params_values, nn_architecture)
    dZ2 = Y_hat - one[1]
    dA1 = params_values["W2"].T @ dZ2
    relu_back = ACTIVATIONS["relu"][1]
    slopes = {
        "dZ2": dZ2,
        "dW2": grads["dW2"],
        "db2": grads["db2"],
        "dA1": dA1,
        "dZ1": relu_back(dA1, memory["Z1"]),
        "dW1": grads["dW1"],
        "db1": grads["db1"],
    }
    forward = {"X": one[0], **params_values, **memory, "Y_hat": Y_hat, "Y": one[1]}
    return {
        "example": example,
        "steps": steps,
        "cost": get_cost_value(Y_hat, one[1]),
        "forward": forward,
        "found": dict(list(slopes.items())[:steps]),
    }


def cost_after_nudge(X, Y, params_values, nn_architecture, key, place, nudge):
    """Return the cost when the one number `params_values[key][place]` is moved by `nudge`."""
    moved = params_values[key].copy()
    moved[place] += nudge
    Y_hat, _ = full_forward_propagation(X, params_values | {key: moved}, nn_architecture)
    return get_cost_value(Y_hat, Y)


def measured_gradients(X, Y, params_values, nn_architecture, h=1e-5):
    """Nudge every parameter up and down by h; measure the slope of the cost."""
    grads_values = {key: np.zeros(values.shape) for key, values in params_values.items()}
    for key, slopes in grads_values.items():
        for place in np.ndindex(slopes.shape):
            network = X, Y, params_values, nn_architecture
            up = cost_after_nudge(*network, key, place, h)
            down = cost_after_nudge(*network, key, place, -h)
            slopes[place] = (up - down) / (2 * h)
    return {f"d{key}": slopes for key, slopes in grads_values.items()}


def compare_gradients(grads_values, others, tolerance=1e-7):
    """Return for each tensor a verdict and the largest difference between the two.

    The verdict is "exact", "close" (no difference above `tolerance`) or "wrong".
    """
    rows = {}
    for key, values in grads_values.items():
        difference = float(np.max(np.abs(values - others[key])))
        close = "close" if difference <= tolerance else "wrong"
        rows[key] = ("exact" if difference == 0 else close, difference)
    return rows


def errors_by_nudge(X, Y, params_values, nn_architecture, nudges):
    """Return for each nudge h how far, at most, a measured slope is from backprop's."""
    Y_hat, memory = full_forward_propagation(X, params_values, nn_architecture)
    grads = full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)
    errors = {}
    for h in map(float, nudges):
        measured = measured_gradients(X, Y, params_values, nn_architecture, h)
        errors[h] = max(difference for _, difference in compare_gradients(grads, measured).values())
    return errors


def gradient_sizes(X, Y, params_values, nn_architecture):
    """Measure gradients layer by layer.

    Returns
    -------
    dict of lists, one entry per layer
        The root mean square of `dZ` (over units and examples), of `dW` and of `W`; and `asleep`,
        whether every unit of the layer answers 0 to every example.
    """
    Y_hat, memory = full_forward_propagation(X, params_values, nn_architecture)
    grads = full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)
    layers = layer_numbers(nn_architecture)
    dZ = {layers[-1]: Y_hat - Y}
    for l in layers[:0:-1]:
        _, backward = ACTIVATIONS[nn_architecture[l - 2]["activation"]]
        dZ[l - 1] = backward(params_values[f"W{l}"].T @ dZ[l], memory[f"Z{l - 1}"])
    return {
        "dZ": [_size(dZ[l]) for l in layers],
        "dW": [_size(grads[f"dW{l}"]) for l in layers],
        "W": [_size(params_values[f"W{l}"]) for l in layers],
        "asleep": [not memory[f"A{l}"].any() for l in layers[:-1]] + [False],
    }


def fading_by_seed(activation, scheme, seeds):
    """Return for each seed how many times smaller dZ is in layer 1 than in layer 7.

    Six hidden layers of 25 units, before any training, on the moons.
    """
    split = moons()
    nn_architecture = dense_architecture([2, *[25] * 6, 1], activation)
    times = []
    for seed in seeds:
        start = init_layers(nn_architecture, seed=seed, scheme=scheme)
        dZ = gradient_sizes(split.X_train, split.Y_train, start, nn_architecture)["dZ"]
        times.append(dZ[-1] / dZ[0])
    return np.array(times)


def fading_shares(activation, scheme, seeds):
    """Return what the weights and what the bends have to do with the fading of `fading_by_seed`.

    Returns
    -------
    weights, bends : array, one number for each seed
        How many times smaller the turned weights alone make dZ on its way from layer 7 to layer 1,
        and how many times smaller the activations' slopes alone. Multiplied: `fading_by_seed`.
    """
    split = moons()
    nn_architecture = dense_architecture([2, *[25] * 6, 1], activation)
    backward = ACTIVATIONS[activation][1]
    weights, bends = np.ones(len(seeds)), np.ones(len(seeds))
    for k, seed in enumerate(seeds):
        start = init_layers(nn_architecture, seed=seed, scheme=scheme)
        Y_hat, memory = full_forward_propagation(split.X_train, start, nn_architecture)
        dZ = Y_hat - split.Y_train
        for l in layer_numbers(nn_architecture)[:0:-1]:
            dA = start[f"W{l}"].T @ dZ
            weights[k] *= _size(dZ) / _size(dA)
            dZ = backward(dA, memory[f"Z{l - 1}"])
            bends[k] *= _size(dA) / _size(dZ)
    return weights, bends


def fading(layers, units, activation, scheme, learning_rate, seed):
    """Measure the gradients of a fresh network on the moons, for the fading panel."""
    split = moons()
    nn_architecture = dense_architecture([2, *[units] * layers, 1], activation)
    start = init_layers(nn_architecture, seed=seed, scheme=scheme)
    work = 3 * split.X_train.shape[1] * sum(values.size for values in start.values())
    with limited_threads(work):
        sizes = gradient_sizes(split.X_train, split.Y_train, start, nn_architecture)
    return {
        **sizes,
        "step": [learning_rate * size for size in sizes["dW"]],
        "layers": layers,
        "units": units,
        "activation": activation,
        "scheme": scheme,
        "learning_rate": learning_rate,
        "seed": seed,
    }


def places_by_hand():
    """Name every number of the 2-2-1 network: "W1[0, 1]" -> ("W1", (0, 1))."""
    return {
        f"{key}[{place[0]}, {place[1]}]": (key, place)
        for key, values in by_hand().params_values.items()
        for place in np.ndindex(values.shape)
    }


def nudging(weight, value, h, decimals):
    """Measure one slope of the 2-2-1 network by a nudge, for the nudge panel.

    Parameters
    ----------
    weight : str
        A name from `places_by_hand`.
    value : float
        What this weight is set to.
    h : float
        How far it is nudged, up and down.
    decimals : int
        To how many decimals every cost is rounded before it is used.
    """
    key, place = places_by_hand()[weight]
    nn_architecture, params_values, X, Y = by_hand()
    params_values[key][place] = value

    def exact_cost(nudge):
        return cost_after_nudge(X, Y, params_values, nn_architecture, key, place, nudge)

    def cost(nudge):
        return round(exact_cost(nudge), decimals)

    def awake(nudge):
        moved = params_values[key].copy()
        moved[place] += nudge
        _, memory = full_forward_propagation(X, params_values | {key: moved}, nn_architecture)
        return memory["Z1"] > 0

    Y_hat, memory = full_forward_propagation(X, params_values, nn_architecture)
    grads = full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)
    slope = float(grads[f"d{key}"][place])
    down, up = cost(-h), cost(h)
    unrounded = (exact_cost(h) - exact_cost(-h)) / (2 * h)
    measured = (up - down) / (2 * h)
    errors = [abs((cost(nudge) - cost(-nudge)) / (2 * nudge) - slope) for nudge in NUDGES]
    values = np.linspace(-3, 3, 73)
    return {
        "weight": weight,
        "value": value,
        "h": h,
        "decimals": decimals,
        "slope": slope,
        "measured": measured,
        "error": abs(measured - slope),
        "curvature": abs(unrounded - slope),  # the part of the error that is not rounding's
        "rounding": 10.0**-decimals / (2 * h),  # the most that rounding both costs can add
        "ends": (down, up),
        "cost": cost(0),
        "corner": bool((awake(-h) != awake(h)).any()),
        "last_digits": round(abs(up - down) * 10**decimals),
        "errors": np.array(errors),
        "values": values,
        "costs": np.array([cost(nudge) for nudge in values - value]),
    }


def _size(values):
    """Return the root mean square."""
    return float(np.sqrt(np.mean(values**2)))
