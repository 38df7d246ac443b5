"""A member's own notices, and how that member wants to be told."""

from notifications.selectors.notices import (
    Unread,
    notice_of,
    notices_of,
    notices_page,
    unread,
    unread_count,
)
from notifications.selectors.settings import Settings, settings_of

__all__ = [
    "Settings",
    "Unread",
    "notice_of",
    "notices_of",
    "notices_page",
    "settings_of",
    "unread",
    "unread_count",
]
