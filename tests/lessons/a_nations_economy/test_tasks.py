"""What notebook 10 says of its task to modify."""

import re

import numpy as np

from classroom import datasets
from classroom.lessons import a_nations_economy as lesson
from nnlib import get_cost_value
from tests.notebooks import CORE
from tests.tasks import cell_of, changed, fold

NOTEBOOK = CORE[10]


def test_whoever_asks_the_test_when_to_stop_beats_never(capsys):
    told, split = fold(NOTEBOOK, "Modify"), datasets.recession_forecast(split_year=1985)
    never = get_cost_value(lesson.baseline_forecasts(split)["never"], split.Y_test)
    assert f"{never:.3f}" == "0.537"  # in the cell's own table all medians are above it
    before, after = "(150, 400)", "(40, 400)"
    assert f"`{after}` in place of `{before}`" in told
    source, medians, worst = cell_of(NOTEBOOK, "10-room"), [], []
    for text in (source, changed(source, (before, after))):
        exec(text, {"lesson": lesson, "np": np, "split": split})
        rows = re.findall(r"(\d\.\d\d) \(\S+ to (\d\.\d\d)\)   ", capsys.readouterr().out)
        medians.append([middle for middle, _ in rows])
        worst.append(max(highest for _, highest in rows))
    assert min(map(float, medians[0])) > never > max(map(float, medians[1]))
    assert "the medians are {}, {} and {}".format(*medians[1]) in told
    assert f"the unluckiest of the ten seeds costs {worst[1]}" in told
    assert float(worst[1]) > never
