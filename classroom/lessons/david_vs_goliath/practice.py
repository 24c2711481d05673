"""Practice for notebook 08: into Keras, and a fair comparison."""

import numpy as np

from classroom.practice.exercise import Case
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import generator, size_words
from classroom.practice.slips import exercise


def my_keras_layer(W, b, x):
    kernel = W.T
    bias = b.ravel()
    z = x @ kernel + bias
    return kernel, bias, z


def keras_layer_stub(W, b, x):
    # Keras's kernel, from our W.
    kernel = ...
    # Keras's bias, from our b.
    bias = ...
    # The layer as Keras computes it, from x, kernel and bias.
    z = ...
    return kernel, bias, z


def keras_layer_cases():
    rng = generator(8)
    easy = np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([[1.0], [0.0]]), np.array([[1.0, 10.0]])
    cases = [Case("2 units, 2 inputs and 1 example", easy)]
    for n_out, n_in, m in ((1, 1, 1), (3, 3, 3), (3, 1, 2), (1, 4, 2), (3, 2, 4), (25, 2, 30)):
        words = f"{size_words(n_out, n_in, column='input')}, {m} example{'s' if m > 1 else ''}"
        args = rng.randn(n_out, n_in), rng.randn(n_out, 1), rng.randn(m, n_in)
        cases.append(Case(words.replace(" and ", ", "), args))
    return cases


KERAS_LAYER = exercise(
    my_keras_layer,
    returns="kernel, bias, z",
    cases=keras_layer_cases,
    stub=keras_layer_stub,
    hints="""
        x is (m, inputs), z is to be (m, units), and a matrix product needs its inner sizes equal.
        So what shape must the kernel have?

        The kernel has a row for each input and a column for each unit: W turned over. The bias is
        flat, with shape (units,).

        Turn W with .T, make b flat with .ravel(). Then x comes first in the product.
    """,
    slips=r"""
        W.T → W
        x @ kernel + bias → (W @ x.T + b).T
            z is right, but W went over as it is. Keras has a row for each input: W.T.
        W.T → W
            W went over as it is; Keras has a row for each input: W.T. Where W is square nothing
            complains, and all answers are wrong.
        kernel, b, z
            Kernel and z are right. The bias is still a column, (units, 1); Keras wants it flat,
            (units,).
        b.ravel() → b
            The kernel is right. The bias is still a column, (units, 1), and is added along the
            examples; Keras wants it flat, (units,).
        b.ravel() → b.T
            Kernel and z are right. b.T is a row, (1, units), still with two axes; flat is (units,),
            with one.
        W.T → W.reshape(W.shape[::-1])
            reshape gives the right shape and the wrong places: it refills the numbers row by row.
            Turning the table over is .T.
        x @ kernel + bias → W @ x.T + b
            Kernel and bias are right, but z came out in our shape, (units, m). In Keras examples
            are rows.
        x @ kernel + bias → W @ x + b
            W @ x + b is our own layer, with examples as columns. For Keras they are rows, so x
            comes first: x @ kernel + bias.
        x @ kernel + bias → W @ x + bias
            W @ x is our own order, with examples as columns. For Keras they are rows, so x comes
            first: x @ kernel + bias.
        x @ kernel + bias → W @ x
            W @ x is our own order, with examples as columns, and the bias is missing. For Keras
            they are rows, so x comes first: x @ kernel + bias.
        x @ kernel + bias → kernel @ x + b
            Examples are rows here, so x comes first. And the flat bias is added, not the column b:
            x @ kernel + bias.
        x @ kernel + bias → x @ W + bias
            Examples are rows here, so x comes first: right. But it meets Keras's kernel, which is W
            turned over: x @ kernel + bias.
        x @ kernel + bias → x @ kernel + b
            x @ kernel is right. But b is a column, and would be added along the examples. The flat
            bias goes along the units: x @ kernel + bias.
        W.T → W
        b.ravel() → b
        x @ kernel + bias → W @ x + b
            These are our own W, b and layer, with examples as columns. For Keras they are rows: W
            is turned over, b is made flat, and x comes first.
        x @ kernel + bias → x @ kernel
            Kernel and bias are right, but z lacks the bias.
    """,
    praise="With the first two lines, layer by layer, two networks become one.",
)


