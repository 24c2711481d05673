"""Practice for notebook 01: shapes, and the numbers a network starts from."""

import numpy as np

from classroom import datasets
from classroom.practice.exercise import Case
from classroom.practice.question import Prediction, Question
from classroom.practice.slips import exercise
from nnlib.architecture import dense_architecture


def my_parameter_shapes(nn_architecture):
    shapes = {}
    for l, layer in enumerate(nn_architecture, start=1):
        shapes[f"W{l}"] = (layer["output_dim"], layer["input_dim"])
        shapes[f"b{l}"] = (layer["output_dim"], 1)
    return shapes


def parameter_shapes_stub(nn_architecture):
    # return shapes
    #     shapes[f"W{l}"] = (layer["input_dim"], layer["output_dim"])
    #     shapes[f"b{l}"] = (layer["output_dim"], 1)
    # for l, layer in enumerate(nn_architecture, start=1):
    #     shapes[f"W{l}"] = (layer["output_dim"], layer["input_dim"])
    # shapes = {}

    ...


NETWORKS = (
    ("one layer of 1 unit, which takes 3 numbers", dense_architecture([3, 1])),
    ("four layers of different sizes", dense_architecture([4, 6, 3, 5, 1])),
    ("square layers", dense_architecture([3, 3, 3, 1])),
    ("the article's network", dense_architecture([2, 25, 50, 50, 25, 1])),
    ("two units at the end", [{"input_dim": 5, "output_dim": 2, "activation": "relu"}]),
)


def _shape_cases():
    networks = (("the 2-2-1 network", datasets.by_hand().nn_architecture), *NETWORKS)
    return [Case(words, (network,)) for words, network in networks]


PARAMETER_SHAPES = exercise(
    my_parameter_shapes,
    returns="shapes",
    cases=_shape_cases,
    stub=parameter_shapes_stub,
    hints="""
        Look at the cell before this exercise. What comes before the loop, what stands in it, and
        what comes after it? The lines of the loop stand four spaces further in already.

        Two lines are about W, and only one of them is right. W has a row for each unit; how many
        units a layer has is layer['output_dim'], and how many numbers come in is
        layer['input_dim'].

        The empty dict shapes = {} is first, and return shapes is last, below for and not in it.
        Delete the # of five lines, and the blank after each.
    """,
    slips=r"""
        (layer["output_dim"], layer["input_dim"]) → (layer["input_dim"], layer["output_dim"])
            W lies on its side. It has a row for each unit and a column for each number that comes
            in: (output_dim, input_dim).
        (layer["output_dim"], layer["input_dim"]) → (layer["input_dim"], layer["output_dim"])
        (layer["output_dim"], 1) → (1, layer["output_dim"])
            That would fit a library that keeps examples in rows. Here examples are columns: W is
            (units, inputs), and b is (units, 1).
        {"W1": (2, 2), "b1": (2, 1), "W2": (1, 2), "b2": (1, 1)}
            That is right for the 2-2-1 network only. Go through nn_architecture in a loop, and take
            the sizes from each layer in turn.
        (layer["output_dim"], layer["input_dim"]) → (layer["input_dim"], layer["output_dim"])
        (layer["output_dim"], 1) → (layer["input_dim"], 1)
            input_dim and output_dim have changed places. output_dim is the number of units, and
            each unit has a row, in W and in b.
        (layer["output_dim"], 1) → (layer["input_dim"], 1)
            Each unit has one bias. So b has as many rows as the layer has units, not as many as
            numbers come in.
        (layer["output_dim"], 1) → (layer["output_dim"],)
            b is a table with one column, so its shape needs two numbers: (units, 1). With only one
            number NumPy would take it for a row.
        (layer["output_dim"], layer["input_dim"]) → layer["output_dim"] * layer["input_dim"]
        (layer["output_dim"], 1) → layer["output_dim"]
            You multiplied, and that tells how many numbers there are. A shape keeps rows and
            columns apart: (rows, columns).
        (layer["output_dim"], 1) → layer["output_dim"]
            A shape has two numbers, rows and columns, even where there is just one column. So b
            has the shape (units, 1).
        (layer["output_dim"], 1) → (1, layer["output_dim"])
            b has to stand upright. With a row for each unit and one column, (units, 1), it can be
            added to every column of W @ A.
        (nn_architecture, start=1) → (nn_architecture)
            Layers are counted from 1, because 0 is the input X: write
            enumerate(nn_architecture, start=1).
        f"W{l}" → "W{l}"
        f"b{l}" → "b{l}"
            The f before the quotes is missing. f"W{l}" puts the number l in; without the f the
            name is the same in every layer, and each layer writes over the one before.
        return → ⇥return
            Only layer 1 is there. Does return stand inside the loop? It ends the function at once.
            Move it to the left, so that it stands under for.
        shapes[f"W{l}"] = → shapes = {}; shapes[f"W{l}"] =
            Only the last layer is there. Does shapes = {} stand inside the loop? Then every round
            begins with an empty dict. Move it above for.
        shapes = {} → shapes = {}; return shapes
            The dict comes back empty. Does return shapes stand above the loop? It ends the function
            at once. Move it below the loop.
        return shapes → pass
            Nothing comes back. Does return shapes still have its #? It belongs at the end, below
            the loop.
    """,
    praise="When something does not fit in a network, compare it with these shapes first.",
)


