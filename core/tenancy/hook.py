"""Attaches walls two and three to every tenant model as its class is made."""

from hashlib import sha256
from typing import Any

from django.db.models import DO_NOTHING, Index, Model
from django.db.models.signals import class_prepared

from core.tenancy.constraints import RowSecurity, SameWorkspace
from core.tenancy.fields import WorkspaceForeignKey


def attach_walls(sender: type[Model], **kwargs: Any) -> None:
    """Append RowSecurity, and per WorkspaceForeignKey a SameWorkspace and an index (workspace, field)."""
    options = sender._meta
    if options.abstract or options.proxy or not options.managed or sender.__module__ == "__fake__":
        return
    if not any(field.name == "workspace" for field in options.local_fields):
        return
    person = getattr(sender, "person_column", None)
    constraints: list[Any] = [RowSecurity(name=_name(options.db_table, "row_security"), person=person)]
    indexes: list[Index] = []
    for field in options.local_fields:
        if not isinstance(field, WorkspaceForeignKey):
            continue
        if field.remote_field.on_delete is not DO_NOTHING:
            name = _name(options.db_table, f"{field.name}_same_workspace")
            constraints.append(SameWorkspace(name=name, field=field.name))
        if not _covered(sender, field.name):
            index = Index(fields=["workspace", field.name])
            index.set_name_with_model(sender)
            indexes.append(index)
    options.constraints = [*options.constraints, *constraints]
    options.indexes = [*options.indexes, *indexes]
    options.original_attrs["constraints"] = options.constraints
    options.original_attrs["indexes"] = options.indexes


def _covered(model: type[Model], field: str) -> bool:
    """True when a whole unique constraint or index of the model already starts with (workspace, field)."""
    rules: list[Any] = [*model._meta.indexes, *model._meta.constraints]
    whole = [rule for rule in rules if not getattr(rule, "condition", None)]
    leading = [tuple(name.lstrip("-") for name in getattr(rule, "fields", ())[:2]) for rule in whole]
    return ("workspace", field) in leading


def _name(table: str, rule: str) -> str:
    full = f"{table}_{rule}"
    if len(full) <= 63:
        return full
    return f"{full[:54]}_{sha256(full.encode()).hexdigest()[:8]}"


class_prepared.connect(attach_walls, dispatch_uid="core.tenancy.attach_walls")
