"""Practice for notebook 00: a first function, what a unit adds up, and the share that is right."""

import numpy as np

from classroom.practice.exercise import Case
from classroom.practice.question import Prediction
from classroom.practice.random_cases import generator
from classroom.practice.slips import exercise


def my_one_unit(x1, x2, w1, w2, b):
    return w1 * x1 + w2 * x2 + b


def _unit_cases():
    rng = generator()
    return [
        Case("the numbers of the example", (2, 3, 10, 100, 7)),
        Case("nothing but a bias", (0, 0, 10, 100, 7)),
        Case("small numbers", (1.0, 2.0, 0.5, -0.25, 0.5)),
        Case("a sum below 0", (1.0, 2.0, 1.0, -1.0, 0.25)),
        *[
            Case(f"{words} random numbers", tuple(rng.randn(5).tolist()))
            for words in ("five", "five other", "again five")
        ],
    ]


ONE_UNIT = exercise(
    my_one_unit,
    returns="the sum",
    cases=_unit_cases,
    hints="""
        Two products and the bias, all added up. In Python times is * and must be written.

        The first product is w1 * x1. The second one looks just like it.

        return w1 * x1 + … * … + …
    """,
    slips=r"""
        w1 * x1 + w2 * x2
            The bias is missing: add b at the end.
        (w1 * x1 + w2 * x2) * b
            You multiplied by the bias. It is added, just as it is.
        w1 * x1 + w2 * x2 - b
            You subtracted the bias. It is added; where it should pull down, it is negative.
        (w1 * x1 + b) + (w2 * x2 + b)
            The bias comes in twice. A unit has several weights, but only one bias.
        w1 * x1 + b
            x2 and its weight w2 are still missing.
        w1 * x2 + w2 * x1 + b
            The weights are crossed: w1 belongs to x1, and w2 to x2.
        x1 + x2 + w1 + w2 + b
            You added everything. First every number is multiplied by its weight: w1 * x1.
        (x1 + x2) * (w1 + w2) + b
            You added first and multiplied then. Each number is multiplied by a weight of its own,
            and only then all is added.
        w1 * x1 * w2 * x2 + b
            You multiplied the two products with each other. They are added.
        (w1 + x1) * (w2 + x2) + b
            Plus and times are exchanged: multiply number and weight, then add the products.
        max(0, w1 * x1 + w2 * x2 + b)
            This is already bent: what is below 0 became 0. Asked for is the sum before that.
        w1x1 + w2x2 + b
            In maths w1x1 means “times”; Python takes it for one new name. Write the times: w1 * x1.
        x1w1 + x2w2 + b
            In maths x1w1 means “times”; Python takes it for one new name. Write the times: x1 * w1.
        w1(x1) + w2(x2) + b
            Before a bracket Python expects a function; here stands a number. Write the times: w1 *
            x1.
        np.sum(w1 * x1, w2 * x2, b)
            np.sum adds up what stands in one row. Single numbers are added with + between them.
        w1 * x1 + w1 * x2 + b
            Both numbers are multiplied by w1. x2 has a weight of its own: w2.
        w2 * x1 + w2 * x2 + b
            Both numbers are multiplied by w2. x1 has a weight of its own: w1.
        w1 * x1 + w2 * x1 + b
            Both weights meet x1. The second one, w2, belongs to x2.
        20 + 300 + 7
            That is right for the example only. Write the names, such as w1 * x1, so that any
            numbers can stand in their places.
        x1 * x2 + w1 * w2 + b
            That is x1 times x2, and w1 times w2. Or has the first line changed? Its order is x1,
            x2, w1, w2, b.
        (w1 * x1 + w2 * x2) / 2 + b
            That is the mean of the two products. A unit adds them up, and divides by nothing.
        x1 ** w1 + x2 ** w2 + b
            ** is the power. Times is a single *: w1 * x1.
    """,
    praise="Every unit of every layer adds up in this way, only mostly with more inputs.",
)


