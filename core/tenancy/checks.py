"""System checks that keep a new model from slipping past the walls."""

from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register
from django.db.models import DO_NOTHING, ForeignKey

from core.tenancy.constraints import RowSecurity
from core.tenancy.fields import WorkspaceForeignKey


def _is_tenant(model: Any) -> bool:
    return any(field.name == "workspace" for field in model._meta.local_fields)


@register()
def every_model_is_walled(app_configs: Any, **kwargs: Any) -> list[Error]:
    """E001 neither tenant nor declared global, E002 no row security, E003 plain key to a tenant table,
    E004 automatic many-to-many on a tenant model."""
    found: list[Error] = []
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if not _is_tenant(model):
            if label not in settings.GLOBAL_MODELS:
                found.append(
                    Error(f"{label} has no workspace and is not in GLOBAL_MODELS.", id="tenancy.E001")
                )
            continue
        if model._meta.managed and not any(isinstance(c, RowSecurity) for c in model._meta.constraints):
            found.append(Error(f"{label} has no row-level security.", id="tenancy.E002"))
        for field in model._meta.local_fields:
            # an event outlives its row: a key without a constraint and without deeds
            outlives = isinstance(field, ForeignKey) and field.remote_field.on_delete is DO_NOTHING
            plain = (
                isinstance(field, ForeignKey) and not outlives and not isinstance(field, WorkspaceForeignKey)
            )
            if plain and _is_tenant(field.related_model):
                found.append(Error(f"{label}.{field.name} must be a WorkspaceForeignKey.", id="tenancy.E003"))
        found += [
            Error(f"{label}.{relation.name} needs a tenant table.", id="tenancy.E004")
            for relation in cast(Any, model)._meta.local_many_to_many
            if relation.remote_field.through._meta.auto_created
        ]
    return found
