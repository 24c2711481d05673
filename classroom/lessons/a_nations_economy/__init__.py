"""Notebook 10: what its cells call, in the lesson and in what goes deeper."""

from classroom.lessons.a_nations_economy.experiments import (
    area_under_roc,
    baseline_forecasts,
    bill_rate_rule,
    braked_logistic,
    choose_brake,
    choose_epochs,
    columns_of_part,
    falls_of_gdp,
    finalists,
    forecast_scores,
    forecasts_at_peaks,
    known_then,
    learning_curves,
    library_logistic,
    median_scores,
    nearest_quarter_forecast,
    question_costs,
    recession_spans,
    score_line,
    shifted_orders,
    single_networks,
)
from classroom.lessons.a_nations_economy.figures import (
    before_recessions,
    costs_by_units,
    levels_and_growth,
    split_strips,
    tested_quarters,
)
from classroom.lessons.a_nations_economy.panels import overfitting_panel, years_panel
