"""Builds the course, both of its packages, as one wheel in plain Python."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def course_wheel(folder, options=()):
    """Build the wheel into a folder and return its path; `options` are further ones for pip."""
    with tempfile.TemporaryDirectory() as place:
        # In a copy, because setuptools leaves its own files beside what it builds, and takes them.
        for name in ("nnlib", "classroom"):
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, Path(place) / name, ignore=ignore)
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, place)
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *options]
        subprocess.run([*command, "-w", str(folder), place], check=True)
    [wheel] = Path(folder).glob("nnlib-*.whl")
    return wheel
