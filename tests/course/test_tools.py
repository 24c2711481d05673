"""The maintainers' commands: other Pythons, other versions, the locks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import lock, other_pythons, try_versions

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def computer(tmp_path, monkeypatch):
    """A computer on which only made-up Pythons are found; returns how to install one."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))

    def install(place, version):
        program = tmp_path / place
        program.parent.mkdir(parents=True, exist_ok=True)
        says = f"echo {version}" if version else "echo not activated >&2; exit 127"
        program.write_text(f"#!/bin/sh\n{says}\n")
        program.chmod(0o755)
        return program

    return install


@pytest.mark.skipif(os.name == "nt", reason="the made-up Pythons are shell scripts")
def test_one_python_of_each_other_version_is_found(computer):
    mine = ".".join(map(str, sys.version_info[:3]))
    others = [f"3.{minor}" for minor in range(11, 15) if (3, minor) != sys.version_info[:2]]
    computer("bin/python3.10", "3.10.4")
    computer(f"pyenv/versions/{mine}/bin/python", mine)
    computer(f"bin/python{others[0]}", None)  # as pyenv's own, where it is not switched on
    first = computer(f"pyenv/versions/{others[0]}.7/bin/python", f"{others[0]}.7")
    second = computer(f"bin/python{others[1]}", f"{others[1]}.2")
    computer(f"pyenv/versions/{others[1]}.9/bin/python", f"{others[1]}.9")
    computer("pyenv/versions/3.15.0/bin/python", "3.15.0")
    found = other_pythons.others()
    assert list(found.values()) == [first, second]
    assert ["{}.{}.{}".format(*version) for version in found] == [
        f"{others[0]}.7",
        f"{others[1]}.2",
    ]


def test_that_none_is_found_is_said_and_no_error(computer, capsys):
    assert other_pythons.main(60) == 0
    assert capsys.readouterr().out == "No other supported Python was found on this computer.\n"


@pytest.fixture
def three(monkeypatch):
    """Three other Pythons, which are neither set up nor run; return what is asked of them."""
    pythons = {(3, minor, 0): Path(f"python3.{minor}") for minor in (11, 12, 13)}
    asked = []

    class SettingUp:
        def __init__(self, program, folder):
            asked.append(("begun", program.name, folder.is_dir()))

        def wait(self):
            asked.append("waited for")

    monkeypatch.setattr(other_pythons, "others", lambda: pythons)
    monkeypatch.setattr(other_pythons, "begin_set_up", SettingUp)
    return asked


def test_failures_are_counted_and_named_and_none_is_started_late(monkeypatch, capsys, three):
    codes, now = iter([0, 1]), iter([0, 10, 10, 40, 70, 80, 130, 140])
    monkeypatch.setattr(other_pythons, "test_with", lambda program, folder: next(codes))
    monkeypatch.setattr(other_pythons.time, "monotonic", lambda: next(now))
    assert other_pythons.main(100) == 1
    assert capsys.readouterr().out.splitlines()[-5:] == [
        "Python 3.11.0 is tested in a fresh environment:",
        "Python 3.11.0: passed, 30 s.",
        "Python 3.12.0 is tested in a fresh environment:",
        "Python 3.12.0: FAILED (exit code 1), 50 s.",
        "Python 3.13.0 was left out, because the time is up.",
    ]


def test_all_are_set_up_at_the_same_time_and_each_is_tested_in_its_own_copy(monkeypatch, three):
    def test_with(program, folder):
        three.append((program.name, folder.is_dir()))
        folders.append(folder)
        return 0

    folders = []
    monkeypatch.setattr(other_pythons, "test_with", test_with)
    assert other_pythons.main(100) == 0
    names = ["python3.11", "python3.12", "python3.13"]
    begun = [("begun", name, True) for name in names]
    assert three == [*begun, *["waited for"] * 3, *((name, True) for name in names)]
    assert len(set(folders)) == 3 and not any(folder.exists() for folder in folders)


def test_what_is_left_out_is_there_is_printed_and_is_not_run(monkeypatch, capsys, three):
    commands = []

    def run(command, cwd):
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(other_pythons.subprocess, "run", run)
    other_pythons.main(100)
    said = capsys.readouterr().out
    assert len(commands) == 3
    for command in commands:
        assert command[1:3] == ["start.py", "--test"]
        ignored = [word.removeprefix("--ignore=") for word in command[3:]]
        assert ignored == [path for paths in other_pythons.LEFT_OUT.values() for path in paths]
    for words, paths in other_pythons.LEFT_OUT.items():
        assert f"  {words} (" in said
        for path in paths:
            assert (ROOT / path).is_file() and Path(path).name in said
    # What may differ from Python to Python is run with each.
    kept = ["tests/network", "tests/lessons", "notebooks/0", "notebooks/1"]
    kept += ["tests/practice/test_checking.py", "tests/course/test_start.py"]
    assert not any(path.startswith(tuple(kept)) for path in ignored)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git is asked, and knows nothing here")
def test_a_fresh_copy_has_what_git_knows_and_nothing_else(tmp_path):
    copy = other_pythons.fresh_copy(tmp_path)
    assert (copy / "start.py").read_bytes() == (ROOT / "start.py").read_bytes()
    assert os.access(copy / ".ci/run", os.X_OK)
    assert not (copy / ".venv").exists() and not (copy / ".git").exists()


def test_other_versions_are_resolved_without_the_locks(monkeypatch, tmp_path):
    ran = []

    def run(command, **options):
        ran.append([str(part) for part in command])
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(try_versions.shutil, "which", lambda name: "uv")
    monkeypatch.setattr(try_versions.venv, "create", lambda *args, **options: None)
    monkeypatch.setattr(try_versions.subprocess, "run", run)
    assert try_versions.main("oldest", []) == 3
    assert try_versions.main("newest", ["tests/network/test_loss.py"]) == 3
    installs = [command for command in ran if command[1:3] == ["pip", "install"]]
    assert [command[command.index("--resolution") + 1] for command in installs] == [
        "lowest-direct",
        "highest",
    ]
    assert not any("lock" in word or "constraint" in word for line in installs for word in line)
    assert [command[-1] for command in ran if "pytest" in command] == [
        "tests",
        "tests/network/test_loss.py",
    ]


def test_the_whole_is_compiled_first_and_the_others_keep_to_it():
    assert list(lock.LOCKS)[0] == lock.WHOLE
    for path in lock.LOCKS:
        command = lock.command("uv", path)
        assert command[-2:] == ["-o", path]
        assert command.count("--constraint") == (1 if path == lock.WHOLE else 2)
        assert "--generate-hashes" in command and "--universal" in command


@pytest.mark.parametrize("tool", [lock, try_versions])
def test_that_uv_is_missing_is_said(tool, monkeypatch):
    monkeypatch.setattr(tool.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="pip install uv"):
        tool.main("newest", []) if tool is try_versions else tool.main([])
