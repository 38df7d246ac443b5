"""The conversation: answers that the customer sees, notes that only staff see, and what the customer writes back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Contact
from core.errors import DomainError, DomainErrors
from portal.choices.inquiries import InquirySource, InquiryStatus, InquiryStepKind
from portal.models import Inquiry, InquiryMessage
from portal.rules.inquiries import after_answer, after_customer
from portal.selectors.inquiry_people import holders, managers_of
from portal.services.inquiries.files import Upload, add_files, add_what_can_be
from portal.services.inquiries.letters import write_answers
from portal.services.inquiries.opening import text_refusals
from portal.services.inquiries.record import WROTE, lock_inquiry, note_step, save, tell, title_of
from workspaces.models import Member


def answer(
    inquiry: Inquiry, text: str, *, by: Member, now: datetime, uploads: Sequence[Upload] = ()
) -> InquiryMessage:
    """Answer the customer: every contact of the conversation has a mail with a link back. The first answer stops the clock,
    and it is the customer's turn. Who answers what nobody has, has it. Raises DomainErrors (text, files)."""
    _check(text)
    with transaction.atomic():
        now_is = lock_inquiry(inquiry)
        message = _message(now_is, text, author=by, is_internal=False, now=now)
        add_files(message, uploads, by=by, now=now)
        fields = ["status"]
        if now_is.responded_at is None:
            now_is.responded_at = now
            fields.append("responded_at")
        if now_is.assignee_id is None and now_is.team_id is None:
            now_is.assignee = by
            fields.append("assignee")
            note_step(now_is, InquiryStepKind.ASSIGNED, by=by, now=now, words=str(by))
        now_is.status = after_answer(now_is.status)
        save(now_is, *fields, now=now)
        note_step(now_is, InquiryStepKind.ANSWERED, by=by, now=now)
        write_answers(now_is, message, people_of(now_is), now=now)
    return message


def add_note(
    inquiry: Inquiry, text: str, *, by: Member, now: datetime, uploads: Sequence[Upload] = ()
) -> InquiryMessage:
    """A note for colleagues: no customer ever sees it, nor the files with it; no clock stops, no mail goes out."""
    _check(text)
    with transaction.atomic():
        now_is = lock_inquiry(inquiry)
        message = _message(now_is, text, author=by, is_internal=True, now=now)
        add_files(message, uploads, by=by, now=now)
        save(now_is, now=now)
        note_step(now_is, InquiryStepKind.NOTED, by=by, now=now)
        title = _("Note on %(title)s") % {"title": title_of(now_is)}
        tell(
            now_is, holders(now_is), WROTE, title, key=f"note:{message.pk}", by=by, now=now, body=text.strip()
        )
    return message


def write_as_contact(
    inquiry: Inquiry,
    text: str,
    *,
    contact: Contact,
    now: datetime,
    uploads: Sequence[Upload] = (),
    source: str = InquirySource.PORTAL,
    message_id: str | None = None,
) -> InquiryMessage:
    """What a contact of the account writes; a solved inquiry is open again, and it is the staff's turn.

    By mail the files that may not be kept are left out, and said to be; otherwise they refuse the whole. Whose mail it is
    (`message_id`) is taken once: django's IntegrityError for a second one. Raises DomainErrors (text, files).
    """
    if not (source == InquirySource.MAIL and uploads):
        _check(text)
    if contact.account_id != inquiry.account_id:
        raise DomainError(_("Choose a contact of this account."))
    with transaction.atomic():
        now_is = lock_inquiry(inquiry)
        message = InquiryMessage.objects.create(
            inquiry=now_is, is_internal=False, body=text.strip(), contact=contact, author_name=contact.name,
            source=source, written_at=now, message_id=message_id,
        )  # fmt: skip
        if source == InquirySource.MAIL:
            refused = add_what_can_be(message, uploads, now=now)
            if refused:
                message.left_out = "\n".join(refused)
                message.save(update_fields=["left_out"])
        else:
            add_files(message, uploads, by=None, now=now)
        _is_our_turn(now_is, contact, now)
        title = _("%(name)s wrote: %(title)s") % {"name": contact.name, "title": title_of(now_is)}
        told = holders(now_is) or managers_of(now_is)
        tell(now_is, told, WROTE, title, key=f"message:{message.pk}", now=now, body=text.strip())
    return message


def people_of(inquiry: Inquiry) -> list[Contact]:
    """The contacts of a conversation who are still there: who asked, and who of the same account wrote in it."""
    wrote = InquiryMessage.objects.filter(inquiry=inquiry, contact__isnull=False).values("contact_id")
    found = Contact.objects.filter(account_id=inquiry.account_id, left_on=None)
    return list(found.filter(pk__in=wrote).order_by("pk") | found.filter(pk=inquiry.opener_id).order_by("pk"))


def _check(text: str) -> None:
    refusals = [DomainError(words, field="text") for words in text_refusals(text)]
    if refusals:
        raise DomainErrors(refusals)


def _message(
    inquiry: Inquiry, text: str, *, author: Member, is_internal: bool, now: datetime
) -> InquiryMessage:
    return InquiryMessage.objects.create(
        inquiry=inquiry, is_internal=is_internal, body=text.strip(), author=author, author_name=str(author),
        source=InquirySource.STAFF, written_at=now,
    )  # fmt: skip


def _is_our_turn(inquiry: Inquiry, contact: Contact, now: datetime) -> None:
    was_closed = inquiry.status == InquiryStatus.CLOSED
    inquiry.status = after_customer(inquiry.status)
    if was_closed:
        inquiry.closed_at = None
    save(inquiry, "status", "closed_at", now=now)
    kind = InquiryStepKind.REOPENED if was_closed else InquiryStepKind.WROTE
    note_step(inquiry, kind, who=contact.name, now=now)
