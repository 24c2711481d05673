"""Practice for notebook 03: one layer, and the way through all of them."""

import numpy as np

import nnlib as mine
from classroom import datasets
from classroom.practice.exercise import Case, Exercise, Misconception
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import generator


def my_relu_unit(x, w, b):
    z = b
    for j in range(len(x)):
        z = z + w[j] * x[j]
    return max(0, z)


def my_single_layer_forward_propagation(A_prev, W_curr, b_curr, activation="relu"):
    Z = W_curr @ A_prev + b_curr
    if activation == "relu":
        return mine.relu(Z), Z
    return mine.sigmoid(Z), Z


def my_full_forward_propagation(X, params_values, nn_architecture):
    memory = {}
    A = X
    for l, layer in enumerate(nn_architecture, start=1):
        memory[f"A{l - 1}"] = A
        W, b = params_values[f"W{l}"], params_values[f"b{l}"]
        A, Z = my_single_layer_forward_propagation(A, W, b, layer["activation"])
        memory[f"Z{l}"] = Z
    return A, memory


def my_units_with(activation, nn_architecture):
    units = 0
    for layer in nn_architecture:
        if layer["activation"] == activation:
            units = units + layer["output_dim"]
    return units


def units_with_stub(activation, nn_architecture):
    units = 0
    for layer in nn_architecture:
        if layer["activation"] is activation:
            units = units + layer["output_dim"]
    return units


def _bend(Z, activation):
    return mine.relu(Z) if activation == "relu" else mine.sigmoid(Z)


def _layer_of(Z, activation):
    """Return what a layer returns, once its sums are known."""
    return _bend(Z, activation), Z


def _compared_with_is(A_prev, W_curr, b_curr, activation="relu"):
    relu = "relu"
    Z = W_curr @ A_prev + b_curr
    return (mine.relu(Z) if activation is relu else mine.sigmoid(Z)), Z


def _sigmoid_compared_with_is(A_prev, W_curr, b_curr, activation="relu"):
    sigmoid = "sigmoid"
    Z = W_curr @ A_prev + b_curr
    return (mine.sigmoid(Z) if activation is sigmoid else mine.relu(Z)), Z


def _activation_called(A_prev, W_curr, b_curr, activation="relu"):
    Z = W_curr @ A_prev + b_curr
    return activation(Z), Z


def _without_the_default(A_prev, W_curr, b_curr, activation):
    return my_single_layer_forward_propagation(A_prev, W_curr, b_curr, activation)


def _both_bent(A_prev, W_curr, b_curr, activation="relu"):
    Z = _bend(W_curr @ A_prev + b_curr, activation)
    return Z, Z


def _memory_of_what_comes_out(X, params_values, nn_architecture):
    A, memory = X, {}
    for l, layer in enumerate(nn_architecture, start=1):
        W, b = params_values[f"W{l}"], params_values[f"b{l}"]
        A, Z = my_single_layer_forward_propagation(A, W, b, layer["activation"])
        memory[f"A{l}"], memory[f"Z{l}"] = A, Z
    return A, memory


def _stored_too_late(X, params_values, nn_architecture):
    A, memory = X, {}
    for l, layer in enumerate(nn_architecture, start=1):
        W, b = params_values[f"W{l}"], params_values[f"b{l}"]
        A, Z = my_single_layer_forward_propagation(A, W, b, layer["activation"])
        memory[f"A{l - 1}"], memory[f"Z{l}"] = A, Z
    return A, memory


def _one_number_ahead(X, params_values, nn_architecture):
    Y_hat, memory = my_full_forward_propagation(X, params_values, nn_architecture)
    layers = range(1, len(nn_architecture) + 1)
    inputs = {f"A{l}": memory[f"A{l - 1}"] for l in layers}
    return Y_hat, inputs | {f"Z{l}": memory[f"Z{l}"] for l in layers}


def _x_for_every_layer(X, params_values, nn_architecture):
    memory = {}
    for l, layer in enumerate(nn_architecture, start=1):
        W, b = params_values[f"W{l}"], params_values[f"b{l}"]
        memory[f"A{l - 1}"] = X
        A, memory[f"Z{l}"] = my_single_layer_forward_propagation(X, W, b, layer["activation"])
    return A, memory


