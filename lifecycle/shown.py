"""Renewals as their templates draw them: finished words, addresses and the chart by month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rules import months_added
from core.lists import ListContext
from core.text import format_date, format_money, format_month, format_number
from health.choices import Band
from lifecycle.choices import AGENDAS, MilestoneState
from lifecycle.lists.cells import state_words, step_when
from lifecycle.lists.renewals import counted, foreign_words
from lifecycle.rules import MILESTONES, Step, step_in_hand
from lifecycle.selectors.page import Renewal
from lifecycle.selectors.renewals import Figures, Month, twelve_months


@dataclass(frozen=True)
class Metric:
    """A cell of the metric strip, as templates/components/metrics.html wants it."""

    label: str
    value: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Title:
    """The finding at the head of the page, and what it covers."""

    heading: str
    sub: str


@dataclass(frozen=True)
class Agenda:
    """A milestone with its agenda; `url` leads to the contracts in its window."""

    days: int
    purpose: str
    items: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True)
class StepShown:
    """A milestone of one contract: what it is for, how it stands, when it was decided."""

    days: int
    purpose: str
    state: str
    words: str


@dataclass(frozen=True)
class RenewalShown:
    """One renewal of an account, finished. `close_url` is "" while the term has not begun: `begins_on` says when."""

    name: str
    url: str
    arr: str
    ends_on: date
    days: int
    needs_decision: bool
    steps: tuple[StepShown, ...]
    agenda: Agenda | None
    when: str
    close_url: str
    begins_on: date | None


def title(months: Mapping[date, Month], context: ListContext) -> Title:
    """How much comes up for renewal in twelve months."""
    year = twelve_months(months, context.today)
    contracts, foreign = sum(m.contracts for m in year), sum(m.foreign for m in year)
    words = [f"{format_month(year[0].first)} – {format_month(year[-1].first)}"]
    later = sum(m.contracts for m in months.values()) - contracts
    last = (
        [ngettext("%(n)s ends later", "%(n)s end later", later) % {"n": format_number(later)}]
        if later
        else []
    )
    if not context.sees_money:
        heading = ngettext(
            "%(n)s contract comes up for renewal", "%(n)s contracts come up for renewal", contracts
        )
        return Title(heading % {"n": format_number(contracts)}, " · ".join([*words, *last]))
    amount = format_money(sum(m.amount for m in year), context.currency, "compact")
    words.append(counted(contracts))
    if foreign:
        words.append(foreign_words(foreign))
    return Title(_("%(amount)s comes up for renewal") % {"amount": amount}, " · ".join([*words, *last]))


def short_title(months: Mapping[date, Month], context: ListContext) -> Title:
    """How many contracts renew at short terms, and what they amount to in a year."""
    contracts = sum(m.contracts for m in months.values())
    words = ngettext(
        "%(n)s contract renews at short terms", "%(n)s contracts renew at short terms", contracts
    ) % {"n": format_number(contracts)}
    if not context.sees_money:
        return Title(words, "")
    amount = format_money(sum(m.amount for m in months.values()), context.currency, "compact")
    return Title(words, _("%(amount)s ARR") % {"amount": amount})


def metric_strip(figures: Figures, months: Mapping[date, Month], context: ListContext) -> list[Metric]:
    """The figures above the list; amounts only for those who may see money."""
    year = twelve_months(months, context.today)
    at_risk = sum(m.contracts_by_band[Band.AT_RISK] for m in year)
    at_risk_amount = sum(m.amount_by_band[Band.AT_RISK] for m in year)
    until = months_added(year[-1].first, 1) - timedelta(days=1)
    rows = [
        (_("Within 30 days"), figures.within_30, figures.amount_30, "?f.term_end=within:30"),
        (_("Within 90 days"), figures.within_90, figures.amount_90, "?f.term_end=within:90"),
        (
            _("Needs a decision within 90 days"), figures.undecided, figures.undecided_amount,
            "?f.term_end=within:90&f.renews=is:no",
        ),
        (
            _("At risk within 12 months"), at_risk, at_risk_amount,
            f"?f.band=is:{Band.AT_RISK}&f.term_end=between:{year[0].first},{until}",
        ),
    ]  # fmt: skip
    cells = [
        Metric(label, format_money(amount, context.currency), counted(count), url)
        if context.sees_money
        else Metric(label, format_number(count), ngettext("contract", "contracts", count), url)
        for label, count, amount, url in rows
    ]
    week = Metric(
        _("Milestones this week"),
        format_number(figures.milestones),
        _("in the next 7 days"),
        "?f.milestone_week=is:yes",
    )
    return [*cells, week]


def agendas() -> list[Agenda]:
    """The four milestones with their agendas, each leading to the contracts in its window."""
    return [_agenda(milestone) for milestone in MILESTONES]


def _agenda(milestone: int) -> Agenda:
    found = AGENDAS[milestone]
    items = tuple(str(item.text) for item in found.items)
    return Agenda(milestone, str(found.purpose), items, f"?f.renewal_window=is:{milestone}")


def shown_renewal(
    renewal: Renewal, *, name: str, url: str, close_url: str, today: date, sees_money: bool
) -> RenewalShown:
    """One renewal of an account with its milestones and the agenda of the one in hand."""
    contract, hand = renewal.contract, step_in_hand(renewal.steps)
    starts_on: date = renewal.contract.__dict__["term_starts_on"]
    ahead = starts_on > today
    return RenewalShown(
        name=name,
        url=url,
        arr=format_money(contract.arr_amount, contract.currency) if sees_money else "",
        ends_on=renewal.term_ends_on,
        days=renewal.days,
        needs_decision=not contract.auto_renew,
        steps=tuple(_shown_step(step, renewal) for step in renewal.steps),
        agenda=_agenda(hand.milestone) if hand else None,
        when=step_when(hand) if hand else "",
        close_url="" if ahead else close_url,
        begins_on=starts_on if ahead else None,
    )


def _shown_step(step: Step, renewal: Renewal) -> StepShown:
    decision = renewal.decided.get(step.milestone)
    if decision is None:
        words = _("nearer milestone in force") if step.state == "skipped" else state_words(step)
    elif decision.state == MilestoneState.SENT:
        words = _("reminded on %(day)s") % {"day": format_date(decision.decided_on)}
    else:
        words = _("skipped on %(day)s") % {"day": format_date(decision.decided_on)}
    return StepShown(step.milestone, str(AGENDAS[step.milestone].purpose), step.state, words)
