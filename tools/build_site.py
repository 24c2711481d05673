"""Build the site, which any host of plain files serves: `python tools/build_site.py`

    python tools/build_site.py            make the folder site: pages to read, and in site/lab the
                                          running course
    python tools/build_site.py lab        make the running course only; `pages`: the pages only
    python tools/build_site.py --serve    serve the folder on this computer

With `--pyodide PLACE` Pyodide is taken from a folder, or from an address, with its distribution.
The first time an environment is set up for it in the folder .cache, with the packages of
locks/site.lock; it has nothing to do with the course's own.
"""

import argparse
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import start  # noqa: E402

SITE, LOCK = ROOT / "site", "locks/site.lock"
WORKSHOP = ROOT / ".cache" / "site"
PARTS = ("pages", "lab")


def workshop():
    """Return the Python of the environment that holds the tools, which is made where it is not."""
    stamp = WORKSHOP / ".venv" / start.STAMP
    wanted = start.digest(ROOT, LOCK)
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        print("The tools that build the site are being installed.", flush=True)
        WORKSHOP.mkdir(parents=True, exist_ok=True)
        _, packages = start.build_venv(WORKSHOP)
        start.install(WORKSHOP, ROOT / LOCK)
        start.write_pth(ROOT, packages)
        stamp.write_text(wanted, encoding="utf-8")
    return start.venv_python(WORKSHOP)


def build(parts, pyodide):
    """Make parts of the site; called in the environment that holds the tools."""
    if "pages" in parts:
        from tools import site_pages

        site_pages.build_pages(SITE)
    if "lab" in parts:
        from tools import lite

        lite.build_lab(SITE / "lab", pyodide)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and keeps the connection open for the next one."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        """Say nothing of each request."""


def server(folder, port=0):
    """Return a server of a folder's files on this computer, for this computer alone."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Quiet, directory=str(folder)))


def serve():
    """Serve the site until Ctrl-C."""
    if not SITE.is_dir():
        raise start.Stop("There is no site yet. Build it first: python tools/build_site.py")
    with server(SITE, start.free_port(8000)) as running:
        print(f"The site is at http://127.0.0.1:{running.server_port}/", flush=True)
        print("To stop, press Ctrl-C in this window.", flush=True)
        running.serve_forever()


def main(arguments=None):
    """Do what the command line asks; return the exit code."""
    parser = argparse.ArgumentParser(description="Build or serve the site.")
    parser.add_argument("parts", nargs="*", help="pages, lab, or both when left out")
    parser.add_argument("--serve", action="store_true", help="serve the site on this computer")
    parser.add_argument("--pyodide", metavar="PLACE", help="a folder or an address with Pyodide")
    options = parser.parse_args(arguments)
    wrong = set(options.parts) - set(PARTS)
    if wrong:
        parser.error(f"{sorted(wrong)[0]} is no part of the site, expected {' or '.join(PARTS)}")
    try:
        if options.serve:
            serve()
        elif Path(sys.prefix) == WORKSHOP / ".venv":
            build(options.parts or PARTS, options.pyodide)
        else:
            command = [workshop(), Path(__file__).resolve(), *(arguments or sys.argv[1:])]
            environment = start.clean_environment(WORKSHOP)
            return subprocess.run([str(word) for word in command], env=environment).returncode
    except start.Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
