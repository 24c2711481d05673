"""Practice for notebook 06: one step downhill, for one number, for a network, in training."""

import numpy as np

import nnlib as mine
from classroom.datasets import by_hand
from classroom.practice.exercise import Case, Exercise, Misconception
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import generator
from nnlib.architecture import dense_architecture


def my_step(w, slope, learning_rate):
    return w - learning_rate * slope


def my_update(params_values, grads_values, nn_architecture, learning_rate):
    new_params = {}
    for l in range(1, len(nn_architecture) + 1):
        new_params[f"W{l}"] = params_values[f"W{l}"] - learning_rate * grads_values[f"dW{l}"]
        new_params[f"b{l}"] = params_values[f"b{l}"] - learning_rate * grads_values[f"db{l}"]
    return new_params


def my_training_step(X, Y, params_values, nn_architecture, learning_rate):
    Y_hat, memory = mine.full_forward_propagation(X, params_values, nn_architecture)
    cost = mine.get_cost_value(Y_hat, Y)
    grads_values = mine.full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)
    new_params = my_update(params_values, grads_values, nn_architecture, learning_rate)
    return new_params, cost


def my_two_layer_step(X, Y, W1, b1, W2, b2, learning_rate):
    m = X.shape[1]
    Z1 = W1 @ X + b1
    A1 = mine.relu(Z1)
    Y_hat = mine.sigmoid(W2 @ A1 + b2)
    dZ2 = Y_hat - Y
    dZ1 = mine.relu_backward(W2.T @ dZ2, Z1)
    W2 = W2 - learning_rate * (dZ2 @ A1.T) / m
    b2 = b2 - learning_rate * dZ2.mean(axis=1, keepdims=True)
    W1 = W1 - learning_rate * (dZ1 @ X.T) / m
    b1 = b1 - learning_rate * dZ1.mean(axis=1, keepdims=True)
    return W1, b1, W2, b2


def two_layer_step_stub(X, Y, W1, b1, W2, b2, learning_rate):
    m = X.shape[1]
    Z1 = W1 @ X + b1
    A1 = mine.relu(Z1)
    Y_hat = mine.sigmoid(W2 @ A1 + b2)
    dZ2 = Y_hat - Y
    W2 = W2 - learning_rate * (dZ2 @ A1.T) / m
    b2 = b2 - learning_rate * dZ2.mean(axis=1, keepdims=True)
    dZ1 = mine.relu_backward(W2.T @ dZ2, Z1)
    W1 = W1 - learning_rate * (dZ1 @ X.T) / m
    b1 = b1 - learning_rate * dZ1.mean(axis=1, keepdims=True)
    return W1, b1, W2, b2


def _step_in_place(w, slope, learning_rate):
    w -= learning_rate * slope
    return w


def _each(rule, keys="Wb", first=1, left_out=0, backwards=False):
    """Return an update that does `rule(values, gradient, rate)` for some keys and layers."""

    def wrong(params_values, grads_values, nn_architecture, learning_rate):
        L = len(nn_architecture)
        return {
            f"{key}{l}": rule(
                params_values[f"{key}{l}"],
                grads_values[f"d{key}{L + 1 - l if backwards else l}"],
                learning_rate,
            )
            for l in range(first, L + 1 - left_out)
            for key in keys
        }

    return wrong


def _the_rest_stays(wrong):
    """Return an update that starts from a copy of the old dict."""
    return lambda params_values, *others: params_values | wrong(params_values, *others)


def _update_in_place(params_values, grads_values, nn_architecture, learning_rate):
    for key in params_values:
        params_values[key] -= learning_rate * grads_values["d" + key]
    return params_values


def _update_in_place_and_return_nothing(*args):
    _update_in_place(*args)


def _update_biases_with_dW(params_values, grads_values, nn_architecture, learning_rate):
    new_params = {}
    for l in range(1, len(nn_architecture) + 1):
        new_params[f"W{l}"] = params_values[f"W{l}"] - learning_rate * grads_values[f"dW{l}"]
        new_params[f"b{l}"] = params_values[f"b{l}"] - learning_rate * grads_values[f"dW{l}"]
    return new_params