def my_init_layers(nn_architecture, seed=99):
    rng = np.random.RandomState(seed)  # its own: np.random.seed would change everybody's
    params_values = {}
    for l, layer in enumerate(nn_architecture, start=1):
        n_out, n_in = layer["output_dim"], layer["input_dim"]
        params_values[f"W{l}"] = rng.randn(n_out, n_in) * 0.1
        params_values[f"b{l}"] = rng.randn(n_out, 1) * 0.1
    return params_values


def _start_cases():
    tiny = datasets.by_hand().nn_architecture
    cases = [Case("the 2-2-1 network", (tiny, 2)), Case("another seed", (tiny, 3))]
    cases += [Case("no seed given, so 99", (tiny,))]
    return cases + [Case(words, (network, 99)) for words, network in NETWORKS]


def _all_W_first(nn_architecture, seed):
    rng = np.random.RandomState(seed)
    shapes = my_parameter_shapes(nn_architecture)
    return {key: rng.randn(*shapes[key]) * 0.1 for key in sorted(shapes)}


INIT_LAYERS = exercise(
    my_init_layers,
    returns="params_values",
    cases=_start_cases,
    hints="""
        The loop is the one of Exercise 1. In place of two shapes it puts two arrays of random
        numbers into the dict.

        Make one generator before the loop: rng = np.random.RandomState(seed). Then rng.randn(2, 3)
        draws 2 rows of 3 numbers with a spread of 1. (np.random.randn would know nothing of your
        seed.)

        In the loop, write params_values[f"W{l}"] = rng.randn(…, …) * …, and then the same for b,
        whose second size is 1.
    """,
    slips=r"""
        (n_out, n_in) → (n_in, n_out)
            W lies on its side. It has a row for each unit and a column for each number that comes
            in: randn(output_dim, input_dim).
        (n_out, n_in) → (n_in, n_out).T
            The shapes are right, but .T puts the numbers of W in other places. Draw them in the
            right shape at once: randn(output_dim, input_dim).
        (n_out, n_in) → (n_in, n_out)
        (n_out, 1) → (1, n_out)
            That would fit a library that keeps examples in rows. Here examples are columns: W is
            (units, inputs), and b is (units, 1).
        n_out, n_in = → n_in, n_out =
            input_dim and output_dim have changed places. output_dim is the number of units, and
            each unit has a row, in W and in b.
        (n_out, 1) → (n_out)
            b needs two axes, (units, 1). With one axis NumPy takes it for a row, and adds it along
            the examples.
        (n_out, 1) → (1, n_out)
            b lies on its side. It has a row for each unit and one column: (units, 1).
        rng.randn(n_out, n_in) * 0.1 → np.zeros((n_out, n_in))
        rng.randn(n_out, 1) * 0.1 → np.zeros((n_out, 1))
            All your numbers are 0, so all units of a layer are twins, and twins stay equal for
            ever. Draw the numbers at random.
        rng.randn(n_out, 1) * 0.1 → np.zeros((n_out, 1))
            Your biases are 0. A network can learn from that, and He's start is made so; but in the
            article's start the biases are random, too, with a spread of 0.1.
        rng.randn → rng.rand
            rand draws evenly between 0 and 1, so no number is negative. The n in randn stands for
            the normal distribution, whose mean is 0.
        ) * 0.1 → )
            The factor 0.1 is missing: randn alone draws with a spread of 1.
        (n_out, 1) * 0.1 → (n_out, 1)
            W is right, but b has a spread of 1: the factor 0.1 belongs to both.
        n_out, n_in = → rng = np.random.RandomState(seed); n_out, n_in =
            You start the generator again in every layer, so the layers get the same numbers. Make
            it once, before the loop, and let it run on.
        params_values[f"W{l}"] = → b = rng.randn(n_out, 1) * 0.1; params_values[f"W{l}"] =
        params_values[f"b{l}"] = rng.randn(n_out, 1) * 0.1 → params_values[f"b{l}"] = b
            You draw b before W. The numbers come out of the generator one after another, so the
            order counts: in each layer W comes first, then b.
        _all_W_first(nn_architecture, seed)
            You draw all the W, then all the b. The numbers come out of the generator one after
            another, so the order counts: layer by layer, first W, then b.
        rng.randn(n_out, n_in) → rng.randn((n_out, n_in))
        rng.randn(n_out, 1) → rng.randn((n_out, 1))
            randn takes the sizes one by one: randn(2, 3). With a second pair of brackets, randn((2,
            3)), it gets one thing, a tuple.
        (nn_architecture, start=1) → (nn_architecture)
            Layers are counted from 1, because 0 is the input X: write
            enumerate(nn_architecture, start=1).
        f"W{l}" → "W{l}"
        f"b{l}" → "b{l}"
            The f before the quotes is missing. f"W{l}" puts the number l in; without the f the
            name is the same in every layer, and each layer writes over the one before.
        return → ⇥return
            Only layer 1 is there. Does return stand inside the loop? It ends the function at once.
            Move it to the left, so that it stands under for.
        RandomState(seed) → RandomState(2)
            Your generator always starts from 2. Give it the argument seed, so that whoever calls
            can choose.
        RandomState(seed) → RandomState(99)
            Your generator always starts from 99. Give it the argument seed, so that whoever calls
            can choose.
        seed=99 → seed
            The default is gone: def my_init_layers(nn_architecture, seed=99), so that it can be
            called without a seed, too.
        RandomState → default_rng
        rng.randn(n_out, n_in) → rng.standard_normal((n_out, n_in))
        rng.randn(n_out, 1) → rng.standard_normal((n_out, 1))
            default_rng is NumPy's newer generator, and a good one, but it draws other numbers. The
            article's come from np.random.RandomState(seed).
        rng.randn(n_out, 1) * 0.1 → np.ones((n_out, 1))
            Your biases are all 1. Here they are random, as the weights are, with a spread of
            0.1.
    """,
    praise="The first of the article's functions is yours, and it draws the article's numbers.",
)


