"""The playground's controls, and how it plays."""

import re
from dataclasses import fields
from html import escape

import ipywidgets as W

from classroom.datasets.planes import KINDS
from classroom.panel import PlayingPanel, choice, control, grid, group
from classroom.playground.experiments import FEATURES, MOST_LAYERS, TABLE, Session, Settings
from classroom.playground.figures import SIGNS, playground_picture, playground_words
from classroom.playground.own import functions_in
from nnlib.activations import ACTIVATIONS
from nnlib.initialization import SCHEMES
from nnlib.optimizers import OPTIMIZERS
from nnlib.validation import check_whole

MOST_UNITS = 50
ANSWER = (0, 0)  # the place of the network's own answer among those of the units
RATES = [digit * 10**power for power in range(-4, 2) for digit in (1, 2, 3, 5)]
RATES = [float(f"{rate:.0e}") for rate in RATES] + [100.0]
BATCHES = [10, 30, 100, 300, 900]
STRENGTHS = [0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1]
# What a picture advances while it plays: so slowly at first that one sees the line bend.
SPEEDS = [1, 2, 5, 10, 20, 50, 100]
NAMED = {"gradient_descent": "plain"}
# While it plays, these can be turned without starting again.
STEERED = {"rate", "l2"}
CLICKS = """<style onload="window.addEventListener('click', window.nnlibClicks ??= event => {
    const unit = event.target.closest?.('.nnlib-panel [data-unit]')?.dataset.unit;
    const field = event.target.closest?.('.nnlib-panel')?.querySelector('.nnlib-clicked input');
    if (!unit || !field) return;
    field.value = unit + ' ' + performance.now();
    field.dispatchEvent(new Event('input', {bubbles: true}));
    field.dispatchEvent(new Event('change', {bubbles: true}));
})"></style>
<style>
.nnlib-feature {width: auto; height: 23px; line-height: 22px; margin: 1px; padding: 0 5px}
.nnlib-playground [data-unit]:not([data-unit='']) {cursor: pointer}
.nnlib-clicked {display: none}
</style>"""


