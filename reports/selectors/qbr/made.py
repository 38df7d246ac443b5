"""The reviews that were made of an account."""

from django.db.models import Q, QuerySet

from accounts.models import Account
from reports.choices import PrintState
from reports.models import QbrSnapshot

SHOWN = 50


def made_of(account: Account) -> QuerySet[QbrSnapshot]:
    """The snapshots of an account, newest first, without their facts; those too whose facts are being taken."""
    only_asked = Q(fingerprint="", state=PrintState.NONE)
    found = QbrSnapshot.objects.filter(~only_asked, account=account).select_related(
        "created_by__user", "superseded_by"
    )
    return found.defer("data").order_by("-taken_at", "-pk")[:SHOWN]


def actions_before(account: Account, *, period: str, edition: str) -> QbrSnapshot | None:
    """The last valid review of an earlier quarter in this edition, whose action items are looked back on."""
    earlier = QbrSnapshot.objects.filter(
        account=account, edition=edition, period__lt=period, superseded_by=None
    ).exclude(fingerprint="")
    return earlier.defer("data").order_by("-period", "-taken_at", "-pk").first()
