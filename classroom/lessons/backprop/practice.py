"""Practice for notebook 05: slopes for every weight, and how to check them."""

import numpy as np

import nnlib as mine  # in the notebook `my_functions()` makes it, with the learner's own
from classroom import datasets
from classroom.practice.exercise import Case
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import generator, size_words, with_names_from_a_file
from classroom.practice.slips import exercise


def my_single_layer_backward_propagation(
    dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
):
    m = A_prev.shape[1]
    backward = mine.relu_backward if activation == "relu" else mine.sigmoid_backward
    dZ = backward(dA_curr, Z_curr)
    dW_curr = dZ @ A_prev.T / m
    db_curr = dZ.sum(axis=1, keepdims=True) / m
    dA_prev = W_curr.T @ dZ
    return dA_prev, dW_curr, db_curr


def single_layer_backward_propagation_stub(
    dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
):
    m = A_prev.shape[1]
    # Back through the bend: the slope of "relu" or of "sigmoid", as activation says.
    # (In place of the next line: an if and an else, two lines each, with a dZ in both.)
    dZ = ...
    # Each weight gets dZ times what it multiplied, as a mean over the examples.
    dW_curr = ...
    # Each bias gets the mean of dZ itself.
    db_curr = dZ.sum(axis=1, keepdims=True) / m
    # What is handed on to the layer before.
    dA_prev = ...
    return dA_prev, dW_curr, db_curr


def _layer_cases():
    """By-hand layers first, then a corner, then every shape with either activation."""
    _, params_values, X, Y = datasets.by_hand()
    W1, b1, W2, b2 = (params_values[key] for key in ("W1", "b1", "W2", "b2"))
    Z1 = W1 @ X + b1
    A1, dA1 = mine.relu(Z1), np.array([[-1.0, 1.0], [0.5, -0.5]])
    dA2 = np.array([[-2.0, 2.0]])
    cases = [
        Case(
            "layer 1 of the 2-2-1 network, one example", (dA1[:, :1], W1, b1, Z1[:, :1], X[:, :1])
        ),
        Case("layer 1 of the 2-2-1 network, both examples", (dA1, W1, b1, Z1, X)),
        Case("layer 2 of the 2-2-1 network, a sigmoid", (dA2, W2, b2, np.zeros((1, 2)), A1)),
        Case("Z exactly at ReLU's corner", (np.ones((2, 1)), W1, b1, np.zeros((2, 1)), X[:, :1])),
    ]
    cases = [
        Case(case.words, (*case.args, "sigmoid" if "sigmoid" in case.words else "relu"))
        for case in cases
    ]
    cases.append(Case("layer 1 and no activation given", (dA1, W1, b1, Z1, X)))
    rng = generator(5)
    for n_out, n_in, m in ((1, 1, 1), (1, 3, 4), (3, 1, 2), (3, 3, 3), (4, 2, 7), (2, 5, 30)):
        for activation in ("relu", "sigmoid"):
            words = f"{size_words(n_out, m)}, {n_in} in, {activation}"
            shapes = (n_out, m), (n_out, n_in), (n_out, 1), (n_out, m), (n_in, m)
            cases.append(Case(words, (*(rng.randn(*shape) for shape in shapes), activation)))
    return with_names_from_a_file(cases)


def single_layer_backward_propagation_another_way(
    dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
):
    if activation == "relu":
        dZ = dA_curr * (Z_curr > 0)
    else:
        A = mine.sigmoid(Z_curr)
        dZ = dA_curr * A * (1 - A)
    return W_curr.T @ dZ, dZ @ A_prev.T / dZ.shape[1], dZ.mean(axis=1, keepdims=True)


