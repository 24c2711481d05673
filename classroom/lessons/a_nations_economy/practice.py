"""Practice for notebook 10: growth, labels from the future, alarms, and a leak."""

import numpy as np

from classroom import datasets
from classroom.practice.exercise import Case
from classroom.practice.question import Prediction, Question
from classroom.practice.random_cases import generator, size_words
from classroom.practice.slips import exercise


def my_growth(levels, back):
    return 100 * (levels[back:] / levels[:-back] - 1)


def _growth_in_place(levels, back):
    for t in range(back, len(levels)):
        levels[t] = 100 * (levels[t] / levels[t - back] - 1)
    return levels[back:]


def growth_cases():
    """Return cases for the head, random ones, and ten years of the course's own figures."""
    cases = [
        Case(words, (np.array(levels, dtype=float), back))
        for words, levels, back in [
            ("three levels, one quarter back", [100, 110, 121], 1),
            ("six levels, four quarters back", [200, 200, 250, 300, 210, 150], 4),
            ("an output that shrinks", [100, 50, 25, 20], 2),
            ("levels that stay the same", [3, 3, 3], 1),
        ]
    ]
    rng = generator(12)
    for n, back in [(2, 1), (5, 3), (8, 4), (9, 8), (30, 2)]:
        words = f"{n} random levels, {back} quarter{'s' if back > 1 else ''} back"
        cases.append(Case(words, (50 + 100 * rng.rand(n), back)))
    output = datasets.economy().columns["realgdp"]
    return [*cases, Case("ten years of US output, a year back", (output[:40].copy(), 4))]


def growth_another_way(levels, back):
    return 100 * (levels[back:] - levels[:-back]) / levels[:-back]


