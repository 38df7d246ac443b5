"""What waits for a member among the notices: where somebody was mentioned and has not looked yet."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from core.links import href
from notifications.models import Notice
from notifications.selectors import notices_of
from notifications.services import MENTION
from playbooks.ports import TodayItem, TodaySource
from workspaces.models import Member


def mentions(member: Member, *, today: date, limit: int) -> Sequence[TodayItem]:
    """The newest unread mentions."""
    home = href("workspaces:home")
    return [
        TodayItem(
            key=f"mention-{notice.pk}",
            title=notice.title,
            url=home + notice.path,
            account_id=notice.account_id,
            account_name=notice.account.name if notice.account else "",
            kind_label=notice.body[:120],
            waits_since=notice.created_at,
        )
        for notice in _unread(member).select_related("account").order_by("-created_at", "-pk")[:limit]
    ]


def _unread(member: Member) -> QuerySet[Notice]:
    return notices_of(member).filter(kind=MENTION, read_at=None)


MENTIONS = TodaySource(
    "mentions", gettext_lazy("Mentions"), mentions, order=90, url_name="notifications:list"
)
