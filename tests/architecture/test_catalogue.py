"""The database itself says that the walls stand: read from PostgreSQL's catalogue, not from our code."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

TENANT_TABLES = """
    SELECT c.relname, c.relkind, c.relispartition, c.relrowsecurity, c.relforcerowsecurity,
           (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id'
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT a.attisdropped
"""


def rows(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_tests_run_as_the_app_role():
    [(current, session, is_super, bypasses)] = rows(
        "SELECT current_user, session_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    assert (current, session, is_super, bypasses) == ("cs_app", "cs_app", False, False)


def test_every_tenant_table_enables_and_forces_row_security_with_a_policy():
    found = [
        name
        for name, _kind, is_partition, enabled, forced, policies in rows(TENANT_TABLES)
        if not is_partition and not (enabled and forced and policies)
    ]
    assert found == []


def test_the_catalogue_holds_as_many_tenant_tables_as_the_model_registry():
    from django.apps import apps

    named = {name for name, *_ in rows(TENANT_TABLES)}
    modelled = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.name == "workspace" for field in model._meta.local_fields)
    }
    assert modelled - named == set()


def test_the_app_role_owns_nothing_and_may_not_truncate():
    assert rows("SELECT relname FROM pg_class WHERE relowner = 'cs_app'::regrole") == []
    assert (
        rows(
            "SELECT table_name FROM information_schema.role_table_grants "
            "WHERE grantee = 'cs_app' AND privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')"
        )
        == []
    )


def test_no_partition_is_granted_to_the_app_role():
    assert (
        rows(
            "SELECT c.relname FROM pg_class c WHERE c.relispartition AND c.relkind = 'r' "
            "AND has_table_privilege('cs_app', c.oid, 'SELECT')"
        )
        == []
    )


def test_append_only_tables_grant_neither_update_nor_delete():
    from core.tenancy.roles import append_only_tables

    assert "workspaces_securityact" in append_only_tables()
    for table in append_only_tables():
        granted = {
            privilege
            for (privilege,) in rows(
                "SELECT privilege_type FROM information_schema.role_table_grants "
                "WHERE grantee = 'cs_app' AND table_name = %s",
                table,
            )
        }
        assert granted == {"SELECT", "INSERT"}, table


def test_no_single_column_foreign_key_joins_two_tenant_tables():
    found = rows(
        """
        SELECT con.conname FROM pg_constraint con
        WHERE con.contype = 'f' AND cardinality(con.conkey) = 1
          AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = con.conrelid AND a.attname = 'workspace_id')
          AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = con.confrelid AND a.attname = 'workspace_id')
        """
    )
    assert found == []


def test_composite_keys_are_immediate():
    found = rows(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND cardinality(conkey) = 2 AND condeferred"
    )
    assert found == []


def test_unique_keys_and_indexes_of_tenant_tables_start_with_the_workspace():
    found = rows(
        """
        SELECT i.relname FROM pg_index x
        JOIN pg_class i ON i.oid = x.indexrelid
        JOIN pg_class t ON t.oid = x.indrelid
        JOIN pg_attribute w ON w.attrelid = t.oid AND w.attname = 'workspace_id'
        WHERE t.relnamespace = 'public'::regnamespace AND NOT x.indisprimary AND x.indkey[0] <> w.attnum
        """
    )
    # read across workspaces under the policy `person`, by the person
    assert [name for (name,) in found] == ["member_of_person"]


def test_views_run_with_the_rights_of_who_asks():
    assert (
        rows(
            "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace "
            "AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)"
        )
        == []
    )
