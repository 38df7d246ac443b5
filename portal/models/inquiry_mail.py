"""Mails to inquiries that could not be taken in, kept for an admin to look at."""

from django.db import models

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from portal.choices.inquiries import ParkedReason
from workspaces.models import Member


class ParkedMail(WorkspaceModel):
    """One mail that nobody knew what to do with. `body` is its own text, cut; its files are not kept."""

    message_id = models.CharField(max_length=200)
    reason = models.CharField(max_length=12, choices=ParkedReason.choices)
    sender = models.CharField(max_length=254)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=300, blank=True, default="")
    body = models.TextField(blank=True, default="")
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "message_id"], name="parked_mail_once")]
        indexes = [
            models.Index(
                fields=["workspace", "-received_at", "-id"],
                name="parked_mail_waiting",
                condition=models.Q(settled_at=None),
            )
        ]