GROWTH = exercise(
    my_growth,
    ways=(growth_another_way,),
    returns="percent",
    cases=growth_cases,
    hints="""
        Take 100, 110, 121 and back = 1. From 100 to 110 it is 10 %: you compare 110 / 100 with 1.
        How many such pairs are there?

        Two slices of the same length: levels[back:] are the later ones, levels[:-back] the earlier
        ones, and they stand in pairs. / works pair by pair.

        return 100 * (… / … - 1): which of the two slices belongs on top?
    """,
    slips=r"""
        100 * (levels[back:] - levels[:-back]) / levels[back:]
            You divided by the later level. Growth is measured against where it began: divide by the
            earlier one.
        100 * (levels[:-back] / levels[back:] - 1)
            The ratio is upside down, as if time ran backwards. The later level belongs on top, the
            earlier one below.
        100 * (1 - levels[back:] / levels[:-back])
            The sign is the opposite one. What has grown has a ratio above 1, so it is ratio - 1,
            not 1 - ratio.
        levels[back:] - levels[:-back]
            That is the change, in the unit of the levels. Growth compares: a change of 10 is 10 %
            of 100, but only 1 % of 1,000. Divide by the earlier level.
        100 * (levels[back:] - levels[:-back])
            That is a hundred times the change, in the unit of the levels. To make it a percentage,
            divide by the earlier level.
        levels[back:] / levels[:-back] - 1
            The fraction is right, 0.1 for 10 %. The result is asked for in %: times 100.
        100 * (levels[back:] / levels[:-back])
            This says how many % of the earlier level there are now: 110. It grew by 10: take 1 from
            the ratio before you multiply.
        levels[back:] / levels[:-back]
            That is the ratio, 1.1. A growth of 10 % is what goes beyond 1, times 100.
        100 * levels[back:] / levels[:-back] - 1
            Mind the brackets: the 1 must be taken from the ratio before it is multiplied by 100.
            100 * (… - 1), or 100 * … - 100.
        100 * np.log(levels[back:] / levels[:-back])
            That is 100 times the log of the ratio. Economists use it, too, and for small growth it
            is close. Asked for here is the plain percentage, without a log.
        np.log(levels[back:] / levels[:-back])
            That is the log of the ratio. For small growth it is close to the fraction, and
            economists use it, too. Asked for here is the plain percentage, without a log.
        levels[back:] / (levels[:-back] - 1)
            Mind the brackets: Python takes 1 from the earlier level, where you want to take it from
            the ratio. And the result is asked for in %.
        100 * (levels[back:] // levels[:-back] - 1)
            // cuts the fraction off, and the fraction is the growth. The division is /.
        100 * (levels / np.roll(levels, back) - 1)
            The first ones are compared with the end of the series (np.roll does that, and so does
            levels[t - back] with t below back). They have no partner: leave them out.
        [100 * (levels[t] / levels[t - back] - 1) for t in range(len(levels))]
            Where t - back is below 0, Python counts from the end: the first ones are compared with
            the last. Begin at t = back. And make an array of the list: np.array(…).
        100 * (np.roll(levels, -back) / levels - 1)
            The last ones compare the beginning of the series with its end, as np.roll goes round in
            a circle. They have no partner: leave them out.
        np.append(np.zeros(back), 100 * (levels[back:] / levels[:-back] - 1))
            You filled up the beginning with 0. But 0 % says: it did not grow, and that is not known
            there. Leave those quarters out: n - back numbers.
        np.append(np.full(back, np.nan), 100 * (levels[back:] / levels[:-back] - 1))
            The growth is right. But you filled up the beginning with nan, and a network cannot
            compute with that. Leave those quarters out: n - back numbers.
        100 * (levels[1:] / levels[:-1] - 1)
            You always compare with the quarter just before, whatever back says: your two slices are
            one apart. levels[back:] and levels[:-back] are as far apart as asked.
        100 * (levels[4:] / levels[:-4] - 1)
            You always take the growth over four quarters, whatever back says. Use the argument in
            place of 4.
        100 * (levels[back + 1 :] / levels[: -back - 1] - 1)
            Your two slices are one quarter too far apart. levels[back] is compared with levels[0],
            and that is the first pair.
        - 1) → - 1)[1:]
            The first one is missing. levels[back] has a partner, levels[0]: begin there.
        - 1) → - 1)[:-1]
            The last one is missing. If you have a loop, the last t is len(levels) - 1, and range(…,
            len(levels)) reaches it.
        levels[:-back] → levels[:back]
            levels[:back] is only the beginning of the series. The earlier levels are all but the
            last few: levels[:-back], with a minus.
        levels[:-back] → levels
            Above stand n - back levels, below all n of them. The ones below must be cut as well, at
            their end: levels[:-back].
        - 1) → - 1) / back
            That is the mean growth for a quarter. Asked for is the growth over the whole span: do
            not divide by back.
        100 * ((levels[back:] / levels[:-back]) ** (1 / back) - 1)
            That is the growth for each quarter which, again and again, gives the whole. Asked for
            is the whole: without the root.
        100 * ((levels[back:] / levels[:-back]) ** (4 / back) - 1)
            That is growth at a yearly rate, as newspapers give it. Asked for here is what it grew
            in the span itself: without the power.
        back * 100 * (levels[back:] / levels[back - 1 : -1] - 1)
            That is the last quarter's growth, times back. The quarters before it grew in their own
            way: compare with levels[:-back].
        np.convolve(100 * (levels[1:] / levels[:-1] - 1), np.ones(back), "valid")
            You added up the growth of single quarters. But 10 % and again 10 % make 21 %, as the
            second is taken of more. Compare levels[back:] with levels[:-back].
        100 * np.diff(levels, back) / levels[:-back]
            np.diff(levels, back) takes differences of differences, and again. The change over so
            many quarters is levels[back:] - levels[:-back].
        levels[:-back] → levels[0]
            Everything is compared with the very first level. Each quarter has a partner of its own:
            the earlier levels are levels[:-back].
        100 * (levels[::back][1:] / levels[::back][:-1] - 1)
            levels[::back] jumps over quarters and leaves them out. Each quarter from number back on
            has a growth of its own: n - back of them.
        - 1) → - 1)[0]
            Only the first one came back. If you have a loop: does return stand inside it? Then it
            ends after one round.
        - 1) → - 1)[-1]
            Only the last one came back. Each quarter from number back on has a growth. (In a loop,
            collect them in a list.)
        list(100 * (levels[back:] / levels[:-back] - 1))
            The numbers are right, but they are in a list. np.array(…) makes an array of it, or
            divide two slices: that gives one at once.
        [100 * (levels[t + back] / levels[t] - 1) for t in range(len(levels))]
            Near the end there is no quarter t + back any more. The last t that has one is
            len(levels) - back - 1: loop over range(len(levels) - back).
        np.append(100 * (levels[back:] / levels[:-back] - 1), np.zeros(back))
            You filled up the end with 0, as if it had not grown there. The result is shorter than
            levels: make it for n - back numbers.
        levels[:-back] → levels[-back:]
            levels[-back:] are the last ones. The earlier levels are all but those: levels[:-back],
            with the colon in front.
        levels[back:] → levels
            Above stand all n levels, below n - back. The first ones have no partner: take
            levels[back:] on top.
        - 1) → - 1).reshape(1, -1)
            The numbers are right, but they lie in a table, (1, n - back). Asked for is a single
            row, (n - back,), like levels.
        np.array([])
            Nothing has been collected. np.append gives back a longer array and leaves the old one
            as it was; a list and its .append are easier.
        - 1) → - 1).mean()
            That is one number, the mean of them all. Each quarter from number back on has a growth
            of its own: no np.mean.
        _growth_in_place(levels, back)
            You wrote growth into levels while later quarters still had to be compared with those
            levels, and the caller's array is spoilt. Make a new array.
        levels[:-back] → levels[1 : len(levels) - back + 1]
            Each level is compared with the one back - 1 quarters before it: one quarter too
            few.
        100 * 2 * (levels[back:] - levels[:-back]) / (levels[back:] + levels[:-back])
            You divided by the mean of both levels. Growth is measured against the earlier one
            alone.
        100 * (levels[back:] - levels[:-back]) / levels[0]
            You divided by the first level of all. Each growth is measured against its own
            earlier level, back quarters before.
    """,
    praise="In fifty years output grew nearly fivefold. Its growth stays in one range, and "
    "that a network can use.",
)


