"""Run notebook 08's Keras half and record it, for those who have no Keras.

KERAS_BACKEND=jax python tools/record_keras_run.py
"""

import json
import os
import platform
from datetime import date
from pathlib import Path

from classroom.lessons.david_vs_goliath import keras_twin
from classroom.lessons.david_vs_goliath.experiments import (
    keras_agreement,
    keras_answers,
    keras_start_up,
    push_when_sure,
    race_heats,
    step_times_by_width,
)

TARGET = Path(keras_twin.__file__).with_name("keras_run.json")
SEEDS = (2, 3)  # the starts that notebook 08 shows


def machine():
    """Describe the computer in a few words, without its name."""
    return f"{platform.system()} on {platform.machine()} with {os.cpu_count()} processors"


def record():
    """Return all of Keras's results in notebook 08 as plain numbers."""
    if not keras_twin.available():
        raise SystemExit("Keras or its backend is not installed, so there is nothing to record.")
    keras_twin.load()
    about = {
        "day": date.today().isoformat(),
        "versions": keras_twin.versions(),
        "machine": machine(),
    }
    return {
        "about": about,
        "agreement": {dtype: keras_agreement(dtype) for dtype in ("float32", "float64")},
        "push_when_sure": push_when_sure()["Keras"],
        "race": {"start_up": keras_start_up(), "heats": list(race_heats())},
        "catch_up": list(step_times_by_width()),
        "two_planes": {
            str(seed): {
                name: values.round(4).tolist() for name, values in keras_answers(seed).items()
            }
            for seed in SEEDS
        },
    }


if __name__ == "__main__":
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in record().items()]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