def _x_given_to_every_layer(X, params_values, nn_architecture):
    A, memory = X, {}
    for l, layer in enumerate(nn_architecture, start=1):
        W, b = params_values[f"W{l}"], params_values[f"b{l}"]
        memory[f"A{l - 1}"] = A
        A, memory[f"Z{l}"] = my_single_layer_forward_propagation(X, W, b, layer["activation"])
    return A, memory


def _one_name_for_two(X, params_values, nn_architecture):
    A, memory = X, {}
    for l, layer in enumerate(nn_architecture, start=1):
        W, b = params_values[f"W{l}"], params_values[f"b{l}"]
        memory[f"A{l - 1}"] = A
        A = my_single_layer_forward_propagation(A, W, b, layer["activation"])
    return A, memory


def _no_z(X, params_values, nn_architecture):
    raise NameError("name 'Z' is not defined", name="Z")


def _layer_gives_a_only(X, params_values, nn_architecture):
    A = X
    for l, layer in enumerate(nn_architecture, start=1):
        W, b = params_values[f"W{l}"], params_values[f"b{l}"]
        A, Z = my_single_layer_forward_propagation(A, W, b, layer["activation"])[0]


def _one_position_late(X, params_values, nn_architecture):
    return nn_architecture[len(nn_architecture)]


def _always(activation):
    """Return the forward pass with the same bend in every layer."""

    def forward(X, params_values, nn_architecture):
        return my_full_forward_propagation(
            X, params_values, [{**layer, "activation": activation} for layer in nn_architecture]
        )

    return forward


def _without_biases(X, params_values, nn_architecture):
    params = {key: values * (key[0] == "W") for key, values in params_values.items()}
    return my_full_forward_propagation(X, params, nn_architecture)


def _two_layers_written_out(X, params_values, nn_architecture):
    params_values["W2"]
    return my_full_forward_propagation(X, params_values, nn_architecture[:2])


def _relu_and_sigmoid_written_out(X, params_values, nn_architecture):
    bends = ("relu", "sigmoid")
    layers = [{**layer, "activation": g} for layer, g in zip(nn_architecture, bends, strict=False)]
    return _two_layers_written_out(X, params_values, layers)


def _without_a0(X, params_values, nn_architecture):
    Y_hat, memory = my_full_forward_propagation(X, params_values, nn_architecture)
    del memory["A0"]
    return Y_hat, memory


def _with_the_last_a(X, params_values, nn_architecture):
    Y_hat, memory = my_full_forward_propagation(X, params_values, nn_architecture)
    return Y_hat, {**memory, f"A{len(nn_architecture)}": Y_hat}


def _z_from_0(X, params_values, nn_architecture):
    Y_hat, memory = my_full_forward_propagation(X, params_values, nn_architecture)
    layers = range(len(nn_architecture))
    inputs = {f"A{l}": memory[f"A{l}"] for l in layers}
    return Y_hat, inputs | {f"Z{l}": memory[f"Z{l + 1}"] for l in layers}


def _everything_from_0(X, params_values, nn_architecture):
    for l, _ in enumerate(nn_architecture):
        params_values[f"W{l}"]


def _always_the_first_bend(X, params_values, nn_architecture):
    bend = nn_architecture[0]["activation"]
    return my_full_forward_propagation(
        X, params_values, [{**layer, "activation": bend} for layer in nn_architecture]
    )


def _one_layer_short(X, params_values, nn_architecture):
    return my_full_forward_propagation(X, params_values, nn_architecture[:-1])


def _last_z(X, params_values, nn_architecture):
    _, memory = my_full_forward_propagation(X, params_values, nn_architecture)
    return memory[f"Z{len(nn_architecture)}"], memory


def _a_and_z_exchanged(X, params_values, nn_architecture):
    A, memory = X, {}
    for l, layer in enumerate(nn_architecture, start=1):
        W, b = params_values[f"W{l}"], params_values[f"b{l}"]
        memory[f"A{l - 1}"] = A
        memory[f"Z{l}"], A = my_single_layer_forward_propagation(A, W, b, layer["activation"])
    return A, memory


def _z_is_a(X, params_values, nn_architecture):
    Y_hat, memory = my_full_forward_propagation(X, params_values, nn_architecture)
    for l in range(1, len(nn_architecture) + 1):
        memory[f"Z{l}"] = memory.get(f"A{l}", Y_hat)
    return Y_hat, memory


