"""What lists and panels show of single contracts: decided milestones, owners, the renewals and the churn records of
one account. Each reader takes all rows of a page at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.choices import OwnerRole
from accounts.models import Account, AccountOwner, Contract
from core.lists import ListContext
from lifecycle.models import ChurnRecord, MilestoneDecision
from lifecycle.rules import Step, milestone_steps
from lifecycle.selectors.terms import of_long_terms, renewals

#: Who renews: the Renewal Manager, else the CSM [domain.md, Renewals].
RENEWING_ROLES = (OwnerRole.RM, OwnerRole.CSM)
SHOWN = 6

Decisions = Mapping[tuple[int, date], Mapping[int, MilestoneDecision]]


@dataclass(frozen=True)
class Renewal:
    """A contract whose current term ends, with how its milestones stand and when they were decided."""

    contract: Contract
    term_ends_on: date
    days: int
    steps: tuple[Step, ...]
    decided: Mapping[int, MilestoneDecision]


def decisions_of_page(rows: Sequence[Any], context: ListContext) -> Decisions:
    """The decided milestones of these contracts, by contract and term end."""
    return decisions_of(row.pk for row in rows)


def decisions_of(contract_ids: Iterable[int]) -> Decisions:
    """The decided milestones of contracts, by contract and term end. One query."""
    found: dict[tuple[int, date], dict[int, MilestoneDecision]] = defaultdict(dict)
    for decision in MilestoneDecision.objects.filter(contract_id__in=list(contract_ids)):
        found[decision.contract_id, decision.term_ends_on][decision.milestone] = decision
    return found


def steps_of(contract: Any, decided: Decisions, today: date) -> tuple[Step, ...]:
    """The milestones of a contract of lifecycle.selectors.terms.renewals."""
    made = decided.get((contract.pk, contract.term_ends_on), {})
    states = {milestone: decision.state for milestone, decision in made.items()}
    return milestone_steps(contract.term_starts_on, contract.term_ends_on, today, states)


def renewing_owners_of_page(rows: Sequence[Any], context: ListContext) -> dict[int, tuple[str, str]]:
    """Role and name of who renews, by account, for the contracts of one page; nobody who left."""
    held: dict[int, dict[str, str]] = defaultdict(dict)
    owners = AccountOwner.objects.filter(
        account_id__in={row.account_id for row in rows},
        role__in=RENEWING_ROLES,
    ).filter(
        Q(member__left_at=None, member__user__is_active=True) | Q(team__closed_at=None, team__isnull=False)
    )
    for account_id, role, team, name, email in owners.values_list(
        "account_id", "role", "team__name", "member__user__name", "member__user__email"
    ):
        held[account_id][role] = team or name or email
    return {
        account_id: next((role, names[role]) for role in RENEWING_ROLES if role in names)
        for account_id, names in held.items()
    }


def account_renewals(account: Account, *, today: date, short_months: int) -> list[Renewal]:
    """The renewals of an account that have milestones, soonest first. Two queries."""
    found = renewals(Contract.objects.filter(account=account), today=today)
    rows = list(of_long_terms(found, short_months).order_by("term_ends_on", "pk")[: SHOWN + 1])
    decided = decisions_of(row.pk for row in rows)
    return [
        Renewal(
            row,
            row.term_ends_on,
            (row.term_ends_on - today).days,
            steps_of(row, decided, today),
            decided.get((row.pk, row.term_ends_on), {}),
        )
        for row in rows
    ]


def next_terms_of_page(rows: Sequence[Any], context: ListContext) -> dict[int, tuple[date, date]]:
    """First and last day of the nearest term with milestones of each account, for one page of accounts.

    Of several terms that end on that day the longest counts, since it has the most milestones.
    """
    ends = {row.pk: row.term_ends_on for row in rows if row.term_ends_on is not None}
    found = renewals(Contract.objects.filter(account_id__in=ends), today=context.today)
    terms: dict[int, tuple[date, date]] = {}
    for account_id, starts_on, ends_on in found.order_by("-term_starts_on").values_list(
        "account_id", "term_starts_on", "term_ends_on"
    ):
        if ends_on == ends[account_id]:
            terms[account_id] = (starts_on, ends_on)
    return terms


def churn_history(account: Account) -> list[ChurnRecord]:
    """That the account left and came back, newest first."""
    records = ChurnRecord.objects.filter(account=account).select_related("recorded_by__user")
    return list(records.order_by("-churned_on", "-is_reactivation", "-pk")[:50])
