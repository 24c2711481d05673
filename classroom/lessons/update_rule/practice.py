"""Practice for notebook 06: one step downhill, for one number, for a network, in training."""

import numpy as np

import nnlib as mine
from classroom.datasets import by_hand
from classroom.practice.exercise import Case
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import generator, with_names_from_a_file
from classroom.practice.slips import exercise
from nnlib.architecture import dense_architecture


def my_update(params_values, grads_values, nn_architecture, learning_rate):
    new_params = {}
    for l in range(1, len(nn_architecture) + 1):
        new_params[f"W{l}"] = params_values[f"W{l}"] - learning_rate * grads_values[f"dW{l}"]
        new_params[f"b{l}"] = params_values[f"b{l}"] - learning_rate * grads_values[f"db{l}"]
    return new_params


def update_stub(params_values, grads_values, nn_architecture, learning_rate):
    # Use five of these. Alt + ↑ or ↓ moves a line. Delete its # and the blank after it.
    # return new_params
    #     new_params[f"b{l}"] = params_values[f"b{l}"] + learning_rate * grads_values[f"db{l}"]
    #     new_params[f"b{l}"] = params_values[f"b{l}"] - learning_rate * grads_values[f"db{l}"]
    # for l in range(1, len(nn_architecture) + 1):
    # new_params = params_values
    #     new_params[f"W{l}"] = params_values[f"W{l}"] - learning_rate * grads_values[f"dW{l}"]
    #     new_params[f"W{l}"] = params_values[f"W{l}"] + learning_rate * grads_values[f"dW{l}"]
    # new_params = {}

    ...


def _gradients(X, Y, params_values, nn_architecture):
    Y_hat, memory = mine.full_forward_propagation(X, params_values, nn_architecture)
    return mine.full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)


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


def update_another_way(params_values, grads_values, nn_architecture, learning_rate):
    new_params = {}
    for key in params_values:
        new_params[key] = params_values[key] - learning_rate * grads_values[f"d{key}"]
    return new_params


# What can be wrong with the lines to choose from: their signs, where they stand, and the start.
PLUSES = {
    "W and b": (
        "- learning_rate → + learning_rate",
        "With a plus every parameter climbs: subtract.",
    ),
    "W": (
        '- learning_rate * grads_values[f"dW → + learning_rate * grads_values[f"dW',
        "The weights climb: their line needs a minus.",
    ),
    "b": (
        '- learning_rate * grads_values[f"db → + learning_rate * grads_values[f"db',
        "The biases climb: their line needs a minus.",
    ),
}
# With each place, the pluses that change the answer: that of a line that is missing does not.
PLACES = {
    (
        'new_params[f"b → if l == len(nn_architecture): new_params[f"b',
        "Only the last layer gets a new b. Does that line stand below the loop? It belongs in the "
        "loop, as far in as the line for W.",
    ): PLUSES,
    (
        'new_params[f"W → if l == len(nn_architecture): new_params[f"W',
        "Only the last layer gets a new W. Does that line stand below the loop? It belongs in the "
        "loop, as far in as the line for b.",
    ): PLUSES,
    (
        "return → ⇥return",
        "Only the first layer is done. Does return stand inside the loop? It belongs below it, "
        "under for.",
    ): PLUSES,
    ('new_params[f"b → {}[f"b', "The line for b is missing: it belongs in the loop, too."): "W",
    ('new_params[f"W → {}[f"W', "The line for W is missing: it belongs in the loop, too."): "b",
}
START = (
    "new_params = {} → new_params = params_values",
    "The old parameters are overwritten. Begin with the empty dict {}, since new_params = "
    "params_values only makes a second name for the old one.",
)


def several_at_once():
    """Return, as text, the slips with two or three of the lines wrong at the same time."""
    lines = [[PLUSES[which]] for which in PLUSES]
    for place, which in PLACES.items():
        lines += [[place], *([place, PLUSES[plus]] for plus in which)]
    text = []
    for wrong in [*lines, *([*one, START] for one in lines)]:
        edits, sentences = zip(*wrong, strict=True)
        if len(wrong) > 1:
            listed = " ".join(f"({i}) {words}" for i, words in enumerate(sentences, start=1))
            text += [*edits, f"    {'Two' if len(wrong) == 2 else 'Three'} things: {listed}"]
    return "\n".join(text)


