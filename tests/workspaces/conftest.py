import pytest


@pytest.fixture(autouse=True)
def _fresh_limits(redis):
    """Rate limits are kept in Redis: each test starts without any."""
