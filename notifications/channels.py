"""The stream of a member's notices."""

from core.live import Channels
from notifications.selectors.notices import unread
from workspaces.models import Member

KIND = "notices"


def channel_key(member_id: int) -> str:
    """Where hints about a member's notices go."""
    return f"{KIND}/{member_id}"


def own_notices(member: Member, name: str) -> Channels | None:
    """Everybody listens to the own notices, at the address without a name."""
    return None if name else Channels((channel_key(member.pk),), unread(member).newest)
