"""Practice for notebook 09: momentum, RMSProp, and how Adam starts."""

import numpy as np

from classroom.practice.exercise import Case
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import SHAPES, generator, size_words
from classroom.practice.slips import exercise


def my_momentum_step(w, dw, v, learning_rate, beta):
    v = beta * v - learning_rate * dw
    return w + v, v


def momentum_step_stub(w, dw, v, learning_rate, beta):
    # First the new velocity.
    ...
    # Then return the new w, and the new velocity.
    ...


def momentum_cases():
    """Return a case with easy numbers, and random ones."""
    easy = np.array([[2.0]]), np.array([[1.0]])
    cases = [
        Case("the first step, from velocity 0", (*easy, np.array([[0.0]]), 0.1, 0.9)),
        Case("a second step", (*easy, np.array([[-0.1]]), 0.1, 0.9)),
        Case("gradient 0: it rolls on", (np.array([[2.0]]), np.zeros((1, 1)), -easy[1], 0.5, 0.8)),
    ]
    rng = generator(9)
    for shape in SHAPES:
        args = rng.randn(*shape), rng.randn(*shape), rng.randn(*shape)
        cases.append(Case(size_words(*shape, column="input"), (*args, 0.3, 0.7)))
    return cases


def momentum_step_another_way(w, dw, v, learning_rate, beta):
    return w + beta * v - learning_rate * dw, beta * v - learning_rate * dw


MOMENTUM_STEP = exercise(
    my_momentum_step,
    ways=(momentum_step_another_way,),
    returns="w, v",
    cases=momentum_cases,
    stub=momentum_step_stub,
    hints="""
        The ball's first step was 0.1 long, and its second one 0.19: nine tenths of the first, and
        a push of 0.1. Which argument says nine tenths, and which two make the push?

        The new velocity has two parts: beta times the old one, and minus the plain step,
        learning_rate * dw.

        v = beta * … - …, then return w + …, and v, because the next step needs it.
    """,
    slips=r"""
        beta * v - → beta * v +
            Your w climbs. The push goes against the gradient, so in the velocity the plain step
            stands with a minus.
        beta * v - → beta * v +
        w + v → w - v
            w is right where v is 0 at first, but this velocity points uphill. Put the minus into v,
            and add v to w.
        beta * v → v
            The velocity never slows down: its old part has to be multiplied by beta.
        learning_rate * dw → dw
            The learning rate is missing: the push is learning_rate times dw.
        learning_rate * dw → (1 - beta) * learning_rate * dw
            This takes a mean of old and new, as Adam does. In momentum the push counts in full:
            there is no 1 - beta.
        beta * v - learning_rate * dw → beta * (v - learning_rate * dw)
            beta slows the old velocity only. In yours it shrinks the new push as well: watch the
            brackets.
        v = beta * v → new = beta * v
        w + v, new
            v is right, but w moved by the old velocity. First the new v, then w + v.
        w + v
            w is right. But the velocity is lost when the function ends: return w and v.
        v = beta * v → w = w
        w, v
            That is plain gradient descent. Momentum moves w by v, and v has a memory.
        beta * v - learning_rate * dw → np.mean(beta * v - learning_rate * dw) * np.ones_like(v)
            There is one velocity for all weights here, because a mean has slipped in. Each entry
            has its own, in the shape of w.
        v = beta * v - learning_rate * dw → v *= beta; v -= learning_rate * dw; w += v
        w, v
            The numbers are right, but the arguments themselves were changed (*=, -= and += write
            into them). Make new arrays.
        v = beta * v - learning_rate * dw → v = beta * v + dw
        w - learning_rate * v, v
            That is momentum as PyTorch writes it: the rate comes in only when w moves. In the
            course, as in Keras, rate and minus are in the velocity: v = beta * v -
            learning_rate * dw, then w + v.
        v = beta * v - learning_rate * dw → v = beta * v - dw
        w + learning_rate * v, v
            The rate comes in only when w moves, so this velocity is too long. In the course, as
            in Keras, the rate is in the velocity: v = beta * v - learning_rate * dw, then w + v.
        v = beta * v - learning_rate * dw → v = beta * v - dw
        w - learning_rate * v, v
            There is one minus too many, so w climbs. And the rate belongs in the velocity:
            v = beta * v - learning_rate * dw, then w + v.
        v = beta * v - learning_rate * dw → v = beta * v + dw
        w + learning_rate * v, v
            There is no minus, so w climbs. And the rate belongs in the velocity: v = beta * v -
            learning_rate * dw, then w + v.
        v = beta * v - learning_rate * dw → v = beta * v - (1 - beta) * dw
        w + learning_rate * v, v
            This takes a running mean, with 1 - beta, and the rate comes in only when w moves. Here
            the push counts in full: v = beta * v - learning_rate * dw, then w + v.
        beta * v - learning_rate * dw → learning_rate * (beta * v - dw)
            The rate belongs to the new push only. In yours it shrinks the old velocity as well:
            watch the brackets.
        v = beta * v - learning_rate * dw → v = beta * v + (1 - beta) * dw
        w - learning_rate * v, v
            That is momentum as a running mean, beta * v + (1 - beta) * dw, as some courses
            write it. Here the push counts in full: v = beta * v - learning_rate * dw, then w +
            v.
        w + beta * v - learning_rate * dw, v
            That is Nesterov's momentum, which looks one push ahead. Here w moves by the new v
            alone: w + v.
    """,
    praise="This is a ball that remembers where it was rolling.",
)


