"""The numbers behind notebook 07's figures and panel."""

import inspect
import re

import numpy as np
import pytest

import nnlib
from classroom.datasets import Split, breast_cancer, moons
from classroom.lessons.training.experiments import (
    copied,
    copies,
    ends,
    first_spike,
    largest_curvature,
    median_and_range,
    one_measurement,
    passing_folder,
    rates_compared,
    stages,
    starts_asleep,
    tumour_mistakes,
    yours_or_ours,
)
from classroom.lessons.training.practice import my_train
from classroom.moons_pictures import decision_boundary
from classroom.pictures import LN2
from classroom.plane import region
from classroom.practice.catalogue import PREDICTIONS
from nnlib import (
    get_cost_value,
    init_layers,
    predict,
    train,
)
from nnlib.architecture import dense_architecture
from tests.notebooks import CORE
from tests.tasks import cell_of, changed, fold, printed

ARTICLE = {"hidden": (25, 50, 50, 25), "start": "small", "rate": 0.1}
MOONS = moons()
X, Y = MOONS.X_train, MOONS.Y_train


def test_the_articles_network_passes_both_plateaus_on_its_way():
    first, second, end = stages([100, 420, 1000], **ARTICLE)
    assert [first["state"], second["state"]] == ["guessing", "straight line"]
    assert end["state"] not in ("guessing", "straight line")
    assert first["cost"] == pytest.approx(LN2, abs=0.003)
    assert second["cost"] == pytest.approx(second["straight_line"], rel=0.05)
    assert second["accuracy"] == pytest.approx(0.88, abs=0.01)
    assert end["cost"] < 0.1
    assert first["copied"] == 1 and second["copied"] > 0.98 and end["copied"] < 0.92


def test_a_straight_line_copies_what_is_straight_and_not_what_is_bent():
    points = np.random.RandomState(0).uniform(-1, 1, (2, 400))
    straight = (points[:1] + points[1:] > 0.2) * 0.9
    checkers = (points[:1] * points[1:] > 0) * 0.9
    assert copied(points, straight) == 1
    assert copied(points, checkers) < 0.75


def test_ends_are_those_of_train_from_each_start():
    net = dense_architecture([2, 5, 1])
    runs = ends(X, Y, net, 12, 0.5, [3, 4], "he")
    for seed, (params_values, cost) in zip((3, 4), runs, strict=True):
        expected, _, _ = train(X, Y, net, 12, 0.5, seed=seed, scheme="he")
        for key, values in expected.items():
            np.testing.assert_allclose(params_values[key], values, atol=1e-12)
        assert cost == pytest.approx(get_cost_value(predict(X, expected, net), Y))
    assert copies(X, runs, net) == [copied(X, predict(X, params, net)) for params, _ in runs]


@pytest.mark.slow("long")
def test_ten_starts_pass_near_the_straight_line_both_ways():
    net = dense_architecture([2, 25, 50, 50, 25, 1])
    larger_steps = [cost for _, cost in ends(X, Y, net, 400, 0.1, range(10))]
    better_start = [cost for _, cost in ends(X, Y, net, 400, 0.01, range(10), "he")]
    assert min(larger_steps) > 0.23 and max(larger_steps) < 0.32
    assert min(better_start) > 0.24 and max(better_start) < 0.28


def test_rates_are_compared_over_several_starts():
    net = dense_architecture([2, 8, 8, 1])
    found = rates_compared(X, Y, net, [1, 10], 100, range(3))
    assert list(found) == [1, 10]
    costs, asleep = found[1]
    assert costs == [cost for _, cost in ends(X, Y, net, 100, 1, range(3), "he")] and asleep == 0
    costs, asleep = found[10]
    assert min(costs) > LN2 and asleep == 3


