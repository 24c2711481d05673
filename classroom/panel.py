"""What all panels share: controls above a picture, and the same result in a sentence below."""

from html import escape

import ipywidgets as W
from IPython.display import display

from classroom import dark_theme
from classroom.live import view
from classroom.next_day import STYLE
from classroom.panel_look import FOCUS, KEYS, LOOK, NAMES
from classroom.pictures import still
from classroom.rounding import numpys_own_settings
from classroom.svg import size_of

HIGHEST = 54  # hundredths of the window
LABEL = {"description_width": "7.4em"}  # grows with its letters in presentation mode


class Panel:
    """Controls above a picture, and under it the same result in a sentence.

    Parameters
    ----------
    controls : dict
        Name -> widget, in the order in which they are shown.
    compute : function
        From the controls' values, by name, to numbers.
    draw, describe : function
        From those numbers to a picture (SVG text) and to a sentence.
    groups : dict, optional
        The name of a group -> the names of its controls; without it they stand in one row.

    Attributes
    ----------
    error : Exception or None
        The last fault that was none of the learner's, kept for tests and for a bug report.
    task : asyncio.Task or None
        What goes on drawing in the background, if anything does.
    """

    def __init__(self, controls, compute, draw, describe, groups=None):
        self.groups = groups
        self.controls, self.compute, self.draw, self.describe = controls, compute, draw, describe
        self.error, self.task = None, None
        # Below a legible width the picture is scrolled sideways rather than shrunk further.
        self.picture = W.HTML(layout=W.Layout(overflow="auto hidden"), tabbable=True)
        self.sentence, self.words = W.HTML(), ""
        with numpys_own_settings():
            self.refresh()
        for control in controls.values():
            control.observe(self._moved, "value")
        keys = W.HTML(
            STYLE + dark_theme.STYLE + LOOK + FOCUS + KEYS + NAMES, layout=W.Layout(display="none")
        )
        self.box = W.VBox([self._controls_box(), self.picture, self.sentence, keys])
        # Names by which style sheets and tests find the parts on a page.
        self.box.add_class("nnlib-panel")
        self.picture.add_class("nnlib-picture")
        self.sentence.add_class("nnlib-words")

    def values(self):
        """Return what the controls say, by name."""
        return {name: control.value for name, control in self.controls.items()}

    def refresh(self):
        """Compute and draw for the controls as they are."""
        self._show(self.compute(**self.values()))

    def _moved(self, change):
        self._guard(self.refresh)

    def _show(self, numbers):
        drawn = self.draw(numbers)
        width, height = size_of(drawn)
        # As wide as the page, so that zooming in enlarges it, but not so high that task and
        # controls have no room beside it.
        self.picture.layout.max_width = f"max({width}px, {HIGHEST * width / height:.0f}vh)"
        self.picture.value = drawn
        self._say(self.describe(numbers))

    def _say(self, words):
        self.words = words
        self.sentence.value = (
            f'<p style="max-width:66em;line-height:1.4;margin:0">{escape(words)}</p>'
        )

    def _guard(self, work):
        """Do `work`; on a fault keep the last picture and explain, instead of a traceback.

        Returns whether it went well.
        """
        try:
            with numpys_own_settings():
                work()
        except Exception as error:
            self.error = error
            self._say(
                f"This setting cannot be shown: {error}. The picture still shows the last setting "
                "that worked."
            )
            return False
        return True

    def _controls_box(self):
        if not self.groups:
            return grid(self.controls.values())
        return grid(
            group(title, [self.controls[name] for name in names])
            for title, names in self.groups.items()
        )

    def _ipython_display_(self):
        """Show the live widget, and beside it the still picture for where no widget can run."""
        bundle = view(self.box)
        bundle["text/html"] = still(self.picture.value, self.words)
        bundle["text/plain"] = f"[panel: {self.words}]"
        display(bundle, raw=True)


def rate_control(value, low=-4, high=2):
    """Make the slider for the learning rate, from 10**low to 10**high in tenths of a power."""
    options = {"min": low, "max": high, "step": 0.1, "readout_format": ".2r"}
    return control(W.FloatLogSlider, "learning rate", value, **options)


def network_controls(layers, units):
    """Make the sliders for hidden layers and units in each: (value, least, most) of both."""
    return {
        name: control(W.IntSlider, words, value, min=least, max=most)
        for name, words, (value, least, most) in [
            ("layers", "hidden layers", layers),
            ("units", "units in each", units),
        ]
    }


def seed_control(value):
    """Make the slider for the seed of a network's first numbers."""
    return control(W.IntSlider, "seed", value, min=0, max=20)


def control(kind, description, value, **options):
    """Make a control as wide as its place in the grid, with a label of the width all have."""
    wide = W.Layout(width="100%", max_width="400px")
    return kind(value=value, description=description, layout=wide, style=LABEL, **options)


def choice(description, value, options):
    """Make a button for each option: a list of values, or of pairs of words and value.

    No drop-down list, because JupyterLab takes the arrow keys away from it: the tabulator reaches
    every button, and the space bar presses it.
    """
    return W.ToggleButtons(
        options=options,
        value=value,
        description=description,
        layout=W.Layout(width="100%"),
        style=LABEL | {"button_width": "auto"},
    )


def group(title, rows):
    """Put rows of controls below each other, under a name."""
    box = W.VBox([W.HTML(title), *rows], layout=W.Layout(min_width="0"))
    box.add_class("nnlib-group")
    return box


def grid(boxes, narrowest=250):
    """Put boxes into columns of one width, as many as have room, `narrowest` pixels at least."""
    columns = f"repeat(auto-fit, minmax(min({narrowest}px, 100%), 1fr))"
    box = W.GridBox(
        list(boxes), layout=W.Layout(grid_template_columns=columns, grid_gap="4px 12px")
    )
    box.add_class("nnlib-grid")
    return box
