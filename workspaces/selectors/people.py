"""Who is a member of what."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from core.tenancy import person_scope
from workspaces.choices import Role
from workspaces.models import Member, RoleSetting, TeamMember, Workspace


def member_of_user(user_id: int) -> Member | None:
    """The user's place in the workspace in force, None for an outsider or one who left.

    The workspace's own setting for the role comes along, so that access asks no further query.
    """
    return working_members().filter(user_id=user_id).first()


def working_members() -> QuerySet[Member, Any]:
    """Those of the workspace in force who can sign in, each with the workspace's own setting for the role, and
    `has_team`: whether the member belongs to a team that works."""
    own: QuerySet[RoleSetting, Any] = RoleSetting.objects.filter(
        workspace_id=OuterRef("workspace_id"), role=OuterRef("role")
    )
    return (
        Member.objects.select_related("user")
        .filter(left_at=None, user__is_active=True)
        .annotate(
            set_visibility=Subquery(own.values("visibility")[:1]),
            set_sees_money=Subquery(own.values("sees_money")[:1]),
            set_scopes=Subquery(own.values("scopes")[:1]),
            has_team=Exists(TeamMember.objects.filter(member_id=OuterRef("pk"), team__closed_at=None)),
        )
    )


def members(*, left: bool = False) -> QuerySet[Member]:
    """Members of the workspace in force by name; with `left` those who were removed."""
    chosen = Member.objects.select_related("user").filter(left_at__isnull=not left)
    return chosen.order_by("user__name", "user__email", "id")


def admins_of() -> QuerySet[Member]:
    """Members of the workspace in force who can still sign in and are admins."""
    return Member.objects.filter(role=Role.ADMIN, left_at=None, user__is_active=True)


def workspaces_of(user_id: int) -> list[Workspace]:
    """All open workspaces of one person, by name: read across workspaces under the policy `person`."""
    with person_scope(user_id):
        ids = list(
            Member.objects.filter(user_id=user_id, left_at=None).values_list("workspace_id", flat=True)
        )
    return list(Workspace.objects.filter(id__in=ids, closed_at=None).order_by("name", "id"))
