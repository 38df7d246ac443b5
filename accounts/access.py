"""The only doors to accounts and what hangs on them: what a member may not see does not exist (404), what may
be seen but not changed is refused (403). Bounds: domain.md, Roles and rights."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import (
    Account,
    AccountFile,
    AccountOwner,
    Contact,
    Contract,
    Invoice,
    Ticket,
    TimelineEntry,
)
from accounts.models.bin import outside_bin
from accounts.selectors.bin import ACCOUNT, CONTACT, CONTRACT, ENTRY, FILE
from core.errors import Forbidden, NotFound
from workspaces.access import allowed, allowed_somewhere, sees_money
from workspaces.choices import Right
from workspaces.models import Member, TeamMember
from workspaces.selectors import working_members

MINE, TEAM, ALL = "mine", "team", "all"
MAX_ID = 2**63 - 1


Row = TypeVar("Row", AccountFile, Contact, Contract, Invoice, Ticket, TimelineEntry)


def visible_accounts(member: Member) -> QuerySet[Account]:
    """The accounts that a member may see: all, those of the own teams, the own book, or none, by the member's right."""
    return seen_by(member, Account.objects.all(), "pk")


def book_of(member: Member, choice: str | None = None) -> QuerySet[Account]:
    """The visible accounts of the switch My book / My team / All; None takes the member's last choice."""
    return _in_book(member, visible_accounts(member), "pk", choice)


def visible_contacts(member: Member) -> QuerySet[Contact]:
    """The contacts of visible accounts."""
    return seen_by(member, Contact.objects.all())


def visible_contracts(member: Member) -> QuerySet[Contract]:
    """The contracts of visible accounts."""
    return seen_by(member, Contract.objects.all())


def visible_tickets(member: Member) -> QuerySet[Ticket]:
    """The tickets of visible accounts."""
    return seen_by(member, Ticket.objects.all())


def visible_invoices(member: Member) -> QuerySet[Invoice]:
    """The invoices of visible accounts; none for who may not see money, since an invoice is nothing else."""
    rows = seen_by(member, Invoice.objects.all())
    return rows if sees_money(member) else rows.none()


def of_book(member: Member, rows: QuerySet, choice: str | None = None) -> QuerySet:
    """Of rows that hang on accounts, those of the switch My book / My team / All."""
    return _in_book(member, rows, "account_id", choice)


def account_or_404(
    member: Member, account_id: int, right: Right | None = None, *, or_in_bin: bool = False
) -> Account:
    """The account, if the member may see it; with `right`, if the member may also do this to it; `or_in_bin` where it lies
    in the bin as well: for moving it there and back.

    Raises NotFound for a missing and for a hidden account alike, Forbidden where only the right is missing.
    """
    rows = seen_by(member, Account.with_bin.all(), "pk") if or_in_bin else visible_accounts(member)
    account = _one(rows.select_related("parent"), account_id)
    if right is not None:
        require_for(member, account, right)
    return account


def account_for(member: Member, account_id: int, right: Right) -> Account:
    """account_or_404 for a change: hidden is NotFound, visible without the right is Forbidden."""
    return account_or_404(member, account_id, right)


def contact_or_404(
    member: Member, account_id: int, contact_id: int, right: Right | None = None, *, or_in_bin: bool = False
) -> Contact:
    """A contact of that account, by the same rules; never one whose account lies in the bin."""
    rows = seen_by(member, outside_bin(Contact.with_bin.all())) if or_in_bin else visible_contacts(member)
    return _of_account(member, rows, account_id, contact_id, right)


def contract_or_404(
    member: Member, account_id: int, contract_id: int, right: Right | None = None, *, or_in_bin: bool = False
) -> Contract:
    """A contract of that account, by the same rules."""
    rows = seen_by(member, outside_bin(Contract.with_bin.all())) if or_in_bin else visible_contracts(member)
    return _of_account(member, rows, account_id, contract_id, right)


def invoice_or_404(member: Member, account_id: int, invoice_id: int, right: Right | None = None) -> Invoice:
    """An invoice of that account, for who may see money."""
    return _of_account(member, visible_invoices(member), account_id, invoice_id, right)


