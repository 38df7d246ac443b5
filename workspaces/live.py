"""The door to streams for staff: the same sign-in, membership and second factor as the pages ask for."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from core.links import link_scope
from core.live import Admitted, Channels, LiveRequest
from core.tenancy import workspace_scope
from workspaces.models import Member, User, Workspace
from workspaces.selectors import member_of_user

MAX_ID = 2**63 - 1

Ask = Callable[[Member, str], Channels | None]


def staff_door(channels: Ask) -> Callable[[LiveRequest], Admitted | None]:
    """An `Admission.admit` for members. `channels(member, name)` runs inside the workspace's scope and says what this
    member hears at the name in the address; None answers as if nothing were there."""

    def admit(request: LiveRequest) -> Admitted | None:
        user = user_of_session(request.cookies.get(settings.SESSION_COOKIE_NAME, ""))
        if user is None:
            return None
        workspace = Workspace.objects.filter(slug=request.workspace, closed_at=None).first()
        if workspace is None:
            return None
        with workspace_scope(workspace.pk), link_scope(workspace.slug):
            member = member_of_user(user.pk)
            if member is None or (workspace.requires_second_factor and not is_mfa_enabled(user)):
                return None
            found = channels(member, request.name)
        return Admitted(workspace.pk, person_of(user.pk), found) if found else None

    return admit


def person_of(user_id: int) -> str:
    """How bounds and `core.live.recheck` name a person of staff."""
    return f"user:{user_id}"


def user_of_session(session_key: str) -> User | None:
    """Who is signed in with this session; None for one that ended or is older than the password. Writes nothing."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    session: dict[str, Any] = store(session_key).load() if session_key else {}
    number = str(session.get(SESSION_KEY, ""))
    if not number.isdigit() or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = User.objects.filter(pk=min(int(number), MAX_ID), is_active=True).first()
    if user is None:
        return None
    known = str(session.get(HASH_SESSION_KEY, ""))
    return user if constant_time_compare(known, user.get_session_auth_hash()) else None
