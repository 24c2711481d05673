"""start.py: what it says when it cannot go on, and what it writes into .venv."""

import ast
import errno
import json
import os
import re
import site
import socket
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

import pytest
import yaml

import start
from tools import lock

ROOT = Path(start.__file__).resolve().parent
LOCKS = {path: (ROOT / path).read_text(encoding="utf-8") for path in lock.LOCKS}
COURSE, TESTS = "install requirements.lock", "install locks/test.lock"
DISK, LOCKFILE, FOLDER = "disk is full", "is missing or damaged", "written to"
NETWORK, NO_WHEEL = "server was not reached", "no ready-made"
NONE_FOUND = (
    "ERROR: Could not find a version that satisfies the requirement anyio==4.16.0 (from versions: "
    "none)\nERROR: No matching distribution found for anyio==4.16.0\n"
)


def offline(reason):
    """What pip prints when it cannot reach the server."""
    retry = f"WARNING: Retrying (Retry(total=2)) after connection broken by {reason}: /anyio/\n"
    return "Looking in indexes: somewhere\n" + retry + NONE_FOUND


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", DISK),
        ("OSError: [WinError 112] Es steht nicht genug Speicherplatz zur Verfügung", DISK),
        ("OSError: [Errno 122] Disk quota exceeded: 'x'", DISK),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", LOCKFILE),
        ("ERROR: Hashes are required in --require-hashes mode, but they are missing", LOCKFILE),
        ("ERROR: Invalid requirement: '<<<<<<< HEAD' (from line 1)", LOCKFILE),
        ("ERROR: Could not open requirements file: [Errno 2] No such file", LOCKFILE),
        ("ERROR: Could not install packages: [Errno 13] Permission denied: '/x'", FOLDER),
        ("OSError: [WinError 5] Zugriff verweigert: 'C:\\\\x'", FOLDER),
        ("OSError: [WinError 32] The process cannot access the file", FOLDER),
        ("OSError: [Errno 30] Read-only file system: '/x'", FOLDER),
        (offline("'NewConnectionError([Errno -3] Temporary failure in name resolution)'"), NETWORK),
        (offline("'NewConnectionError([Errno 111] Connection refused)'"), NETWORK),
        (offline("'ProxyError('Cannot connect to proxy.', OSError('Tunnel failed'))'"), NETWORK),
        ("pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.", NETWORK),
        ("NameResolutionError: [Errno 11001] getaddrinfo failed", NETWORK),
        (offline("'ResponseError('too many 503 error responses')'"), NETWORK),
        ("requests.exceptions.ConnectionError: something", NETWORK),
        ("ProxyError('Cannot connect to proxy.')", NETWORK),
        ("HTTPSConnectionPool(port=443): Max retries exceeded with url: /anyio/", NETWORK),
        ("ERROR: Failed to connect to somewhere while fetching anyio", NETWORK),
        ("error: [WinError 10054] Connection reset by peer", NETWORK),
        ("('Connection aborted.', RemoteDisconnected())", NETWORK),
        ("SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", NETWORK),
        ("OSError: [Errno 101] Network is unreachable", NETWORK),
        (NONE_FOUND, NO_WHEEL),
        # The server was slow for one package, but answered for this one.
        (offline("'x'").replace("none", "4.14, 4.15"), NO_WHEEL),
    ],
)
def test_pip_failures_become_a_sentence(said, sentence):
    found = start.explain_or_show("Collecting anyio\n" + said)
    assert sentence in found
    assert "\n" not in found and found.endswith(".")


def test_no_wheel_names_the_package_and_the_pythons_that_have_one():
    found = start.explain(NONE_FOUND)
    assert "anyio==4.16.0" in found
    assert f"from 3.11 to {start.dotted(start.NEWEST)}" in found


def test_an_unknown_failure_of_pip_shows_the_end_of_its_output():
    lines = [f"line {number} of it" for number in range(40)]
    shown = start.explain_or_show("\n".join(lines) + "\n\n")
    assert shown.splitlines()[1:] == lines[-15:]
    assert "pip could not install" in shown.splitlines()[0]


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 0), (3, 10, 14)])
def test_an_old_python_is_refused(version):
    with pytest.raises(start.Stop, match=rf"3\.11 or newer.*this is {start.dotted(version)}\."):
        start.check_python(version)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 5), (3, 20, 0), (4, 0, 0)])
