"""Where an imported row came from: which batch, which file, which row of it."""

from django.db import models

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.models.people import Member


class Batch(WorkspaceModel):
    """One run of an import, or of another source that brings rows in."""

    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=255)  # the file's name
    created_at = models.DateTimeField()
    created_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)


class Imported(WorkspaceModel):
    """Base of tables that imports may fill."""

    origin_batch = WorkspaceForeignKey(Batch, on_delete=models.SET_NULL, null=True, editable=False)
    origin_row = models.PositiveIntegerField(null=True, editable=False)

    class Meta(WorkspaceModel.Meta):
        abstract = True
