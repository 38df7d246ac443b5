"""Single accounts: added, edited, given owners. Imports write whole files through accounts.ingest instead."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.access import visible_accounts
from accounts.choices import OwnerRole, Segment, Touch
from accounts.errors import ParentLoop
from accounts.models import Account, AccountOwner
from accounts.rules import touch_for
from accounts.services.editing import apply, lock_version, taken, tell_facts
from core.countries import is_country
from core.errors import DomainError, DomainErrors
from core.tenancy import required_workspace_id
from core.text import name_key
from workspaces.models import Member, Team

MOST_LEVELS = 50

#: Who may look after an account in a role: a member by id, or a team.
Holder = int | Team


@dataclass(frozen=True, kw_only=True)
class AccountFields:
    """What people write about an account. Empty text is "", an absent external id or date None; `touch` empty
    takes the segment's."""

    name: str
    external_id: str | None = None
    parent_id: int | None = None
    segment: str = ""
    touch: str = ""
    industry: str = ""
    country: str = ""
    website: str = ""
    plan: str = ""
    referral_source: str = ""
    customer_since_on: date | None = None
    is_trial: bool = False


def create_account(
    fields: AccountFields,
    *,
    by: Member,
    now: datetime,
    today: date,
    owners: Mapping[str, Holder] | None = None,
) -> Account:
    """Add an account. `owners`: member ids or teams by owner role; who works in one of those roles and names nobody
    for it becomes the owner, so that the account is in the book of the one who added it.

    Raises DomainErrors with every field at fault.
    """
    wanted = _clean(fields, by=by, account_id=None)
    with transaction.atomic():
        account = _save_new(Account(**wanted, created_at=now))
        chosen: dict[str, Holder] = dict(owners or {})
        if by.role in OwnerRole.values:
            chosen.setdefault(by.role, by.pk)
        for role, holder in chosen.items():
            AccountOwner.objects.create(account=account, role=OwnerRole(role), **_holder(holder, role))
        tell_facts([account.pk], today=today, now=now)
    return account


def update_account(
    account: Account, *, by: Member, version: int, fields: AccountFields, now: datetime, today: date
) -> Account:
    """Write an account's fields as a whole, if it is still of `version`.

    Saving what stands there already changes nothing, whatever the version. Raises ChangedMeanwhile with both
    values, DomainErrors with every field at fault, ParentLoop for a parent that stands below the account.
    """
    wanted = _clean(fields, by=by, account_id=account.pk)
    with transaction.atomic():
        current = lock_version(account, version, wanted, {"parent_id": lambda value: _name_of(value, by)})
        changed = apply(current, wanted)
        if changed:
            _save(current, changed)
            tell_facts([current.pk], today=today, now=now)
    return current


def assign_owners(
    account: Account, owners: Mapping[str, Holder | None], *, by: Member, now: datetime, today: date
) -> int:
    """Give the account its owner in each role named, a member by id or a team; None takes the owner away.

    Returns how many changed. Raises DomainError with field `owner_ROLE` for somebody who is no member, and for a
    team that is closed.
    """
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        held = {owner.role: owner for owner in AccountOwner.objects.filter(account=account)}
        changed = [role for role, holder in owners.items() if _held_by(held, role) != _id_of(holder)]
        for role in changed:
            _assign(account, OwnerRole(role), owners[role])
        if changed:
            for known in ("_owned_by", "_in_team_of"):
                account.__dict__.pop(known, None)
            tell_facts([account.pk], today=today, now=now)
    return len(changed)


def assign_owner(
    account: Account, *, role: str, member_id: Holder | None, by: Member, now: datetime, today: date
) -> bool:
    """assign_owners for one role; whether it changed anything."""
    return bool(assign_owners(account, {role: member_id}, by=by, now=now, today=today))


def _held_by(held: Mapping[str, AccountOwner], role: str) -> tuple[int | None, int | None]:
    return (held[role].member_id, held[role].team_id) if role in held else (None, None)


def _id_of(holder: Holder | None) -> tuple[int | None, int | None]:
    return (None, holder.pk) if isinstance(holder, Team) else (holder, None)


