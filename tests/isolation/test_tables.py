"""Every tenant table, asked directly as the app role: its own workspace's rows and no others (proof 38, 39, 40)."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.tenancy import workspace_scope
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from tests.isolation.builders import ALONG
from tests.isolation.rows import tenant_models

pytestmark = pytest.mark.django_db

#: Our own tables without a workspace, and why.
GLOBAL = {
    "workspaces.Workspace": "the tenants themselves",
    "workspaces.User": "a person may be in several workspaces",
    "workspaces.User_groups": "of Django's user; unused",
    "workspaces.User_user_permissions": "of Django's user; unused",
}
#: Tenant tables that are no WorkspaceModel, and why.
BY_HAND = {
    "health.UsageEvent": "partitioned by month, key (workspace, message, day)",
    "health.UsageMessage": "partitioned ledger, key (workspace, message)",
}
OURS = ("core", "workspaces", "accounts", "notifications", "playbooks", "health", "surveys", "lifecycle", "portal", "reports", "integrations")  # fmt: skip


def run(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def columns(model):
    """The columns that an INSERT may name, without the id."""
    return [
        column.column
        for column in model._meta.local_fields
        if column.column and not column.primary_key and not column.generated and column.column != "id"
    ]


def test_every_table_of_ours_belongs_to_a_workspace_or_says_why_not():
    tenants = set(tenant_models())
    found = {
        m._meta.label
        for m in apps.get_models(include_auto_created=True)
        if m._meta.app_label in OURS and m not in tenants
    }
    assert found == set(GLOBAL), "Give the model a workspace, or say in GLOBAL why it has none."
    by_hand = {m._meta.label for m in tenants if not issubclass(m, WorkspaceModel)}
    assert by_hand == set(BY_HAND), "Derive the model from WorkspaceModel, or say in BY_HAND why not."


def test_no_row_is_without_a_workspace():
    nullable = run(
        "SELECT table_name FROM information_schema.columns WHERE column_name = 'workspace_id'"
        " AND table_schema = 'public' AND is_nullable = 'YES'"
    )
    assert nullable == []


def test_every_key_to_a_tenant_table_carries_the_workspace():
    keyed = set(
        run(
            """
            SELECT t.relname, a.attname FROM pg_constraint con
            JOIN pg_class t ON t.oid = con.conrelid
            JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = con.conkey[2]
            JOIN pg_attribute w ON w.attrelid = con.conrelid AND w.attnum = con.conkey[1]
            WHERE con.contype = 'f' AND cardinality(con.conkey) = 2 AND w.attname = 'workspace_id'
            """
        )
    )
    wanted = {
        (m._meta.db_table, f.column)
        for m in tenant_models()
        for f in m._meta.local_fields
        if isinstance(f, WorkspaceForeignKey)
    }
    assert wanted - keyed == set()


def test_a_policy_holds_for_the_app_role_and_binds_reading_and_writing():
    found = run(
        "SELECT tablename, policyname, cmd, roles::text, qual, with_check FROM pg_policies WHERE schemaname = 'public'"
    )
    own = "(workspace_id = (NULLIF(current_setting('app.workspace_id'::text, true), ''::text))::bigint)"
    policies = {
        (table, name): (cmd, roles, reads, writes) for table, name, cmd, roles, reads, writes in found
    }
    for model in tenant_models():
        assert policies.pop((model._meta.db_table, "workspace")) == ("ALL", "{public}", own, own), model
    # the one more: a person reads the own memberships
    assert {key: value[0] for key, value in policies.items()} == {("workspaces_member", "person"): "SELECT"}


def test_a_workspace_sees_its_own_rows_and_none_of_the_others(both):
    a, b = both.acme.company.workspace.id, both.other.company.workspace.id
    for model in tenant_models():
        table, count = model._meta.db_table, "SELECT count(*) FROM {} WHERE workspace_id = %s"
        with workspace_scope(a):
            assert run(count.format(table), b) == [(0,)], table
            assert run(count.format(table), a)[0][0] >= 1, table
            assert run(f"SELECT DISTINCT workspace_id FROM {table}") == [(a,)], table


def test_without_a_workspace_no_row_is_seen_and_none_is_written(both):
    for model in tenant_models():
        table, names = model._meta.db_table, ", ".join(columns(model))
        assert run(f"SELECT count(*) FROM {table}") == [(0,)], table
        if not getattr(model, "append_only", False):
            assert run(f"UPDATE {table} SET workspace_id = workspace_id") == 0, table
            assert run(f"DELETE FROM {table}") == 0, table
        sets = values_of(both.acme[model._meta.label])
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            run(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(sets))})", *sets)


def values_of(row):
    """A row's values as the database takes them, in the order of `columns`."""
    named = columns(type(row))
    return [
        column.get_db_prep_save(getattr(row, column.attname), connection)
        for column in row._meta.local_fields
        if column.column in named
    ]


