"""A book of accounts over 18 weeks: how many, and how much revenue, stood in which band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.choices import AccountStatus
from accounts.models import Account
from accounts.selectors.terms import contracts_open_on, with_term_end
from core.charts import WEEKS
from core.tenancy import required_workspace_id
from health.choices import Band
from health.selectors.facts import newest_fact
from health.selectors.weeks import week_ends

# A score holds from its day until the next change, revenue from a contract's start to its last day, an account from
# its first day to its leaving. Each is a span of week ends (k counts them from the first), and spans alike are
# counted together before anything is laid out over weeks: ten thousand accounts come back as a few hundred rows.
# A band of NULL stands for the whole book, so that what no score covers is known by the difference.
OVER_WEEKS = """
WITH book AS MATERIALIZED (
    SELECT a.id, greatest(0, (a.customer_since_on - %(first)s::date + 6) / 7) AS k0,
           CASE WHEN a.status = 'churned' THEN least(%(last_k)s, (a.churned_on - 1 - %(first)s::date) / 7)
                ELSE %(last_k)s END AS k1
    FROM accounts_account a
    WHERE a.workspace_id = %(workspace)s AND a.id IN ({book})
      AND (a.status <> 'churned' OR a.churned_on IS NULL OR a.churned_on > %(first)s)
      AND (a.customer_since_on IS NULL OR a.customer_since_on <= %(last)s)
),
scores AS (
    SELECT account_id, scored_on, band FROM health_score
    WHERE workspace_id = %(workspace)s AND scored_on > %(first)s AND scored_on <= %(last)s
      AND account_id IN (SELECT id FROM book)
    UNION ALL
    SELECT b.id, s.scored_on, s.band FROM book b CROSS JOIN LATERAL (
        SELECT scored_on, band FROM health_score
        WHERE workspace_id = %(workspace)s AND account_id = b.id AND scored_on <= %(first)s
        ORDER BY scored_on DESC LIMIT 1
    ) AS s
),
changes AS (
    SELECT *, lead(scored_on) OVER (PARTITION BY account_id ORDER BY scored_on) AS until_on FROM scores
),
stood AS MATERIALIZED (
    SELECT c.account_id, c.band, greatest(b.k0, (c.scored_on - %(first)s::date + 6) / 7) AS k0,
           least(b.k1, (c.until_on - 1 - %(first)s::date) / 7) AS k1
    FROM changes c JOIN book b ON b.id = c.account_id
    WHERE c.band <> 'unknown'
),
revenue AS MATERIALIZED (
    SELECT c.account_id, c.arr_amount AS arr, greatest(b.k0, (c.starts_on - %(first)s::date + 6) / 7) AS k0,
           least(b.k1, (c.ends_on - %(first)s::date) / 7, (c.cancelled_on - 1 - %(first)s::date) / 7) AS k1
    FROM accounts_contract c JOIN book b ON b.id = c.account_id
    WHERE c.workspace_id = %(workspace)s AND c.currency = %(currency)s AND c.arr_amount <> 0 AND c.deleted_at IS NULL
      AND (c.ends_on IS NULL OR c.ends_on >= %(first)s) AND (c.cancelled_on IS NULL OR c.cancelled_on > %(first)s)
)
SELECT NULL AS band, k0, k1, count(*) AS accounts, 0 AS arr FROM book GROUP BY k0, k1
UNION ALL
SELECT NULL, k0, k1, 0, sum(arr)::bigint FROM revenue GROUP BY k0, k1
UNION ALL
SELECT band, k0, k1, count(*), 0 FROM stood GROUP BY band, k0, k1
UNION ALL
SELECT s.band, greatest(s.k0, r.k0), least(s.k1, r.k1), 0, sum(r.arr)::bigint
FROM stood s JOIN revenue r ON r.account_id = s.account_id AND r.k0 <= s.k1 AND s.k0 <= r.k1
GROUP BY 1, 2, 3
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
        "last_k": WEEKS - 1,
        "currency": currency,
        **given,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, named)
        spans = cursor.fetchall()
    return [_week(end, [span for span in spans if span[1] <= k <= span[2]]) for k, end in enumerate(ends)]


def _week(end: date, spans: Sequence[Any]) -> Week:
    """One week end from the spans that cover it."""
    counts, sums = dict.fromkeys(BANDS, 0), dict.fromkeys(BANDS, 0)
    for band, _first, _last, accounts, arr in spans:
        counts[band or Band.UNKNOWN] += accounts
        sums[band or Band.UNKNOWN] += arr
    # So far the whole book stands under unknown.
    for known in (counts, sums):
        known[Band.UNKNOWN] -= sum(known[band] for band in BANDS if band != Band.UNKNOWN)
    return Week(end, counts, sums)


@dataclass(frozen=True)
class Renewing:
    """Accounts whose nearest term with milestones ends within 90 days, and their ARR in minor units.

    `newest`: the newest day of the workspace's data, where it was asked for and there is any."""

    accounts: int
    arr: int
    newest: date | None = None


def renewing_within(
    accounts: QuerySet[Account], first: date, last: date, *, newest: bool = False
) -> Renewing:
    """How much comes up for renewal between two days, both included; by the figures of today. One query, with
    the `newest` day of the data up to the first day in it too."""
    return _due(accounts, "term_ends_on", "arr_amount", (first, last), newest)


def renewing_then(accounts: QuerySet[Any], first: date, last: date, *, newest: bool = False) -> Renewing:
    """The same as of an earlier day, of accounts as_they_stood on it."""
    return _due(accounts, "term_then", "arr_then", (first, last), newest)


def _due(accounts: QuerySet[Any], end: str, amount: str, span: tuple[date, date], newest: bool) -> Renewing:
    if not newest:
        found = accounts.filter(**{f"{end}__range": span}).order_by()
        sums = found.aggregate(accounts=Count("pk"), arr=Sum(amount))
        return Renewing(sums["accounts"], sums["arr"] or 0)
    due = Q(**{f"{end}__range": span})
    sums = (
        accounts.order_by()
        .annotate(newest_fact=newest_fact(span[0]))
        .aggregate(accounts=Count("pk", filter=due), arr=Sum(amount, filter=due), newest=Max("newest_fact"))
    )
    return Renewing(sums["accounts"], sums["arr"] or 0, sums["newest"])


def as_parameters(accounts: QuerySet[Account]) -> tuple[str, dict[str, Any]]:
    """The accounts' ids as a sub-select with named parameters, to stand inside a statement of our own."""
    statement, given = accounts.order_by().values("pk").query.sql_with_params()
    first, *rest = str(statement).split("%s")
    if len(rest) != len(given):
        raise ValueError("The book's conditions hold a mark that is no parameter")
    written = first + "".join(f"%(given{place})s{part}" for place, part in enumerate(rest))
    return written, {f"given{place}": value for place, value in enumerate(given)}
