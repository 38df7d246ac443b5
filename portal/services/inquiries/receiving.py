"""A mail that comes in: taken into its inquiry when its address was made by us for the contact who sends it; else parked
for an admin. Machines' answers are ignored, the same mail is taken once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import Contact
from accounts.models.bin import outside_bin
from accounts.selectors.present import present
from core.links import link_scope
from core.tenancy import workspace_scope
from portal.choices.inquiries import InquirySource, MailOutcome, ParkedReason
from portal.errors import TooOften
from portal.models import Inquiry, InquiryMessage, ParkedMail
from portal.rules.incoming_mail import IncomingMail, UnreadableMail, read_mail
from portal.services.inquiries.record import today_of
from portal.services.inquiries.reply_address import ReplyAddress, read_reply_address
from portal.services.inquiries.writing import write_as_contact
from workspaces.models import Member, Workspace

MOST_PARKED = 500  # waiting in one workspace; a flood of forged ones ends there
KEPT = 5_000  # characters of a parked mail


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a mail, and in which workspace."""

    outcome: MailOutcome
    workspace_id: int | None = None


def receive_mail(raw: bytes, *, recipient: str = "", now: datetime) -> Received:
    """Take one mail in, as the mail server has it. `recipient` is the address of the envelope, where the server tells it;
    else those of the headers are looked through.

    Call outside a scope. Idempotent by Message-ID within the workspace. REFUSED where no address names a workspace of
    ours, and for what nobody can read: the mail server should send it back.
    """
    try:
        mail = read_mail(raw)
    except UnreadableMail:
        return Received(MailOutcome.REFUSED)
    addresses = [recipient] if recipient else list(mail.recipients)
    named = [(one, found) for one in addresses if (found := read_reply_address(one)) is not None]
    workspace = None
    if named:
        workspace = Workspace.objects.filter(pk=named[0][1].workspace_id, closed_at=None).first()
    if workspace is None:
        return Received(MailOutcome.REFUSED)
    with (
        workspace_scope(workspace.pk),
        link_scope(workspace.slug),
        translation.override(workspace.language),
    ):
        return Received(_take(mail, *named[0], now=now), workspace.pk)


def settle_parked(mail: ParkedMail, *, by: Member, now: datetime) -> bool:
    """Put a parked mail aside; one that lies aside is no error. Whether it was put aside now."""
    waiting = ParkedMail.objects.filter(pk=mail.pk, settled_at=None)
    return bool(waiting.update(settled_at=now, settled_by=by))


def _take(mail: IncomingMail, address: str, named: ReplyAddress, *, now: datetime) -> MailOutcome:
    if mail.is_automatic:
        return MailOutcome.AUTOMATIC
    if _is_known(mail.message_id):
        return MailOutcome.REPEATED
    if not named.is_ours:
        return _park(mail, address, ParkedReason.BAD_TOKEN, now)
    inquiry = outside_bin(Inquiry.objects.filter(pk=named.inquiry_id)).first()
    contact = Contact.objects.filter(present(today_of(now)), pk=named.contact_id).first()
    if inquiry is None or contact is None or contact.account_id != inquiry.account_id:
        return _park(mail, address, ParkedReason.NO_CONTACT, now)
    if not contact.email or contact.email.lower() != mail.sender:
        return _park(mail, address, ParkedReason.OTHER_SENDER, now)
    if not mail.text and not mail.attachments:
        return _park(mail, address, ParkedReason.EMPTY, now)
    try:
        with transaction.atomic():
            write_as_contact(
                inquiry, mail.text, contact=contact, now=now, uploads=mail.attachments,
                source=InquirySource.MAIL, message_id=mail.message_id,
            )  # fmt: skip
    except TooOften:
        return _park(mail, address, ParkedReason.TOO_OFTEN, now)
    except IntegrityError:
        if not _is_known(mail.message_id):
            raise
        # the same mail, taken in by another process at this instant
        return MailOutcome.REPEATED
    return MailOutcome.TAKEN


def _is_known(message_id: str) -> bool:
    taken = InquiryMessage.objects.filter(message_id=message_id)
    return taken.exists() or ParkedMail.objects.filter(message_id=message_id).exists()


def _park(mail: IncomingMail, address: str, reason: ParkedReason, now: datetime) -> MailOutcome:
    if ParkedMail.objects.filter(settled_at=None).count() >= MOST_PARKED:
        return MailOutcome.REFUSED
    ParkedMail.objects.get_or_create(
        message_id=mail.message_id,
        defaults={
            "reason": reason,
            "sender": mail.sender,
            "recipient": address[:254],
            "subject": mail.subject,
            "body": mail.text[:KEPT],
            "received_at": now,
        },
    )
    return MailOutcome.PARKED
