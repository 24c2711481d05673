"""ruff's word on all Python, in files and in notebooks; and what may not be written anywhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff(command):
    result = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--no-cache", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def written():
    """Yield every text file of the project, without the environment and caches."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts)
        hidden = hidden or parts[0] in ("my_course", "my_teaching", "for_class")  # not ours
        if path.is_file() and not hidden and path.suffix in {".py", ".md", ".ipynb", ".toml", ""}:
            yield path


def test_no_loose_ends_in_the_code():
    for path in written():
        if path.suffix == ".py" and path != Path(__file__):
            assert not re.search(r"\b(TODO|FIXME|XXX)\b", path.read_text(encoding="utf-8")), path
