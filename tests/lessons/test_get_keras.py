"""Notebook 08's offer to install Keras: the command, pip's words, the button; once in earnest."""

import asyncio
import os
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

import packaging.markers
import pytest

import start
from classroom.lessons.david_vs_goliath import get_keras, keras_twin, offer_keras
from classroom.lessons.david_vs_goliath.get_keras import (
    DONE,
    INTERRUPTED,
    ROOT,
    Installation,
    Offer,
    by_hand,
    command,
    lock,
    missing,
    outcome,
    progress,
    refusal,
)

NAMES = "absl-py h5py jax jaxlib keras markdown-it-py mdurl ml-dtypes namex opt-einsum optree rich"
NAMES = NAMES.split()
# What pip 23.2 said, word for word but for the names of folders and of the server.
ALL_WELL = """\
WARNING: Location 'file:///more/simple/absl-py/' is ignored: it is neither a file nor a directory.
Looking in indexes: http://127.0.0.1:18765/simple
Collecting absl-py==2.5.1 (from -r wanted.txt (line 1))
  Downloading absl_py-2.5.1-py3-none-any.whl (137 kB)
Collecting h5py==3.16.0 (from -r wanted.txt (line 4))
  Downloading h5py-3.16.0-cp311-cp311-manylinux_2_28_x86_64.whl (5.0 MB)
Collecting jax==0.10.2 (from -r wanted.txt (line 53))
  Using cached jax-0.10.2-py3-none-any.whl (3.2 MB)
Collecting jaxlib==0.10.2 (from -r wanted.txt (line 56))
  Downloading jaxlib-0.10.2-cp311-cp311-manylinux_2_27_x86_64.whl (85.4 MB)
Processing ./wheels/keras-3.15.1-py3-none-any.whl (from -r wanted.txt (line 79))
Collecting markdown-it-py==4.3.0 (from -r wanted.txt (line 82))
  Downloading markdown_it_py-4.3.0-py3-none-any.whl (96 kB)
Processing /wheels/mdurl-0.1.2-py3-none-any.whl (from -r wanted.txt (line 85))
Processing /wheels/ml_dtypes-0.6.0-cp311-cp311-manylinux_2_27_x86_64.whl (from -r \
wanted.txt (line 88))
Collecting namex==0.1.0 (from -r wanted.txt (line 129))
  Downloading namex-0.1.0-py3-none-any.whl (5.9 kB)
Processing /wheels/opt_einsum-3.4.0-py3-none-any.whl (from -r wanted.txt (line 132))
Collecting optree==0.20.0 (from -r wanted.txt (line 135))
  Downloading optree-0.20.0-cp311-cp311-manylinux_2_27_x86_64.whl (477 kB)
Collecting rich==15.0.0 (from -r wanted.txt (line 259))
  Downloading rich-15.0.0-py3-none-any.whl (310 kB)
Requirement already satisfied: numpy>=1.21.2 in /x/site-packages (from h5py==3.16.0) (2.4.6)
Requirement already satisfied: scipy>=1.14 in /x/site-packages (from jax==0.10.2) (1.17.1)
Installing collected packages: namex, optree, opt-einsum, ml-dtypes, mdurl, h5py, absl-py, \
markdown-it-py, jaxlib, rich, jax, keras
Successfully installed absl-py-2.5.1 h5py-3.16.0 jax-0.10.2 jaxlib-0.10.2 keras-3.15.1
"""
OFFLINE = """\
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after \
connection broken by 'ProxyError('Cannot connect to proxy.', NewConnectionError('Failed to \
establish a new connection: [Errno 111] Connection refused'))': /simple/absl-py/
ERROR: Could not find a version that satisfies the requirement absl-py==2.5.1 (from versions: none)
ERROR: No matching distribution found for absl-py==2.5.1
"""
WRONG_HASH = """\
Collecting absl-py==2.5.1 (from -r wanted.txt (line 1))
  Downloading absl_py-2.5.1-py3-none-any.whl (137 kB)
ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the \
package versions, please update the hashes.
    absl-py==2.5.1 from absl_py-2.5.1-py3-none-any.whl (from -r wanted.txt (line 1)):
        Expected sha256 000000c82c1a38e75bbcf185f9b37d0305ad7786535107cb49bf4df9ff2e1f95
             Got        721200f2f0e9960f2ca9dc3a2a706b201f5f75d812c158f059cbbe29eeafbdb8
"""
CANCELLED = "Collecting absl-py==2.5.1\nERROR: Operation cancelled by user\n"
DISK = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n"