def my_share_right(answers, labels):
    right = np.sum(answers == labels)
    return right / len(labels)


def _share_cases():
    rng = generator()
    rows = [
        ("the rows of the example", [1, 0, 1, 1], [1, 0, 0, 1]),
        ("no answer right", [1, 0], [0, 1]),
        ("every answer right", [0, 1, 0], [0, 1, 0]),
        ("the first answer wrong", [0, 1, 1], [1, 1, 1]),
        ("the last answer wrong", [1, 1, 1], [1, 1, 0]),
    ]
    return [
        *[Case(words, (np.array(a), np.array(b))) for words, a, b in rows],
        *[
            Case(f"{n} random answers", (rng.randint(0, 2, n), rng.randint(0, 2, n)))
            for n in (7, 900)
        ],
    ]


def share_right_another_way(answers, labels):
    return np.mean(answers == labels)


SHARE_RIGHT = exercise(
    my_share_right,
    ways=(share_right_another_way,),
    returns="the share",
    cases=_share_cases,
    hints="""
        First count the right answers, then divide by how many answers there are.

        answers == labels says True where an answer is right, and np.sum(…) counts every True as 1.

        Two lines: right = np.sum(… == …), and then return … / …
    """,
    slips=r"""
        right
            That is how many are right. Divide it by how many there are: len(labels).
        100 * right / len(labels)
            That is in per cent. A share runs from 0 to 1: 0.75, not 75.
        == → !=
            That is the share that is wrong. Count where answers and labels are equal.
        right // len(labels)
            // throws away what comes after the point. The fraction needs a single /.
        len(labels) / right
            The fraction is upside down: the right ones belong on top, all of them below.
        np.sum(answers) / len(answers)
            That is the share of answers “1”, right or wrong. Compare them with the labels.
        answers == labels → answers * labels
            answers * labels is 1 only where both are 1. A 0 that should be 0 is right, too.
        answers == labels
            That says for every answer whether it is right. Now count, and divide.
        np.array_equal(answers, labels)
            That asks whether all are right at once. Wanted is which share of them is.
        answers == labels → answers=labels
            A single = gives a name to something. To ask whether two things are equal, write two of
            them: ==.
        (answers == labels) / len(labels)
            You divided before you counted. np.sum(answers == labels) makes one number of the row.
        np.sum(answers == labels / len(labels))
            One bracket closes too late: close np.sum(…) before you divide.
        len(labels) → 4
            Not every row has four answers: divide by len(labels).
        np.sum → len
            That is always 1. len(answers == labels) counts the wrong ones, too; np.sum counts only
            the True.
        0.75
            That is right for the example only. Compute it from answers and labels.
        round(right / len(labels), 2)
            Almost: hand back the share itself, not rounded.
        np.mean(answers - labels)
            A difference may be 1 or -1, and these cancel. Ask where the two are equal: answers ==
            labels.
        np.sum(answers == labels) → 1 if any(answers == labels) else 0
            right = 1 never gets beyond 1. To count on: right = right + 1.
        np.sum(answers == labels) → 1 if answers == labels else 0
            if, and, or: each wants a single yes or no, and a whole row holds many. answers ==
            labels compares place by place, and np.sum(…) counts every True.
        np.sum(answers == labels) → 1 if answers[0] == labels[0] else 0
            return ends the function, here in the first round of the loop. Move it to the left,
            below the for.
        answers == labels → answers[:-1] == labels[:-1]
            The last answer is left out: range(n) already ends at n - 1, so nothing has to be taken
            off.
        answers == labels → answers[1:] == labels[1:]
            The first answer is left out: Python counts places from 0.
        len(set(answers.tolist()) & set(labels.tolist())) / len(labels)
            A set forgets places, and how often a number comes. Compare place by place: answers
            == labels.
    """,
    praise="That number is called accuracy; notebook 04 says why it is not enough to learn by.",
)


def my_plane_grid(x_min, x_max, y_min, y_max, steps):
    across = np.linspace(x_min, x_max, steps)
    up = np.linspace(y_min, y_max, steps)
    return np.meshgrid(across, up)


