"""Rows on their way in: COPY into a temporary table, since COPY into a table under row-level security is refused.

The one place that writes PostgreSQL's text COPY format, and the shapes in which an app's `ingest` answers.
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection

from core.joins import of_whole_sets

TYPES = frozenset({"text", "date", "timestamptz", "integer", "bigint", "smallint", "numeric", "boolean"})

# For the statements over the rows, until the transaction ends: sorts and hashes of a million rows stay in memory,
# and no statement waits for its own compilation, which such a one never earns back.
ROOM = "SET LOCAL work_mem = '128MB'; SET LOCAL jit = off"

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_SPECIAL = re.compile(r"[\\\t\n\r\0]")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_CHUNK = 256 * 1024  # bytes handed to the driver at once


@dataclass(frozen=True, slots=True)
class Staged:
    """A temporary table of typed rows: `row_no`, the file's own line number, and one column per mapped field."""

    table: str
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row that was refused, or kept with a warning; `field` is empty when the whole row is meant."""

    row_no: int
    field: str
    code: str
    message: str
    value: str = ""


@dataclass(slots=True)
class Outcome:
    """What came of staged rows, counted in rows of the file: created + updated + unchanged + rejected = all.

    A row that a later one of the same id replaces counts as unchanged and has a warning.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejections: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)
    touched_account_ids: set[int] = field(default_factory=set)


@contextmanager
def staged(columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> Iterator[Staged]:
    """Copy rows into a temporary table of these columns (name → PostgreSQL type), dropped at the end.

    `rows` is read as it is sent, in bounded memory; values stand in the columns' order and are None, str, bool,
    int, Decimal, date or datetime. Inside a transaction only. Raises ValueError for an unknown type, a
    name that is no plain identifier, a row of another length, or a NUL character in a text.

    What is stated about the rows meanwhile is planned as `core.joins.of_whole_sets` tells.
    """
    _refuse_odd_columns(columns)
    name = f"staged_{secrets.token_hex(8)}"
    written = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {name} ({written}) ON COMMIT DROP")
        _copy(cursor, f"COPY {name} ({', '.join(columns)}) FROM STDIN", _CopySource(rows, len(columns)))
        cursor.execute(f"ANALYZE {name}")
        cursor.execute(ROOM)
    with of_whole_sets():
        yield Staged(name, frozenset(columns))
    # After an error the transaction is given up, and the table with it; otherwise ON COMMIT DROP alone would
    # let it live on to the end of an outer transaction.
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")


def copy_line(values: Sequence[Any]) -> str:
    """One line of PostgreSQL's text COPY format. Written out, since it is run for every cell of a file."""
    told, special = [], _SPECIAL.search
    for value in values:
        if value is None:
            told.append("\\N")
        elif isinstance(value, str):
            told.append(_escaped(value) if special(value) else value)
        elif isinstance(value, bool):
            told.append("t" if value else "f")
        else:
            told.append(str(value))  # int, Decimal, date, datetime: their ISO form is what PostgreSQL reads
    return "\t".join(told) + "\n"


def _escaped(value: str) -> str:
    if "\0" in value:
        raise ValueError("A text with a NUL character cannot be stored.")
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], value)


def _refuse_odd_columns(columns: Mapping[str, str]) -> None:
    for name, kind in columns.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no column name.")
        if kind not in TYPES:
            raise ValueError(f"{kind!r} is no type of a staged column.")


def _copy(cursor: Any, statement: str, source: "_CopySource") -> None:
    try:
        with connection.wrap_database_errors:
            # The size by its place: the cursor with which Django counts queries takes no names.
            cursor.copy_expert(statement, source, _CHUNK)
    except DatabaseError:
        if source.failure is not None:  # the driver hides what our own reading raised
            raise source.failure from None
        raise


class _CopySource:
    """What copy_expert reads from: asks the rows only for as much as the driver wants next."""

    def __init__(self, rows: Iterable[Sequence[Any]], width: int) -> None:
        self._rows = iter(rows)
        self._width = width
        self._rest = b""
        self.failure: Exception | None = None

    def read(self, size: int = _CHUNK) -> bytes:
        """At most `size` bytes; empty at the end."""
        if len(self._rest) < size:
            try:
                self._rest += "".join(self._lines(size - len(self._rest))).encode()
            except Exception as error:  # kept and raised again once the driver has stopped
                self.failure = error
                raise
        part, self._rest = self._rest[:size], self._rest[size:]
        return part

    def _lines(self, wanted: int) -> Iterator[str]:
        have = 0
        while have < wanted:
            row = next(self._rows, None)
            if row is None:
                return
            if len(row) != self._width:
                raise ValueError(f"A row of {len(row)} values does not fit {self._width} columns.")
            line = copy_line(row)
            have += len(line)
            yield line
