"""The two database roles: the app role of web and workers, and the owner that only migrates."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections, transaction
from django.db.backends.signals import connection_created

log = structlog.get_logger(__name__)

GRANTABLE = """
    SELECT c.relname, c.relispartition FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
"""


# Functions that run with the owner's rights: nobody's by default, the app role's where their comment says so.
DEFINER_FUNCTIONS = """
    SELECT p.oid::regprocedure::text, coalesce(obj_description(p.oid, 'pg_proc') LIKE 'for the app role:%', false)
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
"""


@contextmanager
def as_owner(alias: str = "default") -> Iterator[Any]:
    """Swap the connection's role for the owner, who has BYPASSRLS; `row_security = off` turns a
    missing BYPASSRLS into an error instead of silently empty reads."""
    connection = connections[alias]
    if connection.in_atomic_block:
        raise RuntimeError("as_owner() cannot open inside a transaction.")
    refuse_without_owner()
    options = connection.settings_dict.setdefault("OPTIONS", {})
    was = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    was_options = options.get("options")
    connection.close()
    connection.settings_dict.update(settings.DATABASE_OWNER)
    options["options"] = "-c row_security=off"
    try:
        yield connection
    finally:
        connection.close()
        connection.settings_dict.update(was)
        if was_options is None:
            options.pop("options")
        else:
            options["options"] = was_options


def refuse_without_owner() -> None:
    """Raises ImproperlyConfigured, without asking the database anything."""
    if not settings.DATABASE_OWNER:
        raise ImproperlyConfigured("This needs the owner of the tables: set DATABASE_OWNER_URL.")


def append_only_tables() -> set[str]:
    """Tables to which the app role may only add."""
    return {m._meta.db_table for m in apps.get_models() if getattr(m, "append_only", False)}


def grants(connection: Any) -> None:
    """Declare what the app role may do, table by table; idempotent, needs no default privileges."""
    role = connection.ops.quote_name(settings.DATABASE_APP_ROLE)
    append_only = append_only_tables()
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(GRANTABLE)
        for table, is_partition in cursor.fetchall():
            if is_partition:
                continue  # reached through the parent only
            if table == "django_migrations":
                rights = "SELECT"
            elif table in append_only:
                rights = "SELECT, INSERT"
            else:
                rights = "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(f"GRANT {rights} ON {connection.ops.quote_name(table)} TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(DEFINER_FUNCTIONS)
        for function, is_for_app in cursor.fetchall():
            cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {role}")
            if is_for_app:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {role}")


def refuse_powerful_role(connection: Any) -> None:
    """Raise ImproperlyConfigured when the app would run as owner, superuser or with BYPASSRLS."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, "
            "EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace) "
            "FROM pg_roles r WHERE rolname = current_user"
        )
        name, is_superuser, bypasses, owns_tables = cursor.fetchone()
    wrong = [
        text
        for held, text in [
            (is_superuser, "is a superuser"),
            (bypasses, "has BYPASSRLS"),
            (owns_tables, "owns tables"),
        ]
        if held
    ]
    if wrong:
        raise ImproperlyConfigured(
            f"The database role {name} {' and '.join(wrong)}: row-level security would not hold. "
            "Give DATABASE_URL a plain role and keep the owner for DATABASE_OWNER_URL."
        )


def guard_role() -> None:
    """For the start of web and workers: refuse a powerful role now, and on every connection made later.

    A database that is not up yet is no reason to die: its first connection is then looked at.
    """
    connection_created.connect(_look_at_role, dispatch_uid="core.tenancy.guard_role")
    try:
        connections["default"].ensure_connection()
    except OperationalError as error:
        log.warning("database_not_up_yet", reason=str(error).strip())
    finally:
        connections["default"].close()


def _look_at_role(connection: Any, **kwargs: Any) -> None:
    try:
        refuse_powerful_role(connection)
    except ImproperlyConfigured:
        connection.close()
        raise