def _stopped_after_layer_1(X, params_values, nn_architecture):
    return my_full_forward_propagation(X, params_values, nn_architecture[:1])


def _memory_emptied(X, params_values, nn_architecture):
    Y_hat, memory = my_full_forward_propagation(X, params_values, nn_architecture)
    last = len(nn_architecture)
    return Y_hat, {key: memory[key] for key in (f"A{last - 1}", f"Z{last}")}


def _always_w1(X, params_values, nn_architecture):
    params = {key: params_values[f"{key[0]}1"] for key in params_values}
    return my_full_forward_propagation(X, params, nn_architecture)


def _w_before_a(X, params_values, nn_architecture):
    A, memory = X, {}
    for l, layer in enumerate(nn_architecture, start=1):
        W, b = params_values[f"W{l}"], params_values[f"b{l}"]
        memory[f"A{l - 1}"] = A
        A, memory[f"Z{l}"] = my_single_layer_forward_propagation(W, A, b, layer["activation"])
    return A, memory


def _no_f(X, params_values, nn_architecture):
    return params_values["W{l}"]


def _layer_gives_nothing(X, params_values, nn_architecture):
    A, Z = None


def _layers_not_units(activation, nn_architecture):
    return sum(layer["activation"] == activation for layer in nn_architecture)


def _others_counted(activation, nn_architecture):
    return sum(x["output_dim"] for x in nn_architecture if x["activation"] != activation)


def _part_of_a_name(activation, nn_architecture):
    return sum(x["output_dim"] for x in nn_architecture if activation in x["activation"])


def _relu_units(activation, nn_architecture):
    return my_units_with("relu", nn_architecture)


def _still_is(activation, nn_architecture):
    return sum(x["output_dim"] for x in nn_architecture if x["activation"] is activation)


def _first_layer_only(activation, nn_architecture):
    return my_units_with(activation, nn_architecture[:1])


def _typed_late(name):
    """Return a name as a new piece of text, as one read from a file is."""
    return "".join([name[:2], name[2:]])


# Units, inputs and examples of a layer, the smallest first.
LAYERS = ((1, 1, 1), (1, 4, 1), (3, 2, 1), (3, 3, 3), (2, 4, 2), (4, 2, 7), (2, 5, 30))


def _size(units, inputs, examples):
    counted = zip((units, inputs, examples), ("unit", "input", "example"), strict=True)
    unit, input_, example = (f"{n} {word}{'s' if n > 1 else ''}" for n, word in counted)
    return f"{unit}, {input_} and {example}"


def _random_layer(rng, units, inputs, examples):
    return rng.randn(inputs, examples), rng.randn(units, inputs), rng.randn(units, 1)


def _unit_cases():
    rng = generator()
    cases = [
        Case("two inputs and a positive sum", (np.array([1.0, 2.0]), np.array([0.5, -0.25]), 0.5)),
        Case("two inputs and a negative sum", (np.array([1.0, 2.0]), np.array([1.0, -1.0]), 0.25)),
        Case("a single input", (np.array([3.0]), np.array([2.0]), -1.0)),
    ]
    for inputs in (2, 3, 4, 5, 24):
        x, w, b = rng.randn(inputs), rng.randn(inputs), float(rng.randn())
        # Turned around where needed: the sum of an even number of inputs is above 0, of an odd
        # number below.
        turn = (-1 if inputs % 2 else 1) * np.sign(w @ x + b)
        cases.append(Case(f"{inputs} inputs", (x, turn * w, float(turn * b))))
    return cases


def _layer_cases():
    _, params_values, X, _ = datasets.by_hand()
    W1, b1, W2, b2 = (params_values[key] for key in ("W1", "b1", "W2", "b2"))
    A1 = np.array([[0.5, 1.375], [0.0, 1.75]])
    rng = generator()
    return [
        Case("the 2-2-1 network's layer 1 and one example", (X[:, :1], W1, b1, "relu")),
        Case("the 2-2-1 network's layer 2 and one example", (A1[:, :1], W2, b2, "sigmoid")),
        Case("the 2-2-1 network's layer 1 and both examples", (X, W1, b1, "relu")),
        Case("the 2-2-1 network's layer 2 and both examples", (A1, W2, b2, "sigmoid")),
        *(
            Case(f"{_size(*size)}, {name}", (*_random_layer(rng, *size), name))
            for size in LAYERS
            for name in ("relu", "sigmoid")
        ),
        *(
            Case(
                f'the name "{name}" read from a file',
                (*_random_layer(rng, 3, 2, 4), _typed_late(name)),
            )
            for name in ("relu", "sigmoid")
        ),
        Case("no activation named in the call", _random_layer(rng, 3, 2, 4)),
    ]


