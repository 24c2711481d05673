"""The notebooks that go deeper as their user meets them, in JupyterLab."""

import pytest

selenium = pytest.importorskip("selenium")

from tests import lab  # noqa: E402
from tests.course.live import check_every_control  # noqa: E402
from tests.notebooks import DEEPER, name_of  # noqa: E402

pytestmark = pytest.mark.slow("browser")
lab.leave_out_without_a_browser()


@pytest.mark.parametrize("path", DEEPER, ids=name_of)
def test_runs_and_every_control_moves_its_picture(opened, path):
    check_every_control(opened(path), path)
