"""Set up this project and open its notebooks: python3 start.py

The first start makes a folder .venv beside this file and installs into it exactly the packages
listed in requirements.lock; later starts find it ready. It makes a copy of the notebooks to work
in, my_course, and keeps it up to date without writing over anything that is changed there. With
--teach it opens a teacher's copy, my_teaching, in the form that a class can read from afar. With
--test it installs the packages of locks/test.lock, which are the same and more, and runs the tests
instead. Only Python's standard library is used here, and nothing else of the project is changed.
"""

import argparse
import errno
import hashlib
import importlib.util
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from contextlib import contextmanager
from pathlib import Path

from tools import copies

ROOT = Path(os.path.abspath(__file__)).parent
MINE, ANSWERS = "my_course", ["solution"]  # the tag of the cells that a class does not get
TEACHERS = "my_teaching"
# The newest is the newest for which there is a wheel of everything in the locks.
OLDEST, NEWEST = (3, 11), (3, 14)
COURSE, TESTS = "requirements.lock", "locks/test.lock"  # the second holds all of the first
STAMP, UNFINISHED = "nnlib-stamp.txt", "unfinished"  # its text during an installation

# JupyterLab's own, where they are not as it comes.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # Saved with the notebook, a panel shows its last picture again the next day.
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
}
# In front of a class there is one notebook and nothing beside it,
SINGLE = {"@jupyterlab/application-extension:shell": {"startMode": "single"}}
NOTHING = {"collapsed": True, "visible": False}
WINDOW = {
    "data": {
        "layout-restorer:data": {
            "left": NOTHING,
            "right": NOTHING,
            "top": {"simpleVisibility": False},
        }
    },
    "metadata": {"id": "default"},
}
WINDOW_FILE = "default-37a8.jupyterlab-workspace"  # so JupyterLab calls it
# and letters have at least 18 pixels: 2.5 % of the height of a projector's 720.
LETTERS = {
    "overrides": {"code-font-size": "18px", "content-font-size1": "20px", "ui-font-size1": "18px"}
}
LETTERS_FILE = "@jupyterlab/apputils-extension/themes.jupyterlab-settings"

NO_PIP = (
    "This Python cannot make an environment with pip in it. Install what is missing (on Debian "
    "and Ubuntu: sudo apt install python3-venv), then run start.py again."
)
BAD_LOCK = (
    "The list of packages (requirements.lock, or one in the folder locks) is missing or damaged, "
    "or a download does not match it. Fetch a fresh copy of the project, then run start.py again."
)
OTHER_KIND = (
    "The folder {folder} does not hold all packages for this kind of computer and Python {python}. "
    "Make another one, with start.py --wheels, on a computer of this kind that has a network."
)
# What pip or the computer says, and what we say. The first pattern that fits wins.
SENTENCES = [
    (
        r"no space left on device|errno 28\b|winerror 112\b|quota exceeded",
        "The disk is full. Free about 2 GB, then run start.py again.",
    ),
    (
        r"do not match the hashes|require-hashes mode|invalid requirement|"
        r"could not open requirements file",
        BAD_LOCK,
    ),
    (
        r"permission denied|not permitted|errno 13\b|winerror (5|32)\b|read-only file system",
        "This folder cannot be written to, or another program holds its .venv open. Close programs "
        "that use it, or copy the project to a folder of your own, then run start.py again.",
    ),
    (
        # Offline, pip complains of the connection, then finds no version of the first package.
        r"(?s)^(?!.*from versions: *\d).*(connection (error|broken|refused|reset|aborted)|"
        r"connectionerror|failed to (connect|establish)|timed ?out|proxyerror|max retries exceeded|"
        r"unreachable|name resolution|getaddrinfo failed|certificate_verify_failed)",
        "The packages could not be downloaded, because the server was not reached. Check the "
        "network (and the proxy, if you need one), then run start.py again.",
    ),
    (
        r"no matching distribution found for (?P<package>\S+)",
        "The server has no ready-made {package} for Python {python} on this computer. Run start.py "
        "with a Python from {oldest} to {newest}. If this is already one of them, check the "
        "network and try again.",
    ),
]


class Stop(Exception):
    """We cannot go on; the message says in a sentence or two why, and what to do."""


def dotted(version):
    """(3, 11, 7) -> '3.11'."""
    return ".".join(str(part) for part in version[:2])


