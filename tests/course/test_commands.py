"""Every command that a page shows: taken from the page, run, and what it made looked at.

A command is run as it stands on its page, in a copy of the course with few notebooks, whose `.venv`
uses the packages of the Python that runs the tests. At the end of this file stand the commands that
other tests run, and those that cannot be run here, each with its reason.
"""

import contextlib
import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import threading
import urllib.request
import venv
from pathlib import Path

import nbformat
import pytest

import start
from classroom.sheets import FOR_TEACHERS, SHEETS, printing
from tests.course.test_exports import without_a_network
from tests.notebooks import NOTEBOOKS, ROOT
from tests.practice.test_overview import RIGHT, WRONG, cell, checked, hand_in
from tests.waiting import wait_for
from tools import copies, export, wait_for_lab

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs/teaching").glob("*.md")),
    *sorted((ROOT / "deploy").glob("*/README.md")),
]
FENCED = re.compile(r"^ *```\n(.*?)^ *```$", flags=re.M | re.S)
INDENTED = re.compile(r"^    (\S.*)$", flags=re.M)
INLINE = re.compile(r"`([^`\n]+)`")
BEGINS = re.compile(r"(?:[A-Z_]+=\S+ )?(?:sudo|python3?|py|docker|helm|…|\S+/python|\S+\.py) \S")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="it needs links and process groups")


def commands_in(text):
    """Return the commands of a page: all lines in its blocks, and those within its sentences."""
    blocks = [line.strip() for block in FENCED.findall(text) for line in block.splitlines()]
    rest = FENCED.sub("", text)
    inline = [words for words in INLINE.findall(rest) if BEGINS.match(words)]
    return [whole(words) for words in [*blocks, *INDENTED.findall(rest), *inline]]


def whole(command):
    """Return a command with the program that it is a matter of course to begin with."""
    command = command.replace("… ", ".venv/bin/python -m ")
    command = re.sub(r"^py ", "python3 ", command)
    command = re.sub(r"^start\.py ", "python3 start.py ", command)
    return re.sub(r"^tools/", ".venv/bin/python tools/", command)


SHOWN = list(
    dict.fromkeys(
        command for page in PAGES for command in commands_in(page.read_text(encoding="utf-8"))
    )
)
RUN_HERE = set()


def shown(pattern):
    """Run a test with each command on the pages that fits the pattern; there has to be one."""
    found = [command for command in SHOWN if re.fullmatch(pattern, command)]
    assert found, f"no page shows a command like {pattern}"
    RUN_HERE.update(found)
    return pytest.mark.parametrize("command", found)


@pytest.fixture
def course(tmp_path):
    """Return a function that makes a copy of the course, ready to start, with these notebooks."""

    def make(*numbers):
        root = tmp_path / "the course"
        left_out = [".*", "__pycache__", "notebooks", "tests", "site", copies.RULES]
        left_out += ["my_course", "my_teaching", "for_class", "class_server"]
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*left_out))
        for path in NOTEBOOKS:
            if path.name[:2] in numbers:
                copies.write(root / path.relative_to(ROOT), path.read_text(encoding="utf-8"))
        make_ready(root)
        return root

    return make


