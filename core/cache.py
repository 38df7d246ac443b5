"""The cache: Redis, shared by all processes; while Redis is away, a small one in each process.

What stands in it may vanish at any time. Rate limits live here: without Redis they still hold per process.
"""

import pickle
from typing import Any

import redis
import structlog
from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from redis.backoff import NoBackoff
from redis.retry import Retry

log = structlog.get_logger(__name__)


class SharedCache(BaseCache):
    """Django's cache on the Redis of settings.REDIS."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        # One more try at once, for a connection that Redis closed; its own usual pauses hold a page up for seconds.
        again = Retry(NoBackoff(), 1)
        self._redis = redis.Redis(**settings.REDIS, socket_connect_timeout=1, socket_timeout=1, retry=again)
        self._spare = LocMemCache("spare", params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._put(key, value, timeout, version, only_new=True)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._put(key, value, timeout, version, only_new=False)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            stored: Any = self._redis.get(self._full(key, version))
        except redis.RedisError as error:
            return self._without("get", error).get(key, default, version)
        return default if stored is None else pickle.loads(stored)  # noqa: S301  (our own Redis, our own bytes)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        try:
            seconds = self._milliseconds(timeout)
            full = self._full(key, version)
            return bool(self._redis.persist(full) if seconds is None else self._redis.pexpire(full, seconds))
        except redis.RedisError as error:
            return self._without("touch", error).touch(key, timeout, version)

    def delete(self, key: str, version: int | None = None) -> bool:
        try:
            return bool(self._redis.delete(self._full(key, version)))
        except redis.RedisError as error:
            return self._without("delete", error).delete(key, version)

    def clear(self) -> None:
        """Empties what this cache holds, and nothing else of the same Redis."""
        self._spare.clear()
        for name in self._redis.scan_iter(match="cache:*", count=500):
            self._redis.delete(name)

    def _put(self, key: str, value: Any, timeout: Any, version: int | None, *, only_new: bool) -> bool:
        full, lifetime = self._full(key, version), self._milliseconds(timeout)
        if lifetime is not None and lifetime <= 0:
            self.delete(key, version)
            return True
        try:
            done = self._redis.set(full, pickle.dumps(value), px=lifetime, nx=only_new)
        except redis.RedisError as error:
            spare = self._without("set", error)
            if only_new:
                return spare.add(key, value, timeout, version)
            spare.set(key, value, timeout, version)
            return True
        return bool(done)

    def _full(self, key: str, version: int | None) -> str:
        return f"cache:{self.make_and_validate_key(key, version)}"

    def _milliseconds(self, timeout: Any) -> int | None:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if seconds is None else int(seconds * 1000)

    def _without(self, deed: str, error: Exception) -> LocMemCache:
        log.warning("cache_without_redis", deed=deed, reason=type(error).__name__)
        return self._spare
