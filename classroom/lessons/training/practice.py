"""Practice for notebook 07: the four beats in a circle."""

import numpy as np

import nnlib
import nnlib as mine  # in the notebook: the learner's own functions
from classroom import datasets
from classroom.practice.exercise import Case
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import generator, size_words, with_names_from_a_file
from classroom.practice.slips import exercise
from nnlib.architecture import dense_architecture


def my_train(X, Y, nn_architecture, epochs, learning_rate):
    params_values = mine.init_layers(nn_architecture, 2)
    cost_history, accuracy_history = [], []
    for _ in range(epochs):
        Y_hat, memory = mine.full_forward_propagation(X, params_values, nn_architecture)
        cost_history.append(mine.get_cost_value(Y_hat, Y))
        accuracy_history.append(mine.get_accuracy_value(Y_hat, Y))
        grads = mine.full_backward_propagation(Y_hat, Y, memory, params_values, nn_architecture)
        params_values = mine.update(params_values, grads, nn_architecture, learning_rate)
    return params_values, cost_history, accuracy_history


def train_stub(X, Y, nn_architecture, epochs, learning_rate):
    # Before the loop: starting parameters (init_layers, seed 2) and two empty lists.
    ...
    for _ in range(epochs):  # the name _ says: this number is not needed
        # Forward pass. Then write this epoch's cost and accuracy into the lists.
        ...
        # Backward pass. Then the update.
        ...
    # After the loop: return the parameters and both lists.
    ...


def train_cases():
    """Return exact cases of a few epochs on small networks, and then the moons."""
    _, _, X, Y = datasets.by_hand()
    cases = [
        Case("one epoch on two examples", (X, Y, dense_architecture([2, 2, 1]), 1, 1.0)),
        Case("two epochs on two examples", (X, Y, dense_architecture([2, 2, 1]), 2, 1.0)),
    ]
    rng = generator(7)
    for sizes, m, epochs, rate in [
        ([1, 1], 1, 3, 1.0),
        ([3, 1], 5, 4, 0.5),
        ([3, 3, 1], 3, 5, 0.3),
        ([4, 5, 3, 1], 7, 6, 2.0),
        ([2, 6, 1], 30, 12, 1.5),
    ]:
        X, Y = rng.randn(sizes[0], m), (rng.rand(1, m) > 0.5).astype(float)
        words = f"a {'-'.join(map(str, sizes))} network and {epochs} epochs"
        cases.append(Case(words, (X, Y, dense_architecture(sizes), epochs, rate)))
    moons, net = datasets.moons(), dense_architecture([2, 8, 1])

    def knows_the_moons(answer):
        Y_hat = nnlib.predict(moons.X_train, answer[0], net)
        return nnlib.get_accuracy_value(Y_hat, moons.Y_train) >= 0.95

    last = Case(
        "the moons, 2-8-1, 150 epochs at rate 4",
        (moons.X_train, moons.Y_train, net, 150, 4.0),
        accept=knows_the_moons,
        expected="parameters first, which get at least 95 % of the 900 points right",
    )
    return [*with_names_from_a_file(cases), last]


def _added_up(total, grads):
    for key, grad in grads.items():
        total[key] = total.get(key, 0) + grad
    return total


