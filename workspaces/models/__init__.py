from workspaces.models.brand import Brand
from workspaces.models.files import StoredFile
from workspaces.models.imported import Batch, Imported
from workspaces.models.mail import OutboxMessage
from workspaces.models.people import Invitation, Member, User
from workspaces.models.teams import Team, TeamMember
from workspaces.models.tenants import RoleSetting, Workspace
from workspaces.models.trail import SecurityAct

__all__ = [
    "Batch",
    "Brand",
    "Imported",
    "Invitation",
    "Member",
    "OutboxMessage",
    "RoleSetting",
    "SecurityAct",
    "StoredFile",
    "Team",
    "TeamMember",
    "User",
    "Workspace",
]
