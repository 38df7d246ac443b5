"""Telling people of a milestone: a notice in the app and a mail in the outbox, each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.links import below_workspace
from lifecycle.choices import AGENDAS
from lifecycle.services.reminders.letters import Reminder, letter_for, subject_of
from notifications.services import NewNotice, post_notices
from workspaces.models import OutboxMessage
from workspaces.services import write_mail

KIND = "renewal"


@dataclass(frozen=True)
class Told:
    """The reminders that were told, how many mails they made, and the first mail of each by its key."""

    reminders: Sequence[Reminder]
    messages: int
    message_ids: Mapping[str, int]


def tell(reminders: Sequence[Reminder], *, now: datetime) -> Told:
    """Tell each recipient once of each reminder; the idempotency key is the reminder's, with the member."""
    post_notices([notice for reminder in reminders for notice in _notices(reminder)], now=now)
    messages = 0
    first_keys: dict[str, str] = {}
    for reminder in reminders:
        for member in reminder.recipients.members:
            letter = letter_for(reminder, member)
            key = f"{reminder.key}:{member.pk}"
            first_keys.setdefault(key, reminder.key)
            messages += write_mail(
                key=key,
                kind=KIND,
                to=member.user.email,
                to_name=str(member),
                subject=subject_of(reminder),
                text=letter.text,
                html=letter.html,
                now=now,
            )
    found = OutboxMessage.objects.filter(key__in=list(first_keys)).order_by("-pk").values_list("key", "pk")
    return Told(reminders, messages, {first_keys[key]: pk for key, pk in found})


def _notices(reminder: Reminder) -> list[NewNotice]:
    return [
        NewNotice(
            member_id=member.pk,
            kind=KIND,
            title=subject_of(reminder),
            body=str(AGENDAS[reminder.milestone].purpose),
            path=below_workspace("accounts:detail", account_id=reminder.facts.account.pk),
            origin_key=reminder.key,
            account_id=reminder.facts.account.pk,
        )
        for member in reminder.recipients.members
    ]