SINGLE_LAYER_BACKWARD_PROPAGATION = exercise(
    my_single_layer_backward_propagation,
    ways=(single_layer_backward_propagation_another_way,),
    returns="dA_prev, dW_curr, db_curr",
    cases=_layer_cases,
    stub=single_layer_backward_propagation_stub,
    hints="""
        Begin with dZ. It is mine.relu_backward(dA_curr, Z_curr) or mine.sigmoid_backward(…), as
        activation says: use an if and an else. The lines below are made from dZ.

        The shapes lead the way. dW_curr has the shape of W_curr, (n_out, n_in), and you have dZ,
        (n_out, m), and A_prev, (n_in, m). Which of the two must be turned?

        You need dZ @ … / m for dW_curr, and W_curr.T @ … for dA_prev. The shapes tell you which
        two arrays are missing, and that one of them is turned.
    """,
    slips=r"""
        A_prev.T / m → A_prev.T
            dW_curr is not yet a mean: the product adds over the examples. Divide it by m.
        keepdims=True) / m → keepdims=True)
            db_curr is a sum over the examples, not yet their mean. Divide it by m.
        A_prev.T / m → A_prev.T
        keepdims=True) / m → keepdims=True)
            dW_curr and db_curr are sums over the examples. The cost is a mean, so its slopes are
            means, too: divide both by m.
        W_curr.T @ dZ → W_curr.T @ dZ / m
            You divided dA_prev by m as well. dZ and dA belong to single examples; only dW and db
            are means. Otherwise the next layer divides a second time.
        A_prev.shape[1] → A_prev.shape[0]
            You divided by the number of rows of A_prev. m counts the examples, its columns:
            A_prev.shape[1].
        A_prev.shape[1] → Z_curr.shape[0]
            You divided by the number of units, the rows of Z_curr. m counts the examples, its
            columns: Z_curr.shape[1].
        axis=1 → axis=0
            axis=0 adds down the columns: one number per example. db has one number per unit, so add
            along the rows: axis=1.
        axis=1, keepdims=True → axis=0
            db_curr has a number per example: Python's own sum, or axis=0, adds the units up. It
            needs one per unit, as a column: axis=1 and keepdims=True.
        sum(axis=1, keepdims=True) / m → mean(axis=0, keepdims=True)
            axis=0 goes down the columns: one mean per example. db has one number per unit, so take
            the mean along the rows: axis=1.
        dZ.sum → dZ.mean
            db_curr is divided by m twice. If you use mean, it has done so already: write either
            mean alone, or sum and then / m.
        A_prev.shape[1] → dA_curr.size
            dW_curr and db_curr are divided by the number of all entries of dA_curr. m counts its
            columns only: dA_curr.shape[1].
        axis=1, keepdims=True → axis=1
            The numbers of db_curr are right, but it has lost an axis: (n,) instead of (n, 1).
            keepdims=True keeps it a column.
        sum(axis=1, keepdims=True) → sum()
            You added up all of dZ. Every unit has its own bias: add along each row only, with
            axis=1 and keepdims=True.
        sum(axis=1, keepdims=True) / m → mean()
            That is the mean over all of dZ. Every unit has its own bias: take the mean along each
            row, with axis=1 and keepdims=True.
        dZ.sum(axis=1, keepdims=True) / m → dZ
            db_curr is still one number for every unit and example. Take the mean over the examples.
        A_prev.T → A_prev
            A_prev has to be turned: dZ (n_out, m) @ A_prev.T (m, n_in). With a square A_prev Python
            would not even complain.
        W_curr.T → W_curr
            W_curr has to be turned: on the way back, W_curr.T collects what comes out of one unit.
            With a square W_curr Python would not even complain.
        W_curr.T @ dZ → dZ.T @ W_curr
            That is dA_prev on its side. With examples in the columns it is W_curr.T @ dZ.
        A_prev.T → Z_curr.T
            You multiplied by Z_curr. A weight's slope is dZ times what the weight multiplies:
            A_prev.
        dZ @ A_prev.T → dA_curr @ A_prev.T
            dW_curr is made from dA_curr. Like db_curr it has to be made from dZ, where the slope of
            the activation is already in it.
        backward(dA_curr, Z_curr) → dA_curr
            dA_curr is not dZ yet: the slope of the activation is missing. mine.relu_backward and
            mine.sigmoid_backward multiply it in.
        W_curr.T @ dZ → W_curr.T @ dA_curr
            You passed dA_curr back. It has to go through the activation's slope first: W_curr.T @
            dZ.
        backward(dA_curr, Z_curr) → backward(dA_curr, A_prev)
            The activation's slope has to be taken where this layer's units stand: at Z_curr, not at
            A_prev.
        backward(dA_curr, Z_curr) → backward(Z_curr, dA_curr)
            The arguments are in the wrong order: it is relu_backward(dA, Z), first dA, then Z.
        mine.relu_backward → mine.relu
        mine.sigmoid_backward → mine.sigmoid
        backward(dA_curr, Z_curr) → backward(Z_curr)
            For dZ you took the activation itself. Backwards you need relu_backward or
            sigmoid_backward.
        dZ = → dZ = dA_curr * mine.relu(Z_curr) if activation == "relu" else
            The sigmoid is right. With ReLU, dA_curr is multiplied by ReLU itself instead of its
            slope, which is 1 or 0: mine.relu_backward.
        Z_curr) → Z_curr) if activation == "relu" else dA_curr * mine.sigmoid(Z_curr)
            ReLU is right. With the sigmoid, dA_curr is multiplied by the sigmoid itself instead of
            its slope: mine.sigmoid_backward.
        mine.relu_backward → mine.relu
        mine.sigmoid_backward → mine.sigmoid
        backward(dA_curr, Z_curr) → dA_curr * backward(Z_curr)
            dA_curr is multiplied by the activation itself instead of its slope: use
            mine.relu_backward and mine.sigmoid_backward.
        Z_curr) → Z_curr) if activation == "relu" else dA_curr * Z_curr * (1 - Z_curr)
            ReLU is right. The sigmoid's slope is A (1 - A), where A is the sigmoid of Z. Here it is
            Z (1 - Z).
        backward(dA_curr, Z_curr) → dA_curr * backward(dA_curr, Z_curr)
            dA_curr is multiplied in twice: mine.relu_backward(dA_curr, Z_curr) and
            mine.sigmoid_backward(…) do it already, and what they return is dZ.
        dZ = → dZ = dA_curr * backward(dA_curr, Z_curr) if activation == "relu" else
            The sigmoid is right. With ReLU, dA_curr is multiplied in twice:
            mine.relu_backward(dA_curr, Z_curr) does it already, and what it returns is dZ.
        Z_curr) → Z_curr) if activation == "relu" else dA_curr * backward(dA_curr, Z_curr)
            ReLU is right. With the sigmoid, dA_curr is multiplied in twice:
            mine.sigmoid_backward(dA_curr, Z_curr) does it already, and what it returns is dZ.
        backward(dA_curr, Z_curr) → dA_curr + backward(dA_curr, Z_curr)
            You added dA_curr to dZ. mine.relu_backward(dA_curr, Z_curr) and
            mine.sigmoid_backward(…) multiply it in already, and what they return is dZ.
        backward(dA_curr, Z_curr) → backward(np.ones_like(Z_curr), Z_curr)
            dZ is the slope of the activation alone. What comes from the layer after, dA_curr, has
            to be multiplied in.
        activation == "relu" → activation is str("relu")
            Names are compared with ==. The word “is” asks whether both are one and the same thing
            in memory, and two equal texts need not be.
        activation == "relu" → activation is not str("sigmoid")
            Your “is” misses names that were read from a file: it asks for the same thing in memory.
            For the same letters, use ==.
        mine.sigmoid_backward → mine.relu_backward
            This is right for ReLU. But with activation "sigmoid" it has to be the sigmoid's slope.
        mine.relu_backward → mine.sigmoid_backward
            This is right for the sigmoid. But with activation "relu" it has to be ReLU's slope.
        dZ = → dZ = np.where(Z_curr >= 0, dA_curr, 0) if activation == "relu" else
            Only the corner is off: where Z is exactly 0 the course takes ReLU's slope as 0.
            mine.relu_backward does.
        m = A_prev.shape[1] → if activation == "relu": dA_curr[Z_curr <= 0] = 0
        dZ = → m = A_prev.shape[1]; dZ =
            The results are right, but dA_curr itself was changed. Make a new array, as
            mine.relu_backward does.
        dW_curr, db_curr, dA_prev
            All three are right, but in another order. The task asks for dA_prev, dW_curr, db_curr.
        dA_prev, db_curr, dW_curr
            All three are right, but the last two have changed places. The task asks for dA_prev,
            dW_curr, db_curr.
        activation="relu" → activation="sigmoid"
            All is right where an activation is given. Where none is given, it should be ReLU, as in
            the first line of the cell: activation="relu".
        activation="relu" → activation
            All is right where an activation is given. But it may be left out as well: keep
            activation="relu" in the first line, as the cell had it.
        dW_curr, db_curr
            dA_prev is missing: the layer before needs it. Return dA_prev, dW_curr, db_curr.
        dZ.sum(axis=1, keepdims=True) / m → dW_curr.sum(axis=1, keepdims=True)
            db_curr is made from dW_curr, added up. It has to be made from dZ: a bias meets no
            A_prev.
        dZ.sum(axis=1, keepdims=True) / m → b_curr
            db_curr is b_curr itself. Its slope is the mean of dZ along each row.
        dZ @ A_prev.T / m → W_curr
            dW_curr is W_curr itself. Its slope is made from dZ and A_prev.
    """,
    praise="With these four lines, any layer of any network can tell each weight its share.",
    rtol=1e-4,
)


