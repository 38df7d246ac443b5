"""When a workspace is recomputed by itself: every day from six in the morning of its own time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from core.tenancy import required_workspace_id
from health.choices import RecomputeKind
from health.models import Recompute
from health.services.recompute import Recomputed, one_at_a_time, recompute
from workspaces.models import Workspace

DUE_FROM_HOUR = 6


def due_since(now: datetime, zone: str) -> datetime | None:
    """The moment of today, in that zone, from which a recompute is due; None before it."""
    local = now.astimezone(ZoneInfo(zone))
    due = local.replace(hour=DUE_FROM_HOUR, minute=0, second=0, microsecond=0)
    return due if local >= due else None


def recompute_if_due(*, now: datetime) -> Recomputed | None:
    """Recompute the workspace in force as of its today unless that was done since six; None if not due.

    Any number of calls at once decide once: they wait for each other, and the second finds the first's note.
    """
    zone = Workspace.objects.values_list("time_zone", flat=True).get(pk=required_workspace_id())
    since = due_since(now, zone)
    if since is None:
        return None
    one_at_a_time()
    done = Recompute.objects.filter(
        kind=RecomputeKind.DAY, as_of=since.date(), started_at__gte=since, finished_at__isnull=False
    )
    if done.exists():
        return None
    return recompute(as_of=since.date(), today=since.date(), now=now)
