"""Practice for notebook 02: the bends and their slopes."""

import numpy as np

from classroom import datasets
from classroom.practice.exercise import Case
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import generator, matrix_cases
from classroom.practice.slips import exercise


def my_sigmoid(Z):
    below = 1 + np.exp(-Z)
    return 1 / below


def sigmoid_stub(Z):
    # What stands below the line of the fraction, for every entry of Z:
    below = ...
    return 1 / below


SIGMOID_CASES = (
    Case("two easy numbers", (np.array([[0.0, 2.0]]),)),
    Case("numbers far from 0", (np.array([[-40.0, 40.0, -300.0]]),)),
)


def sigmoid_another_way(Z):
    return np.exp(Z) / (1 + np.exp(Z))


SIGMOID = exercise(
    my_sigmoid,
    ways=(sigmoid_another_way,),
    returns="A",
    cases=lambda: matrix_cases(first=SIGMOID_CASES),
    stub=sigmoid_stub,
    hints="""
        The formula is 1 / (1 + e^(-Z)). NumPy's e^… is np.exp(…).

        np.exp works on every entry of an array, and so do 1 + … and 1 / …: no loop.

        below = 1 + np.exp(…): what goes into exp, and with which sign?
    """,
    slips=r"""
        1 / (1 + np.exp(Z))
            Large Z give answers near 0 here, but they should be near 1. Compare with
            1 / (1 + e^(-Z)): what is on top, and which sign is in exp?
        1 / 1 + np.exp(-Z)
            What comes out is 1 + e^(-Z), which belongs below the line of the fraction. The gap
            holds that alone, since the line with return divides 1 by it. In one line, write
            1 / (1 + …), with the brackets.
        1 / np.exp(Z)
            This is 1 / e^Z. Below the line stands a sum, and the sign in exp is a minus:
            1 + e^(-Z).
        1 / np.exp(-Z)
            This is 1 / e^(-Z). Below the line stands a sum, 1 + e^(-Z).
        np.exp(Z) / (1 + np.exp(-Z))
            With e^(-Z) below, a 1 belongs on top. With e^Z on top, the sum below would have to be
            1 + e^Z.
        1 / (1 - np.exp(-Z))
            There has to be a sum below, 1 + e^(-Z). Your difference is 0 at Z = 0.
        my_sigmoid(Z) * (1 - my_sigmoid(Z))
            That is the sigmoid's slope, A (1 - A). The exercise asks for the sigmoid itself.
        np.tanh(Z)
            That is tanh, the sigmoid's cousin: it runs from -1 to 1. The sigmoid runs from 0 to 1,
            so that it can stand for a probability.
        np.exp(Z) / np.sum(np.exp(Z))
            That is the softmax: each entry is divided by the sum of all, so that together they
            make 1. The sigmoid looks at every entry alone.
        np.exp(Z) / np.sum(np.exp(Z), axis=0)
            That is the softmax of each column: its entries together make 1. The sigmoid looks
            at every entry alone.
        np.where(Z > 0, 1.0, 0.0)
            That is a step: 0 or 1, and nothing in between. The sigmoid rises smoothly from 0 to
            1.
        np.maximum(Z, 0)
            That is ReLU. The sigmoid is 1 / (1 + e^(-Z)), and runs from 0 to 1.
        Z / (1 + np.abs(Z))
            That is the softsign, which runs from -1 to 1. The sigmoid is 1 / (1 + e^(-Z)).
        1 / (1 + np.e * -Z)
            np.e * -Z is e times -Z. Write e to the power of -Z as np.exp(-Z).
    """,
    praise="It turns any Z into a number that can stand for a probability.",
)


def my_relu(Z):
    return np.maximum(Z, 0)


RELU_CASES = (
    Case("three easy numbers", (np.array([[-1.0, 0.0, 3.0]]),)),
    Case("large numbers", (np.array([[-300.0, 40.0, 1000.0]]),)),
)


def relu_another_way(Z):
    return Z * (Z > 0)


def relu_a_third_way(Z):
    return np.where(Z > 0, Z, 0)


