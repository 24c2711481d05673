"""For all tests: in the notebooks' kernels, too, a warning is a fault.

Only that the kernel's own shutdown will be written otherwise some day is not our fault.
"""

import os


def pytest_configure():
    os.environ["PYTHONWARNINGS"] = "error,ignore::PendingDeprecationWarning"