def my_recession_ahead(recession, horizon):
    labels = []
    for t in range(len(recession) - horizon):
        next_quarters = recession[t + 1 : t + 1 + horizon]
        labels.append(next_quarters.max())
    return np.array(labels)


def recession_cases():
    """Return cases whose quarters can be counted on the fingers, and the course's own."""
    cases = [
        Case(words, (np.array(recession, dtype=float), horizon))
        for words, recession, horizon in [
            ("four quarters, the third in recession, horizon 1", [0, 0, 1, 0], 1),
            ("six quarters, the fourth in recession, horizon 2", [0, 0, 0, 1, 0, 0], 2),
            ("a recession of two quarters, horizon 3", [0, 0, 0, 0, 0, 1, 1, 0, 0, 0], 3),
            ("a recession in the first quarter only, horizon 2", [1, 0, 0, 0, 0], 2),
            ("a recession that lasts to the end, horizon 4", [0, 0, 0, 0, 0, 0, 0, 1, 1], 4),
            ("no recession at all, horizon 2", [0, 0, 0, 0, 0], 2),
            ("recession in every quarter, horizon 1", [1, 1, 1], 1),
        ]
    ]
    rng = generator(13)
    for n, horizon in [(2, 1), (7, 6), (20, 5), (40, 2)]:
        recession = (rng.rand(n) < 0.25).astype(float)
        cases.append(Case(f"{n} random quarters, horizon {horizon}", (recession, horizon)))
    return [*cases, Case("the 203 quarters, horizon 4", (datasets.economy().recession, 4))]


def recession_ahead_another_way(recession, horizon):
    labels = []
    for t in range(len(recession) - horizon):
        labels.append(max(recession[t + 1 : t + 1 + horizon]))
    return np.array(labels)


