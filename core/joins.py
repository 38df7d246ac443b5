"""How the database joins what is stated about a whole workspace at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def of_whole_sets() -> Iterator[None]:
    """Plan without nested loops meanwhile; inside a transaction only.

    Rows of this very transaction, and of a workspace that is new since the last ANALYZE, have no statistics: the
    planner thinks them few and would go through all of them once for each, which for a book of 500 accounts
    took forty times as long as hashing them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    # After an error the transaction is given up, and the setting with it.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = on")
