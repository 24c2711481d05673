"""What a learner sees: one to three lines, the same as text and as a small coloured box."""

import difflib
from dataclasses import dataclass
from html import escape

from IPython import get_ipython
from IPython.display import display

# Outcome -> (sign, word, colour of the edge, background). The words alone say it all.
LOOKS = {
    "correct": ("✓", "Correct", "#117733", "#e8f4ec"),
    "not yet": ("✗", "Not yet", "#aa4400", "#fcefe4"),
    "not attempted": ("○", "Not attempted", "#666666", "#f2f2f2"),
    "hint": ("→", "Hint", "#0072b2", "#e8f1f8"),
    "solution": ("→", "Solution", "#0072b2", "#e8f1f8"),
    "question": ("?", "Question", "#0072b2", "#e8f1f8"),
    "predict": ("?", "Predict", "#0072b2", "#e8f1f8"),
    "foreseen": ("✓", "Foreseen", "#117733", "#e8f4ec"),
    "surprise": ("!", "Surprise", "#aa4400", "#fcefe4"),
    "not predicted": ("○", "Not predicted", "#666666", "#f2f2f2"),
    "looking back": ("→", "Looking back", "#0072b2", "#e8f1f8"),
}


@dataclass(frozen=True)
class Feedback:
    """An outcome, what it is about, and one to three lines.

    Attributes
    ----------
    outcome : str
        "correct", "not yet", "not attempted", or one of the other keys of `LOOKS`.
    about : str
        The exercise's name; may be empty.
    lines : tuple of str
    code : str
        Source code to be shown under the lines.
    folded : tuple of str
        Lines that a page shows only after a click, and text not at all.
    """

    outcome: str
    about: str
    lines: tuple
    code: str = ""
    folded: tuple = ()

    def __post_init__(self):
        object.__setattr__(self, "lines", _tidied(self.lines))
        object.__setattr__(self, "folded", _tidied(self.folded))

    @property
    def _head(self):
        sign, word, _, _ = LOOKS[self.outcome]
        return f"{sign} {word} · {self.about}:" if self.about else f"{sign} {word}:"

    @property
    def text(self):
        """The feedback as plain text."""
        first, *others = self.lines
        text = "\n".join([f"{self._head} {first}", *others])
        return f"{text}\n\n{self.code}" if self.code else text

    @property
    def html(self):
        """The feedback as a box, whose colour only repeats what its first word says."""
        _, _, edge, background = LOOKS[self.outcome]
        first, *others = [escape(line) for line in self.lines]
        body = "<br>".join([f"<b>{escape(self._head)}</b> {first}", *others])
        if self.code:
            body += (
                '<pre style="margin:6px 0 0;background:transparent;color:#1a1a1a">'
                f"{escape(self.code)}</pre>"
            )
        if self.folded:
            more = "<br>".join(escape(line) for line in self.folded)
            body += f"<details><summary>Show me what happened</summary>{more}</details>"
        return (
            f'<div class="nnlib-feedback" style="max-width:860px;padding:6px 12px;'
            f"border-left:5px solid {edge};background:{background};color:#1a1a1a;"
            f'line-height:1.45;overflow-wrap:anywhere">{body}</div>'
        )

    def show(self):
        """Put it into the notebook; in plain Python, print it."""
        if get_ipython() is None:
            print(self.text)
            return
        display({"text/plain": self.text, "text/html": self.html}, raw=True)


def _tidied(lines):
    """Return lines as a page can show them: each one line, none endless."""
    lines = (" ".join(line.splitlines()) for line in lines if line)
    lines = (line if len(line) <= 600 else f"{line[:600]}…" for line in lines)
    # Half of a pair of surrogates, which no page can show, becomes a question mark.
    return tuple(line.encode("utf-8", "replace").decode() for line in lines)


def choices(name, known):
    """Say which names there are: those that are spelt like `name`, or else all of them."""
    near = difflib.get_close_matches(str(name), list(known))
    return f"Did you mean {' or '.join(near)}?" if near else f"The names are {', '.join(known)}."
