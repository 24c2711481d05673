"""Practice for notebook 04: cost and accuracy."""

import numpy as np

from classroom.practice.exercise import Case
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import generator
from classroom.practice.slips import exercise


def my_get_cost_value(Y_hat, Y):
    prices = -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))
    return np.sum(prices) / Y.shape[1]


def get_cost_value_stub(Y_hat, Y):
    # The price of each answer, for all examples at once: the big brackets, with a minus.
    prices = ...
    # The cost of the network: add the prices up, and divide.
    return np.sum(prices) / ...


def _example(words, *rows):
    """Return a case from rows of numbers."""
    return Case(words, tuple(np.array([row], dtype=float) for row in rows))


def _random_cases(seed, low, high):
    """Return cases of random predictions between `low` and `high`, with labels of both classes."""
    rng = generator(seed)
    cases = []
    for m in (2, 5, 12, 60):
        Y = np.zeros((1, m))
        Y[0, rng.permutation(m)[: (m + 1) // 2]] = 1
        cases += [Case(f"{m} examples", (low + (high - low) * rng.rand(1, m), Y))]
    return cases


def _cost_cases():
    return [
        _example("one example of class 1", [0.5], [1]),
        _example("one example of class 0", [0.2], [0]),
        _example("the three predictions of the notebook", [0.9, 0.2, 0.2], [1, 0, 1]),
        _example("three labels that are all 0", [0.1, 0.5, 0.8], [0, 0, 0]),
        _example("rather sure answers", [0.99, 0.02, 0.97, 0.05], [1, 0, 0, 1]),
        _example("very sure answers", [0.002, 0.998, 0.003, 0.997], [1, 0, 0, 1]),
        *_random_cases(4, 0.05, 0.95),
    ]


def get_cost_value_another_way(Y_hat, Y):
    return -np.mean(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))


def get_cost_value_a_third_way(Y_hat, Y):
    return np.mean(-np.log(np.where(Y == 1, Y_hat, 1 - Y_hat)))


GET_COST_VALUE = exercise(
    my_get_cost_value,
    ways=(
        get_cost_value_another_way,
        get_cost_value_a_third_way,
    ),
    returns="cost",
    cases=_cost_cases,
    stub=get_cost_value_stub,
    rtol=1e-3,  # somebody may carry the guard of the last exercise back into this one
    hints="""
        In the first gap, Y and 1 - Y choose for each example which of the two logarithms counts.
        The second one is m, the number of examples, and Y has a column for each.

        np.log works on every entry, and so do *, + and the minus in front of a pair of brackets.
        Y.shape says how many rows and columns Y has.

        The first gap is -(Y * np.log(…) + (1 - Y) * np.log(…)). What goes into each log? And which
        of the two numbers in Y.shape is m?
    """,
    slips=r"""
        np.sum(prices) / Y.shape[1] → np.sum(prices)
            This is the sum over the examples. The cost is their mean: divide by m, which is
            Y.shape[1] (Y.shape[0] and len(Y) are 1), or use np.mean.
        Y.shape[1] → Y.shape
            Y.shape holds two numbers, 1 and m, and you divided by both. m alone is Y.shape[1].
        Y.shape[1] → 3
            You divided by 3, which is right for three examples only. Y.shape[1] says how many there
            are.
        Y.shape[1] → Y
            You divided by the labels themselves. Divide by how many there are: Y.shape[1].
        Y.shape[1] → Y_hat
            You divided by the predictions themselves. Divide by how many there are: Y.shape[1].
        Y.shape[1] → prices
            You divided by the prices themselves. Divide by how many there are: Y.shape[1].
        Y.shape[1] → np.sum(Y)
            np.sum(Y) counts the examples of class 1 only. Y.shape[1] counts them all.
        = -( → = (
            The minus in front is missing. The log of a probability is 0 or less, and a cost should
            be 0 or more.
        -np.mean(Y_hat * np.log(Y) + (1 - Y_hat) * np.log(1 - Y))
            Y and Y_hat have changed places. The log is for the predictions; the label only chooses
            which term counts. (The log of a label would be log 1 or log 0.)
        np.log → np.log10
            np.log10 is the logarithm to base 10. The course takes the natural one, ln on a
            calculator; in NumPy that is np.log.
        np.log → np.log2
            np.log2 measures surprise in bits. The course takes the natural logarithm and measures
            in nats: np.log.
        -np.mean(Y * np.log(Y_hat))
            Only examples of class 1 pay here. Where the label is 0, this term is 0 whatever the
            network says: the second half of the formula is for those.
        -np.mean(np.log(Y_hat))
            Here every example pays -log(Y_hat), even where the label is 0. There p is 1 - Y_hat, so
            that is what belongs in the second log.
        np.log(1 - Y_hat) → (1 - np.log(Y_hat))
            Mind the brackets: log(1 - Y_hat) is the log of what remains. 1 - log(Y_hat) is another
            number, because there the 1 stays outside the log.
        (1 - Y) * → 1 - Y *
            Mind the brackets: in 1 - Y * … Python multiplies first. Write (1 - Y) * … instead.
        = -(Y → = (-Y
            The minus reaches the first term only, so class 0 lowers the cost by its mistakes. It
            belongs in front of the whole sum: -(… + …).
        np.mean((Y_hat - Y) ** 2)
            That is the mean squared error. It is small for good answers, too, but here you need the
            surprise: the mean of -log(p).
        np.mean(np.abs(Y_hat - Y))
            That is the mean distance from the label, which is 1 - p. The cost is the mean of
            -log(p).
        -(Y @ np.log(Y_hat).T + (1 - Y) @ np.log(1 - Y_hat).T) / Y.shape[1]
            The number is right, but it sits in an array of shape (1, 1), as a product of matrices
            does. cost.item() takes it out.
        -(Y @ np.log(Y_hat).T + (1 - Y) @ np.log(1 - Y_hat).T) / Y.shape[0]
            Two things are missing. The number sits in an array of shape (1, 1), and cost.item()
            takes it out. And it is still the sum: m is Y.shape[1], while Y.shape[0] is 1.
        np.sum(prices) → np.sum(prices, axis=1)
            The number is right, but it sits in an array of shape (1,). Without axis=1, np.mean and
            np.sum give the number alone; .item() takes it out, too.
        np.sum(prices) / Y.shape[1] → sum(prices)
            That is one number for each example. Python's own sum, or axis=0, adds rows up, and here
            there is just one row. np.mean(…) and np.sum(…) take all entries.
        np.sum(prices) → sum(prices)
            You divided by m, but nothing has been added up: Python's own sum, or axis=0, adds rows,
            and here there is just one. np.sum(…) adds all entries.
        -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat)) / Y.shape[1]
            You divided by m, but there is still one number for each example. They have to be added
            up: np.sum does that, and np.mean adds and divides.
        np.log(1 - Y_hat) → np.log(1 - Y)
            Where the label is 1 the result is nan, and where it is 0 the answer costs nothing. In
            both terms the log is for the prediction, Y_hat, and the label stands in front.
        prices = → Y_hat = np.clip(Y_hat, 0.01, 0.99); prices =
            Between 0.01 and 0.99 everything is right, but surer answers get a wrong price. A guard,
            if you want one, has to stay much closer to 0 and 1.
        -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))
            That is the surprise of every example, one beside the other. The cost is one number for
            all of them: their mean.
        np.sum → np.mean
            It is divided by m twice; np.mean, if you use it, does that already. Either np.mean, or
            np.sum and then / m.
        -np.log(np.mean(Y * Y_hat + (1 - Y) * (1 - Y_hat)))
            You took the mean first and then its log. Every example pays its own -log(p), and the
            mean comes after that; the two are not the same.
        -(Y @ np.log(Y_hat) + (1 - Y) @ np.log(1 - Y_hat)) / Y.shape[1]
            @ multiplies a row by a column, but here two rows meet. Entry by entry it is *; with @,
            the second row has to be turned: .T.
        np.log → math.log
        prices = → import math; prices =
            math.log takes a single number. np.log takes the whole array and works on every entry.
        -np.log(Y_hat) if Y == 1 else -np.log(1 - Y_hat)
            An if needs a single yes or no, but Y == 1 holds one for each example. In the formula Y
            and 1 - Y choose the term, for all examples at once.
        -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))[0, 0] / Y.shape[1]
            Only the first example has been counted. If you have a loop: does return stand inside
            it? Then it ends after one round.
        -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))[0, -1] / Y.shape[1]
            Only the last example has been counted. If you have a loop: is the sum set back in every
            round? Start it once, before the loop, and then add.
        -np.mean(Y_hat * np.log(Y_hat) + (1 - Y_hat) * np.log(1 - Y_hat))
            The labels do not occur here. In front of the logarithms stand Y and 1 - Y: what is true
            chooses which log counts.
        return → Y_hat[Y == 0] = 1 - Y_hat[Y == 0]; return
        -np.mean(np.log(Y_hat))
            The number is right, but Y_hat itself was changed, and the backward pass still needs it.
            np.where(Y == 1, …, …) makes a new array.
        -np.sum(Y.T @ np.log(Y_hat) + (1 - Y).T @ np.log(1 - Y_hat)) / Y.shape[1]
            With .T in front, @ makes a table of every label with every answer, and all of it
            was added up. Each label belongs to its own example: *, or Y @ np.log(Y_hat).T.
        -np.mean(Y.T @ np.log(Y_hat) + (1 - Y).T @ np.log(1 - Y_hat))
            With .T in front, @ makes a table of every label with every answer. Each label
            belongs to its own example: *, or Y @ np.log(Y_hat).T.
        np.mean((Y_hat - Y) ** 2) / 2
            That is half of the mean squared error. You need the surprise here: the mean of
            -log(p).
    """,
    praise="That is one number for all mistakes, and a smooth one. Training makes it small.",
)


def my_convert_prob_into_class(probs):
    return np.where(probs > 0.5, 1, 0)


def _class_cases():
    return [
        _example("one probability", [0.7]),
        _example("three easy probabilities", [0.2, 0.9, 0.6]),
        _example("a probability of exactly 0.5", [0.49, 0.5, 0.51]),
        _example("probabilities of exactly 0 and 1", [1, 0]),
        *(Case(case.words, case.args[:1]) for case in _random_cases(5, 0, 1)),
    ]


def convert_prob_into_class_another_way(probs):
    return 1 * (probs > 0.5)


CONVERT_PROB_INTO_CLASS = exercise(
    my_convert_prob_into_class,
    ways=(convert_prob_into_class_another_way,),
    returns="classes",
    cases=_class_cases,
    hints="""
        Ask the same question of every entry: is it above 0.5? If so, write 1, and otherwise 0.

        np.where(condition, a, b), which you know from notebook 02, answers it for all entries at
        once.

        The line is return np.where(…, 1, 0), and the condition compares probs with 0.5, strictly.
    """,
    slips=r"""
        > 0.5 → >= 0.5
            At exactly 0.5 the course says class 0: strictly greater, >, not >=.
        > 0.5 → < 0.5
            It is the other way round: a large probability of class 1 means class 1.
        1, 0 → 0, 1
            The two answers have changed places: write 1 where it is above 0.5, and 0 elsewhere.
        probs > 0.5
            The comparison is right and gives True and False. Classes are numbers, 1 and 0:
            np.where(…, 1, 0) or .astype(int) makes them so.
        1 if probs > 0.5 else 0
            An if needs a single yes or no, but probs > 0.5 holds one for every entry. np.where
            decides entry by entry.
        int(probs > 0.5)
            int takes a single number. For a whole array there is .astype(int), or np.where.
        round(probs)
            Python's own round takes a single number. For a whole array there is np.round; np.where
            with probs > 0.5 says more plainly what happens at 0.5.
        1 if np.mean(probs) > 0.5 else 0
            This is one class for the whole array. Every probability gets its own: compare probs
            itself, not its mean.
        1, 0 → probs, 0
            Above 0.5 the probability itself is passed on. A class is 1 or 0, nothing else.
        1, 0 → 1, probs
            Above 0.5 it is right. Below, the probability itself is passed on, and a class is 1 or
            0, nothing else.
        np.where(probs > 0.5, 1, 0)[0]
            The classes are right, but one axis is lost: (m,) instead of (1, m). np.where on the
            whole of probs keeps the shape.
        list(np.where(probs > 0.5, 1, 0)[0])
            The classes are right, but they are in a list. np.where on the whole of probs gives an
            array, of the shape of probs.
        np.where(probs > 0.5)
            np.where with the condition alone says where it holds. Tell it what to put where it
            holds, and what elsewhere: np.where(condition, a, b).
        probs.astype(int)
            A fraction that is turned into a whole number is cut off, not rounded: 0.9 becomes 0.
            Compare with 0.5 first.
        probs[probs > 0.5]
            This picks the probabilities above 0.5 and leaves the others out. Every example keeps
            its place, and gets 1 or 0.
        np.sum(probs > 0.5)
            This counts how many are of class 1. You need the class of each one.
        return → probs[probs > 0.5] = 1; probs[probs <= 0.5] = 0; return
        probs
            The classes are right, but the probabilities were overwritten, and the cost still needs
            them. Make a new array, with np.where or probs.copy().
        0 * probs
            You answer class 0 everywhere. (np.argmax gives the place of the largest, which in one
            row is always 0, and a second mask sees what the first has written.) Compare with 0.5.
        np.where(probs > 0.5, 1, 2)
            These are 1 and 2. The classes are 1 and 0.
        np.where(probs > 0.5, 1, -1)
            These are 1 and -1. The classes are 1 above 0.5, and 0 otherwise.
        np.where(probs > 0, 1, 0)
            Every probability is above 0. The border between the classes is 0.5.
        np.where(probs > probs.mean(), 1, 0)
            You compared with the mean of all the probabilities. The border is 0.5 for each of
            them.
    """,
    praise="Now every answer is a plain yes or no. How sure the network was is lost on the way.",
)


def my_get_accuracy_value(Y_hat, Y):
    classes = my_convert_prob_into_class(Y_hat)
    return np.sum(classes == Y) / Y.shape[1]


def _accuracy_cases():
    return [
        _example("one right answer", [0.7], [1]),
        _example("one right answer, of class 0", [0.2], [0]),
        _example("three of four right", [0.9, 0.2, 0.6, 0.3], [1, 0, 1, 1]),
        _example("the 2-2-1 network's answers, both 0.5", [0.5, 0.5], [1, 0]),
        _example("a probability of exactly 0.5", [0.5, 0.9], [0, 1]),
        _example("no answer right", [0.1, 0.8, 0.4], [1, 0, 1]),
        _example("answers of exactly 0 and 1", [1, 0, 0, 0, 1], [1, 0, 1, 0, 0]),
        *_random_cases(6, 0, 1),
    ]


def get_accuracy_value_another_way(Y_hat, Y):
    return np.mean((Y_hat > 0.5) == Y)


GET_ACCURACY_VALUE = exercise(
    my_get_accuracy_value,
    ways=(get_accuracy_value_another_way,),
    returns="accuracy",
    cases=_accuracy_cases,
    hints="""
        Turn the probabilities into classes first (you have a function for that), and then compare
        the classes with the labels.

        == compares entry by entry and gives True or False. np.sum counts True as 1 and False as 0,
        and so does np.mean.

        Two lines are enough: classes = my_convert_prob_into_class(…), and then return np.sum(… ==
        …) / … What do you divide by?
    """,
    slips=r"""
        np.sum(classes == Y)
            That is how many are right. The accuracy is their share: divide by the number of
            examples, Y.shape[1] (Y.shape[0] and len(Y) are 1), or use np.mean.
        np.sum → 100 * np.sum
            That is a percentage. In the course an accuracy is a fraction from 0 to 1; for reading,
            print makes it a percentage.
        np.sum(classes == Y) // Y.shape[1]
            Only 0 and 1 come out: whatever is not quite 1 has become 0. / divides; // cuts the
            fraction off.
        np.sum(classes == Y / Y.shape[1])
            It is as if the classes were compared with Y / m. Compare with Y itself, add up, and
            divide after that: np.sum(classes == Y) / …
        Y.shape[1] → Y.shape
            You get two numbers, because you divide by both parts of Y.shape, which is (1, m). The
            number of examples is Y.shape[1].
        np.sum → np.mean
            It is divided by m twice; np.mean, if you use it, does that already. Either np.mean, or
            np.sum and then / m.
        np.mean(classes == Y, axis=1)
            The number is right, but it sits in an array of shape (1,). Without axis=1, np.mean and
            np.sum give the number alone; .item() takes it out, too.
        np.mean(classes == Y, axis=0)
            That is 1 or 0 for each example. Python's own sum, or axis=0, adds rows up, and here
            there is just one row. np.mean(…) takes all entries.
        my_convert_prob_into_class(Y_hat) → Y_hat
            This compares probabilities with labels, and 0.9 is not equal to 1. Turn Y_hat into
            classes first.
        == → !=
            That is the share of mistakes. The accuracy is the share of right answers: ==.
        np.mean(classes)
            That is the share of ones among the predicted classes. Whether they are right, only the
            labels can tell: compare with Y.
        classes == Y → classes * Y
            The product is 1 only where class and label are both 1. Where both are 0, the answer is
            right, too: compare with ==.
        np.all(classes == Y)
            This asks whether all answers are right: one yes or no. The accuracy says how many of
            them, as a share: np.mean.
        float(classes[0, 0] == Y[0, 0])
            This looks at the first example only. Compare all of them, and take the mean.
        classes == Y
            That says for each example whether it is right. The accuracy is one number: the mean of
            that, with True as 1 and False as 0.
        1 - np.mean(np.abs(Y_hat - Y))
            This looks at how far the probabilities are from the labels. For the accuracy only the
            class counts: turn Y_hat into classes first.
        my_convert_prob_into_class(Y_hat) → Y_hat >= 0.5
            At exactly 0.5 the class is 0: strictly greater, >. my_convert_prob_into_class does that
            for you.
        np.sum → sum
            Python's own sum adds the rows of an array, and here there is just one row. np.sum adds
            all entries; np.mean divides as well.
        my_convert_prob_into_class(Y_hat) → None
            The result is 0 every time. If you call my_convert_prob_into_class: have you run its
            cell, and is its check correct?
    """,
    praise="This is the number that people ask for. A network trains on the other one, the cost.",
)


def my_guarded_cost(Y_hat, Y):
    P = np.clip(Y_hat, 1e-15, 1 - 1e-15)
    m = Y.shape[1]
    cost = -(Y @ np.log(P).T + (1 - Y) @ np.log(1 - P).T) / m
    return cost.item()


def guarded_cost_stub(Y_hat, Y):
    m = Y.shape[1]
    cost = -(Y @ np.log(Y_hat).T + (1 - Y) @ np.log(1 - Y_hat).T) / m
    return cost.item()


def _large(cost):
    return np.isfinite(cost) and cost > 5


def _large_among_halves(cost):
    return np.isfinite(cost) and cost > 1.76  # (5 + 3 ln 2) / 4 = 1.7699


def _small(cost):
    return abs(cost) < 0.01


def _guard_cases():
    return [
        _example("the three predictions of the notebook", [0.9, 0.2, 0.2], [1, 0, 1]),
        _example("an exact 1 that is right, among others", [0.5, 0.5, 1, 0.2], [1, 0, 1, 1]),
        _example("an exact 0 that is right, among others", [0.5, 0.5, 0, 0.8], [1, 0, 0, 0]),
        _example("very sure answers", [0.002, 0.998, 0.002, 0.998], [1, 0, 0, 1]),
        *_random_cases(7, 0.05, 0.95),
        Case(
            "a sure mistake among three answers of 0.5",
            (np.array([[0.0, 0.5, 0.5, 0.5]]), np.array([[1.0, 1.0, 0.0, 0.0]])),
            _large_among_halves,
            "a finite number above 1.76",
        ),
        *(
            Case(words, (np.array([Y_hat]), np.array([Y])), accept, expected)
            for words, Y_hat, Y, accept, expected in (
                ("an exact 0 that is wrong", [0.0], [1.0], _large, "a finite number above 5"),
                ("an exact 1 that is wrong", [1.0], [0.0], _large, "a finite number above 5"),
                ("two sure mistakes", [0.0, 1.0], [1.0, 0.0], _large, "a finite number above 5"),
                ("two perfect answers", [1.0, 0.0], [1.0, 0.0], _small, "a number close to 0"),
            )
        ),
    ]


def guarded_cost_another_way(Y_hat, Y):
    P = np.clip(Y_hat, 1e-15, 1 - 1e-15)
    return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))


