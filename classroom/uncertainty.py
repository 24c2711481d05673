"""How far a share that was counted may be from the true one."""

import numpy as np


def wilson_interval(right, m, z=1.96):
    """Return the range of true accuracies that fit `right` of m test points: Wilson's interval.

    With z = 1.96 the range holds the true accuracy in about 95 of 100 such tests.
    """
    share = right / m
    middle = share + z**2 / (2 * m)
    half = z * np.sqrt(share * (1 - share) / m + z**2 / (4 * m**2))
    return float((middle - half) / (1 + z**2 / m)), float((middle + half) / (1 + z**2 / m))
