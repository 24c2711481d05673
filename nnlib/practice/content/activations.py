"""Practice for notebook 02: the bends and their slopes."""

import numpy as np

from nnlib.practice.content.common import matrix_cases
from nnlib.practice.exercise import Case, Exercise, Misconception
from nnlib.practice.question import Prediction, Question


def my_sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def my_relu(Z):
    return np.maximum(Z, 0)


def my_sigmoid_backward(dA, Z):
    A = my_sigmoid(Z)
    return dA * A * (1 - A)


def my_relu_backward(dA, Z):
    return np.where(Z > 0, dA, 0)


def my_relu_backward_in_place(dA, Z):
    dZ = dA.copy()
    dZ[Z <= 0] = 0
    return dZ


def relu_backward_in_place_stub(dA, Z):
    dZ = dA
    dZ[Z <= 0] = 0
    return dZ


def _in_place_relu(Z):
    Z[Z < 0] = 0
    return Z


def _relu_of_every_row(Z):
    return np.maximum(Z, 0).max(axis=1, keepdims=True)


def _whole_slope_of_relu(dA, Z):
    return np.where(Z > 0, 1.0, 0.0)


SIGMOID_CASES = (
    Case("two easy numbers", (np.array([[0.0, 2.0]]),)),
    Case("numbers far from 0", (np.array([[-40.0, 40.0, -300.0]]),)),
)
RELU_CASES = (Case("three easy numbers", (np.array([[-1.0, 0.0, 3.0]]),)),)
SLOPE_CASES = (
    Case("two easy numbers", (np.array([[1.0, -2.0]]), np.array([[0.0, 2.0]]))),
    Case("numbers far from 0", (np.array([[1.0, -2.0]]), np.array([[-40.0, 40.0]]))),
)
CORNER_CASES = (
    Case("three easy numbers", (np.array([[5.0, 6.0, 7.0]]), np.array([[-1.0, 2.0, 3.0]]))),
    Case("Z exactly at the corner", (np.array([[5.0]]), np.array([[0.0]]))),
    Case("negative dA", (np.array([[-5.0, -6.0]]), np.array([[-1.0, 2.0]]))),
)

