"""Where the course is to be found: its repository, and a lesson on Binder and on Colab.

The repository's public address stands in pyproject.toml, as Repository under [project.urls], and
the environment variable SITE_REPOSITORY is asked first. Where neither has one, there are no links.
"""

import os
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GITHUB = "https://github.com/"
# The branch on which Colab finds its copies: see tools/colab.py.
BRANCH = "colab"


def repository(root=ROOT):
    """Return the public address of the repository, without a slash at its end, or None."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    address = os.environ.get("SITE_REPOSITORY") or project.get("urls", {}).get("Repository")
    return address.rstrip("/") if address else None


def binder(address, name):
    """Return where Binder opens a notebook, given its path below `notebooks`; None if nowhere."""
    place = _on_github(address)
    return place and f"https://mybinder.org/v2/gh/{place}/HEAD?urlpath=lab/tree/notebooks/{name}"


def colab(address, name):
    """Return where Colab opens its copy of a notebook; None if nowhere."""
    place = _on_github(address)
    return place and f"https://colab.research.google.com/github/{place}/blob/{BRANCH}/{name}"


def raw(address, name):
    """Return where a file on Colab's branch can be fetched; None if nowhere."""
    place = _on_github(address)
    return place and f"https://raw.githubusercontent.com/{place}/{BRANCH}/{name}"


def _on_github(address):
    """Return owner and name of a repository on GitHub, with a slash between; None of others."""
    if not address or not address.startswith(GITHUB):
        return None
    return address.removeprefix(GITHUB).removesuffix(".git").strip("/")
