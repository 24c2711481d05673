"""The built site, as tests look at it: its files, its pages in a browser, and axe-core on them."""

import functools
import html
import http.server
import json
import os
import subprocess
import sys
import threading
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests import lab

ROOT = lab.ROOT
SITE = Path(os.environ.get("SITE_FOLDER", ROOT / "site"))
AXE, CACHE = ROOT / "locks" / "axe.lock", ROOT / ".cache" / "axe"


def leave_out_without_a_site():
    """Leave out the module that calls this where no site is built; in CI one is."""
    if not (SITE / "index.html").is_file() and os.environ.get("CI") != "true":
        pytest.skip("no site here: tools/build_site.py builds one", allow_module_level=True)


def words_of(text):
    """Return text as a reader has it: without entities, and with single spaces."""
    return " ".join(html.unescape(text).split())


@functools.cache
def soup(page):
    """Return a page of the site, given its path in it, as a document."""
    return BeautifulSoup((SITE / page).read_text(encoding="utf-8"), "html.parser")


def pages():
    """Return the paths of all pages but those of the running course, and those to take away."""
    found = sorted(path.relative_to(SITE) for path in SITE.rglob("*.html"))
    others = ("lab", "_static", "downloads")
    return [path.as_posix() for path in found if path.parts[0] not in others]


@contextmanager
def served():
    """Serve the site; yield its address."""

    class Silent(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    handler = functools.partial(Silent, directory=SITE)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def browser():
    """Return a headless Chromium that keeps a record of what it asks for, too."""
    return lab.browser(records=("browser", "performance"))


def window(driver, width, height):
    """Give the page exactly this much room."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def prefer(driver, **features):
    """Set what a reader prefers, such as color_scheme="dark" or reduced_motion="reduce"."""
    wishes = [
        {"name": f"prefers-{name.replace('_', '-')}", "value": value}
        for name, value in features.items()
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": wishes})


def asked_for(driver):
    """Return the addresses that the browser has asked for since this was last called."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    return [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]


@functools.cache
def axe():
    """Return axe-core's source, out of a wheel that is fetched once and checked by its hash.

    The wheel is not installed: what it would bring along, a browser's driver, is not needed.
    """
    if not list(CACHE.glob("*.whl")):
        options = ["--quiet", "--no-deps", "--require-hashes", "-r", AXE, "-d", CACHE]
        subprocess.run([sys.executable, "-m", "pip", "download", *map(str, options)], check=True)
    [wheel] = CACHE.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.read("axe_playwright_python/axe.min.js").decode("utf-8")


def violations(driver, leave_out=(), within="html"):
    """Return what axe-core finds on the page: "rule: selector" for each element."""
    driver.execute_script(axe())
    driver.set_script_timeout(lab.PATIENCE)
    rules = {rule: {"enabled": False} for rule in leave_out}
    found = driver.execute_async_script(
        # Inside a picture there is nothing to be found but lines, and there are thousands of them.
        """const [within, options, done] = arguments;
        const inside = [".picture svg > *", ".nnlib-picture svg > *"];
        axe.run({include: [within], exclude: inside}, options).then(done)""",
        within,
        {"rules": rules, "resultTypes": ["violations"], "preload": False},
    )
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