RELU = exercise(
    my_relu,
    ways=(
        relu_another_way,
        relu_a_third_way,
    ),
    returns="A",
    cases=lambda: matrix_cases(first=RELU_CASES),
    hints="""
        Keep what is positive and make the rest 0. That is the larger one of Z and 0.

        np.max finds the largest entry of a whole array, but np.maximum compares entry by entry.

        return np.maximum(…, …)
    """,
    slips=r"""
        np.minimum(Z, 0)
            This keeps the negative part. ReLU keeps the positive one: the larger of Z and 0.
        np.maximum(Z, 0).max(axis=1, keepdims=True)
            This takes one largest value for each row. ReLU looks at every entry alone:
            np.maximum(Z, 0), not Z.max(…).
        np.max(Z, 0)
            This takes the largest of each column: in np.max, 0 names an axis. np.maximum(Z, 0)
            compares entry by entry.
        np.max(Z)
            np.max gives the one largest entry of the array. np.maximum(Z, 0) compares every entry
            with 0.
        np.abs(Z)
            This turns negative numbers around. ReLU flattens them to 0.
        np.where(Z > 0, 1.0, 0.0)
            That is ReLU's slope. ReLU itself passes on Z where Z is positive, not 1.
        Z[Z > 0]
            This throws the negative entries away, and with them the shape. They have to become 0
            and stay in their places.
        return np.maximum(Z, 0) → Z[Z < 0] = 0; return Z
            The numbers are right, but Z itself was changed, and the backward pass still needs it.
            Make a new array: np.maximum(Z, 0).
        np.log1p(np.exp(Z))
            That is the softplus, a smooth curve near ReLU. ReLU has a corner: 0 for what is
            below 0, and from there on the straight line Z.
        np.where(Z > 0, Z, 0.01 * Z)
            That is a leaky ReLU: 0.01 of what is below 0 gets through. ReLU makes it exactly 0.
        np.where(Z > 0, Z, 0.1 * Z)
            That is a leaky ReLU: a tenth of what is below 0 gets through. ReLU makes it exactly
            0.
        np.where(Z > 0, Z, np.exp(Z) - 1)
            That is the ELU, which is curved below 0. ReLU makes what is below 0 exactly 0.
        np.where(Z > 1, Z, 0)
            What lies between 0 and 1 is lost. The corner is at 0, and everything above 0 passes.
        1 / (1 + np.exp(-Z))
            That is the sigmoid. ReLU is the larger of Z and 0.
        np.where(Z > 0, Z, 1)
            What is not above 0 became 1. ReLU makes it 0.
    """,
    praise="This bend is all that keeps layers from melting into one.",
)


def my_sigmoid_backward(dA, Z):
    A = my_sigmoid(Z)
    return dA * A * (1 - A)


SLOPE_CASES = (
    Case("two easy numbers", (np.array([[1.0, -2.0]]), np.array([[0.0, 2.0]]))),
    Case("numbers far from 0", (np.array([[1.0, -2.0]]), np.array([[-40.0, 40.0]]))),
)


def sigmoid_backward_another_way(dA, Z):
    return dA * np.exp(-Z) / (1 + np.exp(-Z)) ** 2


SIGMOID_BACKWARD = exercise(
    my_sigmoid_backward,
    ways=(sigmoid_backward_another_way,),
    returns="dZ",
    cases=lambda: matrix_cases(2, first=SLOPE_CASES),
    hints="""
        Slopes multiply, so dZ is dA times the sigmoid's slope at Z.

        With A = sigmoid(Z), the slope is A * (1 - A).

        Write two lines: first A = my_sigmoid(Z), then return dA * … * (…).
    """,
    slips=r"""
        dA * Z * (1 - Z)
            The slope is A (1 - A) with A = sigmoid(Z). Here Z itself is in the place of A.
        A * (1 - A)
            That is the slope alone. Slopes multiply: dZ is dA times it.
        dA * A
            This is dA times A, the height of the curve. Its slope is A (1 - A).
        dA * (1 - A)
            One factor of the slope is missing: it is A (1 - A).
        dA * A - A
            This is dA A - A. Brackets are missing, because (1 - A) is one factor.
        dA + A * (1 - A)
            You added. Slopes multiply: if A changes g' times as fast as Z, and the cost dA times as
            fast as A, the cost changes dA times g' as fast as Z.
        my_sigmoid(Z) → my_sigmoid(dA)
            You took the slope at dA. It has to be taken where the unit stands: at Z.
        dA * (1 - A**2)
            1 - A² is the slope of tanh. The sigmoid's is A (1 - A).
        dA * A**2
            That is dA times A². One of the two factors is 1 - A: the slope is A (1 - A).
        dA * A * (1 + A)
            The second factor is 1 - A, with a minus: the slope is A (1 - A).
        dA / (A * (1 - A))
            You divided by the slope. Slopes multiply: dZ is dA times A (1 - A).
        dA * my_sigmoid(A) * (1 - my_sigmoid(A))
            The sigmoid was taken twice: the slope is A (1 - A) with A = my_sigmoid(Z), taken
            once.
        np.where(Z > 0, dA, 0)
            That is the way back through ReLU. The sigmoid's slope is A (1 - A).
    """,
    praise="At most a quarter of dA gets through. Notebook 05 shows what follows from that.",
)