UPDATE = exercise(
    my_update,
    ways=(update_another_way,),
    returns="new_params",
    cases=_update_cases,
    stub=update_stub,
    hints="""
        First comes a dict to be filled, then the loop, and then return. The two lines that stand
        further in belong to the loop: one is for W, and one is for b.

        Twice, two lines differ only in a sign. A slope says which way is up, and the cost should
        fall.

        new_params = params_values makes a second name for the old dict, so whoever writes into
        one writes into the other. The empty one, {}, is new.
    """,
    slips=r"""
        - learning_rate → + learning_rate
            With a plus every parameter climbs: the gradient points uphill. Subtract.
        learning_rate * grads → grads
            The learning rate is missing: the step is rate times gradient.
        learning_rate * grads_values[f"dW{l}"] → grads_values[f"dW{l}"] / learning_rate
        learning_rate * grads_values[f"db{l}"] → grads_values[f"db{l}"] / learning_rate
            You divided by the rate, so a smaller rate makes a longer step. Multiply.
        = params_values → = learning_rate * (params_values
        learning_rate * grads_values[f"dW{l}"] → grads_values[f"dW{l}"])
        learning_rate * grads_values[f"db{l}"] → grads_values[f"db{l}"])
            With these brackets the rate shrinks the old parameters as well. Only the gradient is
            multiplied by it.
        learning_rate * grads → learning_rate * learning_rate * grads
            The rate is in there twice. Once is enough: rate times gradient.
        = params_values[f"W{l}"] - → =
        = params_values[f"b{l}"] - → =
            That is how far each parameter should move. The new one is the old one minus this move.
        grads_values
            These are the gradients, as they came in. The task asks for the new parameters.
        params_values
            Nothing has moved, and these are the old parameters. The new ones are the old ones minus
            rate times gradient.
        {}
            The dict that comes back is empty. Between new_params = {} and return the loop is
            missing: for, and in it a line for W and a line for b.
        for l in range(1, len(nn_architecture) + 1): → if True:
            Nothing gives l its number: the line that begins with for is missing. The lines for W
            and b stand below it, four blanks further in.
        new_params = {} → new_params = {}; l += 0
            l has no number yet: that line stands above the loop. The lines for W and b belong
            below the one with for, four blanks further in.
        new_params = {} → pass
            The new dict is missing: new_params = {} belongs above the loop.
        new_params[f"W → {}[f"W
            The line for W is missing: it belongs in the loop, beside the line for b.
        new_params[f"W → if l == len(nn_architecture): new_params[f"W
            Only the last layer gets a new W. Does that line stand below the loop? It belongs in
            the loop, as far in as the line for b.
        new_params[f"b → if l == len(nn_architecture): new_params[f"b
            Only the last layer gets a new b. Does that line stand below the loop? It belongs in
            the loop, as far in as the line for W.
        new_params[f"b{l}"] = params_values[f"b{l}"] - learning_rate * grads_values[f"db{l}"] → pass
            The biases are missing. They learn by the same rule, each from its own db.
        params_values[f"b{l}"] - learning_rate * grads_values[f"db{l}"] → params_values[f"b{l}"]
            The weights moved, the biases did not. They learn by the same rule, from db.
        db{l} → dW{l}
            The biases got the gradient of the weights, dW. Theirs is db, and it has the shape of b.
        len(nn_architecture) + 1 → len(nn_architecture)
            The last layer is missing: range(1, n) ends before n. The layers are 1 to
            len(nn_architecture), so the range has to end one later.
        new_params = {} → new_params = params_values.copy()
        len(nn_architecture) + 1 → len(nn_architecture)
            The last layer has not moved: range(1, n) ends before n.
        range(1, → range(2,
            The first layer is missing: its keys are W1 and b1, so begin at 1.
        new_params = {} → new_params = params_values.copy()
        range(1, → range(2,
            The first layer has not moved: its keys are W1 and b1, so begin at 1.
        range(1, → range(0,
            There is no layer 0: the keys begin with W1. range(n) and enumerate(…) count from 0,
            while range(1, n + 1) and enumerate(…, start=1) count from 1.
        return → ⇥return
            Only the first layer is there. Does return stand inside the loop? Then it ends the loop
            in its first round: move it to the left.
        new_params[f"W → new_params = {}; new_params[f"W
            Only the last layer is there. Is the empty dict made inside the loop? Then every round
            throws away what the one before found: make it before the loop.
        - learning_rate * grads_values[f"dW → + learning_rate * grads_values[f"dW
            The biases are right, but the weights climb: the gradient points uphill, so it is minus
            in both lines.
        learning_rate * grads_values[f"db → grads_values[f"db
            The weights are right, but the biases move by their whole gradient. The rate belongs to
            both lines.
        range(1, len(nn_architecture) + 1) → nn_architecture
            There is a whole dict in the key, where the layer's number belongs, because a for loop
            over nn_architecture gives the dicts. Count the layers with range.
        - learning_rate * grads_values[f"db → + learning_rate * grads_values[f"db
            The weights are right, but the biases climb: for them, too, it is minus.
        new_params[f"W{l}"] → new_params[f"W{l - 1}"]
        new_params[f"b{l}"] → new_params[f"b{l - 1}"]
            The numbers are right, but the keys count from 0. The new parameters have the same keys
            as the old ones: W1, b1, W2, …
        dW{l} → dW{len(nn_architecture) + 1 - l}
        db{l} → db{len(nn_architecture) + 1 - l}
            Each layer got the gradient of another one. W1 belongs with dW1, W2 with dW2.
        new_params[f" → new_params[f"d
            The numbers are right, the names are not: the new parameters are called W1, b1, … like
            the old ones, without the d.
        new_params = {} → new_params = params_values
            The numbers are right, but the old parameters are gone: -= or writing into params_values
            overwrites them (and a dict's copy() still holds the same arrays). Put W - … into a new
            dict.
        new_params = {} → new_params = params_values
        None
            You changed the old parameters where they are and returned nothing. Here they must stay
            as they were: put the new ones into a new dict, and return that.
        learning_rate * → learning_rate / len(params_values[f"b{l}"]) *
            You divided by the number of units. The gradients are means already: nothing is left
            to divide by.
        - learning_rate * grads_values[f"dW{l}"] → * learning_rate - grads_values[f"dW{l}"]
        - learning_rate * grads_values[f"db{l}"] → * learning_rate - grads_values[f"db{l}"]
            The rate multiplies the old parameters. It belongs to the gradient: rate times
            gradient.
        learning_rate * grads_values[f"dW{l}"] → learning_rate * np.sign(grads_values[f"dW{l}"])
        learning_rate * grads_values[f"db{l}"] → learning_rate * np.sign(grads_values[f"db{l}"])
            Only the sign of the gradient counts here, so all steps are equally long. The step
            is rate times gradient.
    """,
    more_slips=several_at_once(),
    praise="Of the four beats of training, this is the one in which the network changes.",
)


