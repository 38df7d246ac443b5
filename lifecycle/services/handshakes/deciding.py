"""The receiver's side: items checked and asked about, then the whole accepted or sent back with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import OwnerRole
from accounts.models import Account
from accounts.services import assign_owner
from core.errors import Conflict, DomainError, Forbidden, NotFound
from core.text import format_number, join_words
from lifecycle.choices import HandshakeKind, HandshakeState, ItemSide, ItemState, StepKind
from lifecycle.errors import HandshakeIncomplete
from lifecycle.models import Handshake, HandshakeItem
from lifecycle.models.handshakes import QUESTION, REASON
from lifecycle.rules.handshakes import HANDSHAKES, Standing, due_after, leads_to
from lifecycle.selectors.handshakes import items_of, lacks, owns_by_team, standing_of, times_of, works_here
from lifecycle.services.handshakes.record import lock_handshake, note_step, past, save, tell, title_of
from workspaces.models import Member


def check_item(item: HandshakeItem, *, holds: bool, by: Member, now: datetime) -> HandshakeItem:
    """Check an item off, or look at it again; twice is no error. Raises Conflict where it is missing, or the
    handshake is not delivered."""
    with transaction.atomic():
        handshake, line = _delivered(item)
        if holds and lacks(line):
            raise Conflict(_("There is nothing to check yet."), code="missing")
        if (line.state == ItemState.CHECKED) == holds:
            return line
        line.state = ItemState.CHECKED if holds else ItemState.LOOK
        line.checked_by, line.checked_at = (by, now) if holds else (None, None)
        line.save(update_fields=["state", "checked_by", "checked_at"])
        save(handshake)
        kind = StepKind.CHECKED if holds else StepKind.UNCHECKED
        note_step(handshake, kind, by=by, now=now, item=line)
    return line


def ask_about_item(item: HandshakeItem, question: str, *, by: Member, now: datetime) -> HandshakeItem:
    """Ask the giver about an item, which stays open until it is answered."""
    text = question.strip()
    if not 1 <= len(text) <= QUESTION:
        raise DomainError(_("Write a question of 1 to 500 characters."), field="question")
    with transaction.atomic():
        handshake, line = _delivered(item)
        if line.state == ItemState.QUESTION and line.question == text:
            return line
        line.question, line.answer, line.state = text, "", ItemState.QUESTION
        line.checked_by = line.checked_at = None
        line.save(update_fields=["question", "answer", "state", "checked_by", "checked_at"])
        save(handshake)
        note_step(handshake, StepKind.ASKED, by=by, now=now, item=line, words=text)
        title = _("Question, %(item)s: %(title)s") % {
            "item": line.get_key_display(), "title": title_of(handshake)
        }  # fmt: skip
        tell(handshake, [handshake.giver], title,
             by=by, key=f"question:{handshake.version}", now=now, body=text)  # fmt: skip
    return line


def accept_handshake(
    handshake: Handshake, *, version: int, by: Member, now: datetime, today: date
) -> Handshake:
    """Accept what was delivered: the receiver becomes the account's owner in the receiving role, in the same
    transaction. Accepting again what one accepted is no error.

    Raises HandshakeIncomplete with the names of what is missing, asked or unseen, Conflict when somebody else
    decided or changed it meanwhile, Forbidden for who hands it over, DomainError where who receives has left.
    """
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=handshake.account_id)
        now_is = lock_handshake(handshake)
        if now_is.state == HandshakeState.ACCEPTED and now_is.receiver_id == by.pk:
            return now_is
        after = leads_to("accept", now_is.state)
        if after is None:
            raise past(now_is)
        now_is = lock_handshake(handshake, version)
        if now_is.giver_id == by.pk:
            raise Forbidden(_("Who hands over does not accept. The receiver, or a CSM Lead, does."))
        found = standing_of(items_of(now_is))
        if not found.may_accept:
            raise HandshakeIncomplete(why_not(found), found.missing)
        if now_is.receiver is not None and not works_here(now_is.receiver):
            words = _("%(name)s has left. Choose who receives it.") % {"name": now_is.receiver}
            raise DomainError(words, code="people_lack")
        receiver = now_is.receiver or by
        now_is.state, now_is.receiver, now_is.decided_at, now_is.due_on = after, receiver, now, None
        save(now_is, "state", "receiver", "decided_at", "due_on")
        note_step(now_is, StepKind.ACCEPTED, by=by, now=now)
        _move_ownership(now_is, receiver, by, now, today)
        tell(now_is, [now_is.giver], _("Accepted: %(title)s") % {"title": title_of(now_is)},
             by=by, key="accepted", now=now)  # fmt: skip
    return now_is


def return_handshake(
    handshake: Handshake, reason: str, *, version: int, by: Member, now: datetime, today: date
) -> Handshake:  # fmt: skip
    """Send a delivered handshake back, with a reason; what was checked stays checked, and the receiver's clock stops
    until it is delivered again."""
    text = reason.strip()
    if not 1 <= len(text) <= REASON:
        raise DomainError(_("Say in 1 to 1,000 characters what has to be mended."), field="reason")
    with transaction.atomic():
        now_is = lock_handshake(handshake)
        after = leads_to("return", now_is.state)
        if after is None:
            raise past(now_is)
        now_is = lock_handshake(handshake, version)
        times = times_of(now_is.kind)
        now_is.state, now_is.returns = after, now_is.returns + 1
        now_is.due_on = due_after(
            after, today, deliver_days=times.deliver_days, answer_days=times.answer_days, country=times.country
        )  # fmt: skip
        save(now_is, "state", "returns", "due_on")
        note_step(now_is, StepKind.RETURNED, by=by, now=now, words=text)
        tell(now_is, [now_is.giver], _("Returned to you: %(title)s") % {"title": title_of(now_is)},
             by=by, key=f"returned:{now_is.returns}", now=now, body=text)  # fmt: skip
    return now_is


def withdraw_handshake(
    handshake: Handshake, reason: str, *, version: int, by: Member, now: datetime
) -> Handshake:
    """Close an open handshake that nobody needs any more, with a reason."""
    text = reason.strip()
    if not 1 <= len(text) <= REASON:
        raise DomainError(_("Say in 1 to 1,000 characters why it is not needed."), field="reason")
    with transaction.atomic():
        now_is = lock_handshake(handshake)
        if now_is.state == HandshakeState.WITHDRAWN:
            return now_is
        after = leads_to("withdraw", now_is.state)
        if after is None:
            raise past(now_is)
        now_is = lock_handshake(handshake, version)
        now_is.state, now_is.due_on, now_is.decided_at = after, None, now
        save(now_is, "state", "due_on", "decided_at")
        note_step(now_is, StepKind.WITHDRAWN, by=by, now=now, words=text)
        tell(now_is, [now_is.giver, now_is.receiver], _("Withdrawn: %(title)s") % {"title": title_of(now_is)},
             by=by, key="withdrawn", now=now, body=text)  # fmt: skip
    return now_is


def remind_giver(item: HandshakeItem, *, by: Member, now: datetime, today: date) -> bool:
    """Remind the giver of a missing item, once a day and item; whether somebody was told now."""
    with transaction.atomic():
        handshake, line = _delivered(item)
        title = _("%(item)s is missing: %(title)s") % {
            "item": line.get_key_display(), "title": title_of(handshake)
        }  # fmt: skip
        told = tell(handshake, [handshake.giver], title,
                    by=by, key=f"missing:{line.pk}:{today.isoformat()}", now=now)  # fmt: skip
        if told:
            note_step(handshake, StepKind.REMINDED, by=by, now=now, item=line)
    return bool(told)


def make_item(item: HandshakeItem, note: str, *, by: Member, now: datetime) -> HandshakeItem:
    """Note that the receiver made what follows from the handshake, and where it is."""
    text = note.strip()
    if not 1 <= len(text) <= 300:
        raise DomainError(_("Say in 1 to 300 characters what was made, and where it is."), field="value")
    with transaction.atomic():
        handshake = lock_handshake(item.handshake)
        line = handshake.items.filter(pk=item.pk, side=ItemSide.MAKE).first()
        if line is None:
            raise NotFound(_("Not found."))
        if handshake.state not in (HandshakeState.DELIVERED, HandshakeState.ACCEPTED):
            raise past(handshake)
        if line.value == text:
            return line
        line.value, line.given_by, line.given_at = text, by, now
        line.state, line.checked_by, line.checked_at = ItemState.CHECKED, by, now
        line.save()
        save(handshake)
        note_step(handshake, StepKind.MADE, by=by, now=now, item=line, words=text)
    return line


def why_not(found: Standing) -> str:
    """Why a handshake cannot be accepted yet, naming every item."""
    parts = []
    if found.missing:
        words = ngettext(
            "%(items)s is required and missing.", "%(items)s are required and missing.", len(found.missing)
        )
        parts.append(words % {"items": join_words(found.missing)})
    if found.questions:
        words = ngettext(
            "A question is open: %(items)s.", "Questions are open: %(items)s.", len(found.questions)
        )
        parts.append(words % {"items": join_words(found.questions)})
    if found.unseen:
        words = ngettext(
            "%(n)s item waits for your check: %(items)s.",
            "%(n)s items wait for your check: %(items)s.",
            len(found.unseen),
        )
        parts.append(words % {"n": format_number(len(found.unseen)), "items": join_words(found.unseen)})
    return " ".join(parts)


def _delivered(item: HandshakeItem) -> tuple[Handshake, HandshakeItem]:
    handshake = lock_handshake(item.handshake)
    line = handshake.items.select_related("file").filter(pk=item.pk, side=ItemSide.GIVE).first()
    if line is None:
        raise NotFound(_("Not found."))
    if handshake.state != HandshakeState.DELIVERED:
        raise past(handshake)
    return handshake, line


def _move_ownership(handshake: Handshake, receiver: Member, by: Member, now: datetime, today: date) -> None:
    """A team that owns the account, and in which the receiver works, stays its owner."""
    role = HANDSHAKES[HandshakeKind(handshake.kind)].receiver
    if owns_by_team(handshake.account, role, receiver):
        return
    moved = assign_owner(handshake.account, role=role, member_id=receiver.pk, by=by, now=now, today=today)
    if moved:
        note_step(handshake, StepKind.OWNER, by=receiver, now=now, words=str(OwnerRole(role).label))
