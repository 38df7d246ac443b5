"""A connection that is refused for want of a slot, or because the server starts, is tried again within bounds.

Past them the error goes on, and a page answers 503 with Retry-After (core.answers).
"""

import time
from typing import Any

import structlog
from django.db.backends.postgresql import base
from psycopg2 import OperationalError

log = structlog.get_logger(__name__)
PATIENCE = 3.0  # seconds
PAUSE = 0.1
PASSING = (
    "too many clients",
    "remaining connection slots",
    "too many connections",
    "is starting up",
    "is shutting down",
    "in recovery mode",
    "not yet accepting connections",
    "Connection refused",
    "No such file or directory",  # the socket of a server that restarts
)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: Any) -> Any:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return super().get_new_connection(conn_params)
            except OperationalError as error:
                if not any(words in str(error) for words in PASSING) or time.monotonic() > until:
                    raise
                time.sleep(PAUSE)
