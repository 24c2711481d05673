"""Notebook 10: what its cells call, from this room and from what all lessons share."""

from classroom.lessons.a_nations_economy.experiments import (
    area_under_roc,
    baseline_forecasts,
    bill_rate_rule,
    braked_logistic,
    choose_brake,
    choose_epochs,
    columns_of_part,
    forecast_scores,
    forecasts_at_peaks,
    learning_curves,
    median_scores,
    nearest_quarter_forecast,
    question_costs,
    recession_spans,
)
from classroom.lessons.a_nations_economy.figures import (
    before_recessions,
    costs_by_units,
    levels_and_growth,
    split_strips,
)
from classroom.lessons.a_nations_economy.panels import overfitting_panel, years_panel
