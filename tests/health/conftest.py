"""Acme and Other, by name."""

import pytest


@pytest.fixture
def acme(world):
    return world.acme


@pytest.fixture
def other(world):
    return world.other
