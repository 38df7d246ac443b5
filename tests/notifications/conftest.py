"""Acme, by name."""

import pytest


@pytest.fixture
def acme(world):
    return world.acme
