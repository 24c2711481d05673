"""A learner's table of many columns or many rows: few words, and no more work than it needs."""

import cProfile
import re
import sys

import numpy as np
import pytest

from classroom.datasets.csv_rows import split_rows
from classroom.datasets.own_table import own_table
from tests.lessons.own_table.tables import column


@pytest.mark.parametrize(
    "text, words",
    [
        (lambda j, k: f"word {j} {k}", "hold cells that are not numbers"),
        (lambda j, k: j, "hold the same in every filled cell"),
        (lambda j, k: "1e999" if k == 3 else k, "hold such numbers"),
        (lambda j, k: k * 7 % 5 // 3, "hold the label over again"),
    ],
)
@pytest.mark.parametrize("width", [6, 8, 60])
def test_problems_of_many_columns_are_told_in_few_words(refusal, text, words, width):
    names = [f"c{j}" for j in range(width)]
    lines = column(lambda k: ",".join(str(text(j, k)) for j in range(width)), ",".join(names))
    message = refusal(lines)
    words = re.sub("^hold", "holds", words) if width == 6 else words
    assert f"{width - 5} more column{'s' * (width > 6)} {words}: " in message
    assert len(message) < 3000 and message.count("\n") < 8


class Counting(str):
    """A name that counts how often it is compared with another."""

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other):
        Counting.compared += 1
        return str.__eq__(self, other)


WIDE = {
    "good": lambda j, k: (k + 3) ** 2 * (j + 2) ** 3 % 1009,
    "text": lambda j, k: f"word {j} {k}",
    "same": lambda j, k: j,
    "label": lambda j, k: k * 7 % 5 // 3,
    "gaps": lambda j, k: "" if k == j % 40 else k + j,
    "twins": lambda j, k: k * k,
    "numbered": lambda j, k: k,
    "codes": lambda j, k: -999 if k % 4 == 0 else k * 3 % 17,
    "infinite": lambda j, k: "inf" if k == 3 else k,
    "unnamed": lambda j, k: k,
}


@pytest.mark.slow("long")
@pytest.mark.parametrize("kind", WIDE)
@pytest.mark.parametrize("ignored", [False, True])
def test_work_grows_with_the_columns_and_not_with_their_square(write, monkeypatch, kind, ignored):
    def counting(*args):
        found, blank = split_rows(*args)
        line, first = found[0]
        return [(line, [Counting(name) for name in first]), *found[1:]], blank

    monkeypatch.setattr("classroom.datasets.csv_file.split_rows", counting)

    def work(width):
        names = ["" if kind == "unnamed" else f"c{j}" for j in range(width)]
        lines = column(
            lambda k: ",".join(str(WIDE[kind](j, k)) for j in range(width)), ",".join(names)
        )
        path, steps, Counting.compared = write(lines), 0, 0
        options = (
            {"ignore": [n or f"column {j + 1}" for j, n in enumerate(names[5:], 5)]}
            if ignored
            else {}
        )

        def count(frame, event, arg):
            nonlocal steps
            steps += event == "line"
            return count

        before = sys.gettrace()
        sys.settrace(count)
        try:
            own_table(path, "sold", report=None, **options)
        except ValueError as error:
            assert str(error).startswith("prices.csv cannot be used")
        finally:
            sys.settrace(before)
        return steps + Counting.compared

    assert work(400) < 2.3 * work(200)


def large(m):
    """Return the lines of a file with twenty columns and m rows."""
    rng = np.random.default_rng(0)
    X = np.round(rng.normal(size=(m, 20)), 4)
    lines = [",".join([*(f"c{k}" for k in range(20)), "sold"])]
    return lines + [",".join(map(str, [*row, int(row[0] > 0)])) for row in X.tolist()]


def number_of_calls(work):
    """Return how many functions are called while it works, NumPy's and Python's own, too."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def test_a_large_file_is_read(read):
    assert read(large(50_000)).X_train.shape == (20, 40_000)


def test_twice_as_many_rows_are_twice_the_work_at_most(read):
    one, two = (
        number_of_calls(lambda m=m: read(large(m))) - number_of_calls(lambda m=m: large(m))
        for m in (2000, 4000)
    )
    assert two <= 2.05 * one
