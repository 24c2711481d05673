"""The numbers of the work sheets: for each sheet what is given, and by name what is to be found.

All of them come from the course's own functions, so that paper and notebooks agree.
"""

import numpy as np

from classroom.datasets import by_hand, moons
from nnlib.activations import sigmoid
from nnlib.architecture import dense_architecture, layer_sizes
from nnlib.backprop import full_backward_propagation
from nnlib.forward_pass import full_forward_propagation
from nnlib.initialization import init_layers
from nnlib.loss import convert_prob_into_class, get_accuracy_value, get_cost_value
from nnlib.trainer import Trainer
from nnlib.update_rule import update

RATE = 0.1  # notebook 06's
# The sums of the small network's last unit, before and after the step, lie at or near one of these.
SUMS = (-2, -1, 0, 1, 1.25, 1.5, 2)
PROBABILITIES = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)

# (sizes, examples)
NETWORKS = [((2, 2, 1), 2), ((3, 5, 4, 1), 40), ((2, 25, 50, 50, 25, 1), 900)]
# What may be multiplied: name and shape of the left matrix and of the right one.
PRODUCTS = [
    (("W", (4, 3)), ("A_prev", (3, 10))),
    (("A_prev", (3, 10)), ("W", (4, 3))),
    (("dZ", (4, 10)), ("A_prev", (3, 10))),
    (("dZ", (4, 10)), ("A_prev.T", (10, 3))),
    (("W", (4, 3)), ("dZ", (4, 10))),
    (("W.T", (3, 4)), ("dZ", (4, 10))),
]

LABELS = (1, 0, 1, 0)
FORECASTS = {
    "A": (0.9, 0.2, 0.7, 0.4),
    "B": (0.95, 0.1, 0.4, 0.05),
    "C": (0.95, 0.1, 0.01, 0.05),
    "D": (0.5, 0.5, 0.5, 0.5),
}

# How each curve of the fourth sheet came about: the cause to tick, the data, and the run.
CURVES = [
    ("rate too large", "plain", {"learning_rate": 25, "steps": 100}),
    ("nothing wrong", "plain", {"learning_rate": 1, "steps": 400}),
    ("overfitting", "few", {"sizes": (2, 50, 50, 1), "learning_rate": 0.5, "steps": 1000}),
    ("starts at zero", "plain", {"learning_rate": 0.5, "steps": 400, "scheme": "zeros"}),
    ("rate too small", "plain", {"learning_rate": 0.003, "steps": 400}),
    (
        "small start",
        "plain",
        {
            "sizes": (2, 25, 50, 50, 25, 1),
            "learning_rate": 0.1,
            "steps": 600,
            "scheme": "small",
        },
    ),
    ("shuffled labels", "shuffled", {"learning_rate": 0.5, "steps": 400}),
    ("straight line", "plain", {"sizes": (2, 1), "learning_rate": 0.5, "steps": 400}),
]
POINTS_OF_A_CURVE = 100

# Two switches at the two ends of the stairs: the lamp is lit if just one of them is up.
SWITCHES = np.array([[0, 1, 0, 1], [0, 0, 1, 1]])
LAMP = np.array([[0, 1, 1, 0]])
HUMAN = {
    "W1": np.array([[3.0, -2.0], [-2.0, 3.0]]),
    "b1": np.array([[-1.0], [-1.0]]),
    "W2": np.array([[2.0, 2.0]]),
    "b2": np.array([[-2.0]]),
}
# The card that is changed in the last round: which number, its place, and what stands there then.
CHANGED = ("W1", (0, 1), 0.0)


def number(value, digits=4):
    """Write a number as on the board: "−0.75", "2", never "-0.0"."""
    return f"{round(float(value), digits) + 0.0:g}".replace("-", "−")


def fixed(value, digits):
    """Write a number with so many digits behind the point."""
    return f"{float(value):.{digits}f}".replace("-", "−")


