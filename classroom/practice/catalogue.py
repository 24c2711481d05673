"""Finds what there is to practise, by name, in the lessons.

A lesson's room is opened only when a name is asked for that no open room has.
"""

import sys
from collections.abc import MutableMapping
from importlib import import_module

from classroom.practice.plain import text

# The lessons, in reading order: the position is the notebook's number.
LESSONS = (
    "start_here",
    "initialization",
    "activations",
    "forward_pass",
    "loss",
    "backprop",
    "update_rule",
    "training",
    "david_vs_goliath",
    "faster",
    "a_nations_economy",
    "own_table",
)


def practice_of(lesson):
    """Return a lesson's module of exercises, questions and predictions."""
    return import_module(f"classroom.lessons.{lesson}.practice")


class Catalogue(MutableMapping):
    """The items of one kind in all lessons, by name, in reading order.

    Parameters
    ----------
    kind : str
        What the lessons' modules call them, such as "EXERCISES".
    """

    def __init__(self, kind):
        self._kind, self._rooms, self._added = kind, {}, {}

    def __getitem__(self, name):
        if name in self._added:
            return self._added[name]
        for lesson in sorted(LESSONS, key=_closed):
            if name in self._room(lesson):
                return self._room(lesson)[name]
        raise KeyError(name)

    def __setitem__(self, name, item):
        self._added[name] = item

    def __delitem__(self, name):
        del self._added[name]

    def __iter__(self):
        names = [name for lesson in LESSONS for name in self._room(lesson)]
        return iter(dict.fromkeys([*names, *self._added]))

    def __len__(self):
        return len(list(iter(self)))

    def _room(self, lesson):
        if lesson not in self._rooms:
            items = getattr(practice_of(lesson), self._kind)
            self._rooms[lesson] = {item.name: item for item in items}
        return self._rooms[lesson]


def find(items, name):
    """Return the item of a name, whatever was handed over as one; None if there is no such item."""
    # The type is asked, not the thing: isinstance would run a __class__ of the thing's own.
    return items.get(text(name)) if issubclass(type(name), str) else None


def _closed(lesson):
    """Tell whether a lesson has not been imported yet: those that have are searched first."""
    return f"classroom.lessons.{lesson}" not in sys.modules


EXERCISES = Catalogue("EXERCISES")
QUESTIONS = Catalogue("QUESTIONS")
PREDICTIONS = Catalogue("PREDICTIONS")