RECESSION_AHEAD = exercise(
    my_recession_ahead,
    ways=(recession_ahead_another_way,),
    returns="label",
    cases=recession_cases,
    hints="""
        Take a pencil: 0 0 0 1 0 0, with horizon 2. Quarter 0 looks at quarters 1 and 2, quarter 1
        at 2 and 3, and so on. How many quarters have two after them?

        recession[a:b] begins with a and ends before b. The quarters after t begin at t + 1, and
        there should be as many as horizon says.

        Loop over range(len(recession) - horizon); the largest of each slice is 1 if any of its
        quarters is 1. Collect them in a list, and make an array of it.
    """,
    slips=r"""
        t + 1 : t + 1 + horizon → t : t + 1 + horizon
            This quarter counts as well. The question is what comes after it: begin the slice at t +
            1.
        t + 1 : t + 1 + horizon → t : t + horizon
            Every slice lies one quarter too early: this quarter is in it, the last one of the
            future is not. (Or you looked back.) Begin at t + 1, end before t + 1 + horizon.
        t + 1 : t + 1 + horizon → t + 1 : t + horizon
            Your slice is one quarter short, and with horizon 1 nothing is left. recession[a:b] ends
            before b, so b has to be t + 1 + horizon.
        t + 1 : t + 1 + horizon → t + 1 : t + horizon
        next_quarters.max() → float(any(next_quarters))
            You look one quarter short. recession[a:b] ends before b (and range before its end), so
            the end has to be t + 1 + horizon.
        t + 1 : t + 1 + horizon → t + 1 : t + 2 + horizon
            You look one quarter too far. recession[a:b] holds b - a quarters, so from t + 1 on the
            end is t + 1 + horizon.
        next_quarters.max() → recession[t + horizon]
            You look at one quarter only, the last of those ahead. Any of them counts, from the next
            one on: t + 1, t + 2, …
        next_quarters.max() → recession[t + 1]
            You look at the very next quarter only. Any of them up to t + horizon counts, and one of
            them is enough.
        len(recession) - horizon → len(recession)
        t + 1 : t + 1 + horizon → max(0, t - horizon) : t
        next_quarters.max() → float(any(next_quarters))
            You look back: these labels tell whether there was a recession before. A forecast asks
            what comes after quarter t: t + 1, t + 2, …
        .max() → .min()
            Here all of the next quarters must lie in a recession. A single one is enough: the
            largest of them, .max(), or any.
        .max() → .sum()
            That counts how many of the next quarters lie in a recession. A label is 1 or 0: .max()
            in place of .sum().
        .max() → .mean()
            That is the share of the next quarters that lie in a recession. A label is 1 or 0:
            .max() in place of .mean().
        next_quarters.max() → 1 - next_quarters.max()
            It is the other way round: the label is 1 where a recession comes, 0 where none does.
        len(recession) - horizon → len(recession)
        next_quarters.max() → float(any(next_quarters))
            You made n labels, but the last quarters have no full future in the file: a 0 there
            would say that nothing comes, and nobody knows. Stop at len(recession) - horizon.
        len(recession) - horizon → len(recession)
            The last t has no quarter after it, so its slice is empty and has no largest number.
            Loop over range(len(recession) - horizon).
        len(recession) - horizon → len(recession) - 1
            There are too many labels: near the end the slices get shorter, as the file ends. A 0
            there would be a guess. Stop at len(recession) - horizon.
        len(recession) - horizon → len(recession) - horizon + 1
        next_quarters.max() → float(any(next_quarters))
            There is one label too many: the last one lacks a quarter of its future. The labels are
            len(recession) - horizon.
        len(recession) - horizon → len(recession) - horizon - 1
            One label is missing at the end: the last quarter whose whole future is in the file.
            range(n) stops before n by itself, so n needs no - 1.
        np.append(labels, np.zeros(horizon))
            The known labels are right. But a 0 at the end says: no recession comes, and nobody
            knows that yet. Leave those quarters out.
        np.append(labels, np.full(horizon, np.nan))
            The known labels are right. The nan at the end are honest, but a network cannot learn
            from them. Leave those quarters out.
        len(recession) - horizon → len(recession)
        recession[t + 1 : t + 1 + horizon] → np.roll(recession, -t - 1)[:horizon]
            At the end, the future is taken from the beginning: np.roll goes round in a circle, and
            time does not. Stop at len(recession) - horizon.
        len(recession) - horizon → len(recession)
        next_quarters.max() → max(next_quarters)
            After the last quarter nothing comes, and max needs something. The last quarters get no
            label: loop over range(len(recession) - horizon).
        len(recession) - horizon → len(recession)
        next_quarters.max() → max(recession[t + k] for k in range(1, horizon + 1))
            Near the end, quarter t + k is not in the file any more. Such quarters get no label:
            loop over range(len(recession) - horizon).
        t + 1 : t + 1 + horizon → t + 1 : horizon
            In recession[a:b], b is a place and not a count. The slice that begins at t + 1 has to
            end at t + 1 + horizon.
        t + 1 : t + 1 + horizon → t + 1 : horizon
        next_quarters.max() → float(any(next_quarters))
            Your slices soon are empty: in recession[a:b], b is a place and not a count. From t + 1
            on the end is t + 1 + horizon.
        len(recession) - horizon → len(recession) - horizon + 1
        t + 1 : t + 1 + horizon → t : t + horizon
            One label too many, at the beginning: the first slice has quarter 0 itself in it. Begin
            each slice at t + 1; then one fewer fits in.
        len(recession) - horizon → len(recession)
        t + 1 : t + 1 + horizon → t : t + horizon
            Two things: quarter t itself is in its slice, which should begin at t + 1; and the last
            quarters have no whole future in the file, so they get no label.
        labels.append(next_quarters.max()) → if any(next_quarters): labels.append(1.0)
            The labels that are 0 are missing. Every quarter with a whole future gets one: append a
            0 as well, in an else.
        next_quarters.max() → next_quarters.max() * (1 - recession[t])
            A quarter that itself lies in a recession got 0. Its own state does not count, neither
            way: only the next quarters decide.
        t + 1 : t + 1 + horizon → t + 1 : t + 5
            You always look four quarters ahead, whatever horizon says. Use the argument in place of
            the 4.
        next_quarters.max() → next_quarters
            The slices are right, but they came back as they are. Each of them must become one
            label: its largest number, .max().
        next_quarters.max() → next_quarters.any()
            Right, but as True and False. Labels are numbers, 1 and 0: .astype(float) turns them, or
            take .max() in place of any.
        labels
            The labels are right, but they are in a list. At the end, make an array of it:
            np.array(labels).
        np.array([labels])
            The labels are right, but they lie in a table, (1, n - horizon). Asked for is a single
            row, (n - horizon,); the notebook reshapes it later.
        return → ⇥return
            The array holds the first label only. Does return stand inside the loop? Then it ends
            after one round.
        return np.array(labels) → ⇥return labels
            The list holds the first label only. Does return stand inside the loop? Then it ends
            after one round; and at the end, make an array of the list.
        labels.append(next_quarters.max()) → return next_quarters.max()
            Only the first label came back. Does return stand inside the loop? Then it ends after
            one round.
        next_quarters.max()
            Only the last label came back. Each quarter with a whole future has one: collect them in
            a list, with .append.
        labels.append(next_quarters.max()) → recession[t] = next_quarters.max()
        recession[:-horizon]
            The labels are right, but you wrote them over the quarters of recession. Collect them in
            a new list or array.
        recession[t + 1 : t + 1 + horizon] → recession[t + 1 :]
            It looks at all that follows, to the end of the row. Only the next horizon quarters
            count.
    """,
    praise="The label comes from the future: good to learn from, and never to be seen among "
    "the inputs.",
)


def my_precision_recall(Y_hat, Y, threshold):
    alarm = Y_hat > threshold
    right = np.sum(alarm * Y)
    return right / np.sum(alarm), right / np.sum(Y)


def precision_recall_stub(Y_hat, Y, threshold):
    # Where is there an alarm?
    ...
    # How many of the alarms are right?
    ...
    # Return the precision, then the recall.
    ...


