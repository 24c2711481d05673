"""NumPy's settings for what overflows or rounds to 0, as they are before anybody changes them."""

import numpy as np


def numpys_own_settings():
    """Return a context in which rounding to 0 is no error, also after np.seterr(all="raise")."""
    return np.errstate(divide="warn", over="warn", under="ignore", invalid="warn")
