"""What GitHub reads: workflows, issue forms; and what it runs: the tools that stand behind them."""

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import pytest
import yaml

import start
from tools import build_site, check_links, try_workflows, wait_for_lab

ROOT = Path(start.__file__).resolve().parent
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="these commands are for Linux")
GITHUB = ROOT / ".github"
PATHS = sorted((GITHUB / "workflows").glob("*.yml"))
WORKFLOWS = {path.stem: try_workflows.load(path) for path in PATHS}
JOBS = {(flow, name): job for flow in WORKFLOWS for name, job in WORKFLOWS[flow]["jobs"].items()}
STEPS = [(flow, step) for (flow, _), job in JOBS.items() for step in job["steps"]]
RUNS = [
    try_workflows.fill(step["run"], values)
    for job in JOBS.values()
    for values in try_workflows.combinations(job)
    for step in job["steps"]
    if "run" in step
]
FORMS = {path.stem: path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml")}
REPORT = WORKFLOWS["weekly"]["jobs"]["report"]["steps"][0]
PYTHONS = [f"3.{minor}" for minor in range(start.OLDEST[1], start.NEWEST[1] + 1)]


def test_there_are_the_four_workflows():
    assert set(WORKFLOWS) == {"colab", "site", "tests", "weekly"}
    assert len(RUNS) > 20


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_a_workflow_may_only_read_and_no_second_run_is_in_its_way(name):
    assert WORKFLOWS[name]["permissions"] == {"contents": "read"}
    assert WORKFLOWS[name]["concurrency"]["group"].startswith(name)


@pytest.mark.parametrize("flow, name", sorted(JOBS))
def test_a_job_ends_in_time_and_writes_only_what_it_must(flow, name):
    job = JOBS[flow, name]
    assert 0 < job["timeout-minutes"] <= 60
    commands = "".join(step.get("run", step.get("uses")) for step in job["steps"])
    writes = {
        "gh issue": ["issues"],
        "git push": ["contents"],
        "deploy-pages": ["pages", "id-token"],
    }
    wanted = {
        part: "write" for command in writes if command in commands for part in writes[command]
    }
    assert job.get("permissions", {}) == wanted


def test_what_is_built_for_each_release_is_what_is_published():
    site = WORKFLOWS["site"]
    # YAML takes the word `on` for true.
    assert site[True] == {"release": {"types": ["published"]}, "workflow_dispatch": None}
    *_, build, upload = site["jobs"]["build"]["steps"]
    assert build["run"] == "python tools/build_site.py"
    assert ROOT / upload["with"]["path"] == build_site.SITE
    assert site["jobs"]["publish"]["needs"] == "build"


def test_every_action_is_pinned_to_a_release():
    used = [step["uses"] for _, step in STEPS if "uses" in step]
    assert len(used) > 5
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@v\d+(\.\d+){0,2}", action), action


def test_dependabot_looks_after_the_actions():
    settings = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))
    assert [entry["package-ecosystem"] for entry in settings["updates"]] == ["github-actions"]


def test_the_same_pythons_are_tested_promised_and_supported():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert JOBS["tests", "course"]["strategy"]["matrix"]["python"] == PYTHONS
    assert project["requires-python"] == f">={PYTHONS[0]}"
    assert project["classifiers"] == [f"Programming Language :: Python :: {p}" for p in PYTHONS]
    weekly = try_workflows.combinations(JOBS["weekly", "versions"])
    assert weekly == [
        {"versions": "oldest", "python": PYTHONS[0]},
        {"versions": "newest", "python": PYTHONS[-1]},
    ]
    set_up = {try_workflows.python_of(job, {"python": PYTHONS[0]}) for job in JOBS.values()}
    assert set_up - {None} <= set(PYTHONS)


def test_both_commands_are_run_on_all_three_systems():
    course = JOBS["tests", "course"]
    systems = course["strategy"]["matrix"]["system"]
    assert [name.partition("-")[0] for name in systems] == ["ubuntu", "macos", "windows"]
    assert [step["run"] for step in course["steps"] if "run" in step] == [
        "python tools/wait_for_lab.py",
        "python start.py --test",
    ]
    assert wait_for_lab.COMMAND[1:] == ["start.py", "--no-browser"]


