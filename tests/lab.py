"""JupyterLab and its relatives in headless Chromium: what browser tests and benchmarks drive.

A server of its own serves a copy of the notebooks, so that nothing a test does is saved.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests import waiting
from tests.notebooks import widgets_of

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds, long even on a busy machine: only a wait in vain is ever as long
SETTINGS = {
    # JupyterLab takes cells that are out of sight off the page; here all of them are looked at.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}
CHROMIUM_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1400,1000",
]


def missing():
    """Return the names of the programs that are needed and not there."""
    return [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]


def leave_out_without_a_browser():
    """Leave out the module that calls this where there is no browser to drive; in CI there is."""
    if missing() and os.environ.get("CI") != "true":
        pytest.skip(f"no {' and no '.join(missing())} on this machine", allow_module_level=True)


def free_port():
    """Return a port on this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def server(folder, application="jupyterlab"):
    """Serve a copy of the notebooks from `folder`; yield the server's address.

    The application is one of jupyterlab, notebook, nbclassic and voila.
    """
    copy = folder / "notebooks"
    checkpoints = shutil.ignore_patterns(".ipynb_checkpoints")
    shutil.copytree(ROOT / "notebooks", copy, ignore=checkpoints, dirs_exist_ok=True)
    for name, values in SETTINGS.items():
        file = folder / "settings" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    environment = os.environ | {
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("CLASSROOM_ANSWERS", None)  # kept beside this copy, as a learner's are
    environment.pop("PYTHONWARNINGS", None)  # strict for the notebooks' code, not for the server's
    port = free_port()
    if application == "voila":
        options = {
            "Voila.ip": "127.0.0.1",
            "Voila.port": port,
            "Voila.root_dir": copy,
            "Voila.open_browser": False,
            "VoilaConfiguration.show_tracebacks": True,
        }
    else:
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": port,
            "ServerApp.root_dir": copy,
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": True,
            "IdentityProvider.token": "",
        }
    command = [sys.executable, "-m", application]
    command += [f"--{name}={value}" for name, value in options.items()]
    with open(folder / "server.log", "w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            sign_of_life = "" if application == "voila" else "/api"
            wait_for(lambda: answers(address + sign_of_life), f"the {application} server")
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=PATIENCE)


def answers(address):
    """Tell whether something answers at an address."""
    try:
        with urllib.request.urlopen(address, timeout=10):
            return True
    except OSError:
        return False


