"""Practice for notebook 11: what always the same costs, and a size chosen without peeking."""

import numpy as np

import nnlib
from classroom.practice.exercise import Case
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import generator
from classroom.practice.slips import exercise


def my_constant_cost(Y_train, Y_test):
    Y_hat = np.full(Y_test.shape, np.mean(Y_train))
    return -np.mean(Y_test * np.log(Y_hat) + (1 - Y_test) * np.log(1 - Y_hat))


def constant_cost_stub(Y_train, Y_test):
    # One probability for all test examples.
    ...
    # Return its cost on the test part.
    ...


def constant_cases():
    """Return cases small enough for a pocket calculator, then larger ones."""
    cases = [
        Case(words, (np.array([train], dtype=float), np.array([test], dtype=float)))
        for words, train, test in [
            ("one 1 among four training labels", [0, 1, 0, 0], [1, 0]),
            ("three 1 among four training labels", [1, 1, 0, 1], [1, 0, 0]),
            ("as many 1 as 0 among the training labels", [0, 1], [1, 1, 0]),
            ("no 1 in the test part", [0, 0, 1, 1, 1], [0, 0]),
        ]
    ]
    rng = generator(21)
    for m_train, m_test, share in [(10, 5, 0.3), (40, 7, 0.8), (90, 30, 0.1)]:
        train, test = ((rng.rand(1, m) < share).astype(float) for m in (m_train, m_test))
        train[0, :2] = 0, 1
        cases.append(Case(f"{m_train} training labels and {m_test} test labels", (train, test)))
    return cases


def constant_cost_another_way(Y_train, Y_test):
    p = np.sum(Y_train) / Y_train.size
    ones = np.mean(Y_test)
    return -(ones * np.log(p) + (1 - ones) * np.log(1 - p))


def _cost(Y_hat, Y):
    return nnlib.get_cost_value(Y_hat, Y)