def my_rmsprop_step(w, dw, s, learning_rate, rho):
    s = rho * s + (1 - rho) * dw**2
    return w - learning_rate * dw / np.sqrt(s + 1e-7), s


def _gradient(rng, shape):
    """Return numbers of very different sizes: 0.001 to 10."""
    return rng.choice([-1.0, 1.0], shape) * 10 ** rng.uniform(-3, 1, shape)


def rmsprop_cases():
    """Return cases with easy numbers, and random gradients of very different sizes."""
    cases = [
        Case(
            "two easy numbers",
            (np.array([[1.0, 2.0]]), np.array([[3.0, -0.5]]), np.array([[9.0, 0.25]]), 0.1, 0.9),
        ),
        Case(
            "the first step, from s = 0",
            (np.array([[1.0, 2.0]]), np.array([[3.0, -0.5]]), np.zeros((1, 2)), 0.1, 0.75),
        ),
        Case("gradient and s are 0", (np.ones((1, 1)), np.zeros((1, 1)), np.zeros((1, 1)), 1, 0.9)),
    ]
    rng = generator(10)
    for shape in SHAPES:
        args = rng.randn(*shape), _gradient(rng, shape), _gradient(rng, shape) ** 2
        cases.append(Case(size_words(*shape, column="input"), (*args, 0.2, 0.8)))
    return cases


def rmsprop_step_another_way(w, dw, s, learning_rate, rho):
    s = rho * s + (1 - rho) * dw * dw
    return w - learning_rate / np.sqrt(s + 1e-7) * dw, s


RMSPROP_STEP = exercise(
    my_rmsprop_step,
    ways=(rmsprop_step_another_way,),
    returns="w, s",
    cases=rmsprop_cases,
    hints="""
        First comes the new s, a mean of the old s and of dw squared. Then comes the step.

        The mean takes rho parts of the old s and 1 - rho parts of dw**2.

        The plain step, learning_rate * dw, is divided by np.sqrt(s + 1e-7), with the new s.
    """,
    slips=r"""
        dw**2 → dw
            s is to be a mean of squares: dw**2, not dw. (A mean of dw itself would be near 0 where
            it changes its sign.)
        (1 - rho) * dw**2 → dw**2
            Your s grows too large: old and new share the weight, rho for the old s and 1 - rho for
            dw**2.
        rho * s + (1 - rho) * dw**2 → s + dw**2
            This s only ever grows (that is AdaGrad, an older rule), and the steps get shorter for
            ever. RMSProp forgets: rho * s + (1 - rho) * dw**2.
        rho * s + (1 - rho) * dw**2 → (1 - rho) * s + rho * dw**2
            The two shares are the wrong way round: rho says how much of the old s is kept.
        np.sqrt(s + 1e-7) → (s + 1e-7)
            s is right. But the step is divided by its root, np.sqrt(…): s has the size of dw
            squared.
        / np.sqrt(s + 1e-7) → * np.sqrt(s + 1e-7)
            s is right. But large gradients should get shorter steps: divide by the root.
        np.sqrt(s + 1e-7) → np.sqrt(s)
            Where s is 0 this divides by 0. A tiny number under the root prevents it: np.sqrt(s +
            1e-7).
        np.sqrt(s + 1e-7) → (np.sqrt(s) + 1e-7)
            That is nearly right, but here the tiny number belongs under the root: np.sqrt(s +
            1e-7). (Outside of it, as Adam has it, it counts less.)
        dw / np.sqrt(s + 1e-7) → dw
            s is right, but the step does not use it: divide by np.sqrt(s + 1e-7).
        s = rho * s → new = rho * s
        w - learning_rate * dw / np.sqrt(s + 1e-7), new
            s is right, but the step was divided by the root of the old one. First the new s, then
            the step.
        w - learning_rate → w + learning_rate
            s is right, but w climbs: w minus the step.
        np.sqrt(s + 1e-7) → np.sqrt(np.mean(s) + 1e-7)
            There is one s for all weights here, because a mean has slipped in. Each entry has its
            own; that is the point.
        s = rho * s + → s *= rho; s +=
        return w - learning_rate → w -= learning_rate
        1e-7), s → 1e-7); return w, s
            The numbers are right, but the arguments themselves were changed (*=, += and -= write
            into them). Make new arrays.
        dw**2 → np.abs(dw)
            s is to be a mean of squares, dw**2. You took |dw|, which has another size.
        np.sqrt(s + 1e-7) → np.sqrt(s / (1 - rho) + 1e-7)
            s is right. But the step corrects it for its start, as Adam does. RMSProp divides by
            the root of s as it is.
        dw / np.sqrt(s + 1e-7) → np.sign(dw) * np.sqrt(np.abs(dw) / (s + 1e-7))
            s is right. But the root was taken of the whole fraction. It belongs below the line
            only: dw / np.sqrt(s + 1e-7).
        s = rho * s + (1 - rho) * dw**2 → s = rho * s + (1 - rho) * np.mean(dw**2)
            One number for all weights came into s, because a mean has slipped in. Each entry has
            its own square.
    """,
    praise="Every weight now has a rate of its own.",
)


