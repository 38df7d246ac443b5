"""Success plans: what a customer sets out to reach with us, agreed, signed and measured; their record and their PDFs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from lifecycle.choices import PlanPrint, PlanStatus, PlanStepKind
from workspaces.models import Member, StoredFile

TITLE, LONG, WORDS = 160, 4000, 500


class SuccessPlan(WorkspaceModel):
    """One plan. `revision` counts what was agreed on: goals, activities and words, not readings or ticks; a contact
    signs one revision. `version` guards the plan's own fields against two editors. `progress`, `goals` and
    `goals_reached` follow from its KPIs (lifecycle.rules.plans) and are written with each change of them."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="success_plans")
    title = models.CharField(_("title"), max_length=TITLE)
    summary = models.TextField(_("executive summary"), max_length=LONG, blank=True, default="")
    finances = models.TextField(_("finances and timescales"), max_length=LONG, blank=True, default="")
    results = models.TextField(_("measured results"), max_length=LONG, blank=True, default="")
    owner = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, verbose_name=_("owner"))
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    status = models.CharField(max_length=8, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    progress = models.PositiveSmallIntegerField(null=True)  # percent
    goals = models.PositiveSmallIntegerField(default=0)
    goals_reached = models.PositiveSmallIntegerField(default=0)
    shared_at = models.DateTimeField(null=True)
    shared_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = WorkspaceForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")
    signed_name = models.CharField(max_length=200, blank=True, default="")
    signed_revision = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "account", "-created_at", "-id"], name="plan_of_account"),
            models.Index(fields=["workspace", "status", "ends_on"], name="plan_by_status"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        return self.status == PlanStatus.CLOSED

    @property
    def is_changed_since_signed(self) -> bool:
        return self.signed_revision is not None and self.signed_revision != self.revision


class PlanStep(WorkspaceModel):
    """A line of a plan's record: who did what when. Sharing and signing keep the plan as it then stood in `document`
    (lifecycle.selectors.plans.frozen). The app may add to it and read it, nothing else."""

    append_only = True

    # outlives the plan, as history does
    plan = models.ForeignKey(
        SuccessPlan, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=PlanStepKind.choices)
    words = models.CharField(max_length=WORDS, blank=True, default="")
    revision = models.PositiveIntegerField(default=1)
    document = models.JSONField(null=True)
    by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    by_contact = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "plan", "-at", "-id"], name="plan_step_of_plan")]


class PlanDocument(WorkspaceModel):
    """A plan for print: frozen, so that the same document is always the same bytes. What holds amounts does not exist
    for those who may not see money."""

    plan = WorkspaceForeignKey(SuccessPlan, on_delete=models.CASCADE, related_name="documents")
    code = models.CharField(max_length=60)
    language = models.CharField(max_length=10, default="en")
    paper = models.CharField(max_length=6, default="a4")
    data = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    has_money = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=PlanPrint.choices, default=PlanPrint.WAITING)
    taken_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    file = WorkspaceForeignKey(StoredFile, on_delete=models.SET_NULL, null=True)
    pages = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=40, blank=True, default="")  # core.pdf.Reason
    created_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "plan", "fingerprint"], name="plan_document_taken_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["workspace", "queued_at"],
                name="plan_document_waiting",
                condition=models.Q(state__in=["waiting", "rendering"]),
            )
        ]

    def __str__(self) -> str:
        return self.code
