"""What stands in a success plan: outcomes with their KPIs and readings, activities, barriers, and lines of the other
sections. Each has a `version` of its own, so that two people may edit one plan at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountFile
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from lifecycle.choices import ActivityKind, BarrierKind, BarrierState, Direction, NoteKind, OutcomeState
from lifecycle.models.plans import SuccessPlan
from workspaces.models import Member

NAME, TEXT, WHO, EVIDENCE = 200, 1000, 120, 500


class PlanOutcome(WorkspaceModel):
    """A desired business outcome. `statement` is the executive's, once it is achieved."""

    plan = WorkspaceForeignKey(SuccessPlan, on_delete=models.CASCADE, related_name="outcomes")
    title = models.CharField(_("business outcome"), max_length=NAME)
    initiative = models.CharField(_("strategic initiative"), max_length=300, blank=True, default="")
    priority = models.PositiveSmallIntegerField(_("customer’s priority"), null=True)
    success_factor = models.CharField(_("critical success factor"), max_length=TEXT, blank=True, default="")
    status_now = models.CharField(_("status now"), max_length=TEXT, blank=True, default="")
    goal_state = models.CharField(_("goal"), max_length=TEXT, blank=True, default="")
    statement = models.CharField(_("executive statement"), max_length=TEXT, blank=True, default="")
    state = models.CharField(max_length=8, choices=OutcomeState.choices, default=OutcomeState.OPEN)
    achieved_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "plan", "priority", "id"], name="outcome_of_plan")]

    def __str__(self) -> str:
        return self.title


class PlanKpi(WorkspaceModel):
    """A SMART measure of an outcome. Values are thousandths of `unit`; `latest` is that of the newest reading, and
    `reached_on` the first day on which a reading met the target and none since fell back."""

    outcome = WorkspaceForeignKey(PlanOutcome, on_delete=models.CASCADE, related_name="kpis")
    title = models.CharField(_("KPI"), max_length=NAME)
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="")
    baseline = models.BigIntegerField(_("baseline"))
    target = models.BigIntegerField(_("target"))
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.UP)
    measured_how = models.CharField(_("how it is measured"), max_length=300, blank=True, default="")
    measured_when = models.CharField(_("how often"), max_length=WHO, blank=True, default="")
    measured_by = models.CharField(_("by whom"), max_length=WHO, blank=True, default="")
    due_on = models.DateField(_("due"), null=True)
    latest = models.BigIntegerField(null=True)
    latest_on = models.DateField(null=True)
    reached_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "outcome", "id"], name="kpi_of_outcome"),
            models.Index(
                fields=["workspace", "reached_on"],
                name="kpi_by_day_reached",
                condition=models.Q(reached_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class KpiReading(WorkspaceModel):
    """A KPI on a day, with its evidence in words or as a file of the account; a later one of the day replaces it."""

    kpi = WorkspaceForeignKey(PlanKpi, on_delete=models.CASCADE, related_name="readings")
    measured_on = models.DateField(_("measured on"))
    value = models.BigIntegerField(_("value"))
    evidence = models.CharField(_("evidence"), max_length=EVIDENCE, blank=True, default="")
    file = WorkspaceForeignKey(AccountFile, on_delete=models.SET_NULL, null=True)
    recorded_by = WorkspaceForeignKey(Member, on_delete=models.SET_NULL, null=True)
    recorded_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kpi", "measured_on"], name="kpi_read_once_a_day")
        ]


class PlanActivity(WorkspaceModel):
    """An adoption activity. `by_customer`: the customer carries it out and ticks it in the portal. `rating` is the
    participants', in tenths of five."""

    plan = WorkspaceForeignKey(SuccessPlan, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(_("kind"), max_length=13, choices=ActivityKind.choices)
    title = models.CharField(_("activity"), max_length=NAME)
    text = models.CharField(_("description"), max_length=TEXT, blank=True, default="")
    objective = models.CharField(_("objective"), max_length=300, blank=True, default="")
    audience = models.CharField(_("audience"), max_length=NAME, blank=True, default="")
    developed_by = models.CharField(_("developed by"), max_length=WHO, blank=True, default="")
    delivered_by = models.CharField(_("delivered by"), max_length=WHO, blank=True, default="")
    starts_on = models.DateField(_("starts"), null=True)
    due_on = models.DateField(_("due"), null=True)
    owner = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, verbose_name=_("owner"))
    by_customer = models.BooleanField(_("the customer does it"), default=False)
    done_on = models.DateField(_("completed on"), null=True)
    done_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    done_by_contact = models.CharField(max_length=200, blank=True, default="")
    invited = models.PositiveIntegerField(_("invited"), null=True)
    attended = models.PositiveIntegerField(_("attended"), null=True)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True)
    evidence = models.CharField(_("evidence"), max_length=EVIDENCE, blank=True, default="")
    file = WorkspaceForeignKey(AccountFile, on_delete=models.SET_NULL, null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "plan", "due_on", "id"], name="activity_of_plan"),
            models.Index(
                fields=["workspace", "owner", "due_on"],
                name="activity_due",
                condition=models.Q(done_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanBarrier(WorkspaceModel):
    """What stands in the way of adoption; `is_internal` ones are never shown to the customer."""

    plan = WorkspaceForeignKey(SuccessPlan, on_delete=models.CASCADE, related_name="barriers")
    title = models.CharField(_("barrier"), max_length=300)
    kind = models.CharField(_("kind"), max_length=9, choices=BarrierKind.choices)
    state = models.CharField(
        _("status"), max_length=7, choices=BarrierState.choices, default=BarrierState.OPEN
    )
    since_on = models.DateField(_("since"), null=True)
    until_on = models.DateField(_("to be solved by"), null=True)
    mitigation = models.CharField(_("mitigation"), max_length=TEXT, blank=True, default="")
    owner = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, verbose_name=_("owner"))
    is_internal = models.BooleanField(default=False)
    solved_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "plan", "until_on", "id"], name="barrier_of_plan")]

    def __str__(self) -> str:
        return self.title


class PlanNote(WorkspaceModel):
    """A line of one of the other sections; what each column means in it stands in lifecycle.choices.SHAPES."""

    plan = WorkspaceForeignKey(SuccessPlan, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    title = models.CharField(max_length=NAME)
    text = models.CharField(max_length=TEXT, blank=True, default="")
    more = models.CharField(max_length=TEXT, blank=True, default="")
    who = models.CharField(max_length=WHO, blank=True, default="")
    amount = models.PositiveIntegerField(null=True)
    is_internal = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        indexes = [models.Index(fields=["workspace", "plan", "kind", "id"], name="note_of_plan")]

    def __str__(self) -> str:
        return self.title
