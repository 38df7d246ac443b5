"""G6: a million rows of usage by CSV, as a worker takes them in, against COPY of what came of them."""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.book import add_accounts, make_workspace, today_of
from benchmarks.database import analyze, owner_cursor
from benchmarks.measure import Line, seconds
from benchmarks.usage import refused, upload_usage
from core.tenancy import workspace_scope
from health.models import UsageEvent

ROWS = 1_000_000
ACCOUNTS = 10_000
TURNS = 3
MOST_GROWTH = 200.0
EVENTS = UsageEvent._meta.db_table


def usage_import(*, small: bool) -> Iterator[Line]:
    """G6: the file is read, checked and taken in as a person would have it, in the process of a worker.

    The time is that of the last step, which reads, validates, writes and reports; looking the file through and
    checking it come before, and are told beside. The growth is that of all three.
    """
    rows, accounts = (ROWS // 100, ACCOUNTS // 100) if small else (ROWS, ACCOUNTS)
    made = make_workspace()
    today = today_of(made.workspace)
    with workspace_scope(made.workspace.pk):
        add_accounts(made, accounts)
    analyze()
    import_id = upload_usage(made, rows, accounts=accounts, today=today)
    done = _worked(made.workspace.pk, import_id)
    wrong = refused(rows)
    if (done["state"], done["created"], done["rejected"]) != ("done", rows - wrong, wrong):
        raise RuntimeError(f"The import came out otherwise than it had to: {done}")
    took = done["seconds"]
    size = f"{rows:,} rows, {wrong:,} refused; looked through in {took['read']:.1f} s, checked in {took['check']:.1f} s"
    yield Line("G6", "usage by CSV", _copied(1 if small else TURNS), took["run"], "s", 6.0, size, stretch=3.0)
    growth = done["peak"] - done["before"]
    size = f"{rows:,} rows, {done['peak']:.0f} MiB at the peak"
    yield Line("G6", "worker's growth by it", MOST_GROWTH, growth, "MiB", 1.0, size, stretch=0.5)


def _worked(workspace_id: int, import_id: int) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "benchmarks.importing", str(workspace_id), str(import_id)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(told.stdout.splitlines()[-1]))


def _copied(turns: int) -> float:
    """COPY of the very rows that came of the file, written out before, into a table of the same columns and indexes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "rows"
        with owner_cursor() as cursor, place.open("wb+") as rows:
            cursor.copy_expert(f"COPY (SELECT * FROM {EVENTS}) TO STDOUT", rows)
            cursor.execute(f"CREATE TABLE plain_usage (LIKE {EVENTS} INCLUDING DEFAULTS INCLUDING INDEXES)")
            taken = []
            for _turn in range(turns):
                cursor.execute("TRUNCATE plain_usage")
                rows.seek(0)
                taken.append(
                    seconds(lambda: cursor.copy_expert("COPY plain_usage FROM STDIN", rows, 256 * 1024))
                )
            cursor.execute("DROP TABLE plain_usage")
    return statistics.median(taken)