def my_training_step(X, Y, params_values, nn_architecture, learning_rate):
    Y_hat, memory = mine.full_forward_propagation(X, params_values, nn_architecture)
    cost = mine.get_cost_value(Y_hat, Y)
    grads_values = mine.full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)
    new_params = my_update(params_values, grads_values, nn_architecture, learning_rate)
    return new_params, cost


def _update_key_by_key(params_values, grads_values, nn_architecture, learning_rate):
    return {
        key: value - learning_rate * grads_values["d" + key] for key, value in params_values.items()
    }


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
    return with_names_from_a_file(cases)


TRAINING_STEP = exercise(
    my_training_step,
    returns="new_params, cost",
    cases=_training_step_cases,
    hints="""
        You need four calls, in this order: forward pass, cost, backward pass, update. Each hands
        its result to a later one.

        The forward pass takes (X, params_values, nn_architecture) and returns two things: Y_hat,
        memory = … The cost takes (Y_hat, Y).

        The backward pass takes (Y_hat, Y, memory, params_values, nn_architecture), and its
        gradients go into my_update. The last line is: return new_params, cost
    """,
    slips=r"""
        Y_hat, memory = → Y_hat =
            full_forward_propagation returns two things: write Y_hat, memory = …
        my_update(params_values, grads_values → my_update(grads_values, params_values
            Gradients have no key W1. my_update takes the parameters first, then the gradients:
            my_update(params_values, grads_values, …)
        my_update(params_values, grads_values → _update_key_by_key(grads_values, params_values
            A d was put before a name that has one already. my_update takes the parameters first,
            then the gradients: my_update(params_values, grads_values, …)
        new_params, mine.get_cost_value(mine.predict(X, new_params, nn_architecture), Y)
            The parameters are right. But the cost is that of the new ones, after the step. The task
            asks for the one before, from the Y_hat you already have.
        params_values, cost
            These are the old parameters. my_update leaves them as they are and returns new ones:
            catch these, new_params = my_update(…), and return them.
        cost, new_params
            Both are there, but in the other order. The new parameters come first, then the cost.
        new_params
            The new parameters are right; the cost is missing: return new_params, cost
        cost
            The cost is right; the new parameters are missing: return new_params, cost
        grads_values, cost
            These are the gradients. One beat is missing: my_update makes new parameters of them.
        grads_values, nn_architecture, learning_rate → grads_values, nn_architecture, 0.1
            It always steps with rate 0.1. Hand learning_rate on to my_update.
        new_params = → learning_rate /= X.shape[1]; new_params =
            You divided by the number of examples. The backward pass has done that already: its
            gradients are means.
        grads_values, nn_architecture, learning_rate → grads_values, nn_architecture, -learning_rate
            The step climbs. Has a minus slipped in twice, or did the backward pass get Y and Y_hat
            the other way round?
        return → grads_values = _gradients(X, Y, new_params, nn_architecture); return
        my_update(params_values, grads_values, nn_architecture, learning_rate), cost
            You stepped from the old parameters with the gradient of others. Forward and backward
            pass belong where the step begins: at params_values.
        return → grads_values = _gradients(X, Y, new_params, nn_architecture); return
        my_update(new_params, grads_values, nn_architecture, learning_rate), cost
            These are the parameters after two steps. One call is one step: one forward pass, one
            backward pass, one update.
        Y_hat, memory = → nn_architecture = by_hand().nn_architecture; Y_hat, memory =
            Your function uses net, the small network from the cells above, so only that one can be
            trained. Use the argument, nn_architecture.
        (Y_hat, Y, memory → (Y, Y_hat, memory
            The cost and the backward pass both take Y_hat first and then Y: first the answer, then
            the truth.
        new_params, np.mean((Y_hat - Y) ** 2)
            The parameters are right. The cost is not the mean squared error: use
            mine.get_cost_value.
    """,
    praise="Training repeats this step, and nothing else. That is notebook 07.",
    rtol=1e-3,  # the cost may carry the learner's own guard
)


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


