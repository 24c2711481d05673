"""How fast do the panels answer? In the kernel alone, and in JupyterLab in Chromium.

    python benchmarks/panel_speed.py

Prints a table and writes it to benchmarks/results/panel_speed.md. The figures to reach: at most
40 ms in the kernel and 60 ms in the browser from a moved slider to the new picture (medians), the
playground 100 ms, which draws 30 pictures a second while it plays, 15 with the article's network.
"""

import asyncio
import json
import os
import platform
import re
import statistics
import tempfile
import time
from importlib import import_module
from importlib.metadata import version
from inspect import signature
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from tests import lab

ROOT = Path(__file__).resolve().parent.parent

PRESSES = 4  # even, so that every slider ends where it began
ARTICLE = [25, 50, 50, 25]
WATCH = """
    const picture = arguments[0].querySelector('.nnlib-picture');
    window.pressed = 0; window.waits = []; window.pictures = 0;
    document.addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
    if (window.watcher) window.watcher.disconnect();  // count every picture once
    window.watcher = new MutationObserver(() => {
        window.pictures += 1;
        const pressed = window.pressed;
        if (!pressed) return;
        window.pressed = 0;
        // The frame after next begins once this picture has been painted.
        requestAnimationFrame(() => requestAnimationFrame(
            () => window.waits.push(performance.now() - pressed)));
    });
    window.watcher.observe(picture, {childList: true, subtree: true});
"""


def panels():
    """Return the panels of every lesson, by notebook, in the order in which they stand there."""
    found = {}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        found[path.stem] = re.findall(r"^lesson\.(\w*panel|playground)\(", code, flags=re.M)
    return found


def kernel_waits(make_panel):
    """Return, for every control, the milliseconds from a new value to a new picture."""

    async def scene():
        panel, waits = make_panel(), []
        for control in panel.controls.values():
            start = control.value
            for _ in range(PRESSES):
                before = time.perf_counter()
                control.value = _neighbour(control)
                waits.append(1000 * (time.perf_counter() - before))
                while panel.task is not None:
                    await asyncio.sleep(0.002)
            control.value = start
        return waits

    return asyncio.run(scene())


def _neighbour(control):
    """Return a value next to the control's own, back and forth."""
    if isinstance(control.value, bool):
        return not control.value
    if hasattr(control, "options"):
        at = control.index
        return control._options_full[at - 1 if at else 1][1]
    if hasattr(control, "base"):
        factor = control.base**control.step
        lowest = control.value < control.base**control.min * factor
        return control.value * (factor if lowest else 1 / factor)
    step = getattr(control, "step", 1)
    return control.value + (step if control.value <= control.min else -step)


def browser_waits(panel):
    """Return, for every control in sight, the milliseconds from a key to the painted picture."""
    panel.driver.execute_script(WATCH, panel.box)
    for label in panel.labels():
        moves = panel.there_and_back(label)
        for press in range(PRESSES):
            part, key = moves[press % 2]
            part.send_keys(key)
            time.sleep(0.15)
    return panel.driver.execute_script("return window.waits")


def pictures_a_second(panel):
    """Return how many pictures the playground draws in a second while it plays."""
    panel.driver.execute_script(WATCH, panel.box)
    panel.press("Play")
    time.sleep(0.5)
    start, before = time.perf_counter(), panel.driver.execute_script("return window.pictures")
    time.sleep(5)
    pictures = panel.driver.execute_script("return window.pictures") - before
    rate = pictures / (time.perf_counter() - start)
    panel.press("Pause")
    panel.settle()
    return rate


def use_the_articles_network(panel):
    """Set the playground to 2-25-50-50-25-1, with the arrow keys."""
    values = {"hidden layers": len(ARTICLE)}
    values |= {f"layer {l}, units": units for l, units in enumerate(ARTICLE, start=1)}
    for label, value in values.items():
        handle = panel.control(label)
        while (now := float(handle.get_attribute("aria-valuenow"))) != value:
            panel.key(label, Keys.ARROW_RIGHT if now < value else Keys.ARROW_LEFT)
            time.sleep(0.03)
    panel.settle()


def row(name, make_panel, live):
    """Measure one panel; return its row of the table."""
    kernel, browser = sorted(kernel_waits(make_panel)), sorted(browser_waits(live))
    cells = [
        f"{statistics.median(waits):.0f} ms ({waits[int(0.9 * len(waits))]:.0f} ms)"
        for waits in (kernel, browser)
    ]
    print(f"| {name} | {cells[0]} | {cells[1]} |", flush=True)
    return f"| {name} | {cells[0]} | {cells[1]} |"


def main():
    """Measure, print, and write the table down."""
    rows = ["| panel | kernel, median (p90) | browser, median (p90) |", "|---|---|---|"]
    with (
        tempfile.TemporaryDirectory() as folder,
        lab.server(Path(folder)) as address,
        lab.browser() as driver,
    ):
        for notebook, names in panels().items():
            page = lab.Page(driver, address, f"{notebook}.ipynb")
            page.run_all()
            for name, live in zip(names, page.panels(), strict=True):
                make_panel = getattr(_room(notebook), name)
                first = next(iter(signature(make_panel).parameters.values()), None)
                if (
                    first
                    and first.kind == first.POSITIONAL_OR_KEYWORD
                    and first.default is first.empty
                ):
                    continue  # it asks for a learner's table
                rows.append(row(f"{notebook[:2]} {name}", make_panel, live))
                if name == "playground":
                    rate = pictures_a_second(live)
        page = lab.Page(driver, address, "07_training.ipynb")
        page.run_all()
        live = page.panels()[-1]
        use_the_articles_network(live)
        rows.append(row("07 playground, 2-25-50-50-25-1", _article_panel, live))
        article_rate = pictures_a_second(live)
        chromium = driver.capabilities["browserVersion"]
    versions = ", ".join(f"{x} {version(x)}" for x in ("numpy", "ipywidgets", "jupyterlab"))
    rows += [
        "",
        f"While it plays, the playground draws {rate:.0f} pictures a second with its first "
        f"network, {article_rate:.0f} with the article's (over 5 seconds).",
        "",
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python "
        f"{platform.python_version()}, {versions}, Chromium {chromium} (headless). {PRESSES} moves "
        "of every control that is in sight; browser: from the key to the painted picture.",
    ]
    table = "\n".join(rows) + "\n"
    print(table)
    (ROOT / "benchmarks" / "results" / "panel_speed.md").write_text(table, encoding="utf-8")


def _room(notebook):
    """Return the lesson that belongs to a notebook."""
    return import_module(f"classroom.lessons.{notebook[3:]}")


def _article_panel():
    return _room("07_training").playground(hidden=tuple(ARTICLE))


if __name__ == "__main__":
    main()
