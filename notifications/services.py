"""Notices in the app: told once each, read when the member says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import TimelineEntry
from core.links import below_workspace
from core.tenancy import required_workspace_id
from notifications.models import Notice
from workspaces.models import Member

MENTION = "mention"

# Set-based: one statement for however many; a notice of a key that the member has is left out.
POST = """
INSERT INTO notifications_notice (workspace_id, member_id, origin_key, kind, account_id, title, body, path, created_at)
SELECT %(workspace)s, member, key, kind, account, title, body, path, %(now)s
FROM unnest(%(members)s::bigint[], %(keys)s::text[], %(kinds)s::text[], %(accounts)s::bigint[], %(titles)s::text[],
            %(bodies)s::text[], %(paths)s::text[]) AS n (member, key, kind, account, title, body, path)
ON CONFLICT (workspace_id, member_id, origin_key) DO NOTHING
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """One line for one member. `path` lies below the workspace's own address; `origin_key` says what it came from."""

    member_id: int
    kind: str
    title: str
    path: str
    origin_key: str
    body: str = ""
    account_id: int | None = None


def notify(
    members: Iterable[Member],
    *,
    kind: str,
    title: str,
    body: str = "",
    path: str,
    origin_key: str,
    account_id: int | None = None,
    now: datetime,
) -> int:
    """Tell each of these members one thing; returns how many were told. Who was told of this key before is not again."""
    return post_notices(
        [NewNotice(m.pk, kind, title, path, origin_key, body, account_id) for m in members], now=now
    )


def post_notices(notices: Sequence[NewNotice], *, now: datetime) -> int:
    """Write many notices at once; returns how many were new. The idempotency key is member and `origin_key`."""
    if not notices:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            POST,
            {
                "workspace": required_workspace_id(),
                "now": now,
                "members": [notice.member_id for notice in notices],
                "keys": [notice.origin_key for notice in notices],
                "kinds": [notice.kind for notice in notices],
                "accounts": [notice.account_id for notice in notices],
                "titles": [notice.title[:200] for notice in notices],
                "bodies": [notice.body[:500] for notice in notices],
                "paths": [notice.path for notice in notices],
            },
        )
        return len(cursor.fetchall())


def mark_read(notice_id: int, *, by: Member, now: datetime) -> bool:
    """Note that the member read one of the own notices; False when it was read before or is nobody's of theirs."""
    own = Notice.objects.filter(pk=notice_id, member=by, read_at=None)
    return bool(own.update(read_at=now))


def mark_all_read(*, by: Member, now: datetime) -> int:
    """Note that the member read everything up to now; what arrives meanwhile stays new. Returns how many."""
    return Notice.objects.filter(member=by, read_at=None, created_at__lte=now).update(read_at=now)


def post_mentions(entry_id: int, member_ids: Sequence[int], *, now: datetime) -> int:
    """Tell those whom an entry of a timeline names; returns how many were told. One that lies in the bin tells nobody,
    and nobody is told twice of one entry."""
    entry = (
        TimelineEntry.objects.filter(pk=entry_id, deleted_at=None)
        .select_related("author__user", "account")
        .first()
    )
    if entry is None:
        return 0
    path = below_workspace("accounts:timeline", account_id=entry.account_id)
    members = Member.objects.filter(pk__in=list(member_ids), left_at=None)
    return notify(
        members,
        kind=MENTION,
        title=_("%(author)s mentioned you: %(account)s")
        % {"author": entry.author, "account": entry.account.name},
        body=" ".join(entry.body.split())[:300],
        path=f"{path}#entry-{entry.pk}",
        origin_key=f"{MENTION}:{entry.pk}",
        account_id=entry.account_id,
        now=now,
    )
