"""Stages as a workspace has them: sub-stages and criteria, where each account stands, and every move."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import OwnerRole, Stage
from accounts.models import Account
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from lifecycle.choices import CriterionKind, MoveOrigin
from workspaces.models import Member

NAME, TEXT, REASON = 80, 200, 1000


class StageSetting(WorkspaceModel):
    """One of the four stages: in which role the account's owner answers for it, and how far each role shares the
    account (`shares`: position by role, 0 to 110; they need not sum to 100). `version` guards its whole page."""

    stage = models.CharField(max_length=8, choices=Stage.choices)
    owner_role = models.CharField(_("owner"), max_length=4, choices=OwnerRole.choices)
    shares = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "stage"], name="stage_setting_once")]


class SubStage(WorkspaceModel):
    """A step within a stage, named by the workspace; one in which an account stands is never deleted."""

    stage = models.CharField(max_length=8, choices=Stage.choices)
    name = models.CharField(_("name"), max_length=NAME)
    name_key = models.CharField(max_length=NAME, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "stage", "name_key"], name="sub_stage_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(WorkspaceModel):
    """What should hold before an account enters or leaves a stage. One that is required refuses the move, any other
    asks for a reason."""

    stage = models.CharField(max_length=8, choices=Stage.choices)
    kind = models.CharField(max_length=5, choices=CriterionKind.choices)
    text = models.CharField(_("criterion"), max_length=TEXT)
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "stage", "kind", "position"], name="criterion_of_stage")]

    def __str__(self) -> str:
        return self.text


class CriterionTick(WorkspaceModel):
    """That a criterion holds for an account; gone when the account leaves the criterion's stage."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE)
    criterion = WorkspaceForeignKey(Criterion, on_delete=models.CASCADE)
    ticked_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT)
    ticked_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "account", "criterion"], name="criterion_tick_once")
        ]


class AccountStage(WorkspaceModel):
    """Where an account stands. `stage` is that of the account's own column, which lists sort by; where an import wrote
    another one there, lifecycle.services.place_accounts follows and notes the move."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="stage_rows")
    stage = models.CharField(max_length=8, choices=Stage.choices)
    sub_stage = WorkspaceForeignKey(SubStage, on_delete=models.PROTECT, null=True, related_name="stage_rows")
    entered_at = models.DateTimeField()
    sub_entered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "account"], name="account_stage_once")]


class StageMove(WorkspaceModel):
    """One move: who, when, why, from where to where. Names are those of the day; `unmet` the criteria that did not
    hold. Time in stage is computed from these rows."""

    append_only = True

    # outlives the account, as history does
    account = models.ForeignKey(
        Account, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    from_stage = models.CharField(max_length=8, choices=Stage.choices, blank=True, default="")
    from_sub_stage = models.CharField(max_length=NAME, blank=True, default="")
    to_stage = models.CharField(max_length=8, choices=Stage.choices)
    to_sub_stage = models.CharField(max_length=NAME, blank=True, default="")
    origin = models.CharField(max_length=8, choices=MoveOrigin.choices, default=MoveOrigin.PERSON)
    reason = models.CharField(max_length=REASON, blank=True, default="")
    unmet = models.JSONField(default=list)
    moved_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    moved_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "account", "-moved_at", "-id"], name="stage_move_of_account")
        ]