def check_python(version):
    """Stop if this Python is older than the packages support."""
    if tuple(version[:2]) < OLDEST:
        need = f"Python {dotted(OLDEST)} or newer is needed, but this is {dotted(version)}. "
        raise Stop(need + "Install Python 3.13, then run start.py with it.")


def explain(text):
    """The sentence for what pip or an OSError says, or None if none fits."""
    names = {"python": sys.version_info, "oldest": OLDEST, "newest": NEWEST}
    names = {key: dotted(version) for key, version in names.items()}
    for pattern, sentence in SENTENCES:
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            return sentence.format(**dict(names, **found.groupdict()))
    return None


def explain_or_show(text):
    """The sentence for a failed pip, or the end of its output when no sentence fits."""
    tail = "\n".join(text.strip().splitlines()[-15:])
    return (
        explain(text)
        or "pip could not install the packages. This is the end of what it said:\n" + tail
    )


def venv_python(root):
    """Where the environment's Python is."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def clean_environment(root):
    """The user's environment variables, less those that would lead Python or pip astray."""
    astray = "REQUIRE_VIRTUALENV TARGET PREFIX ROOT PYTHON DRY_RUN NO_DEPS NO_BINARY CONSTRAINT"
    # With PYTHONOPTIMIZE=2 there are no docstrings, and Jupyter cannot do without its own.
    drop = ["PYTHONPATH", "PYTHONHOME", "PYTHONOPTIMIZE", "PYTHONWARNINGS"]
    drop += ["PIP_" + word for word in astray.split()]
    env = {key: value for key, value in os.environ.items() if key.upper() not in drop}
    env.update(VIRTUAL_ENV=str(root / ".venv"), PIP_USER="0", JUPYTER_PREFER_ENV_PATH="1")
    env["PATH"] = str(venv_python(root).parent) + os.pathsep + env.get("PATH", "")
    return env


def home_for(root):
    """Variables that put the home folder into .venv if the user's own cannot be written to.

    Jupyter keeps settings and addresses there, and stops if it cannot.
    """
    home, place = os.path.expanduser("~"), root / ".venv" / "home"
    try:
        with tempfile.TemporaryFile(dir=home):
            return {}
    except OSError:
        place.mkdir(parents=True, exist_ok=True)
        print(
            f"Your home folder, {home}, cannot be written to, so settings go to {place}.",
            flush=True,
        )
        return dict.fromkeys(["HOME", "USERPROFILE", "APPDATA"], str(place))


def ask(root, *command):
    """Run a command without showing its output; return its exit code and that output."""
    env = dict(clean_environment(root), PYTHONIOENCODING="utf-8")
    command = [str(part) for part in command]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def probe(root):
    """(version, site-packages) of the environment's Python, or None if it does not work."""
    code = "import json, platform as p, sysconfig as s"
    code += "; print(json.dumps([p.python_version(), s.get_path('purelib')]))"
    try:
        version, site = json.loads(ask(root, venv_python(root), "-c", code)[1])
    except (OSError, ValueError):
        return None
    # After an upgrade of the system's Python this folder is missing: its name has the version.
    return (version, Path(site)) if os.path.isdir(site) else None


def find_pip(root):
    """The command for pip: the environment's own, or the outer one if it is 22.3 or newer."""
    own, outer = [venv_python(root), "-m", "pip"], [sys.executable, "-m", "pip"]
    if ask(root, *own, "--version")[0] == 0:
        return own
    version = re.match(r"pip (\d+)\.(\d+)", ask(root, *outer, "--version")[1])
    if version and tuple(map(int, version.groups())) >= (22, 3):
        return [*outer, "--python", venv_python(root)]
    return None


def build_venv(root):
    """Make a new .venv in place of whatever is there; return what probe says of it."""
    try:
        import venv

        with_pip = importlib.util.find_spec("ensurepip") is not None
        place, links = str(root / ".venv"), os.name != "nt"
        venv.create(place, clear=True, symlinks=links, with_pip=with_pip)
    except ImportError:
        raise Stop(NO_PIP) from None
    except ValueError as error:  # such as a folder name with the character that separates PATH
        raise Stop(f"{error} Rename or move what is in the way, then run start.py again.") from None
    except subprocess.CalledProcessError as error:
        raise Stop(explain_or_show((error.output or b"").decode("utf-8", "replace"))) from None
    found = probe(root)
    if found is None:
        raise Stop("The new .venv does not work. Install Python again, then run start.py again.")
    return found


