"""The table of the portfolio page: the columns of the account list with health and revenue as of the page's day."""

from dataclasses import replace
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.lists.account_columns import COLUMNS
from accounts.lists.account_filters import FILTERS
from accounts.lists.accounts import counted
from accounts.models import Account
from accounts.ports import ACCOUNT_COLUMNS, ACCOUNT_FILTERS
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import Filter
from core.templatetags.ui import countdown, renewal_track
from core.text import format_money
from health.lists.accounts import health_columns, health_filters, past_health, present_health

DEFAULTS = ("name", "health", "score", "change", "strip", "arr", "stage", "renewal")


def portfolio_list(*, is_today: bool) -> ListSpec:
    """The list as of today, or as of another day, whose context holds that day and whose accounts `arr_then`."""
    annotate = present_health if is_today else past_health
    own = {column.key: column for column in health_columns(annotate)}
    own["renewal"] = _RENEWAL
    if not is_today:
        own["arr"] = _ARR_THEN
    filters: dict[str, Filter] = {chosen.key: chosen for chosen in (*FILTERS, *ACCOUNT_FILTERS)}
    filters |= {chosen.key: chosen for chosen in health_filters(annotate)}
    known: dict[str, Column] = {column.key: column for column in (*COLUMNS, *ACCOUNT_COLUMNS)} | own
    if not is_today:
        # Figures of today that no past day had; the rest are facts or belong to the day.
        for key in ("arr", "mrr", "status"):
            filters.pop(key, None)
        known.pop("mrr")
    columns = [replace(column, default=key in DEFAULTS) for key, column in known.items()]
    return ListSpec(
        key="portfolio",
        columns=sorted(columns, key=lambda column: column.order),
        filters=sorted(filters.values(), key=lambda chosen: chosen.order),
        default_sort="-arr",
        counted=counted,
        search="name",
    )


def _arr_then(account: Any, loaded: Any, context: ListContext) -> str:
    return format_money(account.arr_then, context.currency)


def _renewal(account: Account, loaded: Any, context: ListContext) -> str:
    if account.term_ends_on is None:
        return countdown(None)
    days = (account.term_ends_on - context.today).days
    return mark_safe(
        f'<span class="cs-renewal">{countdown(days, account.term_ends_on)}{renewal_track(days) if days >= 0 else ""}</span>'
    )


_ARR_THEN = Column(
    key="arr", label=_("ARR"), cell=_arr_then, order=30, sort="arr_then", sort_kind="number", first="-", align="end",
    needs_money=True, sum="arr_then", card="foot",
)  # fmt: skip
_RENEWAL = Column(
    key="renewal", label=_("Renewal in"), cell=_renewal, order=50, sort="term_ends_on", sort_kind="date",
    nullable=True, priority=2, card="foot",
)  # fmt: skip
