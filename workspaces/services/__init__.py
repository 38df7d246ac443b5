"""Writes of this app: one verb, one transaction."""

from workspaces.services.letters import Letter, render_letter
from workspaces.services.mail import write_mail
from workspaces.services.trail import record_act
from workspaces.services.workspaces import Created, create_workspace

__all__ = ["Created", "Letter", "create_workspace", "record_act", "render_letter", "write_mail"]
