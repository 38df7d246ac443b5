"""All facts of one review, read at once."""

from datetime import date

from accounts.models import Account
from reports.choices import Edition
from reports.facts import FORMAT, Facts
from reports.rules import Quarter
from reports.selectors.qbr.contracts import (
    closing_facts,
    internal_facts,
    invoice_facts,
    line_facts,
    renewal_facts,
)
from reports.selectors.qbr.health import health_facts
from reports.selectors.qbr.made import actions_before
from reports.selectors.qbr.people import contact_facts, owner_facts, people_facts
from reports.selectors.qbr.plans import plan_facts
from reports.selectors.qbr.support import support_facts
from reports.selectors.qbr.usage import usage_facts
from reports.selectors.qbr.voice import voice_facts
from workspaces.models import Workspace
from workspaces.printing import brand_fact


def collect_facts(
    account: Account, quarter: Quarter, *, workspace: Workspace, edition: str, with_money: bool, today: date
) -> Facts:
    """The facts of an account and a quarter as they stand now, for one edition.

    The customer's holds nothing that is ours alone: no stance, no note to a reading, no churn, no movement of
    revenue. Without money no amount is in it at all. About 35 queries, three of them over the book's usage of 18 weeks: a worker's work.
    """
    as_of = min(quarter.last, today)
    health, explanation = health_facts(account, as_of, quarter.before.last, edition)
    last = actions_before(account, period=str(quarter), edition=edition)
    internal = None
    if edition == Edition.INTERNAL:
        internal = internal_facts(
            account, quarter, as_of, workspace.currency, explanation, with_money=with_money
        )
    return Facts(
        format=FORMAT,
        workspace=workspace.name,
        account=account.name,
        external_id=account.external_id or "",
        segment=str(account.get_segment_display()) if account.segment else "",
        industry=account.industry,
        currency=workspace.currency,
        edition=edition,
        has_money=with_money,
        period=str(quarter),
        first=quarter.first,
        last=quarter.last,
        as_of=as_of,
        owners=owner_facts(account),
        health=health,
        usage=usage_facts(account, quarter, as_of),
        support=support_facts(account, quarter, as_of, workspace.time_zone),
        people=people_facts(account, as_of, edition),
        lines=line_facts(account, as_of, with_money=with_money),
        renewal=renewal_facts(account, as_of, workspace.short_term_months),
        internal=internal,
        zone=workspace.time_zone,
        last_period=last.period if last else "",
        last_actions=tuple(last.actions) if last else (),
        brand=brand_fact(),
        contacts=contact_facts(account, as_of, workspace.time_zone),
        invoices=invoice_facts(account, quarter, as_of) if with_money else (),
        plan=plan_facts(account, quarter, as_of, workspace.time_zone, edition),
        voice=voice_facts(account, quarter, as_of),
        closings=closing_facts(account, quarter, as_of, with_money=with_money),
    )
