"""In the browser: fetches a package when it is imported, so that a lesson loads what it needs only.

The kernel itself looks through a cell for imports, but not through what these import in turn.
"""

import os
import sys
import warnings
import zipfile
from importlib import invalidate_caches
from importlib.machinery import PathFinder
from io import BytesIO
from site import getsitepackages


class Fetcher:
    """Finds a module in a wheel that lies beside the course and has not been fetched yet.

    Parameters
    ----------
    packages : dict
        Name -> entry, as in Pyodide's lock: its `file_name`, its `imports`, what it `depends` on.
    read : function
        From a file's name to its bytes.
    folder : str
        Where packages are unpacked.
    """

    def __init__(self, packages, read, folder):
        self.packages, self.read, self.folder = packages, read, folder
        self.offered = {module: name for name in packages for module in packages[name]["imports"]}

    def find_spec(self, name, path=None, target=None):
        """Return how to load a module, once its package is there; None if none has it."""
        package = self.offered.get(name)
        if path is not None or package is None:
            return None
        self.fetch(package)
        invalidate_caches()
        return PathFinder.find_spec(name)

    def fetch(self, package):
        """Fetch and unpack a package and what it needs, each if it is not there yet."""
        entry = self.packages[package]
        for module in entry["imports"]:
            self.offered.pop(module, None)
        for other in entry["depends"]:
            if set(self.packages[other]["imports"]) & set(self.offered):
                self.fetch(other)
        if any(PathFinder.find_spec(module) for module in entry["imports"]):
            return
        # Not to `sys.stdout`: the page shows what Pyodide itself has to say in a line of its own.
        os.write(1, f"Loading {package}\n".encode())
        with zipfile.ZipFile(BytesIO(self.read(entry["file_name"]))) as wheel:
            wheel.extractall(self.folder)


def read_at_once(name):
    """Return the bytes of a file beside Pyodide, waiting for them: an import cannot be put off."""
    from js import XMLHttpRequest
    from pyodide_js import lockfileBaseUrl

    request = XMLHttpRequest.new()
    request.open("GET", lockfileBaseUrl + name, False)
    request.responseType = "arraybuffer"
    request.send()
    if request.status != 200:
        raise ImportError(f"{name} could not be fetched: the server answered {request.status}.")
    return request.response.to_bytes()


def overlook_what_is_deprecated():
    """Keep off the page what Pyodide has to say to threadpoolctl, and not to the learner."""
    warnings.filterwarnings("ignore", message="JsProxy.as_object_map")


def fetch_when_imported():
    """From now on, let an import fetch what is not there."""
    from pyodide_js import lockfile

    packages = lockfile.packages.to_py()
    sys.meta_path.append(Fetcher(packages, read_at_once, getsitepackages()[0]))
