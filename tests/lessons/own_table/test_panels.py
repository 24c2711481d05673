"""The panels of notebook 11: every control, its ends, and where they open."""

import pytest

from classroom import datasets
from classroom.lessons.own_table import panels
from classroom.lessons.own_table.experiments import NO_BEAK, choosing_run
from classroom.lessons.own_table.panels import beak_panel, choosing_panel
from tests.controls import check_controls_alone_and_in_pairs


@pytest.fixture(scope="module")
def beak():
    return datasets.own_table(
        datasets.sample_table(), "male", ignore=NO_BEAK, missing="drop", report=None
    )


def test_every_control_of_the_beaks_moves_it_and_all_pairs_of_extremes_can_be_shown():
    check_controls_alone_and_in_pairs(beak_panel())


def test_the_same_of_the_panel_to_choose_by(beak, monkeypatch):
    # One seed of the three: many settings are gone through.
    monkeypatch.setattr(
        panels,
        "choosing_run",
        lambda *table, **settings: choosing_run(*table, **settings, seeds=[0]),
    )
    check_controls_alone_and_in_pairs(choosing_panel(beak))


def test_they_open_where_the_notebook_speaks_of_them(beak):
    panel = beak_panel()
    assert panel.words == (
        "With 8 hidden units, rate 0.32, 600 epochs and seed 0, the network tells the sex of 171 "
        "of the 199 penguins that it learned from (86%), and of 52 of 67 others (78%)."
    )
    panel.controls["units"].value = 0
    assert "156 of the 199" in panel.words and "51 of 67" in panel.words
    choosing = choosing_panel(beak)
    assert choosing.values()["units"] == 8 and choosing.values()["layers"] == 1
    assert "lowest after 327 epochs, 0.411, and ends at 0.431" in choosing.words


def test_a_table_with_other_columns_has_a_panel_of_its_own(beak):
    four = datasets.own_table(
        datasets.sample_table(), "male", ignore=NO_BEAK[:4], missing="drop", report=None
    )
    assert "4-8-1 · rate" in choosing_panel(four).picture.value
    assert "2-8-1 · rate" in choosing_panel(beak).picture.value