def my_relu_backward(dA, Z):
    return np.where(Z > 0, dA, 0)


def relu_backward_in_place_stub(dA, Z):
    dZ = dA
    dZ[Z <= 0] = 0
    return dZ


CORNER_CASES = (
    Case("three easy numbers", (np.array([[5.0, 6.0, 7.0]]), np.array([[-1.0, 2.0, 3.0]]))),
    Case("Z exactly at the corner", (np.array([[5.0]]), np.array([[0.0]]))),
    Case("negative dA", (np.array([[-5.0, -6.0]]), np.array([[-1.0, 2.0]]))),
)


def relu_backward_another_way(dA, Z):
    return dA * (Z > 0)


RELU_BACKWARD = exercise(
    my_relu_backward,
    ways=(relu_backward_another_way,),
    returns="dZ",
    cases=lambda: matrix_cases(2, first=CORNER_CASES),
    hints="""
        The slope is 1 where Z is positive and 0 elsewhere; dZ is dA times that slope.

        The condition is Z > 0. What passes where it holds, and what is left elsewhere?

        return np.where(Z > 0, …, …)
    """,
    slips=r"""
        Z > 0 → Z >= 0
            At the corner, Z = 0, the course takes the slope as 0: let dA pass only where Z > 0, not
            where Z >= 0.
        np.where(Z > 0, 1.0, 0.0)
            That is the slope alone, 1 or 0. Multiply it by dA: slopes multiply.
        np.where(dA > 0, dA, 0)
            You looked at the sign of dA. The switch is Z: dA passes where Z was positive.
        np.maximum(Z, 0)
            That is ReLU itself, which goes forwards. On the way back, dA passes where Z is
            positive.
        dA * np.maximum(Z, 0)
            You multiplied dA by ReLU's height. Its slope is 1 where Z is positive, however large Z
            is.
        np.where(Z > 0, dA)
            np.where wants three things: the condition, what to take where it holds, and what to
            take where it does not.
        np.where(Z > 0, 0, dA)
            It is the other way round: dA passes where Z is positive and stops where it is not.
        relu_backward_in_place_stub(dA, Z)
            The numbers are right, but dA itself was changed. Make a new array.
        np.where(Z > 0, dA, 0.01 * dA)
            That is the leaky ReLU's slope: 0.01 of dA gets through. ReLU lets nothing pass
            where Z is not positive: 0.
        dA * np.sign(Z)
            np.sign is -1 where Z is negative, so dA passes with the other sign. ReLU's slope is
            0 there.
        np.where(Z > 1, dA, 0)
            The switch is at 0, not at 1: dA passes wherever Z is positive.
        np.where(Z > 0, dA, -dA)
            Where Z is negative, dA passes with the other sign. Nothing passes there: 0.
        np.where(Z > 0, dA, Z)
            Where Z is not positive, Z itself got through. Nothing passes there: 0.
        np.where(Z < 0, dA, 0)
            It is the other way round: dA passes where Z is positive, and stops where it is
            negative.
        dA + (Z > 0)
            You added the slope. Slopes multiply: dZ is dA times it.
        dA * Z
            You multiplied by Z. ReLU's slope is 1 where Z is positive, however large, and 0
            elsewhere.
        np.where(Z > 0, dA, 0.1 * dA)
            That is the slope of a leaky ReLU: a tenth of dA gets through. ReLU lets nothing
            pass where Z is not positive.
    """,
    praise="ReLU is a switch. Where it is on, dA passes untouched; where it is off, nothing does.",
)


def my_melted(weights, biases):
    W, b = weights[0], biases[0]
    for i in range(1, len(weights)):
        W, b = weights[i] @ W, weights[i] @ b + biases[i]
    return W, b