TWO_LAYER_STEP = exercise(
    my_two_layer_step,
    returns="W1, b1, W2, b2",
    cases=_two_layer_step_cases,
    stub=two_layer_step_stub,
    hints="""
        W2 and b2 come out right; W1 and b1 do not. What are they computed from?

        dZ1 needs W2. Which W2 is it when that line runs: the old one or the new one?

        All gradients are taken at the old parameters. One line has to move up.
    """,
    slips=r"""
        W1 = W1 → dZ1 = mine.relu_backward(W2.T @ dZ2, Z1); W1 = W1
            W1 and b1 still come from the new W2. Their gradient belongs where the step begins:
            compute dZ1 while W2 is still the old one.
        mine.relu_backward(W2.T @ dZ2, Z1) → W2.T @ dZ2
            W2 and b2 are right; look at what dZ1 is made from. The old W2 serves it now, but ReLU's
            slope is missing: relu_backward(…, Z1).
        W1 = W1 → dZ1 = W2.T @ dZ2; W1 = W1
            W2 and b2 are right; look at what dZ1 is made from: ReLU's slope is missing, and W2 is
            the new one.
        dZ2, Z1) → dZ2, Z1) / m
            W2 and b2 are right. The first layer's gradient is divided by m twice: once is enough.
        W1 = W1 → dZ1 = mine.relu_backward(W2.T @ dZ2, Z1) / m; W1 = W1
            W2 and b2 are right. For W1 and b1, m divides twice now, and dZ1 is still made from the
            new W2.
        W1 = W1 → dZ2 = mine.sigmoid(W2 @ A1 + b2) - Y; W1 = W1
        W1 = W1 → dZ1 = mine.relu_backward(W2.T @ dZ2, Z1); W1 = W1
            W2 and b2 are right, but then W1 and b1 go by a second forward pass, through the new W2
            and b2. All gradients belong to the place where the step begins.
        W2 = W2 - → old_W2 = W2; W2 -=
        W1 = W1 → dZ1 = mine.relu_backward(old_W2.T @ dZ2, Z1); W1 = W1
            W2 -= … writes into the old array, so a second name for it sees the new numbers too. W2
            = W2 - … makes a new array.
        W2 = W2 - → new_W2 = W2 -
        b2 = b2 - → new_b2 = b2 -
            W1 and b1 are right now, but W2 and b2 come back as they were: the second layer has to
            learn as well.
        W1 = W1 - → new_W1 = W1 -
        b1 = b1 - → new_b1 = b1 -
            W2 and b2 are right, but W1 and b1 come back as they were: the first layer has to learn
            as well.
    """,
    praise="First come all the gradients, then all the steps: that is what “all at once” means.",
)


