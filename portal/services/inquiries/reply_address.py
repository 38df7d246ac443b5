"""Where an answer by mail goes: one address for each inquiry and contact, which nobody can make but us.

`reply+<workspace>.<inquiry>.<contact>.<signature>@host`: the workspace's id stands in it, so that the look-up is under row
security; the signature is 100 bits of an HMAC, in letters that survive a mail server which lowers case.
"""

import base64
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from portal.models import Inquiry

SALT = "portal.inquiries.reply"
SIGNATURE = 20
ADDRESS = re.compile(
    rf"[^@+]{{1,40}}\+(\d{{1,18}})\.(\d{{1,18}})\.(\d{{1,18}})\.([a-z2-7]{{{SIGNATURE}}})@.+", re.ASCII
)


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    """What an address says; `is_ours` where the signature fits."""

    workspace_id: int
    inquiry_id: int
    contact_id: int
    is_ours: bool


def reply_address(inquiry: Inquiry, contact_id: int) -> str:
    """The address for this contact's answers; "" where the platform takes in no mail (INBOUND_ADDRESS)."""
    local, _at, host = settings.INBOUND_ADDRESS.partition("@")
    if not host:
        return ""
    names = f"{inquiry.workspace_id}.{inquiry.pk}.{contact_id}"
    return f"{local}+{names}.{_signature(names)}@{host}"


def read_reply_address(address: str) -> ReplyAddress | None:
    """What the address says, None where it has not that shape."""
    found = ADDRESS.fullmatch(address.strip().lower())
    if found is None:
        return None
    workspace, inquiry, contact, signature = found.groups()
    ours = constant_time_compare(_signature(f"{workspace}.{inquiry}.{contact}"), signature)
    return ReplyAddress(int(workspace), int(inquiry), int(contact), ours)


def _signature(names: str) -> str:
    digest = salted_hmac(SALT, names, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:SIGNATURE]
