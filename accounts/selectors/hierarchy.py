"""The group of an account: its tree of parent and child accounts with what they come to, as far as a member sees it.

A hidden account is neither shown nor counted, nor is what stands below it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from accounts.models import Account, Contract
from accounts.ports import GROUP_BANDS
from core.links import href
from core.tenancy import required_workspace_id
from core.text import format_money

MOST_LEVELS = 50
MOST_SHOWN = 200
WORST_FIRST = ("at_risk", "monitor", "unknown", "healthy")

_TREE = """
    WITH RECURSIVE seen AS ({visible}),
    up AS (
        SELECT a.id, a.parent_id, 0 AS level FROM accounts_account a
        WHERE a.workspace_id = %s AND a.id = %s
        UNION ALL
        SELECT p.id, p.parent_id, up.level + 1 FROM up JOIN accounts_account p ON p.workspace_id = %s
            AND p.id = up.parent_id AND p.id IN (SELECT id FROM seen) WHERE up.level < {levels}
    ),
    tree AS (
        SELECT a.id, 0 AS level, ARRAY[a.name_key || ' ' || a.id] AS path, ARRAY[a.id] AS ids FROM accounts_account a
        WHERE a.workspace_id = %s AND a.id = (SELECT id FROM up ORDER BY level DESC LIMIT 1)
        UNION ALL
        SELECT c.id, tree.level + 1, tree.path || (c.name_key || ' ' || c.id), tree.ids || c.id FROM tree JOIN accounts_account c
            ON c.workspace_id = %s AND c.parent_id = tree.id AND c.id IN (SELECT id FROM seen)
            WHERE tree.level < {levels} AND c.id <> ALL(tree.ids)
    )
    SELECT t.id, t.level, a.name, a.status, a.term_ends_on FROM tree t
    JOIN accounts_account a ON a.workspace_id = %s AND a.id = t.id ORDER BY t.path
""".replace("{levels}", str(MOST_LEVELS))


@dataclass(frozen=True, slots=True)
class Branch:
    """One account of the tree; `level` counts from the top, `band` is "" where none is known."""

    account_id: int
    name: str
    url: str
    level: int
    status: str
    band: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """`branches` are the first MOST_SHOWN in the order of the tree; the figures count all of them. `arr`: one amount
    in words per currency of open contracts, largest first; `next_end_on`: the nearest end of a term from today on."""

    branches: tuple[Branch, ...]
    accounts: int
    arr: tuple[str, ...]
    worst_band: str
    next_end_on: date | None


def group_of(account: Account, visible: QuerySet[Account], *, today: date, with_money: bool) -> Group | None:
    """The tree in which the account stands, None where it stands alone. Three queries at most, however many accounts:
    the tree by one recursive statement, their bands, their open contracts. `visible`: the accounts the reader sees."""
    rows = _tree(account, visible)
    if len(rows) < 2:
        return None
    ids = [row[0] for row in rows]
    bands: Mapping[int, str] = {}
    for port in GROUP_BANDS:
        bands = port.bands(ids)
    ends = [ends_on for *_row, ends_on in rows if ends_on is not None and ends_on >= today]
    found = {band for band in bands.values() if band}
    return Group(
        branches=tuple(_branch(row, account, bands) for row in rows[:MOST_SHOWN]),
        accounts=len(rows),
        arr=tuple(_arr(ids, today)) if with_money else (),
        worst_band=next((band for band in WORST_FIRST if band in found), ""),
        next_end_on=min(ends, default=None),
    )


def _tree(account: Account, visible: QuerySet[Account]) -> list[tuple[Any, ...]]:
    inner, parameters = visible.order_by().values("id").query.sql_with_params()
    workspace = required_workspace_id()
    with connection.cursor() as cursor:
        cursor.execute(
            _TREE.replace("{visible}", inner),
            [*parameters, workspace, account.pk, workspace, workspace, workspace, workspace],
        )
        return list(cursor.fetchall())


def _branch(row: tuple[Any, ...], account: Account, bands: Mapping[int, str]) -> Branch:
    account_id, level, name, status, _ends_on = row
    url = href("accounts:detail", account_id=account_id)
    return Branch(
        account_id, name, url, min(level, 8), status, bands.get(account_id, ""), account_id == account.pk
    )


def _arr(ids: list[int], today: date) -> list[str]:
    """Sums of the contracts that run today, by currency."""
    running = Contract.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), Q(cancelled_on=None) | Q(cancelled_on__gt=today),
        account_id__in=ids, starts_on__lte=today,
    )  # fmt: skip
    sums = running.order_by().values_list("currency").annotate(total=Sum("arr_amount")).order_by("-total")
    return [str(format_money(total, currency)) for currency, total in sums if total]
