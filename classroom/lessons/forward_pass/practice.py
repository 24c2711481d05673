"""Practice for notebook 03: one layer, and the way through all of them."""

import numpy as np

import nnlib as mine
from classroom import datasets
from classroom.practice.exercise import Case
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import generator, typed_late, with_names_from_a_file
from classroom.practice.slips import exercise


def my_single_layer_forward_propagation(A_prev, W_curr, b_curr, activation="relu"):
    Z = W_curr @ A_prev + b_curr
    if activation == "relu":
        return mine.relu(Z), Z
    return mine.sigmoid(Z), Z


def single_layer_forward_propagation_stub(A_prev, W_curr, b_curr, activation="relu"):
    # The sums of all units, for all examples:
    Z = ...
    if activation == "relu":
        return mine.relu(Z), Z
    # The same for the other bend:
    return ...


# Units, inputs and examples of a layer, the smallest first.
LAYERS = ((1, 1, 1), (1, 4, 1), (3, 2, 1), (3, 3, 3), (2, 4, 2), (4, 2, 7), (2, 5, 30))


def _size(units, inputs, examples):
    counted = zip((units, inputs, examples), ("unit", "input", "example"), strict=True)
    unit, input_, example = (f"{n} {word}{'s' if n > 1 else ''}" for n, word in counted)
    return f"{unit}, {input_} and {example}"


def _random_layer(rng, units, inputs, examples):
    return rng.randn(inputs, examples), rng.randn(units, inputs), rng.randn(units, 1)


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
                (*_random_layer(rng, 3, 2, 4), typed_late(name)),
            )
            for name in ("relu", "sigmoid")
        ),
        Case("no activation named in the call", _random_layer(rng, 3, 2, 4)),
    ]


def single_layer_forward_propagation_another_way(A_prev, W_curr, b_curr, activation="relu"):
    bend = mine.relu if activation == "relu" else mine.sigmoid
    return bend(W_curr @ A_prev + b_curr), W_curr @ A_prev + b_curr


