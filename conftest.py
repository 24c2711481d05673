"""For all tests: one rule says which warnings are faults, here and in the notebooks' kernels."""

import os
import sys
from pathlib import Path

STRICT = str(Path(__file__).parent / "tests" / "strict")
sys.path.insert(0, STRICT)

import warning_rule  # noqa: E402


def pytest_configure(config):
    for line in warning_rule.lines():
        config.addinivalue_line("filterwarnings", line)
    # Every Python started from here on imports the sitecustomize that lies in this folder.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [STRICT, os.environ.get("PYTHONPATH")]))


def pytest_terminal_summary(terminalreporter, config):
    """Say what a plain run leaves out, in the last lines before pytest's own."""
    if config.getoption("markexpr") == "not slow":
        terminalreporter.section("not run")
        terminalreporter.write_line(
            "The slow tests: JupyterLab in a browser, the published run of 10,000 epochs, the "
            "notebooks with every exercise solved. `python3 start.py --test --all` runs them, too."
        )