def my_full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture):
    grads_values = {}
    L, m = len(nn_architecture), Y.shape[1]
    dZ = Y_hat - Y
    grads_values[f"dW{L}"] = dZ @ memory[f"A{L - 1}"].T / m
    grads_values[f"db{L}"] = dZ.sum(axis=1, keepdims=True) / m
    dA = params_values[f"W{L}"].T @ dZ
    for l in range(L - 1, 0, -1):
        dA, dW, db = my_single_layer_backward_propagation(
            dA,
            params_values[f"W{l}"],
            params_values[f"b{l}"],
            memory[f"Z{l}"],
            memory[f"A{l - 1}"],
            nn_architecture[l - 1]["activation"],
        )
        grads_values[f"dW{l}"], grads_values[f"db{l}"] = dW, db
    return grads_values


def _network_case(words, net, params_values, X, Y):
    Y_hat, memory = mine.full_forward_propagation(X, params_values, net)
    return Case(words, (Y_hat, Y, memory, params_values, net))


def _network_cases():
    """Networks that have been run forwards: the one by hand first, then deeper ones."""
    net, params_values, X, Y = datasets.by_hand()
    cases = [
        _network_case("the 2-2-1 network and one example", net, params_values, X[:, :1], Y[:, :1]),
        _network_case("the 2-2-1 network and both examples", net, params_values, X, Y),
    ]
    rng = generator(5)
    for sizes, bends, m in (
        ((2, 1), "", 5),
        ((3, 2, 1), "s", 1),
        ((2, 4, 3, 1), "rr", 7),
        ((3, 3, 3, 3, 1), "rsr", 3),
        ((2, 5, 4, 3, 1), "srs", 30),
    ):
        names = [{"r": "relu", "s": "sigmoid"}[bend] for bend in bends] + ["sigmoid"]
        net = [
            {"input_dim": n_in, "output_dim": n_out, "activation": name}
            for n_in, n_out, name in zip(sizes, sizes[1:], names, strict=False)
        ]
        params_values = {}
        for l, layer in enumerate(net, start=1):
            params_values[f"W{l}"] = rng.randn(layer["output_dim"], layer["input_dim"])
            params_values[f"b{l}"] = rng.randn(layer["output_dim"], 1)
        X, Y = rng.randn(sizes[0], m), rng.randint(0, 2, (1, m)).astype(float)
        words = f"a {'-'.join(map(str, sizes))} network and {m} example{'s' if m > 1 else ''}"
        cases.append(_network_case(words, net, params_values, X, Y))
    return [*with_names_from_a_file(cases), _sure_case()]


