"""Counts what a class has solved: by lesson and task, with the reason that came most often."""

from collections import Counter
from dataclasses import dataclass

from classroom.overview.hand_ins import CORRECT, FORESEEN
from classroom.practice.catalogue import LESSONS, practice_of


@dataclass(frozen=True)
class Task:
    """One exercise, prediction or question, and how a class did on it.

    Attributes
    ----------
    kind : str
        "exercises", "predictions" or "recalls", as a `Pupil` calls them.
    name : str
    outcomes : tuple
        For each pupil the outcome, or None where the notebook was not handed in.
    reason : str
        For exercises: what those who are not there yet were told most often.
    times : int
        To how many of them.
    """

    kind: str
    name: str
    outcomes: tuple
    reason: str = ""
    times: int = 0

    @property
    def good(self):
        """How many have it: solved, foreseen, remembered."""
        return sum(outcome in (CORRECT, FORESEEN) for outcome in self.outcomes)

    @property
    def asked(self):
        """How many handed in the notebook that asks for it."""
        return sum(outcome is not None for outcome in self.outcomes)


def tasks_by_lesson(pupils):
    """Return {lesson's number and stem: list of Task}, of what was handed in, in reading order."""
    lessons = {}
    for number, lesson in enumerate(LESSONS):
        room = practice_of(lesson)
        names = {
            "exercises": [item.name for item in room.EXERCISES],
            "predictions": [item.name for item in room.PREDICTIONS],
            # A question is asked after the lesson that it is about; it counts to the latter.
            "recalls": [item.name for item in room.QUESTIONS],
        }
        tasks = [_task(kind, name, pupils) for kind, listed in names.items() for name in listed]
        tasks = [task for task in tasks if task.asked]
        if tasks:
            lessons[f"{number:02d} {lesson}"] = tasks
    return lessons


def _task(kind, name, pupils):
    outcomes = tuple(getattr(pupil, kind).get(name) for pupil in pupils)
    reasons = Counter(
        pupil.reasons[name] for pupil in pupils if kind == "exercises" and name in pupil.reasons
    )
    reason, times = reasons.most_common(1)[0] if reasons else ("", 0)
    return Task(kind, name, outcomes, reason, times)


def share(task):
    """Say how many of how many, such as "12 of 25"."""
    return f"{task.good} of {task.asked}"
