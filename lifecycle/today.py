"""The renewals that a member was reminded of and whose term has not ended, for the page of today."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import visible_accounts
from accounts.lists.contracts import contract_name
from core.links import href
from lifecycle.choices import AGENDAS, MilestoneState
from lifecycle.models import MilestoneDecision
from playbooks.ports import TodayItem, TodaySource
from workspaces.models import Member

MOST = 200


def renewals_of(member: Member, *, today: date, limit: int) -> Sequence[TodayItem]:
    """One item for each contract, at its nearest milestone; the soonest end first."""
    found = _reminded(member, today).select_related("contract__account")
    return [_item(decision) for decision in found[:limit]]


def how_many(member: Member, today: date) -> int:
    """How many there are, counted to two hundred."""
    return len(_reminded(member, today).values_list("pk")[:MOST])


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


RENEWALS = TodaySource(
    "renewals", gettext_lazy("Renewals"), renewals_of, how_many, order=50, url_name="lifecycle:renewals"
)
