"""Columns of the account list; their order leaves room for those of health and lifecycle."""

from collections.abc import Callable
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.choices import AccountStatus, OwnerRole
from accounts.lists.cells import EMPTY, account_href, day, link, named, number, tag, words
from accounts.lists.lookups import owners_of_page, parents_of_page
from accounts.models import Account
from core.countries import country_name
from core.lists import Column, ListContext
from core.templatetags.ui import stage_pips
from core.text import format_money


def _name(account: Account, loaded: Any, context: ListContext) -> str:
    facts = (account.industry, account.get_segment_display() if account.segment else "")
    return named(account.name, account_href(account.pk), " · ".join(str(fact) for fact in facts if fact))


def _status(account: Account, loaded: Any, context: ListContext) -> str:
    label = str(account.get_status_display())
    return tag(label) if account.status == AccountStatus.CHURNED else label


def _stage(account: Account, loaded: Any, context: ListContext) -> str:
    since = account.stage_since_on
    days = f' <span class="cs-text-3">{number((context.today - since).days)} d</span>' if since else ""
    label = account.get_stage_display()
    return mark_safe(
        f'<span class="cs-stagecell"><span>{label}{days}</span>{stage_pips(account.stage)}</span>'
    )


def _amount(field: str) -> Callable[[Account, Any, ListContext], str]:
    def cell(account: Account, loaded: Any, context: ListContext) -> str:
        return format_money(getattr(account, field), context.currency)

    return cell


def _owner(role: OwnerRole) -> Callable[[Account, Any, ListContext], str]:
    def cell(account: Account, loaded: Any, context: ListContext) -> str:
        return loaded.get(account.pk, {}).get(role.value) or EMPTY

    return cell


def _owner_name(role: OwnerRole) -> Callable[[Account, Any, ListContext], str]:
    return lambda account, loaded, context: loaded.get(account.pk, {}).get(role.value, "")


def _text(field: str) -> Callable[[Account, Any, ListContext], str]:
    return lambda account, loaded, context: words(getattr(account, field))


def _day(field: str) -> Callable[[Account, Any, ListContext], str]:
    return lambda account, loaded, context: day(getattr(account, field))


def _number(field: str) -> Callable[[Account, Any, ListContext], str]:
    return lambda account, loaded, context: number(getattr(account, field))


def _choice(field: str) -> Callable[[Account, Any, ListContext], str]:
    return lambda account, loaded, context: words(getattr(account, f"get_{field}_display")())


def _yes(field: str) -> Callable[[Account, Any, ListContext], str]:
    return lambda account, loaded, context: str(_("yes")) if getattr(account, field) else EMPTY


def _parent(account: Account, loaded: Any, context: ListContext) -> str:
    if account.parent_id is None or account.parent_id not in loaded:
        return EMPTY
    return link(loaded[account.parent_id], account_href(account.parent_id))


def _parent_name(account: Account, loaded: Any, context: ListContext) -> str:
    return loaded.get(account.parent_id, "")


def _country(account: Account, loaded: Any, context: ListContext) -> str:
    return country_name(account.country) if account.country else EMPTY


def _country_name(account: Account, loaded: Any, context: ListContext) -> str:
    return country_name(account.country) if account.country else ""


COLUMNS: tuple[Column, ...] = (
    Column(key="name", label=_("Account"), cell=_name, order=0, sort="name_key", card="lead", value="name"),
    Column(
        key="status", label=_("Status"), cell=_status, order=42, sort="status", priority=3, card="fact",
        value="get_status_display",
    ),
    Column(
        key="arr", label=_("ARR"), cell=_amount("arr_amount"), order=30, sort="arr_amount", sort_kind="number",
        first="-", align="end", needs_money=True, sum="arr_amount", card="fact",
        value="arr_amount", money="home",
    ),
    Column(
        key="mrr", label=_("MRR"), cell=_amount("mrr_amount"), order=31, sort="mrr_amount", sort_kind="number",
        first="-", align="end", needs_money=True, sum="mrr_amount", default=False, card="none",
        value="mrr_amount", money="home",
    ),
    Column(
        key="seats", label=_("Seats"), cell=_number("seats"), order=35, sort="seats", sort_kind="number", first="-",
        align="end", default=False, priority=3, card="none", value="seats",
    ),
    Column(
        key="stage", label=_("Stage"), cell=_stage, order=40, sort="stage", priority=2, card="fact",
        value="get_stage_display",
    ),
    Column(
        key="contracts", label=_("Open contracts"), cell=_number("open_contracts"), order=45, sort="open_contracts",
        sort_kind="number", first="-", align="end", default=False, priority=3, card="none", value="open_contracts",
    ),
    Column(
        key="term_end", label=_("Term ends"), cell=_day("term_ends_on"), order=50, sort="term_ends_on",
        sort_kind="date", nullable=True, default=False, priority=2, card="none", value="term_ends_on",
    ),
    *(
        Column(
            key=f"owner_{role.value}", label=role.label, cell=_owner(role), order=60, load=owners_of_page,
            default=role == OwnerRole.CSM, priority=2, card="fact" if role == OwnerRole.CSM else "none",
            value=_owner_name(role),
        )
        for role in OwnerRole
    ),
    Column(key="segment", label=_("Segment"), cell=_choice("segment"), order=70, sort="segment", default=False, value="get_segment_display"),
    Column(key="touch", label=_("Touch"), cell=_choice("touch"), order=71, sort="touch", default=False, value="get_touch_display"),
    Column(key="industry", label=_("Industry"), cell=_text("industry"), order=72, sort="industry", default=False, value="industry"),
    Column(key="country", label=_("Country"), cell=_country, order=73, sort="country", default=False, value=_country_name),
    Column(key="plan", label=_("Plan"), cell=_text("plan"), order=74, sort="plan", default=False, value="plan"),
    Column(
        key="since", label=_("Customer since"), cell=_day("customer_since_on"), order=75, sort="customer_since_on",
        sort_kind="date", nullable=True, default=False, value="customer_since_on",
    ),
    Column(
        key="parent", label=_("Parent"), cell=_parent, order=76, load=parents_of_page, default=False, value=_parent_name,
    ),
    Column(
        key="referral", label=_("Referral source"), cell=_text("referral_source"), order=77, sort="referral_source",
        default=False, value="referral_source",
    ),
    Column(
        key="trial", label=_("Trial"), cell=_yes("is_trial"), order=78, sort="is_trial", sort_kind="flag", default=False,
        value="is_trial",
    ),
    Column(
        key="churned", label=_("Churned on"), cell=_day("churned_on"), order=79, sort="churned_on", sort_kind="date",
        nullable=True, default=False, value="churned_on",
    ),
    Column(
        key="external_id", label=_("External id"), cell=_text("external_id"), order=80, sort="external_id", nullable=True,
        default=False, value="external_id",
    ),
)  # fmt: skip
