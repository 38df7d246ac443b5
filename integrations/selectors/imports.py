"""Imports of the workspace in force, and what was wrong with their rows."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max, Q

from integrations.choices import ImportState
from integrations.models import Import, ImportProblem
from workspaces.selectors.keyset import Slice, newest_first

PAGE = 25
PROBLEMS = 50
MARK = re.compile(r"([01])\.(\d{1,9})\.(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class ProblemPage:
    """A page of problems, and the mark from which the next ones go on; empty at the end."""

    rows: list[ImportProblem]
    next_mark: str


def past_imports(kinds: Collection[str], *, after: str = "") -> Slice[Import]:
    """Imports of these kinds newest first, a page from the mark of an earlier one."""
    rows = Import.objects.filter(kind__in=kinds).select_related("file", "created_by__user")
    return newest_first(rows, "created_at", after=after, size=PAGE)


def last_done_by_kind() -> dict[str, Import]:
    """The last import of each kind that went in."""
    done = Import.objects.filter(state=ImportState.DONE)
    newest = done.values("kind").annotate(newest=Max("pk")).values_list("newest", flat=True)
    return {found.kind: found for found in done.filter(pk__in=list(newest))}


def problems_of(
    found: Import, *, show: str = "", code: str = "", after: str = "", size: int = PROBLEMS
) -> ProblemPage:
    """Problems, refusals first, by row; `show` "rejected" or "warnings", and `code`, narrow them."""
    rows = ImportProblem.objects.filter(batch_import=found)
    if code:
        rows = rows.filter(code=code)
    if show in ("rejected", "warnings"):
        rows = rows.filter(is_warning=show == "warnings")
    mark = MARK.fullmatch(after)
    if mark:
        warning, row, pk = mark[1] == "1", int(mark[2]), int(mark[3])
        further = Q(is_warning=warning) & (Q(row__gt=row) | Q(row=row, pk__gt=pk))
        rows = rows.filter(further if warning else further | Q(is_warning=True))
    page = list(rows.order_by("is_warning", "row", "pk")[: size + 1])
    if len(page) <= size:
        return ProblemPage(page, "")
    last = page[size - 1]
    return ProblemPage(page[:size], f"{int(last.is_warning)}.{last.row}.{last.pk}")
