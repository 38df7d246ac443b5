"""Acme in force."""

import pytest


@pytest.fixture
def acme(world):
    with world.acme.scope():
        yield world.acme
