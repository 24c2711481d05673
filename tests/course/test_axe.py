"""axe-core on what the course puts into a page: in JupyterLab, and in the browser alone."""

import os

import pytest

selenium = pytest.importorskip("selenium")

from tests import lab, lite, site  # noqa: E402
from tools import build_site  # noqa: E402

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()

# What is the course's own on a page: its outputs. All else is JupyterLab's.
OURS = ".jp-Notebook .jp-OutputArea-child"
SIZES = {"wide": (1280, 720), "narrow": (1024, 768), "a phone's": (390, 800)}


@pytest.fixture(scope="module")
def jupyterlab(tmp_path_factory):
    with lab.server(tmp_path_factory.mktemp("lab")) as address, lab.browser() as driver:
        yield lambda name: lab.Page(driver, address, name)


@pytest.fixture(scope="module")
def in_the_browser():
    if not (build_site.SITE / "lab").is_dir() and os.environ.get("CI") != "true":
        pytest.skip("the site is not built (python tools/build_site.py lab)")
    with lite.browser_on_site() as (driver, address, _):
        yield lambda name: lab.LitePage(driver, address, name)


def with_a_panel(page):
    """Run a notebook down to its first panel."""
    page.clear()
    cell = page.find(".jp-CodeCell")[0]
    page.run(cell, ".nnlib-picture svg")
    return page


@pytest.mark.parametrize("name", ["02_activations.ipynb", "07_training.ipynb"])
@pytest.mark.parametrize("where", ["jupyterlab", "in_the_browser"])
def test_axe_finds_nothing_that_is_ours(request, where, name):
    page = with_a_panel(request.getfixturevalue(where)(name))
    for width, height in SIZES.values():
        site.window(page.driver, width, height)
        assert site.violations(page.driver, within=OURS) == []


def test_axe_would_find_a_picture_without_words(jupyterlab):
    page = with_a_panel(jupyterlab("02_activations.ipynb"))
    bare = "document.querySelector('.nnlib-picture').insertAdjacentHTML('beforeend', '<img>')"
    page.driver.execute_script(bare)
    assert any("image-alt" in found for found in site.violations(page.driver, within=OURS))
