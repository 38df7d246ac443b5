"""What the kinds of import share: how a column is read, and whose account a row means."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.merging import Column, Work
from core.staging import Outcome, Staged

EXTERNAL_ID_LENGTH = 100

# An account by its external id, in the bin too, else by its exact name where only one outside the bin bears it.
ACCOUNT_MEANT = """
LEFT JOIN accounts_account by_id ON by_id.workspace_id = %(workspace)s AND by_id.external_id = s.account
LEFT JOIN (SELECT name, min(id) AS id, count(*) AS bearers FROM accounts_account
           WHERE workspace_id = %(workspace)s AND deleted_at IS NULL GROUP BY name) AS by_name
       ON by_id.id IS NULL AND by_name.name = s.account
"""
ACCOUNT_ID = "coalesce(by_id.id, by_name.id) AS account_id, by_name.bearers"


def given(staged: Staged, key: str, kind: str) -> str:
    """The staged column, or a typed NULL where the file has none; texts come trimmed, empty as NULL."""
    if key not in staged.columns:
        return f"NULL::{kind} AS {key}"
    return f"nullif(btrim(s.{key}), '') AS {key}" if kind == "text" else f"s.{key}"


def column(
    staged: Staged, name: str, key: str | Sequence[str], value: str = "", absent: str = "NULL"
) -> Column:
    """A column that the file fills when it has one of the keys; `value` of a row `w`, by default the first key's."""
    keys = [key] if isinstance(key, str) else list(key)
    has = any(one in staged.columns for one in keys)
    return Column(name, (value or f"w.{keys[0]}") if has else None, absent)


def text(staged: Staged, name: str, key: str = "") -> Column:
    """A text column, empty as ''."""
    return column(staged, name, key or name, f"coalesce(w.{key or name}, '')", "''")


def need(staged: Staged, *keys: str) -> None:
    """Raise ValueError for a file without a column that this kind cannot do without."""
    missing = [key for key in keys if key not in staged.columns]
    if missing:
        raise ValueError(f"Staged rows lack {', '.join(missing)}.")


def refuse_unknown_accounts(work: Work) -> None:
    """Take out rows whose account is missing, unknown or ambiguous."""
    work.reject(
        "w.account IS NULL",
        "account",
        "account_missing",
        _("The row names no account. Fill in the account's id."),
    )
    work.reject(
        "w.account_id IS NULL",
        "account",
        "account_unknown",
        _("There is no account “%(value)s”. Import the accounts first, or correct the id."),
        "w.account",
    )
    work.reject(
        "w.bearers > 1",
        "account",
        "account_ambiguous",
        _("Several accounts are called “%(value)s”. Name the one that is meant by its id."),
        "w.account",
    )


def refuse_bad_ids(work: Work, *, required: bool = True) -> None:
    """Take out rows whose external id is missing or too long."""
    if required:
        work.reject(
            "w.external_id IS NULL",
            "external_id",
            "id_missing",
            _("The row has no id. Without one it could not be told from others next time."),
        )
    refuse_long(work, external_id=EXTERNAL_ID_LENGTH)


def refuse_long(work: Work, **limits: int) -> None:
    """Take out rows with a text longer than its column holds."""
    for key, limit in limits.items():
        work.reject(
            f"length(w.{key}) > {limit}",
            key,
            "too_long",
            _("The text has more than %(limit)s characters. Shorten it.") % {"limit": limit},
            f"left(w.{key}, 60)",
        )


def refuse_unknown_words(work: Work, **choices: Sequence[str]) -> None:
    """Take out rows with a word that is none of the stored ones."""
    for key, words in choices.items():
        rows = [str(word) for word in words]
        work.parameters[f"words_{key}"] = rows
        work.reject(
            f"w.{key} IS NOT NULL AND w.{key} <> ALL (%(words_{key})s)",
            key,
            "unknown_word",
            _("“%(value)s” is none of: %(words)s.").replace("%(words)s", ", ".join(rows).replace("%", "%%")),
            f"w.{key}",
        )


def tell_rows_in_bin(work: Work, target: str, shown: str) -> None:
    """Tell of rows that are written to a row in the bin: nothing of a file is lost, and nothing comes out by itself."""
    work.warn(
        f"EXISTS (SELECT 1 FROM {target} b WHERE b.workspace_id = %(workspace)s AND b.id = w.id"  # noqa: S608
        " AND b.deleted_at IS NOT NULL)",
        "external_id",
        "in_bin",
        _("“%(value)s” lies in the bin. The row is written there, and shows once somebody restores it."),
        shown,
    )


def tell_accounts_in_bin(work: Work) -> None:
    """The same of rows whose account lies in the bin."""
    work.warn(
        "EXISTS (SELECT 1 FROM accounts_account b WHERE b.workspace_id = %(workspace)s AND b.id = w.account_id"
        " AND b.deleted_at IS NOT NULL)",
        "account",
        "account_in_bin",
        _(
            "The account “%(value)s” lies in the bin. The row is kept, and shows once the account is restored."
        ),
        "w.account",
    )


def finished_with_former(work: Work) -> Outcome:
    """The outcome of rows of accounts; the account that a changed row was with before is touched too."""
    outcome = work.finished("w.account_id")
    moved = work.run("SELECT DISTINCT was_account_id FROM {work} WHERE is_changed")
    outcome.touched_account_ids.update(account for (account,) in moved if account)
    return outcome
