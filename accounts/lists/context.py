"""The reader of a list, taken from the request."""

from datetime import datetime

from core import clock
from core.lists import ListContext
from workspaces.access import allowed_somewhere, sees_money
from workspaces.choices import Right
from workspaces.models import Member, Workspace


def list_context(workspace: Workspace, member: Member, now: datetime | None = None) -> ListContext:
    """Who reads, and today's date in the workspace's time zone; the clock is taken here, at the edge."""
    at = now or clock.now()
    return ListContext(
        now=at,
        today=clock.today_in(workspace.time_zone, at),
        currency=workspace.currency,
        sees_money=sees_money(member),
        me=member.pk,
        reader=member,
        may_export=allowed_somewhere(member, Right.EXPORT_DATA),
    )
