"""Tries whether a function, or a change of the right results, explains a learner's answers."""

from classroom.practice import comparing
from classroom.practice.plain import failure


class Trial:
    """Tells whether some function answers as the learner's does, in every case.

    Parameters
    ----------
    exercise : Exercise
    cases : list of Case
    answers, rights : list of comparing.Answer
        The learner's, and the solution's, one for each case.
    same : function
        Of (exercise, answer, case, the learner's answer, words): whether the two are the same.
    """

    def __init__(self, exercise, cases, answers, rights, same):
        self.exercise, self.cases = exercise, cases
        self.answers, self.rights = answers, rights
        self._compare = same
        wrong = [i for i in range(len(cases)) if not self.is_right(i)]
        # Most functions fail at once where the answer is wrong in a way of its own.
        self.order = [*wrong, *(i for i in range(len(cases)) if i not in wrong)]

    def is_right(self, i):
        """Return whether the learner's answer to a case is right."""
        return self._compare(self.exercise, self.rights[i], self.cases[i], self.answers[i], True)

    def _same(self, theirs, i):
        return self._compare(self.exercise, theirs, self.cases[i], self.answers[i], True)

    def is_the_same(self, function):
        """Return whether a function's answers are the learner's."""
        return all(self._same(comparing.call(function, self.cases[i].args), i) for i in self.order)

    def would_be(self, change):
        """Return whether the right answers are the learner's after a change of their values."""
        return all(self._same(self._changed(i, change), i) for i in self.order)

    def _changed(self, i, change):
        right = self.rights[i]
        if right.error is not None:
            return right
        try:
            value = change(right.value, self.cases[i].args)
        except Exception as error:  # a change that does not fit this result tells nothing
            return comparing.Answer(error=failure(error), args=right.args)
        return comparing.Answer(value, None, right.args)
