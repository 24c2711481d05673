"""A notebook that was run and saved is opened again with a new server: nothing of it is broken."""

import json

import pytest

selenium = pytest.importorskip("selenium")

import start  # noqa: E402
from tests import lab  # noqa: E402

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()


def test_yesterdays_notebook_shows_yesterdays_pictures(tmp_path, monkeypatch):
    (tmp_path / ".venv").mkdir()
    start.write_overrides(tmp_path)
    [overrides] = (tmp_path / ".venv").rglob("overrides.json")
    for plugin, values in json.loads(overrides.read_text()).items():
        monkeypatch.setitem(lab.SETTINGS, plugin.replace(":", "/"), values)
    name, folder = "03_forward_pass.ipynb", tmp_path / "lab"
    folder.mkdir()
    with lab.browser() as driver:
        with lab.server(folder) as address:
            page = lab.Page(driver, address, name)
            page.run_all()
            live, asked = len(page.panels()), len(page.find(".nnlib-question"))
            assert live and asked
            page.save()
        saved = (folder / "notebooks" / name).read_bytes()
        with lab.server(folder) as address:
            # Where the first server left it, so that JupyterLab trusts it as it does one's own.
            (folder / "notebooks" / name).write_bytes(saved)
            page = lab.Page(driver, address, name)
            page.draw()
            assert (len(page.panels()), len(page.find(".nnlib-question"))) == (live, asked)
            text = driver.execute_script("return document.body.innerText")
            assert "Error displaying widget" not in text and "model not found" not in text
            for panel in page.panels():
                assert "<svg" in panel.picture() and panel.sentence()
                after = "return getComputedStyle(arguments[0], '::after').content"
                assert "Run the cell" in driver.execute_script(after, panel.box)
            page.run_all()
            assert page.faults() == []
            for panel in page.panels():
                after = "return getComputedStyle(arguments[0], '::after').content"
                assert "Run the cell" not in driver.execute_script(after, panel.box)
