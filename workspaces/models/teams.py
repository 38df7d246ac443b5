"""Teams: pools of staff who look after accounts together."""

from django.db import models

from core.tenancy.fields import WorkspaceForeignKey
from core.tenancy.model import WorkspaceModel
from workspaces.models.people import Member


class Team(WorkspaceModel):
    """A pool of staff. A closed one shares nothing any more, and keeps its name and people to be reopened."""

    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80, editable=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name_key"], name="team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(WorkspaceModel):
    """A member's place in a team; the lead is told what concerns the team, everybody where there is none."""

    team = WorkspaceForeignKey(Team, on_delete=models.CASCADE, related_name="places")
    member = WorkspaceForeignKey(Member, on_delete=models.CASCADE, related_name="team_places")
    is_lead = models.BooleanField(default=False)

    class Meta(WorkspaceModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "team", "member"], name="team_member_once"),
            models.UniqueConstraint(
                fields=["workspace", "team"], name="team_has_one_lead", condition=models.Q(is_lead=True)
            ),
        ]
