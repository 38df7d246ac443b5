"""A database of the benchmarks' own, made and dropped by the owner: nobody's data is near."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.test.utils import setup_databases, teardown_databases

from core.tenancy.roles import as_owner


@contextmanager
def bench_database() -> Iterator[None]:
    """Migrated and empty; used as the app role; gone afterwards."""
    connections["default"].settings_dict["TEST"]["NAME"] = "csplatform_bench"
    with as_owner():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        connections["default"].ensure_connection()
    try:
        yield
    finally:
        connections["default"].close()
        with as_owner():
            teardown_databases(made, verbosity=0)


def analyze() -> None:
    """Fresh statistics, as autovacuum would have made them by the time people look."""
    with as_owner() as connection, connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
