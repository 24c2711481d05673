"""The course in the browser alone: the notebooks in JupyterLite, as the built site serves them."""

import json
import os
import re
import zipfile

import pytest

selenium = pytest.importorskip("selenium")

from selenium.webdriver import ActionChains  # noqa: E402

from tests import lab, lite  # noqa: E402
from tests.course.live import answer  # noqa: E402
from tests.notebooks import FOLDER, ROOT  # noqa: E402
from tools import build_site  # noqa: E402

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()
if not (build_site.SITE / "lab").is_dir() and os.environ.get("CI") != "true":
    pytest.skip("the site is not built (python tools/build_site.py lab)", allow_module_level=True)


# The body of a function that swallows whatever is meant to end it.
ENDLESS = """while True:
        try:
            for _ in range(10_000):
                Z = Z + 1
        except BaseException:
            pass"""


@pytest.fixture(scope="module")
def site():
    """(browser, address, what other hosts were asked for)."""
    with lite.browser_on_site() as site:
        yield site


def test_the_site_is_built_from_these_files():
    """All that follows would tell of others."""
    [wheel] = (build_site.SITE / "lab/static/pyodide").glob("nnlib-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for package in ("nnlib", "classroom"):
            files = {
                path.relative_to(ROOT).as_posix(): path for path in ROOT.glob(f"{package}/**/*.py")
            }
            built = {
                n for n in archive.namelist() if n.startswith(f"{package}/") and n.endswith(".py")
            }
            assert built == set(files)
            for name, path in files.items():
                assert archive.read(name) == path.read_bytes(), f"{name}: build the site again"


def test_the_licence_of_all_that_is_shipped_is_named():
    lab_folder = build_site.SITE / "lab"
    text = (lab_folder / "LICENCES.txt").read_text(encoding="utf-8")
    lock = json.loads((lab_folder / "static/pyodide/pyodide-lock.json").read_text())["packages"]
    for wheel in (lab_folder / "static/pyodide").glob("*.whl"):
        name, version = wheel.name.split("-")[:2]
        assert wheel.name in {entry["file_name"] for entry in lock.values()}
        pattern = rf"(?im)^{re.sub('[-_.]', '[-_.]', name)} {re.escape(version)}: \S"
        assert re.search(pattern, text), wheel.name
    for words in ("Pyodide 314", "Python 3.14", "@jupyterlite/application", "@jupyterlab/notebook"):
        assert words in text
    assert text.count("Permission is hereby granted") > 10


@pytest.mark.parametrize("name", ["00_start_here", "03_forward_pass", "07_training"])
def test_a_notebook_says_in_the_browser_what_is_stored(site, name):
    driver, address, _ = site
    path = FOLDER / f"{name}.ipynb"
    page = lab.LitePage(driver, address, path.name)
    assert all(not cell.get("outputs") for cell in page.notebook()["cells"])
    page.run_all()
    assert lite.differences(path, page.notebook()) == []
    panel = page.panels()[0]
    panel.changed_by(lambda: panel.nudge(panel.labels()[0]))
    assert "cannot be shown" not in panel.sentence()


def test_a_learners_work_is_checked_kept_and_found_again(site):
    driver, address, _ = site
    page = lab.LitePage(driver, address, "02_activations.ipynb")
    page.run_all()
    assert "still running after" in answer(page, ENDLESS)[0]
    assert "Correct" in answer(page, "return np.maximum(Z, 0)")[0]
    page.save()
    keep = "from classroom.practice import answers\nanswers.keep('recall', 'a', {'b': 1}) == ''"
    assert "True" in result(page, keep)
    # Another day: the page is opened again, with a Python that knows nothing of what was before.
    page = lab.LitePage(driver, address, "02_activations.ipynb")
    kept = ["".join(cell["source"]) for cell in page.notebook()["cells"]]
    assert any("return np.maximum(Z, 0)\n\n\ncheck" in source for source in kept)
    assert "relu is your own" in result(page, "from classroom import my_functions\nmy_functions()")
    ask = "from classroom.practice import answers\nanswers.kept('recall', 'a')"
    assert "{'b': 1}" in result(page, ask)


def test_work_is_taken_out_and_brought_back_as_the_first_page_says(site, tmp_path):
    """The box in which a browser asks for a file is the system's: here the test answers."""
    said = (ROOT / "docs/site/index.md").read_text(encoding="utf-8")
    part = said.partition("## Run it in the browser")[2]
    download, upload = re.findall(r"\*(\w[^*]*)\*", part)[:2]
    driver, address, _ = site
    page = lab.LitePage(driver, address, "02_activations.ipynb")
    allow = {"behavior": "allow", "downloadPath": str(tmp_path)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", allow)

    def one(selector, words):
        return lab.wait_for(
            lambda: [part for part in page.find(selector) if part.text.startswith(words)], words
        )[0]

    ActionChains(driver).context_click(one(".jp-DirListing-item", "03_")).perform()
    one(".lm-Menu-item", download).click()
    file = tmp_path / "03_forward_pass.ipynb"

    def changed():
        ask = """const [name, done] = arguments;
            jupyterapp.serviceManager.contents.get(name).then(file => done(file.last_modified))"""
        return driver.execute_async_script(ask, file.name)

    before = changed()
    lab.wait_for(file.is_file, "the downloaded notebook")
    text = file.read_text(encoding="utf-8")
    assert "single_layer_forward_propagation" in text
    file.write_text(text.replace("Forward pass", "What I brought", 1), encoding="utf-8")
    driver.execute_script(
        """const open = HTMLInputElement.prototype.click;
        HTMLInputElement.prototype.click = function () {
            if (this.type !== 'file') return open.call(this);
            document.body.append(window.asksForFile = this);
        }"""
    )
    page.find(f"[title='{upload}'] jp-button, jp-button[title='{upload}']")[0].click()
    asks = lab.wait_for(lambda: driver.execute_script("return window.asksForFile"), "the question")
    asks.send_keys(str(file))
    lab.wait_for(lambda: page.find(".jp-Dialog-button.jp-mod-warn"), "the warning")[0].click()
    lab.wait_for(lambda: changed() != before, "the notebook to arrive")
    page = lab.LitePage(driver, address, "03_forward_pass.ipynb")
    assert "What I brought" in "".join(page.notebook()["cells"][0]["source"])
    # And by Python, as my_functions reads earlier notebooks.
    look = "'What I brought' in open('03_forward_pass.ipynb', encoding='utf-8').read()"
    assert "True" in result(page, look)


def result(page, code):
    """Write code into a page's first cell, run it, and return all that it puts out, as text."""
    page.write(page.find(".jp-CodeCell")[0], code)
    page.command("notebook:run-cell")
    cell = next(cell for cell in page.notebook()["cells"] if cell["cell_type"] == "code")
    return "\n".join(sum(lite.gathered(cell["outputs"]).values(), []))


def test_no_other_host_is_asked_for_anything(site):
    assert site[2] == []
