"""The servers for a class: deploy/jupyterhub and deploy/kubernetes.

The hub itself needs packages that the tests do not have: deploy/jupyterhub/try_class.py tries it
whole. Here is what can be told without it.
"""

import importlib.util
import json
import os
import re
import shlex
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

import start
from tests.notebooks import ROOT
from tools import copies

HUB, KUBERNETES = ROOT / "deploy/jupyterhub", ROOT / "deploy/kubernetes"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def load(name):
    """Return a module of deploy/jupyterhub, which is no package."""
    spec = importlib.util.spec_from_file_location(f"deploy_{name}", HUB / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


begin, class_folder, set_up = load("begin"), load("class_folder"), load("set_up")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "class_server"
    class_folder.make(folder)
    return folder


def write_settings(folder, text):
    (folder / "settings.toml").write_text(text, encoding="utf-8")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_reads_what_is_the_hubs(folder):
    modes = {part.name: mode(part) for part in (folder, *folder.iterdir()) if part.is_dir()}
    assert modes.pop("state") == 0o700
    assert modes == dict.fromkeys(["class_server", "homes", "run"], 0o711)


def test_the_settings_written_are_those_in_force_and_a_change_stays(folder):
    assert class_folder.settings_of(folder) == class_folder.DEFAULTS
    assert class_folder.DEFAULTS["address"].startswith("http://127.0.0.1:")
    assert class_folder.DEFAULTS["one_user"] is False
    write_settings(folder, "idle_minutes = 5\n")
    class_folder.make(folder)
    assert class_folder.settings_of(folder) == class_folder.DEFAULTS | {"idle_minutes": 5}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("idle_minuts = 5", "there is no setting 'idle_minuts', only address"),
        ('memory_mb = "1 GB"', "memory_mb = '1 GB' is not like 1024"),
        ("memory_mb = true", "memory_mb = True is not like 1024"),
        ('one_user = "no"', "one_user = 'no' is not like False"),
        ("address = ", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named(folder, line, words):
    write_settings(folder, line)
    with pytest.raises(class_folder.Stop, match=re.escape(words)):
        class_folder.settings_of(folder)


def test_without_roots_rights_it_starts_only_for_one_user(folder):
    settings = dict(class_folder.DEFAULTS)
    with pytest.raises(class_folder.Stop, match="could read and change everybody's files"):
        class_folder.check(folder, settings, user=1000)
    assert class_folder.check(folder, settings | {"one_user": True}, user=1000) is None


@pytest.mark.parametrize("name", ["nowhere", "docs"])
def test_copies_of_what_are_no_notebooks_are_refused(folder, name):
    settings = class_folder.DEFAULTS | {"notebooks": name}
    with pytest.raises(class_folder.Stop, match="There are no notebooks in"):
        class_folder.check(folder, settings, user=0)


def test_a_folder_that_learners_cannot_enter_is_named(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(class_folder, "LONGEST", 999)
    # One user's setting is no way round: as root, learners are kept apart, and must get in.
    tmp_path.chmod(0o700)
    settings = class_folder.DEFAULTS | {"one_user": True}
    with pytest.raises(class_folder.Stop, match="cannot enter"):
        class_folder.check(folder, settings, user=0)
    closed = tmp_path / "closed"
    (closed / "open").mkdir(parents=True)
    closed.chmod(0o750)
    first = class_folder.closed_to_others(closed) or closed
    assert class_folder.closed_to_others(closed / "open/file") == first
    assert class_folder.closed_to_others("/usr/bin/env") is None


def test_a_folder_whose_sockets_would_have_too_long_names_is_refused(folder):
    with pytest.raises(class_folder.Stop, match="is too long"):
        class_folder.check(folder.parent / ("x" * 40), class_folder.DEFAULTS, user=0)


def homes(*owners):
    """Return what looks like a folder of homes with these owners."""
    found = [SimpleNamespace(stat=lambda n=n: SimpleNamespace(st_uid=n)) for n in owners]
    return SimpleNamespace(iterdir=lambda: found)


def test_every_learner_gets_a_number_that_nobody_has(monkeypatch):
    first = class_folder.FIRST
    assert class_folder.next_number(homes()) == first
    assert class_folder.next_number(homes(first, first + 4, 0, 1000)) == first + 5
    monkeypatch.setattr(class_folder, "is_taken", lambda number: number < first + 7)
    assert class_folder.next_number(homes(first)) == first + 7
    with pytest.raises(class_folder.Stop, match="no number left"):
        class_folder.next_number(homes(class_folder.LAST))


def test_who_is_a_user_of_the_system_is_no_learner():
    assert class_folder.is_taken(0) and not class_folder.is_taken(class_folder.LAST)


def test_a_home_is_made_once_and_only_its_learner_enters(folder, monkeypatch):
    given = []
    monkeypatch.setattr(class_folder.os, "chown", lambda *arguments: given.append(arguments))
    home, _ = class_folder.home_of(folder, "amina", user=1000)
    sockets = class_folder.sockets_of(folder, os.geteuid())
    assert mode(home) == mode(sockets) == 0o700
    assert given == [(home, 1000, -1), (sockets, os.geteuid(), -1)]
    class_folder.home_of(folder, "amina", user=1000)
    assert len(given) == 2
    monkeypatch.setattr(class_folder, "next_number", lambda homes: 40_123)
    home = folder / "homes/jonas"
    with pytest.raises(class_folder.Stop, match="not to a learner"):  # its owner is still we
        class_folder.home_of(folder, "jonas", user=0)
    assert given[-1] == (home, 40_123, 40_123)


def test_only_a_learners_programs_are_ever_ended(monkeypatch):
    ended = []
    monkeypatch.setattr(class_folder, "programs_of", lambda number: [11, 12])
    monkeypatch.setattr(class_folder.os, "kill", lambda *arguments: ended.append(arguments))
    for number in (0, os.getuid(), class_folder.FIRST - 1, class_folder.LAST + 1):
        with pytest.raises(ValueError, match="not a learner's number"):
            class_folder.end_all(number)
    assert ended == []
    class_folder.end_all(class_folder.FIRST)
    assert [process for process, _ in ended] == [11, 12]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has /proc")
def test_programs_are_found_by_their_owner():
    assert os.getpid() in class_folder.programs_of(os.geteuid())
    assert os.getpid() not in class_folder.programs_of(class_folder.FIRST)


def book(line):
    """Return the text of a notebook with one cell."""
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": [line], "outputs": [1]}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_a_learners_copies_are_renewed_and_never_written_over(tmp_path):
    source, mine = tmp_path / "notebooks", tmp_path / "home/my_course"
    source.mkdir()
    mine.parent.mkdir()
    for name in ("00_a.ipynb", "01_b.ipynb"):
        (source / name).write_text(book("x = 1"), encoding="utf-8")
    assert begin.prepare(source, mine) == []
    (mine / "00_a.ipynb").write_text(book("x = 'mine'"), encoding="utf-8")
    for name in ("00_a.ipynb", "01_b.ipynb"):
        (source / name).write_text(book("x = 2"), encoding="utf-8")
    (source / "teacher.json").write_text('{"solutions": false}', encoding="utf-8")
    [line] = begin.prepare(source, mine)
    assert line.startswith("00_a.ipynb: there is a newer version")
    assert "mine" in (mine / "00_a.ipynb").read_text(encoding="utf-8")
    assert "x = 2" in (mine / "01_b.ipynb").read_text(encoding="utf-8")
    assert (mine / "teacher.json").read_text(encoding="utf-8") == '{"solutions": false}'


def test_the_teachers_rules_keep_their_name():
    assert begin.TEACHERS_FILE == copies.RULES and begin.MINE == start.MINE


def test_a_learners_server_opens_the_first_notebook_of_the_copy(tmp_path, monkeypatch):
    became = []
    monkeypatch.setattr(begin.os, "execv", lambda program, words: became.append(words))
    monkeypatch.setattr(begin.os, "environ", {"HOME": str(tmp_path)})
    monkeypatch.chdir(tmp_path)
    begin.main(["--debug"])
    assert became == [[sys.executable, "-m", "jupyterhub.singleuser", "--debug"]]
    assert begin.os.environ["JUPYTERHUB_ROOT_DIR"] == str(tmp_path / "my_course")
    assert begin.os.environ["JUPYTERHUB_DEFAULT_URL"] == "/lab/tree/00_start_here.ipynb"
    assert Path.cwd() == tmp_path / "my_course"


def test_the_proxys_lock_names_no_server_and_has_hashes():
    text = (HUB / "proxy/package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    own = packages.pop("")
    wanted = json.loads((HUB / "proxy/package.json").read_text(encoding="utf-8"))
    assert own["dependencies"] == wanted["dependencies"]
    assert all(re.fullmatch(r"[\d.]+", version) for version in own["dependencies"].values())
    assert len(packages) > 30 and "resolved" not in text
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name


def test_the_proxy_is_installed_once_and_again_when_its_lock_is_another(tmp_path, monkeypatch):
    asked = []

    def run(command, **options):
        asked.append([str(word) for word in command])
        return SimpleNamespace(returncode=0, stdout="")

    monkeypatch.setattr(set_up.subprocess, "run", run)
    (tmp_path / ".venv").mkdir()
    for _ in range(2):
        set_up.install_proxy(tmp_path, tmp_path / "site")
    assert len(asked) == 1 and {"ci", "--ignore-scripts"} <= set(asked[0])
    (set_up.proxy_folder(tmp_path) / "installed.json").write_text("{}", encoding="utf-8")
    set_up.install_proxy(tmp_path, tmp_path / "site")
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("npm error network getaddrinfo failed", "the server was not reached"),
        ("npm error something new", "end of what npm said:\nnpm error something new"),
    ],
)
def test_a_proxy_that_cannot_be_installed_is_explained(tmp_path, monkeypatch, said, words):
    failed = SimpleNamespace(returncode=1, stdout=said)
    monkeypatch.setattr(set_up.subprocess, "run", lambda *words, **options: failed)
    (tmp_path / ".venv").mkdir()
    with pytest.raises(start.Stop, match=words):
        set_up.install_proxy(tmp_path, tmp_path / "site")
    assert set_up.installed_proxy(tmp_path) is None


def test_setting_up_says_how_to_go_on_and_an_image_gets_no_proxy(monkeypatch, capsys):
    done = []
    monkeypatch.setattr(start, "set_up", lambda root, lock: done.append(lock))
    monkeypatch.setattr(start, "probe", lambda root: ("3.12.1", ROOT / "site"))
    monkeypatch.setattr(start, "find_pip", lambda root: ["pip"])
    monkeypatch.setattr(start, "ask", lambda root, *words: done.append(words[1]) or (0, ""))
    monkeypatch.setattr(set_up, "install_proxy", lambda root, site: done.append("proxy"))
    accounts = SimpleNamespace(returncode=0)
    monkeypatch.setattr(set_up.subprocess, "run", lambda words: done.append(words[-1]) or accounts)
    assert set_up.main([]) == 0
    assert done == ["locks/hub.lock", "proxy", "-m", "--teacher"]
    said = capsys.readouterr().out
    for command in commands(HUB / "README.md")[1:3]:
        assert command.split(" amina")[0] in said
    done.clear()
    assert set_up.main(["--learners-only"]) == 0
    assert done == ["locks/hub.lock", "uninstall", "-m"] and capsys.readouterr().out == ""


def commands(page):
    """Return the commands in a page's blocks of code."""
    blocks = re.findall(
        r"^ *```\n(.*?)^ *```$", page.read_text(encoding="utf-8"), flags=re.M | re.S
    )
    return [line.strip() for block in blocks for line in block.splitlines()]


def test_the_page_shows_the_commands_that_the_trial_runs():
    shown = [shlex.split(line) for line in commands(HUB / "README.md")]
    assert [words[0] for words in shown] == ["sudo"] * 4
    for words in shown:
        scripts = [word for word in words if word.startswith("deploy/")]
        assert scripts and all((ROOT / script).is_file() for script in scripts)
    trial = (HUB / "try_class.py").read_text(encoding="utf-8")
    assert '"bin/jupyterhub", "--config", here / "jupyterhub_config.py"' in trial
    assert 'class_folder.HERE / "accounts.py", *names' in trial


# What the chart takes: read by hand in its values.schema.yaml (zero-to-jupyterhub-k8s), which
# refuses every other name at the levels written out here.
TEXT, NUMBER, AMOUNT, SWITCH = str, (int, float), (int, float, str), bool
CHART = {
    "singleuser": {
        "image": {"name": TEXT, "tag": TEXT},
        "cmd": (list, str),
        "uid": int,
        "fsGid": int,
        "allowPrivilegeEscalation": SWITCH,
        "memory": {"guarantee": AMOUNT, "limit": AMOUNT},
        "cpu": {"guarantee": NUMBER, "limit": NUMBER},
        "startTimeout": int,
        "storage": {"type": TEXT, "capacity": TEXT, "homeMountPath": TEXT},
        "networkPolicy": {"enabled": SWITCH},
        "cloudMetadata": {"blockWithIptables": SWITCH, "ip": TEXT},
    },
    "hub": {"config": dict},
    "proxy": {
        "https": {"enabled": SWITCH, "hosts": list, "letsencrypt": {"contactEmail": TEXT}},
    },
    "cull": {"enabled": SWITCH, "timeout": int, "every": int},
    "prePuller": {"hook": {"enabled": SWITCH}, "continuous": {"enabled": SWITCH}},
    "scheduling": {"userScheduler": {"enabled": SWITCH}},
}


def misfits(values, chart, path=""):
    """Return the settings that the chart would refuse."""
    found = []
    for name, value in values.items():
        here = f"{path}.{name}".lstrip(".")
        if name not in chart:
            found.append(here)
        elif isinstance(chart[name], dict):
            inner = isinstance(value, dict)
            found += misfits(value, chart[name], here) if inner else [here]
        elif not isinstance(value, chart[name]):
            found.append(here)
    return found


def values():
    return yaml.safe_load((KUBERNETES / "values.yaml").read_text(encoding="utf-8"))


def test_the_chart_takes_the_values():
    assert misfits(values(), CHART) == []
    assert values()["singleuser"]["storage"]["type"] in {"dynamic", "static", "none"}
    wrong = {"singleuser": {"cmd": 3, "image": "x", "memory": {"most": 1}}, "culling": {}}
    assert misfits(wrong, CHART) == [
        "singleuser.cmd",
        "singleuser.image",
        "singleuser.memory.most",
        "culling",
    ]


def test_the_image_the_chart_and_the_lock_belong_together():
    settings, page = values(), (KUBERNETES / "README.md").read_text(encoding="utf-8")
    assert settings["singleuser"]["image"]["tag"] == PROJECT["version"]
    assert f"course:{PROJECT['version']} ." in page
    [hub] = re.findall(r"^jupyterhub==([\d.]+)", (ROOT / "locks/hub.lock").read_text(), flags=re.M)
    assert hub.startswith("5.5.") and "4.4 brings JupyterHub 5.5" in page
    assert "--version 4.4.0" in page
    assert f"CMD {json.dumps(settings['singleuser']['cmd'])}" in dockerfile()
    assert f"--uid {settings['singleuser']['uid']} " in dockerfile()
    assert f"HOME={settings['singleuser']['storage']['homeMountPath']} " in dockerfile()


def test_nobody_enters_a_cluster_before_the_teacher_has_said_who():
    config = values()["hub"]["config"]
    assert config["Authenticator"]["allow_all"] is False
    assert config["GenericOAuthenticator"]["allowed_users"] == ["teacher"]


def dockerfile():
    return (KUBERNETES / "Dockerfile").read_text(encoding="utf-8")


def test_the_image_is_no_roots_and_has_what_a_learners_server_needs(tmp_path):
    steps = re.findall(r"^([A-Z]+) (.*)$", dockerfile(), flags=re.M)
    assert [value for word, value in steps if word == "USER"] == ["1000"]
    assert steps.index(("USER", "1000")) > max(k for k, s in enumerate(steps) if s[0] == "RUN")
    image, home = tmp_path / "course", tmp_path / "learner"
    home.mkdir()
    for word, value in steps:
        if word == "COPY":
            *sources, target = value.split()
            for source in sources:
                place = image / target / ("" if (ROOT / source).is_dir() else source)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(ROOT / source)
    [command] = [value for word, value in steps if value.startswith("python deploy/")]
    assert (image / command.split()[1]).is_file()
    assert (image / set_up.LOCK).is_file() and (image / start.COURSE).is_file()
    code = """
import sys
from pathlib import Path
sys.path.insert(0, "deploy/jupyterhub")
import begin, nnlib, set_up
from classroom.lessons import training
assert begin.prepare(Path("notebooks"), Path(sys.argv[1])) == []
print(nnlib.__file__, set_up.LOCK)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, home / "my_course"],
        cwd=image,
        env=os.environ | {"PYTHONPATH": str(image)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(image))
    names = {path.name for path in (home / "my_course").glob("*.ipynb")}
    assert names == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
