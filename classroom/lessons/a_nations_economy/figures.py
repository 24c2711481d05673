"""Notebook 10: the years, their recessions, and what a network says about them."""

import numpy as np

from classroom import svg
from classroom.lessons.a_nations_economy.experiments import forecast_of_test
from classroom.pictures import new_figure, short
from classroom.svg import CLASS_0, CLASS_1, GREY, INK, TEST, TRAINING, VIOLET
from classroom.two_costs import Curve, two_costs
from classroom.words import counted

SHADE = "#d4d4d4"


def levels_and_growth(time, level, growth, recessions):
    """Draw a level, its growth over a year below, and recessions shaded.

    Parameters
    ----------
    time, level : array, shape (n,)
        Years, and billion dollars.
    growth : array, shape (n - 4,)
        In %, for all but the first four quarters.
    recessions : list of (first, last)
        Positions in `time`.
    """
    fig, (top, bottom) = new_figure(8.6, 4.4, rows=2, sharex=True)
    top.plot(time, level / 1000, color=INK, linewidth=2)
    top.set(ylabel="trillion dollars (2005)", title="GDP, the level", ylim=(0, None))
    bottom.plot(time[-len(growth) :], growth, color=VIOLET, linewidth=2)
    bottom.axhline(0, color=INK, linewidth=0.8)
    bottom.set(ylabel="%", title="GDP, its growth over the last four quarters")
    bottom.set(xlabel="year (grey: recession)", xlim=(time[0], time[-1] + 0.25))
    for ax in (top, bottom):
        for first, last in recessions:
            ax.axvspan(time[first], time[last] + 0.25, color=SHADE, linewidth=0, zorder=0)
    fig.alt = (
        f"Above, the level of GDP climbs from {level[0] / 1000:.1f} to {level[-1] / 1000:.1f} "
        "trillion dollars, with small dents in the grey recessions. Below, its growth over four "
        f"quarters swings between {growth.min():.1f} and {growth.max():.1f} %, and drops steeply "
        "in the recessions."
    )
    return fig


def split_strips(time, splits):
    """Draw, one strip for each split, which quarters are for training and which for the test.

    `splits` maps a name to a `datasets.Forecast`.
    """
    fig, ax = new_figure(8.6, 0.9 + 0.75 * len(splits))
    said = []
    for row, (name, split) in enumerate(splits.items()):
        for part, colour, hatch, words in [
            (split.train, TRAINING, "", "training"),
            (split.test, TEST, "////", "test"),
        ]:
            # Quarters side by side are drawn as one bar.
            runs = np.split(np.sort(part), np.flatnonzero(np.diff(np.sort(part)) > 1) + 1)
            bars = [(time[run[0]], len(run) / 4) for run in runs]
            look = {"facecolor": "white" if hatch else colour, "edgecolor": colour}
            label = words if row == 0 else None
            ax.broken_barh(bars, (row - 0.35, 0.7), hatch=hatch, label=label, linewidth=0.8, **look)
            said.append(f"{name}, {words}: {len(part)} quarters in {counted(len(runs), 'piece')}")
    ax.set(xlabel="year", yticks=range(len(splits)), yticklabels=splits, ylim=(-0.6, None))
    ax.invert_yaxis()
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 1.3), ncols=2, fontsize=10, frameon=False)
    fig.alt = f"Strips of years, in pieces of quarters side by side. {'; '.join(said)}."
    return fig