def _last_layer_alone(params_values, grads_values, nn_architecture, learning_rate):
    new_params = my_update(params_values, grads_values, nn_architecture, learning_rate)
    L = len(nn_architecture)
    return {key: new_params[key] for key in (f"W{L}", f"b{L}")}


def _biases_climb(params_values, grads_values, nn_architecture, learning_rate):
    weights = _each(my_step, keys="W")(params_values, grads_values, nn_architecture, learning_rate)
    biases = _each(my_step, keys="b")(params_values, grads_values, nn_architecture, -learning_rate)
    return weights | biases


def _numbered_from_0(*args):
    return {f"{key[0]}{int(key[1:]) - 1}": new for key, new in my_update(*args).items()}


def _over_the_dicts(params_values, grads_values, nn_architecture, learning_rate):
    new_params = {}
    for l in nn_architecture:
        new_params[f"W{l}"] = params_values[f"W{l}"] - learning_rate * grads_values[f"dW{l}"]
        new_params[f"b{l}"] = params_values[f"b{l}"] - learning_rate * grads_values[f"db{l}"]
    return new_params


def _biases_without_the_rate(params_values, grads_values, nn_architecture, learning_rate):
    weights = _each(my_step, keys="W")(params_values, grads_values, nn_architecture, learning_rate)
    biases = _each(my_step, keys="b")(params_values, grads_values, nn_architecture, 1)
    return weights | biases


def _gradients(X, Y, params_values, nn_architecture):
    Y_hat, memory = mine.full_forward_propagation(X, params_values, nn_architecture)
    return mine.full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)


def _cost(X, Y, params_values, nn_architecture):
    return mine.get_cost_value(mine.predict(X, params_values, nn_architecture), Y)


def _cost_after(*args):
    new_params, _ = my_training_step(*args)
    X, Y, _, nn_architecture, _ = args
    return new_params, _cost(X, Y, new_params, nn_architecture)


def _nothing_moved(X, Y, params_values, nn_architecture, learning_rate):
    return params_values, _cost(X, Y, params_values, nn_architecture)


def _gradient_somewhere_else(X, Y, params_values, nn_architecture, learning_rate):
    new_params, cost = my_training_step(X, Y, params_values, nn_architecture, learning_rate)
    grads_values = _gradients(X, Y, new_params, nn_architecture)
    return my_update(params_values, grads_values, nn_architecture, learning_rate), cost


def _two_steps(X, Y, params_values, nn_architecture, learning_rate):
    new_params, cost = my_training_step(X, Y, params_values, nn_architecture, learning_rate)
    newer_params, _ = my_training_step(X, Y, new_params, nn_architecture, learning_rate)
    return newer_params, cost


def _net_from_above(X, Y, params_values, nn_architecture, learning_rate):
    return my_training_step(X, Y, params_values, by_hand().nn_architecture, learning_rate)


def _labels_first(X, Y, params_values, nn_architecture, learning_rate):
    Y_hat, memory = mine.full_forward_propagation(X, params_values, nn_architecture)
    return mine.full_backward_propagation(Y, Y_hat, memory, params_values, nn_architecture)


def _memory_left_in(X, Y, params_values, nn_architecture, learning_rate):
    Y_hat = mine.full_forward_propagation(X, params_values, nn_architecture)
    cost = mine.get_cost_value(Y_hat, Y)
    return params_values, cost


def _gradients_first(X, Y, params_values, nn_architecture, learning_rate):
    grads_values = _gradients(X, Y, params_values, nn_architecture)
    return my_update(grads_values, params_values, nn_architecture, learning_rate), None


def _gradients_first_key_by_key(X, Y, params_values, nn_architecture, learning_rate):
    grads_values = _gradients(X, Y, params_values, nn_architecture)
    return _update_in_place(grads_values, params_values, nn_architecture, learning_rate), None