def entry_or_404(
    member: Member, account_id: int, entry_id: int, *, changing: bool = False, in_bin: bool = False
) -> TimelineEntry:
    """An entry of that account's timeline, of those in the bin with `in_bin`; with `changing`, if the member may also
    change it."""
    rows = seen_by(member, outside_bin(TimelineEntry.objects.select_related("author__user")))
    entry = _of_account(member, rows.filter(deleted_at__isnull=not in_bin), account_id, entry_id, None)
    if changing and not may_change(member, entry.account, entry):
        raise Forbidden(_("Only who wrote this may change it, or a CSM Lead or an admin."))
    return entry


def file_or_404(
    member: Member, account_id: int, file_id: int, *, changing: bool = False, in_bin: bool = False
) -> AccountFile:
    """A file of that account, of those in the bin with `in_bin`; with `changing`, if the member may also delete it.
    One attached to an entry that lies in the bin does not exist, nor one with amounts for who may not see money."""
    rows = seen_by(
        member, outside_bin(AccountFile.objects.select_related("file", "added_by__user", "contact"))
    )
    shown = rows.filter(deleted_at__isnull=not in_bin, entry__deleted_at=None)
    shown = shown if sees_money(member) else shown.filter(shows_money=False)
    file = _of_account(member, shown, account_id, file_id, None)
    if changing and not may_delete(member, file.account, file):
        raise Forbidden(_("Only who added this file may delete it, or a CSM Lead or an admin."))
    return file


def uses_bin(member: Member) -> bool:
    """Whether the member may put anything into the bin, and so look into it."""
    rights = (Right.EDIT_ACCOUNTS, Right.EDIT_CONTRACTS, Right.LOG_ACTIVITIES)
    return any(allowed_somewhere(member, right) for right in rights)


def in_bin(member: Member) -> dict[str, QuerySet[Any]]:
    """What lies in the bin, by kind, of the accounts that the member may see. What went there with its account, or with
    its entry, comes back with that and is not among it; nor are files with amounts for who may not see money."""
    files = AccountFile.objects.filter(entry__deleted_at=None)
    files = files if sees_money(member) else files.filter(shows_money=False)
    of_accounts = {
        CONTACT: Contact.with_bin.all(),
        CONTRACT: Contract.with_bin.all(),
        ENTRY: TimelineEntry.objects.all(),
        FILE: files,
    }
    binned = Q(deleted_at__isnull=False)
    return {
        ACCOUNT: seen_by(member, Account.with_bin.filter(binned), "pk"),
        **{kind: seen_by(member, outside_bin(rows.filter(binned))) for kind, rows in of_accounts.items()},
    }


def may_delete(member: Member, account: Account, file: AccountFile) -> bool:
    """Whether the member may delete a file: as `may_change` for entries."""
    if allowed(member, Right.EDIT_ACCOUNTS, owns=False):
        return True
    return file.added_by_id == member.pk and may(member, account, Right.LOG_ACTIVITIES)


def may_change(member: Member, account: Account, entry: TimelineEntry) -> bool:
    """Whether the member may edit and delete an entry: the own one while activities may be logged there, and any
    where accounts may be edited without owning them."""
    if allowed(member, Right.EDIT_ACCOUNTS, owns=False):
        return True
    return entry.author_id == member.pk and may(member, account, Right.LOG_ACTIVITIES)


def members_who_see(account: Account) -> list[Member]:
    """Colleagues for whom this account exists, by name; one query."""
    owners = AccountOwner.objects.filter(account=account)
    found = working_members().annotate(
        owns_it=Exists(owners.filter(_named(OuterRef("pk")))),
        team_owns_it=Exists(owners.filter(_named_in_team(OuterRef("pk")))),
    )
    return [
        member
        for member in found.order_by("user__name", "user__email", "pk")
        if allowed(
            member,
            Right.SEE_ACCOUNTS,
            owns=member.__dict__["owns_it"],
            in_team=member.__dict__["team_owns_it"],
        )
    ]


def may(member: Member, account: Account, right: Right) -> bool:
    """Whether the member may do this to this account; for buttons, and for require_for."""
    if allowed(member, right, owns=False):
        return True
    if allowed(member, right, owns=True) and owns(member, account):
        return True
    return allowed(member, right, in_team=True) and in_team(member, account)


