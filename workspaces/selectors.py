"""Who is a member of what."""

from core.tenancy import person_scope
from workspaces.models import Member, Workspace


def member_of_user(user_id: int) -> Member | None:
    """The user's place in the workspace in force, None for an outsider or one who left."""
    return Member.objects.select_related("user").filter(user_id=user_id, left_at=None).first()


def workspaces_of(user_id: int) -> list[Workspace]:
    """All open workspaces of one person, by name: read across workspaces under the policy `person`."""
    with person_scope(user_id):
        ids = list(
            Member.objects.filter(user_id=user_id, left_at=None).values_list("workspace_id", flat=True)
        )
    return list(Workspace.objects.filter(id__in=ids, closed_at=None).order_by("name", "id"))
