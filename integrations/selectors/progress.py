"""How far a worker is with an import. Only a hint: it lives in the cache and may vanish."""

from dataclasses import dataclass

from django.core.cache import cache

from core.tenancy import required_workspace_id

# Of the whole way, in percent: the rows are read, then moved in by a few long statements.
_ROWS_UNTIL, _WRITING_FROM = 70, 75


@dataclass(frozen=True)
class Progress:
    """`step` is "queued", "profile", "rows" or "writing"; rows done and in all, 0 where they do not count."""

    step: str = "queued"
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        if self.step == "writing":
            return _WRITING_FROM
        if self.step == "rows" and self.total:
            return min(_ROWS_UNTIL, _ROWS_UNTIL * self.done // self.total)
        return 0


def progress_of(import_id: int) -> Progress:
    """The progress of an import of the workspace in force; "queued" while no worker has told any."""
    found = cache.get(progress_key(import_id))
    return Progress(*found) if found else Progress()


def progress_key(import_id: int) -> str:
    return f"{required_workspace_id()}:import:{import_id}"


def export_rows_written(export_id: int) -> int:
    """How many rows of an export are written; 0 while no worker has told any."""
    return int(cache.get(export_progress_key(export_id)) or 0)


def export_progress_key(export_id: int) -> str:
    return f"{required_workspace_id()}:export:{export_id}"
