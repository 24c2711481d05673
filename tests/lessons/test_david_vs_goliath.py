"""Notebook 08's experiments, figures and panel; and the notebook where there is no Keras."""

import os
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from classroom.datasets import by_hand
from classroom.lessons import david_vs_goliath
from classroom.lessons.david_vs_goliath import keras_twin
from classroom.lessons.david_vs_goliath.experiments import (
    CLIPPING_CASES,
    RACE_RUNNERS,
    accuracies_by_seed,
    both_layouts,
    clipping_told,
    keras_agreement,
    keras_start_up,
    largest_differences,
    multiplications,
    points_apart,
    push_when_sure,
    race_heats,
    race_stages,
    recorded_race,
    shuffled,
    step_times_by_width,
    sums_in_other_orders,
    totals,
    twins,
    two_planes,
)
from classroom.lessons.david_vs_goliath.figures import (
    agreement_picture,
    clipping_words,
    difference_words,
    heat_words,
    planes_side_by_side,
    race_picture,
    recorded_words,
    stage_words,
    step_times_picture,
    twins_picture,
    twins_words,
)
from classroom.lessons.david_vs_goliath.panels import twins_panel
from classroom.measuring import times, took
from nnlib import train
from nnlib.trainer import Trainer
from tests.notebooks import outputs as stored_outputs
from tests.tasks import cell_of, changed, fold

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOK = FOLDER / "08_david_vs_goliath.ipynb"
NOTEBOOKS = [NOTEBOOK, *sorted((FOLDER / "deeper").glob("08_*.ipynb"))]
MEASURED = re.compile("\u25f7 *[0-9.,]+ *(\u00b5s|ms|s|\u00d7)")
DEFAULT = {"layers": 2, "units": 8, "learning_rate": 10**-0.5, "dtype": "float64"}

with_keras = pytest.mark.skipif(not keras_twin.available(), reason="Keras is not installed")


@pytest.fixture
def no_keras(monkeypatch):
    monkeypatch.setenv("NNLIB_KERAS", "off")


def heat(numpy, keras, together):
    seconds = dict(zip(RACE_RUNNERS, (numpy, keras, together), strict=True))
    return {name: {"seconds": value, "accuracy": 0.95} for name, value in seconds.items()}


@pytest.mark.parametrize(
    "seconds, words",
    [
        (12.34, "◷ 12 s"),
        (1, "◷ 1 s"),
        (0.0213, "◷ 21 ms"),
        (0.00134, "◷ 1.3 ms"),
        (4.5e-5, "◷ 45 µs"),
        (0, "◷ 0 µs"),
        (1234.5, "◷ 1,200 s"),
    ],
)
def test_times_are_short_and_marked(seconds, words):
    assert took(seconds) == words
    assert MEASURED.fullmatch(words)


def test_factors_are_marked_too():
    assert times(87.6) == "◷ 88 ×" and times(1.234) == "◷ 1.2 ×"
    assert MEASURED.fullmatch(times(1500))


def test_the_order_is_that_of_the_trainer():
    example = by_hand()
    X, Y = np.tile(example.X, 6), np.tile(example.Y, 6)
    X = X + np.arange(12)
    args = {"params_values": example.params_values, "batch_size": 4, "seed": 5}
    trainer = Trainer(X, Y, example.nn_architecture, 0.1, **args)
    trainer.step(6)
    params_values = example.params_values
    for batch in shuffled(12, 2, seed=5).reshape(6, 4):
        params_values, _, _ = train(
            X[:, batch], Y[:, batch], example.nn_architecture, 1, 0.1, params_values=params_values
        )
    for key, values in trainer.params_values.items():
        np.testing.assert_allclose(values, params_values[key], atol=1e-10)


def test_once_and_every_time_are_told_apart():
    heats = [heat(3.0, 9.0, 8.0), heat(1.0, 2.0, 1.0), heat(1.5, 4.0, 1.0), heat(9.0, 3.0, 1.0)]
    parts = race_stages(heats, {"NumPy": 0.5, "Keras": 5.0})
    assert parts["NumPy"] == {"start-up": 0.5, "warm-up": 1.5, "run": 1.5}
    assert parts["Keras"] == {"start-up": 5.0, "warm-up": 6.0, "run": 3.0}
    assert heat_words(heats[1]) == "NumPy ◷ 1 s, Keras ◷ 2 s, Keras, 30 at a time ◷ 1 s"


