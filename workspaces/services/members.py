"""Who is in, and as what. Nobody can take the last admin away, whatever happens at the same instant."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Conflict, Forbidden
from core.tenancy import required_workspace_id
from workspaces.bounds import adds
from workspaces.choices import Role, SecurityActKind
from workspaces.errors import LastAdmin
from workspaces.models import Member, TeamMember, User, Workspace
from workspaces.selectors import admins_of, role_rights
from workspaces.selectors.rights import rights_of_role
from workspaces.services.trail import record_act


@transaction.atomic
def change_role(member: Member, *, role: Role, by: Member, now: datetime) -> None:
    """Give a member another role, in force with the next request; rights of the person's own end with the old one.

    Raises LastAdmin, and Forbidden for a role that would give `by` more than `by` has.
    """
    current = _locked(member)
    if current.role == role:
        return
    _keep_an_admin(current, stays_admin=role == Role.ADMIN)
    if current.pk == by.pk and adds(role_rights(current), rights_of_role(role)):
        raise Forbidden(_("Nobody raises the own rights. Ask another admin for this role."))
    before, current.role = current.role, role
    ended, current.scopes = current.scopes, {}
    current.save(update_fields=["role", "scopes"])
    detail = {"before": before, "after": str(role), **({"rights_ended": ended} if ended else {})}
    record_act(SecurityActKind.ROLE_CHANGED, by=by, now=now, subject=current.user.email, detail=detail)


@transaction.atomic
def remove_member(member: Member, *, by: Member, now: datetime) -> None:
    """Shut a member out from the next request on; rows that name the member stay, the places in teams and the
    rights of the person's own end. Raises LastAdmin."""
    current = _locked(member)
    if current.left_at is not None:
        return
    _keep_an_admin(current, stays_admin=False)
    current.left_at, current.scopes = now, {}
    current.save(update_fields=["left_at", "scopes"])
    TeamMember.objects.filter(member=current).delete()
    record_act(
        SecurityActKind.MEMBER_LEFT, by=by, now=now, subject=current.user.email, detail={"role": current.role}
    )


@transaction.atomic
def return_member(member: Member, *, by: Member, now: datetime) -> None:
    """Let a removed member in again, in the role held before. Raises Conflict for a closed account."""
    current = _locked(member)
    if current.left_at is None:
        return
    if not current.user.is_active:
        raise Conflict(_("This person's account is closed on this server."))
    current.left_at = None
    current.save(update_fields=["left_at"])
    record_act(
        SecurityActKind.MEMBER_RETURNED,
        by=by,
        now=now,
        subject=current.user.email,
        detail={"role": current.role},
    )


@transaction.atomic
def add_member(user: User, *, role: Role, by: Member, now: datetime) -> Member:
    """Make a person a member without an invitation, for an operator's commands; who is in already keeps the role."""
    lock_members()
    member, is_new = Member.objects.get_or_create(user=user, defaults={"role": role, "joined_at": now})
    if is_new:
        record_act(
            SecurityActKind.ROLE_CHANGED,
            by=by,
            now=now,
            subject=user.email,
            detail={"before": "", "after": str(role)},
        )
    return member


def lock_members() -> None:
    """Let one change of members happen at a time in the workspace in force; others wait for the commit."""
    # no key update: rows that point at the workspace can still be written meanwhile
    Workspace.objects.select_for_update(no_key=True).get(pk=required_workspace_id())


def _locked(member: Member) -> Member:
    lock_members()
    return Member.objects.select_related("user").get(pk=member.pk)


def _keep_an_admin(member: Member, *, stays_admin: bool) -> None:
    is_admin = member.role == Role.ADMIN and member.left_at is None
    if is_admin and not stays_admin and not admins_of().exclude(pk=member.pk).exists():
        raise LastAdmin
