"""Rights given and taken, for a role and for one person: within bounds, never one's own, told to the log."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError
from workspaces.bounds import is_open, offered
from workspaces.choices import Right, Role, Scope, SecurityActKind, Visibility
from workspaces.models import Member, RoleSetting
from workspaces.rights import default_rights, visibility_of_scope
from workspaces.selectors.rights import mark_of, rights_of_role, role_rights
from workspaces.services.members import lock_members
from workspaces.services.trail import record_act
from workspaces.wording import scope_words

Changes = dict[str, list[str]]


@transaction.atomic
def set_role_rights(
    role: Role, wanted: Mapping[Right, Scope], *, by: Member, now: datetime, mark: str | None = None
) -> Changes:
    """Decide how far these rights reach for everybody of a role, in force with the next request.

    What equals the default is not kept as a decision. `mark` (selectors.rights.mark_of) is what the form showed;
    Conflict if it no longer holds. Raises DomainError for what lies outside the bounds, and writes nothing then.
    Returns right → [before, after] in words, empty when nothing differs.
    """
    lock_members()
    before = rights_of_role(role)
    _refuse_stale(before, mark)
    for right, scope in wanted.items():
        _refuse_outside(role, right, scope)
    decided = {right: wanted.get(right, before[right]) for right in Right if is_open(role, right)}
    usual = default_rights(role)
    _keep(role, {right: scope for right, scope in decided.items() if scope != usual[right]})
    return _tell(before, rights_of_role(role), str(role), SecurityActKind.SETTINGS_CHANGED, by=by, now=now)


def reset_role(role: Role, *, by: Member, now: datetime) -> Changes:
    """Take every decision about a role back: the default matrix holds again."""
    with transaction.atomic():
        lock_members()
        before = rights_of_role(role)
        RoleSetting.objects.filter(role=role).delete()
        after = rights_of_role(role)
        return _tell(before, after, str(role), SecurityActKind.SETTINGS_CHANGED, by=by, now=now)


@transaction.atomic
def set_member_rights(
    member: Member,
    wanted: Mapping[Right, Scope | None],
    *,
    by: Member,
    now: datetime,
    mark: str | None = None,
) -> Changes:
    """Give single rights to one person, or take them, in force with the person's next request.

    None leaves the right as the role has it. The bounds are the role's. Raises DomainError for the own rights and
    outside the bounds, Conflict where `mark` no longer holds; returns right → [before, after] in words.
    """
    if member.pk == by.pk:
        raise DomainError(_("Nobody changes the own rights. Ask another admin."), code="own_rights")
    lock_members()
    current = Member.objects.select_related("user").get(pk=member.pk)
    before, role = role_rights(current), Role(current.role)
    _refuse_stale(before, mark)
    for right, scope in wanted.items():
        if scope is not None:
            _refuse_outside(role, right, scope)
    own = {right: scope for right, scope in current.scopes.items() if right not in wanted}
    own |= {right.value: scope.value for right, scope in wanted.items() if scope is not None}
    if own == current.scopes:
        return {}
    current.scopes = own
    current.save(update_fields=["scopes"])
    kind = SecurityActKind.RIGHTS_CHANGED
    return _tell(before, role_rights(current), current.user.email, kind, by=by, now=now)


def _refuse_stale(held: Mapping[Right, Scope], mark: str | None) -> None:
    if mark is not None and mark != mark_of(held):
        raise Conflict(
            _("Somebody changed these rights meanwhile. Look at what holds now, and change it again."),
            code="changed_meanwhile",
        )


def _refuse_outside(role: Role, right: Right, scope: Scope) -> None:
    if scope not in offered(role, right):
        raise DomainError(
            _("“%(right)s” cannot be “%(scope)s” for the role %(role)s.")
            % {"right": right.label, "scope": scope_words(right, scope), "role": role.label},
            field=right.value,
            code="outside_bounds",
        )


def _keep(role: Role, decided: dict[Right, Scope]) -> None:
    """The row of a role, or none where everything is as the default has it."""
    if not decided:
        RoleSetting.objects.filter(role=role).delete()
        return
    seen, money = decided.pop(Right.SEE_ACCOUNTS, None), decided.pop(Right.SEE_MONEY, None)
    visibility: Visibility | None = None if seen is None else visibility_of_scope(seen)
    RoleSetting.objects.update_or_create(
        role=role,
        defaults={
            "visibility": visibility,
            "sees_money": None if money is None else money != Scope.NONE,
            "scopes": {right.value: scope.value for right, scope in decided.items()},
        },
    )


def _tell(
    before: Mapping[Right, Scope],
    after: Mapping[Right, Scope],
    subject: str,
    kind: SecurityActKind,
    *,
    by: Member,
    now: datetime,
) -> Changes:
    changed = {
        right.value: [before[right].value, after[right].value]
        for right in Right
        if before[right] != after[right]
    }
    if changed:
        record_act(kind, by=by, now=now, subject=subject, detail={"rights": changed})
    return changed
