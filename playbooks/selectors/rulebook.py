"""Rules as they are listed, and whom one would match today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from accounts.access import visible_accounts
from accounts.models import Account
from playbooks.models import Cta, Rule
from playbooks.ports import TRIGGERS, Match, Text, Trigger
from workspaces.models import Member

PAGE = 50


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule in the list; `trigger` is empty when nobody hands it in any more."""

    rule: Rule
    trigger: Text


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that a rule would match; `is_answered`: a CTA of this occurrence was opened already."""

    account: Account
    match: Match
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """Who would match today, of the accounts that the reader sees: `total` occurrences of `accounts` accounts, of which
    `fresh` would open a CTA. One page of them; `next_page` 0 at the end."""

    total: int
    accounts: int
    fresh: int
    rows: tuple[Candidate, ...]
    page: int
    next_page: int


def active_rule_ids() -> list[int]:
    """The rules that act, in their order."""
    return list(Rule.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True))


def resting_rules() -> int:
    """How many rules are there while none of them acts, 0 as soon as one does. One query."""
    found = Rule.objects.aggregate(rules=Count("pk"), active=Count("pk", filter=Q(is_active=True)))
    return 0 if found["active"] else int(found["rules"])


def rules_shown() -> list[RuleShown]:
    """All rules: those that act first, then by name."""
    found = Rule.objects.select_related("playbook").order_by("-is_active", "name", "pk")
    return [RuleShown(rule, label_of(rule.trigger)) for rule in found]


def label_of(trigger: str) -> Text:
    """What a trigger is called, empty for one that nobody hands in."""
    part: Trigger | None = TRIGGERS.get(trigger)
    return part.label if part else ""


def trial_of(rule: Rule, member: Member, *, today: date, page: int = 1) -> Trial:
    """Whom the rule would match on this day; nothing is written. The trigger's statement, and three queries more."""
    trigger: Trigger | None = TRIGGERS.get(rule.trigger)
    found = list(trigger.matches(rule.parameters, today=today, account_ids=None)) if trigger else []
    ids = {match.account_id for match in found}
    seen = set(visible_accounts(member).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    once = {match.origin_key: match for match in found if match.account_id in seen}
    matches = list(once.values())
    there = Cta.objects.filter(origin_key__in=list(once)) if once else Cta.objects.none()
    answered = set(there.values_list("origin_key", flat=True))
    last_page = max(1, -(-len(matches) // PAGE))
    here = min(max(page, 1), last_page)
    chosen = matches[(here - 1) * PAGE : here * PAGE]
    accounts = Account.objects.in_bulk([match.account_id for match in chosen])
    return Trial(
        total=len(matches),
        accounts=len({match.account_id for match in matches}),
        fresh=len(matches) - len(answered),
        rows=tuple(
            Candidate(accounts[match.account_id], match, match.origin_key in answered) for match in chosen
        ),
        page=here,
        next_page=here + 1 if here < last_page else 0,
    )
