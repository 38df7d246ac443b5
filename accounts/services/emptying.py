"""What has lain in the bin for 30 days is removed for good: rows in the order of their keys, files with their bytes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from accounts.models import Account, AccountFile, Contact, Contract, TimelineEntry
from accounts.ports import ACCOUNT_REMOVALS
from accounts.rules import KEPT_IN_BIN
from accounts.services.files import erase_files

AT_ONCE = 100  # accounts; what is left waits for the next round


def empty_bin(*, now: datetime) -> int:
    """Remove what is past its time in the workspace in force; returns how many entries, files, contacts, contracts and
    accounts. What hangs on an account goes with it and is not counted."""
    until = now - KEPT_IN_BIN
    with transaction.atomic(), _keys_at_the_end():
        old = _past(Account.with_bin.all(), until).select_for_update().order_by("deleted_at", "pk")
        accounts = list(old[:AT_ONCE].values_list("pk", flat=True))
        if accounts:
            _remove_accounts(accounts)
        files = AccountFile.objects.filter(_is_past(until) | Q(entry__deleted_at__lte=until))
        gone = len(accounts) + erase_files(files.select_related("file"))
        for rows in (TimelineEntry.objects, Contact.with_bin, Contract.with_bin):
            gone += _removed(_past(rows.all(), until))
    return gone


@contextmanager
def _keys_at_the_end() -> Iterator[None]:
    """Tables of several apps point at each other: keys are held to once all of it is gone, in whichever order."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _remove_accounts(ids: Sequence[int]) -> None:
    """Their child accounts stay, without a parent; files and what upper apps keep outside the keys first."""
    erase_files(AccountFile.objects.filter(account_id__in=ids).select_related("file"))
    for part in ACCOUNT_REMOVALS:
        part.before(ids)
    Account.with_bin.filter(pk__in=ids).delete()


def _removed(rows: QuerySet[Any]) -> int:
    _all, by_model = rows.delete()
    return int(by_model.get(rows.model._meta.label, 0))


def _past(rows: QuerySet[Any], until: datetime) -> QuerySet[Any]:
    return rows.filter(_is_past(until))


def _is_past(until: datetime) -> Q:
    return Q(deleted_at__lte=until)
