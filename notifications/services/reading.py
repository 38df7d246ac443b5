"""What a member read, and took back."""

from datetime import datetime

from notifications.models import Notice
from notifications.services.posting import tell_pages
from workspaces.models import Member


def mark_read(notice_id: int, *, by: Member, now: datetime) -> bool:
    """Note that the member read one of the own notices; False when it was read before or is nobody's of theirs."""
    own = Notice.objects.filter(pk=notice_id, member=by, read_at=None)
    return _told(by, own.update(read_at=now))


def mark_unread(notice_id: int, *, by: Member) -> bool:
    """Let one of the own notices wait again; False when it does already or is nobody's of theirs."""
    own = Notice.objects.filter(pk=notice_id, member=by).exclude(read_at=None)
    return _told(by, own.update(read_at=None))


def mark_all_read(*, by: Member, now: datetime) -> int:
    """Note that the member read everything up to now; what arrives meanwhile stays new. Returns how many."""
    read = Notice.objects.filter(member=by, read_at=None, created_at__lte=now).update(read_at=now)
    _told(by, read)
    return read


def undo_reading(read_at: datetime, *, by: Member) -> int:
    """Take back what was marked as read at exactly this moment; returns how many notices wait again."""
    back = Notice.objects.filter(member=by, read_at=read_at).update(read_at=None)
    _told(by, back)
    return back


def _told(member: Member, changed: int) -> bool:
    if changed:
        tell_pages(member)
    return bool(changed)