def _melted_cases():
    params = datasets.by_hand().params_values
    cases = [
        Case("the 2-2-1 network", ([params["W1"], params["W2"]], [params["b1"], params["b2"]]))
    ]
    rng = generator()
    for words, sizes in (
        ("a single layer", (2, 1)),
        ("two layers of 2 units", (2, 2, 2)),
        ("three layers of 3 units", (3, 3, 3, 3)),
        ("a 2-4-3-1 network", (2, 4, 3, 1)),
        ("five layers", (2, 5, 4, 3, 2, 1)),
    ):
        weights = [rng.randn(n_out, n_in) for n_in, n_out in zip(sizes, sizes[1:], strict=False)]
        cases.append(Case(words, (weights, [rng.randn(len(W), 1) for W in weights])))
    return cases


MELTED = exercise(
    my_melted,
    returns="W, b",
    cases=_melted_cases,
    hints="""
        Begin with the first layer's W and b. Take in one more layer, then the next, until none is
        left.

        The lesson has the formula for two layers: W2 @ W1, and W2 @ b1 + b2. In the loop, the W
        and b you have so far are its layer 1, and the next layer is its layer 2.

        The loop for i in range(1, …): meets all layers but the first. Inside it stands W, b = …, …
        and after it return W, b.
    """,
    slips=r"""
        weights[i] @ W → W @ weights[i]
            In a product of matrices the order counts. X meets the first layer first, so that stands
            on the right: the next layer's W comes to the left.
        weights[i] @ W → weights[i] * W
            * multiplies entry by entry. Row times column is written @.
        weights[i] @ b → b
            The biases are only added up here. Each has to go through the layers after it: multiply
            by the next layer's W, then add the next bias.
        weights[i] @ b + biases[i] → weights[i] @ b
            Only the first layer's bias counts here. Every layer adds its own.
        weights[i] @ b + biases[i] → biases[i]
            b is the last layer's bias only. Those before it count as well, each multiplied by the W
            of every layer after it.
        @ b → @ W @ b
            b is multiplied by the W of all layers so far. Only the next layer's W is still to come.
            (Is W changed before b needs it?)
        @ b + biases[i] → @ (b + biases[i])
            The next layer's W multiplies its own bias, too. That comes after the product: W2 @ b1 +
            b2.
        weights[i] @ W, weights[i] @ b + biases[i] → weights[i], biases[i]
            This is the last layer alone. What the layers before it do has to be in W and b as well.
        range(1, → range(
            The first layer is taken in twice. You begin with it, so the loop has to begin with the
            second, which has the position 1.
        len(weights) → len(weights) - 1
            The last layer is left out. range(1, n) ends at n - 1, which is the last position in a
            list of n.
        return → ⇥return
            The function ends after the second layer, and returns nothing where there is only one.
            return must stand after the loop, not in it.
        weights[1] @ weights[0], weights[1] @ biases[0] + biases[1]
            There is no second layer here. There can be one layer, or five: begin with the first,
            and loop over the others.
        range(1, len(weights)): → range(len(weights) - 1, 0, -1):
            The layers are taken in from the last one back. Begin with the first, and go on to
            the second.
    """,
    praise="However deep the stack is, without a bend it is one layer.",
)


def my_relu_backward_in_place(dA, Z):
    dZ = dA.copy()
    dZ[Z <= 0] = 0
    return dZ


RELU_BACKWARD_IN_PLACE = exercise(
    my_relu_backward_in_place,
    returns="dZ",
    cases=lambda: matrix_cases(2, first=CORNER_CASES),
    stub=relu_backward_in_place_stub,
    hints="""
        Call it with a dA and a Z of your own, and print dA before and after.

        dZ = dA makes no new array: it gives the same array a second name.

        dA.copy() makes a new array with the same numbers.
    """,
    slips=r"""
        dA.copy() → dA[:]
            The numbers still go into dA's own memory. (dA[:] shows that same memory; dA.copy() has
            its own.) Write into a copy, and return it.
        dZ[ → dA[
            The zeros went into dA, and what you return is untouched. It has to be the other way
            round.
        np.where(Z >= 0, dA, 0)
            dA is safe now, but at the corner, Z = 0, dA passes where it should stop.
        dA.copy()
            dA is safe now, but nothing is switched off any more: where Z <= 0, dZ is 0.
        np.where(Z > 0, 1, 0)
            That is the slope alone, 1 or 0. What comes in, dA, has to pass where the slope is
            1.
    """,
    praise="One array with two names is one of the commonest bugs there are.",
)


