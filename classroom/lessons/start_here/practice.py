"""Practice for notebook 00: what a unit adds up, the share that is right, and a grid to mend."""

import numpy as np

from classroom.practice.exercise import Case
from classroom.practice.question import Prediction
from classroom.practice.random_cases import generator
from classroom.practice.slips import exercise


def my_one_unit(x1, x2, w1, w2, b):
    first = w1 * x1
    second = w2 * x2
    return first + second + b


def one_unit_stub(x1, x2, w1, w2, b):
    first = w1 * x1
    # The second product, made in the same way:
    second = ...
    # The unit adds up both products, and one more number:
    return first + second + ...


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
    stub=one_unit_stub,
    hints="""
        What is multiplied in the first product, and what has to be multiplied in the second?
        Python's multiplication sign is *, and it can never be left out.

        The first product is w1 * x1. The second one looks just like it, with the other weight and
        the other input.

        To the sum of both products a unit adds its bias, b.
    """,
    slips=r"""
        w1 * x1 + w2 * x2
            The bias is missing: add b at the end.
        (w1 * x1 + w2 * x2) * b
            You multiplied by the bias. It is added, just as it is.
        w1 * x1 + w2 * x2 - b
            You subtracted the bias. It is always added. To pull the sum down, it is negative
            itself.
        (w1 * x1 + b) + (w2 * x2 + b)
            You added the bias twice. A unit has several weights, but only one bias.
        w1 * x1 + b
            x2 and its weight w2 are still missing.
        w2 * x2 + b
            The first product is missing: add first, too.
        w1 * x1 + x2 + b
            x2 came in without its weight. The second product is made like the first: weight times
            number.
        w1 * x1 + w1 * x1 + b
            That is the first product twice. The second one belongs to w2 and x2.
        second
            That is the second product alone. Add up everything: both products, and the bias.
        w1 * x2 + w2 * x1 + b
            The weights are crossed: w1 belongs to x1, and w2 to x2.
        x1 + x2 + w1 + w2 + b
            You added everything. Each number is first multiplied by its weight: w1 * x1.
        (x1 + x2) * (w1 + w2) + b
            You added first and then multiplied. Each number is multiplied by a weight of its own,
            and only then is everything added.
        w1 * x1 * w2 * x2 + b
            You multiplied the two products with each other. They should be added.
        (w1 + x1) * (w2 + x2) + b
            You have swapped plus and times: multiply number and weight, then add the products.
        max(0, w1 * x1 + w2 * x2 + b)
            This sum is already bent: whatever was below 0 has become 0. Return the sum as it is
            before that.
        w1x1 + w2x2 + b
            In maths w1x1 is a product, but Python takes it for one new name. Write the
            multiplication sign: w1 * x1.
        x1w1 + x2w2 + b
            In maths x1w1 is a product, but Python takes it for one new name. Write the
            multiplication sign: x1 * w1.
        w2 * x2 → w2x2
            In maths w2x2 is a product, but Python takes it for one new name. Write the
            multiplication sign: w2 * x2.
        w2 * x2 → x2w2
            In maths x2w2 is a product, but Python takes it for one new name. Write the
            multiplication sign: x2 * w2.
        w1(x1) + w2(x2) + b
            Before a bracket Python expects a function, but a weight is a number. Write the
            multiplication sign: w1 * x1.
        np.sum(w1 * x1, w2 * x2, b)
            np.sum adds up the numbers of one row. To add single numbers, write + between them.
        w1 * x1 + w1 * x2 + b
            Both numbers are multiplied by w1. x2 has a weight of its own: w2.
        w2 * x1 + w2 * x2 + b
            Both numbers are multiplied by w2. x1 has a weight of its own: w1.
        w1 * x1 + w2 * x1 + b
            Both weights are multiplied by x1. The second one, w2, belongs to x2.
        20 + 300 + 7
            That is right for the example only. Write the names, as in w1 * x1, so that any
            numbers can take their places.
        w2 * x2 → 100 * 3
            The second product is right for the example only. Write the names w2 and x2, so that
            any numbers can take their places.
        w2 * x2 → 100 * 3
        second + b → second + 7
            Both gaps are right for the example only. Write the names, w2 * x2 and b, so that any
            numbers can take their places.
        second + b → second + 7
            7 is the bias of the example only. Write its name, b, so that any number can take its
            place.
        x1 * x2 + w1 * w2 + b
            That is x1 times x2, and w1 times w2. If you did not write that, look at the first
            line: its order is x1, x2, w1, w2, b.
        (w1 * x1 + w2 * x2) / 2 + b
            That is the mean of the two products. A unit adds them up, and divides by nothing.
        x1 ** w1 + x2 ** w2 + b
            Two stars ** raise to a power. To multiply, write a single one: w1 * x1.
    """,
    praise="Every unit of every layer adds up in this way. Most of them have more inputs.",
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

        Keep the number of right answers first: right = np.sum(… == …). Then return … / …
    """,
    slips=r"""
        right
            That is how many are right. Divide it by how many there are: len(labels).
        100 * right / len(labels)
            That is a percentage. A share runs from 0 to 1: here it is 0.75, not 75.
        == → !=
            That is the share that is wrong. Count where answers and labels are equal.
        right // len(labels)
            Two slashes // throw away everything after the decimal point. Divide with a single /.
        len(labels) / right
            The fraction is upside down: divide the number of right answers by the number of all.
        np.sum(answers) / len(answers)
            That is the share of the answers that are 1, right or wrong. Compare them with the
            labels.
        answers == labels → answers * labels
            answers * labels is 1 only where both are 1. But a 0 that should be 0 is right, too.
        answers == labels
            That says for every answer whether it is right. Now count, and divide.
        np.array_equal(answers, labels)
            That asks whether all of them are right at once. Find out what share of them is right.
        answers == labels → answers=labels
            A single = gives something a name. To ask whether two things are equal, write two of
            them: ==.
        (answers == labels) / len(labels)
            You divided before you counted. np.sum(answers == labels) turns the row into one number.
        np.sum(answers == labels / len(labels))
            One bracket closes too late: close np.sum(…) before you divide.
        len(labels) → 4
            Not every row has four answers: divide by len(labels).
        np.sum → len
            That is always 1, because len(answers == labels) counts the wrong ones, too. np.sum
            counts only the True.
        0.75
            That is right for the example only. Compute it from answers and labels.
        round(right / len(labels), 2)
            You are nearly there: hand back the share itself, without rounding it.
        np.mean(answers - labels)
            A difference may be 1 or -1, and these cancel out. Ask where the two are equal: answers
            == labels.
        np.sum(answers == labels) → 1 if any(answers == labels) else 0
            With right = 1 you never get beyond 1. To count on, write right = right + 1.
        np.sum(answers == labels) → 1 if answers == labels else 0
            The words if, and, or need a single yes or no, and a row holds many. answers == labels
            compares place by place, and np.sum(…) counts every True.
        np.sum(answers == labels) → 1 if answers[0] == labels[0] else 0
            A return ends the function, here in the first round of the loop. Move it to the left,
            so that it stands below the for.
        answers == labels → answers[:-1] == labels[:-1]
            You left out the last answer. range(n) already ends at n - 1, so there is nothing to
            take off.
        answers == labels → answers[1:] == labels[1:]
            You left out the first answer: Python counts places from 0.
        len(set(answers.tolist()) & set(labels.tolist())) / len(labels)
            A set forgets the places, and how often a number occurs. Compare place by place:
            answers == labels.
    """,
    praise="That share is called accuracy. Notebook 04 says why it is not enough to learn by.",
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
        Take one line after the other. Which names belong to its axis?

        across runs from x_min to x_max. From where to where should up run?

        In the line up = np.linspace(…, …, steps) one of the two bounds belongs to the other axis.
    """,
    slips=r"""
        plane_grid_stub(x_min, x_max, y_min, y_max, steps)
            It still does what it did before. Compare the bounds of the two axes, name by name.
        linspace(y_min, y_max → linspace(x_min, x_max
            Now up has both bounds of the other axis. You have to change a different name.
        linspace(y_min, y_max → linspace(y_min, x_max
            up begins where it should, but it also has to end where the y axis ends.
        linspace(x_min, x_max → linspace(y_min, x_max
        linspace(y_min, y_max → linspace(x_min, y_max
            The line for across was right. The fault is in the other one.
        linspace(x_min, x_max → linspace(x_min, y_max
        linspace(y_min, y_max → linspace(x_min, y_max
            Now across ends where the y axis ends. It was right before, so leave it as it was. The
            fault is in the other line.
        linspace(x_min, x_max → linspace(y_min, y_max
            up is right now. But across was right before, so leave it as it was.
        np.meshgrid(up, across)
            You have swapped the axes: across belongs to x, and up to y.
        linspace(y_min, y_max → linspace(y_max, y_min
            up has the right bounds, but it runs downwards. Write the smaller one first.
        across, up
            The bounds are right now. Keep the last line: meshgrid combines every number of one axis
            with every number of the other.
    """,
    praise="With the same bounds on both axes nobody could have seen the slip. Always test with "
    "numbers that differ.",
)


