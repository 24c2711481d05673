"""The picture of two costs against epochs that panels of several lessons draw."""

import re

import numpy as np
import pytest

from classroom.two_costs import Curve, two_costs

EPOCH = np.array([0, 1, 10, 50])
LEARN = np.array([[0.9, 0.6, 0.3, 0.1], [0.8, 0.7, 0.2, 0.1], [0.2, 0.1, 0.05, 0.1]])
CURVES = [
    Curve(LEARN, "#222222", "", "old", "30 rows"),
    Curve(LEARN + 0.2, "#009E73", "7 4", "new", "10 rows"),
]


def drawn(**options):
    return two_costs(
        "Two costs.",
        "2-3-1",
        "Costs",
        EPOCH,
        CURVES,
        (0.6, "same", "costs 0.6"),
        (10, 0.5),
        **options,
    )


def heights(picture, colour, width):
    found = re.findall(
        rf'<path d="M([^"]*)" fill="none" stroke="{colour}" stroke-width="{width}"', picture
    )
    return [[float(point.split()[1]) for point in path.split("L")] for path in found]


def down(cost, low, high):
    return 60 + 222 * (1 - np.log10(cost / low) / np.log10(high / low))


@pytest.mark.parametrize("costs", [(0.01, 10), (0.03, 3)])
def test_each_seed_is_thin_and_the_median_is_thick_at_any_scale(costs):
    picture = drawn(costs=costs)
    for curve in CURVES:
        thin, (thick,) = (heights(picture, curve.colour, width) for width in (0.8, 3.5))
        np.testing.assert_allclose(thin, down(curve.costs, *costs), atol=0.06)
        np.testing.assert_allclose(thick, down(np.median(curve.costs, axis=0), *costs), atol=0.06)
    np.testing.assert_allclose(
        heights(picture, "#767676", 1.5), [[down(0.6, *costs)] * 2], atol=0.06
    )
    (square,) = re.findall(r'd="M[\d.]+ ([\d.]+)h\.01" stroke="#009E73" stroke-width="11"', picture)
    assert float(square) == pytest.approx(down(0.5, *costs), abs=0.06)


def test_only_ticks_inside_the_scale_are_written():
    for costs, ticks in [
        ((0.01, 10), ["0.01", "0.03", "0.1", "0.3", "1", "3", "10"]),
        ((0.03, 3), ["0.03", "0.1", "0.3", "1", "3"]),
    ]:
        written = re.findall(r'<text x="64.0" y="[\d.]+"[^>]*>([^<]*)<', drawn(costs=costs))
        assert written == ticks


def test_the_legend_names_curves_level_and_lowest():
    picture = drawn()
    written = re.findall(r"<text[^>]*>([^<]*)</text>", picture)
    for words in ("2-3-1", "Costs", "old", "30 rows", "new", "10 rows", "same", "costs 0.6"):
        assert words in written
    assert "lowest: 0.50" in written and "after 10 epochs" in written
    assert picture.alt == "Two costs."