def my_largest_difference(ours, theirs):
    differences = [np.abs(ours[key] - theirs[key]).max() for key in ours]
    return max(differences)


def difference_cases():
    ours = {"W1": np.array([[1.0, 2.0]]), "b1": np.array([[0.5]])}
    theirs = {"W1": np.array([[1.5, 2.25]]), "b1": np.array([[0.5625]])}
    rng = generator(81)
    cases = [
        Case("numbers that differ by 0.5 at most", (ours, theirs)),
        Case("two equal dicts", (ours, dict(ours))),
    ]
    for sizes in ((2, 3, 1), (3, 4, 4, 1)):
        one, other = {}, {}
        for l, (n_in, n_out) in enumerate(zip(sizes, sizes[1:], strict=False), start=1):
            for key, shape in ((f"W{l}", (n_out, n_in)), (f"b{l}", (n_out, 1))):
                one[key], other[key] = rng.randn(*shape), rng.randn(*shape)
        # The largest difference sits in the middle, and below 0.
        one["b1"][1, 0], other["b1"][1, 0] = -6.0, 3.0
        cases.append(Case(f"the parameters of {'-'.join(map(str, sizes))}", (one, other)))
    return cases


def largest_difference_another_way(ours, theirs):
    return max(np.max(np.abs(ours[key] - theirs[key])) for key in ours)


LARGEST_DIFFERENCE = exercise(
    my_largest_difference,
    ways=(largest_difference_another_way,),
    returns="difference",
    cases=difference_cases,
    hints="""
        For each key: subtract one array from the other, and find the largest distance from 0 in
        what is left. Then take the largest of those.

        np.abs(…) makes all differences positive; .max() finds the largest of an array.

        [… for key in ours] makes a list with one number for each key; max(…) finds the largest of a
        list.
    """,
    slips=r"""
        np.abs(ours[key] - theirs[key]).max() → (ours[key] - theirs[key]).max()
            Without np.abs a difference below 0 counts as small, however large it is.
        np.abs(ours[key] - theirs[key]).max() → np.abs((ours[key] - theirs[key]).max())
            Take the distance first and the largest afterwards: np.abs has to come before .max().
        .max() → .mean()
            That is a mean within each array, and one wrong number among a thousand would vanish in
            it. Take the largest there, too.
        sum(differences)
            You added up the arrays' largest differences. Take the largest of them.
        differences
            You have one number for each key, which is right so far. The answer is the largest of
            them.
        differences[0]
            Only the first array was compared. Go through all the keys.
        differences[-1]
            Only the last array was compared: perhaps each key's result took the place of the one
            before. Keep the largest of all.
        ours[key] - theirs[key]).max() → ours[key]).max() - np.abs(theirs[key]).max()
            You compared the largest of one with the largest of the other. Subtract first, entry
            by entry, and look for the largest of what is left.
    """,
    praise="Now one number speaks for two whole networks, and it hides nothing.",
)


def my_time_per_update(seconds, m, batch_size, epochs):
    updates = epochs * np.ceil(m / batch_size)
    return seconds / updates


def time_per_update_stub(seconds, m, batch_size, epochs):
    return seconds / epochs


def update_cases():
    return [
        Case("the article's NumPy side", (100.0, 900, 900, 10_000)),
        Case("the article's Keras side", (29.0, 900, 32, 200)),
        Case("batches that divide the examples", (6.0, 900, 30, 2)),
        Case("an epoch whose last batch is small", (8.0, 10, 3, 2)),
        Case("one example in a batch", (5.0, 10, 1, 1)),
    ]


def time_per_update_another_way(seconds, m, batch_size, epochs):
    return seconds / epochs / np.ceil(m / batch_size)