def shape(array_or_shape):
    """Write a shape as NumPy does: "(2, 25)"."""
    rows, columns = getattr(array_or_shape, "shape", array_or_shape)
    return f"({rows}, {columns})"


def _named(arrays):
    """Return every number of some arrays by its name: W1[0, 1], b1[0], Z2."""
    found = {}
    for key, values in arrays.items():
        for (row, column), value in np.ndenumerate(values):
            name = f"{key}[{row}, {column}]" if "W" in key else f"{key}[{row}]"
            found[key if values.size == 1 else name] = float(value)
    return found


def _sum(weights, inputs, bias):
    """Write out a unit's sum: "0.5 · 1 + (−0.25) · 2 + 0.5"."""
    products = [
        f"{_bracketed(w)} · {_bracketed(a)}" if k else f"{number(w)} · {_bracketed(a)}"
        for k, (w, a) in enumerate(zip(weights, inputs, strict=True))
    ]
    return f"{' + '.join(products)} {'+' if bias >= 0 else '−'} {number(abs(bias))}"


def _bracketed(value):
    return number(value) if value >= 0 else f"({number(value)})"


def _pass(X, Y, params_values, net):
    """Go forward and back with one example; return all numbers by name, and the cost."""
    Y_hat, memory = full_forward_propagation(X, params_values, net)
    grads_values = full_backward_propagation(Y_hat, Y, memory, params_values, net)
    # With one example, a bias has the slope of its unit's Z.
    slopes = {"dZ2": grads_values["db2"], "dZ1": grads_values["db1"]}
    slopes["dA1"] = params_values["W2"].T @ slopes["dZ2"]
    inside = {name: values for name, values in memory.items() if name != "A0"}
    return _named(inside | grads_values | slopes | {"Y_hat": Y_hat}) | {
        "cost": get_cost_value(Y_hat, Y),
        "class": float(convert_prob_into_class(Y_hat).item()),
    }


def small_network():
    """Return what the first sheet gives, and what is to be found, each by name.

    The network that travels through notebooks 01 to 06 goes forward with its first example, back,
    one step downhill with notebook 06's rate, and forward again; then the second example.
    """
    net, params_values, X, Y = by_hand()
    first, second = X[:, :1], X[:, 1:]
    now = _pass(first, Y[:, :1], params_values, net)
    Y_hat, memory = full_forward_propagation(X, params_values, net)
    both = full_backward_propagation(Y_hat, Y, memory, params_values, net)
    Y_hat, memory = full_forward_propagation(first, params_values, net)
    grads = full_backward_propagation(Y_hat, Y[:, :1], memory, params_values, net)
    new_params = update(params_values, grads, net, RATE)
    then = _pass(first, Y[:, :1], new_params, net)
    given = {
        "params": {name: number(value) for name, value in _named(params_values).items()},
        "x": [number(value) for value in first[:, 0]],
        "y": number(Y[0, 0]),
        "x second": [number(value) for value in second[:, 0]],
        "y second": number(Y[0, 1]),
        "rate": number(RATE),
        "table": [
            (number(z), fixed(sigmoid(np.array(z)), 2), fixed(-np.log(sigmoid(np.array(z))), 2))
            for z in SUMS
        ],
    }
    found = {
        "": now,
        "second ": _chosen(_pass(second, Y[:, 1:], params_values, net), ("Z1", "Z2", "dZ2", "dW1")),
        "new ": _named(new_params),
        "then ": _chosen(then, ("Z1", "A1", "Z2", "class")),
        "mean ": _named({"dW1": both["dW1"]}),
        "step ": {name: RATE * value for name, value in _named(grads).items()},
    }
    answers = {
        f"{prefix}{name}": number(value)
        for prefix, values in found.items()
        for name, value in values.items()
    }
    answers |= {"cost": fixed(now["cost"], 2), "then cost": fixed(then["cost"], 2)}
    answers["then Y_hat"] = fixed(then["Y_hat"], 2)
    answers |= _sums("", params_values, first[:, 0], now)
    return given, answers | _sums("then ", new_params, first[:, 0], then)