def costs_by_units(table):
    """Draw costs against the units of one hidden layer: medians, and the spread over seeds.

    Parameters
    ----------
    table : dict
        Units -> {"train": costs, "test": costs}, one cost for each seed.
    """
    fig, ax = new_figure(7.2, 3.3)
    places, said = np.arange(len(table)), []
    for part, words, look, aside in [
        ("train", "training years", {"color": TRAINING, "linestyle": "-", "marker": "o"}, 0),
        ("test", "test years", {"color": TEST, "linestyle": "--", "marker": "s"}, 0.12),
    ]:
        costs = np.array([runs[part] for runs in table.values()])
        middle = np.median(costs, axis=1)
        spread = [middle - costs.min(axis=1), costs.max(axis=1) - middle]
        ax.errorbar(places + aside, middle, spread, label=words, capsize=4, **look)
        said.append(f"{words} {', '.join(f'{cost:.2f}' for cost in middle)}")
    ax.set(xticks=places, xticklabels=table, yscale="log")
    ax.set(xlabel="units in the hidden layer (0: none)", ylabel="cost (nats), log scale")
    ticks = [0.01, 0.03, 0.1, 0.3, 1, 3, 10]
    low, high = ax.get_ylim()
    ax.set_yticks([t for t in ticks if low < t < high], [f"{t:g}" for t in ticks if low < t < high])
    ax.set_yticks([], minor=True)
    ax.legend(fontsize=10)
    fig.alt = (
        f"Two lines with bars for the spread over the seeds. With {', '.join(map(str, table))} "
        f"units the median cost is, in the {'; in the '.join(said)}."
    )
    return fig


def before_recessions(prices, bill_rate, marked):
    """Draw the rise of prices against the bill rate, all quarters, with some of them marked.

    `marked` maps a name, such as a year, to (rise, rate, whether it lies in the test years).
    """
    fig, ax = new_figure(6.4, 4)
    ax.plot(prices, bill_rate, ".", color="#bbbbbb", markersize=5, label="all quarters")
    for test, colour, marker, words in [
        (False, TRAINING, "o", "before a recession, training years"),
        (True, TEST, "s", "before a recession, test years"),
    ]:
        chosen = {name: place for name, (*place, in_test) in marked.items() if in_test == test}
        if not chosen:
            continue
        x, y = np.array(list(chosen.values())).T
        ax.plot(x, y, marker, color=colour, markersize=9, label=words)
        # On different sides, for two of them lie close together.
        aside, side = ((8, -8), "left") if test else ((0, 8), "right")
        for name, place in chosen.items():
            look = {"textcoords": "offset points", "fontsize": 10, "ha": side}
            ax.annotate(name, place, aside, **look)
    ax.set(xlabel="rise of prices over a year (%)", ylabel="bill rate (% a year)", xlim=(-3, None))
    ax.legend(fontsize=9, loc="upper left")
    places = [f"{name} at {rise:.1f} and {rate:.1f} %" for name, (rise, rate, _) in marked.items()]
    fig.alt = (
        "Each quarter's rise of prices over a year, to the right, against its bill rate, upwards. "
        f"Marked are the quarters before recessions: {'; '.join(places)}."
    )
    return fig


def tested_quarters(split, seed=0):
    """Train one network and draw what it says about each test quarter, over the years."""
    numbers = forecast_of_test(split, seed)
    counts, label = numbers["scores"], numbers["label"]
    m = label.size
    good = round(counts["accuracy"] * m)
    high = [int(np.sum(numbers["Y_hat"][label == one] > 0.5)) for one in (0, 1)]
    alt = (
        f"What a network says about {m} quarters that it has not learned from. Above the line at "
        f"0.5 lie {high[1]} of the {counts['ones']} quarters with a recession ahead, drawn as "
        f"orange squares, and {high[0]} of the {m - counts['ones']} others, drawn as blue circles. "
        f"So {good} of {m} are right, {good / m:.0%}."
    )
    ax = svg.Axes(66, 62, 814, 230, (1959, 2010), (-0.04, 1.04))
    parts = [_recessions(ax, numbers)]
    parts.append(ax.line([1959, 2010], [0.5, 0.5], GREY, 2, "8 4"))
    for one, colour in [(0, CLASS_0), (1, CLASS_1)]:
        chosen = label == one
        parts.append(
            ax.dots(numbers["time"][chosen], numbers["Y_hat"][chosen], colour, 8, one == 0)
        )
    frame = ax.frame(
        "",
        "this quarter (grey: recession)",
        "probability of a recession",
        [(year, year) for year in range(1960, 2011, 5)],
        [(v, f"{v:g}") for v in (0, 0.25, 0.5, 0.75, 1)],
        grid=False,
    )
    legend = [
        svg.text(66, 26, f"{good} of {m} right: {good / m:.0%}", size=20, weight="bold"),
        svg.rectangle(330, 14, 11, 11, fill=CLASS_1),
        svg.text(348, 25, "a recession within the next year"),
        svg.circle(612, 20, 6, fill=CLASS_0),
        svg.text(626, 25, "none within the next year"),
    ]
    return svg.picture(900, 340, alt, *legend, frame, ax.inside(*parts))