EXERCISES = (SIGMOID, RELU, SIGMOID_BACKWARD, RELU_BACKWARD, RELU_BACKWARD_IN_PLACE, MELTED)

QUESTIONS = (
    Question(
        "shape_of_W",
        "01",
        "A layer of 3 units gets 2 numbers from the layer before. What shape does its W have?",
        ("(3, 2)", "(2, 3)", "(3, 1)"),
        1,
        "W has one row for each unit and one column for each number that comes in.",
        {2: "That layer would have 2 units.", 3: "That is the shape of its b."},
    ),
    Question(
        "why_random",
        "01",
        "Why do the weights start as random numbers?",
        (
            "so that they are small",
            "so that units become different",
            "so that every run can end elsewhere",
        ),
        2,
        "Units that start equal stay equal, and together they do the work of one.",
        {
            1: "Random numbers can be large as well. Their spread is chosen separately.",
            3: "With the same seed, the numbers are the same in every run.",
        },
    ),
    Question(
        "line_without_hidden_layers",
        "00",
        "You took the hidden layers away. What shape did the line between the moons have?",
        ("a line with corners", "a circle", "a straight line"),
        3,
        "It was straight, whatever else you set. Today you will see why.",
        {
            1: "The corners came with the units of the hidden layers.",
            2: "Nothing in that network goes round.",
        },
    ),
)

PREDICTIONS = (
    Prediction(
        "numbers_without_bends",
        "Without its bends, our 2-2-1 network turns two features into one answer with nine "
        "numbers. How many numbers are enough to give the same answer to every point?",
        ("all 9", "5", "3"),
        lambda numbers: {9: 1, 5: 2}.get(int(numbers), 3),
        "One layer does it: a weight for each of the two features, and one bias.",
    ),
    Prediction(
        "slope_far_out",
        "At Z = 0 the sigmoid's slope is 0.25. How steep is it at Z = 10?",
        ("about 0.1", "about 0.01", "less than 0.0001"),
        lambda slope: 3 if slope < 0.0001 else 1 if slope > 0.03 else 2,
        "From end to end the curve climbs by no more than 1, and at Z = 10 hardly any of that is "
        "left.",
    ),
    Prediction(
        "dead_unit",
        "The sum of the first unit is far below 0 for every point. Will its weights have moved "
        "after 300 steps?",
        (
            "yes, about as far as those of the other units",
            "only with the sigmoid, and very little",
            "neither with the sigmoid nor with ReLU",
        ),
        lambda first: 3 if max(first.values()) == 0 else 1 if first["sigmoid"] > 0.1 else 2,
        "Far below 0 the slope of ReLU is 0, and a push that is multiplied by 0 is no push. The "
        "slope of the sigmoid is tiny there, but not 0.",
    ),
    Prediction(
        "sigmoid_of_40",
        "The sigmoid comes near 1 but never reaches it. What will the computer say at Z = 40?",
        ("0.99", "a little less than 1", "exactly 1"),
        lambda A: 3 if A == 1 else 1 if abs(A - 0.99) < 0.005 else 2,
        "A computer keeps about 16 digits, and of all its numbers 1 is the nearest to the truth.",
    ),
    Prediction(
        "slope_at_corner",
        "By the formula, ReLU's slope at Z = 0 is 0. What will the central difference measure "
        "there, with a step h of 0.00001?",
        ("0", "0.5", "1"),
        lambda slope: 1 + int(np.argmin(np.abs(np.array([0, 0.5, 1]) - slope))),
        "On the left of the corner A stays 0, and on the right it rises by h. That rise of h is "
        "divided by 2 h, the way from left to right.",
    ),
    Prediction(
        "two_bends",
        "A straight line gets about 88 % of the moons' 900 points right. Now there are two hidden "
        "units with a bend, and a last unit adds up what they answer. How many will be right?",
        ("about 88 %", "about 92 %", "about 96 %"),
        lambda right: 1 + int(np.argmin(np.abs(np.array([0.88, 0.92, 0.96]) - right))),
        "With two hidden units the line can bend to one side only. Between the moons it has to "
        "bend to both.",
    ),
)
