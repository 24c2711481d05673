"""The yardsticks of notebook 10: scores, rules of thumb, a braked logistic, the calendar."""

import csv
import math
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from classroom.datasets import recession_forecast
from classroom.lessons.a_nations_economy import experiments as module
from classroom.lessons.a_nations_economy.experiments import (
    baseline_forecasts,
    bill_rate_rule,
    braked_logistic,
    choose_brake,
    columns_of_part,
    forecast_by_flag,
    forecast_scores,
    learning_curves,
    nearest_quarter_forecast,
)
from nnlib import get_cost_value, predict, train
from nnlib.architecture import dense_architecture
from tests.lessons.a_nations_economy.by_hand import CSV, RUNS, binary_cost, by_newton_everywhere


def test_scores_by_hand():
    Y_hat, Y = np.array([[0.2, 0.5, 0.7, 0.9, 0.6]]), np.array([[0.0, 1, 1, 0, 1]])
    found = forecast_scores(Y_hat, Y, 0.65)
    cost = -math.log(0.8 * 0.5 * 0.7 * 0.1 * 0.6) / 5
    assert found == {
        "alarms": 2,
        "ones": 3,
        "right": 1,
        "accuracy": 2 / 5,
        "precision": 1 / 2,
        "recall": 1 / 3,
        "cost": pytest.approx(cost),
    }
    at_half = forecast_scores(Y_hat, Y)
    assert (at_half["alarms"], at_half["right"], at_half["accuracy"]) == (3, 2, 3 / 5)
    assert at_half["cost"] == found["cost"]


def test_a_forecast_on_the_threshold_is_no_alarm():
    Y_hat, Y = np.array([[0.5, 0.25]]), np.array([[1.0, 0]])
    assert forecast_scores(Y_hat, Y)["alarms"] == forecast_scores(Y_hat, Y, 0.5)["alarms"] == 0
    assert forecast_scores(Y_hat, Y, 0.25)["alarms"] == 1
    assert forecast_scores(Y_hat, Y, np.nextafter(0.5, 0))["right"] == 1


def test_scores_without_alarms_or_ones():
    Y_hat, Y = np.array([[0.2, 0.4]]), np.array([[0.0, 1]])
    none = forecast_scores(Y_hat, Y)
    assert none["precision"] is None and none["recall"] == 0 and none["accuracy"] == 0.5
    assert forecast_scores(Y_hat, 0 * Y, 0.3)["recall"] is None
    assert forecast_scores(Y_hat, 0 * Y, 0.3)["precision"] == 0


@pytest.mark.parametrize(
    "Y_hat, Y, error, words",
    [
        ([[0.5]], np.array([[1]]), TypeError, "Y_hat is a list"),
        (np.array([0.5, 0.5]), np.array([[1, 0]]), ValueError, r"Y_hat has shape \(2,\)"),
        (np.array([[1.5]]), np.array([[1]]), ValueError, "Y_hat holds 1.5"),
        (np.array([[np.nan]]), np.array([[1]]), ValueError, "Y_hat holds 1 value.* NaN"),
        (np.array([[0.5, 0.5]]), np.array([[1]]), ValueError, r"Y has shape \(1, 1\)"),
        (np.array([[0.5]]), np.array([[2]]), ValueError, "Y holds 2"),
    ],
)
def test_scores_refuse_what_is_no_forecast_or_label(Y_hat, Y, error, words):
    with pytest.raises(error, match=words):
        forecast_scores(Y_hat, Y)


def test_share_where_by_hand():
    flag, Y = np.array([True, True, True, False, False]), np.array([[1.0, 0, 1, 0, 1]])
    found = forecast_by_flag(flag, Y, np.array([False, True, False, True]))
    np.testing.assert_allclose(found, [[1 / 2, 2 / 3, 1 / 2, 2 / 3]])
    # An answer that training never gave says as much as all of training.
    found = forecast_by_flag(np.zeros(5, bool), Y, np.array([True, False]))
    np.testing.assert_allclose(found, [[3 / 5, 3 / 5]])
    found = forecast_by_flag(np.ones(5, bool), Y, np.array([True, False]))
    np.testing.assert_allclose(found, [[3 / 5, 3 / 5]])