GUARDED_COST = exercise(
    my_guarded_cost,
    ways=(guarded_cost_another_way,),
    returns="cost",
    cases=_guard_cases,
    rtol=1e-3,  # where the guard stands is the learner's choice, up to 1e-3 from 0 and 1
    stub=guarded_cost_stub,
    hints="""
        The formula is right for every prediction between 0 and 1. Which two predictions make one of
        the logarithms a log(0)?

        Before the logarithms, move predictions that are exactly 0 or 1 a tiny step inwards, and
        leave the others as they are.

        np.clip(Y_hat, low, high) gives a new array with nothing below low or above high. Choose low
        a little above 0, such as 1e-15, and high just as little below 1.
    """,
    slips=r"""
        np.clip(Y_hat, 1e-15, 1 - 1e-15) → Y_hat
            A log(0) is still there, for an exact 0 and for an exact 1. Keep Y_hat a tiny step away
            from both before np.log. (np.clip gives a new array: Y_hat = np.clip(…).)
        np.clip(Y_hat, 1e-15, 1 - 1e-15) → np.maximum(Y_hat, 1e-15)
            An exact 0 is safe now. But where Y_hat is 1, np.log(1 - Y_hat) has to get a little more
            than 0, too. (Too tiny a step is lost: 1 - 1e-17 is rounded to 1.)
        np.clip(Y_hat, 1e-15, 1 - 1e-15) → np.minimum(Y_hat, 1 - 1e-15)
            An exact 1 is safe now. But where Y_hat is 0, np.log(Y_hat) has to get a little more
            than 0, too.
        -np.nanmean(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))
            Perfect answers are left out of the mean, where they should count as 0, and sure
            mistakes do not cost what they should. Keep log(0) from happening instead.
        np.clip(Y_hat, 1e-15, 1 - 1e-15) → Y_hat
        np.nan_to_num(cost.item())
            Turned into 0 afterwards, one nan wipes out what all the other examples have to pay.
            Mend it earlier: before the logarithms.
        my_get_cost_value(1e-15 if Y_hat == 0 else Y_hat, Y)
            An if needs a single yes or no, but Y_hat == 0 holds one for each example. np.clip looks
            after every entry by itself.
        1e-15, 1 - 1e-15 → 0.01, 0.99
            The guard works, but it reaches too far in: 0.002 and 0.998 are honest answers and have
            to stay. Take a much smaller step than 0.01.
        -np.mean(np.log(np.where(Y == 1, Y_hat, 1 - Y_hat)))
            Perfect answers are safe now. But a sure mistake has to cost more than 5, and not
            infinity: keep what goes into np.log a tiny step away from 0.
        np.clip(Y_hat, 1e-15, 1 - 1e-15) → Y_hat
        np.log(P) → np.nan_to_num(np.log(P))
        np.log(1 - P) → np.nan_to_num(np.log(1 - P))
            One sure mistake is mended, two are not. np.nan_to_num, for one, turns -inf into a
            number so huge that two of them add up to inf. Keep log(0) from happening.
        return → p = np.where(Y == 1, Y_hat, 1 - Y_hat); return
        -np.mean(np.log(p[p > 0])) if np.any(p > 0) else 36.0
            Alone, a sure mistake costs enough; among other answers it does not. It may not be left
            out of the mean, nor count as 0.
        1 - 1e-15) → 1 - 1e-15, out=Y_hat)
            The guard works, but it overwrites the predictions of whoever called. np.clip makes a
            new array and leaves Y_hat as it was.
        np.log(P) → np.log(Y_hat + 0.01)
        np.log(1 - P) → np.log(1 - Y_hat + 0.01)
            0.01 is too large a guard: added to every prediction, it changes the cost of all of
            them. Take something tiny, such as 1e-15.
        np.log(P) → np.log(Y_hat + 0.1)
        np.log(1 - P) → np.log(1 - Y_hat + 0.1)
            0.1 is too large a guard: added to every prediction, it changes the cost of all of
            them. Take something tiny, such as 1e-15.
        np.clip(Y_hat, 1e-15, 1 - 1e-15) → Y_hat
        -np.mean(np.nan_to_num(Y * np.log(P) + (1 - Y) * np.log(1 - P), nan=-42, neginf=-42))
            Every nan became a large number, and so perfect answers pay, too. Only a sure
            mistake should cost much: keep log(0) from happening instead.
    """,
    praise="Put the same guard into my_get_cost_value: in notebook 07 it watches over a whole "
    "training.",
)