@contextmanager
def browser(*flags, records=("browser",)):
    """Yield a headless Chromium, with further flags for its command line; it keeps records."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in (*CHROMIUM_FLAGS, *flags):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", dict.fromkeys(records, "ALL"))
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


def wait_for(question, what, seconds=PATIENCE):
    """Ask again and again until the answer is true; return it."""

    def ask():
        try:
            return question()
        except StaleElementReferenceException:  # redrawn while being looked at
            return None

    return waiting.wait_for(ask, what, seconds, pause=0.05)


class Page:
    """One notebook, open in JupyterLab."""

    ADDRESS = "lab/tree/{}?reset"
    CELL = ".jp-NotebookPanel .jp-Cell"
    PROMPT = ".jp-CodeCell .jp-InputPrompt"
    IDLE = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
    FAULT = (
        "[data-mime-type='application/vnd.jupyter.error'],"
        "[data-mime-type='application/vnd.jupyter.stderr']"
    )

    # A widget appears part by part, and what is not there yet has an empty place; return how many
    # panels and questions are whole.
    WHOLE = """
        const live = [...document.querySelectorAll('.nnlib-panel, .nnlib-question')];
        const empty = '.widget-box > :not([class*="widget"])';
        const parts = ['.nnlib-picture svg', '.nnlib-words'];
        return live.filter(box => !box.querySelector(empty) && (
            box.matches('.nnlib-question') ? box.querySelector('button')
                : parts.every(part => box.querySelector(part)))).length"""

    def __init__(self, driver, address, name):
        self.driver, self.address, self.name = driver, address, name
        driver.get(f"{address}/{self.ADDRESS.format(name)}")
        wait_for(lambda: self.find(self.CELL), f"{name} to open")
        # The page says "idle" before there is a kernel at all; the server knows better.
        wait_for(self._has_kernel, "a kernel")
        wait_for(self._idle, "the kernel")

    def find(self, selector):
        """Return all elements on the page that match a CSS selector."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def _has_kernel(self):
        with urllib.request.urlopen(f"{self.address}/api/sessions", timeout=PATIENCE) as answer:
            sessions = json.load(answer)
        states = [x["kernel"]["execution_state"] for x in sessions if x["path"] == self.name]
        return "idle" in states

    def restart(self):
        """Restart the kernel: what the cells have made is gone, what they show stays."""
        self._menu("Kernel", "Restart Kernel…")
        wait_for(lambda: self.find(".jp-Dialog .jp-mod-accept"), "to be asked")[0].click()
        wait_for(self._restarted, "the new kernel")
        wait_for(self._idle, "the new kernel to come to rest")

    def _restarted(self):
        return self._has_kernel() and not self.find(".jp-Dialog")

    def _idle(self):
        return self.find(self.IDLE)

    def run_all(self, seconds=600):
        """Run every cell, as the menu does, and wait until the last is done."""
        self.clear()
        wait_for(lambda: set(self._prompts()) == {"[ ]:"}, "the stored outputs to go")
        self._start()
        wait_for(self._ran, "all cells to run", seconds)
        wait_for(self._idle, "the kernel to come to rest", seconds)
        self.draw()

    def draw(self):
        """Wait until every panel and question of the notebook is drawn: cells end before that."""
        live = widgets_of(ROOT / "notebooks" / self.name)
        whole = self.WHOLE
        wait_for(lambda: self.driver.execute_script(whole) == live, f"{live} panels and questions")

    def clear(self):
        self._menu("Edit", "Clear Outputs of All Cells")

    def _start(self):
        self._menu("Run", "Run All Cells")

    def _menu(self, menu, item):
        for label in self.find(".lm-MenuBar-itemLabel"):
            if label.text == menu:
                label.click()
        wait_for(lambda: self._item(item), f"the menu entry {item}").click()

    def _item(self, words):
        for item in self.find(".lm-Menu-itemLabel"):
            if item.text == words:
                return item
        return None

    def _prompts(self):
        """Return what stands before each code cell: [3]: has run, [*]: waits or runs."""
        texts = self.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(part => part.textContent)",
            self.PROMPT,
        )
        return [text.replace("\xa0", " ").removeprefix("In ") for text in texts]

    def _ran(self):
        return all(prompt.strip("[]:").isdigit() for prompt in self._prompts())

    def save(self):
        """Save the notebook, and wait until its file is written."""
        before = self._modified()
        self._menu("File", "Save Notebook")
        wait_for(lambda: self._modified() != before, "the notebook to be saved")

    def _modified(self):
        address = f"{self.address}/api/contents/{self.name}?content=0"
        with urllib.request.urlopen(address, timeout=5) as answer:
            return json.load(answer)["last_modified"]

    def write(self, cell, text):
        """Put text into a code cell, in place of what is there."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", cell)
        cell.find_element(By.CSS_SELECTOR, ".cm-content").click()
        ActionChains(self.driver).key_down(Keys.CONTROL).send_keys("a").key_up(
            Keys.CONTROL
        ).perform()
        # As if pasted: typed letter by letter, the editor would add indents and brackets.
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

    def run(self, cell, selector, seconds=PATIENCE):
        """Run a cell; return the text of the output looked for, and after how many seconds."""
        prompt = cell.find_element(By.CSS_SELECTOR, ".jp-InputPrompt")
        before = prompt.text
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", cell)
        cell.find_element(By.CSS_SELECTOR, ".cm-content").click()
        # Measured in the page itself: from the key to the frame in which the new output stands.
        watch = """
            const [cell, selector] = arguments, old = cell.querySelector(selector);
            window.nnlibWait = new Promise(done => {
                window.addEventListener('keydown', function pressed(event) {
                    if (event.key !== 'Enter') return;
                    window.removeEventListener('keydown', pressed, true);
                    const start = performance.now();
                    (function look() {
                        const now = cell.querySelector(selector);
                        if (now && now !== old) done([now.innerText, performance.now() - start]);
                        else requestAnimationFrame(look);
                    })();
                }, true);
            });"""
        self.driver.execute_script(watch, cell, selector)
        ActionChains(self.driver).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(
            Keys.CONTROL
        ).perform()
        self.driver.set_script_timeout(seconds)
        text, milliseconds = self.driver.execute_async_script("window.nnlibWait.then(arguments[0])")
        wait_for(lambda: prompt.text not in (before, "[*]:"), "the cell to have run", seconds)
        return text, milliseconds / 1000

    def stills(self):
        """Return the heights, in pixels, of the still pictures on the page."""
        return [image.size["height"] for image in self.find(".jp-OutputArea-output img[alt]")]

    def faults(self):
        """Return the text of every error and everything on standard error."""
        return [output.text for output in self.find(self.FAULT)]

    def console_errors(self):
        """Return the errors in the browser's console."""
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] == "SEVERE"
        ]

    def panels(self):
        """Return the live panels on the page."""
        return [Panel(self, box) for box in self.find(".nnlib-panel")]

    def screenshot(self, file, element=None):
        """Save what is to be seen."""
        if element is not None:
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
            time.sleep(0.2)
        self.driver.save_screenshot(str(file))