def make_ready(root):
    """Give a copy of the course a `.venv` that holds what this Python has, and says so."""
    venv.create(root / ".venv", symlinks=os.name != "nt", with_pip=False)
    version, site = start.probe(root)
    start.write_pth(root, site)
    (site / "packages.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    theirs, mine = Path(sys.prefix, "share/jupyter"), root / ".venv/share/jupyter"
    (mine / "lab").mkdir(parents=True)
    for place in ("*", "lab/*"):
        for path in theirs.glob(place):
            # The folder of JupyterLab itself is our own, because start.py writes into it.
            if os.name != "nt" and path.name not in ("lab", "settings"):
                (mine / path.relative_to(theirs)).symlink_to(path)
    digests = [start.digest(root, lock) for lock in (start.COURSE, start.TESTS)]
    (root / ".venv" / start.STAMP).write_text(" ".join([version, *digests]), encoding="utf-8")


def words_of(command, root):
    """Return a command's words and its variables, with the Python that it means here."""
    words, variables = shlex.split(command), {}
    while "=" in words[0]:
        name, _, variables[name] = words.pop(0).partition("=")
    own = {"python": start.venv_python(root), ".venv/bin/python": start.venv_python(root)}
    return [str((own | {"python3": sys.executable})[words[0]]), *words[1:]], variables


def run(command, root, code=0, **variables):
    """Run a command in a copy of the course; return what it prints."""
    words, own = words_of(command, root)
    environment = start.clean_environment(root) | own | variables
    environment |= {"PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        words,
        cwd=root,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=600,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


# start.py.


@contextlib.contextmanager
def started(command, root):
    """Start JupyterLab by a command; yield a function that asks it for what is at an address."""
    words, _ = words_of(command, root)
    lab = subprocess.Popen(
        [*words, "--no-browser"],
        cwd=root,
        env=start.clean_environment(root),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    said = []
    for line in lab.stdout:
        said.append(line)
        found = re.search(r"(http://127\.0\.0\.1:\d+)(/lab\S*)\?token=(\w+)", line)
        if found:
            break
    assert found, "".join(said)
    listener = threading.Thread(target=lab.stdout.read, daemon=True)
    listener.start()

    def ask(place=found[2]):
        request = urllib.request.Request(found[1] + place)
        request.add_header("Authorization", f"token {found[3]}")
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.read().decode("utf-8")

    try:
        # The address is printed a moment before anything listens there.
        wait_for(lambda: wait_for_lab.answer(found[1]), "JupyterLab")
        yield ask
    finally:
        wait_for_lab.stop(lab)
        listener.join(timeout=60)
        lab.stdout.close()


@pytest.mark.slow("long")
@POSIX
@shown(r"python3 start\.py( for_class| --teach| --wheels wheels for_class)?")
def test_start_opens_the_folder_that_the_page_names(command, course):
    """With `--wheels`, from a folder that is full: test_start.py has how it is filled."""
    root = course("00", "02")
    folder = "for_class" if "for_class" in command else start.MINE
    folder = start.TEACHERS if "--teach" in command else folder
    (root / folder).mkdir()
    (root / folder / "mark.txt").write_text("This one.", encoding="utf-8")
    (root / "wheels").mkdir()
    (root / "wheels" / "numpy.whl").write_text("", encoding="utf-8")
    with started(command, root) as ask:
        assert "JupyterLab" in ask()
        names = {entry["name"] for entry in json.loads(ask("/api/contents"))["content"]}
    copied = {"00_start_here.ipynb", "02_activations.ipynb", "deeper"}
    assert names == {"mark.txt"} | (set() if folder == "for_class" else copied)


@shown(r"python3 start\.py --class for_class( --no-help)?")
def test_start_makes_copies_for_a_class(command, course):
    root = course("02")
    assert "python3 start.py" in run(command, root)
    texts = "\n".join(sources(root / "for_class/02_activations.ipynb"))
    rules = json.loads((root / "for_class" / copies.RULES).read_text(encoding="utf-8"))
    assert rules == {"hints": "--no-help" not in command, "solutions": False}
    assert ("<summary>Hint 1</summary>" in texts) == rules["hints"]
    assert "<summary>Solution</summary>" not in texts and 'check("relu", my_relu)' in texts


@shown(r"python3 start\.py --fresh \d\d")
def test_start_brings_a_notebook_as_it_was_and_keeps_the_changed_one(command, course):
    number = command[-2:]
    root = course(number)
    copies.bring_up_to_date(root / "notebooks", root / start.MINE)
    [path] = (root / start.MINE).glob(f"{number}_*.ipynb")
    path.write_text(path.read_text(encoding="utf-8").replace("the", "THE"), encoding="utf-8")
    assert "is a fresh copy now" in run(command, root)
    assert sources(path) == sources(root / "notebooks" / path.name)
    [kept] = (root / "my_course/earlier").glob(f"{path.stem}*")
    assert "THE" in "\n".join(sources(kept))


def small_tests(root):
    """Give a copy of the course two tests, one of them slow, and what pytest needs to begin."""
    for name in ("__init__.py", "compared.py", "notebooks.py", "nbval_sanitize.cfg"):
        copies.write(root / "tests" / name, (ROOT / "tests" / name).read_text(encoding="utf-8"))
    shutil.copytree(ROOT / "tests/strict", root / "tests/strict")
    copies.write(
        root / "tests/test_two.py",
        "import pytest\n\ndef test_a_relu_that_is_quick(): pass\n\n"
        "@pytest.mark.slow('long')\ndef test_another(): pass\n",
    )


@POSIX
@pytest.mark.slow("long")
@shown(r"python3 start\.py --test( --all)?")
def test_start_runs_the_tests_and_says_what_it_leaves_out(command, course):
    root = course()
    (root / "notebooks").mkdir()
    small_tests(root)
    said = run(command, root)
    every = "--all" in command
    assert f"{1 + every} passed" in said
    assert ("left out, and run by python3 start.py --test --all" in said) != every


# What a teacher does with the course's own Python.


@shown(r"\S+ -m classroom\.overview FOLDER")
def test_the_overview_is_shown_and_written(command, course):
    root = course()
    praise = "✓ Correct · relu: Well done."
    hand_in(root / "handed in/anna/02_activations.ipynb", checked("relu", RIGHT))
    forged = cell(f'{WRONG}\n\ncheck("relu", my_relu)', praise)
    hand_in(root / "handed in/02_activations_ben.ipynb", forged)
    command = command.replace("FOLDER", "'handed in'")
    assert "1  relu: 2 of 2" in run(command, root)
    page = (ROOT / "docs/teaching/tools.md").read_text(encoding="utf-8")
    options = re.findall(r"`(--[a-z-]+(?: FILE)?)`", page.split("## Who has solved what")[1])[:4]
    assert [option.split()[0] for option in options] == ["--csv", "--html", "--no-names", "--rerun"]
    options = f"{' '.join(options)} --yes".replace("FILE", "table.csv", 1).replace("FILE", "x.html")
    assert "1  relu: 1 of 2" in run(f"{command} {options}", root)
    with (root / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["02 exercise relu"] for row in rows] == ["correct", "not yet"]
    html = (root / "x.html").read_text(encoding="utf-8")
    assert "pupil 2" in html and "anna" not in html


def are_the_sheets(folder):
    """Check that a folder has all sheets, and answers on the teacher's alone."""
    for name in SHEETS:
        pupils, teachers = (
            (folder / f"{name}{kind}.html").read_text(encoding="utf-8")
            for kind in ("", FOR_TEACHERS)
        )
        assert "FOR TEACHERS" in teachers and "FOR TEACHERS" not in pupils


@shown(r"python -m classroom\.sheets \w+")
def test_the_work_sheets_are_written(command, course):
    root = course()
    # Without a browser on the path and in its usual places: the printing takes longer.
    printed = run(command, root, PATH="") if printing.chromium() else run(command, root)
    folder = root / command.split()[-1]
    are_the_sheets(folder)
    assert len(printed.splitlines()) >= 2 * len(SHEETS)


@pytest.mark.slow("browser")
@shown(r"\.venv/bin/python -m classroom\.sheets \w+")
def test_the_work_sheets_are_printed(command, course):
    if printing.chromium() is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine")
    root = course()
    run(command, root)
    folder = root / command.split()[-1]
    are_the_sheets(folder)
    printed = sorted(path.stem for path in folder.glob("*.pdf"))
    assert printed == sorted(f"{name}{kind}" for name in SHEETS for kind in ("", FOR_TEACHERS))
    assert all(path.read_bytes().startswith(b"%PDF") for path in folder.glob("*.pdf"))


@pytest.mark.slow("long")
@POSIX
@shown(r"\S+ tools/export\.py slides --to \w+")
def test_slides_are_made_of_all_notebooks_and_of_those_named(command, course):
    root = course("00", "03")
    shutil.copytree(without_a_network(), root / ".cache/slides")
    page = (ROOT / "docs/teaching/tools.md").read_text(encoding="utf-8")
    [named] = re.findall(r"`slides (notebooks/\S+\.ipynb)`", page)
    run(command.replace("slides", f"slides {named}").replace("--to ", "--to one/"), root)
    run(command, root)
    folder = root / command.split()[-1]
    every = {f"{path.stem}.slides.html" for path in (root / "notebooks").rglob("*.ipynb")}
    assert {path.name for path in folder.iterdir()} == every and len(every) > 2
    [one] = (root / "one" / folder.name).iterdir()
    assert one.name == f"{Path(named).stem}.slides.html"
    assert one.read_bytes() == (folder / one.name).read_bytes()


@pytest.mark.slow("browser")
@POSIX
@shown(r"\S+ tools/export\.py pdf notebooks/\S+ --to \w+")
def test_a_notebook_is_printed(command, course):
    if not any(map(shutil.which, export.BROWSERS)) and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine")
    [number] = re.findall(r"notebooks/(\d\d)_", command)
    root = course(number)
    made = root / run(command, root).strip()
    assert made.parent == root / command.split()[-1]
    assert made.suffix == ".pdf" and len(made.read_bytes()) > 50_000


@shown(r"\S+ tools/export\.py figures --to \w+")
def test_pictures_are_put_into_a_folder_with_a_page(command, course):
    root = course("04")
    run(command, root)
    folder = root / command.split()[-1]
    made = {path.suffix for path in folder.iterdir()}
    assert made == {".svg", ".png", ".html"} and (folder / "index.html").is_file()
    assert all(path.name.startswith(("04_", "index")) for path in folder.iterdir())


# What a maintainer does.


@shown(r"python3 --version")
def test_python_says_its_version(command, course):
    assert run(command, course()).strip() == f"Python {sys.version.split()[0]}"


@shown(r"\S+ tools/refresh_notebooks\.py --text")
def test_the_text_is_written_anew(command, course):
    root = course("02")
    path = root / "notebooks/02_activations.ipynb"
    text = path.read_text(encoding="utf-8")
    [minutes] = re.findall(r"\*About \d+ minutes", text)
    path.write_text(text.replace(minutes, "*About 99 minutes"), encoding="utf-8")
    assert "wrote the text of 02_activations.ipynb" in run(command, root)
    after = path.read_text(encoding="utf-8")
    assert minutes in after and "About 99" not in after


@pytest.mark.slow("long")
@shown(r"\S+ tools/refresh_notebooks\.py (\d\d|<number>)")
def test_outputs_are_stored_afresh(command, course):
    number = "00" if "<number>" in command else command[-2:]
    root = course(number)
    shutil.rmtree(root / "notebooks/deeper", ignore_errors=True)
    [path] = (root / "notebooks").glob("*.ipynb")
    before = nbformat.read(path, as_version=4)
    emptied = nbformat.read(path, as_version=4)
    for made in emptied.cells:
        if "outputs" in made:
            made.outputs = []
    nbformat.write(emptied, path)
    shutil.copytree(ROOT / "tests/strict", root / "tests/strict")
    run(command.replace("<number>", number), root)
    after = nbformat.read(path, as_version=4)
    texts = [
        [output.get("text") for made in book.cells for output in made.get("outputs", [])]
        for book in (before, after)
    ]
    assert texts[0] == texts[1] and any(texts[0])


@POSIX
@pytest.mark.slow("long")
@shown(r"\S+ -m pytest( notebooks/\S+\.ipynb| tests( -k .*)?)?")
def test_pytest_takes_the_words_shown(command, course):
    """In a copy with two tests and a notebook; for a single notebook, with those before it."""
    last = re.search(r"notebooks/(\d\d)_", command)
    root = course(*(f"{n:02d}" for n in range(int(last[1]) + 1)) if last else ["02"])
    small_tests(root)
    if "-k" in command:
        word = shlex.split(command)[-1].split()[0]
        names = f"def test_{word}(): pass\n\ndef test_nothing(): raise ValueError\n"
        copies.write(root / "tests/test_words.py", names)
    shutil.rmtree(root / "notebooks/deeper")
    said = run(command, root)
    passed = int(re.search(r"(\d+) passed", said)[1])
    cells = sum(".ipynb" in line for line in said.splitlines())
    assert (cells > 0) == (" tests" not in command)
    assert (passed > 10) if cells else passed == 1


@pytest.mark.slow("long")
@shown(r"\S+ -m pytest tests/course/test_teaching\.py")
def test_what_a_page_says_otherwise_is_found(command, course):
    root = course(*(f"{n:02d}" for n in range(12)))
    small_tests(root)
    for name in ("__init__.py", "conftest.py", "test_teaching.py"):
        place = f"tests/course/{name}"
        copies.write(root / place, (ROOT / place).read_text(encoding="utf-8"))
    run(command, root)
    page = root / "docs/teaching/03_forward_pass.md"
    page.write_text(page.read_text(encoding="utf-8").replace("*§ ", "*§ My "), encoding="utf-8")
    assert "test_names_headings_that_the_notebook_has" in run(command, root, code=1)


@shown(r"\S+ -m ruff (check|format) \.")
def test_ruff_finds_or_mends_what_is_badly_written(command, course):
    root = course()
    code = 1 if "check" in command else 0
    (root / "bad.py").write_text("import os\nx = [1,2]\n", encoding="utf-8")
    said = run(command, root, code=code)
    assert "bad.py" in said if code else "1 file reformatted" in said
    expected = "x = [1,2]\n" if code else "x = [1, 2]\n"
    assert (root / "bad.py").read_text(encoding="utf-8").endswith(expected)


@shown(r"\S+ tools/count\.py")
def test_a_line_is_printed_for_each_notebook(command, course):
    lines = run(command, course("02")).splitlines()
    stems = {line.split()[0] for line in lines[1:]}
    assert stems == {
        path.relative_to(ROOT / "notebooks").as_posix()
        for path in NOTEBOOKS
        if path.name.startswith("02")
    }


@POSIX
@shown(r"\S+ tools/build_site\.py --serve")
def test_the_site_is_shown(command, course):
    root = course()
    copies.write(root / "site/index.html", "<p>The first page.</p>")
    words, _ = words_of(command, root)
    server = subprocess.Popen(
        words, cwd=root, stdout=subprocess.PIPE, encoding="utf-8", start_new_session=True
    )
    try:
        address = re.search(r"http://\S+", server.stdout.readline())[0]
        with urllib.request.urlopen(address, timeout=60) as reply:
            assert reply.read() == b"<p>The first page.</p>"
    finally:
        wait_for_lab.stop(server)
        server.stdout.close()


# All of them.

# What other tests run, by the pattern of the command: the file and the name of the test. What needs
# root's rights, a network or uv is pretended there.
ELSEWHERE = {
    r"sudo python3 deploy/jupyterhub/set_up\.py|python3 deploy/jupyterhub/set_up\.py": (
        "course/test_deploy.py",
        "test_setting_up_says_how_to_go_on_and_an_image_gets_no_proxy",
    ),
    r"\S+ tools/record_published_run\.py": (
        "course/test_published_run.py",
        "test_the_command_shown_writes_the_record",
    ),
    r"\S+ tools/check_links\.py": (
        "course/test_workflows.py",
        "test_a_dead_link_is_printed_with_its_place_and_fails",
    ),
    r"\S+ tools/lock\.py --upgrade": (
        "course/test_tools.py",
        "test_the_whole_is_compiled_first_and_the_others_keep_to_it",
    ),
}
HUB = "it needs root's rights and JupyterHub's packages: deploy/jupyterhub/try_class.py runs it"
MEASURES = "it measures for minutes, and what else the computer does would be in its figures"
# What is not run here, by the pattern of the command: why.
NOT_HERE = {
    r"sudo apt install python3-venv": "it changes the computer",
    r"sudo chown .*": "it changes the computer's owners of files",
    r"sudo \.venv/bin/jupyterhub --config .*": HUB,
    r"(sudo \.venv/bin/python deploy/jupyterhub/)?accounts\.py .*": HUB,
    r"(sudo )?\.venv/bin/python deploy/jupyterhub/try_class\.py --learners 3": (
        "it is the trial itself, and needs root's rights"
    ),
    r"docker .*": "there is no Docker",
    r"helm .*": "there is no cluster",
    r"\S+ benchmarks/(check_speed|overview_speed|race|scale|panel_speed)\.py": MEASURES,
    r"\S+ -m pip install -e \.\[peers\]": "it downloads a gigabyte",
    r"KERAS_BACKEND=jax \S+ tools/record_keras_run\.py": MEASURES,
    r"\S+ tools/photograph_panel\.py": "it takes a picture, which one has to look at",
    r"\S+ tools/build_site\.py": "it takes minutes: .ci/run runs it, and the site's tests read on",
    r"\S+ tools/try_workflows\.py weekly\.yml/links": "it asks every site that is linked to",
}


def test_every_command_on_the_pages_is_run_or_has_a_reason():
    assert len(SHOWN) > 40
    for command in SHOWN:
        places = [command in RUN_HERE]
        places += [bool(re.fullmatch(pattern, command)) for pattern in (*ELSEWHERE, *NOT_HERE)]
        assert sum(places) == 1, f"{command}: run or excused {sum(places)} times"


@pytest.mark.parametrize("pattern", [*ELSEWHERE, *NOT_HERE])
def test_nothing_is_listed_that_no_page_shows(pattern):
    assert any(re.fullmatch(pattern, command) for command in SHOWN)


@pytest.mark.parametrize("file, name", ELSEWHERE.values())
def test_the_other_tests_are_there(file, name):
    text = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert f"\ndef {name}(" in text


def test_what_builds_the_site_in_ci_is_the_command_shown():
    text = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert {line for line in SHOWN if line == "python3 tools/build_site.py"} <= set(
        text.splitlines()
    )


@pytest.mark.parametrize(
    "text, found",
    [
        ("Type\n\n    python3 start.py x\n\nand go.", ["python3 start.py x"]),
        ("1. So:\n\n   ```\n   docker push x\n   ```\n", ["docker push x"]),
        ("Say `py start.py`, or `tools/a.py --b`.", ["python3 start.py"]),
        ("`tools/count.py` and `start.py`, `python3`, `check(x)`", []),
    ],
)
def test_commands_are_found_in_blocks_and_sentences(text, found):
    assert [command for command in commands_in(text) if "--b" not in command] == found
    assert (".venv/bin/python tools/a.py --b" in commands_in(text)) == ("--b" in text)
