"""Walls two and three as constraints, so that makemigrations writes them for every tenant table.

The SQL is frozen in these classes, not in the migrations: to change it, add a second version of the class.
"""

from typing import Any

from django.db.models import SET_NULL, BaseConstraint, Model
from django.db.models.constraints import BaseConstraint as Base

WORKSPACE = "NULLIF(current_setting('app.workspace_id', true), '')::bigint"
PERSON = "NULLIF(current_setting('app.user_id', true), '')::bigint"


class _Attached(BaseConstraint):
    """A constraint that is nothing to validate in Python and runs its SQL after the table stands."""

    def statements(self, model: type[Model], editor: Any) -> list[str]:
        raise TypeError(f"{type(self).__name__} has no statements for {model.__name__} on {editor}.")

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        self.defer(schema_editor.deferred_sql, self.statements(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        self.defer(schema_editor.deferred_sql, self.statements(model, schema_editor))

    def defer(self, deferred: list[Any], statements: list[str]) -> None:
        deferred.extend(statements)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        return None


class RowSecurity(_Attached):
    """ENABLE and FORCE row-level security, the policy `workspace`, and the key (workspace_id, id).

    With `person` given (a column name) a second, SELECT-only policy lets a person read the own rows.
    """

    def __init__(self, *, name: str, person: str | None = None) -> None:
        super().__init__(name=name)
        self.person = person

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        if self.person:
            kwargs["person"] = self.person
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowSecurity) and (self.name, self.person) == (other.name, other.person)

    __hash__ = Base.__hash__

    def defer(self, deferred: list[Any], statements: list[str]) -> None:
        # before all else that waits: a composite key of the same migration needs this table's key to stand
        deferred[0:0] = statements

    def statements(self, model: type[Model], editor: Any) -> list[str]:
        table = editor.quote_name(model._meta.db_table)
        own = f"workspace_id = {WORKSPACE}"
        made = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY workspace ON {table} USING ({own}) WITH CHECK ({own})",
            f"ALTER TABLE {table} ADD CONSTRAINT {editor.quote_name(self.name)} UNIQUE (workspace_id, id)",
        ]
        if self.person:
            column = editor.quote_name(self.person)
            made.append(f"CREATE POLICY person ON {table} FOR SELECT USING ({column} = {PERSON})")
        return made

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        table = schema_editor.quote_name(model._meta.db_table)
        return (
            f"DROP POLICY IF EXISTS person ON {table}; DROP POLICY workspace ON {table}; "
            f"ALTER TABLE {table} DROP CONSTRAINT {schema_editor.quote_name(self.name)}; "
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        )


class SameWorkspace(_Attached):
    """FOREIGN KEY (workspace_id, x_id) to the parent's (workspace_id, id), checked at the statement.

    PostgreSQL's own foreign-key checks bypass row-level security; this keeps a child from pointing at
    another workspace's parent. Initially immediate, so that a service can catch the violation.
    """

    def __init__(self, *, name: str, field: str) -> None:
        super().__init__(name=name)
        self.field = field

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        kwargs["field"] = self.field
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameWorkspace) and (self.name, self.field) == (other.name, other.field)

    __hash__ = Base.__hash__

    def statements(self, model: type[Model], editor: Any) -> list[str]:
        field: Any = model._meta.get_field(self.field)
        column = editor.quote_name(field.column)
        parent = editor.quote_name(field.remote_field.model._meta.db_table)
        on_delete = f" ON DELETE SET NULL ({column})" if field.remote_field.on_delete is SET_NULL else ""
        return [
            f"ALTER TABLE {editor.quote_name(model._meta.db_table)} ADD CONSTRAINT "
            f"{editor.quote_name(self.name)} FOREIGN KEY (workspace_id, {column}) "
            f"REFERENCES {parent} (workspace_id, id){on_delete} DEFERRABLE INITIALLY IMMEDIATE"
        ]

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"
