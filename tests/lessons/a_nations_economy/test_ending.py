"""How notebook 10 begins and ends: a test that lies, finalists, and what their order is worth."""

import csv
import re

import numpy as np
import pytest

from classroom.datasets import economy, recession_forecast
from classroom.lessons.a_nations_economy import experiments as module
from classroom.lessons.a_nations_economy import figures
from classroom.lessons.a_nations_economy.experiments import (
    area_under_roc,
    baseline_forecasts,
    braked_logistic,
    choose_brake,
    choose_epochs,
    columns_of_part,
    falls_of_gdp,
    finalists,
    forecast_of_test,
    forecast_scores,
    known_then,
    learning_curves,
    library_logistic,
    score_line,
    shifted_orders,
    single_networks,
)
from nnlib import get_cost_value
from tests.lessons.a_nations_economy.by_hand import BLUE, CSV, ORANGE, RUNS, SHADE, texts, trained


@pytest.fixture(scope="module")
def split():
    return recession_forecast()


def test_the_settings_are_those_that_the_validation_years_advise():
    assert choose_epochs((), seeds=[0])[0] == module.STOPPED
    assert choose_epochs((), seeds=[0], from_share=True)[0] == module.STOPPED_FROM_SHARE
    assert choose_epochs(module.HIDDEN, seeds=range(50))[0] == module.EPOCHS
    assert choose_brake()[0] == module.BRAKE


def test_a_bias_may_begin_at_the_share_of_the_training_years(split):
    with_share, plain = (
        learning_curves(split, (), 0.1, [0], 0, from_share=begins)["Y_hat"]
        for begins in (True, False)
    )
    np.testing.assert_allclose(with_share, 32 / 96)
    np.testing.assert_allclose(plain, 0.5)
    # With hidden units the weights are the same, and every logit is higher by the same amount.
    one, other = (
        learning_curves(split, (4,), 0.1, [3], 0, from_share=begins)["Y_hat"][0]
        for begins in (True, False)
    )
    np.testing.assert_allclose(np.log(one / (1 - one)) - np.log(other / (1 - other)), np.log(0.5))


def test_most_of_what_the_brake_seemed_to_bring_is_the_start_of_the_bias(split):
    found = finalists(split, single_networks(split, range(3)))
    cost = {name: get_cost_value(Y_hat, split.Y_test) for name, Y_hat in found.items()}
    expected = [0.580, 0.481, 0.472]
    names = ["logistic, stopped", "the same, from share", "logistic, braked"]
    assert [round(cost[name], 3) for name in names] == expected


def test_the_finalists_are_forecast_as_they_are_called(split):
    networks = single_networks(split, (5, 2))
    test = columns_of_part(split, split.test)
    for row, seed in zip(networks, (5, 2), strict=True):
        Y_hat, _ = trained(split, (16,), 29, 0.1, seed)
        np.testing.assert_allclose(row, Y_hat[0, test])
    found = finalists(split, networks)
    np.testing.assert_allclose(found["mean of 200 networks"], networks.mean(axis=0)[None])
    np.testing.assert_allclose(found["best constant"], 18 / 95)
    np.testing.assert_array_equal(found["logistic, braked"], braked_logistic(split, 0.03)[:, test])
    stopped, _ = trained(split, (), 11, 0.1, 0, scheme="zeros")
    np.testing.assert_allclose(found["logistic, stopped"], stopped[:, test])
    yardsticks = baseline_forecasts(split)
    for name in ("never", "GDP fell", "state"):
        np.testing.assert_array_equal(found[name], yardsticks[name])
    assert {Y_hat.shape for Y_hat in found.values()} == {split.Y_test.shape}


def test_falls_of_gdp_from_the_files_text(split):
    with CSV.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    expected = {}
    for before, row in zip(rows, rows[1:], strict=False):
        percent = 100 * (float(row["realgdp"]) / float(before["realgdp"]) - 1)
        if (
            percent < 0
            and int(row["year"]) >= 1985
            and (row["year"], row["quarter"]) <= ("2008", "3")
        ):
            expected[f"{row['year']}Q{row['quarter']}"] = pytest.approx(percent)
    found = falls_of_gdp(split)
    assert found == expected and len(found) == 7
    assert round(found["1990Q3"], 3) == -0.002


def test_falls_found_out_later_are_no_alarms(split):
    fell, then = baseline_forecasts(split)["GDP fell"][0], known_then(split)[0]
    quarters = economy().quarters[split.test]
    changed = quarters[fell != then].tolist()
    assert changed == ["1990Q3", "2001Q1", "2008Q1"]
    assert set(then[fell != then]) == {fell.min()}