class LitePage(Page):
    """One notebook, open in JupyterLite: the kernel runs in the browser itself."""

    ADDRESS = "lab/lab/index.html?path={}"

    def _has_kernel(self):
        sessions = "jupyterapp.serviceManager.sessions.running()"
        states = self.driver.execute_script(
            f"return [...{sessions}].filter(x => x.path === arguments[0]).map(x => x.kernel.id)",
            self.name,
        )
        return bool(states)

    def run_all(self, seconds=600):
        """Run every cell, and wait until the last is done."""
        # Where Python is not there yet, the command ends at once and nothing has run.
        run = "notebook:run-all-cells"
        wait_for(lambda: self.command(run, seconds) or self._errors(), "all cells to run", seconds)
        assert self._errors() == [], self._errors()
        wait_for(self._idle, "the kernel to come to rest", seconds)
        self.draw()

    def _errors(self):
        cells = [cell for cell in self.notebook()["cells"] if cell["cell_type"] == "code"]
        outputs = [output for cell in cells for output in cell["outputs"]]
        return [output["evalue"] for output in outputs if output["output_type"] == "error"]

    def save(self):
        """Save the notebook in the browser's storage, and wait until it is there."""
        self.command("docmanager:save")

    def command(self, name, seconds=PATIENCE):
        """Let JupyterLab do something, wait until it is done, and return whether it went well."""
        # Asked again and again, as the driver gives up on a single answer after two minutes.
        self.driver.execute_script(
            """window.nnlibDone = null;
            jupyterapp.commands.execute(arguments[0]).then(
                x => { window.nnlibDone = x !== false; }, () => { window.nnlibDone = false; })""",
            name,
        )
        done = "return window.nnlibDone"
        wait_for(lambda: self.driver.execute_script(f"{done} !== null"), name, seconds)
        return self.driver.execute_script(done)

    def notebook(self):
        """Return the open notebook, with its outputs, as it would be saved."""
        return self.driver.execute_script(
            "return jupyterapp.shell.currentWidget.context.model.toJSON()"
        )


class NotebookPage(Page):
    """One notebook, open in Notebook 7, which is made of JupyterLab's parts."""

    ADDRESS = "notebooks/{}"


class ClassicPage(Page):
    """One notebook, open in nbclassic, the Notebook of old."""

    ADDRESS = "nbclassic/notebooks/{}"
    CELL = ".cell"
    PROMPT = ".code_cell .input_prompt"
    IDLE = ".kernel_idle_icon"
    FAULT = ".output_error, .output_stderr"

    def clear(self):
        self.driver.execute_script("Jupyter.notebook.clear_all_output()")

    def _start(self):
        self.driver.execute_script("Jupyter.notebook.execute_all_cells()")


