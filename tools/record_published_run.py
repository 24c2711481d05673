"""Run the article's 10,000 epochs and record their history for notebook 07.

python tools/record_published_run.py
"""

import json
from pathlib import Path

from classroom.datasets import moons
from nnlib import get_accuracy_value, predict, train
from nnlib.architecture import dense_architecture

TARGET = Path(__file__).resolve().parent.parent / "classroom" / "datasets" / "published_run.json"
EVERY = 50


PUBLISHED = dense_architecture([2, 25, 50, 50, 25, 1])


def run():
    """Train as the article does: its own call, with nothing said that it does not say."""
    split = moons()
    return train(split.X_train, split.Y_train, PUBLISHED, 10_000, 0.01)


def record(params_values, cost, accuracy):
    """Return what `run` gave as a dict of plain numbers."""
    split = moons()
    kept = [*range(0, 10_000, EVERY), 9_999]
    return {
        "settings": "2-25-50-50-25-1, scheme small, seed 2, rate 0.01, 10,000 full-batch epochs",
        "epochs": kept,
        "cost": [round(cost[epoch], 6) for epoch in kept],
        "accuracy": [round(accuracy[epoch], 6) for epoch in kept],
        "first_epoch_at_95": next(epoch for epoch, value in enumerate(accuracy) if value >= 0.95),
        "test_accuracy": get_accuracy_value(
            predict(split.X_test, params_values, PUBLISHED), split.Y_test
        ),
    }


if __name__ == "__main__":
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in record(*run()).items()]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
