"""G3: what a worker needs at its peak, for a large book against a tenth of it."""

import statistics
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.book import add_accounts, add_readings, make_workspace, today_of
from benchmarks.database import analyze, owner_cursor
from benchmarks.measure import Line
from core.tenancy import workspace_scope
from health.models import Reading

ACCOUNTS = 100_000
TURNS = 3

# A process that does what a worker does when the task of the schedule comes, and tells its peak in MiB.
WORKER = """
import sys
import django
from benchmarks.measure import peak_mib
django.setup()
from csplatform.celery import app
app.loader.import_default_modules()
app.tasks["health.recompute_today"](int(sys.argv[1]))
print(peak_mib())
"""


def peak_memory(*, small: bool) -> Iterator[Line]:
    """G3: each turn in a fresh process, after every rating has moved on, so that every score changes."""
    large = ACCOUNTS // 100 if small else ACCOUNTS
    tenth = large // 10
    workspaces = {count: _book(count) for count in (tenth, large)}
    analyze()
    peaks: dict[int, list[float]] = {count: [] for count in workspaces}
    for _turn in range(1 if small else TURNS):
        for count, workspace_id in workspaces.items():
            peaks[count].append(_peak(workspace_id))
        with owner_cursor() as cursor:
            cursor.execute(f"UPDATE {Reading._meta.db_table} SET rating = 1 + rating %% 3", [])
    limit, product = (statistics.median(peaks[count]) for count in (tenth, large))
    yield Line(
        "G3",
        "worker's peak memory",
        limit,
        product,
        "MiB",
        1.2,
        f"{large:,} accounts against {tenth:,}",
        stretch=1.0,
    )


def _book(count: int) -> int:
    made = make_workspace(f"bench-{count}")
    with workspace_scope(made.workspace.pk):
        add_accounts(made, count)
        add_readings(today_of(made.workspace))
    return made.workspace.pk


def _peak(workspace_id: int) -> float:
    """MiB of a process that recomputes this workspace."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", WORKER, str(workspace_id)], check=True, capture_output=True, text=True
    )
    return float(done.stdout.split()[-1])
