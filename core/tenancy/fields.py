"""The foreign key between two tenant tables: no single-column constraint, no single-column index."""

from typing import Any

from django import forms
from django.db import models


class WorkspaceForeignKey(models.ForeignKey):
    """A foreign key whose constraint and index start with the workspace (attached by core.tenancy.hook)."""

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs["db_index"] = False
        kwargs.setdefault("related_name", "+")
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        kwargs.pop("db_index", None)
        return name, path, args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        # ForeignKey.formfield asks the default manager while the form class is made, when no workspace
        # is in force; core.forms fills the queryset per request instead.
        options: dict[str, Any] = {
            "form_class": forms.ModelChoiceField,
            "queryset": models.QuerySet(self.remote_field.model).none(),
            "to_field_name": self.remote_field.field_name,
            "blank": self.blank,
        }
        options.update({k: v for k, v in kwargs.items() if k != "queryset"})
        return super(models.ForeignKey, self).formfield(**options)
