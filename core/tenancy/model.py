"""Wall one: the base of every tenant table, whose managers refuse to look outside the workspace in force."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

import core.tenancy.hook  # noqa: F401  (must be connected before the first tenant model is made)
from core.tenancy.scope import (
    NoWorkspace,
    WorkspaceMismatch,
    current_workspace_id,
    is_unscoped,
    required_workspace_id,
)


class WorkspaceQuerySet(models.QuerySet):
    """Bulk writes check each row's workspace, as save() does for one."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        for row in rows:
            row.claim_workspace()
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        for row in rows:
            row.claim_workspace()
        return super().bulk_update(rows, *args, **kwargs)


class WorkspaceManager(models.Manager.from_queryset(WorkspaceQuerySet)):  # type: ignore[misc]
    """Filters by the workspace in force; raises NoWorkspace when none is."""

    def get_queryset(self) -> Any:
        queryset = super().get_queryset()
        if is_unscoped():
            return queryset
        return queryset.filter(workspace_id=required_workspace_id())


class WorkspaceModel(models.Model):
    """A row that belongs to one workspace."""

    append_only: ClassVar[bool] = False
    person_column: ClassVar[str | None] = None

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.PROTECT, editable=False, db_index=False, related_name="+"
    )

    objects = WorkspaceManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def claim_workspace(self) -> None:
        """Give a new row the workspace in force; refuse a row of another one."""
        in_force = current_workspace_id()
        if in_force is None:
            raise NoWorkspace(f"{type(self).__name__} cannot be written: no workspace is in force.")
        if self.workspace_id is None:
            self.workspace_id = in_force
        elif self.workspace_id != in_force:
            raise WorkspaceMismatch(f"{type(self).__name__} belongs to workspace {self.workspace_id}.")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.claim_workspace()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self.claim_workspace()
        return super().delete(*args, **kwargs)
