"""Try the course with other versions than the locks have: the oldest we declare, or the newest.

    python tools/try_versions.py oldest    the lowest version of everything in pyproject.toml
    python tools/try_versions.py newest    the newest of everything, without locks and constraints

Makes an environment of its own, for the Python that runs this, and runs the quick tests in it
(further arguments go to pytest). It needs uv (`pip install uv`) and the network. The exit code is
that of the tests: other than 0, either mend the course or change what pyproject.toml declares.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOLUTIONS = {"oldest": "lowest-direct", "newest": "highest"}
# The stored outputs are those of the locks, and what a figure's text says may differ by a hair.
TESTS = ["tests"]


def main(which, more):
    """Install, say what came, test; return the exit code."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit("uv was not found on the PATH. Try pip install uv.")
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True, symlinks=os.name != "nt")
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        wanted = ["--resolution", RESOLUTIONS[which], "-r", "pyproject.toml", "--extra", "test"]
        install = [uv, "pip", "install", "--quiet", "--python", python, *wanted]
        subprocess.run(install, cwd=ROOT, check=True)
        subprocess.run([uv, "pip", "list", "--python", python], cwd=ROOT, check=True)
        # The kernels that the tests start have to be this environment's, and find the package.
        environment = os.environ | {"PYTHONPATH": str(ROOT), "JUPYTER_PREFER_ENV_PATH": "1"}
        environment["PATH"] = os.pathsep.join([str(python.parent), environment.get("PATH", "")])
        tests = [python, "-m", "pytest", "-p", "no:cacheprovider", "-n", "auto", "--dist=loadfile"]
        tests += more or TESTS
        return subprocess.run(tests, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in RESOLUTIONS:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
