"""The giver's side: items written down, the handover form, answers, delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import AccountFile
from accounts.selectors.files import SHOWN
from core.errors import Conflict, DomainError, NotFound
from lifecycle.access import may_take_part
from lifecycle.choices import HandshakeState, ItemKey, ItemSide, ItemState, StepKind
from lifecycle.models import Handshake, HandshakeItem
from lifecycle.models.handshakes import QUESTION, VALUE
from lifecycle.rules.handover import fields_filled, is_complete
from lifecycle.rules.handshakes import due_after, leads_to
from lifecycle.selectors.handshakes import items_of, standing_of, times_of, works_here
from lifecycle.services.handshakes.conflicts import form_changed, line_changed, stamp_of_form, stamp_of_item
from lifecycle.services.handshakes.opening import refresh_items
from lifecycle.services.handshakes.record import lock_handshake, note_step, past, save, tell, title_of
from workspaces.models import Member


@dataclass(frozen=True, kw_only=True)
class ItemFields:
    """What the giver writes on one line: words, a file of the account, or why it is missing."""

    value: str = ""
    file_id: int | None = None
    missing_reason: str = ""


def name_people(
    handshake: Handshake, *, giver: Member | None, receiver: Member | None, version: int, by: Member, now: datetime
) -> Handshake:  # fmt: skip
    """Say who hands over and who receives, while it is open. Raises DomainError where both are one person, Conflict
    when it was changed meanwhile."""
    if giver is not None and giver == receiver:
        raise DomainError(_("Choose two people: nobody hands over to themselves."), field="receiver")
    for field, member, held in (
        ("giver", giver, handshake.giver_id), ("receiver", receiver, handshake.receiver_id)
    ):  # fmt: skip
        if member is not None and member.pk != held and not may_take_part(member):
            words = _("%(name)s may not edit accounts, and cannot take part. Choose somebody else.")
            raise DomainError(words % {"name": member}, field=field)
    with transaction.atomic():
        now_is = lock_handshake(handshake, version)
        if not now_is.is_open:
            raise past(now_is)
        if (now_is.giver, now_is.receiver) == (giver, receiver):
            return now_is
        now_is.giver, now_is.receiver = giver, receiver
        save(now_is, "giver", "receiver")
        names = f"{giver or _('nobody')} → {receiver or _('nobody')}"
        note_step(now_is, StepKind.PEOPLE, by=by, now=now, words=names)
        turn = receiver if now_is.state == HandshakeState.DELIVERED else giver
        tell(now_is, [turn], _("Your turn: %(title)s") % {"title": title_of(now_is)},
             by=by, key=f"people:{now_is.version}", now=now)  # fmt: skip
    return now_is


def give_item(
    item: HandshakeItem, fields: ItemFields, *, by: Member, now: datetime, version: int | None = None
) -> HandshakeItem:
    """Write what is handed over on one line; the receiver looks at it anew. While it is delivered, only what is missing
    or asked about can be mended. Writing what stands there already changes nothing. `version`: the stamp of the line as
    the person saw it (`stamp_of_item`); raises ChangedMeanwhile when somebody else wrote it since."""
    if len(fields.value) > VALUE:
        raise DomainError(_("Shorten the text to 2,000 characters."), field="value")
    if len(fields.missing_reason) > 300:
        raise DomainError(_("Shorten the reason to 300 characters."), field="missing_reason")
    with transaction.atomic():
        handshake = lock_handshake(item.handshake)
        line = _line(handshake, item, ItemSide.GIVE)
        _may_write(handshake, line)
        file = _file(handshake, fields.file_id)
        value = fields.value.strip()
        reason = "" if value or file else fields.missing_reason.strip()
        if (line.value, line.file_id, line.missing_reason) == (value, file.pk if file else None, reason):
            return line
        if version is not None and version != stamp_of_item(line):
            raise line_changed(line, value, file, reason)
        line.value, line.file, line.missing_reason, line.note = value, file, reason, ""
        line.given_by, line.given_at, line.state = by, now, ItemState.LOOK
        line.checked_by = line.checked_at = None
        line.save()
        save(handshake)
        kind = StepKind.MISSING if reason else StepKind.GIVEN
        words = reason or (file.file.name if file else "")
        note_step(handshake, kind, by=by, now=now, item=line, words=words)
        if handshake.state == HandshakeState.DELIVERED:
            title = _("%(item)s was added: %(title)s") % {
                "item": line.get_key_display(), "title": title_of(handshake)
            }  # fmt: skip
            tell(handshake, [handshake.receiver], title, by=by, key=f"given:{handshake.version}", now=now)
    return line


def fill_in_form(
    handshake: Handshake, form: Mapping[str, Any], *, by: Member, now: datetime, version: int | None = None
) -> Handshake:
    """Write the handover form of handshake 1; its line on the checklist follows. `version`: the stamp of the form as the
    person saw it (`stamp_of_form`); raises ChangedMeanwhile when somebody else wrote it since."""
    with transaction.atomic():
        now_is = lock_handshake(handshake)
        line = now_is.items.filter(key=ItemKey.FORM, side=ItemSide.GIVE).first()
        if line is None:
            raise NotFound(_("Not found."))
        _may_write(now_is, line)
        if dict(form) == now_is.form:
            return now_is
        if version is not None and version != stamp_of_form(now_is.form):
            raise form_changed(now_is.form, form)
        now_is.form = dict(form)
        save(now_is, "form")
        filled, wanted = fields_filled(form)
        said = _("%(filled)s of %(wanted)s fields") % {"filled": filled, "wanted": wanted}
        line.value = said if is_complete(form) else ""
        line.missing_reason = "" if line.value else said
        line.note, line.given_by, line.given_at, line.state = "", by, now, ItemState.LOOK
        line.checked_by = line.checked_at = None
        line.save()
        note_step(now_is, StepKind.FORM, by=by, now=now, words=said)
    return now_is


def answer_question(item: HandshakeItem, answer: str, *, by: Member, now: datetime) -> HandshakeItem:
    """Answer what the receiver asked; the item waits for their look again. Raises Conflict where nothing is asked."""
    text = answer.strip()
    if not 1 <= len(text) <= QUESTION:
        raise DomainError(_("Write an answer of 1 to 500 characters."), field="answer")
    with transaction.atomic():
        handshake = lock_handshake(item.handshake)
        line = _line(handshake, item, ItemSide.GIVE)
        if line.state != ItemState.QUESTION:
            if line.answer == text:
                return line
            raise Conflict(_("No question is open on this item."), code="no_question")
        line.answer, line.state = text, ItemState.LOOK
        line.save(update_fields=["answer", "state"])
        save(handshake)
        note_step(handshake, StepKind.ANSWERED, by=by, now=now, item=line, words=text)
        title = _("Answered, %(item)s: %(title)s") % {
            "item": line.get_key_display(), "title": title_of(handshake)
        }  # fmt: skip
        tell(handshake, [handshake.receiver], title,
             by=by, key=f"answer:{handshake.version}", now=now, body=text)  # fmt: skip
    return line


def deliver_handshake(
    handshake: Handshake, *, version: int, by: Member, now: datetime, today: date
) -> Handshake:
    """Hand over: what no person wrote is filled in anew, and the receiver's time to answer begins. A required item may
    be missing, which is shown. Delivering twice is no error; raises Conflict for a closed one, and DomainError where
    nobody receives, or who receives has left or would hand over to themselves."""
    with transaction.atomic():
        now_is = lock_handshake(handshake)
        if now_is.state == HandshakeState.DELIVERED:
            return now_is
        now_is = lock_handshake(handshake, version)
        after = leads_to("deliver", now_is.state)
        if after is None:
            raise past(now_is)
        lacks = who_lacks(now_is, by)
        if lacks:
            raise DomainError(lacks, code="people_lack")
        refresh_items(now_is, today=today)
        times = times_of(now_is.kind)
        now_is.state, now_is.delivered_at = after, now
        now_is.due_on = due_after(
            after, today, deliver_days=times.deliver_days, answer_days=times.answer_days, country=times.country
        )  # fmt: skip
        if now_is.giver is None:
            now_is.giver = by
        save(now_is, "state", "delivered_at", "due_on", "giver")
        found = standing_of(items_of(now_is))
        said = _("%(given)s of %(total)s items") % {"given": found.given, "total": found.total}
        note_step(now_is, StepKind.DELIVERED, by=by, now=now, words=said)
        tell(now_is, [now_is.receiver], _("Handed over to you: %(title)s") % {"title": title_of(now_is)},
             by=by, key=f"delivered:{now_is.version}", now=now, body=said)  # fmt: skip
    return now_is


def who_lacks(handshake: Handshake, by: Member) -> str:
    """Why it cannot be delivered by this member: nobody is there to receive it, or to hand it over; "" where both are."""
    receiver = handshake.receiver
    if receiver is None:
        return _("Nobody receives it yet. Choose who does.")
    if not works_here(receiver):
        return _("%(name)s has left. Choose who receives it.") % {"name": receiver}
    if handshake.giver is None and receiver == by:
        return _("You receive it, and nobody hands over to themselves. Choose who hands it over.")
    return ""


def who_left(handshake: Handshake, by: Member) -> str:
    """What a page of an open handshake says where people lack: `who_lacks`, or that who hands it over has left."""
    lacks = who_lacks(handshake, by)
    if not lacks and handshake.giver is not None and not works_here(handshake.giver):
        return _("%(name)s has left. Choose who hands it over.") % {"name": handshake.giver}
    return lacks


def _line(handshake: Handshake, item: HandshakeItem, side: ItemSide) -> HandshakeItem:
    found = handshake.items.select_related("file").filter(pk=item.pk, side=side).first()
    if found is None:
        raise NotFound(_("Not found."))
    return found


def _may_write(handshake: Handshake, line: HandshakeItem) -> None:
    if handshake.state in (HandshakeState.DRAFT, HandshakeState.RETURNED):
        return
    mends = line.is_missing or line.state == ItemState.QUESTION
    if handshake.state != HandshakeState.DELIVERED or not mends:
        raise past(handshake)


def _file(handshake: Handshake, file_id: int | None) -> AccountFile | None:
    if file_id is None:
        return None
    found = AccountFile.objects.filter(SHOWN, pk=file_id, account_id=handshake.account_id)
    file = found.select_related("file").first()
    if file is None:
        raise DomainError(_("Choose a file of this account."), field="file")
    return file
