"""How a solved inquiry was, in the customer's eyes: three faces and a comment."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Contact
from core.errors import Conflict, DomainError
from portal.choices.inquiries import SCORES, InquiryStepKind, face_of
from portal.models import Inquiry
from portal.models.inquiries import COMMENT
from portal.selectors.inquiry_people import holders, managers_of
from portal.services.inquiries.record import (
    SOURCE,
    WROTE,
    lock_inquiry,
    note_step,
    save,
    source_key,
    tell,
    title_of,
)
from surveys.errors import AnswerStands
from surveys.services import rate_inquiry

CHANGEABLE = timedelta(days=7)


def rate(inquiry: Inquiry, face: str, comment: str = "", *, contact: Contact, now: datetime) -> Inquiry:
    """Rate a solved inquiry, by who asked; a rating of the last seven days can be given anew, the same again changes
    nothing. Raises DomainError (face, comment), Conflict where it is open or the rating is older."""
    text = comment.strip()
    if face not in SCORES:
        raise DomainError(_("Choose one of the three."), field="face")
    if len(text) > COMMENT:
        raise DomainError(_("Shorten the comment to 1,000 characters."), field="comment")
    with transaction.atomic():
        now_is = lock_inquiry(inquiry)
        if now_is.is_open:
            raise Conflict(_("This inquiry is open. It can be rated once it is solved."), code="wrong_state")
        if now_is.opener_id != contact.pk:
            raise Conflict(_("Who asked rates the answer."), code="not_the_opener")
        if (now_is.score, now_is.comment) == (SCORES[face], text):
            return now_is
        if now_is.rated_at is not None and now_is.rated_at < now - CHANGEABLE:
            raise Conflict(_("This rating is settled."), code="settled")
        now_is.score, now_is.comment, now_is.rated_at = SCORES[face], text, now
        save(now_is, "score", "comment", "rated_at", now=now)
        _count(now_is, contact, text, now=now)
        label = face_of(SCORES[face])
        note_step(now_is, InquiryStepKind.RATED, who=contact.name, now=now, words=label)
        words = {"face": label, "title": title_of(now_is)}
        title = _("Rated %(face)s: %(title)s") % words
        told = holders(now_is) or managers_of(now_is)
        tell(now_is, told, WROTE, title, key=f"rated:{now_is.version}", now=now, body=text)
    return now_is


def take_answer(source_key: str, score: int, comment: str, now: datetime) -> None:
    """The same, as the contact answered the survey that was sent after it: what stands there stands here too, whatever
    became of the inquiry since. For surveys.ports.SOURCE_ANSWERS."""
    number = source_key.removeprefix(SOURCE)
    found = Inquiry.objects.filter(number=int(number)).first() if number.isdigit() else None
    if found is None:
        return
    with transaction.atomic():
        now_is = lock_inquiry(found)
        text = comment[:COMMENT]
        if (now_is.score, now_is.comment) == (score, text):
            return
        now_is.score, now_is.comment, now_is.rated_at = score, text, now
        save(now_is, "score", "comment", "rated_at", now=now)
        label = face_of(score)
        note_step(now_is, InquiryStepKind.RATED, who=now_is.opener_name, now=now, words=label)
        title = _("Rated %(face)s: %(title)s") % {"face": label, "title": title_of(now_is)}
        told = holders(now_is) or managers_of(now_is)
        tell(now_is, told, WROTE, title, key=f"rated:{now_is.version}", now=now, body=text)


def _count(inquiry: Inquiry, contact: Contact, comment: str, *, now: datetime) -> None:
    """Hand the rating to the surveys; what was answered there before, and settled, stands."""
    with suppress(AnswerStands):
        rate_inquiry(
            contact, source_key=source_key(inquiry), score=inquiry.score or 0, comment=comment, subject=inquiry.subject,
            now=now,
        )  # fmt: skip
