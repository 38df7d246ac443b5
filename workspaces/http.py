"""The request that a staff view gets: with its workspace and its member."""

from django.http import HttpRequest

from workspaces.models import Member, User, Workspace


class StaffRequest(HttpRequest):
    """Set by WorkspaceMiddleware on every address below /w/<workspace>/."""

    workspace: Workspace
    member: Member
    user: User
    rollback: bool
