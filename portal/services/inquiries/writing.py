"""The conversation: answers that the customer sees, notes that only staff see, and what the customer writes back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import Contact
from accounts.selectors.present import present
from core.errors import Conflict, DomainError, DomainErrors
from portal.choices.inquiries import InquirySource, InquiryStatus, InquiryStepKind
from portal.errors import TooOften
from portal.models import Inquiry, InquiryMessage, PortalLogin
from portal.models.inquiries import BODY
from portal.rules.inquiries import MOST_WRITTEN, PACE_SPAN, after_answer, after_customer
from portal.selectors.inquiry_people import holders, managers_of
from portal.services.inquiries.files import Upload, add_files, add_what_can_be
from portal.services.inquiries.letters import write_answers
from portal.services.inquiries.opening import text_refusals
from portal.services.inquiries.record import WROTE, lock_inquiry, note_step, save, tell, title_of, today_of
from workspaces.models import Member


def answer(
    inquiry: Inquiry,
    text: str,
    *,
    by: Member,
    now: datetime,
    uploads: Sequence[Upload] = (),
    seen: int | None = None,
) -> InquiryMessage:
    """Answer the customer: every contact of the conversation has a mail with a link back. The first answer stops the clock,
    and it is the customer's turn. Who answers what nobody has, has it. `seen` is the id of the last message that the member
    had read.

    Raises DomainErrors (text, files), Conflict where somebody else wrote after `seen` what the customer reads."""
    _check(text)
    with transaction.atomic():
        now_is = lock_inquiry(inquiry)
        if seen is not None:
            _check_nobody_wrote(now_is, seen, by)
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
        write_answers(now_is, message, people_of(now_is, today_of(now)), now=now)
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
        save(now_is, now=now, for_customer=False)
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

    By mail the files that may not be kept, and what is beyond 20,000 characters, are left out, and said to be; otherwise
    they refuse the whole. Whose mail it is (`message_id`) is taken once: django's IntegrityError for a second one. Raises
    DomainErrors (text, files), TooOften.
    """
    by_mail = source == InquirySource.MAIL
    if not by_mail:
        _check(text)
    if contact.account_id != inquiry.account_id:
        raise DomainError(_("Choose a contact of this account."))
    _check_pace(contact, now)
    with transaction.atomic():
        now_is = lock_inquiry(inquiry)
        message = InquiryMessage.objects.create(
            inquiry=now_is, is_internal=False, body=text.strip()[:BODY], contact=contact, author_name=contact.name,
            source=source, written_at=now, message_id=message_id,
        )  # fmt: skip
        if by_mail:
            refused = add_what_can_be(message, uploads, now=now)
            if len(text.strip()) > BODY:
                refused.insert(0, _("The mail is longer than 20,000 characters; its end was left out."))
            if refused:
                message.left_out = "\n".join(refused)
                message.save(update_fields=["left_out"])
        else:
            add_files(message, uploads, by=None, now=now)
        _is_our_turn(now_is, contact, now)
        title = _("%(name)s wrote: %(title)s") % {"name": contact.name, "title": title_of(now_is)}
        told = holders(now_is) or managers_of(now_is)
        tell(now_is, told, WROTE, title, key=f"message:{message.pk}", now=now, body=message.body)
    return message


def people_of(inquiry: Inquiry, today: date) -> list[Contact]:
    """The contacts of a conversation who are still there: who asked, and who of the same account wrote in it; each with
    `comes_in`, whether the portal is open to them. One query."""
    wrote = InquiryMessage.objects.filter(inquiry=inquiry, contact__isnull=False).values("contact_id")
    found = Contact.objects.filter(
        present(today), Q(pk__in=wrote) | Q(pk=inquiry.opener_id), account_id=inquiry.account_id
    )
    login = PortalLogin.objects.filter(
        contact_id=OuterRef("pk"), account_id=OuterRef("account_id"), closed_at=None
    )
    return list(found.annotate(comes_in=Exists(login)).order_by("pk"))


def _check_nobody_wrote(inquiry: Inquiry, seen: int, by: Member) -> None:
    """Two colleagues who answer at once do not say two things, and none answers past what the customer adds meanwhile."""
    newer = InquiryMessage.objects.filter(inquiry=inquiry, is_internal=False, pk__gt=seen)
    other = newer.exclude(author=by).order_by("-pk").first()
    if other is not None:
        words = _("%(name)s wrote meanwhile. Read it above, then send your answer.")
        raise Conflict(words % {"name": other.author_name}, code="wrote_meanwhile")


def _check(text: str) -> None:
    refusals = [DomainError(words, field="text") for words in text_refusals(text)]
    if refusals:
        raise DomainErrors(refusals)


def _check_pace(contact: Contact, now: datetime) -> None:
    lately = InquiryMessage.objects.filter(contact=contact, written_at__gt=now - PACE_SPAN)
    if lately.count() >= MOST_WRITTEN:
        raise TooOften(_("You wrote sixty times within an hour. Wait a while, then go on."), field="text")


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
