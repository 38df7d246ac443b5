"""What is new reaches open pages by server-sent events. The event is a hint that there is something newer; the page asks
for it at an ordinary address, unless the hint carries it. What a page writes again and again may be sent to the address of
its stream. docs/adr/0022 and 0029 say why."""

from core.live.admission import (
    ADMISSIONS,
    ELSEWHERE,
    GONE,
    Admission,
    Admitted,
    Channels,
    Letter,
    LiveRequest,
    Reply,
    address,
)
from core.live.hints import ANEW, hint, hints, recheck

__all__ = [
    "ADMISSIONS",
    "ANEW",
    "ELSEWHERE",
    "GONE",
    "Admission",
    "Admitted",
    "Channels",
    "Letter",
    "LiveRequest",
    "Reply",
    "address",
    "hint",
    "hints",
    "recheck",
]