def my_he_weights(n_out, n_in, seed):
    rng = np.random.RandomState(seed)
    return rng.randn(n_out, n_in) * np.sqrt(2 / n_in)


def _he_cases():
    return [
        Case("8 numbers coming in, where the spread is 0.5", (1, 8, 2)),
        Case("2 numbers coming in, where the spread is 1", (3, 2, 2)),
        Case("another seed", (3, 2, 3)),
        Case("as many units as numbers coming in", (4, 4, 2)),
        Case("1 number coming in", (1, 1, 0)),
        Case("50 units, which take 25 numbers", (50, 25, 99)),
    ]


def he_weights_another_way(n_out, n_in, seed):
    rng = np.random.RandomState(seed)
    return rng.randn(n_out, n_in) / np.sqrt(n_in / 2)


HE_WEIGHTS = exercise(
    my_he_weights,
    ways=(he_weights_another_way,),
    returns="W",
    cases=_he_cases,
    hints="""
        randn draws with a spread of 1. Multiply its numbers by the spread that you want.

        The spread is the square root of 2 / n_in. NumPy writes a square root as np.sqrt(…).

        First rng = np.random.RandomState(seed), then return rng.randn(…, …) * np.sqrt(…).
    """,
    slips=r"""
        np.sqrt(2 / n_in) → 2 / n_in
            The root is missing: the spread is np.sqrt(2 / n_in).
        np.sqrt(2 / n_in) → np.sqrt(2) / n_in
            n_in has to be under the root, too: np.sqrt(2 / n_in), not np.sqrt(2) / n_in.
        2 / n_in → 2 / n_out
            You divided by the number of units. What counts is how many numbers a unit adds up:
            n_in.
        2 / n_in → 1 / n_in
            A 2 belongs under the root, not a 1: ReLU cuts off about half, and the 2 makes up for
            that.
        2 / n_in → 2 / (n_in + n_out)
            That is xavier's spread. In He's rule, n_in stands alone under the 2.
        * np.sqrt → / np.sqrt
            You divided by the spread. The more numbers come in, the smaller the weights have to be:
            multiply by it.
        randn(n_out, n_in) → randn(n_in, n_out)
            W lies on its side: a row for each unit, a column for each number that comes in. Swap
            the two sizes in randn.
        randn(n_out, n_in) → randn(n_in, n_out).T
            The shape is right, but .T puts the numbers in other places. Draw them in the right
            shape at once: swap the two sizes in randn.
        RandomState → default_rng
        randn(n_out, n_in) → standard_normal((n_out, n_in))
            default_rng is NumPy's newer generator, and a good one, but it draws other numbers. Here
            they come from np.random.RandomState(seed).
        RandomState(seed) → RandomState(2)
            Your generator always starts from 2. Give it the argument seed, so that whoever calls
            can choose.
        randn(n_out, n_in) → randn(n_in, n_out)
        2 / n_in → 2 / n_out
            n_out and n_in have changed places, in the shape and under the root.
        randn(n_out, n_in) → randn((n_out, n_in))
            randn takes the sizes one by one: randn(2, 3). With a second pair of brackets, randn((2,
            3)), it gets one thing, a tuple.
        randn → rand
            rand draws evenly between 0 and 1, so no weight is negative. Use randn, whose mean is
            0.
        np.sqrt(2 / n_in) → 0.1
            That is the article's spread, 0.1 for every layer. He's depends on n_in.
        rng.randn(n_out, n_in)
            That is a spread of 1. Multiply by the spread that is asked for.
        np.sqrt(2 / n_in) → n_out**-0.5
            You divided by the root of n_out, the number of units. What counts is n_in, how many
            numbers come in, and the spread is the root of 2 / n_in.
    """,
    praise="This is how most networks with ReLU layers begin, however wide they are.",
)


