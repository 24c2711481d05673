"""The panels where JupyterLab is not: in Notebook 7, in nbclassic and on a page made by Voila."""

import os
from importlib.util import find_spec

import pytest

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

from tests import lab  # noqa: E402

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()
IN_CI = os.environ.get("CI") == "true"

PAGES = {"notebook": lab.NotebookPage, "nbclassic": lab.ClassicPage, "voila": lab.VoilaPage}
# In the browser's console these are none of ours: nbclassic's formulas ask for a font that has no
# address, and Voila tries to load an extension of Notebook's that is installed beside it.
NOT_OURS = {
    "notebook": [],
    "nbclassic": ["about:blank"],
    "voila": ["/voila/labextensions/@jupyter-notebook/"],
}
# One of each kind: SelectionSlider, IntSlider, FloatSlider.
KINDS = ["learning rate", "hidden layers", "noise"]


@pytest.fixture(scope="module", params=PAGES)
def served(request, tmp_path_factory):
    """Serve the notebooks by one of the front ends; give its name, its address and its folder."""
    application = request.param
    if find_spec(application) is None:
        assert not IN_CI, f"{application} must be there in CI"
        pytest.skip(f"no {application} on this machine")
    folder = tmp_path_factory.mktemp(application)
    with lab.server(folder, application) as address:
        yield application, address, folder / "notebooks"


def ran(driver, served, name):
    """Open a notebook, run all of it, and return the page."""
    application, address, _ = served
    page = PAGES[application](driver, address, name)
    if application != "voila":
        page.console_errors()  # reading them empties the list: what came before is not ours
    page.run_all()
    return page


def errors(page, application):
    """Return what the page and the console report, but for what is known not to be ours."""
    console = [
        message
        for message in page.console_errors()
        if message.startswith(page.address)
        and not any(words in message for words in NOT_OURS[application])
    ]
    return page.faults() + console


def test_every_slider_of_notebook_00_follows_the_arrow_keys(driver, served):
    page = ran(driver, served, "00_start_here.ipynb")
    assert len(page.panels()) == 2
    labels = [label for panel in page.panels() for label in panel.labels()]
    assert labels == ["steps", "steps", "learning rate", "hidden layers", "units in each"]
    for panel in page.panels():
        for label in panel.labels():
            panel.changed_by(lambda panel=panel, label=label: panel.nudge(label))
            panel.settle()
            assert "cannot be shown" not in panel.sentence()
    assert errors(page, served[0]) == []
    if served[0] == "notebook":
        saved_with_a_slider_in_focus(page, served[2] / page.name)


def saved_with_a_slider_in_focus(page, file):
    """Only the arrow keys are kept from Notebook 7: its other shortcuts go on working."""
    before = file.stat().st_mtime_ns
    page.panels()[0].key("steps")
    ActionChains(page.driver).key_down(Keys.CONTROL).send_keys("s").key_up(Keys.CONTROL).perform()
    lab.wait_for(lambda: file.stat().st_mtime_ns != before, "the notebook to be saved")


def test_the_playground_obeys_the_keyboard(driver, served):
    page = ran(driver, served, "07_training.ipynb")
    panel = page.panels()[1]
    for label in KINDS:
        panel.changed_by(lambda label=label: panel.nudge(label))
        panel.settle()
        assert "cannot be shown" not in panel.sentence()
    panel.button("Reset").send_keys(Keys.SPACE)
    lab.wait_for(lambda: panel.sentence().startswith("After 0 steps"), "the start")
    panel.button("One step").send_keys(Keys.ENTER)
    lab.wait_for(lambda: panel.sentence().startswith("After 1 step the cost"), "one step")
    panel.button("Play").send_keys(Keys.SPACE)
    lab.wait_for(lambda: not panel.sentence().startswith("After 1 step the cost"), "the next steps")
    panel.button("Pause").send_keys(Keys.SPACE)
    panel.settle()
    assert panel.button("Play")
    assert errors(page, served[0]) == []
