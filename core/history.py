"""History of records: what a row was before each change, kept by triggers and never rewritten.

One event table per tracked table, a tenant table with its walls; the app role may only add to it. An event of an
update or a deletion holds the row as it was; what it became is the next event's row, else the row itself. Rows that
imports bring in write no event for coming: they carry their batch.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import pghistory
import pgtrigger
from django.db import connection, models
from pghistory.models import Event

from core.tenancy.model import WorkspaceManager, WorkspaceModel


class RecordEvent(WorkspaceModel, Event):
    """Base of event tables; `pgh_context` says who and in which request."""

    append_only = True
    pgh_id = None  # type: ignore[assignment]

    objects = WorkspaceManager()  # type: ignore[misc]

    class Meta(WorkspaceModel.Meta):
        abstract = True


def event_base(tracked: type[models.Model], fields: Sequence[str], *, plain: Mapping[str, Any]) -> Any:
    """The abstract event model of a table. `plain`: foreign keys kept as bare numbers, by name."""
    by_hand = pgtrigger.Q(new__origin_batch__isnull=True)
    keys = {name: models.BigIntegerField(null=True, db_column=column) for name, column in plain.items()}
    return pghistory.create_event_model(
        tracked,
        pghistory.InsertEvent(condition=by_hand),
        pghistory.UpdateEvent(row="OLD"),
        pghistory.DeleteEvent(),
        fields=[*fields, *plain],
        attrs=keys,
        obj_field=pghistory.ObjForeignKey(related_name="+", db_index=False),
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
        base_model=RecordEvent,
    )


def note_actor(*, member_id: int | None, request_id: str = "", **more: Any) -> None:
    """Say for the rest of the transaction who changes records; triggers write it beside each change."""
    told = {"member": member_id, "request": request_id, **more}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_metadata', %s, true), set_config('pghistory.context_id', %s, true)",
            [json.dumps(told), str(uuid4())],
        )