TRAIN = exercise(
    my_train,
    returns="params_values, cost_history, accuracy_history",
    cases=train_cases,
    stub=train_stub,
    hints="""
        Five lines belong in the loop, because they run in every epoch: forward pass, cost,
        accuracy, backward pass, update. The start, the empty lists and return stand outside it.

        Each line reads what an earlier one has made. The first is Y_hat, memory =
        mine.full_forward_propagation(X, params_values, nn_architecture). A list grows with
        cost_history.append(…).

        The last line of the loop closes the circle: params_values = mine.update(…). The new
        parameters take the old name, so the next forward pass uses them.
    """,
    slips=r"""
        cost_history, accuracy_history = [], [] → return params_values, [], []
            That is a good start, and the return is right. Now fill the loop: forward pass, cost
            and accuracy into the lists, backward pass, update.
        params_values = mine.update → mine.update
            The parameters never change. update changes nothing in place: it returns new parameters,
            and params_values = mine.update(…) keeps them.
        Y_hat, memory = → params_values = mine.init_layers(nn_architecture, 2); Y_hat, memory =
            Every epoch begins at the start again: is init_layers inside the loop, or has update's
            result a name that the next forward pass does not read?
        Y_hat, memory = → if _ == 0: Y_hat, memory =
            The forward pass is run only once, before the loop. Its Y_hat and memory belong to the
            old parameters: run it in every epoch.
        grads = → if _ == 0: grads =
            Every step uses the gradient of the start. A gradient is true only where it was
            computed, so run the forward and the backward pass again after each step.
        range(epochs) → range(epochs + 1)
        params_values = mine.update → if _ < epochs: params_values = mine.update
        params_values, cost_history[1:], accuracy_history[1:]
            Your histories begin after the first step. Write down cost and accuracy of the Y_hat
            with which the epoch begins; then the first cost is that of guessing.
        range(epochs) → range(1, epochs)
            One epoch is missing: range(1, n) gives n - 1 numbers. range(epochs) gives as many as
            there are epochs.
        range(epochs) → range(epochs + 1)
            One epoch too many: range(n + 1) gives n + 1 numbers, from 0 to n. range(epochs) is
            enough.
        return → ⇥return
            It stops after the first epoch: does return stand inside the loop? Move it to the left,
            straight below the word for.
        Y_hat, memory = → Y_hat =
            full_forward_propagation returns two things: write Y_hat, memory = …
        cost_value(Y_hat, Y) → cost_value(Y_hat, Y), mine.get_accuracy_value(Y_hat, Y)
            append takes one thing. There are two lists, and each needs an append of its own.
        params_values, list(zip(cost_history, accuracy_history))
            The cost and the accuracy of an epoch stand in one list, as pairs. The exercise asks
            for two lists of numbers: return params_values, cost_history, accuracy_history
        accuracy_history.append → cost_history.append
        params_values, cost_history
            Costs and accuracies take turns in one list. Give each of them a list of its own, and
            return three things: the parameters and both lists.
        cost_history, accuracy_history, params_values
            Everything is there, but in another order. First come the parameters, then the costs,
            then the accuracies.
        params_values, cost_history[-1], accuracy_history[-1]
            You return the last cost and accuracy only. A history has one value for every epoch:
            start with an empty list, and append.
        Y_hat, memory = → cost_history, accuracy_history = [], []; Y_hat, memory =
            The lists hold only the last epoch. Are they made anew in every round, or does append
            stand below the loop? The empty lists belong before the loop, and append inside it.
        cost_history, accuracy_history = [], [] → cost_history = accuracy_history = []
            Both histories hold all the numbers, costs and accuracies in turn. There is a single
            list here, and it has two names. Make two lists, each with a [] of its own.
        cost_history.append → float
        accuracy_history.append → float
            Both lists are still empty. In every epoch, append has to put the cost into one, and the
            accuracy into the other: cost_history.append(…)
        cost_history.append → float
            The costs never get into their list: it is still empty. In every epoch, append puts
            one in: cost_history.append(…)
        accuracy_history.append → float
            The accuracies never get into their list: it is still empty. In every epoch, append
            puts one in: accuracy_history.append(…)
        cost_history.append → cost_history = float
            Only the last cost is kept, as each one takes the place of the one before. append puts
            it behind the others, into the list: cost_history.append(…)
        accuracy_history.append → accuracy_history = float
            Only the last accuracy is kept, as each one takes the place of the one before. append
            puts it behind the others, into the list: accuracy_history.append(…)
        cost_history.append → if _ == epochs - 1: cost_history.append
            The costs of the earlier epochs are missing. The empty list belongs before the loop,
            and cost_history.append(…) inside it.
        accuracy_history.append → if _ == epochs - 1: accuracy_history.append
            The accuracies of the earlier epochs are missing. The empty list belongs before the
            loop, and accuracy_history.append(…) inside it.
        cost_history.append → cost_history +=
            += joins two lists, and here a single number follows. A number gets into a list with
            append: cost_history.append(…)
        cost_history, accuracy_history = [], [] → cost_history = accuracy_history = 0
        cost_history.append → cost_history +=
        accuracy_history.append → accuracy_history +=
            Costs and accuracies are added up to one number each. Keep them apart, in two lists:
            begin with [], and append one number in every epoch.
        cost_history.append → cost_history[_] =
            An empty list has no places yet into which a number could be put. append makes one:
            cost_history.append(…)
        params_values, accuracy_history, cost_history
            The histories have changed places. First come the costs, then the accuracies.
        grads, nn → {key: -d for key, d in grads.items()}, nn
            The step goes uphill, because the gradient points to where the cost grows. Subtract
            rate times gradient, as mine.update does.
        (nn_architecture, 2) → (nn_architecture)
            Everything is right but the start. Without a seed, init_layers takes 99. Ask for
            seed 2: mine.init_layers(nn_architecture, 2).
        grads, nn_architecture, learning_rate → grads, nn_architecture, 0.01
            Every step has rate 0.01, whatever the call asks for. Give update the argument
            learning_rate.
        cost_history.append → if _ % 2 == 0: cost_history.append
        accuracy_history.append → if _ % 2 == 0: accuracy_history.append
            Every other epoch is missing from the histories. Each epoch needs its entry, so both
            lines stand in the loop without an if.
        cost_history.append → if _ % 10 == 0: cost_history.append
        accuracy_history.append → if _ % 10 == 0: accuracy_history.append
            Only every tenth epoch is in the histories. Each epoch needs its entry, so both lines
            stand in the loop without an if.
        cost_history.append → if _ % 100 == 0: cost_history.append
        accuracy_history.append → if _ % 100 == 0: accuracy_history.append
            Only every hundredth epoch is in the histories. Each epoch needs its entry, so both
            lines stand in the loop without an if.
        grads, nn_architecture, learning_rate → grads, nn_architecture, learning_rate / (1 + _)
            The rate falls from epoch to epoch. Here it stays what it is: learning_rate.
        params_values, grads, → params_values, {k: v * (k[1] == "W") for k, v in grads.items()},
            The biases stay where they began. They learn as the weights do, so hand all gradients
            to the update.
        mine.full_forward_propagation(X → mine.full_forward_propagation(X[:, :1]
        mine.full_backward_propagation(Y_hat, Y → mine.full_backward_propagation(Y_hat, Y[:, :1]
        mine.get_cost_value(Y_hat, Y) → mine.get_cost_value(Y_hat, Y[:, :1])
        mine.get_accuracy_value(Y_hat, Y) → mine.get_accuracy_value(Y_hat, Y[:, :1])
            It learns from the first example only. Each step takes all of them, the whole of X
            and Y.
        cost_history, accuracy_history = [], [] → total, cost_history, accuracy_history = {}, [], []
        params_values, grads, → params_values, _added_up(total, grads),
            The gradients are added up from epoch to epoch. Each step uses only those of its own
            epoch, because the old ones belong to parameters that have moved on.
    """,
    praise="It learned 95 % of the moons on the way. Large networks are trained by this same loop.",
    rtol=1e-3,  # the cost may carry the learner's own guard
    seconds=15,  # and the functions may be the learner's own, with loops of their own
)


