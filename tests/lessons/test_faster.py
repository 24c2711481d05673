"""Notebook 09: its rungs compute the same, its ladder adds up, its panel and figures are true."""

import re
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import nnlib
from classroom import datasets, measuring
from classroom.lessons import faster
from classroom.lessons.faster import experiments, figures
from classroom.lessons.faster.panels import optimizer_panel
from classroom.lessons.update_rule.experiments import bowl_walk
from classroom.measuring import duration, in_turn
from classroom.practice.catalogue import EXERCISES
from classroom.straight_line import best_straight_line
from nnlib.architecture import dense_architecture
from nnlib.optimizers import OPTIMIZERS
from nnlib.trainer import Trainer
from tests.controls import check_controls_alone_and_in_pairs
from tests.notebooks import CORE
from tests.tasks import cell_of, changed, fold

NOTEBOOK = CORE[9]
KINDS = [
    "CourseFunctionsLoop",
    "CheckOnceLoop",
    "NewArraysLoop",
    "ReusedMemoryLoop",
    "FewCallsLoop",
    "BlocksLoop",
    "ThreadsLoop",
]
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def small():
    rng = np.random.RandomState(3)
    X = rng.randn(2, 40)
    return X, (X[:1] > X[1:]).astype(float), dense_architecture([2, 4, 3, 1])


def make(kind, small, batch=10, **options):
    return getattr(experiments, kind)(*small, 0.3, batch, **{"dtype": np.float64} | options)


