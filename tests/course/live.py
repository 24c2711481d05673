"""What is done with notebooks in a browser, by tests and by a benchmark."""

from tests import lab
from tests.notebooks import CORE, panels_of


def check_every_control(page, path):
    """Check that a notebook's cells ran without a fault, and that every control moves a picture."""
    panels = page.panels()
    assert len(panels) == panels_of(path)
    assert panels or path not in CORE
    lab.wait_for(lambda: not nameless(page), "every part that takes the keyboard to have a name")
    for panel in panels:
        # The last one first: "hidden layers" takes away controls that come after it.
        for label in reversed(panel.labels()):
            panel.changed_by(lambda panel=panel, label=label: panel.nudge(label))
            panel.settle()
            assert "cannot be shown" not in panel.sentence()
            assert panel.sentence()
    assert page.faults() == []
    assert page.console_errors() == []


def nameless(page):
    """Return the parts of panels that take the keyboard and tell a screen reader no name.

    A picture is one of them: where it is wider than the page, the arrow keys scroll it.
    """
    parts = page.find(
        ".nnlib-panel :is([role=slider], .widget-toggle-buttons, .nnlib-picture, button)"
    )
    pictures = [part for part in parts if "nnlib-picture" in part.get_attribute("class")]
    assert all(picture.get_attribute("tabindex") == "0" for picture in pictures)
    return [part for part in parts if not part.accessible_name]


def answer(page, line):
    """Write a line into notebook 02's exercise on relu, and run it.

    Returns
    -------
    tuple
        What is said, and how many seconds after the keys were pressed it stands in the page.
    """
    cell = next(c for c in page.find(".jp-CodeCell") if 'check("relu", my_relu)' in c.text)
    page.write(cell, f'def my_relu(Z):\n    {line}\n\n\ncheck("relu", my_relu)')
    return page.run(cell, ".nnlib-feedback")