EXERCISES = (
    Exercise(
        name="sigmoid",
        cases=lambda: matrix_cases(first=SIGMOID_CASES),
        solution=my_sigmoid,
        returns=("A",),
        hints=(
            "The formula is 1 / (1 + e^(-Z)). NumPy's e^… is np.exp(…).",
            "np.exp works on every entry of an array, and so do 1 + … and 1 / …: no loop.",
            "return 1 / (1 + np.exp(…)): what goes into exp, and with which sign?",
        ),
        misconceptions=(
            Misconception(
                lambda Z: 1 / (1 + np.exp(Z)),
                "The minus in e^(-Z) is missing: now large Z give answers near 0, not near 1.",
            ),
            Misconception(
                lambda Z: 1 / 1 + np.exp(-Z),
                "Brackets: without them Python first divides 1 by 1, then adds. The whole sum "
                "1 + e^(-Z) belongs under the fraction: 1 / (1 + …).",
            ),
            Misconception(
                lambda Z: np.exp(Z) / (1 + np.exp(-Z)),
                "On top belongs 1, as there is e^(-Z) below; with e^Z on top, the sum below "
                "would have to be 1 + e^Z.",
            ),
            Misconception(
                lambda Z: 1 / (1 - np.exp(-Z)),
                "Below stands a sum, 1 + e^(-Z). A difference is 0 at Z = 0.",
            ),
            Misconception(
                lambda Z: (lambda A: A * (1 - A))(my_sigmoid(Z)),
                "That is the sigmoid's slope, A (1 - A). Asked for is the sigmoid itself.",
            ),
            Misconception(
                lambda Z: np.tanh(Z),
                "That is tanh, the sigmoid's cousin: it runs from -1 to 1. The sigmoid runs from "
                "0 to 1, so that it can stand for a probability.",
            ),
        ),
        praise="A probability for every Z: the bend of the last layer.",
    ),
    Exercise(
        name="relu",
        cases=lambda: matrix_cases(first=RELU_CASES),
        solution=my_relu,
        returns=("A",),
        hints=(
            "Keep what is positive, make the rest 0: of Z and 0, the larger one.",
            "np.max finds the largest entry of a whole array; np.maximum compares entry by entry.",
            "return np.maximum(…, …)",
        ),
        misconceptions=(
            Misconception(
                lambda Z: np.minimum(Z, 0),
                "This keeps the negative part. ReLU keeps the positive one: the larger of Z and 0.",
            ),
            Misconception(
                _relu_of_every_row,
                "This takes one largest value for each row. ReLU looks at every entry alone: "
                "np.maximum(Z, 0), not Z.max(…).",
            ),
            Misconception(
                lambda Z: np.max(Z),
                "np.max gives the one largest entry of the array. np.maximum(Z, 0) compares every "
                "entry with 0.",
            ),
            Misconception(
                lambda Z: np.abs(Z),
                "This turns negative numbers around. ReLU flattens them to 0.",
            ),
            Misconception(
                lambda Z: np.where(Z > 0, 1.0, 0.0),
                "That is ReLU's slope. ReLU itself passes on Z where Z is positive, not 1.",
            ),
            Misconception(
                lambda Z: Z[Z > 0],
                "This throws the negative entries away, and with them the shape. They have to "
                "become 0 and stay in their places.",
            ),
            Misconception(
                _in_place_relu,
                "The numbers are right, but Z itself was changed, and the backward pass still "
                "needs it. Make a new array: np.maximum(Z, 0).",
            ),
        ),
        praise="That bend is all that keeps layers from melting into one.",
    ),
    Exercise(
        name="sigmoid_backward",
        cases=lambda: matrix_cases(2, first=SLOPE_CASES),
        solution=my_sigmoid_backward,
        returns=("dZ",),
        hints=(
            "Slopes multiply: dZ is dA times the sigmoid's slope at Z.",
            "With A = sigmoid(Z), the slope is A * (1 - A).",
            "Two lines: first A = my_sigmoid(Z), then return dA * … * (…).",
        ),
        misconceptions=(
            Misconception(
                lambda dA, Z: dA * Z * (1 - Z),
                "The slope is A (1 - A) with A = sigmoid(Z). You put Z itself in the place of A.",
            ),
            Misconception(
                lambda dA, Z: my_sigmoid(Z) * (1 - my_sigmoid(Z)),
                "That is the slope alone. Slopes multiply: dZ is dA times it.",
            ),
            Misconception(
                lambda dA, Z: dA * my_sigmoid(Z),
                "You multiplied by A, the height of the curve. Its slope is A (1 - A).",
            ),
            Misconception(
                lambda dA, Z: dA * (1 - my_sigmoid(Z)),
                "Half of the slope is missing: it is A (1 - A), both factors.",
            ),
            Misconception(
                lambda dA, Z: dA + my_sigmoid(Z) * (1 - my_sigmoid(Z)),
                "You added. Slopes multiply: if A changes g' times as fast as Z, and the cost dA "
                "times as fast as A, the cost changes dA times g' as fast as Z.",
            ),
            Misconception(
                lambda dA, Z: dA * my_sigmoid(dA) * (1 - my_sigmoid(dA)),
                "You took the slope at dA. It has to be taken where the unit stands: at Z.",
            ),
        ),
        praise="At most a quarter of dA gets through: notebook 05 shows what follows.",
    ),
    Exercise(
        name="relu_backward",
        cases=lambda: matrix_cases(2, first=CORNER_CASES),
        solution=my_relu_backward,
        returns=("dZ",),
        hints=(
            "The slope is 1 where Z is positive and 0 elsewhere; dZ is dA times that slope.",
            "np.where(condition, a, b) takes a where the condition holds, and b elsewhere.",
            "return np.where(Z > 0, …, …)",
        ),
        misconceptions=(
            Misconception(
                lambda dA, Z: np.where(Z >= 0, dA, 0),
                "At the corner, Z = 0, the course takes the slope as 0: let dA pass only where "
                "Z > 0, not where Z >= 0.",
            ),
            Misconception(
                _whole_slope_of_relu,
                "That is the slope alone, 1 or 0. Multiply it by dA: slopes multiply.",
            ),
            Misconception(
                lambda dA, Z: np.where(dA > 0, dA, 0),
                "You looked at the sign of dA. The switch is Z: dA passes where Z was positive.",
            ),
            Misconception(
                lambda dA, Z: np.maximum(Z, 0),
                "That is ReLU itself, forwards. Backwards dA passes where Z is positive.",
            ),
            Misconception(
                lambda dA, Z: dA * np.maximum(Z, 0),
                "You multiplied dA by ReLU's height. Its slope is 1 where Z is positive, however "
                "large Z is.",
            ),
            Misconception(
                lambda dA, Z: np.where(Z > 0, 0, dA),
                "The other way round: dA passes where Z is positive and stops where it is not.",
            ),
            Misconception(
                relu_backward_in_place_stub,
                "The numbers are right, but dA itself was changed. Make a new array.",
            ),
        ),
        praise="A switch: on, and dA passes untouched; off, and the unit learns nothing.",
    ),
    Exercise(
        name="relu_backward_in_place",
        cases=lambda: matrix_cases(2, first=CORNER_CASES),
        solution=my_relu_backward_in_place,
        stub=relu_backward_in_place_stub,
        returns=("dZ",),
        hints=(
            "The numbers it returns are right. What has happened to its arguments?",
            "dZ = dA makes no new array: it gives the same array a second name.",
            "dA.copy() makes a new array with the same numbers.",
        ),
        misconceptions=(
            Misconception(
                lambda dA, Z: np.where(Z >= 0, dA, 0),
                "dA is safe now, but at the corner, Z = 0, dA passes where it should stop.",
            ),
            Misconception(
                lambda dA, Z: dA.copy(),
                "dA is safe now, but nothing is switched off any more: where Z <= 0, dZ is 0.",
            ),
        ),
        praise="One array with two names is among the commonest bugs there are.",
    ),
)