def alarm_cases():
    """Return cases with an alarm and a label of 1 in each, so that nothing is divided by 0."""
    cases = [
        Case(words, (np.array([Y_hat]), np.array([Y], dtype=float), threshold))
        for words, Y_hat, Y, threshold in [
            ("one example, and a right alarm", [0.9], [1], 0.5),
            ("two alarms, one of them right", [0.9, 0.8, 0.1, 0.2], [1, 0, 0, 0], 0.5),
            ("two recessions, one of them found", [0.9, 0.3, 0.1, 0.2], [1, 1, 0, 0], 0.5),
            ("two false alarms, one right", [0.7, 0.6, 0.9, 0.1, 0.4], [0, 0, 1, 1, 1], 0.5),
            ("a Y_hat of exactly the threshold", [0.25, 0.75, 0.5, 0.25], [1, 1, 0, 0], 0.25),
            ("no right alarm", [0.8, 0.1, 0.2], [0, 1, 0], 0.5),
            ("a low threshold", [0.15, 0.3, 0.05, 0.6], [1, 0, 0, 1], 0.1),
        ]
    ]
    rng = generator(14)
    for m, threshold in [(5, 0.3), (12, 0.5), (40, 0.7), (95, 0.2)]:
        Y_hat, Y = rng.rand(1, m), (rng.rand(1, m) < 0.4).astype(float)
        Y_hat[0, 0], Y[0, -1] = 0.95, 1
        words = f"{m} random examples, threshold {threshold}"
        cases.append(Case(words, (Y_hat, Y, threshold)))
    return cases


def precision_recall_another_way(Y_hat, Y, threshold):
    tp = np.sum((Y_hat > threshold) * Y)
    fp = np.sum((Y_hat > threshold) * (1 - Y))
    fn = np.sum((Y_hat <= threshold) * Y)
    return tp / (tp + fp), tp / (tp + fn)


