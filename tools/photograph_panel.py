"""Take the README's picture of the trainer panel, in real JupyterLab.

python tools/photograph_panel.py
"""

import tempfile
from pathlib import Path

from tests import lab

ROOT = Path(__file__).resolve().parent.parent


def main():
    """Open notebook 07, let the panel learn for some hundred steps, and take its picture."""
    with (
        tempfile.TemporaryDirectory() as folder,
        lab.server(Path(folder)) as address,
        lab.browser() as driver,
    ):
        page = lab.Page(driver, address, "07_training.ipynb")
        page.run_all()
        panel = lab.wait_for(page.panels, "the panels")[-1]
        panel.press("Play")
        lab.wait_for(lambda: "step 3" in panel.picture(), "300 steps")
        panel.press("Pause")
        panel.settle()
        panel.box.screenshot(str(ROOT / "docs" / "trainer_panel.png"))


if __name__ == "__main__":
    main()