def _first_layer(dZ1_from):
    """Return a step whose W1 and b1 come from `dZ1_from(W2, dZ2, Z1, the new W2)`."""

    def wrong(X, Y, W1, b1, W2, b2, learning_rate):
        Z1 = W1 @ X + b1
        A1 = mine.relu(Z1)
        dZ2 = mine.sigmoid(W2 @ A1 + b2) - Y
        new_W2, new_b2 = two_layer_step_stub(X, Y, W1, b1, W2, b2, learning_rate)[2:]
        dZ1 = dZ1_from(W2, dZ2, Z1, new_W2)
        new_W1 = W1 - learning_rate * (dZ1 @ X.T) / X.shape[1]
        return new_W1, b1 - learning_rate * dZ1.mean(axis=1, keepdims=True), new_W2, new_b2

    return wrong


def _forward_again(X, Y, W1, b1, W2, b2, learning_rate):
    _, _, W2, b2 = my_two_layer_step(X, Y, W1, b1, W2, b2, learning_rate)
    W1, b1, _, _ = my_two_layer_step(X, Y, W1, b1, W2, b2, learning_rate)
    return W1, b1, W2, b2


def _in_place_under_a_second_name(X, Y, W1, b1, W2, b2, learning_rate):
    new = two_layer_step_stub(X, Y, W1, b1, W2, b2, learning_rate)
    W2[...] = new[2]
    return new


def _network(sizes, rng):
    """Return an architecture and random parameters for it."""
    net = dense_architecture(list(sizes))
    params_values = {}
    for l, layer in enumerate(net, start=1):
        params_values[f"W{l}"] = rng.randn(layer["output_dim"], layer["input_dim"])
        params_values[f"b{l}"] = rng.randn(layer["output_dim"], 1)
    return net, params_values


# Squares among them, where an array in the wrong place raises nothing.
SIZES = ((2, 1), (1, 1, 1), (2, 3, 1), (3, 3, 3, 1), (4, 2, 5, 1))
RATES = (0.5, 2.0, 0.1, 0.03, 1.0)


def _size(sizes):
    return "a network of the size " + "-".join(map(str, sizes))


def _step_cases():
    return [
        Case("three easy numbers", (1.0, 4.0, 0.1)),
        Case("a slope below 0", (3.0, -2.0, 0.5)),
        Case("a slope of 0", (-5.0, 0.0, 0.25)),
        Case("a rate of 2", (0.3, 0.7, 2.0)),
        Case("arrays", (np.array([[0.5, -0.25]]), np.array([[-1.0, -2.0]]), 0.1)),
    ]


def _update_cases():
    rng = generator()
    one = {"W1": np.array([[2.0]]), "b1": np.array([[1.0]])}
    one_slope = {"dW1": np.array([[4.0]]), "db1": np.array([[-2.0]])}
    net, params_values, X, Y = by_hand()
    grads_values = _gradients(X[:, :1], Y[:, :1], params_values, net)
    cases = [
        Case("a single unit", (one, one_slope, dense_architecture([1, 1]), 0.5)),
        Case("the network you computed by hand", (params_values, grads_values, net, 0.1)),
    ]
    for sizes, rate in zip(SIZES, RATES, strict=True):
        net, params_values = _network(sizes, rng)
        grads_values = {f"d{key}": rng.randn(*v.shape) for key, v in params_values.items()}
        cases.append(Case(_size(sizes), (params_values, grads_values, net, rate)))
    return cases


def _training_step_cases():
    rng = generator()
    net, params_values, X, Y = by_hand()
    first = (X[:, :1], Y[:, :1], params_values, net, 0.1)
    cases = [
        Case("the example you computed by hand", first),
        Case("both examples of the small network", (X, Y, params_values, net, 1.0)),
    ]
    for sizes, rate, m in zip(SIZES, RATES, (1, 4, 3, 3, 30), strict=True):
        net, params_values = _network(sizes, rng)
        X = rng.randn(sizes[0], m)
        Y = (np.arange(m) % 2 == 0).astype(float).reshape(1, m)
        words = f"{_size(sizes)} and {m} example{'s' if m > 1 else ''}"
        cases.append(Case(words, (X, Y, params_values, net, rate)))
    return cases


