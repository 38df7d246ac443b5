"""Reads of this app; the narrow doors that other layers use by name."""

from workspaces.selectors.people import admins_of, member_of_user, members, working_members, workspaces_of
from workspaces.selectors.settings import RoleChoice, role_choices, role_rights

__all__ = [
    "RoleChoice",
    "admins_of",
    "member_of_user",
    "members",
    "role_choices",
    "role_rights",
    "working_members",
    "workspaces_of",
]
