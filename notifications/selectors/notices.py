"""A member's own notices."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from accounts.access import visible_accounts
from notifications.choices import Show
from notifications.models import Notice
from notifications.ports import KINDS
from workspaces.models import Member
from workspaces.selectors.keyset import Slice, newest_first

PAGE = 30
COUNTED = 100


@dataclass(frozen=True)
class Unread:
    """How many notices wait, counted to a hundred, and the greatest id among them (0: none)."""

    count: int
    newest: int


def notices_of(member: Member, show: str = Show.ALL) -> QuerySet[Notice]:
    """The member's notices, without those of accounts that the member may not see (any more)."""
    seen = Q(account=None) | Q(account__in=visible_accounts(member).values("pk"))
    rows = Notice.objects.filter(seen, member=member)
    if show == Show.UNREAD:
        return rows.filter(read_at=None)
    if show == Show.MENTIONS:
        return rows.filter(kind__in=[kind.key for kind in KINDS if kind.names_person])
    return rows


def notices_page(member: Member, *, after: str, show: str = Show.ALL, size: int = PAGE) -> Slice[Notice]:
    """One page, newest first; `after` is the mark of an earlier page."""
    rows = notices_of(member, show).select_related("account")
    return newest_first(rows, "created_at", after=after, size=size)


def unread(member: Member) -> Unread:
    """What waits for the member. One query."""
    waiting = notices_of(member).filter(read_at=None).order_by("-pk")[:COUNTED]
    found = waiting.aggregate(count=Count("pk"), newest=Max("pk"))
    return Unread(found["count"], found["newest"] or 0)


def unread_count(member: Member) -> int:
    """How many notices wait, counted to a hundred."""
    return unread(member).count


def notice_of(member: Member, notice_id: int) -> Notice | None:
    """One of the member's own notices."""
    return notices_of(member).filter(pk=notice_id).first()
