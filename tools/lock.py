"""Compile the locks anew: exact versions with hashes, for every Python and system we serve.

    python tools/lock.py              after a change of pyproject.toml or constraints.txt
    python tools/lock.py --upgrade    move to the newest versions, too

It needs uv (`pip install uv`). Afterwards run all tests and, if stored outputs change for a good
reason, refresh the notebooks.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHOLE = "locks/test.lock"
# The lock for the tests is the whole; the others hold a part of it, in the same versions.
LOCKS = {
    WHOLE: ["test"],
    "requirements.lock": ["course"],
    "locks/keras.lock": ["course", "keras"],
    "locks/lessons.lock": ["lessons"],
    "locks/site.lock": ["site"],
    "locks/browser.lock": ["browser"],
    "locks/hub.lock": ["course", "hub"],
}
# No host name gets into the locks, so they serve with any mirror; extras are kept for older pips.
OPTIONS = "--universal --python-version 3.11 --generate-hashes --no-annotate --no-header "
OPTIONS += "--no-strip-extras --quiet --constraint constraints.txt"


def command(uv, lock, more=()):
    """Return the command that compiles one lock."""
    extras = [word for extra in LOCKS[lock] for word in ("--extra", extra)]
    same = [] if lock == WHOLE else ["--constraint", WHOLE]
    return [
        uv,
        "pip",
        "compile",
        "pyproject.toml",
        *extras,
        *OPTIONS.split(),
        *same,
        *more,
        "-o",
        lock,
    ]


def main(more):
    """Compile every lock, the whole first."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit("uv was not found on the PATH. Try pip install uv.")
    for lock in LOCKS:
        subprocess.run(command(uv, lock, more), cwd=ROOT, check=True)
        print(f"{lock} is compiled.")


if __name__ == "__main__":
    main(sys.argv[1:])
