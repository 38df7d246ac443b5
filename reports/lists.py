"""The table of the portfolio page: the columns of the account list with health and revenue as of the page's day."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.lists.account_columns import COLUMNS
from accounts.lists.account_filters import FILTERS
from accounts.lists.accounts import counted
from accounts.lists.cells import account_href, named
from accounts.ports import ACCOUNT_COLUMNS, ACCOUNT_FILTERS
from core.lists import Column, ListContext, ListSpec
from core.lists.filters import Filter
from core.text import format_money
from health.lists.accounts import health_columns, health_filters, past_health, present_health
from lifecycle.lists.accounts import RENEWAL
from lifecycle.lists.cells import renewal_cell

DEFAULTS = ("name", "health", "score", "change", "strip", "arr", "stage", "renewal")


def portfolio_list(*, is_today: bool) -> ListSpec:
    """The list as of today, or as of another day, whose context holds that day and whose accounts `arr_then`."""
    annotate = present_health if is_today else past_health
    own = {column.key: column for column in health_columns(annotate)}
    own["name"] = replace(_of("name"), cell=_name_cell(is_today))
    own["arr"] = replace(_of("arr") if is_today else _ARR_THEN, card="none")
    own["stage"] = replace(_of("stage"), card="none")
    if not is_today:
        own["renewal"] = _RENEWAL_THEN
    filters: dict[str, Filter] = {chosen.key: chosen for chosen in (*FILTERS, *ACCOUNT_FILTERS)}
    filters |= {chosen.key: chosen for chosen in health_filters(annotate)}
    known: dict[str, Column] = {column.key: column for column in (*COLUMNS, *ACCOUNT_COLUMNS)} | own
    if not is_today:
        # Figures of today that no past day had; the rest are facts or belong to the day.
        for key in ("arr", "mrr", "status", "stage", "term_end", "renewal_window"):
            filters.pop(key, None)
        for key in ("mrr", "stage", "milestone"):
            known.pop(key)
    columns = [replace(column, default=key in DEFAULTS) for key, column in known.items()]
    return ListSpec(
        key="portfolio",
        columns=sorted(columns, key=lambda column: column.order),
        filters=sorted(filters.values(), key=lambda chosen: chosen.order),
        default_sort="-arr",
        counted=counted,
        search="name",
        search_hint=_("Find by name"),
    )


def _of(key: str) -> Column:
    return next(column for column in COLUMNS if column.key == key)


def _name_cell(is_today: bool) -> Callable[[Any, Any, ListContext], str]:
    """The name with what the account does below it; on a phone with its revenue and stage instead."""

    def cell(account: Any, loaded: Any, context: ListContext) -> str:
        amount = account.arr_amount if is_today else account.arr_then
        small = [format_money(amount, context.currency)] if context.sees_money else []
        if is_today:
            small.append(str(account.get_stage_display()))
        facts = (account.industry, account.get_segment_display() if account.segment else "")
        return named(
            account.name,
            account_href(account.pk) + ("" if is_today else f"?asof={context.today.isoformat()}"),
            " · ".join(str(fact) for fact in facts if fact),
            on_phone=" · ".join(small),
        )

    return cell


def _arr_then(account: Any, loaded: Any, context: ListContext) -> str:
    return format_money(account.arr_then, context.currency)


def _renewal_then(account: Any, loaded: Any, context: ListContext) -> str:
    return renewal_cell(account.term_then, context.today)


_ARR_THEN = Column(
    key="arr", label=_("ARR"), cell=_arr_then, order=30, sort="arr_then", sort_kind="number", first="-", align="end",
    needs_money=True, sum="arr_then", card="foot",
    value="arr_then", money="home",
)  # fmt: skip
_RENEWAL_THEN = replace(RENEWAL, cell=_renewal_then, sort="term_then", value="term_then")
