"""Notebook 11's yardsticks, its part to choose by, and its honest test."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from classroom import datasets
from classroom.lessons.own_table import experiments as module
from classroom.lessons.own_table.experiments import (
    beak_run,
    best_column,
    choosing_run,
    forecast,
    forecasts,
    honest_test,
    nest_forecast,
    network,
    part_to_choose_by,
    refusal,
)
from nnlib import get_accuracy_value, get_cost_value, predict, train
from nnlib.architecture import dense_architecture

FILE = datasets.sample_table()
BEAK = {"ignore": module.NO_BEAK, "missing": "drop"}


@pytest.fixture(scope="module")
def beak():
    return datasets.own_table(FILE, "male", report=None, **BEAK)


def test_a_refusal_is_said_in_lines_that_a_page_shows_whole():
    with pytest.raises(ValueError) as refused:
        datasets.own_table(FILE, "male")
    words = refusal(FILE, "male")
    assert words.split() == str(refused.value).split()
    assert [line[:2] for line in words.splitlines() if line[0] != " "] == ["pe", "1.", "2.", "3."]
    assert max(map(len, words.splitlines())) <= 88
    assert refusal(FILE, "male", **BEAK) == ""


def test_the_part_to_choose_by_is_the_end_of_the_training_part(beak, unchanged):
    with unchanged(beak):
        parts = part_to_choose_by(beak)
    numbers = beak.X_train * beak.spread + beak.mean  # in millimetres
    assert (parts.Y_learn.size, parts.Y_choose.size) == (199, 67)
    np.testing.assert_array_equal(np.hstack([parts.Y_learn, parts.Y_choose]), beak.Y_train)
    np.testing.assert_allclose(parts.X_learn * parts.spread + parts.mean, numbers[:, :199])
    np.testing.assert_allclose(parts.X_choose * parts.spread + parts.mean, numbers[:, 199:])
    # Scaled by what is learned from alone.
    np.testing.assert_allclose(parts.X_learn.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(parts.X_learn.std(axis=1), 1)


def test_another_share_and_a_column_that_changes_only_at_the_end(beak):
    assert part_to_choose_by(beak, 0.5).Y_choose.size == 133
    X = np.vstack([beak.X_train, np.arange(266) == 265])
    table = beak._replace(
        X_train=X, mean=np.vstack([beak.mean, [[0]]]), spread=np.vstack([beak.spread, [[1]]])
    )
    parts = part_to_choose_by(table)
    assert np.all(parts.X_learn[-1] == 0) and parts.X_choose[-1, -1] == 1


def test_the_test_part_is_not_looked_at(beak):
    spoilt = beak._replace(X_test=beak.X_test * np.nan, Y_test=beak.Y_test * np.nan)
    np.testing.assert_array_equal(part_to_choose_by(spoilt).X_choose, part_to_choose_by(beak)[2])
    one, other = (choosing_run(table, 0.3, 1, 4, range(1), 20) for table in (beak, spoilt))
    np.testing.assert_array_equal(one["choose"], other["choose"])


def test_a_forecast_is_that_of_train_and_predict(beak):
    found = forecast((beak.X_train, beak.Y_train), beak.X_test, (3,), 40, 0.2, seed=5)
    net = dense_architecture([2, 3, 1])
    params_values, _, _ = train(beak.X_train, beak.Y_train, net, 40, 0.2, seed=5, scheme="he")
    np.testing.assert_allclose(found, predict(beak.X_test, params_values, net))


def test_without_a_hidden_layer_it_is_logistic_regression(beak):
    found = forecast((beak.X_train, beak.Y_train), beak.X_test, (), 3000, 1)
    library = LogisticRegression(C=np.inf, tol=1e-8).fit(beak.X_train.T, beak.Y_train[0])
    np.testing.assert_allclose(found[0], library.predict_proba(beak.X_test.T)[:, 1], atol=1e-4)
    start = network(beak.X_train, beak.Y_train, (), seed=9).params_values
    assert not any(values.any() for values in start.values())


def test_the_best_column_is_the_one_that_explains_the_training_part_best():
    rng = np.random.RandomState(0)
    Y = (rng.rand(1, 80) < 0.5).astype(float)
    X = np.vstack([rng.randn(80), Y[0] + rng.randn(80), rng.randn(80)])
    table = datasets.OwnTable(
        X[:, :60], Y[:, :60], X[:, 60:], Y[:, 60:], ("a", "b", "c"), None, None, ()
    )
    row, Y_hat = best_column(table)
    assert row == 1
    train_part = X[[1], :60], Y[:, :60]
    np.testing.assert_array_equal(Y_hat, forecast(train_part, X[[1], 60:], ()))


def test_the_four_forecasts(beak):
    found = forecasts(beak, (3,), seed=2, epochs=30, learning_rate=0.5)
    train_part = beak.X_train, beak.Y_train
    assert list(found) == ["always the same", "best column", "no hidden layer", "network"]
    np.testing.assert_allclose(found["always the same"], beak.Y_train.mean())
    np.testing.assert_array_equal(
        found["no hidden layer"], forecast(train_part, beak.X_test, (), 30, 0.5)
    )
    np.testing.assert_array_equal(
        found["network"], forecast(train_part, beak.X_test, (3,), 30, 0.5, 2)
    )
    row, Y_hat = best_column(beak, epochs=30, learning_rate=0.5)
    np.testing.assert_array_equal(found["best column"], Y_hat)
    assert {answers.shape for answers in found.values()} == {beak.Y_test.shape}


def test_an_honest_test_scores_each_split_with_its_own_seed():
    found = honest_test(FILE, "male", 3, (2,), {"epochs": 10}, **BEAK)
    for k in range(3):
        table = datasets.own_table(FILE, "male", split_seed=k, report=None, **BEAK)
        for name, Y_hat in forecasts(table, (2,), seed=k, epochs=10).items():
            assert found[name]["cost"][k] == get_cost_value(Y_hat, table.Y_test)
            assert found[name]["accuracy"][k] == get_accuracy_value(Y_hat, table.Y_test)
    assert {scores["cost"].shape for scores in found.values()} == {(3,)}


def test_by_time_there_is_one_split_and_only_the_start_changes(tmp_path):
    rng = np.random.RandomState(1)
    rows = [f"{a:.3f},{int(a + b > 0)}" for a, b in rng.randn(60, 2)]
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(["a,late", *rows]), encoding="utf-8")
    found = honest_test(path, "late", 3, (4,), by_time=True)
    assert len(set(found["no hidden layer"]["cost"])) == 1
    assert len(set(found["network"]["cost"])) == 3


def test_settings_of_its_own():
    found = honest_test(FILE, "male", splits=1, **BEAK)
    table = datasets.own_table(FILE, "male", split_seed=0, report=None, **BEAK)
    own = forecast((table.X_train, table.Y_train), table.X_test, (8,), 600, 0.3, 0)
    assert found["network"]["cost"][0] == get_cost_value(own, table.Y_test)


def test_the_partner_in_the_nest_gives_the_sex_away():
    options = {"ignore": ["species", "island"], "missing": "drop", "report": None}
    for seed in (0, 3):
        share, right = nest_forecast(FILE, seed)
        table = datasets.own_table(FILE, "male", split_seed=seed, **options)
        row = table.names.index("nest")
        train_nests, test_nests = (
            (X[row] * table.spread[row] + table.mean[row]).round().tolist()
            for X in (table.X_train, table.X_test)
        )
        assert share == np.mean([nest in train_nests for nest in test_nests])
        assert right == 1


def test_a_nest_of_two_males_would_count_as_a_mistake(tmp_path):
    text = FILE.read_text(encoding="utf-8").splitlines()
    # All penguins female but those of the last ten nests.
    rows = [line.split(",") for line in text[1:]]
    rows = [[*row[:-1], "1" if int(row[3]) > 162 else "0"] for row in rows]
    path = tmp_path / "penguins.csv"
    path.write_text("\n".join([text[0], *map(",".join, rows)]), encoding="utf-8")
    assert nest_forecast(path)[1] == 0


def test_a_run_on_beaks_counts_what_it_gets_right(beak):
    numbers = beak_run(0.3, 4, 50, 1)
    parts = part_to_choose_by(beak)
    made = network(parts.X_learn, parts.Y_learn, (4,), 0.3, 1)
    made.step(50)
    assert numbers["learn"] == np.sum((made.predict(parts.X_learn) > 0.5) == parts.Y_learn)
    assert numbers["choose"] == np.sum((made.predict(parts.X_choose) > 0.5) == parts.Y_choose)
    assert numbers["rows"] == (199, 67) and numbers["stopped"] is None
    # A square of the raster, asked alone: the third row from below, the sixth from the left.
    mm = np.array([[31 + 30 * 5.5 / 72], [12.5 + 10 * 2.5 / 48]])
    expected = made.predict((mm - parts.mean) / parts.spread)
    assert numbers["answers"].shape == (48, 72)
    np.testing.assert_allclose(numbers["answers"][2, 5], expected[0, 0])
    rows = {(float(a), float(b)) for a, b in numbers["beaks"].T.round(6)}
    whole = beak.X_train * beak.spread + beak.mean
    assert rows <= {(float(a), float(b)) for a, b in whole.T.round(6)}


def test_a_run_that_diverges_says_so_and_stays_finite(beak):
    numbers = beak_run(1e200, 4, 50, 0)
    assert numbers["stopped"] and np.isfinite(numbers["answers"]).all()
    numbers = choosing_run(beak, 1e200, 1, 4, range(2), 20)
    assert numbers["stopped"] and np.isfinite(numbers["choose"]).all()


def test_choosing_follows_both_parts(beak):
    numbers = choosing_run(beak, 0.2, 2, 3, seeds=(4, 6), epochs=25)
    parts = part_to_choose_by(beak)
    assert numbers["epoch"][0] == 0 and numbers["epoch"][-1] == 25
    for k, seed in enumerate((4, 6)):
        for which in (0, 3, -1):
            made = network(parts.X_learn, parts.Y_learn, (3, 3), 0.2, seed)
            epoch = int(numbers["epoch"][which])
            if epoch:
                made.step(epoch)
            for key, X, Y in [("learn", *parts[:2]), ("choose", *parts[2:4])]:
                expected = get_cost_value(made.predict(X), Y)
                assert numbers[key][k, which] == pytest.approx(expected)
    same = np.full(parts.Y_choose.shape, parts.Y_learn.mean())
    assert numbers["same"] == get_cost_value(same, parts.Y_choose)
    medians = np.median(numbers["choose"], axis=0)
    assert numbers["lowest"] == (numbers["epoch"][medians.argmin()], medians.min())
    assert numbers["ends"] == (np.median(numbers["learn"][:, -1]), medians[-1])
    assert (numbers["rows"], numbers["inputs"]) == ((199, 67), 2)