def _sure_case():
    """Return a case in which predictions are exactly 0 and 1: two of them right, two wrong.

    Only Y_hat - Y comes through: the cost's slope divides by 0 there, and the sigmoid's is 0.
    """
    net, params_values, _, _ = datasets.by_hand()
    sure = {**params_values, "W2": np.array([[4000.0, -4000.0]])}
    X = np.array([[1.0, 2.0, 0.0, 1.0], [2.0, 0.5, 1.0, 0.0]])
    Y = np.array([[1.0, 0.0, 0.0, 1.0]])
    return _network_case("predictions of exactly 0 and 1, half of them wrong", net, sure, X, Y)


FULL_BACKWARD_PROPAGATION = exercise(
    my_full_backward_propagation,
    returns="grads_values",
    cases=_network_cases,
    hints="""
        Begin with an empty dict. The last layer is number L = len(nn_architecture), and its dZ is
        Y_hat - Y. Then come three lines as in exercise 1, with memory's f"A{L - 1}" as A_prev.
        Its dA_prev is the first dA.

        The loop goes from L - 1 down to 1. Layer l needs dA from the layer after it, its own W, b
        and Z, the A of the layer before, and its nn_architecture[l - 1]["activation"].

        In the loop: dA, dW, db = my_single_layer_backward_propagation(dA, …). The new dA takes the
        place of the old one. Then store dW as grads_values[f"dW{l}"], and db likewise.
    """,
    slips=r"""
        Y_hat - Y → Y - Y_hat
            dZ starts the wrong way round. It is prediction minus truth, Y_hat - Y. With this sign
            every slope is turned, and training would climb.
        dA = params_values[f"W{L}"].T @ dZ → dA = dZ
        range(L - 1, → range(L,
            Y_hat - Y is the last layer's dZ, not its dA: the sigmoid's slope is already in it. You
            multiplied by it once more.
        Y_hat - Y → (Y_hat - Y) / m
            1/m came in twice, at the start and again in dW and db. dZ belongs to single examples:
            only dW and db are divided by m.
        A{L - 1}"].T / m → A{L - 1}"].T
        keepdims=True) / m → keepdims=True)
            In the last layer 1/m is missing. Its dW and db are means, too, and not sums.
        dZ = Y_hat - Y → Y_hat -= Y; dZ = Y_hat
            The gradients are right, but Y_hat was changed on the way: -= writes into the caller's
            array. Make a new one: dZ = Y_hat - Y.
        range(L - 1, 0, → range(L - 1, 1,
            The first layer is forgotten: range stops *before* its second number. With 0 there, the
            last l is 1.
        grads_values[f"dW{l}"], grads_values[f"db{l}"] = dW, db → pass
            Only the last layer's gradients are in the dict. In the loop, store dW and db of every
            earlier layer as well.
        range(L - 1, 0, -1) → range(1, L)
            The loop runs forwards. A layer's dA comes from the layer after it, so walk from L - 1
            back to 1.
        {L}"] = → {L - 1}"] =
        dW{l} → dW{l - 1}
        db{l} → db{l - 1}
            The numbers in the keys are one too low: the layers count from 1, and dW1 belongs to W1.
        f"d → f"
            The keys need a d in front: W1 is the weight, dW1 its slope.
        nn_architecture[l - 1]["activation"] → "relu"
            Every hidden layer was treated as ReLU. Pass the layer's own activation on,
            nn_architecture[l - 1]["activation"].
        nn_architecture[l - 1]["activation"] → nn_architecture[l - 1]
            Every hidden layer was treated as a sigmoid. Pass on the name of its activation,
            nn_architecture[l - 1]["activation"], not the whole dict.
        nn_architecture[l - 1] → nn_architecture[l]
            You took the activation of the layer after. The list counts from 0 and the layers from
            1: layer l is nn_architecture[l - 1].
        A{l - 1} → A{l}
            In the loop A_prev is what layer l has read, f"A{l - 1}". You took what it gives.
        Z{l} → A{l}
            The activation's slope has to be taken at Z, memory[f"Z{l}"]. At A it comes out right
            for ReLU only.
        A{L - 1} → A{L}
            The last layer's A is Y_hat, and memory has no such key. Its A_prev is what it has read:
            f"A{L - 1}".
        params_values[f"W{L}"].T @ dZ → dZ
            With one layer all is right, but with more of them the shapes do not fit. Print them: dA
            of layer l has the shape of A{l}. Does dZ go back through the last weights, turned?
        params_values[f"W{L}"].T @ dZ → np.repeat(dZ, len(memory[f"A{L - 1}"]), axis=0)
            The last layer is right, but it hands the same on to every unit before it. Each unit
            gets its share of dZ through its own weight: which matrix is missing?
        dA, dW, db = → _, dW, db =
            Every layer got the same dA. Each of them has to hand on its dA_prev, which is the dA of
            the next layer on the walk.
        dA, dW, db = → dA, db, dW =
            In the loop dW and db have changed places: the function returns dA_prev, dW, db.
        dA, dW, db = → dW, db, dA =
            The three results came in another order than you unpacked them: first dA_prev, then dW,
            then db.
        params_values[f"W{L}"].T → (params_values[f"W{L}"] - 0.1 * grads_values[f"dW{L}"]).T
            dA goes back through a W that has already moved. Leave params_values as they are:
            the step comes after the whole walk.
        params_values[f"W{L}"].T @ dZ → params_values[f"W{L}"].T @ dZ / m
            The first dA was divided by m, so 1/m comes in twice. dZ and dA belong to single
            examples: only dW and db are divided.
        A{L - 1}"].T / m → A{L - 1}"].T / m / m
            In the last layer dW is divided by m twice. Once is enough: a mean over the
            examples.
    """,
    praise="Every slope of a network in one walk. That is backpropagation, and it is yours.",
    rtol=1e-4,
)


