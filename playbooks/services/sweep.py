"""What rules do: open one CTA for each occurrence that they watch for, and start its playbook. Each rule in a transaction
of its own; whoever runs at the same moment waits, and finds nothing left to open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import translation

from accounts.models import Account
from core.links import link_scope
from core.tenancy import required_workspace_id, workspace_scope
from playbooks.choices import DayKind, Origin
from playbooks.errors import NotPublished
from playbooks.models import Cta, Rule
from playbooks.models.cta import REASON
from playbooks.ports import TRIGGERS, Match, Trigger
from playbooks.rules import Holder, due_day, holder_of, roles_for
from playbooks.selectors.owners import country_in_force, holders_of
from playbooks.selectors.rulebook import active_rule_ids
from playbooks.services.acts import note_opened
from playbooks.services.runs import Start, published_version, start_on
from playbooks.services.telling import tell_opened, tell_started
from workspaces.models import Workspace

# An occurrence is answered once, also after its CTA was closed.
OPEN = """
INSERT INTO playbooks_cta (workspace_id, account_id, kind, reason, priority, owner_id, team_id, due_on, origin, origin_key,
                           rule_id, opened_at, outcome, note, version)
SELECT %(workspace)s, m.account, %(kind)s, m.reason, %(priority)s, m.owner, m.team, %(due_on)s, %(origin)s, m.key,
       %(rule)s, %(now)s, '', '', 1
FROM unnest(%(accounts)s::bigint[], %(keys)s::text[], %(reasons)s::text[], %(owners)s::bigint[], %(teams)s::bigint[])
     AS m (account, key, reason, owner, team)
WHERE NOT EXISTS (
    SELECT FROM playbooks_cta c WHERE c.workspace_id = %(workspace)s AND c.origin_key = m.key
)
ORDER BY m.key
ON CONFLICT (workspace_id, origin_key) WHERE closed_at IS NULL DO NOTHING
RETURNING id
"""


@dataclass(frozen=True)
class Swept:
    """What the rules of a workspace did: occurrences seen, CTAs opened, playbooks started."""

    matched: int = 0
    opened: int = 0
    started: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(self.matched + other.matched, self.opened + other.opened, self.started + other.started)


def run_rules(
    workspace: Workspace,
    *,
    today: date,
    now: datetime,
    account_ids: Collection[int] | None = None,
    rule_ids: Collection[int] | None = None,
) -> Swept:
    """Let the active rules of a workspace act, on all accounts or on some. Call outside a scope: each rule opens one and
    commits. Idempotent by origin key, however many run at once."""
    with workspace_scope(workspace.pk):
        ids = [pk for pk in active_rule_ids() if rule_ids is None or pk in rule_ids]
    done = Swept()
    for rule_id in ids:
        with (
            workspace_scope(workspace.pk),
            link_scope(workspace.slug),
            translation.override(workspace.language),
        ):
            _one_at_a_time()
            rule = Rule.objects.select_related("playbook").filter(pk=rule_id, is_active=True).first()
            if rule is not None:
                done += run_rule(rule, today=today, now=now, account_ids=account_ids)
    return done


def run_rule(rule: Rule, *, today: date, now: datetime, account_ids: Collection[int] | None = None) -> Swept:
    """Let one rule act, inside the scope in force. One whose trigger nobody hands in does nothing."""
    trigger: Trigger | None = TRIGGERS.get(rule.trigger)
    if trigger is None:
        return Swept()
    matches = list(
        {match.origin_key: match for match in _matches(trigger, rule, today, account_ids)}.values()
    )
    ctas = _open(rule, matches, today, now)
    started = _start(rule, ctas, today, now)
    names = dict(Account.objects.filter(pk__in={cta.account_id for cta in ctas}).values_list("pk", "name"))
    tell_opened(ctas, names, now=now)
    if account_ids is None:
        Rule.objects.filter(pk=rule.pk).update(last_run_at=now, matched=len(matches), opened=len(ctas))
    return Swept(len(matches), len(ctas), started)


def _matches(
    trigger: Trigger, rule: Rule, today: date, account_ids: Collection[int] | None
) -> Sequence[Match]:
    return trigger.matches(rule.parameters, today=today, account_ids=account_ids)


def _open(rule: Rule, matches: Sequence[Match], today: date, now: datetime) -> list[Cta]:
    if not matches:
        return []
    owners = holders_of({match.account_id for match in matches})
    roles = roles_for(rule.cta_kind)
    holders = [holder_of(owners.get(match.account_id, {}), roles) for match in matches]
    given: dict[str, Any] = {
        "workspace": required_workspace_id(),
        "kind": rule.cta_kind,
        "priority": rule.cta_priority,
        "due_on": due_day(today, rule.due_days, DayKind.BUSINESS, country_in_force()),
        "origin": Origin.RULE.value,
        "rule": rule.pk,
        "now": now,
        "accounts": [match.account_id for match in matches],
        "keys": [match.origin_key[:200] for match in matches],
        "reasons": [match.reason[:REASON] for match in matches],
        "owners": [holder.member_id for holder in holders],
        "teams": [holder.team_id for holder in holders],
    }
    with connection.cursor() as cursor:
        cursor.execute(OPEN, given)
        ids = [row[0] for row in cursor.fetchall()]
    note_opened(ids, who=rule.name, now=now)
    return list(Cta.objects.filter(pk__in=ids).order_by("pk"))


def _start(rule: Rule, ctas: Sequence[Cta], today: date, now: datetime) -> int:
    """Start the rule's playbook on these CTAs; one that cannot be started leaves the CTAs alone."""
    if rule.playbook is None or not ctas:
        return 0
    try:
        version = published_version(rule.playbook)
    except NotPublished:
        return 0
    starts = [Start(cta.account_id, cta.pk, Holder(cta.owner_id, cta.team_id)) for cta in ctas]
    started = start_on(starts, version, by=None, today=today, now=now)
    tell_started(started, by=None, now=now)
    return len(started)


def _one_at_a_time() -> None:
    """Until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('playbooks.rules', %s))", [required_workspace_id()]
        )
