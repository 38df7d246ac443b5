"""A book of accounts over 18 weeks: how many, and how much revenue, stood in which band."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.choices import AccountStatus
from accounts.models import Account
from accounts.selectors.terms import contracts_open_on, with_term_end
from core.charts import WEEKS
from core.tenancy import required_workspace_id
from health.choices import Band
from health.selectors.weeks import week_ends

# A score holds from its day until the next change, revenue from a contract's start to its last day: both are laid
# out over the week ends that they cover (k counts weeks from the first), and summed per week and band.
OVER_WEEKS = """
WITH book AS MATERIALIZED (
    SELECT a.id, CASE WHEN a.status = 'churned' THEN a.churned_on END AS left_on, a.customer_since_on AS since_on
    FROM accounts_account a WHERE a.workspace_id = %(workspace)s AND a.id IN ({book})
),
scores AS (
    SELECT s.account_id, s.band, s.scored_on,
           lead(s.scored_on) OVER (PARTITION BY s.account_id ORDER BY s.scored_on) AS until_on
    FROM health_score s JOIN book b ON b.id = s.account_id
    WHERE s.workspace_id = %(workspace)s AND s.scored_on <= %(last)s
),
stood AS (
    SELECT s.account_id, s.band, k
    FROM scores s CROSS JOIN LATERAL generate_series(
        greatest(0, (s.scored_on - %(first)s::date + 6) / 7),
        least(%(weeks)s - 1, CASE WHEN s.until_on IS NULL THEN %(weeks)s - 1
                                  ELSE (s.until_on - 1 - %(first)s::date) / 7 END)
    ) AS weeks (k)
    WHERE s.until_on IS NULL OR s.until_on > %(first)s
),
revenue AS (
    SELECT c.account_id, k, sum(c.arr_amount) AS arr
    FROM accounts_contract c JOIN book b ON b.id = c.account_id
    CROSS JOIN generate_series(0, %(weeks)s - 1) AS weeks (k)
    WHERE c.workspace_id = %(workspace)s AND c.currency = %(currency)s AND c.arr_amount <> 0
      AND c.starts_on <= %(first)s::date + 7 * k
      AND (c.ends_on IS NULL OR c.ends_on >= %(first)s::date + 7 * k)
      AND (c.cancelled_on IS NULL OR c.cancelled_on > %(first)s::date + 7 * k)
    GROUP BY c.account_id, k
)
SELECT w.k, coalesce(s.band, 'unknown'), count(*), coalesce(sum(r.arr), 0)::bigint
FROM book b CROSS JOIN generate_series(0, %(weeks)s - 1) AS w (k)
LEFT JOIN stood s ON s.account_id = b.id AND s.k = w.k
LEFT JOIN revenue r ON r.account_id = b.id AND r.k = w.k
WHERE (b.left_on IS NULL OR b.left_on > %(first)s::date + 7 * w.k)
  AND (b.since_on IS NULL OR b.since_on <= %(first)s::date + 7 * w.k)
GROUP BY 1, 2
"""

BANDS = tuple(Band.values)


@dataclass(frozen=True)
class Week:
    """A book at the end of one week: accounts and revenue (minor units) by band."""

    day: date
    accounts: Mapping[str, int]
    arr: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.accounts.values())

    @property
    def total(self) -> int:
        return sum(self.arr.values())


def customers_as_of(accounts: QuerySet[Account], day: date) -> QuerySet[Account]:
    """Of these accounts, those that were customers, or on the way to it, on that day: churned ones left out."""
    stays = ~Q(status=AccountStatus.CHURNED) | Q(churned_on__gt=day)
    came = Q(customer_since_on__isnull=True) | Q(customer_since_on__lte=day)
    return accounts.filter(stays, came)


def as_they_stood(accounts: QuerySet[Account], day: date, currency: str, short_months: int) -> QuerySet[Any]:
    """Accounts with `arr_then`, the ARR (minor units) of their contracts open on that day, and `term_then`, the
    nearest end of a term that they were in."""
    running = (
        contracts_open_on(day)
        .filter(account=OuterRef("pk"), currency=currency)
        .order_by()
        .values("account")
        .annotate(arr=Sum("arr_amount"))
        .values("arr")
    )
    return with_term_end(accounts.annotate(arr_then=Coalesce(Subquery(running), 0)), day, short_months)


def book_weeks(accounts: QuerySet[Account], day: date, currency: str) -> list[Week]:
    """The book at the end of each of 18 weeks, oldest first; the last week ends on the day itself. One query."""
    book, given = as_parameters(accounts)
    ends = week_ends(day)
    statement = OVER_WEEKS.format(book=book)
    named: dict[str, Any] = {
        "workspace": required_workspace_id(),
        "first": ends[0],
        "last": ends[-1],
        "weeks": WEEKS,
        "currency": currency,
        **given,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, named)
        rows = cursor.fetchall()
    counts: dict[int, dict[str, int]] = {k: dict.fromkeys(BANDS, 0) for k in range(WEEKS)}
    sums: dict[int, dict[str, int]] = {k: dict.fromkeys(BANDS, 0) for k in range(WEEKS)}
    for k, band, accounts_of_band, arr in rows:
        counts[k][band], sums[k][band] = accounts_of_band, arr
    return [Week(end, counts[k], sums[k]) for k, end in enumerate(ends)]


@dataclass(frozen=True)
class Renewing:
    """Accounts whose nearest term with milestones ends within 90 days, and their ARR in minor units."""

    accounts: int
    arr: int


def renewing_within(accounts: QuerySet[Account], first: date, last: date) -> Renewing:
    """How much comes up for renewal between two days, both included; by the figures of today."""
    return _due(accounts.filter(term_ends_on__range=(first, last)), "arr_amount")


def renewing_then(accounts: QuerySet[Any], first: date, last: date) -> Renewing:
    """The same as of an earlier day, of accounts as_they_stood on it."""
    return _due(accounts.filter(term_then__range=(first, last)), "arr_then")


def _due(accounts: QuerySet[Any], amount: str) -> Renewing:
    found = accounts.order_by().aggregate(accounts=Count("pk"), arr=Sum(amount))
    return Renewing(found["accounts"], found["arr"] or 0)


def as_parameters(accounts: QuerySet[Account]) -> tuple[str, dict[str, Any]]:
    """The accounts' ids as a sub-select with named parameters, to stand inside a statement of our own."""
    statement, given = accounts.order_by().values("pk").query.sql_with_params()
    first, *rest = str(statement).split("%s")
    if len(rest) != len(given):
        raise ValueError("The book's conditions hold a mark that is no parameter")
    written = first + "".join(f"%(given{place})s{part}" for place, part in enumerate(rest))
    return written, {f"given{place}": value for place, value in enumerate(given)}
