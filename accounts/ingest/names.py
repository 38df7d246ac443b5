"""The name by which two spellings meet, for the rows of a file: core.text.name_key is Python's."""

from core.merging import Work
from core.staging import staged
from core.text import name_key


def fill_name_keys(work: Work, target: str) -> None:
    """Fill `name_key` of the rows that are new or renamed; the others keep what is stored."""
    work.run(
        f"UPDATE {{work}} w SET name_key = t.name_key FROM {target} t"  # noqa: S608
        " WHERE t.workspace_id = %(workspace)s AND t.id = w.id AND t.name = w.name"
    )
    names = work.run("SELECT DISTINCT name FROM {work} WHERE name_key IS NULL AND name IS NOT NULL")
    with staged(
        {"name": "text", "name_key": "text"}, ((name, name_key(name)[:200]) for (name,) in names)
    ) as keys:
        work.run(
            f"UPDATE {{work}} w SET name_key = k.name_key FROM {keys.table} k WHERE k.name = w.name AND w.name_key IS NULL"  # noqa: S608
        )
