"""The notebooks that go deeper as their user meets them, in JupyterLab.

Those without a panel are looked at as they are stored: what their cells give, nbval has compared.
"""

import pytest

selenium = pytest.importorskip("selenium")

from tests import lab  # noqa: E402
from tests.course.live import check_every_control  # noqa: E402
from tests.notebooks import DEEPER, name_of, panels_of  # noqa: E402

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()
LIVE = [path for path in DEEPER if panels_of(path)]
STILL = [path for path in DEEPER if not panels_of(path)]


@pytest.mark.parametrize("path", LIVE, ids=name_of)
def test_runs_and_every_control_moves_its_picture(opened, path):
    check_every_control(opened(path), path)


@pytest.mark.parametrize("path", STILL, ids=name_of)
def test_opens_and_shows_its_pictures(opened, path):
    page = opened(path, run=False)
    assert page.faults() == []
    assert page.console_errors() == []
