"""What is new reaches open pages by server-sent events. The event is only a hint that there is something newer; the
page asks for it at an ordinary address. docs/adr/0022 says why."""

from core.live.admission import ADMISSIONS, Admission, Admitted, Channels, LiveRequest, address
from core.live.hints import ANEW, hint, hints, recheck

__all__ = [
    "ADMISSIONS",
    "ANEW",
    "Admission",
    "Admitted",
    "Channels",
    "LiveRequest",
    "address",
    "hint",
    "hints",
    "recheck",
]