PRECISION_RECALL = exercise(
    my_precision_recall,
    ways=(precision_recall_another_way,),
    returns="precision, recall",
    cases=alarm_cases,
    stub=precision_recall_stub,
    hints="""
        Three counts are enough: the alarms, the labels that are 1, and the examples that have both,
        the right alarms.

        alarm = Y_hat > threshold holds True and False, which count as 1 and 0. alarm * Y is 1 only
        where both are 1; np.sum adds up.

        Both are right alarms divided by something. Precision asks: of my alarms, how many were
        right? Recall: of what came, how much did I find? return right / …, right / …
    """,
    slips=r"""
        right / np.sum(Y), right / np.sum(alarm)
            The two have changed places: first precision, right alarms / alarms; then recall, right
            alarms / labels that are 1.
        np.mean(alarm == Y)
            That is the accuracy. It also praises every quiet quarter without an alarm. Asked for
            are two numbers that look at alarms and recessions only.
        np.mean(alarm == Y), np.mean(alarm == Y)
            That is the accuracy, twice. It counts the quiet examples as well. Count the right
            alarms, np.sum(alarm * Y), and divide them by something.
        np.sum(alarm * Y) → np.mean(alarm == Y)
            np.mean(alarm == Y) is the accuracy, a share in which quiet examples count as well.
            What is divided here has to be a count, of the right alarms: np.sum(alarm * Y).
        np.mean(alarm == Y), right / np.sum(Y)
            Recall is right. The other one is the accuracy, which counts quiet examples as well.
            Precision looks at the alarms only: right alarms / alarms.
        alarm * Y → alarm == Y
            alarm == Y is also true where both are 0. A right alarm is one where both are 1:
            np.sum(alarm * Y).
        Y_hat > threshold → Y_hat >= threshold
            At exactly the threshold there is no alarm: strictly greater, >, not >=.
        Y_hat > threshold → Y_hat > 0.5
            Your threshold is always 0.5. Use the argument: it is there to be moved.
        Y_hat > threshold → Y_hat < threshold
            The alarm sounds where Y_hat is small. A large probability of a recession is the reason
            for an alarm: Y_hat > threshold.
        Y_hat > threshold → Y_hat
            You added up probabilities; the threshold has no say. First alarms, yes or no: Y_hat >
            threshold.
        right / Y.size, right / Y.size
            Both are divided by the number of examples. Precision is a share of the alarms, recall a
            share of the labels that are 1.
        np.sum(alarm) → Y.size
            Recall is right. Precision is a share of the alarms, not of all examples: right alarms /
            alarms.
        np.sum(Y) → Y.size
            Precision is right. Recall is a share of the labels that are 1, not of all examples:
            right alarms / np.sum(Y).
        right / np.mean(alarm), right / np.mean(Y)
            A count is divided by a share here: np.mean(alarm) is the share of alarms. How many
            they are is np.sum(alarm), and np.sum(Y) counts the ones.
        right / np.sum(alarm), right
            Precision is right. In the place of recall stands a count, the right alarms. (len(Y)
            is 1, its single row.) Divide by np.sum(Y).
        right, right / np.sum(Y)
            Recall is right. In the place of precision stands a count, the right alarms.
            (len(alarm) is 1, its single row.) Divide by np.sum(alarm).
        np.sum(alarm * Y) → len(alarm)
            It is 1 that is divided here, whatever the forecast says: len counts the rows, and
            there is one. np.sum(alarm * Y) counts the right alarms.
        np.mean(alarm), np.mean(Y)
            These are the shares of alarms and of ones among all examples. Nobody has looked yet
            whether they fall together: count the right alarms.
        np.sum(Y) → np.sum(alarm)
            Both are shares of the alarms: that is precision, twice. Recall asks how much of what
            came was found: divide by np.sum(Y).
        np.sum(alarm) → np.sum(Y)
            Both are shares of the labels that are 1: that is recall, twice. Precision asks how many
            of the alarms were right: divide by np.sum(alarm).
        1 - right / np.sum(alarm), right / np.sum(Y)
            Recall is right. But you have the share of false alarms. Precision is the share of right
            ones: the two make 1 together.
        right / np.sum(alarm), 1 - right / np.sum(Y)
            Precision is right. But you have the share of the ones that were missed. Recall is the
            share that was found: the two make 1 together.
        1 - right / np.sum(alarm), 1 - right / np.sum(Y)
            You have the shares of false alarms and of missed ones. Asked for are what is left to 1:
            alarms that were right, ones that were found.
        np.mean(alarm > Y), np.mean(alarm < Y)
            You counted the mistakes, false alarms and missed ones, among all examples. Count the
            right alarms, among the alarms and among the ones.
        right / np.sum(alarm), np.sum((1 - alarm) * (1 - Y)) / np.sum(1 - Y)
            Precision is right. The other number is how many of the zeros stayed without an alarm.
            Recall looks at the labels that are 1.
        right / → 100 * right /
            The numbers are right, in %. In the course such shares are fractions from 0 to 1; for
            reading, print makes a percentage.
        right / → right //
            Only 0 and 1 come out: // cuts the fraction off. The division is /.
        np.sum(alarm) / right, np.sum(Y) / right
            Both fractions are upside down. A share has the part on top: right alarms / alarms, and
            right alarms / ones.
        right, np.sum(alarm)
            These are counts, of right alarms and of alarms. Their ratio is the precision; for the
            recall the ratio to np.sum(Y) is needed.
        right / np.sum(alarm)
            The precision is right, and it came back alone. Return both in one line: return
            precision, recall.
        right / np.sum(Y)
            The recall is right, and it came back alone. Return both in one line: return precision,
            recall.
        np.sum → sum
            Python's own sum (or axis=0) adds rows up, and here there is just one: so nothing has
            been added, and 0 is divided by 0. np.sum adds all entries.
        np.sum(alarm * Y) → np.sum(alarm * Y, axis=1)
            The numbers are right, but each sits in an array of shape (1,). Without axis=1, np.sum
            gives the number alone.
        np.sum(alarm * Y) → alarm @ Y.T
            The numbers are right, but each sits in an array of shape (1, 1), as @ or keepdims makes
            one. np.sum(alarm * Y) gives the number alone.
        right, right
            That is how many alarms are right, twice: a count. (len of alarm or of Y is 1, its
            single row.) Divide by np.sum(alarm), and by np.sum(Y).
        np.sum(alarm) → np.sum(alarm + Y > 0)
            Recall is right. Below the other line stand all mistakes, also those that were missed.
            Precision looks at the alarms only: right alarms / alarms.
        right / np.sum(alarm), np.mean(Y)
            Precision is right. The other number is how many labels are 1 at all; your forecast has
            no say in it. Recall: right alarms / np.sum(Y).
        right / right + np.sum(alarm > Y), right / right + np.sum(alarm < Y)
            Mind the brackets: Python divides before it adds. What stands below the line needs
            brackets of its own: right / (right + …).
        Y_hat > threshold → Y > threshold
            It is 1 and 1, whatever the forecast says. Is the alarm made from Y? It has to come from
            Y_hat.
        np.sum(alarm) → np.sum(Y_hat)
            Recall is right. Precision is divided by the sum of all probabilities. Count the alarms
            instead: np.sum(alarm).
        np.array([right / np.sum(alarm), right / np.sum(Y)])
            The numbers are right, but they are in an array. Return them one beside the other:
            return precision, recall.
        Y_hat > threshold → [int(Y_hat[0, i] > threshold) for i in range(len(Y))]
        np.sum(alarm * Y) → sum(alarm[i] * int(Y[0, i]) for i in range(len(Y)))
        right / sum(alarm), right / sum(int(Y[0, i]) for i in range(len(Y)))
            Only the first example has been looked at: len(Y) is 1, the number of rows. The number
            of examples is Y.shape[1].
        alarm * Y → alarm and Y == 1
            An if, or an and, needs one yes or no; here every example has its own. (One of them is
            Y_hat[0, i].) The comparison is the alarm; alarm * Y is 1 where both are.
        alarm * Y → alarm & Y
            & joins True and False, and Y holds numbers. Either alarm & (Y == 1), with the brackets,
            or alarm * Y.
        alarm = Y_hat > threshold → Y_hat[Y_hat > threshold] = 1; Y_hat[Y_hat <= threshold] = 0
        alarm → Y_hat
            The numbers are right, but the probabilities were overwritten, and they are needed for
            the next threshold. alarm = Y_hat > threshold makes a new array.
        right / (right + np.sum((1 - alarm) * (1 - Y))), right / np.sum(Y)
            Recall is right. Below the other line stand right alarms and right silences.
            Precision looks at the alarms only: right alarms / alarms.
        np.sum((1 - alarm) * (1 - Y)) / np.sum(1 - Y), right / np.sum(Y)
            Recall is right. The other number is how many of the zeros stayed without an alarm.
            Precision looks at the alarms: right alarms / alarms.
        (right + 1) / (np.sum(alarm) + 1), (right + 1) / (np.sum(Y) + 1)
            1 is added above and below both lines. (Some smooth their counts so.) Here the
            counts stay as they are.
    """,
    praise="A forecast that never gives an alarm can be right four times in five. Its recall is 0.",
)


