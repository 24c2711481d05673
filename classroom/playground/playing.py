"""What both playgrounds are: a run that plays, waits, takes a step, and goes back."""

import asyncio
import math

import ipywidgets as W

from classroom.panel import Panel, control
from classroom.playground.experiments import Session

RATES = [float(f"{digit}e{power}") for power in range(-4, 2) for digit in (1, 2, 3, 5)] + [100.0]


class PlayingPanel(Panel):
    """A panel that goes on drawing in the background, until nothing more is due.

    While it is paused the picture shows one and the same step of the run: move a slider, and the
    run is made again with the new setting, up to that step.

    Who makes one of it says by `settings` what the controls say, and draws by `_draw`.

    Parameters
    ----------
    controls, draw, describe
        As for `Panel`.
    steps : int
        The step at which it opens.
    """

    # Seconds: how long to train before a picture is due, and the kernel's rest after each, in
    # which it reads what the controls have to say.
    WORK, REST = 0.012, 0.008
    MOST_PICTURES = 6_000  # then it pauses: perhaps nobody looks any more
    LAST = math.inf  # the step at which it ends
    STEERED = set()  # the controls that can be turned while it plays without starting again

    _latest = None  # when its cell is run again, an older panel must not go on playing unseen

    def __init__(self, controls, draw, describe, steps=0):
        self.target, self._stale, self._pictures = steps, False, 0
        self.play = button(W.ToggleButton, "Play", "play")
        self.one_step = button(W.Button, "One step", "step-forward")
        self.reset = button(W.Button, "Reset", "refresh")
        super().__init__(controls, None, draw, describe)
        self.play.observe(self._play_moved, "value")
        self.one_step.on_click(lambda _: self._guard(lambda: self._advance(1)))
        self.reset.on_click(lambda _: self._guard(self._go_back))
        if PlayingPanel._latest is not None:
            PlayingPanel._latest.play.value = False
        PlayingPanel._latest = self

    def refresh(self):
        """Make the whole run again with the controls' settings, up to the step that is shown."""
        self._begin()
        self.session.advance_to(self.target)
        self._draw()

    def _begin(self):
        self._stale, self.session = False, self._session()

    def _session(self):
        return Session(self.settings())

    def _run_moved(self, name):
        """Do what is due when the control of this name, a setting of the run, has moved."""
        steer = name in self.STEERED and self.play.value
        self._stale = self._stale or not steer
        self._go_on()

    def _play_moved(self, change):
        self.play.description, self.play.icon = (
            ("Pause", "pause") if self.play.value else ("Play", "play")
        )
        self._pictures = 0
        self._go_on()

    def _advance(self, steps):
        self.play.value = False
        self.session.advance_to(min(self.session.trainer.steps + steps, self.LAST))
        self.target = self.session.trainer.steps
        self._draw()

    def _go_back(self):
        self.session.reset()
        self.target = 0
        self._draw()

    def _speed(self):
        """Return how many steps there are from one picture to the next."""
        return 1

    def _rest(self):
        """Return how long the kernel rests before the next picture, in seconds."""
        return self.REST

    def _next_picture(self):
        """Train for a moment and draw."""
        if self._stale:
            self._begin()
        session = self.session
        session.follow(self.settings())
        if self.play.value:
            speed = self._speed()
            session.advance_to(session.trainer.steps + speed, every=speed, seconds=self.WORK)
            self.target = session.trainer.steps
            self._pictures += 1
        else:
            session.advance_to(self.target, seconds=self.WORK)
        self._draw()
        over = self._pictures >= self.MOST_PICTURES or session.trainer.steps >= self.LAST
        if session.trainer.stopped or self.play.value and over:
            self.play.value = False

    def _go_on(self):
        """Draw the next picture now; leave the ones after it to the kernel's event loop."""
        if self.task is not None:
            return  # it will see what has moved
        if not self._guard(self._next_picture) or not self._has_more():
            return
        try:
            self.task = asyncio.get_running_loop().create_task(self._keep_drawing())
        except RuntimeError:
            self._do_without_loop()

    def _do_without_loop(self):
        """Make the whole run at once, where no event loop is at work: in a plain script."""
        self.play.value = False
        self._guard(self.refresh)

    async def _keep_drawing(self):
        try:
            going = True
            while going and self._has_more():
                await asyncio.sleep(self._rest())
                going = self._guard(self._next_picture)
        finally:
            self.task = None
            self.play.value = self.play.value and going

    def _has_more(self):
        """Tell whether another picture is due: it plays, or has not caught up yet."""
        if self.session.trainer.stopped and not self._stale:
            return False
        return self.play.value or self._stale or self.session.trainer.steps < self.target


def button(kind, words, icon):
    """Make a button as wide as its words."""
    return kind(description=words, icon=icon, layout=W.Layout(width="auto"))


def stops(description, value, options):
    """Make a slider over a few numbers."""
    return control(W.SelectionSlider, description, value, options=options)


def numbers_among(usual, chosen):
    """Return the usual numbers, and the chosen one among them, as a slider's options."""
    return [(f"{number:g}", number) for number in sorted({*usual, chosen})]