def test_what_every_runner_paid_is_said_and_all_that_is_measured_is_marked():
    heats = [heat(3.0, 9.0, 8.0), heat(1.0, 2.0, 1.0)]
    parts = race_stages(heats, {"NumPy": 0.5, "Keras": 5.0})
    assert totals(parts) == (0.5 + 2 + 1, 5 + 7 + 1)  # Keras at its best: 30 at a time
    words = stage_words(parts, steps=100)
    first, _, _, last = words.splitlines()
    assert first == "NumPy: start-up ◷ 500 ms, warm-up ◷ 2 s, run ◷ 1 s; one step ◷ 10 ms"
    assert last == "from nothing to 95 %, Keras's time is ◷ 3.7 × that of NumPy"
    assert not re.search(r"\d (s|ms|µs|×)", MEASURED.sub("", words))


def test_the_prediction_is_judged_by_the_record_and_by_no_clock(monkeypatch):
    def never(*_, **__):
        raise AssertionError("a clock was asked")

    for name in ("_import_seconds", "_seconds", "race_heats", "keras_start_up"):
        monkeypatch.setattr(f"classroom.lessons.david_vs_goliath.experiments.{name}", never)
    race = keras_twin.recorded()["race"]
    assert recorded_race() == totals(race_stages(race["heats"], race["start_up"]))
    ours, theirs = recorded_race()
    words = recorded_words()
    assert words.endswith(f"{theirs / ours:.0f} times as long") and took(ours)[2:] in words


def test_one_layer_lies_in_both_ways_and_computes_the_same():
    X, W, b = np.arange(8.0).reshape(2, 4), np.ones((3, 2)), np.arange(3.0)[:, None]
    both = both_layouts(X, W, b)
    shapes = {name: array.shape for name, array in both["in Keras"].items()}
    assert shapes == {"x": (4, 2), "kernel": (2, 3), "bias": (3,), "z": (4, 3)}
    np.testing.assert_array_equal(both["here"]["Z"], W @ X + b)
    np.testing.assert_array_equal(both["in Keras"]["z"], both["here"]["Z"].T)


def test_differences_are_told_by_their_kind_and_coarsely():
    found = {"Y_hat": 0.0, "cost": 2e-7, "dW2": 0.0, "db1": 3e-16, "W and b after 1 step": 0.0}
    kinds = largest_differences(found)
    assert [*kinds.values()] == [2e-7, 3e-16, 0.0]
    words = [difference_words(largest) for largest in kinds.values()]
    assert words == ["not 0, < 1e-06", "not 0, < 1e-14", "none"]
    assert difference_words(0.25) == "up to 0.25"
    every = largest_differences(keras_twin.recorded()["agreement"]["float32"])
    assert all(0 < largest < 1e-6 for largest in every.values())


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_sum_depends_on_its_order_in_its_last_digits_only(dtype):
    sums = sums_in_other_orders(dtype)
    assert len(sums) == 20 and all(found.dtype == dtype for found in sums)
    assert 0 < np.ptp(sums) < 1000 * np.finfo(dtype).eps


def test_the_products_of_a_step_are_counted():
    # Forward and dW: 2 by 5, 5 by 5, 5 by 1 each; the way back: the last two of them.
    assert multiplications(5, 3) == 3 * (2 * (10 + 25 + 5) + 25 + 5)


def test_other_starts_disagree_on_some_points_and_the_same_start_on_none():
    assert points_apart(seeds=[2]).tolist() == [0]
    first, second = points_apart(seeds=[3, 4])
    assert first == two_planes(3)["differ"].sum()  # which has Keras's answer, or its record
    assert 0 < second < 100


def test_the_rings_go_where_both_have_the_same_start(no_keras, capsys):
    told = fold(NOTEBOOK, "Modify")
    source = changed(
        cell_of(NOTEBOOK, "goliath-31"),
        ("keras_seed=3", "keras_seed=2"),
        ('"Keras, seed 3"', '"Keras, seed 2"'),
        ("range(3, 14)", "range(2, 14)"),
    )
    for words in ("keras_seed=2", '"Keras, seed 2"', "range(2, 14)", "range(3, 14)"):
        assert f"`{words}`" in told
    names = {"lesson": david_vs_goliath, "np": np}
    names |= {"show": lambda _: None, "reveal": lambda *_: None}
    exec(source, names)
    assert f"they disagree on {names['other_start']['differ'].sum()} of the 1,000 points" in told
    assert capsys.readouterr().out.split("seeds 3 to 13: ")[1].startswith("0 ")


