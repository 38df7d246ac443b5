"""Mails to customers about their inquiries: that one came in, what was answered, that it was solved. Each leads back to the
portal, and where the platform takes in mail, an answer goes to the inquiry."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Contact
from core.links import absolute, href
from core.tenancy import required_workspace_id
from core.text import format_date, format_time
from portal.models import Inquiry, InquiryMessage
from portal.services.inquiries.reply_address import reply_address
from workspaces.models import Workspace
from workspaces.services.letters import render_letter
from workspaces.services.mail import write_mail

KIND = "inquiry"


def write_received(inquiry: Inquiry, contact: Contact, *, now: datetime) -> bool:
    """Tell the opener the number, and when to expect the first answer."""
    workspace = _workspace()
    with _language(contact, workspace):
        due = inquiry.response_due_at.astimezone(ZoneInfo(workspace.time_zone))
        words = _("We have your inquiry. You hear from us by %(day)s, %(time)s.") % {
            "day": format_date(due.date()), "time": format_time(due)
        }  # fmt: skip
        return _write(inquiry, contact, workspace, "received", _("We have your inquiry"), words, now=now)


def write_answers(
    inquiry: Inquiry, message: InquiryMessage, contacts: Iterable[Contact], *, now: datetime
) -> int:
    """Send a public message to these contacts; once for each message and contact. Returns how many mails."""
    workspace, written = _workspace(), 0
    for contact in contacts:
        with _language(contact, workspace):
            heading = _("%(name)s answered") % {"name": message.author_name}
            written += _write(
                inquiry, contact, workspace, f"message:{message.pk}", heading, message.body, now=now,
                files=message.files.count(),
            )  # fmt: skip
    return written


def write_solved(inquiry: Inquiry, contact: Contact, *, asks: bool, now: datetime) -> bool:
    """Tell the opener that it is solved, and, where it `asks`, how it was: no survey does then."""
    workspace = _workspace()
    with _language(contact, workspace):
        words = _("Your inquiry is closed as solved. If it is not, answer, and it is open again.")
        if asks:
            words = _("%(said)s How was it?") % {"said": words}
        key = f"solved:{now:%Y%m%d%H%M%S}"
        return _write(inquiry, contact, workspace, key, _("Solved"), words, now=now)


def _write(
    inquiry: Inquiry, contact: Contact, workspace: Workspace, key: str, heading: str, body: str, *, now: datetime,
    files: int = 0,
) -> bool:  # fmt: skip
    if not contact.email:
        return False
    reply_to = reply_address(inquiry, contact.pk)
    subject = f"[#{inquiry.number}] {inquiry.subject}"
    context = {
        "workspace_name": workspace.name,
        "subject": subject,
        "heading": heading,
        "about": f"#{inquiry.number} {inquiry.subject}",
        "body": body,
        "files": files,
        "url": absolute(href("portal:inquiry", workspace=workspace.slug, inquiry_id=inquiry.pk)),
        "takes_answers": bool(reply_to),
        "contact": contact.name,
    }
    letter = render_letter("inquiry", context)
    return write_mail(
        key=f"{KIND}:{inquiry.pk}:{contact.pk}:{key}", kind=KIND, to=contact.email, to_name=contact.name,
        subject=subject, text=letter.text, html=letter.html, now=now, reply_to=reply_to,
    )  # fmt: skip


def _workspace() -> Workspace:
    return Workspace.objects.get(pk=required_workspace_id())


def _language(contact: Contact, workspace: Workspace) -> translation.override:
    return translation.override(contact.language or workspace.language)
