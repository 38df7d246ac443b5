"""A session whose owner's rights changed gets a new id, so that one that somebody else fixed or saw is worth nothing."""

from typing import Any

from allauth.usersessions.models import UserSession

from workspaces.models import Member
from workspaces.selectors import role_rights
from workspaces.selectors.rights import mark_of

KEPT = "rights"


def renew_session(request: Any, member: Member) -> bool:
    """Note the member's rights in the session, and change its id where they are others than before; whether it did.

    Fragments leave it alone: several of one page travel at once, and the first would take the id from the others.
    """
    if getattr(request, "htmx", False):
        return False
    known: dict[str, str] = request.session.get(KEPT, {})
    place, mark = str(member.workspace_id), f"{member.role}:{mark_of(role_rights(member))}"
    before = known.get(place)
    if before == mark:
        return False
    request.session[KEPT] = {**known, place: mark}
    if before is None:
        return False
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)
    return True