CONSTANT_COST = exercise(
    my_constant_cost,
    ways=(constant_cost_another_way,),
    returns="cost",
    cases=constant_cases,
    stub=constant_cost_stub,
    hints="""
        Take Y_train = [[0, 1, 0, 0]]. If all you know is these four labels, which probability do
        you give to the next example?

        The labels are 0 and 1, so the share of 1 is their mean. np.full(shape, value) makes an
        array that holds the same value everywhere.

        Y_hat = np.full(Y_test.shape, …), and then the cost of notebook 04: minus the mean of
        Y_test * np.log(…) + (1 - Y_test) * np.log(…).
    """,
    slips=r"""
        np.mean(Y_train) → np.mean(Y_test)
            You counted the share of 1 in the test part. That is peeking: the best constant is known
            only afterwards. Count in the training part.
        np.mean(Y_train) → 0.5
            This is what a coin costs, log(2). The yardstick may know the training part: it says the
            share of 1 there.
        np.mean(Y_train) → 1 - np.mean(Y_train)
            The two probabilities have changed places. With p for the share of 1 in the training
            part, a label that is 1 costs -log(p).
        np.mean(Y_train) → np.mean(np.append(Y_train, Y_test))
            You took the mean of both parts together. The test part is not known yet when the
            forecast is made.
        np.mean(Y_train) → np.round(np.mean(Y_train))
            You rounded the share to 0 or 1. Then one of the logarithms is that of 0. Keep the share
            as it is.
        np.mean(Y_train) → np.sum(Y_train)
            That is how many labels are 1, a count. (len(Y_train) is 1, its single row.) A
            probability is their share: np.mean, or divide by Y_train.size.
        np.full(Y_test.shape, np.mean(Y_train)) → sum(Y_train)
            Python's own sum adds rows up. Y_train has just one, so nothing has been added. The
            share of 1 is np.mean(Y_train).
        np.mean(Y_train) → sum(Y_train)
            Python's own sum adds rows up, and here there is only one: what comes out is no single
            number. The share of 1 is np.mean(Y_train).
        _cost(np.mean(Y_train), Y_test)
            The cost needs a probability for each test label, even if all are equal:
            np.full(Y_test.shape, p) makes them, where p is the share.
        _cost(np.array(np.mean(Y_train)), Y_test)
            This is still a single number. np.full(Y_test.shape, p) makes one for each test label,
            where p is the share.
        _cost([np.mean(Y_train)], Y_test)
            A list with one number is not enough. np.full(Y_test.shape, p) makes one for each test
            label, where p is the share.
        _cost(np.array([np.mean(Y_train)]), Y_test)
            That is an array with one number. np.full(Y_test.shape, p) makes one for each test
            label, where p is the share.
        _cost(np.array([[np.mean(Y_train)]]), Y_test)
            There is one forecast here. Each test label needs its own, even if all are equal:
            np.full(Y_test.shape, p), where p is the share.
        _cost(np.full(Y_train.shape, np.mean(Y_train)), Y_test)
            There are as many forecasts here as training labels. What is judged is the test part,
            so they need its shape, Y_test.shape.
        _cost(Y_test, np.full(Y_test.shape, np.mean(Y_train)))
            The two arguments of the cost have changed places: first the forecasts, then the labels.
        np.log(np.mean(Y_train)) + np.log(1 - np.mean(Y_train))
            The labels have no say here. A label that is 1 costs -log(p), one that is 0 costs
            -log(1 - p), each with a minus. The cost is the mean of these.
        -np.log(np.mean(Y_train)) - np.log(1 - np.mean(Y_train))
            The labels have no say here. A label that is 1 costs -log(p), one that is 0 costs
            -log(1 - p). The cost is the mean of these, not the sum of both.
        -(np.log(np.mean(Y_train)) + np.log(1 - np.mean(Y_train))) / 2
            This would be the cost if half of the test labels were 1. Each label has its own cost:
            -log(p) where it is 1, and -log(1 - p) where it is 0.
        -np.log(1 - np.mean(Y_train))
            This is the cost if every test label were 0. A label that is 1 costs -log(p).
        np.log(np.mean(Y_train))
            That is a logarithm of the forecast, and the labels have no say in it. A label that is 1
            costs -log(p), one that is 0 costs -log(1 - p).
        -np.mean → np.mean
            The minus sign is missing. The logarithm of a probability is below 0, and a cost is not.
        -np.mean → -np.sum
            This adds the costs up. The cost is their mean, so that tables of different lengths can
            be compared.
        np.full(Y_test.shape, np.mean(Y_train)) → np.full(Y_train.shape, np.mean(Y_train))
        Y_test * → Y_train *
        (1 - Y_test) → (1 - Y_train)
            The forecast is judged by the training labels here. It should be judged by those of the
            test part.
        np.full(Y_test.shape, np.mean(Y_train)) → np.full(Y_train.shape, np.mean(Y_train))
            There are as many forecasts as training labels here. Each test label needs one:
            Y_test.shape.
        np.log(Y_hat) + (1 - Y_test) * np.log(1 - Y_hat) → np.log(Y_hat)
            Only the labels that are 1 count here. Those that are 0 cost something, too:
            -log(1 - Y_hat) each.
        np.log → np.log2
            np.log2 counts in bits. In this course the cost is counted in nats: np.log.
        np.log → np.log10
            np.log10 is the logarithm to base 10. In this course the cost uses np.log, to base e.
        np.mean((Y_test - Y_hat) ** 2)
            That is the mean squared error. Asked for is the cost of notebook 04, with logarithms.
        np.mean((Y_hat > 0.5) == Y_test)
            That is an accuracy: how often the commoner class is right. Asked for is the cost.
        np.mean(Y_train)
            That is the share of 1 in the training part, which is the forecast. Its cost on the test
            labels is still missing.
        Y_hat
            These are the forecasts, one for each test example. Asked for is their cost, one number.
        np.log(Y_hat) + (1 - Y_test) * np.log(1 - Y_hat) → 0 + (1 - Y_test) * np.log(1 - Y_hat)
            Only the labels that are 0 count here. Those that are 1 cost something, too:
            -log(Y_hat) each.
        -np.mean(np.log(Y_hat))
            This is the cost if every test label were 1. A label that is 0 costs -log(1 - Y_hat).
        np.mean(np.abs(Y_test - Y_hat))
            That is the mean distance from the labels. Asked for is the cost of notebook 04, with
            logarithms.
        -np.sum(Y_test * np.log(Y_hat) + (1 - Y_test) * np.log(1 - Y_hat)) / Y_train.size
            The costs are those of the test labels, but you divided by the number of training
            labels. Their mean is wanted: np.mean.
        -np.mean(Y_test * np.log(Y_hat) + (1 - Y_test) * np.log(1 - Y_hat), axis=1)
            The number is right, but it sits in an array. np.mean without axis gives the number
            alone.
    """,
    praise="This is the first number that a network of yours has to beat.",
)


