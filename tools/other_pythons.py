"""Set up and test the course with every other supported Python on this computer.

    python tools/other_pythons.py SECONDS    start none once so many seconds have gone by

They are looked for on the PATH and in pyenv's folder: one of each minor version from start.py's
oldest to its newest, but not the one that runs this. Each gets a fresh copy of the project, without
an environment, and does there what a person would: start.py --test. All environments are set up at
the same time, for that keeps one processor busy at most; then one Python after the other is tested.
The exit code is 0 if all of them passed, or none was found.

What says the same with every Python is left out, and that is printed. On GitHub the whole runs with
every Python.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import start  # noqa: E402

ASK = "import ensurepip, sys; print(*sys.version_info[:3], sep='.')"
LEFT_OUT = {
    "what reads the project as text: style, documents, workflows, imports, versions": [
        "tests/course/test_arrows.py",
        "tests/course/test_no_clock.py",
        "tests/course/test_notebooks.py",
        "tests/course/test_style.py",
        "tests/course/test_version.py",
        "tests/course/test_workflows.py",
    ],
    "the maintainers' tools and benchmarks, and every command of the documents": [
        "tests/course/test_benchmarks.py",
        "tests/course/test_commands.py",
        "tests/course/test_tools.py",
    ],
    "every slip, every cause and every learner's line, exercise by exercise": [
        "tests/practice/test_causes.py",
        "tests/practice/test_content.py",
        "tests/practice/test_learners.py",
        "tests/practice/test_slips.py",
    ],
    "five notebooks that go deeper by training the same functions for long": [
        "notebooks/deeper/01_four_failures.ipynb",
        "notebooks/deeper/07_gallery_of_failures.ipynb",
        "notebooks/deeper/08_where_goliath_catches_up.ipynb",
        "notebooks/deeper/09_the_whole_ladder.ipynb",
        "notebooks/deeper/10_choosing_without_peeking.ipynb",
    ],
}


def candidates():
    """Yield every program that may be a supported Python, those on the PATH first."""
    (major, oldest), (_, newest) = start.OLDEST, start.NEWEST
    names = [f"python{major}.{minor}" for minor in range(oldest, newest + 1)]
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        yield from (Path(folder) / name for name in names)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(pyenv.glob("versions/*/bin/python"))


def version_of(program):
    """Return a program's version, (3, 12, 1), or None if it is no Python that can make a venv."""
    try:
        done = subprocess.run([program, "-c", ASK], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    # A name that pyenv has put on the PATH answers only for the version that is switched on.
    return tuple(map(int, done.stdout.split("."))) if done.returncode == 0 else None


def others():
    """Return {minor version: program}: the first of each supported one, but for our own."""
    found = {}
    for program in candidates():
        version = version_of(program) if program.is_file() else None
        if version and start.OLDEST <= version[:2] <= start.NEWEST:
            found.setdefault(version[:2], (version, program))
    found.pop(sys.version_info[:2], None)
    return dict(sorted(found.values()))


def fresh_copy(folder):
    """Copy what git knows of the project into a folder; return the copy."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place)
    return folder


def begin_set_up(program, folder):
    """Begin to set up a fresh copy in a folder with a Python, as start.py does it by itself."""
    # pytest's own version is the least that start.py --test can be asked for.
    command = [program, "start.py", "--test", "--version"]
    return subprocess.Popen(command, cwd=fresh_copy(folder))


def test_with(program, folder):
    """Test the copy in a folder with the Python that it is set up for; return the exit code."""
    ignored = [f"--ignore={path}" for paths in LEFT_OUT.values() for path in paths]
    return subprocess.run([program, "start.py", "--test", *ignored], cwd=folder).returncode


def main(seconds):
    """Test with one Python after the other; return how many failed."""
    failed, end = 0, time.monotonic() + seconds
    pythons = others()
    if not pythons:
        print("No other supported Python was found on this computer.", flush=True)
        return 0
    print("With other Pythons these tests are left out, which say the same with every one:")
    for words, paths in LEFT_OUT.items():
        print(f"  {words} ({', '.join(Path(path).name for path in paths)})", flush=True)
    with ExitStack() as stack:
        folders = {
            version: Path(stack.enter_context(tempfile.TemporaryDirectory())) for version in pythons
        }
        beginnings = [begin_set_up(pythons[version], folders[version]) for version in pythons]
        for set_up in beginnings:
            set_up.wait()  # where it fails, the tests fail at once, and say why once more
        for version, program in pythons.items():
            name = ".".join(map(str, version))
            if time.monotonic() > end:
                print(f"Python {name} was left out, because the time is up.", flush=True)
                continue
            print(f"Python {name} is tested in a fresh environment:", flush=True)
            begun, code = time.monotonic(), test_with(program, folders[version])
            outcome = "passed" if code == 0 else f"FAILED (exit code {code})"
            print(f"Python {name}: {outcome}, {time.monotonic() - begun:.0f} s.", flush=True)
            failed += code != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
