"""What holds for every notebook in a browser."""

from tests import lab


def check_every_control(page, path):
    """Check that a notebook's cells ran without a fault, and that every slider moves a picture."""
    live = path.read_text(encoding="utf-8").count('"[panel: ')
    lab.wait_for(lambda: len(page.panels()) == live, f"{live} live panels")
    panels = page.panels()
    assert panels or path.stem.startswith("00")
    for panel in panels:
        for label in panel.labels():
            panel.changed_by(lambda panel=panel, label=label: panel.nudge(label))
            panel.settle()
            assert "cannot be shown" not in panel.sentence()
            assert panel.sentence()
    assert page.faults() == []
    assert page.console_errors() == []
