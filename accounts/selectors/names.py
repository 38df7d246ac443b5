"""Accounts by what people call them."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

import core.lists.lookups  # noqa: F401  (registers `prefixed`)
from accounts.models import Account
from core.text import name_key

MOST = 10


def accounts_named(accounts: QuerySet[Account], written: str) -> list[int]:
    """Ids of the accounts with this external id, else of this whole name, at most ten, oldest first."""
    by_id = list(accounts.filter(external_id=written).values_list("pk", flat=True))
    if by_id:
        return by_id
    return list(
        accounts.filter(name_key=name_key(written)).order_by("pk").values_list("pk", flat=True)[:MOST]
    )


def names_like(accounts: QuerySet[Account], written: str) -> Sequence[tuple[str, str]]:
    """Names to offer while somebody types, each with its external id: those that start so before those that
    hold it somewhere; nothing below two characters."""
    key = name_key(written)
    if len(key) < 2 or "\0" in key:
        return []
    starting = list(accounts.filter(name_key__prefixed=key).order_by("name_key")[:MOST])
    if len(starting) < MOST:
        inside = accounts.filter(Q(name_key__contains=key) & ~Q(pk__in=[a.pk for a in starting]))
        starting += list(inside.order_by("name_key")[: MOST - len(starting)])
    return [(account.name, account.external_id or "") for account in starting]
