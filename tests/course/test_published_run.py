"""The published run of 10,000 epochs once more: by `train`, by `Trainer`, and its record."""

import json
import re
import runpy
import shutil

import numpy as np
import pytest

import nnlib
from nnlib import get_accuracy_value, predict
from nnlib.trainer import Trainer
from tests.notebooks import ROOT
from tools import record_published_run
from tools.record_published_run import PUBLISHED

pytestmark = pytest.mark.slow("published run")


@pytest.fixture(scope="module")
def run():
    return record_published_run.run()


def test_it_ends_with_the_published_numbers(run, moons):
    _, X_test, _, Y_test = moons
    params_values, costs, accuracies = run
    rounded = [round(costs[epoch], 4) for epoch in (0, 1000, 3000, -1)]
    assert rounded == [0.6936, 0.6911, 0.4248, 0.0743]
    assert next(epoch for epoch, share in enumerate(accuracies) if share >= 0.95) == 6535
    assert get_accuracy_value(predict(X_test, params_values, PUBLISHED), Y_test) == 0.98


def test_the_record_is_what_train_gives(run):
    stored = json.loads(record_published_run.TARGET.read_text("utf-8"))
    again = record_published_run.record(*run)
    assert again.keys() == stored.keys()
    for key, value in stored.items():
        if isinstance(value, list):
            np.testing.assert_allclose(again[key], value, atol=1.5e-6)
        else:
            assert again[key] == value


def test_the_command_shown_writes_the_record(run, tmp_path, monkeypatch):
    """As its page shows it, in a folder of its own, and with the run above in place of another."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [script] = re.findall(r"`\.venv/bin/python (tools/record_published_run\.py)`", page)
    place = "classroom/datasets/published_run.json"
    for path in (tmp_path / script, tmp_path / place):
        path.parent.mkdir(parents=True)
    shutil.copy(ROOT / script, tmp_path / script)
    monkeypatch.setattr(nnlib, "train", lambda *wanted: run)
    runpy.run_path(str(tmp_path / script), run_name="__main__")
    written = json.loads((tmp_path / place).read_text("utf-8"))
    assert written == record_published_run.record(*run)


def test_trainer_ends_with_the_published_numbers(moons):
    trainer = Trainer(moons[0], moons[2], PUBLISHED, 0.01, seed=2)
    assert trainer.step(10_000) == 10_000
    rounded = [round(trainer.cost_history[step], 4) for step in (0, 1000, 3000, -1)]
    assert rounded == [0.6936, 0.6911, 0.4248, 0.0743]
    assert next(i for i, share in enumerate(trainer.accuracy_history) if share >= 0.95) == 6535
    assert get_accuracy_value(trainer.predict(moons[1]), moons[3]) == 0.98
