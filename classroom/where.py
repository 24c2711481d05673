"""Where the course runs: the one place that asks."""

import sys


def in_browser():
    """Return whether Python runs in a browser (Pyodide).

    There it has no threads and starts no other program, and packages come one by one over the
    network.
    """
    return sys.platform == "emscripten"
