"""The pictures and sentences of notebook 10's two panels: overfitting, and the years."""

import math
import re

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from classroom.lessons.a_nations_economy import figures
from classroom.lessons.a_nations_economy.experiments import (
    area_under_roc,
    overfitting_run,
    years_forecast,
)
from tests.lessons.a_nations_economy.by_hand import (
    GREEN,
    GREY,
    INK,
    ORANGE,
    SHADE,
    START,
    paths,
    texts,
)

CURVES = {
    "learning_rate": 0.25,
    "layers": 2,
    "units": 7,
    "split_year": 1990,
    "epoch": np.array([0, 1, 10, 400]),
    "train": np.array([[0.9, 0.7, 0.2, 0.001], [0.8, 0.6, 0.3, 0.125], [0.7, 0.5, 0.4, 0.2]]),
    "test": np.array([[0.8, 0.45, 0.5, 50.0], [0.7, 0.4, 0.6, 2.0], [0.6, 0.5, 0.7, 3.0]]),
    "stopped": None,
    "never": 0.543,
    "lowest": (1, 0.45),
    "ends": (0.125, 3.0),
    "quarters": (116, 75),
    "recessions": (6, 1),
}
CURVES_WORDS = (
    "11-7-7-1, rate 0.25: 116 training quarters before 1990, with 6 recessions, and 75 test "
    "quarters, with 1 recession. In the median of 3 seeds the training cost falls to 0.125; the "
    "test cost is lowest after 1 epoch, 0.45, and ends at 3.00, above the 0.54 of never an alarm."
)


def across(epoch, end=400):
    return 70 + 530 * (math.log10(max(epoch, 0.7) / 0.7) / math.log10(end / 0.7))


def down(cost):
    return 60 + 222 * (1 - (math.log10(cost) + 2) / 3)


def test_overfitting_in_words():
    assert figures.overfitting_words(CURVES) == CURVES_WORDS
    below = figures.overfitting_words({**CURVES, "ends": (0.125, 0.4), "layers": 0})
    assert below.startswith("11-1, rate 0.25")
    assert "ends at 0.40, below the 0.54" in below
    assert below.endswith(" Without a hidden layer this is logistic regression, and the units set "
                          "nothing.")  # fmt: skip
    told = figures.overfitting_words({**CURVES, "stopped": "Training diverged at step 3."})
    assert told == "A run diverged: Training diverged at step 3. " + CURVES_WORDS


def test_the_order_of_forecasts_is_counted_pair_by_pair():
    Y_hat, Y = np.array([[0.9, 0.4, 0.4, 0.1]]), np.array([[1, 0, 1, 0]])
    # 0.9 against 0.4 and 0.1: both higher; 0.4 against 0.4 and 0.1: a tie, and higher
    assert area_under_roc(Y_hat, Y) == 3.5 / 4
    assert area_under_roc(1 - Y_hat, Y) == 0.5 / 4
    assert area_under_roc(np.full((1, 4), 0.3), Y) == 0.5
    rng = np.random.RandomState(1)
    Y_hat, Y = rng.random_sample((1, 60)).round(1), (rng.random_sample((1, 60)) < 0.3).astype(int)
    assert area_under_roc(Y_hat, Y) == pytest.approx(roc_auc_score(Y[0], Y_hat[0]))
    with pytest.raises(ValueError, match="Y has shape"):
        area_under_roc(Y_hat, Y[:, 1:])


@pytest.mark.parametrize(
    "end, words", [(0.125, "falls to 0.125"), (0.8, "stays at 0.800"), (0.9, "rises to 0.900")]
)
def test_the_training_cost_is_said_to_go_where_it_goes(end, words):
    told = figures.overfitting_words({**CURVES, "ends": (end, 3.0)})  # from a median of 0.8
    assert f"the training cost {words};" in told


def test_without_a_hidden_layer_the_seed_of_a_forecast_sets_nothing():
    forecasts = [years_forecast(**{**START, "layers": 0, "seed": seed}) for seed in (0, 7)]
    np.testing.assert_array_equal(*(found["Y_hat"] for found in forecasts))
    assert figures.years_words(forecasts[0]).endswith("and units and seed set nothing.")


def test_one_is_written_without_an_s_and_others_with_it():
    for epoch, words in [(0, "0 epochs"), (1, "1 epoch"), (2, "2 epochs")]:
        numbers = {**CURVES, "lowest": (epoch, 0.45), "recessions": (1, 2)}
        told, written = (
            figures.overfitting_words(numbers),
            texts(figures.overfitting_picture(numbers)),
        )
        assert f"lowest after {words}, 0.45" in told and f"after {words}" in written
        assert "before 1990, with 1 recession, and 75 test quarters, with 2 recessions." in told
        assert "116 quarters, 1 recession" in written and "75 quarters, 2 recessions" in written


