"""What /readyz looks at: database, Redis, the worker's heartbeat, migrations."""

import time
from collections.abc import Callable
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from core.marks import HEARTBEAT_KEY, HEARTBEAT_SECONDS, SWEEPS_KEY


def redis_client() -> redis.Redis:
    """A client of the configured Redis, with short time-outs."""
    return redis.Redis(**settings.REDIS, socket_connect_timeout=2, socket_timeout=2)


def beat_heart() -> None:
    """Note that a worker is alive; called by the worker itself every few seconds."""
    redis_client().set(HEARTBEAT_KEY, str(int(time.time())), ex=HEARTBEAT_SECONDS)


def mark_sweep(name: str) -> None:
    """Note that a sweep ran now."""
    redis_client().hset(SWEEPS_KEY, name, str(time.time()))


def last_sweeps() -> dict[str, float]:
    """Name of a sweep to the seconds since 1970 of its last run; empty when Redis was emptied meanwhile."""
    found: dict[Any, Any] = redis_client().hgetall(SWEEPS_KEY)
    return {name.decode(): float(mark) for name, mark in found.items()}


def readiness() -> dict[str, str]:
    """`ok` or the reason, per part; never the secret details of an error."""
    return {
        "database": _try(_database),
        "redis": _try(lambda: "ok" if redis_client().ping() else "no answer"),
        "worker": _try(lambda: "ok" if redis_client().get(HEARTBEAT_KEY) else "no heartbeat"),
        "migrations": _try(_migrations),
    }


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if not waiting else f"{len(waiting)} to apply"


def _try(look: Callable[[], str]) -> str:
    try:
        return look()
    except (DatabaseError, redis.RedisError, OSError) as error:
        return f"unreachable ({type(error).__name__})"
