"""Times measured while a notebook runs, for notebooks 08 and 09: taken fairly, written shortly."""

import time

import numpy as np

# Stands before every number that is measured, so that readers, and the comparison of outputs, know
# which ones differ from run to run. Unlike a stopwatch it is in nearly every font.
CLOCK = "◷"


def lasted(run, *arguments):
    """Return the seconds that a call takes: of so many calls that the clock sees time go by.

    A browser's clock moves in steps of a tenth of a millisecond, in which a short call may fit.
    """
    start, calls, seconds = time.perf_counter(), 0, 0
    while seconds <= 0:
        run(*arguments)
        calls, seconds = calls + 1, time.perf_counter() - start
    return seconds / calls


def in_turn(runs, rounds=7, least_seconds=0.2):
    """Time functions in turn, so that what else the computer does hits all of them alike.

    Short ones get more than the given rounds, until so many seconds have passed.

    Returns
    -------
    list of float
        The least seconds each of them took: all that disturbs makes it longer, nothing shorter.
        The first round warms up and does not count.
    """
    least = [np.inf] * len(runs)
    for run in runs:
        run()
    turn, end = 0, time.perf_counter() + least_seconds
    while turn < rounds or time.perf_counter() < end:
        for k, run in enumerate(runs):
            least[k] = min(least[k], lasted(run))
        turn += 1
    return least


def duration(seconds, digits=3):
    """Write a time with its unit, with so many digits and never as 1e+02."""
    for unit, name in [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]:
        if seconds >= unit or name == "µs":
            return f"{_rounded(seconds / unit, digits)} {name}"


def took(seconds):
    """Write a measured time with two digits, marked as measured."""
    return f"{CLOCK} {duration(seconds, digits=2)}"


def times(factor):
    """Write a measured factor with two digits, marked in the same way."""
    return f"{CLOCK} {_rounded(factor, 2)} ×"


def _rounded(number, digits):
    return f"{float(f'{number:.{digits}g}'):,.10g}"
