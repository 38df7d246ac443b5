"""The files of an account."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from accounts.models import Account, AccountFile
from workspaces.selectors.keyset import Slice, newest_first

SIZE = 30
SHOWN = Q(deleted_at=None, entry__deleted_at=None)
WITHOUT_AMOUNTS = SHOWN & Q(shows_money=False)


def files_of(account: Account, *, with_money: bool, after: str = "", size: int = SIZE) -> Slice[AccountFile]:
    """One page of the files that are not in the bin, newest first, those with amounts only `with_money`; two tables
    more in the same query."""
    shown = SHOWN if with_money else WITHOUT_AMOUNTS
    rows = AccountFile.objects.filter(shown, account=account).select_related(
        "file", "added_by__user", "contact"
    )
    return newest_first(rows, "added_at", after=after, size=size)


def file_count(account_id: int) -> int:
    """How many files the account has outside the bin."""
    return AccountFile.objects.filter(SHOWN, account_id=account_id).count()


def attached() -> ArraySubquery:
    """Of each entry: id and name of the files attached to it, in the query of the entries."""
    files = AccountFile.objects.filter(entry=OuterRef("pk"), deleted_at=None).order_by("pk")
    return ArraySubquery(files.values(one=JSONObject(id="pk", name="file__name")))