def my_split_by_time(X, Y, first_test, horizon):
    end = first_test - horizon
    X_train, Y_train = X[:, :end], Y[:, :end]
    X_test, Y_test = X[:, first_test:], Y[:, first_test:]
    return X_train, Y_train, X_test, Y_test


def split_by_time_stub(X, Y, first_test, horizon):
    X_train, Y_train = X[:, :first_test], Y[:, :first_test]
    X_test, Y_test = X[:, first_test:], Y[:, first_test:]
    return X_train, Y_train, X_test, Y_test


def split_cases():
    """Return cases small enough to count on the fingers, then wider ones."""
    cases = []
    rng = generator(15)
    for rows, m, first_test, horizon in [
        (1, 8, 5, 2),
        (2, 9, 6, 1),
        (3, 12, 7, 4),
        (4, 11, 9, 3),
        (11, 60, 40, 4),
        (2, 30, 20, 8),
    ]:
        words = (
            f"{size_words(rows, m, 'row', 'quarter')}, first_test {first_test}, horizon {horizon}"
        )
        # Each number tells its own column, so that a wrong cut can be read from the answer.
        X = np.arange(m) + 100.0 * np.arange(rows)[:, None]
        Y = (rng.random_sample((1, m)) < 0.3).astype(float)
        cases.append(Case(words, (X, Y, first_test, horizon)))
    return cases


SPLIT_BY_TIME = exercise(
    my_split_by_time,
    returns="X_train, Y_train, X_test, Y_test",
    cases=split_cases,
    stub=split_by_time_stub,
    hints="""
        Take first_test = 5 and horizon = 2, and write the columns 0 to 7 on paper. Which quarters
        does the label of column 4 look at? And that of column 3?

        Column t looks at the quarters t + 1 to t + horizon. The last of them must come before
        first_test. Which is the last column that may be learned from?

        Only the end of the training part is wrong: it has to come earlier, by as many columns as a
        label looks ahead. Change it for X and for Y.
    """,
    slips=r"""
        first_test - horizon → first_test - horizon + 1
            You are nearly there: the last training label still looks at the first test quarter.
            Column t looks up to t + horizon, with that quarter.
        first_test - horizon → first_test - horizon - 1
            The leak is closed, but one training quarter more than needed is gone. Which is the last
            column whose label ends before first_test?
        first_test - horizon → first_test - 1
            One quarter is left out, but a label looks horizon quarters ahead.
        first_test - horizon → first_test - 4
            This leaves out four quarters, whatever horizon is. Use the argument.
        first_test - horizon → first_test - horizon // 2
            The gap is half as long as a label looks ahead: the later half still leaks.
        first_test - horizon → first_test
        [:, first_test:] → [:, first_test + horizon :]
            The gap is on the wrong side: test quarters are gone, and the last training labels still
            look at quarters from first_test on.
        [:, first_test:] → [:, first_test + horizon :]
            There is a gap on both sides. The training part had to give way, the test may begin at
            first_test.
        [:, first_test:] → [:, end:]
            The training part ends where it should, but the quarters left out are in the test now.
            It begins at first_test; they belong to neither part.
        Y[:, :end] → Y[:, :first_test]
            X_train is cut, Y_train is not: now they have different numbers of columns. Each example
            needs its label.
        X[:, :end] → X[:, :first_test]
            Y_train is cut, X_train is not: now they have different numbers of columns. Each label
            needs its example.
        [:, :end] → [:, horizon:first_test]
            The oldest quarters were left out; it is the last ones before first_test whose labels
            look into the test.
        Y[:, :end] → Y[:, horizon:first_test]
            The labels were moved against the examples: column t of Y_train has to belong to column
            t of X_train. Cut both in the same place.
        [:, first_test:] → [:, first_test:-horizon]
            The training part is right. The end of the test was cut, too; its labels are in Y and
            look at nothing that is used.
        [:, :end] → [:end]
        [:, first_test:] → [first_test:]
            Columns are quarters, rows are inputs: this cuts rows. X[:, :end] cuts columns.
        X_train, X_test, Y_train, Y_test
            The cuts are right, the order is not: X_train, Y_train, X_test, Y_test.
        X_train, X_test
            The cuts are right, but only the two parts of X came back. Return all four.
    """,
    praise="Such a leak gives no warning, and a test with a leak is no test. Ask of every "
    "label: when is it known?",
)


EXERCISES = (PRECISION_RECALL, SPLIT_BY_TIME, GROWTH, RECESSION_AHEAD)