QUESTIONS = (
    Question(
        "shape_of_W",
        "01",
        "A layer of 3 units gets 2 numbers from the layer before. What shape has its W?",
        ("(3, 2)", "(2, 3)", "(3, 1)"),
        1,
        "One row for each unit, one column for each number that comes in.",
    ),
    Question(
        "why_random",
        "01",
        "Why do the weights start as random numbers?",
        (
            "so that they are small",
            "so that units become different",
            "so that no run is like another",
        ),
        2,
        "Units that start equal stay equal. And with a seed, every run is like the other.",
    ),
    Question(
        "line_without_hidden_layers",
        "00",
        "You took the hidden layers away. What shape had the line between the moons?",
        ("a line with corners", "a circle", "a straight line"),
        3,
        "Straight, whatever else you set. Today you see why.",
    ),
)

PREDICTIONS = (
    Prediction(
        "eight_bends",
        "A straight line got about 88 % of the moons' points right. How many will eight units with "
        "a bend get?",
        ("about 88 %", "about 92 %", "about 96 %"),
        lambda right: 1 + int(np.argmin(np.abs(np.array([0.88, 0.92, 0.96]) - right))),
        "A line with bends can wind between the moons; a straight one cannot.",
    ),
    Prediction(
        "sigmoid_of_40",
        "The sigmoid comes near 1 but never reaches it. What will the computer say at Z = 40?",
        ("0.99", "a little less than 1", "exactly 1"),
        lambda A: 3 if A == 1 else 1 if abs(A - 0.99) < 0.005 else 2,
        "A computer keeps about 16 digits, and of all its numbers 1 is the nearest to the truth.",
    ),
    Prediction(
        "steepest_sigmoid",
        "Somewhere the sigmoid is steepest. How steep is it there?",
        ("1", "0.5", "0.25"),
        lambda slope: 1 + int(np.argmin(np.abs(np.array([1, 0.5, 0.25]) - slope))),
        "A (1 - A) is largest where A = 0.5, at Z = 0: a quarter, and less everywhere else.",
    ),
    Prediction(
        "sigmoid_asleep",
        "Where Z is far below 0 for every example, a ReLU unit gets no push at all: dZ is 0. And a "
        "sigmoid unit, if dA is 1?",
        ("none either", "a tiny push", "the full push, 1"),
        lambda dZ: 1 if dZ == 0 else 2 if dZ < 0.1 else 3,
        "Its end is nearly flat, but only nearly: it can wake up, in a very long time.",
    ),
)
