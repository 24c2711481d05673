"""Notebook 08: Keras on one click, where it is missing.

First the core, which needs neither a page nor a kernel: what is to be installed, with which
command, what pip's output says of it, in words. Then one run of pip, and what shows it on the page.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from html import escape
from importlib import metadata
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec, module_from_spec, spec_from_loader
from pathlib import Path
from platform import machine

import ipywidgets as W
from IPython.display import display
from packaging.requirements import InvalidRequirement, Requirement

import classroom
from classroom.lessons.david_vs_goliath import keras_twin
from classroom.live import view

ROOT = Path(classroom.__file__).parent.parent
# What is downloaded beyond the course's own packages; jaxlib's size depends on the system.
MEGABYTES = {"linux": 100, "darwin": 70, "win32": 75}
LABEL = f"Install Keras and JAX (about {MEGABYTES.get(sys.platform, 100)} MB)"

UNTIL = "Until you install it, this notebook reads from that record."
RESTART = "restart the kernel (menu Kernel, Restart Kernel and Run All Cells)"
DONE = f"Keras and JAX are installed. To use them, {RESTART}."
INTERRUPTED = "The installation was interrupted before its end. To finish it, click again."


def lock(root):
    """Return what Keras needs beyond the course: package name -> its entry in the lock.

    Empty where the locks are not at hand, as in an installed wheel, or cannot be read.
    """
    try:
        whole, course = (
            _entries((root / path).read_text(encoding="utf-8"))
            for path in ("locks/keras.lock", "requirements.lock")
        )
        # The course's own packages stay as they are: this very kernel has them loaded.
        beyond = {name: entry for name, entry in whole.items() if name not in course}
        return {name: entry for name, entry in beyond.items() if _wanted_here(entry)}
    except (OSError, ValueError):
        return {}


def _entries(text):
    entries = re.split(r"\n(?=\S)", text.strip())
    return {_requirement(entry).name: entry for entry in entries}


def _requirement(entry):
    """Return the entry's first line, without the hashes, as what it means."""
    try:
        return Requirement(entry.partition("\\")[0])
    except InvalidRequirement as error:
        raise ValueError(error) from None


def _wanted_here(entry):
    marker = _requirement(entry).marker
    return marker is None or marker.evaluate()


def missing(entries):
    """Return the names of those packages that are not installed in the lock's version."""
    return [name for name, entry in entries.items() if not _installed(name, _requirement(entry))]


