"""Notebook 10: is a recession coming? Yardsticks, networks, and ways of fooling oneself."""

from functools import lru_cache

import numpy as np

from classroom.datasets import economy, growth, inputs, recession_forecast
from classroom.learning import forecast_after
from classroom.side_by_side import forecasts_on_the_way
from nnlib.architecture import dense_architecture
from nnlib.initialization import init_layers
from nnlib.loss import get_cost_value
from nnlib.trainer import Trainer
from nnlib.validation import check_labels, check_probabilities, check_whole

# Where to choose settings: learn from what was known at the end of 1974, look at the quarters from
# 1975 on whose labels were known at the end of 1984. With the gaps: up to 1973, and 1975 to 1983.
VALIDATION = {"split_year": 1975, "end_year": 1985}
# What those years advise for the question as it is put: `choose_epochs` and `choose_brake` find it.
HIDDEN, EPOCHS, STOPPED, STOPPED_FROM_SHARE, BRAKE = (16,), 29, 11, 12, 0.03
# First published figures said that GDP had grown in these quarters; that it fell was found later.
FOUND_OUT_LATER = ("1990Q3", "2001Q1", "2008Q1")
BRAKES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)
# After how many epochs costs are noted: all at first, then ever fewer.
LOOKS = np.unique(np.round(np.geomspace(1, 1001, 60)).astype(int)) - 1


def forecast_scores(Y_hat, Y, threshold=0.5):
    """Count what a forecast is worth, if an alarm is given wherever Y_hat > threshold.

    Parameters
    ----------
    Y_hat, Y : array, shape (1, m)
    threshold : float

    Returns
    -------
    dict
        `alarms`, `ones` (labels that are 1) and `right` (alarms whose label is 1), counts;
        `accuracy`; `precision` = right / alarms and `recall` = right / ones, None where that
        would be 0 / 0; `cost`, which knows no threshold.
    """
    check_probabilities(Y_hat)
    check_labels(Y, Y_hat.shape[1])
    alarm, one = Y_hat > threshold, Y == 1
    alarms, ones, right = (int(which.sum()) for which in (alarm, one, alarm & one))
    return {
        "alarms": alarms,
        "ones": ones,
        "right": right,
        "accuracy": float(np.mean(alarm == one)),
        "precision": right / alarms if alarms else None,
        "recall": right / ones if ones else None,
        "cost": get_cost_value(Y_hat, Y),
    }


def score_line(name, Y_hat, Y):
    """Write a forecast's name, cost, precision, recall and accuracy as a line of a table."""
    counts = forecast_scores(Y_hat, Y)
    right, alarms, ones = counts["right"], counts["alarms"], counts["ones"]
    of = f"{right:2d} of {alarms:2d}      {right:2d} of {ones}"
    return f"{name:22s}{counts['cost']:6.3f}   {of}   {counts['accuracy']:7.0%}"


def area_under_roc(Y_hat, Y):
    """Return how often a quarter of class 1 gets the higher forecast than one of class 0.

    Of all pairs of the two; a tie counts one half, so that a constant gets 0.5. The field calls
    it the area under the ROC curve. It asks for the order alone, not how sure a forecast is.

    Parameters
    ----------
    Y_hat, Y : array, shape (1, m)

    Returns
    -------
    share : float
    """
    check_probabilities(Y_hat)
    check_labels(Y, Y_hat.shape[1])
    gaps = Y_hat[Y == 1][:, None] - Y_hat[Y == 0]
    return float(np.mean((np.sign(gaps) + 1) / 2))


def forecast_by_flag(flag_train, Y_train, flag):
    """Forecast by a yes or no: the share of 1 among the training quarters with the same answer.

    Parameters
    ----------
    flag_train, flag : array of bool, shape (m,)
    Y_train : array, shape (1, m)

    Returns
    -------
    Y_hat : array, shape (1, m)
        Two probabilities, one where the flag is true and one where it is not.
    """
    shares = [
        Y_train[0, flag_train == answer].mean() if (flag_train == answer).any() else Y_train.mean()
        for answer in (False, True)
    ]
    return np.where(flag, shares[1], shares[0]).reshape(1, -1)


