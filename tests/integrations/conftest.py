"""People who import."""

import pytest

from tests.integrations.flow import Flow


@pytest.fixture
def flow(world):
    """The admin of Acme on the pages of imports."""
    return Flow(world.acme, world.client(world.acme.admin))
