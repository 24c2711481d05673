"""Notebook 10's networks: learning curves, the epochs chosen, the question put honestly and not."""

import math
import statistics

import numpy as np
import pytest

from classroom.datasets import recession_forecast
from classroom.lessons.a_nations_economy import experiments as module
from classroom.lessons.a_nations_economy.experiments import (
    baseline_forecasts,
    choose_brake,
    choose_epochs,
    columns_of_part,
    forecast_scores,
    learning_curves,
    median_scores,
    question_costs,
)
from nnlib import get_cost_value
from nnlib.architecture import dense_architecture
from tests.lessons.a_nations_economy.by_hand import (
    DATA,
    altered_from_1985,
    binary_cost,
    by_newton_everywhere,
    trained,
)


@pytest.mark.parametrize("hidden, rate", [((5,), 0.1), ((), 0.5), ((4, 3), 0.3)])
def test_learning_curves_are_those_of_train(hidden, rate):
    split, scheme = recession_forecast(), "he" if hidden else "zeros"
    curves = learning_curves(split, hidden, rate, seeds=(5, 0, 99), epochs=30)
    assert curves["epoch"].tolist() == sorted(
        {round(1001 ** (k / 59)) - 1 for k in range(60) if round(1001 ** (k / 59)) - 1 < 30} | {30}
    )
    assert curves["train"].shape == curves["test"].shape == (3, len(curves["epoch"]))
    assert curves["Y_hat"].shape == (3, 199) and curves["stopped"] is None
    for row, seed in enumerate((5, 0, 99)):
        Y_hat, costs = trained(split, hidden, 30, rate, seed, scheme)
        np.testing.assert_allclose(curves["Y_hat"][row], Y_hat[0], rtol=1e-9)
        costs.append(get_cost_value(Y_hat[:, columns_of_part(split, split.train)], split.Y_train))
        np.testing.assert_allclose(
            curves["train"][row], np.array(costs)[curves["epoch"]], rtol=1e-9
        )
        for k in (3, 11, -1):
            Y_hat, _ = trained(split, hidden, int(curves["epoch"][k]), rate, seed, scheme)
            cost = get_cost_value(Y_hat[:, columns_of_part(split, split.test)], split.Y_test)
            assert curves["test"][row, k] == pytest.approx(cost, rel=1e-9)


def test_seeds_may_come_in_any_order_and_from_anything_that_gives_them():
    split = recession_forecast()
    both = learning_curves(split, (3,), 0.1, seeds=[8, 2], epochs=4)
    for seeds in ((8, 2), np.array([8, 2]), iter([8, 2]), (seed for seed in (8, 2))):
        np.testing.assert_equal(learning_curves(split, (3,), 0.1, seeds, 4), both)
    turned = learning_curves(split, (3,), 0.1, seeds=range(2, 9, 6), epochs=4)
    for key in ("train", "test", "Y_hat"):
        np.testing.assert_array_equal(turned[key], both[key][::-1])
        assert not np.array_equal(both[key][0], both[key][1])


def test_without_a_hidden_layer_every_seed_starts_from_zeros():
    split = recession_forecast()
    start = learning_curves(split, (), 0.1, seeds=(0, 7), epochs=0)
    assert set(start["Y_hat"].ravel()) == {0.5}
    np.testing.assert_allclose([*start["train"], *start["test"]], math.log(2))
    later = learning_curves(split, (), 0.1, seeds=(0, 7), epochs=20)
    for key in ("train", "test", "Y_hat"):
        np.testing.assert_array_equal(later[key][0], later[key][1])
    # One step from there, by hand: each weight moves by a tenth of its slope.
    stepped = learning_curves(split, (), 0.1, seeds=[3], epochs=1)["Y_hat"]
    off = 0.5 - split.Y_train
    Z = -0.1 * ((off @ split.X_train.T / 96) @ split.X + off.mean())
    np.testing.assert_allclose(stepped, 1 / (1 + np.exp(-Z)), rtol=1e-12)
    # With one, not even a layer of a single unit does.
    assert len(set(learning_curves(split, (1,), 0.1, (0, 7), 0)["train"].ravel())) == 2


def test_the_epochs_looked_at_begin_with_0_and_end_with_the_last():
    split = recession_forecast()
    for epochs in (0, 1, 2, 10, 100, 400):
        at = learning_curves(split, (), 0.1, seeds=[0], epochs=epochs)["epoch"]
        assert (at[0], at[-1]) == (0, epochs)
        assert (np.diff(at) > 0).all()
        if epochs < 10:
            assert at.tolist() == list(range(epochs + 1))
    assert module.LOOKS[-1] == 1000


def test_learning_curves_have_settings_of_their_own():
    split = recession_forecast()
    curves = learning_curves(split)
    assert curves["train"].shape == (10, len(curves["epoch"])) and curves["epoch"][-1] == 400
    other = learning_curves(split, (16,), 0.1, seeds=(9, 0))
    np.testing.assert_array_equal(curves["test"][[9, 0]], other["test"])


