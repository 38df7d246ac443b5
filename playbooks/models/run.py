"""A playbook at work on an account, and the tasks that come of it or stand alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from playbooks.choices import RunState
from playbooks.models.cta import Cta
from playbooks.models.playbook import INSTRUCTIONS, Playbook, PlaybookStep, PlaybookVersion
from workspaces.models import Member, Team


class Run(WorkspaceModel):
    """One version applied to one account; of one CTA a playbook runs once."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="playbook_runs")
    playbook = WorkspaceForeignKey(Playbook, on_delete=models.PROTECT, related_name="runs")
    version = WorkspaceForeignKey(PlaybookVersion, on_delete=models.PROTECT, related_name="runs")
    cta = WorkspaceForeignKey(Cta, on_delete=models.CASCADE, null=True, related_name="runs")
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    started_on = models.DateField()
    started_at = models.DateTimeField()
    started_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="ended_runs")

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "cta", "playbook"],
                name="run_once_per_cta",
                condition=models.Q(cta__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["workspace", "account", "-started_at"], name="run_of_account")]


class Task(WorkspaceModel):
    """Something to do: a step of a run, copied as it was then, or free. `checklist` is a list of {text, done}. A contact
    who did it in the portal is kept by name; `is_skipped`: ended without being done."""

    account = WorkspaceForeignKey(Account, on_delete=models.CASCADE, related_name="tasks")
    run = WorkspaceForeignKey(Run, on_delete=models.CASCADE, null=True, related_name="tasks")
    step = WorkspaceForeignKey(PlaybookStep, on_delete=models.PROTECT, null=True)
    cta = WorkspaceForeignKey(Cta, on_delete=models.CASCADE, null=True, related_name="tasks")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=160)
    instructions = models.CharField(_("instructions"), max_length=INSTRUCTIONS, blank=True, default="")
    owner = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, verbose_name=_("owner"))
    team = WorkspaceForeignKey(Team, on_delete=models.PROTECT, null=True, verbose_name=_("team"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True)
    checklist = models.JSONField(default=list, blank=True)
    visible_to_customer = models.BooleanField(_("the customer sees it"), default=False)
    created_at = models.DateTimeField()
    created_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="made_tasks")
    done_at = models.DateTimeField(null=True)
    done_by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="done_tasks")
    done_by_contact = models.CharField(max_length=200, blank=True, default="")
    is_skipped = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "run", "step"],
                name="task_once_per_step",
                condition=models.Q(run__isnull=False),
            ),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=False)
                | models.Q(done_by=None, done_by_contact="", is_skipped=False),
                name="task_done_by_somebody_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(team=None), name="task_owner_is_person_or_team"
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "owner", "due_on"],
                name="task_of_owner",
                condition=models.Q(done_at=None),
            ),
            models.Index(
                fields=["workspace", "due_on", "id"], name="task_by_due", condition=models.Q(done_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.title
