"""The worker's own heartbeat: a thread of the worker's main process, so a busy pool is still alive."""

import threading
from typing import Any

import structlog
from celery.signals import worker_ready, worker_shutting_down
from redis.exceptions import RedisError

from core.readiness import beat_heart

log = structlog.get_logger(__name__)
_stop = threading.Event()


def start(**kwargs: Any) -> None:
    _stop.clear()
    threading.Thread(target=_beat, daemon=True, name="heartbeat").start()


def stop(**kwargs: Any) -> None:
    _stop.set()


def _beat() -> None:
    while True:
        try:
            beat_heart()
        except RedisError as error:
            log.warning("heartbeat_missed", reason=type(error).__name__)
        if _stop.wait(10):
            return


worker_ready.connect(start)
worker_shutting_down.connect(stop)