class VoilaPage(Page):
    """One notebook as a web page by Voila, which runs the cells before it shows the page."""

    def __init__(self, driver, address, name):
        self.driver, self.address, self.name = driver, address, name
        driver.get(f"{address}/voila/render/{name}")

    def run_all(self, seconds=600):
        """Wait for the page to be whole: its cells have run by themselves."""
        whole = "return document.readyState === 'complete'"
        wait_for(lambda: self.driver.execute_script(whole), "the page", seconds)
        self.draw()


class Panel:
    """One live panel on a page."""

    ROW = ":is(.widget-inline-hbox, .widget-toggle-buttons)"

    def __init__(self, page, box):
        self.page, self.box, self.driver = page, box, page.driver
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)

    def picture(self):
        """Return the picture's source text."""
        return self._inside(".nnlib-picture").get_attribute("innerHTML")

    def sentence(self):
        """Return the words under the picture."""
        return self._inside(".nnlib-words").text

    def _inside(self, selector):
        return self.box.find_element(By.CSS_SELECTOR, selector)

    def labels(self):
        """Return the labels of the controls that can be seen and moved."""
        movable = f"{self.ROW}:not(:has([disabled])) > .widget-label"
        labels = self.box.find_elements(By.CSS_SELECTOR, movable)
        return [label.text for label in labels if label.is_displayed() and label.text]

    def _row(self, label):
        for row in self.box.find_elements(By.CSS_SELECTOR, self.ROW):
            if row.find_element(By.CSS_SELECTOR, ".widget-label").text == label:
                return row
        raise AssertionError(f"no control {label!r} among {self.labels()}")

    def control(self, label):
        """Return the part of a labelled control that has the keyboard: handle or chosen button."""
        return self._row(label).find_element(By.CSS_SELECTOR, ".noUi-handle, button.mod-active")

    def there_and_back(self, label):
        """Return how the keyboard moves a control one notch and back: two parts and their keys."""
        part = self.control(label)
        if part.tag_name == "button":
            buttons = self._row(label).find_elements(By.CSS_SELECTOR, "button")
            beside = buttons[1 if buttons[0] == part else buttons.index(part) - 1]
            return [(beside, Keys.SPACE), (part, Keys.SPACE)]
        now, most = (float(part.get_attribute(f"aria-value{end}")) for end in ("now", "max"))
        keys = [Keys.ARROW_RIGHT, Keys.ARROW_LEFT]
        return [(part, key) for key in (keys if now < most else keys[::-1])]

    def button(self, words):
        """Return the button that says `words`."""
        for button in self.box.find_elements(By.CSS_SELECTOR, "button"):
            if button.text.strip() == words:
                return button
        raise AssertionError(f"no button {words!r}")

    def press(self, words):
        """Click the button that says `words`."""
        self.button(words).click()

    def key(self, label, key=Keys.ARROW_RIGHT):
        """Press a key on a labelled control."""
        self.control(label).send_keys(key)

    def nudge(self, label):
        """Move a control by one notch with the keyboard, in whichever direction there is room."""
        part, key = self.there_and_back(label)[0]
        part.send_keys(key)

    def drag(self, label, pixels):
        """Drag a slider's handle with the mouse, in small movements."""
        moves = ActionChains(self.driver, duration=10).click_and_hold(self.control(label))
        for _ in range(10):
            moves.move_by_offset(pixels // 10, 0)
        moves.release().perform()

    def changed_by(self, action, seconds=PATIENCE):
        """Do `action` and wait until the picture is another one."""
        before = self.picture()
        action()
        return wait_for(lambda: self.picture() != before, "the picture to change", seconds)

    def settle(self, quiet=0.4, seconds=PATIENCE):
        """Wait until the picture has stopped changing."""
        end = time.monotonic() + seconds
        last, since = self.picture(), time.monotonic()
        while time.monotonic() - since < quiet:
            if time.monotonic() > end:
                raise TimeoutError("the picture never came to rest")
            time.sleep(0.05)
            now = self.picture()
            if now != last:
                last, since = now, time.monotonic()
