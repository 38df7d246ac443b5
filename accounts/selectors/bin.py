"""What lies in the bin, newest first, of whichever kind; and what goes along with an account."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Left, NullIf
from django.utils.translation import gettext as _

from accounts.models import Account, TimelineEntry
from accounts.rules import KEPT_IN_BIN, days_left
from accounts.selectors.page import account_counts
from workspaces.selectors.keyset import microseconds, moment_of

ACCOUNT, CONTACT, CONTRACT, ENTRY, FILE = "account", "contact", "contract", "entry", "file"
SIZE = 30
MARK = re.compile(r"(\d{1,17})\.([a-z]{1,10})\.(\d{1,18})", re.ASCII)
COLUMNS = ("kind_", "number_", "at_", "account_", "account_name_", "name_", "who_", "author_")
_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Binned:
    """One row in the bin. `account_id` is the account's own where it lies there itself; `author_id` is whose entry or
    file it was; `who` deleted it, "" where that is not known."""

    kind: str
    number: int
    at: datetime
    account_id: int
    account: str
    name: str
    who: str
    author_id: int | None
    days: int


@dataclass(frozen=True, slots=True)
class BinPage:
    """One page; `next_mark` is empty at the end."""

    rows: tuple[Binned, ...]
    next_mark: str


def bin_page(
    rows: Mapping[str, QuerySet[Any]], *, now: datetime, after: str = "", size: int = SIZE
) -> BinPage:
    """One page of these rows by kind, in one query. `after`: the mark of an earlier page; one that is none starts from
    the top. What is past its time is left out, although the sweep has yet to come for it."""
    mark = MARK.fullmatch(after)
    at = moment_of(int(mark[1])) if mark else None
    parts = []
    for kind, found in rows.items():
        kept = found.filter(deleted_at__gt=now - KEPT_IN_BIN)
        if mark and at is not None:
            kept = kept.filter(_below(at, mark[2], int(mark[3]), kind))
        parts.append(_columns(kind, kept))
    page = list(parts[0].union(*parts[1:], all=True).order_by("-at_", "kind_", "-number_")[: size + 1])
    shown = tuple(_binned(row, now) for row in page[:size])
    if len(page) <= size:
        return BinPage(shown, "")
    last = shown[-1]
    return BinPage(shown, f"{microseconds(last.at)}.{last.kind}.{last.number}")


def goes_along(account: Account, *, with_money: bool) -> Sequence[tuple[str, int]]:
    """What lies in the bin with an account, in words with its count; invoices only `with_money`."""
    counts = account_counts(account.pk, with_money=with_money)
    entries = TimelineEntry.objects.filter(account=account, deleted_at=None).count()
    found = [
        (_("contacts"), counts.contacts),
        (_("contracts"), counts.contracts),
        (_("invoices"), counts.invoices if with_money else 0),
        (_("tickets"), counts.tickets),
        (_("timeline entries"), entries),
        (_("files"), counts.files),
    ]
    return [(label, count) for label, count in found if count]


def _columns(kind: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    of_account = kind == ACCOUNT
    name: Any = F("name")
    if kind == CONTRACT:
        name = Coalesce(NullIf(F("name"), Value("")), F("external_id"), Value(""))
    elif kind == ENTRY:
        name = Left(F("body"), _EXCERPT)
    elif kind == FILE:
        name = F("file__name")
    author = {ENTRY: "author_id", FILE: "added_by_id"}.get(kind, "deleted_by_id")
    text = CharField()
    told = rows.order_by().annotate(
        kind_=Value(kind, output_field=text),
        number_=F("pk"),
        at_=F("deleted_at"),
        account_=F("pk") if of_account else F("account_id"),
        account_name_=F("name") if of_account else F("account__name"),
        name_=Cast(name, TextField()),
        who_=Coalesce(
            NullIf(F("deleted_by__user__name"), Value("")),
            F("deleted_by__user__email"),
            Value(""),
            output_field=text,
        ),
        author_=F(author),
    )
    return told.values_list(*COLUMNS)


def _below(at: datetime, kind: str, number: int, of_kind: str) -> Q:
    """Rows of `of_kind` that stand after the mark: by moment, then kind, then number."""
    if of_kind > kind:
        return Q(deleted_at__lte=at)
    earlier = Q(deleted_at__lt=at)
    return earlier | Q(deleted_at=at, pk__lt=number) if of_kind == kind else earlier


def _binned(row: Sequence[Any], now: datetime) -> Binned:
    kind, number, at, account_id, account, name, who, author_id = row
    words = " ".join(name.split())
    return Binned(kind, number, at, account_id, account, words, who, author_id, days_left(at, now))
