"""The months of usage, made ahead so that nobody waits for one."""

from datetime import date, timedelta

from django.db import connection

MONTHS_AHEAD = 2


def make_months_ahead(*, today: date) -> int:
    """Make the partitions of this month and the next two; how many were missing."""
    days = {(today + timedelta(days=31 * number)).replace(day=1) for number in range(MONTHS_AHEAD + 1)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE ensure_usage_partition(day)) FROM unnest(%s::date[]) AS day",
            [sorted(days)],
        )
        made: int = cursor.fetchone()[0]
    return made
