"""The history of CTAs and tasks: who did what, kept as it was told and never rewritten."""

from django.db import models

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from playbooks.choices import ActKind
from playbooks.models.cta import Cta
from playbooks.models.run import Task
from workspaces.models import Member


class Act(WorkspaceModel):
    """One deed on a CTA or a task. `who` names those who are no member: a contact in the portal, a rule. `detail` holds
    what changed, by field: [before, after] in words, or a note."""

    cta = WorkspaceForeignKey(Cta, on_delete=models.CASCADE, null=True, related_name="acts")
    task = WorkspaceForeignKey(Task, on_delete=models.CASCADE, null=True, related_name="acts")
    kind = models.CharField(max_length=8, choices=ActKind.choices)
    at = models.DateTimeField()
    by = WorkspaceForeignKey(Member, on_delete=models.PROTECT, null=True)
    who = models.CharField(max_length=200, blank=True, default="")
    detail = models.JSONField(default=dict)

    class Meta(WorkspaceModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "cta", "at"], name="act_of_cta"),
            models.Index(fields=["workspace", "task", "at"], name="act_of_task"),
        ]
