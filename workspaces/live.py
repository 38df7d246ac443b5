"""The door to streams for staff: the same sign-in, membership and second factor as the pages ask for."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
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
    """The member whose session came with each request, inside the workspace's scope; None without a second factor that
    the workspace asks for. Three queries."""
    keys = [request.cookies.get(settings.SESSION_COOKIE_NAME, "") for request in requests]
    users = users_of_sessions(keys)
    members = {
        one.user_id: one for one in working_members().filter(user__in={user.pk for user in users.values()})
    }
    if workspace.requires_second_factor:
        members = {user_id: one for user_id, one in members.items() if is_mfa_enabled(one.user)}
    return [members.get(users[key].pk) if key in users else None for key in keys]


def person_of(user_id: int) -> str:
    """How bounds and `core.live.recheck` name a person of staff."""
    return f"user:{user_id}"


def users_of_sessions(session_keys: Collection[str]) -> dict[str, User]:
    """Who is signed in with each of these sessions; nobody with one that ended or is older than the password. Writes
    nothing. Two queries."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    rows = store.get_model_class().objects.filter(
        session_key__in={key for key in session_keys if key}, expire_date__gt=clock.now()
    )
    said = {row.session_key: row.get_decoded() for row in rows}
    numbers = {key: _number(session) for key, session in said.items()}
    users = {
        user.pk: user
        for user in User.objects.filter(pk__in={n for n in numbers.values() if n is not None}, is_active=True)
    }
    return {
        key: users[number]
        for key, number in numbers.items()
        if number in users
        and constant_time_compare(
            str(said[key].get(HASH_SESSION_KEY, "")), users[number].get_session_auth_hash()
        )
    }


def _number(session: Mapping[str, Any]) -> int | None:
    number = str(session.get(SESSION_KEY, ""))
    if not number.isdigit() or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    return min(int(number), MAX_ID)
