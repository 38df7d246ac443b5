"""How long what was deleted can come back [field.md: undo toast and a bin]."""

from datetime import datetime, timedelta

KEPT_IN_BIN = timedelta(days=30)
DAY = timedelta(days=1)


def days_left(deleted_at: datetime, now: datetime) -> int:
    """Days until it is removed for good, a begun one counted; 0 once its time is over."""
    return max(0, -((now - deleted_at - KEPT_IN_BIN) // DAY))
