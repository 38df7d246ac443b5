"""Reads of this app; the narrow doors that other layers use by name."""

from workspaces.selectors.people import admins_of, member_of_user, members, working_members, workspaces_of
from workspaces.selectors.rights import role_rights, role_rows

__all__ = [
    "admins_of",
    "member_of_user",
    "members",
    "role_rights",
    "role_rows",
    "working_members",
    "workspaces_of",
]
