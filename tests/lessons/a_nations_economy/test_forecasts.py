"""Notebook 10's forecasts: before recessions, too long a training, and a year's alarms."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from classroom.datasets import economy, recession_forecast
from classroom.lessons.a_nations_economy import experiments as module
from classroom.lessons.a_nations_economy import figures
from classroom.lessons.a_nations_economy.experiments import (
    columns_of_part,
    forecast_scores,
    forecasts_at_peaks,
    learning_curves,
    overfitting_run,
    recession_spans,
    years_forecast,
)
from tests.lessons.a_nations_economy.by_hand import RUNS, START, binary_cost, trained


def test_peaks_are_the_last_quarters_before_recessions():
    split, columns = recession_forecast(), economy().columns
    forecasts = np.arange(2 * 199.0).reshape(2, 199)
    peaks = forecasts_at_peaks(split, forecasts)
    quarters = ["1960Q2", "1969Q4", "1973Q4", "1980Q1", "1981Q3", "1990Q3", "2001Q1", "2007Q4"]
    assert [peak["quarter"] for peak in peaks] == quarters
    assert [peak["test"] for peak in peaks] == [False] * 5 + [True] * 3
    cpi, bill = columns["cpi"], columns["tbilrate"]
    changes = {t: bill[t] - bill[t - 4] for t in range(4, 203)}
    for peak, (first, _) in zip(peaks, RUNS, strict=True):
        t = first - 1
        assert peak["prices"] == pytest.approx(100 * (cpi[t] / cpi[t - 4] - 1))
        assert peak["bill rate"] == bill[t]
        assert peak["change"] == pytest.approx(changes[t])
        assert peak["most"] == pytest.approx(max(changes[s] for s in range(max(4, t - 12), t + 1)))
        assert peak["Y_hat"] == t - 4 + 199 / 2
    # With growth over eight quarters the first peak, 1960Q2, has no inputs.
    assert forecasts_at_peaks(recession_forecast(back=8), forecasts)[0]["quarter"] == "1969Q4"


def test_three_years_before_a_peak_are_twelve_quarters_and_the_peaks_own(monkeypatch):
    falling = -np.arange(199.0)
    rows = ("prices", "bill rate", "bill rate, change"), np.array([falling] * 3)
    monkeypatch.setattr(module, "inputs", lambda *_, **__: rows)
    peaks = forecasts_at_peaks(recession_forecast(), np.zeros((1, 199)))
    expected = [falling[max(0, first - 5 - 12)] for first, _ in RUNS]
    assert [peak["most"] for peak in peaks] == expected


def test_recessions_by_quarter():
    assert recession_spans() == RUNS
    quarters = economy().quarters
    assert (quarters[RUNS[0][0]], quarters[RUNS[-1][1]]) == ("1960Q3", "2009Q2")


def test_recessions_at_the_edges_of_the_file(monkeypatch):
    monkeypatch.setattr(
        module, "_figures", lambda: SimpleNamespace(recession=np.array([1.0, 1, 0, 1, 0, 0, 1]))
    )
    assert recession_spans() == [(0, 1), (3, 3), (6, 6)]


# 1974 begins with a recession. That of 1990 begins in the last training quarter of 1992's split,
# and in the gap of 1991's; that of 1974 in the gap of 1975's.
@pytest.mark.parametrize(
    "split_year, begin",
    [
        (1985, (5, 3)),
        (1975, (2, 5)),
        (1974, (2, 6)),
        (2000, (6, 2)),
        (1992, (6, 2)),
        (1991, (5, 2)),
    ],
)
def test_overfitting_is_learning_curves_and_their_medians(split_year, begin):
    found = overfitting_run(0.2, 2, 3, split_year, seeds=(2, 0, 5), epochs=25)
    split = recession_forecast(split_year)
    curves = learning_curves(split, (3, 3), 0.2, (2, 0, 5), 25, looks=module.LOOKS[::2])
    for key in ("epoch", "train", "test"):
        np.testing.assert_array_equal(found[key], curves[key])
    medians = np.median(curves["test"], axis=0).tolist()
    k = medians.index(min(medians))
    assert found["lowest"] == (curves["epoch"][k], medians[k])
    assert found["ends"] == (np.median(curves["train"][:, -1]), medians[-1])
    assert found["quarters"] == (split.Y_train.size, split.Y_test.size)
    labels = split.Y_test[0].tolist()
    assert found["never"] == pytest.approx(
        binary_cost([split.Y_train.mean()] * len(labels), labels)
    )
    assert found["recessions"] == begin and found["stopped"] is None
    assert "test_recessions" not in found
    settings = [found[key] for key in ("learning_rate", "layers", "units", "split_year")]
    assert settings == [0.2, 2, 3, split_year]


def test_the_panel_of_overfitting_takes_five_seeds_and_150_epochs():
    found = overfitting_run(0.1, 0, 16, 1985)
    assert found["train"].shape[0] == 5 and found["epoch"][-1] == 150
    assert found["quarters"] == (96, 95)
    # Without a hidden layer all five are one.
    np.testing.assert_allclose(found["train"][:, 0], math.log(2))
    np.testing.assert_array_equal(found["test"], found["test"][[0] * 5])
    drawn = overfitting_run(0.1, 1, 2, 1985)["train"]
    np.testing.assert_array_equal(drawn, overfitting_run(0.1, 1, 2, 1985, range(5), 150)["train"])


def test_a_years_forecast_is_that_of_train():
    for settings in ({}, {"layers": 0}, {"seed": 3, "layers": 2, "units": 4, "split_year": 1979}):
        settings = {**START, **settings}
        found = years_forecast(**settings)
        split = recession_forecast(settings["split_year"])
        sizes = (settings["units"],) * settings["layers"]
        scheme = "he" if sizes else "zeros"
        Y_hat, _ = trained(split, sizes, 29, 0.1, settings["seed"], scheme)
        np.testing.assert_allclose(found["Y_hat"], Y_hat[0], rtol=1e-9)
        Y_test = Y_hat[:, columns_of_part(split, split.test)]
        assert found["scores"] == pytest.approx(forecast_scores(Y_test, split.Y_test))
        assert found["never"] == pytest.approx(np.mean(split.Y_test == 0))
        assert found["stopped"] is None
        assert {key: found[key] for key in settings} == settings


def test_a_years_forecast_says_when():
    found = years_forecast(**START)
    np.testing.assert_array_equal(found["time"], 1960 + np.arange(199) / 4)
    assert (found["train_end"], found["test_start"]) == (1984, 1985)
    assert found["recessions"] == [(1959 + a / 4, 1959 + (b + 1) / 4) for a, b in RUNS]
    assert [quarter for quarter, _ in found["warned"]] == ["1990Q4", "2001Q2", "2008Q1"]
    assert [alarm for _, alarm in found["warned"]] == [True, True, False]


def test_what_is_kept_cannot_be_spoiled_by_the_numbers_given_out():
    before = years_forecast(**START)
    picture = figures.years_picture(before)
    before["time"][:] = 0
    before["recessions"].clear()
    before["scores"].clear()
    assert figures.years_picture(years_forecast(**START)) == picture
    curves = overfitting_run(0.1, 0, 1, 1985, seeds=[0], epochs=3)
    drawn = curves["train"].copy()
    for key in ("epoch", "train", "test"):
        curves[key][:] = 0
    again = overfitting_run(0.1, 0, 1, 1985, seeds=[0], epochs=3)
    np.testing.assert_array_equal(again["train"], drawn)


def test_no_epochs_are_the_start():
    found = years_forecast(**{**START, "epochs": 0})
    curves = learning_curves(recession_forecast(), (16,), 0.1, seeds=[0], epochs=0)
    np.testing.assert_array_equal(found["Y_hat"], curves["Y_hat"][0])


def test_a_threshold_moves_the_alarms_without_training_anew(monkeypatch):
    first = years_forecast(**START)
    monkeypatch.setattr(module, "Trainer", None)
    lower = years_forecast(**{**START, "threshold": 0.3})
    np.testing.assert_array_equal(first["Y_hat"], lower["Y_hat"])
    split = recession_forecast()
    chosen = lower["Y_hat"][columns_of_part(split, split.test)].reshape(1, -1)
    assert lower["scores"] == forecast_scores(chosen, split.Y_test, 0.3)
    assert lower["scores"]["alarms"] > first["scores"]["alarms"]
    assert lower["scores"]["cost"] == first["scores"]["cost"]
    # A browser's sum of twentieths is not always the nearest float.
    assert years_forecast(**{**START, "threshold": 0.1 + 0.2})["threshold"] == 0.3
    with pytest.raises(ValueError, match="read-only"):
        first["Y_hat"][0] = 1


@pytest.mark.parametrize(
    "quarter, warned",
    [
        (122, [False, False, False]),
        (123, [True, False, False]),
        (126, [True, False, False]),
        (127, [False, False, False]),
        (165, [False, True, False]),
        (164, [False, False, False]),
        (195, [False, False, True]),
        (196, [False, False, False]),
        (91, [False, False, False]),
    ],
)
def test_a_recession_is_warned_of_by_an_alarm_in_the_year_before(quarter, warned, monkeypatch):
    """Those before the test, as in 1981, are not counted at all."""
    split, Y_hat = recession_forecast(), np.full((1, 199), 0.5)
    Y_hat[0, quarter - 4] = 0.6
    monkeypatch.setattr(module, "_forecast", lambda *settings: (split, Y_hat, None))
    found = years_forecast(**START)
    expected = list(zip(["1990Q4", "2001Q2", "2008Q1"], warned, strict=True))
    assert found["warned"] == expected


@pytest.mark.parametrize(
    "split_year, quarter, warned",
    [
        # 1980Q2 is quarter 85: of the year before it only 84 lies in the test.
        (1980, 81, set()),
        (1980, 83, set()),
        (1980, 84, {"1980Q2"}),
        (1980, 85, set()),
        (1980, 87, {"1981Q4"}),
        (1990, 123, set()),
        (1990, 124, {"1990Q4"}),
        # 1974Q1 is the test's first quarter: nothing before it can warn.
        (1974, 59, set()),
        (1974, 60, set()),
    ],
)
def test_an_alarm_before_the_test_warns_of_nothing(split_year, quarter, warned, monkeypatch):
    split, Y_hat = recession_forecast(split_year), np.full((1, 199), 0.5)
    Y_hat[0, quarter - 4] = 0.6
    monkeypatch.setattr(module, "_forecast", lambda *settings: (split, Y_hat, None))
    found = years_forecast(**{**START, "split_year": split_year})["warned"]
    later = {1974: "1980Q2 1981Q4 1990Q4", 1980: "1980Q2 1981Q4 1990Q4", 1990: "1990Q4"}
    assert [begin for begin, _ in found] == [*later[split_year].split(), "2001Q2", "2008Q1"]
    assert {begin for begin, alarm in found if alarm} == warned


def test_a_network_that_cries_out_in_the_gap_has_not_warned():
    found = years_forecast(0.4, 20, 0.1, 1, 16, 1980, 0)
    before = {t: found["Y_hat"][t - 4] for t in range(81, 85)}
    assert before[83] > 0.4 > before[84]
    assert found["warned"] == [
        ("1980Q2", False),
        ("1981Q4", True),
        ("1990Q4", True),
        ("2001Q2", True),
        ("2008Q1", True),
    ]
    assert "test, 1981Q4, 1990Q4, 2001Q2 and 2008Q1 came with an alarm" in figures.years_words(
        found
    )


def test_a_forecast_that_overflows_keeps_its_last_finite_numbers():
    found = years_forecast(**{**START, "learning_rate": 1e200, "layers": 2, "units": 4})
    assert "diverged" in found["stopped"]
    assert np.isfinite(found["Y_hat"]).all() and np.isfinite(found["scores"]["cost"])
    words = figures.years_words(found)
    assert words.startswith(found["stopped"] + " There: With a threshold of 0.50")