def test_a_new_python_is_not_refused(version):
    start.check_python(version)


def test_old_pythons_can_read_the_source():
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert "annotations" not in source  # `from __future__ import annotations` needs 3.7


def imports_of(path):
    """The first parts of what a file imports; of `from tools import copies`, "tools.copies"."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "tools":
            found |= {f"tools.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or "").partition(".")[0])
    return found


def test_start_imports_the_standard_library_and_its_copies_only():
    assert "subprocess" in imports_of("start.py")
    assert imports_of("start.py") - set(sys.stdlib_module_names) == {"tools.copies"}
    assert imports_of("tools/copies.py") <= set(sys.stdlib_module_names)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own in an awkwardly named folder; making and filling .venv is pretended."""
    root = tmp_path / "mes réseaux de neurones"
    root.mkdir()
    (root / "locks").mkdir()
    for path in (start.COURSE, start.TESTS):
        (root / path).write_text(f"{path}, first version", encoding="utf-8")
    packages = root / ".venv/lib/python3/site-packages"
    done = []

    def build(root):
        done.append("build")
        packages.mkdir(parents=True, exist_ok=True)
        return start.probe(root)

    def probe(root):
        return ("3.12.1", packages) if packages.is_dir() else None

    monkeypatch.setattr(start, "probe", probe)
    monkeypatch.setattr(start, "build_venv", build)
    monkeypatch.setattr(start, "find_pip", lambda root: ["pip"])
    monkeypatch.setattr(
        start, "install", lambda root, lock, wheels=None: done.append(f"install {lock}")
    )
    monkeypatch.setattr(start, "run", lambda root, command, more=(): done.append("run") or 7)
    return root, done, packages


def test_the_second_start_installs_nothing(project, capsys):
    root, done, _ = project
    start.set_up(root)
    assert done == ["build", COURSE]
    assert "a minute and needs the network" in capsys.readouterr().out
    start.set_up(root)
    assert done == ["build", COURSE]
    assert capsys.readouterr().out == ""


def test_two_first_starts_set_up_once(project, monkeypatch, capsys):
    root, done, _ = project
    waiting, pause = threading.Event(), time.sleep
    monkeypatch.setattr(start.time, "sleep", lambda seconds: waiting.set() or pause(0.01))

    def install(root, lock, wheels=None):
        assert waiting.wait(60), "the second start does not wait"
        done.append(f"install {lock}")

    monkeypatch.setattr(start, "install", install)
    starts = [threading.Thread(target=start.set_up, args=(root,)) for _ in range(2)]
    for one in starts:
        one.start()
    for one in starts:
        one.join()
    assert done == ["build", COURSE]
    assert capsys.readouterr().out.count("Another start.py is setting up this folder.") == 1


def test_a_start_that_was_killed_keeps_nobody_waiting(project):
    root, done, _ = project
    killed = f"import os, start; from pathlib import Path; root = Path({str(root)!r})\n"
    killed += "with start.alone(root): os._exit(1)"
    subprocess.run([sys.executable, "-c", killed], cwd=ROOT)
    start.set_up(root)
    assert done == ["build", COURSE]


def test_where_a_drive_has_no_locks_nobody_waits(project, monkeypatch):
    fcntl = pytest.importorskip("fcntl")

    def flock(file, how):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    root, done, _ = project
    start.set_up(root)
    assert done == ["build", COURSE]


def test_a_changed_lock_is_installed_into_the_same_venv(project):
    root, done, _ = project
    start.set_up(root)
    (root / "requirements.lock").write_text("lock, second version", encoding="utf-8")
    start.set_up(root)
    assert done == ["build", COURSE, COURSE]


def test_the_tests_bring_more_and_the_course_is_in_it(project):
    root, done, _ = project
    start.set_up(root)
    start.set_up(root, start.TESTS)
    assert done == ["build", COURSE, TESTS]
    start.set_up(root)
    start.set_up(root, start.TESTS)
    assert done == ["build", COURSE, TESTS]
    (root / start.TESTS).write_text("second version", encoding="utf-8")
    start.set_up(root)
    assert done == ["build", COURSE, TESTS]
    start.set_up(root, start.TESTS)
    assert done == ["build", COURSE, TESTS, TESTS]


