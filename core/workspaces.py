"""The list of workspaces, for sweeps: the one global table that core needs to know."""

from django.apps import apps


def active_workspace_ids() -> list[int]:
    """Ids of all workspaces that are not closed, in order."""
    workspace = apps.get_model("workspaces", "Workspace")
    return list(workspace.objects.filter(closed_at=None).order_by("id").values_list("id", flat=True))
