"""How closely an account is looked after [002 §2.6, §4.5; 001 §4.6]."""

from accounts.choices import Segment, Touch

TOUCH_OF_SEGMENT: dict[Segment, Touch] = {
    Segment.ENTERPRISE: Touch.HIGH,
    Segment.MID_MARKET: Touch.LOW,
    Segment.SMB: Touch.DIGITAL,
}


def touch_for(segment: str) -> Touch | None:
    """The touch that a segment gets unless the account says otherwise; None for no or an unknown segment."""
    return TOUCH_OF_SEGMENT[Segment(segment)] if segment in Segment.values else None
