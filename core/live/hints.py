"""Telling that there is something newer, once what is newer is committed.

A hint may be lost with Redis: it carries nothing that is not in the database, and every page asks on its own when its
stream begins anew.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.tenancy import required_workspace_id

log = structlog.get_logger(__name__)

ANEW = 2**53 - 1  # newer than anything a page may have: it asks in any case
RECHECK = "!"  # no channel's key


def channel_of(workspace_id: int, key: str) -> str:
    """The name of a channel in Redis. Publishing knows no database numbers, so ours stands in it."""
    return f"{workspace_id}:live:{settings.REDIS.get('db', 0)}:{key}"


def pattern() -> str:
    """What one subscriber listens to for all."""
    return f"*:live:{settings.REDIS.get('db', 0)}:*"


def hint(channel_key: str, newer_than: int, news: Mapping[str, Any] | None = None) -> None:
    """Tell the streams of a channel of the workspace in force, after commit, that rows beyond this id stand there.
    `news` is the one row after it, as the kinds of stream that draw it want it: a page that has all before it need not
    ask.

    Rows of a channel that pages follow by id must commit in the order of their ids (lock the channel's own row before
    drawing one), else a page may pass over one that commits late. For news without an id: ANEW.
    """
    hints([(channel_key, newer_than, news)])


def hints(told: Iterable[tuple[str, int, Mapping[str, Any] | None]]) -> None:
    """As `hint`, for many channels at once."""
    workspace_id = required_workspace_id()
    messages = [(channel_of(workspace_id, key), _words(newer_than, news)) for key, newer_than, news in told]
    if messages:
        transaction.on_commit(lambda: _publish(messages))


def recheck(person: str = "") -> None:
    """Let the streams of one person, else of the whole workspace in force, prove within seconds of commit that they
    may still listen. A lost word costs a minute: each stream is asked that often anyway."""
    channel = channel_of(required_workspace_id(), RECHECK)
    transaction.on_commit(lambda: _publish([(channel, person)]))


def _words(newer_than: int, news: Mapping[str, Any] | None) -> str:
    return f"{newer_than} {json.dumps(news, separators=(',', ':'))}" if news else str(newer_than)


def _publish(messages: list[tuple[str, str]]) -> None:
    try:
        pipeline = _client().pipeline(transaction=False)
        for channel, words in messages:
            pipeline.publish(channel, words)
        pipeline.execute()
    except RedisError as error:
        log.warning("hint_not_sent", count=len(messages), reason=type(error).__name__)


@lru_cache(maxsize=1)
def _client() -> Any:
    # One more try at once, for a connection that Redis closed; its own usual pauses hold a page up for seconds.
    return Redis(**settings.REDIS, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 1))
