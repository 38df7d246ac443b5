"""Contacts who are still at the customer: one condition for whoever writes to them."""

from datetime import date

from django.db.models import Q

from accounts.models import Contact


def present(today: date) -> Q:
    """Rows of contacts who have not left by this day; who leaves on a later one is still there."""
    return Q(left_on=None) | Q(left_on__gt=today)


def is_present(contact: Contact, today: date) -> bool:
    """The same of one contact that is at hand; not of one in the bin."""
    return contact.deleted_at is None and (contact.left_on is None or contact.left_on > today)
