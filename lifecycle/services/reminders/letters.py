"""The reminder as its mail says it: finished words for templates/emails/renewal.*; no amount for those who may not
see money."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import OwnerRole
from accounts.models import Contract
from core.links import absolute, href
from core.text import NBSP, format_date, format_money, format_percent, format_score
from health.choices import Band
from lifecycle.choices import AGENDAS
from lifecycle.rules import planned_milestones
from lifecycle.selectors.due import Due
from lifecycle.selectors.recipients import Recipients
from lifecycle.selectors.renewal_facts import AccountFacts
from workspaces.access import sees_money
from workspaces.models import Member, Workspace
from workspaces.services import Letter, render_letter

SHAPES = {Band.HEALTHY: "●", Band.MONITOR: "◆", Band.AT_RISK: "▲", Band.UNKNOWN: "○"}
LISTED = 60
"""Contracts listed in one mail; the account page has the rest."""


@dataclass(frozen=True)
class Reminder:
    """One milestone of one account on one day, with the contracts that reached it, the nearest end first."""

    workspace: Workspace
    facts: AccountFacts
    milestone: int
    due: tuple[Due, ...]
    recipients: Recipients
    today: date

    @property
    def key(self) -> str:
        """Follows from the first decision, which is made once."""
        return f"renewal:{self.milestone}:{self.due[0].contract_id}:{self.due[0].term_ends_on}"


@dataclass(frozen=True)
class Fact:
    """A line of the mail's table."""

    label: str
    words: str
    note: str = ""


def subject_of(reminder: Reminder) -> str:
    """ "Revontuli: 90 days to renewal on 31 January 2027"; of several contracts their number instead."""
    words = {"account": reminder.facts.account.name, "days": _days(reminder)}
    if len(reminder.due) > 1:
        words["contracts"] = _contracts(len(reminder.due))
        return _("%(account)s: %(days)s to renewal of %(contracts)s") % words
    return _("%(account)s: %(days)s to renewal on %(day)s") % {
        **words,
        "day": _day(reminder.due[0].term_ends_on),
    }


def letter_for(reminder: Reminder, member: Member) -> Letter:
    """Both bodies of the mail to one of the recipients."""
    account, several = reminder.facts.account, len(reminder.due) > 1
    with_money = sees_money(member)
    agenda = AGENDAS[reminder.milestone]
    context: dict[str, Any] = {
        "workspace_name": reminder.workspace.name,
        "subject": subject_of(reminder),
        "heading": _heading(reminder),
        "preheader": f"{agenda.purpose}. {_health(reminder)}",
        "several": several,
        "first_end": _day(reminder.due[0].term_ends_on),
        "last_end": _day(reminder.due[-1].term_ends_on),
        "when": _when(reminder),
        "purpose": agenda.purpose,
        "facts": _facts(reminder, with_money),
        "contracts": [_listed(reminder, d, with_money) for d in reminder.due[:LISTED]] if several else [],
        "more": _contracts(len(reminder.due) - LISTED) if len(reminder.due) > LISTED else "",
        "agenda": [item.text for item in agenda.items],
        "next": _next(reminder),
        "url": absolute(href("accounts:detail", account_id=account.pk)),
        "owners_url": absolute(href("accounts:owners", account_id=account.pk)),
        "member": str(member),
        "reason": _reason(reminder.recipients.role),
    }
    return render_letter("renewal", context)


def _facts(reminder: Reminder, with_money: bool) -> list[Fact]:
    facts = [Fact(_("Health"), _health(reminder))]
    contracts = reminder.facts.contracts
    if with_money:
        facts.insert(0, Fact(_("Worth"), _worth([contracts[d.contract_id] for d in reminder.due])))
    if len(reminder.due) == 1:
        [due] = reminder.due
        contract = contracts[due.contract_id]
        facts.insert(0, Fact(_("Contract"), name_of(contract)))
        facts += _terms(contract, due, reminder.today)
    return facts


def _terms(contract: Contract, due: Due, today: date) -> list[Fact]:
    renewal = _("Renews itself") if contract.auto_renew else _("Does not renew itself: it needs a decision")
    facts = [Fact(_("Renewal"), renewal)]
    if contract.notice_days is not None:
        last = due.term_ends_on - timedelta(days=contract.notice_days)
        words = _("Until %(day)s") if last >= today else _("Ended on %(day)s")
        facts.insert(0, Fact(_("Notice"), words % {"day": _day(last)}))
    return facts


