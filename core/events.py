"""Rare news upward: declared here, stored with the facts, delivered at least once, later.

Subscribers only enqueue; they get the payload's ids and never the objects.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core import clock, jobs
from core.models import StoredEvent
from core.tenancy import required_workspace_id

ACCOUNT_FACTS_CHANGED = "accounts.facts_changed"  # account_ids: contracts, tickets or owners of these changed
ACCOUNT_MENTIONED = "accounts.mentioned"  # entry_id, member_ids: who was named in it for the first time
BAND_CHANGED = "health.band_changed"  # account_id, before, after, scored_on
RENEWAL_MILESTONE_REACHED = "lifecycle.milestone_reached"  # contract_id, milestone, term_end_on
DECLARED = frozenset({ACCOUNT_FACTS_CHANGED, ACCOUNT_MENTIONED, BAND_CHANGED, RENEWAL_MILESTONE_REACHED})

MAX_ATTEMPTS = 8
DELIVER = "core.deliver_events"

Subscriber = Callable[[int, Mapping[str, Any]], None]
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)


def subscribe(name: str, subscriber: Subscriber) -> None:
    """Call `subscriber(workspace_id, payload)` for each event of this name; from apps.py only."""
    if name not in DECLARED:
        raise ValueError(f"{name} is not a declared event.")
    if subscriber not in _subscribers[name]:
        _subscribers[name].append(subscriber)


def publish(name: str, payload: Mapping[str, Any], *, now: datetime | None = None) -> None:
    """Store an event in the transaction in force and wake the delivery after commit."""
    publish_many(name, [payload], now=now or clock.now())


def publish_many(name: str, payloads: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """Store one event per payload, in one statement, and wake the delivery once."""
    if name not in DECLARED:
        raise ValueError(f"{name} is not a declared event.")
    StoredEvent.objects.bulk_create(
        StoredEvent(name=name, payload=dict(payload), created_at=now, next_attempt_at=now)
        for payload in payloads
    )
    jobs.enqueue(DELIVER, required_workspace_id())


def deliver_waiting(*, now: datetime, limit: int = 200) -> int:
    """Tell subscribers of the events that wait in this workspace; returns how many were told.

    Each event has its own savepoint: one that raises is tried again later (2^n minutes) and parked
    after MAX_ATTEMPTS, and never holds up the others.
    """
    waiting = (
        StoredEvent.objects.select_for_update(skip_locked=True)
        .filter(delivered_at=None, parked_at=None, next_attempt_at__lte=now)
        .order_by("next_attempt_at", "id")[:limit]
    )
    return sum(_deliver(event, now) for event in waiting)


def _deliver(event: StoredEvent, now: datetime) -> bool:
    try:
        with transaction.atomic():
            for subscriber in _subscribers[event.name]:
                subscriber(event.workspace_id, event.payload)
    except Exception as error:  # noqa: BLE001  a subscriber may fail in any way; the event is kept and shown
        event.attempts += 1
        event.error = f"{type(error).__name__}: {error}"[:500]
        event.next_attempt_at = now + timedelta(minutes=2**event.attempts)
        event.parked_at = now if event.attempts >= MAX_ATTEMPTS else None
        event.save(update_fields=["attempts", "error", "next_attempt_at", "parked_at"])
        return False
    event.delivered_at = now
    event.save(update_fields=["delivered_at"])
    return True