EXERCISES = (ONE_UNIT, SHARE_RIGHT, PLANE_GRID)

QUESTIONS = ()


def _how_bad_a_start(networks):
    """Return the choice that came true, from new networks."""
    fewest = min(network["right"] for network in networks)
    return 1 if fewest >= 400 else 2 if fewest >= 250 else 3


def _how_many_learned(networks):
    """Return the choice that came true, from networks that have made their steps."""
    learned = sum(network["right"] > 800 for network in networks)
    if learned <= 2:
        return 1
    return 2 if learned < len(networks) else 3


def _how_many_unseen(right):
    """Return the choice that came true, from how many of a hundred new points are right."""
    return 1 if right <= 60 else 2 if right < 90 else 3


def _more_or_fewer(networks):
    """Return the choice that came true, from a network at the usual rate and one at the huge."""
    usual, huge = (network["right"] for network in networks)
    if abs(huge - usual) <= 20:
        return 2
    return 1 if huge > usual else 3


def _how_many_times(questions):
    """Return the choice that came true, from how many points a coarse and a fine grid have."""
    coarse, fine = questions
    return {2: 1, 4: 2, 8: 3}[fine // coarse]


PREDICTIONS = (
    Prediction(
        "before_training",
        "Six networks have just been made, each with random weights of its own. The one that you "
        "watched gets 580 of the 900 points right before its first step. How many does the worst "
        "of the other five get right?",
        (
            "400 or more: about half",
            "from 250 to 400: worse than half",
            "fewer than 250: far worse than half",
        ),
        _how_bad_a_start,
        "Random weights put the line anywhere. Where it misses all the points, they all get the "
        "same colour, and then about half are right. Where it cuts through the moons, chance may "
        "give them the right colours or, as in network 1, mostly the wrong ones.",
    ),
    Prediction(
        "all_six_learn",
        "Now each of the six takes a hundred steps. How many of them end with more than 800 of the "
        "900 points right?",
        ("two or fewer", "three, four or five", "all six"),
        _how_many_learned,
        "Each ends with another line, but training has led all of them towards fewer mistakes. "
        "Luck still plays a part: under “Explore” you can look for worse starts.",
    ),
    Prediction(
        "unseen_points",
        "The network that you watched learned from 900 points. A hundred others were kept aside, "
        "and it has never met them. How many of these 100 does it get right?",
        ("about 50", "about 75", "more than 90"),
        _how_many_unseen,
        "The line follows the shape of the moons and not the single points, so it is right "
        "for most new points of the same kind, too. That is called generalization, and it is what "
        "learning is for.",
    ),
    Prediction(
        "huge_rate",
        "You watched the network learn at learning rate 2. It starts once more, for a hundred "
        "steps again, but at learning rate 100. How many points does it get right?",
        ("clearly more than at rate 2", "about as many", "clearly fewer"),
        _more_or_fewer,
        "At this rate a single step already made the largest weight ten times as large, and each "
        "of the next four threw it further still, as the numbers show. After a hundred steps every "
        "point has the same colour.",
    ),
    Prediction(
        "finer_grid",
        "A picture has 20 rows of 20 tiles. To make it twice as fine, you take 40 rows of 40. How "
        "many questions does that take, compared with before?",
        ("twice as many", "four times as many", "eight times as many"),
        _how_many_times,
        "There are twice as many rows, and each of them has twice as many tiles.",
    ),
)