def install(root, lock, wheels=None):
    """Install the packages that a lock lists, every one checked against its hash.

    With a folder of wheels they come from there, and no network is asked.
    """
    pip = find_pip(root)
    if pip is None:
        raise Stop(NO_PIP)
    # With no retries pip does not say why it found nothing, so their number is set here.
    # What is never imported need not be compiled: that saves a quarter of the first start.
    options = ["--no-input", "--retries=3", "--no-compile", "--require-hashes"]
    options += ["--only-binary=:all:"]
    if wheels:
        options += ["--no-index", f"--find-links={wheels}"]
    code, text = ask(root, *pip, "install", *options, "-r", root / lock)
    if code and wheels and re.search("no matching distribution", text, re.IGNORECASE):
        raise Stop(OTHER_KIND.format(folder=wheels, python=dotted(sys.version_info)))
    if code:
        raise Stop(explain_or_show(text))
    if lock == TESTS:
        # A compiler's remark on a library's source must not come up in the middle of a test. Some
        # packages carry files for other Pythons, which is why no exit code is looked at.
        ask(root, venv_python(root), "-m", "compileall", "-q", "-j", "0", probe(root)[1])


def download(root, lock, folder):
    """Put the packages that a lock lists into a folder, as wheels for computers like this one."""
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--no-input", "--retries=3", "--require-hashes", "--only-binary=:all:"]
    command = [
        *(find_pip(root) or [sys.executable, "-m", "pip"]),
        "download",
        *options,
        f"--dest={folder}",
        "-r",
        root / lock,
    ]
    code, text = ask(root, *command)
    if code:
        raise Stop(explain_or_show(text))
    print(
        f"The folder {folder} holds all that a computer of this kind, with Python "
        f"{dotted(sys.version_info)}, needs. Take it and this project there, and run: "
        "python3 start.py --wheels FOLDER",
        flush=True,
    )


def write_if_different(path, text):
    """Write a small file, unless it already says the same."""
    if not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def as_json(values):
    """Settings as the text of a file."""
    return json.dumps(values, indent=2) + "\n"


def write_pth(root, site):
    """Make both packages importable: a .pth file adds the root, relative to site-packages.

    A relative path is plain ASCII whatever the folder is called, and stays right when it moves.
    """
    write_if_different(site / "nnlib-root.pth", os.path.relpath(str(root), str(site)) + "\n")


def write_overrides(root):
    """Let JupyterLab start without its question about news, and save what panels show."""
    path = root / ".venv/share/jupyter/lab/settings/overrides.json"
    write_if_different(path, as_json(SETTINGS))


def digest(root, lock):
    """The fingerprint of a lock: another one means other packages."""
    try:
        return hashlib.sha256((root / lock).read_bytes()).hexdigest()
    except FileNotFoundError:
        raise Stop(BAD_LOCK) from None


def grab(file):
    """Take the lock on an open file, or return False; it is given back when the file is closed."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:  # some network drives have no locks: there nobody waits
        return error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


@contextmanager
def alone(root):
    """Let one start at a time set up; another one waits until the first has done it."""
    with open(str(root / ".start.lock"), "w") as file:
        if not grab(file):
            print(
                "Another start.py is setting up this folder. This one waits until it has finished.",
                flush=True,
            )
            while not grab(file):
                time.sleep(0.2)
        yield


def ready(root, lock):
    """(version, site-packages) of a .venv that holds the packages of a lock, or None."""
    found, said = probe(root), stamp_text(root).split()
    return found if found and said[:1] == [found[0]] and digest(root, lock) in said else None


def stamp_text(root):
    """The Python's version and the fingerprint of every lock that is installed; or "unfinished"."""
    stamp = root / ".venv" / STAMP
    return stamp.read_text(encoding="utf-8", errors="replace") if stamp.is_file() else ""


def fill(root, lock, wheels=None):
    """Make .venv, if it has to be, and install the packages of a lock; return what probe says."""
    needs = "needs no network" if wheels else "needs the network"
    print(
        f"The environment .venv is being set up. This takes about a minute and {needs}.",
        flush=True,
    )
    found, stamp = probe(root), root / ".venv" / STAMP
    if not found or stamp_text(root) == UNFINISHED or find_pip(root) is None:
        found = build_venv(root)
    stamp.write_text(UNFINISHED, encoding="utf-8")
    install(root, lock, wheels)
    locks = sorted({COURSE, lock})  # what the tests need holds what the course needs
    stamp.write_text(" ".join([found[0], *(digest(root, x) for x in locks)]), encoding="utf-8")
    return found