def my_adam_step(w, dw, v, s, t, learning_rate):
    v = 0.9 * v + (1 - 0.9) * dw
    s = 0.999 * s + (1 - 0.999) * dw**2
    rate = learning_rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return w - rate * v / (np.sqrt(s) + 1e-7), v, s


def adam_step_stub(w, dw, v, s, t, learning_rate):
    v = 0.9 * v + (1 - 0.9) * dw
    s = 0.999 * s + (1 - 0.999) * dw**2
    rate = learning_rate
    return w - rate * v / (np.sqrt(s) + 1e-7), v, s


def adam_cases():
    """Return the first step, later ones, and one so late that nothing is left to correct.

    In one of them a weight has never had a gradient: 0 is divided by nothing but the tiny number.
    """
    zero = np.zeros((1, 2))
    w, dw = np.array([[1.0, 2.0]]), np.array([[3.0, -0.5]])
    cases = [
        Case("the first step, t = 1", (w, dw, zero, zero, 1, 0.1)),
        Case("a weight that never had a gradient", (w, zero, zero, zero, 2, 0.1)),
    ]
    rng = generator(11)
    for t, shape in zip((2, 3, 5, 10, 40, 300, 20_000), SHAPES, strict=True):
        args = rng.randn(*shape), _gradient(rng, shape), rng.randn(*shape)
        s = _gradient(rng, shape) ** 2
        cases.append(
            Case(f"step t = {t}, {size_words(*shape, column='input')}", (*args, s, t, 0.2))
        )
    return cases


def adam_step_another_way(w, dw, v, s, t, learning_rate):
    v = 0.9 * v + 0.1 * dw
    s = 0.999 * s + 0.001 * dw**2
    rate = learning_rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return w - rate * v / (np.sqrt(s) + 1e-7), v, s


ADAM_STEP = exercise(
    my_adam_step,
    ways=(adam_step_another_way,),
    returns="w, v, s",
    cases=adam_cases,
    stub=adam_step_stub,
    hints="""
        v and s are right. Take t = 1: both were 0 before. What share of dw is v then, and what
        share of dw**2 is s?

        After t steps from 0, v is too small by the factor 1 - 0.9**t. By which factor is the root
        of s too small?

        v stands above the line, so the rate is divided by v's factor. The root of s stands below
        it, so the rate is multiplied by the root's factor.
    """,
    slips=r"""
        rate = learning_rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t) → pass
        rate * v → learning_rate * v
            This is still the bare rate. The function is given t and does not use it: that is the
            clue.
        np.sqrt(1 - 0.999**t) / (1 - 0.9**t) → 1 / (1 - 0.9**t)
            v is corrected, s is not yet. In the first step its root is about 32 times too small,
            and the step is as many times too long.
        np.sqrt(1 - 0.999**t) / (1 - 0.9**t) → np.sqrt(1 - 0.999**t)
            s is corrected, v is not yet: in the first step it is only a tenth of dw.
        np.sqrt(1 - 0.999**t) / (1 - 0.9**t) → (1 - 0.9**t) / np.sqrt(1 - 0.999**t)
            This is upside down. v is too small, so its factor divides; s stands below the line,
            so its factor multiplies.
        np.sqrt(1 - 0.999**t) → (1 - 0.999**t)
            That is nearly right. Below the line stands the root of s, so its factor needs a root,
            too.
        np.sqrt(1 - 0.999**t) / (1 - 0.9**t) → np.sqrt(1 - 0.9**t) / (1 - 0.999**t)
            The two numbers are swapped: 0.9 belongs to v, 0.999 to s.
        **t → * t
            The shares left after t steps are powers, 0.9**t, not products.
        **t → ** (t + 1)
            t counts from 1 here: it is 1 in the first step. Use t itself, not t + 1.
        1e-7), v, s → 1e-7), v / (1 - 0.9**t), s / (1 - 0.999**t)
            w is right, but return v and s as they were: corrected ones would be corrected again in
            the next step.
        1e-7), v, s → 1e-7), v / (1 - 0.9**t), s
            w is right, but v came back corrected. Return v as it was, or it is corrected again
            in the next step.
        1e-7), v, s → 1e-7), v, s / (1 - 0.999**t)
            w is right, but s came back corrected. Return s as it was, or it is corrected again
            in the next step.
        (np.sqrt(s) + 1e-7) → np.sqrt(s + 1e-7)
            The tiny number is under the root here, as in RMSProp. In Adam it is added after it:
            np.sqrt(s) + 1e-7.
    """,
    praise="Now even the first step is as long as the rate says.",
    moves={"w": 1e-3},  # how tiny the tiny number is, and where exactly it is added, may differ
)


