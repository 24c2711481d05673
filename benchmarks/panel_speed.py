"""How fast does the trainer panel answer? In the kernel alone, and in JupyterLab in Chromium.

    python benchmarks/panel_speed.py

Prints a table and writes it to benchmarks/results/panel_speed.md. The figures to reach: at most
40 ms in the kernel and 100 ms in the browser from a moved slider to the new picture (medians), and
at least 15 pictures a second while it plays.
"""

import asyncio
import os
import platform
import statistics
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import lab  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

from nnlib.panels import trainer_panel  # noqa: E402

PRESSES = 25
NETWORKS = {
    "2-8-8-1": {"hidden": (8, 8)},
    "2-25-50-50-25-1": {"hidden": (25, 50, 50, 25), "learning_rate": 0.1},
}
WATCH = """
    const picture = arguments[0].querySelector('.nnlib-picture');
    window.pressed = 0; window.waits = []; window.pictures = 0;
    document.addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
    new MutationObserver(() => {
        window.pictures += 1;
        const pressed = window.pressed;
        if (!pressed) return;
        window.pressed = 0;
        // The frame after next begins once this picture has been painted.
        requestAnimationFrame(() => requestAnimationFrame(
            () => window.waits.push(performance.now() - pressed)));
    }).observe(picture, {childList: true, subtree: true});
"""


def kernel_waits(settings):
    """Return, for each control, the milliseconds from a new value to a new picture."""

    async def scene():
        panel = trainer_panel(**settings)
        waits = {}
        for name, control in panel.controls.items():
            start, waits[name] = control.value, []
            for _ in range(PRESSES):
                before = time.perf_counter()
                control.value = _neighbour(control)
                waits[name].append(1000 * (time.perf_counter() - before))
                while panel.task is not None:
                    await asyncio.sleep(0.002)
            control.value = start
        return waits

    return asyncio.run(scene())


def _neighbour(control):
    """Return a value next to the control's own, back and forth."""
    if hasattr(control, "options"):
        at = control.options.index(control.value)
        return control.options[at - 1 if at else 1]
    if hasattr(control, "base"):
        return control.value * (1.3 if control.value < 0.3 else 1 / 1.3)
    step = getattr(control, "step", 1)
    return control.value + (step if control.value <= control.min else -step)


def browser_waits(page, panel, settings):
    """Return milliseconds from key to painted picture, and pictures a second while it plays."""
    driver = page.driver
    hidden = settings["hidden"]
    _set(panel, "hidden layers", len(hidden))
    for l, units in enumerate(hidden, start=1):
        _set(panel, f"units in layer {l}", units)
    panel.settle()
    driver.execute_script(WATCH, panel.box)
    waits = {}
    for label in panel.labels():
        driver.execute_script("window.waits = []")
        for press in range(PRESSES):
            panel.key(label, Keys.ARROW_LEFT if press % 2 else Keys.ARROW_RIGHT)
            time.sleep(0.15)
        waits[label] = driver.execute_script("return window.waits")
    panel.press("Play")
    time.sleep(0.5)
    before, start = driver.execute_script("return window.pictures"), time.perf_counter()
    time.sleep(5)
    pictures = driver.execute_script("return window.pictures") - before
    rate = pictures / (time.perf_counter() - start)
    panel.press("Pause")
    panel.settle()
    return waits, rate


def _set(panel, label, value):
    """Bring a slider to a value with the arrow keys."""
    handle = panel.control(label)
    while (now := float(handle.get_attribute("aria-valuetext"))) != value:
        panel.key(label, Keys.ARROW_RIGHT if now < value else Keys.ARROW_LEFT)
        time.sleep(0.03)


def _median(waits):
    """Return the median and the 90th percentile over all controls, in words."""
    values = sorted(value for row in waits.values() for value in row)
    return f"{statistics.median(values):.0f} ms ({values[int(0.9 * len(values))]:.0f} ms)"


def main():
    """Measure, print, and write the table down."""
    rows = ["| network | kernel, median (p90) | browser, median (p90) | pictures a second |"]
    rows.append("|---|---|---|---|")
    with (
        tempfile.TemporaryDirectory() as folder,
        lab.server(Path(folder)) as address,
        lab.browser() as driver,
    ):
        for name, settings in NETWORKS.items():
            page = lab.Page(driver, address, "07_training.ipynb")
            page.run_all()
            kernel = kernel_waits(settings)
            browser, rate = browser_waits(page, lab.wait_for(page.panels, "the panel")[0], settings)
            rows.append(f"| {name} | {_median(kernel)} | {_median(browser)} | {rate:.0f} |")
        chromium = driver.capabilities["browserVersion"]
    names = ("numpy", "ipywidgets", "jupyterlab")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    rows.append("")
    rows.append(
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python "
        f"{platform.python_version()}, {versions}, Chromium {chromium} (headless). {PRESSES} "
        "arrow keys on each of the panel's sliders, paused at step 100; browser: from the key to "
        "the painted picture. Playing: 5 steps a picture, 5 seconds."
    )
    table = "\n".join(rows) + "\n"
    print(table)
    (ROOT / "benchmarks" / "results" / "panel_speed.md").write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