def columns_of_part(split, part):
    """Return where the quarters of a part, `split.train` or `split.test`, stand in `split.X`."""
    return part - split.quarters[0]


def bill_rate_rule(split):
    """Find the rise of the bill rate that told recessions best in the training years.

    Returns
    -------
    rise : float
        In points: the tenth of a point with the lowest training cost.
    flags : array of bool, one for each column of `split.X`
        Where the bill rate has risen by more than that.
    """
    row = split.names.index("bill rate, change")
    rises = (split.X[row] * split.spread[row] + split.mean[row]).round(2)  # as published
    train = rises[columns_of_part(split, split.train)]
    tenths = np.arange(np.ceil(10 * train.min()), np.floor(10 * train.max())) / 10

    def cost(tenth):
        return get_cost_value(
            forecast_by_flag(train > tenth, split.Y_train, train > tenth), split.Y_train
        )

    best = min(tenths, key=cost)
    return float(best), rises > best


def baseline_forecasts(split):
    """Forecast the test quarters without any network.

    Returns
    -------
    dict
        name -> Y_hat for the test, shape (1, m): "never" gives every quarter the share of 1 in
        the training years; the others ask for a yes or no: "bill rate", whether it has risen as
        much as `bill_rate_rule` says; "GDP fell", whether it did in this quarter; "state",
        whether this quarter lies in a recession.
    """
    figures = _figures()
    fell = np.append(False, growth(figures.columns["realgdp"], back=1) < 0)
    _, risen = bill_rate_rule(split)
    flags = {
        "never": np.zeros(len(split.quarters), bool),
        "bill rate": risen,
        "GDP fell": fell[split.quarters],
        "state": figures.recession[split.quarters] == 1,
    }
    train, test = columns_of_part(split, split.train), columns_of_part(split, split.test)
    return {
        name: forecast_by_flag(flag[train], split.Y_train, flag[test])
        for name, flag in flags.items()
    }


def known_then(split):
    """Forecast by "GDP fell", without the quarters whose fall was found out only later.

    Returns
    -------
    Y_hat : array, shape (1, m)
    """
    fell = baseline_forecasts(split)["GDP fell"]
    later = np.isin(_figures().quarters[split.test], FOUND_OUT_LATER)
    return np.where(later, fell.min(), fell)


def falls_of_gdp(split):
    """Return the test quarters in which GDP fell, and by how many %: {quarter: growth}."""
    percent = growth(_figures().columns["realgdp"], back=1)
    quarters = _figures().quarters
    return {str(quarters[t]): float(percent[t - 1]) for t in split.test if percent[t - 1] < 0}


def braked_logistic(split, C):
    """Forecast by logistic regression with a brake, the network's own: `l2` = 1 / (C * m).

    Parameters
    ----------
    C : float
        How much a quarter's cost counts; the smaller, the stronger the brake. `l2` is counted
        against the mean of the m training quarters' costs, so the more of them, the less it is.

    Returns
    -------
    Y_hat : array, shape (1, n)
        For all columns of `split.X`, trained until nothing moves.
    """
    m = split.Y_train.size
    l2 = 1 / (C * m)
    # As fast as the steepest slope allows: nowhere is the cost bent more than this.
    bend = np.linalg.norm(np.vstack([split.X_train, np.ones(m)]), 2) ** 2 / (4 * m) + l2
    options = {"from_share": True, "optimizer": "momentum", "l2": l2}
    return _at_rest(_network(split, (), 2 / bend, 0, **options), split.X)


def _at_rest(trainer, X, still=1e-9, steps=200, most=20_000):
    """Train until no forecast moves by more than this in so many steps; return the forecasts."""
    Y_hat, moved = trainer.predict(X), np.inf
    while moved > still and trainer.steps < most:
        trainer.step(steps)
        Y_hat, before = trainer.predict(X), Y_hat
        moved = np.abs(Y_hat - before).max()
    return Y_hat


