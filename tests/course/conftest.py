"""A browser, and JupyterLab to open the notebooks with."""

import pytest


@pytest.fixture(scope="module")
def driver():
    from tests import lab  # which needs selenium: it is not everywhere

    assert not lab.missing(), f"{lab.missing()} must be there in CI"
    with lab.browser() as driver:
        yield driver


@pytest.fixture(scope="module")
def opened(driver, tmp_path_factory):
    """Return a function that gives a notebook's page in JupyterLab, with all its cells run.

    The page that is open stays open for the tests after it, until another one is asked for. Where
    cells need not be run, its stored pictures have been looked at.
    """
    from tests import lab
    from tests.notebooks import FOLDER

    with lab.server(tmp_path_factory.mktemp("lab")) as address:
        pages = []

        def page_of(path, run=True):
            name = path.relative_to(FOLDER).as_posix()
            if not pages or pages[-1].name != name:
                pages.append(lab.Page(driver, address, name))
                look_at_stills(pages[-1], in_sight(path))
                if run:
                    pages[-1].run_all()
            return pages[-1]

        yield page_of


def in_sight(path):
    """Return how many still pictures a notebook shows before anything has run."""
    from tests.notebooks import code

    open_ = [cell for cell in code(path) if "hide-output" not in cell.metadata.get("tags", [])]
    htmls = [output.get("data", {}).get("text/html", "") for c in open_ for output in c.outputs]
    return sum("<img alt=" in html for html in htmls)


def look_at_stills(page, pictures):
    """Check that the still pictures of a page can be seen before anything has run."""
    from tests import lab

    page.console_errors()  # reading them empties the list: what came before is not ours
    words = f"the {pictures} still pictures, before anything has run"
    lab.wait_for(lambda: len(page.stills()) >= min(1, pictures), words)
    images = "[...document.querySelectorAll('.jp-OutputArea-output img[alt]')]"
    ask = page.driver.execute_script
    lab.wait_for(lambda: ask(f"return {images}.every(image => image.complete)"), "all pictures")
    unreadable = f"return {images}.filter(image => !image.naturalWidth).map(image => image.alt)"
    assert ask(unreadable) == []
    assert all(height > 50 for height in page.stills())
