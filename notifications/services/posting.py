"""Posting notices: once per member and origin, and never to who did it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from core import jobs, live
from core.tenancy import required_workspace_id
from notifications.channels import channel_key
from notifications.choices import Mail
from notifications.ports import NoticeKind, kind_of
from workspaces.models import Member

MAIL_DUE = "notifications.mail_due"

# Set-based: one statement for however many, in their order; a notice of a key that the member has is left out.
POST = """
INSERT INTO notifications_notice
    (workspace_id, member_id, origin_key, kind, account_id, title, body, path, created_at, mail)
SELECT %(workspace)s, member, key, n.kind, account, title, body, path, %(now)s,
       CASE WHEN fixed THEN usual ELSE coalesce(c.mail, usual) END
FROM unnest(%(members)s::bigint[], %(keys)s::text[], %(kinds)s::text[], %(accounts)s::bigint[], %(titles)s::text[],
            %(bodies)s::text[], %(paths)s::text[], %(usuals)s::text[], %(fixed)s::boolean[])
    WITH ORDINALITY AS n (member, key, kind, account, title, body, path, usual, fixed, place)
LEFT JOIN notifications_noticechoice c
    ON c.workspace_id = %(workspace)s AND c.member_id = n.member AND c.kind = n.kind
ORDER BY n.place
ON CONFLICT (workspace_id, member_id, origin_key) DO NOTHING
RETURNING id, member_id, mail
"""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """One line for one member. `path` lies below the workspace's own address; `origin_key` says what it came from.
    `actor_id` is the member whose act it tells: nobody is told of the own one."""

    member_id: int
    kind: str
    title: str
    path: str
    origin_key: str
    body: str = ""
    account_id: int | None = None
    actor_id: int | None = None


def notify(
    members: Iterable[Member | None],
    *,
    kind: str,
    title: str,
    body: str = "",
    path: str,
    origin_key: str,
    account_id: int | None = None,
    by: Member | None = None,
    now: datetime,
) -> int:
    """Tell each of these members one thing; returns how many were told. Who was told of this key before is not again,
    nor is `by`, who did it, nor who left."""
    actor_id = by.pk if by else None
    told = {member.pk for member in members if member is not None and member.left_at is None}
    return post_notices(
        [NewNotice(pk, kind, title, path, origin_key, body, account_id, actor_id) for pk in sorted(told)],
        now=now,
    )


def post_notices(notices: Sequence[NewNotice], *, now: datetime) -> int:
    """Write many notices at once; returns how many were new. The idempotency key is member and `origin_key`.

    Each carries how its member wants to be told of its kind by mail. Open pages hear of it after commit.
    """
    told = [notice for notice in notices if notice.member_id != notice.actor_id]
    if not told:
        return 0
    kinds = [kind_of(notice.kind) for notice in told]
    with connection.cursor() as cursor:
        cursor.execute(
            POST,
            {
                "workspace": required_workspace_id(),
                "now": now,
                "members": [notice.member_id for notice in told],
                "keys": [notice.origin_key for notice in told],
                "kinds": [notice.kind for notice in told],
                "accounts": [notice.account_id for notice in told],
                "titles": [notice.title[:200] for notice in told],
                "bodies": [notice.body[:500] for notice in told],
                "paths": [notice.path for notice in told],
                "usuals": [_usual(kind) for kind in kinds],
                "fixed": [kind.own_mail for kind in kinds],
            },
        )
        written = cursor.fetchall()
    _spread(written)
    return len(written)


def _usual(kind: NoticeKind) -> str:
    return Mail.OFF.value if kind.own_mail else kind.usual.value


def _spread(written: Sequence[tuple[int, int, str]]) -> None:
    first: dict[int, int] = {}
    for notice_id, member_id, _mail in written:
        first[member_id] = min(notice_id, first.get(member_id, notice_id))
    live.hints((channel_key(member_id), notice_id - 1, None) for member_id, notice_id in first.items())
    if any(mail == Mail.AT_ONCE for _id, _member, mail in written):
        jobs.enqueue(MAIL_DUE, required_workspace_id())


def tell_pages(member: Member) -> None:
    """Let the member's other pages look anew: what was read is read everywhere."""
    live.hint(channel_key(member.pk), live.ANEW)
