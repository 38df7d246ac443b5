"""The doors to handshakes, promises and success plans. A handshake exists for whoever sees its account, and for the two who hand it
over and receive it, be the account in their book yet or not."""

from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.access import ALL, MAX_ID, may, of_book, require_for, visible_accounts
from accounts.models.bin import outside_bin
from core.errors import Forbidden, NotFound
from lifecycle.choices import ItemSide
from lifecycle.models import (
    Handshake,
    HandshakeItem,
    KpiReading,
    PlanActivity,
    PlanBarrier,
    PlanDocument,
    PlanKpi,
    PlanNote,
    PlanOutcome,
    Promise,
    RenewalClosing,
    StageMove,
    SuccessPlan,
)
from lifecycle.selectors.handshakes import works_here
from workspaces.access import allowed, allowed_somewhere, sees_money, visibility
from workspaces.choices import Right, Visibility
from workspaces.models import Member

PlanRow = TypeVar(
    "PlanRow", PlanOutcome, PlanKpi, KpiReading, PlanActivity, PlanBarrier, PlanNote, PlanDocument
)


def visible_handshakes(member: Member) -> QuerySet[Handshake]:
    """The handshakes that exist for this member."""
    found = outside_bin(Handshake.objects.all())
    if visibility(member) == Visibility.ALL and allowed(member, Right.SEE_ACCOUNTS):
        return found
    seen = Q(account__in=visible_accounts(member).values("pk"))
    return found.filter(seen | _of(member))


def handshakes_of_book(member: Member) -> QuerySet[Handshake]:
    """Of these, those of the switch My book / My team / All, and always those that one gives or receives."""
    found = visible_handshakes(member)
    if member.book == ALL:
        return found
    in_book = of_book(member, Handshake.objects.all()).values("pk")
    return found.filter(Q(pk__in=in_book) | _of(member))


def handshake_or_404(member: Member, handshake_id: int) -> Handshake:
    """The handshake, if it exists for the member; a hidden one and a missing one are the same."""
    rows = visible_handshakes(member).select_related("account", "contract", "giver__user", "receiver__user")
    found = rows.filter(pk=handshake_id).first() if 0 < handshake_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found


def handshake_to_give(member: Member, handshake_id: int) -> Handshake:
    """The handshake, if the member may prepare and deliver it. Raises Forbidden where it may only be looked at."""
    found = handshake_or_404(member, handshake_id)
    if not may_give(member, found):
        raise Forbidden(_("Only who hands over, or a CSM Lead, may do this."))
    return found


def handshake_to_receive(member: Member, handshake_id: int) -> Handshake:
    """The handshake, if the member may check, return and accept it."""
    found = handshake_or_404(member, handshake_id)
    if not may_receive(member, found):
        raise Forbidden(_("Only who receives, or a CSM Lead, may do this."))
    return found


def handshake_to_run(member: Member, handshake_id: int) -> Handshake:
    """The handshake, if the member may do the deed of either side: name people, withdraw."""
    found = handshake_or_404(member, handshake_id)
    if not (may_give(member, found) or may_receive(member, found)):
        raise Forbidden(_("Only who hands over or receives, or a CSM Lead, may do this."))
    return found


def item_of(handshake: Handshake, item_id: int, side: ItemSide | None = ItemSide.GIVE) -> HandshakeItem:
    """One line of the checklist, of one side or (None) of either."""
    rows = HandshakeItem.objects.select_related("handshake", "file__file").filter(handshake=handshake)
    if side is not None:
        rows = rows.filter(side=side)
    found = rows.filter(pk=item_id).first() if 0 < item_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found


def may_give(member: Member, handshake: Handshake) -> bool:
    """Whether the member prepares this handshake: its giver, a lead, or an owner where nobody was named or who was has
    left."""
    if handshake.giver is None or not works_here(handshake.giver):
        return may(member, handshake.account, Right.EDIT_ACCOUNTS)
    return _is_named(member, handshake.giver_id) or allowed(member, Right.EDIT_ACCOUNTS, owns=False)


def may_receive(member: Member, handshake: Handshake) -> bool:
    """Whether the member answers this handshake: its receiver, a lead, or an owner where nobody was named or who was has
    left; never who hands it over."""
    if handshake.giver_id == member.pk:
        return False
    if handshake.receiver is None or not works_here(handshake.receiver):
        return may(member, handshake.account, Right.EDIT_ACCOUNTS)
    return _is_named(member, handshake.receiver_id) or allowed(member, Right.EDIT_ACCOUNTS, owns=False)


def may_take_part(member: Member) -> bool:
    """Whether somebody can hand over or receive: a member who edits accounts, be it the own ones alone."""
    return works_here(member) and allowed_somewhere(member, Right.EDIT_ACCOUNTS)