def test_wanted_is_what_keras_needs_beyond_the_course():
    entries = lock(ROOT)
    assert list(entries) == NAMES
    assert all("--hash=sha256:" in entry for entry in entries.values())
    course = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not [name for name in entries if f"\n{name}==" in f"\n{course}"]


def test_on_a_mac_with_an_intel_processor_the_lock_wants_nothing(monkeypatch):
    real = packaging.markers.default_environment()
    mac = {**real, "platform_machine": "x86_64", "sys_platform": "darwin"}
    monkeypatch.setattr(packaging.markers, "default_environment", lambda: mac)
    assert lock(ROOT) == {}


@pytest.mark.parametrize("text", ["<<<<<<< HEAD\nabsl-py==2.5.1\n", "", None])
def test_a_damaged_or_absent_lock_is_no_lock(tmp_path, text):
    if text is not None:
        (tmp_path / "locks").mkdir()
        (tmp_path / "locks/keras.lock").write_text(text)
    assert lock(tmp_path) == {}


def test_missing_is_what_is_absent_or_of_another_version(monkeypatch):
    there = {"one": "1.0", "two": "1.9"}

    def version(name):
        if name not in there:
            raise metadata.PackageNotFoundError(name)
        return there[name]

    monkeypatch.setattr(metadata, "version", version)
    entries = {name: f"{name}==1.0 \\\n    --hash=sha256:0" for name in ("one", "two", "three")}
    assert missing(entries) == ["two", "three"]


def test_the_command_is_this_pythons_pip_with_hashes():
    words = command("wanted.txt")
    assert words[:4] == [sys.executable, "-m", "pip", "install"]
    assert {"--require-hashes", "--only-binary=:all:", "--progress-bar=off"} <= set(words)
    assert words[-2:] == ["-r", "wanted.txt"]


def test_every_line_of_pip_moves_the_bar_forward_only():
    seen = [progress(ALL_WELL[:end], NAMES) for end in range(len(ALL_WELL) + 1)]
    different = list(dict.fromkeys(seen))
    fetching = [(i, f"Fetching {name}: package {i + 1} of 12.") for i, name in enumerate(NAMES)]
    assert different[0] == (0, "Asking for the packages.")
    assert different[1:-1] == fetching
    steps, words = different[-1]
    assert steps == 12 and words.startswith("Everything is here.")


def test_half_a_line_names_no_package():
    jax_or_jaxlib, keras = "Collecting jax", "Processing ./wheels/keras"
    assert progress(jax_or_jaxlib, NAMES) == progress(keras, NAMES) == progress("", NAMES)


def test_only_what_is_missing_counts():
    part = ALL_WELL.partition("Collecting markdown")[0]
    assert progress(part, ["jaxlib", "rich"]) == (0, "Fetching jaxlib: package 1 of 2.")
    assert progress(part, ["rich"])[0] == 0
    assert progress("", []) == (0, "Asking for the packages.")


@pytest.mark.parametrize(
    ("code", "output", "words"),
    [
        (1, OFFLINE, "the server was not reached"),
        (1, WRONG_HASH, "a download does not match it"),
        (1, DISK, "The disk is full"),
        (1, "OSError: [Errno 13] Permission denied: '/x'", "cannot be written to"),
        (1, CANCELLED, INTERRUPTED),
        (-2, ALL_WELL[:200], INTERRUPTED),
    ],
)
def test_what_went_wrong_is_said_in_words(code, output, words):
    said = outcome(code, output, start)
    assert words in said and "\n" not in said and said.endswith(".")
    assert said.endswith("click again.") and "start.py again" not in said