@pytest.mark.parametrize("end, way", [(0.79, "falls"), (0.125, "falls"), (0.81, "rises")])
def test_the_training_cost_falls_or_rises_from_the_median_of_its_starts(end, way):
    words = figures.overfitting_words({**CURVES, "ends": (end, 3.0)})
    assert f"the training cost {way} to {end:.3f};" in words


@pytest.mark.parametrize(
    "end, words",
    [
        (0.534, "0.53, below the 0.54"),
        (0.5351, "0.54, the same as the 0.54"),
        (0.543, "0.54, the same as the 0.54"),
        (0.5449, "0.54, the same as the 0.54"),
        (0.5451, "0.55, above the 0.54"),
    ],
)
def test_costs_written_alike_are_called_the_same(end, words):
    told = figures.overfitting_words({**CURVES, "ends": (0.125, end)})
    assert told.endswith(f"and ends at {words} of never an alarm.")


def test_a_dead_network_costs_the_same_as_never_an_alarm():
    numbers = overfitting_run(0.5, 3, 1, 1985)
    assert numbers["test"][[1, 3, 4], -1] == pytest.approx(numbers["never"], abs=1e-6)
    words = figures.overfitting_words(numbers)
    assert words.endswith("and ends at 0.54, the same as the 0.54 of never an alarm.")


def test_the_overfitting_picture_draws_every_seed_and_the_medians():
    picture = figures.overfitting_picture(CURVES)
    assert picture.alt == CURVES_WORDS
    for part, colour in [("train", INK), ("test", GREEN)]:
        thin, thick = paths(picture, colour, 0.8), paths(picture, colour, 3.5)
        assert (len(thin), len(thick)) == (3, 1)
        # What lies beyond the frame is drawn a little beyond it, and cut off there.
        clipped = np.clip(CURVES[part], 0.005, 20)
        rows = [np.maximum(row, 0.01) for row in (*clipped, np.median(clipped, axis=0))]
        for line, row in zip([*thin, *thick], rows, strict=True):
            expected = [
                (across(e), down(cost)) for e, cost in zip(CURVES["epoch"], row, strict=True)
            ]
            np.testing.assert_allclose(line, expected, atol=0.06)
    (never,) = paths(picture, GREY, 1.5)
    np.testing.assert_allclose(
        never, [(70, down(0.543)), (600, down(0.543))], atol=0.06, err_msg="the constant forecast"
    )
    square = re.search(
        r'<path d="M([\d.]+) ([\d.]+)h\.01" stroke="#009E73" stroke-width="11"', picture
    )
    assert [float(v) for v in square.groups()] == pytest.approx([across(1), down(0.45)], abs=0.06)
    assert 'viewBox="70 60 530 222"' in picture
    words = texts(picture)
    assert words[0] == "11-7-7-1 · rate 0.25 · split 1990"
    for needed in (
        "Cost on the years it learned from, and on the years after",
        "epochs, log scale",
        "cost (nats), log scale",
        "training years",
        "116 quarters, 6 recessions",
        "test years",
        "75 quarters, 1 recession",
        "never an alarm",
        "costs 0.54 in the test years",
        "lowest: 0.45",
        "after 1 epoch",
        "thin: each seed, thick: their median",
    ):
        assert needed in words, needed


def test_the_legend_of_the_overfitting_picture_has_the_lines_looks():
    picture = figures.overfitting_picture(CURVES)
    legend = re.findall(
        r'<line x1="630.0"[^>]*stroke="([^"]*)" stroke-width="([\d.]+)" '
        r'stroke-dasharray="([^"]*)"/><text[^>]*>([^<]*)<',
        picture,
    )
    assert legend == [
        (INK, "3.5", "", "training years"),
        (GREEN, "3.5", "7 4", "test years"),
        (GREY, "1.5", "2 4", "never an alarm"),
    ]
    for colour, width, dash, _ in legend:
        line = f'stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash}" stroke-linejoin'
        assert line in picture


@pytest.mark.parametrize("end", [150, 400])
def test_ticks_of_the_overfitting_picture_stand_where_their_numbers_are(end):
    picture = figures.overfitting_picture({**CURVES, "epoch": np.array([0, 1, 10, end])})
    x_ticks = re.findall(r'<text x="([\d.]+)" y="301.0"[^>]*>([^<]*)<', picture)
    assert [words for _, words in x_ticks] == ["0", "1", "3", "10", "30", "100", str(end)]
    for x, words in x_ticks:
        assert float(x) == pytest.approx(across(float(words), end), abs=0.06)
    y_ticks = re.findall(r'<text x="64.0" y="([\d.]+)"[^>]*>([^<]*)<', picture)
    assert [words for _, words in y_ticks] == ["0.01", "0.03", "0.1", "0.3", "1", "3", "10"]
    for y, words in y_ticks:
        assert float(y) == pytest.approx(down(float(words)) + 5, abs=0.06)


