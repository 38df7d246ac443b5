"""What customers did in the product: events by month, told apart by their message's id."""

from django.db import models

from accounts.models import Account, Contract
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceManager, WorkspaceModel
from workspaces.models import Batch, Workspace


class UsageEvent(models.Model):
    """A partition per month of `occurred_on`, made by the database function ensure_usage_partition.

    Written by set-based ingest only, never row by row; an event never changes.
    """

    pk = models.CompositePrimaryKey("workspace_id", "message_id", "occurred_on")
    workspace = models.ForeignKey(Workspace, on_delete=models.DO_NOTHING, related_name="+")
    message_id = models.CharField(max_length=240)
    occurred_on = models.DateField()
    account = WorkspaceForeignKey(Account, on_delete=models.DO_NOTHING)
    contract = WorkspaceForeignKey(Contract, on_delete=models.DO_NOTHING, null=True)
    feature = models.CharField(max_length=100)
    user_key = models.CharField(max_length=200, default="")  # empty: the source does not tell who
    quantity = models.BigIntegerField(default=1)
    duration_seconds = models.BigIntegerField(default=0)
    error_count = models.BigIntegerField(default=0)
    origin_batch = WorkspaceForeignKey(Batch, on_delete=models.DO_NOTHING, null=True)
    origin_row = models.IntegerField(null=True)

    objects = WorkspaceManager()

    class Meta:
        managed = False
        db_table = "health_usageevent"


class UsageMessage(models.Model):
    """The ledger of messages taken in: the same id never counts twice, in whatever month it comes again.

    `fingerprint` tells a repeat from another fact that bears the same id.
    """

    pk = models.CompositePrimaryKey("workspace_id", "message_id")
    workspace = models.ForeignKey(Workspace, on_delete=models.DO_NOTHING, related_name="+")
    message_id = models.CharField(max_length=240)
    fingerprint = models.UUIDField()
    figures = models.UUIDField()
    occurred_on = models.DateField()

    objects = WorkspaceManager()

    class Meta:
        managed = False
        db_table = "health_usagemessage"


class UsageSpan(WorkspaceModel):
    """First and last day of an account's usage, kept by ingest, so that nobody scans all months for it."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="usage_spans")
    first_on = models.DateField()
    last_on = models.DateField()
    first_user_on = models.DateField(null=True)  # first day on which the source named a user

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "account"], name="usage_span_once")]