def _two_layer_step_cases():
    rng = generator()
    _, params_values, X, Y = by_hand()
    small = tuple(params_values.values())
    cases = [
        Case("the example you computed by hand", (X[:, :1], Y[:, :1], *small, 0.1)),
        Case("both examples of the small network", (X, Y, *small, 1.0)),
    ]
    for n, units, m in ((1, 3, 1), (3, 1, 4), (2, 2, 2), (3, 3, 3), (4, 5, 30)):
        _, params_values = _network((n, units, 1), rng)
        Y = (np.arange(m) % 2 == 0).astype(float).reshape(1, m)
        words = f"{units} hidden unit{'s' if units > 1 else ''} and {m} example{'s' * (m > 1)}"
        cases.append(Case(words, (rng.randn(n, m), Y, *params_values.values(), 0.5)))
    return cases


EXERCISES = (
    Exercise(
        name="step",
        cases=_step_cases,
        solution=my_step,
        returns=("the new w",),
        hints=(
            "Where the slope is positive, uphill lies to the right, and we want to go left.",
            "How far? Rate times slope. Is that added to w or taken away?",
            "return w … learning_rate * slope: one sign is missing.",
        ),
        misconceptions=(
            Misconception(
                lambda w, slope, learning_rate: w + learning_rate * slope,
                "With a plus you climb: the slope points uphill. The way down is w minus …",
            ),
            Misconception(
                lambda w, slope, learning_rate: learning_rate * slope,
                "That is how far to go. Asked for is where you stand afterwards: begin at w, and "
                "take it away from there.",
            ),
            Misconception(
                lambda w, slope, learning_rate: -learning_rate * slope,
                "That is the move alone, with the right sign. Asked for is the place: w and the "
                "move together.",
            ),
            Misconception(
                lambda w, slope, learning_rate: w - slope,
                "The learning rate is missing: you trusted the slope for its whole length. The "
                "move is rate times slope.",
            ),
            Misconception(
                lambda w, slope, learning_rate: w - learning_rate,
                "You went one learning rate far, whatever the slope. The move is rate times slope: "
                "long where it is steep, backwards where the slope is below 0.",
            ),
            Misconception(
                lambda w, slope, learning_rate: w - slope / learning_rate,
                "You divided by the rate, so a smaller rate makes a longer step. The move is rate "
                "times slope.",
            ),
            Misconception(
                lambda w, slope, learning_rate: learning_rate * (w - slope),
                "Brackets: now the rate shrinks w as well. Only the slope is multiplied by the "
                "rate.",
            ),
            Misconception(
                lambda w, slope, learning_rate: (w - learning_rate) * slope,
                "Brackets: that is w minus rate, all of it times slope. The move is rate times "
                "slope, and w stands alone.",
            ),
            Misconception(
                lambda w, slope, learning_rate: w - learning_rate * np.sign(slope),
                "The direction is right, but every step is one learning rate long. The move is "
                "rate times slope: long where it is steep, short where it is flat.",
            ),
            Misconception(
                lambda w, slope, learning_rate: w - learning_rate * abs(slope),
                "It always goes to the left, as if every slope were above 0. Where the slope is "
                "below 0, downhill lies to the right: keep its sign.",
            ),
            Misconception(
                lambda w, slope, learning_rate: (1 - learning_rate * slope) * w,
                "In (1 - rate · a) w, a is the parabola's curvature, not its slope, which is a w. "
                "The rule for any valley is w minus rate times slope.",
            ),
            Misconception(
                lambda w, slope, learning_rate: w - learning_rate * w,
                "You multiplied the rate by w, the place. The move is rate times slope: how steep "
                "it is there, not where it is.",
            ),
            Misconception(
                lambda w, slope, learning_rate: slope - learning_rate * w,
                "w and slope have changed places. The arguments come as (w, slope, learning_rate): "
                "begin at w, and go by rate times slope.",
            ),
            Misconception(
                _step_in_place,
                "The numbers are right, but where w is an array, -= wrote into it, and whoever "
                "called has lost the old one. w - … makes a new array.",
            ),
        ),
        praise="One number or a whole array: this line is the rule.",
    ),
    Exercise(
        name="update",
        cases=_update_cases,
        solution=my_update,
        returns=("new_params",),
        hints=(
            "Begin with an empty dict, {}, fill it layer by layer, and return it after the loop.",
            "Layers are counted from 1: for l in range(1, …). The key of a layer's weights is "
            'f"W{l}", that of their gradient f"dW{l}".',
            'In the loop two lines, for W and for b: new_params[f"W{l}"] = params_values[f"W{l}"] '
            "- …",
        ),
        misconceptions=(
            Misconception(
                _each(lambda values, d, rate: values + rate * d),
                "With a plus every parameter climbs: the gradient points uphill. Subtract.",
            ),
            Misconception(
                _each(lambda values, d, rate: values - d),
                "The learning rate is missing: the step is rate times gradient.",
            ),
            Misconception(
                _each(lambda values, d, rate: values - d / rate),
                "You divided by the rate, so a smaller rate makes a longer step. Multiply.",
            ),
            Misconception(
                _each(lambda values, d, rate: rate * (values - d)),
                "Brackets: now the rate shrinks the old parameters as well. Only the gradient is "
                "multiplied by it.",
            ),
            Misconception(
                _each(lambda values, d, rate: values - rate * rate * d),
                "The rate is in there twice. Once is enough: rate times gradient.",
            ),
            Misconception(
                _each(lambda values, d, rate: rate * d),
                "That is how far each parameter should move. The new one is the old one minus it.",
            ),
            Misconception(
                lambda params_values, grads_values, nn_architecture, learning_rate: grads_values,
                "These are the gradients, as they came in. Asked for are the new parameters.",
            ),
            Misconception(
                _each(lambda values, d, rate: values),
                "Nothing has moved: these are the old parameters. The new ones are the old ones "
                "minus rate times gradient.",
            ),
            Misconception(
                _each(my_step, keys="W"),
                "The biases are missing. They learn by the same rule, each from its own db.",
            ),
            Misconception(
                _the_rest_stays(_each(my_step, keys="W")),
                "The weights moved, the biases did not. They learn by the same rule, from db.",
            ),
            Misconception(
                _update_biases_with_dW,
                "The biases got the gradient of the weights, dW. Theirs is db, and it has the "
                "shape of b.",
            ),
            Misconception(
                _each(my_step, left_out=1),
                "The last layer is missing: range(1, n) ends before n. The layers are 1 to "
                "len(nn_architecture), so the range has to end one later.",
            ),
            Misconception(
                _the_rest_stays(_each(my_step, left_out=1)),
                "The last layer has not moved: range(1, n) ends before n.",
            ),
            Misconception(
                _each(my_step, first=2),
                "The first layer is missing: its keys are W1 and b1, so begin at 1.",
            ),
            Misconception(
                _the_rest_stays(_each(my_step, first=2)),
                "The first layer has not moved: its keys are W1 and b1, so begin at 1.",
            ),
            Misconception(
                _each(my_step, first=0),
                "There is no layer 0: the keys begin with W1. range(n) and enumerate(…) count "
                "from 0; range(1, n + 1) and enumerate(…, start=1) from 1.",
            ),
            Misconception(
                lambda params_values, *others: {
                    key: _each(my_step)(params_values, *others)[key] for key in ("W1", "b1")
                },
                "Only the first layer is there. Does return stand inside the loop? Then it ends "
                "the loop in its first round: move it to the left.",
            ),
            Misconception(
                _last_layer_alone,
                "Only the last layer is there. Is the empty dict made inside the loop? Then every "
                "round throws away what the one before found: make it before the loop.",
            ),
            Misconception(
                _biases_without_the_rate,
                "The weights are right, but the biases move by their whole gradient. The rate "
                "belongs to both lines.",
            ),
            Misconception(
                _over_the_dicts,
                "In the key stands a whole dict where the layer's number belongs: a for loop over "
                "nn_architecture gives the dicts. Count the layers with range.",
            ),
            Misconception(
                _biases_climb,
                "The weights are right, but the biases climb: for them, too, it is minus.",
            ),
            Misconception(
                _numbered_from_0,
                "The numbers are right, but the keys count from 0. The new parameters have the "
                "same keys as the old ones: W1, b1, W2, …",
            ),
            Misconception(
                _each(my_step, backwards=True),
                "Each layer got the gradient of another one. W1 belongs with dW1, W2 with dW2.",
            ),
            Misconception(
                lambda *args: {"d" + key: new for key, new in _each(my_step)(*args).items()},
                "The numbers are right, the names are not: the new parameters are called W1, b1, "
                "… like the old ones, without the d.",
            ),
            Misconception(
                _update_in_place,
                "The numbers are right, but the old parameters are gone: -= or writing into "
                "params_values overwrites them (and a dict's copy() still holds the same arrays). "
                "Put W - … into a new dict.",
            ),
            Misconception(
                _update_in_place_and_return_nothing,
                "You changed the old parameters where they are and returned nothing. Here they "
                "must stay as they were: put the new ones into a new dict, and return that.",
            ),
        ),
        praise="Of the four beats of training, this is the one in which the network changes.",
    ),
    Exercise(
        name="training_step",
        cases=_training_step_cases,
        solution=my_training_step,
        returns=("new_params", "cost"),
        hints=(
            "Four calls, in the order of the picture: forward pass, cost, backward pass, update. "
            "Each hands its result to a later one.",
            "The forward pass takes (X, params_values, nn_architecture) and returns two things: "
            "Y_hat, memory = … The cost takes (Y_hat, Y).",
            "The backward pass takes (Y_hat, Y, memory, params_values, nn_architecture); its "
            "gradients go into my_update. Last line: return new_params, cost",
        ),
        misconceptions=(
            Misconception(
                _memory_left_in,
                "full_forward_propagation returns two things: write Y_hat, memory = …",
            ),
            Misconception(
                _gradients_first,
                "Gradients have no key W1. my_update takes the parameters first, then the "
                "gradients: my_update(params_values, grads_values, …)",
            ),
            Misconception(
                _gradients_first_key_by_key,
                "A d was put before a name that has one already. my_update takes the parameters "
                "first, then the gradients: my_update(params_values, grads_values, …)",
            ),
            Misconception(
                _cost_after,
                "The parameters are right. But the cost is that of the new ones, after the step; "
                "asked for is the one before, from the Y_hat you already have.",
            ),
            Misconception(
                _nothing_moved,
                "These are the old parameters. my_update leaves them as they are and returns new "
                "ones: catch these, new_params = my_update(…), and return them.",
            ),
            Misconception(
                lambda *args: my_training_step(*args)[::-1],
                "Both are there, in the other order: first the new parameters, then the cost.",
            ),
            Misconception(
                lambda *args: my_training_step(*args)[0],
                "The new parameters are right; the cost is missing: return new_params, cost",
            ),
            Misconception(
                lambda *args: my_training_step(*args)[1],
                "The cost is right; the new parameters are missing: return new_params, cost",
            ),
            Misconception(
                lambda *args: (_gradients(*args[:-1]), my_training_step(*args)[1]),
                "These are the gradients. One beat is missing: my_update makes new parameters of "
                "them.",
            ),
            Misconception(
                lambda *args: my_training_step(*args[:-1], 0.1),
                "It always steps with rate 0.1. Hand learning_rate on to my_update.",
            ),
            Misconception(
                lambda *args: my_training_step(*args[:-1], args[-1] / args[0].shape[1]),
                "You divided by the number of examples. The backward pass has done that already: "
                "its gradients are means.",
            ),
            Misconception(
                lambda *args: (
                    my_training_step(*args[:-1], -args[-1])[0],
                    my_training_step(*args)[1],
                ),
                "The step climbs. Has a minus slipped in twice, or did the backward pass get Y and "
                "Y_hat the other way round?",
            ),
            Misconception(
                _gradient_somewhere_else,
                "You stepped from the old parameters with the gradient of others. Forward and "
                "backward pass belong where the step begins: at params_values.",
            ),
            Misconception(
                _two_steps,
                "These are the parameters after two steps. One call is one step: one forward pass, "
                "one backward pass, one update.",
            ),
            Misconception(
                _net_from_above,
                "Inside stands net, the small network from the cells above, so only that one can "
                "be trained. Use the argument, nn_architecture.",
            ),
            Misconception(
                _labels_first,
                "Cost and backward pass both take Y_hat first, then Y: first the answer, then the "
                "truth.",
            ),
        ),
        praise="All that training does, it does by repeating this: notebook 07.",
        rtol=1e-3,  # the cost may carry the learner's own guard
    ),
    Exercise(
        name="two_layer_step",
        cases=_two_layer_step_cases,
        solution=my_two_layer_step,
        stub=two_layer_step_stub,
        returns=("W1", "b1", "W2", "b2"),
        hints=(
            "W2 and b2 come out right; W1 and b1 do not. What are they computed from?",
            "dZ1 needs W2. Which W2 is it when that line runs: the old one or the new one?",
            "All gradients are taken at the old parameters. One line has to move up.",
        ),
        misconceptions=(
            Misconception(
                lambda *args: two_layer_step_stub(*args),
                "W1 and b1 still come from the new W2. Their gradient belongs where the step "
                "begins: compute dZ1 while W2 is still the old one.",
            ),
            Misconception(
                _first_layer(lambda W2, dZ2, Z1, new_W2: W2.T @ dZ2),
                "W2 and b2 are right; look at what dZ1 is made from. The old W2 serves it now, but "
                "ReLU's slope is missing: relu_backward(…, Z1).",
            ),
            Misconception(
                _first_layer(lambda W2, dZ2, Z1, new_W2: new_W2.T @ dZ2),
                "W2 and b2 are right; look at what dZ1 is made from: ReLU's slope is missing, and "
                "W2 is the new one.",
            ),
            Misconception(
                _first_layer(
                    lambda W2, dZ2, Z1, new_W2: mine.relu_backward(W2.T @ dZ2, Z1) / Z1.shape[1]
                ),
                "W2 and b2 are right. The first layer's gradient is divided by m twice: once is "
                "enough.",
            ),
            Misconception(
                _first_layer(
                    lambda W2, dZ2, Z1, new_W2: mine.relu_backward(new_W2.T @ dZ2, Z1) / Z1.shape[1]
                ),
                "W2 and b2 are right. For W1 and b1, m divides twice now, and dZ1 is still made "
                "from the new W2.",
            ),
            Misconception(
                _forward_again,
                "W2 and b2 are right, but then W1 and b1 go by a second forward pass, through the "
                "new W2 and b2. All gradients belong to the place where the step begins.",
            ),
            Misconception(
                _in_place_under_a_second_name,
                "W2 -= … writes into the old array, so a second name for it sees the new numbers "
                "too. W2 = W2 - … makes a new array.",
            ),
            Misconception(
                lambda *args: (*my_two_layer_step(*args)[:2], *args[4:6]),
                "W1 and b1 are right now, but W2 and b2 come back as they were: the second layer "
                "has to learn as well.",
            ),
            Misconception(
                lambda *args: (*args[2:4], *my_two_layer_step(*args)[2:]),
                "W2 and b2 are right, but W1 and b1 come back as they were: the first layer has to "
                "learn as well.",
            ),
        ),
        praise="First all gradients, then all steps: that is what “all at once” means.",
    ),
)