SINGLE_LAYER_FORWARD_PROPAGATION = exercise(
    my_single_layer_forward_propagation,
    ways=(single_layer_forward_propagation_another_way,),
    returns="A, Z",
    cases=_layer_cases,
    stub=single_layer_forward_propagation_stub,
    hints="""
        The first gap is the formula of a layer: one matrix product, plus the biases. Which of the
        two stands on the left of the @?

        activation is a name. If it is "relu", the function ends with the line below if. Whatever
        gets further has the other bend, mine.sigmoid.

        The first gap is … @ … + b_curr. The second is made like the line below if: two things, with
        a comma between them.
    """,
    slips=r"""
        mine.relu(Z), Z → Z, mine.relu(Z)
        mine.sigmoid(Z), Z → Z, mine.sigmoid(Z)
            The numbers are right, but in the other order: return A first, then Z. Otherwise the
            sums are taken for the answers.
        mine.sigmoid(Z), Z → Z, mine.sigmoid(Z)
            The sums and the answers have changed places where the bend is the sigmoid. The order is
            that of the line below if.
        return mine.sigmoid(Z), Z → pass
            Nothing comes back where the bend is the sigmoid. Its return must not stand under the
            if, where the function has ended already: move it to the left, below the word if.
        mine.sigmoid(Z), Z → mine.sigmoid(Z)
            Only A comes back where the bend is the sigmoid. The way back will need the sums as
            well: A, Z.
        @ A_prev + b_curr → @ A_prev
            The bias is missing: every unit adds its own number from b_curr to its weighted sum.
        @ A_prev + b_curr → @ A_prev
        (Z), → (Z) + b_curr,
            You added the bias after the bend. It is part of the sum: compute Z with b_curr first,
            and then bend.
        W_curr @ → W_curr.T @
            W needs no .T: its rows are the units already, and each row meets each column of A_prev.
        + b_curr → + b_curr.T
            b_curr is a column already, with one bias for each unit. With .T it becomes a row, and
            NumPy takes it for one bias for each example.
        W_curr @ A_prev → A_prev @ W_curr
            In a matrix product the order matters: rows on the left meet columns on the right. The
            rows of W are units and the columns of A_prev are examples, so W stands on the left.
        W_curr @ → W_curr *
            * multiplies entry by entry and adds nothing up. The matrix product is written @.
        mine.sigmoid → mine.relu
            This is ReLU, whatever is asked for. Where activation is "sigmoid", A is
            mine.sigmoid(Z).
        mine.relu → mine.sigmoid
            This is the sigmoid, whatever is asked for. Where activation is "relu", A is
            mine.relu(Z).
        == → !=
            The two bends have changed places: "relu" asks for ReLU, "sigmoid" for the sigmoid.
        mine.relu(Z) → Z
        mine.sigmoid(Z) → Z
            A and Z are the same, so the bend is missing. Without it, layers melt into one.
        mine.relu(Z), Z → mine.relu(Z), mine.relu(Z)
        mine.sigmoid(Z), Z → mine.sigmoid(Z), mine.sigmoid(Z)
            Z has gone through the bend as well. Keep both: the sums as Z, and what comes out of the
            bend under a name of its own, A.
        (Z), Z → (Z)
            Only A is returned. The way back will need the sums as well: return A, Z.
        activation="relu" → activation="sigmoid"
            A layer that is called without an activation bends with ReLU: its first line says
            activation="relu".
        activation="relu" → activation
            The function has to work without an activation in the call, too. Leave its first line
            as it was, with activation="relu".
        mine.relu → activation
        mine.sigmoid → activation
            activation is a name, a piece of text, and text cannot be called like a function.
            Compare it: if activation == "relu": …
        activation == "relu" → activation is str("relu")
            Names are compared with ==. The word “is” asks whether both are one and the same thing
            in memory, and two equal texts need not be.
        activation == "relu" → activation is not str("sigmoid")
            Your “is” misses names that were read from a file: it asks for the same thing in memory.
            For the same letters, use ==.
    """,
    praise="These lines are a layer, of any size, for any number of examples.",
)


def my_full_forward_propagation(X, params_values, nn_architecture):
    memory = {}
    A = X
    for l, layer in enumerate(nn_architecture, start=1):
        memory[f"A{l - 1}"] = A
        W, b = params_values[f"W{l}"], params_values[f"b{l}"]
        A, Z = my_single_layer_forward_propagation(A, W, b, layer["activation"])
        memory[f"Z{l}"] = Z
    return A, memory


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
    return with_names_from_a_file(cases)


