"""The race and the scale: same recipe for all, nobody left out; the overview's hand-ins.

Nothing is timed here.
"""

import importlib
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from classroom.overview.hand_ins import read_folder
from nnlib import init_layers
from nnlib.architecture import dense_architecture

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"


@pytest.fixture(scope="module", autouse=True)
def on_the_path():
    """Let the scripts import each other, as they do when they are run."""
    sys.path.insert(0, str(BENCHMARKS))
    yield
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture
def peers():
    return importlib.import_module("peers")


@pytest.fixture
def race():
    return importlib.import_module("race")


@pytest.fixture
def scale():
    return importlib.import_module("scale")


def test_the_overviews_hand_ins_are_read_whole_and_differ(tmp_path):
    overview_speed = importlib.import_module("overview_speed")
    size = overview_speed.hand_in(tmp_path, 3, False)
    pupils, problems = read_folder(tmp_path)
    assert (len(pupils), problems) == (3, []) and size > 2e5
    assert all(len(pupil.notebooks) == 1 for pupil in pupils)
    found = Counter(outcome for pupil in pupils for outcome in pupil.exercises.values())
    assert set(found) == {"correct", "not yet"} and min(found.values()) > 1
    assert any(pupil.reasons for pupil in pupils) and all(pupil.recalls for pupil in pupils)


@pytest.fixture
def small(peers):
    """Return a job that takes no time: 12 examples, batches of 4."""
    rng = np.random.RandomState(1)
    X = rng.standard_normal((2, 12)).astype(np.float32)
    Y = (X[:1] > 0).astype(np.float32)
    sizes = [2, 5, 4, 1]
    start = init_layers(dense_architecture(sizes), 1, "he")
    params_values = {key: values.astype(np.float32) for key, values in start.items()}
    return peers.Job(X, Y, params_values, sizes, 0.1, 4, seed=3)


def prepare(peers, key, job, **changes):
    """Return a peer's model for a job."""
    peer, job = peers.PEERS[key], job._replace(**changes)
    if peer.missing:
        pytest.skip(f"not installed: {', '.join(peer.missing)}")
    module = importlib.import_module(f"peers.{peer.module}")
    batches = peers.Batches(job.X.shape[1], job.batch_size, job.seed)
    return module.prepare(
        job.X,
        job.Y,
        job.params_values,
        job.sizes,
        job.rate,
        batches,
        job.dtype,
        **peer.settings,
    )


def test_every_module_is_a_peer(peers):
    files = {path.stem for path in (BENCHMARKS / "peers").glob("*.py")}
    helpers = {"__init__", "worker", "machine"}
    assert files - helpers == {peer.module for peer in peers.PEERS.values()}


def test_batches_are_those_of_trainer(peers):
    rng, order = np.random.RandomState(3), np.arange(12)
    expected = []
    for _ in range(3):
        rng.shuffle(order)
        expected += order.copy().reshape(-1, 4).tolist()
    batches = peers.Batches(12, 4, seed=3)
    # In pieces that end within an epoch.
    assert np.concatenate([batches.take(n) for n in (1, 4, 2, 2)]).tolist() == expected
    batches.restart()
    assert batches.take(9).tolist() == expected
    assert peers.Batches(3, 3, seed=3).take(2).tolist() == [[0, 1, 2]] * 2
    with pytest.raises(ValueError, match="leave 2 of 12"):
        peers.Batches(12, 5, seed=3)


# Keras and torch.compile take seconds to start; the race checks them each time it is run.
@pytest.mark.parametrize("key", ["trainer", "train", "sklearn", "torch", "jax"])
@pytest.mark.parametrize("batch_size", [4, 12])
def test_peers_compute_the_same(peers, race, small, key, batch_size):
    job = small._replace(batch_size=batch_size)
    expected = race.reference(job)
    model = prepare(peers, key, job)
    for _ in range(2):  # the second time after a restart
        expected.restart()
        model.restart()
        for steps in (7, 3):
            expected.run(steps)
            model.run(steps)
        assert race.check(model.params_values, expected.params_values) < 1e-6
        np.testing.assert_allclose(model.forward(job.X), expected.forward(job.X), atol=1e-6)
    assert all(values.dtype == np.float32 for values in model.params_values.values())


@pytest.mark.parametrize("changes", [{"rate": 0.1001}, {"seed": 4}, {"batch_size": 6}], ids=str)
def test_the_check_catches_another_recipe(peers, race, small, changes):
    expected = race.reference(small)
    model = prepare(peers, "trainer", small, **changes)
    expected.run(race.CHECKED)
    model.run(race.CHECKED)
    with pytest.raises(race.Failure, match="computes something else"):
        race.check(model.params_values, expected.params_values)


def test_the_check_catches_other_starts_shapes_and_nan(peers, race, small):
    good = small.params_values
    assert race.check(good, good) == 0
    for wrong in (
        good | {"W1": good["W1"] + 1e-4},
        good | {"b2": good["b2"] * np.nan},
        good | {"W1": good["W1"].T},
        {"W1": good["W1"]},
    ):
        with pytest.raises(race.Failure, match="computes something else"):
            race.check(wrong, good)