def test_no_sentence_of_start_py_sends_the_learner_back_to_it(monkeypatch):
    for pattern, sentence in start.SENTENCES:
        said = outcome(1, "x", _Says(sentence))
        assert "start.py again" not in said, pattern
        assert "again" in said


class _Says:
    def __init__(self, sentence):
        self.explain_or_show = lambda output: sentence


def test_an_unknown_failure_shows_the_end_of_what_pip_said():
    said = outcome(1, "first\n" + "x\n" * 2000 + "AttributeError: oh\n", None)
    assert "AttributeError: oh" in said and "first" not in said
    assert outcome(1, "AttributeError: oh\n", start).endswith("AttributeError: oh")
    assert outcome(0, ALL_WELL, start) == DONE
    assert "Restart Kernel and Run All Cells" in DONE


def test_start_py_is_loaded_by_its_path_if_it_is_there(tmp_path):
    assert get_keras.load_start(ROOT).SENTENCES == start.SENTENCES
    assert get_keras.load_start(tmp_path) is None


def no_distribution(name):
    raise metadata.PackageNotFoundError(name)


def test_by_hand_never_asks_a_server_for_a_package_called_nnlib(monkeypatch):
    monkeypatch.setattr(metadata, "metadata", no_distribution)
    assert by_hand() == "%pip install keras jax"
    ours = _Metadata(["lessons", "keras"])
    monkeypatch.setattr(metadata, "metadata", lambda name: ours)
    assert by_hand() == '%pip install "nnlib[keras]"'
    monkeypatch.setattr(metadata, "metadata", lambda name: _Metadata(None))
    assert by_hand() == "%pip install keras jax"


class _Metadata:
    def __init__(self, extras):
        self.get_all = {"Provides-Extra": extras}.get


@pytest.fixture
def no_keras(monkeypatch):
    monkeypatch.setenv("NNLIB_KERAS", "off")
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setattr(Installation, "current", None)


@pytest.fixture
def shown(monkeypatch):
    """What is put on the page."""
    found = []
    monkeypatch.setattr(get_keras, "display", lambda thing, **_: found.append(thing))
    return found


def no_pip(name):
    return None if name == "pip" else object()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("intel mac", ["Macs with an Intel processor", "always reads from that record"]),
        ("browser", ["inside a browser", "always reads from that record"]),
        ("no pip", ["lacks pip", "%run -m ensurepip", "%pip install "]),
        ("torch", ["KERAS_BACKEND asks for torch", "%pip install keras torch"]),
        ("no lock", ["%pip install ", "Restart Kernel and Run All Cells"]),
    ],
)
def test_where_nothing_can_be_offered_a_sentence_says_why(
    no_keras, shown, monkeypatch, capsys, tmp_path, place, words
):
    if place == "intel mac":
        monkeypatch.setattr(sys, "platform", "darwin")
        monkeypatch.setattr(get_keras, "machine", lambda: "x86_64")
    elif place == "browser":
        monkeypatch.setattr(sys, "platform", "emscripten")
    elif place == "no pip":
        monkeypatch.setattr(get_keras, "find_spec", no_pip)
    elif place == "torch":
        monkeypatch.setenv("KERAS_BACKEND", "torch")
    offer_keras(tmp_path if place == "no lock" else ROOT)
    said = capsys.readouterr().out
    assert said.startswith(keras_twin.status())
    assert all(part in said for part in words), said
    assert shown == []


