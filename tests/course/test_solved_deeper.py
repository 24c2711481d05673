"""The notebooks that go deeper, with all exercises solved and every control moved.

Not those with nothing to solve and nothing to move: nbval has run them already.
"""

import pytest

from tests.course.solved import asks_for_something, check_exercises, check_panels, solve
from tests.notebooks import DEEPER, name_of

pytestmark = pytest.mark.slow("solved")


@pytest.fixture(scope="module", params=filter(asks_for_something, DEEPER), ids=name_of)
def solved(request, tmp_path_factory):
    return request.param, *solve(request.param, tmp_path_factory.mktemp("solved"))


def test_every_check_is_passed_and_the_network_is_ones_own(solved):
    path, notebook, _ = solved
    check_exercises(path, notebook)


def test_every_control_of_every_panel_moves_the_picture(solved):
    path, _, panels = solved
    check_panels(path, panels)
