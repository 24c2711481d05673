"""The figures of an economy: the file, what is refused, and no look at the test's future."""

import csv
import hashlib
import importlib
import itertools
import math
import re
import statistics
from pathlib import Path

import numpy as np
import pytest

from classroom import datasets

# The package's function of the same name hides the module.
module = importlib.import_module("classroom.datasets.economy")

DATA = Path(__file__).resolve().parents[2] / "classroom" / "datasets"
TEXT = (DATA / "economy.csv").read_text(encoding="utf-8")
LINES = TEXT.splitlines()
ROWS = list(csv.DictReader(LINES))
HEADER = LINES[0].split(",")
NAMES = ", ".join(HEADER)
QUARTERS = [f"{row['year']}Q{row['quarter']}" for row in ROWS]
FIGURES = {name: [float(row[name]) for row in ROWS] for name in HEADER[2:]}

# The NBER's peaks and troughs as (year, month).
MONTHS = [
    ((1960, 4), (1961, 2)),
    ((1969, 12), (1970, 11)),
    ((1973, 11), (1975, 3)),
    ((1980, 1), (1980, 7)),
    ((1981, 7), (1982, 11)),
    ((1990, 7), (1991, 3)),
    ((2001, 3), (2001, 11)),
    ((2007, 12), (2009, 6)),
]


def position(year, month=1):
    """Return which quarter of the file a month lies in."""
    return 4 * (year - 1959) + (month - 1) // 3


RUNS = [(position(*peak) + 1, position(*trough)) for peak, trough in MONTHS]
RECESSION = [any(first <= t <= last for first, last in RUNS) for t in range(203)]


def by_hand(t, back):
    """Return the eleven inputs of a quarter, from the file's text."""

    def ratio(name):
        return 100 * (FIGURES[name][t] / FIGURES[name][t - back] - 1)

    rows = [ratio(name) for name in HEADER[2:7]] + [ratio("cpi"), ratio("m1")]
    for name in ("tbilrate", "unemp"):
        rows += [FIGURES[name][t], FIGURES[name][t] - FIGURES[name][t - back]]
    return rows


def changed(line, name, cell):
    """Return the file's text with one cell changed."""
    cells = LINES[line - 1].split(",")
    cells[HEADER.index(name)] = cell
    return "\n".join([*LINES[: line - 1], ",".join(cells), *LINES[line:]]) + "\n"


def refusal(text):
    with pytest.raises(ValueError) as caught:
        datasets.parse_economy(text)
    return str(caught.value)


def damaged(line, came, expected):
    return (
        f"classroom/datasets/economy.csv is damaged in line {line}: {came}, expected {expected}. "
        "Put the original file back"
    )


def place_file(content, tmp_path, monkeypatch):
    """Let `economy` read these bytes instead of its file."""
    (tmp_path / "economy.csv").write_bytes(content)
    monkeypatch.setattr(module, "files", lambda package: tmp_path)


def test_203_quarters_from_1959_to_2009():
    figures = datasets.economy()
    assert figures.quarters.shape == figures.time.shape == figures.recession.shape == (203,)
    assert figures.quarters.tolist() == QUARTERS
    assert [f"{1959 + t // 4}Q{t % 4 + 1}" for t in range(203)] == QUARTERS
    assert (QUARTERS[0], QUARTERS[-1]) == ("1959Q1", "2009Q3")
    np.testing.assert_array_equal(figures.time, 1959 + np.arange(203) / 4)
    assert list(figures.columns) == HEADER[2:] == list(module.COLUMNS)
    for name, values in figures.columns.items():
        np.testing.assert_array_equal(values, FIGURES[name])


@pytest.mark.parametrize(
    "name, first, last",
    [
        ("realgdp", 2710.349, 12990.341),
        ("realcons", 1707.4, 9256.0),
        ("realinv", 286.898, 1486.398),
        ("realgovt", 470.045, 1044.088),
        ("realdpi", 1886.9, 10040.6),
        ("cpi", 28.98, 216.385),
        ("m1", 139.7, 1673.9),
        ("tbilrate", 2.82, 0.12),
        ("unemp", 5.8, 9.6),
        ("pop", 177.146, 308.013),
        ("infl", 0, 3.56),
        ("realint", 0, -3.44),
    ],
)
def test_first_and_last_figures(name, first, last):
    values = datasets.economy().columns[name]
    assert (values[0], values[-1]) == (first, last)