def test_a_mac_with_another_processor_gets_the_offer(no_keras, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(get_keras, "machine", lambda: "arm64")
    assert refusal(lock(ROOT)) is None


@pytest.mark.skipif(not keras_twin.available(), reason="Keras is not installed")
def test_where_keras_is_there_the_cell_says_so_and_no_more(shown, monkeypatch, capsys):
    monkeypatch.setattr(Installation, "current", None)
    offer_keras()
    assert capsys.readouterr().out == f"{keras_twin.status()}\n"
    assert shown == []


def test_the_offer_stands_still_beside_its_live_button(no_keras, shown):
    offer_keras()
    [offer] = shown
    offer._ipython_display_()
    bundle = shown[1]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    for kind in ("text/html", "text/plain"):
        assert keras_twin.recorded()["about"]["day"] in bundle[kind]
        assert get_keras.UNTIL in bundle[kind]
        assert get_keras.LABEL in bundle[kind]
    assert offer.button.description == get_keras.LABEL


PIP = """
import sys, time
for line in open(sys.argv[1], encoding="utf-8"):
    print(line, end="", flush=True)
    time.sleep(float(sys.argv[2]))
sys.exit(int(sys.argv[3]))
"""


@pytest.fixture
def pip(no_keras, monkeypatch, tmp_path):
    """A process in pip's place, that says what pip once said; how often it was started."""
    started = []
    monkeypatch.setattr(get_keras, "missing", lambda entries: NAMES)
    monkeypatch.setattr(Offer, "REST", 0.01)

    def says(output, code=0, pause=0.005):
        (tmp_path / "said.txt").write_text(output, encoding="utf-8")

        def fake(file):
            started.append(Path(file).read_text(encoding="utf-8"))
            return [sys.executable, "-c", PIP, str(tmp_path / "said.txt"), str(pause), str(code)]

        monkeypatch.setattr(get_keras, "command", fake)
        return started

    return says


def offered():
    return Offer(lock(ROOT), ROOT)


def words(offer):
    return offer.said.value


def test_nothing_is_installed_without_a_click(pip, shown):
    started = pip(ALL_WELL)
    offer_keras()
    shown[0]._ipython_display_()
    assert started == [] and Installation.current is None


def test_a_click_installs_and_the_kernel_goes_on(pip):
    started, values, ticks = pip(ALL_WELL), [], []
    folders = []

    async def click():
        offer = offered()
        offer.bar.observe(lambda change: values.append(change["new"]), "value")
        offer.button.click()
        folders.append(Installation.current._log.parent)
        assert offer.button.disabled and os.environ["NNLIB_KERAS"] == "off"
        while not offer.task.done():
            ticks.append(1)
            await asyncio.sleep(0.001)
        await offer.task
        return offer

    offer = asyncio.run(click())
    assert len(ticks) > 20
    assert values == sorted(values) and values[-1] == offer.bar.max == 13 and len(values) > 5
    assert DONE in words(offer)
    assert offer.button.disabled and offer.bar.bar_style == "success"
    assert started[0].count("==") == 12 and "--hash=sha256:" in started[0]
    assert not folders[0].exists()


def test_a_second_click_or_a_second_run_of_the_cell_starts_nothing(pip, shown):
    started = pip(ALL_WELL)

    async def click():
        first = offered()
        first.button.click()
        task = first.task
        first.install()
        assert first.task is task
        await asyncio.sleep(0.05)
        first.box.close()
        offer_keras()
        second = shown[0]
        assert second.button.disabled
        second.install()
        await asyncio.gather(first.task, second.task)
        return second

    second = asyncio.run(click())
    assert DONE in words(second) and len(started) == 1
    offer_keras()  # once more after its end: it says that the kernel is to be restarted
    assert DONE in words(shown[1]) and len(started) == 1


def test_after_a_failure_another_click_tries_again(pip, monkeypatch):
    monkeypatch.delenv("NNLIB_KERAS")
    started = pip(OFFLINE, code=1)

    async def click(offer):
        offer.button.click()
        assert os.environ["NNLIB_KERAS"] == "off"
        await offer.task

    offer = offered()
    asyncio.run(click(offer))
    assert "the server was not reached" in words(offer)
    assert "NNLIB_KERAS" not in os.environ
    assert not offer.button.disabled and offer.bar.bar_style == "danger"
    pip(ALL_WELL)
    asyncio.run(click(offer))
    assert DONE in words(offer) and offer.bar.bar_style == "success" and len(started) == 2


def test_without_an_event_loop_it_waits_for_the_end(pip):
    pip(ALL_WELL, pause=0)
    offer = offered()
    offer.button.click()
    assert DONE in words(offer)


def test_a_computer_that_starts_no_process_is_quoted(no_keras, monkeypatch):
    monkeypatch.setattr(get_keras, "command", lambda file: [str(ROOT / "no such program")])
    offer = offered()
    offer.button.click()
    assert "The computer refused: " in words(offer)
    assert Installation.current is None and not offer.button.disabled


def test_half_a_keras_is_none(monkeypatch):
    """Keras's folder is there, but not yet what says that it is whole."""
    monkeypatch.delenv("NNLIB_KERAS", raising=False)
    monkeypatch.setattr(keras_twin, "find_spec", lambda name: object())
    monkeypatch.setattr(keras_twin, "version", no_distribution)
    assert not keras_twin.available()


CLICK = """
import asyncio
from ipywidgets.widgets.widget import _instances
from classroom.lessons.david_vs_goliath.get_keras import LABEL, Installation

[button] = [x for x in _instances.values() if getattr(x, "description", "") == LABEL]
button.click()
button.click()
while Installation.current is not None and Installation.current.said is None:
    await asyncio.sleep(0.2)
print(Installation.current.said)
"""
RUN = """
import sys
import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], as_version=4)
if sys.argv[2]:
    at = next(i for i, cell in enumerate(notebook.cells) if cell.source == "lesson.offer_keras()")
    notebook.cells[at + 1 :] = [nbformat.v4.new_code_cell(sys.argv[2])]
NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
for cell in notebook.cells:
    for output in cell.get("outputs", []):
        print(output.get("text") or output.get("data", {}).get("text/plain"))
"""


@pytest.fixture(scope="module")
def course_python(tmp_path_factory):
    """A Python with what start.py installs for the course, and no Keras."""
    root = tmp_path_factory.mktemp("course")
    venv.create(root / ".venv", with_pip=True)
    python = start.venv_python(root)
    options = "install --quiet --no-compile --require-hashes --only-binary=:all: -r"
    asked = [python, "-m", "pip", *options.split(), ROOT / "requirements.lock"]
    code, said = start.ask(root, *asked)
    if code and "was not reached" in start.explain_or_show(said):
        assert os.environ.get("CI") != "true", said
        pytest.skip("the packages' server is not reached from here")
    assert code == 0, said
    return python


def run_notebook(python, cell=""):
    """Run notebook 08 up to its offer and then a cell, or all of it; return what it says."""
    path = os.pathsep.join([str(ROOT / "tests" / "strict"), str(ROOT)])
    env = {**os.environ, "PYTHONPATH": path, "PATH": f"{python.parent}{os.pathsep}{os.defpath}"}
    env.pop("NNLIB_KERAS", None)
    notebook = ROOT / "notebooks" / "08_david_vs_goliath.ipynb"
    asked = [str(python), "-c", RUN, str(notebook), cell]
    done = subprocess.run(asked, env=env, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow("install")
def test_in_earnest_a_click_brings_keras_and_the_notebook_live(course_python):
    said = run_notebook(course_python, CLICK)
    assert f"[button: {get_keras.LABEL}]" in said and DONE in said
    said = run_notebook(course_python)
    assert "Keras 3 on jax: live." in said and "recorded on" not in said
    assert "They put 0 of 1,000 points into different classes" in said
    assert "18 of 18 runs reached 95 %" in said


@pytest.mark.slow("install")
def test_the_button_says_how_much_is_downloaded(tmp_path):
    (tmp_path / "wanted.txt").write_text("\n".join(lock(ROOT).values()) + "\n")
    options = "download --quiet --no-deps --require-hashes --only-binary=:all: --dest wheels -r"
    asked = [sys.executable, "-m", "pip", *options.split(), "wanted.txt"]
    env = {**os.environ, "PYTHONPATH": ""}
    done = subprocess.run(asked, env=env, cwd=tmp_path, capture_output=True, text=True)
    if done.returncode and "was not reached" in start.explain_or_show(done.stdout + done.stderr):
        assert os.environ.get("CI") != "true", done.stderr
        pytest.skip("the packages' server is not reached from here")
    assert done.returncode == 0, done.stderr
    size = sum(wheel.stat().st_size for wheel in (tmp_path / "wheels").iterdir()) / 1e6
    assert get_keras.MEGABYTES[sys.platform] == pytest.approx(size, rel=0.1)