def test_a_run_that_diverges_says_so_and_stays_finite():
    split = recession_forecast()
    curves = learning_curves(split, (4, 4), 1e200, seeds=range(3), epochs=12)
    assert curves["stopped"].startswith("Training diverged at step")
    assert all(np.isfinite(curves[key]).all() for key in ("train", "test", "Y_hat"))
    # One seed that diverges is enough, and it is the first one's sentence that is told.
    told = {}
    for seed in range(3):
        net = dense_architecture([11, 4, 4, 1])
        trainer = module.Trainer(split.X_train, split.Y_train, net, 1e200, seed=seed, scheme="he")
        trainer.step(12)
        told[seed] = trainer.stopped
    assert curves["stopped"] == next(told[seed] for seed in told if told[seed])


def test_one_by_one_the_seeds_say_the_same_as_side_by_side(monkeypatch):
    split = recession_forecast()
    together = learning_curves(split, (8,), 0.2, seeds=(4, 0, 9), epochs=60)
    monkeypatch.setattr(module, "forecasts_on_the_way", lambda *_: None)
    apart = learning_curves(split, (8,), 0.2, seeds=(4, 0, 9), epochs=60)
    assert list(together) == list(apart) and together["stopped"] is apart["stopped"] is None
    for key in ("epoch", "train", "test", "Y_hat"):
        np.testing.assert_allclose(together[key], apart[key], rtol=1e-9, err_msg=key)


def test_only_the_second_seed_diverges_and_it_is_told(monkeypatch):
    class Stopping(module.Trainer):
        def predict(self, X):
            self.stopped = {1: "Seed 1 stopped.", 2: "Seed 2 stopped."}.get(self.seed)
            return super().predict(X)

    monkeypatch.setattr(module, "Trainer", Stopping)
    monkeypatch.setattr(module, "forecasts_on_the_way", lambda *_: None)
    curves = learning_curves(recession_forecast(), (), 0.1, seeds=range(3), epochs=1)
    assert curves["stopped"] == "Seed 1 stopped."


@pytest.mark.parametrize("asked", [{}, {"horizon": 2, "back": 1}, {"horizon": 6}])
def test_choose_epochs_by_hand(asked):
    split = recession_forecast(1975, end_year=1985, **asked)
    test = columns_of_part(split, split.test)
    medians = {}
    for epoch in range(1, 12):
        runs = [trained(split, (4,), epoch, 0.5, seed)[0][:, test] for seed in (6, 1, 3)]
        medians[epoch] = statistics.median(get_cost_value(Y_hat, split.Y_test) for Y_hat in runs)
    # Of the epochs looked at, 10 is none: after 9 comes 11.
    del medians[10]
    best = min(medians, key=medians.get)
    epoch, cost = choose_epochs((4,), 0.5, seeds=(6, 1, 3), epochs=11, **asked)
    assert (epoch, cost) == (best, pytest.approx(medians[best]))


def test_the_median_decides_and_0_is_never_advised(monkeypatch):
    test = np.array([[0.1, 0.9, 0.3, 0.4], [0.1, 0.2, 0.9, 0.3], [0.1, 0.21, 0.31, 0.35]])
    curves = {"epoch": np.array([0, 1, 2, 5]), "test": test}
    monkeypatch.setattr(module, "learning_curves", lambda *settings, **_: curves)
    # Their means, without the start: 0.44, 0.50 and 0.35.
    assert choose_epochs(()) == (1, 0.21)
    curves["test"] = test[:, [0, 2, 3, 1]]
    assert choose_epochs(()) == (5, 0.21)


def test_logistic_regression_from_zeros_is_advised_to_stop_after_11_epochs():
    for seeds in ({}, {"seeds": [5]}):
        epoch, cost = choose_epochs((), **seeds)
        assert epoch == 11 and cost == pytest.approx(0.5926, abs=5e-5)


def spied_settings(patch):
    """Note what `learning_curves` is asked for in the list returned; run shortly."""
    seen = []

    def spy(split, *settings, **_):
        seen.append(settings)
        return learning_curves(split, (), 0.1, [0], 2)

    patch.setattr(module, "learning_curves", spy)
    return seen


def test_choosing_has_settings_of_its_own():
    assert choose_epochs((1,), seeds=(3,), epochs=1)[0] == 1
    with pytest.MonkeyPatch.context() as patch:
        seen = spied_settings(patch)
        choose_epochs((3,))
    assert seen == [((3,), 0.1, range(10), 400)]


@pytest.mark.parametrize(
    "epochs, error",
    [(0, ValueError), (-1, ValueError), (2.5, TypeError), (True, TypeError), ("4", TypeError)],
)
def test_choosing_among_less_than_one_epoch_is_refused(epochs, error):
    with pytest.raises(error) as caught:
        choose_epochs((), epochs=epochs)
    assert str(caught.value) == f"epochs is {epochs!r}, expected a whole number, 1 or more"
    with pytest.raises(error, match="^epochs is "):
        question_costs(4, 4, (), epochs=epochs)


