"""Churn and its reasons, the renewal milestones that were decided, and the renewals that were closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contract
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from lifecycle.choices import RENEWED, ChurnReason, MilestoneState, RenewalOutcome
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


class RenewalClosing(WorkspaceModel):
    """How the renewal of one contract's term came out; days are the workspace's, amounts ARR in minor units of `currency`.

    `renewed_amount` and `renewed_until`, the last day of the new term, are there where it was renewed, `postponed_to`
    where the contract runs on until that day. `ends_on_before` and `renewed_itself` are the contract's as they were,
    None for open-ended: for taking the closing back, which leaves the row, with who did it and when.
    """

    contract = WorkspaceForeignKey(Contract, on_delete=models.CASCADE, related_name="closings")
    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE)
    term_starts_on = models.DateField()
    term_ends_on = models.DateField(_("term ended"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=RenewalOutcome.choices)
    closed_on = models.DateField(_("closed"))
    closed_at = models.DateTimeField()
    closed_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    currency = models.CharField(max_length=3)
    due_amount = models.BigIntegerField()
    renewed_amount = models.BigIntegerField(null=True)
    renewed_until = models.DateField(null=True)
    reason = models.CharField(max_length=20, choices=ChurnReason.choices, blank=True, default="")
    postponed_to = models.DateField(null=True)
    comment = models.CharField(max_length=1000, blank=True, default="")
    next_contract = WorkspaceForeignKey(Contract, on_delete=models.SET_NULL, null=True)
    made_contract = models.BooleanField(default=False)  # by the closing; else it was there
    churn_record = WorkspaceForeignKey(ChurnRecord, on_delete=models.SET_NULL, null=True)
    ends_on_before = models.DateField(null=True)
    renewed_itself = models.BooleanField(default=False)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "contract", "term_ends_on"],
                name="renewal_closed_once",
                condition=models.Q(reopened_at=None) & ~models.Q(outcome=RenewalOutcome.POSTPONED),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    outcome=RenewalOutcome.POSTPONED, postponed_to__gt=models.F("term_ends_on")
                )
                | (~models.Q(outcome=RenewalOutcome.POSTPONED) & models.Q(postponed_to=None)),
                name="renewal_postponed_to_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "account", "-term_ends_on"], name="closing_of_account"),
            models.Index(fields=["workspace", "-closed_on", "-id"], name="closing_by_day"),
        ]

    @property
    def is_renewed(self) -> bool:
        """Whether the customer stays for another term."""
        return self.outcome in RENEWED
