"""What the tests of inquiries share: an inquiry of Acme's customer, answers by mail, files."""

from email.message import EmailMessage
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core.tenancy import workspace_scope
from portal.models import Inquiry
from portal.services.inquiries import open_inquiry
from portal.services.inquiries.reply_address import reply_address
from tests.support.world import NOW, Company

PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


def ask(company: Company, subject: str = "Night-shift supplements", **more: Any) -> Inquiry:
    """An inquiry of the company's second contact; call inside its scope."""
    values = {
        "text": "They are missing in August.",
        "by": None,
        "now": NOW,
        "contact": company.contacts[1],
        **more,
    }
    return open_inquiry(values.pop("account", company.account), subject=subject, **values)


def upload(name: str = "codes.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def reply(
    inquiry: Inquiry,
    text: str = "The one in Turku.",
    *,
    sender: str = "urho@customer.example",
    **headers: str,
) -> EmailMessage:
    """An answer by mail of the contact who asked."""
    message = EmailMessage()
    message["From"] = f"Urho User <{sender}>"
    with workspace_scope(inquiry.workspace_id):
        message["To"] = headers.pop("to", reply_address(inquiry, inquiry.opener_id or 0))
    message["Message-ID"] = headers.pop("message_id", "<one@customer.example>")
    message["Subject"] = "Re: supplements"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message
