"""Rows of a file as an import stages them: typed by their values, numbered like the lines below a header."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core.staging import Outcome, staged
from tests.support.world import NOW, TODAY

AMOUNTS = {"mrr_amount", "arr_amount", "refund_amount", "amount", "tax_amount", "paid_amount"}
TYPES: list[tuple[type, str]] = [
    (bool, "boolean"),
    (datetime, "timestamptz"),
    (date, "date"),
    (int, "integer"),
    (Decimal, "numeric"),
]


def take_in(
    ingest: Callable[..., Outcome],
    rows: Sequence[Mapping[str, Any]],
    *,
    today: date = TODAY,
    now: datetime = NOW,
    types: Mapping[str, str] | None = None,
) -> Outcome:
    """Stage rows (all keys of any of them are columns) and hand them to an ingest function."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    columns = {"row_no": "integer"} | {key: (types or {}).get(key) or _type(key, rows) for key in keys}
    values = ([number, *(row.get(key) for key in keys)] for number, row in enumerate(rows, start=2))
    with staged(columns, values) as table:
        return ingest(table, batch_id=None, today=today, now=now)


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, rejected."""
    return (outcome.created, outcome.updated, outcome.unchanged, len(outcome.rejections))


def told(problems: Sequence[Any]) -> list[tuple[int, str]]:
    return [(problem.row_no, problem.code) for problem in problems]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


def _type(key: str, rows: Sequence[Mapping[str, Any]]) -> str:
    if key in AMOUNTS:
        return "bigint"
    value = next((row[key] for row in rows if row.get(key) is not None), None)
    return next((name for kind, name in TYPES if isinstance(value, kind)), "text")