def _architecture(sizes, activations):
    return [
        {"input_dim": n_in, "output_dim": n_out, "activation": activation}
        for n_in, n_out, activation in zip(sizes, sizes[1:], activations, strict=False)
    ]


def _full_cases():
    net, params_values, X, _ = datasets.by_hand()
    rng = generator()
    cases = [
        Case("the 2-2-1 network and one example", (X[:, :1], params_values, net)),
        Case("the 2-2-1 network and both examples", (X, params_values, net)),
    ]
    for words, sizes, activations, m in (
        ("a single layer and 3 examples", (2, 1), ("sigmoid",), 3),
        ("a 3-3-3 network, sigmoid before ReLU", (3, 3, 3), ("sigmoid", "relu"), 3),
        ("a 2-2-2-1 network", (2, 2, 2, 1), ("relu", "relu", "sigmoid"), 4),
        ("a 1-1-1 network and one example", (1, 1, 1), ("relu", "sigmoid"), 1),
        ("a 2-4-3-1 network", (2, 4, 3, 1), ("relu", "relu", "sigmoid"), 5),
        ("five layers", (2, 5, 4, 3, 2, 1), ("relu", "sigmoid", "relu", "relu", "sigmoid"), 6),
    ):
        layers = _architecture(sizes, activations)
        params = {}
        for l, layer in enumerate(layers, start=1):
            n_in, n_out = layer["input_dim"], layer["output_dim"]
            params[f"W{l}"], params[f"b{l}"] = rng.randn(n_out, n_in), rng.rand(n_out, 1)
        cases.append(Case(words, (rng.randn(sizes[0], m), params, layers)))
    return cases


def _names_cases():
    net = datasets.by_hand().nn_architecture
    larger = _architecture((2, 25, 50, 50, 25, 1), ("relu",) * 4 + ("sigmoid",))
    from_file = [{**layer, "activation": _typed_late(layer["activation"])} for layer in larger]
    return [
        Case("the 2-2-1 network and relu", ("relu", net)),
        Case("the 2-2-1 network and sigmoid", ("sigmoid", net)),
        Case("five layers and relu", ("relu", larger)),
        Case("five layers and tanh, which none of them has", ("tanh", larger)),
        Case('five layers and elu, whose name is part of "relu"', ("elu", larger)),
        Case("an architecture read from a file, and relu", ("relu", from_file)),
        Case("an architecture read from a file, and sigmoid", ("sigmoid", from_file)),
        Case("a name read from a file", (_typed_late("relu"), larger)),
    ]


