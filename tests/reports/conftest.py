"""Acme and Other, by name; the clock stands still."""

import pytest

from tests.support.world import NOW


@pytest.fixture
def acme(world):
    return world.acme


@pytest.fixture
def other(world):
    return world.other


@pytest.fixture(autouse=True)
def still(time_machine):
    time_machine.move_to(NOW)
