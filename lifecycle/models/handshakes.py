"""Handshakes: a formal handoff between two roles, item by item, with its clock and its record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountFile, Contract
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from lifecycle.choices import (
    OPEN_STATES,
    HandshakeKind,
    HandshakeOrigin,
    HandshakeState,
    ItemKey,
    ItemSide,
    ItemSource,
    ItemState,
    StepKind,
)
from workspaces.models import Member

VALUE, QUESTION, REASON = 2000, 500, 1000


class HandshakeSetting(WorkspaceModel):
    """Business days that a workspace allows for one kind: to deliver, and to answer what was delivered."""

    kind = models.PositiveSmallIntegerField(choices=HandshakeKind.choices)
    deliver_days = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField()

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "kind"], name="handshake_setting_once")]


class Handshake(WorkspaceModel):
    """One handoff. `origin_key` names what opened it: of one account and kind, one handshake at most is open per key,
    and a renewal's is never opened again. `due_on` is the day by which the side whose turn it is has to act."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="handshakes")
    kind = models.PositiveSmallIntegerField(_("kind"), choices=HandshakeKind.choices)
    origin = models.CharField(max_length=8, choices=HandshakeOrigin.choices)
    origin_key = models.CharField(max_length=80)
    contract = WorkspaceForeignKey(Contract, on_delete=models.SET_NULL, null=True)
    state = models.CharField(max_length=10, choices=HandshakeState.choices, default=HandshakeState.DRAFT)
    giver = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, verbose_name=_("hands over"))
    receiver = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, verbose_name=_("receives"))
    form = models.JSONField(default=dict)  # of kind 1: lifecycle.rules.handover
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    delivered_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    returns = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "account", "kind", "origin_key"],
                name="handshake_open_once",
                condition=models.Q(state__in=[state.value for state in OPEN_STATES]),
            ),
            models.UniqueConstraint(
                fields=["workspace", "origin_key"],
                name="handshake_of_renewal_once",
                condition=models.Q(origin=HandshakeOrigin.RENEWAL.value),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "account", "-opened_at", "-id"], name="handshake_of_account"),
            models.Index(
                fields=["workspace", "due_on"],
                name="handshake_open_by_due",
                condition=models.Q(state__in=[state.value for state in OPEN_STATES]),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class HandshakeItem(WorkspaceModel):
    """One line of the checklist. `value` is what is handed over, in words; an item without words and without a file is
    missing, and `missing_reason` may say why. `given_by` is empty while the platform alone filled it in."""

    handshake = WorkspaceForeignKey(Handshake, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=16, choices=ItemKey.choices)
    side = models.CharField(max_length=4, choices=ItemSide.choices, default=ItemSide.GIVE)
    position = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=ItemSource.choices, blank=True, default="")
    value = models.CharField(_("what is handed over"), max_length=VALUE, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    file = WorkspaceForeignKey(AccountFile, on_delete=models.SET_NULL, null=True, verbose_name=_("document"))
    missing_reason = models.CharField(_("why it is missing"), max_length=300, blank=True, default="")
    given_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    given_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=ItemState.choices, default=ItemState.LOOK)
    checked_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    checked_at = models.DateTimeField(null=True)
    question = models.CharField(_("question"), max_length=QUESTION, blank=True, default="")
    answer = models.CharField(_("answer"), max_length=QUESTION, blank=True, default="")

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "handshake", "side", "key"], name="handshake_item_once"
            )
        ]

    @property
    def is_missing(self) -> bool:
        return not self.value and self.file_id is None


class HandshakeStep(WorkspaceModel):
    """A line of the record: who did what when. The app may add to it and read it, nothing else."""

    append_only = True

    # outlives the handshake, as history does
    handshake = models.ForeignKey(
        Handshake, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    item = models.CharField(max_length=16, choices=ItemKey.choices, blank=True, default="")
    words = models.CharField(max_length=REASON, blank=True, default="")
    by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "handshake", "-at", "-id"], name="step_of_handshake")]