def test_the_race_as_it_is_set_can_be_checked(peers, race):
    """With the race's own start, float32 and float64 must not part at a ReLU."""
    for job in race.jobs().values():
        expected, model = race.reference(job), prepare(peers, "trainer", job)
        expected.run(race.CHECKED)
        model.run(race.CHECKED)
        assert race.check(model.params_values, expected.params_values) < race.TOLERANCE / 3


def test_missing_peers_are_named(peers, race, scale, monkeypatch, capsys):
    nowhere = peers.Peer("Nobody's Network", "nobody", ("no_such_package",))
    assert nowhere.missing == ["no_such_package"]
    results = race.race("one", {}, {}, 30, peers={"nobody": nowhere}, rounds=0)
    assert "Nobody's Network: not installed: no_such_package" in capsys.readouterr().out
    everyone = peers.PEERS | {"nobody": nowhere}
    results = _results(race, everyone) | results
    races = dict.fromkeys(race.SETTINGS, results)
    text = race.report(races, 330, [], None, 0.5, 60, everyone)
    rows = [line for line in text.splitlines() if line.startswith("| Nobody's Network |")]
    assert len(rows) == 3
    assert all("**not installed: no_such_package**" in row for row in rows)
    assert "Without times: Nobody's Network" in text
    monkeypatch.setitem(peers.PEERS, "torch", nowhere)
    found = _found(scale, ["products", "trainer"])
    assert "Nobody's Network: not installed: no_such_package" in scale.report(found, 60, None)


def _results(race, peers):
    """Return made-up results, complete."""
    return {
        key: race.Result(
            versions=dict.fromkeys(peer.packages, "1.0"),
            threads={"cores": 1},
            times={"full": [i * 1e-4, i * 2e-4], "mini": [i * 1e-5, i * 2e-5]},
        )
        for i, (key, peer) in enumerate(peers.items(), start=1)
    }


def _found(scale, who):
    return {
        setting: {
            name: {value: dict.fromkeys(who, 0.001) for value in cases}
            for name, cases in scale.series().items()
        }
        for setting in scale.SETTINGS
    }


def test_the_tables_are_complete(peers, race, tmp_path):
    results = _results(race, peers.PEERS)
    results["jax"].failure = "computes something else: so it does"
    races = dict.fromkeys(race.SETTINGS, results)
    text = race.report(races, 330, [["a", "b", "c", "d", "e", "f"]], "A million.", None, 60)
    for peer in peers.PEERS.values():
        assert sum(line.startswith(f"| {peer.name} |") for line in text.splitlines()) == 3
    _assert_tables(text)
    assert text.count("**computes something else: so it does**") == 3
    assert "JAX by hand more than 1 ×: not measured" in text
    assert re.search(r"full-batch step at most 1.3 × .*: 2.00 ×, \*\*missed\*\*", text)
    assert re.search(r"mini-batch step at most 2.0 × .*: 2.00 ×, reached", text)
    race.draw(races, tmp_path / "race.png")
    assert (tmp_path / "race.png").stat().st_size > 10_000


def test_the_tables_of_scale_are_complete(scale, tmp_path):
    for who in (scale.WHO, ["products", "trainer"]):
        found = _found(scale, who)
        text = scale.report(found, 60, 0.5)
        _assert_tables(text)
        for cases in scale.series().values():
            for value in cases:
                assert text.count(f"| {value:,} |") >= len(scale.SETTINGS)
        scale.draw(found, tmp_path / "scale.png")
        assert (tmp_path / "scale.png").stat().st_size > 10_000


def _assert_tables(text):
    """Every row of a table has as many cells as its header."""
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.M):
        assert len({line.count("|") for line in block.splitlines()}) == 1, block


def test_memory_needed_counts_every_array(race, small):
    # X and Y 36; W and b 15 + 24 + 5, twice; A and dZ of 10 units for 4 examples; a batch 12.
    assert race.memory_needed(small) == 4 * (36 + 2 * 44 + 2 * 40 + 12)
    assert race.memory_needed(small._replace(batch_size=12)) == 4 * (36 + 2 * 44 + 2 * 120)


def test_a_worker_trains_and_reports_errors(peers, small):
    worker_module = importlib.import_module("peers.worker")
    worker = worker_module.Worker("trainer", one_thread=True)
    try:
        seconds, versions, threads = worker("load")
        assert (
            np.isfinite(seconds) and versions == {"numpy": np.__version__} and threads["cores"] >= 1
        )
        worker("open", "job", small)
        worker("run", "job", 10)
        model = prepare(peers, "trainer", small)
        model.run(10)
        there = worker("params_values", "job")
        assert peers.largest_difference(there, model.params_values) == 0
        with pytest.raises(worker_module.Failure, match="KeyError"):
            worker("run", "no such job", 1)
        assert worker("traced_peak", small, 2) > 4 * small.X.size
    finally:
        worker.close()
    with pytest.raises(worker_module.Failure):
        worker("load")


def test_recorded_results_tell_no_places():
    for name in ("race.md", "scale.md"):
        text = (BENCHMARKS / "results" / name).read_text(encoding="utf-8")
        assert not re.search(r"/(home|root|tmp|Users)/", text)
        picture = re.search(r"!\[(.{80,})\]\((\w+\.png)\)", text)
        assert (BENCHMARKS / "results" / picture[2]).exists()
        _assert_tables(text)
