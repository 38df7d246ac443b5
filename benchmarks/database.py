"""The database of a bench: the launcher's own for this run alone, so nobody's data is near."""

from contextlib import contextmanager
from typing import Any

import redis
from django.conf import settings
from django.db import connections

from core.tenancy.roles import as_owner

TABLES = """
SELECT string_agg(format('%I', relname), ', ') FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
  AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
"""


def empty() -> None:
    """All tables as after migrating, no task waiting: no goal meets what another left."""
    redis.Redis(**settings.REDIS).flushall()
    with owner_cursor() as cursor:
        cursor.execute(TABLES)
        [tables] = cursor.fetchone()
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY")


def analyze(*tables: str) -> None:
    """Fresh statistics of these tables, of all without one, as autovacuum would have made them by the time people look."""
    with owner_cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(tables)}")
    connections["default"].ensure_connection()  # who measures next does not wait for it


@contextmanager
def owner_cursor() -> Any:
    """The owner of the tables, who passes row-level security; outside any transaction."""
    with as_owner() as connection, connection.cursor() as cursor:
        yield cursor