@every_kind
@pytest.mark.parametrize("batch", [5, 10, 40])
def test_every_rung_is_the_same_mathematics_as_the_trainer(kind, small, batch):
    run = make(kind, small, batch)
    for _ in range(3):
        run.epoch()
    X, Y, net = small
    trainer = Trainer(X, Y, net, 0.3, seed=2, scheme="he", batch_size=batch)
    trainer.step(3 * 40 // batch)
    for key, values in trainer.params_values.items():
        np.testing.assert_allclose(run.params_values[key], values, rtol=0, atol=1e-12)
    Y_hat = trainer.predict(X)
    assert run.accuracy() == nnlib.get_accuracy_value(Y_hat, Y)


@every_kind
def test_float32_stays_float32(kind, small):
    run = make(kind, small, dtype=np.float32)
    run.epoch()
    assert {values.dtype for values in run.params_values.values()} == {np.dtype("float32")}


@every_kind
def test_the_data_are_left_as_they_are(kind, small):
    before = [values.copy() for values in small[:2]]
    make(kind, small).epoch()
    np.testing.assert_equal(list(small[:2]), before)


@pytest.mark.parametrize("kind", ["ReusedMemoryLoop", "FewCallsLoop", "BlocksLoop"])
def test_memory_made_once_stays_where_it_is(kind, small):
    run = make(kind, small)
    run.epoch()

    def places():
        if kind == "ReusedMemoryLoop":
            held = [*run.A[1:], *run.dZ[1:], *run.grads.values(), *run.params_values.values()]
        else:
            held = [array for layer in run._layers for array in (layer.A, layer.dZ)]
            held += [Wb for layer in run._layers for Wb, *_ in layer._views]  # in turn
        return [array.__array_interface__["data"][0] for array in held]

    before = places()
    run.epoch()
    assert places() == before


@pytest.mark.parametrize("kind", ["CheckOnceLoop", "NewArraysLoop"])
def test_new_arrays_are_new(kind, small):
    run = make(kind, small)
    before = dict(run.params_values)
    run.epoch()
    assert all(run.params_values[key] is not before[key] for key in before)


def test_without_its_checks_a_step_makes_far_fewer_calls_and_with_them_it_checks(small):
    course, once, bare = (make(loop.__name__, small) for loop in experiments.FIRST_LOOPS)
    counts = [experiments.function_calls(run.epoch) for run in (course, once, bare)]
    assert counts[0] > 4 * counts[1] > 8 * counts[2]
    X, Y, _ = small
    with pytest.raises(ValueError, match="Y"):
        course.step(X, 2 * Y)
    once.step(X, 2 * Y)


def test_few_calls_takes_its_steps_one_by_one(small):
    assert make("FewCallsLoop", small)._block == 1 < make("BlocksLoop", small)._block


def test_products_are_those_of_a_step_in_their_shapes():
    run = experiments.ProductsOnlyLoop(dense_architecture([2, 4, 1]), 10, 3)
    shapes = [(one.shape, other.shape, out.shape) for one, other, out in run.pairs]
    assert shapes == [
        ((4, 3), (3, 10), (4, 10)),  # W A + b
        ((4, 10), (10, 3), (4, 3)),  # dW and db
        ((1, 5), (5, 10), (1, 10)),
        ((1, 10), (10, 5), (1, 5)),
        ((4, 1), (1, 10), (4, 10)),  # the way back
    ]
    run.epoch()
    one, other, out = run.pairs[0]
    np.testing.assert_array_equal(out, np.dot(one, other))


def test_epochs_to_the_goal_are_counted(small):
    run = make("BlocksLoop", small)
    epochs = experiments.epochs_to_goal(run)
    assert run.epochs == epochs
    assert run.accuracy() >= 0.95
    again = make("BlocksLoop", small)
    for _ in range(epochs - 1):
        again.epoch()
        assert again.accuracy() < 0.95
    assert experiments.epochs_to_goal(make("BlocksLoop", small), most=1) is None


def test_full_batch_runs_are_trains():
    split, net = datasets.moons(), dense_architecture([2, 8, 1])
    told = []
    epochs, costs = experiments.full_batch_run(net, 1.0, report=lambda *of: told.append(of))
    _, history, accuracies = nnlib.train(
        split.X_train, split.Y_train, net, epochs + 1, 1.0, seed=2, scheme="he"
    )
    assert accuracies[-1] >= 0.95 and max(accuracies[:-1]) < 0.95
    np.testing.assert_allclose(costs, history, rtol=1e-3)
    assert [epoch for epoch, _ in told] == list(range(500, epochs + 1, 500))
    assert experiments.full_batch_run(net, 1e-4, most=100)[0] is None


def test_steps_to_the_goal_are_looked_at_every_tenth():
    net = dense_architecture([2, 8, 1])
    steps = experiments.steps_to_goal(net, 1.0, 30)
    assert steps % 10 == 0
    split = datasets.moons()
    trainer = Trainer(
        split.X_train,
        split.Y_train,
        net,
        1.0,
        seed=2,
        scheme="he",
        batch_size=30,
    )
    trainer.step(steps)
    Y_hat = trainer.predict(split.X_train)
    assert nnlib.get_accuracy_value(Y_hat, split.Y_train) >= 0.95
    assert experiments.steps_to_goal(net, 1e-4, 30, most=20) == np.inf
    assert experiments.steps_to_goal(net, 1.0, 30, seed=3) != steps


def test_ten_times_the_gradients_change_the_plain_steps_alone():
    told = fold(NOTEBOOK, "Modify")
    source = changed(
        cell_of(NOTEBOOK, "09-rmsprop-numbers"),
        ("np.array([4.0, 0.01])", "np.array([40.0, 0.1])"),
        ("print(", "moves[name, step] = ("),
    )
    assert "`dw = np.array([40.0, 0.1])`" in told
    moved = {}
    for rate in ("0.1", "1.0"):
        names = {"lesson": faster, "np": np, "moves": {}}
        exec(changed(source, ("state, 0.1)", f"state, {rate})")), names)
        moved[rate] = {of: lengths for of, (_, lengths) in names["moves"].items()}
    plain, rmsprop, adam = (
        moved["0.1"][name, 1] for name in ("gradient_descent", "rmsprop", "adam")
    )
    assert plain.tolist() == [4, 0.01] and "by 4 and 0.01" in told
    assert adam.tolist() == [0.1, 0.1] and "moves both by 0.1" in told
    assert "RMSProp's first steps are {} and {}".format(*rmsprop) in told
    np.testing.assert_allclose(moved["1.0"]["adam", 1], 10 * adam)


def test_a_ball_that_stops_uphill_wins_its_race():
    race, answer = (
        fold(NOTEBOOK, "Make", name) for name in ("A bowl to race in", "What a good answer does")
    )
    names = {"np": np, "my_momentum_step": EXERCISES["momentum_step"].solution}
    for text in (race, answer):
        exec(re.search(r"```python\n(.*?)```", text, flags=re.S)[1], names)
    assert 'lesson.OPTIMIZERS["momentum"]' in race
    rates = 0.01, 0.02, 0.03, 0.05
    counts = [
        [names["race"](rule, rate) for rate in rates]
        for rule in (faster.OPTIMIZERS["momentum"], names["my_rule"])
    ]
    rows = ["{}, {}, {} and {}".format(*row) for row in (rates, *counts)]
    said = "At the rates {} momentum takes {} steps, and this ball {}."
    assert said.format(*rows) in answer
    assert names["race"](faster.OPTIMIZERS["gradient_descent"], 0.1) is None


def test_every_rule_can_race_and_one_that_remembers_two_things():
    text = fold(NOTEBOOK, "Make", "A bowl to race in")
    names = {"np": np, "lesson": faster}
    exec(re.search(r"```python\n(.*?)```", text, flags=re.S)[1], names)
    (told,) = re.findall(r"`(race\(.*?\))`", text)
    assert 0 < eval(told, names) <= 1000
    for name in ("gradient_descent", "momentum", "rmsprop"):
        assert f'"{name}"' in text
        assert 0 < names["race"](faster.OPTIMIZERS[name], 0.01) <= 1000

    def rule(w, dw, memory, rate):
        v, before = memory
        v = 0.9 * v - rate * dw * (dw * before >= 0)
        return w + v, (v, dw)

    assert "`memory=(0.0, 0.0)`" in text
    assert 0 < names["race"](rule, 0.01, memory=(0.0, 0.0)) <= 1000


def test_in_turn_warms_up_and_keeps_the_shortest(monkeypatch):
    clock, order = [0.0], []
    monkeypatch.setattr(measuring.time, "perf_counter", lambda: clock[0])

    def work(name, takes):
        takes = iter(takes)

        def run():
            order.append(name)
            clock[0] += next(takes)

        return run

    least = in_turn([work("a", [1, 9, 5, 7]), work("b", [90, 8, 6, 4])], rounds=3)
    assert least == [5, 4]  # not the 1 of the first round
    assert order == ["a", "b"] * 4


@pytest.fixture
def ladder(monkeypatch):
    """A ladder of four rungs, the third of them aside, on a clock that goes as told."""
    seconds = {"slow": 0.4, "fast": 0.02, "aside": 0.04, "last": 0.01}
    monkeypatch.setattr(
        experiments, "in_turn", lambda works, rounds: [seconds[work] for work in works]
    )
    ladder = experiments.SpeedLadder()
    ladder.climb("start", 100, "slow", at_once=10)
    ladder.climb("second", 50, "fast")
    ladder.climb("aside", 50, "aside", stay=False)
    ladder.climb("last", 50, "last")
    return ladder, seconds


def test_a_ladder_adds_up(ladder):
    start, second, aside, last = ladder[0].rungs
    assert (start.epoch, start.seconds, start.factor) == (0.04, pytest.approx(4), None)
    assert (second.below, second.seconds_below) == ("start", pytest.approx(4))
    assert second.factor == pytest.approx(4 / 1)
    assert aside.factor == pytest.approx(0.5)
    assert last.factor == pytest.approx(2)  # over the second: nobody stayed on the one aside
    assert str(start) == "◷ start: 4 s to 95 %, 40 ms an epoch"
    assert str(second) == (
        "◷ second: 1 s to 95 %, 20 ms an epoch\n◷ beside it, “start” took 4 s: 4 times as fast"
    )


def test_timed_all_in_turn_a_factor_is_that_of_two_bars(ladder):
    ladder, seconds = ladder
    first = list(ladder.rungs)
    seconds.update(slow=0.8, fast=0.08)  # the computer has become busy since
    again = ladder.all_in_turn()
    assert ladder.rungs == first
    assert [rung.name for rung in again] == [rung.name for rung in first]
    by_name = {rung.name: rung for rung in again}
    assert by_name["start"].seconds == pytest.approx(8) and by_name["start"].factor is None
    for rung in again[1:]:
        assert rung.factor == pytest.approx(by_name[rung.below].seconds / rung.seconds)
    assert [rung.below for rung in again] == ["", "start", "second", "second"]
    assert by_name["second"].factor == pytest.approx(2)


def test_ten_epochs_are_ten_of_the_articles(monkeypatch):
    called = []
    monkeypatch.setattr(experiments, "train", lambda *args, **kwargs: called.append((args, kwargs)))
    work = experiments.ten_epochs(0.01, "small")
    assert called == []
    work()
    [((X, Y, net, epochs, rate), options)] = called
    assert (X.shape, Y.shape, epochs, rate) == ((2, 900), (1, 900), 10, 0.01)
    assert [layer["output_dim"] for layer in net] == [25, 50, 50, 25, 1]
    assert options == {"seed": 2, "scheme": "small"}


def test_the_first_picture_holds_the_record_and_two_epochs_that_arrive():
    numbers = experiments.slow_and_fast()
    record = datasets.published_run()
    assert numbers["slow"]["arrives"] == record["first_epoch_at_95"] == 6535
    fast = numbers["fast"]
    assert fast["epochs"][-1] == 2 >= fast["arrives"] > 1
    split = datasets.moons()
    trainer = Trainer(
        split.X_train,
        split.Y_train,
        dense_architecture(list(experiments.ARTICLE_SIZES)),
        0.03,
        seed=2,
        scheme="he",
        optimizer="adam",
        batch_size=30,
    )
    trainer.step(60)
    cost = nnlib.get_cost_value(trainer.predict(split.X_train), split.Y_train)
    assert fast["cost"].shape == (60,) and fast["cost"][-1] == pytest.approx(cost)
    assert numbers["straight_line"] == pytest.approx(0.27566, abs=1e-5)
    fig = figures.slow_and_fast_picture(numbers)
    texts = [text.get_text().strip() for text in fig.axes[0].texts]
    assert texts == ["guessing: 0.693", "best straight line: 0.276"]
    slow, quick = fig.axes[0].get_lines()[0], fig.axes[0].get_lines()[2]
    assert slow.get_xdata()[-1] > 1000 * quick.get_xdata()[-1]


def test_epochs_by_rate_are_counted_for_every_seed():
    found = experiments.epochs_by_rate(seeds=(2, 3), rates={"adam": (0.03, 1e-6)}, most=3)
    assert list(found) == ["adam"] and list(found["adam"]) == [0.03, 1e-6]
    split, net = datasets.moons(), dense_architecture(list(experiments.ARTICLE_SIZES))
    run = experiments.BlocksLoop(
        split.X_train, split.Y_train, net, 0.03, 30, dtype=np.float64, seed=3, optimizer="adam"
    )
    assert found["adam"][0.03][1] == experiments.epochs_to_goal(run)
    assert np.isinf(found["adam"][1e-6]).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_two_steps_by_hand_are_those_of_train(optimizer):
    net, start, X, Y = datasets.by_hand()
    args = optimizer, start, X[:, :1], Y[:, :1], net, 0.1
    for taken in (1, 2):
        stepped, _, _ = nnlib.train(
            X[:, :1], Y[:, :1], net, taken, 0.1, params_values=start, optimizer=optimizer
        )
        assert experiments.two_steps(*args)[taken - 1] == f"{stepped['b2'].item():.4f}"
    first, second = experiments.two_gradients(*args)
    assert first == pytest.approx(-0.5) and -0.5 < second < 0


def test_threads_are_timed_with_one_and_with_two_in_turn(monkeypatch):
    limits, order = [], []

    class Limit:
        def __init__(self, limit):
            self.limit = limit

        def __enter__(self):
            limits.append(self.limit)

        def __exit__(self, *_):
            limits.pop()

    def in_turn(works):
        order.append(limits[-1])
        return [len(order)]

    monkeypatch.setattr(experiments, "threadpool_limits", Limit)
    monkeypatch.setattr(experiments, "in_turn", in_turn)
    assert experiments.times_with_threads({"a": None}) == {"a": (1, 2)}  # the least of each
    assert order == [1, 2] * 3 and limits == []


def test_page_faults_are_said_in_words(monkeypatch):
    calls = []
    monkeypatch.setattr(experiments, "page_faults", lambda work: 1234)
    assert experiments.faults_in_words(lambda: calls.append(1)) == "1,234 page faults"
    assert calls == [1]  # warm
    monkeypatch.setattr(experiments, "page_faults", lambda work: None)
    assert experiments.faults_in_words(lambda: None) == "page faults are not counted here"


def test_adding_is_timed_by_the_call(monkeypatch):
    seen = []

    def in_turn(works):
        works[0]()
        return [3.0]

    monkeypatch.setattr(experiments, "in_turn", in_turn)
    monkeypatch.setattr(experiments.np, "add", lambda a, b, out: seen.append(a.size + out.size))
    assert experiments.seconds_of_adding(7, repeats=6) == 0.5
    assert seen == [14] * 6


@pytest.mark.parametrize(
    ("seconds", "words"), [(12.34, "12.3 s"), (0.5, "500 ms"), (2e-5, "20 µs"), (2e-7, "0.2 µs")]
)
def test_durations_in_words(seconds, words):
    assert duration(seconds) == words


def test_page_faults_are_counted_where_they_can_be(monkeypatch):
    def touch():
        np.ones(100_000_000, dtype=np.uint8)  # too large for any stock of memory used before

    found = experiments.page_faults(touch)
    assert found is None or found > 10
    monkeypatch.setattr(experiments, "getrusage", None)
    assert experiments.page_faults(touch) is None


def test_a_step_is_measured_beside_the_products_of_its_own_precision(monkeypatch):
    measured = []

    def in_turn(works):
        measured.extend(work.__self__ for work in works)
        return [30.0 * k for k in range(1, len(works) + 1)]

    monkeypatch.setattr(experiments, "in_turn", in_turn)
    split, net = datasets.moons(), dense_architecture([2, 4, 1])
    runs = {
        dtype: experiments.NewArraysLoop(split.X_train, split.Y_train, net, 0.1, 30, dtype=dtype)
        for dtype in ("float64", "float32")
    }
    parts = experiments.parts_of_a_step(runs, net)
    products = {work.pairs[0][0].dtype: k for k, work in enumerate(measured[:2], start=1)}
    assert parts == {name: (products[np.dtype(name)], 3 + k) for k, name in enumerate(runs)}
    assert measured[2:] == [*runs.values()]


def test_new_bytes_are_those_of_new_arrays():
    one, other = np.ones(1_000_000), np.ones(1_000_000)
    assert 8_000_000 <= experiments.new_bytes(lambda: one + 1) < 8_010_000
    assert experiments.new_bytes(lambda: np.add(one, 1, out=other)) < 10_000


def test_calls_of_functions_are_counted_and_the_counting_ends():
    def once(n):
        return n

    def work():
        for n in range(5):
            once(n)

    assert experiments.function_calls(work) == experiments.function_calls(work) == 6
    assert sys.getprofile() is None
    with pytest.raises(ZeroDivisionError):
        experiments.function_calls(lambda: 1 / 0)
    assert sys.getprofile() is None


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_walk_starts_like_notebook_06s_and_goes_down(optimizer):
    walk = experiments.optimizer_walk(optimizer, 0.02, curvature=10, steps=60)
    other = bowl_walk(0.02, 10, 25, 60)
    assert walk["w"].shape == (2, 61)
    np.testing.assert_array_equal(walk["w"][:, 0], other["w"][:, 0])
    assert walk["cost"][-1] < 0.05 * walk["cost"][0]
    if optimizer == "gradient_descent":
        np.testing.assert_allclose(walk["w"], other["w"], atol=1e-12)


def test_what_the_notebook_says_of_walks_in_the_bowl():
    """RMSProp and Adam walk the same path in a round and in a narrow bowl; the others do not."""
    rates = {"gradient_descent": 0.06, "momentum": 0.03, "rmsprop": 0.03, "adam": 0.1}
    apart, costs = {}, {}
    for name, rate in rates.items():
        round_, narrow = (experiments.optimizer_walk(name, rate, a) for a in (1, 30))
        apart[name] = np.abs(round_["w"] - narrow["w"]).max()
        costs[name] = [walk["cost"][35:46].mean() for walk in (round_, narrow)]
    assert max(apart["rmsprop"], apart["adam"]) < 5e-5
    assert min(apart["gradient_descent"], apart["momentum"]) > 0.5
    narrow = {name: cost for name, (_, cost) in costs.items()}
    assert narrow["momentum"] > 5 * narrow["gradient_descent"]
    assert min(narrow, key=narrow.get) == "rmsprop"
    assert narrow["adam"] > 2 * costs["adam"][0]


def test_the_race_is_what_train_does():
    split = datasets.moons()
    X, Y = split.X_train[:, :300], split.Y_train[:, :300]
    race = experiments.optimizer_race(0.1, 2, 8, "adam", 2)
    for name, (steps, costs, ending) in race["runs"].items():
        taken = 101 if np.isinf(steps) else steps + 1
        _, history, accuracies = nnlib.train(
            X,
            Y,
            dense_architecture([2, 8, 8, 1]),
            taken,
            0.1,
            seed=2,
            scheme="he",
            optimizer=name,
        )
        np.testing.assert_allclose(costs, history, atol=1e-10)
        assert max(accuracies[: 101 if np.isinf(steps) else -1]) < 0.95 and ending == ""
        assert np.isinf(steps) or accuracies[-1] >= 0.95


def test_steps_by_rate_are_those_of_single_races():
    found = experiments.steps_by_rate([0.1, 1.0], [2, 5], most=100)
    assert list(found) == list(OPTIMIZERS)
    race = experiments.optimizer_race(1.0, 2, 8, "adam", 5)["runs"]
    for name, steps in found.items():
        assert steps.shape == (2, 2)
        assert steps[1, 1] == race[name][0]


def rungs():
    Rung = experiments.LadderRung
    return [
        Rung("start", 100, 0.1),
        Rung("a", 10, 0.1, "start", 10.0),
        Rung("b", 10, 0.2, "a", 1.0),
        Rung("c", 10, 0.05, "a", 1.0),
    ]


def test_the_ladder_is_drawn_rung_by_rung_and_its_words_hold_no_times():
    fig = figures.ladder_picture(rungs())
    (ax,) = fig.axes
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([10, 1, 2, 0.5])
    assert ax.get_xscale() == "log"
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["start", "a", "b", "c"]
    words = [text.get_text() for text in ax.texts]
    assert words == [" 10 s", " 1 s, × 10", " 2 s, × 0.5", " 500 ms, × 2 against “a”"]
    assert fig.alt.endswith("From top to bottom: start; a; b; c.")
    assert not re.search(r"\d", fig.alt.replace("95 %", ""))


def test_where_time_goes_stacks_products_and_the_rest():
    fig = figures.where_time_goes({"one": (1e-6, 4e-6), "two": (2e-6, 1.5e-6)})
    widths = [bar.get_width() for bar in fig.axes[0].patches]
    assert widths == pytest.approx([1, 3, 2, 0])  # noise may make the whole less than its part
    assert not re.search(r"\d", fig.alt)


def test_walks_and_rates_say_what_they_show():
    walks = [experiments.optimizer_walk(name, 0.03) for name in OPTIMIZERS]
    alt = figures.walks_in_the_bowl(walks).alt
    assert alt.startswith("Four walks of 60 steps") and "RMSProp at rate 0.03" in alt
    steps = {name: np.array([[np.inf, 40.0], [90.0, 50.0]]) for name in OPTIMIZERS}
    fig = figures.steps_by_rate_picture([0.1, 1.0], steps, 150)
    assert "Adam 45 at rate 1" in fig.alt
    assert len(fig.axes[0].get_lines()) == 4


def test_words_of_the_race():
    def words(chosen="adam", **runs):
        costs = np.array([0.7, 0.3])
        found = dict.fromkeys(OPTIMIZERS, (np.inf, costs, "")) | runs
        return figures.optimizer_race_words(
            {"learning_rate": 0.1, "optimizer": chosen, "steps": 100, "runs": found}
        )

    costs = np.array([0.7, 0.2])
    assert words() == (
        "Adam does not get there in 100 steps: its cost goes from 0.700 to 0.300 at rate 0.1. "
        "None of the four gets there."
    )
    both = {"adam": (1, costs, ""), "momentum": (1, costs, ""), "rmsprop": (7, costs, "")}
    assert words(**both) == (
        "Adam gets 95 % of the points right after 1 step at rate 0.1. Fewest steps at this rate: "
        "momentum and Adam, 1. Not there yet: gradient descent."
    )
    gone = words("gradient_descent", gradient_descent=(np.inf, costs, "diverged"))
    assert gone.startswith("Gradient descent diverged after 2 steps at rate 0.1.")


def test_the_races_picture_holds_its_numbers():
    numbers = experiments.optimizer_race(0.1, 2, 8, "adam", 2)
    picture = figures.optimizer_race_picture(numbers)
    root = ET.fromstring(picture)
    assert root.attrib["aria-label"] == figures.optimizer_race_words(numbers)
    written = [part.text for part in root.iter("{http://www.w3.org/2000/svg}text")]
    assert written[0] == "2-8-8-1 · he · rate 0.1 · seed 2 · all examples in every step"
    for steps, _, _ in numbers["runs"].values():
        assert ("not there yet" if np.isinf(steps) else str(steps)) in written
    split = datasets.moons()
    line, _ = best_straight_line(split.X_train[:, :300], split.Y_train[:, :300])
    assert f"grey dashes: guessing 0.693; best straight line {line:.3f}" in written


def test_words_in_a_slider_have_room():
    options = [words for words, _ in optimizer_panel().controls["optimizer"].options]
    assert options == ["plain", "momentum", "RMSProp", "Adam"]
    assert max(map(len, options)) <= 8


def test_controls_alone_and_in_pairs():
    check_controls_alone_and_in_pairs(optimizer_panel())


def test_the_panel_opens_with_something_to_find():
    panel = optimizer_panel()
    assert "Fewest steps at this rate: RMSProp" in panel.words
    assert "Not there yet: gradient descent, momentum." in panel.words
    panel.controls["learning_rate"].value = 1.0
    assert panel.words.startswith("Gradient descent gets 95 % of the points right")
    assert "Not there yet: RMSProp, Adam." in panel.words


def test_what_the_notebook_says_of_four_small_layers():
    """With seed 2 momentum arrives at no rate; with 0 and 1 it does, and plain descent does not."""
    rates = [10 ** (k / 5) for k in range(-15, 6)]
    for seed, never in [(2, "momentum"), (0, "gradient_descent"), (1, "gradient_descent")]:
        runs = [experiments.optimizer_race(rate, 4, 4, "adam", seed)["runs"] for rate in rates]
        arrive = {name for run in runs for name, (steps, _, _) in run.items() if steps < np.inf}
        assert arrive == set(OPTIMIZERS) - {never}


def test_a_move_trains_each_optimizer_once_and_no_longer_than_it_shows(monkeypatch):
    panel, run, trained = optimizer_panel(), experiments._race_run, []

    def counted(optimizer, rate, sizes, seed, most):
        trained.append((optimizer, most))
        return run(optimizer, rate, sizes, seed, most)

    monkeypatch.setattr(experiments, "_race_run", counted)
    panel.controls["learning_rate"].value = 0.05
    assert trained == [(name, experiments.PANEL_STEPS) for name in OPTIMIZERS]
