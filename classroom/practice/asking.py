"""Puts a question on the page: buttons to click, and the same to be typed where none can run."""

from html import escape

import ipywidgets as W
from IPython.display import display

from classroom import dark_theme
from classroom.live import view
from classroom.next_day import STYLE
from classroom.panel_look import FOCUS
from classroom.practice.feedback import Feedback
from classroom.practice.wording import named


class Asked:
    """A question with its buttons, and under them what is said to the choice.

    Parameters
    ----------
    feedback : Feedback
        The question.
    choices : tuple of str
        What the buttons say; empty where a number is asked for.
    typed : str
        The call that gives the same answer without a widget.
    answer : function
        From the choice (a number, from 1) or the number typed in, to the `Feedback` on it.
    before : tuple, optional
        The choice or number that was answered earlier, and the `Feedback` on it.
    """

    def __init__(self, feedback, choices, typed, answer, before=None):
        self.feedback, self.choices, self.typed, self.answer = feedback, choices, typed, answer
        self.before = before
        self.said = W.HTML()
        if choices:
            self.controls = [self._button(i, words) for i, words in enumerate(choices, start=1)]
        else:
            number = W.FloatText(value=0, layout=W.Layout(width="120px"))
            number.add_class("nnlib-number")
            button = W.Button(description="This is my guess")
            button.on_click(lambda _: self._say(number.value))
            self.controls = [number, button]
        row = W.HBox(self.controls, layout=W.Layout(flex_flow="row wrap"))
        if before:
            self._mark(before[0])
            self.said.value = before[1].html
        asked = W.HTML(STYLE + dark_theme.STYLE + FOCUS + feedback.html)
        self.box = W.VBox([asked, row, self.said])
        self.box.add_class("nnlib-question")

    def _button(self, number, words):
        button = W.Button(description=words, layout=W.Layout(width="auto"))
        button.on_click(lambda _: self._choose(number))
        return button

    def _choose(self, number):
        self._mark(number)
        self._say(number)

    def _mark(self, number):
        if not self.choices:
            self.controls[0].value = number
            return
        for i, button in enumerate(self.controls, start=1):
            mark = "● " if i == number else ""
            button.description = mark + self.choices[i - 1]

    def _say(self, number):
        self.said.value = self.answer(number).html

    def _text(self):
        lines = [self.feedback.text]
        lines += [f"  {i} · {words}" for i, words in enumerate(self.choices, start=1)]
        lines.append(f"Click on your answer, or type {self.typed}.")
        return "\n".join([*lines, *([self.before[1].text] if self.before else [])])

    def _html(self):
        items = "".join(f"<li>{escape(words)}</li>" for words in self.choices)
        items = f'<ol style="margin:4px 0">{items}</ol>' if items else "<br>"
        typed = f"Type your answer: <code>{escape(self.typed)}</code>"
        return f"{self.feedback.html}{items}{typed}{self.before[1].html if self.before else ''}"

    def show(self):
        """Show the live buttons, and beside them the text for where no widget can run."""
        bundle = view(self.box)
        bundle["text/html"] = self._html()
        bundle["text/plain"] = self._text()
        display(bundle, raw=True)


def read(guess, choices):
    """Return a typed guess as a number (of the choice, or the value), or None if it is none.

    A guess may be the number of a choice or its words.
    """
    if isinstance(guess, str) and guess in choices:
        return choices.index(guess) + 1
    if isinstance(guess, bool) or not isinstance(guess, (int, float)):
        return None
    if choices and guess not in range(1, len(choices) + 1):
        return None
    return int(guess) if choices else guess


def misread(name, guess, choices, typed):
    """Return the feedback on a typed guess that is none."""
    wanted = f"a number from 1 to {len(choices)}" if choices else "a number"
    return Feedback(
        "not attempted", name, (f"{named(guess)} is not {wanted}. Type, for example, {typed}.",)
    )