def _assign(account: Account, role: OwnerRole, holder: Holder | None) -> None:
    if holder is None:
        AccountOwner.objects.filter(account=account, role=role).delete()
        return
    AccountOwner.objects.update_or_create(account=account, role=role, defaults=_holder(holder, role))


def _holder(holder: Holder, role: str) -> dict[str, Member | Team | None]:
    if isinstance(holder, Team):
        return {"member": None, "team": _team(holder, role)}
    return {"member": _member(holder, role), "team": None}


def _team(team: Team, role: str) -> Team:
    # whoever closes the team at this instant waits, and then finds that it owns the account
    found = Team.objects.select_for_update(no_key=True).filter(pk=team.pk, closed_at=None).first()
    if found is None:
        raise DomainError(
            _("This team is closed. Choose another one."), field=f"owner_{role}", code="no_team"
        )
    return found


def _member(member_id: int, role: str) -> Member:
    found = Member.objects.filter(pk=member_id, left_at=None).first()
    if found is None:
        raise DomainError(
            _("This person is no member any more. Choose another one."),
            field=f"owner_{role}",
            code="no_member",
        )
    return found


def _clean(fields: AccountFields, *, by: Member, account_id: int | None) -> dict[str, Any]:
    wanted = asdict(fields)
    wanted["name"] = " ".join(fields.name.split())
    wanted["name_key"] = name_key(fields.name)[:200]
    wanted["touch"] = fields.touch or touch_for(fields.segment) or ""
    wanted["external_id"] = (fields.external_id or "").strip() or None
    errors = [DomainError(message, field=field) for field, wrong, message in _faults(wanted) if wrong]
    errors += _parent_faults(wanted["parent_id"], by=by, account_id=account_id)
    if errors:
        raise DomainErrors(errors)
    return wanted


def _faults(wanted: Mapping[str, Any]) -> list[tuple[str, bool, str]]:
    return [
        ("name", not 1 <= len(wanted["name"]) <= 200, _("Give the account a name of 1 to 200 characters.")),
        ("country", bool(wanted["country"]) and not is_country(wanted["country"]), _("Choose a country of the list.")),
        ("segment", wanted["segment"] not in ("", *Segment.values), _("Choose a segment of the list.")),
        ("touch", wanted["touch"] not in ("", *Touch.values), _("Choose a touch of the list.")),
    ]  # fmt: skip


def _parent_faults(parent_id: int | None, *, by: Member, account_id: int | None) -> list[DomainError]:
    if parent_id is None:
        return []
    if account_id is not None:
        # Two edits at once must not close a loop that neither of them sees.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('accounts.parents'), %s)",
                [required_workspace_id() % 2**31],
            )
        unchanged = Account.objects.filter(pk=account_id, parent_id=parent_id).exists()
        if unchanged:
            return []
    if not visible_accounts(by).filter(pk=parent_id).exists():
        return [DomainError(_("Choose a parent from the accounts you see."), field="parent")]
    if account_id is not None and _stands_below(parent_id, account_id):
        message = _(
            "%(parent)s stands below this account already. Choose a parent from outside its own group."
        )
        return [ParentLoop(message % {"parent": _name_of(parent_id, by)}, field="parent")]
    return []


def _stands_below(candidate_id: int, account_id: int) -> bool:
    level: int | None = candidate_id
    for _step in range(MOST_LEVELS):
        if level is None:
            return False
        if level == account_id:
            return True
        level = Account.with_bin.filter(pk=level).values_list("parent_id", flat=True).first()
    return True


def _name_of(account_id: int | None, by: Member) -> str:
    if account_id is None:
        return _("none")
    found = visible_accounts(by).filter(pk=account_id).values_list("name", flat=True).first()
    return found or _("an account you do not see")


def _save_new(account: Account) -> Account:
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise _taken(account) from error
    return account


def _save(account: Account, changed: list[str]) -> None:
    account.version += 1
    try:
        with transaction.atomic():
            account.save(update_fields=[*changed, "version"])
    except IntegrityError as error:
        raise _taken(account) from error


def _taken(account: Account) -> DomainError:
    return taken(
        account,
        _("Another account has the external id “%(id)s”. External ids are unique; change one of the two."),
    )
