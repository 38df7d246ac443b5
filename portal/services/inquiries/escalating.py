"""Escalation: by the customer, by a colleague, or because the first answer stayed out; it reaches who answers for whoever
works on it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Contact
from core.errors import Conflict, DomainError
from portal.choices.inquiries import InquiryStepKind
from portal.models import Inquiry
from portal.models.inquiries import WORDS
from portal.selectors.inquiry_people import holders, managers_of
from portal.services.inquiries.record import ESCALATED, lock_inquiry, note_step, save, tell, title_of
from workspaces.models import Member


def escalate(
    inquiry: Inquiry,
    *,
    by: Member | None = None,
    by_contact: Contact | None = None,
    reason: str,
    now: datetime,
) -> Inquiry:
    """Escalate an open inquiry to its manager, by a member, by a contact, or by neither for the platform itself. One that
    is escalated already is no error and tells nobody again. Raises DomainError (reason), Conflict for a solved one."""
    text = reason.strip()
    if not 1 <= len(text) <= WORDS:
        raise DomainError(_("Say in 1 to 1,000 characters what has to happen."), field="reason")
    with transaction.atomic():
        now_is = lock_inquiry(inquiry)
        if not now_is.is_open:
            raise Conflict(_("This inquiry is solved. Reopen it first."), code="wrong_state")
        if now_is.is_escalated:
            return now_is
        now_is.escalated_at, now_is.calmed_at, now_is.escalation_reason = now, None, text
        save(now_is, "escalated_at", "calmed_at", "escalation_reason", now=now)
        who = by_contact.name if by_contact else ""
        note_step(now_is, InquiryStepKind.ESCALATED, by=by, who=who, now=now, words=text)
        told = [*managers_of(now_is), *holders(now_is)]
        title = _("Escalated: %(title)s") % {"title": title_of(now_is)}
        tell(now_is, told, ESCALATED, title, key=f"{now:%Y%m%d%H%M%S}", by=by, now=now, body=text)
    return now_is


def calm(inquiry: Inquiry, *, by: Member, now: datetime) -> Inquiry:
    """End the escalation; ended already is no error."""
    with transaction.atomic():
        now_is = lock_inquiry(inquiry)
        if not now_is.is_escalated:
            return now_is
        now_is.calmed_at = now
        save(now_is, "calmed_at", now=now)
        note_step(now_is, InquiryStepKind.CALMED, by=by, now=now)
    return now_is