QUESTIONS = (
    Question(
        "rule_shape_of_dW1",
        "05",
        "What is the shape of dW1?",
        ("one number, as the cost is one", "the shape of W1", "the shape of dZ1"),
        2,
        "One slope for each weight. Without that, today's rule could not subtract one from the "
        "other.",
        {
            1: "The cost is one number, but it has one slope for everything it depends on.",
            3: "dZ1 has a column for every example; dW1 is the sum over them.",
        },
    ),
    Question(
        "rule_after_the_backward_pass",
        "05",
        "What has the backward pass done to the weights when it is over?",
        ("moved them a little downhill", "put their gradients in their place", "nothing"),
        3,
        "It finds out how the cost would react if a parameter changed a little. To change them is "
        "today's job.",
        {
            1: "For that it would need a learning rate. Has it got one?",
            2: "The gradients have keys of their own, dW1, db1 and so on, in a dict of their own.",
        },
    ),
    Question(
        "rule_cost_of_one_example",
        "04",
        "The label is 0 and the network answers 0.8. What does this example cost?",
        ("−ln 0.2", "−ln 0.8", "0.8"),
        1,
        "Minus the logarithm of the probability given to the truth. For label 0 that is "
        "1 − 0.8 = 0.2, and −ln 0.2 is about 1.61.",
        {
            2: "0.8 is the probability of class 1. What did the network give to the true class?",
            3: "That is how far the answer is from the label. The cost takes a logarithm.",
        },
    ),
)


