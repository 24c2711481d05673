"""Make the copies of the notebooks that Colab opens, and the wheel that they install.

    python tools/colab.py colab

Colab fetches a single notebook from GitHub and nothing beside it, so each copy begins with a cell
that installs the course, and its links lead to the other copies. Copies and wheel belong on the
repository's branch `colab`, always together: `.github/workflows/colab.yml` puts them there.

The wheel goes in without what it needs: Colab has all of that, in versions that belong together,
and a newer NumPy or ipywidgets would take a restart, or Colab's sliders.
"""

import json
import re
import sys
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import address, copies  # noqa: E402
from tools.wheel import course_wheel  # noqa: E402

WORDS = """\
This copy of the notebook is for Colab. Run the next cell first: it installs the course, which takes
a few seconds. Nothing you change is kept unless you choose *File, Save a copy in Drive*."""
INSTALL = "%pip install --quiet --no-deps {wheel}"
LINK = re.compile(r"\]\(([\w./]+\.ipynb)(#[^)]*)?\)")


def main(folder):
    """Fill a folder with the wheel and the copies."""
    repository = address.repository()
    if not address.colab(repository, ""):
        sys.exit(
            "Colab opens notebooks from GitHub, so the repository's address there is needed: "
            "write it into pyproject.toml, as Repository under [project.urls], or into the "
            f"environment variable SITE_REPOSITORY. It is {repository!r} now."
        )
    wheel = course_wheel(folder)
    for path in copies.lessons(ROOT / "notebooks"):
        text = copies.read(ROOT / "notebooks" / path)
        copies.write(folder / path, copy_for_colab(text, path.as_posix(), repository, wheel.name))
    print(f"{folder} is ready: copies, and {wheel.name}")


def copy_for_colab(text, name, repository, wheel):
    """Return the text of a copy without outputs that installs the course and links to the others.

    Parameters
    ----------
    text : str
        The notebook.
    name : str
        Its path below the folder of the notebooks.
    repository : str
        Its public address.
    wheel : str
        The name of the wheel's file.
    """
    notebook = json.loads(copies.copied(text))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            source = _with_links("".join(cell["source"]), name, repository)
            cell["source"] = source.splitlines(True)
    install = INSTALL.format(wheel=address.raw(repository, wheel))
    notebook["cells"][:0] = [
        {
            "cell_type": "markdown",
            "id": "colab-words",
            "metadata": {},
            "source": WORDS.splitlines(True),
        },
        {
            "cell_type": "code",
            "id": "colab-install",
            "metadata": {},
            "source": [install],
            "outputs": [],
            "execution_count": None,
        },
    ]
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _with_links(source, name, repository):
    def replaced(link):
        parts = []
        for part in (PurePosixPath(name).parent / link[1]).parts:
            parts = parts[:-1] if part == ".." else [*parts, part]
        return f"]({address.colab(repository, '/'.join(parts))}{link[2] or ''})"

    return LINK.sub(replaced, source)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]).resolve())