def test_what_belongs_to_another_workspace_is_neither_written_nor_touched(both):
    a, b = both.acme.company.workspace.id, both.other.company.workspace.id
    for model in tenant_models():
        table, names = model._meta.db_table, columns(model)
        values = values_of(both.acme[model._meta.label])
        values[names.index("workspace_id")] = b
        with workspace_scope(a):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                run(
                    f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})",
                    *values,
                )
            if getattr(model, "append_only", False):
                for sql in (f"UPDATE {table} SET workspace_id = workspace_id", f"DELETE FROM {table}"):
                    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                        run(sql)
                continue
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                run(f"UPDATE {table} SET workspace_id = %s", b)
            assert run(f"UPDATE {table} SET workspace_id = workspace_id WHERE workspace_id = %s", b) == 0, (
                table
            )
            assert run(f"DELETE FROM {table} WHERE workspace_id = %s", b) == 0, table


def test_no_child_hangs_on_another_workspaces_parent(both):
    for model in tenant_models():
        row = both.acme[model._meta.label]
        for column in model._meta.local_fields:
            if not isinstance(column, WorkspaceForeignKey):
                continue
            foreign = both.other[column.related_model._meta.label].pk
            where, given = where_of(row)
            along = ALONG.get(f"{model._meta.label}.{column.name}", "")
            if getattr(model, "append_only", False):
                names, values = columns(model), values_of(row)
                values[names.index(column.column)] = foreign
                sql = f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
            else:
                sql, values = (
                    f"UPDATE {model._meta.db_table} SET {column.column} = %s{along} WHERE {where}",
                    [foreign, *given],
                )
            with (
                both.acme.company.scope(),
                pytest.raises(IntegrityError, match="foreign key"),
                transaction.atomic(),
            ):
                assert run(sql, *values) == 1, f"{model._meta.label}.{column.name} took a foreign parent"


def where_of(row):
    if isinstance(row, WorkspaceModel):
        return "id = %s", [row.pk]
    return "workspace_id = %s AND message_id = %s", [row.workspace_id, row.message_id]


def test_a_workspace_is_in_force_no_longer_than_its_transaction(both):
    with both.acme.company.scope():
        pass
    assert run("SELECT coalesce(current_setting('app.workspace_id', true), '')") == [("",)]
    with pytest.raises(ZeroDivisionError), both.acme.company.scope():
        raise ZeroDivisionError
    assert run("SELECT coalesce(current_setting('app.workspace_id', true), '')") == [("",)]
    assert run("SELECT count(*) FROM accounts_account") == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_the_next_transaction_of_a_pooled_connection_starts_without_one(transactional_db):
    with workspace_scope(7):
        assert run("SELECT current_setting('app.workspace_id')") == [("7",)]
    with transaction.atomic():
        assert run("SELECT current_setting('app.workspace_id', true)") == [("",)]