def test_columns_of_finds_the_parts_in_all_quarters():
    for back in (1, 4):
        split = recession_forecast(back=back)
        np.testing.assert_array_equal(
            split.X[:, columns_of_part(split, split.train)], split.X_train
        )
        np.testing.assert_array_equal(split.X[:, columns_of_part(split, split.test)], split.X_test)


def rises(back=4):
    """Return the bill rate's exact rises, from the file's text."""
    with CSV.open(encoding="utf-8") as file:
        rates = [Decimal(row["tbilrate"]) for row in csv.DictReader(file)]
    return {t: rates[t] - rates[t - back] for t in range(back, 203)}


@pytest.mark.parametrize("split_year, back", [(1985, 4), (1975, 4), (1995, 2), (2000, 8)])
def test_the_bill_rate_rule_is_the_cheapest_tenth_of_a_point(split_year, back):
    split, exact = recession_forecast(split_year, back=back), rises(back)
    labels = dict(zip(split.train.tolist(), split.Y_train[0].tolist(), strict=True))
    costs = {}
    low, high = (pick(exact[t] for t in labels) for pick in (min, max))
    for tenth in range(math.ceil(10 * low), math.ceil(10 * high)):
        groups = [[labels[t] for t in labels if (10 * exact[t] > tenth) == way] for way in (0, 1)]
        if all(groups):
            costs[tenth] = sum(
                binary_cost([min(max(sum(g) / len(g), 1e-15), 1 - 1e-15)] * len(g), g) * len(g)
                for g in groups
            )
    best = min(costs, key=lambda tenth: (round(costs[tenth], 9), tenth))
    rise, flags = bill_rate_rule(split)
    assert rise == best / 10
    # Some rises are whole tenths: those on the border have not risen by more.
    assert flags.tolist() == [10 * exact[t] > best for t in range(back, 203)]


def test_a_rise_on_the_border_stays_there_whatever_rounding_does():
    split, exact = recession_forecast(), rises()
    assert [t for t in split.test if exact[t] == Decimal("1.8")] == [185, 187]
    for nudge in (-1e-13, 0, 1e-13):
        rise, flags = bill_rate_rule(split._replace(X=split.X + nudge))
        assert rise == 1.8
        assert flags.tolist() == [exact[t] > Decimal("1.8") for t in range(4, 203)]


def test_yardsticks_by_hand():
    split = recession_forecast()
    found = baseline_forecasts(split)
    assert list(found) == ["never", "bill rate", "GDP fell", "state"]
    test_labels = split.Y_test[0].tolist()
    np.testing.assert_allclose(found["never"], np.full((1, 95), 32 / 96))
    assert get_cost_value(found["never"], split.Y_test) == pytest.approx(0.5368, abs=5e-5)

    def state(t):
        return any(first <= t <= last for first, last in RUNS)

    within = [split.Y_train[0, k] for k, t in enumerate(split.train) if state(t)]
    without = [split.Y_train[0, k] for k, t in enumerate(split.train) if not state(t)]
    shares = [np.mean(within) if state(t) else np.mean(without) for t in split.test]
    np.testing.assert_allclose(found["state"], [shares])
    said = forecast_scores(found["state"], split.Y_test)
    assert said["cost"] == pytest.approx(binary_cost(shares, test_labels))
    assert said["cost"] == pytest.approx(0.4412, abs=5e-5)
    assert (said["alarms"], said["right"], said["ones"]) == (8, 6, 18)

    exact = rises()
    risen = [split.Y_train[0, k] for k, t in enumerate(split.train) if exact[t] > Decimal("1.8")]
    other = [split.Y_train[0, k] for k, t in enumerate(split.train) if exact[t] <= Decimal("1.8")]
    shares = [np.mean(risen if exact[t] > Decimal("1.8") else other) for t in split.test]
    np.testing.assert_allclose(found["bill rate"], [shares])
    said = forecast_scores(found["bill rate"], split.Y_test)
    assert (said["alarms"], said["right"]) == (7, 0)
    assert said["cost"] == pytest.approx(0.5955, abs=5e-5)
    assert bill_rate_rule(split)[0] == 1.8


def falls():
    """Return which quarters' GDP is below that of the quarter before, from the file's text."""
    with CSV.open(encoding="utf-8") as file:
        gdp = [Decimal(row["realgdp"]) for row in csv.DictReader(file)]
    return [t > 0 and gdp[t] < gdp[t - 1] for t in range(203)]


