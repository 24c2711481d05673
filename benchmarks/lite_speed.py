"""The whole course in the browser alone: does every notebook run there, and how fast?

    python tools/build_site.py lab
    python benchmarks/lite_speed.py          all notebooks; or those whose names begin so: 00 03

Each is opened in a fresh Chromium, run from top to bottom, and compared with what is stored. Prints
a table and writes it to benchmarks/results/lite_speed.md. The figures to reach on a quiet machine
with two processors: the first live panel of 00 within 20 s of the address, within 8 s when the
browser has been there before, 100 ms from a moved slider to its picture, half a second for a check.
"""

import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.panel_speed import PRESSES, WATCH  # noqa: E402
from tests import lab, lite  # noqa: E402
from tests.course.live import answer  # noqa: E402
from tests.notebooks import NOTEBOOKS, name_of  # noqa: E402

HEAD = [
    "| notebook | ran whole | cells that differ | first picture, cold | warm | whole | slider |"
]
HEAD += ["|---|---|---|---|---|---|---|"]
PICTURE = ".nnlib-panel, .jp-OutputArea-output img[alt]"
RUN = """window.courseRan = null;
    jupyterapp.commands.execute('notebook:run-all-cells').then(ran => window.courseRan = ran)"""


def seconds_to_picture(driver, address, name, run):
    """Open a notebook, run its cells at once; return the page, and when its first picture stood."""
    driver.get("about:blank")
    start = time.perf_counter()
    page = lab.LitePage(driver, address, name)
    driver.execute_script(run)
    lab.wait_for(lambda: page.find(PICTURE), "a picture", 600)
    return page, time.perf_counter() - start


def slider_waits(panel):
    """Return the milliseconds from a key on the first slider to the painted picture."""
    panel.driver.execute_script(WATCH, panel.box)
    for _ in range(2 * PRESSES):
        panel.nudge(panel.labels()[0])
        time.sleep(0.3)
    return panel.driver.execute_script("return window.waits")


def row(path):
    """Run one notebook; return its row of the table."""
    name = name_of(path) + ".ipynb"
    with lite.browser_on_site() as (driver, address, asked):
        page, cold = seconds_to_picture(driver, address, name, RUN)
        begun = time.perf_counter()
        ran = lab.wait_for(
            lambda: driver.execute_script("return window.courseRan !== null && [courseRan]"),
            "all cells",
            1200,
        )
        whole = cold + time.perf_counter() - begun
        differ = sorted({i + 1 for i, *_ in lite.differences(path, page.notebook())})
        page.draw()
        waits = sorted(slider_waits(page.panels()[0])) if page.panels() else []
        first = "jupyterapp.commands.execute('notebook:run-all-cells')"
        _, warm = seconds_to_picture(driver, address, name, first)
        assert not asked, asked
    slider = f"{statistics.median(waits):.0f} ms" if waits else ""
    cells = ", ".join(map(str, differ)) or "none"
    times = f"{cold:.1f} s | {warm:.1f} s | {whole:.0f} s"
    return (
        f"| {name_of(path)} | {'yes' if ran == [True] else 'NO'} | {cells} | {times} | {slider} |"
    )


def check_seconds():
    """Return the milliseconds from the key to what `check` says, over ten checks."""
    with lite.browser_on_site() as (driver, address, _):
        page = lab.LitePage(driver, address, "02_activations.ipynb")
        page.run_all()
        lines = ["return np.maximum(Z, 0)", "return Z"] * 5
        return sorted(answer(page, line)[1] for line in lines)


def main(prefixes):
    """Measure, print, and write the table down."""
    chosen = [path for path in NOTEBOOKS if path.name.startswith(tuple(prefixes) or "")]
    rows = list(HEAD)
    print("\n".join(HEAD), flush=True)
    for path in chosen:
        rows.append(row(path))
        print(rows[-1], flush=True)
    waits = check_seconds()
    said = f"`check` answers after {statistics.median(waits):.2f} s (at most {waits[-1]:.2f} s)."
    print(said)
    if len(chosen) == len(NOTEBOOKS):
        text = "\n".join([*rows, "", said, ""])
        (ROOT / "benchmarks/results/lite_speed.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
