"""The outbox: a mail is a row first, and is sent by whoever claims the row."""

from django.db import models

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.choices import OutboxStatus
from workspaces.models.files import StoredFile


class OutboxMessage(WorkspaceModel):
    """One mail to one address. `key` is unique per workspace, so the same news is never written twice.

    A row that stays `sending` past its lease was cut off between the server's accept and our note:
    it is shown to an operator and never sent again silently.
    """

    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    to_address = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=120, blank=True, default="")
    subject = models.CharField(max_length=300)
    text_body = models.TextField()
    html_body = models.TextField(blank=True, default="")
    message_id = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=OutboxStatus.choices, default=OutboxStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True, default="")
    attachment = WorkspaceForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True)
    has_attachment = models.BooleanField(default=False)  # also when the file has gone: then it is not sent
    stop_url = models.CharField(max_length=300, blank=True, default="")  # for List-Unsubscribe
    reply_to = models.CharField(max_length=254, blank=True, default="", db_default="")
    is_private = models.BooleanField(default=False)  # holds a secret link: body wiped once sent, never shown

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="outbox_key_once")]
        indexes = [
            models.Index(
                fields=["workspace", "next_attempt_at"],
                name="outbox_waiting",
                condition=models.Q(status="waiting"),
            ),
            models.Index(fields=["workspace", "-created_at", "-id"], name="outbox_newest"),
        ]