FULL_FORWARD_PROPAGATION = exercise(
    my_full_forward_propagation,
    returns="Y_hat, memory",
    cases=_full_cases,
    hints="""
        Walk through the layers. What one layer answers, A, is what the next one reads, and before
        layer 1 A is X. Put A into memory before the layer replaces it.

        The loop for l, layer in enumerate(nn_architecture, start=1): counts the layers 1, 2, 3, …
        In memory, the sums of layer l have the key f"Z{l}", and what it reads has f"A{l - 1}".

        Inside the loop, start with memory[f"A{l - 1}"] = …. Go on with A, Z =
        my_single_layer_forward_propagation(A, …, …, …), and put the sums into memory. After the
        loop, return A, memory.
    """,
    slips=r"""
        my_single_layer_forward_propagation(A, W, b, layer["activation"]) → None
            my_single_layer_forward_propagation gave back nothing. Is it written, does it end with
            return A, Z, and have you run its cell?
        memory[f"A{l - 1}"] = A → pass
        memory[f"Z{l}"] = Z → memory[f"A{l}"], memory[f"Z{l}"] = A, Z
            You keep what comes out of each layer. The way back needs what goes in: store A, as A0,
            A1 and so on, before you call the layer.
        memory[f"A{l - 1}"] = A → pass
        memory[f"Z{l}"] = Z → memory[f"A{l - 1}"], memory[f"Z{l}"] = A, Z
            The keys are right, but each A is one layer late: A0 has to be X. Store A before the
            layer replaces it.
        {l - 1} → {l}
            The arrays are right, but the number of each A is one too high: layer 1 reads A0, and
            layer 2 reads A1. What layer l reads is A with l - 1.
        "] = A → "] = X
        (A, W → (X, W
            Every layer reads X here. Only the first does; the others read the A of the layer
            before.
        (A, W → (X, W
            Layer 2 reads X, not layer 1's answers. Hand on A.
        A, Z = → A =
        memory[f"Z{l}"] = Z → pass
            A holds two things here, and no Z is kept. A layer returns both, so write A, Z = …
        A, Z = → A =
            Nothing is called Z there. A layer returns two things, so write A, Z = …
        layer["activation"]) → layer["activation"])[0]
            my_single_layer_forward_propagation gave back one thing where two are expected: it has
            to end with return A, Z. Run its check again.
        layer["activation"] → nn_architecture[l]["activation"]
            Layers count from 1, positions in a list from 0: layer l is nn_architecture[l - 1].
        memory = {} → params_values["W2"]; memory = {}
        enumerate(nn_architecture → enumerate(nn_architecture[:2]
            A single layer has no W2, and five layers need W5. Loop over as many layers as there
            are.
        memory = {} → params_values["W2"]; memory = {}
        enumerate(nn_architecture → enumerate(nn_architecture[:2]
        layer["activation"] → ("relu", "sigmoid")[l - 1]
            A single layer has no W2: loop over as many layers as there are. And the bends are not
            always ReLU, then sigmoid: each layer's own is layer["activation"].
        , params_values[f"b{l}"] → , 0 * params_values[f"b{l}"]
            The biases do not count here. Pass on each layer's own, and run the check of
            my_single_layer_forward_propagation again.
        memory[f"A{l - 1}"] = A → memory |= {f"A{l - 1}": A} if l > 1 else {}
            A0 is missing from memory. It is X, which the first layer reads.
        return A, memory → return A, memory | {f"A{l}": A}
            memory holds one A too many. No layer reads the last one: it is Y_hat, which you return
            beside memory.
        Z{l} → Z{l - 1}
            Z counts from 1: the first layer reads A0, and its sums are Z1. Use l - 1 for A and l
            for Z.
        (nn_architecture, start=1) → (nn_architecture)
            Layers are counted from 1: there is no W0. enumerate begins with 0, unless you say
            start=1.
        f"W{l}" → "W{l}"
            The f before the quotes is missing: only in an f-string, such as f"W{l}", does the
            number take the place of the braces.
        params_values[f"W{l}"], params_values[f"b{l}"] → params_values["W1"], params_values["b1"]
            Every layer uses W1 and b1 here. Each has its own: f"W{l}" and f"b{l}".
        (A, W → (W, A
            Look at the order of the layer's arguments: A_prev, W_curr, b_curr, activation.
        layer["activation"] → nn_architecture[0]["activation"]
            All layers use the first layer's activation here. Each has its own:
            layer["activation"].
        layer["activation"] → "relu"
            Every layer bends with ReLU here. Each has its own activation, layer["activation"]: pass
            it on, and run the check of my_single_layer_forward_propagation again.
        layer["activation"] → "sigmoid"
            Every layer bends with the sigmoid here. Each has its own activation,
            layer["activation"]: pass it on, and run the check of
            my_single_layer_forward_propagation again.
        enumerate(nn_architecture → enumerate(nn_architecture[:-1]
            You leave out the last layer. enumerate(nn_architecture, start=1) meets them all, while
            range(1, n) ends before n.
        return → ⇥return
            Your function ends after layer 1: return must stand after the loop, not in it.
        memory[f"A{l - 1}"] = A → memory = {f"A{l - 1}": A}
            memory holds the last layer only. Put memory = {} before the loop: inside it, every
            layer starts with an empty one.
        = Z → = A
            Under Z you keep what comes out of the bend. The sums belong there, and a layer returns
            them second. (Or does my_single_layer_forward_propagation bend Z itself?)
        return A → return Z
            You returned the last layer's sums, Z. Y_hat is what that layer answers, its A.
        A, Z = → Z, A =
            A and Z have changed places: either here, where it should be A, Z = …, or your
            my_single_layer_forward_propagation returns Z first.
        A
            You return Y_hat alone. The way back will need memory as well: return A, memory.
        memory, A
            Both are there, but in the other order: return Y_hat first, then memory.
    """,
    praise="That is the whole forward pass. In notebook 05 the way back starts from your memory.",
)


