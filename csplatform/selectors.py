"""What the platform as a whole holds, over all workspaces: numbers and ages, nothing that people wrote."""

from dataclasses import dataclass

import redis
from django.conf import settings
from django.db import connection

from core.tenancy import current_workspace_id

QUEUES = ("default", "mail", "pdf", "ingest")
#: Where Celery's Redis transport keeps what workers hold: delivered, and not yet done.
UNDER_WAY = "unacked"


@dataclass(frozen=True)
class PlatformFact:
    """Of one workspace: how many of a kind stand in a state, and the seconds that the oldest waits.

    For the kind `recompute`, `number` is the seconds that the last one took and `oldest_seconds` its age.
    """

    workspace_id: int
    kind: str
    state: str
    number: float
    oldest_seconds: float


def platform_facts() -> list[PlatformFact]:
    """All facts of all workspaces, by the one function that looks past the walls (platform_facts in SQL)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT workspace_id, kind, state, number, oldest_seconds FROM platform_facts() ORDER BY 1, 2, 3"
        )
        return [PlatformFact(*row) for row in cursor.fetchall()]


def workspace_facts() -> list[PlatformFact]:
    """The same of the workspace in force alone."""
    return [fact for fact in platform_facts() if fact.workspace_id == current_workspace_id()]


def queue_lengths() -> dict[str, int]:
    """Queue to the number of tasks that wait in it, and UNDER_WAY to those in workers' hands.

    Raises RedisError when the queue cannot be reached.
    """
    client = _broker()
    lengths = {queue: int(client.llen(queue)) for queue in QUEUES}
    return {**lengths, UNDER_WAY: int(client.hlen(UNDER_WAY))}


def _broker() -> redis.Redis:
    url = settings.CELERY_BROKER_URL
    if url.startswith("redis+socket://"):
        path, _, number = url.removeprefix("redis+socket://").partition("?virtual_host=")
        return redis.Redis(
            unix_socket_path=path, db=int(number or 0), socket_connect_timeout=2, socket_timeout=2
        )
    return redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