def test_a_fall_of_gdp_in_this_quarter_is_a_yardstick():
    split, fell = recession_forecast(), falls()
    answers = {True: [], False: []}
    for t, label in zip(split.train, split.Y_train[0], strict=True):
        answers[fell[t]].append(label)
    shares = [np.mean(answers[fell[t]]) for t in split.test]
    found = baseline_forecasts(split)["GDP fell"]
    np.testing.assert_allclose(found, [shares])
    said = forecast_scores(found, split.Y_test)
    assert (said["alarms"], said["right"], said["ones"]) == (7, 6, 18)
    assert said["cost"] == pytest.approx(binary_cost(shares, split.Y_test[0].tolist()))
    assert said["cost"] == pytest.approx(0.4323, abs=5e-5)


@pytest.mark.parametrize("back, shuffle", [(1, 4), (8, None), (2, 0)])
def test_yardsticks_of_another_span_and_of_a_shuffle(back, shuffle):
    """State and fall are those of this very quarter, over whatever span growth is taken."""
    split = recession_forecast(horizon=2, back=back, shuffle=shuffle)
    found = baseline_forecasts(split)
    state = [any(a <= t <= b for a, b in RUNS) for t in range(203)]
    for name, flag in [("state", np.array(state)), ("GDP fell", np.array(falls()))]:
        shares = [split.Y_train[0, flag[split.train] == way].mean() for way in (False, True)]
        np.testing.assert_allclose(found[name], [[shares[int(flag[t])] for t in split.test]])
    np.testing.assert_allclose(found["never"], np.full((1, len(split.test)), split.Y_train.mean()))


@pytest.mark.parametrize("C", [0.001, 0.03, 1, 10])
@pytest.mark.parametrize("options", [{}, {"split_year": 1975, "horizon": 2, "back": 1}])
def test_a_braked_logistic_is_the_lowest_point_of_costs_and_squared_weights(C, options, unchanged):
    split = recession_forecast(**options)
    with unchanged(split):
        Y_hat = braked_logistic(split, C)
    assert Y_hat.shape == (1, len(split.quarters))
    np.testing.assert_allclose(Y_hat, by_newton_everywhere(split, C), atol=1e-9)
    # Its logits are weights times inputs plus a bias, and where they lie nothing slopes.
    A = np.vstack([split.X, np.ones(len(split.quarters))]).T
    theta, *_ = np.linalg.lstsq(A, np.log(Y_hat[0] / (1 - Y_hat[0])), rcond=None)
    np.testing.assert_allclose(A @ theta, np.log(Y_hat[0] / (1 - Y_hat[0])), atol=1e-9)
    off = Y_hat[:, columns_of_part(split, split.train)] - split.Y_train
    np.testing.assert_allclose(C * split.X_train @ off[0] + theta[:-1], 0, atol=1e-7)
    assert abs(off.sum()) < 1e-7


def test_the_brake_is_the_l2_of_train_shared_out_among_the_quarters():
    """`train` ends there as well, by plain steps from zeros, at l2 = 1 / (C * m)."""
    split = recession_forecast()
    assert split.Y_train.size == 96
    net = dense_architecture([11, 1])
    with_l2, _, _ = train(
        split.X_train, split.Y_train, net, 2_000, 0.9, scheme="zeros", l2=1 / (0.03 * 96)
    )
    np.testing.assert_allclose(
        braked_logistic(split, 0.03), predict(split.X, with_l2, net), atol=1e-9
    )


def test_the_library_brakes_in_the_same_way():
    split = recession_forecast()
    for C in (0.001, 0.03, 1, 10):
        model = LogisticRegression(C=C, max_iter=10_000, tol=1e-8)
        model.fit(split.X_train.T, split.Y_train[0])
        expected = model.predict_proba(split.X.T)[:, 1].reshape(1, -1)
        np.testing.assert_allclose(braked_logistic(split, C), expected, atol=1e-5)


def test_a_brake_so_weak_that_weights_grow_for_ever_still_answers():
    """The years up to 1973 can be told apart without a single error: there is no end to reach."""
    split = recession_forecast(1975, end_year=1985)
    Y_hat = braked_logistic(split, 1e9)
    assert np.isfinite(Y_hat).all()
    train_part = Y_hat[:, columns_of_part(split, split.train)]
    np.testing.assert_allclose(train_part, split.Y_train, atol=0.01)