def my_last_layer_dZ(Y_hat, Y):
    return Y_hat - Y


def last_layer_dZ_stub(Y_hat, Y):
    p = Y_hat.clip(1e-15, 1 - 1e-15)  # never divide by 0
    dA = (1 - Y) / (1 - p) - Y / p
    return dA * Y_hat * (1 - Y_hat)


def _last_layer_cases():
    rng = generator(5)
    return [
        Case("Y_hat = 0.5 and 0.75", (np.array([[0.5, 0.75]]), np.array([[1.0, 0.0]]))),
        Case("Y_hat = 0.9 and 0.2", (np.array([[0.9, 0.2]]), np.array([[1.0, 1.0]]))),
        Case("a prediction surely right", (np.array([[1.0, 0.0]]), np.array([[1.0, 0.0]]))),
        Case("a prediction surely wrong", (np.array([[1.0]]), np.array([[0.0]]))),
        Case("a prediction surely wrong, label 1", (np.array([[0.0]]), np.array([[1.0]]))),
        Case("30 examples", (rng.rand(1, 30), rng.randint(0, 2, (1, 30)).astype(float))),
    ]


LAST_LAYER_DZ = exercise(
    my_last_layer_dZ,
    returns="dZ",
    cases=_last_layer_cases,
    stub=last_layer_dZ_stub,
    hints="""
        Try Y_hat = 1 and Y = 0, which is surely wrong. What should dZ be, and what comes out? Then
        try Y_hat = 1e-17 and Y = 1.

        The guard keeps dA finite, though huge. But then it is multiplied by the sigmoid's slope
        Y_hat (1 - Y_hat), and what is that at Y_hat = 1?

        Look at the section on the last factor. The division puts in exactly what the slope takes
        out again. What is left needs no guard.
    """,
    slips=r"""
        ((1 - Y) / (1 - Y_hat) - Y / Y_hat) * Y_hat * (1 - Y_hat)
            Without the guard the sure predictions become nan. The guard is not the fault: it hides
            one. Can you do without dividing at all?
        np.nan_to_num(((1 - Y) / (1 - Y_hat) - Y / Y_hat) * Y_hat * (1 - Y_hat))
            There is no nan any more, but the surest mistakes get 0 and so no push at all. However
            well dA is guarded, the slope is exactly 0 there. Can you do without dividing?
        return Y_hat - Y → p = Y_hat.clip(1e-15, 1 - 1e-15); return (1 - Y) / (1 - p) - Y / p
            That is dA, the slope against Y_hat. For dZ the second factor is missing, the sigmoid's
            slope. Multiply on paper first: what is left?
        Y - Y_hat
            There is no division any more, well done. Only the sign is wrong: it is prediction minus
            truth.
        (Y_hat - Y) / Y.shape[1]
            There is no division by 0 any more. But dZ belongs to single examples: 1/m comes later,
            in dW and db.
        return Y_hat - Y → Y_hat -= Y; return Y_hat
            The numbers are right, but Y_hat itself was changed: -= writes into the caller's array.
        (Y_hat - Y) * Y_hat * (1 - Y_hat)
            The sigmoid's slope came in twice: Y_hat - Y already holds it, multiplied in and
            cancelled.
        (Y_hat - Y) ** 2
            That is the squared error. dZ is the plain difference: it needs its sign.
        np.abs(Y_hat - Y)
            Without its sign dZ no longer says whether Z should rise or fall.
        Y_hat * (1 - Y_hat)
            That is the sigmoid's slope alone, without a word about Y. What is left after
            multiplying is the difference of the two.
    """,
    praise="With the guard, wrong answers within 1e-15 of 0 or 1 lost their push. Cancelled on "
    "paper, dZ needs no guard.",
    rtol=1e-3,  # a wider guard at both places does no harm
)


