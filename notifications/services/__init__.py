"""Notices: told once each, never of one's own act, read when the member says so, mailed as the member wants it."""

from notifications.services.mentions import MENTION, post_mentions
from notifications.services.posting import NewNotice, notify, post_notices
from notifications.services.reading import mark_all_read, mark_read, mark_unread, undo_reading
from notifications.services.settings import change_settings, stop_mail

__all__ = [
    "MENTION",
    "NewNotice",
    "change_settings",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "notify",
    "post_mentions",
    "post_notices",
    "stop_mail",
    "undo_reading",
]
