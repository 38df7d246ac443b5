"""May this member do that? The rights matrix of workspaces.rights as the workspace moved it, and as the person has it.

Whatever cannot be decided is refused: an unknown role or right raises, and nothing is allowed by default.
"""

from django.utils.translation import gettext as _

from core.errors import Forbidden
from workspaces import rights as matrix
from workspaces.choices import Right, Visibility
from workspaces.models import Member
from workspaces.selectors import role_rights


def allowed(
    member: Member, right: Right | str, *, owns: bool = False, in_team: bool = False, assigned: bool = False
) -> bool:
    """Whether the member may do this to one thing.

    `owns`: the member owns or shares the account in question; `in_team`: the member's team does; `assigned`:
    the report was assigned. For deeds on no particular account leave them out, or ask `allowed_somewhere`.
    """
    if member.left_at is not None:
        return False
    return matrix.allows(role_rights(member), Right(right), owns=owns, in_team=in_team, assigned=assigned)


def allowed_somewhere(member: Member, right: Right | str) -> bool:
    """Whether the member may do this to anything at all: for menus, and for buttons above a list."""
    return member.left_at is None and matrix.allows_somewhere(role_rights(member), Right(right))


def require(
    member: Member, right: Right | str, *, owns: bool = False, in_team: bool = False, assigned: bool = False
) -> None:
    """Raise Forbidden (403, kept in the security log) unless the member may do this; see `allowed`."""
    if not allowed(member, right, owns=owns, in_team=in_team, assigned=assigned):
        refuse(right)


def require_somewhere(member: Member, right: Right | str) -> None:
    """Raise Forbidden unless the member may do this to something."""
    if not allowed_somewhere(member, right):
        refuse(right)


def refuse(right: Right | str) -> None:
    """Raise the refusal of one right, in words that say who can help."""
    raise Forbidden(
        _("Your role does not allow this: %(right)s. An admin of the workspace can change your role.")
        % {"right": Right(right).label}
    )


def sees_money(member: Member) -> bool:
    """Whether amounts may reach this member: pages, filters, sorting, exports, API and PDF all ask."""
    return allowed_somewhere(member, Right.SEE_MONEY)


def visibility(member: Member) -> Visibility:
    """Which accounts exist for this member: all of them, those of the own teams, or those of the own book."""
    if member.left_at is not None:
        return Visibility.OWN_BOOK
    return matrix.visibility_of_scope(role_rights(member)[Right.SEE_ACCOUNTS])