def my_weights_of_every_layer(sizes, seed):
    rng = np.random.RandomState(seed)
    weights = []
    for l in range(1, len(sizes)):
        weights.append(0.1 * rng.randn(sizes[l], sizes[l - 1]))
    return weights


def weights_of_every_layer_stub(sizes, seed):
    weights = []
    for l in range(1, len(sizes)):
        rng = np.random.RandomState(seed)
        weights.append(0.1 * rng.randn(sizes[l], sizes[l - 1]))
    return weights


def _weights_cases():
    return [
        Case("two layers of the same size", ([2, 2, 2], 2)),
        Case("another seed", ([2, 2, 2], 3)),
        Case("one layer", ([3, 1], 2)),
        Case("layers of different sizes", ([2, 5, 3, 1], 99)),
    ]


WEIGHTS_OF_EVERY_LAYER = exercise(
    my_weights_of_every_layer,
    returns="weights",
    cases=_weights_cases,
    stub=weights_of_every_layer_stub,
    hints="""
        Run my_weights_of_every_layer([2, 2, 2], 2) and look at both matrices.

        A generator made from the same seed begins with the same numbers. How often is one made
        here?

        Once is enough. Which line has to move to a place before the loop?
    """,
    slips=r"""
        weights.append → rng = np.random.RandomState(seed); weights.append
            The fault is still there: the generator starts again in every layer, so layer 2 begins
            with the numbers of layer 1.
        weights.append → rng = np.random.RandomState(seed + l); weights.append
            Now the layers differ. But neighbouring seeds share numbers: layer 2 of one begins like
            layer 1 of the next. Make one generator, before the loop.
        weights.append → rng = np.random.RandomState(seed + l - 1); weights.append
            Now the layers differ. But neighbouring seeds share numbers: layer 2 of this one begins
            like layer 1 of the next. Make one generator, before the loop.
        weights.append → rng = np.random.RandomState(seed * l); weights.append
            Now the layers differ. But layer 2 begins like layer 1 of twice the seed. Make one
            generator, before the loop.
        weights.append → rng = np.random.RandomState(l); weights.append
            Now the layers differ, but the argument seed has no effect any more. Make one generator
            from it, before the loop.
        weights.append → rng = np.random.RandomState([seed, l]); weights.append
            That does mend it: the layers differ, with every seed. But the first matrix has to stay
            as it was. Make one generator, before the loop.
        RandomState → default_rng
        randn(sizes[l], sizes[l - 1]) → standard_normal((sizes[l], sizes[l - 1]))
            That does mend it: no numbers come twice. But the newer generator draws other numbers,
            and the first matrix has to stay as it was: keep RandomState(seed).
    """,
    praise="Copied numbers look as random as any others, until you print two layers side by side.",
)


