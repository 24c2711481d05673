"""Take the README's picture of the playground, in real JupyterLab.

python tools/photograph_panel.py
"""

import tempfile
from pathlib import Path

from tests import lab

ROOT = Path(__file__).resolve().parent.parent


def main():
    """Open notebook 07, let the playground learn the spirals, and take its picture."""
    with (
        tempfile.TemporaryDirectory() as folder,
        lab.server(Path(folder)) as address,
        lab.browser() as driver,
    ):
        page = lab.Page(driver, address, "07_training.ipynb")
        page.run_all()
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": False},
        )
        panel = page.panels()[-1]
        for _ in range(4):
            panel.key("speed")
        panel.press("Play")
        lab.wait_for(lambda: "step 2," in panel.picture(), "2,000 steps")
        panel.press("Pause")
        panel.settle()
        panel.box.screenshot(str(ROOT / "docs" / "playground.png"))


if __name__ == "__main__":
    main()
