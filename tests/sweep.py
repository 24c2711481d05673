"""Moves every control of every panel of a notebook through its range.

Run in the notebook's own kernel after its last cell. A fault in a callback is found here, where
neither a run of the cells nor a comparison of their output would see it.
"""

import asyncio
import gc
import json

import ipywidgets as W

from classroom.panel import Panel


def stops(control):
    """Return the values to try: both ends, the middle, and back to where it was."""
    if isinstance(control, W.FloatLogSlider):
        middle = (control.min + control.max) / 2
        values = [control.base**end for end in (control.min, middle, control.max)]
    elif isinstance(control, W.IntSlider):
        values = [control.min, (control.min + control.max) // 2, control.max]
    elif isinstance(control, W.FloatSlider):
        values = [control.min, (control.min + control.max) / 2, control.max]
    elif isinstance(control, W.ToggleButton | W.Checkbox):
        values = [not control.value]
    else:
        values = [value for _, value in control._options_full]
    return [*values, control.value]


async def sweep(panel):
    """Move every control of one panel; return labels, moves, still pictures and faults."""
    seen = {"controls": [], "moves": 0, "still": [], "faults": []}
    for name, control in panel.controls.items():
        if control.layout.display == "none" or control.disabled:
            continue
        seen["controls"].append(control.description)
        pictures = set()
        for value in stops(control):
            control.value = value
            while panel.task is not None:
                await asyncio.sleep(0.01)
            seen["moves"] += 1
            pictures.add(panel.picture.value)
            if not panel.words:
                seen["faults"].append(f"{name} = {value}: no sentence")
            if panel.error is not None:
                seen["faults"].append(f"{name} = {value}: {panel.error!r}")
                panel.error = None
        if len(pictures) < 2:
            seen["still"].append(name)
    return seen


async def report():
    """Sweep every panel that the notebook has made; return what happened, as JSON."""
    panels = [found for found in gc.get_objects() if isinstance(found, Panel)]
    return json.dumps([await sweep(panel) for panel in panels])