def _nearest(numbers, result, scale=float):
    """Return which of the numbers the result is nearest to, counted from 1."""
    return 1 + int(np.argmin([abs(scale(number) - scale(result)) for number in numbers]))


def _nearer_to_the_bottom(ends):
    creeping, _, zigzag, _ = np.abs(ends)
    if np.isclose(creeping, zigzag):
        return 3
    return 1 if creeping < zigzag else 2


PREDICTIONS = (
    Prediction(
        "rule_one_step",
        "The label is 1, and the network answered 0.5. What does it answer after this one step?",
        ("about 0.53", "about 0.65", "about 0.78"),
        lambda answer: _nearest((0.53, 0.65, 0.78), answer),
        "Five numbers have moved, none of them far, but each so that the answer rises.",
    ),
    Prediction(
        "rule_two_names",
        'also_held = in_place["b2"] is kept from before the step, when b2 is −1. Then -= makes '
        'in_place["b2"] −0.95. What does also_held say now?',
        ("still −1", "−0.95", "nothing: Python stops"),
        lambda held: _nearest((-1, -0.95), held),
        "It is no copy but a second name for the one array into which -= writes.",
    ),
    Prediction(
        "rule_two_rates",
        "Curvature a = 4, from w = 1. With which rate is w nearer to the bottom after 8 steps?",
        ("0.05", "0.45", "equally near with both"),
        _nearer_to_the_bottom,
        "The factors are 0.8 and −0.8: the sign says on which side, the size how fast.",
    ),
    Prediction(
        "rule_best_rate",
        "With which rate will the cost be lowest after 50 steps?",
        ("0.01", "0.1", "1", "10"),
        lambda best: _nearest((0.01, 0.1, 1, 10), best, np.log),
        "Longer steps get farther, until they land higher than they started.",
    ),
    Prediction(
        "rule_larger_features",
        "In 2-8-8-1, rate 1 was the best of the nine. Which will be the best once all features are "
        "ten times as large?",
        ("about 10", "about 1: the picture is the same", "about 0.1"),
        lambda best: _nearest((10, 1, 0.1), best, np.log),
        "Larger features make larger gradients, and those call for a smaller rate.",
    ),
)
