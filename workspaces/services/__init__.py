"""Writes of this app: one verb, one transaction."""

from workspaces.services.trail import record_act
from workspaces.services.workspaces import Created, create_workspace

__all__ = ["Created", "create_workspace", "record_act"]
