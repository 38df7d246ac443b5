"""A form sent twice makes one thing: the key that its page carried is taken in the transaction of the deed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from core.models import Submission

KEPT = timedelta(days=7)


def new_key() -> str:
    """A key for the hidden field of a form that makes something."""
    return str(uuid4())


def once(key: str, make: Callable[[], int], *, now: datetime) -> tuple[int, bool]:
    """Run `make`, which answers the id of what it made, unless the key was used: then answer the id made then.

    Returns the id and whether it was made now. A second request that comes while the first is under way waits
    for it. What `make` raises frees the key. A key that is none gets no protection and no refusal.
    """
    try:
        known = UUID(key)
    except ValueError:
        return make(), True
    with transaction.atomic():
        taken = _take(known, now)
        if taken is None:
            return Submission.objects.values_list("made_id", flat=True).get(key=known), False
        made = make()
        Submission.objects.filter(pk=taken).update(made_id=made)
    return made, True


def _take(key: UUID, now: datetime) -> int | None:
    Submission.objects.filter(created_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            return Submission.objects.create(key=key, created_at=now, made_id=0).pk
    except IntegrityError:
        return None