def test_orders_after_every_shift_by_hand():
    Y_hat, Y = np.array([[0.1, 0.2, 0.3, 0.4]]), np.array([[0.0, 0, 1, 1]])
    labels = [[1, 0, 0, 1], [1, 1, 0, 0], [0, 1, 1, 0]]
    expected = [area_under_roc(Y_hat, np.array([row])) for row in labels]
    assert shifted_orders(Y_hat, Y, near=0).tolist() == expected == [0.5, 0.0, 0.5]
    assert shifted_orders(Y_hat, Y, near=1).tolist() == [0.0]


def test_the_order_is_as_good_by_luck_in_one_of_seven_far_shifts(split):
    found = finalists(split, single_networks(split))
    lucky = []
    for name in ("logistic, stopped", "logistic, braked", "mean of 200 networks"):
        order = area_under_roc(found[name], split.Y_test)
        far = shifted_orders(found[name], split.Y_test)
        assert far.size == 78
        lucky.append(np.sum(far >= order))
    assert lucky == [10, 11, 11]


def test_a_line_of_scores():
    Y_hat, Y = np.array([[0.9, 0.6, 0.4, 0.2]]), np.array([[1, 0, 1, 1]])
    assert score_line("by hand", Y_hat, Y) == (
        "by hand                0.887    1 of  2       1 of 3       25%"
    )


def test_the_librarys_logistic_regression_has_no_brake(split):
    found = library_logistic(split.X_train, split.Y_train)
    # Where nothing holds the weights back, the errors are at right angles to every input.
    off = (found - split.Y_train)[0]
    np.testing.assert_allclose(split.X_train @ off, 0, atol=1e-3)
    assert abs(off.sum()) < 1e-3 and found.shape == (1, 96)


@pytest.mark.parametrize("shuffle", [None, 0])
def test_a_tested_network_is_drawn_quarter_by_quarter(shuffle):
    split = recession_forecast(shuffle=shuffle)
    numbers = forecast_of_test(split, 2, 40)
    Y_hat, _ = trained(split, (16,), 40, 0.1, 2)
    said = dict(zip(split.test, Y_hat[0, columns_of_part(split, split.test)], strict=True))
    truth = dict(zip(split.test, split.Y_test[0], strict=True))
    in_order = sorted(split.test)
    np.testing.assert_allclose(numbers["Y_hat"], [said[t] for t in in_order])
    np.testing.assert_array_equal(numbers["label"], [truth[t] for t in in_order])
    np.testing.assert_array_equal(numbers["time"], economy().time[in_order])
    expected = forecast_scores(Y_hat[:, columns_of_part(split, split.test)], split.Y_test)
    assert numbers["scores"] == {**expected, "cost": pytest.approx(expected["cost"])}


def test_the_first_picture_shows_every_test_quarter_once(monkeypatch):
    numbers = {
        "time": np.array([1970.0, 1980.25, 2000.0]),
        "Y_hat": np.array([0.75, 0.25, 1.0]),
        "label": np.array([1.0, 0.0, 0.0]),
        "scores": {"ones": 1, "accuracy": 2 / 3},
        "recessions": [(1959 + a / 4, 1959 + (b + 1) / 4) for a, b in RUNS],
    }
    monkeypatch.setattr(figures, "forecast_of_test", lambda split, seed: numbers)
    picture = figures.tested_quarters(None)
    for colour, cap, years, answers in [
        (ORANGE, "square", [1970], [0.75]),
        (BLUE, "round", [1980.25, 2000], [0.25, 1]),
    ]:
        (dots,) = re.findall(
            rf'd="M([^"]*)h\.01" stroke="{colour}" stroke-width="8" stroke-linecap="{cap}"', picture
        )
        places = np.array([place.split() for place in dots.split("h.01M")], float)
        across = [66 + 814 * (year - 1959) / 51 for year in years]
        down = [62 + 230 * (1.04 - answer) / 1.08 for answer in answers]
        np.testing.assert_allclose(places, np.transpose([across, down]), atol=0.06)
    assert len(re.findall(f'fill="{SHADE}"', picture)) == 8
    assert "2 of 3 right: 67%" in texts(picture)
    assert picture.alt == (
        "What a network says about 3 quarters that it has not learned from. Above the line at 0.5 "
        "lie 1 of the 1 quarters with a recession ahead, drawn as orange squares, and 1 of the 2 "
        "others, drawn as blue circles. So 2 of 3 are right, 67%."
    )


def test_the_shuffled_picture_is_the_beautiful_lie():
    assert "91 of 99 are right" in figures.tested_quarters(recession_forecast(shuffle=0)).alt
    assert "56 of 95 are right" in figures.tested_quarters(recession_forecast()).alt