def my_choose_size(sizes, validation_costs, test_costs):
    middle = np.median(validation_costs, axis=1)
    best = np.argmin(middle)
    return sizes[best], np.median(test_costs[best])


def choose_size_stub(sizes, validation_costs, test_costs):
    middle = np.median(test_costs, axis=1)
    best = np.argmin(middle)
    return sizes[best], np.median(test_costs[best])


def choose_cases():
    """Return cases in which each way to choose ends at another size."""
    cases = []
    for words, sizes, validation, test in [
        (
            "three sizes and one seed",
            [4, 8, 16],
            [[0.5], [0.3], [0.4]],
            [[0.2], [0.6], [0.5]],
        ),
        (
            "two sizes and three seeds",
            [2, 32],
            [[0.9, 0.4, 0.5], [0.8, 0.7, 0.1]],
            [[0.6, 0.9, 0.7], [0.3, 0.2, 0.8]],
        ),
        (
            "three sizes, the largest first, and three seeds",
            [32, 16, 8],
            [[0.4, 0.6, 0.5], [0.7, 0.1, 0.8], [0.3, 0.9, 0.4]],
            [[0.3, 0.2, 0.4], [0.7, 0.6, 0.9], [0.8, 0.5, 0.6]],
        ),
    ]:
        cases.append(Case(words, tuple(map(np.array, (sizes, validation, test)))))
    rng = generator(22)
    for n, seeds in [(4, 5), (5, 4), (12, 7)]:
        sizes = rng.permutation(np.arange(1, n + 1))
        costs = 0.2 + rng.rand(2, n, seeds)
        words = f"{n} sizes and {seeds} seeds, with random costs"
        cases.append(Case(words, (sizes, costs[0], costs[1])))
    return cases


CHOOSE_SIZE = exercise(
    my_choose_size,
    returns="size, cost",
    cases=choose_cases,
    stub=choose_size_stub,
    hints="""
        Which of the tables of costs may be looked at before the choice is made? And which only
        once, after it?

        The function chooses in the line with np.argmin, which gives the place of the lowest number.
        Where do the numbers come from that it looks at?

        Only the line that begins with middle is wrong. What is returned may stay: the size that was
        chosen, and what it costs on the test part.
    """,
    slips=r"""
        np.median(test_costs[best]) → np.median(validation_costs[best])
            The size is right. But a cost by which you have chosen flatters: report the one on the
            test part.
        np.median(test_costs[best]) → np.min(test_costs[best])
            The size is right. But you report the luckiest seed. Report the middle one, the median.
        np.median(test_costs[best]) → np.median(test_costs, axis=1).min()
            The size is right. But the lowest test cost belongs to another size, which nobody would
            have chosen. Report the cost of yours.
        np.median(test_costs[best]) → np.median(test_costs)
            The size is right. But this is the median over all sizes. Report the test costs of the
            size that you chose, test_costs[best].
        np.median(test_costs[best]) → np.mean(test_costs[best])
            The size is right. The cost is a mean over the seeds here; as before, the median is
            wanted.
        np.median(test_costs[best]) → test_costs[best]
            The size is right. For its cost all seeds came back; their median is wanted.
        np.median(test_costs[best]) → np.median(test_costs, axis=1)
            The size is right. For its cost the medians of all sizes came back; take the one of
            the size that you chose, test_costs[best].
        np.median(test_costs[best]) → np.median(test_costs[:, 0])
            The size is right. But you took a column of the table, which is a seed. A row belongs
            to each size: test_costs[best].
        sizes[best], → sizes[np.argsort(middle)],
            np.argsort puts all sizes into order. Only the best one is wanted: np.argmin.
        sizes[best], → np.min(middle),
            np.min is the lowest cost, not the size that has it. np.argmin gives its place.
        np.median(validation_costs, axis=1) → np.median(validation_costs + test_costs, axis=1)
            The test costs still have a say, for you chose by both tables together. Choose by the
            validation costs alone.
        np.argmin → np.argmax
            np.argmax finds the highest cost. A good size has a low one.
        np.median(validation_costs, axis=1) → np.min(validation_costs, axis=1)
            You chose by each size's luckiest seed. Choose by the median over the seeds.
        np.median(validation_costs, axis=1) → np.mean(validation_costs, axis=1)
            You chose by the mean over the seeds, in which one bad seed counts much. As before, the
            median is wanted.
        np.median(validation_costs, axis=1) → np.median(validation_costs, axis=0)
            axis=0 goes through the sizes and leaves one number for each seed. One number for each
            size is needed: axis=1.
        np.argmin(middle) → np.argmin(sizes)
            You took the smallest size, whatever it costs. Choose by the validation costs.
        np.argmin(middle) → np.argmax(sizes)
            You took the largest size, whatever it costs. Choose by the validation costs.
        sizes[best], → best,
            best is a place in the row, counted from 0. The size that stands there is sizes[best].
        sizes[best], → sizes[np.argmin(np.median(test_costs, axis=1))],
            The cost is right, but the size is still the one with the lowest test cost.
        sizes[best], np.median(test_costs[best]) → np.median(test_costs[best]), sizes[best]
            Both numbers are right, but they come in the wrong order: first the size, then the cost.
        sizes[best], np.median(test_costs[best]) → sizes[best]
            The size is right, and it came back alone. Return its cost on the test part, too.
    """,
    praise="Now the test part has been looked at once, and its cost may be believed.",
)


