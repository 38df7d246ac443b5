"""The three tenancy walls: scope in Python, row-level security, composite foreign keys."""

from core.tenancy.scope import (
    NoWorkspace,
    WorkspaceMismatch,
    current_workspace_id,
    person_scope,
    required_workspace_id,
    unscoped,
    workspace_scope,
)

__all__ = [
    "NoWorkspace",
    "WorkspaceMismatch",
    "current_workspace_id",
    "person_scope",
    "required_workspace_id",
    "unscoped",
    "workspace_scope",
]
