"""What of the lifecycle waits for a member today: handshakes at the member's turn, promises to
keep, activities of success plans and plans that wait for a sign-off, and the renewals that the member was
reminded of and whose term has not ended."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import visible_accounts
from accounts.lists.contracts import contract_name
from core.links import href
from lifecycle.choices import (
    AGENDAS,
    ActivityKind,
    HandshakeKind,
    HandshakeState,
    MilestoneState,
    PlanStatus,
)
from lifecycle.models import Handshake, MilestoneDecision
from lifecycle.selectors.handshakes import waiting_for
from lifecycle.selectors.plans.work import Waiting, waiting_rows
from playbooks.ports import TodayAction, TodayItem, TodaySource
from workspaces.models import Member


def renewals_of(member: Member, *, today: date, limit: int) -> Sequence[TodayItem]:
    """One item for each contract, at its nearest milestone; the soonest end first."""
    found = _reminded(member, today).select_related("contract__account")
    return [_item(decision) for decision in found[:limit]]


def handshakes_waiting(member: Member, *, today: date, limit: int) -> Sequence[TodayItem]:
    """The handshakes in which it is the member's turn, the most urgent first."""
    return [_handshake(one) for one in waiting_for(member)[:limit]]


def _reminded(member: Member, today: date) -> QuerySet[MilestoneDecision]:
    """The least milestone that was sent, for each contract and term that are still so."""
    held = Q(contract__ends_on=None) | Q(contract__ends_on=F("term_ends_on"))
    return (
        MilestoneDecision.objects.filter(
            held,
            owner=member,
            state=MilestoneState.SENT,
            term_ends_on__gte=today,
            contract__cancelled_on=None,
            contract__account__in=visible_accounts(member).values("pk"),
        )
        .exclude(contract__settled_ends_on=F("term_ends_on"))
        .order_by("term_ends_on", "contract_id", "milestone")
        .distinct("term_ends_on", "contract_id")
    )


def _item(decision: MilestoneDecision) -> TodayItem:
    contract = decision.contract
    agenda = AGENDAS.get(decision.milestone)
    return TodayItem(
        key=f"renewal-{contract.pk}",
        title=str(agenda.purpose) if agenda else _("Renew"),
        url=href("accounts:contract", account_id=contract.account_id, contract_id=contract.pk),
        account_id=contract.account_id,
        account_name=contract.account.name,
        due_on=decision.term_ends_on,
        kind_label=contract_name(contract),
    )


def _handshake(one: Handshake) -> TodayItem:
    words = {
        HandshakeState.DELIVERED: _("Check what was handed over"),
        HandshakeState.RETURNED: _("Mend what was returned"),
    }.get(HandshakeState(one.state), _("Prepare and deliver"))
    return TodayItem(
        key=f"handshake-{one.pk}",
        title=words,
        url=href("lifecycle:handshake", handshake_id=one.pk),
        account_id=one.account_id,
        account_name=one.account.name,
        due_on=one.due_on,
        kind_label=HandshakeKind(one.kind).label,
        waits_since=one.delivered_at or one.opened_at,
    )


def plans_waiting(member: Member, *, today: date, limit: int) -> Sequence[TodayItem]:
    """Activities of plans and promises that are due within a week by their day, then plans that wait for a sign-off or
    for their start."""
    found = waiting_rows(member, today=today, limit=limit)
    told = {"activity": _activity, "plan": _plan, "promise": _promise}
    return [told[one.what](one) for one in found]


def _activity(one: Waiting) -> TodayItem:
    done = href("lifecycle:plan_completion", plan_id=one.plan_id, activity_id=one.number)
    return TodayItem(
        key=f"activity-{one.number}",
        title=one.title,
        url=href("lifecycle:plan", plan_id=one.plan_id) + f"#activity-{one.number}",
        account_id=one.account_id,
        account_name=one.account_name,
        due_on=one.due_on,
        kind_label=ActivityKind(one.word).label,
        actions=(TodayAction(_("Done"), done),),
    )


def _plan(one: Waiting) -> TodayItem:
    signed = one.word == PlanStatus.SIGNED
    return TodayItem(
        key=f"plan-{one.number}",
        title=_("Start the plan: it is signed") if signed else _("Waits for the customer’s sign-off"),
        url=href("lifecycle:plan", plan_id=one.plan_id),
        account_id=one.account_id,
        account_name=one.account_name,
        kind_label=one.title,
        waits_since=one.since,
    )


def _promise(one: Waiting) -> TodayItem:
    return TodayItem(
        key=f"promise-{one.number}",
        title=one.title,
        url=href("lifecycle:promise", promise_id=one.number),
        account_id=one.account_id,
        account_name=one.account_name,
        due_on=one.due_on,
        kind_label=_("Promised in the sale"),
    )


HANDSHAKES = TodaySource(
    "handshakes",
    gettext_lazy("Handshakes"),
    handshakes_waiting,
    order=40,
    url_name="lifecycle:handshakes",
)
RENEWALS = TodaySource(
    "renewals", gettext_lazy("Renewals"), renewals_of, order=50, url_name="lifecycle:renewals"
)
PLANS = TodaySource(
    "plans",
    gettext_lazy("Success plans and promises"),
    plans_waiting,
    order=45,
    url_name="lifecycle:plans",
)