def _installed(name, requirement):
    try:
        return requirement.specifier.contains(metadata.version(name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False


def command(file):
    """Return the command that installs what a file lists, every package checked by its hash."""
    options = "--no-input --retries=3 --disable-pip-version-check --progress-bar=off "
    options += "--require-hashes --only-binary=:all:"
    return [sys.executable, "-m", "pip", "install", *options.split(), "-r", str(file)]


def progress(output, names):
    """Return how far pip is: steps done, of one for each package and one more, and words.

    Parameters
    ----------
    output : str
        What pip has said so far.
    names : list of str
        The packages to be fetched; the last step is to unpack them all.
    """
    if re.search(r"^(Installing collected|Successfully installed)", output, re.M):
        return len(names), "Everything is here. Unpacking it may take half a minute."
    # A package on the computer's own disk, or on a server's, is "processed", not "collected".
    found = re.findall(r"^(?:Collecting ([\w.-]+)==|Processing .*?([\w.]+)-\d)", output, re.M)
    seen = {_canonical(collected or processed) for collected, processed in found}
    fetched = [name for name in names if name in seen]
    if not fetched:
        return 0, "Asking for the packages."
    words = f"Fetching {fetched[-1]}: package {len(fetched)} of {len(names)}."
    return len(fetched) - 1, words


def _canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def outcome(code, output, start):
    """Return the sentence for pip's end: `start` is the module start.py, or None."""
    if code == 0:
        return DONE
    if code < 0 or "cancelled by user" in output:
        return INTERRUPTED
    if start is None:
        return "pip could not install the packages. The end of what it said:\n" + output[-1500:]
    return start.explain_or_show(output).replace("run start.py again", "click again")


def load_start(root):
    """Load start.py, which knows what pip's complaints mean; None where it is not at hand."""
    file = root / "start.py"
    if not file.is_file():
        return None
    loader = SourceFileLoader("start", str(file))
    start = module_from_spec(spec_from_loader("start", loader))
    loader.exec_module(start)
    return start


def refusal(entries):
    """Say why nothing is offered here, and what to do instead; None if all is well."""
    if sys.platform == "darwin" and machine() == "x86_64":
        return (
            "JAX, which computes for Keras, is no longer made for Macs with an Intel processor: "
            "here the notebook always reads from that record."
        )
    if sys.platform == "emscripten":
        return "Keras cannot run inside a browser: here the notebook always reads from that record."
    instead = f"type {by_hand()} in a new cell, and run it. Then {RESTART}."
    if find_spec("pip") is None:
        return (
            "This Python lacks pip, the program that installs packages. To have Keras, type "
            f"%run -m ensurepip in a new cell, and run it. Then {instead}"
        )
    if keras_twin.backend() != "jax":
        words = f"The environment variable KERAS_BACKEND asks for {keras_twin.backend()}. To have"
        return f"{words} Keras with it, {instead}"
    return None if entries else f"To have Keras, {instead}"


def by_hand():
    """Return the command to be typed where there is no button."""
    backend = keras_twin.backend()
    try:
        extras = metadata.metadata("nnlib").get_all("Provides-Extra") or []
    except metadata.PackageNotFoundError:
        extras = []
    # Only where pip knows this nnlib: elsewhere it would fetch a stranger of the same name.
    ours = "keras" in extras and backend == "jax"
    return '%pip install "nnlib[keras]"' if ours else f"%pip install keras {backend}"


class Installation:
    """One run of pip in a process of its own; its output goes to a file, read from time to time.

    Neither a pipe, which would fill up while a cell keeps the kernel busy, nor asyncio's own
    sub-processes, which the kernel's event loop does not offer on Windows.

    Parameters
    ----------
    entries : dict
        Package name -> its entry in the lock.
    root : Path
        The project's folder.
    """

    current = None  # a kernel runs one at a time, however often its cell is run

    def __init__(self, entries, root):
        self.names, self.start, self.said = missing(entries), load_start(root), None
        self.code = None
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._log = Path(self._folder.name) / "pip.txt"
        wanted = Path(self._folder.name) / "wanted.txt"
        wanted.write_text("\n".join(entries.values()) + "\n", encoding="utf-8")
        env = self.start.clean_environment(root) if self.start else dict(os.environ)
        env.update(PYTHONIOENCODING="utf-8", PYTHONUNBUFFERED="1")
        try:
            with open(self._log, "wb") as log:
                self.process = subprocess.Popen(
                    command(wanted),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=env,
                )
        except OSError:
            self._folder.cleanup()
            raise
        Installation.current = self
        # A half-unpacked Keras must not be taken for a whole one; and what has begun with the
        # record goes on with it until the kernel starts anew.
        self._before, os.environ["NNLIB_KERAS"] = os.environ.get("NNLIB_KERAS"), "off"

    def look(self):
        """Return how far it is (steps, words), and note its end in `code` and `said`."""
        if self.said is not None:
            return len(self.names) + (self.code == 0), self.said
        code = self.process.poll()  # before reading: so the output of an ended pip is whole
        output = self._log.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        steps, words = progress(output, self.names)
        if code is None:
            return steps, words
        self.code, self.said = code, outcome(code, output, self.start)
        self._folder.cleanup()
        if code != 0:
            Installation.current = None
            del os.environ["NNLIB_KERAS"]
            if self._before is not None:
                os.environ["NNLIB_KERAS"] = self._before
        return self.look()


class Offer:
    """The sentence on the record, a button under it, and how the installation goes.

    Parameters
    ----------
    entries : dict
        Package name -> its entry in the lock.
    root : Path
        The project's folder.

    Attributes
    ----------
    task : asyncio.Task or None
        What watches pip in the background.
    """

    REST = 0.2  # seconds between two looks at pip

    def __init__(self, entries, root):
        self.entries, self.root, self.task = entries, root, None
        self.words = f"{keras_twin.status()} {UNTIL}"
        self.button = W.Button(description=LABEL, icon="download", layout=W.Layout(width="auto"))
        self.bar = W.IntProgress(layout=W.Layout(width="304px", display="none"))
        self.said = W.HTML()
        self.said.add_class("nnlib-words")
        row = W.HBox([self.button, self.bar], layout=W.Layout(flex_flow="row wrap"))
        self.box = W.VBox([W.HTML(_paragraph(self.words)), row, self.said])
        self.box.add_class("nnlib-offer")
        self.button.on_click(lambda _: self.install())
        if Installation.current is not None:
            self._follow(Installation.current)

    def install(self):
        """Start pip, unless it runs already, and follow it."""
        try:
            running = Installation.current or Installation(self.entries, self.root)
        except OSError as error:
            self._say(f"The computer refused: {error}.")
            return
        if self.task is None or self.task.done():
            self._follow(running)

    def _follow(self, installation):
        self.button.disabled = True
        self.bar.layout.display = None
        self.bar.max = len(installation.names) + 1
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no event loop: a plain script
            while self._show(installation):
                time.sleep(self.REST)
        else:
            self.task = loop.create_task(self._keep_showing(installation))

    async def _keep_showing(self, installation):
        while self._show(installation):
            await asyncio.sleep(self.REST)

    def _show(self, installation):
        """Show how far pip is; return whether it still runs."""
        self.bar.value, words = installation.look()
        self._say(words)
        if installation.code is None:
            return True
        good = installation.code == 0
        self.bar.bar_style = "success" if good else "danger"
        self.button.disabled = good
        return False

    def _say(self, words):
        self.said.value = _paragraph(words)

    def _ipython_display_(self):
        """Show the live button, and beside it the sentence for where no widget can run."""
        bundle = view(self.box)
        bundle["text/html"] = _paragraph(f"{self.words} (A button here: {LABEL}.)")
        bundle["text/plain"] = f"{self.words}\n[button: {LABEL}]"
        display(bundle, raw=True)


def _paragraph(words):
    style = "max-width:860px;line-height:1.4;margin:0;white-space:pre-wrap;overflow-wrap:anywhere"
    return f'<p style="{style}">{escape(words)}</p>'


def offer_keras(root=ROOT):
    """Say where Keras's results come from; where it is missing, offer to install it."""
    entries = {} if keras_twin.available() else lock(root)
    if keras_twin.available():
        print(keras_twin.status())
    elif why := refusal(entries):
        print(keras_twin.status(), why)
    else:
        display(Offer(entries, root))
