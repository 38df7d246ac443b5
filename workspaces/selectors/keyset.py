"""Lists by time, newest first, cut at a mark: no row twice or missing while others are added."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

R = TypeVar("R")
MARK = re.compile(r"(\d{1,17})\.(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Slice(Generic[R]):
    """Rows, and the mark from which the older ones go on; empty at the end."""

    rows: list[R] = field(default_factory=list)
    next_mark: str = ""


def newest_first(rows: QuerySet[Any], column: str, *, after: str, size: int) -> Slice[Any]:
    """One page of `size` rows by (column, id) descending; `after` is a mark of an earlier page.

    A mark that is none starts from the top.
    """
    found = MARK.fullmatch(after)
    if found:
        at, row_id = moment_of(int(found[1])), int(found[2])
        if at is not None:
            rows = rows.filter(Q(**{f"{column}__lt": at}) | Q(**{column: at, "id__lt": row_id}))
    page = list(rows.order_by(f"-{column}", "-id")[: size + 1])
    if len(page) <= size:
        return Slice(page)
    last = page[size - 1]
    return Slice(page[:size], f"{microseconds(getattr(last, column))}.{last.pk}")


def microseconds(at: datetime) -> int:
    """Microseconds since 1970, for a mark."""
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment_of(since: int) -> datetime | None:
    """The moment of a mark, None for one that no calendar holds."""
    seconds, rest = divmod(since, 1_000_000)
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
    except (OverflowError, ValueError, OSError):
        return None
