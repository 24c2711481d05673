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
        ("ERROR: Invalid requirement: '    whole, found = pins(lock.WHOLE), pins(path)
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