def test_choosing_never_looks_at_the_test_years(monkeypatch):
    settings = [((4,), 0.1, (0, 1), 20), ((), 0.5, (0, 1), 20)]
    test_cost = learning_curves(recession_forecast(), (), 0.5, [0], 2)["test"][0, -1]

    def choices():
        asked = {"horizon": 2, "back": 3}
        return [*(choose_epochs(*each, **asked) for each in settings), choose_brake(**asked)]

    before = choices()
    monkeypatch.setattr(DATA, "economy", altered_from_1985)
    assert choices() == before
    # The other figures are really read.
    assert learning_curves(recession_forecast(), (), 0.5, [0], 2)["test"][0, -1] != test_cost
    seen = []
    monkeypatch.setattr(
        module,
        "learning_curves",
        lambda split, *_, **__: seen.append(split) or learning_curves(split),
    )
    choose_epochs((), 0.1, [0], 5)
    assert seen[0].test[-1] + 4 == 4 * (1985 - 1959) - 1
    assert seen[0].train[-1] + 4 == 4 * (1975 - 1959) - 1


SEEDS = (0, 4, 1)


@pytest.mark.parametrize("horizon, back", [(4, 4), (2, 1)])
def test_the_question_put_honestly_and_not(horizon, back):
    found = question_costs(horizon, back, (4,), 0.5, seeds=SEEDS, epochs=40)
    split = recession_forecast(horizon=horizon, back=back)
    curves = learning_curves(split, (4,), 0.5, SEEDS, 40)
    medians = {e: np.median(curves["test"][:, k]) for k, e in enumerate(curves["epoch"])}
    advised, _ = choose_epochs((4,), 0.5, SEEDS, 40, horizon=horizon, back=back)
    C, _ = choose_brake(horizon=horizon, back=back)
    labels = split.Y_test[0].tolist()
    braked = by_newton_everywhere(split, C)[0, columns_of_part(split, split.test)]
    assert found == {
        "yardsticks": {
            name: pytest.approx(binary_cost(Y_hat[0], labels))
            for name, Y_hat in baseline_forecasts(split).items()
        },
        "braked": pytest.approx(binary_cost(braked, labels), abs=1e-6),
        "honest": pytest.approx(medians[advised]),
        "peeked": pytest.approx(min(medians.values())),
        "epochs": advised,
        "peeked_epochs": min(medians, key=medians.get),
    }
    assert list(found["yardsticks"]) == ["never", "bill rate", "GDP fell", "state"]
    assert found["peeked"] < found["honest"] and found["peeked_epochs"] != advised


def test_the_question_of_the_notebook_in_numbers():
    found = question_costs(4, 4, ())
    costs = {"never": 0.5368, "bill rate": 0.5955, "GDP fell": 0.4323, "state": 0.4412}
    assert found["yardsticks"] == pytest.approx(costs, abs=5e-5)
    assert found["braked"] == pytest.approx(0.4725, abs=5e-5)
    assert found["epochs"] == 11
    Y_hat, _ = trained(recession_forecast(), (), 11, 0.1, 0, "zeros")
    split = recession_forecast()
    cost = get_cost_value(Y_hat[:, columns_of_part(split, split.test)], split.Y_test)
    assert found["honest"] == pytest.approx(cost)


def test_the_question_has_settings_of_its_own(monkeypatch):
    """Choosing and answering are asked for the same network, seeds and epochs."""
    seen = spied_settings(monkeypatch)
    question_costs(4, 4)
    assert seen == [((16,), 0.1, tuple(range(10)), 1000)] * 2


def test_the_question_takes_seeds_that_can_be_read_only_once():
    once = question_costs(4, 4, (2,), 0.1, (seed for seed in (0, 1)), 5)
    assert once == question_costs(4, 4, (2,), 0.1, (0, 1), 5)


def test_scores_in_the_middle_are_those_of_networks_trained_one_by_one():
    questions = [recession_forecast(shuffle=seed) for seed in (3, 4, 5)]
    found = median_scores(questions, (3,), epochs=400)
    alone = []
    for seed, split in enumerate(questions):
        Y_hat, _ = trained(split, (3,), 400, 0.1, seed)
        alone.append(forecast_scores(Y_hat[:, columns_of_part(split, split.test)], split.Y_test))
    for key in ("accuracy", "precision", "recall"):
        assert found[key] == sorted(run[key] for run in alone)[1]


def test_a_run_without_an_alarm_has_no_precision_to_count(monkeypatch):
    runs = iter([{"accuracy": 0.2, "precision": None, "recall": 0.0}])
    runs = iter([*runs, {"accuracy": 0.6, "precision": 0.5, "recall": 0.4}])
    monkeypatch.setattr(module, "forecast_scores", lambda *_: next(runs))
    found = median_scores([recession_forecast()] * 2, (1,), epochs=1)
    assert found == {"accuracy": 0.4, "precision": 0.5, "recall": 0.2}
    runs = iter([{"accuracy": 0.2, "precision": None, "recall": 0.0}])
    assert median_scores([recession_forecast()], (1,), epochs=1)["precision"] is None
