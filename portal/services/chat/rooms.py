"""What happens to a room as a whole: opened, taken, handed over, joined, escalated, closed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from core.errors import Conflict, DomainError
from core.links import below_workspace
from notifications.services import notify
from portal.choices.chat import Event, RoomState, Side
from portal.errors import TooOften
from portal.models.chat import NOTE, ChatMessage, ChatParticipant, ChatRoom
from portal.rules.inquiries import MOST_OPENED, PACE_SPAN
from portal.selectors.chat import answerers
from portal.services.chat.writing import (
    Upload,
    add_line,
    join,
    lock_room,
    public_name,
    save_room,
    take_over,
    tell_queue,
    write,
)
from workspaces.choices import Role
from workspaces.models import Member, Team
from workspaces.selectors.teams import told_for_teams

WAITS, FOR_ME = "chat_waiting", "chat_for_me"  # kinds of notices


def open_room(
    contact: Contact, *, text: str, key: UUID, upload: Upload | None = None, now: datetime
) -> ChatRoom:
    """The contact's open room with this line in it; a new one where none is open, of which those are told who may take it.

    Idempotent: one room of a contact is open at a time, and a line is stored once by its `key`, also where its room was
    closed meanwhile. Raises as `write`, and TooOften beyond twenty rooms of a contact within an hour.
    """
    stands = ChatMessage.objects.filter(room__contact=contact, key=key).select_related("room").first()
    if stands is not None:
        return stands.room
    with transaction.atomic():
        room, made = _open(contact, now)
        write(room, side=Side.CUSTOMER, text=text, key=key, upload=upload, now=now)
        if made:
            tell_of_waiting(room, key=f"chat-waiting:{room.pk}", now=now)
            tell_queue()
    return room


def _open(contact: Contact, now: datetime) -> tuple[ChatRoom, bool]:
    found = ChatRoom.objects.filter(contact=contact, closed_at=None).first()
    if found is not None and found.account_id == contact.account_id:
        return found, False
    if found is not None:
        close_room(found, by=None, now=now)  # of another account, where the contact was before
    lately = ChatRoom.objects.filter(contact=contact, opened_at__gt=now - PACE_SPAN)
    if lately.count() >= MOST_OPENED:
        raise TooOften(
            _("You opened twenty chats within an hour. Wait a while, or open an inquiry."), field="text"
        )
    try:
        with transaction.atomic():
            made = ChatRoom.objects.create(
                contact=contact, account_id=contact.account_id, opened_at=now, waits_since=now, last_at=now
            )
    except IntegrityError:  # the same contact, in another tab at this moment
        return ChatRoom.objects.get(contact=contact, closed_at=None), False
    return made, True


def take_room(room: ChatRoom, *, by: Member, now: datetime) -> ChatRoom:
    """Answer a room that waits. The member who has it already is no error; raises Conflict where a colleague has it, or
    it is closed."""
    with transaction.atomic():
        locked = open_and_locked(room)
        if locked.waits_since is None:
            if locked.agent_id == by.pk:
                return locked
            raise Conflict(_("A colleague has taken this chat already."), code="chat_taken")
        take_over(locked, by, now=now)
        save_room(locked)
    return locked


def hand_over(
    room: ChatRoom, *, to: Member | None, team: Team | None = None, note: str = "", by: Member, now: datetime
) -> ChatRoom:
    """Let a colleague or a team go on, with a note that no customer reads. The room waits until one of them takes it;
    the one who hands over stays beside it. Handing over twice to the same changes nothing.

    Raises DomainError where nobody is named, or who may not answer this account's chats.
    """
    if (to is None) == (team is None):
        raise DomainError(_("Choose a colleague or a team."), field="to", code="nobody")
    with transaction.atomic():
        locked = open_and_locked(room)
        told = _those_who_go_on(locked.account, to, team)
        if locked.waits_since is not None and (locked.agent_id, locked.team_id) == (
            to.pk if to else None,
            team.pk if team else None,
        ):
            return locked
        if locked.agent_id == by.pk:
            ChatParticipant.objects.get_or_create(
                room=locked, member=by, defaults={"asked_at": now, "joined_at": now}
            )
        locked.agent, locked.team, locked.state, locked.waits_since = to, team, RoomState.HANDED, now
        name = public_name(to) if to else str(team)
        line = add_line(
            locked, side=Side.PLATFORM, event=Event.HANDED, text=name, note=note.strip()[:NOTE], member=by, now=now
        )  # fmt: skip
        save_room(locked)
        title = _("%(who)s hands a chat over to you") % {"who": by.user.name}
        _tell(told, locked, title, f"chat-handed:{locked.pk}:{line.number}", FOR_ME, by=by, now=now)
        tell_queue()
    return locked


def ask_to_join(room: ChatRoom, member: Member, *, by: Member | None, now: datetime) -> ChatRoom:
    """Ask a colleague into the room, in the name of staff or (`by` None) of the customer. Once per colleague.

    Raises DomainError where the colleague may not answer this account's chats.
    """
    with transaction.atomic():
        locked = open_and_locked(room)
        told = _those_who_go_on(locked.account, member, None)
        _place, made = ChatParticipant.objects.get_or_create(
            room=locked, member=member, defaults={"asked_at": now}
        )
        if not made or locked.agent_id == member.pk:
            return locked
        add_line(locked, side=Side.PLATFORM, event=Event.ASKED, text=public_name(member), member=by, now=now)
        save_room(locked)
        who = by.user.name if by else locked.contact.name
        title = _("%(who)s asks you to join a chat") % {"who": who}
        _tell(told, locked, title, f"chat-asked:{locked.pk}:{member.pk}", FOR_ME, by=by, now=now)
    return locked


def join_room(room: ChatRoom, *, by: Member, now: datetime) -> ChatRoom:
    """Come into a room beside its agent; who is in it already is no error."""
    with transaction.atomic():
        locked = open_and_locked(room)
        if locked.agent_id != by.pk:
            join(locked, by, now=now)
            save_room(locked)
    return locked


def close_room(room: ChatRoom, *, by: Member | None, now: datetime) -> ChatRoom:
    """End the conversation; its transcript stands in the account's timeline from now on. `by` None: the customer did.
    One that is closed is no error."""
    with transaction.atomic():
        locked = lock_room(room.pk)
        if not locked.is_open:
            return locked
        name = public_name(by) if by else locked.contact.name
        add_line(locked, side=Side.PLATFORM, event=Event.CLOSED, text=name, member=by, now=now)
        locked.state, locked.waits_since = RoomState.CLOSED, None
        locked.closed_at, locked.closed_by = now, by
        save_room(locked)
        tell_queue()
    return locked


def open_and_locked(room: ChatRoom) -> ChatRoom:
    locked = lock_room(room.pk)
    if not locked.is_open:
        raise Conflict(_("This chat was closed meanwhile."), code="chat_closed")
    return locked


def _those_who_go_on(account: Account, to: Member | None, team: Team | None) -> list[Member]:
    """Who is told; refused where nobody of them may answer."""
    able = {one.pk: one for one in answerers(account)}
    wanted = [to] if to else list(told_for_teams([team.pk]).get(team.pk, ())) if team else []
    found = [able[one.pk] for one in wanted if one.pk in able]
    if not found:
        said = _("%(who)s may not answer chats of this account.") % {"who": to or team}
        raise DomainError(said, field="to", code="may_not_answer")
    return found


def tell_of_waiting(room: ChatRoom, *, key: str, now: datetime) -> None:
    """Tell the account's owners and Support that a room waits; everybody who may answer, where there is none of them. Once
    for a `key`."""
    able = answerers(room.account)
    near = [one for one in able if one.__dict__["owns_it"] or one.role == Role.SUPPORT]
    title = _("%(who)s waits in chat") % {"who": room.contact.name}
    _tell(near or able, room, title, key, WAITS, body=room.account.name, now=now)


def _tell(
    members: Iterable[Member],
    room: ChatRoom,
    title: str,
    origin_key: str,
    kind: str,
    *,
    now: datetime,
    body: str = "",
    by: Member | None = None,
) -> None:
    notify(
        members, kind=kind, title=title, body=body or room.contact.name,
        path=below_workspace("desk:chat_room", room_id=room.pk), origin_key=origin_key, account_id=room.account_id,
        by=by, now=now,
    )  # fmt: skip