def my_slope_by_difference(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


def _square(x):
    return x**2


def _cube(x):
    return x**3


def _rising_line(x):
    return 5 * x - 2


def _falling_line(x):
    return -3 * x


def _relu(x):
    return max(0.0, x)


def _cost_of_one(Z):
    return np.log(1 + np.exp(-Z))  # -log(sigmoid(Z)), of an example with label 1


def _slope_cases():
    return [
        Case("f(x) = x², x = 3 and h = 1", (_square, 3.0, 1.0)),
        Case("f(x) = x³, x = 1 and h = 1", (_cube, 1.0, 1.0)),
        Case("the straight line f(x) = 5x - 2", (_rising_line, 4.0, 0.25)),
        Case("a falling line, f(x) = -3x", (_falling_line, -1.0, 0.5)),
        Case("ReLU, exactly at its corner", (_relu, 0.0, 0.5)),
        Case("f(x) = e^x", (np.exp, 0.5, 0.01)),
        Case("the cost of one example against Z", (_cost_of_one, 0.0, 0.001)),
    ]


def slope_by_difference_another_way(f, x, h):
    return (f(x + h) - f(x - h)) / h / 2


SLOPE_BY_DIFFERENCE = exercise(
    my_slope_by_difference,
    ways=(slope_by_difference_another_way,),
    returns="slope",
    cases=_slope_cases,
    hints="""
        A slope is rise divided by run. From x - h to x + h, how long is the run?

        f is a function, so f(x + h) is its value a step to the right. The rise is the value on the
        right minus the value on the left.

        The line is return (f(x + h) - …) / (…). It has two pairs of brackets, one around the rise
        and one around the run.
    """,
    slips=r"""
        (f(x + h) - f(x)) / h
            You went one step to the right only. Go to both sides, from x - h to x + h: then a
            smooth curve's bend mostly cancels.
        (f(x) - f(x - h)) / h
            You went one step to the left only. Go to both sides, from x - h to x + h: then a smooth
            curve's bend mostly cancels.
        (2 * h) → h
            The run from x - h to x + h is 2h long, not h: so every slope comes out twice as steep.
        (f(x + h) - f(x - h)) / 2 * h
            The brackets are missing. Python works from left to right, so / 2 * h divides by 2 and
            then multiplies by h. Write / (2 * h).
        f(x + h) - f(x - h) / (2 * h)
            Python divides before it subtracts, so only f(x - h) is divided. Put the whole rise in
            brackets.
        f(x + h) - f(x - h) / 2 * h
            Two pairs of brackets are missing. As it stands, only f(x - h) is divided by 2 and then
            multiplied by h. Put one pair around the rise and one around the run.
        f(x + h) - f(x - h) / h
            Python divides before it subtracts, so only f(x - h) is divided: put the rise in
            brackets. And from x - h to x + h the run is longer than h.
        f(x + h) - f(x) / h
            Python divides before it subtracts, so only f(x) is divided: put the rise in brackets.
            And go to both sides, from x - h to x + h.
        (f(x + h) - f(x)) / (2 * h)
            Rise and run do not fit together: the rise is that from x to x + h, the run that from x
            - h to x + h.
        (2 * h) → 2
            That is half the rise. A slope is rise divided by run, and how long the run from x - h
            to x + h is depends on h.
        (f(x - h) - f(x + h)) / (2 * h)
            Left minus right turns the sign, so that what rises seems to fall. Take right minus
            left.
        f(x + h) - f(x - h)
            That is the rise alone. Divide it by the run, 2h.
        ((f(x) + h) - (f(x) - h)) / (2 * h)
            You nudged the result of f. The nudge belongs inside the brackets: f(x + h).
        (f(x + 1e-5) - f(x - 1e-5)) / 2e-5
            A good step, but here the caller chooses it: use the argument h.
    """,
    praise="Two calls of f are enough, and no calculus: you can check any slope you ever meet.",
)


EXERCISES = (
    SINGLE_LAYER_BACKWARD_PROPAGATION,
    FULL_BACKWARD_PROPAGATION,
    LAST_LAYER_DZ,
    SLOPE_BY_DIFFERENCE,
)

QUESTIONS = (
    Question(
        "backprop_cost_of_half",
        "04",
        "A network answers 0.5 to everything. What does it cost?",
        ("0.5", "0.25", "0.693, which is ln 2", "it depends on the labels"),
        3,
        "Each example costs -log 0.5 = ln 2, whatever its label; so does their mean.",
        {
            1: "That is how far each answer is from its label. The cost asks for the surprise.",
            2: "That is the squared error. The cost asks for the surprise.",
            4: "How much probability did label 1 get, and how much label 0?",
        },
    ),
    Question(
        "backprop_shape_of_Z",
        "03",
        "A layer of 25 units reads 2 features of 40 examples. What is the shape of its Z?",
        ("(25, 40)", "(40, 25)", "(25, 2)"),
        1,
        "W (25, 2) @ A_prev (2, 40): one row per unit, one column per example.",
        {
            2: "In this course the examples stand side by side, not one below the other.",
            3: "That is the shape of W. Z has something for every example.",
        },
    ),
    Question(
        "backprop_steepest_sigmoid",
        "02",
        "How steep is the sigmoid where it is steepest?",
        ("1, like ReLU", "0.25", "0.5"),
        2,
        "The slope is A (1 - A). It is at most 1/4, where A is 0.5.",
        {
            1: "The sigmoid rises more gently than ReLU: try A (1 - A) with some A.",
            3: "That is its height there, not its slope.",
        },
    ),
)


def _judge_nudges(errors):
    """Judge {nudge: error}: does the error shrink all the way, to exactly 0, or grow again?"""
    last = errors[min(errors)]
    smallest = min(errors.values())
    return 2 if last == 0 else 1 if last == smallest else 3


def _judge_missing_m(times):
    """Judge by how many times dW3, dW2 and dW1 are too large."""
    guesses = (40, 40, 40), (40, 1600, 64000), (40, 1, 1)
    return 1 + [np.allclose(times, guess) for guess in guesses].index(True)


PREDICTIONS = (
    Prediction(
        "backprop_nudge_asleep",
        "Now nudge W1[1, 0] up by 0.01. It leads to the second hidden unit. What does the cost do?",
        ("it falls", "nothing at all", "it rises"),
        lambda change: 2 + int(np.sign(change)),
        "Z1[1] goes from -0.75 to -0.74. The unit is still asleep, so the push stops at its bend.",
    ),
    Prediction(
        "backprop_last_factor",
        "Compare Y, Y_hat and the slope in each of the three lines. In a fourth place Z is 3 and Y "
        "is 0, and Y_hat is 0.953. What is the slope there?",
        ("−0.047", "0.047", "0.953"),
        lambda slope: (
            1 + int(np.argmin([abs(slope - choice) for choice in (-0.047, 0.047, 0.953)]))
        ),
        "In every line the slope is Y_hat - Y.",
    ),
    Prediction(
        "backprop_missing_m",
        "The walk divides by 1 instead of 40, in every layer. How many times too large do the "
        "slopes become?",
        (
            "40 times in every layer",
            "40 times in layer 3, 1,600 times in layer 2, 64,000 times in layer 1",
            "40 times in layer 3, and the other layers stay right",
        ),
        _judge_missing_m,
        "Only dW and db are divided by m. dZ and dA, which walk on, are not, so the factor does "
        "not grow on the way.",
    ),
    Prediction(
        "backprop_wrong_mask",
        "With A >= 0 every unit counts as awake, because ReLU's answers are never below 0. In "
        "which layers will the slopes be wrong?",
        ("only layer 3, where the walk starts", "layers 1 and 2", "all three"),
        lambda rows: (
            1
            + [{"3"}, {"1", "2"}, {"1", "2", "3"}].index(
                {key[-1] for key, (verdict, _) in rows.items() if verdict == "wrong"}
            )
        ),
        "Layer 3 is done before the mask is used for the first time. After that, every layer is "
        "spoiled.",
    ),
    Prediction(
        "backprop_fading",
        "A network has six hidden layers of sigmoids, and a sigmoid's slope is at most a quarter. "
        "How many times smaller is dZ in layer 1 than in layer 7, typically?",
        ("about 24 times", "about 4,000 times", "clearly more than 4,000 times"),
        lambda times: 3 if times > 8000 else 2 if times > 300 else 1,
        "Multiplying by a quarter six times already makes dZ 4,096 times smaller, and at the start "
        "the weights shrink it as well.",
    ),
    Prediction(
        "backprop_best_nudge",
        "We make the nudge shorter and shorter: h = 1, 0.1, 0.01, … down to 0.000000000001. What "
        "does the largest difference between the measured slopes and backprop's do?",
        (
            "it shrinks all the way",
            "it shrinks to exactly 0, and stays there",
            "it shrinks, and then it grows again",
        ),
        _judge_nudges,
        "Two errors pull in opposite directions, so a long nudge and a tiny one both measure "
        "badly.",
    ),
)