def those_allowed(member: Member, account_ids: Collection[int], right: Right) -> set[int]:
    """Of these accounts, those to which the member may do this: `may` for a whole page, in one query at most."""
    if allowed(member, right, owns=False):
        return set(account_ids)
    if allowed(member, right, in_team=True):
        owner = _owner_in_team(member)
    elif allowed(member, right, owns=True):
        owner = _owner(member)
    else:
        return set()
    held = AccountOwner.objects.filter(owner, account_id__in=account_ids)
    return set(held.values_list("account_id", flat=True))


def require_for(member: Member, account: Account, right: Right) -> None:
    """Raise Forbidden unless the member may do this to this account."""
    if not may(member, account, right):
        raise Forbidden(
            _("You may look at %(name)s, but not change this. An owner of the account or an admin can.")
            % {"name": account.name}
        )


def owns(member: Member, account: Account) -> bool:
    """Whether the member owns the account, or shares it as one of the team that owns it; asked of the database once
    per account object."""
    return _asked_once(account, "_owned_by", member, _owner(member))


def in_team(member: Member, account: Account) -> bool:
    """Whether the account is the member's, or that of somebody who works in one of the member's teams."""
    return _asked_once(account, "_in_team_of", member, _owner_in_team(member))


def seen_by(member: Member, rows: QuerySet[Any], path: str = "account_id") -> QuerySet[Any]:
    """Of rows that hang on accounts, those of accounts that the member may see."""
    if allowed(member, Right.SEE_ACCOUNTS, owns=False):
        return rows
    if allowed(member, Right.SEE_ACCOUNTS, in_team=True):
        return rows.filter(_owned_in_team(member, path))
    if allowed(member, Right.SEE_ACCOUNTS, owns=True):
        return rows.filter(_owned_by(member, path))
    return rows.none()


def _in_book(member: Member, rows: QuerySet[Any], path: str, choice: str | None) -> QuerySet[Any]:
    chosen = choice or member.book
    if chosen == ALL:
        return rows
    return rows.filter(_owned_in_team(member, path) if chosen == TEAM else _owned_by(member, path))


def _owned_by(member: Member, path: str) -> Exists:
    return Exists(AccountOwner.objects.filter(_owner(member), account_id=OuterRef(path)))


def _owned_in_team(member: Member, path: str) -> Exists:
    return Exists(AccountOwner.objects.filter(_owner_in_team(member), account_id=OuterRef(path)))


def _owner(member: Member) -> Q:
    # who is known to be in no team owns alone: the plain condition is the faster one
    alone = member.__dict__.get("has_team") is False
    return Q(member_id=member.pk) if alone else _named(member.pk)


def _owner_in_team(member: Member) -> Q:
    return _owner(member) if member.__dict__.get("has_team") is False else _named_in_team(member.pk)


def _named(member: int | OuterRef) -> Q:
    """Owners that are this member, or a team of this member's."""
    return Q(member_id=member) | Q(team_id__in=_teams_of(member))


def _named_in_team(member: int | OuterRef) -> Q:
    """Owners that are this member, a team of this member's, or somebody in one."""
    colleagues = TeamMember.objects.filter(team_id__in=_teams_of(_outer(member))).values("member_id")
    return _named(member) | Q(member_id__in=colleagues)


def _teams_of(member: int | OuterRef) -> QuerySet[TeamMember, Any]:
    """Ids of the teams that work and that the member is in; a closed one shares nothing."""
    return TeamMember.objects.filter(member_id=_outer(member), team__closed_at=None).values("team_id")


def _outer(member: int | OuterRef) -> int | OuterRef:
    """Each query inside another one is a step further from the member."""
    return member if isinstance(member, int) else OuterRef(member)


def _asked_once(account: Account, name: str, member: Member, owner: Q) -> bool:
    known: dict[int, bool] = account.__dict__.setdefault(name, {})
    if member.pk not in known:
        known[member.pk] = AccountOwner.objects.filter(owner, account=account).exists()
    return known[member.pk]


def _one(rows: QuerySet[Any], row_id: int) -> Any:
    found = rows.filter(pk=row_id).first() if 0 < row_id <= MAX_ID else None
    if found is None:
        raise NotFound(_("Not found."))
    return found


def _of_account(
    member: Member, rows: QuerySet[Row], account_id: int, row_id: int, right: Right | None
) -> Row:
    if not 0 < account_id <= MAX_ID:
        raise NotFound(_("Not found."))
    row: Row = _one(rows.select_related("account").filter(account_id=account_id), row_id)
    if right is not None:
        require_for(member, row.account, right)
    return row