EXERCISES = (PARAMETER_SHAPES, INIT_LAYERS, WEIGHTS_OF_EVERY_LAYER, HE_WEIGHTS)

QUESTIONS = (
    Question(
        "column_of_X",
        "00",
        "The moons' X has 2 rows and 900 columns. What is one column?",
        ("one feature of all points", "one point with its two features", "one of the two moons"),
        2,
        "There is a column for each point, and a row for each feature: how far right, how far up.",
        {
            1: "That would take 900 numbers, and a column has only 2 of them.",
            3: "A moon has hundreds of points, and a column has only 2 numbers.",
        },
    ),
    Question(
        "what_training_changes",
        "00",
        "What does training change?",
        ("the number of layers and units", "the learning rate", "the weights and biases"),
        3,
        "They hold all that a network knows. We choose the sizes and the learning rate beforehand.",
        {
            1: "We choose these before the network learns, and they stay.",
            2: "The learning rate says how far a step goes. But what is it that moves?",
        },
    ),
    Question(
        "huge_learning_rate",
        "00",
        "In 00 you moved the learning rate from end to end. What became of the network at 100?",
        (
            "every point got the same answer",
            "it learned the same line in fewer steps",
            "it had hardly moved after 100 steps",
        ),
        1,
        "Its first steps threw the weights so far that nothing about a point mattered any more.",
        {
            2: "That would be welcome, but at 100 only half of the points came out right.",
            3: "That happened at the other end, with a tiny rate.",
        },
    ),
)

PREDICTIONS = (
    Prediction(
        "one_twin_different",
        "Four units start equal, except that one weight of the first unit is 0.6 and not 0.5. How "
        "many different rows will W1 have after 300 steps?",
        ("1: they become equal again", "2", "4: all of them become different"),
        lambda rows: {1: 1, 2: 2}.get(int(rows), 3),
        "The first unit goes its own way. The other three still have nothing to tell them apart.",
    ),
    Prediction(
        "parameters_of_layer_2",
        "Layer 2 takes 25 numbers and has 50 units. How many parameters does it have?",
        because="W2 has 50 rows of 25 weights, and b2 adds one bias for each row.",
        tolerance=0,
    ),
    Prediction(
        "best_spread",
        "The first numbers of a 2-8-8-1 network are drawn with four different spreads. With which "
        "one does it get most points right after 100 steps at learning rate 0.32?",
        ("0.01", "0.1", "1", "10"),
        lambda medians: 1 + int(np.argmax(medians)),
        "From much smaller numbers, 100 steps may hardly get anywhere. With much larger ones the "
        "network is sure before it has learned anything, and about half of its answers are wrong.",
    ),
    Prediction(
        "changed_from_zero",
        "All 33 parameters of a 2-8-1 network start at 0. How many of them will have changed after "
        "1,000 steps?",
        ("all 33", "about half of them", "just one", "none"),
        lambda changed: {33: 1, 1: 3, 0: 4}.get(int(changed), 2),
        "A step moves a number by a product, and for every other number one factor is 0.",
    ),
    Prediction(
        "cost_of_a_large_start",
        "Knowing nothing costs 0.69. What will the article's start cost, multiplied by ten, before "
        "any training?",
        ("about 0.7", "between 1 and 10", "more than 10"),
        lambda costs: 1 + int(np.mean(costs) > 1) + int(np.mean(costs) > 10),
        "An answer of 0.5 costs 0.69. One that is sure and wrong costs many times as much, and of "
        "these answers about half are.",
    ),
    Prediction(
        "large_start_at_a_tiny_rate",
        "Now the large start takes 300 steps at a tenth of that rate, 0.01. Where will it get?",
        (
            "nowhere: about half right",
            "some way, but not as far as “he” at 0.1",
            "as far as “he” at 0.1, or further",
        ),
        lambda right: 1 if right[0] < 0.6 else 2 if right[0] < right[1] - 0.02 else 3,
        "At a rate of 0.1 its steps were too long. At a tenth of the rate each step is a tenth as "
        "long.",
    ),
    Prediction(
        "spread_that_arrives",
        "In X, examples differ by 0.71. By how much will the answers differ at the end of the "
        "article's network, before training, with the scheme “small”?",
        ("about 0.5", "about 0.02", "about 0.0005"),
        lambda spread: 1 + int(np.argmin(np.abs(np.log([0.5, 0.02, 0.0005]) - np.log(spread)))),
        "Each layer passes on a part of what the one before passed on, and there are five layers.",
    ),
)
