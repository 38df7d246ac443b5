"""Opening an inquiry: numbered, handed out by rule, its first answer due, its ticket counted, its opener told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.choices import TicketPriority
from accounts.models import Account, Contact
from core.errors import DomainError, DomainErrors
from core.text import name_key
from playbooks.rules import Holder
from playbooks.selectors.owners import holders_of
from portal.choices.inquiries import InquiryKind, InquirySource, InquiryStatus, InquiryStepKind
from portal.errors import TooOften
from portal.models import Inquiry, InquiryMessage, InquirySetting
from portal.models.inquiries import BODY, SUBJECT
from portal.rules.inquiries import MOST_OPENED, PACE_SPAN
from portal.rules.response_times import due_after
from portal.rules.routing import Asked, routed
from portal.selectors.inquiry_people import holder_words, holders, managers_of
from portal.selectors.inquiry_settings import minutes_for, office_hours, routes
from portal.services.inquiries.files import Upload, add_files
from portal.services.inquiries.letters import write_received
from portal.services.inquiries.record import ASSIGNED, keep_fact, note_step, tell, title_of
from workspaces.models import Member


def open_inquiry(
    account: Account,
    *,
    contact: Contact,
    subject: str,
    text: str,
    kind: str = InquiryKind.QUESTION,
    priority: str = TicketPriority.NORMAL,
    by: Member | None,
    now: datetime,
    source: str = InquirySource.PORTAL,
    uploads: Sequence[Upload] = (),
) -> Inquiry:
    """Open an inquiry of a contact. `by` is the member who writes it down for them, None where they do it themselves;
    `uploads` are files with name, size and file.

    It goes to whom the first fitting rule names, else to the account's people; who gets it is told, the contact has a
    mail with the number. Not idempotent: callers guard by core.submissions. Raises DomainErrors on the fields subject,
    text, kind, priority and files, TooOften where a contact opens more than twenty within an hour.
    """
    _check(account, contact, subject, text, kind, priority)
    if by is None:
        _check_pace(contact, now)
    with transaction.atomic():
        inquiry = _numbered(account, contact, subject, kind, priority, source, now)
        holder, _rule = routed(
            routes(), Asked(kind, priority, account.segment, account.pk), holders_of([account.pk]).get(account.pk, {})
        )  # fmt: skip
        inquiry.assignee_id, inquiry.team_id = holder.member_id, holder.team_id
        inquiry.save(force_insert=True)
        message = InquiryMessage.objects.create(
            inquiry=inquiry, is_internal=False, body=text.strip(), contact=contact, author_name=contact.name,
            source=source, written_at=now,
        )  # fmt: skip
        add_files(message, uploads, by=by, now=now)
        note_step(inquiry, InquiryStepKind.OPENED, by=by, who=contact.name, now=now)
        _hand_out(inquiry, holder, by=by, now=now)
        keep_fact(inquiry, now=now)
        write_received(inquiry, contact, now=now)
    return inquiry


def _check(account: Account, contact: Contact, subject: str, text: str, kind: str, priority: str) -> None:
    errors = []
    if contact.account_id != account.pk:
        errors.append(DomainError(_("Choose a contact of this account."), field="contact"))
    if not 1 <= len(subject.strip()) <= SUBJECT:
        errors.append(DomainError(_("Say in 1 to 200 characters what it is about."), field="subject"))
    errors += [DomainError(refusal, field="text") for refusal in text_refusals(text)]
    for field, value, known in (
        ("kind", kind, InquiryKind.values), ("priority", priority, TicketPriority.values)
    ):  # fmt: skip
        if value not in known:
            errors.append(DomainError(_("Choose one of the list."), field=field))
    if errors:
        raise DomainErrors(errors)


def _check_pace(contact: Contact, now: datetime) -> None:
    lately = Inquiry.objects.filter(opener=contact, opened_at__gt=now - PACE_SPAN)
    if lately.exclude(source=InquirySource.STAFF).count() >= MOST_OPENED:
        words = _("You opened twenty inquiries within an hour. Write into one of them, or wait a while.")
        raise TooOften(words, field="text")


def text_refusals(text: str) -> list[str]:
    """Why this cannot be the text of a message."""
    if not text.strip():
        return [_("Write something first.")]
    if len(text.strip()) > BODY:
        return [_("Shorten the text to 20,000 characters.")]
    return []


def _numbered(
    account: Account, contact: Contact, subject: str, kind: str, priority: str, source: str, now: datetime
) -> Inquiry:  # fmt: skip
    setting, _made = InquirySetting.objects.get_or_create()
    # the row is locked until commit: numbers have no gap, and two at once have two
    InquirySetting.objects.filter(pk=setting.pk).update(last_number=F("last_number") + 1)
    number = InquirySetting.objects.values_list("last_number", flat=True).get(pk=setting.pk)
    hours = office_hours(setting)
    due = due_after(now, minutes_for(setting, priority, hours), hours)
    plain = " ".join(subject.split())
    values: dict[str, Any] = {
        "subject": plain, "subject_key": name_key(plain)[:SUBJECT], "kind": kind, "priority": priority, "source": source,
        "status": InquiryStatus.NEW, "opener": contact, "opener_name": contact.name, "opened_at": now, "moved_at": now,
        "response_due_at": due, "manager_due_at": due_after(due, setting.manager_minutes, hours),
    }  # fmt: skip
    return Inquiry(account=account, number=number, **values)


def _hand_out(inquiry: Inquiry, holder: Holder, *, by: Member | None, now: datetime) -> None:
    if holder.is_nobody:
        told, title = managers_of(inquiry), _("Nobody has this inquiry: %(title)s")
    else:
        note_step(inquiry, InquiryStepKind.ASSIGNED, now=now, words=holder_words(inquiry))
        told, title = holders(inquiry), _("New inquiry for you: %(title)s")
    tell(inquiry, told, ASSIGNED, title % {"title": title_of(inquiry)}, key="opened", by=by, now=now)
