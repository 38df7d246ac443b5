"""Asking one address in every way, and undoing what the answer wrote."""

import json
import re
from typing import Any

from django.db import connection, transaction

from tests.isolation.rows import tenant_models
from tests.support.world import Company

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
#: Columns that are drawn anew each time.
DRAWN = frozenset(
    {
        "id",
        "made_id",
        "key",
        "origin_key",
        "path",
        "secret_hash",
        "reply_to",
        "message_id",
        "payload",
        "text_body",
        "html_body",
    }
    | {"pgh_context", "pgh_created_at"}
)
NONE = 2_000_000_011  # the id of no row
#: Headers by which two answers could be told apart.
TELLING = (
    "Location",
    "Content-Type",
    "Cache-Control",
    "ETag",
    "Allow",
    "HX-Redirect",
    "HX-Trigger",
    "HX-Push-Url",
)


def ask(browser: Any, method: str, path: str, data: Any = None, **headers: str) -> Any:
    """The answer of the whole stack; what it wrote is rolled back."""
    browser.raise_request_exception = False
    with transaction.atomic():
        response = (
            browser.generic(method, path, data or "", headers=headers)
            if data is None
            else browser.post(path, data, headers=headers)
        )
        if not response.streaming:
            response.content  # noqa: B018
        transaction.set_rollback(True)
    return response


def answer(response: Any, *numbers: int) -> tuple[int, dict[str, str], bytes]:
    """All by which an answer could be told from another, without the numbers asked for and the page's secrets."""
    numbers = numbers if response.status_code < 400 else ()  # a refusal names no number at all
    told = {name: _plain(response[name], numbers) for name in TELLING if name in response}
    body = _plain(response.content.decode("utf-8", "replace"), numbers)
    return response.status_code, told, body.encode()


def _plain(text: str, numbers: tuple[int, ...]) -> str:
    text = re.sub(r'(name="csrfmiddlewaretoken" value="|data-csrf=")\w+', r"\1", text)
    text = re.sub(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "", text)
    for number in numbers:
        text = re.sub(rf"(?<=[/=:\"]){number}(?=[/&\"]|$)", "N", text)
    return text


def contents(company: Company, *, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """A fingerprint of each tenant table as this company holds it."""
    tables = [m._meta.db_table for m in tenant_models() if m._meta.db_table not in without]
    with company.scope(), connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
                for table in tables
            )
        )
        return dict(cursor.fetchall())


def state(company: Company) -> dict[str, list[str]]:
    """Each tenant table's rows, and the people and the workspace, without what differs from run to run.

    Two runs of one deed in two rolled back transactions leave the same state, whatever numbers they drew.
    """
    with company.scope(), connection.cursor() as cursor:
        found = {}
        for table in [m._meta.db_table for m in tenant_models()] + [
            "workspaces_user",
            "workspaces_workspace",
        ]:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")
            found[table] = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    return {table: sorted(_steady(row) for row in rows) for table, rows in found.items()}


def _steady(row: dict[str, Any]) -> str:
    kept = {name: value for name, value in row.items() if name not in DRAWN and not name.endswith("_id")}
    kept |= {
        name: value is None for name, value in row.items() if name.endswith("_id") and name != "workspace_id"
    }
    return json.dumps({**kept, "workspace_id": row.get("workspace_id")}, sort_keys=True)
