"""Checks again what pupils handed in, in a process of its own, with limits on time and memory."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from classroom.overview.hand_ins import CORRECT, NOT_TRIED, NOT_YET
from classroom.practice.catalogue import EXERCISES

WARNING = (
    "--rerun runs the functions that pupils wrote, on this computer and with your rights. Their "
    "time and memory are limited, but what they do to files is not. It finds results that were "
    "typed in; it does not withstand somebody who writes a program against it."
)
SECONDS = 120  # for one notebook
BYTES = 2_000_000_000  # of memory


def rerun(pupils, seconds=SECONDS):
    """Check all functions again; note in each pupil's `doubts` what is stored otherwise.

    The new result then stands in the place of the stored one.

    Parameters
    ----------
    pupils : list of Pupil
    seconds : float
        After how long the process for one notebook is stopped.

    Returns
    -------
    problems : list of (str, str)
        Notebooks that could not be checked again, and why.
    """
    problems = []
    for pupil in pupils:
        found = {}
        for path in pupil.notebooks:
            outcomes, why = check_again(path, seconds)
            if why:
                problems.append((str(path), why))
            for name, outcome in outcomes.items():
                if found.get(name) != CORRECT:
                    found[name] = outcome
        for name, stored in pupil.exercises.items():
            again = found.get(name, NOT_TRIED)
            if stored == CORRECT and again != CORRECT:
                pupil.doubts.append(name)
            if name in found:
                pupil.exercises[name] = again
            elif stored == CORRECT:
                pupil.exercises[name] = NOT_TRIED
    return problems


def check_again(path, seconds=SECONDS):
    """Return {exercise: outcome} of a notebook's functions, and why some could not be found out.

    Runs them in a process of their own. A function that ends the process, or outlives its time,
    is not yet correct; the others are then checked in another process.
    """
    outcomes, why, wanted = {}, "", list(EXERCISES)
    while wanted:
        lines, ended = _in_a_process(path, wanted, seconds)
        for name, outcome in lines:
            outcomes[name] = outcome
        if ended:
            return outcomes, why
        begun = [name for name, outcome in lines if outcome == NOT_YET]
        if not lines or outcomes[lines[-1][0]] != NOT_YET:
            return outcomes, "the process that reads it came to an early end."
        culprit = begun[-1]
        why = f"my_{culprit} ended the process that checked it, or did not come to an end."
        wanted = wanted[wanted.index(culprit) + 1 :]
    return outcomes, why


def _in_a_process(path, wanted, seconds):
    """Return the (exercise, outcome) that a process told of, and whether it came to its end."""
    command = [sys.executable, "-m", "classroom.overview.rerun", str(path), *wanted]
    root = Path(__file__).resolve().parent.parent.parent
    try:
        told = subprocess.run(
            command, cwd=root, capture_output=True, timeout=seconds, stdin=subprocess.DEVNULL
        ).stdout
    except subprocess.TimeoutExpired as error:
        told = error.stdout or b""
    lines = [line.split(": ") for line in told.decode(errors="replace").splitlines()]
    known = [(line[0], line[1]) for line in lines if line[0] in EXERCISES and len(line) == 2]
    return known, lines[-1:] == [["done"]]


def outcomes_of(path, wanted):
    """Check the functions in a notebook, here and now; yield (exercise, outcome).

    Each is "not yet" at first, as long as its check has not come back.
    """
    import nnlib
    from classroom.practice.checking import examine
    from classroom.practice.collection import names, written_functions

    mine = SimpleNamespace(**{name: getattr(nnlib, name) for name in names()})
    words = {"correct": CORRECT, "not yet": NOT_YET, "not attempted": NOT_TRIED}
    solved = set()
    written = sorted(written_functions(path, mine, wanted), key=lambda x: wanted.index(x[0]))
    for name, function, _ in written:
        if function is None or name in solved:
            continue
        yield name, NOT_YET
        outcome = words[examine(name, function).outcome]
        solved |= {name} if outcome == CORRECT else set()
        yield name, outcome


def _limit_memory():
    """Let this process take no more memory than agreed, where the system can hold it to that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


if __name__ == "__main__":
    _limit_memory()
    for exercise, outcome in outcomes_of(Path(sys.argv[1]), sys.argv[2:]):
        print(f"{exercise}: {outcome}", flush=True)
    print("done", flush=True)
