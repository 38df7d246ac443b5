"""Closed renewals as their templates draw them: finished words, figures and addresses."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import may
from accounts.lists.contracts import contract_name
from accounts.models import Contract
from accounts.ports import ContractShown, Deed, Note
from accounts.rules import Term
from core.links import href
from core.lists import ListContext
from core.shell import Choice
from core.text import format_date, format_money, format_number, format_percent
from lifecycle.choices import RenewalOutcome
from lifecycle.lists.closings import change_words
from lifecycle.lists.renewals import foreign_words
from lifecycle.models import RenewalClosing
from lifecycle.rules import renewed_on_time, share
from lifecycle.selectors.closing_figures import ClosedFigures
from lifecycle.selectors.closings import closing_of_contract
from lifecycle.shown import Metric
from lifecycle.words import closing_when, closing_words
from workspaces.choices import Right
from workspaces.models import Member

GOAL_RATE, GOAL_IN_TIME = 90, 70
"""Percent of renewals, and of renewals on time [domain.md, Money and practice metrics]."""


@dataclass(frozen=True)
class ClosingShown:
    """One closing, finished: words without amounts, amounts where they may be seen ("" where not)."""

    words: str
    when: str
    in_time: bool
    url: str
    name: str
    contract_url: str
    next_name: str
    next_url: str
    due: str
    renewed: str
    change: str


def closing_page(closing: RenewalClosing, *, sees_money: bool) -> ClosingShown:
    """A closing for its own page and for the account's panel."""
    after = (
        closing.next_contract if closing.next_contract and closing.next_contract.deleted_at is None else None
    )
    renewed = closing.renewed_amount
    return ClosingShown(
        words=closing_words(closing),
        when=closing_when(closing),
        in_time=renewed_on_time(closing.closed_on, closing.term_ends_on),
        url=href("lifecycle:closing", closing_id=closing.pk),
        name=contract_name(closing.contract),
        contract_url=_contract_url(closing.contract),
        next_name=contract_name(after) if after else "",
        next_url=_contract_url(after) if after else "",
        due=format_money(closing.due_amount, closing.currency) if sees_money else "",
        renewed=format_money(renewed, closing.currency) if sees_money and renewed is not None else "",
        change=change_words(closing) if sees_money else "",
    )


def renewal_views(current: str) -> list[Choice]:
    """The three views of renewals: those ahead, short terms, closed ones."""
    url = href("lifecycle:renewals")
    return [
        Choice(_("Renewals"), url, current == "ahead"),
        Choice(_("Short terms"), f"{url}?terms=short", current == "short"),
        Choice(_("Closed"), href("lifecycle:closed_renewals"), current == "closed"),
    ]


def closed_title(found: ClosedFigures) -> str:
    """The finding at the head of the list."""
    words = ngettext("%(n)s of %(all)s renewal renewed", "%(n)s of %(all)s renewals renewed", found.rate.due)
    return words % {"n": format_number(found.rate.renewed), "all": format_number(found.rate.due)}


def closed_metrics(found: ClosedFigures, context: ListContext) -> list[Metric]:
    """The figures above the list; amounts, and shares of amounts, only for those who may see money."""
    rate = found.rate
    by_count = Metric(
        _("Renewal rate by count"), _percent(rate.by_count), _("%(part)s of %(all)s; goal %(goal)s") % {
            "part": format_number(rate.renewed), "all": format_number(rate.due), "goal": format_percent(GOAL_RATE),
        },
    )  # fmt: skip
    in_time = Metric(
        _("Renewed on time"), _percent(share(found.in_time, rate.renewed)), _("%(part)s of %(all)s; goal %(goal)s") % {
            "part": format_number(found.in_time), "all": format_number(rate.renewed),
            "goal": format_percent(GOAL_IN_TIME),
        },
    )  # fmt: skip
    left = ngettext("%(n)s not renewed", "%(n)s not renewed", found.churned) % {
        "n": format_number(found.churned)
    }
    if not context.sees_money:
        put_off = Metric(_("Postponed"), format_number(found.postponed), _("and not decided since"))
        return [by_count, in_time, Metric(_("Not renewed"), format_number(found.churned), ""), put_off]
    lower = ngettext("%(n)s for less", "%(n)s for less", found.lower) % {"n": format_number(found.lower)}
    note = foreign_words(found.foreign) if found.foreign else _("of what was due")
    return [
        by_count,
        Metric(_("Renewal rate by amount"), _percent(rate.by_amount), note),
        in_time,
        Metric(_("ARR renewed"), format_money(found.renewed_amount, context.currency), _due(found, context)),
        Metric(_("ARR lost"), format_money(found.lost_amount, context.currency), f"{left}, {lower}"),
    ]


def term_lead(contract: Contract, term: Term, *, sees_money: bool) -> str:
    """What is to be decided: "The term from 1 Jan 2026 to 31 Dec 2026, worth €120,000 a year."."""
    named = {"start": format_date(term.starts_on), "end": format_date(term.ends_on)}
    if not sees_money:
        return _("The term from %(start)s to %(end)s.") % named
    named["amount"] = format_money(contract.arr_amount, contract.currency)
    return _("The term from %(start)s to %(end)s, worth %(amount)s a year.") % named


def after_words(contract: Contract, *, sees_money: bool) -> str:
    """A contract that may carry another one on: "K-2, from 1 Jan 2027, €134,400"."""
    parts = [contract_name(contract), _("from %(day)s") % {"day": format_date(contract.starts_on)}]
    if sees_money:
        parts.append(format_money(contract.arr_amount, contract.currency))
    return ", ".join(parts)


def until_hint(term: Term | None) -> str:
    """What an empty field means."""
    if term is not None and term.open_ended:
        return _("Empty: it goes on open-ended, as now.")
    return _("The last day of the new term. Empty: open-ended.")


def contract_part(member: Member, contract: Contract, today: date) -> ContractShown:
    """What the page of a contract says of its renewal: how it was closed, or the way to close it."""
    found = closing_of_contract(contract, today=today)
    notes, deeds = [], []
    if found.closing is not None:
        words = f"{closing_words(found.closing)} · {closing_when(found.closing)}"
        tone = "warn" if found.closing.outcome == RenewalOutcome.CHURNED else "info"
        url = href("lifecycle:closing", closing_id=found.closing.pk)
        title = _("Renewal at the end of %(day)s") % {"day": format_date(found.closing.term_ends_on)}
        notes.append(Note(title, words, tone, url, _("Look at the closing")))
    if found.may_close and may(member, contract.account, Right.EDIT_RENEWALS):
        url = href("lifecycle:close_renewal", account_id=contract.account_id, contract_id=contract.pk)
        deeds.append(Deed(_("Close renewal"), url, "circle-check"))
    return ContractShown(tuple(notes), tuple(deeds))


def _due(found: ClosedFigures, context: ListContext) -> str:
    return _("of %(amount)s due") % {"amount": format_money(found.rate.due_amount, context.currency)}


def _percent(basis_points: int | None) -> str:
    return "–" if basis_points is None else format_percent(basis_points / 100, 1 if basis_points % 100 else 0)


def _contract_url(contract: Contract) -> str:
    return href("accounts:contract", account_id=contract.account_id, contract_id=contract.pk)
