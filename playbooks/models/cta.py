"""Calls to action: what a person must do about an account."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from playbooks.choices import CtaKind, Outcome, Priority
from playbooks.models.rule import Rule
from workspaces.models import Member, Team

REASON, NOTE = 300, 2000


class Cta(WorkspaceModel):
    """Open until `closed_at`. `origin` says which part of the platform raised it and `origin_key` what for: of one key
    one is open at a time, and a rule raises it once. The owner is a person or a team, or nobody yet.
    `snoozed_until` is the first day on which it is due to be seen again."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="ctas")
    kind = models.CharField(_("kind"), max_length=14, choices=CtaKind.choices, default=CtaKind.OTHER)
    reason = models.CharField(_("reason"), max_length=REASON)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL
    )
    owner = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, verbose_name=_("owner"))
    team = WorkspaceForeignKey(Team, on_delete=models.PROTECT, null=True, verbose_name=_("team"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=40)
    origin_key = models.CharField(max_length=200)
    rule = WorkspaceForeignKey(Rule, on_delete=models.SET_NULL, null=True)
    opened_at = models.DateTimeField()
    opened_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="opened_ctas")
    closed_at = models.DateTimeField(null=True)
    closed_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="closed_ctas")
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True, default="")
    note = models.CharField(max_length=NOTE, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "origin_key"], name="cta_open_once", condition=models.Q(closed_at=None)
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
                name="cta_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(team=None), name="cta_owner_is_person_or_team"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "origin_key"], name="cta_by_origin"),
            models.Index(
                fields=["workspace", "owner", "due_on"],
                name="cta_of_owner",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["workspace", "due_on", "id"], name="cta_by_due", condition=models.Q(closed_at=None)
            ),
            models.Index(fields=["workspace", "-opened_at", "-id"], name="cta_newest"),
        ]

    def __str__(self) -> str:
        return self.reason
