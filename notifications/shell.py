"""The bell of the staff shell."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from core import live
from core.links import href
from notifications.channels import KIND
from notifications.selectors import Unread, unread


def bell(request: HttpRequest) -> Mapping[str, Any]:
    """Where the notices are, how many are new, and where news of them comes from."""
    member: Any = getattr(request, "member", None)
    facts = bell_facts(unread(member))
    return {name: facts[name] for name in ("notices_url", "unread", "bell_url", "live_url", "live_after")}


def bell_facts(waiting: Unread) -> dict[str, Any]:
    """What the bell's face and its lists need."""
    return {
        "notices_url": href("notifications:list"),
        "bell_url": href("notifications:bell"),
        "unread": waiting.count,
        "live_url": live.address(KIND),
        "live_after": waiting.newest,
    }
