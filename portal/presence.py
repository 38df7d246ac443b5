"""Who is here and who is writing: keys of Redis that pass by themselves, never rows.

Somebody is here while a page of theirs holds a stream: the door of the stream notes it, which is asked again within a
minute. Without Redis nobody knows, and nothing is said of it.
"""

import time
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

import structlog
from django.conf import settings
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.tenancy import required_workspace_id

log = structlog.get_logger(__name__)

HERE_SECONDS = 75  # a stream proves itself within 50
TYPING_SECONDS = 6  # a page that writes says so every three


def staff(member_id: int) -> str:
    """How a member is named among those who are here."""
    return f"member:{member_id}"


def customer(contact_id: int) -> str:
    """How a contact is named among those who are here."""
    return f"contact:{contact_id}"


def note_here(person: str) -> None:
    """This person has a page of chat open."""
    now = time.time()
    try:
        pipeline = _client().pipeline(transaction=False)
        pipeline.zadd(_key("here"), {person: now + HERE_SECONDS})
        pipeline.zremrangebyscore(_key("here"), "-inf", now)
        pipeline.expire(_key("here"), HERE_SECONDS)
        pipeline.execute()
    except RedisError as error:
        log.warning("presence_without_redis", reason=type(error).__name__)


def all_here() -> set[str] | None:
    """Everybody of the workspace in force who is here; None where that cannot be known."""
    try:
        found: list[Any] = _client().zrangebyscore(_key("here"), time.time(), "+inf")
    except RedisError as error:
        log.warning("presence_without_redis", reason=type(error).__name__)
        return None
    return {one.decode() for one in found}


def note_typing(room_id: int, person: str, name: str) -> None:
    """This person writes in the room at this moment."""
    try:
        _client().hset(_key(f"typing:{room_id}"), person, f"{time.time() + TYPING_SECONDS:.3f} {name}")
        _client().expire(_key(f"typing:{room_id}"), TYPING_SECONDS)
    except RedisError as error:
        log.warning("presence_without_redis", reason=type(error).__name__)


def stop_typing(places: Iterable[tuple[int, str]]) -> None:
    """What these persons wrote in these rooms is sent."""
    try:
        pipeline = _client().pipeline(transaction=False)
        for room_id, person in places:
            pipeline.hdel(_key(f"typing:{room_id}"), person)
        pipeline.execute()
    except RedisError as error:
        log.warning("presence_without_redis", reason=type(error).__name__)


def look(room_id: int, persons: Collection[str]) -> tuple[dict[str, bool] | None, dict[str, str]]:
    """Of these persons, who is here, and who is writing in the room, by name: one round trip. Without Redis None, and
    nobody writes."""
    named = list(persons)
    try:
        pipeline = _client().pipeline(transaction=False)
        for person in named:
            pipeline.zscore(_key("here"), person)
        pipeline.hgetall(_key(f"typing:{room_id}"))
        *scores, typing = pipeline.execute()
    except RedisError as error:
        log.warning("presence_without_redis", reason=type(error).__name__)
        return None, {}
    now = time.time()
    here = {person: score is not None and score > now for person, score in zip(named, scores, strict=True)}
    writing = {}
    for person, told in typing.items():
        until, _space, name = told.decode().partition(" ")
        if float(until) > now:
            writing[person.decode()] = name
    return here, writing


def _key(name: str) -> str:
    return f"{required_workspace_id()}:chat:{name}"


@lru_cache(maxsize=1)
def _client() -> Any:
    # One more try at once, for a connection that Redis closed; its own usual pauses hold a page up for seconds.
    return Redis(**settings.REDIS, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 1))