def choose_brake(**asked):
    """Choose C for `braked_logistic` by the years 1975 to 1983: the lowest cost there.

    Parameters
    ----------
    asked : `horizon` and `back` of `recession_forecast`

    Returns
    -------
    C, cost : float
    """
    years = recession_forecast(**VALIDATION, **asked)
    test = columns_of_part(years, years.test)
    costs = {C: get_cost_value(braked_logistic(years, C)[:, test], years.Y_test) for C in BRAKES}
    best = min(costs, key=costs.get)
    return best, costs[best]


def nearest_quarter_forecast(split):
    """Forecast with nothing but the calendar: copy the label of the nearest training quarter.

    Returns
    -------
    classes : array, shape (1, m)
        0 or 1 for each test quarter; of two that are equally near, the earlier one's.
    """
    by_time = np.argsort(split.train)
    train, labels = split.train[by_time], split.Y_train[0, by_time]
    return labels[[np.abs(train - t).argmin() for t in split.test]].reshape(1, -1)


def learning_curves(
    split,
    hidden=(16,),
    learning_rate=0.1,
    seeds=range(10),
    epochs=400,
    looks=LOOKS,
    from_share=False,
):
    """Train the same network from several seeds, and note both costs on the way.

    Parameters
    ----------
    split : Forecast
    hidden : tuple of int
        Units of the hidden layers; () for none, which is logistic regression: it starts from
        zeros, whatever the seed. All others have He's start.
    seeds : iterable of int
    epochs : int
    looks : array of int
        After how many epochs to note the costs.
    from_share : bool
        Whether the last bias starts where, with weights of 0, every forecast is the share of 1 in
        the training years; else at 0, where it is one half.

    Returns
    -------
    dict
        `epoch`, shape (k,): those of `looks` up to the last; `train` and `test`, shape
        (seeds, k), the costs in nats; `Y_hat`, shape (seeds, n), the forecasts of all columns of
        `split.X` at the end; `stopped`, the sentence of the first run that diverged, if one did.
    """
    at = np.append(looks[looks < epochs], epochs)
    train, test = columns_of_part(split, split.train), columns_of_part(split, split.test)
    trainers = [_network(split, hidden, learning_rate, seed, from_share) for seed in seeds]
    Y_hat = _forecasts(trainers, at, split)  # (looks, seeds, columns)
    return {
        "epoch": at,
        "train": _costs(Y_hat[..., train], split.Y_train).T,
        "test": _costs(Y_hat[..., test], split.Y_test).T,
        "Y_hat": Y_hat[-1],
        "stopped": next((trainer.stopped for trainer in trainers if trainer.stopped), None),
    }


def _forecasts(trainers, at, split):
    """Return what each says on the way about all columns: together, or one by one if one fails."""
    starts = [trainer.params_values for trainer in trainers]
    net, learning_rate = trainers[0].nn_architecture, trainers[0].learning_rate
    data = split.X_train, split.Y_train, learning_rate, at, split.X
    together = forecasts_on_the_way(starts, net, *data)
    if together is not None:
        return together
    one_by_one = [[forecast_after(each, int(epoch), split.X)[0] for epoch in at]
                  for each in trainers]  # fmt: skip
    return np.swapaxes(one_by_one, 0, 1)


def _costs(Y_hat, Y):
    """Return `get_cost_value` of every row of a stack of forecasts."""
    step = np.finfo(float).eps
    right = np.clip(np.where(Y == 1, Y_hat, 1 - Y_hat), step, 1 - step)
    return -np.log(right).mean(axis=-1)


def _network(split, hidden, learning_rate, seed, from_share=False, **options):
    """Return the trainer of a network before its first step."""
    net = dense_architecture([len(split.X), *hidden, 1])
    start = init_layers(net, seed, "he" if hidden else "zeros")
    if from_share:
        share = split.Y_train.mean()
        start[f"b{len(net)}"] += np.log(share / (1 - share))
    options = {"seed": seed, "params_values": start, **options}
    return Trainer(split.X_train, split.Y_train, net, learning_rate, **options)


