"""Run here what the workflows run on GitHub's Linux machines, as far as that is possible.

    python tools/try_workflows.py                       every job
    python tools/try_workflows.py weekly.yml/links ...  these jobs

Each job gets a fresh clone of the last commit and a fresh environment with its Python. What it
leaves out, it names: steps that use an action, jobs that need GitHub, other systems, Pythons that
this computer lacks. A container is not started: its steps run on this computer as it is. The exit
code is 1 if a step failed.
"""

import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = ROOT / ".github" / "workflows"


def load(path):
    """Read a workflow."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def combinations(job):
    """Return the values of the matrix, one dictionary for each run of the job."""
    matrix = dict(job.get("strategy", {}).get("matrix", {}))
    include = matrix.pop("include", [])
    product = [dict(zip(matrix, row, strict=True)) for row in itertools.product(*matrix.values())]
    return (product if matrix else []) + include or [{}]


def fill(text, values):
    """Put the values of the matrix into a text."""
    return re.sub(
        r"\$\{\{\s*matrix\.(\w+)\s*\}\}", lambda found: str(values[found.group(1)]), str(text)
    )


def python_of(job, values):
    """Return the Python that the job sets up, as '3.13', or None if it sets up none."""
    for step in job["steps"]:
        if step.get("uses", "").startswith("actions/setup-python@"):
            return fill(step["with"]["python-version"], values)
    return None


def find_python(version):
    """Return the program of this Python, or None if there is none that works."""
    program = shutil.which(f"python{version}")
    # Version managers put stand-ins on the PATH for Pythons that are not switched on.
    works = program and subprocess.run([program, "-c", ""], stderr=subprocess.DEVNULL)
    return program if works and works.returncode == 0 else None


def obstacle(job, values, python):
    """Say why this job cannot be tried here, or return None."""
    system = fill(job["runs-on"], values)
    if not system.startswith("ubuntu"):
        return f"it runs on {system}"
    if "if" in job:
        return "GitHub decides whether it runs"
    if python and not find_python(python):
        return f"there is no Python {python} on this computer"
    return None


def prepare(folder, python):
    """Make a clone of the last commit, and an environment; return the clone and its PATH."""
    clone, venv = folder / "clone", folder / "python"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone], check=True)
    program = find_python(python) if python else sys.executable
    subprocess.run([program, "-m", "venv", venv], check=True)
    return clone, f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}"


def try_step(step, values, clone, environment):
    """Run one step; return False if it failed."""
    name = fill(step.get("name") or step.get("run") or step["uses"], values)
    if "run" not in step:
        print(f"  not tried: {name} (an action)", flush=True)
        return True
    own = {key: fill(value, values) for key, value in step.get("env", {}).items()}
    command = fill(step["run"], values)
    if "${{" in command + "".join(own.values()):
        print(f"  not tried: {name} (it needs values from GitHub)", flush=True)
        return True
    print(f"  runs: {name}", flush=True)
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command]
    code = subprocess.run(shell, cwd=clone, env=environment | own).returncode
    print(f"  {'passed' if code == 0 else f'FAILED with exit code {code}'}: {name}", flush=True)
    return code == 0


def try_job(title, job, values):
    """Try one run of a job; return False if a step failed."""
    python = python_of(job, values)
    title = " ".join([title, *map(str, values.values())])
    reason = obstacle(job, values, python)
    if reason:
        print(f"not tried: {title} ({reason})", flush=True)
        return True
    where = f"not in {job['container']}, but " if "container" in job else ""
    print(f"tries: {title} ({where}on this computer)", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        clone, path = prepare(Path(folder), python)
        environment = os.environ | {"CI": "true", "PATH": path}
        return all(try_step(step, values, clone, environment) for step in job["steps"])


def main(wanted):
    """Try the jobs named, or all; return the exit code."""
    jobs = {
        f"{path.name}/{name}": job
        for path in sorted(WORKFLOWS.glob("*.yml"))
        for name, job in load(path)["jobs"].items()
    }
    unknown = set(wanted) - set(jobs)
    if unknown:
        print(f"There is no {', '.join(sorted(unknown))}. The jobs are {', '.join(jobs)}.")
        return 1
    runs = [(name, values) for name in wanted or jobs for values in combinations(jobs[name])]
    passed = [try_job(name, jobs[name], values) for name, values in runs]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