def set_up(root, lock=COURSE, wheels=None):
    """Make .venv hold the packages of a lock; at once when its stamp says that it does."""
    digest(root, lock)  # without a lock nothing is begun
    found = ready(root, lock)
    if not found:
        with alone(root):
            found = ready(root, lock) or fill(root, lock, wheels)
    write_pth(root, found[1])
    write_overrides(root)


def free_port(first=8888, tries=50):
    """The first port from `first` upwards that nothing on this computer uses."""
    for port in range(first, first + tries):
        with socket.socket() as trial:
            if os.name != "nt":  # a port closed a moment ago is free, as JupyterLab sees it too
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass
    taken = f"Every port from {first} to {first + tries - 1} on this computer is taken. "
    raise Stop(taken + "Close other programs that use them, then run start.py again.")


def first_notebook(folder):
    """The name of the notebook with the lowest number (9 before 10), or None."""

    def order(name):
        number = re.match(r"\d+", name)
        return (int(number.group()) if number else float("inf"), name)

    return min((path.name for path in folder.glob("*.ipynb")), key=order, default=None)


def own_copies(root):
    """Bring the copies in my_course up to date; say what the owner should know."""
    folder = root / MINE
    if not folder.exists():
        print(f"Your own copy of the notebooks is in the folder {MINE}.", flush=True)
    for path in copies.bring_up_to_date(root / "notebooks", folder):
        print(
            f"{path.as_posix()}: there is a newer version, but you have changed yours, so it was "
            "left alone. To get the newer one, and to keep yours beside it in the folder earlier, "
            f"run: python3 start.py --fresh {path.name[:2]}",
            flush=True,
        )


def teachers_copies(root):
    """Bring the copies in my_teaching up to date, as if no class had seen them yet."""
    folder = root / TEACHERS
    for path in copies.bring_up_to_date(root / "notebooks", folder, fold=True):
        print(
            f"{path.as_posix()}: there is a newer version, but you have changed yours, so it was "
            f"left alone. To get the newer one, move yours out of the folder {TEACHERS}.",
            flush=True,
        )
    copies.clear_outputs(folder)


def teaching(root):
    """What a start for a class has of its own: (variables, options of JupyterLab).

    Settings, windows and answers lie apart from the learner's. The windows and the answers of the
    last class are gone; the letters stay as large as the teacher has made them.
    """
    place = root / ".venv" / "teaching"
    settings, windows, answers = place / "settings", place / "windows", place / "answers.json"
    if answers.exists():
        answers.unlink()
    write_if_different(place / "app" / "overrides.json", as_json(dict(SETTINGS, **SINGLE)))
    write_if_different(windows / WINDOW_FILE, as_json(WINDOW))
    if not (settings / LETTERS_FILE).exists():
        write_if_different(settings / LETTERS_FILE, as_json(LETTERS))
    variables = {
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(windows),
        "CLASSROOM_ANSWERS": str(answers),
    }
    return variables, [f"--LabApp.app_settings_dir={place / 'app'}"]


def take_afresh(root, number):
    """Put the course's notebook of this number into my_course again; say where the old one is."""
    done = copies.afresh(root / "notebooks", root / MINE, number)
    if not done:
        raise Stop(f"No notebook begins with {number!r}, expected a number such as 03.")
    for path, old in done.items():
        kept = f" Yours is kept as {old.relative_to(root).as_posix()}." if old else ""
        print(f"{path.as_posix()} is a fresh copy now.{kept}", flush=True)


def copies_for_a_class(root, folder, no_help=False):
    """Make the copies without solutions, or without hints too, that a teacher gives to a class."""
    if folder.exists() and any(folder.iterdir()) and not (folder / copies.RECORD).is_file():
        raise Stop(f"The folder {folder} holds other things. Name a new one, then try again.")
    left_out = [*ANSWERS, "help"] if no_help else ANSWERS
    for path in copies.bring_up_to_date(root / "notebooks", folder, left_out):
        print(f"{path.as_posix()} has been changed, so it was left alone.", flush=True)
    copies.set_rules(folder, hints=not no_help, solutions=False, renew=no_help)
    without = "hints and solutions" if no_help else "solutions"
    print(
        f"The copies without {without} are in {folder}. To open them, run: python3 start.py "
        f"{folder}"
    )