def plane_grid_stub(x_min, x_max, y_min, y_max, steps):
    across = np.linspace(x_min, x_max, steps)
    up = np.linspace(x_min, y_max, steps)
    return np.meshgrid(across, up)


GRID_CASES = (
    Case("two axes of the same bounds", (0, 2, 0, 2, 2)),
    Case("two axes of different bounds", (0, 2, 10, 14, 2)),
    Case("three steps", (0.0, 2.0, 1.0, 5.0, 3)),
    Case("the article's bounds", (-1.5, 2.5, -1.0, 2.0, 5)),
)


PLANE_GRID = exercise(
    my_plane_grid,
    returns="across, up",
    cases=lambda: list(GRID_CASES),
    stub=plane_grid_stub,
    hints="""
        Take one line after the other. Which names belong to that axis?

        across runs from x_min to x_max. From where to where should up run?

        In the line up = np.linspace(…, …, steps) one of the two bounds is the other axis's.
    """,
    slips=r"""
        plane_grid_stub(x_min, x_max, y_min, y_max, steps)
            It does what it did before. Compare the bounds of the two axes, name by name.
        linspace(y_min, y_max → linspace(x_min, x_max
            Now up has both bounds of the other axis. The name to change was another one.
        linspace(y_min, y_max → linspace(y_min, x_max
            up begins where it should. But it also has to end where the y axis ends.
        linspace(x_min, x_max → linspace(y_min, x_max
        linspace(y_min, y_max → linspace(x_min, y_max
            The line of across was right. The fault is in the other one.
        linspace(x_min, x_max → linspace(x_min, y_max
        linspace(y_min, y_max → linspace(x_min, y_max
            Now across ends where the y axis ends. It was right before: leave it. The fault is in
            the other line.
        linspace(x_min, x_max → linspace(y_min, y_max
            up is right now. But across was right before: leave it as it was.
        np.meshgrid(up, across)
            The axes are exchanged: across belongs to x, and up to y.
        linspace(y_min, y_max → linspace(y_max, y_min
            The bounds of up are the right ones, but it runs downwards: the smaller one comes first.
        across, up
            The bounds are right now. Keep the last line: meshgrid combines every number of one axis
            with every number of the other.
    """,
    praise="With the same bounds on both axes nobody could see it. Test with numbers that differ.",
)


EXERCISES = (ONE_UNIT, SHARE_RIGHT, PLANE_GRID)

QUESTIONS = ()


def _where_chance_led(right):
    """Return the choice that came true, from how many points each new network gets right."""
    if max(right) < 50:
        return 1
    return 2 if min(right) > 400 and max(right) < 500 else 3


def _more_or_fewer(right):
    """Return the choice that came true, from the points right at the usual rate and the huge."""
    usual, huge = right
    if abs(huge - usual) <= 20:
        return 2
    return 1 if huge > usual else 3


PREDICTIONS = (
    Prediction(
        "before_training",
        "Six networks have just been made, with random weights. How many of the 900 points does "
        "each of them get right?",
        ("hardly any", "about half, 400 to 500", "some of them far from half, up or down"),
        _where_chance_led,
        "Random weights put the border anywhere. Where it misses all the points, they all get one "
        "class, and that is half right.",
    ),
    Prediction(
        "after_100_steps",
        "Two hidden layers of eight units make 100 steps at learning rate 1. How many of the 900 "
        "points will they get right then?",
        because="Nobody told the network where its line should be. A hundred steps, each changing "
        "the weights a little, have found it.",
        tolerance=0.05,
    ),
    Prediction(
        "hundredfold_rate",
        "The same network, from the same start, again for 100 steps, but at learning rate 100. "
        "Will it get more points right than at 1?",
        (
            "more: it learns faster",
            "about as many: it ends with the same line",
            "fewer: such steps are too long",
        ),
        _more_or_fewer,
        "The first steps threw the weights so far that every point now gets the same answer.",
    ),
)
