"""Staged rows into a tenant table, set by set: refuse, warn, let the last row of one id win, write what differs.

Every name and expression here comes from our own code, never from a file; values of the file stay in columns.
"""

# ruff: noqa: S608  (statements are put together from our own names and expressions alone)
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.errors import Conflict
from core.staging import Outcome, RowProblem
from core.tenancy import required_workspace_id

Text = str | Promise
_OF_OLD = re.compile(r"\bt\.")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its value of a row `w` (None: the file has no such column, so only new rows get
    `absent`), and what a new row gets otherwise. `counts` is False for what never makes a row changed."""

    name: str
    value: str | None
    absent: str = "NULL"
    counts: bool = True


class Work:
    """The rows of one file that are still good, with the id of the row each one means (NULL: a new one)."""

    def __init__(self, table: str, parameters: Mapping[str, Any]) -> None:
        self.table = table
        self.parameters = {"workspace": required_workspace_id(), **parameters}
        self.outcome = Outcome()

    def run(self, statement: str, **parameters: Any) -> list[tuple]:
        """Execute one statement; `{work}` is the table, parameters are named."""
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("{work}", self.table), {**self.parameters, **parameters})
            return cursor.fetchall() if cursor.description else []

    def reject(self, where: str, field: str, code: str, message: Text, shown: str = "NULL") -> None:
        """Take the rows out for which this holds; `shown` is the value at fault, for %(value)s of the message."""
        rows = self.run(f"DELETE FROM {{work}} w WHERE {where} RETURNING w.row_no, ({shown})::text")
        self.outcome.rejections += _problems(rows, field, code, message)

    def warn(self, where: str, field: str, code: str, message: Text, shown: str = "NULL") -> None:
        """Tell of the rows for which this holds, and keep them."""
        rows = self.run(f"SELECT w.row_no, ({shown})::text FROM {{work}} w WHERE {where}")
        self.outcome.warnings += _problems(rows, field, code, message)

    def keep_last(self, key: str, field: str) -> None:
        """Of rows with one key the last wins; the earlier ones are told and count as unchanged."""
        rows = self.run(
            f"DELETE FROM {{work}} w USING (SELECT {key} AS key, max(row_no) AS last_row FROM {{work}} w"
            f" GROUP BY 1 HAVING count(*) > 1) AS k WHERE {key} = k.key AND w.row_no < k.last_row"
            " RETURNING w.row_no, k.last_row"
        )
        message = _("A later row of the file, row %(value)s, has the same id; the later row counts.")
        self.outcome.warnings += _problems(rows, field, "replaced", message)
        self.outcome.unchanged += len(rows)

    def merge(self, target: str, columns: Sequence[Column], *, batch_id: int | None) -> None:
        """Update the rows that differ and insert the new ones; marks `is_changed`, `is_new` and fills `id`.

        Only columns that the file has are written to rows that exist. Raises Conflict when somebody adds a
        row of the same id at this very moment.
        """
        self._update(target, [column for column in columns if column.value is not None], batch_id)
        try:
            self._insert(target, columns, batch_id)
        except IntegrityError as error:
            raise Conflict(
                _("Somebody added one of these rows at the same moment. Nothing was imported; run it again.")
            ) from error

    def _update(self, target: str, columns: Sequence[Column], batch_id: int | None) -> None:
        compared = [column for column in columns if column.counts]
        if not compared:
            return
        new = ", ".join(f"{c.value}" for c in compared)
        old = ", ".join(f"t.{c.name}" for c in compared)
        written = ", ".join(f"{c.name} = {c.value}" for c in columns)
        self.run(
            f"WITH changed AS (UPDATE {target} t SET {written}, origin_batch_id = %(batch)s, origin_row = w.row_no"
            f" FROM {{work}} w WHERE t.workspace_id = %(workspace)s AND t.id = w.id"
            f" AND ROW({old}) IS DISTINCT FROM ROW({new}) RETURNING w.row_no)"
            " UPDATE {work} w SET is_changed = true FROM changed c WHERE c.row_no = w.row_no",
            batch=batch_id,
        )

    def _insert(self, target: str, columns: Sequence[Column], batch_id: int | None) -> None:
        # a value that leans on the row that exists (`t.`) has none yet
        values = [c.absent if c.value is None or _OF_OLD.search(c.value) else c.value for c in columns]
        names = ", ".join(c.name for c in columns)
        self.run(
            f"WITH made AS (INSERT INTO {target} (workspace_id, {names}, origin_batch_id, origin_row)"
            f" SELECT %(workspace)s, {', '.join(values)}, %(batch)s, w.row_no FROM {{work}} w WHERE w.id IS NULL"
            " ORDER BY w.row_no RETURNING id, origin_row)"
            " UPDATE {work} w SET id = m.id, is_new = true FROM made m WHERE m.origin_row = w.row_no AND w.id IS NULL",
            batch=batch_id,
        )

    def finished(self, account_ids: str) -> Outcome:
        """Count, and note the accounts that were touched: `account_ids` is an expression of a row `w`."""
        rows = self.run(
            "SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_changed AND NOT is_new),"
            " count(*) FILTER (WHERE NOT is_changed AND NOT is_new) FROM {work}"
        )
        created, updated, unchanged = rows[0]
        self.outcome.created, self.outcome.updated = created, updated
        self.outcome.unchanged += unchanged
        touched = self.run(f"SELECT DISTINCT {account_ids} FROM {{work}} w WHERE is_new OR is_changed")
        self.outcome.touched_account_ids.update(row[0] for row in touched if row[0] is not None)
        self.outcome.rejections.sort(key=lambda problem: problem.row_no)
        self.outcome.warnings.sort(key=lambda problem: problem.row_no)
        return self.outcome


@contextmanager
def work_on(kind: str, select: str, **parameters: Any) -> Iterator[Work]:
    """A work table made by a SELECT that gives `row_no` and `id`, under the lock of this kind of import.

    Imports of one kind into one workspace wait for each other until the transaction in force ends.
    """
    work = Work(f"work_{secrets.token_hex(8)}", parameters)
    work.run("SELECT pg_advisory_xact_lock(hashtextextended(%(kind)s, %(workspace)s))", kind=f"import.{kind}")
    work.run(
        "CREATE TEMP TABLE {work} ON COMMIT DROP AS"
        f" SELECT made.*, false AS is_new, false AS is_changed FROM ({select}) AS made"
    )
    work.run("ANALYZE {work}")
    yield work
    work.run("DROP TABLE IF EXISTS {work}")


def _problems(rows: Sequence[tuple], field: str, code: str, message: Text) -> list[RowProblem]:
    told = str(message)
    return [
        RowProblem(row_no, field, code, told % {"value": value or ""}, str(value or "")[:200])
        for row_no, value in rows
    ]