@pytest.mark.parametrize("command", sorted(set(RUNS)))
def test_a_step_calls_only_files_that_exist(command):
    files = re.findall(r"(?:python3?|bash) ((?!-)\S+)", command)
    assert files or command.startswith(("python -m pip install", "body=", "made_from="))
    for file in files:
        assert (ROOT / file).is_file(), file


@POSIX
def test_colabs_branch_holds_the_newest_copies_alone(tmp_path):
    *_, step = JOBS["colab", "copies"]["steps"]
    clone, git = tmp_path / "clone", ["git", "-C", str(tmp_path / "origin.git")]
    subprocess.run([*git[:1], "init", "--quiet", "--bare", git[2]], check=True)
    subprocess.run(["git", "clone", "--quiet", git[2], str(clone)], check=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= step["env"]

    def run(*command):
        subprocess.run(command, cwd=clone, env=environment, check=True)

    (clone / "README.md").write_text("the course")
    run("git", "add", ".")
    run("git", "commit", "--quiet", "-m", "Begin")
    for name in ("old.ipynb", "new.ipynb"):
        (clone / "colab" / "deeper").mkdir(parents=True)
        (clone / "colab" / name).write_text(name)
        (clone / "colab" / "deeper" / name).write_text(name)
        run("bash", "-e", "-c", step["run"])
        shutil.rmtree(clone / "colab")
        run("git", "reset", "--quiet", "--hard")
    listed = subprocess.run([*git, "ls-tree", "-r", "--name-only", "colab"], stdout=-1, check=True)
    assert listed.stdout.decode().split() == ["deeper/new.ipynb", "new.ipynb"]
    counted = subprocess.run([*git, "rev-list", "--count", "colab"], stdout=-1, check=True)
    assert counted.stdout.strip() == b"1"


@POSIX
@pytest.mark.parametrize(
    "open_issue, called",
    [("", "create --title The weekly check has failed --body"), ("17", "comment 17 --body")],
    ids=["none open", "one open"],
)
def test_a_failed_week_opens_an_issue_or_adds_to_the_open_one(tmp_path, open_issue, called):
    gh = tmp_path / "gh"
    gh.write_text(
        f'#!/bin/sh\n[ "$2" = list ] && printf "{open_issue}" || printf "%s " "$@" >> calls\n'
    )
    gh.chmod(0o755)
    environment = {name: name.lower() for name in REPORT["env"]} | {
        "TITLE": REPORT["env"]["TITLE"],
        "PATH": f"{tmp_path}:/usr/bin:/bin",
    }
    command = ["bash", "-e", "-c", REPORT["run"]]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    body = "Oldest and newest versions: versions. Links: links. The whole run: run"
    assert (tmp_path / "calls").read_text() == f"issue {called} {body} "


@pytest.mark.skipif(shutil.which("jq") is None, reason="there is no jq on this machine")
@pytest.mark.parametrize(
    "issues, number",
    [([], ""), ([{"number": 3, "title": "Another"}], ""), ([{"number": 5, "title": "T"}], "5")],
)
def test_only_an_issue_of_that_title_is_taken_for_the_open_one(issues, number):
    query = re.search(r"--jq '(.*)'\)", REPORT["run"]).group(1)
    found = subprocess.run(
        [shutil.which("jq"), "-r", query],
        input=json.dumps(issues),
        env=os.environ | {"TITLE": "T"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == number


def test_issue_forms_ask_for_what_an_answer_needs():
    assert set(FORMS) == {"lesson", "check", "wish", "config"}
    asked = {}
    for name in ("lesson", "check", "wish"):
        form = yaml.safe_load(FORMS[name].read_text(encoding="utf-8"))
        assert form["name"] and form["description"]
        required = [part.get("validations", {}).get("required", False) for part in form["body"]]
        asked[name] = [
            part["id"] for part, must in zip(form["body"], required, strict=True) if must
        ]
    assert asked == {
        "lesson": ["place", "fault"],
        "check": ["exercise", "code", "said"],
        "wish": ["wish", "why"],
    }


# What stands behind the workflows: the matrix, and what is left out.


def test_a_matrix_is_spelled_out():
    job = {"strategy": {"matrix": {"a": [1, 2], "b": [3, 4]}}}
    assert try_workflows.combinations(job) == [
        {"a": 1, "b": 3},
        {"a": 1, "b": 4},
        {"a": 2, "b": 3},
        {"a": 2, "b": 4},
    ]
    assert try_workflows.combinations({}) == [{}]
    assert try_workflows.fill("x ${{ matrix.a }} ${{ github.ref }}", {"a": 1}) == (
        "x 1 ${{ github.ref }}"
    )


@pytest.mark.parametrize(
    "job, python, reason",
    [
        ({"runs-on": "windows-latest"}, None, "it runs on windows-latest"),
        ({"runs-on": "ubuntu-latest", "if": "x"}, None, "GitHub decides"),
        ({"runs-on": "ubuntu-latest"}, "2.9", "no Python 2.9"),
    ],
)
def test_a_job_that_cannot_be_tried_is_named(job, python, reason):
    assert reason in try_workflows.obstacle(job, {}, python)


@POSIX
@pytest.mark.parametrize(("code", "found"), [(0, True), (127, False)])
def test_a_stand_in_for_a_python_that_is_not_there_is_seen_through(
    tmp_path, monkeypatch, code, found
):
    stand_in = tmp_path / "python3.99"
    stand_in.write_text(f"#!/bin/sh\nexit {code}\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert try_workflows.find_python("3.99") == (str(stand_in) if found else None)
    assert try_workflows.find_python("3.98") is None


@POSIX
def test_a_failing_step_is_seen_and_one_for_github_is_left_out(tmp_path, capfd):
    def passed(**step):
        return try_workflows.try_step(step, {"n": 3}, tmp_path, {"PATH": "/usr/bin:/bin"})

    assert passed(run="test ${{ matrix.n }} = 3")
    assert not passed(run="false | true")
    assert "FAILED with exit code 1: false | true" in capfd.readouterr().out
    assert passed(run="exit 1", env={"T": "${{ github.token }}"}, name="issue")
    assert passed(uses="actions/checkout@v6")
    said = capfd.readouterr().out
    assert "not tried: issue (it needs values from GitHub)" in said
    assert "not tried: actions/checkout@v6 (an action)" in said


# The lab's address.

SERVER = """
import http.server, sys, time
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/api" else 404)
        self.end_headers()
        self.wfile.write(b"{}")
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(f"at http://127.0.0.1:{server.server_port}/lab?token=x", flush=True)
server.serve_forever()
"""


def lab(code, tmp_path, seconds=120, patience=60):
    return wait_for_lab.try_lab([sys.executable, "-c", code], tmp_path, seconds, patience)


def test_a_lab_that_answers_is_stopped_again(tmp_path, capfd):
    assert lab(SERVER, tmp_path) is None
    assert "answered, and is silent again" in capfd.readouterr().out


def test_a_lab_that_never_answers_is_a_fault(tmp_path):
    code = "import time; print('http://127.0.0.1:9', flush=True); time.sleep(3600)"
    assert "answered within 2 seconds" in lab(code, tmp_path, seconds=2)


def test_a_lab_that_ends_by_itself_is_a_fault(tmp_path, capfd):
    assert lab("print('The disk is full.'); raise SystemExit(3)", tmp_path).endswith("code 3.")
    assert "The disk is full." in capfd.readouterr().out


@pytest.mark.slow("long")
def test_a_lab_that_outlives_its_stop_is_a_fault(tmp_path, monkeypatch):
    processes = []
    stop = wait_for_lab.stop
    monkeypatch.setattr(wait_for_lab, "stop", processes.append)
    try:
        assert "still answers" in lab(SERVER, tmp_path, patience=1)
    finally:
        stop(*processes)


# Links.


@pytest.mark.parametrize(
    "text, links",
    [
        ("See [this](https://a.org/b_(c)), or <http://d.org>.", "https://a.org/b_(c) http://d.org"),
        (
            "(at https://a.org/x.) And https://a.org/y?q=1,2!",
            "https://a.org/x https://a.org/y?q=1,2",
        ),
        ("[![p](https://a.org/p.png)](https://b.org/)", "https://a.org/p.png https://b.org/"),
        ('<a href="https://a.org/q#r">x</a> | https://b.org|', "https://a.org/q#r https://b.org"),
        (
            "`https://a.org` **https://b.org** [t](https://c.org 'x')",
            "https://a.org https://b.org https://c.org",
        ),
        (
            "http://127.0.0.1:8888/lab http://localhost/ docs/x.md https://localhost.org",
            "https://localhost.org",
        ),
    ],
)
def test_links_are_found_whole(text, links):
    assert check_links.links_in(text) == links.split()


def test_links_come_from_texts_and_text_cells_only(tmp_path):
    cells = [
        {"cell_type": "markdown", "source": ["at https://a.org/n\n", "and https://a.org/#x"]},
        {"cell_type": "code", "source": ["'https://code.org'"], "outputs": []},
    ]
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "n.ipynb").write_text(json.dumps({"cells": cells}))
    (tmp_path / "README.md").write_text("https://a.org/ https://a.org/#y")
    for folder in ("my_course", ".venv"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.md").write_text("https://other.org")
    assert check_links.collect(tmp_path) == {
        "https://a.org/": ["README.md", "notebooks/n.ipynb"],
        "https://a.org/n": ["notebooks/n.ipynb"],
    }


@pytest.mark.slow("long")
def test_the_projects_own_links_are_among_those_checked():
    assert "CONTRIBUTING.md" in sum(check_links.collect(ROOT).values(), [])
    names = {path.relative_to(ROOT).as_posix() for path in check_links.texts(ROOT)}
    assert {"README.md", "docs/teaching/README.md", "notebooks/00_start_here.ipynb"} <= names


class Site(http.server.BaseHTTPRequestHandler):
    """A site with pages of every kind; it counts how often each is asked for."""

    asked: list = []

    def do_GET(self):
        self.asked.append(self.path)
        late = self.path == "/flaky" and self.asked.count("/flaky") < 3
        codes = {"/gone": 404, "/broken": 503, "/closed": 403, "/moved": 301}
        self.send_response(503 if late else codes.get(self.path, 200))
        if self.path == "/moved":
            self.send_header("Location", "/here")
        self.end_headers()

    def log_message(self, *args):
        """Keep the test's output clean."""


@pytest.fixture
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Site.asked.clear()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "page, alive, times",
    [
        ("/here", True, 1),
        ("/moved", True, 1),
        ("/flaky", True, 3),
        ("/gone", False, 1),
        ("/broken", False, 3),
        ("/closed", None, 1),
    ],
)
def test_a_page_is_alive_dead_or_kept_from_us(site, page, alive, times):
    assert check_links.check(site + page, pause=0)[0] is alive
    assert Site.asked.count(page) == times


def test_a_server_that_is_not_there_is_dead():
    assert check_links.check("http://127.0.0.1:9/", pause=0)[0] is False
    assert check_links.check("http://[broken/", pause=0)[0] is False


def test_a_dead_link_is_printed_with_its_place_and_fails(tmp_path, capsys):
    (tmp_path / "a.md").write_text("https://dead.org https://shut.org https://good.org")
    answers = {"dead": (False, "404"), "shut": (None, "403"), "good": (True, "200")}

    def ask(link):
        return answers[link[8:12]]

    assert check_links.main(tmp_path, ask) == 1
    assert capsys.readouterr().out.splitlines() == [
        "dead: https://dead.org (404), in a.md",
        "not told: https://shut.org (403), in a.md",
        "3 links to other sites, 1 of them dead.",
    ]
    (tmp_path / "a.md").write_text("https://shut.org https://good.org")
    assert check_links.main(tmp_path, ask) == 0