def my_relu_unit(x, w, b):
    z = b
    for j in range(len(x)):
        z = z + w[j] * x[j]
    return max(0, z)


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


def relu_unit_another_way(x, w, b):
    return np.maximum(0, w @ x + b)


RELU_UNIT = exercise(
    my_relu_unit,
    ways=(relu_unit_another_way,),
    returns="a",
    cases=_unit_cases,
    hints="""
        Compute the sum z first: multiply every input by its own weight, add all the products up,
        and add the bias once.

        Start with z = b. A loop, for j in range(…):, can add one product after the other, and
        len(x) tells you how many there are.

        In the loop, write z = z + w[…] * x[…]. After the loop, return the larger of two numbers,
        with max.
    """,
    slips=r"""
        z = b → z = 0
            The bias is missing. It belongs to the sum, before the bend.
        w[j] * x[j] → w[j] * x[j] + b
        z = b → z = 0
            The bias is added with every input, since it stands in the loop. A unit has one bias:
            add it once.
        return → ⇥return
            Only the first product counts here: return must stand after the loop, not in it.
        z = z + → z = b +
            Only the last product counts here: each one took the place of the one before. Add it to
            the sum: z = z + …
        z = z + → z =
            Only the last product counts here. Each took the place of what was there, the bias too:
            z = z + …
        len(x) → len(x) - 1
            You leave out the last input: range(n) already ends at n - 1, the last position.
        range(len(x)) → range(1, len(x))
            You leave out the first input: positions begin at 0.
        len(x) → 2
            Only two inputs count here. Let the loop take as many as there are.
        max(0, w * x + b)
            That is still an array, with one number for each input. A unit answers with a single
            number: add the products up first, then add the bias.
        z
            That is z, the sum. The bend is still missing: whatever is below 0 becomes 0.
        max(0, w @ x) + b
            You added the bias after the bend. It is part of the sum, and the bend comes last.
        np.maximum(w * x, 0).sum() + b
            Here every product goes through the bend. Add everything up first, and then bend the
            sum once.
        max(0, w.sum() * x.sum() + b)
            You added first and multiplied afterwards. Each input has a weight of its own: multiply
            number by number, and then add.
        np.maximum(w * x + b, 0)
            These are still the products, one for each input. A unit adds them up and answers with
            one number.
        1 / (1 + np.exp(-z))
            That is the sigmoid. The bend here is ReLU: the larger of 0 and the sum.
        np.tanh(z)
            That is tanh. The bend here is ReLU: the larger of 0 and the sum.
        min(0, z)
            min keeps what is below 0. ReLU keeps the larger of 0 and the sum, and that is max.
        abs(z)
            abs changes the sign of a sum below 0. ReLU makes it 0: max(0, …).
    """,
    praise="Do the same for every unit and every example, and you have W @ X + b.",
)


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