EXERCISES = (
    Exercise(
        name="relu_unit",
        cases=_unit_cases,
        solution=my_relu_unit,
        returns=("a",),
        hints=(
            "First the sum z: every input times its own weight, all added up, and the bias once.",
            "Start with z = b. A loop, for j in range(…):, adds one product after the other. "
            "len(x) tells how many there are.",
            "In the loop z = z + w[…] * x[…]; after it return the larger of two numbers, with max.",
        ),
        misconceptions=(
            Misconception(
                lambda x, w, b: max(0, w @ x),
                "The bias is missing. It belongs to the sum, before the bend.",
            ),
            Misconception(
                lambda x, w, b: max(0, w @ x + len(x) * b),
                "The bias is added with every input, since it stands in the loop. A unit has one "
                "bias: add it once.",
            ),
            Misconception(
                lambda x, w, b: max(0, w[0] * x[0] + b),
                "Only the first product counts here: return must stand after the loop, not in it.",
            ),
            Misconception(
                lambda x, w, b: max(0, w[-1] * x[-1] + b),
                "Only the last product counts here: each one took the place of the one before. "
                "Add it to the sum: z = z + …",
            ),
            Misconception(
                lambda x, w, b: max(0, w[-1] * x[-1]),
                "Only the last product counts here. Each took the place of what was there, the "
                "bias too: z = z + …",
            ),
            Misconception(
                lambda x, w, b: max(0, w[:-1] @ x[:-1] + b),
                "The last input is left out: range(n) ends at n - 1, which is the last position.",
            ),
            Misconception(
                lambda x, w, b: max(0, w[1:] @ x[1:] + b),
                "The first input is left out: positions begin at 0.",
            ),
            Misconception(
                lambda x, w, b: max(0, w[0] * x[0] + w[1] * x[1] + b),
                "Only two inputs count here. A loop takes as many as there are.",
            ),
            Misconception(
                lambda x, w, b: max(0, w * x + b),
                "That is still an array, one number for each input. Add the products up first, "
                "then the bias: a unit answers one number.",
            ),
            Misconception(
                lambda x, w, b: w @ x + b,
                "That is z, the sum. The bend is still to come: what is below 0 becomes 0.",
            ),
            Misconception(
                lambda x, w, b: max(0, w @ x) + b,
                "You added the bias after the bend. It belongs to the sum: bend last.",
            ),
            Misconception(
                lambda x, w, b: np.maximum(w * x, 0).sum() + b,
                "Every product goes through the bend here. First add everything up, then bend the "
                "sum, once.",
            ),
            Misconception(
                lambda x, w, b: max(0, w.sum() * x.sum() + b),
                "You added up first and multiplied then. Each input needs a weight of its own: "
                "multiply number by number, then add.",
            ),
            Misconception(
                lambda x, w, b: np.maximum(w * x + b, 0),
                "These are still the products, one for each input. A unit adds them up, and "
                "answers one number.",
            ),
        ),
        praise="Your sum for every unit and every example: that is W @ X + b.",
    ),
    Exercise(
        name="single_layer_forward_propagation",
        cases=_layer_cases,
        solution=my_single_layer_forward_propagation,
        returns=("A", "Z"),
        hints=(
            "First the sums, Z: one matrix product, plus the biases. Then the bend, A.",
            'activation is a name: if it is equal to "relu", A is mine.relu(Z), and otherwise '
            "mine.sigmoid(Z).",
            "Z = … @ … + b_curr. Then if activation == …: return …, Z, and after it the same with "
            "the other bend.",
        ),
        misconceptions=(
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": (
                    my_single_layer_forward_propagation(A_prev, W_curr, b_curr, activation)[::-1]
                ),
                "The right numbers, in the other order: first A, then Z. Whoever calls would take "
                "the sums for the answers.",
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": (
                    my_single_layer_forward_propagation(A_prev, W_curr, 0 * b_curr, activation)
                ),
                "The bias is missing: to its weighted sum every unit adds its own number from "
                "b_curr.",
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": (
                    _bend(W_curr @ A_prev, activation) + b_curr,
                    W_curr @ A_prev,
                ),
                "You added the bias after the bend. It belongs to the sum: first Z with b_curr, "
                "then the bend.",
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": (
                    my_single_layer_forward_propagation(A_prev, W_curr.T, b_curr, activation)
                ),
                "W needs no .T: its rows are the units already, and each row meets the columns of "
                "A_prev.",
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": _layer_of(
                    W_curr @ A_prev + b_curr.T, activation
                ),
                "b_curr is a column already, one bias for each unit. With .T it is a row, and "
                "NumPy takes it for one bias for each example.",
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": _layer_of(
                    A_prev @ W_curr + b_curr, activation
                ),
                "In a product of matrices the order counts: rows on the left meet columns on the "
                "right. W's rows are units, A_prev's columns examples, so W is on the left.",
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": _layer_of(
                    W_curr * A_prev + b_curr, activation
                ),
                "* multiplies entry by entry and adds nothing up. Row times column is written @.",
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": (
                    my_single_layer_forward_propagation(A_prev, W_curr, b_curr, "relu")
                ),
                'ReLU, whatever is asked for: where activation is "sigmoid", A is mine.sigmoid(Z).',
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": (
                    my_single_layer_forward_propagation(A_prev, W_curr, b_curr, "sigmoid")
                ),
                'The sigmoid, whatever is asked for: where activation is "relu", A is '
                "mine.relu(Z).",
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": (
                    _bend(W_curr @ A_prev + b_curr, "sigmoid" if activation == "relu" else "relu"),
                    W_curr @ A_prev + b_curr,
                ),
                'The two bends are exchanged: ReLU for "relu", the sigmoid for "sigmoid".',
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": (
                    W_curr @ A_prev + b_curr,
                    W_curr @ A_prev + b_curr,
                ),
                "A and Z are the same: the bend is missing. Without it layers melt into one.",
            ),
            Misconception(
                _both_bent,
                "Z went through the bend as well: keep both, the sums as Z, and what comes out of "
                "the bend under a name of its own, A.",
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="relu": (
                    my_single_layer_forward_propagation(A_prev, W_curr, b_curr, activation)[0]
                ),
                "Only A is returned. The way back will need the sums as well: return A, Z.",
            ),
            Misconception(
                lambda A_prev, W_curr, b_curr, activation="sigmoid": (
                    my_single_layer_forward_propagation(A_prev, W_curr, b_curr, activation)
                ),
                "Called without an activation, a layer bends with ReLU: the first line says "
                'activation="relu".',
            ),
            Misconception(
                _without_the_default,
                "It has to work without an activation in the call, too: leave the first line as it "
                'was, with activation="relu".',
            ),
            Misconception(
                _activation_called,
                "activation is a name, a piece of text, and text cannot be called. Compare it: "
                'if activation == "relu": …',
            ),
            Misconception(
                _compared_with_is,
                "Names are compared with ==. The word “is” asks whether both are one and the same "
                "thing in memory, and two equal texts need not be.",
            ),
            Misconception(
                _sigmoid_compared_with_is,
                "Your “is” misses names that were read from a file: it asks for the same thing in "
                "memory. For the same letters, use ==.",
            ),
        ),
        praise="These lines are a layer, of any size, for any number of examples.",
    ),
    Exercise(
        name="full_forward_propagation",
        cases=_full_cases,
        solution=my_full_forward_propagation,
        returns=("Y_hat", "memory"),
        hints=(
            "Walk through the layers. What one layer answers, A, is what the next one reads; "
            "before layer 1, A is X. Put it into memory before the layer changes it.",
            "for l, layer in enumerate(nn_architecture, start=1): counts the layers 1, 2, 3, … "
            'The key for the sums of layer l is f"Z{l}", for what it reads f"A{l - 1}".',
            'Inside the loop: memory[f"A{l - 1}"] = …; then A, Z = '
            "my_single_layer_forward_propagation(A, …, …, …); then the sums into memory. After "
            "the loop: return A, memory.",
        ),
        misconceptions=(
            Misconception(
                _layer_gives_nothing,
                "my_single_layer_forward_propagation gave back nothing. Is it written, does it end "
                "with return A, Z, and have you run its cell?",
            ),
            Misconception(
                _memory_of_what_comes_out,
                "You keep what comes out of each layer. The way back needs what goes in, the A "
                "before: store it, as A0, A1, …, before you call the layer.",
            ),
            Misconception(
                _stored_too_late,
                "The keys are right, but each A is one layer late: A0 has to be X. Store A before "
                "the layer replaces it.",
            ),
            Misconception(
                _one_number_ahead,
                "The right arrays, but each A one number ahead: layer 1 reads A0, layer 2 reads "
                "A1. What layer l reads is A with l - 1.",
            ),
            Misconception(
                _x_for_every_layer,
                "Every layer reads X here. Only the first does; the others read the A of the "
                "layer before.",
            ),
            Misconception(
                _x_given_to_every_layer,
                "Layer 2 reads X, not layer 1's answers. Hand on A.",
            ),
            Misconception(
                _one_name_for_two,
                "A holds two things here, and no Z is kept. A layer returns both: A, Z = …",
            ),
            Misconception(
                _no_z,
                "Nothing is called Z there. A layer returns two things: A, Z = …",
            ),
            Misconception(
                _layer_gives_a_only,
                "my_single_layer_forward_propagation gave back one thing where two are awaited: it "
                "ends with return A, Z. Run Exercise 2's check.",
            ),
            Misconception(
                _one_position_late,
                "Layers count from 1, positions in a list from 0: layer l is "
                "nn_architecture[l - 1].",
            ),
            Misconception(
                _two_layers_written_out,
                "W2 does not exist in a single layer, and five layers need W5: loop over as many "
                "layers as there are.",
            ),
            Misconception(
                _relu_and_sigmoid_written_out,
                "W2 does not exist in a single layer: loop over as many layers as there are. And "
                'the bend is not always ReLU, then sigmoid: it is layer["activation"].',
            ),
            Misconception(
                _without_biases,
                "The biases do not count here. Pass on each layer's own, and run Exercise 2's "
                "check.",
            ),
            Misconception(
                _without_a0,
                "A0 is missing in memory: it is X, what the first layer reads.",
            ),
            Misconception(
                _with_the_last_a,
                "memory holds one A too many: no layer reads the last one. It is Y_hat, returned "
                "beside memory.",
            ),
            Misconception(
                _z_from_0,
                "Z counts from 1: the first layer reads A0 and its sums are Z1. Use l - 1 for A, "
                "and l for Z.",
            ),
            Misconception(
                _everything_from_0,
                "Layers are counted from 1: there is no W0. enumerate begins with 0, unless you "
                "say start=1.",
            ),
            Misconception(
                _no_f,
                'The f before the quotes is missing: only in an f-string, such as f"W{l}", does '
                "the number take the place of the braces.",
            ),
            Misconception(
                _always_w1,
                'Every layer uses W1 and b1 here. Each has its own: f"W{l}" and f"b{l}".',
            ),
            Misconception(
                _w_before_a,
                "Look at the order of the layer's arguments: A_prev, W_curr, b_curr, activation.",
            ),
            Misconception(
                _always_the_first_bend,
                "All layers use the first one's activation here. Each has its own: "
                'layer["activation"].',
            ),
            Misconception(
                _always("relu"),
                "Every layer bends with ReLU here. Each has its own activation: "
                'layer["activation"]. Pass it on, and run Exercise 2\'s check.',
            ),
            Misconception(
                _always("sigmoid"),
                "Every layer bends with the sigmoid here. Its own activation is "
                'layer["activation"]. Pass that on, and run Exercise 2\'s check.',
            ),
            Misconception(
                _one_layer_short,
                "The last layer is left out. enumerate(nn_architecture, start=1) meets them all; "
                "range(1, n) ends before n.",
            ),
            Misconception(
                _stopped_after_layer_1,
                "It ends after layer 1: return must stand after the loop, not in it.",
            ),
            Misconception(
                _memory_emptied,
                "memory holds the last layer only: memory = {} must stand before the loop. In it, "
                "each layer starts with an empty one.",
            ),
            Misconception(
                _z_is_a,
                "Under Z you keep what comes out of the bend. The sums belong there, the second "
                "thing a layer returns. Or does Exercise 2 bend Z itself?",
            ),
            Misconception(
                _last_z,
                "Y_hat is what the last layer answers, its A. You returned its sums, Z.",
            ),
            Misconception(
                _a_and_z_exchanged,
                "A and Z are exchanged: either here (A, Z = …), or your Exercise 2 returns Z "
                "first.",
            ),
            Misconception(
                lambda X, params_values, nn_architecture: my_full_forward_propagation(
                    X, params_values, nn_architecture
                )[0],
                "Y_hat alone. The way back will need memory as well: return A, memory.",
            ),
            Misconception(
                lambda X, params_values, nn_architecture: my_full_forward_propagation(
                    X, params_values, nn_architecture
                )[::-1],
                "Both are there, in the other order: first Y_hat, then memory.",
            ),
        ),
        praise="Your whole forward pass: in 05 the way back reads your memory from its end.",
    ),
    Exercise(
        name="units_with",
        cases=_names_cases,
        solution=my_units_with,
        stub=units_with_stub,
        returns=("units",),
        hints=(
            "Which line decides whether a layer counts? When does it say no, and should not?",
            "“a is b” asks whether a and b are one and the same thing in memory. Two texts with "
            "the same letters need not be.",
            "Whether two texts have the same letters is asked with two signs, not with a word.",
        ),
        misconceptions=(
            Misconception(
                _still_is,
                "It still asks whether both names are one thing in memory. A text read from a "
                "file is a new thing, with the same letters.",
            ),
            Misconception(
                _others_counted,
                "Now it counts all the other units: those whose activation is a different one.",
            ),
            Misconception(
                _relu_units,
                "This counts the ReLU units, whatever is asked for. Compare with the argument "
                "activation.",
            ),
            Misconception(
                _part_of_a_name,
                '“in” looks for a part of a text: "elu" is in "relu", but it is another bend.',
            ),
            Misconception(
                _layers_not_units,
                "This counts layers. Each layer that fits adds as many as it has units.",
            ),
            Misconception(
                _first_layer_only,
                "It stops after the first layer: return must stand after the loop, not in it.",
            ),
        ),
        praise="“is” works just often enough to be trusted. For names and numbers, use ==.",
    ),
)