def test_another_python_version_is_installed_for(project, monkeypatch):
    root, done, packages = project
    start.set_up(root)
    monkeypatch.setattr(start, "probe", lambda root: ("3.13.0", packages))
    start.set_up(root)
    assert done == ["build", COURSE, COURSE]


def test_a_half_finished_installation_is_redone(project, monkeypatch):
    root, done, _ = project

    def broken(root, lock, wheels):
        raise start.Stop("no network")

    with monkeypatch.context() as patch:
        patch.setattr(start, "install", broken)
        with pytest.raises(start.Stop):
            start.set_up(root)
    start.set_up(root)
    assert done == ["build", "build", COURSE]


def test_a_venv_without_a_working_pip_is_rebuilt(project, monkeypatch):
    root, done, packages = project
    packages.mkdir(parents=True)
    monkeypatch.setattr(start, "find_pip", lambda root: None)
    start.set_up(root)
    assert done == ["build", COURSE]


def test_a_broken_venv_is_rebuilt_even_with_a_stamp(project):
    root, done, packages = project
    start.set_up(root)
    os.rename(packages, root / "gone")
    start.set_up(root)
    assert done == ["build", COURSE] * 2


@pytest.mark.parametrize("answer", ["", "Traceback ...", "missing"])
def test_probe_sees_a_python_that_does_not_work(tmp_path, monkeypatch, answer):
    def ask(root, *command):
        if answer == "missing":
            raise FileNotFoundError(command[0])
        return 1, answer

    monkeypatch.setattr(start, "ask", ask)
    assert start.probe(tmp_path) is None


def test_probe_asks_the_python_itself(monkeypatch, tmp_path):
    monkeypatch.setattr(start, "venv_python", lambda root: Path(sys.executable))
    version, packages = start.probe(tmp_path)
    assert version.startswith(start.dotted(sys.version_info))
    assert packages.is_dir()
    moved = json.dumps(["3.12.1", str(tmp_path / "lib/python3.12/site-packages")])
    monkeypatch.setattr(start, "ask", lambda root, *command: (0, moved))
    assert start.probe(tmp_path) is None  # as after an upgrade of the system's Python


def test_nnlib_is_found_through_the_pth_file_even_after_a_move(project, monkeypatch):
    root, _, packages = project
    start.set_up(root)
    pth = packages / "nnlib-root.pth"
    assert pth.read_bytes().isascii()
    root = root.rename(root.parent / "moved élan")
    packages = root / ".venv/lib/python3/site-packages"
    monkeypatch.setattr(sys, "path", list(sys.path))
    site.addpackage(str(packages), pth.name, set())
    assert str(root) in sys.path


def test_a_wrong_pth_file_is_rewritten_and_a_right_one_left_alone(project):
    root, _, packages = project
    start.set_up(root)
    pth = packages / "nnlib-root.pth"
    right = pth.read_text(encoding="utf-8")
    os.utime(pth, (1, 1))
    start.set_up(root)
    assert pth.stat().st_mtime == 1
    pth.write_text("/where/it/was/before\n", encoding="utf-8")
    start.set_up(root)
    assert pth.read_text(encoding="utf-8") == right


def test_jupyterlab_does_not_ask_about_news(project):
    root, _, _ = project
    start.set_up(root)
    path = root / ".venv/share/jupyter/lab/settings/overrides.json"
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
        "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
    }


def test_a_missing_lock_is_named(project, capsys):
    root, done, _ = project
    (root / "locks/test.lock").unlink()
    assert start.main(["--test"], root) == 1
    assert LOCKFILE in capsys.readouterr().err
    assert done == []


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, DISK),
        (errno.EACCES, FOLDER),
        (errno.EPERM, FOLDER),
        (errno.EROFS, FOLDER),
        (errno.ENOTDIR, "The computer refused: "),
    ],
)
def test_errors_of_the_disk_become_a_sentence(project, monkeypatch, capsys, number, sentence):
    def fail(root):
        raise OSError(number, os.strerror(number), str(root))

    monkeypatch.setattr(start, "build_venv", fail)
    assert start.main(["--test"], project[0]) == 1
    said = capsys.readouterr().err
    assert sentence in said and said.count("\n") == 1


def test_ctrl_c_during_the_setup_ends_quietly(project, monkeypatch, capsys):
    def interrupt(root, lock, wheels):
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "install", interrupt)
    assert start.main([], project[0]) == 1
    assert capsys.readouterr().err == "\nStopped.\n"


