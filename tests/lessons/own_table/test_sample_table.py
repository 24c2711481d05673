"""The table of penguins that the course carries."""

import csv
from collections import Counter

import numpy as np
import pytest

from classroom.datasets import own_table, sample_table

with sample_table().open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))
NUMBERS = ("beak_length_mm", "beak_depth_mm", "flipper_mm", "weight_g")


def test_it_holds_the_published_counts():
    assert len(ROWS) == 344
    assert Counter(row["species"] for row in ROWS) == {
        "Adelie": 152,
        "Gentoo": 124,
        "Chinstrap": 68,
    }
    assert Counter(row["island"] for row in ROWS) == {"Biscoe": 168, "Dream": 124, "Torgersen": 52}
    assert Counter(row["male"] for row in ROWS) == {"0": 165, "1": 168, "NA": 11}
    assert Counter(row["year"] for row in ROWS) == {"2007": 110, "2008": 114, "2009": 120}
    assert sum(row["weight_g"] == "NA" for row in ROWS) == 2


def test_its_means_are_those_that_are_published():
    means = [np.mean([float(r[name]) for r in ROWS if r[name] != "NA"]) for name in NUMBERS]
    assert means == pytest.approx([43.92193, 17.15117, 200.9152, 4201.754], rel=1e-6)


def test_two_penguins_share_a_nest_and_are_never_of_the_same_sex():
    nests = {}
    for row in ROWS:
        nests.setdefault(row["nest"], []).append(row["male"])
    assert list(nests) == [str(k) for k in range(1, 173)]
    assert {len(pair) for pair in nests.values()} == {2}
    known = [pair for pair in nests.values() if "NA" not in pair]
    assert len(known) == 163 and all(sorted(pair) == ["0", "1"] for pair in known)


def test_it_is_read_as_it_is_suggested():
    with pytest.raises(ValueError) as refused:
        own_table(sample_table(), "male")
    assert 'missing="drop"' in str(refused.value)
    assert 'ignore=["species", "island"]' in str(refused.value)
    table = own_table(
        sample_table(), "male", ignore=["species", "island"], missing="drop", report=None
    )
    assert table.names == ("year", "nest", *NUMBERS)
    assert table.X_train.shape[1] + table.X_test.shape[1] == 333
