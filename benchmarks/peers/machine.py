"""The machine in words, and the looks of the pictures."""

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

from classroom.svg import BLUE, GREEN, GREY, ORANGE

COLOURS = BLUE, ORANGE, GREEN, GREY


def describe():
    """Return one sentence on the machine, the versions and the day."""
    return (
        f"{os.cpu_count()} cores ({_processor()}), {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, NumPy {version('numpy')}, {date.today():%d %B %Y}"
    )


def load():
    """Return how many processes wanted a core in the last minute; None where nobody counts."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def _processor():
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "processor unknown"