def test_no_way_to_get_pip_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(start, "find_pip", lambda root: None)
    with pytest.raises(start.Stop, match="apt install python3-venv"):
        start.install(tmp_path, start.COURSE)


@pytest.mark.parametrize(("outer", "useful"), [("22.2", False), ("22.3.1", True), ("100.0", True)])
def test_the_outer_pip_serves_when_the_venv_has_none(tmp_path, monkeypatch, outer, useful):
    def ask(root, *command):
        return (0, f"pip {outer} from x") if command[0] == sys.executable else (1, "No module")

    monkeypatch.setattr(start, "ask", ask)
    python = start.venv_python(tmp_path)
    wanted = [sys.executable, "-m", "pip", "--python", python] if useful else None
    assert start.find_pip(tmp_path) == wanted


def test_a_venv_without_ensurepip_is_made_without_pip(tmp_path, monkeypatch):
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None)
    version, packages = start.build_venv(tmp_path)
    assert version.startswith(start.dotted(sys.version_info))
    assert packages.is_relative_to(tmp_path / ".venv") and not (packages / "pip").exists()


def test_a_full_disk_while_pip_is_put_into_the_venv_is_said(tmp_path, monkeypatch):
    def full(*args, **kwargs):
        raise subprocess.CalledProcessError(1, "x", b"OSError: [Errno 28] No space left on device")

    monkeypatch.setattr("venv.create", full)
    with pytest.raises(start.Stop, match=DISK):
        start.build_venv(tmp_path)


def test_install_checks_hashes_and_says_why_it_failed(tmp_path, monkeypatch):
    asked = []

    def ask(root, *command):
        asked.extend(str(part) for part in command)
        return 1, offline("'NewConnectionError'")

    monkeypatch.setattr(start, "find_pip", lambda root: ["pip"])
    monkeypatch.setattr(start, "ask", ask)
    with pytest.raises(start.Stop, match=NETWORK):
        start.install(tmp_path, start.TESTS)
    assert asked[:2] == ["pip", "install"]
    assert {"--require-hashes", "--only-binary=:all:"} <= set(asked)
    assert asked[-2:] == ["-r", str(tmp_path / start.TESTS)]


def test_from_a_folder_of_wheels_no_network_is_asked(tmp_path, monkeypatch):
    asked = []

    def ask(root, *command):
        asked.extend(str(part) for part in command)
        return 1, NONE_FOUND

    monkeypatch.setattr(start, "find_pip", lambda root: ["pip"])
    monkeypatch.setattr(start, "ask", ask)
    with pytest.raises(start.Stop, match="does not hold all packages for this kind of computer"):
        start.install(tmp_path, start.COURSE, tmp_path / "wheels")
    assert {"--require-hashes", "--no-index", f"--find-links={tmp_path / 'wheels'}"} <= set(asked)


@pytest.mark.parametrize("filled", [False, True])
def test_wheels_are_fetched_into_an_empty_folder_and_used_from_a_full_one(
    tmp_path, monkeypatch, capsys, filled
):
    done, wheels = [], tmp_path / "wheels"
    if filled:
        wheels.mkdir()
        (wheels / "numpy-1-any.whl").touch()
    monkeypatch.setattr(start, "set_up", lambda root, lock, wheels: done.append(("set up", wheels)))
    monkeypatch.setattr(start, "find_pip", lambda root: ["pip"])
    monkeypatch.setattr(start, "ask", lambda root, *command: (done.append(command[1]), (0, ""))[1])
    monkeypatch.setattr(start, "own_copies", lambda root: None)
    monkeypatch.setattr(start, "run", lambda *arguments: 0)
    assert start.main(["--wheels", str(wheels)], tmp_path) == 0
    assert done == ([("set up", wheels)] if filled else [("set up", None), "download"])
    assert ("python3 start.py --wheels FOLDER" in capsys.readouterr().out) != filled


@pytest.mark.parametrize(("lock_", "compiled"), [("COURSE", False), ("TESTS", True)])
def test_only_for_the_tests_everything_is_compiled(tmp_path, monkeypatch, lock_, compiled):
    asked = []
    monkeypatch.setattr(start, "find_pip", lambda root: ["pip"])
    monkeypatch.setattr(start, "probe", lambda root: ("3.12.1", tmp_path / "packages"))
    monkeypatch.setattr(start, "ask", lambda root, *command: asked.append(command) or (0, ""))
    start.install(tmp_path, getattr(start, lock_))
    assert "--no-compile" in asked[0]
    assert [command[-1] for command in asked[1:]] == [tmp_path / "packages"] * compiled


