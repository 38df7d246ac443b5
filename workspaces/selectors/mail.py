"""The outbox, read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from workspaces.choices import OutboxStatus
from workspaces.models import OutboxMessage
from workspaces.selectors.keyset import Slice, newest_first

LEASE = timedelta(minutes=10)  # longer than any one talk with a mail server (EMAIL_TIMEOUT per step)
CUT_OFF = "cut_off"  # not a status of its own: sending, for longer than any sender lives


@dataclass(frozen=True)
class MailRow:
    """One mail of the list; `may_resend` and `may_settle` say which deeds are open."""

    message: OutboxMessage
    is_cut_off: bool
    may_resend: bool


def due_mail_ids(*, now: datetime, limit: int) -> list[int]:
    """Ids of mails of the workspace in force that wait and are due, longest waiting first."""
    due = OutboxMessage.objects.filter(status=OutboxStatus.WAITING, next_attempt_at__lte=now)
    return list(due.order_by("next_attempt_at", "id").values_list("id", flat=True)[:limit])


def cut_off_mail(*, now: datetime) -> QuerySet[OutboxMessage]:
    """Mails whose sender vanished between the server's accept and our note: a person must decide."""
    return OutboxMessage.objects.filter(status=OutboxStatus.SENDING, claimed_at__lte=now - LEASE)


def mail_for_a_person(*, now: datetime) -> int:
    """How many mails of the workspace wait for an admin's decision: cut off, refused or parked."""
    stuck = Q(status__in=(OutboxStatus.REFUSED, OutboxStatus.PARKED))
    cut_off = Q(status=OutboxStatus.SENDING, claimed_at__lte=now - LEASE)
    return OutboxMessage.objects.filter(stuck | cut_off).count()


def mail_counts(*, now: datetime) -> dict[str, int]:
    """How many mails of the workspace stand in each status; those cut off are counted under CUT_OFF too."""
    rows = (
        OutboxMessage.objects.order_by()
        .values("status")
        .annotate(
            n=Count("id"), cut=Count("id", filter=Q(status=OutboxStatus.SENDING, claimed_at__lte=now - LEASE))
        )
    )
    counts = {row["status"]: row["n"] for row in rows}
    return {**counts, CUT_OFF: sum(row["cut"] for row in rows)}


def mail_page(*, status: str, after: str, now: datetime, size: int = 50) -> Slice[MailRow]:
    """Mails of one status (CUT_OFF included, "" for all), newest first, from the mark `after` on."""
    if status == CUT_OFF:
        chosen = cut_off_mail(now=now)
    elif status:
        chosen = OutboxMessage.objects.filter(status=status)
    else:
        chosen = OutboxMessage.objects.all()
    # the body is the bulk of a row, and nobody reads it here
    page = newest_first(chosen.defer("text_body", "html_body"), "created_at", after=after, size=size)
    return Slice([_row(message, now) for message in page.rows], page.next_mark)


def _row(message: OutboxMessage, now: datetime) -> MailRow:
    cut_off = (
        message.status == OutboxStatus.SENDING
        and message.claimed_at is not None
        and message.claimed_at <= now - LEASE
    )
    return MailRow(message, cut_off, cut_off or message.status in (OutboxStatus.REFUSED, OutboxStatus.PARKED))