EXERCISES = (GET_COST_VALUE, CONVERT_PROB_INTO_CLASS, GET_ACCURACY_VALUE, GUARDED_COST)

QUESTIONS = (
    Question(
        "loss_what_memory_keeps",
        "03",
        "What is in memory after a forward pass through a 2-2-1 network?",
        ("W1, b1, W2 and b2", "A1 and Y_hat", "A0, Z1, A1 and Z2"),
        3,
        "It holds what each layer read, and its Z. A0 is X. The last A comes back by itself, as "
        "Y_hat.",
        {
            1: "Those are the parameters, and they have a dict of their own.",
            2: "Y_hat is handed back beside memory, which holds two entries for each layer.",
        },
    ),
    Question(
        "loss_shape_of_Y_hat",
        "03",
        "X has shape (2, 900). What is the shape of Y_hat, if the last layer has one unit?",
        ("(1, 900)", "(900, 1)", "(2, 900)", "(1, 1)"),
        1,
        "There is one row for the one unit, and one column for each example.",
        {
            2: "In this course the examples stand side by side, not one under the other.",
            3: "That is the shape of X itself. Its 2 rows are what the network has read.",
            4: "That would be a single answer. How many examples are there?",
        },
    ),
    Question(
        "loss_flat_sigmoid",
        "02",
        "How steep is the sigmoid far from 0, at Z = -10 or at Z = 10?",
        ("steeper than at 0", "almost flat", "just as steep as at 0", "flat at -10, steep at 10"),
        2,
        "It is steepest at 0, with a slope of 0.25, and saturated at both ends.",
        {
            1: "Then it would soon leave the range from 0 to 1.",
            3: "Then it would be a straight line. Think of the S.",
            4: "That is true of ReLU. The two ends of the sigmoid are alike.",
        },
    ),
)


