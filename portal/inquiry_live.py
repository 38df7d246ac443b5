"""The streams of inquiries: open pages hear that there is something newer, and ask for it as they ask for everything."""

from accounts.access import MAX_ID
from core.live import Admission, Channels
from portal.access.inquiries import customers_inquiries, visible_inquiries
from portal.identity import Customer
from portal.live import customer_door
from portal.services.inquiries.record import customers_channel, staff_channel
from workspaces.live import staff_door
from workspaces.models import Member

STAFF, CUSTOMER = "desk-inquiry", "inquiry"


def heard_by_staff(member: Member, name: str) -> Channels | None:
    """One inquiry that the member may see, notes of colleagues included."""
    number = _number(name)
    found = visible_inquiries(member).filter(pk=number).values_list("version", flat=True).first()
    return None if found is None else Channels((staff_channel(number),), newest=found)


def heard_by_customer(customer: Customer, name: str) -> Channels | None:
    """One of the customer's own account, without what only staff see."""
    number = _number(name)
    found = customers_inquiries(customer).filter(pk=number).exists()
    return Channels((customers_channel(number),)) if found else None


def _number(name: str) -> int:
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 19 else 0
    return number if number <= MAX_ID else 0


STREAMS = (
    Admission(STAFF, staff_door(heard_by_staff)),
    Admission(CUSTOMER, customer_door(heard_by_customer)),
)