QUESTIONS = (
    Question(
        "forward_negative_Z",
        "02",
        "What does ReLU make of Z = -3?",
        ("3", "0", "-3", "a small number above 0"),
        2,
        "What is below 0 becomes 0; what is above stays as it is.",
        {
            1: "ReLU turns no sign around.",
            3: "So it would be without a bend.",
            4: "That is the sigmoid's answer.",
        },
    ),
    Question(
        "forward_steepest_sigmoid",
        "02",
        "Where is the sigmoid steepest?",
        (
            "at its right end, where it answers nearly 1",
            "nowhere: it is equally steep everywhere",
            "in the middle, where it answers 0.5",
        ),
        3,
        "At its two ends it is almost flat, with a slope near 0.",
        {
            1: "There it hardly rises any more: it can get no higher than 1.",
            2: "Only a straight line is.",
        },
    ),
    Question(
        "forward_shape_of_b",
        "01",
        "A layer of 3 units gets 2 numbers from the layer before. What shape has its b?",
        ("(3, 1)", "(2, 1)", "(1, 3)", "(3, 2)"),
        1,
        "One bias for each unit, in a column.",
        {
            2: "A bias belongs to a unit, not to a number that comes in.",
            3: "That one lies on its side.",
            4: "That is the shape of its W.",
        },
    ),
)

