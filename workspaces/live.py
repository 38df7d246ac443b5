"""The door to streams for staff: the same sign-in, membership and second factor as the pages ask for."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, TypeVar

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from core import clock
from core.links import link_scope
from core.live import GONE, Admitted, Channels, Letter, LiveRequest, Reply
from core.tenancy import workspace_scope
from workspaces.models import Member, User, Workspace
from workspaces.selectors import working_members

MAX_ID = 2**63 - 1

Ask = Callable[[Member, str], Channels | None]
Sender = TypeVar("Sender")
Identify = Callable[[Sequence[LiveRequest], Workspace], Sequence[Sender | None]]
Read = Callable[[Sequence[tuple[Sender, Letter]]], Sequence[Reply]]


def staff_door(
    channels: Ask, reader: Callable[[Member, LiveRequest, Workspace], Any] | None = None
) -> Callable[[LiveRequest], Admitted | None]:
    """An `Admission.admit` for members. `channels(member, name)` runs inside the workspace's scope and says what this
    member hears at the name in the address; None answers as if nothing were there. `reader` says for whom is drawn."""

    def admit(request: LiveRequest) -> Admitted | None:
        workspace = Workspace.objects.filter(slug=request.workspace, closed_at=None).first()
        if workspace is None:
            return None
        with workspace_scope(workspace.pk), link_scope(workspace.slug):
            member = members_of_sessions([request], workspace)[0]
            found = channels(member, request.name) if member else None
            if member is None or found is None:
                return None
            drawn_for = reader(member, request, workspace) if reader else None
            return Admitted(workspace.pk, person_of(member.user_id), found, drawn_for)

    return admit


def received(identify: Identify[Sender], read: Read[Sender]) -> Callable[[Sequence[Letter]], list[Reply]]:
    """An `Admission.take`: letters by workspace, each inside its scope with whoever `identify` says sent it; `read`
    stores them. Who is nobody, or writes to no workspace, gets the answer of a missing page."""

    def take(letters: Sequence[Letter]) -> list[Reply]:
        replies = [GONE] * len(letters)
        by_workspace: dict[str, list[int]] = defaultdict(list)
        for place, letter in enumerate(letters):
            by_workspace[letter.request.workspace].append(place)
        for workspace in Workspace.objects.filter(slug__in=by_workspace, closed_at=None):
            places = by_workspace[workspace.slug]
            with workspace_scope(workspace.pk), link_scope(workspace.slug):
                senders = identify([letters[place].request for place in places], workspace)
                known = [
                    (place, sender)
                    for place, sender in zip(places, senders, strict=True)
                    if sender is not None
                ]
                answers = read([(sender, letters[place]) for place, sender in known])
            for (place, _sender), answer in zip(known, answers, strict=True):
                replies[place] = answer
        return replies

    return take


def members_of_sessions(requests: Sequence[LiveRequest], workspace: Workspace) -> list[Member | None]:
    """The member whose session came with each request, inside the workspace's scope; None for a session that ended or is
    older than the password, and without a second factor that the workspace asks for. Writes nothing. Two queries."""
    keys = [request.cookies.get(settings.SESSION_COOKIE_NAME, "") for request in requests]
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    rows = store.get_model_class().objects.filter(
        session_key__in={key for key in keys if key}, expire_date__gt=clock.session_now()
    )
    said = {row.session_key: row.get_decoded() for row in rows}
    users = {key: number for key, session in said.items() if (number := _user_of(session)) is not None}
    members = {one.user_id: one for one in working_members().filter(user_id__in=set(users.values()))}
    found: list[Member | None] = []
    for key in keys:
        member = members.get(users.get(key, 0))
        holds = member is not None and _holds(said[key], member.user, workspace)
        found.append(member if holds else None)
    return found


def person_of(user_id: int) -> str:
    """How bounds and `core.live.recheck` name a person of staff."""
    return f"user:{user_id}"


def _user_of(session: Mapping[str, Any]) -> int | None:
    number = str(session.get(SESSION_KEY, ""))
    if not number.isdigit() or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    return min(int(number), MAX_ID)


def _holds(session: Mapping[str, Any], user: User, workspace: Workspace) -> bool:
    known = str(session.get(HASH_SESSION_KEY, ""))
    if not constant_time_compare(known, user.get_session_auth_hash()):
        return False
    return not workspace.requires_second_factor or is_mfa_enabled(user)
