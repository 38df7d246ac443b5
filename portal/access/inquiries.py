"""The doors to inquiries. For staff one exists where its account does, within the reach of READ_INQUIRIES, and for whoever
works on it; for a customer those of the own account. Bounds: domain.md, Roles and rights."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.access import MAX_ID, MINE, TEAM, in_team, of_book, owns, seen_by, those_allowed
from accounts.models.bin import outside_bin
from core.errors import Forbidden, NotFound
from playbooks.selectors.owners import team_ids_of
from portal.identity import Customer
from portal.models import Inquiry, InquiryFile, InquiryRule, ParkedMail
from workspaces.access import allowed, allowed_somewhere, require
from workspaces.choices import Right
from workspaces.models import Member

RELATED = ("account", "assignee__user", "team", "opener")


def visible_inquiries(member: Member) -> QuerySet[Inquiry]:
    """The inquiries that exist for this member."""
    rows = seen_by(member, outside_bin(Inquiry.objects.all()))
    if allowed(member, Right.READ_INQUIRIES, owns=False):
        return rows
    if allowed(member, Right.READ_INQUIRIES, in_team=True):
        near = of_book(member, Inquiry.objects.all(), TEAM)
    elif allowed(member, Right.READ_INQUIRIES, owns=True):
        near = of_book(member, Inquiry.objects.all(), MINE)
    else:
        return rows.none()
    return rows.filter(Q(pk__in=near.values("pk")) | held_by(member))


def inquiries_of_book(member: Member) -> QuerySet[Inquiry]:
    """Of these, those of the switch My book / My team / All, and always those that the member works on."""
    found = visible_inquiries(member)
    in_book = of_book(member, Inquiry.objects.all()).values("pk")
    return found if member.book == "all" else found.filter(Q(pk__in=in_book) | held_by(member))


def held_by(member: Member) -> Q:
    """Those that the member works on, alone or as one of a team."""
    return Q(assignee_id=member.pk) | Q(team_id__in=team_ids_of(member))


def inquiry_or_404(member: Member, inquiry_id: int, *, answering: bool = False) -> Inquiry:
    """The inquiry, if it exists for the member; with `answering`, if the member may also work on it. A hidden one and a
    missing one are the same NotFound; one that may only be read is Forbidden."""
    found = _one(visible_inquiries(member).select_related(*RELATED), inquiry_id)
    if answering and not may_answer(member, found):
        raise Forbidden(_("You may read this inquiry, but not work on it."))
    return found


def may_answer(member: Member, inquiry: Inquiry) -> bool:
    """Whether the member may answer, hand over, change and close it: by the right's reach, or because they work on it."""
    if allowed(member, Right.ANSWER_INQUIRIES, owns=False):
        return True
    if not allowed_somewhere(member, Right.ANSWER_INQUIRIES):
        return False
    if inquiry.assignee_id == member.pk or inquiry.team_id in team_ids_of(member):
        return True
    if allowed(member, Right.ANSWER_INQUIRIES, owns=True) and owns(member, inquiry.account):
        return True
    return allowed(member, Right.ANSWER_INQUIRIES, in_team=True) and in_team(member, inquiry.account)


def answerable(member: Member, inquiries: Sequence[Inquiry]) -> set[int]:
    """Ids of those that the member may work on: `may_answer` for a whole page, in one query at most."""
    if not allowed_somewhere(member, Right.ANSWER_INQUIRIES):
        return set()
    near = those_allowed(member, {one.account_id for one in inquiries}, Right.ANSWER_INQUIRIES)
    teams = team_ids_of(member)
    return {
        one.pk
        for one in inquiries
        if one.account_id in near or one.assignee_id == member.pk or one.team_id in teams
    }


def inquiry_file_or_404(member: Member, inquiry_id: int, file_id: int) -> InquiryFile:
    """A file of one of its messages."""
    inquiry = inquiry_or_404(member, inquiry_id)
    return _one(InquiryFile.objects.filter(message__inquiry=inquiry).select_related("file"), file_id)


def rule_or_404(member: Member, rule_id: int) -> InquiryRule:
    """A rule of routing, for who may change settings."""
    require(member, Right.MANAGE_SETTINGS)
    return _one(InquiryRule.objects.select_related("account"), rule_id)


def parked_or_404(member: Member, parked_id: int) -> ParkedMail:
    """A parked mail, for who may change settings."""
    require(member, Right.MANAGE_SETTINGS)
    return _one(ParkedMail.objects.all(), parked_id)


def customers_inquiries(customer: Customer) -> QuerySet[Inquiry]:
    """Those of the customer's own account: the own ones and colleagues'."""
    return Inquiry.objects.filter(account_id=customer.account.pk)


def customers_inquiry_or_404(customer: Customer, inquiry_id: int) -> Inquiry:
    """The inquiry, if it is of the customer's account."""
    return _one(customers_inquiries(customer).select_related(*RELATED), inquiry_id)


def customers_file_or_404(customer: Customer, inquiry_id: int, file_id: int) -> InquiryFile:
    """A file of a message that the customer sees; never one of a note."""
    inquiry = customers_inquiry_or_404(customer, inquiry_id)
    rows = InquiryFile.objects.filter(message__inquiry=inquiry, message__is_internal=False)
    return _one(rows.select_related("file"), file_id)


def _one(rows: QuerySet[Any], row_id: int) -> Any:
    found = rows.filter(pk=row_id).first() if 0 < row_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found
