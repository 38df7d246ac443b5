"""To whom a review may be sent, and to whom it was."""

from dataclasses import dataclass
from datetime import datetime

from accounts.access import members_who_see
from accounts.models import Contact
from reports.choices import Edition
from reports.models import QbrMailing, QbrSnapshot
from workspaces.access import sees_money


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may get a review; `key` is the choice in the form. One of the two ids is set."""

    key: str
    name: str
    role: str
    address: str
    contact_id: int | None = None
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """One person to whom a review was sent; `state` is the mail's own, in words."""

    name: str
    address: str
    by: str
    asked_at: datetime
    state: str
    note: str


def readers_of(snapshot: QbrSnapshot) -> list[Reader]:
    """The customer's edition goes to contacts of that account who have not left; ours to members who see the account,
    and money where amounts stand in it. Nobody else is ever offered."""
    if snapshot.edition == Edition.CUSTOMER:
        people = Contact.objects.filter(account_id=snapshot.account_id, left_on=None).exclude(email="")
        return [
            Reader(
                f"c{one.pk}", one.name, str(one.get_stakeholder_role_display()), one.email, contact_id=one.pk
            )
            for one in people.order_by("name_key", "pk")
        ]
    return [
        Reader(f"m{one.pk}", str(one), str(one.get_role_display()), one.user.email, member_id=one.pk)
        for one in members_who_see(snapshot.account)
        if sees_money(one) or not snapshot.has_money
    ]


def sent_of(snapshot: QbrSnapshot) -> list[Sent]:
    """The latest first."""
    found = QbrMailing.objects.filter(snapshot=snapshot).select_related("asked_by__user", "message")
    return [
        Sent(
            one.name or one.address,
            one.address,
            str(one.asked_by) if one.asked_by else "",
            one.asked_at,
            str(one.message.get_status_display()) if one.message else "",
            one.note,
        )
        for one in found.order_by("-asked_at", "-pk")[:100]
    ]