def median_scores(questions, hidden=(16,), epochs=1000):
    """Train one network for each question, from the seeds 0, 1, 2, …, and test it there.

    Parameters
    ----------
    questions : list of Forecast
    hidden, epochs
        As for `learning_curves`.

    Returns
    -------
    dict
        `accuracy`, `precision` and `recall`: medians over the questions, of those runs in which
        they are not None; None if they are in all.
    """
    runs = []
    for seed, split in enumerate(questions):
        Y_hat = learning_curves(split, hidden, seeds=[seed], epochs=epochs)["Y_hat"]
        runs.append(forecast_scores(Y_hat[:, columns_of_part(split, split.test)], split.Y_test))
    found = {}
    for key in ("accuracy", "precision", "recall"):
        known = [run[key] for run in runs if run[key] is not None]
        found[key] = float(np.median(known)) if known else None
    return found


def choose_epochs(
    hidden, learning_rate=0.1, seeds=range(10), epochs=400, from_share=False, **asked
):
    """Choose when to stop without the test years: learn up to 1973, look at 1975 to 1983.

    Parameters
    ----------
    hidden, learning_rate, seeds, epochs, from_share
        As for `learning_curves`; `epochs` are at least 1.
    asked : `horizon` and `back` of `recession_forecast`

    Returns
    -------
    epoch : int
        Where the median over the seeds of the cost in 1975 to 1983 is lowest; never 0.
    cost : float
        That median.
    """
    check_whole("epochs", epochs)
    years = recession_forecast(**VALIDATION, **asked)
    curves = learning_curves(years, hidden, learning_rate, seeds, epochs, from_share=from_share)
    medians = np.median(curves["test"], axis=0)
    best = 1 + medians[1:].argmin()
    return int(curves["epoch"][best]), float(medians[best])


def question_costs(horizon, back, hidden=(16,), learning_rate=0.1, seeds=range(10), epochs=1000):
    """Put the question with another horizon and another span of growth, honestly and not.

    Returns
    -------
    dict
        Costs in the test years, from 1985 on: `yardsticks`, name -> cost; `braked`, logistic
        regression with the brake that 1975 to 1983 advise; `honest`, the network's median over
        the seeds after as many epochs as 1975 to 1983 advise; `peeked`, the lowest median of any
        epoch, chosen by looking at the test. And `epochs` and `peeked_epochs`, when that was.
    """
    asked, seeds = {"horizon": horizon, "back": back}, tuple(seeds)
    split = recession_forecast(**asked)
    advised, _ = choose_epochs(hidden, learning_rate, seeds, epochs, **asked)
    brake, _ = choose_brake(**asked)
    curves = learning_curves(split, hidden, learning_rate, seeds, epochs)
    medians = np.median(curves["test"], axis=0)
    braked = braked_logistic(split, brake)[:, columns_of_part(split, split.test)]
    return {
        "yardsticks": {
            name: get_cost_value(Y_hat, split.Y_test)
            for name, Y_hat in baseline_forecasts(split).items()
        },
        "braked": get_cost_value(braked, split.Y_test),
        "honest": float(medians[curves["epoch"] == advised][0]),
        "peeked": float(medians.min()),
        "epochs": advised,
        "peeked_epochs": int(curves["epoch"][medians.argmin()]),
    }


def single_networks(split, seeds=range(200)):
    """Train the chosen network from many seeds, and forecast the test quarters with each.

    Returns
    -------
    Y_hat : array, shape (seeds, m)
    """
    looks = np.array([0])
    curves = learning_curves(split, HIDDEN, seeds=seeds, epochs=EPOCHS, looks=looks)
    return curves["Y_hat"][:, columns_of_part(split, split.test)]


def finalists(split, networks):
    """Forecast the test quarters in every way of the notebook, with the settings chosen before.

    Parameters
    ----------
    split : Forecast
    networks : array, shape (seeds, m)
        As `single_networks` returns them.

    Returns
    -------
    dict
        name -> Y_hat, shape (1, m). "best constant" knows the share of 1 in the test years.
    """
    test = columns_of_part(split, split.test)

    def stopped(epochs, from_share):
        curves = learning_curves(split, (), seeds=[0], epochs=epochs, from_share=from_share)
        return curves["Y_hat"][:, test]

    yardsticks = baseline_forecasts(split)
    return {
        "never": yardsticks["never"],
        "best constant": np.full(split.Y_test.shape, split.Y_test.mean()),
        "GDP fell": yardsticks["GDP fell"],
        "GDP fell, known then": known_then(split),
        "state": yardsticks["state"],
        "logistic, stopped": stopped(STOPPED, False),
        "the same, from share": stopped(STOPPED_FROM_SHARE, True),
        "logistic, braked": braked_logistic(split, BRAKE)[:, test],
        "mean of 200 networks": networks.mean(axis=0, keepdims=True),
    }


