"""A start for a class, in a browser: one notebook, large letters, nothing of the learner's."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

import start
from tests import lab

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()

SIZE = {"width": 1280, "height": 720, "deviceScaleFactor": 1, "mobile": False}
SMALLEST = 18  # pixels: 2.5 % of the height of a projected page
SIDES = ".jp-SideBar, #jp-left-stack, #jp-right-stack, #jp-down-stack"


class FirstPage(lab.Page):
    """The notebook that opens by itself."""

    ADDRESS = ""


@contextmanager
def served(root):
    """Serve a teacher's copies from a folder as start.py does; yield the server's address."""
    (root / "notebooks").symlink_to(lab.ROOT / "notebooks", target_is_directory=True)
    start.teachers_copies(root)
    variables, more = start.teaching(root)
    port = lab.free_port()
    [_, *command] = start.lab_command(root, root / start.TEACHERS, port, browser=False)
    command = [sys.executable, *command, *more, "--IdentityProvider.token="]
    own = {"JUPYTER_CONFIG_DIR": str(root / "config"), "JUPYTER_DATA_DIR": str(root / "data")}
    environment = os.environ | variables | own | {"PYTHONPATH": str(lab.ROOT)}
    environment.pop("PYTHONWARNINGS", None)  # strict for the tests' code, not for the server's
    with open(root / "server.log", "w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            lab.wait_for(lambda: lab.answers(f"{address}/api"), "the server")
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=lab.PATIENCE)


def test_a_class_sees_one_notebook_in_large_letters(tmp_path):
    with served(tmp_path) as address, lab.browser() as driver:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SIZE)
        page = FirstPage(driver, address, "00_start_here.ipynb")
        assert not any(part.is_displayed() for part in page.find(SIDES))
        lab.wait_for(lambda: page.find(".jp-InputPlaceholder"), "the folded cell")

        page.find(".jp-RenderedMarkdown h1")[0].click()
        for _ in range(2):  # the title, then the folded cell, as one shows it to a class
            keys = ActionChains(driver).key_down(Keys.SHIFT).send_keys(Keys.ENTER)
            keys.key_up(Keys.SHIFT).perform()
        lab.wait_for(lambda: driver.execute_script(page.WHOLE), "a panel, whole")
        sizes = driver.execute_script(
            """const kinds = ['.nnlib-words', '.nnlib-panel .widget-label', '.nnlib-panel button',
                              '.jp-RenderedMarkdown p', '.jp-Editor .cm-content'];
            return Object.fromEntries(kinds.map(kind => {
                const part = document.querySelector(kind);
                return [kind, part && parseFloat(getComputedStyle(part).fontSize)];
            }))"""
        )
        assert all(size >= SMALLEST for size in sizes.values()), sizes
        width = page.find(".nnlib-picture svg")[0].size["width"]
        assert width > 0.8 * SIZE["width"]
    learners = {path.name for path in (tmp_path / "config").rglob("*") if path.is_file()}
    assert not any("settings" in name or "workspace" in name for name in learners)
