"""Run notebook 08's Keras half and record it, for those who have no Keras.

KERAS_BACKEND=jax python tools/record_keras_run.py             all of it
KERAS_BACKEND=jax python tools/record_keras_run.py clipping    one part, beside what there is
"""

import json
import os
import platform
import sys
from datetime import date
from pathlib import Path

from classroom.lessons.david_vs_goliath import keras_twin
from classroom.lessons.david_vs_goliath.experiments import (
    clipping_told,
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


PARTS = {
    "agreement": lambda: {dtype: keras_agreement(dtype) for dtype in ("float32", "float64")},
    "push_when_sure": lambda: push_when_sure()["Keras"],
    "clipping": clipping_told,
    "race": lambda: {"start_up": keras_start_up(), "heats": list(race_heats())},
    "catch_up": lambda: list(step_times_by_width()),
    "two_planes": lambda: {
        str(seed): {name: values.round(4).tolist() for name, values in keras_answers(seed).items()}
        for seed in SEEDS
    },
}


def record(names):
    """Return Keras's results in notebook 08 as plain numbers: the parts named, or all of them."""
    if not keras_twin.available():
        raise SystemExit("Keras or its backend is not installed, so there is nothing to record.")
    keras_twin.load()
    about = {
        "day": date.today().isoformat(),
        "versions": keras_twin.versions(),
        "machine": machine(),
    }
    kept = {}
    if names:
        kept = keras_twin.recorded()
        if any(kept["about"][what] != about[what] for what in ("versions", "machine")):
            raise SystemExit("The record was made with other versions: record all of it anew.")
        about = kept["about"]
    return {"about": about} | {
        name: part() if name in names or not names else kept[name] for name, part in PARTS.items()
    }


if __name__ == "__main__":
    found = record(sys.argv[1:])
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in found.items()]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