class PlaygroundPanel(PlayingPanel):
    """A network that learns before one's eyes: data, features, network and training to choose.

    While it is paused the picture shows one and the same step of the run: move a slider, and the
    run is made again with the new setting, up to that step. While it plays, the learning rate and
    L2 can be turned without starting again; every other setting starts afresh.

    Parameters
    ----------
    settings : Settings
        What the controls say at first.
    steps : int
        The step at which it opens.
    functions : SimpleNamespace or dict, optional
        A learner's own, which take the steps.
    table : OwnTable, optional
        A learner's own, of which two columns are the data.
    """

    # Seconds: how long to train before a picture is due, and the kernel's rest after each, in
    # which it reads what the controls have to say.
    WORK, REST = 0.012, 0.008
    MOST_PICTURES = 6_000  # then it pauses: perhaps nobody looks any more

    _latest = None  # when its cell is run again, an older panel must not go on playing unseen

    def __init__(self, settings, steps=0, functions=None, table=None):
        self.target, self._stale, self._ghost, self._pictures = steps, False, None, 0
        self.table, self.columns = table, settings.columns
        self.functions = None if functions is None else functions_in(functions)
        self.play = _button(W.ToggleButton, "Play", "play")
        self.one_step = _button(W.Button, "One step", "step-forward")
        self.one_epoch = _button(W.Button, "One epoch", "forward")
        self.reset = _button(W.Button, "Reset", "refresh")
        self.keep = _button(W.Button, "Keep", "camera")
        self.line = W.HTML()
        self.clicked = W.Text()
        self.clicked.add_class("nnlib-clicked")
        super().__init__(_controls(settings), None, playground_picture, playground_words)
        self.box.children = [*self.box.children, self.line]
        self.box.add_class("nnlib-playground")
        self.play.observe(self._play_moved, "value")
        self.clicked.observe(self._unit_clicked, "value")
        for button, work in [
            (self.one_step, self._take_one_step),
            (self.one_epoch, self._take_one_epoch),
            (self.reset, self._go_back),
            (self.keep, self._keep_curve),
        ]:
            button.on_click(lambda _, work=work: self._guard(work))
        if PlaygroundPanel._latest is not None:
            PlaygroundPanel._latest.play.value = False
        PlaygroundPanel._latest = self

    def settings(self):
        """Return what the controls say, as an experiment's settings."""
        values = self.values()
        units = [values[f"units{l}"] for l in range(1, MOST_LAYERS + 1)]
        features = tuple(name for name in FEATURES if values[f"feature {name}"])
        names = "data noise data_seed test_share activation start optimizer rate batch l2 seed"
        return Settings(
            hidden=tuple(units[: values["layers"]]),
            features=features or ("x1",),
            columns=self.columns if values["data"] == TABLE else (),
            **{name: values[name] for name in names.split()},
        )

    def refresh(self):
        """Make the whole run again with the controls' settings, up to the step that is shown."""
        self._begin()
        self.session.advance_to(self.target)
        self._draw()

    def _begin(self):
        self._stale, self.session = (
            False,
            Session(self.settings(), self._ghost, self.functions, self.table),
        )
        self._show_layers()

    def _draw(self):
        look = self.controls["look_at"].value
        numbers = self.session.numbers(look)
        shown = {name: self.controls[name].value for name in ("show_test", "speed")}
        self._show(numbers | shown)
        line = self.session.settings.call()
        self.line.value = f"To share: <code style='user-select:all'>{escape(line)}</code>"

    def _moved(self, change):
        name = next(name for name, control in self.controls.items() if control is change["owner"])
        if name in ("look_at", "show_test", "speed"):
            self._guard(self._draw)
            return
        if name.startswith("feature ") and not any(
            self.controls[f"feature {other}"].value for other in FEATURES
        ):
            self.controls[name].value = True  # a network needs something to look at
            return
        steer = name in STEERED and self.play.value
        self._stale = self._stale or not steer
        self._go_on()

    def _unit_clicked(self, change):
        place, look = re.match(r"(\d+),(\d+) ", change["new"]), self.controls["look_at"]
        place = place and (int(place[1]), int(place[2]))
        look.value = place if place in dict(look.options).values() else ANSWER

    def _play_moved(self, change):
        self.play.description, self.play.icon = (
            ("Pause", "pause") if self.play.value else ("Play", "play")
        )
        self._pictures = 0
        self._go_on()

    def _take_one_step(self):
        self._advance(1)

    def _take_one_epoch(self):
        trainer = self.session.trainer
        self._advance(-(-self.session.X.shape[1] // trainer.batch_size))

    def _advance(self, steps):
        self.play.value = False
        self.session.advance_to(self.session.trainer.steps + steps)
        self.target = self.session.trainer.steps
        self._draw()

    def _go_back(self):
        self.session.reset()
        self.target = 0
        self._draw()

    def _keep_curve(self):
        """Keep the curves as they are, to be drawn pale behind the next run."""
        self._ghost = self.session.ghost = self.session.numbers()["curve"]
        self._draw()

    def _next_picture(self):
        """Train for a moment and draw."""
        if self._stale:
            self._begin()
        session = self.session
        session.follow(self.settings())
        if self.play.value:
            speed = self.controls["speed"].value
            session.advance_to(session.trainer.steps + speed, every=speed, seconds=self.WORK)
            self.target = session.trainer.steps
            self._pictures += 1
        else:
            session.advance_to(self.target, seconds=self.WORK)
        self._draw()
        if session.trainer.stopped or self.play.value and self._pictures >= self.MOST_PICTURES:
            self.play.value = False

    def _show_layers(self):
        """Make the sliders of layers that are not there pale, and offer the units that are."""
        hidden = self.session.settings.hidden
        for l in range(1, MOST_LAYERS + 1):
            self.controls[f"units{l}"].disabled = l > len(hidden)
        look = self.controls["look_at"]
        places = {"answer": ANSWER}
        for l, units in enumerate(hidden, start=1):
            places |= {f"{l} · {unit}": (l, unit) for unit in range(1, units + 1)}
        if dict(look.options) != places:
            before = look.value
            with look.hold_trait_notifications():
                look.options = list(places.items())
                look.value = before if before in places.values() else ANSWER

    def _controls_box(self):
        inside = self.controls
        wrap = W.Layout(flex_flow="row wrap")
        buttons = W.HBox(
            [self.play, self.one_step, self.one_epoch, self.reset, self.keep], layout=wrap
        )
        groups = {
            "data": ["data", "noise", "test_share", "data_seed", "show_test"],
            "features, layers, start": ["features", "layers", "activation", "start", "seed"],
            "units": [f"units{l}" for l in range(1, MOST_LAYERS + 1)],
            "training": ["rate", "l2", "optimizer", "batch"],
        }
        boxes = []
        for title, names in groups.items():
            rows = [self._features() if name == "features" else inside[name] for name in names]
            boxes.append(group(title, rows))
        for name in ("speed", "look_at"):
            inside[name].layout.width = "250px"
        first = W.HBox([buttons, inside["speed"], inside["look_at"]], layout=wrap)
        clicks = W.HTML(CLICKS, layout=W.Layout(display="none"))
        return W.VBox([first, grid(boxes, narrowest=225), self.clicked, clicks])

    def _features(self):
        """Return the row of buttons that switch the features on and off."""
        buttons = [self.controls[f"feature {name}"] for name in FEATURES]
        for button in buttons:
            button.add_class("nnlib-feature")
        return W.HBox(buttons, layout=W.Layout(flex_flow="row wrap"))


def playground(steps=0, functions=None, **settings):
    """Return the playground.

    Parameters
    ----------
    steps : int
        The step at which it opens.
    functions : SimpleNamespace or dict, optional
        Train with these, `my_functions()` or {"update": my_update}, and with the course's in the
        gaps.
    settings
        Those of `experiments.Settings`: `data` ("moons", "circles", "xor", "spirals", "clouds", or
        a table of your own, what `own_table` gives, with two names as `columns`), `noise`,
        `data_seed`, `test_share`, `features`, `hidden`, `activation`, `start`, `optimizer`, `rate`,
        `batch`, `l2`, `seed`. The line under the picture always says the call that makes what is
        seen.
    """
    table = settings.get("data", "")
    if not isinstance(table, str):
        settings["data"] = TABLE
    elif table == TABLE:
        raise TypeError('data is "table", expected the table itself, what own_table(…) gives')
    names = [field.name for field in fields(Settings)]
    unknown = [name for name in settings if name not in names]
    if unknown:
        raise TypeError(
            f"playground has no setting {', '.join(unknown)}, expected some of {', '.join(names)}"
        )
    check_whole("steps", steps, least=0)
    return PlaygroundPanel(Settings(**settings), steps, functions, table)


def _button(kind, words, icon):
    return kind(description=words, icon=icon, layout=W.Layout(width="auto"))


def _stops(description, value, options):
    """Make a slider over a few numbers."""
    return control(W.SelectionSlider, description, value, options=options)


def _named(options):
    """Return options as pairs of words and value, with words that a button has room for."""
    return [(NAMED.get(option, option), option) for option in options]


def _numbers(usual, chosen):
    """Return the usual numbers, and the chosen one among them, as a slider's options."""
    return [(f"{number:g}", number) for number in sorted({*usual, chosen})]


def _controls(start):
    """Make the controls, by the names of the settings."""
    units = [*start.hidden, *[8] * (MOST_LAYERS - len(start.hidden))]
    kinds = [*KINDS, TABLE] if start.data == TABLE else list(KINDS)
    return {
        "data": choice("points", start.data, kinds),
        "noise": control(
            W.FloatSlider, "noise", start.noise, min=0, max=max(0.5, start.noise), step=0.05
        ),
        "test_share": control(
            W.FloatSlider, "test share", start.test_share, min=0.05, max=0.95, step=0.05
        ),
        "data_seed": control(
            W.IntSlider, "data seed", start.data_seed, min=0, max=max(200, start.data_seed)
        ),
        "show_test": W.Checkbox(value=True, description="show test points", indent=False),
        **{
            f"feature {name}": W.ToggleButton(
                value=name in start.features,
                description=SIGNS[name],
            )
            for name in FEATURES
        },
        "layers": control(W.IntSlider, "hidden layers", len(start.hidden), min=0, max=MOST_LAYERS),
        "activation": choice("activation", start.activation, list(ACTIVATIONS)),
        "start": choice("start", start.start, list(SCHEMES)),
        **{
            f"units{l}": control(
                W.IntSlider, f"layer {l}, units", value, min=1, max=max(MOST_UNITS, value)
            )
            for l, value in enumerate(units, start=1)
        },
        "rate": _stops("learning rate", start.rate, _numbers(RATES, start.rate)),
        "l2": _stops("L2", start.l2, _numbers(STRENGTHS, start.l2)),
        "optimizer": choice("optimizer", start.optimizer, _named(OPTIMIZERS)),
        "batch": _stops("batch size", start.batch, _numbers(BATCHES, start.batch)),
        "seed": control(W.IntSlider, "seed", start.seed, min=0, max=max(20, start.seed)),
        "speed": _stops("speed", 1, _numbers(SPEEDS, 1)),
        "look_at": control(W.SelectionSlider, "look at", ANSWER, options=[("answer", ANSWER)]),
    }