QUESTIONS = (
    Question(
        "economy_same_rate",
        "09",
        "Adam and plain gradient descent run at the same rate, 0.1, and Adam is there first. What "
        "does that show?",
        (
            "Adam is the better optimizer",
            "little: each has to run at its own best rate",
            "0.1 is Adam's best rate",
        ),
        2,
        "Whose rate is it? At rate 1, gradient descent arrived and Adam did not. A comparison is "
        "fair only if both sides are at their best.",
        {
            1: "At this rate. Would it be so at every other one, too?",
            3: "To know that, one would have to try other rates.",
        },
    ),
    Question(
        "economy_same_accuracy",
        "04",
        "Two networks get the same 75 of 100 points right, but B's cost is ten times A's. What "
        "tells B from A?",
        (
            "B is very sure where it is wrong",
            "B is unsure of everything",
            "nothing: one of the costs must be miscalculated",
        ),
        1,
        "The accuracy sees only the side of 0.5. The cost sees how sure an answer was, and a sure "
        "mistake costs a lot.",
        {
            2: "Being unsure of everything costs about 0.69 a point. Is that so much?",
            3: "Do accuracy and cost look at the same thing?",
        },
    ),
    Question(
        "economy_chosen_by_the_test",
        "07",
        "You train twenty networks and keep the one with the best accuracy on the test points. "
        "How will it do on new points?",
        (
            "just as well as on the test points",
            "better than on the test points",
            "most likely a little worse",
        ),
        3,
        "It was chosen for fitting just these points, luck included. Once you choose by them, they "
        "are no longer points kept aside.",
        {
            1: "Guess at random a million times, and keep the best guess. How much of it is luck?",
            2: "Why should new points be easier for it than those it was chosen by?",
        },
    ),
)


def _judge_never(accuracy):
    return 1 if accuracy < 0.58 else 2 if accuracy < 0.73 else 3 if accuracy < 0.9 else 4


def _judge_test_cost(costs):
    """Judge (cost on the test, cost of always the same)."""
    ratio = costs[0] / costs[1]
    return 1 if ratio < 0.7 else 2 if ratio < 1.4 else 3 if ratio < 3.5 else 4


def _judge_calendar(accuracy):
    return 1 if accuracy < 0.65 else 2 if accuracy < 0.85 else 3


def _judge_best(costs):
    """Judge (cost of the best constant, of logistic regression, of the middle network)."""
    constant, logistic, network = costs
    better = [cost < 0.9 * constant for cost in (logistic, network)]
    return {(True, True): 1, (True, False): 2, (False, True): 3, (False, False): 4}[tuple(better)]


def _judge_ranges(overlaps):
    return 1 + int(overlaps)


def _judge_peek(versions):
    return 1 + int(np.argmin(np.abs(np.array([6, 3, 1, 0]) - versions)))


PREDICTIONS = (
    Prediction(
        "economy_calendar",
        "Quarters are shuffled, then split. A “forecast” that knows nothing but the calendar "
        "copies the label of the nearest training quarter. How often is it right?",
        ("about half the time", "about three times in four", "nearly nine times in ten, or more"),
        _judge_calendar,
        "Most test quarters have a training quarter right beside them, and neighbours mostly share "
        "their label.",
    ),
    Prediction(
        "economy_never",
        "In the training years a forecast that never gives an alarm is right two times in three. "
        "How often is it right in the test years?",
        (
            "about half the time",
            "about two times in three, as before",
            "about four times in five",
            "nearly always",
        ),
        _judge_never,
        "Recessions were rarer after 1985 than before, so silence is right more often. And it "
        "never warns anybody.",
    ),
    Prediction(
        "economy_test_cost",
        "In the test years “never” costs 0.537. The network has trained for 1,000 epochs, and in "
        "the training years its cost is close to 0. What does it cost in the test years?",
        (
            "about half of what “never” costs",
            "about as much",
            "about twice as much",
            "about five times as much",
        ),
        _judge_test_cost,
        "It has memorized the old years and has grown very sure. Where it is wrong about the new "
        "years, that costs a lot.",
    ),
    Prediction(
        "economy_best",
        "Which of the two costs clearly less than the best constant on the test years, by a tenth "
        "or more: logistic regression with its brake, or a single network, the middle one of 200?",
        ("both", "only logistic regression", "only the network", "neither"),
        _judge_best,
        "The best constant looks at no figure. What both have learned from five recessions is "
        "hardly worth more than that when three others come.",
    ),
    Prediction(
        "economy_peek",
        "Six versions of the question (1, 2 or 4 quarters ahead, growth over 1 or 4 quarters). In "
        "how many does a network cost less than the yardstick “GDP fell”, if we peek, and choose "
        "its epochs by the lowest cost in the test years themselves?",
        ("in all", "in about half", "in one", "in none"),
        _judge_peek,
        "Even peeking seldom helps. But one version of six is enough for somebody who shows only "
        "that one.",
    ),
    Prediction(
        "economy_ranges",
        "GDP's level, GDP's growth and the bill rate: for how many of these three do the range "
        "before 1985 and the range from 1985 on overlap?",
        ("for none", "for one", "for two", "for all three"),
        _judge_ranges,
        "A level that keeps growing leaves its old range behind. A growth and an interest rate "
        "swing up and down.",
    ),
)