def test_without_keras_a_start_that_is_not_recorded_says_which_are(no_keras):
    with pytest.raises(ValueError, match="Its seeds 2 and 3 were recorded: .* in place of 5"):
        two_planes(keras_seed=5)


def test_luck_depends_on_the_seed_alone():
    assert accuracies_by_seed([1, 1, 2], epochs=2) == accuracies_by_seed([1, 1, 2], epochs=2)
    first, again, other = accuracies_by_seed([1, 1, 2], epochs=2)
    assert first == again != other


@with_keras
@pytest.mark.slow("long")
def test_the_race():
    heats = list(race_heats(heats=2))
    assert [list(found) for found in heats] == [list(RACE_RUNNERS)] * 2
    assert all(result["accuracy"] >= 0.95 for found in heats for result in found.values())
    parts = race_stages(heats, keras_start_up())
    assert list(parts) == list(RACE_RUNNERS)
    for stage in parts.values():
        assert list(stage) == ["start-up", "warm-up", "run"]
        assert np.isfinite(list(stage.values())).all()


@with_keras
def test_catching_up_measures_every_size():
    rows = list(step_times_by_width(widths=(2, 4), batches=(300,), heats=1))
    assert [(row["width"], row["batch"]) for row in rows] == [(2, 300), (4, 300)]
    assert np.isfinite([row[name] for row in rows for name in ("NumPy", "Keras")]).all()


@with_keras
def test_from_the_same_start_no_point_is_classed_differently():
    numbers = two_planes()
    assert not numbers["differ"].any() and numbers["differ"].shape == (1000,)
    assert numbers["largest"] < 1e-6
    np.testing.assert_allclose(*numbers["regions"], atol=1e-6)
    assert numbers["accuracies"][0] == numbers["accuracies"][1] > 0.9


@with_keras
@pytest.mark.parametrize("seed", [2, 3])
def test_the_record_is_what_keras_gives(seed, monkeypatch):
    live = two_planes(seed)
    monkeypatch.setenv("NNLIB_KERAS", "off")
    recorded = two_planes(seed)
    np.testing.assert_allclose(live["regions"][1], recorded["regions"][1], atol=1e-3)
    np.testing.assert_array_equal(live["differ"], recorded["differ"])


@with_keras
def test_jax_forgets_the_surest_mistakes_and_we_do_not():
    pushes = push_when_sure()
    assert pushes["NumPy"] == pytest.approx(-1, abs=1e-6)
    if keras_twin.backend() == "jax":
        assert pushes["Keras"] == 0
    pushes = push_when_sure(Z=-3.0)
    assert pushes["Keras"] == pytest.approx(pushes["NumPy"], abs=1e-6)


@with_keras
@pytest.mark.skipif(keras_twin.backend() != "jax", reason="the other backends clip otherwise")
def test_clipped_like_keras_the_twins_are_one_again():
    for row in clipping_told():
        (parted, distance), (apart, largest) = row["as they are"], row["both clipped"]
        assert (apart, largest) < (1, 1e-10) and distance > 1e-5
        assert parted in (0, 1000)
    assert [
        tuple(row[what] for what in ("layers", "units", "rate")) for row in clipping_told()
    ] == [*CLIPPING_CASES]


def test_the_words_on_clipping_tell_both(no_keras):
    words = clipping_words(clipping_told()).splitlines()
    assert words[-3:] == [
        "2 layers of 8 units, rate 10",
        "  as they are: 1,000 points differ; their answers differ by up to 0.85",
        "  both clipped: 0 points differ; no two answers differ by more than 1e-10",
    ]


@with_keras
def test_points_with_a_ring_keep_the_shape_of_their_class():
    numbers = twins(2, 8, 10.0, "float64")
    assert numbers["differ"].all()
    ringed = twins_picture(numbers).split('stroke-width="9"')
    assert len(ringed) == 1 + 2 * 2  # two planes, two classes
    assert [part.split('"')[1] for part in ringed[1:]] == ["round", "square"] * 2
    assert "#009E73" not in twins_picture(numbers)  # the colour of test points