def test_well_known_extremes():
    columns, quarters = datasets.economy().columns, datasets.economy().quarters
    assert quarters[columns["unemp"].argmax()] == "1982Q4"
    assert columns["unemp"].max() == 10.7
    assert quarters[columns["tbilrate"].argmax()] == "1981Q2"
    assert quarters[columns["realinv"][-10:].argmin() + 193] == "2009Q2"


def test_inflation_and_real_interest_follow_from_the_other_columns():
    cpi, bills = FIGURES["cpi"], FIGURES["tbilrate"]
    for t in range(1, 203):
        assert abs(FIGURES["infl"][t] - 400 * math.log(cpi[t] / cpi[t - 1])) < 0.0051
        assert FIGURES["realint"][t] == pytest.approx(bills[t] - FIGURES["infl"][t], abs=0.0101)


def test_every_column_has_words_and_a_unit_and_stands_in_the_data_sheet():
    for name, (words, unit) in module.COLUMNS.items():
        assert len(words) > 4 and unit.strip() and name in HEADER
    sheet = (DATA / "economy.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (`.*?) \|", sheet, flags=re.M)
    assert re.findall(r"`(\w+)`", " ".join(listed)) == HEADER
    for needed in (
        "203 quarters",
        "the first of 1959 to the third of 2009",
        "Federal Reserve Bank of St. Louis",
        "Bureau of Labor Statistics",
        "15 December 2009",
        "Skipper Seabold",
        "statsmodels",
        "**Licence.** Public domain",
        "National Bureau of Economic Research",
        "30 of the 203",
    ):
        assert needed in sheet, needed
    assert set(module.AMOUNTS) == {name for name in HEADER[2:] if min(FIGURES[name]) > 100} | {
        "cpi",
        "m1",
        "pop",
    }


def test_each_call_gives_its_own_figures():
    datasets.economy().columns["realgdp"][:] = 0
    datasets.economy().recession[:] = 1
    assert datasets.economy().columns["realgdp"][0] == 2710.349
    assert datasets.economy().recession.sum() == 30


def test_recessions_are_those_of_the_nber():
    figures = datasets.economy()
    assert set(figures.recession) == {0, 1} and figures.recession.dtype == float
    assert figures.recession.tolist() == RECESSION
    edges = np.diff(np.concatenate([[0], figures.recession, [0]]))
    runs = list(zip(np.flatnonzero(edges > 0), np.flatnonzero(edges < 0) - 1, strict=True))
    assert runs == RUNS and len(runs) == 8
    assert sum(last - first + 1 for first, last in runs) == figures.recession.sum() == 30
    assert [(QUARTERS[a], QUARTERS[b]) for a, b in runs] == [
        ("1960Q3", "1961Q1"),
        ("1970Q1", "1970Q4"),
        ("1974Q1", "1975Q1"),
        ("1980Q2", "1980Q3"),
        ("1981Q4", "1982Q4"),
        ("1990Q4", "1991Q1"),
        ("2001Q2", "2001Q4"),
        ("2008Q1", "2009Q2"),
    ]


def test_a_recession_begins_after_its_peak_and_ends_with_its_trough():
    quarters = np.array(["1960Q2", "1960Q3", "1961Q1", "1961Q2", "2009Q2", "2009Q3", "1980Q1"])
    np.testing.assert_array_equal(datasets.in_recession(quarters), [0, 1, 1, 0, 1, 0, 0])


def test_the_text_and_the_file_give_the_same():
    parsed, loaded = datasets.parse_economy(TEXT), datasets.economy()
    np.testing.assert_equal(parsed._asdict(), loaded._asdict())
    assert hashlib.sha256(TEXT.encode()).hexdigest() == module.SHA256


def test_line_ends_of_every_kind_and_a_missing_last_one_are_fine():
    for text in (TEXT.replace("\n", "\r\n"), TEXT.replace("\n", "\r"), TEXT.rstrip()):
        np.testing.assert_equal(
            datasets.parse_economy(text)._asdict(), datasets.economy()._asdict()
        )


