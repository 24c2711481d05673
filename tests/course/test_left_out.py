"""What a plain run of the tests leaves out, it says: how many tests, of which kind."""

import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

import conftest
from tests.notebooks import ROOT

FILE = "tests/course/test_published_run.py"
pytestmark = pytest.mark.slow("long")  # each starts pytest anew


def last_lines(*options):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    return run.stdout.splitlines()[-4:]


@pytest.mark.parametrize("workers", ["0", "2"])
def test_slow_tests_left_out_are_counted_by_kind(workers):
    heading, line, end = last_lines("-n", workers, FILE)[-3:]
    assert "python3 start.py --test --all" in heading
    assert line.split(None, 1) == ["4", conftest.KINDS["published run"]]
    assert re.match(r"=* ?(no tests ran|4 deselected)", end), "pytest's own line is the last"


@pytest.mark.parametrize(
    "options",
    [["-m", ""], ["-k", "trainer_ends"], ["--deselect", f"{FILE}::test_the_record_is_what_train"]],
    ids=" ".join,
)
def test_nothing_is_said_where_all_would_not_add_just_these(options):
    assert not any("--all" in line for line in last_lines("--collect-only", *options, FILE))


@pytest.mark.parametrize("arguments", [(), ("of no kind",)])
def test_every_slow_test_is_of_a_known_kind(arguments):
    mark = SimpleNamespace(args=arguments)
    item = SimpleNamespace(nodeid="it", iter_markers=lambda name: [mark])
    with pytest.raises(pytest.UsageError, match="it: slow, but of none of the kinds"):
        conftest.pytest_collection_modifyitems([item])