EXERCISES = (CONSTANT_COST, CHOOSE_SIZE)

QUESTIONS = (
    Question(
        "own_rare_illness",
        "10",
        "One patient in fifty has an illness. A network is right for 98 % of all patients. What do "
        "you ask first?",
        (
            "how many epochs it was trained for",
            "nothing: 98 % is excellent",
            "how often it would be right to say “healthy” to everybody",
        ),
        3,
        "To say “healthy” every time is right for 49 of 50 patients, which is 98 % as well, and it "
        "finds nobody. Where one class is rare, ask for precision and recall.",
        {
            1: "That may be worth knowing later. Is the result good at all?",
            2: "Is it? Work out how many of fifty patients are healthy.",
        },
    ),
    Question(
        "own_gap_before_the_test",
        "10",
        "A label says whether something happens within the next four weeks, and you split by time. "
        "Why do you leave out the last four weeks before the test?",
        (
            "their labels tell what happens in the test weeks",
            "the network needs a rest between training and test",
            "four weeks are too few to matter",
        ),
        1,
        "Such a label looks ahead into the test weeks. A network that has learned from it has been "
        "told part of the answer.",
        {
            2: "A network does not get tired. When does the label of such a week become known?",
            3: "Then one could just as well keep them. When does the label of such a week become "
            "known?",
        },
    ),
    Question(
        "own_straight_border",
        "02",
        "Two classes lie in a plane. Which borders can a network without a hidden layer draw "
        "between them?",
        ("any curve, if it is trained long enough", "straight lines only", "circles only"),
        2,
        "A single unit adds up its weighted inputs and sends the sum through the sigmoid. Where "
        "that sum is 0, there is a straight line. Curves need hidden units with a bend.",
        {
            1: "Training changes the weights. Which shapes can weights alone make?",
            3: "Where does a weighted sum of two inputs equal 0?",
        },
    ),
)


def _judge_nest(share):
    return 1 if share < 0.35 else 2 if share < 0.65 else 3


def _judge_layer(wins):
    """Judge in how many of twenty splits the hidden layer has the lower cost."""
    return 1 if wins <= 12 else 2 if wins <= 17 else 3


def _judge_more(leads):
    """Judge (lead with the beak alone, lead with all four measurements)."""
    beak, all_four = leads
    return 1 if all_four > 1.25 * beak else 2 if all_four > 0.5 * beak else 3


PREDICTIONS = (
    Prediction(
        "own_nest",
        "A fifth of the penguins is drawn for the test, one by one. How many of these have their "
        "partner among the training penguins, so that the answer could be copied?",
        ("about one in five", "about half of them", "about four in five"),
        _judge_nest,
        "The partner is drawn like any other bird, and four of five birds are in training. Its sex "
        "gives the answer away, so the number of the nest must not be an input.",
    ),
    Prediction(
        "own_layer",
        "Both networks see the beak alone. In how many of twenty splits does the one with 8 hidden "
        "units cost less on the test part than the one without a hidden layer?",
        ("in about ten", "in about fifteen", "in all, or nearly all"),
        _judge_layer,
        "Without a hidden layer the border is a straight line. The first picture shows the groups "
        "of penguins around which it would have to bend.",
    ),
    Prediction(
        "own_more",
        "The lead of the hidden layer is how much less it costs. What becomes of it when flipper "
        "and weight join the beak?",
        ("it grows", "it stays about the same", "it shrinks to less than half"),
        _judge_more,
        "With four measurements a straight border does nearly as well. Both networks cost less "
        "than half of what they cost before, or little more, and there is not much left to gain.",
    ),
)
