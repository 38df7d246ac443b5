"""Common to what comes in: one import of a kind at a time, whose account a row means, what was refused."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from core.staging import RowProblem
from core.tenancy import required_workspace_id

# An account by its external id, else by its name where no other outside the bin bears it. `ambiguous` counts the bearers.
ACCOUNTS_MEANT = """
meant AS (
    SELECT DISTINCT account AS said FROM {staged} WHERE account IS NOT NULL
),
accounts_meant AS MATERIALIZED (
    SELECT m.said, coalesce(i.id, n.id) AS account_id, CASE WHEN i.id IS NULL THEN n.bearers ELSE 1 END AS bearers
    FROM meant m
    LEFT JOIN accounts_account i ON i.workspace_id = %(workspace)s AND i.external_id = m.said
    LEFT JOIN (
        SELECT name, min(id) AS id, count(*) AS bearers FROM accounts_account
        WHERE workspace_id = %(workspace)s AND deleted_at IS NULL GROUP BY name
    ) AS n ON n.name = m.said
)
"""


def lock_kind(kind: str) -> None:
    """Imports of one kind into one workspace wait for each other until the transaction ends."""
    run(
        "SELECT pg_advisory_xact_lock(hashtextextended(%(lock)s, %(workspace)s))",
        {"lock": f"import.{kind}", "workspace": required_workspace_id()},
    )


def run(statement: str, parameters: Mapping[str, Any]) -> list[Any]:
    """Execute one statement; its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(parameters))
        return cursor.fetchall() if cursor.description else []


def make_table(name: str, columns: str) -> None:
    """A temporary table, empty, of the transaction in force."""
    run(f"DROP TABLE IF EXISTS pg_temp.{name}", {})
    run(f"CREATE TEMP TABLE {name} ({columns}) ON COMMIT DROP", {})


def drop_table(name: str) -> None:
    run(f"DROP TABLE pg_temp.{name}", {})


def problems(rows: Iterable[tuple[int, str, str]], told: Mapping[str, tuple[str, Any]]) -> list[RowProblem]:
    """Rows of (row number, code, value) as problems; `told`: per code the field and the sentence."""
    return [
        RowProblem(row_no, told[code][0], code, str(told[code][1]) % {"value": value or ""}, value or "")
        for row_no, code, value in rows
    ]


def account_sentences() -> dict[str, tuple[str, Any]]:
    """What is said of a row whose account cannot be told."""
    return {
        "account_missing": ("account", _("The row names no account. Fill in the account's id.")),
        "account_unknown": (
            "account",
            _("There is no account “%(value)s”. Import the accounts first, or correct the id."),
        ),
        "account_ambiguous": (
            "account",
            _("Several accounts are called “%(value)s”. Name the one that is meant by its id."),
        ),
    }