def _names_cases():
    net = datasets.by_hand().nn_architecture
    larger = _architecture((2, 25, 50, 50, 25, 1), ("relu",) * 4 + ("sigmoid",))
    alike = _architecture(
        (2, 3, 4, 5, 6, 7, 1), ("relu", "relu6", "leaky_relu", "rrelu", "silu", "sigmoid")
    )
    from_file = [{**layer, "activation": typed_late(layer["activation"])} for layer in larger]
    return [
        Case("the 2-2-1 network and relu", ("relu", net)),
        Case("the 2-2-1 network and sigmoid", ("sigmoid", net)),
        Case("five layers and relu", ("relu", larger)),
        Case("five layers and tanh, which none of them has", ("tanh", larger)),
        Case('five layers and elu, whose name is part of "relu"', ("elu", larger)),
        Case("bends with names like relu's, and relu", ("relu", alike)),
        Case("bends with names like relu's, and relu6", ("relu6", alike)),
        Case("bends with names like sigmoid's, and sigmoid", ("sigmoid", alike)),
        Case("bends with names like relu's, and leaky_relu", ("leaky_relu", alike)),
        Case('five layers and r, which is only the first letter of "relu"', ("r", larger)),
        Case('five layers and Relu, which is not "relu"', ("Relu", larger)),
        Case("an architecture read from a file, and relu", ("relu", from_file)),
        Case("an architecture read from a file, and sigmoid", ("sigmoid", from_file)),
        Case("a name read from a file", (typed_late("relu"), larger)),
    ]


def units_with_another_way(activation, nn_architecture):
    return sum(
        layer["output_dim"] for layer in nn_architecture if layer["activation"] == activation
    )


UNITS_WITH = exercise(
    my_units_with,
    ways=(units_with_another_way,),
    returns="units",
    cases=_names_cases,
    stub=units_with_stub,
    hints="""
        Which line decides whether a layer counts? When does it say no although it should say yes?

        “a is b” asks whether a and b are one and the same object in memory. Two texts with the same
        letters need not be.

        To ask whether two texts have the same letters, Python uses two signs and not a word.
    """,
    slips=r"""
        layer["activation"] == activation → activation is layer["activation"]
            This still asks whether both names are one object in memory. A text read from a file is
            a new object, with the same letters.
        == → !=
            Now you count all the other units, those whose activation is a different one.
        == activation → == "relu"
            This counts the ReLU units, whatever is asked for. Compare with the argument activation.
        layer["activation"] == activation → activation in layer["activation"]
            “in” looks for a part of a text: "elu" is in "relu", but it is another bend.
        layer["activation"] == activation → layer["activation"] in activation
            “in” looks for a part of a text: "relu" is in "relu6", but it is another bend. Names are
            equal as a whole, ==, or not at all.
        layer["activation"] == activation → layer["activation"].startswith(activation)
            A name that begins in the same way is still another one: "relu6" begins with "relu".
            Compare the whole names, with ==.
        layer["activation"] == activation → activation.startswith(layer["activation"])
            A name that begins in the same way is still another one, whichever of the two is the
            longer. Compare the whole names, with ==.
        layer["activation"] == activation → layer["activation"][0] == activation[0]
            This compares the first letters only. "relu" and "rrelu" share theirs: compare the whole
            names, with ==.
        layer["activation"] == activation → layer["activation"].lower() == activation.lower()
            "Relu" and "relu" are two names here: capitals count. Compare the names as they are,
            with ==.
        units + layer["output_dim"] → units + 1
            This counts layers. Each layer that fits should add as many as it has units.
        return → ⇥return
            Your function stops after the first layer: return must stand after the loop, not in it.
    """,
    praise="“is” works just often enough to be trusted. To compare names or numbers, use ==.",
)


EXERCISES = (SINGLE_LAYER_FORWARD_PROPAGATION, FULL_FORWARD_PROPAGATION, RELU_UNIT, UNITS_WITH)

