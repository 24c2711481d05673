"""What notebook 11 says of its task to modify."""

import itertools
import re

import numpy as np
import pytest

from classroom import datasets
from classroom.lessons import own_table as lesson
from tests.notebooks import CORE, prose
from tests.tasks import cell_of, changed, fold

NOTEBOOK = CORE[11]
MEASURED = ("beak_length_mm", "beak_depth_mm", "flipper_mm", "weight_g")


@pytest.mark.slow("long")
def test_two_measurements_are_enough_and_only_one_pair_is(capsys):
    table, test = (cell_of(NOTEBOOK, name) for name in ("11-own-file", "11-own-test"))
    limit = re.search(r"with all four measurements: (0\.\d{3})\.", "\n".join(prose(NOTEBOOK)))[1]

    def lines(*left_out):
        ignored = "".join(f', "{column}"' for column in left_out)
        source = changed(table, ('"nest"]', f'"nest"{ignored}]'), ("lesson.choosing_panel", "id"))
        names = {"datasets": datasets, "lesson": lesson, "np": np, "show": lambda _: None}
        exec(f"{source}\n{test}", names)
        return re.findall(
            r"^(no hidden layer|network) +median cost (.*), median accuracy (.*)%$",
            capsys.readouterr().out,
            flags=re.M,
        )

    (_, cost, _), _ = lines()
    assert cost == limit
    found = {pair: lines(*pair) for pair in itertools.combinations(MEASURED, 2)}
    enough = [pair for pair, ((_, cost, _), _) in found.items() if cost <= limit]
    told = fold(NOTEBOOK, "Modify")
    assert enough == [("beak_length_mm", "flipper_mm")]
    assert 'Add `"{}"` and `"{}"` to'.format(*enough[0]) in told
    (_, cost, right), (_, bent, _) = found[enough[0]]
    assert f"*no hidden layer* costs {cost} and is right for {right} %" in told
    assert f"and the network costs {bent}:" in told