@with_keras
def test_the_twins_are_one_at_every_size():
    for layers, units in ((1, 2), (3, 4)):
        numbers = twins(**{**DEFAULT, "layers": layers, "units": units})
        assert not numbers["differ"].any() and numbers["largest"] < 1e-6
        words = "They put 0 of 1,000 points into different classes; no two answers differ by"
        assert words in twins_words(numbers)
        assert twins_picture(numbers).count("<image ") == 2


@with_keras
@pytest.mark.skipif(keras_twin.backend() != "jax", reason="JAX tells when it compiles")
def test_a_size_is_compiled_once_and_then_only_run():
    from jax import monitoring

    compiled = []
    monitoring.register_event_duration_secs_listener(
        lambda event, *_, **__: compiled.append(event) if "compile" in event else None
    )
    panel = twins_panel()
    panel.controls["learning_rate"].value = 1.0
    compiled.clear()
    panel.controls["learning_rate"].value = 0.1
    assert not compiled
    panel.controls["units"].value = 16
    assert compiled


@with_keras
def test_the_panel_can_show_every_rate():
    panel = twins_panel()
    for rate in (1e-4, 10, 100):
        panel.controls["learning_rate"].value = rate
        assert panel.error is None and panel.words
    assert "diverged" in panel.words or "different classes" in panel.words
    panel.controls["learning_rate"].value = DEFAULT["learning_rate"]
    assert panel.picture.value == twins_panel().picture.value


def test_without_keras_the_panel_shows_what_it_has_and_says_so(no_keras):
    panel = twins_panel()
    assert panel.words.endswith("Keras is not installed here, so it has no picture.")
    assert "Keras is not installed here." in panel.picture.value
    before = panel.picture.value
    panel.controls["units"].value = 4
    assert panel.picture.value != before and panel.error is None


def test_without_keras_everything_comes_from_the_record(no_keras):
    heats = list(race_heats())
    parts = race_stages(heats, keras_start_up())
    recorded = keras_twin.recorded()["race"]["start_up"]
    assert {name: parts[name]["start-up"] for name in recorded} == recorded
    assert all(result["accuracy"] >= 0.95 for found in heats for result in found.values())
    rows = list(step_times_by_width())
    for figure in (
        agreement_picture(keras_agreement("float32"), keras_agreement("float64")),
        race_picture(parts),
        step_times_picture(rows),
        planes_side_by_side(two_planes(3)),
    ):
        figure.canvas.draw()
        assert figure.alt and figure.alt.endswith(".")
    assert push_when_sure()["Keras"] == 0
    assert "keras" in keras_twin.recorded()["about"]["versions"]


def test_the_stages_of_the_race_differ_by_more_than_colour():
    parts = {name: {"start-up": 1.0, "warm-up": 2.0, "run": 3.0} for name in ("one", "two")}
    bars, run_alone = race_picture(parts).axes
    looks = {bar[0].get_hatch() or "" for bar in bars.containers}
    assert len(looks) == 3
    assert run_alone.containers[0][0].get_hatch() == bars.containers[2][0].get_hatch()
    labels = [bar.get_label() for bar in bars.containers]
    assert labels == ["start-up", "warm-up", "run"]


def plain(output):
    return output.get("data", {}).get("text/plain", "")


@pytest.mark.slow("long")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_without_keras_the_notebooks_run_from_top_to_bottom(path):
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute(env=os.environ | {"NNLIB_KERAS": "off"})
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    offers = [text for output in outputs if "[button: " in (text := plain(output))]
    assert len(offers) == (path == NOTEBOOK)
    assert all(said.startswith("Keras is not here. Its results were recorded") for said in offers)


def test_the_notebooks_stored_results_are_keras_own():
    printed = "".join(output.get("text", "") for output in stored_outputs(NOTEBOOK))
    assert "Keras 3 on jax: live." in printed and "recorded on" not in printed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_measured_number_stands_outside_its_mark(path):
    outputs = stored_outputs(path)
    texts = [output.get("text", "") for output in outputs]
    texts += [str(output.get("data", {}).get("text/plain", "")) for output in outputs]
    found = sum(len(MEASURED.findall(text)) for text in texts)
    assert found >= {"08_david_vs_goliath": 30, "08_where_goliath_catches_up": 12}.get(path.stem, 0)
    # What was recorded once does not change from run to run.
    texts = [text.replace("200 × 29", "").replace(recorded_words(), "") for text in texts]
    for text in texts:
        assert not re.search(r"\d (s|ms|µs|×)\b", MEASURED.sub("", text))
