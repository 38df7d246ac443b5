"""Stored files: the bytes lie in the storage under the workspace's id, the row knows what they are."""

from django.db import models

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.models.people import Member


class StoredFile(WorkspaceModel):
    """A file of a workspace; `path` is made by us from random bytes, `name` is what the person called it."""

    name = models.CharField(max_length=255)
    path = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "path"], name="stored_file_path_once")]