@pytest.mark.parametrize("start, end", [(b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n")])
def test_line_ends_and_a_mark_that_an_editor_adds_do_not_spoil_the_file(
    start, end, tmp_path, monkeypatch
):
    place_file(start + TEXT.encode().replace(b"\n", end), tmp_path, monkeypatch)
    assert datasets.economy().columns["realgdp"][-1] == 12990.341


@pytest.mark.parametrize(
    "header",
    [
        LINES[0].removesuffix(",realint"),
        LINES[0] + ",gold",
        LINES[0].replace("cpi", "CPI"),
        LINES[0].replace("m1,tbilrate", "tbilrate,m1"),
        LINES[0].replace("year", '"year"'),
        LINES[0].replace(",", ";"),
        "\ufeff" + LINES[0],
        LINES[1],
        "",
    ],
)
def test_strange_columns_are_refused(header):
    came = header.replace(",", ", ") or "(none)"
    message = refusal("\n".join([header, *LINES[1:]]))
    assert message == damaged(1, f"it has the columns {came}", NAMES)


def test_an_empty_text_and_one_without_two_quarters_are_refused():
    assert refusal("") == damaged(1, "it has the columns (none)", NAMES)
    message = damaged(2, "there are fewer than two quarters", "two or more, one in each line")
    assert refusal(LINES[0]) == refusal("\n".join(LINES[:2])) == message
    assert datasets.parse_economy("\n".join(LINES[:3])).quarters.tolist() == ["1959Q1", "1959Q2"]


@pytest.mark.parametrize(
    "lines, line, came, expected",
    [
        (LINES[:9] + LINES[10:], 10, "1961Q2 comes after 1960Q4", "1961Q1"),
        (LINES[:2] + LINES[3:], 3, "1959Q3 comes after 1959Q1", "1959Q2"),
        (LINES[:10] + LINES[9:], 11, "1961Q1 comes after 1961Q1", "1961Q2"),
        (LINES[:204] + LINES[203:], 205, "2009Q3 comes after 2009Q3", "2009Q4"),
        (
            LINES[:6] + [LINES[7], LINES[6]] + LINES[8:],
            7,
            "1960Q3 comes after 1960Q1",
            "1960Q2",
        ),
        (LINES[:1] + LINES[:0:-1], 3, "2009Q2 comes after 2009Q3", "2009Q4"),
        (LINES + LINES[1:], 205, "1959Q1 comes after 2009Q3", "2009Q4"),
    ],
)
def test_a_quarter_missing_doubled_or_out_of_order_is_refused(lines, line, came, expected):
    expected += ": no quarter missing, none twice, in order of time"
    assert refusal("\n".join(lines)) == damaged(line, came, expected)


@pytest.mark.parametrize(
    "name, cell, came, expected",
    [
        ("m1", "", "m1 is ''", "a number"),
        ("unemp", "high", "unemp is 'high'", "a number"),
        ("realint", '"0', "realint is '\"0'", "a number"),
        ("tbilrate", "2.82 %", "tbilrate is '2.82 %'", "a number"),
        ("year", "", "year is ''", "a number"),
        ("pop", "nan", "pop is nan", "a finite number above 0"),
        ("unemp", "nan", "unemp is nan", "a finite number"),
        ("infl", "inf", "infl is inf", "a finite number"),
        ("tbilrate", "-inf", "tbilrate is -inf", "a finite number"),
        ("cpi", "1e999", "cpi is 1e999", "a finite number above 0"),
        ("year", "inf", "year is inf", "a finite number"),
        ("quarter", "nan", "quarter is nan", "a finite number"),
        *(
            (name, cell, f"{name} is {cell}", "a finite number above 0")
            for name in ("realgdp", "realcons", "realinv", "realgovt", "realdpi", "cpi", "m1")
            for cell in ("-2710.349", "0")
        ),
        ("pop", "0.0", "pop is 0.0", "a finite number above 0"),
        ("year", "1959.5", "year and quarter are 1959.5 and 4", "such as 1959 and 1"),
        ("quarter", "5", "year and quarter are 1959 and 5", "such as 1959 and 1"),
        ("quarter", "0", "year and quarter are 1959 and 0", "such as 1959 and 1"),
        ("quarter", "1.5", "year and quarter are 1959 and 1.5", "such as 1959 and 1"),
    ],
)
def test_a_cell_without_a_sensible_number_is_refused(name, cell, came, expected):
    assert refusal(changed(5, name, cell)) == damaged(5, came, expected)


def test_the_first_and_the_last_line_are_looked_at_too():
    assert refusal(changed(2, "m1", "x")) == damaged(2, "m1 is 'x'", "a number")
    assert refusal(changed(204, "m1", "x")) == damaged(204, "m1 is 'x'", "a number")
    assert "line 204: realint is 0, expected -3.44" in refusal(changed(204, "realint", "0"))


def test_bill_rate_and_real_interest_may_be_0_or_below():
    figures = datasets.parse_economy(changed(2, "tbilrate", "-0.1"))
    assert figures.columns["tbilrate"][0] == -0.1


@pytest.mark.parametrize(
    "line, text, cells",
    [
        (7, LINES[6] + ",1", 15),
        (7, LINES[6] + ",", 15),
        (7, LINES[6].rsplit(",", 1)[0], 13),
        (7, LINES[6].replace(",", ";"), 1),
        (7, "", 0),
        (2, "", 0),
    ],
)
def test_too_few_or_too_many_cells_are_refused(line, text, cells):
    lines = [*LINES[: line - 1], text, *LINES[line:]]
    expected = damaged(line, f"it has {cells} cells", "14, one for each column")
    assert refusal("\n".join(lines)) == expected


def test_a_blank_line_at_the_end_is_refused_with_its_place():
    assert refusal(TEXT + "\n") == damaged(205, "it has 0 cells", "14, one for each column")


def test_columns_that_contradict_each_other_are_refused():
    # 1959Q4: cpi 29.37 after 29.35, and then 29.54. With the point lost, 400 log(2937 / 29.35):
    assert refusal(changed(5, "cpi", "2937")) == damaged(
        5, "infl is 0.27", f"{400 * math.log(2937 / 29.35):.2f}, which is 400 log(cpi / cpi before)"
    )
    # A wrong first one shows in the next line.
    assert refusal(changed(2, "cpi", "2898")) == damaged(
        3, "infl is 2.34", f"{400 * math.log(29.15 / 2898):.2f}, which is 400 log(cpi / cpi before)"
    )
    assert refusal(changed(5, "infl", "0.29")) == damaged(
        5, "infl is 0.29", "0.27, which is 400 log(cpi / cpi before)"
    )
    assert refusal(changed(3, "realint", "0.76")) == damaged(
        3, "realint is 0.76", "0.74, which is tbilrate - infl"
    )
    assert refusal(changed(3, "realint", "-0.74")) == damaged(
        3, "realint is -0.74", "0.74, which is tbilrate - infl"
    )
    assert refusal(changed(4, "tbilrate", "38.2")) == damaged(
        4, "realint is 1.09", "35.46, which is tbilrate - infl"
    )


def test_any_changed_number_is_found(tmp_path, monkeypatch):
    rng = np.random.RandomState(10)
    seen = {"passes the other checks": 0, "does not": 0}
    cells = itertools.product(["realgdp", "cpi", "m1", "unemp", "tbilrate", "infl"], range(4))
    for name, _ in [*cells, ("pop", 0), ("realinv", 0), ("realint", 0)]:
        line = rng.randint(3, 205)
        cell = LINES[line - 1].split(",")[HEADER.index(name)]
        other = cell[:-1] + str((int(cell[-1]) + rng.randint(1, 10)) % 10)
        text = changed(line, name, other)
        place_file(text.encode(), tmp_path, monkeypatch)
        with pytest.raises(ValueError) as caught:
            datasets.economy()
        if "damaged in line" in str(caught.value):
            seen["does not"] += 1
            assert name in ("cpi", "tbilrate", "infl", "realint"), name
        else:
            datasets.parse_economy(text)
            seen["passes the other checks"] += 1
            assert str(caught.value) == (
                "classroom/datasets/economy.csv can be read, but is not the file that the course "
                "was written with: some of its numbers have been changed. Put the original file "
                "back"
            )
    assert seen["passes the other checks"] >= 14
    place_file(TEXT.encode(), tmp_path, monkeypatch)
    assert len(datasets.economy().time) == 203


def test_the_first_quarters_rates_are_guarded_by_the_whole_files_sum(tmp_path, monkeypatch):
    place_file(changed(2, "infl", "0.1").encode(), tmp_path, monkeypatch)
    with pytest.raises(ValueError, match="some of its numbers have been changed"):
        datasets.economy()


def test_growth_and_change_by_hand():
    levels = np.array([100.0, 110, 99, 198, 100])
    np.testing.assert_allclose(datasets.growth(levels, 1), [10, -10, 100, -4900 / 99])
    np.testing.assert_allclose(datasets.growth(levels, 2), [-1, 80, 100 / 99])
    np.testing.assert_allclose(datasets.growth(levels), [0], atol=1e-12)
    np.testing.assert_allclose(datasets.change(levels, 1), [10, -11, 99, -98])
    np.testing.assert_allclose(datasets.change(levels, 3), [98, -10])
    np.testing.assert_allclose(datasets.change(levels), [0])
    np.testing.assert_allclose(datasets.change(np.array([0, -2, 5]), 1), [-2, 7])
    np.testing.assert_allclose(datasets.growth(np.array([2, 3]), 1), [50])


def test_change_does_not_wrap_around():
    np.testing.assert_array_equal(datasets.change(np.array([5, 3], np.uint8), 1), [-2])
    np.testing.assert_array_equal(datasets.change(np.array([-100, 100], np.int8), 1), [200])


def test_recession_ahead_by_hand():
    recession = np.array([0, 0, 1.0, 0, 0, 0, 1])
    ahead = datasets.recession_ahead
    np.testing.assert_array_equal(ahead(recession, 1), [0, 1, 0, 0, 0, 1])
    np.testing.assert_array_equal(ahead(recession, 2), [1, 1, 0, 0, 1])
    np.testing.assert_array_equal(ahead(recession, 3), [1, 1, 0, 1])
    np.testing.assert_array_equal(ahead(recession), [1, 1, 1])
    np.testing.assert_array_equal(ahead(np.array([1, 0, 0]), 2), [0])  # itself does not count


def test_inputs_by_hand():
    figures = datasets.economy()
    for back in (1, 4, 7):
        names, X = datasets.inputs(figures, back)
        assert names == (
            "GDP",
            "consumption",
            "investment",
            "government",
            "income",
            "prices",
            "money",
            "bill rate",
            "bill rate, change",
            "unemployment",
            "unemployment, change",
        )
        assert X.shape == (11, 203 - back)
        expected = np.array([by_hand(t, back) for t in range(back, 203)]).T
        np.testing.assert_allclose(X, expected, rtol=1e-12, atol=1e-12)
    # 1960Q1: GDP 2847.699 after 2710.349; bill rate 3.50 after 2.82; unemployment 5.2 after 5.8.
    column = datasets.inputs(figures)[1][:, 0]
    assert column[0] == pytest.approx(100 * (2847.699 / 2710.349 - 1))
    np.testing.assert_allclose(column[7:], [3.5, 0.68, 5.2, -0.6])


SERIES = [
    (datasets.growth, "levels", "back"),
    (datasets.change, "levels", "back"),
    (datasets.recession_ahead, "recession", "horizon"),
]


@pytest.mark.parametrize("function, name, steps", SERIES)
def test_series_of_the_wrong_kind_are_refused(function, name, steps, unchanged):
    good = np.array([1.0, 1, 1, 1, 1, 1])
    for bad, held in [
        ([1, 2, 3], "list"),
        ((1, 2, 3), "tuple"),
        ("123", "str"),
        (None, "NoneType"),
    ]:
        with pytest.raises(TypeError) as caught:
            function(bad, 1)
        assert str(caught.value) == (
            f"{name} is a {held}, expected a NumPy array of numbers; "
            f"try np.array({name}, dtype=float)"
        )
    for bad in (np.array(["1", "2"]), np.array([1, None]), np.array([1j, 2])):
        with pytest.raises(TypeError, match=f"^{name} is a ndarray, expected a NumPy array of num"):
            function(bad, 1)
    for bad in (good.reshape(6, 1), good.reshape(1, 6), np.array(1.0)):
        with pytest.raises(ValueError) as caught:
            function(bad, 1)
        assert str(caught.value) == (
            f"{name} has shape {bad.shape}, expected (n,), a single row, with n above {steps}, "
            "which is 1"
        )
    for many in (6, 7, 1000):
        with pytest.raises(ValueError, match=rf"shape \(6,\).*n above {steps}, which is {many}$"):
            function(good, many)
    for bad in (2.5, 1.0, True, "4", None):
        with pytest.raises(TypeError) as caught:
            function(good, bad)
        assert str(caught.value) == f"{steps} is {bad!r}, expected a whole number, 1 or more"
    for bad in (0, -1):
        with pytest.raises(ValueError) as caught:
            function(good, bad)
        assert str(caught.value) == f"{steps} is {bad}, expected a whole number, 1 or more"
    with unchanged(good):
        assert function(good, 5).shape == function(good, np.int64(5)).shape == (1,)
        function(good, 2)


@pytest.mark.parametrize("bad", [0, -1])
def test_growth_refuses_amounts_without_a_ratio(bad):
    for place, kind in itertools.product(range(3), (float, int)):
        levels = np.array([1, 2, 3], kind)
        levels[place] = bad
        with pytest.raises(ValueError) as caught:
            datasets.growth(levels, 1)
        assert str(caught.value) == (
            "levels holds a number that is not above 0, expected amounts above 0"
        )


@pytest.mark.parametrize("function, name, steps", SERIES)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_series_with_a_number_that_is_not_finite_are_refused(function, name, steps, bad):
    for place, kind in itertools.product(range(4), (np.float64, np.float32)):
        series = np.array([1, 0.5, 1, 1], kind)
        series[place] = bad
        with pytest.raises(ValueError) as caught:
            function(series, 2)
        assert str(caught.value) == (
            f"{name} holds a number that is not finite, expected finite numbers"
        )
    # Whole numbers and flags are finite by nature.
    for kind in (int, bool, np.uint8):
        assert function(np.array([1, 1, 1], kind), 2).shape == (1,)


def test_inputs_leave_the_figures_alone_and_refuse_a_strange_span(unchanged):
    figures = datasets.economy()
    with unchanged(figures.columns, figures.recession, figures.time):
        datasets.inputs(figures, 3)
    with pytest.raises(ValueError, match="back is 0"):
        datasets.inputs(figures, 0)
    with pytest.raises(ValueError, match="which is 203"):
        datasets.inputs(figures, 203)


def test_the_question_of_the_notebook():
    split = datasets.recession_forecast()
    assert split.X_train.shape == (11, 96) and split.Y_train.shape == (1, 96)
    assert split.X_test.shape == (11, 95) and split.Y_test.shape == (1, 95)
    assert split.X.shape == (11, 199) and split.mean.shape == split.spread.shape == (11, 1)
    assert (split.Y_train.sum(), split.Y_test.sum()) == (32, 18)
    ends = [[QUARTERS[t] for t in (part[0], part[-1])] for part in (split.train, split.test)]
    assert ends == [["1960Q1", "1983Q4"], ["1985Q1", "2008Q3"]]
    assert [QUARTERS[t] for t in (split.quarters[0], split.quarters[-1])] == ["1960Q1", "2009Q3"]
    assert split.names == datasets.inputs(datasets.economy())[0]
    assert set(np.unique(split.Y_train)) == set(np.unique(split.Y_test)) == {0, 1}
    assert {a.dtype for a in (split.X_train, split.Y_train, split.X)} == {np.dtype(float)}


@pytest.mark.parametrize("split_year", [1971, 1972, 1975, 1980, 1985, 1990, 2000])
def test_training_knows_nothing_from_the_split_year_on(split_year):
    cut = position(split_year)
    for horizon, back in itertools.product((1, 2, 3, 4, 6, 8), (1, 2, 4, 8)):
        split = datasets.recession_forecast(split_year, horizon, back)
        train, test = split.train.tolist(), split.test.tolist()
        # No label of training is decided in or after the split year; the next quarter's would be.
        assert max(train) + horizon == cut - 1
        assert train == list(range(back, cut - horizon))
        assert test == list(range(cut, 203 - horizon))
        assert set(range(train[-1] + 1, test[0])) == set(range(cut - horizon, cut))  # the gap
        assert split.quarters.tolist() == list(range(back, 203))
        figures = {t: by_hand(t, back) for t in range(back, 203)}
        rows = list(zip(*(figures[t] for t in train), strict=True))
        mean = [[statistics.fmean(row)] for row in rows]
        spread = [[statistics.pstdev(row)] for row in rows]
        np.testing.assert_allclose(split.mean, mean, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(split.spread, spread, rtol=1e-9)
        for part, chosen in [(split.X_train, train), (split.X_test, test), (split.X, figures)]:
            raw = np.array([figures[t] for t in chosen]).T
            np.testing.assert_allclose(part, (raw - mean) / spread, rtol=1e-8, atol=1e-9)
        for Y, chosen in [(split.Y_train, train), (split.Y_test, test)]:
            labels = [any(RECESSION[t + step] for step in range(1, horizon + 1)) for t in chosen]
            assert Y.tolist() == [labels]
        np.testing.assert_allclose(split.X_train.mean(axis=1), 0, atol=1e-9)
        np.testing.assert_allclose(split.X_train.std(axis=1), 1)
        assert np.abs(split.X_test.mean(axis=1)).max() > 0.1


def altered_from(cut):
    """Return figures that differ in every number of a quarter from `cut` on."""
    rng = np.random.RandomState(7)
    figures = datasets.parse_economy(TEXT)
    later = np.arange(203) >= cut
    columns = {
        name: np.where(later, values * rng.uniform(2, 9, 203) + 1, values)
        for name, values in figures.columns.items()
    }
    recession = np.where(later, 1 - figures.recession, figures.recession)
    return figures._replace(columns=columns, recession=recession)


def test_another_future_changes_nothing_of_training(monkeypatch):
    before = datasets.recession_forecast()
    monkeypatch.setattr(module, "economy", lambda: altered_from(position(1985)))
    after = datasets.recession_forecast()
    for name in ("X_train", "Y_train", "mean", "spread", "train", "test"):
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name))
    assert not np.isclose(before.X_test, after.X_test).any()
    # One quarter earlier, and training notices.
    monkeypatch.setattr(module, "economy", lambda: altered_from(position(1984, 12)))
    assert not np.array_equal(before.Y_train, datasets.recession_forecast().Y_train)


@pytest.mark.parametrize("horizon, back", [(4, 4), (1, 1), (6, 2), (2, 8)])
def test_nothing_from_the_end_year_on_is_used(horizon, back, monkeypatch):
    split = datasets.recession_forecast(1975, horizon, back, end_year=1985)
    whole = datasets.recession_forecast(1975, horizon, back)
    assert split.train.tolist() == whole.train.tolist()
    assert split.test.tolist() == list(range(position(1975), position(1985) - horizon))
    assert split.test[-1] + horizon == position(1984, 12)
    m = len(split.test)
    np.testing.assert_array_equal(split.X_test, whole.X_test[:, :m])
    np.testing.assert_array_equal(split.Y_test, whole.Y_test[:, :m])
    monkeypatch.setattr(module, "economy", lambda: altered_from(position(1985)))
    after = datasets.recession_forecast(1975, horizon, back, end_year=1985)
    for name in ("X_train", "Y_train", "X_test", "Y_test", "train", "test", "mean", "spread"):
        np.testing.assert_array_equal(getattr(split, name), getattr(after, name))


def test_an_end_after_the_file_changes_nothing():
    late, whole = datasets.recession_forecast(end_year=2010), datasets.recession_forecast()
    np.testing.assert_equal(late._asdict(), whole._asdict())


def test_a_shuffled_split_has_the_same_quarters_in_another_order():
    honest, split = datasets.recession_forecast(), datasets.recession_forecast(shuffle=0)
    assert len(split.train) == len(honest.train) == 96
    together = np.concatenate([split.train, split.test]).tolist()
    # Those of the gap have labels too, so they are dealt as well.
    assert sorted(together) == list(range(4, 199)) and len(split.test) == 99
    raw = np.array([by_hand(t, 4) for t in range(4, 203)]).T
    mean = raw[:, split.train - 4].mean(axis=1, keepdims=True)
    spread = raw[:, split.train - 4].std(axis=1, keepdims=True)
    for X, Y, part in [
        (split.X_train, split.Y_train, split.train),
        (split.X_test, split.Y_test, split.test),
    ]:
        np.testing.assert_allclose(X, (raw[:, part - 4] - mean) / spread, atol=1e-9)
        assert Y[0].tolist() == [any(RECESSION[t + 1 : t + 5]) for t in part]
    assert split.train.max() > 180 and split.test.min() < 20


def test_the_seed_of_a_shuffle_decides_and_the_global_one_is_left_alone():
    np.random.seed(1)  # noqa: NPY002
    state = np.random.get_state()  # noqa: NPY002
    orders = [datasets.recession_forecast(shuffle=seed).train.tolist() for seed in (0, 1, 2, 0)]
    assert orders[0] == orders[3]
    assert len({tuple(sorted(order)) for order in orders}) == 3
    np.testing.assert_equal(np.random.get_state(), state)  # noqa: NPY002


def test_a_shuffle_ends_where_the_end_year_says():
    split = datasets.recession_forecast(1975, end_year=1985, shuffle=3)
    together = sorted([*split.train, *split.test])
    assert together == list(range(4, position(1985) - 4))
    assert len(split.train) == len(datasets.recession_forecast(1975).train)


@pytest.mark.parametrize(
    "options, part, m, ones",
    [
        ({"split_year": 1961}, "training", 0, 0),
        ({"split_year": 1962}, "training", 4, 4),
        ({"split_year": 2008}, "test", 3, 3),
        ({"split_year": 2009}, "test", 0, 0),
        ({"split_year": 3000}, "test", 0, 0),
        ({"split_year": 1}, "training", 0, 0),
        ({"split_year": 1985, "end_year": 1985}, "test", 0, 0),
        ({"split_year": 1985, "end_year": 1989}, "test", 12, 0),
        ({"split_year": 1985, "end_year": 1}, "training", 0, 0),
        ({"split_year": 1985, "horizon": 202}, "training", 0, 0),
    ],
)
def test_a_split_that_leaves_a_class_out_is_refused(options, part, m, ones):
    with pytest.raises(ValueError) as caught:
        datasets.recession_forecast(**options)
    assert str(caught.value) == (
        f"split_year is {options['split_year']}: the {part} quarters are {m}, of which {ones} come "
        "before a recession; expected some that do and some that do not, so try another year"
    )


@pytest.mark.parametrize(
    "options, error, words",
    [
        ({"split_year": 1985.0}, TypeError, "split_year is 1985.0, expected a whole number"),
        ({"split_year": "1985"}, TypeError, "split_year is '1985', expected a whole number"),
        ({"split_year": True}, TypeError, "split_year is True"),
        ({"split_year": 0}, ValueError, "split_year is 0"),
        ({"end_year": 1985.5}, TypeError, "end_year is 1985.5, expected a whole number"),
        ({"end_year": -3}, ValueError, "end_year is -3"),
        ({"horizon": 0}, ValueError, "horizon is 0"),
        ({"horizon": 2.5}, TypeError, "horizon is 2.5"),
        ({"horizon": 203}, ValueError, "which is 203"),
        ({"back": 0}, ValueError, "back is 0"),
        ({"back": "4"}, TypeError, "back is '4'"),
        ({"back": 203}, ValueError, "which is 203"),
        ({"shuffle": -1}, ValueError, "seed is -1"),
        ({"shuffle": 2**32}, ValueError, "seed is 4294967296"),
        ({"shuffle": 0.5}, TypeError, "seed is 0.5"),
        ({"shuffle": True}, TypeError, "seed is True"),
    ],
)
def test_strange_settings_are_refused(options, error, words):
    with pytest.raises(error, match=re.escape(words)):
        datasets.recession_forecast(**options)