def _judge_tiny_moves(mistakes):
    """Judge by the mistakes without a shift, and after shifts that grow."""
    changed = tuple(np.asarray(mistakes[1:]) != mistakes[0])
    return [(False,) * 3, (False, False, True), (False, True, True), (True,) * 3].index(changed) + 1


def _judge_halves(prices):
    rises = np.diff(prices)
    if np.allclose(rises, rises[0]):
        return 2
    return 1 if rises[-1] > rises[0] else 3


def _judge_lesser_network(share):
    return 1 if share < 0.03 else 2 if share < 0.2 else 3


def _judge_log_of_zero(cost):
    return 3 if np.isnan(cost) else 2 if np.isinf(cost) else 1


PREDICTIONS = (
    Prediction(
        "loss_tiny_moves",
        "Shift the last bias by 0.001, by 0.01, and by 0.1. Which of these shifts change the "
        "number of mistakes among the 900 points?",
        ("none of them", "only 0.1", "0.01 and 0.1", "all three"),
        _judge_tiny_moves,
        "A count changes only when an answer crosses 0.5. The two small shifts take no answer "
        "across.",
    ),
    Prediction(
        "loss_halves",
        "Take p = 0.4, then half of it, 0.2, and again half, 0.1 and 0.05. How does the price "
        "change from one to the next?",
        (
            "the rise gets larger each time",
            "it rises by the same amount each time",
            "the rise gets smaller each time",
        ),
        _judge_halves,
        "Half the probability always costs log 2 = 0.693 more, and that is the price of p = 0.5 "
        "itself.",
    ),
    Prediction(
        "loss_who_pays_less",
        "Each of the three networks gets only the last example wrong. Which of the first two has "
        "the lower cost, A or B?",
        ("A", "B", "both cost the same"),
        lambda costs: 3 if np.isclose(costs[0], costs[1]) else 1 + int(costs[1] < costs[0]),
        "For the last example B pays a little more than A, but for the other three it pays almost "
        "nothing.",
    ),
    Prediction(
        "loss_lesser_network",
        "A network whose true accuracy is 0.95 is tested 1000 times, on 100 fresh points each "
        "time. How often will it get 98 or more of them right?",
        ("hardly ever", "about once in 10 tests", "about once in 3 tests"),
        _judge_lesser_network,
        "A test on 100 points is partly luck. Two or three right answers more or less are quite "
        "usual.",
    ),
    Prediction(
        "loss_perfect_answer",
        "The label is 1, and the network says exactly 1: a perfect answer! What does NumPy make of "
        "the formula?",
        ("0", "infinity (inf)", "not a number (nan)"),
        _judge_log_of_zero,
        "The second term is 0 times log 0, which is zero times minus infinity, and that has no "
        "value.",
    ),
    Prediction(
        "loss_where_squares_push",
        "The label is 1. At which of these Z is the slope of the squared error steepest?",
        ("Z = -6, where Y_hat is 0.002", "Z = -2", "Z = 0, where Y_hat is 0.5", "Z = 2"),
        lambda slopes: 1 + int(np.argmax(np.abs(slopes))),
        "The slope of the squared error is 2 (Y_hat - 1) times the slope of the sigmoid, and the "
        "sigmoid is almost flat far from Z = 0.",
    ),
)
