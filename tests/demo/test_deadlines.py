"""The workbench's few most urgent dates are the first of all the open ones."""

import pytest

from renda.core.agenda import first_deadlines, open_deadlines
from tests.demo.conftest import TODAY


@pytest.mark.parametrize("who", ["clerk", "gov"])
def test_the_first_dates_are_the_first_of_all(world, in_full, who):
    user = world.user(who)
    everything = open_deadlines(TODAY, user)

    assert len(everything) > 3
    assert first_deadlines(TODAY, user, 3) == everything[:3]
    assert first_deadlines(TODAY, user, len(everything) + 9) == everything
