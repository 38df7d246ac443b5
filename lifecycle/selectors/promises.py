"""The promises of an account, and how many wait."""

from datetime import date

from django.db.models import Case, F, QuerySet, Value, When

from accounts.models import Account
from accounts.models.bin import outside_bin
from lifecycle.choices import PromiseState
from lifecycle.models import Promise

SHOWN = 20


def promises_of(account: Account) -> list[Promise]:
    """An account's promises: open ones by their day, then those that ended, some twenty at most. One query."""
    rank = Case(When(state=PromiseState.OPEN, then=Value(0)), default=Value(1))
    found = Promise.objects.filter(account=account).select_related("made_to", "owner__user", "made_by__user")
    return list(found.order_by(rank, F("due_on").asc(nulls_last=True), "pk")[:SHOWN])


def overdue_promises(*, today: date) -> QuerySet[Promise]:
    """Open promises whose day has passed, the longest overdue first."""
    found = outside_bin(Promise.objects.filter(state=PromiseState.OPEN, due_on__lt=today)).select_related(
        "account"
    )
    return found.order_by("due_on", "pk")