def my_step(w, slope, learning_rate):
    return w - learning_rate * slope


def _step_cases():
    return [
        Case("three easy numbers", (1.0, 4.0, 0.1)),
        Case("a slope below 0", (3.0, -2.0, 0.5)),
        Case("a slope of 0", (-5.0, 0.0, 0.25)),
        Case("a rate of 2", (0.3, 0.7, 2.0)),
        Case("arrays", (np.array([[0.5, -0.25]]), np.array([[-1.0, -2.0]]), 0.1)),
    ]


STEP = exercise(
    my_step,
    returns="the new w",
    cases=_step_cases,
    hints="""
        Where the slope is positive, uphill lies to the right, and we want to go left.

        It goes as far as rate times slope. Is that added to w or taken away?

        The line is return w … learning_rate * slope, and one sign is missing.
    """,
    slips=r"""
        w + learning_rate * slope
            With a plus you climb, because the slope says which way is up. The way down begins with
            w minus …
        learning_rate * slope
            That is how far to go. The task asks where you stand afterwards: begin at w, and take it
            away from there.
        -learning_rate * slope
            That is the move alone, with the right sign. The task asks for the place, which is w and
            the move together.
        w - slope
            The learning rate is missing: you trusted the slope for its whole length. The move is
            rate times slope.
        w - learning_rate
            You went one learning rate far, whatever the slope. The move is rate times slope: long
            where it is steep, backwards where the slope is below 0.
        w - slope / learning_rate
            You divided by the rate, so a smaller rate makes a longer step. The move is rate times
            slope.
        learning_rate * (w - slope)
            With these brackets the rate shrinks w as well. Only the slope is multiplied by the
            rate.
        (w - learning_rate) * slope
            With these brackets, w minus rate is multiplied by slope. The move is rate times slope,
            and w stands alone.
        w - learning_rate * np.sign(slope)
            The direction is right, but every step is one learning rate long. The move is rate times
            slope, so it is long where the ground is steep and short where it is flat.
        w - learning_rate * abs(slope)
            It always goes to the left, as if every slope were above 0. Where the slope is below 0,
            downhill lies to the right: keep its sign.
        (1 - learning_rate * slope) * w
            In (1 - rate · a) w, a is the parabola's curvature, not its slope, which is a w. The
            rule for any valley is w minus rate times slope.
        w - learning_rate * w
            You multiplied the rate by w, the place. The move is rate times slope: how steep it is
            there, not where it is.
        slope - learning_rate * w
            w and slope have changed places. The arguments come as (w, slope, learning_rate): begin
            at w, and go by rate times slope.
        return w - learning_rate * slope → w -= learning_rate * slope; return w
            The numbers are right, but where w is an array, -= wrote into it, and whoever called has
            lost the old one. w - … makes a new array.
        w * learning_rate - slope
            The rate multiplies w here. It belongs to the slope: the move is rate times slope.
    """,
    praise="For one number or a whole array, this line is the rule.",
)


