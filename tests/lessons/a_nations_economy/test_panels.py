"""The panels of notebook 10: every control, its ends, and where they open."""

import re

import pytest

from classroom.lessons.a_nations_economy import figures
from classroom.lessons.a_nations_economy.experiments import (
    overfitting_run,
    years_forecast,
)
from classroom.lessons.a_nations_economy.panels import overfitting_panel, years_panel
from tests.controls import check_controls_alone_and_in_pairs
from tests.lessons.a_nations_economy.by_hand import START


def test_every_control_moves_a_panel_and_all_pairs_of_extremes_can_be_shown(monkeypatch):
    # One seed of the five: many settings are gone through.
    monkeypatch.setattr(
        "classroom.lessons.a_nations_economy.panels.overfitting_run",
        lambda **settings: overfitting_run(**settings, seeds=[0]),
    )
    check_controls_alone_and_in_pairs(overfitting_panel())
    check_controls_alone_and_in_pairs(years_panel())


def test_the_panels_open_where_the_notebook_speaks_of_them():
    panel, years = overfitting_panel(), years_panel()
    assert panel.values() == {"learning_rate": 0.1, "layers": 1, "units": 16, "split_year": 1985}
    assert panel.words == (
        "11-16-1, rate 0.1: 96 training quarters before 1985, with 5 recessions, and 95 test "
        "quarters, with 3 recessions. In the median of 5 seeds the training cost falls to 0.186; "
        "the test cost is lowest after 37 epochs, 0.49, and ends at 0.81, above the 0.54 of never "
        "an alarm."
    )
    assert years.values() == START and START["epochs"] == 29
    numbers = years_forecast(**years.values())
    assert years.words == figures.years_words(numbers)
    assert years.picture.value == figures.years_picture(numbers)


@pytest.mark.parametrize("split_year, layers, units", [(1972, 3, 32), (2000, 0, 1), (2000, 3, 1)])
@pytest.mark.parametrize("make", [overfitting_panel, years_panel])
def test_corners_of_the_panels(make, split_year, layers, units):
    panel = make()
    settings = {"layers": layers, "split_year": split_year, "units": units, "learning_rate": 10}
    for name, value in [*settings.items(), ("epochs", 0), ("epochs", 400)]:
        if name in panel.controls:
            panel.controls[name].value = value
            assert panel.error is None
            assert not re.search(r"nan|\binf", panel.picture.value)
    assert f"11-{f'{units}-' * layers}1 · rate 10 · " in panel.picture.value
    assert (" set nothing" in panel.words) == (layers == 0)
    assert str(split_year) in panel.words


def test_the_units_set_nothing_without_a_layer():
    panel = years_panel()
    panel.controls["layers"].value = 0
    before = panel.picture.value
    panel.controls["units"].value = 3
    assert panel.picture.value == before