QUESTIONS = (
    Question(
        "forward_negative_Z",
        "02",
        "What does ReLU make of Z = -3?",
        ("3", "0", "-3", "a small number above 0"),
        2,
        "ReLU turns everything below 0 into 0, and leaves the rest as it is.",
        {
            1: "ReLU never changes a sign. That would be the absolute value.",
            3: "That would be the answer if there were no bend.",
            4: "A small number above 0 is what the sigmoid answers.",
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
            2: "Only a straight line is equally steep everywhere.",
        },
    ),
    Question(
        "forward_shape_of_b",
        "01",
        "A layer of 3 units gets 2 numbers from the layer before. What shape has its b?",
        ("(3, 1)", "(2, 1)", "(1, 3)", "(3, 2)"),
        1,
        "There is one bias for each unit, and they stand in a column.",
        {
            2: "A bias belongs to a unit, not to a number that comes in.",
            3: "That one is lying on its side.",
            4: "That is the shape of the layer's W.",
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


def _which_line_changed(biases):
    """Judge by one bias at the start, after b = b + 1, and after b += 1."""
    changed = tuple(np.diff(biases) != 0)
    return [(True, False), (False, True), (True, True), (False, False)].index(changed) + 1


def _which_are_kept(memory):
    return [("A0", "A5"), ("A0",), ("A5",)].index(tuple(k for k in ("A0", "A5") if k in memory)) + 1


PREDICTIONS = (
    Prediction(
        "forward_awake",
        "Take a pencil. How many of the two hidden units are awake for the second example, the "
        "point (3, 1)?",
        ("none", "one", "both"),
        lambda Z1: 1 + int(np.sum(Z1[:, 1] > 0)),
        "Both of its sums are above 0: they are 1.75 and 2.25.",
    ),
    Prediction(
        "forward_second_answer",
        "And what will the network answer to this second example?",
        ("less than 0.5", "exactly 0.5", "more than 0.5"),
        lambda Y_hat: 2 + int(np.sign(Y_hat - 0.5)),
        "Its Z2 is 0.25, and the sigmoid of a number above 0 is more than 0.5.",
    ),
    Prediction(
        "forward_last_shapes",
        "The last layer has one unit. What are the shapes of W5 and Y_hat?",
        LAST_SHAPES,
        lambda shapes: 1 + LAST_SHAPES.index("W5 {}, Y_hat {}".format(*shapes)),
        "Both have one row, for the one unit. W5 has a column for each input, Y_hat one for each "
        "example.",
    ),
    Prediction(
        "forward_batch",
        "How many times as fast is one pass with all 900 points as 900 passes with one point each?",
        ("about 3 times", "about 30 times", "more than 100 times"),
        lambda ratio: 1 + int(np.searchsorted([10, 100], ratio)),
        "One pass takes nearly as long with 1 point as with 900, so nearly all of its time is a "
        "fixed price. One by one, you pay this price 900 times.",
    ),
    Prediction(
        "forward_memory",
        "The forward pass keeps every array that some layer's weights were multiplied by. The "
        "article's network has five layers. Which A does it keep?",
        ("A0 to A5", "A0 to A4", "A1 to A5"),
        _which_are_kept,
        "The weights of layer 1 were multiplied by A0, and those of layer 5 by A4. A5 is Y_hat, "
        "and no layer reads it.",
    ),
    Prediction(
        "forward_flat",
        "X[:, 0] is the first example as a flat list, of shape (2,). What shape does plain NumPy "
        "give W1 @ X[:, 0] + b1?",
        FLAT_SHAPES,
        lambda shape: 1 + FLAT_SHAPES.index(str(shape)),
        "W1 @ X[:, 0] is flat, too. NumPy takes it for a row and adds it to the column b1.",
    ),
    Prediction(
        "forward_reference",
        "After the pass we write 100 into X, in place of the 1 in its corner. Which number then "
        "stands in that corner of memory's A0?",
        ("1, as it was during the pass", "100", "none: Python refuses the change"),
        lambda corner: {1: 1, 100: 2}[corner],
        "memory holds no copy of X: A0 and X are two names for one array.",
    ),
    Prediction(
        "forward_in_place",
        "b is another name for the network's b1. Which of the two lines changes the network: "
        "b = b + 1, or b += 1?",
        ("only b = b + 1", "only b += 1", "both", "neither"),
        _which_line_changed,
        "The first line makes a new array and calls it b. The second writes into the old one.",
    ),
)