TIME_PER_UPDATE = exercise(
    my_time_per_update,
    ways=(time_per_update_another_way,),
    returns="seconds",
    cases=update_cases,
    stub=time_per_update_stub,
    hints="""
        How many updates does one epoch make, with 900 examples in batches of 900? And in batches of
        32?

        It makes as many as there are batches; the last one may be small, but it is an update, too.

        np.ceil(…) rounds up. Divide the seconds by the number of all updates, in all epochs.
    """,
    slips=r"""
        np.ceil(m / batch_size) → m / batch_size
            That is nearly right: 900 / 32 is 28.125, but there is no eighth of an update. The last,
            small batch counts as one, so round up.
        np.ceil(m / batch_size) → (m // batch_size)
            That is nearly right, but // rounds down, and the last, small batch is forgotten. Keras
            makes 29 updates of 900 examples, not 28.
        np.ceil(m / batch_size) → m
            That is the time for one example. An update uses a whole batch.
        epochs * np.ceil(m / batch_size) → np.ceil(m / batch_size)
            Those are the updates of one epoch; the seconds are for all epochs.
        updates / seconds
            This is upside down: it is how many updates are made in a second.
        updates
            That is the number of updates. Divide the seconds by it.
        np.ceil(m / batch_size) → (m // batch_size + 1)
            This is one too many where the batch size divides the examples: 900 / 30 is exactly
            30. Round up with np.ceil.
        np.ceil(m / batch_size) → batch_size
            batch_size says how many examples are in a batch. Asked for is how many batches
            there are: m / batch_size, rounded up.
    """,
    praise="The word is the same, and the work is 29 times as much. Before you compare two times, "
    "count what was done.",
)


EXERCISES = (KERAS_LAYER, TIME_PER_UPDATE, LARGEST_DIFFERENCE)

QUESTIONS = (
    Question(
        "goliath_epoch",
        "07",
        "900 examples, in batches of 30. How many updates does one epoch make?",
        ("1", "30", "900"),
        2,
        "An epoch is one pass over all examples, an update one step. 900 / 30 = 30.",
        {
            1: "That is so when every step uses all examples. Here a step uses 30 of them.",
            3: "That would be one update for each example: batches of 1.",
        },
    ),
    Question(
        "goliath_last_dZ",
        "05",
        "In the last layer, the sigmoid's slope and the cost's cancel. What is left of dZ?",
        ("Y_hat - Y", "Y / Y_hat", "Y_hat (1 - Y_hat)"),
        1,
        "The surer a wrong answer, the stronger the push. Today you meet a program that forgets "
        "this.",
        {
            2: "That comes from the cost alone, and it is large without limit near 0.",
            3: "That is the sigmoid's slope alone, before anything cancels.",
        },
    ),
    Question(
        "goliath_98",
        "04",
        "98 of 100 test points are right. What do you know about the true accuracy?",
        ("it is 98 %", "it is above 98 %", "it may well be 94 % or 99 %"),
        3,
        "A hundred points are a small sample: Wilson's interval reaches from about 93 to 99 %.",
        {
            1: "Another hundred points would give another number.",
            2: "Luck goes both ways.",
        },
    ),
)

PREDICTIONS = (
    Prediction(
        "goliath_difference",
        "The same numbers go into both networks, in float32. How far apart will their answers be, "
        "at most?",
        ("not at all", "about a ten-millionth", "about a thousandth"),
        lambda largest: 1 if largest == 0 else 2 if largest < 1e-5 else 3,
        "The same numbers, added in another order: the last of seven digits may differ.",
    ),
    Prediction(
        "goliath_points",
        "The same recipe, but each network has a start of its own. How many of the 1,000 points "
        "will the two put into different classes, in the middle of eleven tries?",
        ("none", "about 20", "about 200"),
        lambda count: 1 if count == 0 else 2 if count < 65 else 3,
        "Both have learned the moons: they disagree only near the line, where the noise decides.",
    ),
    Prediction(
        "goliath_race",
        "From nothing to 95 %, with all that comes before the first step. Who will be there first?",
        ("NumPy", "Keras", "both at about the same time"),
        lambda factor: 1 if factor > 2 else 2 if factor < 0.5 else 3,
        "Goliath puts on his armour: he starts up, and compiles, before the first step.",
    ),
)
