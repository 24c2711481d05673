"""Notebook 00: a network that learns while one watches, and the grid behind its picture."""

import asyncio

import ipywidgets as W

from classroom.lessons.start_here.experiments import WATCHED, first_taste, grid_questions
from classroom.lessons.start_here.figures import (
    first_picture,
    first_words,
    grid_picture,
    grid_words,
    taste_picture,
    taste_words,
)
from classroom.panel import Panel, control, rate_control


class LearningPanel(Panel):
    """A network that learns while one watches: *Play* moves the slider for the steps, one by one.

    Whoever moves that slider by hand pauses it; the other controls can be moved while it plays.
    """

    # Seconds from one picture to the next: the line turns in the first steps, and bends later.
    FIRST, SLOW, QUICK = 5, 0.5, 0.12

    def __init__(self, controls, draw, describe):
        self.play = W.ToggleButton(description="Play", icon="play")
        self._stepping = False
        super().__init__(controls, first_taste, draw, describe)
        self.play.observe(self._play_moved, "value")

    def _moved(self, change):
        if change["owner"] is self.controls["steps"] and not self._stepping:
            self.play.value = False
        super()._moved(change)

    def _play_moved(self, change):
        self.play.description, self.play.icon = (
            ("Pause", "pause") if self.play.value else ("Play", "play")
        )
        if not self.play.value or self.task is not None:
            return
        steps = self.controls["steps"]
        if steps.value == steps.max:
            self._go_to(0)
        try:
            self.task = asyncio.get_running_loop().create_task(self._keep_playing())
        except RuntimeError:  # no event loop: a plain script
            self._go_to(steps.max)
            self.play.value = False

    async def _keep_playing(self):
        steps = self.controls["steps"]
        try:
            while self.play.value and steps.value < steps.max:
                await asyncio.sleep(self.SLOW if steps.value < self.FIRST else self.QUICK)
                if self.play.value:
                    self._go_to(steps.value + 1)
        finally:
            self.task = None
            self.play.value = False

    def _go_to(self, step):
        self._stepping = True
        try:
            self.controls["steps"].value = step
        finally:
            self._stepping = False

    def _controls_box(self):
        # Beside the button the sliders keep their columns; where there is no room, they go below.
        sliders = super()._controls_box()
        sliders.layout.flex = "1 1 304px"
        return W.HBox([self.play, sliders], layout=W.Layout(flex_flow="row wrap"))


def learning_panel():
    """Return the first panel of the course: a button, a slider, and a line that learns to bend."""
    return LearningPanel({"steps": _steps(0)}, first_picture, first_words)


def taste_panel():
    """Return the same with the network's size and the learning rate to choose."""
    controls = {
        "learning_rate": rate_control(10**0.3, -3, 2),
        "hidden_layers": control(W.IntSlider, "hidden layers", 2, min=0, max=3),
        "units": control(W.IntSlider, "units in each", 8, min=1, max=12),
        "steps": _steps(WATCHED),
    }
    return LearningPanel(controls, taste_picture, taste_words)


def grid_panel():
    """Return a panel that colours the plane in few large tiles or in many small ones."""
    tiles = control(W.IntSlider, "tiles in a row", 6, min=2, max=60)
    return Panel({"tiles": tiles}, grid_questions, grid_picture, grid_words)


def _steps(start):
    return control(W.IntSlider, "steps", start, min=0, max=WATCHED)
