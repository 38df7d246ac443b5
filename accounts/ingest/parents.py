"""Parents of accounts within a file: found in a second pass, so that order does not matter; loops are refused."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from core.merging import Work
from core.staging import RowProblem, staged

# An account that has an external id is known by it, another one by its own id.
KNOWN = """
SELECT coalesce('x' || a.external_id, 'i' || a.id), coalesce('x' || p.external_id, 'i' || p.id)
FROM accounts_account a JOIN accounts_account p ON p.workspace_id = a.workspace_id AND p.id = a.parent_id
WHERE a.workspace_id = %(workspace)s
"""

WRITE = """
WITH moved AS (
    UPDATE accounts_account t SET parent_id = p.id, version = t.version + CASE WHEN w.is_new OR w.is_changed THEN 0 ELSE 1 END
    FROM {work} w
    LEFT JOIN accounts_account p ON p.workspace_id = %(workspace)s AND p.external_id = w.parent_external_id
    WHERE t.workspace_id = %(workspace)s AND t.id = w.id AND t.parent_id IS DISTINCT FROM p.id
    RETURNING t.id
)
UPDATE {work} w SET is_changed = true FROM moved WHERE moved.id = w.id
"""


def refuse_loops(work: Work) -> None:
    """Take out the rows whose parent would make an account stand below itself.

    A row that is taken out keeps the parent it had, which may close another loop: looked at until there is none.
    """
    known = dict(work.run(KNOWN))
    wanted = {
        f"x{account}": (row_no, parent and f"x{parent}")
        for row_no, account, parent in work.run("SELECT row_no, external_id, parent_external_id FROM {work}")
    }
    refused: list[tuple[int, str]] = []
    while True:
        above = known | {account: parent for account, (_row, parent) in wanted.items()}
        looped = [account for account in _on_loops(above) if account in wanted]
        if not looped:
            break
        refused += [(row_no, parent[1:] if parent else "") for row_no, parent in map(wanted.pop, looped)]
    _take_out(work, refused)


def write_parents(work: Work) -> None:
    """Point the accounts at their parents; an unknown one is told, and the account has none."""
    work.warn(
        "w.parent_external_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts_account p"
        " WHERE p.workspace_id = %(workspace)s AND p.external_id = w.parent_external_id)",
        "parent_external_id",
        "parent_unknown",
        _("There is no account “%(value)s” to be the parent. The account was imported without one."),
        "w.parent_external_id",
    )
    work.run(WRITE)


def _on_loops(above: Mapping[str, str | None]) -> set[str]:
    """The accounts that are met again when one goes up from them."""
    settled: set[str] = set()
    looped: set[str] = set()
    for start in above:
        path: list[str] = []
        places: dict[str, int] = {}
        here: str | None = start
        while here is not None and here not in settled and here not in places:
            places[here] = len(path)
            path.append(here)
            here = above.get(here)
        if here is not None and here in places:
            looped.update(path[places[here] :])
        settled.update(path)
    return looped


def _take_out(work: Work, refused: list[tuple[int, str]]) -> None:
    if not refused:
        return
    with staged({"row_no": "integer"}, ((row_no,) for row_no, _parent in refused)) as rows:
        work.run(f"DELETE FROM {{work}} w USING {rows.table} r WHERE r.row_no = w.row_no")  # noqa: S608
    message = _("With the parent “%(value)s” the account would stand below itself.")
    work.outcome.rejections += [
        RowProblem(row_no, "parent_external_id", "parent_loop", message % {"value": parent}, parent)
        for row_no, parent in refused
    ]