EXERCISES = (UPDATE, TRAINING_STEP, TWO_LAYER_STEP, STEP)

QUESTIONS = (
    Question(
        "rule_shape_of_dW1",
        "05",
        "What is the shape of dW1?",
        ("one number, as the cost is one", "the shape of W1", "the shape of dZ1"),
        2,
        "Each weight has one slope. Otherwise today's rule could not subtract one from the other.",
        {
            1: "The cost is one number, but it has one slope for everything it depends on.",
            3: "dZ1 has a column for every example, but dW1 is a mean over all of them.",
        },
    ),
    Question(
        "rule_after_the_backward_pass",
        "05",
        "What has the backward pass done to the weights when it is over?",
        ("moved them a little downhill", "put their gradients in their place", "nothing"),
        3,
        "It finds out how the cost would react if a parameter changed a little. Changing them is "
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
        "The cost is minus the logarithm of the probability given to the truth. For label 0 that "
        "probability is 1 − 0.8 = 0.2, and −ln 0.2 is about 1.61.",
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
        "Five numbers have moved. None of them has moved far, but each in the direction that makes "
        "the answer rise.",
    ),
    Prediction(
        "rule_two_names",
        'also_held = in_place["b2"] is kept from before the step, when b2 is −1. Then -= makes '
        'in_place["b2"] −0.95. What does also_held say now?',
        ("still −1", "−0.95", "nothing: Python stops"),
        lambda held: _nearest((-1, -0.95), held),
        "also_held is no copy. It is a second name for the one array into which -= writes.",
    ),
    Prediction(
        "rule_two_rates",
        "The curvature is 4, and w starts at 1. With which rate is w nearer to the bottom after 8 "
        "steps?",
        ("0.05", "0.45", "equally near with both"),
        _nearer_to_the_bottom,
        "One rate multiplies w by 0.8 at each step, the other by −0.8. The sign says on which side "
        "w lands, and the size says how fast it shrinks.",
    ),
    Prediction(
        "rule_best_rate",
        "With which rate will the cost be lowest after 50 steps?",
        ("0.01", "0.1", "1", "10"),
        lambda best: _nearest((0.01, 0.1, 1, 10), best, np.log),
        "Longer steps get farther, until they are so long that they land higher than they started.",
    ),
    Prediction(
        "rule_larger_features",
        "In 2-8-8-1, rate 1 was the best of the nine. Which will be the best once all features are "
        "ten times as large?",
        ("about 10", "about 1: the picture is the same", "about 0.1"),
        lambda best: _nearest((10, 1, 0.1), best, np.log),
        "Larger features make larger gradients, and those call for a smaller rate.",
    ),
    Prediction(
        "rule_narrow_bowl",
        "A very narrow bowl has a = 100. With the best rate, how much of its distance from the "
        "bottom does each number keep at every step?",
        ("about 2 %", "about 50 %", "about 98 %"),
        lambda kept: _nearest((0.02, 0.5, 0.98), kept),
        "The steep direction allows no rate above 2/100. With so small a rate the flat direction "
        "hardly moves.",
    ),
)
