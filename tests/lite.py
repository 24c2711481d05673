"""The built site in a browser, and what a notebook puts out there beside what is stored of it."""

import http.server
import re
import threading
from contextlib import contextmanager

from tests import lab
from tests.notebooks import ROOT, code
from tools import build_site

SANITIZE = (ROOT / "tests/nbval_sanitize.cfg").read_text(encoding="utf-8")
RULES = re.findall(r"^regex: (.*)\nreplace: (.*)$", SANITIZE, flags=re.M)
# What Chromium asks of its maker by itself, whatever page is open.
CHROMIUMS_OWN = {
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "update.googleapis.com",
}
COMPARED = ("text/plain", "text/html")


@contextmanager
def running(server):
    """Let a server answer in the background; yield its address without the scheme."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def recording_proxy():
    """A proxy that lets nothing through; yield its address and what it was asked for, a list."""
    asked = []

    class Proxy(http.server.BaseHTTPRequestHandler):
        def refuse(self):
            # "CONNECT host:443", or "GET http://host/path".
            host = re.search(r"^(?:\w+://)?([^:/]+)", self.path)
            if host is None or host[1] not in CHROMIUMS_OWN:
                asked.append(f"{self.command} {self.path}")
            self.send_error(502)

        do_GET = do_POST = do_HEAD = do_CONNECT = refuse

        def log_message(self, *args):
            """Say nothing of each request."""

    with running(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)) as address:
        yield address, asked


@contextmanager
def browser_on_site():
    """Serve the site; yield (browser, address, what it asked other hosts for)."""
    with (
        recording_proxy() as (proxy, asked),
        running(build_site.server(build_site.SITE)) as host,
        lab.browser(f"--proxy-server=http://{proxy}") as driver,
    ):
        yield driver, f"http://{host}", asked


def gathered(outputs):
    """Return what outputs say, as nbval compares it: kind -> list of texts."""
    found = {}
    for output in outputs:
        if output["output_type"] == "stream":
            found.setdefault(output["name"], [""])[0] += "".join(output["text"])
        elif output["output_type"] == "error":
            found.setdefault("error", []).append(f"{output['ename']}: {output['evalue']}")
        else:
            for kind in COMPARED:
                if kind in output["data"]:
                    found.setdefault(kind, []).append("".join(output["data"][kind]))
    return {kind: [sanitized(text) for text in texts] for kind, texts in found.items()}


def sanitized(text):
    """Return a text without what differs from run to run, by nbval's own rules."""
    for pattern, substitute in RULES:
        text = re.sub(pattern, substitute, text)
    return text


def differences(path, notebook):
    """Return what a notebook, run elsewhere, puts out otherwise than what is stored of it.

    Parameters
    ----------
    path : Path
        The stored notebook.
    notebook : dict
        The same one, run elsewhere.

    Returns
    -------
    list of (int, str, list, list)
        The number of the code cell, the kind of output, what is stored, and what came.
    """
    stored, ran = code(path), [c for c in notebook["cells"] if c["cell_type"] == "code"]
    assert ["".join(c["source"]) for c in ran] == [c.source for c in stored]
    found = []
    for i, (old, new) in enumerate(zip(stored, ran, strict=True)):
        before, now = gathered(old.outputs), gathered(new["outputs"])
        for kind in sorted({*before, *now}):
            if before.get(kind, []) != now.get(kind, []):
                found.append((i, kind, before.get(kind, []), now.get(kind, [])))
    return found