def _recessions(ax, numbers):
    """Shade the recessions."""
    parts = []
    for start, end in numbers["recessions"]:
        left, right = float(ax.x(start)), float(ax.x(end))
        parts.append(svg.rectangle(left, ax.top, right - left, ax.height, fill=SHADE))
    return "".join(parts)


def _sizes(numbers):
    return "-".join(map(str, [11, *[numbers["units"]] * numbers["layers"], 1]))


def _and(names):
    return " and ".join([", ".join(names[:-1])] * (len(names) > 1) + names[-1:])


def _without_layers(numbers):
    if numbers["layers"]:
        return ""
    idle = "units and seed set" if "seed" in numbers else "the units set"
    return f" Without a hidden layer this is logistic regression, and {idle} nothing."


def overfitting_words(numbers):
    """Say in sentences what the overfitting panel shows."""
    epoch, lowest = numbers["lowest"]
    train, test = numbers["ends"]
    n_train, n_test = numbers["quarters"]
    before, after = numbers["recessions"]
    never, end = f"{numbers['never']:.2f}", f"{test:.2f}"
    against = "the same as" if end == never else "below" if test < numbers["never"] else "above"
    way, start = "falls to", float(np.median(numbers["train"][:, 0]))
    if train >= start:
        way = "stays at" if f"{train:.3f}" == f"{start:.3f}" else "rises to"
    words = (
        f"{_sizes(numbers)}, rate {short(numbers['learning_rate'])}: {n_train} training quarters "
        f"before {numbers['split_year']}, with {counted(before, 'recession')}, and {n_test} test "
        f"quarters, with {counted(after, 'recession')}. In the median of "
        f"{counted(len(numbers['test']), 'seed')} the training cost {way} {train:.3f}; "
        f"the test cost is lowest after {counted(epoch, 'epoch')}, {lowest:.2f}, and ends at "
        f"{end}, {against} the {never} of never an alarm."
    )
    if numbers["stopped"]:
        words = f"A run diverged: {numbers['stopped']} " + words
    return words + _without_layers(numbers)


def overfitting_picture(numbers):
    """Draw the overfitting panel: training and test cost against epochs, all seeds."""
    quarters = [
        f"{quarters} quarters, {counted(recessions, 'recession')}"
        for quarters, recessions in zip(numbers["quarters"], numbers["recessions"], strict=True)
    ]
    head = f"{_sizes(numbers)} · rate {short(numbers['learning_rate'])}"
    return two_costs(
        overfitting_words(numbers),
        f"{head} · split {numbers['split_year']}",
        "Cost on the years it learned from, and on the years after",
        numbers["epoch"],
        [
            Curve(numbers["train"], TRAINING, "", "training years", quarters[0]),
            Curve(numbers["test"], TEST, "7 4", "test years", quarters[1]),
        ],
        (numbers["never"], "never an alarm", f"costs {numbers['never']:.2f} in the test years"),
        numbers["lowest"],
    )


