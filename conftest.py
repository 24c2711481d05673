"""For all tests: what counts as a fault, how outputs are compared, and what a run leaves out.

One rule says which warnings are faults, here and in the notebooks' kernels.
"""

import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from nbval.plugin import IPyNbCell

STRICT = str(Path(__file__).parent / "tests" / "strict")
sys.path.insert(0, STRICT)

import warning_rule  # noqa: E402

from tests.compared import compare_what_was_shown  # noqa: E402


def pytest_configure(config):
    for line in warning_rule.lines():
        config.addinivalue_line("filterwarnings", line)
    # Every Python started from here on imports the sitecustomize that lies in this folder.
    os.environ["CLASSROOM_ANSWERS"] = "nowhere"  # nothing that somebody answered changes a result
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [STRICT, os.environ.get("PYTHONPATH")]))


# The kinds of slow tests, and what stands after their number where they are left out.
KINDS = {
    "mutants": "that try every small change of an exercise's solution",
    "solved": "of the notebooks with all exercises solved and every control moved",
    "browser": "in a browser: JupyterLab, Notebook 7, nbclassic, Voila",
    "site": "of the reading site, once it is built",
    "published run": "of the published run of 10,000 epochs",
    "install": "that install Keras, or download it",
    "long": "of other kinds that take several seconds each",
}
LEFT_OUT = pytest.StashKey()


def pytest_collection_modifyitems(items):
    for item in items:
        if isinstance(item, IPyNbCell):
            compare_what_was_shown(item)
        for mark in item.iter_markers("slow"):
            if not mark.args or mark.args[0] not in KINDS:
                raise pytest.UsageError(f"{item.nodeid}: slow, but of none of the kinds in {KINDS}")


def pytest_deselected(items):
    """Count what a plain run leaves out: this process's own account, or a worker's."""
    config = items[0].config
    # What -k or --deselect leaves out, `--all` with the same words would leave out, too.
    otherwise = config.getoption("keyword") or config.getoption("deselect")
    if config.getoption("markexpr") == "not slow" and not otherwise:
        counts = config.stash.setdefault(LEFT_OUT, Counter())
        counts.update(mark.args[0] for item in items for mark in item.iter_markers("slow"))


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left out"] = dict(session.config.stash.get(LEFT_OUT, {}))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Take over a worker's count: all workers have collected the same."""
    counts = getattr(node, "workeroutput", {}).get("left out")
    if counts:
        node.config.stash[LEFT_OUT] = counts


def pytest_terminal_summary(terminalreporter, config):
    """Say what a plain run leaves out, in the last lines before pytest's own."""
    counts = config.stash.get(LEFT_OUT, {})
    if counts:
        terminalreporter.section("left out, and run by python3 start.py --test --all")
        for kind, words in KINDS.items():
            if counts.get(kind):
                terminalreporter.write_line(f"{counts[kind]:5} {words}")