def my_mini_batch(X, Y, epoch, epochs, batch_size):
    batches = X.shape[1] // batch_size
    start = epoch % batches * batch_size
    return X[:, start : start + batch_size], Y[:, start : start + batch_size]


def mini_batch_stub(X, Y, epoch, epochs, batch_size):
    batches = X.shape[1] // batch_size
    start = epochs % batches * batch_size
    return X[:, start : start + batch_size], Y[:, start : start + batch_size]


def mini_batch_cases():
    """Return cases whose examples are numbered, so that everybody sees which ones came."""
    cases = []
    for m, batch_size, epoch, epochs in [
        (4, 2, 1, 10),
        (4, 2, 0, 11),
        (6, 2, 2, 10),
        (6, 2, 4, 9),
        (6, 3, 7, 100),
        (5, 5, 3, 7),
        (640, 64, 23, 400),
    ]:
        X = np.array([np.arange(m), 10 * np.arange(m)], dtype=float)
        Y = np.arange(m).reshape(1, m) % 3 % 2 * 1.0
        words = f"{m} examples in batches of {batch_size}, in step {epoch}"
        cases.append(Case(words, (X, Y, epoch, epochs, batch_size)))
    return cases


def mini_batch_another_way(X, Y, epoch, epochs, batch_size):
    start = (epoch * batch_size) % (X.shape[1] // batch_size * batch_size)
    end = start + batch_size
    return X[:, start:end], Y[:, start:end]


MINI_BATCH = exercise(
    my_mini_batch,
    ways=(mini_batch_another_way,),
    returns="X_batch, Y_batch",
    cases=mini_batch_cases,
    stub=mini_batch_stub,
    hints="""
        Work it out on paper: 4 examples in batches of 2, epochs = 10. Which examples come in step
        0? And in step 1?

        Which of the five arguments changes from step to step? Is it used?

        epoch is the number of this step, epochs how many there will be in all. Which of the two
        belongs in front of %?
    """,
    slips=r"""
        epoch % batches → epoch
            This is right until all the examples have been used; then the batches are empty. Begin
            again at 0 with epoch % batches.
        epoch % batches → batches
            Every batch is empty, because it begins after the last example. Does your start change
            when epoch does?
        epoch % batches * batch_size → epoch % batches
            Now the batches overlap: each begins one example after the last one. Batch number k
            begins at k times batch_size.
        epoch % batches → batches % epoch
            The two sides of % have changed places. The number of the step % the number of batches
            counts 0, 1, 2, … and begins again.
        epoch % batches * batch_size → 0
            Now it is the first batch every time. Which argument changes from step to step?
    """,
    praise="One letter was wrong, and the cost fell all the same. You find such bugs by looking at "
    "what goes in, not at what comes out.",
)


def my_standardize(X_train, X_test):
    mean = X_train.mean(axis=1, keepdims=True)
    spread = X_train.std(axis=1, keepdims=True)
    return (X_train - mean) / spread, (X_test - mean) / spread


def standardize_cases():
    """Return cases of features with means and spreads of their own."""
    rng = generator(8)
    cases = [
        Case(
            "two easy features",
            (np.array([[1.0, 3.0], [10.0, 30.0]]), np.array([[2.0, 5.0], [40.0, 20.0]])),
        )
    ]
    for features, train, test in [(1, 4, 2), (3, 3, 3), (2, 2, 1), (4, 7, 3), (30, 50, 10)]:
        words = f"{size_words(features, train, 'feature')}, and {test} to test"
        scale, shift = 10 ** rng.uniform(-2, 3, (features, 1)), 5 * rng.randn(features, 1)
        parts = tuple(scale * (rng.randn(features, m) + shift) for m in (train, test))
        cases.append(Case(words, parts))
    return cases


STANDARDIZE = exercise(
    my_standardize,
    returns="X_train, X_test",
    cases=standardize_cases,
    hints="""
        Each feature, that is each row, has one mean and one spread. They are taken over axis 1,
        the examples.

        X_train.mean(axis=1, keepdims=True) is a column with one mean for each row. Thanks to
        keepdims it stays a column and can be subtracted. The spread comes from .std in the same
        way.

        Subtract the same mean from both parts, and divide both by the same spread: (X_train -
        mean) / spread and (X_test - …) / …
    """,
    slips=r"""
        (X_test - mean) / → (X_test - X_test.mean(axis=1, keepdims=True)) /
        True)) / spread → True)) / X_test.std(axis=1, keepdims=True)
            The test part was scaled by its own mean and spread, so the same example would get
            other numbers in other company. Use those of the training part for both.
        X_train. → np.hstack([X_train, X_test]).
            Mean and spread come from both parts together, so the test points leak into training.
            They must stay unseen. Take X_train alone.
        (X_train - mean) / spread, X_test
            The test part came out as it was: not scaled, or scaled after X_train had got its new
            numbers, whose mean is 0 and spread 1. Keep mean and spread before you change X_train.
        (X_test - mean) / spread, (X_train - mean) / spread
            The two have changed places. First comes X_train, then X_test.
        (X_train - X_train.mean()) / X_train.std(), (X_test - X_test.mean()) / X_test.std()
            Without axis=1 there is one mean for a whole table, not one for each feature. Besides,
            both parts need the mean and the spread of the training part.
        mean(axis=1, keepdims=True) → mean()
        std(axis=1, keepdims=True) → std()
            There is one mean and one spread for the whole table, so a feature of large numbers
            drowns the others. Take them for each row: axis=1, keepdims=True.
        axis=1, keepdims=True → axis=0
            axis=0 mixes the features of one example, such as metres and years. Each feature is a
            row, and the mean runs along it: axis=1.
        axis=1, keepdims=True → axis=1
            Without keepdims the mean is flat, (features,), and NumPy lays it along the wrong axis.
            keepdims=True keeps it a column, (features, 1).
        std(axis=1, keepdims=True) → std(axis=1)
            The mean is right, but the spread is flat, (features,), and NumPy lays it along the
            wrong axis. It needs keepdims=True as well.
        mean(axis=1, keepdims=True) → mean(axis=1)
            The spread is right, but the mean is flat, (features,), and NumPy lays it along the
            wrong axis. It needs keepdims=True as well.
        axis=1, keepdims=True → axis=1
        (X_test - mean) / spread → (X_test - X_test.mean(axis=1)) / X_test.std(axis=1)
            Two things are wrong. Without keepdims=True mean and spread are flat and lie along the
            wrong axis, and the test part needs those of X_train.
        (X_train - mean) / spread, X_test / spread
            X_train is right. X_test has the right width, but was not shifted. Once X_train is
            shifted, its mean is 0: take the mean before, and keep it.
        (X_train - mean) / spread, X_test - mean
            X_train is right. X_test was shifted, but not divided by the spread. Once X_train is
            scaled, its spread is 1: take the spread before, and keep it.
        std(axis=1 → std(axis=0
            The mean is right, but the spread runs over axis 0, across the features. It, too,
            belongs to a row: axis=1.
        std(axis=1, keepdims=True) → std()
            The mean is right, but there is one spread for the whole table. Every feature needs its
            own: axis=1, keepdims=True.
        std → var
            You divided by the variance, which is the spread squared. Divide by the spread itself,
            .std, the root of the variance.
        X_train - mean, X_test - mean
            The means are 0 now, but the features are as wide as before. Divide by the spread, too.
        X_train / spread, X_test / spread
            The widths are right, but the means are not 0 yet. First subtract the mean.
        / spread → * spread
            You multiplied by the spread: wide features become wider still. Divide by it.
        X_train - mean / spread, X_test - mean / spread
            The brackets are missing: without them Python first divides the mean by the spread.
            Write (X - mean) / spread.
        X_train.mean(axis=1 → X_train.min(axis=1
        X_train.std(axis=1 → np.ptp(X_train, axis=1
            This brings each feature between 0 and 1, which is another good custom. The exercise
            asks for mean 0 and spread 1, with .mean and .std.
        std(axis=1 → std(axis=1, ddof=1
            Your spread divides by m - 1, as one does to estimate it from a sample. The course
            divides by m, as NumPy's std does by itself.
        return → X_train -= mean; X_train /= spread; X_test -= mean; X_test /= spread; return
        X_train, X_test
            The numbers are right, but the caller's own arrays were changed. X - mean makes a new
            array, and X -= mean does not.
        X_train / X_train.max(), X_test / X_train.max()
            You divided by the largest of all numbers. First take each row's mean away, then
            divide by its spread, the standard deviation.
        X_train.std(axis=1, keepdims=True) → X_train.max(axis=1, keepdims=True)
            You divided by each row's largest number. Divide by its spread, the standard
            deviation: std.
    """,
    praise="This cures failure 7, and the test stays fair, because the test part had no say in it.",
    rtol=1e-3,  # a tiny number added to the spread, against a division by 0, is right, too
)


EXERCISES = (TRAIN, MINI_BATCH, STANDARDIZE)

QUESTIONS = (
    Question(
        "training_update",
        "06",
        "What does update do with the parameters it is given?",
        (
            "it changes them, and returns nothing",
            "it returns new ones, moved against the gradient",
            "it returns new ones, moved along the gradient",
        ),
        2,
        "The gradient points uphill, so the step goes against it; and the old parameters stay as "
        "they were.",
        {
            1: "Then the old ones would be lost. Can you still compare before and after?",
            3: "The gradient points to where the cost grows.",
        },
    ),
    Question(
        "training_one_bad_guess",
        "04",
        "Three predictions are 0.5, 0.5 and exactly 0.0, and the last label is 1. What is the cost "
        "by the plain formula, without a guard?",
        ("ln 2 = 0.693", "2/3 of ln 2", "infinity"),
        3,
        "−ln 0 is infinite, and so is every mean that contains it. nnlib's get_cost_value caps "
        "each example at 36, so it would say about 12.5.",
        {
            1: "Two of them cost ln 2 each, whatever their labels. And the third?",
            2: "That would be so if the third cost nothing. But its label is 1.",
        },
    ),
    Question(
        "training_twins",
        "01",
        "Two hidden units start with equal numbers, coming in and going out. What becomes of them?",
        (
            "they stay equal for ever",
            "they drift apart in the first steps",
            "they share the work, one for each class",
        ),
        1,
        "Equal units get equal gradients and take equal steps: a layer of twins is worth no more "
        "than one unit.",
        {
            2: "What would push one of them more than the other?",
            3: "For that they would have to differ. What could make them?",
        },
    ),
)


def _nearest(*values):
    """Return the judge of choices that stand for these values."""
    return lambda result: 1 + int(np.argmin(np.abs(np.array(values) - result)))


def _which_helped_more(costs):
    """Judge (cost after the larger rate, cost after the better start)."""
    rate, start = costs
    if abs(rate - start) < 0.05:
        return 3
    return 1 if rate < start else 2


def _what_they_have_learned(found):
    """Judge (the shares that a straight line can copy, the shares that are right)."""
    copied, right = found
    if min(copied) > 0.95:
        return 2
    return 3 if min(right) > 0.95 else 1


def _which_makes_fewer(mistakes):
    """Judge (the network's mean number of mistakes, the single unit's)."""
    network, one_unit = mistakes
    if abs(network - one_unit) < 1:
        return 3
    return 1 if network < one_unit else 2


PREDICTIONS = (
    Prediction(
        "training_patience",
        "At rate 0.01 the cost starts near 0.69. When will it first be below 0.6?",
        ("near epoch 500", "near epoch 2,500", "not within the 10,000 epochs"),
        _nearest(500, 2500, 10_000),
        "In the panel, where the rate is ten times as large, the cost passes 0.6 near step 260. "
        "Steps that are a tenth as long need about ten times as many.",
    ),
    Prediction(
        "training_rate_or_start",
        "Which of the two, alone, will bring the cost lower in 400 epochs: ten times the rate "
        "(0.1, still small), or He's start (still rate 0.01)?",
        ("ten times the rate", "He's start", "both about equally"),
        _which_helped_more,
        "A higher rate makes larger steps out of small gradients, and a better start makes the "
        "gradients larger. Whether they meet at 0.27 by chance is the next question.",
    ),
    Prediction(
        "training_second_level",
        "All ten networks cost about 0.27. What does such a network answer?",
        (
            "on one moon the right class, and on the other it guesses",
            "one class on one side of a straight line, and the other class on its other side",
            "nearly everywhere the right class, but never surer than 0.76",
        ),
        _what_they_have_learned,
        "A straight line is the simplest thing to lay between two moons, and even the best one "
        "costs 0.276. To guess on one moon would cost half of ln 2, which is 0.35. To be right "
        "everywhere at 0.76 would cost −ln 0.76 = 0.27, but the ten networks get only about 88 % "
        "right.",
    ),
    Prediction(
        "training_narrow",
        "With the small start and rate 0.1, the article's network was at 0.27 after 400 epochs. "
        "Where will 2-4-6-6-4-1 be, with the same start and rate, after 1,000?",
        ("near 0.1", "near 0.27", "still at 0.69"),
        _nearest(0.1, 0.27, 0.69),
        "Almost no signal gets through these narrow layers, neither forward nor back.",
    ),
    Prediction(
        "training_millimetres",
        "In metres, the start answers 64 % of the points right, at a cost of 0.6. What does the "
        "same start cost in millimetres?",
        (
            "about 0.6: the points are the same",
            "about 13: it is sure of everything, right or wrong",
            "about 600: a thousand times as much",
        ),
        _nearest(0.6, 13, 600),
        "It is still right for 64 % of the points, but now it is sure of everything. What is right "
        "costs nothing, and the other 36 % cost up to 36 each, where get_cost_value caps them: "
        "0.36 · 36 = 13.",
    ),
    Prediction(
        "training_tumours",
        "How many of the 114 will the network get wrong, now that it sees all 30 measurements?",
        (
            "about 3",
            "about 13, like the single measurement",
            "about 25: 455 examples are too few to learn from",
        ),
        _nearest(3, 13, 25),
        "Thirty measurements together tell more than the best one alone, and what the network has "
        "learned from 455 tumours holds for new ones.",
    ),
    Prediction(
        "training_tumours_line",
        "Which of the two makes fewer mistakes, in the mean over twenty splits with 114 test "
        "tumours each?",
        (
            "the network with 16 hidden units, by at least one mistake",
            "the single unit, by at least one mistake",
            "neither: they differ by less than one mistake",
        ),
        _which_makes_fewer,
        "A straight cut does nearly as well here, so the hidden layer has little to add. Which "
        "tumours happen to be in the test part matters far more.",
    ),
)