def test_a_strong_brake_leaves_nothing_but_the_share_of_the_training_years():
    for split_year in (1985, 1975):
        split = recession_forecast(split_year)
        share = split.Y_train.mean()
        np.testing.assert_allclose(braked_logistic(split, 1e-6), share, atol=1e-4)
        apart = [np.abs(braked_logistic(split, C) - share).max() for C in (1e-6, 1e-4, 0.01, 1)]
        assert apart == sorted(apart) and apart[-1] > 0.3


def test_without_a_brake_it_is_the_network_without_a_hidden_layer_trained_to_the_end():
    split = recession_forecast()
    curves = learning_curves(split, (), 3.0, seeds=[0], epochs=12_000)
    np.testing.assert_allclose(braked_logistic(split, 1e6), curves["Y_hat"], atol=1e-3)
    assert np.abs(braked_logistic(split, 1) - curves["Y_hat"]).max() > 0.1


TRIED = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]


@pytest.mark.parametrize(
    "asked", [{}, {"horizon": 1}, {"horizon": 2, "back": 2}, {"back": 1, "horizon": 8}]
)
def test_choose_brake_by_hand(asked):
    split = recession_forecast(1975, end_year=1985, **asked)
    test, labels = columns_of_part(split, split.test), split.Y_test[0].tolist()
    costs = {C: binary_cost(by_newton_everywhere(split, C)[0, test].tolist(), labels)
             for C in TRIED}  # fmt: skip
    best = min(costs, key=costs.get)
    assert choose_brake(**asked) == (best, pytest.approx(costs[best], abs=1e-6))


def test_the_brake_that_the_years_before_the_test_advise():
    C, cost = choose_brake()
    assert (C, round(cost, 3)) == (0.03, 0.428)
    split = recession_forecast()
    Y_hat = braked_logistic(split, C)[:, columns_of_part(split, split.test)]
    assert get_cost_value(Y_hat, split.Y_test) == pytest.approx(0.4725, abs=5e-5)


def test_brakes_tried_reach_from_a_thousandth_to_ten(monkeypatch):
    seen = []

    def spy(split, C):
        seen.append((C, split.train[-1], split.test[-1]))
        return np.full((1, split.X.shape[1]), 0.5 if C == 10 else 0.001)

    monkeypatch.setattr(module, "braked_logistic", spy)
    assert choose_brake(horizon=3) == (10, pytest.approx(math.log(2)))
    assert [C for C, *_ in seen] == TRIED
    # Nothing from 1975 on in training, nothing from 1985 on anywhere.
    assert {(train + 3, test + 3) for _, train, test in seen} == {(63, 103)}


def test_the_nearest_in_time_by_hand():
    split = SimpleNamespace(
        train=np.array([20, 4, 10, 6]),
        Y_train=np.array([[1.0, 0, 1, 0]]),
        test=np.array([5, 8, 15, 16, 30, 0, 7]),
    )
    # 8 is as near to 6 as to 10, and 15 as near to 10 as to 20: the earlier one counts.
    np.testing.assert_array_equal(nearest_quarter_forecast(split), [[0, 0, 1, 1, 1, 0, 0]])
    split.train = np.array([10, 6])
    split.Y_train, split.test = np.array([[0.0, 1]]), np.array([8])
    np.testing.assert_array_equal(nearest_quarter_forecast(split), [[1]])


def test_the_calendar_alone_does_well_on_a_shuffled_split():
    split = recession_forecast(shuffle=0)
    expected = []
    for t in split.test:
        nearest = min(split.train, key=lambda s: (abs(s - t), s))
        expected.append(split.Y_train[0, split.train.tolist().index(nearest)])
    np.testing.assert_array_equal(nearest_quarter_forecast(split), [expected])
    assert np.mean(nearest_quarter_forecast(split) == split.Y_test) > 0.85
    honest = recession_forecast()
    # Honestly split, the nearest is always the last quarter of training.
    np.testing.assert_array_equal(
        nearest_quarter_forecast(honest), np.full((1, 95), honest.Y_train[0, -1])
    )
