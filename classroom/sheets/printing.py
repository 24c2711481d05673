"""Printing HTML into PDF with whichever browser of Chromium's family is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

# What the browser is called on Linux, and where it lies on macOS and Windows.
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
SECONDS = 120


def chromium():
    """Return the path of a browser that can print, or None."""
    found = (shutil.which(name) for name in (*NAMES, *PLACES))
    return next((path for path in found if path), None)


def print_pdfs(documents, browser):
    """Print HTML texts into PDF files, one after the other.

    Parameters
    ----------
    documents : dict
        From the path of a PDF to the HTML to be printed.
    browser : str
        What `chromium` returned.

    Returns
    -------
    list of Path
        The files that were written.

    Raises
    ------
    RuntimeError
        If the browser ends without writing one.
    """
    with tempfile.TemporaryDirectory() as room:
        source = Path(room, "sheet.html")
        for path, html in documents.items():
            source.write_text(html, encoding="utf-8")
            path.unlink(missing_ok=True)
            _print(browser, source, path, room)
            if not path.exists():
                raise RuntimeError(
                    f"{browser} has not printed {path.name}; the HTML files are there"
                )
    return list(documents)


def _print(browser, source, path, room):
    command = [
        browser,
        "--headless",
        "--disable-gpu",
        # The pages are our own and hold no script; in many containers the sandbox does not start.
        "--no-sandbox",
        "--no-pdf-header-footer",
        f"--user-data-dir={room}/profile",  # or it would hand the task to one that is open
        f"--print-to-pdf={path.resolve()}",
        source.as_uri(),
    ]
    try:
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"{browser} has not printed {path.name} in {SECONDS} seconds") from None
