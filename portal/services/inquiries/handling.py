"""What staff do with an inquiry besides answering: hand it over, change its type and priority, move it on the board, close
and reopen it; the customer closes and reopens too."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import TicketPriority
from accounts.models import Contact
from accounts.selectors.present import is_present
from core.errors import DomainError
from playbooks.rules import Holder
from portal.choices.inquiries import InquiryKind, InquiryStatus, InquiryStepKind
from portal.errors import TooOften
from portal.models import Inquiry, InquiryStep
from portal.rules.inquiries import MOST_REOPENED, PACE_SPAN, after_handing
from portal.rules.response_times import due_after
from portal.selectors.inquiry_people import answerers, holder_words, holders, managers_of
from portal.selectors.inquiry_settings import minutes_for, office_hours, setting_in_force
from portal.services.inquiries.letters import write_solved
from portal.services.inquiries.record import (
    ASSIGNED,
    WROTE,
    lock_inquiry,
    note_step,
    save,
    source_key,
    tell,
    title_of,
    today_of,
)
from portal.services.inquiries.writing import add_note
from surveys.services import ask_after_inquiry
from workspaces.models import Member
from workspaces.selectors.teams import open_teams


def hand_over(
    inquiry: Inquiry, holder: Holder, *, note: str = "", version: int, by: Member, now: datetime
) -> Inquiry:
    """Give it to a person, a team, or nobody, with a note for them. Raises DomainError (holder) for somebody who may not
    answer it, Conflict when it was changed meanwhile. Giving it to who has it changes nothing."""
    with transaction.atomic():
        now_is = lock_inquiry(inquiry, version)
        if (now_is.assignee_id, now_is.team_id) == (holder.member_id, holder.team_id):
            return now_is
        _check_holder(now_is, holder)
        now_is.assignee_id, now_is.team_id = holder.member_id, holder.team_id
        if not holder.is_nobody:
            now_is.status = after_handing(now_is.status)
        save(now_is, "assignee", "team", "status", now=now)
        now_is = lock_inquiry(now_is)
        words = holder_words(now_is) or _("nobody")
        note_step(now_is, InquiryStepKind.ASSIGNED, by=by, now=now, words=words)
        title = _("Inquiry for you: %(title)s") % {"title": title_of(now_is)}
        tell(now_is, holders(now_is), ASSIGNED, title, key=f"to:{now_is.version}", by=by, now=now, body=note)
        if note.strip():
            add_note(now_is, note, by=by, now=now)
    return now_is


def change_inquiry(
    inquiry: Inquiry, *, kind: str, priority: str, version: int, by: Member, now: datetime
) -> Inquiry:
    """Write type and priority anew; while nobody answered, the first answer's time follows the priority."""
    for field, value, known in (
        ("kind", kind, InquiryKind.values), ("priority", priority, TicketPriority.values)
    ):  # fmt: skip
        if value not in known:
            raise DomainError(_("Choose one of the list."), field=field)
    with transaction.atomic():
        now_is = lock_inquiry(inquiry, version)
        changed: list[tuple[InquiryStepKind, Any]] = []
        if now_is.kind != kind:
            now_is.kind = kind
            changed.append((InquiryStepKind.KIND, now_is.get_kind_display()))
        if now_is.priority != priority:
            now_is.priority = priority
            changed.append((InquiryStepKind.PRIORITY, now_is.get_priority_display()))
            _time_anew(now_is)
        if not changed:
            return now_is
        save(now_is, "kind", "priority", "response_due_at", "manager_due_at", now=now)
        for step, words in changed:
            note_step(now_is, step, by=by, now=now, words=str(words))
    return now_is


def set_status(inquiry: Inquiry, status: str, *, by: Member, now: datetime) -> Inquiry:
    """Put it into a column of the board. Putting it where it is changes nothing; solved and back are closing and
    reopening."""
    if status not in InquiryStatus.values:
        raise DomainError(_("Choose one of the list."), field="status")
    if status == InquiryStatus.CLOSED:
        return close_inquiry(inquiry, by=by, now=now)
    with transaction.atomic():
        now_is = lock_inquiry(inquiry)
        if now_is.status == status:
            return now_is
        was_closed = now_is.status == InquiryStatus.CLOSED
        now_is.status, now_is.closed_at = status, None
        save(now_is, "status", "closed_at", now=now)
        if was_closed:
            note_step(now_is, InquiryStepKind.REOPENED, by=by, now=now)
        note_step(now_is, InquiryStepKind.STATUS, by=by, now=now, words=str(now_is.get_status_display()))
    return now_is


