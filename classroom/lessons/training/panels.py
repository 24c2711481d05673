"""Notebook 07: the trainer panel."""

from functools import partial

import ipywidgets as W

from classroom.lessons.training.experiments import Session, Settings
from classroom.lessons.training.figures import trainer_picture, trainer_words
from classroom.panel import PlayingPanel, control, rate_control
from classroom.pictures import short
from nnlib.activations import ACTIVATIONS
from nnlib.initialization import SCHEMES

MOST_LAYERS = 4


class TrainerPanel(PlayingPanel):
    """Train a network on the moons and watch: play, pause, one step, reset, and all settings.

    While it is paused the picture shows one and the same step of the run: move a slider, and the
    run is made again with the new setting, up to that step. While it plays, the learning rate can
    be turned without starting again; every other setting starts afresh.

    Parameters
    ----------
    steps : int
        The step at which the panel opens.
    settings : Settings, optional
        What the controls say at first.
    named_levels : bool
        Whether picture and words name the two levels of the cost, or only give their numbers.
    """

    # Seconds: how long to train before a picture is due, and the kernel's rest after each, in
    # which it reads what the controls have to say.
    WORK, REST = 0.020, 0.012
    MOST_PICTURES = 4_000  # then it pauses: perhaps nobody looks any more

    _latest = None  # when its cell is run again, an older panel must not go on playing unseen

    def __init__(self, steps=100, settings=None, named_levels=True):
        if TrainerPanel._latest is not None:
            TrainerPanel._latest.play.value = False
        TrainerPanel._latest = self
        self.target, self._stale = steps, False
        wide = W.Layout(min_width="max-content")
        self.play = W.ToggleButton(description="Play", icon="play", layout=wide)
        self.one_step = W.Button(description="One step", icon="step-forward", layout=wide)
        self.reset = W.Button(description="Reset", icon="refresh", layout=wide)
        controls = _trainer_controls(settings or Settings())
        for slider in controls.values():
            slider.layout.width = "272px"  # three in a row beside JupyterLab's list of files
        draw = partial(trainer_picture, named_levels=named_levels)
        describe = partial(trainer_words, named_levels=named_levels)
        super().__init__(controls, None, draw, describe)
        # Room for its longest words, so that the page holds still while they come and go.
        self.sentence.layout.min_height = "72px"
        self.play.observe(self._play_moved, "value")
        self.one_step.on_click(lambda _: self._guard(self._take_one_step))
        self.reset.on_click(lambda _: self._guard(self._go_back))

    def settings(self):
        """Return what the controls say, as an experiment's settings."""
        values = self.values()
        units = [values.pop(f"units{l}") for l in range(1, MOST_LAYERS + 1)]
        # The rate is what its slider says, 6.3, and not 10 ** 0.8 = 6.30957.
        values["learning_rate"] = float(short(values["learning_rate"]))
        return Settings(hidden=tuple(units[: values.pop("layers")]), **values)

    def refresh(self):
        """Make the whole run again with the controls' settings, up to the step that is shown."""
        self._stale, self.session = False, Session(self.settings())
        self.session.advance_to(self.target)
        self._show_units()
        self._show(self.session.numbers())

    def _moved(self, change):
        if change["owner"] is self.controls["layers"]:
            self._show_units()
        name = next(name for name, control in self.controls.items() if control is change["owner"])
        steer = name == "speed" or (name == "learning_rate" and self.play.value)
        self._stale = self._stale or not steer
        self._go_on()

    def _play_moved(self, change):
        self.play.description, self.play.icon = (
            ("Pause", "pause") if self.play.value else ("Play", "play")
        )
        self._pictures = 0
        self._go_on()

    def _take_one_step(self):
        self.play.value = False
        self.session.advance_to(self.session.trainer.steps + 1)
        self.target = self.session.trainer.steps
        self._show(self.session.numbers())

    def _go_back(self):
        self.session.reset()
        self.target = 0
        self._show(self.session.numbers())

    def _next_picture(self):
        """Train for a moment and draw."""
        if self._stale:
            self._stale, self.session = False, Session(self.settings())
        session = self.session
        session.follow(self.settings())
        if self.play.value:
            speed = session.settings.speed
            session.advance_to(session.trainer.steps + speed, every=speed, seconds=self.WORK)
            self.target = session.trainer.steps
            self._pictures += 1
        else:
            session.advance_to(self.target, seconds=self.WORK)
        self._show(session.numbers())
        if session.trainer.stopped or self.play.value and self._pictures >= self.MOST_PICTURES:
            self.play.value = False

    def _show_units(self):
        """Show as many sliders for units as there are hidden layers."""
        for l in range(1, MOST_LAYERS + 1):
            shown = l <= self.controls["layers"].value
            self.controls[f"units{l}"].layout.display = None if shown else "none"

    def _controls_box(self):
        buttons = W.HBox([self.play, self.one_step, self.reset])
        return W.VBox([buttons, super()._controls_box()])


def trainer_panel(steps=100, named_levels=True, **settings):
    """Return the trainer panel; `settings` are those of `experiments.Settings`."""
    return TrainerPanel(steps, Settings(**settings), named_levels)


def _trainer_controls(start):
    """Make the trainer's controls, by the names of the settings."""
    units = [*start.hidden, *[8] * (MOST_LAYERS - len(start.hidden))]
    return {
        "learning_rate": rate_control(start.learning_rate),
        "layers": control(W.IntSlider, "hidden layers", len(start.hidden), min=0, max=MOST_LAYERS),
        **{
            f"units{l}": control(W.IntSlider, f"units in layer {l}", value, min=1, max=50)
            for l, value in enumerate(units, start=1)
        },
        # Sliders too: JupyterLab takes the arrow keys away from a drop-down list.
        "activation": control(
            W.SelectionSlider, "activation", start.activation, options=list(ACTIVATIONS)
        ),
        "scheme": control(W.SelectionSlider, "initialization", start.scheme, options=list(SCHEMES)),
        "batch_size": control(
            W.SelectionSlider, "batch size", start.batch_size, options=[10, 30, 100, 300, 900]
        ),
        "noise": control(W.FloatSlider, "noise", start.noise, min=0, max=0.5, step=0.05),
        "seed": control(W.IntSlider, "seed", start.seed, min=0, max=20),
        "speed": control(
            W.SelectionSlider, "steps a picture", start.speed, options=[1, 2, 5, 10, 20, 50, 100]
        ),
    }