def lab_command(root, folder, port, browser):
    """The command that runs JupyterLab on the notebooks of a folder.

    If another program takes the port in the meantime, JupyterLab goes on to the next.
    """
    notebook = first_notebook(folder)
    url = "/lab/tree/" + urllib.parse.quote(notebook) if notebook else "/lab"
    command = [venv_python(root), "-m", "jupyterlab", "--log-level=WARN", "--ip=127.0.0.1"]
    command += [f"--port={port}", "--ServerApp.port_retries=50", "--ServerApp.answer_yes=True"]
    command += [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url={url}"]
    command += [] if browser else ["--no-browser"]
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0  # as in a container
    return command + (["--allow-root"] if as_root else [])


def test_command(root, arguments):
    """The command that runs the tests, with --all the slow ones too; the rest goes to pytest."""
    rest = [word for word in arguments if word != "--all"]
    # Both processors work, a file of tests each; the empty -m undoes pyproject's "not slow".
    command = [venv_python(root), "-m", "pytest", "-n", "auto", "--maxprocesses=4"]
    command += ["--dist=loadfile", *(["-m", ""] if "--all" in arguments else [])]
    return command + rest


def run(root, command, variables=()):
    """Run a command in the root folder and return its exit code; Ctrl-C and signals reach it."""
    command, env = [str(part) for part in command], dict(clean_environment(root), **dict(variables))
    if os.name != "nt":
        signal.signal(signal.SIGINT, signal.default_int_handler)  # some shells turn Ctrl-C off
        os.chdir(str(root))
        os.execve(command[0], command, env)  # from here on this process is the command
    child = subprocess.Popen(command, cwd=str(root), env=env)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            pass  # Ctrl-C has reached the command too: let it end by itself


def main(arguments=None, root=ROOT):
    """Do what the command line asks; return the exit code."""
    try:
        check_python(sys.version_info)
        parser = argparse.ArgumentParser(description="Open the notebooks, or run the tests.")
        parser.add_argument("folder", nargs="?", help="open the notebooks of this folder instead")
        parser.add_argument(
            "--fresh", metavar="03", help="fetch this notebook afresh, and keep the old one"
        )
        parser.add_argument(
            "--class",
            dest="pupils",
            metavar="FOLDER",
            help="make copies without solutions for a class",
        )
        parser.add_argument(
            "--no-help", action="store_true", help="with --class: without hints, too, for a test"
        )
        parser.add_argument(
            "--teach", action="store_true", help="open a teacher's own copy, to show it to a class"
        )
        parser.add_argument(
            "--wheels",
            metavar="FOLDER",
            help="put the packages into this folder; where it holds them already, use them",
        )
        parser.add_argument("--no-browser", action="store_true", help="only print the address")
        rest = {"nargs": argparse.REMAINDER, "metavar": "PYTEST_ARGUMENT"}
        parser.add_argument("--test", help="run the tests; --all adds the slow ones", **rest)
        options = parser.parse_args(arguments)
        if options.pupils is not None:
            copies_for_a_class(root, Path(options.pupils).absolute(), options.no_help)
            return 0
        if options.fresh is not None:
            take_afresh(root, options.fresh)
            return 0
        wheels = options.wheels and Path(options.wheels).absolute()
        filled = wheels and any(wheels.glob("*.whl"))
        set_up(root, COURSE if options.test is None else TESTS, wheels if filled else None)
        if wheels and not filled:
            download(root, COURSE, wheels)
            return 0
        if options.test is not None:
            return run(root, test_command(root, options.test))
        folder = Path(options.folder or root / (TEACHERS if options.teach else MINE)).absolute()
        if options.folder is None:
            teachers_copies(root) if options.teach else own_copies(root)
        elif not folder.is_dir():
            raise Stop(f"There is no folder {folder}. Name one that holds notebooks.")
        command = lab_command(root, folder, free_port(), not options.no_browser)
        print("JupyterLab is starting. To stop it, press Ctrl-C in this window.", flush=True)
        variables, more = teaching(root) if options.teach else ({}, [])
        return run(root, command + more, dict(home_for(root), **variables))
    except Stop as reason:
        print(reason, file=sys.stderr)
    except OSError as error:
        other = f"The computer refused: {error}. Put that right, then run start.py again."
        print(explain(str(error)) or other, file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="replace")  # for folder names that the terminal cannot show
    sys.exit(main())
