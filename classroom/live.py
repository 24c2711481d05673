"""How a live widget gets into an output, beside what stands still."""

WIDGET = "application/vnd.jupyter.widget-view+json"


def view(widget):
    """Return the part of an output that shows a widget live.

    ipywidgets 8 has a method for it, but Colab brings ipywidgets 7, which has none.
    """
    return {WIDGET: {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}}
