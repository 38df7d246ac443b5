import pytest
from django.core.cache import cache
from django.test import override_settings

from core.cache import SharedCache


@pytest.fixture
def alone(settings):
    """A cache whose Redis cannot be reached."""
    with override_settings(REDIS={"unix_socket_path": "/nonexistent/valkey.sock"}):
        return SharedCache("", {"TIMEOUT": 60})


def test_values_are_kept_shared_and_dropped(redis):
    cache.set("a", {"n": 1}, 60)
    assert SharedCache("", {}).get("a") == {"n": 1}
    assert not cache.add("a", 2, 60)
    assert cache.add("b", 2, 60)
    assert cache.touch("b", 60)
    assert cache.delete("a")
    assert cache.get("a", "gone") == "gone"
    assert [key for key in redis.scan_iter() if not key.startswith(b"cache:")] == []


def test_a_value_ends_with_its_time(redis):
    cache.set("a", 1, 60)
    cache.set("a", 1, 0)
    assert cache.get("a") is None
    cache.set("b", 1, None)
    assert redis.ttl("cache::1:b") == -1
    cache.set("c", 1, 2)
    assert 0 < redis.pttl("cache::1:c") <= 2000


def test_without_redis_each_process_counts_for_itself(alone):
    assert alone.add("lock", True, 60)
    assert not alone.add("lock", True, 60)
    alone.set("a", [1], 60)
    assert alone.get("a") == [1]
    assert alone.delete("lock")
    assert alone.get("lock") is None


def test_clearing_leaves_what_is_not_the_caches(redis):
    redis.set("progress:1", "7")
    cache.set("a", 1, 60)
    cache.clear()
    assert cache.get("a") is None
    assert redis.get("progress:1") == b"7"
