"""What all panels share: controls above a picture, and the same result in a sentence below."""

import asyncio
from html import escape

import ipywidgets as W
from IPython.display import display

from classroom import dark_theme
from classroom.live import view
from classroom.next_day import STYLE
from classroom.pictures import still
from classroom.rounding import numpys_own_settings

LABEL = {"description_width": "98px"}

# Notebook 7 takes every key before the widget that has the focus, and with the arrow keys folds
# sections; JupyterLab asks the widget first. Both leave a key alone where they find this attribute.
# Only for these keys, so that Ctrl + S goes on saving while a slider has the focus. However many
# panels a page shows, it is one and the same listener.
ARROW_KEYS = """<style onload="window.addEventListener('keydown', window.nnlibKeys ??= event => {
    const slider = event.target.closest?.('.nnlib-panel [role=slider]');
    slider?.toggleAttribute('data-lm-suppress-shortcuts', event.key.startsWith('Arrow'));
}, true)"></style>"""


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

    Attributes
    ----------
    error : Exception or None
        The last fault that was none of the learner's, kept for tests and for a bug report.
    task : asyncio.Task or None
        What goes on drawing in the background, if anything does.
    """

    def __init__(self, controls, compute, draw, describe):
        self.controls, self.compute, self.draw, self.describe = controls, compute, draw, describe
        self.error, self.task = None, None
        # Below a legible width the picture is scrolled sideways rather than shrunk further.
        self.picture = W.HTML(layout=W.Layout(overflow="auto hidden"))
        self.sentence, self.words = W.HTML(), ""
        with numpys_own_settings():
            self.refresh()
        for control in controls.values():
            control.observe(self._moved, "value")
        keys = W.HTML(STYLE + dark_theme.STYLE + ARROW_KEYS, layout=W.Layout(display="none"))
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
        self.picture.value = self.draw(numbers)
        self._say(self.describe(numbers))

    def _say(self, words):
        self.words = words
        self.sentence.value = (
            f'<p style="max-width:860px;line-height:1.4;margin:0">{escape(words)}</p>'
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
        controls = list(self.controls.values())
        return W.HBox(controls, layout=W.Layout(flex_flow="row wrap"))

    def _ipython_display_(self):
        """Show the live widget, and beside it the still picture for where no widget can run."""
        bundle = view(self.box)
        bundle["text/html"] = still(self.picture.value, self.words)
        bundle["text/plain"] = f"[panel: {self.words}]"
        display(bundle, raw=True)


class PlayingPanel(Panel):
    """A panel that goes on drawing in the background, until nothing more is due.

    Who makes one of it has a button `play`, a `session` with a trainer, the `target` step and
    `_stale`, whether the session must be made anew; `_next_picture` draws, and `REST` is the pause
    after each picture, in seconds.
    """

    def _go_on(self):
        """Draw the next picture now; leave the ones after it to the kernel's event loop."""
        if self.task is not None:
            return  # it will see what has moved
        if not self._guard(self._next_picture) or not self._has_more():
            return
        try:
            self.task = asyncio.get_running_loop().create_task(self._keep_drawing())
        except RuntimeError:  # no event loop: a plain script
            self.play.value = False
            self._guard(self.refresh)

    async def _keep_drawing(self):
        try:
            going = True
            while going and self._has_more():
                await asyncio.sleep(self.REST)
                going = self._guard(self._next_picture)
        finally:
            self.task = None
            self.play.value = self.play.value and going

    def _has_more(self):
        """Tell whether another picture is due: it plays, or has not caught up yet."""
        if self.session.trainer.stopped and not self._stale:
            return False
        return self.play.value or self._stale or self.session.trainer.steps < self.target


def rate_control(value, low=-4, high=2):
    """Make the slider for the learning rate, from 10**low to 10**high in tenths of a power."""
    options = {"min": low, "max": high, "step": 0.1, "readout_format": ".2r"}
    return control(W.FloatLogSlider, "learning rate", value, **options)


def control(kind, description, value, **options):
    """Make a control of the width and label that all of them have."""
    return kind(
        value=value, description=description, layout=W.Layout(width="304px"), style=LABEL, **options
    )
