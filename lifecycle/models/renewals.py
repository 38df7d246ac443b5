"""Churn and its reasons, and the renewal milestones that were decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contract
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from lifecycle.choices import ChurnReason, MilestoneState
from workspaces.models import Imported, Member, OutboxMessage


class ChurnRecord(Imported):
    """An account left, or came back (`is_reactivation`)."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="churn_records")
    external_id = models.CharField(max_length=100, null=True, blank=True)
    churned_on = models.DateField(_("date"))
    reason = models.CharField(
        _("reason"), max_length=20, choices=ChurnReason.choices, default=ChurnReason.UNKNOWN
    )
    source_reason = models.CharField(max_length=100, blank=True, default="")  # the other system's own word
    is_reactivation = models.BooleanField(_("came back"), default=False)
    refund_amount = models.BigIntegerField(null=True, blank=True)  # minor units
    refund_currency = models.CharField(max_length=3, blank=True, default="")
    comment = models.CharField(_("comment"), max_length=1000, blank=True, default="")
    recorded_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)

    class Meta(Imported.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="churn_external_id_once")
        ]
        indexes = [models.Index(fields=["workspace", "account", "churned_on"], name="churn_of_account")]


class MilestoneDecision(WorkspaceModel):
    """That a renewal milestone of one contract and one term end was sent or skipped; decided once."""

    contract = WorkspaceForeignKey(Contract, on_delete=models.CASCADE, related_name="milestone_decisions")
    term_ends_on = models.DateField()
    milestone = models.PositiveSmallIntegerField()  # days before the term's end: 120, 90, 60, 30
    state = models.CharField(max_length=8, choices=MilestoneState.choices)
    decided_on = models.DateField()
    decided_at = models.DateTimeField()
    days_left = models.SmallIntegerField()
    owner = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    message = WorkspaceForeignKey(OutboxMessage, on_delete=models.SET_NULL, null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                # by the term's end first: a sweep reads the decisions of its window alone
                fields=["workspace", "term_ends_on", "milestone", "contract"],
                name="milestone_decided_once",
            )
        ]