def test_the_narrow_network_sleeps_in_few_starts_and_fades_in_all():
    net = dense_architecture([2, 4, 6, 6, 4, 1])
    assert starts_asleep(X, Y, net, range(50)) == [2, 14, 43, 44]
    assert starts_asleep(X, Y, net, range(48), "he") == []
    assert starts_asleep(X, Y, dense_architecture([2, 25, 25, 1]), range(48)) == []
    costs = [cost for _, cost in ends(X, Y, net, 2000, 1, [0, 2])]
    assert costs[0] < 0.1 and costs[1] > 0.69  # only the one that sleeps never gets away


def test_the_curvature_of_a_known_bowl():
    """One sigmoid unit without weights to speak of: the curvature in b is the mean of p (1 - p)."""
    net = [{"input_dim": 1, "output_dim": 1, "activation": "sigmoid"}]
    params_values = {"W1": np.zeros((1, 1)), "b1": np.zeros((1, 1))}
    flat = largest_curvature(np.zeros((1, 6)), np.ones((1, 6)), params_values, net)
    assert flat == pytest.approx(0.25, abs=1e-6)
    # H = p (1 - p) mean of (x, 1) (x, 1)^T, with x = 2 and -2: eigenvalues 4 and 1, times 1/4.
    x = np.array([[2.0, -2.0]])
    assert largest_curvature(x, np.ones((1, 2)), params_values, net) == pytest.approx(1, abs=1e-6)


def test_a_spike_comes_where_the_ground_is_too_curved_for_the_rate():
    net = dense_architecture([2, 8, 8, 1])
    spike = first_spike(X, Y, net, 1, 3)
    _, costs, _ = train(X, Y, net, 13, 1, seed=3, scheme="he")
    assert spike["step"] == 12
    assert [spike["before"], spike["after"]] == pytest.approx(costs[11:13])
    assert spike["sharpest"] > 2 > spike["later"]
    assert first_spike(X, Y, net, 1, 3, rise=1.5)["step"] == 14
    assert first_spike(X, Y, net, 0.1, 3, most=30) is None


def test_one_measurement_is_chosen_by_the_training_part():
    train_part = np.array([[0.0, 0.0, 4.0, 4.0], [0.0, 3.0, 1.0, 4.0]])
    test_part = np.array([[1.0, 3.0, 1.0], [9.0, 9.0, 9.0]])
    labels = np.array([[0, 0, 1, 1]])
    split = Split(train_part, labels, test_part, np.array([[0, 1, 1]]))
    assert one_measurement(split) == 1
    assert one_measurement(breast_cancer()) == 13


def test_a_straight_cut_makes_about_as_many_mistakes_with_the_tumours_as_a_network():
    network = tumour_mistakes(dense_architecture([30, 16, 1]), range(6))
    one_unit = tumour_mistakes(dense_architecture([30, 1]), range(6))
    assert network == [4, 2, 4, 4, 3, 2]
    assert abs(np.mean(network) - np.mean(one_unit)) < 1


def test_the_middle_and_the_range_in_words():
    assert median_and_range([3.0, 1.0, 2.5]) == "median 2.500, from 1.000 to 3.000"
    assert median_and_range([3, 1, 2], "g") == "median 2, from 1 to 3"


def test_a_passing_folder_is_there_for_the_block_only():
    with passing_folder() as folder:
        (folder / "note.txt").write_text("here")
        assert folder.is_dir()
    assert not folder.exists()


def test_ones_own_train_is_used_once_it_is_correct():
    assert yours_or_ours(my_train) == (my_train, "your my_train")
    ours, words = yours_or_ours(lambda *arguments: None)
    assert words == "nnlib.train, until my_train is correct"
    net = dense_architecture([2, 3, 1])
    params_values, costs, _ = ours(X, Y, net, 2, 0.5)
    start = init_layers(net, seed=2)
    assert costs[0] == pytest.approx(get_cost_value(predict(X, start, net), Y))
    assert not np.array_equal(params_values["W1"], start["W1"])


