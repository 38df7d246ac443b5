"""The outbox, read."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from workspaces.choices import OutboxStatus
from workspaces.models import OutboxMessage

LEASE = timedelta(minutes=10)  # longer than any one talk with a mail server (EMAIL_TIMEOUT per step)


def due_mail_ids(*, now: datetime, limit: int) -> list[int]:
    """Ids of mails of the workspace in force that wait and are due, longest waiting first."""
    due = OutboxMessage.objects.filter(status=OutboxStatus.WAITING, next_attempt_at__lte=now)
    return list(due.order_by("next_attempt_at", "id").values_list("id", flat=True)[:limit])


def cut_off_mail(*, now: datetime) -> QuerySet[OutboxMessage]:
    """Mails whose sender vanished between the server's accept and our note: a person must decide."""
    return OutboxMessage.objects.filter(status=OutboxStatus.SENDING, claimed_at__lte=now - LEASE)
