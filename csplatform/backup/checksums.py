"""One checksum a workspace over all its rows in all tables, the same before and after."""

import hashlib
from collections import defaultdict
from typing import Any

TABLES = """
    SELECT c.relname, EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid
                              AND a.attname = 'workspace_id' AND NOT a.attisdropped)
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    ORDER BY c.relname
"""
# How a row is written as text depends on these.
SPELLING = {
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
}
NOBODY = "0"


def checksums(cursor: Any) -> dict[str, str]:
    """Workspace id (NOBODY for global tables) to a SHA-256 over number and sum of hashes of rows per table.

    Wants a connection that sees all rows: the owner's. The order of rows does not matter, nothing is sorted.
    """
    for name, value in SPELLING.items():
        cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
    cursor.execute(TABLES)
    lines: dict[str, list[str]] = defaultdict(list)
    for table, is_tenant in cursor.fetchall():
        whose = "workspace_id" if is_tenant else NOBODY
        cursor.execute(
            f'SELECT {whose}, count(*), sum(hashtextextended(t::text, 0)::numeric) FROM "{table}" t GROUP BY 1'  # noqa: S608
        )
        for workspace, number, total in cursor.fetchall():
            lines[str(workspace)].append(f"{table} {number} {total}")
    return {key: hashlib.sha256("\n".join(lines[key]).encode()).hexdigest() for key in sorted(lines)}
