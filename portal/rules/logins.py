"""Of codes, links and sessions: how long, how often, and which part of the day it is."""

from datetime import timedelta
from enum import Enum

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
INVITATION_LASTS = timedelta(days=7)
SESSION_LASTS = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=10)
TRIES_KEPT = timedelta(days=2)
DOUBLE_CLICK = timedelta(seconds=30)

NARROW_SPAN, WIDE_SPAN = timedelta(minutes=15), timedelta(hours=1)
#: Codes asked for: by one address from one client, by one client for whatever address, by one address from anywhere.
OF_ADDRESS_AND_CLIENT, OF_CLIENT, OF_ADDRESS = 5, 20, 15
#: Invitations that one account's own admins may send.
INVITED_SPAN, MOST_INVITED = timedelta(days=1), 20
#: Codes entered wrongly for one address in an hour; then only the links of the mails open, which nobody can guess.
WRONG_CODES = 20


class PartOfDay(Enum):
    MORNING = "morning"
    DAY = "day"
    EVENING = "evening"


def part_of_day(hour: int) -> PartOfDay:
    """The greeting's part of the day by the reader's clock: morning 4–11, day 12–17, evening 18–3."""
    if 4 <= hour < 12:
        return PartOfDay.MORNING
    return PartOfDay.DAY if 12 <= hour < 18 else PartOfDay.EVENING


def too_often(*, of_address_and_client: int, of_client: int, of_address: int) -> bool:
    """Whether one more code is too many: the first two counted over NARROW_SPAN, the third over WIDE_SPAN."""
    return (
        of_address_and_client >= OF_ADDRESS_AND_CLIENT or of_client >= OF_CLIENT or of_address >= OF_ADDRESS
    )
