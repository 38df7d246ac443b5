"""Notices in the app: one line for one member, with where it leads."""

from django.db import models

from accounts.models import Account
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.models import Member


class Notice(WorkspaceModel):
    """`origin_key` says what it came from: one member is never told the same thing twice."""

    member = WorkspaceForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    origin_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, null=True)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=500, blank=True, default="")
    path = models.CharField(max_length=300)  # below the workspace's own address
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "member", "origin_key"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "member", "-created_at", "-id"], name="notice_newest"),
            models.Index(
                fields=["workspace", "member"], name="notice_unread", condition=models.Q(read_at=None)
            ),
        ]
