"""Use of the product for people: which events there are."""

from django.db import connection

from core.tenancy import required_workspace_id

NAMES = """
SELECT key FROM accounts_productfeature WHERE workspace_id = %(workspace)s
UNION
SELECT feature FROM health_usageevent
WHERE workspace_id = %(workspace)s AND feature <> ''
  AND occurred_on > (SELECT max(last_on) - 90 FROM health_usagespan WHERE workspace_id = %(workspace)s)
ORDER BY 1 LIMIT 200
"""


def feature_names() -> list[str]:
    """Events to choose from: the features of the products, and what usage named in its last 90 days. One query."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"workspace": required_workspace_id()})
        return [name for (name,) in cursor.fetchall()]