def test_settings_that_lead_astray_are_dropped(tmp_path, monkeypatch):
    astray = ["PYTHONPATH", "PYTHONHOME", "PYTHONOPTIMIZE", "PYTHONWARNINGS"]
    astray += ["PIP_REQUIRE_VIRTUALENV", "PIP_TARGET"]
    for name in astray:
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_INDEX_URL", "kept")
    env = start.clean_environment(tmp_path)
    assert not set(astray) & set(env)
    assert (env["PIP_USER"], env["PIP_INDEX_URL"]) == ("0", "kept")
    assert env["PATH"].startswith(str(tmp_path / ".venv"))


def test_a_home_that_cannot_be_written_to_is_replaced(project, monkeypatch, capsys):
    root, _, _ = project
    monkeypatch.setenv("HOME", str(root))
    monkeypatch.setenv("USERPROFILE", str(root))
    assert start.home_for(root) == {}
    assert not (root / ".venv").exists()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(root / "requirements.lock" / "home"))
    variables = start.home_for(root)
    assert set(variables.values()) == {str(root / ".venv/home")} and "HOME" in variables
    assert (root / ".venv/home").is_dir()
    said = capsys.readouterr().out
    assert "cannot be written to" in said and said.count("\n") == 1
    command = [sys.executable, "-c", "import os; print(os.environ['HOME'])"]
    drive = "import ast, sys, start; from pathlib import Path; sys.exit(start.run("
    drive += "Path(sys.argv[1]), ast.literal_eval(sys.argv[2]), ast.literal_eval(sys.argv[3])))"
    done = subprocess.run(
        [sys.executable, "-c", drive, str(root), repr(command), repr(variables)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.stdout.strip(), done.stderr) == (str(root / ".venv/home"), "")


def taken_ports(count):
    """Sockets that hold `count` ports in a row, and the first port."""
    for first in range(20000, 60000, 97):
        held = []
        try:
            for port in range(first, first + count):
                held.append(socket.socket())
                held[-1].bind(("127.0.0.1", port))
                held[-1].listen()
            return held, first
        except OSError:
            for one in held:
                one.close()
    raise AssertionError("no ports to hold")


def test_a_taken_port_is_passed_over():
    held, first = taken_ports(4)
    held.pop(2).close()
    try:
        assert start.free_port(first, 4) == first + 2
    finally:
        for one in held:
            one.close()


def test_every_port_taken_is_said():
    held, first = taken_ports(3)
    try:
        with pytest.raises(start.Stop, match=f"Every port from {first} to {first + 2} .* taken"):
            start.free_port(first, 3)
    finally:
        for one in held:
            one.close()


def test_the_ports_are_fifty_from_8888(monkeypatch):
    tried = []

    class Taken(socket.socket):
        def bind(self, address):
            tried.append(address)
            raise OSError

    monkeypatch.setattr(socket, "socket", Taken)
    with pytest.raises(start.Stop):
        start.free_port()
    assert tried == [("127.0.0.1", port) for port in range(8888, 8938)]


def test_the_first_notebook_is_the_one_with_the_lowest_number(tmp_path):
    assert start.first_notebook(tmp_path) is None
    for name in ["10-end.ipynb", "9-middle.ipynb", "02-start.ipynb", "about.ipynb", "01.txt"]:
        (tmp_path / name).touch()
    assert start.first_notebook(tmp_path) == "02-start.ipynb"


@pytest.mark.parametrize("user", [0, 1000])
def test_the_jupyterlab_command(tmp_path, monkeypatch, user):
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/01 réseau.ipynb").touch()
    command = start.lab_command(tmp_path, tmp_path / "notebooks", 8890, browser=True)
    assert command[1:3] == ["-m", "jupyterlab"]
    assert "--port=8890" in command
    # Another start may take the port before JupyterLab does: then it goes on to the next one.
    [retries] = re.findall(r"port_retries=(\d+)", " ".join(map(str, command)))
    assert int(retries) >= 10
    assert f"--ServerApp.root_dir={tmp_path / 'notebooks'}" in command
    assert "--LabApp.default_url=/lab/tree/01%20r%C3%A9seau.ipynb" in command
    assert "--no-browser" not in command
    assert ("--allow-root" in command) == (user == 0)
    assert not any("token" in str(part) for part in command)
    assert "--no-browser" in start.lab_command(
        tmp_path, tmp_path / "notebooks", 8890, browser=False
    )


def test_a_start_for_a_class_leaves_the_learners_alone(project, monkeypatch):
    root, _, _ = project
    (root / "notebooks").mkdir()
    text = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (root / "notebooks/00_start.ipynb").write_text(text, encoding="utf-8")
    ran = []
    monkeypatch.setattr(
        start, "run", lambda root, command, more=(): ran.append((list(map(str, command)), more))
    )

    def learners():
        kept = [path for path in root.rglob("*") if "teaching" not in str(path.relative_to(root))]
        return {path: path.read_bytes() for path in kept if path.is_file()}

    start.main([], root)
    before = learners()
    start.main(["--teach"], root)
    assert learners() == before
    start.main([], root)
    assert ran[0] == ran[2] and not any(".venv/teaching" in str(part) for part in ran[0])

    command, variables = ran[1]
    assert f"--ServerApp.root_dir={root / 'my_teaching'}" in command
    places = ["JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "CLASSROOM_ANSWERS"]
    place = root / ".venv/teaching"
    assert all(Path(variables[name]).parent == place for name in places)
    overrides = json.loads((place / "app/overrides.json").read_text(encoding="utf-8"))
    assert f"--LabApp.app_settings_dir={place / 'app'}" in command
    assert overrides == start.SETTINGS | start.SINGLE


def test_a_start_for_a_class_forgets_answers_and_windows_and_keeps_settings(tmp_path):
    (variables, _), place = start.teaching(tmp_path), tmp_path / ".venv/teaching"
    answers = Path(variables["CLASSROOM_ANSWERS"])
    assert not answers.exists()
    answers.write_text('{"predict": {}}', encoding="utf-8")
    window, letters = place / "windows" / start.WINDOW_FILE, place / "settings" / start.LETTERS_FILE
    assert json.loads(window.read_text(encoding="utf-8")) == start.WINDOW
    window.write_text("{}", encoding="utf-8")
    letters.write_text('{"theme": "JupyterLab Dark"}', encoding="utf-8")
    start.teaching(tmp_path)
    assert not answers.exists()
    assert json.loads(window.read_text(encoding="utf-8")) == start.WINDOW
    assert letters.read_text(encoding="utf-8") == '{"theme": "JupyterLab Dark"}'


def test_test_mode_hands_everything_on_and_prints_nothing_after(project, monkeypatch, capsys):
    root, _, _ = project
    start.set_up(root, start.TESTS)
    capsys.readouterr()
    ran = []
    monkeypatch.setattr(start, "run", lambda root, command: ran.append(command) or 5)
    assert start.main(["--test", "-k", "nothing", "--no-browser"], root) == 5
    assert start.main(["--test", "--all", "-k", "nothing"], root) == 5
    python = [start.venv_python(root), "-m", "pytest"]
    both = ["-n", "auto", "--maxprocesses=4", "--dist=loadfile"]
    assert ran == [
        [*python, *both, "-k", "nothing", "--no-browser"],
        [*python, *both, "-m", "", "-k", "nothing"],
    ]
    assert capsys.readouterr() == ("", "")


def test_an_empty_m_selects_the_slow_tests_too(tmp_path):
    (tmp_path / "test_it.py").write_text(
        "import pytest\n@pytest.mark.slow\ndef test_slow(): pass\ndef test_quick(): pass\n"
    )
    (tmp_path / "pytest.ini").write_text(
        '[pytest]\naddopts = -m "not slow" -p no:cacheprovider\nmarkers = slow: takes long\n'
    )
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-m", ""]
    listed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout
    assert "test_slow" in listed and "test_quick" in listed


def test_run_gives_the_exit_code_of_the_command_and_starts_it_in_the_root(tmp_path):
    code = "import os, sys; print(os.getcwd()); sys.exit(9)"
    drive = "import sys, start; from pathlib import Path; "
    drive += "sys.exit(start.run(Path(sys.argv[1]), [sys.executable, '-c', sys.argv[2]]))"
    done = subprocess.run(
        [sys.executable, "-c", drive, str(tmp_path), code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (9, "")
    assert Path(done.stdout.strip()).samefile(tmp_path)


every_lock = pytest.mark.parametrize("path", LOCKS)


def requirements(path):
    """A lock as {name: [whole entries]}: one entry for each version, by its marker."""
    entries = {}
    for entry in re.split(r"\n(?=\S)", LOCKS[path].strip()):
        entries.setdefault(re.match(r"[\w.-]+", entry).group().lower(), []).append(entry)
    return entries


@every_lock
def test_a_lock_names_no_server(path):
    assert "http://" not in LOCKS[path] and "https://" not in LOCKS[path]


@every_lock
def test_every_requirement_is_pinned_and_has_hashes(path):
    assert len(requirements(path)) > (20 if path == "locks/browser.lock" else 50)
    for name, entries in requirements(path).items():
        for entry in entries:
            assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", entry), name
            assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), name


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def wanted(extra):
    """The names of what an extra brings, with the extras it contains."""
    names = set()
    for item in PROJECT["optional-dependencies"][extra]:
        inner = re.match(r"nnlib\[([\w,]+)\]", item)
        found = [wanted(one) for one in inner[1].split(",")] if inner else []
        names |= set().union(*found) if inner else {re.match(r"[\w-]+", item).group().lower()}
    return names


@every_lock
def test_every_dependency_is_in_its_lock(path):
    names = {"numpy"}.union(*(wanted(extra) for extra in lock.LOCKS[path]))
    assert names <= set(requirements(path))
    without_lab = path in ("locks/lessons.lock", "locks/site.lock", "locks/browser.lock")
    assert ("jupyterlab" in requirements(path)) != without_lab
    assert ("pytest" in requirements(path)) == (path == start.TESTS)
    assert ("jax" in requirements(path)) == (path in (start.TESTS, "locks/keras.lock"))


def test_the_package_itself_needs_numpy_alone():
    assert [re.match(r"[\w-]+", item).group() for item in PROJECT["dependencies"]] == ["numpy"]


def pins(path):
    """The versions in a lock: {name: {version}}."""
    found = requirements(path).items()
    return {name: {re.search(r"==(\S+)", entry)[1] for entry in entries} for name, entries in found}


@every_lock
def test_every_lock_is_a_part_of_the_whole_in_the_same_versions(path):
    whole, found = pins(lock.WHOLE), pins(path)
    for name in found.keys() & whole.keys():
        assert found[name] <= whole[name]
    # The site and the server for a class need more than the tests have.
    own = path in ("locks/hub.lock", "locks/site.lock", "locks/browser.lock")
    assert found.keys() <= whole.keys() or own


@every_lock
def test_the_constraints_hold(path):
    """Each with its reason in the file that sets it."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    limits = re.findall(r"^([\w-]+)<(\S+)$", text, flags=re.M)
    assert [name for name, _ in limits] == ["jsonschema", "argon2-cffi-bindings", "jax"]
    for name, limit in [*limits, ("ipywidgets", "8.1.9")]:
        for entry in requirements(path).get(name, []):
            version = re.search(r"==([\d.]+)", entry)[1]
            assert list(map(int, version.split("."))) < list(map(int, limit.split(".")))


def test_uv_reads_nothing_here_that_a_lock_would_contradict():
    """In [tool.uv], constraints without hashes make `uv pip install --require-hashes` fail."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "uv" not in tomllib.loads(text)["tool"]


def test_conda_installs_the_same_lock():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    environment = yaml.safe_load(text)
    assert (environment["name"], environment["channels"]) == ("nnlib", ["conda-forge"])
    assert environment["dependencies"] == ["python=3.12", "pip", {"pip": ["-r requirements.lock"]}]


def test_binder_keeps_the_jupyterlab_it_brings():
    environment = yaml.safe_load((ROOT / "binder/environment.yml").read_text(encoding="utf-8"))
    assert environment["dependencies"] == ["python=3.12", "pip"]
    script = ROOT / "binder/postBuild"
    assert os.access(script, os.X_OK)
    [install] = re.findall(r"^python -m pip install (.*\.lock)$", script.read_text(), flags=re.M)
    assert install == "--require-hashes -r locks/lessons.lock"
