"""A member's own notices."""

from django.db.models import Q, QuerySet

from accounts.access import visible_accounts
from notifications.models import Notice
from workspaces.models import Member
from workspaces.selectors.keyset import Slice, newest_first

PAGE = 30
COUNTED = 100


def notices_of(member: Member) -> QuerySet[Notice]:
    """The member's notices, without those of accounts that the member may not see (any more)."""
    seen = Q(account=None) | Q(account__in=visible_accounts(member).values("pk"))
    return Notice.objects.filter(seen, member=member)


def notices_page(member: Member, *, after: str) -> Slice[Notice]:
    """One page, newest first; `after` is the mark of an earlier page."""
    rows = notices_of(member).select_related("account")
    return newest_first(rows, "created_at", after=after, size=PAGE)


def unread_count(member: Member) -> int:
    """How many notices wait, counted to a hundred."""
    return notices_of(member).filter(read_at=None)[:COUNTED].count()


def notice_of(member: Member, notice_id: int) -> Notice | None:
    """One of the member's own notices."""
    return notices_of(member).filter(pk=notice_id).first()
