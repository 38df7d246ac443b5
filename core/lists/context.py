"""Who reads a list, and when: taken once per request and handed to filters and columns."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ListContext:
    """`currency` is that of the figures; `me` is the reader's member id, for filters such as "owner is me";
    `reader` is who the app's own filters and columns ask what may be seen; `may_export` whether lists may be
    taken away as files."""

    now: datetime
    today: date
    currency: str
    sees_money: bool
    me: int | None = None
    reader: Any = None
    may_export: bool = False
