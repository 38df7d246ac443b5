"""A customer company, who looks after it, and the figures that lists sort by."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.choices import AccountStatus, OwnerRole, Segment, Stage, Touch
from accounts.models.bin import OutsideBin
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceManager, WorkspaceModel
from workspaces.models import Imported, Member, Team

EXTERNAL_ID = 100


class Account(Imported):
    """`stage`, `stage_since_on`, `churned_on` and `returned_on` are written by lifecycle alone; the figures below the
    line are derived by accounts.services.refresh_figures and never typed in. With `deleted_at` it lies in the bin, and
    all that hangs on it with it."""

    external_id = models.CharField(_("external id"), max_length=EXTERNAL_ID, null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    parent = WorkspaceForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("parent account")
    )
    segment = models.CharField(_("segment"), max_length=12, choices=Segment.choices, blank=True, default="")
    touch = models.CharField(_("touch"), max_length=8, choices=Touch.choices, blank=True, default="")
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.LAND)
    stage_since_on = models.DateField(null=True, blank=True)
    industry = models.CharField(_("industry"), max_length=80, blank=True, default="")
    country = models.CharField(_("country"), max_length=2, blank=True, default="")  # ISO 3166-1 alpha-2
    website = models.CharField(_("website"), max_length=200, blank=True, default="")
    plan = models.CharField(_("plan"), max_length=80, blank=True, default="")
    referral_source = models.CharField(_("referral source"), max_length=80, blank=True, default="")
    customer_since_on = models.DateField(_("customer since"), null=True, blank=True)
    is_trial = models.BooleanField(_("trial"), default=False)
    declared_churned = models.BooleanField(default=False)  # what the source file claimed; told, never obeyed
    churned_on = models.DateField(null=True, blank=True, editable=False)  # last churn that was not taken back
    returned_on = models.DateField(null=True, editable=False)  # the last record, where it is a return
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False)

    # derived figures, in the workspace's currency; they hold since `figures_on`, when they last changed
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=AccountStatus.choices,
        default=AccountStatus.PROSPECT,
        editable=False,
    )
    arr_amount = models.BigIntegerField(default=0, editable=False)  # minor units
    mrr_amount = models.BigIntegerField(default=0, editable=False)
    seats = models.IntegerField(default=0, editable=False)
    open_contracts = models.IntegerField(default=0, editable=False)
    term_ends_on = models.DateField(null=True, editable=False)  # nearest end of an open term with milestones
    figures_on = models.DateField(null=True, editable=False)

    objects = OutsideBin()  # type: ignore[misc]
    with_bin = WorkspaceManager()

    class Meta(Imported.Meta):
        base_manager_name = "with_bin"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "external_id"], name="account_external_id_once"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="account_is_not_its_parent"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "name_key", "id"], name="account_by_name"),
            models.Index(fields=["workspace", "arr_amount", "id"], name="account_by_arr"),
            models.Index(fields=["workspace", "term_ends_on", "id"], name="account_by_term_end"),
            models.Index(fields=["workspace", "customer_since_on", "id"], name="account_by_since"),
            models.Index(
                fields=["workspace", "deleted_at", "id"],
                name="account_in_bin",
                condition=models.Q(deleted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AccountOwner(WorkspaceModel):
    """Who looks after an account in one role: a person or a team. In a member's book are the accounts that the
    member owns, alone or as one of the team."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="owners")
    role = models.CharField(max_length=4, choices=OwnerRole.choices)
    member = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="owned_accounts")
    team = WorkspaceForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="owned_accounts")

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "account", "role"], name="account_owner_once_per_role"
            ),
            models.CheckConstraint(
                condition=models.Q(member=None, team__isnull=False)
                | models.Q(member__isnull=False, team=None),
                name="account_owner_is_person_or_team",
            ),
        ]
