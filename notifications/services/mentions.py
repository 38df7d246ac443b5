"""Telling people that somebody named them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import TimelineEntry
from core.links import below_workspace
from notifications.services.posting import notify
from workspaces.models import Member

MENTION = "mention"


def post_mentions(entry_id: int, member_ids: Sequence[int], *, now: datetime) -> int:
    """Tell those whom an entry of a timeline names; returns how many were told. One that lies in the bin tells nobody,
    and nobody is told twice of one entry, nor its author."""
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
        by=entry.author,
        now=now,
    )
