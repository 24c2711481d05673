"""The small playground: a network, its line, and a slider through the steps that it has taken."""

from dataclasses import replace

import ipywidgets as W

from classroom.panel import control, grid
from classroom.playground.figures import small_picture, small_words
from classroom.playground.playing import RATES, PlayingPanel, numbers_among, stops
from nnlib.validation import check_choice

CHOICES = "rate", "layers", "units"
MOST_LAYERS, MOST_UNITS = 3, 12


class SmallPlayground(PlayingPanel):
    """A network that learns for a hundred steps, for who has just begun.

    Whoever moves the slider for the steps pauses it, and sees the run at that step. At the end
    *Play* begins anew. While it plays every other control starts afresh.

    Parameters
    ----------
    settings : Settings
        What the run is made of at first.
    steps : int
        The step at which it opens.
    choices : sequence of str
        What can be chosen: some of "rate", "layers" and "units", which is one number for all
        layers.
    """

    LAST = 100
    # Seconds from one picture to the next: the line turns in the first steps, and bends later.
    FIRST, SLOW, QUICK = 5, 0.5, 0.12

    def __init__(self, settings, steps=0, choices=()):
        for name in choices:
            check_choice("small", name, CHOICES)
        if steps > self.LAST:
            raise ValueError(
                f"steps is {steps}, expected at most {self.LAST} in a small playground"
            )
        if {"layers", "units"} & set(choices) and len(set(settings.hidden)) > 1:
            raise ValueError(
                f"hidden is {settings.hidden}, expected layers of one and the same size"
            )
        self.start, self._stepping = settings, False
        super().__init__(
            _controls(settings, steps, self.LAST, choices), small_picture, small_words, steps
        )

    def settings(self):
        """Return what the run is made of, with what the controls say."""
        values = self.values()
        hidden = self.start.hidden
        units = values.get("units", hidden[0] if hidden else 8)
        if "layers" in values or "units" in values:
            hidden = (units,) * values.get("layers", len(hidden))
        return replace(self.start, hidden=hidden, rate=values.get("rate", self.start.rate))

    def _draw(self):
        numbers = self.session.numbers()
        self._show(numbers | {"show_test": False, "tells_network": len(self.controls) > 1})
        self._stepping = True
        try:
            self.controls["steps"].value = self.session.trainer.steps
        finally:
            self._stepping = False

    def _moved(self, change):
        if change["owner"] is not self.controls["steps"]:
            self._run_moved(None)
        elif not self._stepping:
            self._guard(lambda: self._go_to(change["new"]))

    def _go_to(self, step):
        self.play.value, self.target = False, step
        if step < self.session.trainer.steps:
            self.session.reset()
        self.session.advance_to(step)
        self._draw()

    def _rest(self):
        if not self.play.value:
            return self.REST
        return self.SLOW if self.session.trainer.steps < self.FIRST else self.QUICK

    def _next_picture(self):
        trainer = self.session.trainer
        ended = trainer.steps >= self.LAST or trainer.stopped
        if self.play.value and ended and not self._stale:
            self._go_back()
        else:
            super()._next_picture()

    def _do_without_loop(self):
        if self.play.value:
            self.target = self.LAST
        super()._do_without_loop()

    def _controls_box(self):
        steps, *others = self.controls.values()
        wrap = W.Layout(flex_flow="row wrap")
        first = W.HBox([self.play, self.one_step, self.reset, steps], layout=wrap)
        return W.VBox([first, grid(others)]) if others else first


def _controls(start, steps, last, choices):
    """Make the controls, by their names."""
    units = start.hidden[0] if start.hidden else 8
    made = {
        "rate": lambda: stops("learning rate", start.rate, numbers_among(RATES, start.rate)),
        "layers": lambda: control(
            W.IntSlider, "hidden layers", len(start.hidden), min=0, max=MOST_LAYERS
        ),
        "units": lambda: control(W.IntSlider, "units in each", units, min=1, max=MOST_UNITS),
    }
    slider = control(W.IntSlider, "steps", steps, min=0, max=last)
    return {"steps": slider, **{name: made[name]() for name in CHOICES if name in choices}}
