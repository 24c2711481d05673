"""The playground's controls, and how it plays."""

import re
from dataclasses import fields
from html import escape

import ipywidgets as W

from classroom.datasets.planes import KINDS
from classroom.panel import choice, control, grid, group
from classroom.playground.experiments import FEATURES, MOST_LAYERS, TABLE, Session, Settings
from classroom.playground.figures import (
    SIGNS,
    code_words,
    playground_picture,
    playground_words,
)
from classroom.playground.own import functions_in
from classroom.playground.playing import RATES, PlayingPanel, button, numbers_among, stops
from classroom.playground.small import SmallPlayground
from nnlib.activations import ACTIVATIONS
from nnlib.initialization import SCHEMES
from nnlib.optimizers import OPTIMIZERS
from nnlib.validation import check_whole

MOST_UNITS = 50
ANSWER = (0, 0)  # the place of the network's own answer among those of the units
BATCHES = [10, 30, 100, 300, 900]
STRENGTHS = [0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1]
# What a picture advances while it plays: so slowly at first that one sees the line bend.
SPEEDS = [1, 2, 5, 10, 20, 50, 100]
NAMED = {"gradient_descent": "plain"}
# A click on a unit, or on a line or close to it, goes to the kernel by a hidden field.
CLICKS = """<style onload="window.addEventListener('click', window.nnlibClicks ??= event => {
    const panel = event.target.closest?.('.nnlib-playground');
    const field = panel?.querySelector('.nnlib-clicked input');
    const picture = event.target.closest?.('.nnlib-picture svg');
    if (!field || !picture) return;
    let place = event.target.closest('[data-unit]')?.dataset.unit;
    if (place === undefined) {
        const at = new DOMPoint(event.clientX, event.clientY)
            .matrixTransform(picture.getScreenCTM().inverse());
        let nearest = 8;
        for (const line of picture.querySelectorAll('line[data-unit]')) {
            const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map(k => line[k].baseVal.value);
            const share = ((at.x - x1) * (x2 - x1) + (at.y - y1) * (y2 - y1))
                / ((x2 - x1) ** 2 + (y2 - y1) ** 2);
            const along = Math.min(1, Math.max(0, share));
            const away = Math.hypot(at.x - x1 - along * (x2 - x1), at.y - y1 - along * (y2 - y1));
            if (away >= nearest) continue;
            nearest = away;
            place = line.dataset.unit;
        }
    }
    if (!place) return;
    field.value = place + ' ' + performance.now();
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

    While it plays, the learning rate and L2 can be turned without starting again; every other
    setting starts afresh.

    Parameters
    ----------
    settings : Settings
        What the controls say at first.
    steps : int
        The step at which it opens.
    functions : SimpleNamespace, dict or None
        A learner's own, which take the steps.
    table : OwnTable or str
        A learner's own, of which two columns are the data; else these have a name in `settings`.
    speed : int
        How many steps there are from one picture to the next.
    named_levels : bool
        Whether the words name the two levels of the cost, or only give their numbers.
    all_controls : bool
        Whether the groups of controls are shown, or only the row above the picture.
    """

    STEERED = {"rate", "l2"}

    def __init__(self, settings, steps, functions, table, speed, named_levels, all_controls):
        self.all_controls = all_controls
        self._ghost, self._weight, self.named_levels = None, None, named_levels
        self.table, self.columns = table, settings.columns
        self.functions = None if functions is None else functions_in(functions)
        self.one_epoch = button(W.Button, "One epoch", "forward")
        self.keep = button(W.Button, "Keep", "camera")
        self.code, self.line = W.HTML(), W.HTML()
        self.clicked = W.Text()
        self.clicked.add_class("nnlib-clicked")
        super().__init__(_controls(settings, speed), playground_picture, playground_words, steps)
        self.box.children = [*self.box.children, self.code, self.line]
        self.box.add_class("nnlib-playground")
        # Room for most of its words, so that the page holds still while they come and go.
        self.sentence.layout.min_height = "64px"
        self.code.add_class("nnlib-code")
        self.clicked.observe(self._place_clicked, "value")
        self.one_epoch.on_click(lambda _: self._guard(self._take_one_epoch))
        self.keep.on_click(lambda _: self._guard(self._keep_curve))

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

    def _session(self):
        return Session(self.settings(), self._ghost, self.functions, self.table)

    def _begin(self):
        super()._begin()
        self._show_layers()

    def _draw(self):
        numbers = self.session.numbers(self.controls["look_at"].value, self._weight)
        shown = {name: self.controls[name].value for name in ("show_test", "speed")}
        self._show(numbers | shown | {"named_levels": self.named_levels})
        self.code.value = code_words(numbers)
        line = self.session.settings.call()
        self.line.value = f"To share: <code style='user-select:all'>{escape(line)}</code>"

    def _moved(self, change):
        name = next(name for name, control in self.controls.items() if control is change["owner"])
        if name == "look_at":
            self._weight = None
        if name in ("look_at", "show_test", "speed"):
            self._guard(self._draw)
            return
        if name.startswith("feature ") and not any(
            self.controls[f"feature {other}"].value for other in FEATURES
        ):
            self.controls[name].value = True  # a network needs something to look at
            return
        self._run_moved(name)

    def _place_clicked(self, change):
        """Look at the unit that was clicked on, or that the weight leads to which was."""
        place, look = re.match(r"(\d+),(\d+)(?:,(\d+))? ", change["new"]), self.controls["look_at"]
        unit = place and (int(place[1]), int(place[2]))
        look.value = unit if unit in dict(look.options).values() else ANSWER
        self._weight = int(place[3]) if place and place[3] and look.value == unit else None
        self._guard(self._draw)

    def _take_one_epoch(self):
        trainer = self.session.trainer
        self._advance(-(-self.session.X.shape[1] // trainer.batch_size))

    def _keep_curve(self):
        """Keep the curves as they are, to be drawn pale behind the next run."""
        self._ghost = self.session.ghost = self.session.numbers()["curve"]
        self._draw()

    def _speed(self):
        return self.controls["speed"].value

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
        names_in = {
            "data": ["data", "noise", "test_share", "data_seed", "show_test"],
            "features, layers, start": ["features", "layers", "activation", "start", "seed"],
            "units": [f"units{l}" for l in range(1, MOST_LAYERS + 1)],
            "training": ["rate", "l2", "optimizer", "batch"],
        }
        boxes = []
        for title, names in names_in.items():
            rows = [self._features() if name == "features" else inside[name] for name in names]
            boxes.append(group(title, rows))
        for name in ("speed", "look_at"):
            inside[name].layout.width = "250px"
        first = W.HBox([buttons, inside["speed"], inside["look_at"]], layout=wrap)
        clicks = W.HTML(CLICKS, layout=W.Layout(display="none"))
        groups = [grid(boxes, narrowest=225)] if self.all_controls else []
        return W.VBox([first, *groups, self.clicked, clicks])

    def _features(self):
        """Return the row of buttons that switch the features on and off."""
        switches = [self.controls[f"feature {name}"] for name in FEATURES]
        for switch in switches:
            switch.add_class("nnlib-feature")
        return W.HBox(switches, layout=W.Layout(flex_flow="row wrap"))


def playground(
    steps=0,
    functions=None,
    *,
    small=False,
    speed=1,
    named_levels=True,
    all_controls=True,
    **settings,
):
    """Return the playground.

    Parameters
    ----------
    steps : int
        The step at which it opens.
    functions : SimpleNamespace or dict, optional
        Train with these, `my_functions()` or {"update": my_update}, and with the course's in the
        gaps.
    small : bool or sequence of str
        Show only the network and what it makes of the plane, with a slider through a hundred steps;
        and with controls for some of "rate", "layers" and "units".
    speed : int
        How many steps there are from one picture to the next.
    named_levels : bool
        Whether the words name the two levels of the cost, or only give their numbers.
    all_controls : bool
        Whether the groups of controls are shown, or only the row above the picture.
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
    check_whole("speed", speed)
    chosen = Settings(**settings)
    if small:
        if functions is not None or chosen.data == TABLE:
            raise TypeError("small is given, expected neither functions nor a table with it")
        return SmallPlayground(chosen, steps, () if small is True else small)
    return PlaygroundPanel(chosen, steps, functions, table, speed, named_levels, all_controls)


def _named(options):
    """Return options as pairs of words and value, with words that a button has room for."""
    return [(NAMED.get(option, option), option) for option in options]


def _controls(start, speed):
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
        "rate": stops("learning rate", start.rate, numbers_among(RATES, start.rate)),
        "l2": stops("L2", start.l2, numbers_among(STRENGTHS, start.l2)),
        "optimizer": choice("optimizer", start.optimizer, _named(OPTIMIZERS)),
        "batch": stops("batch size", start.batch, numbers_among(BATCHES, start.batch)),
        "seed": control(W.IntSlider, "seed", start.seed, min=0, max=max(20, start.seed)),
        "speed": stops("speed", speed, numbers_among(SPEEDS, speed)),
        "look_at": control(W.SelectionSlider, "look at", ANSWER, options=[("answer", ANSWER)]),
    }