def test_a_lowest_cost_at_the_start_or_beyond_the_frame_is_still_marked():
    picture = figures.overfitting_picture({**CURVES, "lowest": (0, 35.0)})
    assert '<path d="M70.0 60.0h.01" stroke="#009E73" stroke-width="11"' in picture
    assert "lowest: 35.00" in texts(picture)


def made_up(**changed):
    """Return a forecast of 1960 to 2009 with a few high quarters, before and in the test."""
    Y_hat = np.full(199, 0.25)
    Y_hat[[10, 98, 100, 122, 150, 198]] = 0.55, 0.9, 0.75, 0.5, 0.6, 1.0
    return {
        "threshold": 0.5,
        "epochs": 21,
        "learning_rate": 0.1,
        "layers": 1,
        "units": 16,
        "split_year": 1985,
        "seed": 4,
        "time": 1960 + np.arange(199) / 4,
        "Y_hat": Y_hat,
        "recessions": [(1970.0, 1971.0), (1990.75, 1991.25)],
        "train_end": 1984.0,
        "test_start": 1985.0,
        "scores": {
            "alarms": 7,
            "ones": 18,
            "right": 2,
            "accuracy": 0.74,
            "precision": 2 / 7,
            "recall": 1 / 9,
            "cost": 0.484,
        },
        "never": 0.81,
        "warned": [("1990Q4", True), ("2001Q2", False), ("2008Q1", True)],
        "stopped": None,
        **changed,
    }


YEARS_WORDS = (
    "With a threshold of 0.50 and a test from 1985 on, the network gives 7 alarms and is right "
    "with 2 (precision 2 of 7, 29%); of 18 quarters with a recession ahead, 11% get one "
    "(recall). The accuracy is 74%; without any alarm it would be 81%. The cost is 0.48, "
    "whatever the threshold. Of the recessions that began in the test, 1990Q4 and 2008Q1 came "
    "with an alarm in the year before, and 2001Q2 without one."
)


def test_a_years_forecast_in_words():
    assert figures.years_words(made_up()) == YEARS_WORDS
    silent = made_up(warned=[("1990Q4", False)], layers=0)
    silent["scores"] = {**silent["scores"], "alarms": 0, "right": 0, "precision": None}
    words = figures.years_words(silent)
    assert "gives 0 alarms and is right with 0 (no alarm, so no precision); of 18" in words
    assert "in the test, 1990Q4 came without an alarm. Without a hidden layer" in words
    once = made_up()
    once["scores"] = {**once["scores"], "alarms": 1, "right": 1, "precision": 1.0}
    assert "gives 1 alarm and is right with 1 (precision 1 of 1, 100%);" in figures.years_words(
        once
    )
    told = figures.years_words(made_up(stopped="Training diverged at step 3."))
    assert told == "Training diverged at step 3. There: " + YEARS_WORDS


BEGINNINGS = ["1980Q2", "1981Q4", "1990Q4", "2001Q2"]


@pytest.mark.parametrize(
    "alarms, words",
    [
        (
            "1000",
            "1980Q2 came with an alarm in the year before, and 1981Q4, 1990Q4 and 2001Q2 "
            "without one.",
        ),
        (
            "0110",
            "1981Q4 and 1990Q4 came with an alarm in the year before, and 1980Q2 and 2001Q2 "
            "without one.",
        ),
        ("1111", "1980Q2, 1981Q4, 1990Q4 and 2001Q2 came with an alarm in the year before."),
        ("0000", "1980Q2, 1981Q4, 1990Q4 and 2001Q2 came without an alarm."),
        ("1", "1980Q2 came with an alarm in the year before."),
        ("0", "1980Q2 came without an alarm."),
    ],
)
def test_recessions_with_an_alarm_and_without_are_named(alarms, words):
    warned = list(zip(BEGINNINGS, [alarm == "1" for alarm in alarms], strict=False))
    told = figures.years_words(made_up(warned=warned))
    assert told.split("whatever the threshold. ")[1] == (
        f"Of the recessions that began in the test, {words}"
    )


def year_across(year):
    return 66 + 814 * (year - 1959) / 51