def shifted_orders(Y_hat, Y, near=8):
    """Return the order, `area_under_roc`, after the shifts of the labels around the years.

    What falls off at the end comes in again at the beginning. So the labels keep their runs. A
    shift by a few quarters leaves them close to the forecast, and is left out.

    Parameters
    ----------
    Y_hat, Y : array, shape (1, m)
    near : int
        Shifts by so many quarters, either way, are left out.

    Returns
    -------
    orders : array, shape (m - 1 - 2 * near,)
    """
    shifts = range(near + 1, Y.size - near)
    return np.array([area_under_roc(Y_hat, np.roll(Y, k, axis=1)) for k in shifts])


def forecast_of_test(split, seed=0, epochs=1000):
    """Train one network with a hidden layer of 16 units, and forecast the test quarters.

    Returns
    -------
    dict
        `time`, in years, `Y_hat` and `label`, shape (m,), of the test quarters in order of time;
        `scores` and `recessions` as in `years_forecast`.
    """
    curves = learning_curves(split, seeds=[seed], epochs=epochs, looks=np.array([0]))
    Y_hat = curves["Y_hat"][:, columns_of_part(split, split.test)]
    order = np.argsort(split.test)
    return {
        "time": _figures().time[split.test[order]],
        "Y_hat": Y_hat[0, order],
        "label": split.Y_test[0, order],
        "scores": forecast_scores(Y_hat, split.Y_test),
        "recessions": _spans_in_years(),
    }


# Reading and checking the file takes longer than training a small network.
_split_at = lru_cache(maxsize=64)(recession_forecast)
_figures = lru_cache(maxsize=1)(economy)


def recession_spans():
    """Return the recessions as (first quarter, last quarter), counted from the file's first."""
    edges = np.diff(np.concatenate([[0], _figures().recession, [0]]))
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    return list(zip(first.tolist(), last.tolist(), strict=True))


def _spans_in_years():
    """Return beginning and end of each recession in years."""
    time = _figures().time
    return [(time[first], time[last] + 0.25) for first, last in recession_spans()]


def library_logistic(X, Y):
    """Return what scikit-learn's logistic regression, without a brake, says about its own X.

    Parameters
    ----------
    X : array, shape (features, m)
    Y : array, shape (1, m)

    Returns
    -------
    Y_hat : array, shape (1, m)
    """
    # Here and not above: to import it takes as long as all else that the lesson needs.
    from sklearn.linear_model import LogisticRegression

    # The brake is 1 / C. Infinity would say "none", but scikit-learn 1.8, as in the browser, warns.
    model = LogisticRegression(C=1e12, max_iter=10_000, tol=1e-10).fit(X.T, Y[0])
    return model.predict_proba(X.T)[:, 1].reshape(1, -1)


def forecasts_at_peaks(split, Y_hat):
    """Look at the quarter of each peak, the last before a recession begins.

    Parameters
    ----------
    split : Forecast
    Y_hat : array, shape (seeds, n)
        Forecasts for all columns of `split.X`.

    Returns
    -------
    list of dict, one for each recession whose peak has inputs
        `quarter`; `test`, whether the recession begins in the test; `prices`, `bill rate` and
        its `change`, the inputs as published; `most`, the highest change of the three years up
        to then; `Y_hat`, the mean over the seeds.
    """
    names, published = inputs(_figures(), back=int(split.quarters[0]))
    rows = dict(zip(names, published, strict=True))
    peaks = []
    for first, _ in recession_spans():
        at = first - 1 - split.quarters[0]
        if at < 0:
            continue
        change = rows["bill rate, change"]
        peaks.append(
            {
                "quarter": str(_figures().quarters[first - 1]),
                "test": bool(first > split.test[0]),
                "prices": rows["prices"][at],
                "bill rate": rows["bill rate"][at],
                "change": change[at],
                "most": change[max(at - 12, 0) : at + 1].max(),
                "Y_hat": Y_hat[:, at].mean(),
            }
        )
    return peaks


