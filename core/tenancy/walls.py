"""Do walls two and three stand? Read from PostgreSQL's catalogue, not from our code."""

from typing import Any

from django.apps import apps

from core.tenancy.constraints import RowSecurity, SameWorkspace

UNWALLED = """
    SELECT c.relname FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity
               AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'workspace'))
    ORDER BY 1
"""
CONSTRAINTS = "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND convalidated"
TENANT_TABLES = """
    SELECT c.relname FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    ORDER BY 1
"""


def missing_walls(cursor: Any) -> list[str]:
    """What is missing, by name: tables without forced row-level security, composite keys that do not stand."""
    cursor.execute(UNWALLED)
    found = [f"row-level security of {table}" for (table,) in cursor.fetchall()]
    cursor.execute(CONSTRAINTS)
    standing = {name for (name,) in cursor.fetchall()}
    return found + [f"key {name}" for name in sorted(_wanted_keys() - standing)]


def visible_without_workspace(cursor: Any) -> list[str]:
    """Tenant tables of which this role sees a row though no workspace is in force: none, for the app role."""
    cursor.execute(TENANT_TABLES)
    seen = []
    for (table,) in cursor.fetchall():
        cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')  # noqa: S608  (a name of the catalogue)
        if cursor.fetchone()[0]:
            seen.append(table)
    return seen


def _wanted_keys() -> set[str]:
    kinds = (RowSecurity, SameWorkspace)
    return {
        constraint.name
        for model in apps.get_models()
        if model._meta.managed
        for constraint in model._meta.constraints
        if isinstance(constraint, kinds)
    }
