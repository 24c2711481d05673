"""Begin a learner's server: bring the copies of the notebooks up to date, then become the server.

It runs as the learner, so nothing that the learner puts in its way can reach further. Copies that
the learner has changed are never written over.
"""

import os
import sys
from pathlib import Path

ROOT = Path(os.path.abspath(__file__)).parents[2]
sys.path.insert(0, str(ROOT))

from tools import copies  # noqa: E402

MINE, TEACHERS_FILE = "my_course", "teacher.json"


def prepare(source, folder):
    """Make or renew the copies; return a line for each that is changed and out of date."""
    folder.mkdir(exist_ok=True)
    outdated = copies.bring_up_to_date(source, folder)
    rules = copies.read(source / TEACHERS_FILE)
    if rules is not None:
        copies.write(folder / TEACHERS_FILE, rules)
    return [
        f"{path.as_posix()}: there is a newer version, but this one is changed, so it was left "
        "alone. To get the newer one, rename it and start the server again."
        for path in outdated
    ]


def variables(folder):
    """What the server reads from its environment."""
    first = min(path.name for path in folder.glob("*.ipynb"))
    return {
        "JUPYTERHUB_ROOT_DIR": str(folder),
        "JUPYTERHUB_DEFAULT_URL": f"/lab/tree/{first}",
        # One thread each: twenty learners share the processors, and small matrices gain nothing.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
    }


def main(arguments):
    """Do both; the second does not return."""
    source = Path(os.environ.get("COURSE_NOTEBOOKS", ROOT / "notebooks"))
    folder = Path(os.environ["HOME"]) / MINE
    for line in prepare(source, folder):
        print(line, flush=True)
    os.environ.update(variables(folder))
    os.chdir(folder)
    os.execv(sys.executable, [sys.executable, "-m", "jupyterhub.singleuser", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