EXERCISES = (MOMENTUM_STEP, ADAM_STEP, RMSPROP_STEP)

QUESTIONS = (
    Question(
        "faster_fair_race",
        "08",
        "The article ran its network for 10,000 epochs and Keras for 200, and then compared the "
        "two. Why does that say little?",
        (
            "200 epochs are fewer than 10,000, so Keras learned less",
            "the steps differed in kind and number, and the starts, too",
            "Keras stops after 200 epochs, whatever one asks for",
        ),
        2,
        "A fair race gives both the same start, the same steps and the same goal. Today every rung "
        "has the same goal: 95 % of the training points.",
        {
            1: "They are. But an epoch of 29 steps and one of a single step are different things.",
            3: "It does as many as you like.",
        },
    ),
    Question(
        "faster_plateau",
        "07",
        "Why did the article's network sit on a plateau for more than a thousand epochs?",
        (
            "the network was too large for the moons",
            "its learning rate was too large",
            "its small weights made the signals, and so the gradients, fade",
        ),
        3,
        "Each layer shrank the differences between the points to less than a half. He's start "
        "keeps them.",
        {
            1: "The same network learns well from another start.",
            2: "Too large a rate leaps; this network crept.",
        },
    ),
    Question(
        "faster_zigzag",
        "06",
        "A bowl is 30 times as steep across as along. Gradient descent zigzags across it. What "
        "helps?",
        (
            "a smaller rate, but then it creeps along",
            "a larger rate, but then it creeps along",
            "nothing at all",
        ),
        1,
        "One rate for two very different directions. Today you meet rules that do better.",
        {
            2: "A larger rate makes the leaps across larger still.",
            3: "Across the bowl the step is the rate times a large gradient: that can be changed.",
        },
    ),
)


def _nearest(numbers, result):
    """Return which of the numbers the result is nearest to by its factor, counted from 1."""
    return 1 + int(np.argmin(np.abs(np.log(np.array(numbers) / result))))


PREDICTIONS = (
    Prediction(
        "faster_start",
        "From the article's start it took 6,535 epochs to 95 %. How many will it take from He's "
        "start, at the same rate of 0.01?",
        ("about 100", "about 600", "about 3,000"),
        lambda epochs: _nearest((100, 600, 3000), epochs),
        "The plateau is gone, but after it the network still goes down in very short steps.",
    ),
    Prediction(
        "faster_batches",
        "With all 900 points in every step it takes about 300 steps. How many will it take with "
        "30 points in every step?",
        ("about 30", "about 300", "about 9,000"),
        lambda steps: _nearest((30, 300, 9000), steps),
        "Even 30 points show which way is down; 900 only show it more exactly.",
    ),
    Prediction(
        "faster_ball",
        "The gradient stays the same, step after step, and beta is 0.9. How long do momentum's "
        "steps become in the end, compared with plain ones?",
        ("0.9 times as long", "10 times as long", "longer and longer, without end"),
        lambda times: _nearest((0.9, 10, 1000), times),
        "The velocity grows until the tenth that it loses is as much as the push of 0.1 that it "
        "gains. That is so at 1, for 0.9 × 1 + 0.1 = 1: ten plain steps.",
    ),
    Prediction(
        "faster_digits",
        "float32 keeps about 7 digits instead of 16. How many epochs will it need, where float64 "
        "needs 11?",
        ("fewer", "the same", "more"),
        lambda epochs: 2 + int(np.sign(epochs - 11)),
        "A gradient from 30 points of 900 is rough already: its eighth digit says nothing.",
    ),
)
