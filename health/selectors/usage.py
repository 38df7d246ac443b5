"""Use of the product for people: which events there are."""

from django.db import connection

from core.tenancy import required_workspace_id
from health.ports import OWN_EVENTS

NAMES = """
WITH labels AS (
    SELECT key, min(label) AS label FROM accounts_productfeature WHERE workspace_id = %(workspace)s GROUP BY key
),
named AS (
    SELECT key FROM labels
    UNION
    SELECT feature FROM health_usageevent
    WHERE workspace_id = %(workspace)s AND feature <> ''
      AND occurred_on > (SELECT max(last_on) - 90 FROM health_usagespan WHERE workspace_id = %(workspace)s)
)
SELECT n.key, coalesce(nullif(l.label, ''), n.key) FROM named n LEFT JOIN labels l USING (key) ORDER BY 2, 1 LIMIT 200
"""


def named_features() -> list[tuple[str, str]]:
    """Events to choose from, by the word of usage and by the name that people read: the features of the products, and
    what usage named in its last 90 days. One query."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"workspace": required_workspace_id()})
        return list(cursor.fetchall())


def own_events() -> list[tuple[str, str]]:
    """Events of the platform itself that a usage metric may count, by the word and by the name that people read."""
    return [(event.key, str(event.label)) for event in OWN_EVENTS]
