"""The bell of the staff shell."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from core.links import href
from notifications.selectors import unread_count


def bell(request: HttpRequest) -> Mapping[str, Any]:
    """Where the notices are, and how many are new."""
    member: Any = getattr(request, "member", None)
    return {"notices_url": href("notifications:list"), "unread": unread_count(member)}