@pytest.mark.parametrize(
    "name, results",
    [
        ("training_patience", [300, 2650, 9999]),
        ("training_second_level", [([0.8], [0.75]), ([0.99], [0.88]), ([0.9], [0.97])]),
        ("training_tumours_line", [(2.0, 3.5), (3.5, 2.0), (3.0, 3.25)]),
    ],
)
def test_each_choice_could_come_true(name, results):
    assert [PREDICTIONS[name].judge(result) for result in results] == [1, 2, 3]


def test_which_of_the_four_runs_show_the_plateaus():
    told, net = fold(CORE[7], "Modify"), dense_architecture([2, 25, 50, 50, 25, 1])
    shown = {"second": [("small", 0.1), ("he", 0.01)], "first": [("small", 0.01)]}
    for level, which in shown.items():
        for start, rate in which:
            run = train(X, Y, net, 400, rate, seed=2, scheme=start)
            names = {"nnlib": nnlib, "moons": MOONS, "deep": net, "runs": {(start, rate): run}}
            names |= {"lesson": Drawing(level == "second"), "show": lambda _: None}
            source = changed(cell_of(CORE[7], "training-26"), ('"he", 0.1', f'"{start}", {rate}'))
            out = printed(source, names)
            cost, right = re.match(r"cost (.*), training accuracy (.*)%", out).groups()
            for words in (f'runs["{start}", {rate}]', cost, f"{right} %"):
                assert words in told
            if level == "second":
                assert copies(X, [run[:2]], net)[0] > 0.95, "nearly straight"
            else:
                answers = predict(X, run[0], net)
                assert answers.min() > 0.503 and answers.max() < 0.506
                assert "between 0.503 and 0.506" in told


class Drawing:
    """What the lesson draws, and whether its picture has a line at 0.5."""

    def __init__(self, line):
        self.line = line

    def decision_boundary(self, answer, split):
        answers = region(answer)
        assert (answers.min() < 0.5 < answers.max()) == self.line
        return decision_boundary(answer, split)


def rests_at(costs, wait):
    """Return the first epoch at which `wait` epochs have lowered the cost by less than 0.001."""
    return next(e for e in range(wait, len(costs)) if costs[e - wait] - costs[e] < 0.001)


def test_where_a_training_that_stops_by_itself_stops():
    told = fold(CORE[7], "Make", "What a good answer does")
    _, costs, accuracies = train(X, Y, dense_architecture([2, 8, 1]), 400, 4, seed=2)
    goal = next(e for e, accuracy in enumerate(accuracies) if accuracy >= 0.95)
    assert f"gets there at epoch {goal}." in told
    for wait, words in ((50, "at a cost of"), (10, "at")):
        epoch = rests_at(costs, wait)
        assert f"stops at epoch {epoch}, {words} {costs[epoch]:.3f}" in told
    assert np.max(np.diff(costs)[:49]) > 0, "it jumps up"
    article = dense_architecture([2, 25, 50, 50, 25, 1])
    _, costs, _ = train(X, Y, article, 60, 0.01, seed=2)
    epoch = rests_at(costs, 50)
    assert f"would stop at epoch {epoch}, at {costs[epoch]:.3f}" in told
    assert costs[epoch] == pytest.approx(LN2, abs=0.001)


def test_what_stops_a_training_is_told_before_the_answer_and_works():
    need, answer = (
        fold(CORE[7], "Make", name) for name in ("What you need", "What a good answer does")
    )
    assert "`break` leaves a loop at once" in need and "break" not in answer
    last, before = re.findall(r"`(\w+\[-\d+\])`", need)
    head, rest = inspect.getsource(my_train).split("        grads = ")
    question = f"        if len(cost_history) > 10 and {last} >= 0.95:\n            break\n"
    names = {"mine": nnlib}
    exec(f"{head}{question}        grads = {rest}", names)
    _, costs, accuracies = names["my_train"](X, Y, dense_architecture([2, 8, 1]), 400, 4)
    assert accuracies[-1] >= 0.95 > max(accuracies[10:-1])
    assert eval(before, {"cost_history": costs}) == costs[len(costs) - 11]
