"""Inquiries as they stand: for the portal's home and list, and for one page of either side."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet

from accounts.models import Contact
from portal.choices.inquiries import FOR_CUSTOMERS, OPEN_STATUSES, OUR_TURN, InquiryStatus
from portal.identity import Customer
from portal.models import Inquiry, InquiryFile, InquiryMessage, InquiryStep

RATEABLE = timedelta(days=30)
MESSAGES, STEPS = 300, 100


def open_inquiries(account_id: int, limit: int) -> list[Inquiry]:
    """The account's open ones, the last moved first."""
    return list(_of(account_id).filter(status__in=OPEN_STATUSES).order_by("-moved_at", "-pk")[:limit])


def count_open(account_id: int) -> int:
    """How many of the account's are open."""
    return Inquiry.objects.filter(account_id=account_id, status__in=OPEN_STATUSES).count()


def waiting_for_customer(account_id: int, contact_id: int) -> list[Inquiry]:
    """Those that wait for an answer of this contact, the longest waiting first."""
    found = _of(account_id).filter(status=InquiryStatus.WAITING, opener_id=contact_id)
    return list(found.order_by("moved_at", "pk")[:20])


def count_waiting(customer: Customer) -> int:
    """How many inquiries wait for an answer of this contact: the number in the portal's bar."""
    rows = Inquiry.objects.filter(account_id=customer.account.pk, opener_id=customer.contact.pk)
    return rows.filter(status=InquiryStatus.WAITING).count()


def to_rate(contact: Contact, now: datetime | None = None) -> list[Inquiry]:
    """What this contact asked at this account, was solved and is not rated, the newest first; with `now`, of the last 30
    days."""
    own = Inquiry.objects.filter(opener=contact, account_id=contact.account_id)
    found = own.filter(status=InquiryStatus.CLOSED, rated_at=None)
    if now is not None:
        found = found.filter(closed_at__gt=now - RATEABLE)
    return list(found.select_related("assignee__user", "team").order_by("-closed_at", "-pk")[:5])


def due_answers(account_id: int, today: date, limit: int) -> list[Inquiry]:
    """Those whose first answer is due from today on, the soonest first."""
    found = Inquiry.objects.filter(
        account_id=account_id, status__in=OUR_TURN, responded_at=None, response_due_at__date__gte=today
    )
    return list(found.order_by("response_due_at", "pk")[:limit])


def messages_of(inquiry: Inquiry, *, for_customer: bool) -> list[InquiryMessage]:
    """The conversation in its order with its files; without the notes where a customer reads it. Two queries."""
    rows = InquiryMessage.objects.filter(inquiry=inquiry)
    if for_customer:
        rows = rows.filter(is_internal=False)
    files: QuerySet[InquiryFile] = InquiryFile.objects.select_related("file").order_by("pk")
    found = rows.prefetch_related(Prefetch("files", queryset=files)).order_by("-pk")[:MESSAGES]
    return list(reversed(found))


def steps_of(inquiry: Inquiry, *, for_customer: bool) -> Sequence[InquiryStep]:
    """The history, newest first; for a customer what concerns them."""
    rows = InquiryStep.objects.filter(inquiry_id=inquiry.pk).select_related("by__user")
    if for_customer:
        rows = rows.filter(kind__in=FOR_CUSTOMERS)
    return list(rows.order_by("-pk")[:STEPS])


def account_inquiries(rows: QuerySet[Inquiry], limit: int) -> list[Inquiry]:
    """Of these, the open ones first, then the last moved. Two queries at most."""
    found = rows.select_related("assignee__user", "team", "opener")
    first = list(found.filter(status__in=OPEN_STATUSES).order_by("-moved_at", "-pk")[:limit])
    rest = limit - len(first)
    closed = found.filter(status=InquiryStatus.CLOSED).order_by("-moved_at", "-pk")
    return [*first, *closed[:rest]] if rest > 0 else first


def _of(account_id: int) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(account_id=account_id).select_related("assignee__user", "team", "opener")