def overfitting_run(learning_rate, layers, units, split_year, seeds=range(5), epochs=150):
    """Train one network from several seeds, up to a year, and follow both costs.

    Returns
    -------
    dict
        The settings; `epoch`, `train`, `test` and `stopped` of `learning_curves`; `never`, the
        test cost of the share of 1 in the training years; `lowest`, the epoch at which the median
        test cost was lowest, and `ends`, both medians at the end; `quarters` and `recessions`,
        how many lie, or begin, in training and in the test.
    """
    split = _split_at(split_year)
    # Every second look: a slider should answer at once.
    curves = learning_curves(
        split, (units,) * layers, learning_rate, seeds, epochs, looks=LOOKS[::2]
    )
    median = np.median(curves["test"], axis=0)
    never = np.full(split.Y_test.shape, split.Y_train.mean())
    return {
        "learning_rate": learning_rate,
        "layers": layers,
        "units": units,
        "split_year": split_year,
        **{key: curves[key] for key in ("epoch", "train", "test", "stopped")},
        "never": get_cost_value(never, split.Y_test),
        "lowest": (int(curves["epoch"][median.argmin()]), float(median.min())),
        "ends": (float(np.median(curves["train"][:, -1])), float(median[-1])),
        "quarters": (len(split.train), len(split.test)),
        "recessions": (
            sum(first <= split.train[-1] for first, _ in recession_spans()),
            sum(first >= split.test[0] for first, _ in recession_spans()),
        ),
    }


@lru_cache(maxsize=256)
def _forecast(learning_rate, layers, units, epochs, split_year, seed):
    """Train one network; return the question and its forecasts of all quarters.

    Kept, because a threshold is moved much oftener than a network is trained.
    """
    split = _split_at(split_year)
    trainer = _network(split, (units,) * layers, learning_rate, seed)
    Y_hat = forecast_after(trainer, epochs, split.X)
    Y_hat.setflags(write=False)
    return split, Y_hat, trainer.stopped


def years_forecast(threshold, epochs, learning_rate, layers, units, split_year, seed):
    """Train one network up to a year, forecast every quarter, and cut at a threshold.

    Returns
    -------
    dict
        The settings; `time`, in years, and `Y_hat`, for every quarter that has inputs;
        `recessions`, their beginnings and ends in years; `train_end` and `test_start` in years;
        `scores` of the test; `never`, the accuracy without any alarm; `warned`: for each
        recession that begins after the test's first quarter, its beginning and whether the test
        has an alarm in one of the four quarters before; `stopped`, the sentence if training
        diverged.
    """
    split, Y_hat, stopped = _forecast(learning_rate, layers, units, epochs, split_year, seed)
    figures, threshold = _figures(), round(threshold, 2)
    alarm = dict(zip(split.quarters.tolist(), (Y_hat[0] > threshold).tolist(), strict=True))
    return {
        "threshold": threshold,
        "epochs": epochs,
        "learning_rate": learning_rate,
        "layers": layers,
        "units": units,
        "split_year": split_year,
        "seed": seed,
        "time": figures.time[split.quarters],
        "Y_hat": Y_hat[0],
        "recessions": _spans_in_years(),
        "train_end": figures.time[split.train[-1]] + 0.25,
        "test_start": figures.time[split.test[0]],
        "scores": forecast_scores(
            Y_hat[:, columns_of_part(split, split.test)], split.Y_test, threshold
        ),
        "never": float(1 - split.Y_test.mean()),
        "warned": [
            (
                str(figures.quarters[first]),
                any(alarm[t] for t in range(max(first - 4, split.test[0]), first)),
            )
            for first, _ in recession_spans()
            if first > split.test[0]
        ],
        "stopped": stopped,
    }
