"""Notebook 05: slopes measured by nudging, and the size of gradients layer by layer."""

import numpy as np

from classroom.datasets import by_hand, moons
from nnlib.activations import ACTIVATIONS
from nnlib.architecture import dense_architecture, layer_numbers
from nnlib.backprop import full_backward_propagation
from nnlib.forward_pass import full_forward_propagation
from nnlib.initialization import init_layers
from nnlib.loss import get_cost_value
from nnlib.trainer import limited_threads

# The nudges whose error the nudge panel draws: no round numbers, which rounding would flatter.
NUDGES = 10.0 ** np.arange(-6.95, 0, 0.15)
MOST_DECIMALS = 14


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