def _listed(reminder: Reminder, due: Due, with_money: bool) -> Fact:
    contract = reminder.facts.contracts[due.contract_id]
    notes = [_worth([contract])] if with_money else []
    if not contract.auto_renew:
        notes.append(_("does not renew itself"))
    return Fact(format_date(due.term_ends_on), name_of(contract), "; ".join(notes))


def name_of(contract: Contract) -> str:
    """What people call a contract: its name, its number, else its first day."""
    begun = _("Contract of %(day)s") % {"day": format_date(contract.starts_on)}
    return contract.name or contract.external_id or begun


def _worth(contracts: list[Contract]) -> str:
    """ "€148,800 a year, 3 product lines": the sum by currency."""
    sums: dict[str, int] = {}
    for contract in contracts:
        sums[contract.currency] = sums.get(contract.currency, 0) + contract.arr_amount
    amounts = " + ".join(format_money(amount, currency) for currency, amount in sums.items())
    lines = sum(contract.lines_count for contract in contracts)  # type: ignore[attr-defined]
    words = _("%(amounts)s a year") % {"amounts": amounts}
    if not lines:
        return words
    return words + ", " + ngettext("%(n)s product line", "%(n)s product lines", lines) % {"n": lines}


def _health(reminder: Reminder) -> str:
    score = reminder.facts.score
    band = Band(score.band) if score is not None else Band.UNKNOWN
    words = f"{SHAPES[band]}{NBSP}{band.label}"
    if score is None:
        return words + ", " + _("not scored yet")
    if score.score_100 is not None:
        words += ", " + _("%(score)s of 100") % {"score": format_score(score.score_100)}
    missing = score.ratings.count(None)
    if not missing:
        return words
    covered = format_percent(score.coverage_bp / 100)
    unmeasured = ngettext("%(n)s metric not measured", "%(n)s metrics not measured", missing) % {"n": missing}
    return f"{words}; {unmeasured} ({_('coverage %(share)s') % {'share': covered}})"


def _when(reminder: Reminder) -> str:
    """That the milestone is today, or the true days left where it was passed before."""
    late = [d for d in reminder.due if d.days_left < d.milestone]
    if not late:
        return _("Today is the %(milestone)s-day milestone.") % {"milestone": reminder.milestone}
    words = {"milestone": reminder.milestone, "days": _days(reminder)}
    return _("%(days)s left, the %(milestone)s-day milestone has passed.") % words


def _next(reminder: Reminder) -> str:
    """The milestones that follow; with their days where all terms end on one day."""
    end = reminder.due[0].term_ends_on
    same = end == reminder.due[-1].term_ends_on
    plans = [p for p in planned_milestones(reminder.today, end) if p.milestone < reminder.milestone]
    steps = []
    for plan in plans:
        days = ngettext("%(n)s day", "%(n)s days", plan.milestone) % {"n": plan.milestone}
        steps.append(f"{days}, {format_date(plan.on, 'title')}" if same else days)
    if not steps:
        return ""
    first = _("Next: %(step)s: %(purpose)s.") % {
        "step": steps[0], "purpose": AGENDAS[plans[0].milestone].purpose
    }  # fmt: skip
    return " ".join([first, *(_("Then %(step)s.") % {"step": step} for step in steps[1:])])


def _heading(reminder: Reminder) -> str:
    words = {"account": reminder.facts.account.name, "days": _days(reminder)}
    if len(reminder.due) > 1:
        return _("%(account)s: %(contracts)s, %(days)s to renewal") % {
            **words, "contracts": _contracts(len(reminder.due))
        }  # fmt: skip
    return _("%(account)s: %(days)s to renewal") % words


def _days(reminder: Reminder) -> str:
    """ "90 days", or "85 to 90 days" where the terms end on different days."""
    nearest, farthest = reminder.due[0].days_left, reminder.due[-1].days_left
    days = ngettext("%(n)s day", "%(n)s days", farthest) % {"n": farthest}
    return days if nearest == farthest else _("%(n)s to %(days)s") % {"n": nearest, "days": days}


def _contracts(count: int) -> str:
    return ngettext("%(n)s contract", "%(n)s contracts", count) % {"n": count}


def _day(day: date) -> str:
    return format_date(day, "full").replace(" ", NBSP)


def _reason(role: str) -> str:
    if role == OwnerRole.RM:
        return _("because you are the Renewal Manager of this account")
    if role == OwnerRole.CSM:
        return _("because you are the CSM of this account, which has no Renewal Manager")
    return _("because this account has neither a Renewal Manager nor a CSM")
