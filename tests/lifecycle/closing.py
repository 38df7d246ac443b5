"""Closings of renewals, as tests make them: Acme's contract of €120,000 runs from 1 January to 31 December 2026."""

from datetime import date

from accounts.models import Contract
from accounts.services import LineFields
from lifecycle.services import ClosingFields, close_renewal
from tests.support.world import NOW, TODAY

END, NEXT_END = date(2026, 12, 31), date(2027, 12, 31)


def fields(kind="renewed", **values):
    """A decision about the term that ends on END; a renewal runs as long as before."""
    given = (
        {"renewed_until": NEXT_END}
        if kind == "renewed"
        else {"reason": "low_adoption"}
        if kind == "churned"
        else {}
    )
    return ClosingFields(kind=kind, **{"term_ends_on": END, **given, **values})


def close(contract, decided=None, *, by, today=TODAY, now=NOW, version=None):
    """Close the renewal of a contract as it stands now."""
    held = Contract.objects.get(pk=contract.pk)
    version = held.version if version is None else version
    return close_renewal(held, decided or fields(), version=version, by=by, now=now, today=today)


def line(amount, seats=100, **values):
    """A recurring line a year."""
    return LineFields(kind="recurring", amount=amount, seats=seats, **values)
