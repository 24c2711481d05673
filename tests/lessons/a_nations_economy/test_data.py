"""The economy's figures: whole, in order, in the sheet's words, and refused when damaged."""

import hashlib
import itertools
import math
import re

import numpy as np
import pytest

from classroom import datasets
from tests.lessons.a_nations_economy.figures_by_hand import (
    DATA,
    FIGURES,
    HEADER,
    LINES,
    NAMES,
    QUARTERS,
    RECESSION,
    RUNS,
    TEXT,
    module,
)


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