def visible_promises(member: Member) -> QuerySet[Promise]:
    """The promises of visible accounts."""
    found = outside_bin(Promise.objects.all())
    if visibility(member) == Visibility.ALL and allowed(member, Right.SEE_ACCOUNTS):
        return found
    return found.filter(account__in=visible_accounts(member).values("pk"))


def promise_for(member: Member, promise_id: int) -> Promise:
    """A promise, if the member may change it: an owner of the account, or who is to see that it is kept."""
    rows = visible_promises(member).select_related("account", "made_to", "owner__user", "made_by__user")
    found = rows.filter(pk=promise_id).first() if 0 < promise_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    if not _is_named(member, found.owner_id):
        require_for(member, found.account, Right.EDIT_ACCOUNTS)
    return found


def visible_closings(member: Member) -> QuerySet[RenewalClosing]:
    """The closed renewals of visible accounts, those that were reopened too."""
    found = outside_bin(RenewalClosing.objects.filter(contract__deleted_at=None))
    if visibility(member) == Visibility.ALL and allowed(member, Right.SEE_ACCOUNTS):
        return found
    return found.filter(account__in=visible_accounts(member).values("pk"))


def closing_or_404(member: Member, closing_id: int, right: Right | None = None) -> RenewalClosing:
    """A closed renewal, if its account exists for the member; with `right`, if the member may also do this to it."""
    rows = visible_closings(member).select_related(
        "account", "contract", "next_contract", "closed_by__user", "reopened_by__user"
    )
    found = rows.filter(pk=closing_id).first() if 0 < closing_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    if right is not None:
        require_for(member, found.account, right)
    return found


def visible_plans(member: Member) -> QuerySet[SuccessPlan]:
    """The success plans of visible accounts."""
    found = outside_bin(SuccessPlan.objects.all())
    if visibility(member) == Visibility.ALL and allowed(member, Right.SEE_ACCOUNTS):
        return found
    return found.filter(account__in=visible_accounts(member).values("pk"))


def plan_or_404(member: Member, plan_id: int) -> SuccessPlan:
    """The plan, if its account exists for the member."""
    rows = visible_plans(member).select_related("account", "owner__user", "shared_by__user")
    found = rows.filter(pk=plan_id).first() if 0 < plan_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found


def plan_for(member: Member, plan_id: int) -> SuccessPlan:
    """The plan, if the member may write it: an owner of the account, or the plan's own. Raises Forbidden."""
    found = plan_or_404(member, plan_id)
    if not may_write_plan(member, found):
        require_for(member, found.account, Right.EDIT_ACCOUNTS)
    return found


def may_write_plan(member: Member, plan: SuccessPlan) -> bool:
    """Whether the member writes, shares and closes this plan."""
    return _is_named(member, plan.owner_id) or may(member, plan.account, Right.EDIT_ACCOUNTS)


def part_of(plan: SuccessPlan, model: type[PlanRow], row_id: int) -> PlanRow:
    """A row that stands in the plan. Raises NotFound for any other."""
    where = {PlanKpi: "outcome__plan", KpiReading: "kpi__outcome__plan"}.get(model, "plan")
    along = {
        PlanKpi: ("outcome",),
        KpiReading: ("kpi__outcome",),
        PlanOutcome: ("plan",),
        PlanDocument: ("plan__account", "file"),
    }.get(model, ())
    rows = model.objects.select_related(*along) if along else model.objects.all()
    found = rows.filter(**{where: plan.pk}, pk=row_id).first() if 0 < row_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found


def document_or_404(member: Member, plan_id: int, document_id: int) -> PlanDocument:
    """A plan's document for print, for those who see its account and, where it holds amounts, money."""
    plan = plan_or_404(member, plan_id)
    found = part_of(plan, PlanDocument, document_id)
    if found.has_money and not sees_money(member):
        raise NotFound(_("Not found."))
    return found


def move_for(member: Member, account_id: int, move_id: int) -> StageMove:
    """A move of an account that the member may edit."""
    account = visible_accounts(member).filter(pk=account_id).first() if 0 < account_id <= MAX_ID else None
    found = None
    if account is not None and 0 < move_id <= MAX_ID:
        found = StageMove.objects.filter(pk=move_id, account_id=account.pk).first()
    if account is None or found is None:
        raise NotFound(_("Not found."))
    require_for(member, account, Right.EDIT_ACCOUNTS)
    return found


def _of(member: Member) -> Q:
    return Q(giver_id=member.pk) | Q(receiver_id=member.pk)


def _is_named(member: Member, named_id: int | None) -> bool:
    return member.pk == named_id and allowed_somewhere(member, Right.EDIT_ACCOUNTS)
