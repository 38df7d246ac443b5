"""What a closed renewal means for others: milestones that need not come, CTAs that are done, owners who hear of it."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Account, AccountOwner, Contract
from core.links import below_workspace
from lifecycle.choices import MilestoneState, RenewalOutcome
from lifecycle.models import MilestoneDecision, RenewalClosing
from lifecycle.rules import MILESTONES, milestone_key, planned_milestones
from lifecycle.selectors.closings import ends_then
from lifecycle.words import closing_when, closing_words
from notifications.services import notify
from playbooks.choices import Outcome
from playbooks.models import Cta
from playbooks.services import close_cta_of, reopen_cta
from workspaces.models import Member
from workspaces.selectors.teams import told_for_teams

NOTICE = "renewal_closed"


def close_milestones(closing: RenewalClosing, contract: Contract) -> None:
    """Decide what is left of the term's milestones, so that none is reminded of; what was sent stays sent.

    Of a contract that has an end the milestones are counted from its start, as lifecycle.selectors.due does.
    """
    first = closing.term_starts_on if contract.ends_on is None else contract.starts_on
    rows: list[MilestoneDecision] = [
        MilestoneDecision(
            contract=contract, term_ends_on=closing.term_ends_on, milestone=plan.milestone,
            state=MilestoneState.CLOSED, decided_on=closing.closed_on, decided_at=closing.closed_at,
            days_left=(closing.term_ends_on - closing.closed_on).days,
        )
        for plan in planned_milestones(first, closing.term_ends_on)
    ]  # fmt: skip
    MilestoneDecision.objects.bulk_create(rows, ignore_conflicts=True)


def open_milestones(closing: RenewalClosing) -> None:
    """Let the milestones come again that the closing had decided."""
    MilestoneDecision.objects.filter(
        contract_id=closing.contract_id, term_ends_on=closing.term_ends_on, state=MilestoneState.CLOSED
    ).delete()


def close_ctas(closing: RenewalClosing, *, by: Member, now: datetime, today: date) -> None:
    """Close the CTAs that milestones of this end raised, once no other contract of the account ends with it."""
    if ends_then(closing.account_id, closing.term_ends_on, today=today):
        return
    outcome = Outcome.PARTLY if closing.outcome == RenewalOutcome.POSTPONED else Outcome.DONE
    note = closing_words(closing)
    for key in _keys(closing):
        close_cta_of(key, outcome=outcome, note=note, by=by, now=now)


def reopen_ctas(closing: RenewalClosing, *, by: Member, now: datetime) -> None:
    """Open those CTAs again that went with the closing."""
    for cta in Cta.objects.filter(origin_key__in=_keys(closing), closed_at=closing.closed_at).order_by("pk"):
        reopen_cta(cta, by=by, now=now)


def tell_owners(closing: RenewalClosing, *, by: Member, now: datetime) -> int:
    """Tell the account's owners, without who closed it; amounts are for who opens the page and may see them."""
    return _tell(closing, _("Renewal closed: %(account)s"), NOTICE, by=by, now=now)


def tell_reopened(closing: RenewalClosing, *, by: Member, now: datetime) -> int:
    """Tell them that it is open again."""
    return _tell(closing, _("Renewal open again: %(account)s"), f"{NOTICE}:reopened", by=by, now=now)


def _tell(closing: RenewalClosing, title: str, key: str, *, by: Member, now: datetime) -> int:
    return notify(
        _owners(closing.account),
        kind=NOTICE,
        title=title % {"account": closing.account.name},
        body=f"{closing_words(closing)} · {closing_when(closing)}",
        path=below_workspace("lifecycle:closing", closing_id=closing.pk),
        origin_key=f"{key}:{closing.pk}",
        account_id=closing.account_id,
        by=by,
        now=now,
    )


def _owners(account: Account) -> list[Member]:
    """Who owns the account in any role; of a team its lead, else everybody in it."""
    owners = list(AccountOwner.objects.filter(account=account).select_related("member__user"))
    teams = {owner.team_id for owner in owners if owner.team_id is not None}
    found = [owner.member for owner in owners if owner.member is not None and owner.member.user.is_active]
    for told in told_for_teams(teams).values() if teams else ():
        found += told
    return found


def _keys(closing: RenewalClosing) -> list[str]:
    return [milestone_key(days, closing.account_id, closing.term_ends_on) for days in MILESTONES]