def _chosen(found, arrays):
    """Keep the numbers of some arrays."""
    return {name: value for name, value in found.items() if name.split("[")[0] in arrays}


def _sums(prefix, params_values, x, found):
    """Write out the three sums of a forward pass, by the names that they have on the sheet."""
    W1, b1, W2, b2 = (params_values[key] for key in ("W1", "b1", "W2", "b2"))
    A1 = [found["A1[0]"], found["A1[1]"]]
    sums = {f"{prefix}sum Z1[{k}]": _sum(W1[k], x, b1[k, 0]) for k in (0, 1)}
    return sums | {f"{prefix}sum Z2": _sum(W2[0], A1, b2[0, 0])}


def shapes():
    """Return the second sheet's networks and products, and every shape that is to be found.

    The answers' names begin with the network's place: "0 W1" is the first network's W1.
    """
    given = {"networks": NETWORKS, "products": PRODUCTS}
    answers = {}
    for n, (sizes, m) in enumerate(NETWORKS):
        for name, text in network_shapes(sizes, m).items():
            answers[f"{n} {name}"] = text
    for k, ((_, left), (_, right)) in enumerate(PRODUCTS):
        answers[f"product {k}"] = product_shape(left, right)
    return given, answers


def network_shapes(sizes, m):
    """Return the shape of every array of a pass forward and back, and the count of parameters."""
    net = dense_architecture(list(sizes))
    params_values = init_layers(net, seed=2)
    X, Y = np.zeros((sizes[0], m)), np.zeros((1, m))
    Y_hat, memory = full_forward_propagation(X, params_values, net)
    grads_values = full_backward_propagation(Y_hat, Y, memory, params_values, net)
    L = len(layer_sizes(net)) - 1
    arrays = params_values | memory | grads_values | {f"A{L}": Y_hat}
    found = {name: shape(values) for name, values in arrays.items()}
    # What is per example has the shape of what it is the slope of.
    found |= {f"dZ{l}": found[f"Z{l}"] for l in range(1, L + 1)}
    found |= {f"dA{l}": found[f"A{l}"] for l in range(1, L)}
    return found | {"count": f"{sum(values.size for values in params_values.values()):,}"}


def product_shape(left, right):
    """Return the shape of a product, or "no" where NumPy refuses it."""
    try:
        return shape(np.zeros(left) @ np.zeros(right))
    except ValueError:
        return "no"


def costs():
    """Return the third sheet's labels and forecasts, with a table of prices, and what they cost.

    The answers' names begin with the network's letter: "A p0", "A price0", "A sum", "A cost",
    "A class0", "A right0", "A accuracy".
    """
    given = {
        "labels": LABELS,
        "forecasts": {k: [number(v) for v in values] for k, values in FORECASTS.items()},
        "table": [(number(p), fixed(-np.log(p), 3)) for p in PROBABILITIES],
    }
    answers = {}
    Y = np.array([LABELS])
    for letter, values in FORECASTS.items():
        Y_hat = np.array([values])
        happened = np.where(Y == 1, Y_hat, 1 - Y_hat)[0]
        classes = convert_prob_into_class(Y_hat)[0]
        prices = [fixed(-np.log(p), 3) for p in happened]
        for k, p in enumerate(happened):
            answers[f"{letter} p{k}"] = number(p)
            answers[f"{letter} price{k}"] = prices[k]
            answers[f"{letter} class{k}"] = number(classes[k])
            answers[f"{letter} right{k}"] = "yes" if classes[k] == LABELS[k] else "no"
        # As on paper, from the rounded prices; the cost itself is the course's.
        answers[f"{letter} sum"] = fixed(sum(map(float, prices)), 3)
        answers[f"{letter} cost"] = fixed(get_cost_value(Y_hat, Y), 3)
        answers[f"{letter} accuracy"] = f"{get_accuracy_value(Y_hat, Y):.0%}".replace("%", " %")
    return given, answers