LAST_SHAPES = (
    "W5 (25, 1), Y_hat (1, 900)",
    "W5 (1, 25), Y_hat (25, 900)",
    "W5 (1, 25), Y_hat (1, 900)",
    "W5 (25, 1), Y_hat (900, 1)",
)
FLAT_SHAPES = ("(2,)", "(2, 1)", "(2, 2)", "none: it stops with an error")


def _which_are_kept(memory):
    return [("A0", "A5"), ("A0",), ("A5",)].index(tuple(k for k in ("A0", "A5") if k in memory)) + 1


PREDICTIONS = (
    Prediction(
        "forward_awake",
        "Take a pencil. How many of the two hidden units are awake for the second example, the "
        "point (2, 0.5)?",
        ("none", "one", "both"),
        lambda Z1: 1 + int(np.sum(Z1[:, 1] > 0)),
        "Both sums are above 0.",
    ),
    Prediction(
        "forward_second_answer",
        "And what does the network answer to this example?",
        ("less than 0.5", "0.5 once more", "more than 0.5"),
        lambda Y_hat: 2 + int(np.sign(Y_hat - 0.5)),
        "Its Z2 is 0, too: weights that were never trained owe us no right answer.",
    ),
    Prediction(
        "forward_last_shapes",
        "The last layer has one unit. Which shapes have W5 and Y_hat?",
        LAST_SHAPES,
        lambda shapes: 1 + LAST_SHAPES.index("W5 {}, Y_hat {}".format(*shapes)),
        "One row for the one unit; a column for each of its inputs, or for each example.",
    ),
    Prediction(
        "forward_batch",
        "How many times faster is one pass with all 900 than 900 passes with one?",
        ("about 3 times", "about 30 times", "more than 100 times"),
        lambda ratio: 1 + int(np.searchsorted([10, 100], ratio)),
        "Each call has a fixed price, and one by one it is paid 900 times.",
    ),
    Prediction(
        "forward_memory",
        "For later, the forward pass keeps what each layer reads, not what it answers. The "
        "article's network has five layers. Which A are kept?",
        ("A0 to A5", "A0 to A4", "A1 to A5"),
        _which_are_kept,
        "Layer 1 reads A0, layer 5 reads A4.",
    ),
    Prediction(
        "forward_flat",
        "X[:, 0] is the first example as a flat list, of shape (2,). In plain NumPy, what shape "
        "has W1 @ X[:, 0] + b1?",
        FLAT_SHAPES,
        lambda shape: 1 + FLAT_SHAPES.index(str(shape)),
        "W1 @ X[:, 0] is flat, (2,). NumPy takes it for a row and adds it to the column b1.",
    ),
)
