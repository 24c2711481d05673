"""The folder class_server: the settings of a class's server, its accounts, and the learners' work.

It stands beside the course, or where the variable COURSE_SERVER says. In it,

    settings.toml   what a teacher may change
    state/          the hub's own: accounts, sessions, keys; nobody else can read it
    homes/NAME/     a learner's files, which nobody else can read
    run/NUMBER/     the sockets of a learner's notebooks, which nobody else can reach

Started by root, the hub gives each learner a number of their own, as which all their programs run.
It is no user of the system, and is kept nowhere but as the owner of the learner's folder.
"""

import os
import pwd
import signal
import sys
import tomllib
from pathlib import Path

ROOT = Path(os.path.abspath(__file__)).parents[2]
HERE = ROOT / "deploy/jupyterhub"
# Above a system's own users, below those that containers take for themselves.
FIRST, LAST = 40_000, 59_999
# Linux allows 107 signs for the name of a socket; a notebook's own is 60 signs long at most.
LONGEST = 107 - len("/run/40000/") - 60
DEFAULTS = {
    "address": "http://127.0.0.1:8000",
    "certificate": "",
    "key": "",
    "teacher": "teacher",
    "notebooks": "notebooks",
    "memory_mb": 1024,
    "idle_minutes": 60,
    "one_user": False,
    "inner_ports": [8081, 8001],
}
TEXT = """\
# The settings of the class's server. A change takes effect when it is started again.

# Where it is reached. With this address only browsers on the server itself reach it. To open it to
# the class: "https://0.0.0.0:8443" with a certificate and its key, or "http://0.0.0.0:8000" in a
# network that you trust, because there passwords can be read on the way.
address = "http://127.0.0.1:8000"
certificate = ""
key = ""

# The account that may look after the others.
teacher = "teacher"

# Where the learners' copies are made from: for example for_class, after start.py --class for_class.
notebooks = "notebooks"

# What each program of a learner, such as a notebook, may have of memory.
memory_mb = 1024

# A learner's server is stopped after so long without anything happening. The work is saved before.
idle_minutes = 60

# Without root's rights all learners' programs run as one user and can read and change all files,
# those of other learners and the hub's accounts, too. Only true starts the hub in this way.
one_user = false
"""
NOT_ROOT = (
    "Started in this way, all learners' programs would run as the user who starts the hub, and "
    "could read and change everybody's files, and the accounts. Start it with sudo. If you know "
    "that nobody will, or if it does not matter, write one_user = true into {settings}."
)
NO_ENTRY = (
    "Learners' programs run as users of their own, and cannot enter {folder}. Copy the project to "
    "a place that everybody may read, such as /opt/course, and set it up there, with a Python that "
    "everybody may run, such as /usr/bin/python3."
)
TOO_LONG = (
    "The name of the folder {folder} is too long for the sockets of the learners' notebooks. Copy "
    "the project to a place with a shorter one, such as /opt/course."
)
NOT_A_LEARNERS = (
    "The folder {home} belongs to user {owner} of the system, and not to a learner. Move it away."
)


class Stop(Exception):
    """The hub cannot start, or a learner's server; the message says why, and what to do."""


def folder_of(variables=os.environ):
    """The class's folder."""
    return Path(os.path.abspath(variables.get("COURSE_SERVER", ROOT / "class_server")))


def make(folder):
    """Make the class's folder, if it is not there: everybody may pass, only the owner read."""
    modes = {".": 0o711, "homes": 0o711, "run": 0o711, "state": 0o700}
    for part, mode in ((folder / name, mode) for name, mode in modes.items()):
        part.mkdir(parents=True, exist_ok=True)
        part.chmod(mode)
    if not (folder / "settings.toml").exists():
        (folder / "settings.toml").write_text(TEXT, encoding="utf-8")


def settings_of(folder):
    """The settings: those in the file, and else our own. Stop names the first that is wrong."""
    path = folder / "settings.toml"
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Stop(f"{path} cannot be read: {error}.") from None
    for name, value in given.items():
        if name not in DEFAULTS:
            raise Stop(f"{path}: there is no setting {name!r}, only {', '.join(DEFAULTS)}.")
        kind = (int, float) if name == "idle_minutes" else type(DEFAULTS[name])
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise Stop(f"{path}: {name} = {value!r} is not like {DEFAULTS[name]!r}.")
    return DEFAULTS | given


def closed_to_others(path):
    """The first folder on the way to a file that not everybody may enter, or None."""
    real = Path(os.path.realpath(path))
    return next((p for p in reversed(real.parents) if not p.stat().st_mode & 0o001), None)


def check(folder, settings, user):
    """Stop if learners would not be kept apart, or could not start their servers."""
    source = ROOT / settings["notebooks"]
    if not any(source.glob("*.ipynb")):
        raise Stop(f"There are no notebooks in {source}, which the settings name.")
    if user != 0:
        if not settings["one_user"]:
            raise Stop(NOT_ROOT.format(settings=folder / "settings.toml"))
        return
    if len(str(folder)) > LONGEST:
        raise Stop(TOO_LONG.format(folder=folder))
    needed = [sys.executable, sys.base_prefix + "/lib/x", HERE / "begin.py", folder / "homes/x"]
    for path in [*needed, source / "x"]:
        closed = closed_to_others(path)
        if closed:
            raise Stop(NO_ENTRY.format(folder=closed))


def is_taken(number):
    """Tell whether a user of the system has this number."""
    try:
        pwd.getpwuid(number)
    except KeyError:
        return False
    return True


def next_number(homes):
    """The number for one more learner: no other learner has it, and no user of the system."""
    known = [home.stat().st_uid for home in homes.iterdir()]
    number = max([FIRST - 1, *(n for n in known if FIRST <= n <= LAST)]) + 1
    while is_taken(number):
        number += 1
    if number > LAST:
        raise Stop(f"There is no number left for a learner between {FIRST} and {LAST}.")
    return number


def home_of(folder, name, user):
    """(a learner's folder, the number as which the learner's programs run)."""
    home = folder / "homes" / name
    if not home.exists():
        give(home, next_number(home.parent) if user == 0 else user, user)
    owner = home.stat().st_uid
    if user == 0 and not FIRST <= owner <= LAST:
        raise Stop(NOT_A_LEARNERS.format(home=home, owner=owner))
    if not sockets_of(folder, owner).exists():
        give(sockets_of(folder, owner), owner, user)
    return home, owner


def give(path, number, user):
    """Make a folder that only this number may enter."""
    path.mkdir(mode=0o700)
    os.chown(path, number, number if user == 0 else -1)


def sockets_of(folder, number):
    """Where the sockets of a learner's notebooks are."""
    return folder / "run" / str(number)


def programs_of(number):
    """The process ids of all that runs as this number (from /proc, as on Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == number:
                found.append(int(process.name))
        except FileNotFoundError:  # it has ended in the meantime
            continue
    return found


def end_all(number):
    """End what a learner has left running: kernels without a server, or programs of their own."""
    if not FIRST <= number <= LAST:
        raise ValueError(f"{number} is not a learner's number")
    for process in programs_of(number):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