def test_the_years_picture_draws_the_forecast_in_its_parts():
    numbers = made_up()
    picture, time, Y_hat = figures.years_picture(numbers), numbers["time"], numbers["Y_hat"]
    assert picture.alt == YEARS_WORDS
    for colour, width, chosen in [
        (INK, 2, time < 1984),
        (GREEN, 2, time >= 1985),
        (GREY, 1, time < 1985),
    ]:
        (line,) = paths(picture, colour, width)
        expected = [year_across(time[chosen]), 62 + 176 * (1 - Y_hat[chosen])]
        np.testing.assert_allclose(line.T, expected, atol=0.06)
    (threshold,) = paths(picture, GREY, 2)
    np.testing.assert_allclose(threshold, [(66, 150), (880, 150)])
    split = year_across(1985)
    assert f'<line x1="{split:.1f}" y1="62.0" x2="{split:.1f}" y2="238.0"' in picture
    assert 'viewBox="66 62 814 176"' in picture


def test_squares_stand_exactly_at_the_alarms_of_the_test():
    picture = figures.years_picture(made_up())
    (squares,) = re.findall(
        rf'<path d="M([^"]*)h\.01" stroke="{ORANGE}" stroke-width="7" stroke-linecap="square"',
        picture,
    )
    places = np.array([place.split() for place in squares.split("h.01M")], float)
    # Column 98 lies in the gap, and 122 on the threshold.
    quarters = [100, 150, 198]
    np.testing.assert_allclose(
        places[:, 0], [year_across(1960 + k / 4) for k in quarters], atol=0.06
    )
    np.testing.assert_allclose(
        places[:, 1], [62 + 176 * (1 - p) for p in (0.75, 0.6, 1)], atol=0.06
    )
    assert 'stroke-linecap="square"' not in figures.years_picture(made_up(Y_hat=np.zeros(199)))


def test_recessions_are_shaded_from_their_beginning_to_their_end():
    picture = figures.years_picture(made_up())
    shades = re.findall(
        rf'<rect x="([\d.]+)" y="62" width="([\d.]+)" height="176" fill="{SHADE}"', picture
    )
    expected = [(year_across(1970), 814 / 51), (year_across(1990.75), 407 / 51)]
    np.testing.assert_allclose(np.array(shades, float), expected, atol=0.06)


def test_the_row_of_scores_under_the_years():
    picture = figures.years_picture(made_up())
    cells = [
        re.findall(rf'<text x="([\d.]+)" y="{y}.0"[^>]*>([^<]*)<', picture) for y in (302, 325, 345)
    ]
    assert [words for _, words in cells[0]] == [
        "precision",
        "recall",
        "accuracy",
        "cost",
        "warned before",
    ]
    assert [words for _, words in cells[1]] == ["29%", "11%", "74%", "0.48", "2 of 3"]
    assert [words for _, words in cells[2]] == [
        "2 of 7 alarms right",
        "2 of 18 quarters",
        "no alarms: 81%",
        "at any threshold",
        "test recessions",
    ]
    assert {float(x) for x, _ in cells[0]} == {66, 234, 402, 570, 738}
    words = texts(picture)
    assert words[0] == "11-16-1 · rate 0.1 · 21 epochs · seed 4 · threshold 0.50"
    for needed in ("this quarter (grey: recession)", "Y_hat, recession ahead", "1960", "2010"):
        assert needed in words
    silent = made_up()
    silent["scores"] = {**silent["scores"], "alarms": 0, "right": 0, "precision": None}
    assert texts(figures.years_picture(silent)).count("none") == 1


def test_labels_of_the_years_stand_on_their_sides_of_the_split():
    picture = figures.years_picture(made_up(test_start=1990.0))
    at = year_across(1990)
    left = re.search(r'<text x="([\d.]+)" y="54.0" text-anchor="end"[^>]*>learned from', picture)
    right = re.search(r'<text x="([\d.]+)" y="54.0" text-anchor="start"[^>]*>test:', picture)
    assert float(left[1]) < at < float(right[1])
    ticks = re.findall(r'<text x="([\d.]+)" y="257.0"[^>]*>(\d+)<', picture)
    for x, year in ticks:
        assert float(x) == pytest.approx(year_across(int(year)), abs=0.06)
    assert [int(year) for _, year in ticks] == list(range(1960, 2011, 5))
    y_ticks = re.findall(r'<text x="60.0" y="([\d.]+)"[^>]*>([^<]*)<', picture)
    assert [words for _, words in y_ticks] == ["0", "0.25", "0.5", "0.75", "1"]
    for y, words in y_ticks:
        assert float(y) == pytest.approx(62 + 176 * (1 - float(words)) + 5, abs=0.06)