def close_inquiry(
    inquiry: Inquiry, *, by: Member | None = None, contact: Contact | None = None, now: datetime
) -> Inquiry:
    """Close it as solved, by a member or by a contact; closed already is no error. An escalation ends with it. Closed by
    anybody else, the opener has a mail that asks how it was."""
    with transaction.atomic():
        now_is = lock_inquiry(inquiry)
        if not now_is.is_open:
            return now_is
        now_is.status, now_is.closed_at = InquiryStatus.CLOSED, now
        if now_is.is_escalated:
            now_is.calmed_at = now
        if by is not None and now_is.responded_at is None:
            now_is.responded_at = now
        save(now_is, "status", "closed_at", "calmed_at", "responded_at", now=now)
        note_step(now_is, InquiryStepKind.CLOSED, by=by, who=contact.name if contact else "", now=now)
        _ask_how_it_was(now_is, tells=contact is None or contact.pk != now_is.opener_id, now=now)
        if contact is not None:
            title = _("%(name)s closed: %(title)s") % {"name": contact.name, "title": title_of(now_is)}
            tell(now_is, holders(now_is), WROTE, title, key=f"closed:{now_is.version}", now=now)
    return now_is


def reopen_inquiry(
    inquiry: Inquiry, *, by: Member | None = None, contact: Contact | None = None, now: datetime
) -> Inquiry:
    """Open a solved one again; open already is no error. Raises TooOften where contacts did so ten times within an hour:
    each time somebody hears of it."""
    with transaction.atomic():
        now_is = lock_inquiry(inquiry)
        if now_is.is_open:
            return now_is
        if contact is not None:
            _check_pace(now_is, now)
        now_is.status, now_is.closed_at = InquiryStatus.OPEN, None
        save(now_is, "status", "closed_at", now=now)
        note_step(now_is, InquiryStepKind.REOPENED, by=by, who=contact.name if contact else "", now=now)
        if contact is not None:
            title = _("%(name)s reopened: %(title)s") % {"name": contact.name, "title": title_of(now_is)}
            told = holders(now_is) or managers_of(now_is)
            tell(now_is, told, WROTE, title, key=f"reopened:{now_is.version}", now=now)
    return now_is


def _ask_how_it_was(inquiry: Inquiry, *, tells: bool, now: datetime) -> None:
    """Ask the opener, who is still at the account: by the survey where one runs, else by the mail that says it is solved."""
    opener = inquiry.opener
    if opener is None or opener.account_id != inquiry.account_id or not is_present(opener, today_of(now)):
        return
    asked = ask_after_inquiry(opener, source_key=source_key(inquiry), subject=inquiry.subject, now=now)
    if tells:
        write_solved(inquiry, opener, asks=asked is None, now=now)


def _check_pace(inquiry: Inquiry, now: datetime) -> None:
    lately = InquiryStep.objects.filter(
        inquiry_id=inquiry.pk, kind=InquiryStepKind.REOPENED, by=None, at__gt=now - PACE_SPAN
    )
    if lately.count() >= MOST_REOPENED:
        raise TooOften(_("This inquiry was opened again ten times within an hour. Write what is left to do."))


def _check_holder(inquiry: Inquiry, holder: Holder) -> None:
    refusal = DomainError(_("Choose somebody who may answer inquiries of this account."), field="holder")
    if holder.member_id is not None:
        if holder.member_id not in {one.pk for one in answerers(inquiry.account)}:
            raise refusal
    elif holder.team_id is not None and not open_teams().filter(pk=holder.team_id).exists():
        raise refusal


def _time_anew(inquiry: Inquiry) -> None:
    if inquiry.responded_at is not None or inquiry.breached_at is not None:
        return
    setting = setting_in_force()
    hours = office_hours(setting)
    due = due_after(inquiry.opened_at, minutes_for(setting, inquiry.priority, hours), hours)
    inquiry.response_due_at = due
    inquiry.manager_due_at = due_after(due, setting.manager_minutes, hours)