def _data(kind):
    """Return the moons, to learn and to test: plain, few and noisy, or with labels shuffled."""
    if kind == "few":
        return moons(120, noise=0.35, test_size=2 / 3)
    data = moons(600, test_size=1 / 2)
    if kind == "shuffled":
        order = np.random.RandomState(0).permutation(data.Y_train.shape[1])
        data = data._replace(Y_train=data.Y_train[:, order])
    return data


def curve(kind, sizes=(2, 25, 1), learning_rate=0.5, steps=400, scheme="he"):
    """Train, and note the cost on the way; return what is drawn of it.

    Returns
    -------
    dict
        `steps`, `train`, `test`: where the costs were taken, and the costs; `right`: the accuracy
        at the end, on both.
    """
    data = _data(kind)
    trainer = Trainer(
        data.X_train, data.Y_train, dense_architecture(list(sizes)), learning_rate, scheme=scheme
    )
    every, points = max(1, steps // POINTS_OF_A_CURVE), [0]
    costs = [_both_costs(trainer, data)]
    while trainer.steps < steps and trainer.step(every):
        points.append(trainer.steps)
        costs.append(_both_costs(trainer, data))
    train, test = zip(*costs, strict=True)
    right = [
        get_accuracy_value(trainer.predict(X), Y)
        for X, Y in ((data.X_train, data.Y_train), (data.X_test, data.Y_test))
    ]
    return {"steps": points, "train": train, "test": test, "right": right}


def _both_costs(trainer, data):
    return (
        get_cost_value(trainer.predict(data.X_train), data.Y_train),
        get_cost_value(trainer.predict(data.X_test), data.Y_test),
    )


def curves():
    """Return the fourth sheet's runs as curves, and the cause of each by its place: "curve 0"."""
    given = {"curves": [curve(kind, **settings) for _, kind, settings in CURVES]}
    return given, {f"curve {k}": cause for k, (cause, _, _) in enumerate(CURVES)}


def human_network():
    """Return the cards of the human network, and what the clerk will have written down.

    The answers' names have the example's place at their end: "Z1[0] 2". Those that begin with
    "changed" belong to the last round, in which one card is another.
    """
    given = {
        "params": {name: number(value) for name, value in _named(HUMAN).items()},
        "switches": SWITCHES.T.tolist(),
        "table": [(number(z), fixed(sigmoid(np.array(float(z))), 2)) for z in range(-3, 4)],
        "changed": f"{CHANGED[0]}[{CHANGED[1][0]}, {CHANGED[1][1]}]",
        "changed to": number(CHANGED[2]),
    }
    changed = {key: values.copy() for key, values in HUMAN.items()}
    key, place, value = CHANGED
    changed[key][place] = value
    return given, _noted("", HUMAN) | _noted("changed ", changed)


def _noted(prefix, params_values):
    """Send all four settings of the switches through a network; return every number by name."""
    net = dense_architecture([2, 2, 1])
    X = SWITCHES.astype(float)
    Y_hat, memory = full_forward_propagation(X, params_values, net)
    classes = convert_prob_into_class(Y_hat)[0]
    found = {}
    for j in range(X.shape[1]):
        for name in ("Z1", "A1"):
            for k in (0, 1):
                found[f"{prefix}{name}[{k}] {j}"] = number(memory[name][k, j])
        found[f"{prefix}Z2 {j}"] = number(memory["Z2"][0, j])
        found[f"{prefix}Y_hat {j}"] = fixed(Y_hat[0, j], 2)
        found[f"{prefix}class {j}"] = number(classes[j])
        found[f"{prefix}right {j}"] = "yes" if classes[j] == LAMP[0, j] else "no"
    return found