def years_words(numbers):
    """Say in sentences what the forecast panel shows."""
    counts, threshold = numbers["scores"], numbers["threshold"]
    precision = "no alarm, so no precision"
    if counts["precision"] is not None:
        precision = f"precision {counts['right']} of {counts['alarms']}, {counts['precision']:.0%}"
    warned = [quarter for quarter, alarm in numbers["warned"] if alarm]
    missed = [quarter for quarter, alarm in numbers["warned"] if not alarm]
    warnings = [f"{_and(warned)} came with an alarm in the year before"] * bool(warned)
    if missed:
        warnings.append(f"{_and(missed)} {'without one' if warned else 'came without an alarm'}")
    words = (
        f"With a threshold of {threshold:.2f} and a test from {numbers['split_year']} on, the "
        f"network gives {counted(counts['alarms'], 'alarm')} and is right with {counts['right']} "
        f"({precision}); of {counts['ones']} quarters with a recession ahead, "
        f"{counts['recall']:.0%} get one (recall). The accuracy is {counts['accuracy']:.0%}; "
        f"without any alarm it would be {numbers['never']:.0%}. The cost is {counts['cost']:.2f}, "
        "whatever the threshold. Of the recessions that began in the test, "
        f"{', and '.join(warnings)}."
    )
    if numbers["stopped"]:
        words = numbers["stopped"] + " There: " + words
    return words + _without_layers(numbers)


def years_picture(numbers):
    """Draw the forecast panel: the probability over the years, recessions shaded, the threshold."""
    time, Y_hat, threshold = numbers["time"], numbers["Y_hat"], numbers["threshold"]
    ax = svg.Axes(66, 62, 814, 176, (1959, 2010), (0, 1))
    parts = [_recessions(ax, numbers)]
    parts.append(ax.line([1959, 2010], [threshold, threshold], GREY, 2, "8 4"))
    testing = time >= numbers["test_start"]
    parts.append(ax.line(time[~testing], Y_hat[~testing], GREY, 1, "2 3"))
    training = time < numbers["train_end"]
    parts.append(ax.line(time[training], Y_hat[training], TRAINING, 2))
    parts.append(ax.line(time[testing], Y_hat[testing], TEST, 2, "7 3"))
    alarm = testing & (Y_hat > threshold)
    parts.append(ax.dots(time[alarm], Y_hat[alarm], CLASS_1, 7, round_=False))
    split = float(ax.x(numbers["test_start"]))
    parts.append(svg.segment(split, 62, split, 238, INK, 2))
    frame = ax.frame(
        "",
        "this quarter (grey: recession)",
        "Y_hat, recession ahead",
        [(year, year) for year in range(1960, 2011, 5)],
        [(v, f"{v:g}") for v in (0, 0.25, 0.5, 0.75, 1)],
        grid=False,
    )
    # On both sides of the line between them, unless that is too close to an edge.
    at = min(max(split - 8, 268), 670)
    learned, test = "learned from these years", "test: squares are alarms"
    frame += svg.text(at, 54, learned, "end", color=TRAINING, weight="bold")
    frame += svg.text(at + 16, 54, test, color=TEST, weight="bold")
    head = (
        f"{_sizes(numbers)} · rate {short(numbers['learning_rate'])} · {numbers['epochs']} epochs "
        f"· seed {numbers['seed']} · threshold {threshold:.2f}"
    )
    parts = [svg.text(66, 22, head), frame, ax.inside(*parts), _years_scores(numbers)]
    return svg.picture(900, 356, years_words(numbers), *parts)


def _years_scores(numbers):
    """Write the test's counts in a row under the picture."""
    counts = numbers["scores"]
    right, alarms, ones = counts["right"], counts["alarms"], counts["ones"]
    precision = "none" if counts["precision"] is None else f"{counts['precision']:.0%}"
    warned = sum(alarm for _, alarm in numbers["warned"])
    cells = [
        ("precision", precision, f"{right} of {alarms} alarms right"),
        ("recall", f"{counts['recall']:.0%}", f"{right} of {ones} quarters"),
        ("accuracy", f"{counts['accuracy']:.0%}", f"no alarms: {numbers['never']:.0%}"),
        ("cost", f"{counts['cost']:.2f}", "at any threshold"),
        ("warned before", f"{warned} of {len(numbers['warned'])}", "test recessions"),
    ]
    parts = []
    for k, (name, value, more) in enumerate(cells):
        x = 66 + 168 * k
        parts.append(svg.text(x, 302, name))
        parts.append(svg.text(x, 325, value, size=20, weight="bold"))
        parts.append(svg.text(x, 345, more, color="#555555"))
    return "".join(parts)
